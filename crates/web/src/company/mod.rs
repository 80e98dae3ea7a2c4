//! The company's pages and protocols at `https://sso.anycompany.example`; this file is their site map.
//!
//! `https://sso.anycompany.example/<path>` is `/company/<path>` here, pages' own requests are under `/company/api`.

pub mod admin;
pub mod answer;
pub mod caller;
pub mod portal;
pub mod protocols;
pub mod sign_in;

use std::sync::Arc;

use axum::extract::DefaultBodyLimit;
use utoipa_axum::router::OpenApiRouter;
use vestibule_company::Company;

use crate::input::BODY_LIMIT;

/// What handlers share.
pub type App = Arc<Company>;

/// The company's routes and their description.
#[must_use]
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .merge(sign_in::router())
        .merge(portal::router())
        .merge(admin::router())
        .merge(protocols::router())
        .layer(DefaultBodyLimit::max(BODY_LIMIT))
}
