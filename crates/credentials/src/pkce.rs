//! Proof Key for Code Exchange (RFC 7636), `S256` only: whoever redeems a code shows that they asked for it.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

/// Lengths of a verifier (section 4.1).
const VERIFIER: std::ops::RangeInclusive<usize> = 43..=128;

/// A code challenge: SHA-256 of a verifier.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Challenge([u8; 32]);

impl Challenge {
    /// Reads one; anything but the base64url form of 32 bytes, without padding, is none (section 4.2).
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(bytes.try_into().ok()?))
    }

    /// Whether this is the challenge of a well-formed verifier (sections 4.1 and 4.6).
    #[must_use]
    pub fn is_answered_by(&self, verifier: &str) -> bool {
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"-._~".contains(&byte);
        if !VERIFIER.contains(&verifier.len()) || !verifier.bytes().all(legal) {
            return false;
        }
        let digest: [u8; 32] = Sha256::digest(verifier.as_bytes()).into();
        digest.ct_eq(&self.0).into()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 7636, appendix B.
    const RFC_VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
    const RFC_CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";

    #[test]
    fn the_vector_of_the_rfc() {
        let challenge = Challenge::parse(RFC_CHALLENGE).unwrap();
        assert!(challenge.is_answered_by(RFC_VERIFIER));
        for wrong in [
            "",
            RFC_CHALLENGE,
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXK",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk=",
            "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjX",
        ] {
            assert!(!challenge.is_answered_by(wrong), "{wrong}");
        }
    }

    #[test]
    fn verifiers_have_43_to_128_unreserved_characters() {
        let challenge_of = |verifier: &str| Challenge(Sha256::digest(verifier.as_bytes()).into());
        for right in ["a".repeat(43), "~".repeat(128), "A-z.0_9~".repeat(8)] {
            assert!(challenge_of(&right).is_answered_by(&right), "{right}");
        }
        for wrong in ["a".repeat(42), "a".repeat(129), "a+".repeat(30), "ä".repeat(43)] {
            assert!(!challenge_of(&wrong).is_answered_by(&wrong), "{wrong}");
        }
    }

    #[test]
    fn a_challenge_is_32_bytes_without_padding() {
        for wrong in [
            "",
            "short",
            RFC_VERIFIER.get(..42).unwrap_or_default(),
            &format!("{RFC_CHALLENGE}="),
        ] {
            assert_eq!(Challenge::parse(wrong), None, "{wrong}");
        }
    }
}
