//! What others send to the person: JSON parcels, numbered, in order, at least once.

use secrecy::{ExposeSecret, SecretString};
use serde::Deserialize;
use sqlx::SqliteConnection;
use vestibule_credentials::security_key::KeyMaterial;
use vestibule_identity::Timestamp;

use crate::mailbox::{MailLink, NewMail};
use crate::otpauth::Otpauth;
use crate::passwords::{EntryKind, NewEntry};
use crate::phone::NewCall;
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
    AuthenticatorSeed {
        otpauth: SecretString,
        #[serde(default)]
        drift_seconds: i64,
    },
    HardwareToken {
        serial: String,
        label: String,
        secret: SecretString,
    },
    SecurityKey {
        name: String,
        note: String,
        pin: Option<SecretString>,
        credentials: Vec<KeyMaterial>,
    },
    PhoneCall {
        call: SecretString,
        from: String,
        to: String,
        sent_at: Timestamp,
    },
}

impl Desk {
    /// Takes a parcel of the service in, as [`receive_from`](Self::receive_from) does.
    ///
    /// # Errors
    /// As there.
    pub async fn receive(&self, number: i64, parcel: &str) -> Result<(), DeskError> {
        self.receive_from("service", number, parcel).await
    }

    /// Takes a parcel in; one that was seen before from this sender is ignored. What it holds and its number are kept
    /// together or not at all.
    ///
    /// # Errors
    /// A parcel that cannot be read, store failures; the parcel is then not taken.
    pub async fn receive_from(&self, sender: &str, number: i64, parcel: &str) -> Result<(), DeskError> {
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let latest: Option<i64> = sqlx::query_scalar("SELECT latest FROM senders WHERE sender = ?1")
            .bind(sender)
            .fetch_optional(&mut *tx)
            .await?;
        if latest.is_some_and(|latest| number <= latest) {
            return Ok(());
        }
        self.unpack(&mut tx, serde_json::from_str(parcel)?).await?;
        sqlx::query(
            "INSERT INTO senders (sender, latest) VALUES (?1, ?2) ON CONFLICT (sender) DO UPDATE SET latest = ?2",
        )
        .bind(sender)
        .bind(number)
        .execute(&mut *tx)
        .await?;
        tx.commit().await?;
        Ok(())
    }

    async fn unpack(&self, connection: &mut SqliteConnection, parcel: Parcel) -> Result<(), DeskError> {
        match parcel {
            Parcel::NewWorld {} => {
                forget_everything(connection).await?;
                self.ship_own_key(connection).await
            }
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
                self.keep_entry(connection, &entry).await.map(|_| ())
            }
            Parcel::Mail {
                from,
                to,
                subject,
                body,
                links,
                sent_at,
            } => {
                let mail = NewMail {
                    from,
                    to,
                    subject,
                    body,
                    links,
                    sent_at,
                };
                self.put_in_mailbox(connection, mail).await
            }
            Parcel::AuthenticatorSeed { otpauth, drift_seconds } => {
                let otpauth = Otpauth::parse(otpauth.expose_secret())
                    .map_err(|error| DeskError::invalid("otpauth", error.to_string()))?;
                self.keep_seed(connection, &otpauth, drift_seconds).await.map(|_| ())
            }
            Parcel::HardwareToken { serial, label, secret } => {
                self.keep_token(connection, &serial, &label, &secret).await
            }
            Parcel::SecurityKey {
                name,
                note,
                pin,
                credentials,
            } => {
                self.keep_key(connection, &name, &note, pin.as_ref(), &credentials)
                    .await
            }
            Parcel::PhoneCall {
                call,
                from,
                to,
                sent_at,
            } => {
                let call = NewCall {
                    token: call,
                    from,
                    to,
                    sent_at,
                };
                self.ring(connection, &call).await
            }
        }
    }
}

async fn forget_everything(connection: &mut SqliteConnection) -> Result<(), DeskError> {
    for statement in [
        "DELETE FROM cookies",
        "DELETE FROM passwords",
        "DELETE FROM mail",
        "DELETE FROM authenticator",
        "DELETE FROM tokens",
        "DELETE FROM security_keys",
        "DELETE FROM phone_calls",
    ] {
        sqlx::query(statement).execute(&mut *connection).await?;
    }
    Ok(())
}
