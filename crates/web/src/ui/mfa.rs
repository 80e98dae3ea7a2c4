//! Second factors: registering them here or as part of signing in, and looking after them.

use axum::extract::{Path, State};
use secrecy::SecretString;
use serde::Deserialize;
use serde_json::Value;
use utoipa::ToSchema;
use uuid::Uuid;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{CeremonyOptions, MfaEnrolled, UserMfa, VirtualDevice};
use vestibule_service::mfa::{Place, TwoCodes};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;

/// Where a device is registered.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Where {
    /// On Security credentials, signed in.
    Session,
    /// As part of signing in.
    SignIn,
}

impl From<Where> for Place {
    fn from(place: Where) -> Self {
        match place {
            Where::Session => Self::Session,
            Where::SignIn => Self::SignIn,
        }
    }
}

/// A new device's name.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DeviceForm {
    /// Device name.
    pub device_name: String,
}

/// The first two codes of a virtual device.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct EnableForm {
    /// Device name.
    pub device_name: String,
    /// A code.
    #[schema(value_type = String)]
    pub code1: SecretString,
    /// The next one.
    #[schema(value_type = String)]
    pub code2: SecretString,
}

/// A hardware token and its first two codes.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HardwareForm {
    /// Device name.
    device_name: String,
    /// On the back of the token.
    serial_number: String,
    /// A code.
    #[schema(value_type = String)]
    code1: SecretString,
    /// The next one.
    #[schema(value_type = String)]
    code2: SecretString,
}

/// Two codes that follow each other.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TwoCodesForm {
    /// A code.
    #[schema(value_type = String)]
    code1: SecretString,
    /// The next one.
    #[schema(value_type = String)]
    code2: SecretString,
}

/// A security key's answer.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CredentialForm {
    /// `RegistrationResponseJSON` or `AuthenticationResponseJSON`.
    #[schema(value_type = Object)]
    pub credential: Value,
}

/// The password once more.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PasswordAgainForm {
    /// Password.
    #[schema(value_type = String)]
    password: SecretString,
}

/// Make a virtual device; asking again replaces it.
#[utoipa::path(post, path = "/api/mfa/{place}/virtual", params(("place" = inline(Where), Path, description = "Where")), request_body = DeviceForm, responses((status = 200, body = VirtualDevice), (status = "default", body = ErrorBody)))]
pub async fn create_virtual(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(place): Path<Where>,
    Body(form): Body<DeviceForm>,
) -> Reply<VirtualDevice> {
    reply(app.create_virtual_mfa(&caller, place.into(), &form.device_name).await)
}

/// Assign a virtual device.
#[utoipa::path(post, path = "/api/mfa/{place}/virtual/enable", params(("place" = inline(Where), Path, description = "Where")), request_body = EnableForm, responses((status = 200, body = MfaEnrolled), (status = "default", body = ErrorBody)))]
pub async fn enable_virtual(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(place): Path<Where>,
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

/// Assign a hardware token.
#[utoipa::path(post, path = "/api/mfa/{place}/hardware", params(("place" = inline(Where), Path, description = "Where")), request_body = HardwareForm, responses((status = 200, body = MfaEnrolled), (status = "default", body = ErrorBody)))]
pub async fn enable_hardware(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(place): Path<Where>,
    Body(form): Body<HardwareForm>,
) -> Reply<MfaEnrolled> {
    let codes = TwoCodes {
        code1: form.code1,
        code2: form.code2,
    };
    let (name, serial) = (form.device_name, form.serial_number);
    reply(
        app.enable_hardware_mfa(&caller, place.into(), &name, &serial, codes)
            .await,
    )
}

/// Start registering a passkey or security key.
#[utoipa::path(post, path = "/api/mfa/{place}/passkey/start", params(("place" = inline(Where), Path, description = "Where")), request_body = DeviceForm, responses((status = 200, body = CeremonyOptions), (status = "default", body = ErrorBody)))]
pub async fn start_passkey(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(place): Path<Where>,
    Body(form): Body<DeviceForm>,
) -> Reply<CeremonyOptions> {
    reply(
        app.start_passkey_registration(&caller, place.into(), &form.device_name)
            .await,
    )
}

/// Assign a passkey or security key.
#[utoipa::path(post, path = "/api/mfa/{place}/passkey/finish", params(("place" = inline(Where), Path, description = "Where")), request_body = CredentialForm, responses((status = 200, body = MfaEnrolled), (status = "default", body = ErrorBody)))]
pub async fn finish_passkey(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(place): Path<Where>,
    Body(form): Body<CredentialForm>,
) -> Reply<MfaEnrolled> {
    reply(
        app.finish_passkey_registration(&caller, place.into(), form.credential)
            .await,
    )
}

/// Resynchronize one of my devices.
#[utoipa::path(post, path = "/api/mfa/devices/{id}/resync", params(("id" = Uuid, Path, description = "Device")), request_body = TwoCodesForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn resync(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<Uuid>,
    Body(form): Body<TwoCodesForm>,
) -> Result<Empty, Refused> {
    empty(app.resync_mfa(&caller, id, form.into()).await)
}

/// Remove one of my devices.
#[utoipa::path(post, path = "/api/mfa/devices/{id}/deactivate", params(("id" = Uuid, Path, description = "Device")), request_body = PasswordAgainForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn deactivate(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<Uuid>,
    Body(form): Body<PasswordAgainForm>,
) -> Result<Empty, Refused> {
    empty(app.deactivate_mfa(&caller, id, form.password).await)
}

/// A user's devices.
#[utoipa::path(get, path = "/api/users/{userName}/mfa", params(("userName" = String, Path, description = "IAM user name")), responses((status = 200, body = UserMfa), (status = "default", body = ErrorBody)))]
pub async fn of_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Reply<UserMfa> {
    plain(app.user_mfa(&caller, &name).await)
}

/// Take a user's device away.
#[utoipa::path(delete, path = "/api/users/{userName}/mfa/{id}", params(("userName" = String, Path, description = "IAM user name"), ("id" = Uuid, Path, description = "Device")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn deactivate_of_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((name, id)): Path<(String, Uuid)>,
) -> Result<Empty, Refused> {
    empty(app.deactivate_user_mfa(&caller, &name, id).await)
}

impl From<TwoCodesForm> for TwoCodes {
    fn from(form: TwoCodesForm) -> Self {
        Self {
            code1: form.code1,
            code2: form.code2,
        }
    }
}
