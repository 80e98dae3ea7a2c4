//! A store that went back in time: its write-ahead log was deleted, cut or damaged, or an older copy was put in its place.
//! Codes that were used, failures that were counted and sessions that were ended would count for nothing again.
//!
//! ```text
//!   WentBack ── the danger window has passed ──► everything that could be used again is void ──► open
//!       └───────── the person does not wait ───────────────────┘
//! ```
//!
//! What else is older, passwords, access keys and users for example, stays as the store has it. Access tokens of provisioning do
//! not: nobody could tell one that was deleted from one that is in use, and an administrator makes another one.

use std::sync::Arc;
use std::time::Duration;

use vestibule_identity::Timestamp;
use vestibule_identity::clock::{Clock as _, SimulatedClock};
use vestibule_identity::mfa::totp::{STEP_SECONDS, WINDOW};
use vestibule_identity::session::EndReason;
use vestibule_store::identity_center::{
    application_visits, directory_links, oauth, portal_attempts, portal_sessions, role_credentials, scim,
    sign_in_tokens,
};
use vestibule_store::{
    Reads, Store, Tx, WentBack, attempts, mfa_devices, outbox, phone_calls, recovery_links, remembered, sessions,
    temporary_credentials, totp_steps,
};

use crate::{ServiceError, ServiceParts, world};

/// Twice the widest span in which one code is accepted. The latest code that was used may have been early by half of it,
/// and comes back as late as the other half allows (security facts 4.3).
pub const DANGER_WINDOW: Duration = Duration::from_secs((DANGER_STEPS * STEP_SECONDS).unsigned_abs());
const DANGER_STEPS: i64 = 2 * (2 * WINDOW + 1);

/// How long an assertion can be taken after it was issued: five minutes, with clocks that differ by as much as `vestibule-saml`
/// lets any relying party allow, on both sides.
const ASSERTION_WINDOW: Duration = Duration::from_mins(15);
/// By how much it may be issued in the future.
const ASSERTION_AHEAD: Duration = Duration::from_mins(5);
const ASSERTIONS_VOID: &str = "assertions-void";

/// How much of the danger window is still to be waited for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum RollbackWait {
    /// What the wall clock says since it was first noticed, perhaps before a restart.
    #[default]
    AsRecorded,
    /// What the monotonic clock of this run says.
    Left(Duration),
    /// Nothing: the person gives up what the window protects.
    Waived,
}

/// Opens a store that went back, or says how long to wait.
pub(crate) async fn settle(found: WentBack, parts: &ServiceParts, wait: RollbackWait) -> Result<Store, ServiceError> {
    let wall = parts.time.wall();
    let noticed = found.noticed(wall)?;
    // A wall clock that was set back makes nobody wait longer than the window.
    let waited = Duration::try_from(wall.duration_since(noticed)).unwrap_or_default();
    let left = match wait {
        RollbackWait::Left(left) => left,
        RollbackWait::AsRecorded | RollbackWait::Waived => DANGER_WINDOW.saturating_sub(waited),
    };
    if !left.is_zero() && wait != RollbackWait::Waived {
        found.close().await;
        return Err(ServiceError::RolledBack { left });
    }
    match void(&found, parts, wall, [left, waited]).await {
        Ok(tx) => {
            tracing::warn!(%noticed, "the store went back in time; sessions, attempts and links are void");
            Ok(found.accept(tx).await?)
        }
        Err(error) => {
            found.close().await;
            Err(error)
        }
    }
}

/// A transaction in which everything that could be used again is void.
async fn void(
    found: &WentBack,
    parts: &ServiceParts,
    wall: Timestamp,
    [left, waited]: [Duration; 2],
) -> Result<Tx, ServiceError> {
    let mut tx = found.write().await?;
    // The anchor knows what simulated time it was last; the store may have gone back behind that as well.
    let clock = match found.note().and_then(world::clock_of_note) {
        Some(state) => Some(state),
        None => world::saved(&mut tx).await?.clock,
    };
    let clock = SimulatedClock::new(Arc::clone(&parts.time), clock.unwrap_or_default());
    let now = clock.now();
    let ends = [now, wall].map(|time| window_end(time, left, waited));
    void_security_state(&mut tx, now, ends).await?;
    void_assertions(&mut tx, [now, wall]).await?;
    world::save_clock(&mut tx, &clock.state()).await?;
    Ok(tx)
}

/// Voids whatever an older state may have brought back. The danger window ends at `ends` (seconds since 1970), in simulated
/// time and in the machine's, to which the clock may be moved back at once.
async fn void_security_state(tx: &mut Tx, now: Timestamp, ends: [i64; 2]) -> Result<(), ServiceError> {
    sessions::end_everyones(tx, now, EndReason::StoreRolledBack).await?;
    attempts::delete_all(tx).await?;
    portal_sessions::end_everyones(tx, now, EndReason::StoreRolledBack).await?;
    portal_attempts::delete_all(tx).await?;
    oauth::forget_requests(tx).await?;
    sign_in_tokens::delete_all(tx).await?;
    temporary_credentials::expire_everyones(tx).await?;
    role_credentials::expire_everyones(tx).await?;
    scim::expire_everyones(tx).await?;
    application_visits::forget_everyones(tx).await?;
    phone_calls::delete_all(tx).await?;
    remembered::delete_all(tx).await?;
    recovery_links::supersede_all(tx).await?;
    directory_links::replace_everyones(tx).await?;
    outbox::leave_gap(tx).await?;
    void_codes(tx, ends.map(|end| end.div_euclid(STEP_SECONDS))).await
}

/// Every code of the danger window counts as used. A device's latest step follows when the clock is moved back, its
/// accepted steps stay: the window is among both.
async fn void_codes(tx: &mut Tx, ends: [i64; 2]) -> Result<(), ServiceError> {
    let [simulated, _] = ends;
    for (id, serial, state) in mfa_devices::all_totp(tx).await? {
        for end in ends {
            let last = state.expected(end);
            for step in last.saturating_sub(DANGER_STEPS + WINDOW)..=last {
                totp_steps::use_step(tx, &serial, step).await?;
            }
        }
        mfa_devices::set_totp(tx, id, &state.void_until(simulated), None).await?;
    }
    Ok(())
}

/// Assertions that may have been taken before count as taken: all that were issued shortly before these times.
async fn void_assertions(tx: &mut Tx, ends: [Timestamp; 2]) -> Result<(), ServiceError> {
    let ends = ends.map(Timestamp::as_second);
    vestibule_store::world::set_setting(tx, ASSERTIONS_VOID, &serde_json::to_string(&ends)?).await?;
    Ok(())
}

/// Whether an assertion that was issued then may have been taken in what the store lost.
pub(crate) async fn is_assertion_void(connection: &mut impl Reads, issued_at: Timestamp) -> Result<bool, ServiceError> {
    is_void(connection, issued_at, ASSERTION_AHEAD).await
}

/// The same of one that the service itself issued: its clock is not ahead of its own.
pub(crate) async fn is_own_assertion_void(
    connection: &mut impl Reads,
    issued_at: Timestamp,
) -> Result<bool, ServiceError> {
    is_void(connection, issued_at, Duration::ZERO).await
}

async fn is_void(connection: &mut impl Reads, issued_at: Timestamp, ahead: Duration) -> Result<bool, ServiceError> {
    let Some(text) = vestibule_store::world::setting(connection, ASSERTIONS_VOID).await? else {
        return Ok(false);
    };
    let ends: [i64; 2] = serde_json::from_str(&text)?;
    let (issued, window) = (issued_at.as_second(), seconds(ASSERTION_WINDOW));
    let mut windows = ends
        .iter()
        .map(|end| end.saturating_sub(window)..=end.saturating_add(seconds(ahead)));
    Ok(windows.any(|window| window.contains(&issued)))
}

/// Seconds to tell a person, a begun one as a whole one.
#[must_use]
pub fn whole_seconds(time: Duration) -> u32 {
    u32::try_from(time.as_millis().div_ceil(1000)).unwrap_or(u32::MAX)
}

/// The end of the danger window, to come or past, on the clock that says `now`: the same whenever the store is opened.
fn window_end(now: Timestamp, left: Duration, waited: Duration) -> i64 {
    let over = waited.saturating_sub(DANGER_WINDOW);
    now.as_second()
        .saturating_add(seconds(left))
        .saturating_sub(seconds(over))
}

fn seconds(time: Duration) -> i64 {
    i64::try_from(time.as_secs()).unwrap_or(i64::MAX)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn the_window_ends_at_the_same_time_whenever_the_store_is_opened() {
        let second = Duration::from_secs;
        assert_eq!(DANGER_WINDOW, second(180));
        let noticed = 1_000_000;
        for (waited, left) in [(0, 180), (60, 120), (179, 1), (180, 0), (181, 0), (86_400, 0)] {
            let now = Timestamp::from_second(noticed + waited).unwrap();
            let until = window_end(now, second(left), second(waited.unsigned_abs()));
            assert_eq!(until, noticed + 180, "after {waited}");
        }
        // Where the wall clock tells less than the monotonic one, what was waited for is over.
        let now = Timestamp::from_second(noticed).unwrap();
        assert_eq!(window_end(now, second(0), second(5)), noticed);
    }

    #[test]
    fn a_begun_second_is_told_as_a_whole_one() {
        let told = |milliseconds| whole_seconds(Duration::from_millis(milliseconds));
        assert_eq!([0, 1, 999, 1_000, 1_001].map(told), [0, 1, 1, 1, 2]);
        assert_eq!(whole_seconds(Duration::MAX), u32::MAX);
    }
}
