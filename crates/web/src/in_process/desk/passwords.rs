//! The password manager.

use std::sync::Arc;

use axum::extract::{Path, State};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_desk::passwords::{EntryKind, PasswordEntry};
use vestibule_service::ErrorBody;

use super::{answer, done, missing};
use crate::answer::{Empty, Refused, Reply};
use crate::input::Body;
use crate::world::World;

/// The password manager.
#[derive(Debug, Serialize, ToSchema)]
pub struct Passwords {
    /// Entries, by account and name.
    pub entries: Vec<PasswordEntry>,
}

/// A password in clear, for its owner.
#[derive(Serialize, ToSchema)]
pub struct RevealedPassword {
    /// The password.
    pub password: String,
}

/// A password to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PasswordForm {
    /// Root user or IAM user.
    pub kind: EntryKind,
    /// Alias or id, for IAM users.
    pub account: Option<String>,
    /// IAM user name or e-mail address.
    pub sign_in_name: String,
    /// The password.
    #[schema(value_type = String)]
    pub password: SecretString,
}

/// The password manager's entries.
#[utoipa::path(get, path = "/desk/passwords", responses((status = 200, body = Passwords), (status = "default", body = ErrorBody)))]
pub async fn list(State(world): State<Arc<World>>) -> Reply<Passwords> {
    Ok(answer(Passwords {
        entries: world.desk.passwords().await?,
    }))
}

/// Keep or update a password.
#[utoipa::path(put, path = "/desk/passwords", request_body = PasswordForm, responses((status = 200, body = PasswordEntry), (status = "default", body = ErrorBody)))]
pub async fn save(State(world): State<Arc<World>>, Body(form): Body<PasswordForm>) -> Reply<PasswordEntry> {
    let PasswordForm {
        kind,
        account,
        sign_in_name,
        password,
    } = form;
    Ok(answer(
        world
            .desk
            .save_password(kind, account.as_deref(), &sign_in_name, &password)
            .await?,
    ))
}

/// Show a password to its owner.
#[utoipa::path(post, path = "/desk/passwords/{id}/reveal", params(("id" = i64, Path, description = "Entry")), responses((status = 200, body = RevealedPassword), (status = "default", body = ErrorBody)))]
pub async fn reveal(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Reply<RevealedPassword> {
    use secrecy::ExposeSecret;
    let password = world.desk.reveal_password(id).await?.ok_or_else(missing)?;
    Ok(answer(RevealedPassword {
        password: password.expose_secret().to_owned(),
    }))
}

/// Forget a password.
#[utoipa::path(delete, path = "/desk/passwords/{id}", params(("id" = i64, Path, description = "Entry")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Empty, Refused> {
    world.desk.delete_password(id).await?;
    Ok(done())
}
