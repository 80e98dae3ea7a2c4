//! Accepted steps of time-based codes, and the seeds of hardware tokens.

use crate::mfa_devices::folded;
use crate::{Reads, StoreError, Tx};

/// Marks a step of a seed accepted: of two who try, one gets `true`.
pub async fn use_step(tx: &mut Tx, serial: &str, step: i64) -> Result<bool, StoreError> {
    let taken = tx
        .statement(
            "INSERT INTO totp_used_steps (serial_folded, step) VALUES (?, ?) ON CONFLICT DO NOTHING RETURNING step",
        )
        .bind(folded(serial))
        .bind(step)
        .now()
        .await?;
    Ok(taken.len() == 1)
}

/// Forgets the steps of a seed that nobody has any more.
pub async fn forget(tx: &mut Tx, serial: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM totp_used_steps WHERE serial_folded = ?1")
        .bind(folded(serial))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Notes a hardware token that was delivered.
pub async fn deliver_token(tx: &mut Tx, serial: &str, sealed: &[u8]) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO hardware_tokens (serial_folded, sealed) VALUES (?1, ?2)")
        .bind(folded(serial))
        .bind(sealed)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// The sealed seed of a delivered token.
pub async fn token(connection: &mut impl Reads, serial: &str) -> Result<Option<Vec<u8>>, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT sealed FROM hardware_tokens WHERE serial_folded = ?1")
            .bind(folded(serial))
            .fetch_optional(connection.ready().await?)
            .await?,
    )
}

/// The latest accepted step of a seed, of those up to `until`.
pub async fn latest_until(connection: &mut impl Reads, serial: &str, until: i64) -> Result<Option<i64>, StoreError> {
    Ok(
        sqlx::query_scalar("SELECT max(step) FROM totp_used_steps WHERE serial_folded = ?1 AND step <= ?2")
            .bind(folded(serial))
            .bind(until)
            .fetch_one(connection.ready().await?)
            .await?,
    )
}
