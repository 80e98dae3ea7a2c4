//! OpenID Connect ID tokens: written with ES256 or RS256; read with ES256, checked against the issuer's keys and nothing
//! that the token brings along.
//!
//! `jsonwebtoken` reads and writes them; the cryptography is that of the crates which are here already.
//! Rules: OpenID Connect Core 1.0 section 3.1.3.7, RFC 8725.

pub(crate) mod algorithms;

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, Validation, decode, decode_header, encode};
use p256::ecdsa::SigningKey;
use rsa::RsaPrivateKey;
use rsa::pkcs8::DecodePrivateKey as _;
use rsa::traits::PublicKeyParts as _;
use secrecy::zeroize::Zeroizing;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};

use algorithms::with_provider;

/// Shorter RSA keys sign nothing.
const SHORTEST_RSA_BITS: u32 = 2048;

/// A key that signs ID tokens.
pub struct IssuerKey {
    /// A P-256 scalar, or PKCS #8.
    secret: Zeroizing<Vec<u8>>,
    public: Public,
}

enum Public {
    P256 { x: String, y: String },
    Rsa { n: String, e: String },
}

impl std::fmt::Debug for IssuerKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("IssuerKey([REDACTED])")
    }
}

/// Not a P-256 scalar, not an RSA key of 2048 bits or more, or claims that are no JSON.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("the token could not be made")]
pub struct NotIssued;

/// Why an ID token is refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TokenRefusal {
    /// Not a token.
    #[error("the ID token cannot be read")]
    Malformed,
    /// `none`, HMAC, or anything but ES256.
    #[error("the ID token is signed with another algorithm than ES256")]
    Algorithm,
    /// None of the issuer's keys made it.
    #[error("the ID token was not signed with the issuer's key")]
    Signature,
    /// From somebody else.
    #[error("the issuer of the ID token is not {0}")]
    Issuer(String),
    /// For somebody else.
    #[error("the audience of the ID token is not {0}")]
    Audience(String),
    /// Answers another request.
    #[error("the nonce of the ID token is not that of the request")]
    Nonce,
    /// Too late, or of the future.
    #[error("the ID token has expired or is not valid yet; the clocks may differ")]
    Time,
}

/// What a relying party holds a token against.
#[derive(Debug, Clone, Copy)]
pub struct ExpectedToken<'a> {
    /// The issuer's keys (JWKS).
    pub keys: &'a Value,
    /// The issuer.
    pub issuer: &'a str,
    /// The relying party's own client id.
    pub audience: &'a str,
    /// The nonce of the request.
    pub nonce: &'a str,
    /// The relying party's clock.
    pub now: Timestamp,
    /// By how much clocks may differ.
    pub skew: Duration,
}

impl IssuerKey {
    /// From the key's 32 bytes; it signs with ES256.
    ///
    /// # Errors
    /// [`NotIssued`] for bytes that are no scalar.
    #[allow(
        clippy::redundant_closure_for_method_calls,
        reason = "the array's type is another crate's"
    )]
    pub fn from_scalar(scalar: &[u8]) -> Result<Self, NotIssued> {
        if scalar.len() != 32 {
            return Err(NotIssued);
        }
        let key = SigningKey::from_slice(scalar).map_err(|_| NotIssued)?;
        let point = key.verifying_key().to_sec1_point(false);
        let coordinate = |bytes: Option<&[u8]>| URL_SAFE_NO_PAD.encode(bytes.unwrap_or_default());
        Ok(Self {
            secret: Zeroizing::new(scalar.to_vec()),
            public: Public::P256 {
                x: coordinate(point.x().map(|bytes| bytes.as_slice())),
                y: coordinate(point.y().map(|bytes| bytes.as_slice())),
            },
        })
    }

    /// From an RSA key in PKCS #8 (DER); it signs with RS256.
    ///
    /// # Errors
    /// [`NotIssued`] for anything else, and below 2048 bits.
    pub fn from_rsa_pkcs8(der: &[u8]) -> Result<Self, NotIssued> {
        let key = RsaPrivateKey::from_pkcs8_der(der).map_err(|_| NotIssued)?;
        if key.n().bit_width() < SHORTEST_RSA_BITS {
            return Err(NotIssued);
        }
        Ok(Self {
            secret: Zeroizing::new(der.to_vec()),
            public: Public::Rsa {
                n: URL_SAFE_NO_PAD.encode(key.n().to_be_bytes_trimmed_vartime()),
                e: URL_SAFE_NO_PAD.encode(key.e().to_be_bytes_trimmed_vartime()),
            },
        })
    }

    /// The public key (RFC 7517).
    #[must_use]
    pub fn jwk(&self, id: &str) -> Value {
        match &self.public {
            Public::P256 { x, y } => json!({
                "kty": "EC", "crv": "P-256", "alg": "ES256", "use": "sig", "kid": id, "x": x, "y": y,
            }),
            Public::Rsa { n, e } => json!({
                "kty": "RSA", "alg": "RS256", "use": "sig", "kid": id, "n": n, "e": e,
            }),
        }
    }

    /// The public key, alone in a JWKS.
    #[must_use]
    pub fn jwks(&self, id: &str) -> Value {
        json!({ "keys": [self.jwk(id)] })
    }

    /// Signs claims.
    ///
    /// # Errors
    /// [`NotIssued`].
    pub fn sign(&self, id: &str, claims: &impl Serialize) -> Result<String, NotIssued> {
        with_provider();
        let (algorithm, key) = match self.public {
            Public::P256 { .. } => (Algorithm::ES256, EncodingKey::from_ec_der(&self.secret)),
            Public::Rsa { .. } => (Algorithm::RS256, EncodingKey::from_rsa_der(&self.secret)),
        };
        let mut header = Header::new(algorithm);
        header.kid = Some(id.to_owned());
        encode(&header, claims, &key).map_err(|_| NotIssued)
    }
}

#[derive(Deserialize)]
#[serde(untagged)]
enum Audiences {
    One(String),
    Many(Vec<String>),
}

/// Verifies an ID token and returns its claims.
///
/// # Errors
/// [`TokenRefusal`].
pub fn verify(token: &str, expected: &ExpectedToken<'_>) -> Result<Map<String, Value>, TokenRefusal> {
    with_provider();
    let header = decode_header(token).map_err(|error| match error.kind() {
        // `none` is no algorithm that can be read at all.
        ErrorKind::Json(_) | ErrorKind::InvalidAlgorithmName => TokenRefusal::Algorithm,
        _ => TokenRefusal::Malformed,
    })?;
    if header.alg != Algorithm::ES256 {
        return Err(TokenRefusal::Algorithm);
    }
    let key = public_key(expected.keys, header.kid.as_deref()).ok_or(TokenRefusal::Signature)?;
    let mut rules = Validation::new(Algorithm::ES256);
    // Times are ours to judge: the clock is the world's. The rest is judged below, in words of ours.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    let claims = decode::<Map<String, Value>>(token, &key, &rules)
        .map_err(|error| match error.kind() {
            ErrorKind::InvalidSignature => TokenRefusal::Signature,
            ErrorKind::InvalidAlgorithm => TokenRefusal::Algorithm,
            _ => TokenRefusal::Malformed,
        })?
        .claims;
    judge(&claims, expected)?;
    Ok(claims)
}

fn judge(claims: &Map<String, Value>, expected: &ExpectedToken<'_>) -> Result<(), TokenRefusal> {
    let text = |name: &str| claims.get(name).and_then(Value::as_str);
    if text("iss") != Some(expected.issuer) {
        return Err(TokenRefusal::Issuer(expected.issuer.to_owned()));
    }
    let audience = claims
        .get("aud")
        .and_then(|value| Audiences::deserialize(value).ok())
        .is_some_and(|audiences| match audiences {
            Audiences::One(one) => one == expected.audience,
            // Core 3.1.3.7: one that others may use, too, is not trusted.
            Audiences::Many(many) => many == [expected.audience],
        });
    if !audience {
        return Err(TokenRefusal::Audience(expected.audience.to_owned()));
    }
    if text("nonce") != Some(expected.nonce) || expected.nonce.is_empty() {
        return Err(TokenRefusal::Nonce);
    }
    let time = |name: &str| claims.get(name).and_then(Value::as_i64).ok_or(TokenRefusal::Time);
    let (now, skew) = (
        expected.now.as_second(),
        i64::try_from(expected.skew.as_secs()).unwrap_or(0),
    );
    if now >= time("exp")?.saturating_add(skew) || time("iat")? > now.saturating_add(skew) {
        return Err(TokenRefusal::Time);
    }
    Ok(())
}

/// The issuer's key of this id; the first if the token names none.
fn public_key(keys: &Value, id: Option<&str>) -> Option<DecodingKey> {
    let keys = keys.get("keys")?.as_array()?;
    let text = |key: &Value, name: &str| key.get(name).and_then(Value::as_str).map(str::to_owned);
    let key = keys
        .iter()
        .filter(|key| text(key, "kty").as_deref() == Some("EC") && text(key, "crv").as_deref() == Some("P-256"))
        .find(|key| id.is_none() || text(key, "kid").as_deref() == id)?;
    DecodingKey::from_ec_components(&text(key, "x")?, &text(key, "y")?).ok()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    fn claims() -> Value {
        json!({
            "iss": "https://issuer", "aud": "client", "sub": "mary", "nonce": "n",
            "iat": at(0).as_second(), "exp": at(3600).as_second(),
        })
    }

    fn judged(token: &str, keys: &Value, now: Timestamp) -> Result<Map<String, Value>, TokenRefusal> {
        let expected = ExpectedToken {
            keys,
            issuer: "https://issuer",
            audience: "client",
            nonce: "n",
            now,
            skew: Duration::ZERO,
        };
        verify(token, &expected)
    }

    #[test]
    fn a_right_token_is_read_and_a_wrong_one_is_named() {
        let key = IssuerKey::from_scalar(&[7; 32]).unwrap();
        let keys = key.jwks("k");
        let token = key.sign("k", &claims()).unwrap();
        assert_eq!(judged(&token, &keys, at(0)).unwrap()["sub"], "mary");
        assert_eq!(judged(&token, &keys, at(3599)).unwrap()["sub"], "mary");
        assert_eq!(judged(&token, &keys, at(3600)), Err(TokenRefusal::Time));
        assert_eq!(judged(&token, &keys, at(-1)), Err(TokenRefusal::Time));

        let other = IssuerKey::from_scalar(&[8; 32]).unwrap();
        assert_eq!(judged(&token, &other.jwks("k"), at(0)), Err(TokenRefusal::Signature));
        assert_eq!(
            judged(&token, &key.jwks("another"), at(0)),
            Err(TokenRefusal::Signature)
        );
        assert_eq!(judged("", &keys, at(0)), Err(TokenRefusal::Malformed));
        assert_eq!(judged("a.b.c", &keys, at(0)), Err(TokenRefusal::Malformed));
        for (name, value, refusal) in [
            (
                "iss",
                json!("https://other"),
                TokenRefusal::Issuer("https://issuer".to_owned()),
            ),
            ("aud", json!("other"), TokenRefusal::Audience("client".to_owned())),
            (
                "aud",
                json!(["client", "other"]),
                TokenRefusal::Audience("client".to_owned()),
            ),
            ("nonce", json!("m"), TokenRefusal::Nonce),
            ("nonce", json!(null), TokenRefusal::Nonce),
            ("exp", json!(null), TokenRefusal::Time),
        ] {
            let mut wrong = claims();
            wrong[name] = value;
            assert_eq!(
                judged(&key.sign("k", &wrong).unwrap(), &keys, at(0)),
                Err(refusal),
                "{name}"
            );
        }
        let mut only = claims();
        only["aud"] = json!(["client"]);
        assert!(judged(&key.sign("k", &only).unwrap(), &keys, at(0)).is_ok());
    }

    #[test]
    fn no_other_algorithm_is_believed() {
        let key = IssuerKey::from_scalar(&[7; 32]).unwrap();
        let token = key.sign("k", &claims()).unwrap();
        let (_, rest) = token.split_once('.').unwrap();
        for header in [
            json!({"alg": "none"}),
            json!({"alg": "HS256", "typ": "JWT"}),
            json!({"alg": "RS256"}),
        ] {
            let forged = format!("{}.{rest}", URL_SAFE_NO_PAD.encode(header.to_string()));
            assert_eq!(
                judged(&forged, &key.jwks("k"), at(0)),
                Err(TokenRefusal::Algorithm),
                "{header}"
            );
        }
        let (signed, _) = token.rsplit_once('.').unwrap();
        assert_eq!(
            judged(&format!("{signed}."), &key.jwks("k"), at(0)),
            Err(TokenRefusal::Signature)
        );
        assert!(IssuerKey::from_scalar(&[0; 32]).is_err());
        assert!(IssuerKey::from_scalar(&[1; 31]).is_err());
    }

    #[test]
    fn a_token_of_rsa_is_read_by_whoever_has_its_public_key() {
        use rsa::pkcs8::EncodePrivateKey as _;
        use rsa::rand_core::{TryCryptoRng, TryRng};

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

        let made = |bits| {
            let key = RsaPrivateKey::new(&mut Counting(5), bits).unwrap();
            key.to_pkcs8_der().unwrap().as_bytes().to_vec()
        };
        assert!(IssuerKey::from_rsa_pkcs8(&made(1024)).is_err());
        assert!(IssuerKey::from_rsa_pkcs8(&[7; 32]).is_err());
        let key = IssuerKey::from_rsa_pkcs8(&made(2048)).unwrap();
        let token = key.sign("k", &claims()).unwrap();
        let jwk = key.jwk("k");
        assert_eq!((jwk["alg"].as_str(), jwk["e"].as_str()), (Some("RS256"), Some("AQAB")));
        let text = |name: &str| jwk[name].as_str().unwrap().to_owned();
        let public = DecodingKey::from_rsa_components(&text("n"), &text("e")).unwrap();
        let mut rules = Validation::new(Algorithm::RS256);
        rules.validate_exp = false;
        rules.set_audience(&["client"]);
        let read = decode::<Value>(&token, &public, &rules).unwrap();
        assert_eq!(read.claims["sub"], "mary");
        let (signed, signature) = token.rsplit_once('.').unwrap();
        let mut wrong = URL_SAFE_NO_PAD.decode(signature).unwrap();
        wrong[9] ^= 1;
        let altered = format!("{signed}.{}", URL_SAFE_NO_PAD.encode(&wrong));
        assert!(decode::<Value>(&altered, &public, &rules).is_err());
        // What reads with ES256 only says so.
        assert_eq!(judged(&token, &key.jwks("k"), at(0)), Err(TokenRefusal::Algorithm));
    }
}
