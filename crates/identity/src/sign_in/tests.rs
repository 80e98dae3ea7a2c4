use super::*;
use PasswordFreshness::{Expired, ExpiresSoon, Fresh, HardExpired};
use PasswordVerdict::{Matched, Wrong};

fn facts(account: Option<AccountStatus>, user_exists: bool, password: Option<(bool, PasswordFreshness)>) -> IamFacts {
    let password = password.map(|(reset_required, freshness)| PasswordFacts {
        reset_required,
        freshness,
    });
    IamFacts {
        account,
        user_exists,
        password,
        has_mfa: false,
    }
}

#[test]
fn causes_and_outcomes() {
    let active = Some(AccountStatus::Active);
    let suspended = Some(AccountStatus::Suspended);
    let fine = Some((false, Fresh));
    let refused = IamOutcome::Refused;
    for (given, verdict, outcome) in [
        (facts(None, false, None), Wrong, refused(RefusalCause::UnknownAccount)),
        (facts(active, false, None), Wrong, refused(RefusalCause::UnknownUser)),
        (facts(active, true, None), Wrong, refused(RefusalCause::NoPassword)),
        (facts(active, true, fine), Wrong, refused(RefusalCause::WrongPassword)),
        (
            facts(suspended, true, fine),
            Matched,
            refused(RefusalCause::AccountSuspended),
        ),
        (
            facts(suspended, true, fine),
            Wrong,
            refused(RefusalCause::WrongPassword),
        ),
        (
            facts(active, true, Some((true, Fresh))),
            Matched,
            IamOutcome::MustChange(ChangeReason::ResetRequired),
        ),
        (
            facts(active, true, Some((true, Fresh))),
            Wrong,
            refused(RefusalCause::WrongPassword),
        ),
        (
            facts(active, true, Some((false, Expired))),
            Matched,
            IamOutcome::MustChange(ChangeReason::Expired),
        ),
        (
            facts(active, true, Some((false, HardExpired))),
            Matched,
            IamOutcome::HardExpired,
        ),
        (
            facts(active, true, Some((true, HardExpired))),
            Matched,
            IamOutcome::HardExpired,
        ),
        (
            facts(active, true, Some((false, HardExpired))),
            Wrong,
            refused(RefusalCause::WrongPassword),
        ),
        (
            facts(active, true, Some((false, ExpiresSoon { days_left: 3 }))),
            Matched,
            IamOutcome::SignedIn { warn_days: Some(3) },
        ),
        (
            facts(active, true, fine),
            Matched,
            IamOutcome::SignedIn { warn_days: None },
        ),
    ] {
        assert_eq!(judge_iam(&given, verdict), outcome, "{given:?}");
    }
}

#[test]
fn a_match_without_a_password_on_file_gets_nobody_in() {
    for account in [None, Some(AccountStatus::Active), Some(AccountStatus::Suspended)] {
        for user_exists in [true, false] {
            let outcome = judge_iam(&facts(account, user_exists, None), Matched);
            assert!(matches!(outcome, IamOutcome::Refused(_)));
        }
    }
}

#[test]
fn a_second_factor_comes_before_everything_a_password_opens() {
    let with = |reset, freshness| IamFacts {
        has_mfa: true,
        ..facts(Some(AccountStatus::Active), true, Some((reset, freshness)))
    };
    let reset = Some(ChangeReason::ResetRequired);
    let expired = Some(ChangeReason::Expired);
    for (given, change) in [
        (with(false, Fresh), None),
        (with(false, ExpiresSoon { days_left: 2 }), None),
        (with(true, Fresh), reset),
        (with(false, Expired), expired),
    ] {
        assert_eq!(judge_iam(&given, Matched), IamOutcome::Mfa { change });
        assert_eq!(
            judge_iam(&given, Wrong),
            IamOutcome::Refused(RefusalCause::WrongPassword)
        );
    }
    assert_eq!(judge_iam(&with(false, HardExpired), Matched), IamOutcome::HardExpired);
}

#[test]
fn root() {
    let wait = RootMfa::MayWait { days_left: 3 };
    for grace in [wait, RootMfa::Required] {
        for has_mfa in [true, false] {
            let judge = |status, verdict| judge_root(status, verdict, has_mfa, grace);
            assert_eq!(judge(AccountStatus::Active, Wrong), RootOutcome::Refused);
            assert_eq!(judge(AccountStatus::Suspended, Wrong), RootOutcome::Refused);
            assert_eq!(judge(AccountStatus::Suspended, Matched), RootOutcome::AccountSuspended);
            let expected = if has_mfa {
                RootOutcome::Mfa
            } else {
                RootOutcome::WithoutMfa(grace)
            };
            assert_eq!(judge(AccountStatus::Active, Matched), expected);
        }
    }
}
