//! What the sign-in pages are told.

use serde::Serialize;
use utoipa::ToSchema;

use super::{ChangeReason, CheckPurpose, MfaChoice};

/// Which sign-in page an address leads to, as decided from the address and the remembered-account cookie.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "page", rename_all = "kebab-case")]
pub enum SignInPage {
    /// Nobody is remembered and the address names no account: root user or IAM user?
    Chooser,
    /// The IAM user form.
    IamUser {
        /// Alias or 12-digit id to show, when known.
        account: Option<String>,
        /// The remembered user name, when the browser remembers one for this account.
        #[serde(rename = "userName")]
        user_name: Option<String>,
        /// Whether the account comes from the address or the cookie, so that the field is skipped.
        #[serde(rename = "accountFixed")]
        account_fixed: bool,
        /// Whether the remembered-account cookie decided this page.
        remembered: bool,
    },
    /// The address names an alias that no account has.
    UnknownAccount {
        /// The alias as typed in the address.
        account: String,
    },
}

/// The picture a person must read, with a text question as the accessible alternative.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Challenge {
    /// An SVG drawing of the characters, as a `data:` URI.
    pub image: String,
    /// A question in words that may be answered instead of reading the picture.
    pub question: String,
}

/// What a sign-in asks for next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum SignInStep {
    /// Prove to be a person before going on.
    SecurityCheck {
        /// What the check guards.
        purpose: CheckPurpose,
        /// The challenge to show.
        challenge: Challenge,
    },
    /// The root user's password.
    RootPassword {
        /// The e-mail address that was given.
        email: String,
    },
    /// A mail with a single-use link is on its way.
    RecoverySent {
        /// Where it was sent.
        email: String,
    },
    /// The password was right: now the second factor.
    #[serde(rename_all = "camelCase")]
    Mfa {
        /// IAM user name.
        user_name: Option<String>,
        /// The root user's e-mail address.
        email: Option<String>,
        /// Account alias or id, of an IAM user.
        account: Option<String>,
        /// The person's devices; any one will do.
        devices: Vec<MfaChoice>,
        /// Whether there is a way in without a device (root users only).
        alternative_factors: bool,
        /// Several codes were wrong: the device's clock may be.
        suggest_resync: bool,
    },
    /// A root user without a second factor may put it off.
    #[serde(rename_all = "camelCase")]
    MfaReminder {
        /// The root user's e-mail address.
        email: String,
        /// Days left, 1 to 35.
        days_left: u16,
    },
    /// A root user registers a second factor as part of signing in.
    #[serde(rename_all = "camelCase")]
    EnrolMfa {
        /// The root user's e-mail address.
        email: String,
        /// Days left; `null` when it cannot be put off any more.
        days_left: Option<u16>,
    },
    /// A root user without the device: a verification mail is on its way.
    AlternativeMail {
        /// Where it was sent.
        email: String,
    },
    /// The mail was verified: the phone is next.
    AlternativePhone {
        /// The root user's e-mail address.
        email: String,
        /// The number, its middle hidden.
        phone: String,
    },
    /// The phone was called.
    AlternativeCall {
        /// The root user's e-mail address.
        email: String,
        /// The number, its middle hidden.
        phone: String,
        /// Six digits to type into the phone.
        digits: String,
        /// They were typed in: the sign-in can be finished.
        verified: bool,
    },
    /// The IAM user must choose a new password before the console opens.
    NewPassword {
        /// Account alias or id.
        account: String,
        /// IAM user name.
        #[serde(rename = "userName")]
        user_name: String,
        /// Why a new password is asked for.
        reason: ChangeReason,
        /// The rules the new password must meet, one sentence each.
        requirements: Vec<String>,
    },
    /// Done: the session cookie is set.
    SignedIn {
        /// The address to go to.
        destination: String,
    },
}
