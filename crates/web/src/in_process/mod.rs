//! Routes of the person's own things and of the world. They are merged into the desktop's router only, never served.

pub mod desk;
pub mod world;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::world::World;

/// Largest body: an export of ten thousand events goes to the downloads folder.
const BODY_LIMIT: usize = 64 * 1024 * 1024;

/// The routes and their description.
pub fn router() -> OpenApiRouter<Arc<World>> {
    OpenApiRouter::new()
        .routes(routes!(world::view))
        .routes(routes!(world::advance_clock))
        .routes(routes!(world::clock_back_to_real))
        .routes(routes!(world::change_settings))
        .routes(routes!(world::new_world))
        .routes(routes!(desk::passwords, desk::save_password))
        .routes(routes!(desk::reveal_password))
        .routes(routes!(desk::delete_password))
        .routes(routes!(desk::mail))
        .routes(routes!(desk::read_mail, desk::delete_mail))
        .routes(routes!(desk::cookies, desk::clear_cookies))
        .routes(routes!(desk::delete_cookie))
        .routes(routes!(desk::download))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}
