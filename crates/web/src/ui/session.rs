//! The console session of this browser.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{MultiSessionChanged, SessionView, SignedOut};

use super::App;
use crate::answer::{Reply, reply};
use crate::caller;
use crate::input::Body;

/// Who is signed in.
#[utoipa::path(get, path = "/api/session", responses((status = 200, body = SessionView), (status = "default", body = ErrorBody)))]
pub async fn current(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SessionView> {
    reply(app.session(&caller).await)
}

/// Sign out.
#[utoipa::path(post, path = "/api/sign-out", responses((status = 200, body = SignedOut), (status = "default", body = ErrorBody)))]
pub async fn sign_out(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignedOut> {
    reply(app.sign_out(&caller).await)
}

/// Sign out of all sessions of this browser.
#[utoipa::path(post, path = "/api/sign-out-of-all", responses((status = 200, body = SignedOut), (status = "default", body = ErrorBody)))]
pub async fn sign_out_of_all(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignedOut> {
    reply(app.sign_out_of_all(&caller).await)
}

/// Whether several identities may be signed in side by side.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MultiSessionForm {
    /// It should be on.
    multi_session: bool,
}

/// Turn multi-session on or off.
#[utoipa::path(put, path = "/api/sessions", request_body = MultiSessionForm, responses((status = 200, body = MultiSessionChanged), (status = "default", body = ErrorBody)))]
pub async fn set_multi_session(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<MultiSessionForm>,
) -> Reply<MultiSessionChanged> {
    reply(app.set_multi_session(&caller, form.multi_session).await)
}
