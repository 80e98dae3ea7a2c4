//! Records in CloudTrail's shape.
//!
//! Field names, casing and presence follow the documented samples:
//! <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html>.

mod federation;
mod oidc;
mod organization;
mod portal;
mod region;
mod role;
mod scim;
mod sign_in;
mod sts;

use std::borrow::Cow;

use jiff::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use crate::account::Account;
use crate::ids::{TemporaryKeyId, root_arn};
use crate::names::AccountId;
use crate::principal::Principal;
pub use federation::{SamlCall, SamlGrant, assume_role_with_saml, assume_role_with_saml_refused};
pub use oidc::{OidcFacts, oidc_call};
pub use organization::{WITHHELD, create_account_result};
pub use portal::{
    CredentialType, IDENTITY_STORE, IDENTITY_STORE_AUTH, SSO, SSO_DIRECTORY, SignInEvent, SignInFacts, directory_call,
    external_sign_in_failure, federated_console_login, portal_call, sign_in_step,
};
pub use region::{REGIONS, SignInKind, sign_in_region};
pub use role::{Assumption, assume_role, assume_role_denied, assume_role_from_outside, exit_role, switch_role};
pub use scim::{IDENTITY_STORE_SCIM, ScimFacts, scim_call};
pub use sign_in::{
    FailureIdentity, check_mfa, console_login_failure, console_login_success, password_recovery_completed,
    password_recovery_requested, password_updated,
};
pub use sts::{KeyedSession, StsFacts, get_signin_token, recorded_credentials, recorded_role, sts_call};

/// Recorded instead of a user name that no user has: people type passwords into that box.
pub const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// What every record says about its circumstances.
#[derive(Debug, Clone)]
pub struct EventContext {
    /// When.
    pub time: Timestamp,
    /// The record's id.
    pub event_id: Uuid,
    /// Where.
    pub region: String,
    /// The browser's address.
    pub source_ip: String,
    /// The browser.
    pub user_agent: String,
    /// The account that receives the record.
    pub account: AccountId,
    /// The host the browser asked.
    pub host: String,
}

/// `userIdentity` of someone who is known.
#[derive(Debug, Clone)]
pub struct EventIdentity(Value);

impl EventIdentity {
    /// The member account's root user in a session of `AssumeRoot`: it has a temporary key.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-track-privileged-tasks.html>
    #[must_use]
    pub fn assumed_root(account: &AccountId, key: &TemporaryKeyId, started: Timestamp) -> Self {
        Self(json!({
            "type": "Root", "principalId": account, "arn": root_arn(account), "accountId": account, "accessKeyId": key,
            "sessionContext": {
                "attributes": { "creationDate": second(started), "mfaAuthenticated": "false" }, "assumedRoot": "true",
            },
        }))
    }

    /// The identity of a principal. Root has an empty access key id, and the alias as user name if there is one.
    #[must_use]
    pub fn of(principal: &Principal, account: &Account) -> Self {
        Self(match principal {
            Principal::Root { .. } => {
                let mut identity = object(Self::of_principal(principal));
                if let Some(alias) = &account.alias {
                    identity.insert("userName".to_owned(), json!(alias));
                }
                Value::Object(identity)
            }
            Principal::IamUser { .. } | Principal::AssumedRole { .. } | Principal::FederatedUser { .. } => {
                Self::of_principal(principal)
            }
        })
    }

    /// The same without what only the account knows.
    fn of_principal(principal: &Principal) -> Value {
        match principal {
            Principal::Root { account: id } => json!({
                "type": "Root", "principalId": id, "arn": root_arn(id), "accountId": id, "accessKeyId": "",
            }),
            Principal::IamUser {
                account: id,
                user,
                name,
            } => json!({
                "type": "IAMUser", "principalId": user, "arn": principal.arn(), "accountId": id, "userName": name,
            }),
            Principal::AssumedRole {
                account: id,
                role,
                session,
                ..
            } => json!({
                "type": "AssumedRole", "principalId": format!("{role}:{session}"), "arn": principal.arn(), "accountId": id,
            }),
            Principal::FederatedUser { account: id, name, .. } => json!({
                "type": "FederatedUser", "principalId": format!("{id}:{name}"), "arn": principal.arn(), "accountId": id,
            }),
        }
    }
}

/// Success or failure.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// It succeeded.
    Success,
    /// It failed.
    Failure,
}

/// A finished record. Serializes in the order of the documented table.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct EventRecord {
    event_version: &'static str,
    user_identity: Value,
    event_time: String,
    event_source: &'static str,
    event_name: String,
    aws_region: String,
    #[serde(rename = "sourceIPAddress")]
    source_ip_address: String,
    user_agent: String,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_code: Option<&'static str>,
    #[serde(skip_serializing_if = "Option::is_none")]
    error_message: Option<Cow<'static, str>>,
    request_parameters: Value,
    response_elements: Value,
    #[serde(skip_serializing_if = "Option::is_none")]
    additional_event_data: Option<Value>,
    #[serde(rename = "eventID")]
    event_id: Uuid,
    read_only: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    resources: Option<Value>,
    event_type: &'static str,
    management_event: bool,
    recipient_account_id: AccountId,
    #[serde(rename = "sharedEventID", skip_serializing_if = "Option::is_none")]
    shared_event_id: Option<Uuid>,
    event_category: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    service_event_details: Option<Value>,
    #[serde(skip_serializing_if = "Value::is_null")]
    tls_details: Value,
    #[serde(skip)]
    time: Timestamp,
    #[serde(skip)]
    outcome: Outcome,
}

impl EventRecord {
    /// The same record of a call to another service than IAM.
    #[must_use]
    pub fn of_service(mut self, source: &'static str) -> Self {
        self.event_source = source;
        self.tls_details = tls(source);
        self
    }

    /// The event's name.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.event_name
    }

    /// When.
    #[must_use]
    pub fn time(&self) -> Timestamp {
        self.time
    }

    /// Whose history it belongs to.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        &self.recipient_account_id
    }

    /// The user name, as recorded; `root` for the root user, the session's name for a role or a federated user.
    #[must_use]
    pub fn user_name(&self) -> Option<&str> {
        let field = |name: &str| self.user_identity.get(name).and_then(Value::as_str);
        match field("type") {
            Some("Root") => Some("root"),
            Some("AssumedRole" | "FederatedUser") => field("principalId")
                .and_then(|id| id.split_once(':'))
                .map(|(_, session)| session),
            _ => field("userName"),
        }
    }

    /// Success or failure.
    #[must_use]
    pub fn outcome(&self) -> Outcome {
        self.outcome
    }
}

struct Facts<'a> {
    name: &'a str,
    identity: Value,
    outcome: Outcome,
    error_message: Option<&'static str>,
    additional: Option<Value>,
}

fn sign_in_record(context: &EventContext, facts: Facts<'_>) -> EventRecord {
    let word = match facts.outcome {
        Outcome::Success => "Success",
        Outcome::Failure => "Failure",
    };
    let mut elements = Map::new();
    elements.insert(facts.name.to_owned(), json!(word));
    EventRecord {
        event_version: "1.11",
        user_identity: facts.identity,
        event_time: second(context.time),
        event_source: "signin.amazonaws.com",
        event_name: facts.name.to_owned(),
        aws_region: context.region.clone(),
        source_ip_address: context.source_ip.clone(),
        user_agent: context.user_agent.clone(),
        error_code: None,
        error_message: facts.error_message.map(Cow::Borrowed),
        request_parameters: Value::Null,
        response_elements: Value::Object(elements),
        additional_event_data: facts.additional,
        event_id: context.event_id,
        read_only: false,
        resources: None,
        event_type: "AwsConsoleSignIn",
        management_event: true,
        recipient_account_id: context.account.clone(),
        shared_event_id: None,
        event_category: "Management",
        service_event_details: None,
        tls_details: tls(&context.host),
        time: context.time,
        outcome: facts.outcome,
    }
}

/// What a record says of the session that a call was made in.
#[derive(Debug, Clone, Copy)]
pub struct SessionContext {
    /// When the session began.
    pub started: Timestamp,
    /// Whether it began with a second factor.
    pub mfa: bool,
}

/// An IAM call made in the console. `session` is absent for a change made during sign-in.
#[must_use]
pub fn api_call(
    context: &EventContext,
    name: &str,
    who: &EventIdentity,
    session: Option<SessionContext>,
    request_parameters: Value,
    response_elements: Value,
) -> EventRecord {
    let mut identity = object(who.0.clone());
    if let Some(SessionContext { started, mfa }) = session {
        let attributes = json!({ "creationDate": second(started), "mfaAuthenticated": mfa.to_string() });
        identity.insert("sessionContext".to_owned(), json!({ "attributes": attributes }));
    }
    EventRecord {
        event_source: "iam.amazonaws.com",
        event_type: "AwsApiCall",
        request_parameters,
        response_elements,
        tls_details: tls("iam.amazonaws.com"),
        ..sign_in_record(
            context,
            Facts {
                name,
                identity: Value::Object(identity),
                outcome: Outcome::Success,
                error_message: None,
                additional: None,
            },
        )
    }
}

fn tls(host: &str) -> Value {
    json!({ "tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256", "clientProvidedHostHeader": host })
}

/// `YYYY-MM-DDThh:mm:ssZ`.
fn second(time: Timestamp) -> String {
    Timestamp::from_second(time.as_second()).unwrap_or(time).to_string()
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(map) => map,
        _ => Map::new(),
    }
}

#[cfg(test)]
mod tests;
