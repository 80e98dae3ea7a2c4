//! Calls to STS with keys (`AssumeRole`, `GetFederationToken`, `GetSessionToken`, `GetCallerIdentity`), of people for whom an
//! OpenID provider vouches (`AssumeRoleWithWebIdentity`), and `GetSigninToken`.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html>,
//! <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html>

use std::borrow::Cow;

use jiff::Timestamp;
use serde_json::{Map, Value, json};
use uuid::Uuid;

use super::portal::federated;
use super::role::spelt;
use super::{EventContext, EventIdentity, EventRecord, Facts, HIDDEN, Outcome, object, second, sign_in_record, tls};
use crate::account::Account;
use crate::ids::TemporaryKeyId;
use crate::names::AccountId;
use crate::principal::Principal;
use crate::session::Federation;

const STS: &str = "sts.amazonaws.com";

/// What a record says of temporary credentials that signed a call.
#[derive(Debug, Clone, Copy)]
pub struct KeyedSession<'a> {
    /// How the session came about.
    pub federation: &'a Federation,
    /// When it began.
    pub started: Timestamp,
    /// Whether a second factor was proved.
    pub mfa: bool,
}

impl EventIdentity {
    /// Who signed a call, with the key and, where that is temporary, what is known of its session.
    #[must_use]
    pub fn of_key(principal: &Principal, account: &Account, key: &str, session: Option<KeyedSession<'_>>) -> Self {
        let mut identity = match (principal, session) {
            (Principal::AssumedRole { .. } | Principal::FederatedUser { .. }, Some(session)) => {
                object(federated(principal, session.federation, session.started))
            }
            _ => object(Self::of(principal, account).0),
        };
        identity.insert("accessKeyId".to_owned(), json!(key));
        if let Some(session) = session {
            let context = identity.entry("sessionContext".to_owned()).or_insert_with(|| json!({}));
            if let Value::Object(context) = context {
                let attributes = json!({
                    "creationDate": second(session.started), "mfaAuthenticated": session.mfa.to_string(),
                });
                context.insert("attributes".to_owned(), attributes);
            }
        }
        Self(Value::Object(identity))
    }

    /// Somebody of another account: only that one's id, and theirs.
    #[must_use]
    pub fn of_another_account(caller: &Principal) -> Self {
        let id = caller.key().unwrap_or_else(|| caller.account().as_str().to_owned());
        Self(json!({ "type": "AWSAccount", "principalId": id, "accountId": caller.account() }))
    }

    /// Somebody for whom an OpenID provider vouches.
    #[must_use]
    pub fn of_web_identity(provider: &str, audience: &str, subject: &str) -> Self {
        Self(json!({
            "type": "WebIdentityUser", "principalId": format!("{provider}:{audience}:{subject}"), "userName": subject,
            "identityProvider": provider,
        }))
    }
}

/// What a call did, or why it did not.
#[derive(Debug, Clone)]
pub struct StsFacts {
    /// The action.
    pub name: &'static str,
    /// `requestParameters`
    pub parameters: Value,
    /// `responseElements`
    pub response: Value,
    /// `resources`
    pub resources: Option<Value>,
    /// The id that the records of two accounts share.
    pub shared: Option<Uuid>,
    /// Code and words of a refusal.
    pub error: Option<(&'static str, String)>,
}

/// A call to STS.
#[must_use]
pub fn sts_call(context: &EventContext, who: &EventIdentity, facts: StsFacts) -> EventRecord {
    let outcome = if facts.error.is_none() {
        Outcome::Success
    } else {
        Outcome::Failure
    };
    let (error_code, error_message) = match facts.error {
        Some((code, words)) => (Some(code), Some(Cow::Owned(words))),
        None => (None, None),
    };
    EventRecord {
        event_source: STS,
        event_type: "AwsApiCall",
        error_code,
        error_message,
        request_parameters: facts.parameters,
        response_elements: facts.response,
        resources: facts.resources,
        shared_event_id: facts.shared,
        read_only: true,
        tls_details: tls(STS),
        ..sign_in_record(
            context,
            Facts {
                name: facts.name,
                identity: who.0.clone(),
                outcome,
                error_message: None,
                additional: None,
            },
        )
    }
}

/// `credentials` of a response. The token is a credential: unlike AWS's record, ours does not hold it.
#[must_use]
pub fn recorded_credentials(key: &TemporaryKeyId, expires: Timestamp) -> Value {
    json!({ "accessKeyId": key, "sessionToken": HIDDEN, "expiration": spelt(expires) })
}

/// `resources` of a call about a role.
#[must_use]
pub fn recorded_role(account: &AccountId, arn: &str) -> Value {
    json!([{ "accountId": account, "type": "AWS::IAM::Role", "ARN": arn }])
}

/// `GetSigninToken`: credentials became a way into the console. No record of it is documented; public ones have the event
/// source and type of signing in, and the key of the new session.
#[must_use]
pub fn get_signin_token(context: &EventContext, who: &EventIdentity, key: &TemporaryKeyId) -> EventRecord {
    let mut elements = Map::new();
    elements.insert("credentials".to_owned(), json!({ "accessKeyId": key }));
    elements.insert("GetSigninToken".to_owned(), json!("Success"));
    EventRecord {
        response_elements: Value::Object(elements),
        ..sign_in_record(
            context,
            Facts {
                name: "GetSigninToken",
                identity: who.0.clone(),
                outcome: Outcome::Success,
                error_message: None,
                additional: Some(json!({ "MobileVersion": "No", "MFAUsed": "No" })),
            },
        )
    }
}
