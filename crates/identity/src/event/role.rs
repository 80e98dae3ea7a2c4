//! Records of acting as a role.
//!
//! `AssumeRole` is recorded where the caller is and, when that is another account, where the role is, under one shared id
//! (<https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html>). `SwitchRole` is the console's own record
//! in the role's account; `ExitRole` is modelled on it, as no whole sample of it is public.

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Value, json};
use uuid::Uuid;

use super::{
    EventContext, EventIdentity, EventRecord, Facts, HIDDEN, Outcome, SessionContext, object, second, sign_in_record,
    tls,
};
use crate::ids::TemporaryKeyId;
use crate::names::{AccountId, SessionName};
use crate::principal::Principal;

const STS: &str = "sts.amazonaws.com";

/// A role that is assumed, as both accounts' records describe it.
#[derive(Debug, Clone, Copy)]
pub struct Assumption<'a> {
    /// The role.
    pub role_arn: &'a str,
    /// The role's account.
    pub role_account: &'a AccountId,
    /// The name of its session.
    pub session_name: &'a SessionName,
    /// The session.
    pub principal: &'a Principal,
    /// The id of its temporary key.
    pub key: &'a TemporaryKeyId,
    /// When it ends.
    pub expires: Timestamp,
    /// The id that the records of two accounts share.
    pub shared: Option<Uuid>,
}

/// `AssumeRole`, in the caller's account.
#[must_use]
pub fn assume_role(
    context: &EventContext,
    who: &EventIdentity,
    session: SessionContext,
    role: &Assumption<'_>,
) -> EventRecord {
    let mut identity = object(who.0.clone());
    let attributes = json!({ "creationDate": second(session.started), "mfaAuthenticated": session.mfa.to_string() });
    identity.insert("sessionContext".to_owned(), json!({ "attributes": attributes }));
    assumed(context, Value::Object(identity), role)
}

/// `AssumeRole`, in the role's account: of the caller it says only the id and the account.
#[must_use]
pub fn assume_role_from_outside(context: &EventContext, caller: &Principal, role: &Assumption<'_>) -> EventRecord {
    let id = caller.key().unwrap_or_else(|| caller.account().as_str().to_owned());
    let identity = json!({ "type": "AWSAccount", "principalId": id, "accountId": caller.account() });
    assumed(context, identity, role)
}

fn assumed(context: &EventContext, identity: Value, role: &Assumption<'_>) -> EventRecord {
    let id = role.principal.key().unwrap_or_default();
    EventRecord {
        // The token is a credential: unlike AWS's record, ours does not hold it.
        response_elements: json!({
            "credentials": {
                "accessKeyId": role.key, "sessionToken": HIDDEN, "expiration": spelt(role.expires),
            },
            "assumedRoleUser": { "assumedRoleId": id, "arn": role.principal.arn() },
        }),
        resources: Some(json!([{
            "accountId": role.role_account, "type": "AWS::IAM::Role", "ARN": role.role_arn,
        }])),
        shared_event_id: role.shared,
        ..call(context, identity, role.role_arn, role.session_name, Outcome::Success)
    }
}

/// `AssumeRole` that policies refused, in the caller's account.
#[must_use]
pub fn assume_role_denied(
    context: &EventContext,
    who: &EventIdentity,
    session: SessionContext,
    role_arn: &str,
    session_name: &SessionName,
    message: String,
) -> EventRecord {
    let mut identity = object(who.0.clone());
    let attributes = json!({ "creationDate": second(session.started), "mfaAuthenticated": session.mfa.to_string() });
    identity.insert("sessionContext".to_owned(), json!({ "attributes": attributes }));
    EventRecord {
        error_code: Some("AccessDenied"),
        error_message: Some(Cow::Owned(message)),
        response_elements: Value::Null,
        ..call(
            context,
            Value::Object(identity),
            role_arn,
            session_name,
            Outcome::Failure,
        )
    }
}

fn call(
    context: &EventContext,
    identity: Value,
    role_arn: &str,
    session_name: &SessionName,
    outcome: Outcome,
) -> EventRecord {
    EventRecord {
        event_source: STS,
        event_type: "AwsApiCall",
        request_parameters: json!({ "roleArn": role_arn, "roleSessionName": session_name }),
        tls_details: tls(STS),
        read_only: true,
        ..sign_in_record(
            context,
            Facts {
                name: "AssumeRole",
                identity,
                outcome,
                error_message: None,
                additional: None,
            },
        )
    }
}

/// `SwitchRole`: the console acts as the role from now on.
#[must_use]
pub fn switch_role(context: &EventContext, role: &EventIdentity, from: &str, redirect_to: &str) -> EventRecord {
    console(
        context,
        "SwitchRole",
        role,
        json!({ "SwitchFrom": from, "RedirectTo": redirect_to }),
    )
}

/// `ExitRole`: the console acts as who signed in again.
#[must_use]
pub fn exit_role(context: &EventContext, role: &EventIdentity, to: &str, redirect_to: &str) -> EventRecord {
    console(
        context,
        "ExitRole",
        role,
        json!({ "SwitchTo": to, "RedirectTo": redirect_to }),
    )
}

fn console(context: &EventContext, name: &str, role: &EventIdentity, additional: Value) -> EventRecord {
    sign_in_record(
        context,
        Facts {
            name,
            identity: role.0.clone(),
            outcome: Outcome::Success,
            error_message: None,
            additional: Some(additional),
        },
    )
}

/// `Mar 1, 2026, 1:00:00 PM`, as the samples write an expiration.
pub(super) fn spelt(time: Timestamp) -> String {
    time.strftime("%b %-d, %Y, %-I:%M:%S %p").to_string()
}
