//! Assertions that were taken: each once, until it expires (SAML profiles 2.0, 4.1.4.5).

use vestibule_identity::Timestamp;

use crate::convert::millis;
use crate::{Reads, StoreError, Tx};

/// Takes an assertion; `false` when it was taken before. `provider` is whoever keeps ids unique: a provider's ARN, or its
/// entity id. Those that were over at `over` are forgotten.
pub async fn take(
    tx: &mut Tx,
    provider: &str,
    assertion_id: &str,
    expires_at: Timestamp,
    over: Timestamp,
) -> Result<bool, StoreError> {
    let done =
        sqlx::query("INSERT OR IGNORE INTO saml_assertions (provider, assertion_id, expires_at) VALUES (?1, ?2, ?3)")
            .bind(provider)
            .bind(assertion_id)
            .bind(millis(expires_at))
            .execute(tx.ready().await?)
            .await?;
    tx.statement("DELETE FROM saml_assertions WHERE expires_at <= ?")
        .bind(millis(over))
        .later()
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Whether an assertion was taken.
pub async fn is_taken(connection: &mut impl Reads, provider: &str, assertion_id: &str) -> Result<bool, StoreError> {
    let found: Option<i64> =
        sqlx::query_scalar("SELECT 1 FROM saml_assertions WHERE provider = ?1 AND assertion_id = ?2")
            .bind(provider)
            .bind(assertion_id)
            .fetch_optional(connection.ready().await?)
            .await?;
    Ok(found.is_some())
}
