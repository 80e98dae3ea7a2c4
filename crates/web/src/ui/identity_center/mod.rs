//! The administration of IAM Identity Center: the instance, its people and its settings.

pub mod groups;
pub mod settings;
pub mod source;
pub mod user_access;
pub mod users;

use axum::extract::State;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::CenterView;

use super::App;
use crate::answer::{Reply, plain};
use crate::caller;

/// Its routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(view))
        .routes(routes!(users::list, users::add))
        .routes(routes!(users::view, users::update, users::delete))
        .routes(routes!(users::set_enabled))
        .routes(routes!(users::groups))
        .routes(routes!(users::join))
        .routes(routes!(users::leave))
        .routes(routes!(user_access::reset_password))
        .routes(routes!(user_access::invite_again))
        .routes(routes!(user_access::sessions))
        .routes(routes!(user_access::delete_sessions))
        .routes(routes!(user_access::credentials))
        .routes(routes!(user_access::devices))
        .routes(routes!(user_access::rename_device, user_access::delete_device))
        .routes(routes!(groups::list, groups::create))
        .routes(routes!(groups::view, groups::update, groups::delete))
        .routes(routes!(groups::members))
        .routes(routes!(groups::add_members))
        .routes(routes!(groups::remove_members))
        .routes(routes!(settings::set_mfa))
        .routes(routes!(settings::set_session))
        .routes(routes!(settings::set_email_otp))
        .routes(routes!(settings::set_attributes))
        .routes(routes!(settings::set_alias))
        .merge(source::router())
}

/// What of a list.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListQuery {
    /// What names begin with, ignoring case.
    #[serde(default)]
    find: Option<String>,
    /// `next` of the page before.
    #[serde(default)]
    after: Option<String>,
}

impl ListQuery {
    fn find(&self) -> &str {
        self.find.as_deref().unwrap_or_default()
    }
}

/// The instance.
#[utoipa::path(get, path = "/api/identity-center", operation_id = "center_view", responses((status = 200, body = CenterView), (status = "default", body = ErrorBody)))]
pub async fn view(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CenterView> {
    plain(app.identity_center(&caller).await)
}
