//! Routes of the person's own things and of the world. They are merged into the desktop's router only, never served.

pub mod desk;
pub mod phone;
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
        .routes(routes!(world::scenarios))
        .routes(routes!(world::company_walks))
        .routes(routes!(desk::passwords::list, desk::passwords::save))
        .routes(routes!(desk::passwords::reveal))
        .routes(routes!(desk::passwords::delete))
        .routes(routes!(desk::authenticator::screen, desk::authenticator::add))
        .routes(routes!(desk::authenticator::change, desk::authenticator::delete))
        .routes(routes!(desk::tokens::list))
        .routes(routes!(desk::security_keys::list, desk::security_keys::add))
        .routes(routes!(desk::security_keys::change, desk::security_keys::delete))
        .routes(routes!(desk::security_keys::register))
        .routes(routes!(desk::security_keys::authenticate))
        .routes(routes!(desk::phone::view))
        .routes(routes!(desk::phone::hang_up))
        .routes(routes!(phone::digits))
        .routes(routes!(desk::mail::list))
        .routes(routes!(desk::mail::read, desk::mail::delete))
        .routes(routes!(desk::cookies::list, desk::cookies::clear))
        .routes(routes!(desk::cookies::delete))
        .routes(routes!(desk::downloads::download))
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}
