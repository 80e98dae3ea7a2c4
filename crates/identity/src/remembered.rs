//! The remembered account: whom to ask for, never who someone is.
//!
//! ```text
//!   start ──► Current ── sign-in ──► rotated (only the new validator counts) ── older validator shown ──► revoked
//! ```
//!
//! The cookie is a selector and a validator (NIST SP 800-63B-4 section 5.1: not authentication). The selector is 128
//! random bits, so a known selector with another validator is an older copy of the cookie: the family is revoked.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::names::{AccountId, UserName};

/// How long a browser remembers; AWS documents no number.
pub const REMEMBERED_LIFETIME: Duration = Duration::from_hours(8760);

/// What one browser remembers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RememberedAccount {
    /// The account to ask for.
    pub account: AccountId,
    /// The user to ask for.
    pub user_name: UserName,
    /// SHA-256 of the validator that counts.
    pub validator_hash: [u8; 32],
    /// When it is forgotten.
    pub expires_at: Timestamp,
}

/// What a presented cookie is worth.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Presented {
    /// It counts.
    Current(RememberedAccount),
    /// An older or altered copy: revoke the family.
    Replayed,
    /// Too old.
    Expired,
    /// Never issued, or revoked.
    Unknown,
}

impl RememberedAccount {
    /// A new family.
    #[must_use]
    pub fn start(account: AccountId, user_name: UserName, validator_hash: [u8; 32], now: Timestamp) -> Self {
        Self {
            account,
            user_name,
            validator_hash,
            expires_at: later(now),
        }
    }

    /// The family after a sign-in: only the new validator counts.
    #[must_use]
    pub fn rotate(self, validator_hash: [u8; 32], now: Timestamp) -> Self {
        Self {
            validator_hash,
            expires_at: later(now),
            ..self
        }
    }

    /// Judges a presented validator.
    #[must_use]
    pub fn present(self, validator_hash: &[u8; 32], now: Timestamp) -> Presented {
        // Hashes of 256 random bits: comparing them tells nothing by its timing.
        if self.validator_hash != *validator_hash {
            Presented::Replayed
        } else if now >= self.expires_at {
            Presented::Expired
        } else {
            Presented::Current(self)
        }
    }
}

fn later(now: Timestamp) -> Timestamp {
    now.saturating_add(REMEMBERED_LIFETIME).unwrap_or(now)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    proptest! {
        #[test]
        fn only_the_latest_validator_counts(rotations in 0u8..20, shown in 0u8..25) {
            let now = Timestamp::from_second(1_000_000).unwrap();
            let account = AccountId::parse("111122223333").unwrap();
            let mut family = RememberedAccount::start(account, UserName::parse("alice").unwrap(), [0; 32], now);
            for turn in 1..=rotations { family = family.rotate([turn; 32], now); }
            let presented = family.clone().present(&[shown; 32], now);
            if shown == rotations { prop_assert_eq!(presented, Presented::Current(family)); }
            else { prop_assert_eq!(presented, Presented::Replayed); }
        }
    }

    #[test]
    fn is_forgotten_after_a_year() {
        let now = Timestamp::from_second(1_000_000).unwrap();
        let family = RememberedAccount::start(
            AccountId::parse("111122223333").unwrap(),
            UserName::parse("alice").unwrap(),
            [1; 32],
            now,
        );
        let end = family.expires_at;
        let before = Timestamp::from_second(end.as_second() - 1).unwrap();
        assert!(matches!(
            family.clone().present(&[1; 32], before),
            Presented::Current(_)
        ));
        assert_eq!(family.present(&[1; 32], end), Presented::Expired);
    }
}
