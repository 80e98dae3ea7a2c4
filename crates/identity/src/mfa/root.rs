//! A root user without MFA may put it off for 35 days from the first sign-in; then a device is part of signing in.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html>

use std::time::Duration;

use jiff::Timestamp;

/// How long it may be put off.
pub const GRACE: Duration = Duration::from_hours(35 * 24);
const DAY_SECONDS: i64 = 24 * 60 * 60;

/// What a root user without a device is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootMfa {
    /// Reminded; may go on without.
    MayWait {
        /// Whole or begun days left, 1 to 35.
        days_left: u16,
    },
    /// Must register one now.
    Required,
}

/// Judges from the first sign-in. One in a simulated future that was left counts as one of now.
#[must_use]
pub fn judge(first_sign_in: Timestamp, now: Timestamp) -> RootMfa {
    let end = first_sign_in.min(now).saturating_add(GRACE).unwrap_or(first_sign_in);
    let left = end.as_second() - now.as_second();
    match u16::try_from((left + DAY_SECONDS - 1) / DAY_SECONDS) {
        Ok(days_left) if left > 0 => RootMfa::MayWait { days_left },
        _ => RootMfa::Required,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn thirty_five_days_and_not_a_second_more() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let first = at(1_000_000);
        let after = |seconds: i64| judge(first, at(1_000_000 + seconds));
        assert_eq!(after(0), RootMfa::MayWait { days_left: 35 });
        assert_eq!(after(1), RootMfa::MayWait { days_left: 35 });
        assert_eq!(after(34 * DAY_SECONDS), RootMfa::MayWait { days_left: 1 });
        assert_eq!(after(35 * DAY_SECONDS - 1), RootMfa::MayWait { days_left: 1 });
        assert_eq!(after(35 * DAY_SECONDS), RootMfa::Required);
        assert_eq!(after(-50 * DAY_SECONDS), RootMfa::MayWait { days_left: 35 });
    }
}
