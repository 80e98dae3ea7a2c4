//! Records of people for whom a SAML identity provider vouches.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/cloudtrail-integration.html>: a sample of `AssumeRoleWithSAML` that let
//! somebody in is there, none of a refusal.

use std::borrow::Cow;
use std::collections::BTreeMap;

use jiff::Timestamp;
use serde_json::{Value, json};

use super::role::spelt;
use super::{EventContext, EventRecord, Facts, HIDDEN, Outcome, object, sign_in_record, tls};
use crate::ids::TemporaryKeyId;
use crate::principal::Principal;

const STS: &str = "sts.amazonaws.com";

/// Whom an assertion is about, and what it asks for. All of it was signed by the provider.
#[derive(Debug, Clone, Default)]
pub struct SamlCall<'a> {
    /// Whom the provider vouches for, as it calls them.
    pub subject: &'a str,
    /// Of one account's provider: tells people of different providers apart who have the same name.
    pub name_qualifier: &'a str,
    /// ID of the assertion.
    pub assertion: &'a str,
    /// ARN of the provider.
    pub provider: &'a str,
    /// ARN of the role; none is known where the person did not choose yet.
    pub role: Option<&'a str>,
    /// `RoleSessionName`, where it is one.
    pub session: Option<&'a str>,
    /// `SourceIdentity`, where there is one.
    pub source_identity: Option<&'a str>,
    /// Session tags.
    pub tags: BTreeMap<String, String>,
    /// Those that are transitive.
    pub transitive: Vec<String>,
    /// The duration that is asked for, in seconds.
    pub seconds: Option<u64>,
}

/// What the call gave.
#[derive(Debug, Clone, Copy)]
pub struct SamlGrant<'a> {
    /// The role's session.
    pub principal: &'a Principal,
    /// The id of its temporary key.
    pub key: &'a TemporaryKeyId,
    /// When it ends.
    pub expires: Timestamp,
    /// Kind of the subject's name.
    pub subject_type: &'a str,
    /// Who issued the assertion.
    pub issuer: &'a str,
    /// The recipient.
    pub audience: &'a str,
}

/// `AssumeRoleWithSAML`, let in.
#[must_use]
pub fn assume_role_with_saml(context: &EventContext, call: &SamlCall<'_>, grant: &SamlGrant<'_>) -> EventRecord {
    let mut response = object(json!({
        // The token is a credential: unlike AWS's record, ours does not hold it.
        "credentials": { "accessKeyId": grant.key, "sessionToken": HIDDEN, "expiration": spelt(grant.expires) },
        "assumedRoleUser": {
            "assumedRoleId": grant.principal.key().unwrap_or_default(), "arn": grant.principal.arn(),
        },
        "subject": call.subject, "subjectType": grant.subject_type, "issuer": grant.issuer,
        "audience": grant.audience, "nameQualifier": call.name_qualifier,
    }));
    if let Some(source) = call.source_identity {
        response.insert("sourceIdentity".to_owned(), json!(source));
    }
    let account = &context.account;
    EventRecord {
        response_elements: Value::Object(response),
        resources: Some(json!([
            { "accountId": account, "type": "AWS::IAM::Role", "ARN": call.role },
            { "accountId": account, "type": "AWS::IAM::SAMLProvider", "ARN": call.provider },
        ])),
        ..record(context, call, Outcome::Success)
    }
}

/// `AssumeRoleWithSAML`, refused after the signature held: who it is about is true, and the rest did not do. `check` names
/// the first check that failed; AWS has no such field.
#[must_use]
pub fn assume_role_with_saml_refused(
    context: &EventContext,
    call: &SamlCall<'_>,
    code: &'static str,
    message: String,
    check: &str,
) -> EventRecord {
    EventRecord {
        error_code: Some(code),
        error_message: Some(Cow::Owned(message)),
        response_elements: Value::Null,
        additional_event_data: Some(json!({ "failedCheck": check })),
        ..record(context, call, Outcome::Failure)
    }
}

fn record(context: &EventContext, call: &SamlCall<'_>, outcome: Outcome) -> EventRecord {
    let identity = json!({
        "type": "SAMLUser", "principalId": format!("{}:{}", call.name_qualifier, call.subject),
        "userName": call.subject, "identityProvider": call.name_qualifier,
    });
    let mut parameters = object(json!({ "sAMLAssertionID": call.assertion, "principalArn": call.provider }));
    let texts = [
        ("roleArn", call.role),
        ("roleSessionName", call.session),
        ("sourceIdentity", call.source_identity),
    ];
    for (name, text) in texts {
        if let Some(text) = text {
            parameters.insert(name.to_owned(), json!(text));
        }
    }
    if !call.tags.is_empty() {
        parameters.insert("principalTags".to_owned(), json!(call.tags));
    }
    if !call.transitive.is_empty() {
        parameters.insert("transitiveTagKeys".to_owned(), json!(call.transitive));
    }
    if let Some(seconds) = call.seconds {
        parameters.insert("durationSeconds".to_owned(), json!(seconds));
    }
    EventRecord {
        event_source: STS,
        event_type: "AwsApiCall",
        request_parameters: Value::Object(parameters),
        tls_details: tls(STS),
        read_only: true,
        ..sign_in_record(
            context,
            Facts {
                name: "AssumeRoleWithSAML",
                identity,
                outcome,
                error_message: None,
                additional: None,
            },
        )
    }
}
