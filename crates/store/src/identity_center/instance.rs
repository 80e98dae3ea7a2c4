//! The instance of Identity Center, and its settings.

use sqlx::FromRow;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{IdentityStoreId, InstanceId};
use vestibule_identity::identity_center::settings::Settings;
use vestibule_identity::names::AccountId;

use crate::convert::{from_json, json, millis, name, time};
use crate::{Reads, StoreError, Tx};

const TABLE: &str = "identity_center";

/// Where people come from, one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Source {
    /// The Identity Center directory: passwords and devices are here.
    Directory,
    /// The company's identity provider.
    External,
}

impl Source {
    fn word(self) -> &'static str {
        match self {
            Self::Directory => "directory",
            Self::External => "external",
        }
    }
}

/// The instance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct InstanceRow {
    /// `ssoins-…`.
    pub id: InstanceId,
    /// `d-…`, which is the first name of the portal.
    pub store: IdentityStoreId,
    /// The management account.
    pub account: AccountId,
    /// Where it was enabled.
    pub home_region: String,
    /// The portal's other name, chosen once.
    pub alias: Option<String>,
    /// Where people come from.
    pub source: Source,
    /// What an administrator set.
    pub settings: Settings,
    /// When it was enabled.
    pub created_at: Timestamp,
}

#[derive(FromRow)]
struct Row {
    instance_id: String,
    identity_store_id: String,
    account_id: String,
    home_region: String,
    alias: Option<String>,
    source: String,
    settings: String,
    created_at: i64,
}

impl Row {
    fn instance(self) -> Result<InstanceRow, StoreError> {
        Ok(InstanceRow {
            id: InstanceId::stored(self.instance_id),
            store: IdentityStoreId::stored(self.identity_store_id),
            account: name(TABLE, self.account_id)?,
            home_region: self.home_region,
            alias: self.alias,
            source: if self.source == "external" {
                Source::External
            } else {
                Source::Directory
            },
            settings: from_json(TABLE, &self.settings)?,
            created_at: time(TABLE, self.created_at)?,
        })
    }
}

/// The instance, where it is enabled.
pub async fn get(connection: &mut impl Reads) -> Result<Option<InstanceRow>, StoreError> {
    let row: Option<Row> = sqlx::query_as("SELECT * FROM identity_center")
        .fetch_optional(connection.ready().await?)
        .await?;
    row.map(Row::instance).transpose()
}

/// Enables it.
pub async fn insert(tx: &mut Tx, instance: &InstanceRow) -> Result<(), StoreError> {
    sqlx::query("INSERT INTO identity_center (instance_id, identity_store_id, account_id, home_region, alias, source, settings, created_at) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)")
        .bind(instance.id.as_str())
        .bind(instance.store.as_str())
        .bind(instance.account.as_str())
        .bind(&instance.home_region)
        .bind(&instance.alias)
        .bind(instance.source.word())
        .bind(json(&instance.settings)?)
        .bind(millis(instance.created_at))
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Writes the settings.
pub async fn set_settings(tx: &mut Tx, settings: &Settings) -> Result<(), StoreError> {
    sqlx::query("UPDATE identity_center SET settings = ?1")
        .bind(json(settings)?)
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}

/// Gives the portal its other name; `false` when it has one, as it cannot be changed.
pub async fn set_alias(tx: &mut Tx, alias: &str) -> Result<bool, StoreError> {
    let done = sqlx::query("UPDATE identity_center SET alias = ?1 WHERE alias IS NULL")
        .bind(alias)
        .execute(tx.ready().await?)
        .await?;
    Ok(done.rows_affected() > 0)
}

/// Where people come from now on.
pub async fn set_source(tx: &mut Tx, source: Source) -> Result<(), StoreError> {
    sqlx::query("UPDATE identity_center SET source = ?1")
        .bind(source.word())
        .execute(tx.ready().await?)
        .await?;
    Ok(())
}
