//! The second factor at sign-in, and the way in for a root user without one.

use axum::extract::State;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{CeremonyOptions, SignInStep};
use vestibule_service::mfa::TwoCodes;

use super::App;
use super::mfa::CredentialForm;
use crate::answer::{Reply, reply};
use crate::caller;
use crate::input::Body;

/// A code of a device.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CodeForm {
    /// Which device.
    device_id: String,
    /// Six digits.
    #[schema(value_type = String)]
    code: SecretString,
}

/// Two codes of a device that follow each other.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ResyncForm {
    /// Which device.
    pub device_id: String,
    /// A code.
    #[schema(value_type = String)]
    pub code1: SecretString,
    /// The next one.
    #[schema(value_type = String)]
    pub code2: SecretString,
}

/// The token of a verification mail's link.
#[derive(Debug, Deserialize, ToSchema)]
pub struct LinkForm {
    /// Token.
    #[schema(value_type = String)]
    token: SecretString,
}

/// A code of a device.
#[utoipa::path(post, path = "/api/sign-in/mfa/code", request_body = CodeForm, responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn code(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CodeForm>,
) -> Reply<SignInStep> {
    reply(app.sign_in_mfa_code(&caller, &form.device_id, form.code).await)
}

/// Ask for a passkey or security key.
#[utoipa::path(post, path = "/api/sign-in/mfa/passkey/start", responses((status = 200, body = CeremonyOptions), (status = "default", body = ErrorBody)))]
pub async fn start_passkey(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CeremonyOptions> {
    reply(app.start_sign_in_passkey(&caller).await)
}

/// A key's answer.
#[utoipa::path(post, path = "/api/sign-in/mfa/passkey/finish", request_body = CredentialForm, responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn finish_passkey(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CredentialForm>,
) -> Reply<SignInStep> {
    reply(app.finish_sign_in_passkey(&caller, form.credential).await)
}

/// Re-sync with our servers.
#[utoipa::path(post, path = "/api/sign-in/mfa/resync", request_body = ResyncForm, responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn resync(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<ResyncForm>,
) -> Reply<SignInStep> {
    let codes = TwoCodes {
        code1: form.code1,
        code2: form.code2,
    };
    reply(app.resync_at_sign_in(&caller, &form.device_id, codes).await)
}

/// Remind the root user later.
#[utoipa::path(post, path = "/api/sign-in/mfa/skip", responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn skip(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignInStep> {
    reply(app.skip_root_mfa(&caller).await)
}

/// From the reminder to registering a device.
#[utoipa::path(post, path = "/api/sign-in/mfa/enrol", responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn enrol(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignInStep> {
    reply(app.enrol_root_mfa(&caller).await)
}

/// Send the verification mail, again if need be.
#[utoipa::path(post, path = "/api/sign-in/mfa/alternative/start", responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn start_alternative(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignInStep> {
    reply(app.start_alternative(&caller).await)
}

/// The link of the verification mail.
#[utoipa::path(post, path = "/api/sign-in/mfa/alternative/verify", request_body = LinkForm, responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn verify_alternative(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<LinkForm>,
) -> Reply<SignInStep> {
    reply(app.verify_alternative(&caller, &form.token).await)
}

/// Call the phone.
#[utoipa::path(post, path = "/api/sign-in/mfa/alternative/call", responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn call(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignInStep> {
    reply(app.call_phone(&caller).await)
}

/// Sign in, once the digits were typed.
#[utoipa::path(post, path = "/api/sign-in/mfa/alternative/finish", responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn finish_alternative(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignInStep> {
    reply(app.finish_alternative(&caller).await)
}
