//! Calls of tools to Identity Center: OIDC (`RegisterClient`, `StartDeviceAuthorization`, `CreateToken`) and the portal's
//! own for a token (`ListAccounts`, `ListAccountRoles`, `GetRoleCredentials`, `Logout`).
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/logging-using-cloudtrail.html>

use serde_json::{Value, json};

use super::{EventContext, EventRecord, Facts, Outcome, SSO, object, sign_in_record, tls};

/// What a record of such a call says. Secrets are never part of it: callers write [`HIDDEN`](super::HIDDEN).
#[derive(Debug, Clone)]
pub struct OidcFacts<'a> {
    /// The operation.
    pub name: &'a str,
    /// The person, once a token or an approval says who it is.
    pub who: Option<&'a str>,
    /// Why it was refused, by the name of the error.
    pub error: Option<&'static str>,
    /// `requestParameters`.
    pub parameters: Value,
    /// `responseElements`.
    pub response: Value,
    /// Nothing was changed.
    pub read_only: bool,
}

/// A tool's call, in the instance's account.
#[must_use]
pub fn oidc_call(context: &EventContext, facts: OidcFacts<'_>) -> EventRecord {
    let account = &context.account;
    let mut identity = object(json!({ "type": "Unknown", "principalId": account, "accountId": account }));
    if let Some(name) = facts.who {
        identity.insert("userName".to_owned(), json!(name));
    }
    let outcome = if facts.error.is_none() {
        Outcome::Success
    } else {
        Outcome::Failure
    };
    EventRecord {
        event_source: SSO,
        event_type: "AwsServiceEvent",
        error_code: facts.error,
        request_parameters: facts.parameters,
        response_elements: facts.response,
        read_only: facts.read_only,
        tls_details: tls(SSO),
        ..sign_in_record(
            context,
            Facts {
                name: facts.name,
                identity: Value::Object(identity),
                outcome,
                error_message: None,
                additional: None,
            },
        )
    }
}
