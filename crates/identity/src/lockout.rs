//! How often a credential may be tried: growing waits, then disabled.
//!
//! ```text
//!            reserve (failures < 100)            reserve (100th)
//!   Open ───────────────────────────► Open ───────────────────────► Disabled
//!    ▲          success, rebind         │                              │
//!    └──────────────────────────────────┴───────────── rebind ─────────┘
//! ```
//!
//! AWS documents no lockout policy; this is NIST SP 800-63B-4 section 3.2.2: at most 100 consecutive failures per
//! authenticator, waits from 30 seconds to an hour before that, success clears. An attempt is reserved, that is counted
//! as failed, before it is judged: what crashes in between stays counted.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Consecutive failures after which a credential is disabled.
pub const LIMIT: u32 = 100;
/// Failures that cost no wait.
const FREE: u32 = 4;
const SHORTEST_WAIT: i64 = 30;
const LONGEST_WAIT: i64 = 3600;
/// Failures after which the root path asks for a security check.
const CHECK_AFTER: u32 = 2;

/// The failures of one credential.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Throttle {
    /// May be tried, perhaps after a wait.
    Open {
        /// Consecutive failures.
        failures: u32,
        /// The latest of them.
        last_failure: Option<Timestamp>,
    },
    /// May not be tried until an administrator or recovery sets a new password.
    Disabled,
}

impl Default for Throttle {
    fn default() -> Self {
        Self::Open {
            failures: 0,
            last_failure: None,
        }
    }
}

/// May it be tried now?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum TryVerdict {
    /// Yes.
    Yes,
    /// Not for this long.
    Wait {
        /// 1 to 3600.
        seconds: u32,
    },
    /// Not until it is set anew.
    Disabled,
}

impl Throttle {
    /// Judges whether the credential may be tried now.
    #[must_use]
    pub fn may_try(&self, now: Timestamp) -> TryVerdict {
        match self {
            Self::Disabled => TryVerdict::Disabled,
            Self::Open { failures, last_failure } => {
                let wait = wait_after(*failures);
                let Some(last) = last_failure.filter(|_| wait > 0) else {
                    return TryVerdict::Yes;
                };
                // A failure from the future means that the clock was moved back: the wait never exceeds the ladder.
                let elapsed = (now.as_second() - last.as_second()).max(0);
                match u32::try_from(wait - elapsed) {
                    Ok(seconds) if seconds > 0 => TryVerdict::Wait { seconds },
                    _ => TryVerdict::Yes,
                }
            }
        }
    }

    /// Counts an attempt as failed, before it is judged.
    #[must_use]
    pub fn reserve(self, now: Timestamp) -> Self {
        match self {
            Self::Open { failures, .. } if failures + 1 < LIMIT => Self::Open {
                failures: failures + 1,
                last_failure: Some(now),
            },
            Self::Open { .. } | Self::Disabled => Self::Disabled,
        }
    }

    /// After the clock was moved back: a failure from the future counts as one of now.
    #[must_use]
    pub fn re_anchor(self, now: Timestamp) -> Self {
        match self {
            Self::Open { failures, last_failure } => Self::Open {
                failures,
                last_failure: last_failure.map(|last| last.min(now)),
            },
            Self::Disabled => Self::Disabled,
        }
    }

    /// Whether the root path should ask for a security check first.
    #[must_use]
    pub fn wants_security_check(&self) -> bool {
        match self {
            Self::Open { failures, .. } => *failures >= CHECK_AFTER,
            Self::Disabled => true,
        }
    }
}

/// Seconds to wait after so many failures: none up to 4, then 30, doubling, at most an hour.
fn wait_after(failures: u32) -> i64 {
    let Some(step) = failures.checked_sub(FREE + 1) else {
        return 0;
    };
    SHORTEST_WAIT
        .checked_shl(step)
        .filter(|wait| step < 8 && *wait < LONGEST_WAIT)
        .unwrap_or(LONGEST_WAIT)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use proptest::prelude::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(second).unwrap()
    }

    #[test]
    fn the_ladder() {
        let waits: Vec<i64> = (0..14).map(wait_after).collect();
        assert_eq!(waits, [0, 0, 0, 0, 0, 30, 60, 120, 240, 480, 960, 1920, 3600, 3600]);
        assert_eq!(wait_after(99), 3600);
    }

    #[test]
    fn a_wait_ends_and_a_right_credential_is_looked_at_again() {
        let mut throttle = Throttle::default();
        for _ in 0..4 {
            throttle = throttle.reserve(at(0));
            assert_eq!(throttle.may_try(at(0)), TryVerdict::Yes);
        }
        throttle = throttle.reserve(at(0));
        assert_eq!(throttle.may_try(at(0)), TryVerdict::Wait { seconds: 30 });
        assert_eq!(throttle.may_try(at(29)), TryVerdict::Wait { seconds: 1 });
        assert_eq!(throttle.may_try(at(30)), TryVerdict::Yes);
    }

    #[test]
    fn a_clock_moved_back_never_lengthens_a_wait() {
        let throttle = Throttle::Open {
            failures: 5,
            last_failure: Some(at(1_000_000)),
        };
        assert_eq!(throttle.may_try(at(0)), TryVerdict::Wait { seconds: 30 });
        assert_eq!(throttle.re_anchor(at(0)).may_try(at(30)), TryVerdict::Yes);
    }

    #[derive(Debug, Clone)]
    enum Step {
        Try(bool),
        Pass(i64),
        Back(i64),
        Rebind,
    }

    fn steps() -> impl Strategy<Value = Vec<Step>> {
        prop::collection::vec(
            prop_oneof![
                8 => prop::bool::weighted(0.1).prop_map(Step::Try),
                3 => (0i64..4000).prop_map(Step::Pass),
                1 => (0i64..4000).prop_map(Step::Back),
                1 => Just(Step::Rebind),
            ],
            1..300,
        )
    }

    proptest! {
        // The model: a plain count of consecutive failures and the time of the last.
        #[test]
        fn agrees_with_the_model(steps in steps()) {
            let mut now = 10_000i64;
            let mut throttle = Throttle::default();
            let (mut failures, mut last) = (0u32, 0i64);
            for step in steps {
                match step {
                    Step::Pass(seconds) => now += seconds,
                    Step::Back(seconds) => {
                        now = (now - seconds).max(0);
                        throttle = throttle.re_anchor(at(now));
                        last = last.min(now);
                    }
                    Step::Rebind => { throttle = Throttle::default(); failures = 0; }
                    Step::Try(right) => {
                        let verdict = throttle.may_try(at(now));
                        let wait = wait_after(failures);
                        let expected = if failures >= LIMIT { TryVerdict::Disabled }
                            else if failures > 0 && now - last < wait { TryVerdict::Wait { seconds: u32::try_from(wait - (now - last)).unwrap() } }
                            else { TryVerdict::Yes };
                        prop_assert_eq!(verdict, expected);
                        if verdict == TryVerdict::Yes {
                            throttle = throttle.reserve(at(now));
                            failures += 1;
                            last = now;
                            if right { throttle = Throttle::default(); failures = 0; }
                        }
                    }
                }
            }
        }

        #[test]
        fn never_more_than_a_hundred_tries(gap in 3600i64..10_000) {
            let mut throttle = Throttle::default();
            let mut tries = 0;
            for turn in 0..200 {
                if throttle.may_try(at(turn * gap)) == TryVerdict::Yes {
                    tries += 1;
                    throttle = throttle.reserve(at(turn * gap));
                }
            }
            prop_assert_eq!(tries, LIMIT);
            prop_assert_eq!(throttle.may_try(at(i64::from(u32::MAX))), TryVerdict::Disabled);
        }
    }
}
