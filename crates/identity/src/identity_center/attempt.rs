//! Where a sign-in at the portal stands.
//!
//! ```text
//!   user name ──► password ──► (new password, after a one-time one) ──► second factor ──► in
//!       │  └─ none: code by mail ──────────────────────▲                 │  ├─ key or app
//!       └─ forgotten ──► security check ──► mail                         │  ├─ register a device
//!                                                                        │  └─ code by mail
//!                                                                        └─ blocked
//!   the company's identity provider: request ──► in
//! ```

use serde::{Deserialize, Serialize};
use uuid::Uuid;

use super::ids::DirectoryUserId;

/// What a code in a mail is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum CodePurpose {
    /// A person without a password signs in first (`EMAIL_OTP`).
    FirstSignIn,
    /// The second factor of a person without a device.
    SecondFactor,
    /// The address is not verified yet.
    VerifyAddress,
}

/// What goes with a sign-in from its beginning to its end.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Course {
    /// `AuthWorkflowID` of the events.
    pub workflow: Uuid,
    /// The person asked the browser to remember the user name.
    pub remember: bool,
    /// It began with a code by mail, since there was no password yet.
    #[serde(default)]
    pub mailed: bool,
}

/// Where it stands.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "state", rename_all = "kebab-case")]
pub enum PortalAttempt {
    /// The user name is known; the password comes next.
    UserName {
        /// As typed.
        user_name: String,
        /// The person; `None` when nobody has this name.
        user: Option<DirectoryUserId>,
        /// The sign-in.
        course: Course,
    },
    /// A forgotten password: a picture was shown.
    SecurityCheck {
        /// As typed.
        user_name: String,
        /// The person; `None` when nobody has this name.
        user: Option<DirectoryUserId>,
        /// Keyed hashes of the answers that pass.
        answer_hashes: Vec<[u8; 32]>,
        /// The sign-in.
        course: Course,
    },
    /// A code was mailed.
    MailCode {
        /// The person.
        user: DirectoryUserId,
        /// What it is for.
        purpose: CodePurpose,
        /// Keyed hash of the code.
        code_hash: [u8; 32],
        /// When it was sent, in seconds since 1970.
        sent_at: i64,
        /// Wrong codes so far.
        wrong_codes: u32,
        /// The sign-in.
        course: Course,
    },
    /// A new password must be chosen.
    NewPassword {
        /// The person.
        user: DirectoryUserId,
        /// The sign-in.
        course: Course,
    },
    /// A second factor is asked for.
    Mfa {
        /// The person.
        user: DirectoryUserId,
        /// Wrong codes so far.
        wrong_codes: u32,
        /// The sign-in.
        course: Course,
    },
    /// The company's identity provider was asked.
    External {
        /// `ID` of the request, which the response must answer.
        request: String,
        /// Where the sign-in leads to: a page of the portal.
        landing: String,
        /// The sign-in.
        course: Course,
    },
    /// A device must be registered.
    Register {
        /// The person.
        user: DirectoryUserId,
        /// The sign-in.
        course: Course,
    },
}

impl PortalAttempt {
    /// Whose sign-in it is, once that is known.
    #[must_use]
    pub fn user(&self) -> Option<&DirectoryUserId> {
        match self {
            Self::External { .. } => None,
            Self::UserName { user, .. } | Self::SecurityCheck { user, .. } => user.as_ref(),
            Self::MailCode { user, .. }
            | Self::NewPassword { user, .. }
            | Self::Mfa { user, .. }
            | Self::Register { user, .. } => Some(user),
        }
    }

    /// What goes with it from beginning to end.
    #[must_use]
    pub fn course(&self) -> &Course {
        match self {
            Self::UserName { course, .. }
            | Self::SecurityCheck { course, .. }
            | Self::External { course, .. }
            | Self::MailCode { course, .. }
            | Self::NewPassword { course, .. }
            | Self::Mfa { course, .. }
            | Self::Register { course, .. } => course,
        }
    }
}
