//! Versions of a managed policy: at most five, one of which counts.

use serde_json::{Value, json};
use vestibule_policy::Kind;
use vestibule_store::{PolicyRow, Tx, VersionRow, policies, policy_versions};

use super::{VERSIONS_PER_POLICY, named, own, parsed, policy_arn, version_id, version_number};
use crate::answers::{VersionDocument, VersionView};
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

/// A version to add.
#[derive(Debug)]
pub struct NewVersion {
    /// The policy.
    pub policy_arn: String,
    /// What it shall say.
    pub document: String,
    /// It counts at once.
    pub set_as_default: bool,
    /// The default version that was read before.
    pub expected: String,
    /// A version that goes to make room.
    pub replacing: Option<String>,
}

/// The version that shall count.
#[derive(Debug)]
pub struct NewDefault {
    /// The policy.
    pub policy_arn: String,
    /// The version.
    pub version_id: String,
    /// The default version that was read before.
    pub expected: String,
}

impl Service {
    /// What a version says.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn policy_version(
        &self,
        caller: &Caller,
        arn: &str,
        version: &str,
    ) -> Result<VersionDocument, ServiceError> {
        let live = self.live(caller).await?;
        let arn = policy_arn(arn)?;
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::GetPolicyVersion, arn).await?;
        named(&mut reader, &live, arn).await?;
        let number = version_number(version).ok_or_else(|| no_version(arn, version))?;
        let document = policies::document(&mut reader, arn, number)
            .await?
            .ok_or_else(|| no_version(arn, version))?;
        Ok(VersionDocument {
            version_id: version_id(number),
            document,
        })
    }

    /// Adds a version.
    ///
    /// # Errors
    /// [`ServiceError::MalformedPolicy`], [`ServiceError::LimitReached`] with five versions,
    /// [`ServiceError::ConcurrentModification`], [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn create_policy_version(&self, caller: &Caller, new: NewVersion) -> Result<VersionView, ServiceError> {
        let live = self.live(caller).await?;
        let arn = policy_arn(&new.policy_arn)?;
        let read = parsed(&new.document, Kind::Managed);
        let now = self.now();
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::CreatePolicyVersion, arn).await?;
        let row = own(&mut tx, &live, arn).await?;
        read?;
        if version_id(row.default_version) != new.expected {
            return Err(ServiceError::ConcurrentModification);
        }
        if let Some(old) = &new.replacing {
            self.drop_version(&mut tx, caller, &live, &row, old).await?;
        }
        if policy_versions::of_policy(&mut tx, arn).await?.len() >= VERSIONS_PER_POLICY {
            return Err(ServiceError::LimitReached(
                "A managed policy can have up to 5 versions. Before you create a new version, you must delete an existing version."
                    .to_owned(),
            ));
        }
        let version = VersionRow {
            version: row.latest_version + 1,
            document: new.document,
            created_at: now,
        };
        policy_versions::insert(&mut tx, arn, &version).await?;
        if new.set_as_default {
            policy_versions::set_default(&mut tx, arn, version.version, now).await?;
        }
        let view = VersionView {
            version_id: version_id(version.version),
            is_default: new.set_as_default,
            created_at: now,
        };
        let parameters = json!({
            "policyArn": arn, "policyDocument": version.document, "setAsDefault": new.set_as_default,
        });
        let created = json!({ "policyVersion": {
            "versionId": view.version_id, "isDefaultVersion": view.is_default,
        }});
        self.record_act(&mut tx, caller, &live, "CreatePolicyVersion", parameters, created)
            .await?;
        self.commit(tx).await?;
        Ok(view)
    }

    /// Makes a version the one that counts.
    ///
    /// # Errors
    /// [`ServiceError::ConcurrentModification`], [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn set_default_policy_version(
        &self,
        caller: &Caller,
        new: NewDefault,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let arn = policy_arn(&new.policy_arn)?;
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::SetDefaultPolicyVersion, arn).await?;
        let row = own(&mut tx, &live, arn).await?;
        let number = version_number(&new.version_id).ok_or_else(|| no_version(arn, &new.version_id))?;
        if policies::document(&mut tx, arn, number).await?.is_none() {
            return Err(no_version(arn, &new.version_id));
        }
        if version_id(row.default_version) != new.expected {
            return Err(ServiceError::ConcurrentModification);
        }
        policy_versions::set_default(&mut tx, arn, number, self.now()).await?;
        let parameters = json!({ "policyArn": arn, "versionId": version_id(number) });
        self.finish(tx, caller, &live, "SetDefaultPolicyVersion", parameters, Value::Null)
            .await
    }

    /// Deletes a version that does not count.
    ///
    /// # Errors
    /// [`ServiceError::DeleteConflict`], [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn delete_policy_version(
        &self,
        caller: &Caller,
        arn: &str,
        version: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let arn = policy_arn(arn)?;
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::DeletePolicyVersion, arn).await?;
        let row = own(&mut tx, &live, arn).await?;
        self.drop_version(&mut tx, caller, &live, &row, version).await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Deletes a version in a transaction that may do more.
    async fn drop_version(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        row: &PolicyRow,
        version: &str,
    ) -> Result<(), ServiceError> {
        let arn = row.arn();
        self.may(tx, live, Action::DeletePolicyVersion, &arn).await?;
        let number = version_number(version).ok_or_else(|| no_version(&arn, version))?;
        if policies::document(tx, &arn, number).await?.is_none() {
            return Err(no_version(&arn, version));
        }
        if number == row.default_version {
            return Err(ServiceError::DeleteConflict(
                "Cannot delete the default version of a policy.",
            ));
        }
        policy_versions::delete(tx, &arn, number).await?;
        let parameters = json!({ "policyArn": arn, "versionId": version_id(number) });
        self.record_act(tx, caller, live, "DeletePolicyVersion", parameters, Value::Null)
            .await
    }
}

fn no_version(arn: &str, version: &str) -> ServiceError {
    let shown: String = version.chars().take(32).collect();
    ServiceError::NoSuchEntity {
        entity: Entity::PolicyVersion,
        name: format!("{arn} version {shown}"),
    }
}
