//! Hardware tokens: fobs with a display, a serial number on the back, and a seed that only the maker knew.

use secrecy::{ExposeSecret, SecretString};
use serde::Serialize;
use sqlx::{FromRow, SqliteConnection};
use utoipa::ToSchema;
use vestibule_credentials::totp::Seed;
use vestibule_identity::Timestamp;

use crate::codes::shown;
use crate::otpauth::typed_seed;
use crate::{Desk, DeskError};

/// A fob as one holds it.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Token {
    /// Number in the list.
    pub id: i64,
    /// On its back.
    pub serial: String,
    /// Whose it is.
    pub label: String,
    /// On its display.
    pub code: String,
    /// When the display changes.
    #[schema(value_type = String, format = "date-time")]
    pub step_ends_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    id: i64,
    serial: String,
    label: String,
    sealed: Vec<u8>,
}

impl Desk {
    /// The fobs.
    ///
    /// # Errors
    /// Store failures; a sealed value that does not open.
    pub async fn tokens(&self) -> Result<Vec<Token>, DeskError> {
        let rows: Vec<Row> = sqlx::query_as("SELECT * FROM tokens ORDER BY id")
            .fetch_all(&self.pool)
            .await?;
        let now = self.clock.now();
        rows.into_iter().map(|row| self.token(row, now)).collect()
    }

    pub(crate) async fn keep_token(
        &self,
        connection: &mut SqliteConnection,
        serial: &str,
        label: &str,
        secret: &SecretString,
    ) -> Result<(), DeskError> {
        let seed =
            typed_seed(secret.expose_secret()).map_err(|error| DeskError::invalid("secret", error.to_string()))?;
        let sealed = self.key.seal(&place(serial), seed.bytes(), &*self.entropy)?;
        sqlx::query("INSERT INTO tokens (serial, label, sealed) VALUES (?1, ?2, ?3) ON CONFLICT (serial) DO UPDATE SET label = ?2, sealed = ?3")
            .bind(serial)
            .bind(label)
            .bind(sealed)
            .execute(connection)
            .await?;
        Ok(())
    }

    fn token(&self, row: Row, now: Timestamp) -> Result<Token, DeskError> {
        let opened = self.key.open(&place(&row.serial), &row.sealed)?;
        let shown = shown(&Seed::from_bytes(&opened).map_err(|_| DeskError::Corrupt)?, now, 0);
        Ok(Token {
            id: row.id,
            serial: row.serial,
            label: row.label,
            code: shown.code,
            step_ends_at: shown.step_ends_at,
        })
    }
}

fn place(serial: &str) -> String {
    format!("token/{serial}")
}
