//! WebAuthn ceremonies under way. Each is taken away before its answer is judged, so none is judged twice.

use vestibule_identity::Timestamp;

use crate::convert::{millis, time};
use crate::{StoreError, Tx};

/// Writes the ceremony of a sign-in attempt or session; it replaces the one before.
pub async fn put(tx: &mut Tx, owner: &[u8; 32], ceremony: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO ceremonies (owner, ceremony, started_at) VALUES (?1, ?2, ?3) ON CONFLICT (owner) DO UPDATE SET ceremony = ?2, started_at = ?3")
        .bind(owner.as_slice())
        .bind(ceremony)
        .bind(millis(now))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Takes a ceremony away: of two takers one gets it, with the time of its start.
pub async fn take(tx: &mut Tx, owner: &[u8; 32]) -> Result<Option<(String, Timestamp)>, StoreError> {
    let row: Option<(String, i64)> =
        sqlx::query_as("DELETE FROM ceremonies WHERE owner = ?1 RETURNING ceremony, started_at")
            .bind(owner.as_slice())
            .fetch_optional(&mut **tx)
            .await?;
    row.map(|(ceremony, started)| Ok((ceremony, time("ceremonies", started)?)))
        .transpose()
}

/// Forgets ceremonies that began before this time.
pub async fn delete_before(tx: &mut Tx, start: Timestamp) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM ceremonies WHERE started_at < ?1")
        .bind(millis(start))
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Forgets every ceremony.
pub async fn delete_all(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM ceremonies").execute(&mut **tx).await?;
    Ok(())
}
