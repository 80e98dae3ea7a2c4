//! Time and randomness as parameters, and the simulated clock that a person can move.

use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use uuid::Uuid;

/// Tells the simulated time.
pub trait Clock: Send + Sync {
    /// The simulated time, UTC.
    fn now(&self) -> Timestamp;
}

/// Gives random bytes.
pub trait Entropy: Send + Sync {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// The machine's two clocks.
pub trait TimeSource: Send + Sync {
    /// Wall time; may jump either way.
    fn wall(&self) -> Timestamp;
    /// Time since some start; never goes back, may stand still while the machine sleeps.
    fn monotonic(&self) -> Duration;
}

/// `N` random bytes.
pub fn random_bytes<const N: usize>(entropy: &dyn Entropy) -> [u8; N] {
    let mut bytes = [0; N];
    entropy.fill(&mut bytes);
    bytes
}

/// A number below `bound`, every one equally likely; 0 when `bound` is 0.
pub fn random_index(entropy: &dyn Entropy, bound: u32) -> u32 {
    if bound == 0 {
        return 0;
    }
    // Values past the last whole multiple of `bound` would favour small results.
    let limit = u32::MAX - u32::MAX % bound;
    loop {
        let value = u32::from_le_bytes(random_bytes(entropy));
        if value < limit {
            return value % bound;
        }
    }
}

/// A random (version 4) UUID.
pub fn random_uuid(entropy: &dyn Entropy) -> Uuid {
    uuid::Builder::from_random_bytes(random_bytes(entropy)).into_uuid()
}

/// What of the clock survives a restart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct ClockState {
    /// Seconds by which the person moved time forward.
    pub offset_seconds: i64,
    /// The latest time that was ever told.
    pub high_water: Timestamp,
}

impl Default for ClockState {
    fn default() -> Self {
        Self {
            offset_seconds: 0,
            high_water: Timestamp::UNIX_EPOCH,
        }
    }
}

/// The clock of the simulation.
///
/// It tells `max(wall + offset, last told + monotonic time since)`: a machine clock set back never moves it back, it
/// never stands still, and sleep counts. Only [`SimulatedClock::back_to_real`] moves it back.
pub struct SimulatedClock {
    source: Arc<dyn TimeSource>,
    inner: Mutex<Inner>,
}

struct Inner {
    offset_seconds: i64,
    last: Timestamp,
    last_monotonic: Duration,
}

/// The person may go this far (RFC 3339 years have four digits; certificates and cookies end long before).
const FARTHEST_SECOND: i64 = 221_845_392_000; // 9000-01-01

impl SimulatedClock {
    /// Goes on from a saved state.
    #[must_use]
    pub fn new(source: Arc<dyn TimeSource>, saved: ClockState) -> Self {
        let last_monotonic = source.monotonic();
        Self {
            source,
            inner: Mutex::new(Inner {
                offset_seconds: saved.offset_seconds,
                last: saved.high_water,
                last_monotonic,
            }),
        }
    }

    fn tell(&self, inner: &mut Inner) -> Timestamp {
        let monotonic = self.source.monotonic();
        let elapsed = monotonic.saturating_sub(inner.last_monotonic);
        let by_monotonic = inner.last.saturating_add(elapsed).unwrap_or(inner.last);
        let by_wall = shift(self.source.wall(), inner.offset_seconds);
        let now = by_wall.max(by_monotonic);
        inner.last = now;
        inner.last_monotonic = monotonic;
        now
    }

    fn with<T>(&self, act: impl FnOnce(&mut Inner) -> T) -> T {
        act(&mut self.inner.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Moves time forward; it stops at the year 9000.
    pub fn advance(&self, by: Duration) -> ClockState {
        self.with(|inner| {
            let now = self.tell(inner);
            let by = i64::try_from(by.as_secs()).unwrap_or(i64::MAX);
            let target = now.as_second().saturating_add(by).min(FARTHEST_SECOND);
            let moved = target.saturating_sub(now.as_second()).max(0);
            inner.offset_seconds = inner.offset_seconds.saturating_add(moved);
            inner.last = shift(now, moved);
        });
        self.state()
    }

    /// Goes back to the machine's time.
    pub fn back_to_real(&self) -> ClockState {
        self.with(|inner| {
            inner.offset_seconds = 0;
            inner.last = self.source.wall();
            inner.last_monotonic = self.source.monotonic();
        });
        self.state()
    }

    /// What to save.
    #[must_use]
    pub fn state(&self) -> ClockState {
        self.with(|inner| ClockState {
            high_water: self.tell(inner),
            offset_seconds: inner.offset_seconds,
        })
    }
}

impl Clock for SimulatedClock {
    fn now(&self) -> Timestamp {
        self.with(|inner| self.tell(inner))
    }
}

fn shift(time: Timestamp, seconds: i64) -> Timestamp {
    Timestamp::from_second(time.as_second().saturating_add(seconds))
        .and_then(|whole| whole.checked_add(jiff::SignedDuration::from_nanos(time.subsec_nanosecond().into())))
        .unwrap_or(time)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::testing::ManualClock;
    use proptest::prelude::*;

    #[test]
    fn a_machine_clock_set_back_does_not_move_time_back_and_does_not_stop_it() {
        let machine = Arc::new(ManualClock::at("2026-01-01T00:00:00Z"));
        let clock = SimulatedClock::new(machine.clone(), ClockState::default());
        let before = clock.now();
        machine.set_wall("2020-01-01T00:00:00Z");
        assert_eq!(clock.now(), before);
        machine.pass(Duration::from_secs(5));
        assert_eq!(clock.now(), before.checked_add(Duration::from_secs(5)).unwrap());
        let restarted = SimulatedClock::new(machine, clock.state());
        assert!(restarted.now() >= before);
    }

    #[test]
    fn moving_forward_and_back_to_real_time() {
        let machine = Arc::new(ManualClock::at("2026-01-01T00:00:00Z"));
        let clock = SimulatedClock::new(machine.clone(), ClockState::default());
        clock.advance(Duration::from_hours(1));
        assert_eq!(clock.now().to_string(), "2026-01-01T01:00:00Z");
        assert_eq!(clock.state().offset_seconds, 3600);
        clock.back_to_real();
        assert_eq!(clock.now(), machine.wall());
    }

    proptest! {
        #[test]
        fn time_never_goes_back(steps in prop::collection::vec((any::<bool>(), -1_000_000i64..1_000_000, 0u64..10_000), 1..40)) {
            let machine = Arc::new(ManualClock::at("2026-01-01T00:00:00Z"));
            let mut clock = SimulatedClock::new(machine.clone(), ClockState::default());
            let mut last = clock.now();
            for (restart, jump, pass) in steps {
                machine.jump_wall(jump);
                machine.pass(Duration::from_secs(pass));
                if restart {
                    clock = SimulatedClock::new(machine.clone(), clock.state());
                }
                let now = clock.now();
                prop_assert!(now >= last);
                last = now;
            }
        }

        #[test]
        fn no_advance_is_too_large(seconds in any::<u64>()) {
            let machine = Arc::new(ManualClock::at("2026-01-01T00:00:00Z"));
            let clock = SimulatedClock::new(machine, ClockState::default());
            let before = clock.now();
            clock.advance(Duration::from_secs(seconds));
            prop_assert!(clock.now() >= before);
        }
    }
}
