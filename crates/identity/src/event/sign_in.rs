//! Signing in to the console, and a root password that changes.

use serde_json::{Value, json};

use super::{EventContext, EventIdentity, EventRecord, Facts, HIDDEN, Outcome, sign_in_record};
use crate::ids::{UserId, root_arn};
use crate::names::UserName;

/// `userIdentity` of a failed sign-in.
#[derive(Debug, Clone)]
pub enum FailureIdentity {
    /// A user of the account.
    IamUser {
        /// The user's id.
        user: UserId,
        /// The user's name.
        name: UserName,
    },
    /// A name that no user of the account has.
    UnknownUser,
    /// The root user.
    Root,
}

pub(super) fn login_data(mfa_used: bool, login_to: &str) -> Value {
    json!({ "LoginTo": login_to, "MobileVersion": "No", "MFAUsed": if mfa_used { "Yes" } else { "No" } })
}

/// `ConsoleLogin`, let in; with the serial number of the MFA device that was used, if any.
#[must_use]
pub fn console_login_success(
    context: &EventContext,
    who: &EventIdentity,
    mfa: Option<&str>,
    login_to: &str,
) -> EventRecord {
    let mut data = login_data(mfa.is_some(), login_to);
    if let (Some(serial), Value::Object(fields)) = (mfa, &mut data) {
        fields.insert("MFAIdentifier".to_owned(), json!(serial));
    }
    sign_in_record(
        context,
        Facts {
            name: "ConsoleLogin",
            identity: who.0.clone(),
            outcome: Outcome::Success,
            error_message: None,
            additional: Some(data),
        },
    )
}

/// `ConsoleLogin`, refused. A name that no user has is hidden.
#[must_use]
pub fn console_login_failure(
    context: &EventContext,
    who: &FailureIdentity,
    mfa_used: bool,
    login_to: &str,
) -> EventRecord {
    let account = &context.account;
    let (identity, error_message) = match who {
        FailureIdentity::IamUser { user, name } => (
            json!({ "type": "IAMUser", "principalId": user, "accountId": account, "accessKeyId": "", "userName": name }),
            "Failed authentication",
        ),
        FailureIdentity::UnknownUser => (
            json!({ "type": "IAMUser", "accountId": account, "accessKeyId": "", "userName": HIDDEN }),
            "No username found in supplied account",
        ),
        FailureIdentity::Root => (
            json!({ "type": "Root", "principalId": account, "arn": root_arn(account), "accountId": account, "accessKeyId": "" }),
            "Failed authentication",
        ),
    };
    sign_in_record(
        context,
        Facts {
            name: "ConsoleLogin",
            identity,
            outcome: Outcome::Failure,
            error_message: Some(error_message),
            additional: Some(login_data(mfa_used, login_to)),
        },
    )
}

fn root_event(context: &EventContext, name: &str, who: &EventIdentity) -> EventRecord {
    sign_in_record(
        context,
        Facts {
            name,
            identity: who.0.clone(),
            outcome: Outcome::Success,
            error_message: None,
            additional: None,
        },
    )
}

/// `PasswordUpdated`: the root password was changed.
#[must_use]
pub fn password_updated(context: &EventContext, who: &EventIdentity) -> EventRecord {
    root_event(context, "PasswordUpdated", who)
}

/// `PasswordRecoveryRequested`: a recovery mail was sent.
#[must_use]
pub fn password_recovery_requested(context: &EventContext, who: &EventIdentity) -> EventRecord {
    root_event(context, "PasswordRecoveryRequested", who)
}

/// `PasswordRecoveryCompleted`: a recovery link was used.
#[must_use]
pub fn password_recovery_completed(context: &EventContext, who: &EventIdentity) -> EventRecord {
    root_event(context, "PasswordRecoveryCompleted", who)
}

/// `CheckMfa`: after a right password of an IAM user with MFA devices, before they are asked for one. Success here does not
/// mean that MFA was passed.
#[must_use]
pub fn check_mfa(context: &EventContext, user: &UserId, name: &UserName, mfa_type: &str) -> EventRecord {
    let account = &context.account;
    let identity =
        json!({ "type": "IAMUser", "principalId": user, "accountId": account, "accessKeyId": "", "userName": name });
    EventRecord {
        read_only: true,
        ..sign_in_record(
            context,
            Facts {
                name: "CheckMfa",
                identity,
                outcome: Outcome::Success,
                error_message: None,
                additional: Some(json!({ "MfaType": mfa_type })),
            },
        )
    }
}
