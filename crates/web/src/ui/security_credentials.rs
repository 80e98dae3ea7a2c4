//! My security credentials.

use axum::extract::{Path, State};
use uuid::Uuid;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{EndedSessions, SecurityCredentialsView};

use super::App;
use super::sign_in::NewPasswordForm;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

/// The page.
#[utoipa::path(get, path = "/api/security-credentials", responses((status = 200, body = SecurityCredentialsView), (status = "default", body = ErrorBody)))]
pub async fn view(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SecurityCredentialsView> {
    plain(app.security_credentials(&caller).await)
}

/// Change my password.
#[utoipa::path(post, path = "/api/security-credentials/password", request_body = NewPasswordForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn change_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewPasswordForm>,
) -> Result<Empty, Refused> {
    empty(app.change_own_password(&caller, form.into()).await)
}

/// End one of my sessions.
#[utoipa::path(post, path = "/api/security-credentials/sessions/{id}/end", params(("id" = Uuid, Path, description = "Session id")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn end_session(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<Uuid>,
) -> Result<Empty, Refused> {
    empty(app.end_session(&caller, id).await)
}

/// End all my sessions but this one.
#[utoipa::path(post, path = "/api/security-credentials/sessions/end-others", responses((status = 200, body = EndedSessions), (status = "default", body = ErrorBody)))]
pub async fn end_other_sessions(State(app): State<App>, caller::From(caller): caller::From) -> Reply<EndedSessions> {
    plain(app.end_other_sessions(&caller).await)
}
