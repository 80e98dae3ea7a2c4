//! Where a device's sign-in stands (RFC 8628).
//!
//! ```text
//!   Waiting ── a person types the code ──► Opened ── allow ──► Allowed ── the device asks ──► Taken
//!                                             └───── deny ───► Denied
//! ```
//!
//! A code that one person has opened is nobody else's any more.

use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Seconds between two questions of a device. 1 and 5 were seen; RFC 8628 has 5 where nothing is said.
pub const INTERVAL: u32 = 1;
/// What "slow down" adds (RFC 8628 3.5).
const SLOWER: u32 = 5;

/// How far it has come. Sessions are those of the portal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case")]
pub enum Stage {
    /// Nobody has typed the code.
    Waiting,
    /// Somebody has, and was shown the consent page.
    Opened {
        /// Whose.
        session: Uuid,
    },
    /// They allow it.
    Allowed {
        /// Whose.
        session: Uuid,
    },
    /// They do not.
    Denied,
    /// The device has its tokens.
    Taken {
        /// What they belong to.
        grant: Uuid,
    },
}

/// A device's sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceFlow {
    /// How far it has come.
    pub stage: Stage,
    /// Seconds between two questions.
    pub interval: u32,
    /// The latest question.
    pub polled_at: Option<Timestamp>,
}

/// What a device is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Poll {
    /// `authorization_pending`.
    Pending,
    /// `slow_down`.
    SlowDown,
    /// `access_denied`.
    Denied,
    /// `expired_token`.
    Expired,
    /// Tokens, on this session.
    Allowed(Uuid),
    /// It had its tokens already.
    Again(Uuid),
}

impl Default for DeviceFlow {
    fn default() -> Self {
        Self {
            stage: Stage::Waiting,
            interval: INTERVAL,
            polled_at: None,
        }
    }
}

impl DeviceFlow {
    /// The device asks.
    #[must_use]
    pub fn poll(self, expires_at: Timestamp, now: Timestamp) -> (Self, Poll) {
        if let Stage::Taken { grant } = self.stage {
            return (self, Poll::Again(grant));
        }
        if expires_at <= now {
            return (self, Poll::Expired);
        }
        match self.stage {
            Stage::Allowed { session } => (self, Poll::Allowed(session)),
            Stage::Denied => (self, Poll::Denied),
            Stage::Waiting | Stage::Opened { .. } | Stage::Taken { .. } => {
                let hasty = self.polled_at.is_some_and(|last| {
                    let next = last.saturating_add(Duration::from_secs(u64::from(self.interval)));
                    last <= now && next.is_ok_and(|next| now < next)
                });
                let interval = self.interval.saturating_add(if hasty { SLOWER } else { 0 });
                let asked = Self {
                    interval,
                    polled_at: Some(now),
                    ..self
                };
                (asked, if hasty { Poll::SlowDown } else { Poll::Pending })
            }
        }
    }

    /// A person typed the code. `None` where it is somebody else's, or decided.
    #[must_use]
    pub fn open(self, session: Uuid) -> Option<Self> {
        let free = match self.stage {
            Stage::Waiting => true,
            Stage::Opened { session: other } => other == session,
            Stage::Allowed { .. } | Stage::Denied | Stage::Taken { .. } => false,
        };
        free.then_some(Self {
            stage: Stage::Opened { session },
            ..self
        })
    }

    /// Whoever opened it decides. `None` for everybody else, and the second time.
    #[must_use]
    pub fn decide(self, session: Uuid, allow: bool) -> Option<Self> {
        let stage = if allow {
            Stage::Allowed { session }
        } else {
            Stage::Denied
        };
        (self.stage == Stage::Opened { session }).then_some(Self { stage, ..self })
    }

    /// The device has its tokens.
    #[must_use]
    pub fn taken(self, grant: Uuid) -> Self {
        Self {
            stage: Stage::Taken { grant },
            ..self
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    const END: i64 = 600;
    const ONE: Uuid = Uuid::from_u128(1);
    const OTHER: Uuid = Uuid::from_u128(2);

    #[test]
    fn whoever_asks_too_often_waits_longer_each_time() {
        let (flow, told) = DeviceFlow::default().poll(at(END), at(0));
        assert_eq!(told, Poll::Pending);
        let (flow, told) = flow.poll(at(END), at(1));
        assert_eq!((told, flow.interval), (Poll::Pending, 1));
        let (flow, told) = flow.poll(at(END), at(1));
        assert_eq!((told, flow.interval), (Poll::SlowDown, 6));
        let (flow, told) = flow.poll(at(END), at(6));
        assert_eq!((told, flow.interval), (Poll::SlowDown, 11));
        let (flow, told) = flow.poll(at(END), at(17));
        assert_eq!((told, flow.interval), (Poll::Pending, 11));
        // After the clock went back nothing is too early.
        assert_eq!(flow.poll(at(END), at(3)).1, Poll::Pending);
    }

    #[test]
    fn a_code_is_of_whoever_opened_it_first() {
        let opened = DeviceFlow::default().open(ONE).unwrap();
        assert_eq!(opened.open(ONE), Some(opened));
        assert_eq!(opened.open(OTHER), None);
        assert_eq!(opened.decide(OTHER, true), None);
        assert_eq!(DeviceFlow::default().decide(ONE, true), None);
        let allowed = opened.decide(ONE, true).unwrap();
        assert_eq!(allowed.poll(at(END), at(0)).1, Poll::Allowed(ONE));
        assert_eq!(allowed.decide(ONE, false), None);
        assert_eq!(allowed.open(ONE), None);
        let denied = opened.decide(ONE, false).unwrap();
        assert_eq!(denied.poll(at(END), at(0)).1, Poll::Denied);
        let grant = Uuid::from_u128(9);
        assert_eq!(allowed.taken(grant).poll(at(END), at(END)).1, Poll::Again(grant));
    }

    #[test]
    fn ten_minutes_and_no_longer() {
        let flow = DeviceFlow::default();
        assert_eq!(flow.poll(at(END), at(END - 1)).1, Poll::Pending);
        assert_eq!(flow.poll(at(END), at(END)).1, Poll::Expired);
        let allowed = flow.open(ONE).and_then(|flow| flow.decide(ONE, true)).unwrap();
        assert_eq!(allowed.poll(at(END), at(END)).1, Poll::Expired);
    }
}
