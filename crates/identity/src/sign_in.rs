//! The decisions of the two classic sign-ins.
//!
//! ```text
//!   IAM user   names + password ──► Refused | HardExpired | MustChange ──► new password ──► SignedIn | SignedIn
//!   root user  e-mail ──► (security check) ──► password ──► Refused | AccountSuspended | SignedIn
//!                                                  └─ forgot ──► (security check) ──► mail
//! ```
//!
//! They take verdicts, never secrets. A second factor goes where `SignedIn` is decided.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::account::AccountStatus;
use crate::ids::UserId;
use crate::names::{AccountId, EmailAddress};
use crate::password_policy::PasswordFreshness;

/// How long an unfinished sign-in may be left alone. AWS documents no number.
pub const ATTEMPT_LIFETIME: Duration = Duration::from_mins(15);

/// What a security check guards.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CheckPurpose {
    /// The root password page.
    SignIn,
    /// The recovery mail.
    Recovery,
}

/// Why a new password is asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeReason {
    /// An administrator asked for it.
    ResetRequired,
    /// The password is past its age.
    Expired,
}

/// Where an unfinished sign-in stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum Attempt {
    /// The root user's e-mail address is known; the password comes next.
    RootEmailGiven {
        /// The account.
        account: AccountId,
        /// As typed.
        email: EmailAddress,
    },
    /// A picture was shown.
    RootSecurityCheck {
        /// What it guards.
        purpose: CheckPurpose,
        /// The account; `None` when no account has this e-mail address.
        account: Option<AccountId>,
        /// As typed.
        email: EmailAddress,
        /// Keyed hashes of the answers that pass.
        answer_hashes: Vec<[u8; 32]>,
    },
    /// The IAM user's password was right; a new one must be chosen.
    IamMustChangePassword {
        /// The account.
        account: AccountId,
        /// The user.
        user: UserId,
        /// Why.
        reason: ChangeReason,
        /// Region of a regional sign-in address.
        region: Option<String>,
        /// Remember the account afterwards.
        remember: bool,
    },
}

/// What the hash comparison said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PasswordVerdict {
    /// The password is right.
    Matched,
    /// It is not, or there is none to compare with.
    Wrong,
}

/// What is known of an IAM user's password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PasswordFacts {
    /// An administrator asked for a new one.
    pub reset_required: bool,
    /// How far it is from its expiry.
    pub freshness: PasswordFreshness,
}

/// What is known of the names on the form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct IamFacts {
    /// The account's status; `None` when there is no such account.
    pub account: Option<AccountStatus>,
    /// Whether the account has this user.
    pub user_exists: bool,
    /// The user's password; `None` without console access.
    pub password: Option<PasswordFacts>,
}

/// Why an IAM sign-in was refused; for events and tests, never for the person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RefusalCause {
    /// No such account.
    UnknownAccount,
    /// No such user.
    UnknownUser,
    /// The user has no password.
    NoPassword,
    /// The password is wrong.
    WrongPassword,
    /// The account is suspended.
    AccountSuspended,
}

/// What becomes of an IAM sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IamOutcome {
    /// One message, whatever the cause.
    Refused(RefusalCause),
    /// The password is right but past a hard expiry.
    HardExpired,
    /// The password is right but must be changed first.
    MustChange(ChangeReason),
    /// In.
    SignedIn {
        /// Days until the password expires, in the last 15.
        warn_days: Option<u16>,
    },
}

/// Judges an IAM sign-in. Anything but the right password on an active account is refused.
#[must_use]
pub fn judge_iam(facts: &IamFacts, verdict: PasswordVerdict) -> IamOutcome {
    let refused = IamOutcome::Refused;
    let Some(status) = facts.account else {
        return refused(RefusalCause::UnknownAccount);
    };
    if !facts.user_exists {
        return refused(RefusalCause::UnknownUser);
    }
    let Some(password) = facts.password else {
        return refused(RefusalCause::NoPassword);
    };
    if verdict == PasswordVerdict::Wrong {
        return refused(RefusalCause::WrongPassword);
    }
    if status == AccountStatus::Suspended {
        return refused(RefusalCause::AccountSuspended);
    }
    match password.freshness {
        PasswordFreshness::HardExpired => IamOutcome::HardExpired,
        _ if password.reset_required => IamOutcome::MustChange(ChangeReason::ResetRequired),
        PasswordFreshness::Expired => IamOutcome::MustChange(ChangeReason::Expired),
        freshness => IamOutcome::SignedIn {
            warn_days: freshness.days_left(),
        },
    }
}

/// What becomes of a root sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RootOutcome {
    /// Not explained.
    Refused,
    /// Said only after a right password.
    AccountSuspended,
    /// In.
    SignedIn,
}

/// Judges a root sign-in.
#[must_use]
pub fn judge_root(status: AccountStatus, verdict: PasswordVerdict) -> RootOutcome {
    match (verdict, status) {
        (PasswordVerdict::Wrong, _) => RootOutcome::Refused,
        (PasswordVerdict::Matched, AccountStatus::Suspended) => RootOutcome::AccountSuspended,
        (PasswordVerdict::Matched, AccountStatus::Active) => RootOutcome::SignedIn,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use PasswordFreshness::{Expired, ExpiresSoon, Fresh, HardExpired};
    use PasswordVerdict::{Matched, Wrong};

    fn facts(
        account: Option<AccountStatus>,
        user_exists: bool,
        password: Option<(bool, PasswordFreshness)>,
    ) -> IamFacts {
        let password = password.map(|(reset_required, freshness)| PasswordFacts {
            reset_required,
            freshness,
        });
        IamFacts {
            account,
            user_exists,
            password,
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
    fn root() {
        assert_eq!(judge_root(AccountStatus::Active, Matched), RootOutcome::SignedIn);
        assert_eq!(judge_root(AccountStatus::Active, Wrong), RootOutcome::Refused);
        assert_eq!(
            judge_root(AccountStatus::Suspended, Matched),
            RootOutcome::AccountSuspended
        );
        assert_eq!(judge_root(AccountStatus::Suspended, Wrong), RootOutcome::Refused);
    }
}
