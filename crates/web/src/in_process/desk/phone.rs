//! The phone. Digits typed into a call leave for the service: see `in_process::phone`.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use vestibule_desk::phone::{Call, NUMBER};
use vestibule_service::ErrorBody;

use super::{answer, done};
use crate::answer::{Empty, Refused, Reply};
use crate::world::World;

/// The phone.
#[derive(Debug, Serialize, ToSchema)]
pub struct PhoneView {
    /// Its number.
    pub number: String,
    /// Calls, newest first.
    pub calls: Vec<Call>,
}

/// The phone and its calls.
#[utoipa::path(get, path = "/desk/phone", responses((status = 200, body = PhoneView), (status = "default", body = ErrorBody)))]
pub async fn view(State(world): State<Arc<World>>) -> Reply<PhoneView> {
    Ok(answer(PhoneView {
        number: NUMBER.to_owned(),
        calls: world.desk.calls().await?,
    }))
}

/// Hang up; a call that is over leaves the list.
#[utoipa::path(delete, path = "/desk/phone/calls/{id}", params(("id" = i64, Path, description = "Call")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn hang_up(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Empty, Refused> {
    world.desk.hang_up(id).await?;
    Ok(done())
}
