//! Hashes of a user's passwords, the present one included, for reuse prevention.

use vestibule_identity::Timestamp;
use vestibule_identity::ids::UserId;

use crate::convert::millis;
use crate::{Reads, StoreError, Tx};

/// The API remembers at most 24.
const KEPT: u32 = 24;

/// The latest `count` hashes.
pub async fn recent(connection: &mut impl Reads, user: &UserId, count: u32) -> Result<Vec<String>, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT phc FROM password_history WHERE user_id = ?1 ORDER BY seq DESC LIMIT ?2")
            .bind(user.as_str())
            .bind(count)
            .fetch_all(connection.ready().await?)
            .await?,
    )
}

/// Adds the password just set.
pub async fn push(tx: &mut Tx, user: &UserId, phc: &str, now: Timestamp) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO password_history (user_id, phc, set_at) VALUES (?1, ?2, ?3)")
        .bind(user.as_str())
        .bind(phc)
        .bind(millis(now))
        .execute(tx.ready().await?)
        .await?;
    sqlx::query(
        "DELETE FROM password_history WHERE user_id = ?1 AND seq NOT IN (SELECT seq FROM password_history WHERE user_id = ?1 ORDER BY seq DESC LIMIT ?2)",
    )
    .bind(user.as_str())
    .bind(KEPT)
    .execute(tx.ready().await?)
    .await?;
    Ok(())
}

/// Replaces the latest hash by one of the same password at another cost.
pub async fn replace_latest(tx: &mut Tx, user: &UserId, phc: &str) -> Result<(), StoreError> {
    sqlx::query(
        "UPDATE password_history SET phc = ?2 WHERE seq = (SELECT max(seq) FROM password_history WHERE user_id = ?1)",
    )
    .bind(user.as_str())
    .bind(phc)
    .execute(tx.ready().await?)
    .await?;
    Ok(())
}
