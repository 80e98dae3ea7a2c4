//! IAM users.

use jiff::Timestamp;

use crate::ids::UserId;
use crate::names::{AccountId, UserName};

/// An IAM user.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IamUser {
    /// `AIDA…`.
    pub id: UserId,
    /// Its account.
    pub account: AccountId,
    /// Its name, unique in the account ignoring case.
    pub name: UserName,
    /// When it was created.
    pub created_at: Timestamp,
    /// When its password was last used, to five minutes.
    pub password_last_used: Option<Timestamp>,
}

const USE_GRAIN_SECONDS: i64 = 5 * 60;

/// `PasswordLastUsed` records only the first use in any five minutes (IAM API, `User`). The value to write, if any.
#[must_use]
pub fn record_password_use(previous: Option<Timestamp>, now: Timestamp) -> Option<Timestamp> {
    let recent = previous.is_some_and(|used| (0..USE_GRAIN_SECONDS).contains(&(now.as_second() - used.as_second())));
    (!recent).then_some(now)
}
