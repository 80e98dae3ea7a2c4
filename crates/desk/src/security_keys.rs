//! Security keys: what they hold and how they are asked. What a key does when touched is in `credentials::security_key`.
//!
//! ```text
//! browser: may this origin use that site's keys? ── no ──► refused, the key is not asked
//!    │ yes
//! key: blocked? PIN right, or none needed? ── no ──► refused, a try is gone
//!    │ yes
//! key: signs; its counter is kept before the answer leaves
//! ```

mod pin;
mod requests;

use secrecy::SecretString;
use secrecy::zeroize::Zeroizing;
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};
use utoipa::ToSchema;
use vestibule_credentials::security_key::{Faults, KeyMaterial};

use crate::names::{LONGEST_NAME, name};
use crate::sealing::{place, seal_id};
use crate::{Desk, DeskError};

pub use self::requests::KeyRequest;

/// The key that everyone has; the migration made it for worlds that were there before it.
const OWN_NAME: &str = "My security key";
const OWN_NOTE: &str = "Came with this world. It has no PIN: it can prove that you touched it, not who you are.";
const ADDED_NOTE: &str = "Added by you.";

/// What a key does wrong, so that one sees how it is refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyFaults {
    /// Signs as a copy of it would: with a counter that was seen before.
    pub cloned_counter: bool,
    /// Signs though nobody touched it.
    pub no_presence: bool,
    /// Signs for a look-alike site.
    pub other_origin: bool,
}

impl From<KeyFaults> for Faults {
    fn from(faults: KeyFaults) -> Self {
        Self {
            cloned_counter: faults.cloned_counter,
            no_presence: faults.no_presence,
            other_origin: faults.other_origin,
        }
    }
}

/// Where a key is registered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct KeyCredential {
    /// Site.
    pub rp_id: String,
    /// Whom the site knows it by.
    pub user_name: String,
}

/// A key as its owner knows it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SecurityKeyView {
    /// Number.
    pub id: i64,
    /// Name.
    pub name: String,
    /// Whether it can verify who touches it.
    pub has_pin: bool,
    /// Whether wrong PINs blocked it.
    pub pin_blocked: bool,
    /// Where it came from.
    pub note: String,
    /// Where it is registered.
    pub credentials: Vec<KeyCredential>,
    /// What it does wrong.
    pub faults: KeyFaults,
}

/// Why a key, or the browser before it, refuses.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SecurityKeyError {
    /// The browser's refusal.
    #[error(
        "The site that asks is not the site that it asks a key for. The browser stopped the request; the key was not asked."
    )]
    Origin,
    /// Options that are none.
    #[error("The site's request for a key could not be read.")]
    Unreadable,
    /// A PIN for a key that has none.
    #[error("This key has no PIN. Leave the PIN empty and touch the key.")]
    NoPin,
    /// No PIN for a key that has one.
    #[error("This key has a PIN. Enter it.")]
    PinNeeded,
    /// A wrong PIN.
    #[error("That is not the PIN of this key. {}", tries_words(*.tries_left))]
    PinWrong {
        /// Tries before the key blocks itself.
        tries_left: u8,
    },
    /// Three wrong PINs.
    #[error(
        "This key blocked itself after three wrong PINs. Only a reset helps, which forgets everything on it: delete the key and add a new one."
    )]
    PinBlocked,
    /// The site insists.
    #[error("This site wants to know who touches the key. A key without a PIN cannot tell.")]
    CannotVerify,
    /// Nothing for this site and user.
    #[error("This key is not registered for this sign-in. Choose another key.")]
    NoCredential,
    /// Registered already.
    #[error("This key is already registered for this user. Choose another key.")]
    Excluded,
    /// No signature in common.
    #[error("This key makes none of the signatures that the site takes.")]
    Algorithm,
    /// No reason given.
    #[error("The key gave no answer. Touch it again.")]
    Silent,
}

fn tries_words(left: u8) -> String {
    match left {
        1 => "One try is left before the key blocks itself.".to_owned(),
        left => format!("{left} tries are left before the key blocks itself."),
    }
}

#[derive(FromRow)]
struct Row {
    id: i64,
    name: String,
    note: String,
    pin: Option<Vec<u8>>,
    cloned_counter: bool,
    no_presence: bool,
    other_origin: bool,
}

impl Row {
    fn faults(&self) -> KeyFaults {
        KeyFaults {
            cloned_counter: self.cloned_counter,
            no_presence: self.no_presence,
            other_origin: self.other_origin,
        }
    }
}

#[derive(FromRow)]
struct CredentialRow {
    id: i64,
    key_id: i64,
    seal_id: Vec<u8>,
    sealed: Vec<u8>,
}

impl Desk {
    /// The keys, in the order they came.
    ///
    /// # Errors
    /// Store failures; a sealed value that does not open.
    pub async fn security_keys(&self) -> Result<Vec<SecurityKeyView>, DeskError> {
        let mut tx = self.pool.begin().await?;
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM security_keys ORDER BY id")
            .fetch_all(&mut *tx)
            .await?;
        let mut keys = Vec::with_capacity(rows.len());
        for row in rows {
            keys.push(self.security_key(&mut tx, row).await?);
        }
        Ok(keys)
    }

    /// Adds an empty key, with a PIN or without.
    ///
    /// # Errors
    /// A name or PIN that cannot be; store failures.
    pub async fn add_security_key(
        &self,
        wished: &str,
        pin: Option<&SecretString>,
    ) -> Result<SecurityKeyView, DeskError> {
        let name = name("name", wished, LONGEST_NAME)?;
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let row = self.make_key(&mut tx, &name, ADDED_NOTE, pin).await?;
        let key = self.security_key(&mut tx, row).await?;
        tx.commit().await?;
        Ok(key)
    }

    /// Renames a key and sets what it does wrong.
    ///
    /// # Errors
    /// A name that cannot be; store failures.
    pub async fn change_security_key(
        &self,
        id: i64,
        wished: &str,
        faults: KeyFaults,
    ) -> Result<Option<SecurityKeyView>, DeskError> {
        let name = name("name", wished, LONGEST_NAME)?;
        let mut tx = self.pool.begin_with("BEGIN IMMEDIATE").await?;
        let row: Option<Row> = sqlx::query_as("UPDATE security_keys SET name = ?2, cloned_counter = ?3, no_presence = ?4, other_origin = ?5 WHERE id = ?1 RETURNING *")
            .bind(id)
            .bind(name)
            .bind(faults.cloned_counter)
            .bind(faults.no_presence)
            .bind(faults.other_origin)
            .fetch_optional(&mut *tx)
            .await?;
        let Some(row) = row else { return Ok(None) };
        let key = self.security_key(&mut tx, row).await?;
        tx.commit().await?;
        Ok(Some(key))
    }

    /// Throws a key away, with everything on it.
    ///
    /// # Errors
    /// Store failures.
    pub async fn delete_security_key(&self, id: i64) -> Result<(), DeskError> {
        sqlx::query("DELETE FROM security_keys WHERE id = ?1")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Keys that came with a parcel bring their credentials along.
    pub(crate) async fn keep_key(
        &self,
        connection: &mut SqliteConnection,
        name: &str,
        note: &str,
        pin: Option<&SecretString>,
        credentials: &[KeyMaterial],
    ) -> Result<(), DeskError> {
        let row = self.make_key(connection, name, note, pin).await?;
        for material in credentials {
            self.keep_credential(connection, row.id, material).await?;
        }
        Ok(())
    }

    /// The key of a new world.
    pub(crate) async fn ship_own_key(&self, connection: &mut SqliteConnection) -> Result<(), DeskError> {
        self.keep_key(connection, OWN_NAME, OWN_NOTE, None, &[]).await
    }

    async fn make_key(
        &self,
        connection: &mut SqliteConnection,
        name: &str,
        note: &str,
        pin: Option<&SecretString>,
    ) -> Result<Row, DeskError> {
        let pin = pin::new_pin(pin)?;
        let row: Row = sqlx::query_as("INSERT INTO security_keys (name, note) VALUES (?1, ?2) RETURNING *")
            .bind(name)
            .bind(note)
            .fetch_one(&mut *connection)
            .await?;
        match pin {
            Some(pin) => self.keep_pin(connection, row.id, &pin).await,
            None => Ok(row),
        }
    }

    async fn keep_credential(
        &self,
        connection: &mut SqliteConnection,
        key: i64,
        material: &KeyMaterial,
    ) -> Result<(), DeskError> {
        let seal_id = seal_id(&*self.entropy);
        let sealed = self.seal_credential(key, &seal_id, material)?;
        sqlx::query("INSERT INTO security_key_credentials (key_id, seal_id, sealed) VALUES (?1, ?2, ?3)")
            .bind(key)
            .bind(seal_id.as_slice())
            .bind(sealed)
            .execute(connection)
            .await?;
        Ok(())
    }

    fn seal_credential(&self, key: i64, seal_id: &[u8], material: &KeyMaterial) -> Result<Vec<u8>, DeskError> {
        let text = Zeroizing::new(serde_json::to_vec(material)?);
        Ok(self.key.seal(&credential_place(key, seal_id), &text, &*self.entropy)?)
    }

    async fn credentials(
        &self,
        connection: &mut SqliteConnection,
        key: i64,
    ) -> Result<(Vec<CredentialRow>, Vec<KeyMaterial>), DeskError> {
        let rows: Vec<CredentialRow> =
            sqlx::query_as("SELECT * FROM security_key_credentials WHERE key_id = ?1 ORDER BY id")
                .bind(key)
                .fetch_all(connection)
                .await?;
        let mut materials = Vec::with_capacity(rows.len());
        for row in &rows {
            let opened = self
                .key
                .open(&credential_place(row.key_id, &row.seal_id), &row.sealed)?;
            materials.push(serde_json::from_slice(&opened)?);
        }
        Ok((rows, materials))
    }

    async fn security_key(&self, connection: &mut SqliteConnection, row: Row) -> Result<SecurityKeyView, DeskError> {
        let (_, materials) = self.credentials(connection, row.id).await?;
        Ok(SecurityKeyView {
            id: row.id,
            has_pin: row.pin.is_some(),
            pin_blocked: self.pin_blocked(&row)?,
            faults: row.faults(),
            name: row.name,
            note: row.note,
            credentials: materials
                .iter()
                .map(|material| KeyCredential {
                    rp_id: material.rp_id().to_owned(),
                    user_name: material.user_name().to_owned(),
                })
                .collect(),
        })
    }
}

fn credential_place(key: i64, seal_id: &[u8]) -> String {
    place(&format!("security-key/{key}/credential"), seal_id)
}
