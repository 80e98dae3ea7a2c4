//! The company's identity provider, while it is the identity source, and its certificates.

use sqlx::FromRow;
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::InstanceId;

use crate::convert::{millis, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "external_providers";

/// The provider.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalProviderRow {
    /// Its entity id, the issuer of its responses.
    pub issuer: String,
    /// Where it takes requests, by POST.
    pub sign_in_url: String,
    /// Since when it is the source.
    pub connected_at: Timestamp,
    /// When something about it changed.
    pub updated_at: Timestamp,
}

/// A certificate that its responses may be signed with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExternalCertificateRow {
    /// Names it for an administrator.
    pub id: Uuid,
    /// DER.
    pub certificate: Vec<u8>,
    /// When it was imported.
    pub imported_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    issuer: String,
    sign_in_url: String,
    connected_at: i64,
    updated_at: i64,
}

#[derive(FromRow)]
struct CertificateRow {
    id: Uuid,
    certificate: Vec<u8>,
    imported_at: i64,
}

/// The provider, if there is one.
pub async fn get(connection: &mut impl Reads) -> Result<Option<ExternalProviderRow>, StoreError> {
    let row: Option<Row> =
        sqlx::query_as("SELECT issuer, sign_in_url, connected_at, updated_at FROM external_providers")
            .fetch_optional(connection.ready().await?)
            .await?;
    row.map(|row| {
        Ok(ExternalProviderRow {
            issuer: row.issuer,
            sign_in_url: row.sign_in_url,
            connected_at: time(TABLE, row.connected_at)?,
            updated_at: time(TABLE, row.updated_at)?,
        })
    })
    .transpose()
}

/// Writes the provider. Its certificates stay.
pub async fn set(tx: &mut Tx, instance: &InstanceId, provider: &ExternalProviderRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO external_providers (instance_id, issuer, sign_in_url, connected_at, updated_at) VALUES (?1, ?2, ?3, ?4, ?5) ON CONFLICT (instance_id) DO UPDATE SET issuer = excluded.issuer, sign_in_url = excluded.sign_in_url, connected_at = excluded.connected_at, updated_at = excluded.updated_at")
        .bind(instance.as_str())
        .bind(&provider.issuer)
        .bind(&provider.sign_in_url)
        .bind(millis(provider.connected_at))
        .bind(millis(provider.updated_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Forgets the provider with its certificates.
pub async fn delete(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM external_providers")
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Its certificates, oldest first.
pub async fn certificates(connection: &mut impl Reads) -> Result<Vec<ExternalCertificateRow>, StoreError> {
    let rows: Vec<CertificateRow> =
        sqlx::query_as("SELECT id, certificate, imported_at FROM external_certificates ORDER BY imported_at, id")
            .fetch_all(connection.ready().await?)
            .await?;
    rows.into_iter()
        .map(|row| {
            Ok(ExternalCertificateRow {
                id: row.id,
                certificate: row.certificate,
                imported_at: time(TABLE, row.imported_at)?,
            })
        })
        .collect()
}

/// Imports a certificate; [`StoreError::Conflict`] for one that is there.
pub async fn add_certificate(
    tx: &mut Tx,
    instance: &InstanceId,
    certificate: &ExternalCertificateRow,
) -> Result<(), StoreError> {
    sqlx::query(
        "INSERT INTO external_certificates (id, instance_id, certificate, imported_at) VALUES (?1, ?2, ?3, ?4)",
    )
    .bind(certificate.id)
    .bind(instance.as_str())
    .bind(&certificate.certificate)
    .bind(millis(certificate.imported_at))
    .execute(tx.ready().await?)
    .await?;
    Ok(())
}

/// Deletes a certificate; `false` when there is none of this id.
pub async fn delete_certificate(tx: &mut Tx, id: Uuid) -> Result<bool, StoreError> {
    let done = sqlx::query("DELETE FROM external_certificates WHERE id = ?1")
        .bind(id)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Deletes every certificate.
pub async fn delete_certificates(tx: &mut Tx) -> Result<(), StoreError> {
    sqlx::query("DELETE FROM external_certificates")
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
