//! The newest credential report of each account.

use vestibule_identity::Timestamp;
use vestibule_identity::names::AccountId;

use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

/// An account's report: when it was made, and its lines.
pub async fn get(connection: &mut impl Reads, account: &AccountId) -> Result<Option<(Timestamp, String)>, StoreError> {
    let row: Option<(i64, String)> =
        sqlx::query_as("SELECT generated_at, csv FROM credential_reports WHERE account_id = ?1")
            .bind(account.as_str())
            .fetch_optional(connection.ready().await?)
            .await?;
    row.map(|(at, csv)| Ok((time("credential_reports", at)?, csv)))
        .transpose()
}

/// Replaces it.
pub async fn put(tx: &mut Tx, account: &AccountId, at: Timestamp, csv: &str) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO credential_reports (account_id, generated_at, csv) VALUES (?1, ?2, ?3) ON CONFLICT (account_id) DO UPDATE SET generated_at = ?2, csv = ?3")
        .bind(account.as_str())
        .bind(millis(at))
        .bind(csv)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
