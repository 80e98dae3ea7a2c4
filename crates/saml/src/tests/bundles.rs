//! Files with several certificates.

use super::{at, key};
use crate::key::{pem, self_signed, weak_rsa};
use crate::{KeyError, TrustedKey};

fn fingerprints(text: &str) -> Vec<String> {
    let keys = TrustedKey::from_bundle(text).unwrap();
    keys.iter().map(|key| key.fingerprint().to_owned()).collect()
}

#[test]
fn every_certificate_counts_and_nothing_else() {
    let [one, other] = [7, 9].map(|byte| pem(key(byte).certificate()));
    let [first, second] = [&one, &other].map(|text| TrustedKey::from_text(text).unwrap().fingerprint().to_owned());
    assert_eq!(fingerprints(&one), std::slice::from_ref(&first));
    assert_eq!(
        fingerprints(&format!("words\n{one}more\r\n{other}")),
        [first.clone(), second]
    );
    // Without PEM it is base64, of one.
    let packed: String = one.lines().filter(|line| !line.starts_with('-')).collect();
    assert_eq!(fingerprints(&packed), [first]);
    let (half, _) = other.split_at(other.len() / 2);
    for wrong in [half, &format!("{one}{half}"), &one.replace('M', "*"), "words", ""] {
        let refused = TrustedKey::from_bundle(wrong).map(|keys| keys.len());
        assert_eq!(refused, Err(KeyError::Certificate), "{wrong}");
    }
}

/// Two certificates for themselves with the same name vouch for nobody: a key and the one that takes its place.
#[test]
fn keys_of_one_name_take_each_others_place() {
    let named = |byte: u8| pem(&self_signed(&[byte; 32], "CN=same", 7, at(-100), at(1000)).unwrap());
    assert_eq!(fingerprints(&format!("{}{}", named(7), named(9))).len(), 2);
}

/// A short key beside a good one is passed over; alone, nothing is left.
#[test]
fn short_keys_sign_nothing() {
    let weak = pem(weak_rsa(at(-100), at(1000)).unwrap().certificate());
    let good = pem(key(7).certificate());
    assert_eq!(fingerprints(&format!("{weak}{good}")), fingerprints(&good));
    assert!(fingerprints(&weak).is_empty());
}
