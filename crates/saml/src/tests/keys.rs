//! Keys: new ones, short ones, and their certificates.

use jiff::Timestamp;
use x509_cert::Certificate;
use x509_cert::der::Decode as _;
use x509_cert::time::Time;

use super::{at, judged, subject};
use crate::key::{KeyKind, new_rsa, self_signed, self_signed_rsa, weak_rsa};
use crate::{Draft, KeyError, Refusal, Signed, SigningKey, TrustedKey, sign};

fn seeded() -> impl Fn(&mut [u8]) {
    let state = std::cell::Cell::new(0x9e37_79b9_7f4a_7c15_u64);
    move |bytes: &mut [u8]| {
        for byte in bytes {
            let mut next = state.get();
            next ^= next << 13;
            next ^= next >> 7;
            next ^= next << 17;
            state.set(next);
            *byte = next.to_le_bytes()[3];
        }
    }
}

#[test]
fn an_rsa_key_is_made_of_given_randomness() {
    let pkcs8 = new_rsa(&seeded()).unwrap();
    assert_eq!(*new_rsa(&seeded()).unwrap(), *pkcs8);
    let certificate = self_signed_rsa(&pkcs8, "CN=portal,O=AnyCompany", 9, at(0), at(1000)).unwrap();
    let trusted = TrustedKey::from_certificate(&certificate).unwrap();
    assert_eq!(trusted.facts().key, KeyKind::Rsa { bits: 2048 });
    assert_eq!(trusted.facts().serial, "09");
    let key = SigningKey::rsa_pkcs8(&pkcs8, certificate).unwrap();
    let signature = key.sign(b"words").unwrap();
    assert!(trusted.verifies(key.algorithm(), b"words", &signature));
    assert!(!trusted.verifies(key.algorithm(), b"other words", &signature));
    assert_eq!(
        self_signed_rsa(b"key", "CN=a", 1, at(0), at(1)),
        Err(KeyError::Unreadable)
    );
}

#[test]
fn certificates_have_the_times_of_rfc_5280() {
    let until = |text: &str| {
        let until: Timestamp = text.parse().unwrap();
        let der = self_signed(&[7; 32], "CN=a", 1, at(0), until).unwrap();
        let validity = *Certificate::from_der(&der).unwrap().tbs_certificate().validity();
        assert!(matches!(validity.not_before, Time::UtcTime(_)));
        validity.not_after
    };
    assert!(matches!(until("2049-12-31T23:59:59Z"), Time::UtcTime(_)));
    assert!(matches!(until("2050-01-01T00:00:00Z"), Time::GeneralTime(_)));
}

#[test]
fn a_response_signed_with_a_short_key_is_refused_and_named() {
    let key = weak_rsa(at(-100), at(1000)).unwrap();
    assert_eq!(
        TrustedKey::from_certificate(key.certificate()).unwrap_err(),
        KeyError::TooShort
    );
    let subject = subject();
    let draft = Draft {
        response_id: "_r1",
        assertion_id: "_a1",
        in_response_to: None,
        issuer: super::ISSUER,
        destination: super::ACS,
        audience: super::AUDIENCE,
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
    assert_eq!(judged(&sign(&draft, &key).unwrap()), Err(Refusal::WeakKey));
}
