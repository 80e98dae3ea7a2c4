//! Who is in which group.

use serde_json::{Value, json};
use vestibule_identity::ids::group_arn;
use vestibule_store::{PolicyRow, Tx, groups, policies};

use crate::answers::{UserGroup, UserGroups};
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::users::named_user;
use crate::{Service, ServiceError};

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
pub(crate) const MOST_GROUPS_PER_USER: usize = 10;

impl Service {
    /// The groups that a user is in, with the names of what is attached to each where the caller may see it.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn groups_of_user(&self, caller: &Caller, user_name: &str) -> Result<UserGroups, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let user = self
            .may_on_user(&mut reader, &live, Action::ListGroupsForUser, user_name)
            .await?;
        let mut views = Vec::new();
        for group in groups::of_user(&mut reader, &user.id).await? {
            let arn = group_arn(&live.account.id, &group.name);
            let sees = self
                .sees(&mut reader, &live, Action::ListAttachedGroupPolicies, &arn, &[])
                .await?;
            let attached = if sees {
                let rows = policies::attached_to(&mut reader, group.id.as_str()).await?;
                Some(rows.iter().map(PolicyRow::arn).collect())
            } else {
                None
            };
            views.push(UserGroup {
                group_name: group.name.as_str().to_owned(),
                attached_policies: attached,
            });
        }
        Ok(UserGroups { groups: views })
    }

    /// Puts users into groups, each into each.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::LimitExceeded`], [`ServiceError::AccessDenied`]: then nothing
    /// changed.
    pub async fn add_to_groups(
        &self,
        caller: &Caller,
        users: &[String],
        groups: &[String],
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        for group in groups {
            for user in users {
                self.join(&mut tx, caller, &live, group, user).await?;
            }
        }
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Takes users out of groups, each out of each.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`]: then nothing changed.
    pub async fn remove_from_groups(
        &self,
        caller: &Caller,
        users: &[String],
        groups: &[String],
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        for group in groups {
            for user in users {
                self.leave(&mut tx, caller, &live, group, user).await?;
            }
        }
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// `AddUserToGroup`; being in it already is fine.
    pub(super) async fn join(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        group_name: &str,
        user_name: &str,
    ) -> Result<(), ServiceError> {
        let group = self.may_on_group(tx, live, Action::AddUserToGroup, group_name).await?;
        let user = named_user(tx, live, user_name).await?;
        groups::add_member(tx, &group.id, &user.id).await?;
        if groups::of_user(tx, &user.id).await?.len() > MOST_GROUPS_PER_USER {
            return Err(ServiceError::LimitExceeded {
                quota: "GroupsPerUser",
                limit: MOST_GROUPS_PER_USER,
            });
        }
        let parameters = json!({ "groupName": group.name.as_str(), "userName": user.name.as_str() });
        self.record_act(tx, caller, live, "AddUserToGroup", parameters, Value::Null)
            .await
    }

    /// `RemoveUserFromGroup`; not being in it is fine.
    pub(super) async fn leave(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        group_name: &str,
        user_name: &str,
    ) -> Result<(), ServiceError> {
        let group = self
            .may_on_group(tx, live, Action::RemoveUserFromGroup, group_name)
            .await?;
        let user = named_user(tx, live, user_name).await?;
        groups::remove_member(tx, &group.id, &user.id).await?;
        let parameters = json!({ "groupName": group.name.as_str(), "userName": user.name.as_str() });
        self.record_act(tx, caller, live, "RemoveUserFromGroup", parameters, Value::Null)
            .await
    }
}
