#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;
use proptest::prelude::*;

const NOW: i64 = 59_000_000;

fn device(drift: i64) -> TotpState {
    TotpState {
        last_step: NOW - 1000,
        drift,
        in_sync: true,
    }
}

#[test]
fn one_step_beside_is_accepted_and_two_are_not() {
    for drift in [-WIDE, -7, 0, 7, WIDE] {
        for (beside, accepted) in [(-2, false), (-1, true), (0, true), (1, true), (2, false)] {
            let judged = device(drift).accept(NOW + drift + beside, NOW);
            assert_eq!(judged.is_ok(), accepted, "drift {drift}, {beside} beside");
        }
    }
}

#[test]
fn a_step_counts_once_and_takes_those_before_it_along() {
    let after = device(0).accept(NOW, NOW).unwrap();
    assert_eq!(after.accept(NOW, NOW), Err(StepRefusal::Used));
    assert_eq!(after.accept(NOW - 1, NOW), Err(StepRefusal::Used));
    assert!(after.accept(NOW + 1, NOW).is_ok());
    assert!(after.accept(NOW + 1, NOW + 1).is_ok());
}

#[test]
fn a_clock_that_runs_ahead_is_followed_to_a_bound() {
    let mut state = device(0);
    let mut now = NOW;
    for _ in 0..500 {
        now += 100;
        let step = (state.expected(now) + 1).min(now + WIDE);
        state = state.accept(step, now).unwrap();
        assert!(state.drift.abs() <= WIDE);
    }
    assert_eq!(state.drift, WIDE);
    assert!(state.accept(now + 100 + WIDE + 2, now + 100).is_err());
}

#[test]
fn old_codes_attach_out_of_sync_and_a_resync_mends_it() {
    let fresh = TotpState::attach(NOW - 1, NOW).unwrap();
    assert!(fresh.in_sync);
    let old = TotpState::attach(NOW - 21, NOW).unwrap();
    assert!(!old.in_sync);
    // The device's clock was right all along: its codes of now are not what is expected.
    assert_eq!(old.accept(NOW + 1, NOW), Err(StepRefusal::OutsideWindow));
    let mended = old.resync(NOW + 1, NOW + 2).unwrap();
    assert!(mended.in_sync);
    assert!(mended.accept(NOW + 3, NOW + 3).is_ok());
    assert_eq!(TotpState::attach(NOW - WIDE - 2, NOW), Err(StepRefusal::OutsideWindow));
    assert_eq!(TotpState::attach(NOW + WIDE, NOW), Err(StepRefusal::OutsideWindow));
    assert_eq!(mended.resync(NOW + 1, NOW + 3), Err(StepRefusal::Used));
}

#[test]
fn going_back_to_real_time_does_not_lock_the_device() {
    let future = device(0).accept(NOW + 100_000, NOW + 100_000).unwrap();
    assert_eq!(future.accept(NOW, NOW), Err(StepRefusal::Used));
    assert!(future.re_anchor(NOW).accept(NOW, NOW).is_ok());
    // Going nowhere changes nothing.
    let present = device(0).accept(NOW, NOW).unwrap();
    assert_eq!(present.re_anchor(NOW + 10), present);
}

#[test]
fn voided_codes_stay_refused_until_their_time_is_over() {
    let voided = device(3).void_until(NOW + 5);
    for now in NOW..=NOW + 5 {
        for beside in -1..=0 {
            assert!(voided.accept(now + 3 + beside, now).is_err());
        }
    }
    assert!(voided.accept(NOW + 6 + 3, NOW + 6).is_ok());
}

proptest! {
    // The model: the set of all accepted steps.
    #[test]
    fn no_step_is_accepted_twice(tries in prop::collection::vec((0i64..4, -3i64..4), 1..200)) {
        let mut now = NOW;
        let mut state = device(0);
        let mut accepted = std::collections::BTreeSet::new();
        for (pass, beside) in tries {
            now += pass;
            let step = state.expected(now) + beside;
            let newest = accepted.last().copied().unwrap_or(NOW - 1000);
            match state.accept(step, now) {
                Ok(next) => {
                    prop_assert!(step > newest && beside.abs() <= WINDOW);
                    accepted.insert(step);
                    state = next;
                }
                Err(StepRefusal::Used) => prop_assert!(step <= newest),
                Err(StepRefusal::OutsideWindow) => prop_assert!(beside.abs() > WINDOW),
            }
        }
    }
}
