//! Custom account password policies.

use vestibule_identity::names::AccountId;
use vestibule_identity::password_policy::{AccountPasswordPolicy, PasswordPolicy};

use crate::convert::{from_json, json};
use crate::{Reads, StoreError, Tx};

/// The policy an account is under.
pub async fn get(connection: &mut impl Reads, account: &AccountId) -> Result<AccountPasswordPolicy, StoreError> {
    let row: Option<String> = sqlx::query_scalar("SELECT policy FROM account_password_policies WHERE account_id = ?1")
        .bind(account.as_str())
        .fetch_optional(connection.ready().await?)
        .await?;
    match row {
        None => Ok(AccountPasswordPolicy::AwsDefault),
        Some(text) => Ok(AccountPasswordPolicy::Custom(from_json(
            "account_password_policies",
            &text,
        )?)),
    }
}

/// Sets the custom policy, or removes it.
pub async fn set(tx: &mut Tx, account: &AccountId, policy: Option<&PasswordPolicy>) -> Result<(), StoreError> {
    let query = match policy {
        None => sqlx::query("DELETE FROM account_password_policies WHERE account_id = ?1").bind(account.as_str()),
        Some(policy) => sqlx::query(
            "INSERT INTO account_password_policies (account_id, policy) VALUES (?1, ?2) ON CONFLICT (account_id) DO UPDATE SET policy = ?2",
        )
        .bind(account.as_str())
        .bind(json(policy)?),
    };
    query.execute(tx.ready().await?).await?;
    Ok(())
}
