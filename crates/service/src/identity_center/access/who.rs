//! Who has access to what: a person's and a group's side of assignments.

use vestibule_store::identity_center::{access, assignments};

use super::assign::Principal;
use super::{ListPart, pages};
use crate::answers::{AccessEntry, AccessPage, NamedSet};
use crate::authorize::Action;
use crate::request::Caller;
use crate::{Service, ServiceError};

impl Service {
    /// A page of what a person (also by groups) or a group has, by account.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn access_of(
        &self,
        caller: &Caller,
        principal: &Principal,
        part: &ListPart,
    ) -> Result<AccessPage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let action = Action::ListAccountAssignmentsForPrincipal;
        self.may_center(&mut reader, &live, action, "*").await?;
        let assignee = principal.assignee();
        let name = assignments::name_of(&mut reader, &assignee)
            .await?
            .ok_or_else(|| principal.missing())?;
        let (rows, total) = access::of_assignee(&mut reader, &assignee, &part.page()).await?;
        let access = rows.into_iter().map(|row| AccessEntry {
            account_id: row.account_id,
            account_name: row.account,
            permission_set: NamedSet {
                id: row.permission_set_id,
                name: row.permission_set,
            },
            by_group: row.by_group,
        });
        Ok(AccessPage {
            name,
            access: access.collect(),
            total,
            pages: pages(total),
        })
    }
}
