//! The decisions of the two classic sign-ins.
//!
//! ```text
//!   IAM user   names + password ──► Refused | HardExpired | (MFA) ──► (new password) ──► SignedIn
//!   root user  e-mail ──► (security check) ──► password ──► Refused | AccountSuspended
//!                                                  │  ├─► MFA ──► SignedIn
//!                                                  │  │    └─ lost ──► mail ──► phone call ──► SignedIn
//!                                                  │  └─► reminder, for 35 days ──► SignedIn | enrol ──► SignedIn
//!                                                  └─ forgot ──► (security check) ──► mail
//! ```
//!
//! They take verdicts, never secrets. Who has a device is never let in by a password alone.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use uuid::Uuid;

use crate::account::AccountStatus;
use crate::ids::UserId;
use crate::mfa::SessionMfa;
use crate::mfa::root::RootMfa;
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
    /// The password was right; a second factor is asked for.
    Mfa {
        /// Who, and what follows.
        given: PasswordGiven,
        /// Wrong codes so far.
        wrong_codes: u32,
    },
    /// A root user without a device, in the 35 days.
    RootMfaReminder {
        /// The account.
        account: AccountId,
        /// As typed.
        email: EmailAddress,
    },
    /// A root user registers a device as part of signing in.
    RootEnrolMfa {
        /// The account.
        account: AccountId,
        /// As typed.
        email: EmailAddress,
    },
    /// A root user without the device: a verification mail was sent.
    AlternativeMail {
        /// The account.
        account: AccountId,
        /// As typed.
        email: EmailAddress,
        /// SHA-256 of the link's token; a newer mail replaces it.
        link_hash: [u8; 32],
    },
    /// The mail was verified; the phone comes next.
    AlternativePhone {
        /// The account.
        account: AccountId,
        /// As typed.
        email: EmailAddress,
    },
    /// The phone was called.
    AlternativeCall {
        /// The account.
        account: AccountId,
        /// As typed.
        email: EmailAddress,
        /// The call; the digits follow from it.
        call: Uuid,
        /// Whether the right digits were typed into the phone.
        verified: bool,
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
        /// The second factor that was given before.
        mfa: Option<SessionMfa>,
    },
}

impl Attempt {
    /// Whose right password this stands on; `None` before a password was given.
    #[must_use]
    pub fn proved(&self) -> Option<(&AccountId, Option<&UserId>)> {
        match self {
            Self::RootEmailGiven { .. } | Self::RootSecurityCheck { .. } => None,
            Self::Mfa {
                given: PasswordGiven::IamUser { account, user, .. },
                ..
            }
            | Self::IamMustChangePassword { account, user, .. } => Some((account, Some(user))),
            Self::Mfa {
                given: PasswordGiven::Root { account, .. },
                ..
            }
            | Self::RootMfaReminder { account, .. }
            | Self::RootEnrolMfa { account, .. }
            | Self::AlternativeMail { account, .. }
            | Self::AlternativePhone { account, .. }
            | Self::AlternativeCall { account, .. } => Some((account, None)),
        }
    }
}

/// Who gave the right password, and what follows the second factor.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum PasswordGiven {
    /// A root user.
    Root {
        /// The account.
        account: AccountId,
        /// As typed.
        email: EmailAddress,
    },
    /// An IAM user.
    IamUser {
        /// The account.
        account: AccountId,
        /// The user.
        user: UserId,
        /// Region of a regional sign-in address.
        region: Option<String>,
        /// Remember the account afterwards.
        remember: bool,
        /// A new password must be chosen afterwards.
        change: Option<ChangeReason>,
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
    /// Whether the user has a second factor.
    pub has_mfa: bool,
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
    /// The password is right; the second factor comes next, and then perhaps a new password.
    Mfa {
        /// Why a new password is asked for afterwards.
        change: Option<ChangeReason>,
    },
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
    let change = match password.freshness {
        PasswordFreshness::HardExpired => return IamOutcome::HardExpired,
        _ if password.reset_required => Some(ChangeReason::ResetRequired),
        PasswordFreshness::Expired => Some(ChangeReason::Expired),
        PasswordFreshness::Fresh | PasswordFreshness::ExpiresSoon { .. } => None,
    };
    match change {
        change if facts.has_mfa => IamOutcome::Mfa { change },
        Some(reason) => IamOutcome::MustChange(reason),
        None => IamOutcome::SignedIn {
            warn_days: password.freshness.days_left(),
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
    /// The second factor comes next.
    Mfa,
    /// There is none yet: a reminder, or registering one as part of signing in.
    WithoutMfa(RootMfa),
}

/// Judges a root sign-in. Nobody is in by this alone.
#[must_use]
pub fn judge_root(status: AccountStatus, verdict: PasswordVerdict, has_mfa: bool, grace: RootMfa) -> RootOutcome {
    match (verdict, status) {
        (PasswordVerdict::Wrong, _) => RootOutcome::Refused,
        (PasswordVerdict::Matched, AccountStatus::Suspended) => RootOutcome::AccountSuspended,
        (PasswordVerdict::Matched, AccountStatus::Active) if has_mfa => RootOutcome::Mfa,
        (PasswordVerdict::Matched, AccountStatus::Active) => RootOutcome::WithoutMfa(grace),
    }
}

#[cfg(test)]
mod tests;
