//! Passwords of the identity store, and the last three.

use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::DirectoryUserId;

use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

/// A password.
#[derive(Clone, PartialEq, Eq)]
pub struct DirectoryPasswordRow {
    /// Argon2id hash in PHC form.
    pub phc: String,
    /// When it was set.
    pub changed_at: Timestamp,
    /// It must be replaced at the next sign-in.
    pub one_time: bool,
}

impl std::fmt::Debug for DirectoryPasswordRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("DirectoryPasswordRow")
            .field("one_time", &self.one_time)
            .finish_non_exhaustive()
    }
}

/// The person's password, if there is one.
pub async fn get(
    connection: &mut impl Reads,
    user: &DirectoryUserId,
) -> Result<Option<DirectoryPasswordRow>, StoreError> {
    let row: Option<(String, i64, bool)> =
        sqlx::query_as("SELECT phc, changed_at, one_time FROM directory_passwords WHERE user_id = ?1")
            .bind(user.as_str())
            .fetch_optional(connection.ready().await?)
            .await?;
    row.map(|(phc, changed_at, one_time)| {
        Ok(DirectoryPasswordRow {
            phc,
            changed_at: time("directory_passwords", changed_at)?,
            one_time,
        })
    })
    .transpose()
}

/// Sets it.
pub async fn set(tx: &mut Tx, user: &DirectoryUserId, password: &DirectoryPasswordRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO directory_passwords (user_id, phc, changed_at, one_time) VALUES (?1, ?2, ?3, ?4) ON CONFLICT (user_id) DO UPDATE SET phc = excluded.phc, changed_at = excluded.changed_at, one_time = excluded.one_time")
        .bind(user.as_str())
        .bind(&password.phc)
        .bind(millis(password.changed_at))
        .bind(password.one_time)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Keeps a password that the person chose, for the rule about old ones.
pub async fn remember(tx: &mut Tx, user: &DirectoryUserId, phc: &str, at: Timestamp) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO directory_password_history (user_id, phc, set_at) VALUES (?1, ?2, ?3)")
        .bind(user.as_str())
        .bind(phc)
        .bind(millis(at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// The last passwords that the person chose, newest first.
pub async fn latest(
    connection: &mut impl Reads,
    user: &DirectoryUserId,
    depth: usize,
) -> Result<Vec<String>, StoreError> {
    let rows =
        sqlx::query_scalar("SELECT phc FROM directory_password_history WHERE user_id = ?1 ORDER BY seq DESC LIMIT ?2")
            .bind(user.as_str())
            .bind(i64::try_from(depth).unwrap_or(i64::MAX))
            .fetch_all(connection.ready().await?)
            .await?;
    Ok(rows)
}
