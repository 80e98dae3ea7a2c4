//! The person's own things: password manager, mailbox, cookies, downloads.

use std::sync::Arc;

use axum::extract::{Path, State};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_desk::DeskError;
use vestibule_desk::browser::CookieView;
use vestibule_desk::mailbox::{MailSummary, Message};
use vestibule_desk::passwords::{EntryKind, PasswordEntry};
use vestibule_service::{Answer, ErrorBody, ErrorCode};

use crate::answer::{Answered, Empty, Refused, Reply};
use crate::input::Body;
use crate::world::World;

/// The password manager.
#[derive(Debug, Serialize, ToSchema)]
pub struct Passwords {
    /// Entries, by account and name.
    pub entries: Vec<PasswordEntry>,
}

/// A password in clear, for its owner.
#[derive(Debug, Serialize, ToSchema)]
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

/// The mailbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mailbox {
    /// Newest first.
    pub messages: Vec<MailSummary>,
}

/// The cookie jar.
#[derive(Debug, Serialize, ToSchema)]
pub struct Cookies {
    /// By name; never with values.
    pub cookies: Vec<CookieView>,
}

/// Which cookie.
#[derive(Debug, Deserialize, ToSchema)]
pub struct CookieForm {
    /// Name.
    pub name: String,
    /// Host.
    pub domain: String,
    /// Path.
    pub path: String,
}

/// A file to keep.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DownloadForm {
    /// Wished file name.
    pub file_name: String,
    /// Text.
    pub contents: String,
}

/// A kept file.
#[derive(Debug, Serialize, ToSchema)]
pub struct Downloaded {
    /// Where it is.
    pub path: String,
}

impl From<DeskError> for Refused {
    fn from(error: DeskError) -> Self {
        let (code, message) = match error {
            DeskError::Corrupt => (
                ErrorCode::StoreCorrupt,
                "The desk's store is damaged and was left untouched.",
            ),
            DeskError::ReadOnly => (ErrorCode::StoreReadOnly, "The desk's store cannot be written."),
            DeskError::Full => (ErrorCode::StoreFull, "The disk is full. Nothing was changed."),
            DeskError::Newer => (
                ErrorCode::StoreNewer,
                "The desk's store was written by a newer version.",
            ),
            DeskError::NoDownloads => (ErrorCode::NoSuchEntity, "There is no downloads folder on this machine."),
            DeskError::Io(_) | DeskError::Sqlite(_) | DeskError::Seal(_) | DeskError::Encoding(_) => {
                tracing::error!(%error, "the desk failed");
                (
                    ErrorCode::StoreUnavailable,
                    "The desk's store could not be read. Nothing was changed.",
                )
            }
        };
        Self(ErrorBody {
            code,
            message: message.to_owned(),
            field: None,
            retry_after_seconds: None,
            challenge: None,
        })
    }
}

fn missing() -> Refused {
    Refused(ErrorBody {
        code: ErrorCode::NoSuchEntity,
        message: "It is not there any more.".to_owned(),
        field: None,
        retry_after_seconds: None,
        challenge: None,
    })
}

fn answer<T>(body: T) -> Answered<T> {
    Answered(Answer::new(body))
}

fn done() -> Empty {
    Empty(Answer::new(()))
}

/// The password manager's entries.
#[utoipa::path(get, path = "/desk/passwords", responses((status = 200, body = Passwords), (status = "default", body = ErrorBody)))]
pub async fn passwords(State(world): State<Arc<World>>) -> Reply<Passwords> {
    Ok(answer(Passwords {
        entries: world.desk.passwords().await?,
    }))
}

/// Keep or update a password.
#[utoipa::path(put, path = "/desk/passwords", request_body = PasswordForm, responses((status = 200, body = PasswordEntry), (status = "default", body = ErrorBody)))]
pub async fn save_password(State(world): State<Arc<World>>, Body(form): Body<PasswordForm>) -> Reply<PasswordEntry> {
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
pub async fn reveal_password(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Reply<RevealedPassword> {
    use secrecy::ExposeSecret;
    let password = world.desk.reveal_password(id).await?.ok_or_else(missing)?;
    Ok(answer(RevealedPassword {
        password: password.expose_secret().to_owned(),
    }))
}

/// Forget a password.
#[utoipa::path(delete, path = "/desk/passwords/{id}", params(("id" = i64, Path, description = "Entry")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_password(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Empty, Refused> {
    world.desk.delete_password(id).await?;
    Ok(done())
}

/// The mailbox.
#[utoipa::path(get, path = "/desk/mail", responses((status = 200, body = Mailbox), (status = "default", body = ErrorBody)))]
pub async fn mail(State(world): State<Arc<World>>) -> Reply<Mailbox> {
    Ok(answer(Mailbox {
        messages: world.desk.mail().await?,
    }))
}

/// Read a message.
#[utoipa::path(get, path = "/desk/mail/{id}", params(("id" = i64, Path, description = "Message")), responses((status = 200, body = Message), (status = "default", body = ErrorBody)))]
pub async fn read_mail(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Reply<Message> {
    Ok(answer(world.desk.read_mail(id).await?.ok_or_else(missing)?))
}

/// Delete a message.
#[utoipa::path(delete, path = "/desk/mail/{id}", params(("id" = i64, Path, description = "Message")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_mail(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Empty, Refused> {
    world.desk.delete_mail(id).await?;
    Ok(done())
}

/// The cookie jar.
#[utoipa::path(get, path = "/desk/cookies", responses((status = 200, body = Cookies), (status = "default", body = ErrorBody)))]
pub async fn cookies(State(world): State<Arc<World>>) -> Reply<Cookies> {
    Ok(answer(Cookies {
        cookies: world.desk.cookies().await?,
    }))
}

/// Delete one cookie.
#[utoipa::path(post, path = "/desk/cookies/delete", request_body = CookieForm, responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete_cookie(State(world): State<Arc<World>>, Body(form): Body<CookieForm>) -> Result<Empty, Refused> {
    world.desk.delete_cookie(&form.name, &form.domain, &form.path).await?;
    Ok(done())
}

/// Delete all cookies.
#[utoipa::path(delete, path = "/desk/cookies", responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn clear_cookies(State(world): State<Arc<World>>) -> Result<Empty, Refused> {
    world.desk.clear_cookies().await?;
    Ok(done())
}

/// Keep a file in the downloads folder.
#[utoipa::path(post, path = "/desk/downloads", request_body = DownloadForm, responses((status = 200, body = Downloaded), (status = "default", body = ErrorBody)))]
pub async fn download(State(world): State<Arc<World>>, Body(form): Body<DownloadForm>) -> Reply<Downloaded> {
    let path = world.desk.save_download(&form.file_name, &form.contents)?;
    Ok(answer(Downloaded {
        path: path.display().to_string(),
    }))
}
