//! Who is assigned to an application (`sso-admin` API: `CreateApplicationAssignment` and its like).
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/APIReference/API_CreateApplicationAssignment.html>

use serde_json::{Value, json};
use vestibule_identity::event::SSO;
use vestibule_identity::identity_center::ids::ApplicationId;
use vestibule_store::Tx;
use vestibule_store::identity_center::assignments::Assignee;
use vestibule_store::identity_center::{InstanceRow, applications, directory_groups, directory_users};

use super::admin::arn;
use super::form::assignees;
use crate::answers::{ApplicationAssignee, ApplicationAssigneePage};
use crate::authorize::Action;
use crate::identity_center::access::{ListPart, pages};
use crate::request::Caller;
use crate::{Entity, Service, ServiceError};

impl Service {
    /// A page of who is assigned.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn application_assigned(
        &self,
        caller: &Caller,
        id: &str,
        part: &ListPart,
    ) -> Result<ApplicationAssigneePage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let (_, row) = self
            .may_application(&mut reader, &live, Action::ListApplicationAssignments, id)
            .await?;
        let (found, total) = applications::assigned(&mut reader, &row.id, &part.page()).await?;
        let assigned = found.into_iter().map(|one| ApplicationAssignee {
            kind: one.principal_kind,
            id: one.principal_id,
            name: one.name,
            detail: one.detail,
        });
        Ok(ApplicationAssigneePage {
            assigned: assigned.collect(),
            total,
            pages: pages(total),
        })
    }

    /// Assigns people and groups; who is assigned already stays so.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`]; nothing is changed then.
    pub async fn assign_application(
        &self,
        caller: &Caller,
        id: &str,
        users: &[String],
        groups: &[String],
    ) -> Result<(), ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let (center, row) = self
            .may_application(&mut tx, &live, Action::CreateApplicationAssignment, id)
            .await?;
        let wanted = assignees(users, groups)?;
        for assignee in &wanted {
            must_exist(&mut tx, assignee).await?;
            if applications::assign(&mut tx, &row.id, assignee, now).await? {
                let parameters = recorded(&center.instance, &row.id, assignee);
                let name = "CreateApplicationAssignment";
                self.record_act_of(&mut tx, caller, &live, SSO, name, parameters, Value::Null)
                    .await?;
            }
        }
        self.commit(tx).await
    }

    /// Takes assignments away; the tile is gone at the next look.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn unassign_application(
        &self,
        caller: &Caller,
        id: &str,
        users: &[String],
        groups: &[String],
    ) -> Result<(), ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let (center, row) = self
            .may_application(&mut tx, &live, Action::DeleteApplicationAssignment, id)
            .await?;
        for assignee in &assignees(users, groups)? {
            if applications::unassign(&mut tx, &row.id, assignee).await? {
                let parameters = recorded(&center.instance, &row.id, assignee);
                let name = "DeleteApplicationAssignment";
                self.record_act_of(&mut tx, caller, &live, SSO, name, parameters, Value::Null)
                    .await?;
            }
        }
        self.commit(tx).await
    }
}

async fn must_exist(tx: &mut Tx, assignee: &Assignee) -> Result<(), ServiceError> {
    let (found, entity, id) = match assignee {
        Assignee::User(id) => (
            directory_users::by_id(tx, id).await?.is_some(),
            Entity::DirectoryUser,
            id.as_str(),
        ),
        Assignee::Group(id) => (
            directory_groups::by_id(tx, id).await?.is_some(),
            Entity::DirectoryGroup,
            id.as_str(),
        ),
    };
    if found {
        Ok(())
    } else {
        Err(ServiceError::NoSuchEntity {
            entity,
            name: id.chars().take(64).collect(),
        })
    }
}

fn recorded(instance: &InstanceRow, id: &ApplicationId, assignee: &Assignee) -> Value {
    let (kind, principal) = match assignee {
        Assignee::User(id) => ("USER", id.as_str()),
        Assignee::Group(id) => ("GROUP", id.as_str()),
    };
    json!({ "applicationArn": arn(instance, id), "principalType": kind, "principalId": principal })
}
