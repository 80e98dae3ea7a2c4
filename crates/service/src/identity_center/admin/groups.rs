//! The groups of the identity store.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/addgroups.html>

use serde_json::{Value, json};
use vestibule_identity::event::IDENTITY_STORE;
use vestibule_identity::identity_center::ids::DirectoryGroupId;
use vestibule_identity::identity_center::names::DirectoryGroupName;
use vestibule_identity::identity_center::person;
use vestibule_store::Reads;
use vestibule_store::identity_center::assignments::Assignee;
use vestibule_store::identity_center::{DirectoryGroupRow, directory_groups, directory_pages};

use super::users::{taken, wrong};
use super::{CenterRefusal, HIDDEN, PAGE, arn};
use crate::answers::{CenterGroup, CenterGroupPage};
use crate::authorize::Action;
use crate::identity_center::external::{SCIM, is_provisioned, provisions};
use crate::identity_center::provision::remove_unassigned;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
pub(crate) const MOST_GROUPS: u32 = 100_000;

/// A group to make or to change.
#[derive(Debug)]
pub struct GroupForm {
    /// Its name.
    pub name: String,
    /// What it is for; may be empty.
    pub description: String,
}

/// A group as pages show it. `provisions`: whether a provisioning system looks after what it made.
pub(super) fn entry(group: DirectoryGroupRow, provisions: bool) -> CenterGroup {
    CenterGroup {
        provisioned: provisions && group.created_by == SCIM,
        id: group.id.as_str().to_owned(),
        name: group.name.as_str().to_owned(),
        description: group.description,
        created_by: group.created_by,
        created_at: group.created_at,
    }
}

/// The group of this id.
pub(super) async fn the_group(
    connection: &mut impl Reads,
    id: &DirectoryGroupId,
) -> Result<DirectoryGroupRow, ServiceError> {
    directory_groups::by_id(connection, id)
        .await?
        .ok_or_else(|| ServiceError::NoSuchEntity {
            entity: Entity::DirectoryGroup,
            name: id.as_str().to_owned(),
        })
}

fn read(form: &GroupForm) -> Result<(DirectoryGroupName, String), ServiceError> {
    let name = DirectoryGroupName::parse(&form.name).map_err(|error| ServiceError::invalid("name", error))?;
    let description = person::description(&form.description).map_err(|error| wrong("description", error))?;
    Ok((name, description))
}

impl Service {
    /// Groups whose name begins with `find`.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], and an account that does not administer the instance.
    pub async fn center_groups(
        &self,
        caller: &Caller,
        find: &str,
        after: Option<&str>,
    ) -> Result<CenterGroupPage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let center = self
            .may_center(&mut reader, &live, Action::ListDirectoryGroups, "*")
            .await?;
        let provisions = provisions(&mut reader, &center.instance).await?;
        let (groups, next) = directory_pages::groups(&mut reader, find, after, PAGE).await?;
        Ok(CenterGroupPage {
            groups: groups.into_iter().map(|group| entry(group, provisions)).collect(),
            next,
        })
    }

    /// A group.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_group(&self, caller: &Caller, id: &str) -> Result<CenterGroup, ServiceError> {
        let live = self.live(caller).await?;
        let id = DirectoryGroupId::stored(id.to_owned());
        let mut reader = self.store.read().await?;
        let center = self
            .may_center(&mut reader, &live, Action::DescribeDirectoryGroup, "*")
            .await?;
        let group = the_group(&mut reader, &id).await?;
        let provisions = provisions(&mut reader, &center.instance).await?;
        Ok(entry(group, provisions))
    }

    /// Makes a group, with members.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::AlreadyExists`], [`ServiceError::NoSuchEntity`] for a member, the quota, and who may
    /// not.
    pub async fn center_create_group(
        &self,
        caller: &Caller,
        form: &GroupForm,
        members: &[String],
    ) -> Result<Answer<CenterGroup>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let resource = arn::identity_store(&the_instance(&mut tx).await?);
        let center = self
            .may_center(&mut tx, &live, Action::CreateDirectoryGroup, &resource)
            .await?;
        let (name, description) = read(form)?;
        if directory_groups::count(&mut tx).await? >= MOST_GROUPS {
            return Err(ServiceError::LimitReached(
                "The number of groups has reached the limit of 100,000.".to_owned(),
            ));
        }
        let group = DirectoryGroupRow {
            id: DirectoryGroupId::generate(&center.instance.store, &*self.entropy),
            name,
            description,
            external_id: None,
            created_by: "manual".to_owned(),
            created_at: now,
            updated_at: now,
        };
        directory_groups::insert(&mut tx, &group)
            .await
            .map_err(|error| taken(error, Entity::DirectoryGroup, group.name.as_str()))?;
        let parameters = json!({
            "identityStoreId": center.instance.store, "displayName": HIDDEN, "description": HIDDEN,
        });
        let response = json!({ "identityStoreId": center.instance.store, "groupId": group.id });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            IDENTITY_STORE,
            "CreateGroup",
            parameters,
            response,
        )
        .await?;
        self.join_center_all(&mut tx, caller, &live, &center, &group.id, members)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(entry(group, false)))
    }

    /// Changes name and description.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::AlreadyExists`], [`CenterRefusal::Provisioned`], [`ServiceError::NoSuchEntity`], and
    /// who may not.
    pub async fn center_update_group(
        &self,
        caller: &Caller,
        id: &str,
        form: &GroupForm,
    ) -> Result<Answer<()>, ServiceError> {
        let id = DirectoryGroupId::stored(id.to_owned());
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::UpdateDirectoryGroup, &arn::group(&id))
            .await?;
        let group = the_group(&mut tx, &id).await?;
        if is_provisioned(&mut tx, &center.instance, &group.created_by).await? {
            return Err(CenterRefusal::Provisioned.into());
        }
        let (name, description) = read(form)?;
        let changed = DirectoryGroupRow {
            name,
            description,
            updated_at: self.now(),
            ..group
        };
        directory_groups::update(&mut tx, &changed)
            .await
            .map_err(|error| taken(error, Entity::DirectoryGroup, changed.name.as_str()))?;
        let parameters = json!({ "identityStoreId": center.instance.store, "groupId": id, "operations": HIDDEN });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            IDENTITY_STORE,
            "UpdateGroup",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Deletes a group. Its people stay, without what they had by it.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_delete_group(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let id = DirectoryGroupId::stored(id.to_owned());
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::DeleteDirectoryGroup, &arn::group(&id))
            .await?;
        the_group(&mut tx, &id).await?;
        center.may_delete(&mut tx, &Assignee::Group(id.clone())).await?;
        directory_groups::delete(&mut tx, &id).await?;
        remove_unassigned(&mut tx, None).await?;
        let parameters = json!({ "identityStoreId": center.instance.store, "groupId": id });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            IDENTITY_STORE,
            "DeleteGroup",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}
