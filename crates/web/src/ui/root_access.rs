//! Centralized root access.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::RootAccess;

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

/// What is switched on.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RootAccessForm {
    /// `RootCredentialsManagement`
    credentials_management: bool,
    /// `RootSessions`
    sessions: bool,
}

/// What is switched on, and the root users of member accounts.
#[utoipa::path(get, path = "/api/root-access", responses((status = 200, body = RootAccess), (status = "default", body = ErrorBody)))]
pub async fn view(State(app): State<App>, caller::From(caller): caller::From) -> Reply<RootAccess> {
    plain(app.root_access(&caller).await)
}

/// Switch it.
#[utoipa::path(put, path = "/api/root-access", request_body = RootAccessForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn switch(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<RootAccessForm>,
) -> Result<Empty, Refused> {
    empty(
        app.switch_root_access(&caller, form.credentials_management, form.sessions)
            .await,
    )
}

/// Delete the credentials of a member account's root user.
#[utoipa::path(delete, path = "/api/root-access/accounts/{accountId}/credentials", params(("accountId" = String, Path, description = "12 digits")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_credentials(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.delete_root_credentials(&caller, &id).await)
}

/// Allow the root user of a member account to recover a password.
#[utoipa::path(put, path = "/api/root-access/accounts/{accountId}/recovery", params(("accountId" = String, Path, description = "12 digits")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn allow_recovery(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.allow_root_recovery(&caller, &id).await)
}
