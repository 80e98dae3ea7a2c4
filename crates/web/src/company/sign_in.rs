//! Signing in at the company.

use axum::extract::State;
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_company::CompanyErrorBody;
use vestibule_company::sign_in::{CompanyPage, CompanyStep};

use super::answer::{Body, Empty, Refused, Reply, empty, plain, reply};
use super::{App, caller};

/// The routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(page))
        .routes(routes!(user_name))
        .routes(routes!(password))
        .routes(routes!(code))
        .routes(routes!(enrol))
        .routes(routes!(sign_out))
}

/// The company's page: who is signed in, or where the sign-in stands.
#[utoipa::path(get, path = "/company/api/session", responses((status = 200, body = CompanyPage), (status = "default", body = CompanyErrorBody)))]
pub async fn page(State(app): State<App>, caller::From(caller): caller::From) -> Reply<CompanyPage> {
    plain(app.page(&caller).await)
}

/// The first form.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyUserNameForm {
    /// User name.
    user_name: String,
}

/// Give the user name.
#[utoipa::path(post, path = "/company/api/sign-in/user-name", request_body = CompanyUserNameForm, responses((status = 200, body = CompanyStep), (status = "default", body = CompanyErrorBody)))]
pub async fn user_name(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CompanyUserNameForm>,
) -> Reply<CompanyStep> {
    reply(app.give_user_name(&caller, &form.user_name).await)
}

/// The second form.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CompanyPasswordForm {
    /// Password.
    #[schema(value_type = String)]
    password: SecretString,
}

/// Give the password.
#[utoipa::path(post, path = "/company/api/sign-in/password", request_body = CompanyPasswordForm, responses((status = 200, body = CompanyStep), (status = "default", body = CompanyErrorBody)))]
pub async fn password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CompanyPasswordForm>,
) -> Reply<CompanyStep> {
    reply(app.give_password(&caller, form.password).await)
}

/// The third form.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CompanyCodeForm {
    /// Six digits.
    #[schema(value_type = String)]
    code: SecretString,
}

/// Give a code of the authenticator app.
#[utoipa::path(post, path = "/company/api/sign-in/code", request_body = CompanyCodeForm, responses((status = 200, body = CompanyStep), (status = "default", body = CompanyErrorBody)))]
pub async fn code(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CompanyCodeForm>,
) -> Reply<CompanyStep> {
    reply(app.give_code(&caller, form.code).await)
}

/// Two codes in a row of a new app.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyEnrolForm {
    /// Six digits.
    #[schema(value_type = String)]
    first_code: SecretString,
    /// The six digits after them.
    #[schema(value_type = String)]
    second_code: SecretString,
}

/// Set the authenticator app up.
#[utoipa::path(post, path = "/company/api/sign-in/enrol", request_body = CompanyEnrolForm, responses((status = 200, body = CompanyStep), (status = "default", body = CompanyErrorBody)))]
pub async fn enrol(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<CompanyEnrolForm>,
) -> Reply<CompanyStep> {
    reply(app.enrol(&caller, form.first_code, form.second_code).await)
}

/// Sign out of the company.
#[utoipa::path(post, path = "/company/api/sign-out", responses((status = 204), (status = "default", body = CompanyErrorBody)))]
pub async fn sign_out(State(app): State<App>, caller::From(caller): caller::From) -> Result<Empty, Refused> {
    empty(app.sign_out(&caller).await)
}
