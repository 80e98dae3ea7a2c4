//! The authenticator app.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_desk::authenticator::{AuthenticatorEntry, AuthenticatorScreen, NewAuthenticatorEntry};
use vestibule_service::ErrorBody;

use super::{answer, done, missing};
use crate::answer::{Empty, Refused, Reply};
use crate::input::Body;
use crate::world::World;

/// What can be changed of an entry.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticatorForm {
    /// What to call it.
    pub name: String,
    /// How far this phone's clock is ahead: -3600 to 3600.
    pub drift_seconds: i64,
}

/// The screen, with the codes of this moment.
#[utoipa::path(get, path = "/desk/authenticator", responses((status = 200, body = AuthenticatorScreen), (status = "default", body = ErrorBody)))]
pub async fn screen(State(world): State<Arc<World>>) -> Reply<AuthenticatorScreen> {
    Ok(answer(world.desk.authenticator().await?))
}

/// Add an entry.
#[utoipa::path(post, path = "/desk/authenticator", request_body = NewAuthenticatorEntry, responses((status = 200, body = AuthenticatorEntry), (status = "default", body = ErrorBody)))]
pub async fn add(State(world): State<Arc<World>>, Body(new): Body<NewAuthenticatorEntry>) -> Reply<AuthenticatorEntry> {
    Ok(answer(world.desk.add_authenticator_entry(new).await?))
}

/// Rename an entry, or set its phone's clock wrong.
#[utoipa::path(put, path = "/desk/authenticator/{id}", params(("id" = i64, Path, description = "Entry")), request_body = AuthenticatorForm, responses((status = 200, body = AuthenticatorEntry), (status = "default", body = ErrorBody)))]
pub async fn change(
    State(world): State<Arc<World>>,
    Path(id): Path<i64>,
    Body(form): Body<AuthenticatorForm>,
) -> Reply<AuthenticatorEntry> {
    let entry = world
        .desk
        .change_authenticator_entry(id, &form.name, form.drift_seconds)
        .await?;
    Ok(answer(entry.ok_or_else(missing)?))
}

/// Delete an entry with its seed.
#[utoipa::path(delete, path = "/desk/authenticator/{id}", params(("id" = i64, Path, description = "Entry")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Empty, Refused> {
    world.desk.delete_authenticator_entry(id).await?;
    Ok(done())
}
