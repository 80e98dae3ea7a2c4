//! Who is in which group. A change shows at the portal at the next request (facts 1.8).

use serde_json::{Value, json};
use vestibule_identity::event::IDENTITY_STORE;
use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId};
use vestibule_store::Tx;
use vestibule_store::identity_center::{directory_groups, directory_pages};

use super::groups::{entry, the_group};
use super::person::the_user;
use super::users::entry as user_entry;
use super::{Center, CenterRefusal, PAGE, arn};
use crate::answers::{CenterUserGroups, CenterUserPage};
use crate::authorize::Action;
use crate::identity_center::external::{is_provisioned, provisions};
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Service, ServiceError};

impl Service {
    /// Members of a group whose user name begins with `find`.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_members(
        &self,
        caller: &Caller,
        group: &str,
        find: &str,
        after: Option<&str>,
    ) -> Result<CenterUserPage, ServiceError> {
        let live = self.live(caller).await?;
        let group = DirectoryGroupId::stored(group.to_owned());
        let mut reader = self.store.read().await?;
        self.may_center(&mut reader, &live, Action::ListDirectoryMemberships, "*")
            .await?;
        the_group(&mut reader, &group).await?;
        let (users, next) = directory_pages::members(&mut reader, &group, find, after, PAGE).await?;
        Ok(CenterUserPage {
            users: users.iter().map(user_entry).collect(),
            next,
        })
    }

    /// The groups of a person.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_groups_of(&self, caller: &Caller, user: &str) -> Result<CenterUserGroups, ServiceError> {
        let live = self.live(caller).await?;
        let user = DirectoryUserId::stored(user.to_owned());
        let mut reader = self.store.read().await?;
        let center = self
            .may_center(&mut reader, &live, Action::ListMembershipsOfMember, "*")
            .await?;
        the_user(&mut reader, &user).await?;
        let provisions = provisions(&mut reader, &center.instance).await?;
        let groups = directory_groups::of_user(&mut reader, &user).await?;
        Ok(CenterUserGroups {
            groups: groups.into_iter().map(|group| entry(group, provisions)).collect(),
        })
    }

    /// Puts people into groups, all into each.
    ///
    /// # Errors
    /// [`CenterRefusal::Provisioned`], [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_join(
        &self,
        caller: &Caller,
        groups: &[String],
        users: &[String],
    ) -> Result<Answer<()>, ServiceError> {
        self.change_memberships(caller, groups, users, true).await
    }

    /// Takes people out of groups.
    ///
    /// # Errors
    /// [`CenterRefusal::Provisioned`], [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_leave(
        &self,
        caller: &Caller,
        groups: &[String],
        users: &[String],
    ) -> Result<Answer<()>, ServiceError> {
        self.change_memberships(caller, groups, users, false).await
    }

    async fn change_memberships(
        &self,
        caller: &Caller,
        groups: &[String],
        users: &[String],
        join: bool,
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let action = if join {
            Action::CreateDirectoryMembership
        } else {
            Action::DeleteDirectoryMembership
        };
        // Who names no group is asked, too.
        if groups.is_empty() {
            self.may_center(&mut tx, &live, action, "*").await?;
        }
        for group in groups {
            let group = DirectoryGroupId::stored(group.clone());
            let center = self.may_center(&mut tx, &live, action, &arn::group(&group)).await?;
            of_here(&mut tx, &center, &group).await?;
            if join {
                self.join_center_all(&mut tx, caller, &live, &center, &group, users)
                    .await?;
            } else {
                for user in users {
                    let user = DirectoryUserId::stored(user.clone());
                    self.leave_center(&mut tx, caller, &live, &center, &group, &user)
                        .await?;
                }
            }
        }
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    pub(super) async fn join_center_all(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        center: &Center,
        group: &DirectoryGroupId,
        users: &[String],
    ) -> Result<(), ServiceError> {
        for user in users {
            let user = DirectoryUserId::stored(user.clone());
            self.join_center(tx, caller, live, center, group, &user).await?;
        }
        Ok(())
    }

    /// Asks, puts the person into the group, and records it; nothing happens to who is in it. The caller commits.
    pub(super) async fn join_center(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        center: &Center,
        group: &DirectoryGroupId,
        user: &DirectoryUserId,
    ) -> Result<(), ServiceError> {
        self.may_center(tx, live, Action::CreateDirectoryMembership, &arn::group(group))
            .await?;
        of_here(tx, center, group).await?;
        the_user(tx, user).await?;
        if !directory_groups::add_member(tx, group, user, self.now()).await? {
            return Ok(());
        }
        let parameters = member(center, group, user);
        self.record_act_of(
            tx,
            caller,
            live,
            IDENTITY_STORE,
            "CreateGroupMembership",
            parameters,
            Value::Null,
        )
        .await
    }

    /// Takes the person out, and records it. The caller has asked, and commits.
    async fn leave_center(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        center: &Center,
        group: &DirectoryGroupId,
        user: &DirectoryUserId,
    ) -> Result<(), ServiceError> {
        the_user(tx, user).await?;
        if !directory_groups::remove_member(tx, group, user).await? {
            return Ok(());
        }
        let parameters = member(center, group, user);
        self.record_act_of(
            tx,
            caller,
            live,
            IDENTITY_STORE,
            "DeleteGroupMembership",
            parameters,
            Value::Null,
        )
        .await
    }
}

/// A group whose members are looked after here.
async fn of_here(tx: &mut Tx, center: &Center, group: &DirectoryGroupId) -> Result<(), ServiceError> {
    let group = the_group(tx, group).await?;
    if is_provisioned(tx, &center.instance, &group.created_by).await? {
        return Err(CenterRefusal::Provisioned.into());
    }
    Ok(())
}

fn member(center: &Center, group: &DirectoryGroupId, user: &DirectoryUserId) -> Value {
    json!({ "identityStoreId": center.instance.store, "groupId": group, "memberId": { "userId": user } })
}
