//! What changes a role: description and duration, its trust policy, its end.

use serde_json::{Value, json};
use vestibule_identity::names::PolicyName;
use vestibule_store::{policies, roles};

use super::create::{description, duration};
use super::trust;
use crate::authorize::{Action, Asker, Question};
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

/// A description and a duration to set.
#[derive(Debug)]
pub struct RoleChange {
    /// What it is for.
    pub description: String,
    /// The longest session.
    pub max_session_seconds: u64,
}

/// A trust policy to set.
#[derive(Debug)]
pub struct TrustChange {
    /// The document.
    pub document: String,
    /// What the editor had read.
    pub expected: String,
}

impl Service {
    /// Sets description and longest session. Sessions that have begun keep their end.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn update_role(
        &self,
        caller: &Caller,
        name: &str,
        change: RoleChange,
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let mut role = self
            .may_change_role(&mut tx, &live, Action::UpdateRole, name, Vec::new())
            .await?;
        role.description = description(&change.description)?;
        role.max_session = duration(change.max_session_seconds)?;
        roles::update(&mut tx, &role).await?;
        let parameters = json!({
            "roleName": role.name.as_str(),
            "description": role.description,
            "maxSessionDuration": role.max_session.as_secs(),
        });
        self.finish(tx, caller, &live, "UpdateRole", parameters, json!({}))
            .await
    }

    /// Sets who may assume the role. Sessions that have begun live on.
    ///
    /// # Errors
    /// [`ServiceError::MalformedPolicy`], [`ServiceError::ConcurrentModification`], [`ServiceError::NoSuchEntity`],
    /// [`ServiceError::AccessDenied`].
    pub async fn set_trust_policy(
        &self,
        caller: &Caller,
        name: &str,
        change: TrustChange,
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let mut role = self
            .may_change_role(&mut tx, &live, Action::UpdateAssumeRolePolicy, name, Vec::new())
            .await?;
        trust::check(&mut tx, &change.document).await?;
        if role.trust_policy != change.expected {
            return Err(ServiceError::ConcurrentModification);
        }
        role.trust_policy = change.document;
        roles::update(&mut tx, &role).await?;
        let parameters = json!({ "roleName": role.name.as_str(), "policyDocument": role.trust_policy });
        self.finish(tx, caller, &live, "UpdateAssumeRolePolicy", parameters, Value::Null)
            .await
    }

    /// Deletes a role. The API wants its policies gone first; the console sees to that, and each step is asked about and
    /// recorded. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_manage_delete.html>
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`] for any of the steps; then nothing is changed.
    pub async fn delete_role(&self, caller: &Caller, name: &str) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let role = self
            .may_change_role(&mut tx, &live, Action::DeleteRole, name, Vec::new())
            .await?;
        let (arn, owner) = (role.arn(), role.id.as_str());
        for policy in policies::attached_to(&mut tx, owner).await? {
            let policy = policy.arn();
            let question = Question::new(Action::DetachRolePolicy, &arn).key("iam:PolicyARN", policy.as_str());
            self.authorize(&mut tx, &Asker::of(&live), question).await?;
            policies::detach(&mut tx, owner, &policy).await?;
            let parameters = json!({ "roleName": role.name.as_str(), "policyArn": policy });
            self.record_act(&mut tx, caller, &live, "DetachRolePolicy", parameters, Value::Null)
                .await?;
        }
        let inline: Vec<PolicyName> = policies::inline_of(&mut tx, owner)
            .await?
            .into_iter()
            .map(|(name, _)| name)
            .collect();
        for policy in inline {
            self.may(&mut tx, &live, Action::DeleteRolePolicy, &arn).await?;
            policies::delete_inline(&mut tx, owner, &policy).await?;
            let parameters = json!({ "roleName": role.name.as_str(), "policyName": policy.as_str() });
            self.record_act(&mut tx, caller, &live, "DeleteRolePolicy", parameters, Value::Null)
                .await?;
        }
        roles::delete(&mut tx, &role.id).await?;
        let parameters = json!({ "roleName": role.name.as_str() });
        self.finish(tx, caller, &live, "DeleteRole", parameters, Value::Null)
            .await
    }
}
