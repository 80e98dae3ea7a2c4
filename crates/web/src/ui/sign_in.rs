//! Signing in: root user and IAM user.

use axum::extract::{Query, State};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use vestibule_service::ErrorBody;
use vestibule_service::answers::{SignInPage, SignInStep};
use vestibule_service::sign_in::{IamSignIn, NewPassword};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, reply};
use crate::caller;
use crate::input::Body;

/// The account an address names.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct PageQuery {
    /// Alias or id from the address's host; absent on the general page.
    account: Option<String>,
}

/// The IAM user form.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IamUserForm {
    /// 12-digit id (dashes allowed) or alias.
    account: String,
    /// IAM user name.
    user_name: String,
    /// Password.
    #[schema(value_type = String)]
    password: SecretString,
    /// Remember this account in this browser.
    remember: bool,
    /// Region of a regional sign-in address.
    region: Option<String>,
}

/// The root user's e-mail address.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RootEmailForm {
    /// E-mail address.
    email: String,
}

/// The root user's password.
#[derive(Debug, Deserialize, ToSchema)]
pub struct RootPasswordForm {
    /// Password.
    #[schema(value_type = String)]
    password: SecretString,
}

/// The answer to a security check.
#[derive(Debug, Deserialize, ToSchema)]
pub struct SecurityCheckForm {
    /// The characters of the picture, or the answer to the question.
    answer: String,
}

/// A new password with the present one.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewPasswordForm {
    /// The password now.
    #[schema(value_type = String)]
    pub current_password: SecretString,
    /// The new password.
    #[schema(value_type = String)]
    pub new_password: SecretString,
    /// The new password again.
    #[schema(value_type = String)]
    pub confirm_password: SecretString,
}

impl From<NewPasswordForm> for NewPassword {
    fn from(form: NewPasswordForm) -> Self {
        Self {
            current: form.current_password,
            new: form.new_password,
            confirm: form.confirm_password,
        }
    }
}

/// Which sign-in page to show.
#[utoipa::path(get, path = "/api/sign-in", params(PageQuery), responses((status = 200, body = SignInPage), (status = "default", body = ErrorBody)))]
pub async fn page(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<PageQuery>,
) -> Reply<SignInPage> {
    reply(app.sign_in_page(&caller, query.account.as_deref()).await)
}

/// Sign in as an IAM user.
#[utoipa::path(post, path = "/api/sign-in/iam-user", request_body = IamUserForm, responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn iam_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<IamUserForm>,
) -> Reply<SignInStep> {
    let form = IamSignIn {
        account: form.account,
        user_name: form.user_name,
        password: form.password,
        remember: form.remember,
        region: form.region,
    };
    reply(app.sign_in_iam_user(&caller, form).await)
}

/// Root user, first step.
#[utoipa::path(post, path = "/api/sign-in/root/email", request_body = RootEmailForm, responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn root_email(State(app): State<App>, Body(form): Body<RootEmailForm>) -> Reply<SignInStep> {
    reply(app.sign_in_root_email(&form.email).await)
}

/// Root user, password.
#[utoipa::path(post, path = "/api/sign-in/root/password", request_body = RootPasswordForm, responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn root_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<RootPasswordForm>,
) -> Reply<SignInStep> {
    reply(app.sign_in_root_password(&caller, form.password).await)
}

/// Root user, forgot password.
#[utoipa::path(post, path = "/api/sign-in/root/forgot-password", responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn forgot_password(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignInStep> {
    reply(app.forgot_root_password(&caller).await)
}

/// Answer the security check.
#[utoipa::path(post, path = "/api/sign-in/security-check", request_body = SecurityCheckForm, responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn security_check(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<SecurityCheckForm>,
) -> Reply<SignInStep> {
    reply(app.answer_security_check(&caller, &form.answer).await)
}

/// A new picture.
#[utoipa::path(post, path = "/api/sign-in/security-check/refresh", responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn security_check_refresh(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignInStep> {
    reply(app.sign_in_attempt(&caller).await)
}

/// Forced change of an IAM user's password.
#[utoipa::path(post, path = "/api/sign-in/new-password", request_body = NewPasswordForm, responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn new_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewPasswordForm>,
) -> Reply<SignInStep> {
    reply(app.choose_new_password(&caller, form.into()).await)
}

/// Forget the remembered account.
#[utoipa::path(post, path = "/api/sign-in/forget-account", responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn forget_account(State(app): State<App>, caller::From(caller): caller::From) -> Result<Empty, Refused> {
    empty(app.forget_account(&caller).await)
}

/// The step an unfinished sign-in is at, for a reloaded page.
#[utoipa::path(get, path = "/api/sign-in/attempt", responses((status = 200, body = SignInStep), (status = "default", body = ErrorBody)))]
pub async fn attempt(State(app): State<App>, caller::From(caller): caller::From) -> Reply<SignInStep> {
    reply(app.sign_in_attempt(&caller).await)
}
