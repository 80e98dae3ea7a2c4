//! What the company's administrators do.

pub mod debugging;
pub mod people;
pub mod signing;

use utoipa_axum::router::OpenApiRouter;

use super::App;

/// The routes.
#[must_use]
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(people::router())
        .merge(signing::router())
        .merge(debugging::router())
}
