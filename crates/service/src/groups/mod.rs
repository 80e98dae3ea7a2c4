//! Groups of users.
//!
//! - `members`: who is in which.

mod members;

pub(crate) use members::MOST_GROUPS_PER_USER;

use serde_json::{Value, json};
use vestibule_identity::ids::{GroupId, group_arn};
use vestibule_identity::names::GroupName;
use vestibule_store::{GroupRow, Reads, StoreError, groups, policies};

use crate::answers::{GroupDetails, GroupList, GroupMember, GroupView};
use crate::authorize::{Action, Asker, Question};
use crate::events::shown_date;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::users::{attachable, missing, named_user};
use crate::{Entity, Service, ServiceError};

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MOST_GROUPS: usize = 300;
const MOST_POLICIES_PER_GROUP: usize = 10;

/// A group to create.
#[derive(Debug)]
pub struct NewGroup {
    /// Its name.
    pub group_name: String,
    /// Users to put into it.
    pub users: Vec<String>,
    /// Managed policies to attach, by ARN.
    pub policies: Vec<String>,
}

impl Service {
    /// The account's groups in name order. A column that the caller may not see of a group is absent.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn groups(&self, caller: &Caller) -> Result<GroupList, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let resource = format!("arn:aws:iam::{}:group/", live.account.id);
        self.may(&mut reader, &live, Action::ListGroups, &resource).await?;
        let sizes = groups::sizes(&mut reader, &live.account.id).await?;
        let mut views = Vec::new();
        for group in groups::of_account(&mut reader, &live.account.id).await? {
            let mut view = group_view(&live, &group);
            if self.sees(&mut reader, &live, Action::GetGroup, &view.arn, &[]).await? {
                view.users = Some(sizes.get(group.id.as_str()).copied().unwrap_or_default());
            }
            if self
                .sees(&mut reader, &live, Action::ListAttachedGroupPolicies, &view.arn, &[])
                .await?
            {
                let owner = group.id.as_str();
                let some = !policies::attached_to(&mut reader, owner).await?.is_empty()
                    || !policies::inline_of(&mut reader, owner).await?.is_empty();
                view.has_permissions = Some(some);
            }
            views.push(view);
        }
        Ok(GroupList { groups: views })
    }

    /// A group with its users.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn group(&self, caller: &Caller, group_name: &str) -> Result<GroupDetails, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let group = self
            .may_on_group(&mut reader, &live, Action::GetGroup, group_name)
            .await?;
        let mut users = Vec::new();
        for name in groups::members(&mut reader, &group.id).await? {
            let user = named_user(&mut reader, &live, name.as_str()).await?;
            users.push(GroupMember {
                user_name: name.as_str().to_owned(),
                created_at: user.created_at,
                password_last_used_at: user.password_last_used,
            });
        }
        Ok(GroupDetails {
            group: group_view(&live, &group),
            users,
        })
    }

    /// Creates a group, with users and policies if any.
    ///
    /// # Errors
    /// A field error for the name, [`ServiceError::AlreadyExists`], [`ServiceError::LimitExceeded`],
    /// [`ServiceError::NoSuchEntity`] for a user or policy, [`ServiceError::AccessDenied`].
    pub async fn create_group(&self, caller: &Caller, new: NewGroup) -> Result<GroupView, ServiceError> {
        let name = GroupName::parse(&new.group_name).map_err(|error| ServiceError::invalid("groupName", error))?;
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let arn = group_arn(&live.account.id, &name);
        self.may(&mut tx, &live, Action::CreateGroup, &arn).await?;
        if groups::of_account(&mut tx, &live.account.id).await?.len() >= MOST_GROUPS {
            return Err(ServiceError::LimitExceeded {
                quota: "GroupsPerAccount",
                limit: MOST_GROUPS,
            });
        }
        let group = GroupRow {
            id: GroupId::generate(&*self.entropy),
            account: live.account.id.clone(),
            name: name.clone(),
            created_at: self.now(),
        };
        match groups::insert(&mut tx, &group).await {
            Err(StoreError::Conflict) => return Err(taken(&name)),
            other => other?,
        }
        let parameters = json!({ "groupName": name.as_str() });
        let created = json!({ "group": {
            "path": "/", "groupName": name.as_str(), "groupId": group.id.as_str(), "arn": arn,
            "createDate": shown_date(group.created_at),
        }});
        self.record_act(&mut tx, caller, &live, "CreateGroup", parameters, created)
            .await?;
        for user in &new.users {
            self.join(&mut tx, caller, &live, name.as_str(), user).await?;
        }
        if new.policies.len() > MOST_POLICIES_PER_GROUP {
            return Err(ServiceError::LimitExceeded {
                quota: "PoliciesPerGroup",
                limit: MOST_POLICIES_PER_GROUP,
            });
        }
        for policy in &new.policies {
            let question = Question::new(Action::AttachGroupPolicy, &arn).key("iam:PolicyARN", policy.as_str());
            self.authorize(&mut tx, &Asker::of(&live), question).await?;
            attachable(&mut tx, &live, policy).await?;
            if policies::attach(&mut tx, group.id.as_str(), policy).await? {
                let parameters = json!({ "groupName": name.as_str(), "policyArn": policy });
                self.record_act(&mut tx, caller, &live, "AttachGroupPolicy", parameters, Value::Null)
                    .await?;
            }
        }
        self.commit(tx).await?;
        Ok(group_view(&live, &group))
    }

    /// Renames a group. Permission is needed under both names.
    /// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_UpdateGroup.html>
    ///
    /// # Errors
    /// A field error for the name, [`ServiceError::AlreadyExists`], [`ServiceError::NoSuchEntity`],
    /// [`ServiceError::AccessDenied`].
    pub async fn rename_group(
        &self,
        caller: &Caller,
        group_name: &str,
        new_name: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let to = GroupName::parse(new_name).map_err(|error| ServiceError::invalid("groupName", error))?;
        let group = self
            .may_on_group(&mut tx, &live, Action::UpdateGroup, group_name)
            .await?;
        let target = group_arn(&live.account.id, &to);
        self.may(&mut tx, &live, Action::UpdateGroup, &target).await?;
        match groups::rename(&mut tx, &group.id, &to).await {
            Err(StoreError::Conflict) => return Err(taken(&to)),
            other => other?,
        }
        let parameters = json!({ "groupName": group.name.as_str(), "newGroupName": to.as_str() });
        self.finish(tx, caller, &live, "UpdateGroup", parameters, Value::Null)
            .await
    }

    /// Deletes a group as the console does: its users leave and its policies go first, a call for each. The API's
    /// `DeleteGroup` refuses a group that has any.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_groups_manage_delete.html>
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`] for any of the calls: then nothing is deleted.
    pub async fn delete_group(&self, caller: &Caller, group_name: &str) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let group = self
            .may_on_group(&mut tx, &live, Action::DeleteGroup, group_name)
            .await?;
        let (name, owner) = (group.name.as_str(), group.id.as_str());
        let arn = group_arn(&live.account.id, &group.name);
        for user in groups::members(&mut tx, &group.id).await? {
            self.leave(&mut tx, caller, &live, name, user.as_str()).await?;
        }
        for policy in policies::attached_to(&mut tx, owner).await? {
            let policy_arn = policy.arn();
            let question = Question::new(Action::DetachGroupPolicy, &arn).key("iam:PolicyARN", policy_arn.as_str());
            self.authorize(&mut tx, &Asker::of(&live), question).await?;
            policies::detach(&mut tx, owner, &policy_arn).await?;
            let parameters = json!({ "groupName": name, "policyArn": policy_arn });
            self.record_act(&mut tx, caller, &live, "DetachGroupPolicy", parameters, Value::Null)
                .await?;
        }
        for (policy, _) in policies::inline_of(&mut tx, owner).await? {
            self.may(&mut tx, &live, Action::DeleteGroupPolicy, &arn).await?;
            policies::delete_inline(&mut tx, owner, &policy).await?;
            let parameters = json!({ "groupName": name, "policyName": policy.as_str() });
            self.record_act(&mut tx, caller, &live, "DeleteGroupPolicy", parameters, Value::Null)
                .await?;
        }
        groups::delete(&mut tx, &group.id).await?;
        let parameters = json!({ "groupName": name });
        self.finish(tx, caller, &live, "DeleteGroup", parameters, Value::Null)
            .await
    }

    /// Asks about a group, existing or not; then says which it is.
    pub(crate) async fn may_on_group(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        group_name: &str,
    ) -> Result<GroupRow, ServiceError> {
        let group = named_group(connection, live, group_name).await?;
        let shown: String = match &group {
            Some(group) => group.name.as_str().to_owned(),
            None => group_name.chars().take(128).collect(),
        };
        let resource = format!("arn:aws:iam::{}:group/{shown}", live.account.id);
        self.may(connection, live, action, &resource).await?;
        group.ok_or_else(|| missing(Entity::Group, group_name))
    }
}

/// The group of this name, if there is one.
async fn named_group(
    connection: &mut impl Reads,
    live: &Live,
    group_name: &str,
) -> Result<Option<GroupRow>, ServiceError> {
    match GroupName::parse(group_name) {
        Ok(name) => Ok(groups::by_name(connection, &live.account.id, &name).await?),
        Err(_) => Ok(None),
    }
}

fn group_view(live: &Live, group: &GroupRow) -> GroupView {
    GroupView {
        group_name: group.name.as_str().to_owned(),
        group_id: group.id.as_str().to_owned(),
        arn: group_arn(&live.account.id, &group.name),
        created_at: group.created_at,
        users: None,
        has_permissions: None,
    }
}

fn taken(name: &GroupName) -> ServiceError {
    ServiceError::AlreadyExists {
        entity: Entity::Group,
        name: name.as_str().to_owned(),
    }
}
