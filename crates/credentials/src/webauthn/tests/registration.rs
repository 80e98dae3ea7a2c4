//! Every refusal of a registration, by name.

use serde_json::{Value, json};
use uuid::Uuid;

use super::kit::{BE, BS, CONSOLE, RP_ID, SIGN_IN, UP, UV, data_offset, decode, encode, rp};
use crate::security_key::register;
use crate::webauthn::WebauthnError;

const AT: u8 = 0x40;

/// A question and its honest answer.
fn registration() -> (String, Value) {
    let (options, state) = rp()
        .start_registration(SIGN_IN, Uuid::from_u128(1), "alice", &[])
        .unwrap();
    (state, register(SIGN_IN, &options, &[], false).unwrap().0)
}

fn rewrite(answer: &mut Value, client_data: impl FnOnce(&mut Value)) {
    let field = &mut answer["response"]["clientDataJSON"];
    let mut json = serde_json::from_slice(&decode(field)).unwrap();
    client_data(&mut json);
    *field = encode(json.to_string());
}

/// Changes the attestation object; the offset is where the authenticator data begins.
fn patch(answer: &mut Value, change: impl FnOnce(&mut Vec<u8>, usize)) {
    let field = &mut answer["response"]["attestationObject"];
    let mut bytes = decode(field);
    let offset = data_offset(&bytes);
    change(&mut bytes, offset);
    *field = encode(bytes);
}

type Spoil = fn(&mut Value);

const NOT_SAID: &[(&str, Spoil, WebauthnError)] = &[
    (
        "another challenge",
        |answer| rewrite(answer, |data| data["challenge"] = encode([7; 32])),
        WebauthnError::Challenge,
    ),
    (
        "a look-alike site",
        |answer| {
            rewrite(answer, |data| {
                data["origin"] = json!("https://signin.aws.amazon.com.example");
            });
        },
        WebauthnError::Origin,
    ),
    (
        "another site of the same service",
        |answer| rewrite(answer, |data| data["origin"] = json!(CONSOLE)),
        WebauthnError::Origin,
    ),
    (
        "a frame in another site",
        |answer| rewrite(answer, |data| data["crossOrigin"] = json!(true)),
        WebauthnError::Embedded,
    ),
    (
        "a frame, told only by the site around it",
        |answer| rewrite(answer, |data| data["topOrigin"] = json!("https://evil.example")),
        WebauthnError::Embedded,
    ),
    (
        "a sign-in",
        |answer| rewrite(answer, |data| data["type"] = json!("webauthn.get")),
        WebauthnError::Ceremony,
    ),
    (
        "another relying party",
        |answer| patch(answer, |bytes, at| bytes[at] ^= 1),
        WebauthnError::RelyingParty,
    ),
    (
        "nobody there",
        |answer| patch(answer, |bytes, at| bytes[at + 32] = AT),
        WebauthnError::UserPresence,
    ),
    (
        "verified, but nobody there",
        |answer| patch(answer, |bytes, at| bytes[at + 32] = AT | UV),
        WebauthnError::UserPresence,
    ),
    (
        "backed up though not fit for it",
        |answer| patch(answer, |bytes, at| bytes[at + 32] = AT | UP | BS),
        WebauthnError::BackupFlags,
    ),
    (
        "no key",
        |answer| patch(answer, |bytes, at| bytes[at + 32] = UP),
        WebauthnError::Malformed,
    ),
    (
        "another id than the key's",
        |answer| patch(answer, |bytes, at| bytes[at + 32 + 1 + 4 + 16 + 2] ^= 1),
        WebauthnError::Malformed,
    ),
    (
        "another id than the browser's",
        |answer| {
            answer["id"] = encode(b"another");
            answer["rawId"] = encode(b"another");
        },
        WebauthnError::Malformed,
    ),
    (
        "a statement of an unknown format",
        |answer| patch(answer, |bytes, at| replace(&mut bytes[..at], b"none", b"nome")),
        WebauthnError::Attestation,
    ),
    (
        "EdDSA",
        |answer| {
            patch(answer, |bytes, at| {
                replace(&mut bytes[at..], &[3, 0x26, 0x20], &[3, 0x27, 0x20]);
            });
        },
        WebauthnError::Algorithm,
    ),
    (
        "a point that is not on the curve",
        |answer| patch(answer, |bytes, _| *bytes.last_mut().unwrap() ^= 1),
        WebauthnError::Malformed,
    ),
    (
        "more than there is",
        |answer| patch(answer, |bytes, _| bytes.push(0)),
        WebauthnError::Malformed,
    ),
    (
        "less than there should be",
        |answer| patch(answer, |bytes, _| bytes.truncate(bytes.len() - 1)),
        WebauthnError::Malformed,
    ),
    (
        "nothing",
        |answer| answer["response"]["attestationObject"] = encode([]),
        WebauthnError::Malformed,
    ),
    (
        "another kind",
        |answer| answer["type"] = json!("password"),
        WebauthnError::Malformed,
    ),
];

#[test]
fn what_an_answer_may_not_say() {
    let (state, honest) = registration();
    for (says, spoil, refused) in NOT_SAID {
        let mut answer = honest.clone();
        spoil(&mut answer);
        let judged = rp().finish_registration(SIGN_IN, &state, answer);
        assert_eq!(judged.unwrap_err(), *refused, "an answer that says {says}");
    }
    assert!(rp().finish_registration(SIGN_IN, &state, honest).is_ok());
}

fn replace(bytes: &mut [u8], from: &[u8], to: &[u8]) {
    let at = bytes.windows(from.len()).position(|window| window == from).unwrap();
    bytes[at..at + to.len()].copy_from_slice(to);
}

#[test]
fn passkeys_that_are_backed_up_are_welcome() {
    let (state, mut answer) = registration();
    patch(&mut answer, |bytes, at| bytes[at + 32] = AT | UP | UV | BE | BS);
    let made = rp().finish_registration(SIGN_IN, &state, answer).unwrap();
    assert!(made.user_verified);
}

#[test]
fn an_answer_fits_its_own_question_only() {
    let (state, _) = registration();
    let (_, answer) = registration();
    let judged = rp().finish_registration(SIGN_IN, &state, answer);
    assert_eq!(judged.unwrap_err(), WebauthnError::Challenge);
}

#[test]
fn a_key_is_registered_once() {
    let (options, state) = rp()
        .start_registration(SIGN_IN, Uuid::from_u128(1), "alice", &[])
        .unwrap();
    let (answer, key) = register(SIGN_IN, &options, &[], false).unwrap();
    rp().finish_registration(SIGN_IN, &state, answer.clone()).unwrap();

    let known = [key.credential_id().to_vec()];
    let (options, state) = rp()
        .start_registration(SIGN_IN, Uuid::from_u128(1), "alice", &known)
        .unwrap();
    assert_eq!(decode(&options["excludeCredentials"][0]["id"]), known[0]);
    // A browser that asks the key in spite of the list.
    let mut again = answer;
    rewrite(&mut again, |data| data["challenge"] = options["challenge"].clone());
    let judged = rp().finish_registration(SIGN_IN, &state, again);
    assert_eq!(judged.unwrap_err(), WebauthnError::AlreadyRegistered);
}

#[test]
fn the_question_is_what_browsers_take() {
    let user = Uuid::from_u128(1);
    let (options, _) = rp().start_registration(CONSOLE, user, "alice", &[]).unwrap();
    let options = options.as_object().unwrap();
    assert_eq!(options["rp"]["id"], RP_ID);
    assert_eq!(decode(&options["user"]["id"]), user.as_bytes());
    assert_eq!(options["user"]["name"], "alice");
    assert_eq!(options["attestation"], "none");
    assert_eq!(options["authenticatorSelection"]["userVerification"], "preferred");
    let offered: Vec<_> = options["pubKeyCredParams"]
        .as_array()
        .unwrap()
        .iter()
        .map(|offered| offered["alg"].as_i64().unwrap())
        .collect();
    assert_eq!(offered, [-7, -35, -257], "ES256, ES384, RS256");
    assert!(!options.contains_key("hints"));
    let nameless = rp().start_registration(CONSOLE, user, "", &[]);
    assert_eq!(nameless.unwrap_err(), WebauthnError::Refused);
}
