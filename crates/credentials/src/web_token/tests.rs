#![allow(clippy::unwrap_used, clippy::indexing_slicing, reason = "tests")]

use super::*;
use crate::id_token::IssuerKey;
use rsa::pkcs1v15;
use rsa::rand_core::{TryCryptoRng, TryRng};
use rsa::signature::{SignatureEncoding as _, Signer as _};
use rsa::traits::PublicKeyParts as _;
use serde_json::json;
use sha2::{Sha256, Sha384, Sha512};

/// Numbers that anybody could guess, for keys that guard nothing.
struct Counting(u64);

impl TryRng for Counting {
    type Error = std::convert::Infallible;
    fn try_next_u32(&mut self) -> Result<u32, Self::Error> {
        Ok(u32::try_from(self.try_next_u64()? >> 32).unwrap())
    }
    fn try_next_u64(&mut self) -> Result<u64, Self::Error> {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        Ok(mixed ^ (mixed >> 27))
    }
    fn try_fill_bytes(&mut self, bytes: &mut [u8]) -> Result<(), Self::Error> {
        for byte in bytes {
            *byte = self.try_next_u64()?.to_le_bytes()[0];
        }
        Ok(())
    }
}
impl TryCryptoRng for Counting {}

fn part(value: &Value) -> String {
    URL_SAFE_NO_PAD.encode(value.to_string())
}

fn claims() -> Value {
    json!({ "iss": "https://issuer", "sub": "mary" })
}

fn token(head: &Value, sign: impl Fn(&[u8]) -> Vec<u8>) -> String {
    let signed = format!("{}.{}", part(head), part(&claims()));
    let signature = URL_SAFE_NO_PAD.encode(sign(signed.as_bytes()));
    format!("{signed}.{signature}")
}

fn es256(number: u8) -> IssuerKey {
    IssuerKey::from_scalar(&[number; 32]).unwrap()
}

#[test]
fn a_token_of_the_issuer_is_read() {
    let key = es256(7);
    let token = key.sign("k", &claims()).unwrap();
    let mut set = key.jwks("k");
    assert_eq!(verify(&token, &set).unwrap()["sub"], "mary");
    assert_eq!(unverified(&token).unwrap()["sub"], "mary");
    // Among others, after a rollover, and where the set says less.
    set["keys"] = json!([es256(8).jwk("old"), { "kty": "oct", "kid": "k", "k": "AA" }, key.jwk("k")]);
    assert!(verify(&token, &set).is_ok());
    for name in ["use", "alg"] {
        let mut less = key.jwk("k");
        less.as_object_mut().unwrap().remove(name);
        assert!(verify(&token, &json!({ "keys": [less] })).is_ok(), "{name}");
    }
}

#[test]
fn keys_that_did_not_make_it_do_not_help() {
    let key = es256(7);
    let token = key.sign("k", &claims()).unwrap();
    let with = |change: &dyn Fn(&mut Value)| {
        let mut jwk = key.jwk("k");
        change(&mut jwk);
        verify(&token, &json!({ "keys": [jwk] })).unwrap_err()
    };
    assert_eq!(verify(&token, &es256(8).jwks("k")), Err(WebTokenRefusal::Signature));
    assert_eq!(with(&|jwk| jwk["kid"] = json!("other")), WebTokenRefusal::NoKey);
    assert_eq!(with(&|jwk| jwk["use"] = json!("enc")), WebTokenRefusal::NoKey);
    assert_eq!(with(&|jwk| jwk["alg"] = json!("ES384")), WebTokenRefusal::NoKey);
    assert_eq!(with(&|jwk| jwk["crv"] = json!("P-384")), WebTokenRefusal::NoKey);
    assert_eq!(with(&|jwk| jwk["kty"] = json!("oct")), WebTokenRefusal::NoKey);
    assert_eq!(with(&|jwk| jwk["x"] = json!("AAAA")), WebTokenRefusal::NoKey);
    for nothing in [json!({}), json!({ "keys": {} }), json!([]), json!(null)] {
        assert_eq!(verify(&token, &nothing), Err(WebTokenRefusal::Keys), "{nothing}");
    }
    let many = |kind: &str, count: usize| {
        let mut keys: Vec<Value> = (0..count)
            .map(|at| json!({ "kty": kind, "kid": at.to_string() }))
            .collect();
        keys.push(key.jwk("k"));
        json!({ "keys": keys })
    };
    assert!(verify(&token, &many("EC", 99)).is_ok());
    assert_eq!(verify(&token, &many("EC", 100)), Err(WebTokenRefusal::Keys));
    assert!(verify(&token, &many("RSA", 100)).is_ok());
    assert_eq!(verify(&token, &many("RSA", 101)), Err(WebTokenRefusal::Keys));
}

#[test]
fn no_other_algorithm_and_no_key_of_its_own_is_believed() {
    let key = es256(7);
    let set = key.jwks("k");
    let signed = key.sign("k", &claims()).unwrap();
    let (_, rest) = signed.split_once('.').unwrap();
    for name in [
        "none", "None", "NONE", "", "HS256", "HS384", "HS512", "PS256", "ES512", "EdDSA", "es256",
    ] {
        let forged = format!("{}.{rest}", part(&json!({ "alg": name, "kid": "k" })));
        assert_eq!(verify(&forged, &set), Err(WebTokenRefusal::Algorithm), "{name}");
        let bare = format!("{}.{}.", part(&json!({ "alg": name })), part(&claims()));
        assert_eq!(verify(&bare, &set), Err(WebTokenRefusal::Algorithm), "{name}");
    }
    // HS256 with the public key as its secret.
    let secret = set["keys"][0]["x"].as_str().unwrap().to_owned();
    let hmac = token(&json!({ "alg": "HS256", "kid": "k" }), |signed| {
        use hmac::{Hmac, KeyInit as _, Mac as _};
        let mut mac = Hmac::<Sha256>::new_from_slice(secret.as_bytes()).unwrap();
        mac.update(signed);
        mac.finalize().into_bytes().to_vec()
    });
    assert_eq!(verify(&hmac, &set), Err(WebTokenRefusal::Algorithm));
    // A key that comes along, or an address of one.
    let own = es256(9);
    let scalar = p256::ecdsa::SigningKey::from_slice(&[9; 32]).unwrap();
    let sign = |signed: &[u8]| {
        let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(&scalar, signed);
        signature.to_bytes().to_vec()
    };
    for head in [
        json!({ "alg": "ES256", "kid": "k", "jwk": own.jwk("k") }),
        json!({ "alg": "ES256", "kid": "k", "jku": "https://evil.example/jwks" }),
        json!({ "alg": "ES256", "kid": "k", "x5u": "https://evil.example/cert" }),
        json!({ "alg": "ES256", "jwk": own.jwk("k") }),
    ] {
        assert_eq!(
            verify(&token(&head, sign), &set),
            Err(WebTokenRefusal::Signature),
            "{head}"
        );
        assert!(verify(&token(&head, sign), &own.jwks("k")).is_ok());
    }
    let critical = token(&json!({ "alg": "ES256", "kid": "k", "crit": ["exp"] }), sign);
    assert_eq!(verify(&critical, &own.jwks("k")), Err(WebTokenRefusal::Malformed));
}

#[test]
fn every_algorithm_is_verified_by_its_own_key_only() {
    let secret = p384::ecdsa::SigningKey::from_slice(&[7; 48]).unwrap();
    let point = secret.verifying_key().to_sec1_point(false);
    let bytes = point.as_bytes();
    let ec = json!({
        "kty": "EC", "crv": "P-384", "kid": "k", "x": URL_SAFE_NO_PAD.encode(&bytes[1..49]), "y": URL_SAFE_NO_PAD.encode(&bytes[49..]),
    });
    let es384 = token(&json!({ "alg": "ES384", "kid": "k" }), |signed| {
        let signature: p384::ecdsa::Signature = p384::ecdsa::signature::Signer::sign(&secret, signed);
        signature.to_bytes().to_vec()
    });
    let rsa_key = rsa::RsaPrivateKey::new(&mut Counting(5), 2048).unwrap();
    let rsa = json!({
        "kty": "RSA", "kid": "k",
        "n": URL_SAFE_NO_PAD.encode(rsa_key.n().to_be_bytes_trimmed_vartime()),
        "e": URL_SAFE_NO_PAD.encode(rsa_key.e().to_be_bytes_trimmed_vartime()),
    });
    let head = |name: &str| json!({ "alg": name, "kid": "k" });
    let key = || rsa_key.clone();
    let rs256 = token(&head("RS256"), |text| {
        pkcs1v15::SigningKey::<Sha256>::new(key()).sign(text).to_vec()
    });
    let rs384 = token(&head("RS384"), |text| {
        pkcs1v15::SigningKey::<Sha384>::new(key()).sign(text).to_vec()
    });
    let rs512 = token(&head("RS512"), |text| {
        pkcs1v15::SigningKey::<Sha512>::new(key()).sign(text).to_vec()
    });
    let crossed = token(&head("RS384"), |text| {
        pkcs1v15::SigningKey::<Sha256>::new(key()).sign(text).to_vec()
    });
    let both = json!({ "keys": [ec, rsa] });
    for token in [&es384, &rs256, &rs384, &rs512] {
        assert!(verify(token, &both).is_ok(), "{token}");
        for at in [0, 40, 90, token.len() - 20] {
            let mut wrong = token.clone().into_bytes();
            wrong[at] = if wrong[at] == b'A' { b'B' } else { b'A' };
            assert!(verify(&String::from_utf8(wrong).unwrap(), &both).is_err(), "{at}");
        }
    }
    assert_eq!(verify(&crossed, &both), Err(WebTokenRefusal::Signature));
    assert_eq!(verify(&rs256, &json!({ "keys": [ec] })), Err(WebTokenRefusal::NoKey));
    assert_eq!(verify(&es384, &json!({ "keys": [rsa] })), Err(WebTokenRefusal::NoKey));
    // A short key, and one that is only written longer.
    for n in [
        vec![0xff; 255],
        [vec![0; 9], vec![0xff; 255]].concat(),
        vec![0x7f; 256],
        vec![0xff; 513],
    ] {
        let mut short = rsa.clone();
        short["n"] = json!(URL_SAFE_NO_PAD.encode(n));
        assert_eq!(verify(&rs256, &json!({ "keys": [short] })), Err(WebTokenRefusal::NoKey));
    }
}

/// A token as somebody may write it who has the key.
fn written(head: &str, claims: &str) -> String {
    let signed = format!("{}.{}", URL_SAFE_NO_PAD.encode(head), URL_SAFE_NO_PAD.encode(claims));
    let key = p256::ecdsa::SigningKey::from_slice(&[7; 32]).unwrap();
    let signature: p256::ecdsa::Signature = p256::ecdsa::signature::Signer::sign(&key, signed.as_bytes());
    format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
}

#[test]
fn a_token_is_read_in_one_way() {
    let set = es256(7).jwks("k");
    let (head, says) = (r#"{"alg":"ES256","kid":"k"}"#, r#"{"sub":"mary"}"#);
    assert!(verify(&written(head, says), &set).is_ok());
    for (head, says) in [
        (r#"{"alg":"ES256","alg":"none","kid":"k"}"#, says),
        (r#"{"alg":"none","alg":"ES256","kid":"k"}"#, says),
        (r#"{"alg":"ES256","kid":"x","kid":"k"}"#, says),
        (r#"{"alg":"ES256","kid":7}"#, says),
        (r#"{"alg":["ES256"],"kid":"k"}"#, says),
        (r#"{"alg":"ES256","kid":"k"}{}"#, says),
        (r#"["ES256"]"#, says),
        (r#"{"alg":"ES256","kid":"k","crit":null}"#, says),
        (r#"{"alg":"ES256","kid":"k","crit":[]}"#, says),
        (r#"{"alg":"ES256","kid":"k","crit":["b64"],"b64":false}"#, says),
        (head, r#"{"sub":"mary"}{"sub":"root"}"#),
        (head, r#"["mary"]"#),
        (head, r#""mary""#),
        (head, "{\"sub\":\"mary\",\"exp\":1e999}"),
        (head, "{\"sub\":\"\u{1}\"}"),
    ] {
        let said = verify(&written(head, says), &set);
        assert_eq!(said, Err(WebTokenRefusal::Malformed), "{head} {says}");
    }
    // A token in a token is not looked into.
    let inner = written(head, says);
    let nested = written(r#"{"alg":"ES256","kid":"k","cty":"JWT"}"#, &inner);
    assert_eq!(verify(&nested, &set), Err(WebTokenRefusal::Malformed));
    // A registered claim is there once; of others that are there twice the last one counts (RFC 7519 section 4).
    let twice = written(head, r#"{"iss":"https://a","iss":"https://b"}"#);
    assert_eq!(verify(&twice, &set), Err(WebTokenRefusal::Malformed));
    let twice = written(head, r#"{"sub":"mary","azp":"a","azp":"b"}"#);
    assert_eq!(verify(&twice, &set).unwrap()["azp"], "b");
    assert_eq!(unverified(&twice).unwrap()["azp"], "b");
    // Base64 has one way to write it: no padding, no space, no other alphabet, no bits left over.
    let token = written(head, says);
    let (signed, signature) = token.rsplit_once('.').unwrap();
    let (start, last) = signature.split_at(signature.len() - 1);
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let next = alphabet.chars().nth(alphabet.find(last).unwrap() + 1).unwrap();
    for wrong in [
        format!("{token}=="),
        format!("{token}\n"),
        format!(" {token}"),
        format!("{signed}. {signature}"),
        format!("{signed}.{start}{next}"),
        format!("{signed}.{start}"),
        format!("{signed}.{}", signature.replace(['-', '_'], "+")),
        token.replacen('.', "=.", 1),
    ] {
        if wrong != token {
            assert!(verify(&wrong, &set).is_err(), "{wrong}");
        }
    }
}

#[test]
fn of_keys_with_the_same_id_or_none_the_right_one_counts() {
    let token = es256(7).sign("k", &claims()).unwrap();
    let bare = |number: u8| {
        let mut jwk = es256(number).jwk("k");
        jwk.as_object_mut().unwrap().remove("kid");
        jwk
    };
    let same = json!({ "keys": [es256(8).jwk("k"), es256(7).jwk("k")] });
    assert!(verify(&token, &same).is_ok());
    // A token that names a key means that one.
    assert_eq!(
        verify(&token, &json!({ "keys": [bare(7)] })),
        Err(WebTokenRefusal::NoKey)
    );
    let unnamed = written(r#"{"alg":"ES256"}"#, r#"{"sub":"mary"}"#);
    assert!(verify(&unnamed, &json!({ "keys": [bare(8), bare(7)] })).is_ok());
    assert!(verify(&unnamed, &same).is_ok());
    assert_eq!(
        verify(&unnamed, &json!({ "keys": [bare(8)] })),
        Err(WebTokenRefusal::Signature)
    );
}

#[test]
fn what_is_no_token_is_none() {
    let set = es256(7).jwks("k");
    for text in ["", ".", "..", "a.b.c", "a.b.c.d", "eyJ9.e30.", "\u{0}"] {
        assert!(verify(text, &set).is_err(), "{text}");
    }
    assert_eq!(unverified("a.b"), None);
    assert_eq!(unverified(&format!("x.{}.y.z", part(&claims()))), None);
    assert_eq!(unverified(&format!("x.{}.y", part(&json!([])))), None);
}
