//! The page behind a root password recovery link.

use axum::extract::{Query, State};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use vestibule_service::ErrorBody;
use vestibule_service::answers::RecoveryView;

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

/// The link's token.
#[derive(Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct LinkQuery {
    /// From the link.
    #[param(value_type = String)]
    token: SecretString,
}

/// The new root password.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecoveryForm {
    /// From the link.
    #[schema(value_type = String)]
    token: SecretString,
    /// The new password.
    #[schema(value_type = String)]
    new_password: SecretString,
    /// The new password again.
    #[schema(value_type = String)]
    confirm_password: SecretString,
}

/// Whether a link can be used.
#[utoipa::path(get, path = "/api/recovery", params(LinkQuery), responses((status = 200, body = RecoveryView), (status = "default", body = ErrorBody)))]
pub async fn view(State(app): State<App>, Query(query): Query<LinkQuery>) -> Reply<RecoveryView> {
    plain(app.recovery_link(&query.token).await)
}

/// Use a link.
#[utoipa::path(post, path = "/api/recovery", request_body = RecoveryForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn choose_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<RecoveryForm>,
) -> Result<Empty, Refused> {
    empty(
        app.recover_root_password(&caller, &form.token, form.new_password, &form.confirm_password)
            .await,
    )
}
