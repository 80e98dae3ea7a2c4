//! Records of automatic provisioning.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/scim-logging-using-cloudtrail.html>

use std::borrow::Cow;

use serde_json::{Value, json};
use uuid::Uuid;

use super::{EventContext, EventRecord, Facts, Outcome, sign_in_record, tls};

/// `eventSource` of provisioning.
pub const IDENTITY_STORE_SCIM: &str = "identitystore-scim.amazonaws.com";

/// What a call's record says.
#[derive(Debug)]
pub struct ScimFacts<'a> {
    /// The operation.
    pub name: &'a str,
    /// Id of the access token.
    pub token: &'a str,
    /// It changes nothing.
    pub read_only: bool,
    /// `requestParameters`, with what tells of people hidden.
    pub parameters: Value,
    /// `responseElements`, in the same way.
    pub response: Value,
    /// `errorCode` and `errorMessage` of a refusal.
    pub error: Option<(&'static str, String)>,
}

/// A call of a provisioning system. The documented records of refusals name the caller `Unknown`. `request` is the id that the
/// answer has, too; it is this record's `eventID`, as records here have no `requestID`.
#[must_use]
pub fn scim_call(context: &EventContext, request: Uuid, facts: ScimFacts<'_>) -> EventRecord {
    let (outcome, kind) = match facts.error {
        None => (Outcome::Success, "WebIdentityUser"),
        Some(_) => (Outcome::Failure, "Unknown"),
    };
    let (error_code, error_message) = match facts.error {
        None => (None, None),
        Some((code, message)) => (Some(code), Some(Cow::Owned(message))),
    };
    EventRecord {
        event_source: IDENTITY_STORE_SCIM,
        event_type: "AwsApiCall",
        event_id: request,
        error_code,
        error_message,
        request_parameters: facts.parameters,
        response_elements: facts.response,
        read_only: facts.read_only,
        tls_details: tls(&context.host),
        ..sign_in_record(
            context,
            Facts {
                name: facts.name,
                identity: json!({ "type": kind, "accountId": context.account, "accessKeyId": facts.token }),
                outcome,
                error_message: None,
                additional: None,
            },
        )
    }
}
