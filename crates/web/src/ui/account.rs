//! Account settings.

use axum::extract::State;
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::answers::{AccountView, PasswordPolicy};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

/// A new alias.
#[derive(Debug, Deserialize, ToSchema)]
pub struct AliasForm {
    /// 3 to 63 lowercase letters, digits and hyphens.
    alias: String,
}

/// The page.
#[utoipa::path(get, path = "/api/account", responses((status = 200, body = AccountView), (status = "default", body = ErrorBody)))]
pub async fn view(State(app): State<App>, caller::From(caller): caller::From) -> Reply<AccountView> {
    plain(app.account(&caller).await)
}

/// Set or replace the alias.
#[utoipa::path(put, path = "/api/account/alias", request_body = AliasForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_alias(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<AliasForm>,
) -> Result<Empty, Refused> {
    empty(app.set_account_alias(&caller, &form.alias).await)
}

/// Delete the alias.
#[utoipa::path(delete, path = "/api/account/alias", responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_alias(State(app): State<App>, caller::From(caller): caller::From) -> Result<Empty, Refused> {
    empty(app.delete_account_alias(&caller).await)
}

/// Set the whole password policy; omitted fields take the API's defaults.
#[utoipa::path(put, path = "/api/account/password-policy", request_body = PasswordPolicy, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_password_policy(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(policy): Body<PasswordPolicy>,
) -> Result<Empty, Refused> {
    empty(app.set_password_policy(&caller, policy).await)
}

/// Go back to the AWS default password policy.
#[utoipa::path(delete, path = "/api/account/password-policy", responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_password_policy(
    State(app): State<App>,
    caller::From(caller): caller::From,
) -> Result<Empty, Refused> {
    empty(app.delete_password_policy(&caller).await)
}
