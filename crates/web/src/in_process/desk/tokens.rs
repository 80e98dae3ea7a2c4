//! The hardware tokens.

use std::sync::Arc;

use axum::extract::State;
use serde::Serialize;
use utoipa::ToSchema;
use vestibule_desk::tokens::Token;
use vestibule_service::ErrorBody;

use super::answer;
use crate::answer::Reply;
use crate::world::World;

/// The drawer with the fobs.
#[derive(Serialize, ToSchema)]
pub struct Tokens {
    /// In the order they came.
    pub tokens: Vec<Token>,
}

/// The fobs, with the codes of this moment.
#[utoipa::path(get, path = "/desk/tokens", responses((status = 200, body = Tokens), (status = "default", body = ErrorBody)))]
pub async fn list(State(world): State<Arc<World>>) -> Reply<Tokens> {
    Ok(answer(Tokens {
        tokens: world.desk.tokens().await?,
    }))
}
