//! What a person of the identity store signs in with: password, sessions, MFA devices.

use axum::extract::{Path, Query, State};
use serde::Deserialize;
use utoipa::ToSchema;
use uuid::Uuid;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{CenterPasswordReset, CenterSessions, IssuedCredentials, UserMfa};
use vestibule_service::identity_center::admin::NewPassword;

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;
use crate::ui::center_access::PartQuery;

/// How a new password is given.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
enum CenterNewPassword {
    /// Chosen behind a link in a mail.
    Email,
    /// A one-time password, handed over.
    OneTime,
}

/// A password to reset.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterPasswordForm {
    /// How.
    how: CenterNewPassword,
}

/// Sessions to end.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterSessionIdsForm {
    /// By id.
    sessions: Vec<String>,
}

/// A device's new name.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CenterDeviceForm {
    /// Its name.
    name: String,
}

/// Reset a password.
#[utoipa::path(post, path = "/api/identity-center/users/{id}/password", operation_id = "center_reset_password", params(("id" = String, Path, description = "User id")), request_body = CenterPasswordForm, responses((status = 200, body = CenterPasswordReset), (status = "default", body = ErrorBody)))]
pub async fn reset_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<CenterPasswordForm>,
) -> Reply<CenterPasswordReset> {
    let how = match form.how {
        CenterNewPassword::Email => NewPassword::ByMail,
        CenterNewPassword::OneTime => NewPassword::OneTime,
    };
    reply(app.center_reset_password(&caller, &id, how).await)
}

/// Send the invitation again.
#[utoipa::path(post, path = "/api/identity-center/users/{id}/invitation", operation_id = "center_invite_again", params(("id" = String, Path, description = "User id")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn invite_again(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.center_invite_again(&caller, &id).await)
}

/// A person's sessions at the portal.
#[utoipa::path(get, path = "/api/identity-center/users/{id}/sessions", operation_id = "center_sessions", params(("id" = String, Path, description = "User id")), responses((status = 200, body = CenterSessions), (status = "default", body = ErrorBody)))]
pub async fn sessions(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<CenterSessions> {
    plain(app.center_sessions(&caller, &id).await)
}

/// End sessions.
#[utoipa::path(post, path = "/api/identity-center/users/{id}/sessions/delete", operation_id = "center_delete_sessions", params(("id" = String, Path, description = "User id")), request_body = CenterSessionIdsForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_sessions(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<CenterSessionIdsForm>,
) -> Result<Empty, Refused> {
    empty(app.center_delete_sessions(&caller, &id, &form.sessions).await)
}

/// A person's MFA devices.
#[utoipa::path(get, path = "/api/identity-center/users/{id}/mfa", operation_id = "center_devices", params(("id" = String, Path, description = "User id")), responses((status = 200, body = UserMfa), (status = "default", body = ErrorBody)))]
pub async fn devices(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Reply<UserMfa> {
    plain(app.center_devices(&caller, &id).await)
}

/// Rename a device.
#[utoipa::path(put, path = "/api/identity-center/users/{id}/mfa/{deviceId}", operation_id = "center_rename_device", params(("id" = String, Path, description = "User id"), ("deviceId" = String, Path, description = "Device id")), request_body = CenterDeviceForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn rename_device(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((id, device)): Path<(String, Uuid)>,
    Body(form): Body<CenterDeviceForm>,
) -> Result<Empty, Refused> {
    empty(app.center_rename_device(&caller, &id, device, &form.name).await)
}

/// Take a device away.
#[utoipa::path(delete, path = "/api/identity-center/users/{id}/mfa/{deviceId}", operation_id = "center_delete_device", params(("id" = String, Path, description = "User id"), ("deviceId" = String, Path, description = "Device id")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_device(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((id, device)): Path<(String, Uuid)>,
) -> Result<Empty, Refused> {
    empty(app.center_delete_device(&caller, &id, device).await)
}

/// The short-term credentials that a person was given.
#[utoipa::path(get, path = "/api/identity-center/users/{id}/credentials", operation_id = "center_credentials", params(("id" = String, Path, description = "User id"), PartQuery), responses((status = 200, body = IssuedCredentials), (status = "default", body = ErrorBody)))]
pub async fn credentials(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Query(query): Query<PartQuery>,
) -> Reply<IssuedCredentials> {
    plain(app.center_credentials(&caller, &id, &query.into()).await)
}
