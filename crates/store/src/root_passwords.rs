//! Root passwords.

use vestibule_identity::names::AccountId;

use crate::convert::millis;
use crate::{PasswordRow, Reads, StoreError, Tx};

/// The root password of an account.
pub async fn get(connection: &mut impl Reads, account: &AccountId) -> Result<Option<PasswordRow>, StoreError> {
    let row: Option<(String, i64, i64, bool)> =
        sqlx::query_as("SELECT phc, created_at, changed_at, reset_required FROM root_passwords WHERE account_id = ?1")
            .bind(account.as_str())
            .fetch_optional(connection.ready().await?)
            .await?;
    row.map(|row| crate::login_profiles::password_row("root_passwords", row))
        .transpose()
}

/// Sets it.
pub async fn set(tx: &mut Tx, account: &AccountId, row: &PasswordRow) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO root_passwords (account_id, phc, created_at, changed_at, reset_required) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (account_id) DO UPDATE SET phc = ?2, created_at = ?3, changed_at = ?4, reset_required = ?5",
    )
    .bind(account.as_str())
    .bind(&row.phc)
    .bind(millis(row.created_at))
    .bind(millis(row.changed_at))
    .bind(row.reset_required)
    .execute(tx.ready().await?)
    .await?;
    Ok(())
}

/// Deletes it; says whether there was one.
pub async fn delete(tx: &mut Tx, account: &AccountId) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM root_passwords WHERE account_id = ?1")
        .bind(account.as_str())
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}
