//! For tests: a machine whose clock is moved by hand, and randomness that repeats.
#![allow(clippy::unwrap_used, clippy::missing_panics_doc, reason = "only compiled for tests")]

use std::sync::Mutex;
use std::time::Duration;

use jiff::Timestamp;

use crate::clock::{Clock, Entropy, TimeSource};

/// A machine's clocks, moved by hand.
#[derive(Debug)]
pub struct ManualClock(Mutex<(Timestamp, Duration)>);

impl ManualClock {
    /// A machine at this time (RFC 3339).
    #[must_use]
    pub fn at(time: &str) -> Self {
        Self(Mutex::new((time.parse().unwrap(), Duration::from_secs(100))))
    }

    /// Sets the wall clock only.
    pub fn set_wall(&self, time: &str) {
        self.0.lock().unwrap().0 = time.parse().unwrap();
    }

    /// Moves the wall clock only, either way.
    pub fn jump_wall(&self, seconds: i64) {
        let mut inner = self.0.lock().unwrap();
        inner.0 = Timestamp::from_second(inner.0.as_second() + seconds).unwrap();
    }

    /// Lets time pass on both clocks.
    pub fn pass(&self, time: Duration) {
        let mut inner = self.0.lock().unwrap();
        inner.0 = inner.0.checked_add(time).unwrap();
        inner.1 += time;
    }
}

impl TimeSource for ManualClock {
    fn wall(&self) -> Timestamp {
        self.0.lock().unwrap().0
    }

    fn monotonic(&self) -> Duration {
        self.0.lock().unwrap().1
    }
}

impl Clock for ManualClock {
    fn now(&self) -> Timestamp {
        self.wall()
    }
}

/// Randomness that repeats (`SplitMix64`).
#[derive(Debug)]
pub struct SeededEntropy(Mutex<u64>);

impl SeededEntropy {
    /// The sequence of this seed.
    #[must_use]
    pub fn new(seed: u64) -> Self {
        Self(Mutex::new(seed))
    }
}

impl Entropy for SeededEntropy {
    fn fill(&self, bytes: &mut [u8]) {
        let mut state = self.0.lock().unwrap();
        for byte in bytes {
            *state = state.wrapping_add(0x9e37_79b9_7f4a_7c15);
            let mut mixed = *state;
            mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
            mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
            *byte = (mixed ^ (mixed >> 31)).to_le_bytes()[0];
        }
    }
}
