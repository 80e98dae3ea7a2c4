//! IAM users of the account.

use axum::extract::{Path, Query, State};
use secrecy::SecretString;
use serde::Deserialize;
use utoipa::{IntoParams, ToSchema};
use vestibule_service::ErrorBody;
use vestibule_service::answers::{ConsolePasswordView, CreatedUser, PasswordSet, Tag, TagList, UserDetails, UserPage};
use vestibule_service::users::{ConsolePassword, NewUser, NewUserPermissions};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

/// Which users.
#[derive(Debug, Deserialize, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct UsersQuery {
    /// Names that begin with this, ignoring case.
    search: Option<String>,
    /// `next` of the page before.
    after: Option<String>,
}

/// A console password to set.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsolePasswordForm {
    /// The password, or `null` to generate one.
    #[schema(value_type = Option<String>)]
    password: Option<SecretString>,
    /// The user must choose a new password at next sign-in.
    reset_required: bool,
}

/// A user to create.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct NewUserForm {
    /// IAM user name.
    user_name: String,
    /// Console access, or `null` for none.
    console: Option<ConsolePasswordForm>,
    /// Groups to put the user into.
    #[serde(default)]
    groups: Vec<String>,
    /// The user whose permissions are copied, instead of groups and policies.
    #[serde(default)]
    copy_of: Option<String>,
    /// Managed policies to attach, by ARN, instead of groups.
    #[serde(default)]
    policies: Vec<String>,
    /// The permissions boundary, by ARN.
    #[serde(default)]
    boundary: Option<String>,
    /// Tags.
    #[serde(default)]
    tags: Vec<Tag>,
}

/// A user's tags to be.
#[derive(Debug, Deserialize, ToSchema)]
pub struct TagsForm {
    /// All of them.
    tags: Vec<Tag>,
    /// All that there were when the editor read them.
    expected: Vec<Tag>,
}

impl From<ConsolePasswordForm> for ConsolePassword {
    fn from(form: ConsolePasswordForm) -> Self {
        Self {
            password: form.password,
            reset_required: form.reset_required,
        }
    }
}

/// Users, in name order.
#[utoipa::path(get, path = "/api/users", params(UsersQuery), responses((status = 200, body = UserPage), (status = "default", body = ErrorBody)))]
pub async fn list(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Query(query): Query<UsersQuery>,
) -> Reply<UserPage> {
    plain(
        app.users(&caller, query.search.as_deref(), query.after.as_deref())
            .await,
    )
}

/// Create a user.
#[utoipa::path(post, path = "/api/users", request_body = NewUserForm, responses((status = 200, body = CreatedUser), (status = "default", body = ErrorBody)))]
pub async fn create(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Body(form): Body<NewUserForm>,
) -> Reply<CreatedUser> {
    let permissions = match form.copy_of {
        Some(other) => NewUserPermissions::CopyOf(other),
        None => NewUserPermissions::Given {
            groups: form.groups,
            policies: form.policies,
        },
    };
    let user = NewUser {
        user_name: form.user_name,
        console: form.console.map(Into::into),
        permissions,
        boundary: form.boundary,
        tags: form.tags,
    };
    plain(app.create_user(&caller, user).await)
}

/// A user.
#[utoipa::path(get, path = "/api/users/{userName}", params(("userName" = String, Path, description = "IAM user name")), responses((status = 200, body = UserDetails), (status = "default", body = ErrorBody)))]
pub async fn view(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Reply<UserDetails> {
    plain(app.user(&caller, &name).await)
}

/// A user's console access.
#[utoipa::path(get, path = "/api/users/{userName}/password", params(("userName" = String, Path, description = "IAM user name")), responses((status = 200, body = ConsolePasswordView), (status = "default", body = ErrorBody)))]
pub async fn console_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Reply<ConsolePasswordView> {
    plain(app.user_console_password(&caller, &name).await)
}

/// A user's tags.
#[utoipa::path(get, path = "/api/users/{userName}/tags", params(("userName" = String, Path, description = "IAM user name")), responses((status = 200, body = TagList), (status = "default", body = ErrorBody)))]
pub async fn tags(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Reply<TagList> {
    plain(app.user_tags(&caller, &name).await)
}

/// Set and remove tags of a user.
#[utoipa::path(put, path = "/api/users/{userName}/tags", params(("userName" = String, Path, description = "IAM user name")), request_body = TagsForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_tags(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<TagsForm>,
) -> Result<Empty, Refused> {
    empty(app.set_user_tags(&caller, &name, &form.tags, &form.expected).await)
}

/// Set or reset a console password.
#[utoipa::path(put, path = "/api/users/{userName}/password", params(("userName" = String, Path, description = "IAM user name")), request_body = ConsolePasswordForm, responses((status = 200, body = PasswordSet), (status = "default", body = ErrorBody)))]
pub async fn set_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
    Body(form): Body<ConsolePasswordForm>,
) -> Reply<PasswordSet> {
    plain(app.set_user_password(&caller, &name, form.into()).await)
}

/// Remove the console password.
#[utoipa::path(delete, path = "/api/users/{userName}/password", params(("userName" = String, Path, description = "IAM user name")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn remove_password(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.remove_user_password(&caller, &name).await)
}

/// Delete a user.
#[utoipa::path(delete, path = "/api/users/{userName}", params(("userName" = String, Path, description = "IAM user name")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.delete_user(&caller, &name).await)
}
