//! The resource-based policy by which the organization lets members administer its policies.
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs-policy-delegate.html>

use serde_json::{Value, json};
use vestibule_policy::{Document, Kind};
use vestibule_store::organization;

use super::Organization;
use super::tree::{SOURCE, missing};
use crate::answers::DelegationPolicy;
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

impl Service {
    /// The policy, if there is one.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], or a member to whom nothing is delegated.
    pub async fn delegation_policy(&self, caller: &Caller) -> Result<DelegationPolicy, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let organization = Organization::load(&mut reader).await?;
        let action = Action::DescribeDelegationPolicy;
        self.may_organize_on(&mut reader, &live, &organization, action, "*")
            .await?;
        Ok(DelegationPolicy {
            document: organization.row.delegation_policy,
        })
    }

    /// Sets the policy.
    ///
    /// # Errors
    /// [`ServiceError::MalformedPolicy`], and who may not.
    pub async fn set_delegation_policy(&self, caller: &Caller, document: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let action = Action::PutDelegationPolicy;
        self.may_organize_on(&mut tx, &live, &organization, action, "*").await?;
        Document::parse(document, Kind::Resource)?;
        organization::set_delegation_policy(&mut tx, Some(document)).await?;
        let parameters = json!({ "content": document });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SOURCE,
            "PutResourcePolicy",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Removes the policy.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn delete_delegation_policy(&self, caller: &Caller) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let action = Action::DeleteDelegationPolicy;
        self.may_organize_on(&mut tx, &live, &organization, action, "*").await?;
        if organization.row.delegation_policy.is_none() {
            return Err(missing(Entity::DelegationPolicy, ""));
        }
        organization::set_delegation_policy(&mut tx, None).await?;
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SOURCE,
            "DeleteResourcePolicy",
            Value::Null,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}
