//! Tokens of other issuers (JWT, RFC 7519), held against the keys that the issuer publishes (JWKS, RFC 7517).
//!
//! Only the signature is judged here: what a token says is the relying party's to judge. Keys come from the issuer's set and
//! from nothing that the token brings along (RFC 8725 3.1, 3.10): `jku`, `jwk`, `x5u` and `x5c` are not read, and a token that
//! says it must be understood otherwise (`crit`) is refused.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jsonwebtoken::errors::ErrorKind;
use jsonwebtoken::{Algorithm, DecodingKey, Validation, decode};
use serde::de::IgnoredAny;
use serde::{Deserialize, Deserializer};
use serde_json::{Map, Value};

use crate::id_token::algorithms::with_provider;

/// Keys of one kind in a set.
const MOST_KEYS: usize = 100;
/// Shorter RSA keys sign nothing.
const SHORTEST_RSA_BYTES: usize = 2048 / 8;
/// Longer ones take too long.
const LONGEST_RSA_BYTES: usize = 4096 / 8;

/// Why a token is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum WebTokenRefusal {
    /// Not a token.
    #[error("the token cannot be read")]
    Malformed,
    /// `none`, HMAC, or another algorithm that is not taken.
    #[error("the token is signed with an algorithm that is not accepted")]
    Algorithm,
    /// The set is none, or has more than a hundred keys of a kind.
    #[error("the issuer's keys cannot be read, or are too many")]
    Keys,
    /// The set has no key of this id that could have made it.
    #[error("the issuer has no key of this id and kind")]
    NoKey,
    /// None of the issuer's keys made it.
    #[error("the token was not signed with the issuer's key")]
    Signature,
}

#[derive(Deserialize)]
struct Head {
    alg: String,
    #[serde(default)]
    kid: Option<String>,
    #[serde(default, deserialize_with = "there")]
    crit: bool,
}

/// Whether it is there, whatever it says.
fn there<'de, D: Deserializer<'de>>(value: D) -> Result<bool, D::Error> {
    IgnoredAny::deserialize(value).map(|_| true)
}

/// The claims of a token whose signature nobody has looked at: to find out whose keys to look at it with.
#[must_use]
pub fn unverified(token: &str) -> Option<Map<String, Value>> {
    let mut parts = token.split('.');
    let (Some(_), Some(claims), Some(_), None) = (parts.next(), parts.next(), parts.next(), parts.next()) else {
        return None;
    };
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(claims).ok()?).ok()
}

/// The claims of a token that one of the issuer's keys signed.
///
/// # Errors
/// [`WebTokenRefusal`]
pub fn verify(token: &str, keys: &Value) -> Result<Map<String, Value>, WebTokenRefusal> {
    with_provider();
    let head = token.split('.').next().unwrap_or_default();
    let head: Head = URL_SAFE_NO_PAD
        .decode(head)
        .ok()
        .and_then(|bytes| serde_json::from_slice(&bytes).ok())
        .ok_or(WebTokenRefusal::Malformed)?;
    if head.crit {
        return Err(WebTokenRefusal::Malformed);
    }
    let algorithm = algorithm(&head.alg).ok_or(WebTokenRefusal::Algorithm)?;
    let fitting = fitting(keys, &head, algorithm)?;
    if fitting.is_empty() {
        return Err(WebTokenRefusal::NoKey);
    }
    let mut rules = Validation::new(algorithm);
    // Times and audience are the relying party's: its clock is the world's.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.required_spec_claims.clear();
    let mut refusal = WebTokenRefusal::NoKey;
    for key in fitting {
        match decode::<Map<String, Value>>(token, &key, &rules) {
            Ok(read) => return Ok(read.claims),
            Err(error) => match error.kind() {
                ErrorKind::InvalidSignature => refusal = WebTokenRefusal::Signature,
                ErrorKind::InvalidAlgorithm => return Err(WebTokenRefusal::Algorithm),
                // Another key may be the right one.
                ErrorKind::InvalidEcdsaKey | ErrorKind::InvalidKeyFormat => {}
                _ => return Err(WebTokenRefusal::Malformed),
            },
        }
    }
    Err(refusal)
}

/// What AWS takes, but for ES512.
fn algorithm(name: &str) -> Option<Algorithm> {
    Some(match name {
        "RS256" => Algorithm::RS256,
        "RS384" => Algorithm::RS384,
        "RS512" => Algorithm::RS512,
        "ES256" => Algorithm::ES256,
        "ES384" => Algorithm::ES384,
        _ => return None,
    })
}

/// The keys that may have made it: of the token's id, of the algorithm's kind, and meant for signatures. A token without an
/// id may be of any.
fn fitting(keys: &Value, head: &Head, algorithm: Algorithm) -> Result<Vec<DecodingKey>, WebTokenRefusal> {
    let all = keys
        .get("keys")
        .and_then(Value::as_array)
        .ok_or(WebTokenRefusal::Keys)?;
    let text = |key: &Value, name: &str| key.get(name).and_then(Value::as_str).map(str::to_owned);
    let of_kind = |kind: &str| {
        all.iter()
            .filter(|key| text(key, "kty").as_deref() == Some(kind))
            .count()
    };
    if of_kind("RSA") > MOST_KEYS || of_kind("EC") > MOST_KEYS {
        return Err(WebTokenRefusal::Keys);
    }
    let fits = |key: &&Value| {
        (head.kid.is_none() || text(key, "kid") == head.kid)
            && text(key, "use").is_none_or(|use_of| use_of == "sig")
            && text(key, "alg").is_none_or(|of| of == head.alg)
    };
    Ok(all
        .iter()
        .filter(fits)
        .filter_map(|key| {
            let (kind, curve) = (text(key, "kty")?, text(key, "crv"));
            match (algorithm, kind.as_str(), curve.as_deref()) {
                (Algorithm::ES256, "EC", Some("P-256")) | (Algorithm::ES384, "EC", Some("P-384")) => {
                    DecodingKey::from_ec_components(&text(key, "x")?, &text(key, "y")?).ok()
                }
                (Algorithm::RS256 | Algorithm::RS384 | Algorithm::RS512, "RSA", _) => {
                    let n = URL_SAFE_NO_PAD.decode(text(key, "n")?).ok()?;
                    let bytes = n.iter().skip_while(|byte| **byte == 0).count();
                    let is_long = n.iter().find(|byte| **byte != 0).is_some_and(|byte| *byte >= 0x80);
                    let fits = (SHORTEST_RSA_BYTES..=LONGEST_RSA_BYTES).contains(&bytes)
                        && (is_long || bytes > SHORTEST_RSA_BYTES);
                    let e = URL_SAFE_NO_PAD.decode(text(key, "e")?).ok()?;
                    fits.then(|| DecodingKey::from_rsa_raw_components(&n, &e))
                }
                _ => None,
            }
        })
        .collect())
}

#[cfg(test)]
mod tests;
