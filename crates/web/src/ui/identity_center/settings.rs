//! What is set for everyone who signs in at the portal.

use std::collections::BTreeMap;

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_identity::identity_center::settings::{PromptMode, WithoutDevice};
use vestibule_service::ErrorBody;
use vestibule_service::identity_center::admin::MfaForm;

use super::App;
use crate::answer::{Empty, Refused, empty};
use crate::caller;
use crate::input::Body;

/// The settings of second factors.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, reason = "the page's own checkboxes")]
pub struct CenterMfaForm {
    /// When a second factor is asked for.
    prompt: PromptMode,
    /// Security keys, built-in authenticators and passkeys may be registered.
    allow_keys: bool,
    /// Authenticator apps may be registered.
    allow_apps: bool,
    /// What meets a person without a device.
    without_device: WithoutDevice,
    /// People may add and manage their own devices.
    manage_own_devices: bool,
}

/// How long a session of the portal lasts.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterSessionForm {
    /// 15 to 129,600.
    minutes: u32,
}

/// Whether people without a password get a code by mail.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterEmailOtpForm {
    /// Yes or no.
    send: bool,
}

/// Attributes for access control.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterAttributesForm {
    /// A session tag's key, and the attribute that gives its value; `null` turns them off.
    attributes: Option<BTreeMap<String, String>>,
}

/// The portal's own name.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterAliasForm {
    /// Chosen once.
    alias: String,
}

/// Set when second factors are asked for.
#[utoipa::path(put, path = "/api/identity-center/settings/mfa", operation_id = "center_set_mfa", request_body = CenterMfaForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_mfa(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterMfaForm>,
) -> Result<Empty, Refused> {
    let form = MfaForm {
        prompt: form.prompt,
        allow_keys: form.allow_keys,
        allow_apps: form.allow_apps,
        without_device: form.without_device,
        manage_own_devices: form.manage_own_devices,
    };
    empty(app.center_set_mfa(&caller, form).await)
}

/// Set how long sessions last.
#[utoipa::path(put, path = "/api/identity-center/settings/session", operation_id = "center_set_session", request_body = CenterSessionForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_session(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterSessionForm>,
) -> Result<Empty, Refused> {
    empty(app.center_set_session(&caller, form.minutes).await)
}

/// Set whether people without a password get a code by mail.
#[utoipa::path(put, path = "/api/identity-center/settings/email-otp", operation_id = "center_set_email_otp", request_body = CenterEmailOtpForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_email_otp(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterEmailOtpForm>,
) -> Result<Empty, Refused> {
    empty(app.center_set_email_otp(&caller, form.send).await)
}

/// Set attributes for access control.
#[utoipa::path(put, path = "/api/identity-center/settings/attributes", operation_id = "center_set_attributes", request_body = CenterAttributesForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_attributes(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterAttributesForm>,
) -> Result<Empty, Refused> {
    empty(app.center_set_attributes(&caller, form.attributes).await)
}

/// Give the portal a name of its own.
#[utoipa::path(put, path = "/api/identity-center/alias", operation_id = "center_set_alias", request_body = CenterAliasForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_alias(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CenterAliasForm>,
) -> Result<Empty, Refused> {
    empty(app.center_set_alias(&caller, &form.alias).await)
}
