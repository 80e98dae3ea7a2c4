//! The telephone network: digits typed into the desk's phone reach whoever rang.

use std::sync::Arc;

use axum::extract::{Path, State};
use secrecy::ExposeSecret;
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_desk::phone::{Call, typed_digits};
use vestibule_service::ErrorBody;

use super::desk::{answer, missing};
use crate::answer::Reply;
use crate::input::Body;
use crate::world::World;

/// Digits typed into a call.
#[derive(Deserialize, ToSchema)]
pub struct TypedDigits {
    /// Six of them.
    pub digits: String,
}

/// Type digits into a call.
#[utoipa::path(post, path = "/desk/phone/calls/{id}/digits", params(("id" = i64, Path, description = "Call")), request_body = TypedDigits, responses((status = 200, body = Call), (status = "default", body = ErrorBody)))]
pub async fn digits(
    State(world): State<Arc<World>>,
    Path(id): Path<i64>,
    Body(form): Body<TypedDigits>,
) -> Reply<Call> {
    let digits = typed_digits(&form.digits)?;
    let call = world.desk.call_token(id).await?.ok_or_else(missing)?;
    let accepted = world.service.phone_digits(call.expose_secret(), &digits).await?;
    let call = world.desk.note_digits(id, accepted).await?;
    Ok(answer(call.ok_or_else(missing)?))
}
