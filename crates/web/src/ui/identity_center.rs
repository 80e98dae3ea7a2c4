//! The administration of IAM Identity Center.

use axum::extract::State;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::CenterView;

use super::App;
use crate::answer::{Reply, plain};
use crate::caller;

/// Its routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new().routes(routes!(view))
}

/// The instance.
#[utoipa::path(get, path = "/api/identity-center", operation_id = "center_view", responses((status = 200, body = CenterView), (status = "default", body = ErrorBody)))]
pub async fn view(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CenterView> {
    plain(app.identity_center(&caller).await)
}
