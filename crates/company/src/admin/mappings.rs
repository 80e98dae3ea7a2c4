//! Which group enters AWS in which role.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::input;
use crate::saml::claims::{self, MappingRow};
use crate::{Caller, Company, CompanyError, Tx, people};

/// A mapping.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleMapping {
    /// Number.
    pub id: i64,
    /// The group's id.
    pub group_id: String,
    /// The role's ARN; its name is case-sensitive.
    pub role_arn: String,
    /// The ARN of the SAML provider in the role's account.
    pub provider_arn: String,
}

/// What is said of a mapping.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MappingForm {
    /// The group's id.
    pub group_id: String,
    /// The role's ARN.
    pub role_arn: String,
    /// The ARN of the SAML provider in the role's account.
    pub provider_arn: String,
}

impl From<MappingRow> for RoleMapping {
    fn from(row: MappingRow) -> Self {
        Self {
            id: row.id,
            group_id: row.group_id,
            role_arn: row.role_arn,
            provider_arn: row.provider_arn,
        }
    }
}

async fn delete(tx: &mut Tx, id: i64) -> Result<(), CompanyError> {
    let gone = sqlx::query("DELETE FROM role_mappings WHERE id = ?1")
        .bind(id)
        .execute(&mut **tx)
        .await?;
    if gone.rows_affected() == 0 {
        return Err(CompanyError::NoSuchEntity("mapping"));
    }
    Ok(())
}

async fn put(tx: &mut Tx, id: Option<i64>, form: &MappingForm) -> Result<i64, CompanyError> {
    people::group(tx, &form.group_id)
        .await?
        .ok_or(CompanyError::NoSuchEntity("group"))?;
    let role = input::arn("roleArn", &form.role_arn, "role")?;
    let provider = input::arn("providerArn", &form.provider_arn, "saml-provider")?;
    claims::put_mapping(tx, id, &form.group_id, &role, &provider).await
}

impl Company {
    /// Every mapping.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn mappings(&self, caller: &Caller) -> Result<Vec<RoleMapping>, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        Ok(claims::mappings(&mut tx).await?.into_iter().map(Into::into).collect())
    }

    /// Maps a group to a role. Nothing is asked of AWS: what is mistyped here is refused there.
    ///
    /// # Errors
    /// A field error, [`CompanyError::AlreadyExists`], [`CompanyError::NoSuchEntity`], those of
    /// [`mappings`](Self::mappings).
    pub async fn add_mapping(&self, caller: &Caller, form: MappingForm) -> Result<RoleMapping, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let id = put(&mut tx, None, &form).await?;
        tx.commit().await?;
        Ok(RoleMapping {
            id,
            group_id: form.group_id,
            role_arn: form.role_arn.trim().to_owned(),
            provider_arn: form.provider_arn.trim().to_owned(),
        })
    }

    /// Changes a mapping, which keeps its number and so its place.
    ///
    /// # Errors
    /// As [`add_mapping`](Self::add_mapping).
    pub async fn change_mapping(
        &self,
        caller: &Caller,
        id: i64,
        form: MappingForm,
    ) -> Result<RoleMapping, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        delete(&mut tx, id).await?;
        let id = put(&mut tx, Some(id), &form).await?;
        tx.commit().await?;
        Ok(RoleMapping {
            id,
            group_id: form.group_id,
            role_arn: form.role_arn.trim().to_owned(),
            provider_arn: form.provider_arn.trim().to_owned(),
        })
    }

    /// Deletes a mapping.
    ///
    /// # Errors
    /// As [`add_mapping`](Self::add_mapping).
    pub async fn delete_mapping(&self, caller: &Caller, id: i64) -> Result<(), CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        delete(&mut tx, id).await?;
        tx.commit().await?;
        Ok(())
    }
}
