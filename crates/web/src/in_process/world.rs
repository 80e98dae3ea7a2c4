//! The world: clock, settings, starting over.

use std::sync::Arc;
use std::time::Duration;

use axum::extract::State;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_service::world::{ClockView, Scenario, Settings, WorldView};
use vestibule_service::{ErrorBody, ErrorCode};

use super::desk::refused;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::input::Body;
use crate::world::World;

/// The world and where it lives.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WorldAnswer {
    /// The world.
    #[serde(flatten)]
    pub world: WorldView,
    /// The folder with everything of this installation.
    pub data_folder: String,
    /// Version of the app.
    pub version: String,
}

/// How far to move the clock.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AdvanceForm {
    /// Seconds forward.
    pub advance_seconds: u64,
}

/// The world.
#[utoipa::path(get, path = "/world", responses((status = 200, body = WorldAnswer), (status = "default", body = ErrorBody)))]
pub async fn view(State(world): State<Arc<World>>) -> Reply<WorldAnswer> {
    let view = world.service.world().await;
    plain(view.map(|view| WorldAnswer {
        world: view,
        data_folder: world.folder.display().to_string(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
    }))
}

/// Move the clock forward.
#[utoipa::path(post, path = "/world/clock", request_body = AdvanceForm, responses((status = 200, body = ClockView), (status = "default", body = ErrorBody)))]
pub async fn advance_clock(State(world): State<Arc<World>>, Body(form): Body<AdvanceForm>) -> Reply<ClockView> {
    plain(
        world
            .service
            .advance_clock(Duration::from_secs(form.advance_seconds))
            .await,
    )
}

/// Go back to real time.
#[utoipa::path(post, path = "/world/clock/real", responses((status = 200, body = ClockView), (status = "default", body = ErrorBody)))]
pub async fn clock_back_to_real(State(world): State<Arc<World>>) -> Reply<ClockView> {
    let moved = world.service.clock_back_to_real().await;
    if moved.is_ok() {
        world.clock_went_back().await;
    }
    plain(moved)
}

/// Change the settings.
#[utoipa::path(put, path = "/world/settings", request_body = Settings, responses((status = 200, body = Settings), (status = "default", body = ErrorBody)))]
pub async fn change_settings(State(world): State<Arc<World>>, Body(settings): Body<Settings>) -> Reply<Settings> {
    plain(world.service.change_settings(settings).await)
}

/// Forget this world and make a new one.
#[utoipa::path(post, path = "/world/new", responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn new_world(State(world): State<Arc<World>>) -> Result<Empty, Refused> {
    let made = world.service.new_world().await;
    if made.is_ok() {
        world.renew_company().await;
    }
    empty(made.map(vestibule_service::Answer::new))
}

/// Scenarios to play, with what was done of them.
#[utoipa::path(get, path = "/world/scenarios", responses((status = 200, body = Vec<Scenario>), (status = "default", body = ErrorBody)))]
pub async fn scenarios(State(world): State<Arc<World>>) -> Reply<Vec<Scenario>> {
    plain(world.service.scenarios().await)
}

/// Walks at the company, with what was done of them: AWS's records say it, and the company's own log.
#[utoipa::path(get, path = "/world/company-walks", responses((status = 200, body = Vec<Scenario>), (status = "default", body = ErrorBody)))]
pub async fn company_walks(State(world): State<Arc<World>>) -> Reply<Vec<Scenario>> {
    let sent_faults = world.company.has_sent_faults().await.map_err(|error| {
        tracing::error!(%error, "the company's log could not be read");
        refused(
            ErrorCode::StoreUnavailable,
            "The company's store could not be read.",
            None,
        )
    })?;
    plain(world.service.company_walks(sent_faults).await)
}
