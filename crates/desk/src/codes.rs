//! What a device with a seed shows, by the simulated clock.

use vestibule_credentials::totp::{STEP_SECONDS, Seed, code_at, step_at};
use vestibule_identity::Timestamp;

/// A code and the one after it.
pub(crate) struct Shown {
    pub(crate) code: String,
    pub(crate) next_code: String,
    pub(crate) step_ends_at: Timestamp,
}

/// The codes at this time, on a device whose own clock is ahead by some seconds.
pub(crate) fn shown(seed: &Seed, now: Timestamp, ahead: i64) -> Shown {
    let step = step_at(later(now, ahead));
    let ends = step
        .saturating_add(1)
        .saturating_mul(STEP_SECONDS)
        .saturating_sub(ahead);
    Shown {
        code: code_at(seed, step),
        next_code: code_at(seed, step.saturating_add(1)),
        step_ends_at: Timestamp::from_second(ends).unwrap_or(now),
    }
}

fn later(time: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(time.as_second().saturating_add(seconds)).unwrap_or(time)
}
