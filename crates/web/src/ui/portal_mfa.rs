//! Second factors at the access portal: the challenge, registering, the person's own devices.

use axum::extract::{Path, State};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use uuid::Uuid;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{CeremonyOptions, MfaEnrolled, PortalDevices, PortalStep, VirtualDevice};
use vestibule_service::mfa::{Place, TwoCodes};

use super::App;
use super::mfa::{CredentialForm, DeviceForm, EnableForm};
use super::sign_in_mfa::ResyncForm;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(code))
        .routes(routes!(resync))
        .routes(routes!(start_passkey))
        .routes(routes!(finish_passkey))
        .routes(routes!(create_virtual))
        .routes(routes!(enable_virtual))
        .routes(routes!(start_registration))
        .routes(routes!(finish_registration))
        .routes(routes!(devices))
        .routes(routes!(rename, delete))
}

/// Where a person registers a device.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PortalWhere {
    /// On the portal's page of MFA devices.
    Session,
    /// As part of signing in.
    SignIn,
}

impl From<PortalWhere> for Place {
    fn from(place: PortalWhere) -> Self {
        match place {
            PortalWhere::Session => Self::Portal,
            PortalWhere::SignIn => Self::PortalSignIn,
        }
    }
}

/// A code of a device.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalCodeForm {
    /// Which device.
    device_id: String,
    /// Six digits.
    #[schema(value_type = String)]
    code: SecretString,
    /// "This is a trusted device".
    #[serde(default)]
    trust: bool,
}

/// A key's answer.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PortalKeyForm {
    /// `AuthenticationResponseJSON`.
    #[schema(value_type = Object)]
    credential: Value,
    /// "This is a trusted device".
    #[serde(default)]
    trust: bool,
}

/// A code of a device.
#[utoipa::path(post, path = "/api/portal/sign-in/mfa/code", operation_id = "portal_mfa_code", request_body = PortalCodeForm, responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn code(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalCodeForm>,
) -> Reply<PortalStep> {
    reply(
        app.portal_mfa_code(&caller, &form.device_id, form.code, form.trust)
            .await,
    )
}

/// Set the clock of an app.
#[utoipa::path(post, path = "/api/portal/sign-in/mfa/resync", operation_id = "portal_mfa_resync", request_body = ResyncForm, responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn resync(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<ResyncForm>,
) -> Reply<PortalStep> {
    let codes = TwoCodes {
        code1: form.code1,
        code2: form.code2,
    };
    reply(app.resync_at_portal(&caller, &form.device_id, codes).await)
}

/// Ask for a security key.
#[utoipa::path(post, path = "/api/portal/sign-in/mfa/passkey/start", operation_id = "portal_start_passkey", responses((status = 200, body = CeremonyOptions), (status = "default", body = ErrorBody)))]
pub async fn start_passkey(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CeremonyOptions> {
    reply(app.start_portal_passkey(&caller).await)
}

/// A key's answer.
#[utoipa::path(post, path = "/api/portal/sign-in/mfa/passkey/finish", operation_id = "portal_finish_passkey", request_body = PortalKeyForm, responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn finish_passkey(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalKeyForm>,
) -> Reply<PortalStep> {
    reply(app.finish_portal_passkey(&caller, form.credential, form.trust).await)
}

/// Make an authenticator app's device; asking again replaces it.
#[utoipa::path(post, path = "/api/portal/mfa/{place}/virtual", operation_id = "portal_create_virtual", params(("place" = inline(PortalWhere), Path, description = "Where")), request_body = DeviceForm, responses((status = 200, body = VirtualDevice), (status = "default", body = ErrorBody)))]
pub async fn create_virtual(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(place): Path<PortalWhere>,
    Body(form): Body<DeviceForm>,
) -> Reply<VirtualDevice> {
    reply(app.create_virtual_mfa(&caller, place.into(), &form.device_name).await)
}

/// Assign it.
#[utoipa::path(post, path = "/api/portal/mfa/{place}/virtual/enable", operation_id = "portal_enable_virtual", params(("place" = inline(PortalWhere), Path, description = "Where")), request_body = EnableForm, responses((status = 200, body = MfaEnrolled), (status = "default", body = ErrorBody)))]
pub async fn enable_virtual(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(place): Path<PortalWhere>,
    Body(form): Body<EnableForm>,
) -> Reply<MfaEnrolled> {
    let codes = TwoCodes {
        code1: form.code1,
        code2: form.code2,
    };
    reply(
        app.enable_virtual_mfa(&caller, place.into(), &form.device_name, codes)
            .await,
    )
}

/// Start registering a security key or passkey.
#[utoipa::path(post, path = "/api/portal/mfa/{place}/passkey/start", operation_id = "portal_start_registration", params(("place" = inline(PortalWhere), Path, description = "Where")), request_body = DeviceForm, responses((status = 200, body = CeremonyOptions), (status = "default", body = ErrorBody)))]
pub async fn start_registration(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(place): Path<PortalWhere>,
    Body(form): Body<DeviceForm>,
) -> Reply<CeremonyOptions> {
    reply(
        app.start_passkey_registration(&caller, place.into(), &form.device_name)
            .await,
    )
}

/// Assign it.
#[utoipa::path(post, path = "/api/portal/mfa/{place}/passkey/finish", operation_id = "portal_finish_registration", params(("place" = inline(PortalWhere), Path, description = "Where")), request_body = CredentialForm, responses((status = 200, body = MfaEnrolled), (status = "default", body = ErrorBody)))]
pub async fn finish_registration(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(place): Path<PortalWhere>,
    Body(form): Body<CredentialForm>,
) -> Reply<MfaEnrolled> {
    reply(
        app.finish_passkey_registration(&caller, place.into(), form.credential)
            .await,
    )
}

/// My devices.
#[utoipa::path(get, path = "/api/portal/mfa-devices", operation_id = "portal_devices", responses((status = 200, body = PortalDevices), (status = "default", body = ErrorBody)))]
pub async fn devices(State(app): State<App>, caller::From(caller): caller::From) -> Reply<PortalDevices> {
    plain(app.portal_devices(&caller).await)
}

/// Rename one of my devices.
#[utoipa::path(put, path = "/api/portal/mfa-devices/{id}", operation_id = "portal_rename_device", params(("id" = Uuid, Path, description = "Device")), request_body = DeviceForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn rename(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<Uuid>,
    Body(form): Body<DeviceForm>,
) -> Result<Empty, Refused> {
    empty(app.rename_portal_device(&caller, id, &form.device_name).await)
}

/// Delete one of my devices.
#[utoipa::path(delete, path = "/api/portal/mfa-devices/{id}", operation_id = "portal_delete_device", params(("id" = Uuid, Path, description = "Device")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<Uuid>,
) -> Result<Empty, Refused> {
    empty(app.delete_portal_device(&caller, id).await)
}
