//! Looking at the organization, and its units.

use serde_json::{Value, json};
use vestibule_store::{MemberRow, Reads, StoreError, UnitRow, organization};

use super::{Organization, OrganizationRefusal, add_unit};
use crate::answers::{OrganizationAccount, OrganizationTree, OrganizationUnit, OrganizationView};
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

pub(super) const SOURCE: &str = "organizations.amazonaws.com";
/// Levels of units below the root.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
const MOST_LEVELS: usize = 5;

impl Service {
    /// The organization, as every account of it may see it.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn organization(&self, caller: &Caller) -> Result<OrganizationView, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::DescribeOrganization, "*").await?;
        let organization = Organization::load(&mut reader).await?;
        let management = vestibule_store::accounts::by_id(&mut reader, &organization.management)
            .await?
            .ok_or(ServiceError::NoWorld)?;
        Ok(OrganizationView {
            arn: organization.arn(),
            id: organization.row.id,
            management_account_id: management.id.as_str().to_owned(),
            management_account_email: management.email.as_str().to_owned(),
            feature_set: "ALL".to_owned(),
            is_management: live.account.id == management.id,
        })
    }

    /// The root, the units and the accounts.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`OrganizationRefusal::NotManagement`].
    pub async fn organization_tree(&self, caller: &Caller) -> Result<OrganizationTree, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let organization = Organization::load(&mut reader).await?;
        for action in [Action::ListRoots, Action::ListAccounts] {
            self.may_organize_on(&mut reader, &live, &organization, action, "*")
                .await?;
        }
        let units = organization::units(&mut reader).await?;
        if let Some(root) = units.first() {
            let resource = organization.unit_arn(&root.id);
            let action = Action::ListOrganizationalUnitsForParent;
            self.may_organize_on(&mut reader, &live, &organization, action, &resource)
                .await?;
        }
        let delegations = self.visible_delegations(&mut reader, &live, &organization).await?;
        let members = organization::members(&mut reader).await?;
        Ok(OrganizationTree {
            units: units.into_iter().map(|unit| unit_view(&organization, unit)).collect(),
            accounts: members
                .into_iter()
                .map(|member| member_view(&organization, member, &delegations))
                .collect(),
            service_control_on: organization.row.service_control_on,
            resource_control_on: organization.row.resource_control_on,
        })
    }

    /// Nobody is shown as a delegated administrator to someone who may not list them.
    async fn visible_delegations(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        organization: &Organization,
    ) -> Result<Vec<(String, String)>, ServiceError> {
        let action = Action::ListDelegatedAdministrators;
        match self.may_organize_on(connection, live, organization, action, "*").await {
            Ok(()) => Ok(organization::delegations(connection).await?),
            Err(ServiceError::AccessDenied(_) | ServiceError::Organization(_)) => Ok(Vec::new()),
            Err(other) => Err(other),
        }
    }

    /// Creates a unit under the root or another unit.
    ///
    /// # Errors
    /// A field error for the name, [`ServiceError::AlreadyExists`], [`OrganizationRefusal::TooDeep`], and who may not.
    pub async fn create_unit(
        &self,
        caller: &Caller,
        parent: &str,
        name: &str,
    ) -> Result<Answer<OrganizationUnit>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let resource = organization.unit_arn(parent);
        let action = Action::CreateOrganizationalUnit;
        self.may_organize_on(&mut tx, &live, &organization, action, &resource)
            .await?;
        let name = unit_name(name)?;
        let units = organization::units(&mut tx).await?;
        if !units.iter().any(|unit| unit.id == parent) {
            return Err(missing(Entity::OrganizationalUnit, parent));
        }
        free_among(&units, Some(parent), &name)?;
        if level(&units, parent) >= MOST_LEVELS {
            return Err(OrganizationRefusal::TooDeep.into());
        }
        let id = add_unit(&mut tx, &*self.entropy, parent, &name, self.now()).await?;
        let row = UnitRow {
            id,
            parent_id: Some(parent.to_owned()),
            name,
        };
        let unit = unit_view(&organization, row);
        let parameters = json!({ "parentId": parent, "name": unit.name });
        let response = json!({ "organizationalUnit": { "id": unit.id, "arn": unit.arn, "name": unit.name } });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SOURCE,
            "CreateOrganizationalUnit",
            parameters,
            response,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(unit))
    }

    /// Renames a unit.
    ///
    /// # Errors
    /// A field error for the name, [`ServiceError::AlreadyExists`], [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn rename_unit(&self, caller: &Caller, id: &str, name: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let resource = organization.unit_arn(id);
        let action = Action::UpdateOrganizationalUnit;
        self.may_organize_on(&mut tx, &live, &organization, action, &resource)
            .await?;
        let name = unit_name(name)?;
        let unit = changeable(&mut tx, id).await?;
        let others: Vec<UnitRow> = organization::units(&mut tx).await?;
        let others: Vec<UnitRow> = others.into_iter().filter(|other| other.id != unit.id).collect();
        free_among(&others, unit.parent_id.as_deref(), &name)?;
        organization::rename_unit(&mut tx, id, &name).await?;
        let parameters = json!({ "organizationalUnitId": id, "name": name });
        let response = json!({ "organizationalUnit": { "id": id, "arn": resource, "name": name } });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SOURCE,
            "UpdateOrganizationalUnit",
            parameters,
            response,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Deletes a unit that holds nothing.
    ///
    /// # Errors
    /// [`OrganizationRefusal::UnitNotEmpty`], [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn delete_unit(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let resource = organization.unit_arn(id);
        let action = Action::DeleteOrganizationalUnit;
        self.may_organize_on(&mut tx, &live, &organization, action, &resource)
            .await?;
        changeable(&mut tx, id).await?;
        let units = organization::units(&mut tx).await?;
        let members = organization::members(&mut tx).await?;
        if units.iter().any(|unit| unit.parent_id.as_deref() == Some(id))
            || members.iter().any(|member| member.unit_id == id)
        {
            return Err(OrganizationRefusal::UnitNotEmpty.into());
        }
        organization::delete_unit(&mut tx, id).await?;
        let parameters = json!({ "organizationalUnitId": id });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SOURCE,
            "DeleteOrganizationalUnit",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

/// A unit that is not the root.
async fn changeable(connection: &mut impl Reads, id: &str) -> Result<UnitRow, ServiceError> {
    let unit = organization::unit(connection, id)
        .await?
        .ok_or_else(|| missing(Entity::OrganizationalUnit, id))?;
    if unit.parent_id.is_none() {
        return Err(OrganizationRefusal::RootStays.into());
    }
    Ok(unit)
}

/// How many units are between the root and what stands under this one.
fn level(units: &[UnitRow], id: &str) -> usize {
    let mut level = 0;
    let mut at = Some(id);
    // The tree is at most five deep, and a circle would end here, too.
    while let Some(unit) = at.and_then(|id| units.iter().find(|unit| unit.id == id)) {
        at = unit.parent_id.as_deref();
        if at.is_none() || level > MOST_LEVELS {
            break;
        }
        level += 1;
    }
    level
}

/// `OrganizationalUnitName`: 1 to 128 characters.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreateOrganizationalUnit.html>
fn unit_name(text: &str) -> Result<String, ServiceError> {
    let name = text.trim();
    if name.is_empty() || name.chars().count() > 128 || name.chars().any(char::is_control) {
        return Err(ServiceError::invalid("name", "A name has 1 to 128 characters."));
    }
    Ok(name.to_owned())
}

fn free_among(units: &[UnitRow], parent: Option<&str>, name: &str) -> Result<(), ServiceError> {
    let is_taken = units
        .iter()
        .any(|unit| unit.parent_id.as_deref() == parent && unit.name == name);
    if is_taken {
        return Err(ServiceError::AlreadyExists {
            entity: Entity::OrganizationalUnit,
            name: name.to_owned(),
        });
    }
    Ok(())
}

pub(super) fn missing(entity: Entity, name: &str) -> ServiceError {
    ServiceError::NoSuchEntity {
        entity,
        name: name.chars().take(130).collect(),
    }
}

fn unit_view(organization: &Organization, unit: UnitRow) -> OrganizationUnit {
    OrganizationUnit {
        arn: organization.unit_arn(&unit.id),
        id: unit.id,
        parent_id: unit.parent_id,
        name: unit.name,
    }
}

pub(super) fn member_view(
    organization: &Organization,
    member: MemberRow,
    delegations: &[(String, String)],
) -> OrganizationAccount {
    let account = member.account;
    let id = account.id.as_str();
    OrganizationAccount {
        id_dashed: account.id.dashed(),
        arn: organization.account_arn(id),
        name: account.name.as_str().to_owned(),
        email: account.email.as_str().to_owned(),
        parent_id: member.unit_id,
        is_suspended: account.status == vestibule_identity::account::AccountStatus::Suspended,
        is_management: account.id == organization.management,
        was_created: member.was_created,
        joined_at: member.joined_at,
        delegated_services: delegations
            .iter()
            .filter(|(account, _)| account == id)
            .map(|(_, service)| service.clone())
            .collect(),
        id: id.to_owned(),
    }
}

/// A member account by its id.
pub(super) async fn member(connection: &mut impl Reads, id: &str) -> Result<MemberRow, ServiceError> {
    let members: Result<Vec<MemberRow>, StoreError> = organization::members(connection).await;
    members?
        .into_iter()
        .find(|member| member.account.id.as_str() == id)
        .ok_or_else(|| missing(Entity::Account, id))
}
