//! OIDC and SAML identity providers of accounts.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::names::AccountId;

use crate::convert::{from_json, json, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "identity_providers";

/// An identity provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ProviderRow {
    /// Its ARN.
    pub arn: String,
    /// Its account.
    pub account: AccountId,
    /// SAML; otherwise OIDC.
    pub is_saml: bool,
    /// The name, or host and path of the URL.
    pub name: String,
    /// Client ids of an OIDC provider.
    pub audiences: Vec<String>,
    /// Thumbprints of an OIDC provider.
    pub thumbprints: Vec<String>,
    /// Metadata of a SAML provider.
    pub metadata: Option<String>,
    /// When it was created.
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    arn: String,
    account_id: String,
    kind: String,
    name: String,
    audiences: String,
    thumbprints: String,
    metadata: Option<String>,
    created_at: i64,
}

impl Row {
    fn provider(self) -> Result<ProviderRow, StoreError> {
        Ok(ProviderRow {
            arn: self.arn,
            account: name(TABLE, self.account_id)?,
            is_saml: self.kind == "saml",
            name: self.name,
            audiences: from_json(TABLE, &self.audiences)?,
            thumbprints: from_json(TABLE, &self.thumbprints)?,
            metadata: self.metadata,
            created_at: time(TABLE, self.created_at)?,
        })
    }
}

/// Adds a provider; [`StoreError::Conflict`] when the account has it already.
pub async fn insert(tx: &mut Tx, provider: &ProviderRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO identity_providers (arn, account_id, kind, name, audiences, thumbprints, metadata, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(&provider.arn)
        .bind(provider.account.as_str())
        .bind(if provider.is_saml { "saml" } else { "oidc" })
        .bind(&provider.name)
        .bind(json(&provider.audiences)?)
        .bind(json(&provider.thumbprints)?)
        .bind(&provider.metadata)
        .bind(millis(provider.created_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// By ARN.
pub async fn by_arn(connection: &mut impl Reads, arn: &str) -> Result<Option<ProviderRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM identity_providers WHERE arn = ?1")
        .bind(arn)
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::provider).transpose()
}

/// All of an account, in name order.
pub async fn of_account(connection: &mut impl Reads, account: &AccountId) -> Result<Vec<ProviderRow>, StoreError> {
    let rows: Vec<Row> = sqlx::query_as("SELECT * FROM identity_providers WHERE account_id = ?1 ORDER BY name, arn")
        .bind(account.as_str())
        .fetch_all(connection.ready().await?)
        .await?;
    rows.into_iter().map(Row::provider).collect()
}

/// Gives a SAML provider new metadata.
pub async fn set_metadata(tx: &mut Tx, arn: &str, metadata: &str) -> Result<(), StoreError> {
    sqlx::query("UPDATE identity_providers SET metadata = ?2 WHERE arn = ?1 AND kind = 'saml'")
        .bind(arn)
        .bind(metadata)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Sets audiences and thumbprints of an OIDC provider.
pub async fn set_oidc(tx: &mut Tx, arn: &str, audiences: &[String], thumbprints: &[String]) -> Result<(), StoreError> {
    tx.statement("UPDATE identity_providers SET audiences = ?, thumbprints = ? WHERE arn = ?")
        .bind(json(&audiences)?)
        .bind(json(&thumbprints)?)
        .bind(arn)
        .later()
        .await
}

/// Deletes a provider.
pub async fn delete(tx: &mut Tx, arn: &str) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM identity_providers WHERE arn = ?1")
        .bind(arn)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
