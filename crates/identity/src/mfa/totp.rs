//! When a time-based code is accepted (RFC 6238), and how a device's clock is followed.
//!
//! ```text
//!   seed ── two consecutive codes ──► Attached ── a code, one step beside the expected one at most ──► Attached
//!                                        └────── two consecutive codes, an hour beside at most ──► Attached (resync)
//! ```
//!
//! It takes matched steps, never codes or seeds. A step is 30 seconds, numbered from 1970. A step is accepted once: it
//! must be later than the latest accepted one, and the store keeps every accepted step besides, because the latest one is
//! set back when the clock is moved back to real time.
//!
//! AWS documents neither the window nor the drift (facts 4.6): the window is RFC 6238 section 5.2's one step either side,
//! the drift that section 6 recommends is kept per device and bounded.

use serde::{Deserialize, Serialize};

/// Seconds in a step.
pub const STEP_SECONDS: i64 = 30;
/// Steps beside the expected one at sign-in.
pub const WINDOW: i64 = 1;
/// Steps beside the present one when two codes are given, and the largest drift: an hour.
pub const WIDE: i64 = 120;

/// What is remembered of a device's clock.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct TotpState {
    /// The latest accepted step.
    pub last_step: i64,
    /// Steps by which the device's clock is ahead, negative when it is behind.
    pub drift: i64,
    /// Whether a sign-in can be expected to work: not when the two codes at enrolment were old.
    pub in_sync: bool,
}

/// Why a matched step is not accepted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum StepRefusal {
    /// It was accepted before, or one after it was.
    Used,
    /// It is too far from the expected one.
    OutsideWindow,
}

impl TotpState {
    /// A device whose codes of `first` and the step after it were given at `now`. Codes that are old but consecutive
    /// attach the device, out of sync:
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_virtual.html>
    ///
    /// # Errors
    /// [`StepRefusal::OutsideWindow`] beyond [`WIDE`].
    pub fn attach(first: i64, now: i64) -> Result<Self, StepRefusal> {
        let last_step = first.saturating_add(1);
        let drift = last_step.saturating_sub(now);
        if drift.abs() > WIDE {
            return Err(StepRefusal::OutsideWindow);
        }
        Ok(Self {
            last_step,
            drift,
            in_sync: drift.abs() <= WINDOW,
        })
    }

    /// The step that the device is expected to show.
    #[must_use]
    pub fn expected(&self, now: i64) -> i64 {
        now.saturating_add(self.drift)
    }

    /// Accepts a step that matched a code at sign-in and follows the device's clock.
    ///
    /// # Errors
    /// Both refusals.
    pub fn accept(self, step: i64, now: i64) -> Result<Self, StepRefusal> {
        if step.saturating_sub(self.expected(now)).abs() > WINDOW {
            return Err(StepRefusal::OutsideWindow);
        }
        if step <= self.last_step {
            return Err(StepRefusal::Used);
        }
        Ok(Self {
            last_step: step,
            drift: step.saturating_sub(now).clamp(-WIDE, WIDE),
            in_sync: true,
        })
    }

    /// Resynchronizes with the codes of `first` and the step after it.
    ///
    /// # Errors
    /// Both refusals.
    pub fn resync(self, first: i64, now: i64) -> Result<Self, StepRefusal> {
        let fresh = Self::attach(first, now)?;
        if first <= self.last_step {
            return Err(StepRefusal::Used);
        }
        Ok(Self { in_sync: true, ..fresh })
    }

    /// After the clock was moved back: what was accepted in the future that was left does not lock the device until then.
    #[must_use]
    pub fn re_anchor(self, now: i64) -> Self {
        let before = self.expected(now).saturating_sub(WINDOW + 1);
        Self {
            last_step: self.last_step.min(before),
            ..self
        }
    }

    /// Gives up every code up to `until`: what was accepted before is not known any more.
    #[must_use]
    pub fn void_until(self, until: i64) -> Self {
        Self {
            last_step: self.last_step.max(self.expected(until)),
            ..self
        }
    }
}

#[cfg(test)]
mod tests;
