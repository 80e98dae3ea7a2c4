//! Records that AWS Organizations makes by itself.

use jiff::Timestamp;
use serde_json::{Value, json};

use super::{EventContext, EventRecord, Facts, Outcome, second, sign_in_record};
use crate::names::AccountId;

/// Recorded instead of names and e-mail addresses of accounts.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_cloudtrail-integration.html>
pub const WITHHELD: &str = "****";

/// `CreateAccountResult`: how the creation of an account that was asked for as `request` ended.
#[must_use]
pub fn create_account_result(
    context: &EventContext,
    request: &str,
    created: &AccountId,
    requested: Timestamp,
) -> EventRecord {
    let internal = || "AWS Internal".to_owned();
    EventRecord {
        event_source: "organizations.amazonaws.com",
        event_type: "AwsServiceEvent",
        source_ip_address: internal(),
        user_agent: internal(),
        request_parameters: Value::Null,
        response_elements: Value::Null,
        service_event_details: Some(json!({ "createAccountStatus": {
            "id": request, "state": "SUCCEEDED", "accountName": WITHHELD, "accountId": created,
            "requestedTimestamp": second(requested), "completedTimestamp": second(context.time),
        }})),
        tls_details: Value::Null,
        ..sign_in_record(
            context,
            Facts {
                name: "CreateAccountResult",
                identity: json!({ "accountId": context.account, "invokedBy": internal() }),
                outcome: Outcome::Success,
                error_message: None,
                additional: None,
            },
        )
    }
}
