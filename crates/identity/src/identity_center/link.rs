//! Links in mail to people of the identity store: an invitation, a new password.
//!
//! ```text
//!   sent ── used ──► used
//!     └── a newer one of the same purpose was sent, or a password was set ──► replaced
//! ```

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::ids::DirectoryUserId;
use crate::recovery::LinkVerdict;

/// What a link is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum LinkPurpose {
    /// To choose the first password.
    Invitation,
    /// To choose another password.
    Reset,
}

impl LinkPurpose {
    /// How long it works. An invitation: 7 days
    /// (<https://docs.aws.amazon.com/singlesignon/latest/userguide/addusers.html>). For a reset AWS documents none; 24 hours
    /// is the most that NIST SP 800-63B-4 section 4.2.1.2 gives a code sent by mail.
    #[must_use]
    pub fn lifetime(self) -> Duration {
        match self {
            Self::Invitation => Duration::from_hours(7 * 24),
            Self::Reset => Duration::from_hours(24),
        }
    }

    /// As stored.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Invitation => "invitation",
            Self::Reset => "reset",
        }
    }

    /// Reads what [`Self::word`] writes.
    #[must_use]
    pub fn from_word(word: &str) -> Option<Self> {
        [Self::Invitation, Self::Reset]
            .into_iter()
            .find(|purpose| purpose.word() == word)
    }
}

/// A link, without its token.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DirectoryLink {
    /// Whose.
    pub user: DirectoryUserId,
    /// What it is for.
    pub purpose: LinkPurpose,
    /// When it was sent.
    pub sent_at: Timestamp,
    /// Its end.
    pub expires_at: Timestamp,
    /// It was used, or a newer one took its place.
    pub settled: bool,
}

impl DirectoryLink {
    /// A new one.
    #[must_use]
    pub fn send(user: DirectoryUserId, purpose: LinkPurpose, now: Timestamp) -> Self {
        Self {
            user,
            purpose,
            sent_at: now,
            expires_at: now.saturating_add(purpose.lifetime()).unwrap_or(now),
            settled: false,
        }
    }

    /// What it is worth. One that was sent in a simulated future that was left counts as expired.
    #[must_use]
    pub fn judge(&self, now: Timestamp) -> LinkVerdict {
        if self.settled {
            LinkVerdict::Used
        } else if self.sent_at <= now && now < self.expires_at {
            LinkVerdict::Usable
        } else {
            LinkVerdict::Expired
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn an_invitation_works_for_seven_days_and_a_reset_for_one() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let day = 24 * 60 * 60;
        for (purpose, days) in [(LinkPurpose::Invitation, 7), (LinkPurpose::Reset, 1)] {
            assert_eq!(LinkPurpose::from_word(purpose.word()), Some(purpose));
            let user = DirectoryUserId::stored("d-1234567890-1".to_owned());
            let link = DirectoryLink::send(user, purpose, at(100));
            assert_eq!(link.judge(at(100)), LinkVerdict::Usable);
            assert_eq!(link.judge(at(99 + days * day)), LinkVerdict::Usable);
            assert_eq!(link.judge(at(100 + days * day)), LinkVerdict::Expired);
            assert_eq!(link.judge(at(99)), LinkVerdict::Expired);
            let settled = DirectoryLink { settled: true, ..link };
            assert_eq!(settled.judge(at(100)), LinkVerdict::Used);
        }
        assert_eq!(LinkPurpose::from_word("else"), None);
    }
}
