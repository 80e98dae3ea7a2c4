//! The console session of this browser.

use axum::extract::State;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{SessionView, SignedOut};

use super::App;
use crate::answer::{Reply, reply};
use crate::caller;

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
