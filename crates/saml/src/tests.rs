#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "tests"
)]

mod bundles;
mod corpus;
mod faults;
mod forgeries;
mod keys;
mod mutation;
mod providers;
mod reports;

use std::sync::LazyLock;
use std::time::Duration;

use jiff::Timestamp;
use proptest::prelude::*;

use crate::claimed_issuer;
use crate::key::{pem, self_signed};
use crate::response::{Attribute, Draft, NameId, Signed, pretty, sign};
use crate::{Expected, InResponseTo, KeyError, Refusal, SigningKey, TrustedKey, Verified, verify};

const NOW: i64 = 1_795_000_000;
const ACS: &str = "https://app.example/saml/acs?a=1&b=2";
const AUDIENCE: &str = "https://app.example/saml";
const ISSUER: &str = "https://portal.example/saml/assertion/apl-1";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(NOW + seconds).unwrap()
}

fn key(byte: u8) -> SigningKey {
    let scalar = [byte; 32];
    let certificate = self_signed(&scalar, "CN=issuer,O=AnyCompany", 7, at(-100), at(1_000_000)).unwrap();
    SigningKey::p256(&scalar, certificate).unwrap()
}

fn trusted(key: &SigningKey) -> Vec<TrustedKey> {
    vec![TrustedKey::from_certificate(key.certificate()).unwrap()]
}

fn subject() -> NameId {
    NameId {
        format: "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress".to_owned(),
        value: "mary@anycompany.example".to_owned(),
        ..NameId::default()
    }
}

fn rsa_key() -> SigningKey {
    let certificate = include_bytes!("../tests/rsa2048.cer");
    SigningKey::rsa_pkcs8(include_bytes!("../tests/rsa2048.pk8"), certificate.to_vec()).unwrap()
}

fn response(signed: Signed, change: impl FnOnce(&mut Draft<'_>)) -> String {
    response_by(&key(7), signed, change)
}

fn response_by(key: &SigningKey, signed: Signed, change: impl FnOnce(&mut Draft<'_>)) -> String {
    let subject = subject();
    let attributes = [
        Attribute {
            name: "https://aws.amazon.com/SAML/Attributes/RoleSessionName".to_owned(),
            values: vec!["mary <&> \"Major\"".to_owned()],
        },
        Attribute {
            name: "groups".to_owned(),
            values: vec!["one".to_owned(), "two".to_owned()],
        },
    ];
    let mut draft = Draft {
        response_id: "_r1",
        assertion_id: "_a1",
        in_response_to: None,
        issuer: ISSUER,
        destination: ACS,
        audience: AUDIENCE,
        subject: &subject,
        attributes: &attributes,
        issued_at: at(0),
        not_before: at(-300),
        not_on_or_after: at(300),
        authenticated_at: at(-60),
        session_index: "_s1",
        session_until: None,
        signed,
    };
    change(&mut draft);
    sign(&draft, key).unwrap()
}

fn judged(xml: &str) -> Result<Verified, Refusal> {
    judged_as(xml, |_| {})
}

fn judged_as(xml: &str, change: impl for<'a> FnOnce(&mut Expected<'a>)) -> Result<Verified, Refusal> {
    static KEYS: LazyLock<Vec<TrustedKey>> = LazyLock::new(|| trusted(&key(7)));
    let keys = &*KEYS;
    let mut expected = Expected {
        trusted: keys,
        issuer: ISSUER,
        audiences: &[AUDIENCE],
        destinations: &[ACS],
        in_response_to: InResponseTo::Nothing,
        now: at(10),
        skew: Duration::from_mins(1),
        oldest: Duration::from_mins(5),
    };
    change(&mut expected);
    verify(xml.as_bytes(), &expected)
}

#[test]
fn whoever_brings_a_response_may_have_asked_for_it() {
    let any = |expected: &mut Expected<'_>| expected.in_response_to = InResponseTo::Anything;
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        let asked = response(signed, |draft| draft.in_response_to = Some("id7"));
        assert!(judged_as(&asked, any).is_ok());
        assert_eq!(judged(&asked), Err(Refusal::InResponseTo));
        assert!(judged_as(&response(signed, |_| {}), any).is_ok());
    }
    // One that contradicts itself answers nobody.
    let asked = response(Signed::Assertion, |draft| draft.in_response_to = Some("id7"));
    let around = |other: &str| judged_as(&asked.replacen(" InResponseTo=\"id7\"", other, 1), any);
    assert_eq!(around(" InResponseTo=\"id8\""), Err(Refusal::InResponseTo));
    assert!(around("").is_ok());
}

#[test]
fn what_is_signed_is_what_is_read() {
    for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
        let verified = judged(&response(signed, |_| {})).unwrap();
        assert_eq!(verified.signed, signed);
        assert_eq!(verified.subject, subject());
        assert_eq!(verified.assertion_id, "_a1");
        assert_eq!(verified.attributes[0].values, ["mary <&> \"Major\""]);
        assert_eq!(verified.attributes[1].values, ["one", "two"]);
        assert_eq!(verified.session_index.as_deref(), Some("_s1"));
        assert_eq!(verified.not_on_or_after, at(360));
    }
}

#[test]
fn an_rsa_key_signs_and_is_trusted() {
    let key = rsa_key();
    let subject = subject();
    let draft = Draft {
        response_id: "_r1",
        assertion_id: "_a1",
        in_response_to: Some("_q1"),
        issuer: ISSUER,
        destination: ACS,
        audience: AUDIENCE,
        subject: &subject,
        attributes: &[],
        issued_at: at(0),
        not_before: at(-300),
        not_on_or_after: at(300),
        authenticated_at: at(-60),
        session_index: "_s1",
        session_until: Some(at(3600)),
        signed: Signed::Both,
    };
    let xml = sign(&draft, &key).unwrap();
    let keys = [TrustedKey::from_text(&pem(key.certificate())).unwrap()];
    let right = |expected: &mut Expected<'_>| expected.in_response_to = InResponseTo::Request("_q1");
    let keys_then = |answer: Expected<'_>| verify(xml.as_bytes(), &answer);
    let mut expected = Expected {
        trusted: &keys,
        issuer: ISSUER,
        audiences: &[AUDIENCE],
        destinations: &[ACS],
        in_response_to: InResponseTo::Nothing,
        now: at(10),
        skew: Duration::ZERO,
        oldest: Duration::from_mins(5),
    };
    assert_eq!(keys_then(expected), Err(Refusal::InResponseTo));
    right(&mut expected);
    assert_eq!(keys_then(expected).unwrap().session_until, Some(at(3600)));
    // The other kind of key did not make it.
    assert_eq!(
        judged_as(&xml, |expected| right(expected)),
        Err(Refusal::UntrustedKey {
            fingerprint: keys[0].fingerprint().to_owned()
        })
    );
}

#[test]
fn short_rsa_keys_are_refused() {
    let der = include_bytes!("../tests/rsa1024.cer");
    assert_eq!(TrustedKey::from_certificate(der).unwrap_err(), KeyError::TooShort);
    assert_eq!(TrustedKey::from_certificate(b"no").unwrap_err(), KeyError::Certificate);
}

#[test]
fn every_expectation_is_held_against_it() {
    let xml = response(Signed::Assertion, |_| {});
    assert!(matches!(
        judged_as(&xml, |e| e.issuer = "https://other"),
        Err(Refusal::Issuer { .. })
    ));
    assert!(matches!(
        judged_as(&xml, |e| e.audiences = &["other"]),
        Err(Refusal::Audience { .. })
    ));
    assert!(matches!(
        judged_as(&xml, |e| e.destinations = &["https://other"]),
        Err(Refusal::Destination { .. })
    ));
    assert_eq!(
        judged_as(&xml, |e| e.in_response_to = InResponseTo::Request("_q")),
        Err(Refusal::InResponseTo)
    );
    assert_eq!(
        judged_as(&xml, |e| e.trusted = &[]),
        Err(Refusal::UnknownIssuer(ISSUER.to_owned()))
    );
    assert!(judged_as(&xml, |e| e.now = at(299)).is_ok());
    assert_eq!(
        judged_as(&xml, |e| e.now = at(300)),
        Err(Refusal::TooOld { minutes: 5 })
    );
    assert!(judged_as(&xml, |e| e.now = at(-60)).is_ok());
    assert_eq!(judged_as(&xml, |e| e.now = at(-61)), Err(Refusal::IssuedInFuture));
    // However long it says it is good, it may not be old.
    let long = response(Signed::Assertion, |draft| draft.not_on_or_after = at(86_400));
    assert_eq!(
        judged_as(&long, |e| e.now = at(400)),
        Err(Refusal::TooOld { minutes: 5 })
    );
    let ended = response(Signed::Assertion, |draft| draft.session_until = Some(at(-120)));
    assert_eq!(judged(&ended), Err(Refusal::Expired));
}

#[test]
fn another_key_is_not_trusted_whatever_the_response_brings_along() {
    let subject = subject();
    let draft = Draft {
        response_id: "_r1",
        assertion_id: "_a1",
        in_response_to: None,
        issuer: ISSUER,
        destination: ACS,
        audience: AUDIENCE,
        subject: &subject,
        attributes: &[],
        issued_at: at(0),
        not_before: at(-300),
        not_on_or_after: at(300),
        authenticated_at: at(-60),
        session_index: "_s1",
        session_until: None,
        signed: Signed::Assertion,
    };
    assert_eq!(
        judged(&sign(&draft, &key(9)).unwrap()),
        Err(Refusal::UntrustedKey {
            fingerprint: trusted(&key(9))[0].fingerprint().to_owned()
        })
    );
}

#[test]
fn floods_are_refused_at_once() {
    assert_eq!(
        judged(&"<".repeat(300 * 1024)),
        Err(Refusal::TooLarge { limit: 256 * 1024 })
    );
    assert_eq!(judged(&"<a>".repeat(50_000)), Err(Refusal::NotXml));
    assert_eq!(verify_bytes(&[0xff, 0xfe]), Err(Refusal::NotUtf8));
}

fn verify_bytes(bytes: &[u8]) -> Result<Verified, Refusal> {
    let expected = Expected {
        trusted: &[],
        issuer: ISSUER,
        audiences: &[AUDIENCE],
        destinations: &[ACS],
        in_response_to: InResponseTo::Nothing,
        now: at(0),
        skew: Duration::ZERO,
        oldest: Duration::from_mins(5),
    };
    verify(bytes, &expected)
}

#[test]
fn a_status_is_named() {
    let xml = response(Signed::Assertion, |_| {}).replace("status:Success", "status:AuthnFailed");
    assert_eq!(
        judged(&xml),
        Err(Refusal::Status(
            "urn:oasis:names:tc:SAML:2.0:status:AuthnFailed".to_owned()
        ))
    );
}

#[test]
fn people_can_read_it() {
    let xml = response(Signed::Assertion, |_| {});
    let shown = pretty(&xml);
    assert!(shown.lines().count() > 20);
    assert!(shown.contains("mary@anycompany.example"));
    assert_eq!(pretty("no xml"), "no xml");
    assert_eq!(claimed_issuer(xml.as_bytes()).as_deref(), Some(ISSUER));
    assert_eq!(claimed_issuer(b"<a/>"), None);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(200))]

    /// One changed byte anywhere: refused, or nothing that is read differs.
    #[test]
    fn a_changed_byte_never_changes_what_is_believed(place in 0usize..10_000, byte in 0x20u8..0x7f) {
        let xml = response(Signed::Assertion, |_| {});
        let mut bytes = xml.clone().into_bytes();
        let place = place % bytes.len();
        bytes[place] = byte;
        let changed = String::from_utf8(bytes).unwrap();
        if let Ok(read) = judged(&changed) {
            prop_assert_eq!(read, judged(&xml).unwrap());
        }
    }

    /// Any text can be said of a person, and is read as it was said, but for what XML cannot carry.
    #[test]
    fn any_value_comes_through(value in "[\\x20-\\x7e\u{a1}-\u{2fff}\u{1f300}-\u{1f5ff}]{0,40}") {
        let subject = subject();
        let attributes = [Attribute { name: "note".to_owned(), values: vec![format!("[{value}]")] }];
        let draft = Draft {
            response_id: "_r1", assertion_id: "_a1", in_response_to: None, issuer: ISSUER, destination: ACS,
            audience: AUDIENCE, subject: &subject, attributes: &attributes, issued_at: at(0), not_before: at(-300),
            not_on_or_after: at(300), authenticated_at: at(-60), session_index: "_s1", session_until: None,
            signed: Signed::Both,
        };
        let read = judged(&sign(&draft, &key(7)).unwrap()).unwrap();
        prop_assert_eq!(&read.attributes[0].values[0], &format!("[{value}]"));
    }

    #[test]
    fn garbage_is_refused(bytes in proptest::collection::vec(any::<u8>(), 0..300)) {
        prop_assert!(verify_bytes(&bytes).is_err());
    }
}
