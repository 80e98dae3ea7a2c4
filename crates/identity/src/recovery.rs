//! A password recovery link.
//!
//! ```text
//!   Pending ── used ──► Used
//!      └── a newer link was asked for ──► Superseded
//! ```

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::names::AccountId;

/// How long a link works. AWS says only "time sensitive".
pub const LINK_LIFETIME: Duration = Duration::from_mins(30);

/// A link, by what has become of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum RecoveryLink {
    /// Mailed.
    Pending {
        /// Whose root password it resets.
        account: AccountId,
        /// When it was issued.
        issued_at: Timestamp,
    },
    /// It did its work.
    Used {
        /// Whose root password it reset.
        account: AccountId,
    },
    /// A newer one was asked for.
    Superseded {
        /// Whose root password it would have reset.
        account: AccountId,
    },
}

/// What a link is worth now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LinkVerdict {
    /// It works.
    Usable,
    /// Too old.
    Expired,
    /// Used or superseded.
    Used,
}

impl RecoveryLink {
    /// A new link.
    #[must_use]
    pub fn issue(account: AccountId, now: Timestamp) -> Self {
        Self::Pending {
            account,
            issued_at: now,
        }
    }

    /// Whose root password.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        match self {
            Self::Pending { account, .. } | Self::Used { account } | Self::Superseded { account } => account,
        }
    }

    /// Judges the link. One issued in a simulated future that was left counts as expired.
    #[must_use]
    pub fn judge(&self, now: Timestamp) -> LinkVerdict {
        match self {
            Self::Pending { issued_at, .. } => {
                let end = issued_at.saturating_add(LINK_LIFETIME).unwrap_or(*issued_at);
                if *issued_at <= now && now < end {
                    LinkVerdict::Usable
                } else {
                    LinkVerdict::Expired
                }
            }
            Self::Used { .. } | Self::Superseded { .. } => LinkVerdict::Used,
        }
    }

    /// The link after it did its work.
    #[must_use]
    pub fn used(self) -> Self {
        Self::Used {
            account: self.account().clone(),
        }
    }

    /// The link after a newer one was asked for; a used one stays used.
    #[must_use]
    pub fn superseded(self) -> Self {
        match self {
            Self::Pending { account, .. } => Self::Superseded { account },
            other => other,
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn works_once_and_for_half_an_hour() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let link = RecoveryLink::issue(AccountId::parse("111122223333").unwrap(), at(0));
        assert_eq!(link.judge(at(0)), LinkVerdict::Usable);
        assert_eq!(link.judge(at(1799)), LinkVerdict::Usable);
        assert_eq!(link.judge(at(1800)), LinkVerdict::Expired);
        assert_eq!(link.judge(at(-1)), LinkVerdict::Expired);
        assert_eq!(link.clone().superseded().judge(at(0)), LinkVerdict::Used);
        assert_eq!(link.clone().used().judge(at(0)), LinkVerdict::Used);
        assert_eq!(link.clone().used().superseded(), link.used());
    }
}
