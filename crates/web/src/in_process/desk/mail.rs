//! The mailbox.

use std::sync::Arc;

use axum::extract::{Path, State};
use serde::Serialize;
use utoipa::ToSchema;
use vestibule_desk::mailbox::{MailSummary, Message};
use vestibule_service::ErrorBody;

use super::{answer, done, missing};
use crate::answer::{Empty, Refused, Reply};
use crate::world::World;

/// The mailbox.
#[derive(Debug, Serialize, ToSchema)]
pub struct Mailbox {
    /// Newest first.
    pub messages: Vec<MailSummary>,
}

/// The mailbox.
#[utoipa::path(get, path = "/desk/mail", responses((status = 200, body = Mailbox), (status = "default", body = ErrorBody)))]
pub async fn list(State(world): State<Arc<World>>) -> Reply<Mailbox> {
    Ok(answer(Mailbox {
        messages: world.desk.mail().await?,
    }))
}

/// Read a message.
#[utoipa::path(get, path = "/desk/mail/{id}", params(("id" = i64, Path, description = "Message")), responses((status = 200, body = Message), (status = "default", body = ErrorBody)))]
pub async fn read(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Reply<Message> {
    Ok(answer(world.desk.read_mail(id).await?.ok_or_else(missing)?))
}

/// Delete a message.
#[utoipa::path(delete, path = "/desk/mail/{id}", params(("id" = i64, Path, description = "Message")), responses((status = 204), (status = "default", body = ErrorBody)))]
pub async fn delete(State(world): State<Arc<World>>, Path(id): Path<i64>) -> Result<Empty, Refused> {
    world.desk.delete_mail(id).await?;
    Ok(done())
}
