//! The mailbox. Bodies and links are sealed: links hold single-use tokens.

use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use crate::sealing::{place, seal_id};
use crate::{Desk, DeskError};

/// A link in a mail.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct MailLink {
    /// Its words.
    pub label: String,
    /// Where it leads.
    pub address: String,
}

/// A message in the list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MailSummary {
    /// Number.
    pub id: i64,
    /// Sender.
    pub from: String,
    /// Recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// When it came.
    #[schema(value_type = String, format = "date-time")]
    pub received_at: Timestamp,
    /// Whether it was opened.
    pub read: bool,
}

/// An opened message.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Message {
    /// Number.
    pub id: i64,
    /// Sender.
    pub from: String,
    /// Recipient.
    pub to: String,
    /// Subject.
    pub subject: String,
    /// When it came.
    #[schema(value_type = String, format = "date-time")]
    pub received_at: Timestamp,
    /// Plain text.
    pub body: String,
    /// Links.
    pub links: Vec<MailLink>,
}

#[derive(Serialize, Deserialize)]
struct Contents {
    body: String,
    links: Vec<MailLink>,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    sender: String,
    recipient: String,
    subject: String,
    received_at: i64,
    is_read: bool,
    seal_id: Vec<u8>,
    sealed: Vec<u8>,
}

/// A mail that came.
pub(crate) struct NewMail {
    pub(crate) from: String,
    pub(crate) to: String,
    pub(crate) subject: String,
    pub(crate) body: String,
    pub(crate) links: Vec<MailLink>,
    pub(crate) sent_at: Timestamp,
}

impl Desk {
    pub(crate) async fn put_in_mailbox(
        &self,
        connection: &mut SqliteConnection,
        mail: NewMail,
    ) -> Result<(), DeskError> {
        let seal_id = seal_id(&*self.entropy);
        let contents = serde_json::to_vec(&Contents {
            body: mail.body,
            links: mail.links,
        })?;
        let sealed = self.key.seal(&place("mail", &seal_id), &contents, &*self.entropy)?;
        sqlx::query("INSERT INTO mail (sender, recipient, subject, received_at, seal_id, sealed) VALUES (?1, ?2, ?3, ?4, ?5, ?6)")
            .bind(mail.from)
            .bind(mail.to)
            .bind(mail.subject)
            .bind(mail.sent_at.as_millisecond())
            .bind(seal_id.as_slice())
            .bind(sealed)
            .execute(connection)
            .await?;
        Ok(())
    }

    /// The messages, newest first.
    ///
    /// # Errors
    /// Store failures.
    pub async fn mail(&self) -> Result<Vec<MailSummary>, DeskError> {
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM mail ORDER BY id DESC")
            .fetch_all(&self.pool)
            .await?;
        Ok(rows
            .into_iter()
            .map(|row| MailSummary {
                id: row.id,
                from: row.sender,
                to: row.recipient,
                subject: row.subject,
                received_at: Timestamp::from_millisecond(row.received_at).unwrap_or(Timestamp::UNIX_EPOCH),
                read: row.is_read,
            })
            .collect())
    }

    /// Opens a message and marks it read.
    ///
    /// # Errors
    /// Store failures; a sealed value that does not open.
    pub async fn read_mail(&self, id: i64) -> Result<Option<Message>, DeskError> {
        let row: Option<Row> = sqlx::query_as("UPDATE mail SET is_read = 1 WHERE id = ?1 RETURNING *")
            .bind(id)
            .fetch_optional(&self.pool)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let contents: Contents = serde_json::from_slice(&self.key.open(&place("mail", &row.seal_id), &row.sealed)?)?;
        Ok(Some(Message {
            id: row.id,
            from: row.sender,
            to: row.recipient,
            subject: row.subject,
            received_at: Timestamp::from_millisecond(row.received_at).unwrap_or(Timestamp::UNIX_EPOCH),
            body: contents.body,
            links: contents.links,
        }))
    }

    /// Deletes a message.
    ///
    /// # Errors
    /// Store failures.
    pub async fn delete_mail(&self, id: i64) -> Result<(), DeskError> {
        sqlx::query("DELETE FROM mail WHERE id = ?1")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }
}
