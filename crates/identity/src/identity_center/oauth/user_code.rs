//! The code that a device shows and a person types: eight consonants, so that no word comes about and nothing looks like
//! something else (RFC 8628 6.1).

use std::fmt;

use crate::clock::{Entropy, random_index};

const ALPHABET: &[u8; 20] = b"BCDFGHJKLMNPQRSTVWXZ";
const LENGTH: usize = 8;

/// A user code, `XXXX-XXXX`.
#[derive(Clone, PartialEq, Eq)]
pub struct UserCode([u8; LENGTH]);

impl UserCode {
    /// A new one: 34 bits, which is enough for ten minutes of guesses that are throttled (RFC 8628 5.1).
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(std::array::from_fn(|_| {
            let at = random_index(entropy, 20) as usize;
            ALPHABET.get(at).copied().unwrap_or(b'B')
        }))
    }

    /// Reads what was typed: case, spaces and hyphens do not matter.
    #[must_use]
    pub fn parse(typed: &str) -> Option<Self> {
        if typed.len() > 64 {
            return None;
        }
        let letters: Vec<u8> = typed
            .bytes()
            .filter(|byte| !byte.is_ascii_whitespace() && *byte != b'-')
            .map(|byte| byte.to_ascii_uppercase())
            .collect();
        let code: [u8; LENGTH] = letters.try_into().ok()?;
        code.iter().all(|byte| ALPHABET.contains(byte)).then_some(Self(code))
    }

    /// As it is shown.
    #[must_use]
    pub fn shown(&self) -> String {
        self.0
            .iter()
            .enumerate()
            .flat_map(|(at, byte)| (at == LENGTH / 2).then_some('-').into_iter().chain([char::from(*byte)]))
            .collect()
    }
}

impl fmt::Debug for UserCode {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str("UserCode([REDACTED])")
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::testing::SeededEntropy;

    #[test]
    fn eight_consonants_with_a_hyphen_between() {
        let entropy = SeededEntropy::new(3);
        for _ in 0..200 {
            let code = UserCode::generate(&entropy);
            let shown = code.shown();
            assert_eq!((shown.len(), shown.find('-')), (9, Some(4)));
            assert!(!shown.contains(['A', 'E', 'I', 'O', 'U', 'Y', '0', '1']));
            assert_eq!(UserCode::parse(&shown), Some(code));
        }
    }

    #[test]
    fn typing_is_forgiven_and_guessing_is_not() {
        let code = UserCode::parse("WDJB-MJHT").unwrap();
        for typed in ["wdjb-mjht", "WDJBMJHT", " wdjb mjht ", "W-D-J-B-M-J-H-T"] {
            assert_eq!(UserCode::parse(typed), Some(code.clone()), "{typed}");
        }
        for typed in [
            "",
            "WDJB-MJH",
            "WDJB-MJHTT",
            "WDJB-MJHA",
            "WDJB_MJHT",
            "ẂDJB-MJHT",
            &"W".repeat(65),
        ] {
            assert_eq!(UserCode::parse(typed), None, "{typed}");
        }
        assert!(!format!("{code:?}").contains("WDJB"));
    }
}
