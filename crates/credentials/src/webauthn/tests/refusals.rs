//! Every refusal of an authentication, by name.

use serde_json::{Value, json};
use uuid::Uuid;

use super::kit::{BE, BS, CONSOLE, Forged, RP_ID, SIGN_IN, UP, UV, ask, encode, person, rp};
use crate::webauthn::{WebauthnError, client_origin};

#[test]
fn what_an_answer_may_say() {
    let alice = person(1, false);
    let asked = ask(&alice);
    for (flags, verified) in [(UP, false), (UP | UV, true)] {
        let mut forged = asked.forge(&alice);
        forged.flags = flags;
        assert_eq!(asked.judge(forged.signed(&alice.key)).unwrap().user_verified, verified);
    }
    let mut forged = asked.forge(&alice);
    forged.counter = 1_000;
    forged.user_handle = None;
    forged.client_data["somethingNew"] = json!({ "of": "tomorrow" });
    assert_eq!(asked.judge(forged.signed(&alice.key)).unwrap().counter, 1_000);
}

type Spoil = fn(&mut Forged);

const NOT_SAID: &[(&str, Spoil, WebauthnError)] = &[
    (
        "another challenge",
        |forged| forged.client_data["challenge"] = encode([7; 32]),
        WebauthnError::Challenge,
    ),
    (
        "no challenge",
        |forged| forged.client_data["challenge"] = encode([]),
        WebauthnError::Challenge,
    ),
    (
        "a look-alike site",
        |forged| forged.client_data["origin"] = json!("https://signin.aws.amazon.com.example"),
        WebauthnError::Origin,
    ),
    (
        "another site of the same service",
        |forged| forged.client_data["origin"] = json!(CONSOLE),
        WebauthnError::Origin,
    ),
    (
        "the same site at another port",
        |forged| forged.client_data["origin"] = json!("https://signin.aws.amazon.com:8443"),
        WebauthnError::Origin,
    ),
    (
        "the same site without encryption",
        |forged| forged.client_data["origin"] = json!("http://signin.aws.amazon.com"),
        WebauthnError::Origin,
    ),
    (
        "the same site as an address",
        |forged| forged.client_data["origin"] = json!("https://signin.aws.amazon.com/"),
        WebauthnError::Origin,
    ),
    (
        "a frame in another site",
        |forged| forged.client_data["crossOrigin"] = json!(true),
        WebauthnError::Embedded,
    ),
    (
        "a frame, told only by the site around it",
        |forged| forged.client_data["topOrigin"] = json!("https://evil.example"),
        WebauthnError::Embedded,
    ),
    (
        "a registration",
        |forged| forged.client_data["type"] = json!("webauthn.create"),
        WebauthnError::Ceremony,
    ),
    (
        "a payment",
        |forged| forged.client_data["type"] = json!("payment.get"),
        WebauthnError::Ceremony,
    ),
    (
        "another relying party",
        |forged| forged.rp_id = "amazon.com".to_owned(),
        WebauthnError::RelyingParty,
    ),
    ("nobody there", |forged| forged.flags = 0, WebauthnError::UserPresence),
    (
        "verified, but nobody there",
        |forged| forged.flags = UV,
        WebauthnError::UserPresence,
    ),
    (
        "a copy: the same counter",
        |forged| forged.counter -= 1,
        WebauthnError::Counter,
    ),
    ("a counter of zero", |forged| forged.counter = 0, WebauthnError::Counter),
    (
        "suddenly fit for backup",
        |forged| forged.flags = UP | BE,
        WebauthnError::BackupFlags,
    ),
    (
        "suddenly backed up",
        |forged| forged.flags = UP | BE | BS,
        WebauthnError::BackupFlags,
    ),
    (
        "backed up though not fit for it",
        |forged| forged.flags = UP | BS,
        WebauthnError::BackupFlags,
    ),
    (
        "another user",
        |forged| forged.user_handle = Some(Uuid::from_u128(2).as_bytes().to_vec()),
        WebauthnError::UserHandle,
    ),
    (
        "an empty user",
        |forged| forged.user_handle = Some(Vec::new()),
        WebauthnError::UserHandle,
    ),
    (
        "extensions that are not there",
        |forged| forged.flags = UP | 0x80,
        WebauthnError::Malformed,
    ),
    (
        "an attested key that is not there",
        |forged| forged.flags = UP | 0x40,
        WebauthnError::Malformed,
    ),
    (
        "no origin",
        |forged| forged.client_data["origin"] = Value::Null,
        WebauthnError::Malformed,
    ),
    (
        "client data of another form",
        |forged| forged.client_data = json!([]),
        WebauthnError::Malformed,
    ),
];

#[test]
fn what_an_answer_may_not_say() {
    let alice = person(1, false);
    let asked = ask(&alice);
    for (says, spoil, refused) in NOT_SAID {
        let mut forged = asked.forge(&alice);
        spoil(&mut forged);
        assert_eq!(
            asked.judge(forged.signed(&alice.key)).unwrap_err(),
            *refused,
            "an answer that says {says}"
        );
    }
    assert!(asked.judge(asked.forge(&alice).signed(&alice.key)).is_ok());
}

#[test]
fn a_key_that_verified_its_person_has_to_go_on_doing_so() {
    let alice = person(1, true);
    let asked = ask(&alice);
    let answer = asked.forge(&alice).signed(&alice.key);
    assert_eq!(asked.judge(answer).unwrap_err(), WebauthnError::UserVerification);
    let mut forged = asked.forge(&alice);
    forged.flags = UP | UV;
    assert!(asked.judge(forged.signed(&alice.key)).unwrap().user_verified);
}

#[test]
fn an_answer_fits_its_own_challenge_only() {
    let mut alice = person(1, false);
    let (first, second) = (ask(&alice), ask(&alice));
    let answer = first.answer(&mut alice, false);
    assert_eq!(second.judge(answer.clone()).unwrap_err(), WebauthnError::Challenge);
    alice.stored = first.judge(answer.clone()).unwrap().key;
    assert_eq!(
        ask(&alice).judge(answer).unwrap_err(),
        WebauthnError::Challenge,
        "replayed to a new challenge"
    );
}

#[test]
fn the_counter_is_compared_with_the_key_as_it_is_stored_now() {
    let mut alice = person(1, false);
    let mut tabs = [ask(&alice), ask(&alice)];
    // Both tabs were opened before either was answered; a copy of the key answers the second.
    let answers = tabs.each_ref().map(|tab| tab.forge(&alice).signed(&alice.key));
    let [first, second] = answers;
    alice.stored = tabs[0].judge(first.clone()).unwrap().key;
    tabs[1].keys = vec![alice.stored.clone()];
    assert_eq!(tabs[1].judge(second).unwrap_err(), WebauthnError::Counter);
    // Even the same ceremony, if its state was kept by mistake.
    tabs[0].keys = vec![alice.stored.clone()];
    assert_eq!(tabs[0].judge(first).unwrap_err(), WebauthnError::Counter);
}

#[test]
fn only_keys_that_were_asked_for_and_are_still_registered() {
    let (mut alice, mut bob) = (person(1, false), person(2, false));
    let mut asked = ask(&alice);

    let mut of_bob = ask(&bob).answer(&mut bob, false);
    assert_eq!(
        asked.judge(of_bob.clone()).unwrap_err(),
        WebauthnError::CredentialNotAllowed,
        "the key of another user"
    );
    let forged = asked.forge(&alice);
    assert_eq!(
        asked.judge(forged.signed(&bob.key)).unwrap_err(),
        WebauthnError::CredentialNotAllowed,
        "the key of another user, for this challenge"
    );
    of_bob["id"] = encode(alice.key.credential_id());
    of_bob["rawId"] = encode(alice.key.credential_id());
    assert_eq!(asked.judge(of_bob).unwrap_err(), WebauthnError::UserHandle);
    let mut stolen = forged.signed(&bob.key);
    stolen["id"] = encode(alice.key.credential_id());
    stolen["rawId"] = encode(alice.key.credential_id());
    assert_eq!(
        asked.judge(stolen).unwrap_err(),
        WebauthnError::Signature,
        "signed by another key under her key's id"
    );

    asked.keys = vec![alice.stored.clone(), bob.stored.clone()];
    assert_eq!(
        asked.judge(forged.signed(&bob.key)).unwrap_err(),
        WebauthnError::UserHandle,
        "registered since, but for somebody else"
    );
    let mut late = asked.forge(&alice);
    late.user_handle = None;
    assert_eq!(
        asked.judge(late.signed(&bob.key)).unwrap_err(),
        WebauthnError::CredentialNotAllowed,
        "registered since the question"
    );
    let answer = asked.answer(&mut alice, false);
    asked.keys = vec![bob.stored];
    assert_eq!(
        asked.judge(answer).unwrap_err(),
        WebauthnError::CredentialNotAllowed,
        "removed since the question"
    );
}

#[test]
fn an_answer_has_one_form() {
    type Spoil = fn(&mut Value);
    let cases: &[Spoil] = &[
        |answer| *answer = Value::Null,
        |answer| *answer = json!({}),
        |answer| *answer = json!([answer.clone()]),
        |answer| answer["type"] = json!("password"),
        |answer| answer["id"] = encode(b"another"),
        |answer| answer["rawId"] = encode(b"another"),
        |answer| answer["id"] = json!(answer["id"].as_str().unwrap().to_owned() + "="),
        |answer| {
            answer["id"] = json!("");
            answer["rawId"] = json!("");
        },
        |answer| {
            answer["id"] = encode([1; 1024]);
            answer["rawId"] = encode([1; 1024]);
        },
        |answer| answer["response"] = Value::Null,
        |answer| answer["response"]["clientDataJSON"] = json!("*"),
        |answer| answer["response"]["clientDataJSON"] = encode("{}"),
        |answer| answer["response"]["clientDataJSON"] = encode("\u{feff}{}"),
        |answer| answer["response"]["clientDataJSON"] = json!("A".repeat(1 << 20)),
        |answer| answer["response"]["authenticatorData"] = encode([]),
        |answer| answer["response"]["authenticatorData"] = Value::Null,
        |answer| answer["response"]["signature"] = Value::Null,
        |answer| answer["response"]["userHandle"] = json!("*"),
        |answer| answer["response"]["userHandle"] = json!(7),
    ];
    let alice = person(1, false);
    let asked = ask(&alice);
    let honest = asked.forge(&alice).signed(&alice.key);
    for (number, spoil) in cases.iter().enumerate() {
        let mut answer = honest.clone();
        spoil(&mut answer);
        assert_eq!(
            asked.judge(answer).unwrap_err(),
            WebauthnError::Malformed,
            "case {number}"
        );
    }
    let mut answer = honest;
    answer["response"]["signature"] = encode([]);
    assert_eq!(asked.judge(answer).unwrap_err(), WebauthnError::Signature);
}

#[test]
fn the_service_knows_its_sites() {
    let alice = person(1, false);
    let keys = [alice.stored.clone()];
    for foreign in [
        "https://evil.example",
        "https://signin.aws.amazon.com.example",
        "http://signin.aws.amazon.com",
        "https://amazon.com",
        "",
    ] {
        let refused = Err(WebauthnError::Origin);
        assert_eq!(
            rp().start_authentication(foreign, &keys).map(drop),
            refused,
            "{foreign}"
        );
        assert_eq!(
            rp().start_registration(foreign, Uuid::from_u128(1), "a", &[]).map(drop),
            refused
        );
    }
    let asked = ask(&alice);
    let answer = asked.forge(&alice).signed(&alice.key);
    let judged = rp().finish_authentication(CONSOLE, &asked.state, answer.clone(), &asked.keys);
    assert_eq!(judged.unwrap_err(), WebauthnError::Origin);
    assert_eq!(client_origin(&answer).as_deref(), Some(SIGN_IN));
    assert_eq!(client_origin(&json!({})), None);
}

#[test]
fn what_is_stored_has_to_be_readable() {
    let alice = person(1, false);
    let asked = ask(&alice);
    let answer = asked.forge(&alice).signed(&alice.key);
    for damaged in ["", "{}", "null", &asked.state[1..]] {
        let judged = rp().finish_authentication(SIGN_IN, damaged, answer.clone(), &asked.keys);
        assert_eq!(judged.unwrap_err(), WebauthnError::State, "{damaged:.20}");
        let judged = rp().finish_registration(SIGN_IN, damaged, answer.clone());
        assert_eq!(judged.unwrap_err(), WebauthnError::State, "{damaged:.20}");
        let started = rp().start_authentication(SIGN_IN, &[damaged.to_owned()]);
        assert_eq!(started.unwrap_err(), WebauthnError::State, "{damaged:.20}");
    }
    let nothing = rp().start_authentication(SIGN_IN, &[]);
    assert_eq!(nothing.unwrap_err(), WebauthnError::State, "no keys ask for any key");
}

#[test]
fn the_question_is_what_browsers_take() {
    let asked = ask(&person(1, false));
    let options = asked.options.as_object().unwrap();
    assert_eq!(options["rpId"], RP_ID);
    assert_eq!(options["userVerification"], "preferred");
    assert_eq!(options["allowCredentials"].as_array().unwrap().len(), 1);
    assert_eq!(super::kit::decode(&options["challenge"]).len(), 32);
    assert_ne!(options["challenge"], ask(&person(1, false)).options["challenge"]);
    assert!(!options.contains_key("hints"));
}
