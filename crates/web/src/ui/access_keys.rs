//! Access keys: one's own, and those of a user.

use axum::extract::{Path, State};
use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_service::ErrorBody;
use vestibule_service::access_keys::KeysOf;
use vestibule_service::answers::{AccessKeyList, NewAccessKey};

use super::App;
use crate::answer::{Empty, Refused, Reply, empty, plain};
use crate::caller;
use crate::input::Body;

/// Whether a key may be used.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyStatusForm {
    /// Activate or deactivate.
    is_active: bool,
}

/// My keys.
#[utoipa::path(get, path = "/api/access-keys", responses((status = 200, body = AccessKeyList), (status = "default", body = ErrorBody)))]
pub async fn own(State(app): State<App>, caller::From(caller): caller::From) -> Reply<AccessKeyList> {
    plain(app.access_keys(&caller, KeysOf::Own).await)
}

/// Make a key of mine.
#[utoipa::path(post, path = "/api/access-keys", responses((status = 200, body = NewAccessKey), (status = "default", body = ErrorBody)))]
pub async fn create_own(State(app): State<App>, caller::From(caller): caller::From) -> Reply<NewAccessKey> {
    plain(app.create_access_key(&caller, KeysOf::Own).await)
}

/// Activate or deactivate a key of mine.
#[utoipa::path(put, path = "/api/access-keys/{id}", params(("id" = String, Path, description = "Access key id")), request_body = KeyStatusForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_own(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
    Body(form): Body<KeyStatusForm>,
) -> Result<Empty, Refused> {
    empty(
        app.set_access_key_active(&caller, KeysOf::Own, &id, form.is_active)
            .await,
    )
}

/// Delete a key of mine.
#[utoipa::path(delete, path = "/api/access-keys/{id}", params(("id" = String, Path, description = "Access key id")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_own(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(id): Path<String>,
) -> Result<Empty, Refused> {
    empty(app.delete_access_key(&caller, KeysOf::Own, &id).await)
}

/// A user's keys.
#[utoipa::path(get, path = "/api/users/{userName}/access-keys", params(("userName" = String, Path, description = "IAM user name")), responses((status = 200, body = AccessKeyList), (status = "default", body = ErrorBody)))]
pub async fn of_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Reply<AccessKeyList> {
    plain(app.access_keys(&caller, KeysOf::User(&name)).await)
}

/// Make a key for a user.
#[utoipa::path(post, path = "/api/users/{userName}/access-keys", params(("userName" = String, Path, description = "IAM user name")), responses((status = 200, body = NewAccessKey), (status = "default", body = ErrorBody)))]
pub async fn create_of_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path(name): Path<String>,
) -> Reply<NewAccessKey> {
    plain(app.create_access_key(&caller, KeysOf::User(&name)).await)
}

/// Activate or deactivate a user's key.
#[utoipa::path(put, path = "/api/users/{userName}/access-keys/{id}", params(("userName" = String, Path, description = "IAM user name"), ("id" = String, Path, description = "Access key id")), request_body = KeyStatusForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn set_of_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((name, id)): Path<(String, String)>,
    Body(form): Body<KeyStatusForm>,
) -> Result<Empty, Refused> {
    empty(
        app.set_access_key_active(&caller, KeysOf::User(&name), &id, form.is_active)
            .await,
    )
}

/// Delete a user's key.
#[utoipa::path(delete, path = "/api/users/{userName}/access-keys/{id}", params(("userName" = String, Path, description = "IAM user name"), ("id" = String, Path, description = "Access key id")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_of_user(
    State(app): State<App>,
    caller::From(caller): caller::From,
    Path((name, id)): Path<(String, String)>,
) -> Result<Empty, Refused> {
    empty(app.delete_access_key(&caller, KeysOf::User(&name), &id).await)
}
