//! Opaque tokens: 256 random bits that a browser holds and the store knows only by SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::zeroize::Zeroizing;
use sha2::{Digest, Sha256};
use vestibule_identity::clock::{Entropy, random_bytes};

/// SHA-256 of a token.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct TokenHash(pub [u8; 32]);

/// 32 random bytes, shown as 43 base64url characters.
#[derive(Clone)]
pub struct Token(Zeroizing<[u8; 32]>);

impl std::fmt::Debug for Token {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Token([REDACTED])")
    }
}

impl Token {
    /// A new one.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(Zeroizing::new(random_bytes(entropy)))
    }

    /// Reads one; anything but 43 base64url characters is none.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let bytes = URL_SAFE_NO_PAD.decode(text).ok()?;
        Some(Self(Zeroizing::new(bytes.try_into().ok()?)))
    }

    /// The text for a cookie or a link.
    #[must_use]
    pub fn reveal(&self) -> String {
        URL_SAFE_NO_PAD.encode(self.0.as_slice())
    }

    /// What the store keeps.
    #[must_use]
    pub fn hash(&self) -> TokenHash {
        TokenHash(Sha256::digest(self.0.as_slice()).into())
    }
}

/// A selector that finds a row and a validator that proves the cookie is the latest copy.
#[derive(Debug, Clone)]
pub struct SelectorValidator {
    selector: [u8; 16],
    validator: Token,
}

impl SelectorValidator {
    /// A new pair.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self {
            selector: random_bytes(entropy),
            validator: Token::generate(entropy),
        }
    }

    /// The same selector with a new validator.
    #[must_use]
    pub fn rotate(&self, entropy: &dyn Entropy) -> Self {
        Self {
            selector: self.selector,
            validator: Token::generate(entropy),
        }
    }

    /// Reads `selector.validator`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (selector, validator) = text.split_once('.')?;
        let selector = URL_SAFE_NO_PAD.decode(selector).ok()?.try_into().ok()?;
        Some(Self {
            selector,
            validator: Token::parse(validator)?,
        })
    }

    /// The text for the cookie.
    #[must_use]
    pub fn reveal(&self) -> String {
        format!("{}.{}", URL_SAFE_NO_PAD.encode(self.selector), self.validator.reveal())
    }

    /// What finds the row.
    #[must_use]
    pub fn selector(&self) -> &[u8; 16] {
        &self.selector
    }

    /// What the store keeps of the validator.
    #[must_use]
    pub fn validator_hash(&self) -> TokenHash {
        self.validator.hash()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;
    use vestibule_identity::testing::SeededEntropy;

    #[test]
    fn round_trip_and_redaction() {
        let entropy = SeededEntropy::new(1);
        let token = Token::generate(&entropy);
        assert_eq!(token.reveal().len(), 43);
        assert_eq!(Token::parse(&token.reveal()).unwrap().hash(), token.hash());
        assert!(!format!("{token:?}").contains(&token.reveal()));
        let cookie = SelectorValidator::generate(&entropy);
        let read = SelectorValidator::parse(&cookie.reveal()).unwrap();
        assert_eq!(
            (read.selector(), read.validator_hash()),
            (cookie.selector(), cookie.validator_hash())
        );
        let next = cookie.rotate(&entropy);
        assert_eq!(next.selector(), cookie.selector());
        assert_ne!(next.validator_hash(), cookie.validator_hash());
    }

    proptest! {
        #[test]
        fn garbage_is_none(text in ".{0,60}") {
            if let Some(token) = Token::parse(&text) { prop_assert_eq!(token.reveal(), text.clone()); }
            let _ = SelectorValidator::parse(&text);
        }

        #[test]
        fn truncated_is_none(cut in 0usize..43) {
            let text = Token::generate(&SeededEntropy::new(2)).reveal();
            prop_assert!(Token::parse(&text[..cut]).is_none());
        }
    }
}
