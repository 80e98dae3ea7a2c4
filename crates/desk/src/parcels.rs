//! What others send to the person: JSON parcels, numbered, in order, at least once.

use secrecy::SecretString;
use serde::Deserialize;
use vestibule_identity::Timestamp;

use crate::mailbox::{MailLink, NewMail};
use crate::passwords::{EntryKind, NewEntry};
use crate::{Desk, DeskError};

#[derive(Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case", rename_all_fields = "camelCase")]
enum Parcel {
    NewWorld {},
    Credential {
        identity: EntryKind,
        account: Option<String>,
        account_name: String,
        sign_in_name: String,
        password: Option<SecretString>,
        note: String,
        title: String,
        address: String,
    },
    Mail {
        from: String,
        to: String,
        subject: String,
        body: String,
        links: Vec<MailLink>,
        sent_at: Timestamp,
    },
}

impl Desk {
    /// Takes a parcel in; one that was seen before is ignored.
    ///
    /// # Errors
    /// A parcel that cannot be read, store failures; the parcel is then not taken.
    pub async fn receive(&self, number: i64, parcel: &str) -> Result<(), DeskError> {
        let latest: i64 = sqlx::query_scalar("SELECT latest FROM parcels")
            .fetch_one(&self.pool)
            .await?;
        if number <= latest {
            return Ok(());
        }
        match serde_json::from_str(parcel)? {
            Parcel::NewWorld {} => self.forget_everything().await?,
            Parcel::Credential {
                identity,
                account,
                account_name,
                sign_in_name,
                password,
                note,
                title,
                address,
            } => {
                let entry = NewEntry {
                    kind: identity,
                    account: account.as_deref(),
                    account_name: &account_name,
                    sign_in_name: &sign_in_name,
                    title: &title,
                    note: &note,
                    address: &address,
                    password: password.as_ref(),
                };
                self.keep_entry(&entry).await?;
            }
            Parcel::Mail {
                from,
                to,
                subject,
                body,
                links,
                sent_at,
            } => {
                self.put_in_mailbox(NewMail {
                    from,
                    to,
                    subject,
                    body,
                    links,
                    sent_at,
                })
                .await?;
            }
        }
        sqlx::query("UPDATE parcels SET latest = ?1")
            .bind(number)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    async fn forget_everything(&self) -> Result<(), DeskError> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        for statement in ["DELETE FROM cookies", "DELETE FROM passwords", "DELETE FROM mail"] {
            sqlx::query(statement).execute(&mut *tx).await?;
        }
        tx.commit().await?;
        Ok(())
    }
}
