//! The organization's accounts, with what is provisioned in them.

use vestibule_identity::names::AccountId;
use vestibule_store::identity_center::access::{self as rows, ListedAccount};
use vestibule_store::identity_center::provisioned_roles;
use vestibule_store::{organization, roles};

use super::{ListPart, pages};
use crate::answers::{
    AssignedPage, AssignedPrincipal, CenterAccount, CenterAccountDetails, CenterAccountPage, CenterUnit, CenterUnits,
    NamedSet, ProvisionedSet,
};
use crate::authorize::Action;
use crate::identity_center::admin::{Center, arn};
use crate::identity_center::provision::missing_policy_words;
use crate::request::Caller;
use crate::{Entity, Service, ServiceError};

impl Service {
    /// A page of the organization's accounts, of all or of one unit.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], and an account that does not administer the instance.
    pub async fn center_accounts(
        &self,
        caller: &Caller,
        part: &ListPart,
        unit: Option<&str>,
    ) -> Result<CenterAccountPage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let center = self.may_center(&mut reader, &live, Action::ListAccounts, "*").await?;
        let (found, total) = rows::accounts(&mut reader, &part.page(), unit).await?;
        Ok(CenterAccountPage {
            accounts: found.into_iter().map(|row| account_view(&center, row)).collect(),
            total,
            pages: pages(total),
        })
    }

    /// The organization's units, with how many accounts stand under each.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], and an account that does not administer the instance.
    pub async fn center_units(&self, caller: &Caller) -> Result<CenterUnits, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        for action in [Action::ListRoots, Action::ListOrganizationalUnitsForParent] {
            self.may_center(&mut reader, &live, action, "*").await?;
        }
        let counts = rows::accounts_of_units(&mut reader).await?;
        let units = organization::units(&mut reader).await?;
        let units = units.into_iter().map(|unit| CenterUnit {
            accounts: counts
                .iter()
                .find(|(id, _)| *id == unit.id)
                .map_or(0, |(_, count)| *count),
            id: unit.id,
            parent_id: unit.parent_id,
            name: unit.name,
        });
        Ok(CenterUnits { units: units.collect() })
    }

    /// An account with the permission sets that are provisioned in it.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn center_account(&self, caller: &Caller, id: &str) -> Result<CenterAccountDetails, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let action = Action::ListPermissionSetsProvisionedToAccount;
        let resource = account_arn(id);
        let center = self.may_center(&mut reader, &live, action, &resource).await?;
        let row = rows::account(&mut reader, id).await?.ok_or_else(|| missing(id))?;
        let account = AccountId::parse(id).map_err(|_| missing(id))?;
        let mut provisioned = Vec::new();
        for (row, name) in provisioned_roles::of_account(&mut reader, &account).await? {
            let role = roles::by_id(&mut reader, &row.role).await?;
            provisioned.push(ProvisionedSet {
                id: row.permission_set.as_str().to_owned(),
                name,
                role_arn: role.map(|role| role.arn()).unwrap_or_default(),
                is_outdated: row.outdated,
                failure: row.missing_policy.as_deref().map(missing_policy_words),
            });
        }
        Ok(CenterAccountDetails {
            account: account_view(&center, row),
            provisioned,
        })
    }

    /// A page of those who have something in an account.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn account_assignments(
        &self,
        caller: &Caller,
        id: &str,
        part: &ListPart,
    ) -> Result<AssignedPage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let resource = account_arn(id);
        self.may_center(&mut reader, &live, Action::ListAccountAssignments, &resource)
            .await?;
        let account = AccountId::parse(id).map_err(|_| missing(id))?;
        rows::account(&mut reader, id).await?.ok_or_else(|| missing(id))?;
        let (found, total) = rows::of_account(&mut reader, &account, &part.page()).await?;
        let principals = found.into_iter().map(|row| AssignedPrincipal {
            kind: super::kind_of(&row.assignee),
            id: row.assignee.id().to_owned(),
            name: row.name,
            permission_sets: row
                .permission_sets
                .into_iter()
                .map(|(id, name)| NamedSet {
                    id: id.as_str().to_owned(),
                    name,
                })
                .collect(),
        });
        Ok(AssignedPage {
            principals: principals.collect(),
            total,
            pages: pages(total),
        })
    }
}

/// Of an account that may not exist.
pub(super) fn account_arn(id: &str) -> String {
    AccountId::parse(id).map_or_else(
        |_| format!("arn:aws:sso:::account/{}", id.chars().take(12).collect::<String>()),
        |account| arn::account(&account),
    )
}

pub(super) fn missing(id: &str) -> ServiceError {
    ServiceError::NoSuchEntity {
        entity: Entity::Account,
        name: id.chars().take(64).collect(),
    }
}

fn account_view(center: &Center, row: ListedAccount) -> CenterAccount {
    let is_management = row.id == center.instance.account.as_str();
    CenterAccount {
        is_management,
        is_closed: is_management && center.is_delegate,
        id: row.id,
        name: row.name,
        email: row.email,
        unit_id: row.unit_id,
        is_suspended: row.is_suspended,
        permission_sets: row.permission_sets,
        outdated: row.outdated,
    }
}
