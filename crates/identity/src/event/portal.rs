//! Records of IAM Identity Center: the steps of a sign-in at the access portal, what the portal does, and the console
//! sign-in of a federated session.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/understanding-sign-in-events.html>

use std::borrow::Cow;

use serde_json::{Value, json};
use uuid::Uuid;

use super::sign_in::login_data;
use super::{EventContext, EventIdentity, EventRecord, Facts, Outcome, object, second, sign_in_record, tls};
use crate::principal::Principal;
use crate::session::{FederatedBy, Federation};
use jiff::Timestamp;

/// `eventSource` of the portal and of administration.
pub const SSO: &str = "sso.amazonaws.com";
/// `eventSource` of the identity store.
pub const IDENTITY_STORE: &str = "identitystore.amazonaws.com";
/// `eventSource` of what becomes of people's passwords, addresses and devices.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/sso-info-in-cloudtrail.html>
pub const SSO_DIRECTORY: &str = "sso-directory.amazonaws.com";

/// `eventSource` of the identity store's sessions. No sample is documented; it follows the prefix of the actions.
pub const IDENTITY_STORE_AUTH: &str = "identitystore-auth.amazonaws.com";

/// A step of a sign-in.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInEvent {
    /// A credential was asked for.
    CredentialChallenge,
    /// A credential was judged.
    CredentialVerification,
    /// The whole sign-in is over.
    UserAuthentication,
    /// An external identity provider could not vouch for the person.
    ExternalIdPDirectoryLogin,
}

impl SignInEvent {
    fn name(self) -> &'static str {
        match self {
            Self::CredentialChallenge => "CredentialChallenge",
            Self::CredentialVerification => "CredentialVerification",
            Self::UserAuthentication => "UserAuthentication",
            Self::ExternalIdPDirectoryLogin => "ExternalIdPDirectoryLogin",
        }
    }
}

/// `CredentialType` of the steps.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CredentialType {
    /// A password.
    Password,
    /// An authenticator app's code.
    Totp,
    /// A security key or passkey.
    Webauthn,
    /// The company's identity provider.
    ExternalIdp,
    /// Two codes that set an app's clock.
    ResyncTotp,
    /// A code by mail.
    EmailOtp,
}

impl CredentialType {
    /// As the records spell it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::Password => "PASSWORD",
            Self::Totp => "TOTP",
            Self::Webauthn => "WEBAUTHN",
            Self::ExternalIdp => "EXTERNAL_IDP",
            Self::ResyncTotp => "RESYNC_TOTP",
            Self::EmailOtp => "EMAIL_OTP",
        }
    }
}

/// What a step's record says.
#[derive(Debug, Clone, Copy)]
pub struct SignInFacts<'a> {
    /// Which step.
    pub event: SignInEvent,
    /// Ties the steps of one sign-in together.
    pub workflow: Uuid,
    /// The credential that is asked for or judged; several for `UserAuthentication`, in the order they were given.
    pub credentials: &'a [CredentialType],
    /// The person's name, once it is known to be one.
    pub user_name: Option<&'a str>,
    /// Where the sign-in leads to.
    pub login_to: &'a str,
    /// A device must be registered.
    pub enrollment_required: Option<bool>,
    /// Success or failure.
    pub outcome: Outcome,
}

/// A step of a sign-in at the portal.
#[must_use]
pub fn sign_in_step(context: &EventContext, facts: &SignInFacts<'_>) -> EventRecord {
    let account = &context.account;
    let mut identity = object(json!({
        "type": "Unknown", "principalId": account, "arn": "", "accountId": account, "accessKeyId": "",
    }));
    if let Some(name) = facts.user_name {
        identity.insert("userName".to_owned(), json!(name));
    }
    let words: Vec<&str> = facts.credentials.iter().map(|kind| kind.word()).collect();
    let mut additional = object(json!({ "AuthWorkflowID": facts.workflow, "LoginTo": facts.login_to }));
    if !words.is_empty() {
        additional.insert("CredentialType".to_owned(), json!(words.join(",")));
    }
    if let Some(required) = facts.enrollment_required {
        additional.insert("DeviceEnrollmentRequired".to_owned(), json!(required.to_string()));
    }
    let name = facts.event.name();
    let word = match facts.outcome {
        Outcome::Success => "Success",
        Outcome::Failure => "Failure",
    };
    EventRecord {
        event_type: "AwsServiceEvent",
        response_elements: Value::Null,
        service_event_details: Some(json!({ name: word })),
        ..sign_in_record(
            context,
            Facts {
                name,
                identity: Value::Object(identity),
                outcome: facts.outcome,
                error_message: None,
                additional: Some(Value::Object(additional)),
            },
        )
    }
}

/// `ExternalIdPDirectoryLogin`: the company's identity provider could not sign somebody in. In the form of records that people
/// have shown: <https://github.com/goauthentik/authentik/issues/4554>. `checks` is ours, for whoever looks for the cause.
#[must_use]
pub fn external_sign_in_failure(context: &EventContext, message: String, checks: Value) -> EventRecord {
    let account = &context.account;
    EventRecord {
        error_message: Some(Cow::Owned(message)),
        ..sign_in_record(
            context,
            Facts {
                name: SignInEvent::ExternalIdPDirectoryLogin.name(),
                identity: json!({
                    "type": "Unknown", "principalId": account, "arn": "", "accountId": account, "accessKeyId": "",
                }),
                outcome: Outcome::Failure,
                error_message: None,
                additional: (!checks.is_null()).then_some(checks),
            },
        )
    }
}

/// A call that a person makes at the portal (`Authenticate`, `Federate`, `ListAccounts`, …), in the instance's account.
/// `who` is the user name.
#[must_use]
pub fn portal_call(
    context: &EventContext,
    name: &str,
    who: &str,
    outcome: Outcome,
    request_parameters: Value,
    details: Value,
) -> EventRecord {
    let account = &context.account;
    EventRecord {
        event_source: SSO,
        event_type: "AwsServiceEvent",
        request_parameters,
        response_elements: Value::Null,
        service_event_details: (!details.is_null()).then_some(details),
        tls_details: tls(SSO),
        ..sign_in_record(
            context,
            Facts {
                name,
                identity: json!({
                    "type": "Unknown", "principalId": account, "accountId": account, "userName": who,
                }),
                outcome,
                error_message: None,
                additional: None,
            },
        )
    }
}

/// What a person does about their own password, address or device (`UpdatePassword`, `VerifyEmail`, …), in the instance's
/// account. The documentation names the calls and shows no record; it is modelled on those of the portal.
#[must_use]
pub fn directory_call(context: &EventContext, name: &str, who: &str, request_parameters: Value) -> EventRecord {
    EventRecord {
        event_source: SSO_DIRECTORY,
        tls_details: tls(SSO_DIRECTORY),
        ..portal_call(context, name, who, Outcome::Success, request_parameters, Value::Null)
    }
}

/// `userIdentity` of a federated session, with the role that issued it.
pub(super) fn federated(principal: &Principal, federation: &Federation, started: Timestamp) -> Value {
    let mut identity = object(EventIdentity::of_principal(principal));
    identity.insert("accessKeyId".to_owned(), json!(federation.key));
    let attributes = json!({ "creationDate": second(started), "mfaAuthenticated": "false" });
    let issuer = match principal {
        Principal::AssumedRole {
            account,
            role,
            path,
            name,
            ..
        } => Some(json!({
            "type": "Role", "principalId": role, "arn": crate::ids::role_arn(account, path, name),
            "accountId": account, "userName": name,
        })),
        Principal::FederatedUser {
            account,
            issuer: Some(by),
            ..
        } => Some(json!({
            "type": "IAMUser", "principalId": by.user, "arn": crate::ids::user_arn(account, &by.name),
            "accountId": account, "userName": by.name,
        })),
        Principal::FederatedUser {
            account, issuer: None, ..
        } => Some(json!({
            "type": "Root", "principalId": account, "arn": crate::ids::root_arn(account), "accountId": account,
        })),
        Principal::Root { .. } | Principal::IamUser { .. } => None,
    };
    if let Some(issuer) = issuer {
        let mut context = serde_json::Map::new();
        context.insert("attributes".to_owned(), attributes);
        context.insert("sessionIssuer".to_owned(), issuer);
        if let FederatedBy::WebIdentity { provider, .. } = &federation.by {
            let web = json!({ "federatedProvider": provider, "attributes": {} });
            context.insert("webIdFederationData".to_owned(), web);
        }
        if let Some(source) = &federation.source_identity {
            context.insert("sourceIdentity".to_owned(), json!(source));
        }
        identity.insert("sessionContext".to_owned(), Value::Object(context));
    }
    Value::Object(identity)
}

/// `ConsoleLogin` of someone who was federated: AWS sees no MFA, whatever the other side asked for. That a SAML provider's
/// ARN is there is common knowledge, and not documented (facts 6.8).
#[must_use]
pub fn federated_console_login(
    context: &EventContext,
    principal: &Principal,
    federation: &Federation,
    login_to: &str,
) -> EventRecord {
    let mut data = object(login_data(false, login_to));
    if let FederatedBy::Saml { provider, .. } = &federation.by {
        data.insert("SamlProviderArn".to_owned(), json!(provider));
    }
    sign_in_record(
        context,
        Facts {
            name: "ConsoleLogin",
            identity: federated(principal, federation, context.time),
            outcome: Outcome::Success,
            error_message: None,
            additional: Some(Value::Object(data)),
        },
    )
}
