//! The one place that reads the operating system's clock and randomness.

use std::time::{Duration, Instant};

use vestibule_identity::Timestamp;
use vestibule_identity::clock::{Entropy, TimeSource};

/// The machine's clocks.
#[derive(Debug)]
pub struct SystemTime {
    start: Instant,
}

impl SystemTime {
    /// Starts counting.
    #[must_use]
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    pub fn new() -> Self {
        Self { start: Instant::now() }
    }
}

impl Default for SystemTime {
    fn default() -> Self {
        Self::new()
    }
}

impl TimeSource for SystemTime {
    #[expect(clippy::disallowed_methods, reason = "this is where time comes from")]
    fn wall(&self) -> Timestamp {
        Timestamp::now()
    }

    fn monotonic(&self) -> Duration {
        self.start.elapsed()
    }
}

/// The machine's randomness.
#[derive(Debug, Clone, Copy, Default)]
pub struct SystemEntropy;

impl Entropy for SystemEntropy {
    /// Ends the process when the machine has no randomness: every token would be guessable.
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            tracing::error!("the operating system gives no random bytes");
            std::process::abort();
        }
    }
}
