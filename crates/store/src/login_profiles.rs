//! Console passwords of IAM users.

use vestibule_identity::ids::UserId;

use crate::convert::{millis, time};
use crate::{PasswordRow, Reads, StoreError, Tx};

pub(crate) fn password_row(
    table: &'static str,
    (phc, created_at, changed_at, reset_required): (String, i64, i64, bool),
) -> Result<PasswordRow, StoreError> {
    Ok(PasswordRow {
        phc,
        created_at: time(table, created_at)?,
        changed_at: time(table, changed_at)?,
        reset_required,
    })
}

/// A user's console password; none without console access.
pub async fn get(connection: &mut impl Reads, user: &UserId) -> Result<Option<PasswordRow>, StoreError> {
    let row: Option<(String, i64, i64, bool)> =
        sqlx::query_as("SELECT phc, created_at, changed_at, reset_required FROM login_profiles WHERE user_id = ?1")
            .bind(user.as_str())
            .fetch_optional(connection.ready().await?)
            .await?;
    row.map(|row| password_row("login_profiles", row)).transpose()
}

/// Sets it.
pub async fn set(tx: &mut Tx, user: &UserId, row: &PasswordRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO login_profiles (user_id, phc, created_at, changed_at, reset_required) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (user_id) DO UPDATE SET phc = ?2, created_at = ?3, changed_at = ?4, reset_required = ?5",
    )
    .bind(user.as_str())
    .bind(&row.phc)
    .bind(millis(row.created_at))
    .bind(millis(row.changed_at))
    .bind(row.reset_required)
    .execute(tx.ready().await?)
    .await?;
    Ok(())
}

/// Removes it; `false` when there was none.
pub async fn delete(tx: &mut Tx, user: &UserId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM login_profiles WHERE user_id = ?1")
        .bind(user.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() == 1)
}
