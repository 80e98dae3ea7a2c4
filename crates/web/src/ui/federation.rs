//! The federation endpoint.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::FederatedSignIn;
use vestibule_service::federation::Login;

use super::App;
use crate::answer::{Reply, reply};
use crate::caller;
use crate::input::Body;

/// What stands in the endpoint's address.
#[derive(Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FederationLogin {
    /// `SigninToken`.
    signin_token: String,
    /// `Destination`.
    #[serde(default)]
    destination: String,
    /// `Issuer`.
    #[serde(default)]
    issuer: String,
}

/// Redeem a sign-in token.
#[utoipa::path(post, path = "/api/federation/login", operation_id = "federation_login", request_body = FederationLogin, responses((status = 200, body = FederatedSignIn), (status = "default", body = ErrorBody)))]
pub async fn login(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<FederationLogin>,
) -> Reply<FederatedSignIn> {
    let login = Login {
        token: form.signin_token,
        destination: form.destination,
        issuer: form.issuer,
    };
    reply(app.federation_login(&caller, login).await)
}
