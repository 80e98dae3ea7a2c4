//! The authenticator app. Seeds come in and stay: what goes out is codes.

use secrecy::{ExposeSecret, SecretString};
use serde::{Deserialize, Serialize};
use sqlx::{FromRow, SqliteConnection};
use utoipa::ToSchema;
use vestibule_credentials::totp::Seed;
use vestibule_identity::Timestamp;

use crate::codes::shown;
use crate::names::{LONGEST_LABEL, name};
use crate::otpauth::{Otpauth, typed_seed};
use crate::sealing::{place, seal_id};
use crate::{Desk, DeskError};

/// How wrong a phone's clock may be, in seconds.
const MOST_DRIFT: i64 = 3600;

/// An entry as the screen shows it.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AuthenticatorEntry {
    /// Number.
    pub id: i64,
    /// Who gave the seed; empty when the code did not say.
    pub issuer: String,
    /// Whose codes these are.
    pub account: String,
    /// Six digits.
    pub code: String,
    /// The six digits after them.
    pub next_code: String,
    /// When the next code comes.
    #[schema(value_type = String, format = "date-time")]
    pub step_ends_at: Timestamp,
    /// How far this phone's clock is ahead (behind, when negative).
    pub drift_seconds: i64,
}

/// The app's screen.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AuthenticatorScreen {
    /// In the order they were added.
    pub entries: Vec<AuthenticatorEntry>,
    /// The simulated time.
    #[schema(value_type = String, format = "date-time")]
    pub now: Timestamp,
}

/// An entry to add: a scanned code or a typed key, not both.
#[derive(Debug, Deserialize, ToSchema)]
pub struct NewAuthenticatorEntry {
    /// The text of a set-up code.
    #[schema(value_type = Option<String>)]
    pub otpauth: Option<SecretString>,
    /// A key, Base32.
    #[schema(value_type = Option<String>)]
    pub secret: Option<SecretString>,
    /// What to call it; a key needs a name, a code brings its own.
    pub name: Option<String>,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    issuer: String,
    account: String,
    drift_seconds: i64,
    seal_id: Vec<u8>,
    sealed: Vec<u8>,
}

impl Desk {
    /// The screen.
    ///
    /// # Errors
    /// Store failures; a sealed value that does not open.
    pub async fn authenticator(&self) -> Result<AuthenticatorScreen, DeskError> {
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM authenticator ORDER BY id")
            .fetch_all(&self.pool)
            .await?;
        let now = self.clock.now();
        let entries: Result<_, _> = rows.into_iter().map(|row| self.entry(row, now)).collect();
        Ok(AuthenticatorScreen { entries: entries?, now })
    }

    /// Adds an entry.
    ///
    /// # Errors
    /// A code or key that cannot be used, in words; store failures.
    pub async fn add_authenticator_entry(&self, new: NewAuthenticatorEntry) -> Result<AuthenticatorEntry, DeskError> {
        let (otpauth, named) = match (new.otpauth, new.secret) {
            (Some(scanned), None) => {
                let otpauth = Otpauth::parse(scanned.expose_secret())
                    .map_err(|error| DeskError::invalid("otpauth", error.to_string()))?;
                let named = new.name.unwrap_or_else(|| otpauth.account.clone());
                (otpauth, named)
            }
            (None, Some(typed)) => {
                let seed = typed_seed(typed.expose_secret())
                    .map_err(|error| DeskError::invalid("secret", error.to_string()))?;
                let otpauth = Otpauth {
                    issuer: String::new(),
                    account: String::new(),
                    seed,
                };
                (otpauth, new.name.unwrap_or_default())
            }
            _ => return Err(DeskError::invalid("secret", "Scan a code, or type a key.")),
        };
        let account = name("name", &named, LONGEST_LABEL)?;
        let otpauth = Otpauth { account, ..otpauth };
        self.keep_seed(&mut *self.pool.acquire().await?, &otpauth, 0).await
    }

    pub(crate) async fn keep_seed(
        &self,
        connection: &mut SqliteConnection,
        otpauth: &Otpauth,
        drift_seconds: i64,
    ) -> Result<AuthenticatorEntry, DeskError> {
        let drift_seconds = drift(drift_seconds)?;
        let seal_id = seal_id(&*self.entropy);
        let place = place("authenticator", &seal_id);
        let sealed = self.key.seal(&place, otpauth.seed.bytes(), &*self.entropy)?;
        let row: Row = sqlx::query_as("INSERT INTO authenticator (issuer, account, drift_seconds, seal_id, sealed) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING *")
            .bind(&otpauth.issuer)
            .bind(&otpauth.account)
            .bind(drift_seconds)
            .bind(seal_id.as_slice())
            .bind(sealed)
            .fetch_one(connection)
            .await?;
        self.entry(row, self.clock.now())
    }

    /// Renames an entry and sets how wrong its phone's clock is.
    ///
    /// # Errors
    /// A name or drift that cannot be; store failures.
    pub async fn change_authenticator_entry(
        &self,
        id: i64,
        account: &str,
        drift_seconds: i64,
    ) -> Result<Option<AuthenticatorEntry>, DeskError> {
        let row: Option<Row> =
            sqlx::query_as("UPDATE authenticator SET account = ?2, drift_seconds = ?3 WHERE id = ?1 RETURNING *")
                .bind(id)
                .bind(name("name", account, LONGEST_LABEL)?)
                .bind(drift(drift_seconds)?)
                .fetch_optional(&self.pool)
                .await?;
        row.map(|row| self.entry(row, self.clock.now())).transpose()
    }

    /// Deletes an entry with its seed.
    ///
    /// # Errors
    /// Store failures.
    pub async fn delete_authenticator_entry(&self, id: i64) -> Result<(), DeskError> {
        sqlx::query("DELETE FROM authenticator WHERE id = ?1")
            .bind(id)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    fn entry(&self, row: Row, now: Timestamp) -> Result<AuthenticatorEntry, DeskError> {
        let opened = self.key.open(&place("authenticator", &row.seal_id), &row.sealed)?;
        let shown = shown(
            &Seed::from_bytes(&opened).map_err(|_| DeskError::Corrupt)?,
            now,
            row.drift_seconds,
        );
        Ok(AuthenticatorEntry {
            id: row.id,
            issuer: row.issuer,
            account: row.account,
            code: shown.code,
            next_code: shown.next_code,
            step_ends_at: shown.step_ends_at,
            drift_seconds: row.drift_seconds,
        })
    }
}

fn drift(seconds: i64) -> Result<i64, DeskError> {
    if seconds.unsigned_abs() <= MOST_DRIFT.unsigned_abs() {
        Ok(seconds)
    } else {
        Err(DeskError::invalid(
            "driftSeconds",
            "A phone's clock can be wrong by an hour at most: -3600 to 3600 seconds.",
        ))
    }
}
