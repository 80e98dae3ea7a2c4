//! The access portal: its page, signing in, accounts, the console.

use axum::extract::{Query, State};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::ToSchema;
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{PortalAccounts, PortalConsole, PortalCredentials, PortalPage, PortalStep};
use vestibule_service::identity_center::portal::{AccountsQuery, CredentialsForm, OpenConsole, UserNameForm};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain, reply};
use crate::caller;
use crate::input::Body;

/// The portal's routes.
pub fn router() -> OpenApiRouter<App> {
    OpenApiRouter::new()
        .routes(routes!(page))
        .routes(routes!(user_name))
        .routes(routes!(password))
        .routes(routes!(mail_code))
        .routes(routes!(resend_code))
        .routes(routes!(sign_out))
        .routes(routes!(accounts))
        .routes(routes!(console))
        .routes(routes!(credentials))
}

/// Which portal.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PortalAddress {
    /// The portal's, of any family: `https://d-….awsapps.com/start`.
    address: String,
}

/// A portal, and who is signed in there.
#[utoipa::path(get, path = "/api/portal", operation_id = "portal_page", params(PortalAddress), responses((status = 200, body = PortalPage), (status = "default", body = ErrorBody)))]
pub async fn page(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<PortalAddress>,
) -> Reply<PortalPage> {
    reply(app.portal_page(&caller, &query.address).await)
}

/// The first form.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalUserName {
    /// User name.
    user_name: String,
    /// Remember it in this browser.
    #[serde(default)]
    remember: bool,
}

/// Give the user name.
#[utoipa::path(post, path = "/api/portal/sign-in/user-name", operation_id = "portal_user_name", request_body = PortalUserName, responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn user_name(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalUserName>,
) -> Reply<PortalStep> {
    let form = UserNameForm {
        user_name: form.user_name,
        remember: form.remember,
    };
    reply(app.portal_user_name(&caller, form).await)
}

/// The second form.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PortalPassword {
    /// Password.
    #[schema(value_type = String)]
    password: SecretString,
}

/// Give the password.
#[utoipa::path(post, path = "/api/portal/sign-in/password", operation_id = "portal_password", request_body = PortalPassword, responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalPassword>,
) -> Reply<PortalStep> {
    reply(app.portal_password(&caller, form.password).await)
}

/// A code of a mail.
#[derive(Debug, Deserialize, ToSchema)]
pub struct PortalMailCode {
    /// Six digits.
    #[schema(value_type = String)]
    code: SecretString,
}

/// Give the code that was mailed.
#[utoipa::path(post, path = "/api/portal/sign-in/mail-code", operation_id = "portal_mail_code", request_body = PortalMailCode, responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn mail_code(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalMailCode>,
) -> Reply<PortalStep> {
    reply(app.portal_mail_code(&caller, form.code).await)
}

/// Mail another code.
#[utoipa::path(post, path = "/api/portal/sign-in/mail-code/resend", operation_id = "portal_resend_code", responses((status = 200, body = PortalStep), (status = "default", body = ErrorBody)))]
pub async fn resend_code(State(app): State<App>, caller::From(caller): caller::From) -> Reply<PortalStep> {
    reply(app.resend_portal_code(&caller).await)
}

/// Sign out of the portal.
#[utoipa::path(post, path = "/api/portal/sign-out", operation_id = "portal_sign_out", responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn sign_out(State(app): State<App>, caller::From(caller): caller::From) -> Result<Empty, Refused> {
    empty(app.portal_sign_out(&caller).await)
}

/// Which accounts.
#[derive(Debug, Deserialize, utoipa::IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PortalAccountsQuery {
    /// Part of an id, a name or an address.
    #[serde(default)]
    search: String,
    /// Which page, from 1.
    #[serde(default)]
    page: u32,
}

/// What the person may enter.
#[utoipa::path(get, path = "/api/portal/accounts", operation_id = "portal_accounts", params(PortalAccountsQuery), responses((status = 200, body = PortalAccounts), (status = "default", body = ErrorBody)))]
pub async fn accounts(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<PortalAccountsQuery>,
) -> Reply<PortalAccounts> {
    let query = AccountsQuery {
        search: query.search,
        page: query.page,
    };
    plain(app.portal_accounts(&caller, query).await)
}

/// Which console.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalConsoleForm {
    /// 12 digits.
    account_id: String,
    /// The permission set's name.
    role_name: String,
    /// A console address; the permission set's own if empty.
    #[serde(default)]
    destination: String,
}

/// A link into the console of an account.
#[utoipa::path(post, path = "/api/portal/console", operation_id = "portal_console", request_body = PortalConsoleForm, responses((status = 200, body = PortalConsole), (status = "default", body = ErrorBody)))]
pub async fn console(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalConsoleForm>,
) -> Reply<PortalConsole> {
    let form = OpenConsole {
        account_id: form.account_id,
        role_name: form.role_name,
        destination: form.destination,
    };
    reply(app.portal_console(&caller, form).await)
}

/// Of which account and permission set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalCredentialsForm {
    /// 12 digits.
    account_id: String,
    /// The permission set's name.
    role_name: String,
}

/// Short-term credentials for tools.
#[utoipa::path(post, path = "/api/portal/credentials", operation_id = "portal_credentials", request_body = PortalCredentialsForm, responses((status = 200, body = PortalCredentials), (status = "default", body = ErrorBody)))]
pub async fn credentials(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<PortalCredentialsForm>,
) -> Reply<PortalCredentials> {
    let form = CredentialsForm {
        account_id: form.account_id,
        role_name: form.role_name,
    };
    plain(app.portal_credentials(&caller, form).await)
}
