//! One byte of an answer changed, at every place.

use std::collections::BTreeSet;

use proptest::prelude::*;
use serde_json::Value;
use uuid::Uuid;

use super::kit::{Person, RP_ID, SIGN_IN, ask, data_offset, decode, encode, person, rp};
use crate::security_key::register;

/// Each answer that differs from this one in one byte of a field, with the place and the bits.
fn flipped<'a>(answer: &'a Value, field: &'a str, masks: &'a [u8]) -> impl Iterator<Item = (usize, u8, Value)> + 'a {
    let bytes = decode(answer.pointer(field).unwrap());
    (0..bytes.len()).flat_map(move |at| {
        let bytes = bytes.clone();
        masks.iter().map(move |mask| {
            let mut bytes = bytes.clone();
            bytes[at] ^= mask;
            let mut answer = answer.clone();
            *answer.pointer_mut(field).unwrap() = encode(bytes);
            (at, *mask, answer)
        })
    })
}

#[test]
fn no_byte_of_an_authentication_may_change() {
    let mut alice = person(1, true);
    let asked = ask(&alice);
    let honest = asked.answer(&mut alice, true);
    for field in [
        "/id",
        "/rawId",
        "/response/authenticatorData",
        "/response/clientDataJSON",
        "/response/signature",
        "/response/userHandle",
    ] {
        for (at, mask, answer) in flipped(&honest, field, &[0x01, 0x20, 0x80, 0xff]) {
            assert!(
                asked.judge(answer).is_err(),
                "byte {at} of {field} changed by {mask:#04x}"
            );
        }
    }
    for (at, mask, mut answer) in flipped(&honest, "/rawId", &[0x01, 0x80]) {
        answer["id"] = answer["rawId"].clone();
        assert!(
            asked.judge(answer).is_err(),
            "byte {at} of both ids changed by {mask:#04x}"
        );
    }
    assert!(asked.judge(honest).is_ok());
}

/// A registration without attestation is signed by nobody: the browser vouches for it, through the session that it
/// belongs to. So some bytes may differ, and these are all of them. A changed byte leaves the key, its id, its user and
/// the question as they were.
#[test]
fn bytes_of_a_registration_that_may_change() {
    let (options, state) = rp()
        .start_registration(SIGN_IN, Uuid::from_u128(1), "alice", &[])
        .unwrap();
    let (honest, _) = register(SIGN_IN, &options, &[], false).unwrap();
    let stored = |answer: Value| rp().finish_registration(SIGN_IN, &state, answer);
    let true_key = stored(honest.clone()).unwrap().key;

    let object = decode(&honest["response"]["attestationObject"]);
    let data = data_offset(&object);
    let every_bit = [0x01, 0x02, 0x04, 0x08, 0x10, 0x20, 0x40, 0x80, 0xff];
    let mut unread = BTreeSet::new();
    for (at, mask, answer) in flipped(&honest, "/response/attestationObject", &every_bit) {
        let Ok(made) = stored(answer) else { continue };
        unread.insert(place(at, mask, data, &object));
        assert_eq!(public_part(&made.key), public_part(&true_key), "byte {at}, {mask:#04x}");
    }
    assert_eq!(
        unread.into_iter().collect::<Vec<_>>(),
        [
            // The maker's model number, which only an attestation would vouch for.
            "AAGUID",
            // A format "none" has an empty statement; the library does not look at it.
            "empty statement of another type",
            // What the key says of itself and nobody signs: verified, fit for backup, reserved bits.
            "flag BE",
            "flag UV",
            "flag reserved",
            // Where the counting starts.
            "signature counter",
            // Names of members, and the format's: the library's CBOR reader takes bytes for text.
            "text written as bytes",
        ]
    );

    let client_data = decode(&honest["response"]["clientDataJSON"]);
    let mut unread = BTreeSet::new();
    for (at, _, answer) in flipped(&honest, "/response/clientDataJSON", &every_bit) {
        if let Ok(made) = stored(answer) {
            unread.insert(member(&client_data, at));
            assert_eq!(made.key, true_key);
        }
    }
    // The name of a member that may be missing and is false here: it becomes a member that nobody knows.
    assert_eq!(unread.into_iter().collect::<Vec<_>>(), ["crossOrigin"]);

    for field in ["/id", "/rawId"] {
        for (at, mask, answer) in flipped(&honest, field, &every_bit) {
            assert!(stored(answer).is_err(), "byte {at} of {field} changed by {mask:#04x}");
        }
    }
}

/// What is at a place of an attestation object with format "none".
fn place(at: usize, mask: u8, data: usize, object: &[u8]) -> &'static str {
    let statement = object.windows(8).position(|window| window == b"gattStmt").unwrap() + 8;
    match at.checked_sub(data) {
        None if mask == 0x20 && [1, 5, 10, 19].contains(&at) => "text written as bytes",
        None if at == statement => "empty statement of another type",
        Some(32) if mask == 0x04 => "flag UV",
        Some(32) if mask == 0x08 => "flag BE",
        Some(32) if mask & !0x22 == 0 => "flag reserved",
        Some(33..=36) => "signature counter",
        Some(37..=52) => "AAGUID",
        _ => "a place that must not change",
    }
}

/// The member of a flat JSON object whose name is at a place.
fn member(json: &[u8], at: usize) -> String {
    let before = json[..at].iter().rposition(|byte| *byte == b'"').unwrap();
    let name: Vec<u8> = json[before + 1..]
        .iter()
        .take_while(|byte| **byte != b'"')
        .copied()
        .collect();
    String::from_utf8(name).unwrap()
}

/// Id, key and user.
fn public_part(stored: &str) -> [Value; 3] {
    let stored: Value = serde_json::from_str(stored).unwrap();
    let key = &stored["key"]["cred"];
    [key["cred_id"].clone(), key["cred"].clone(), stored["user"].clone()]
}

fn shared() -> &'static Person {
    static PERSON: std::sync::LazyLock<Person> = std::sync::LazyLock::new(|| person(1, false));
    &PERSON
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn garbage_is_refused_and_never_panics(
        field in 0usize..3, bytes in prop::collection::vec(any::<u8>(), 0..300), keep in 0usize..200,
    ) {
        let asked = ask(shared());
        let mut answer = asked.forge(shared()).signed(&shared().key);
        let field = ["authenticatorData", "clientDataJSON", "signature"][field];
        let mut spoiled = decode(&answer["response"][field]);
        spoiled.truncate(keep);
        spoiled.extend(&bytes);
        prop_assume!(spoiled != decode(&answer["response"][field]));
        answer["response"][field] = encode(spoiled);
        prop_assert!(asked.judge(answer).is_err());
    }

    #[test]
    fn garbage_is_not_registered_and_never_panics(bytes in prop::collection::vec(any::<u8>(), 0..300), keep in 0usize..120) {
        let (options, state) = rp().start_registration(SIGN_IN, Uuid::from_u128(1), RP_ID, &[]).unwrap();
        let (mut answer, _) = register(SIGN_IN, &options, &[], false).unwrap();
        let mut spoiled = decode(&answer["response"]["attestationObject"]);
        spoiled.truncate(keep);
        spoiled.extend(&bytes);
        answer["response"]["attestationObject"] = encode(spoiled);
        prop_assert!(rp().finish_registration(SIGN_IN, &state, answer).is_err());
    }
}
