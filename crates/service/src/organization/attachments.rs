//! What control policies are attached to, and what is inherited.

use serde_json::{Value, json};
use vestibule_store::{MemberRow, Reads, UnitRow, control_policies, organization};

use super::policies::{Found, entry, of_kind};
use super::tree::{SOURCE, missing};
use super::{Organization, OrganizationRefusal, PolicyKind};
use crate::answers::{InheritedPolicy, PolicyTarget, TargetPolicies};
use crate::authorize::{Action, Question};
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// Policies of a kind that a target can have itself.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
const MOST_ATTACHED: usize = 5;

impl Service {
    /// The policies of a kind that bear on the root, a unit or an account: its own, and those of what is above it.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn target_policies(
        &self,
        caller: &Caller,
        target: &str,
        kind: PolicyKind,
    ) -> Result<TargetPolicies, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let organization = Organization::load(&mut reader).await?;
        let resource = organization.target_arn(target);
        let question = of_kind(Action::ListPoliciesForTarget, &resource, kind);
        self.may_organize(&mut reader, &live, &organization, question).await?;
        let above = Above::load(&mut reader, target).await?;
        let attached = control_policies::attached_to(&mut reader, target, kind.column()).await?;
        let mut inherited = Vec::new();
        for unit in above.units {
            for row in control_policies::attached_to(&mut reader, &unit.id, kind.column()).await? {
                inherited.push(InheritedPolicy {
                    policy: entry(&organization, &row),
                    from: PolicyTarget {
                        id: unit.id.clone(),
                        name: unit.name.clone(),
                    },
                });
            }
        }
        Ok(TargetPolicies {
            is_on: organization.is_on(kind),
            attached: attached.iter().map(|row| entry(&organization, row)).collect(),
            inherited,
        })
    }

    /// Attaches a policy to the root, a unit or an account; at most five of a kind.
    ///
    /// # Errors
    /// [`OrganizationRefusal::AlreadyAttached`], [`OrganizationRefusal::TooManyAttached`], [`OrganizationRefusal::TypeOff`],
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn attach_control_policy(
        &self,
        caller: &Caller,
        target: &str,
        policy: &str,
    ) -> Result<Answer<()>, ServiceError> {
        self.change_attachment(caller, target, policy, true).await
    }

    /// Detaches a policy; one of its kind must stay.
    ///
    /// # Errors
    /// [`OrganizationRefusal::NotAttached`], [`OrganizationRefusal::LastPolicy`],
    /// [`OrganizationRefusal::RcpFullAccessStays`], [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn detach_control_policy(
        &self,
        caller: &Caller,
        target: &str,
        policy: &str,
    ) -> Result<Answer<()>, ServiceError> {
        self.change_attachment(caller, target, policy, false).await
    }

    async fn change_attachment(
        &self,
        caller: &Caller,
        target: &str,
        policy: &str,
        wanted: bool,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let found = Found::load(&mut tx, &organization, policy).await?;
        let (action, event_name) = if wanted {
            (Action::AttachControlPolicy, "AttachPolicy")
        } else {
            (Action::DetachControlPolicy, "DetachPolicy")
        };
        // The action is asked for on the policy and on the target.
        let resource = organization.target_arn(target);
        for question in [found.question(action), Question::new(action, &resource)] {
            self.may_organize(&mut tx, &live, &organization, question).await?;
        }
        let row = found.row(policy)?;
        let kind = PolicyKind::stored(&row.kind);
        Above::load(&mut tx, target).await?;
        if !organization.is_on(kind) {
            return Err(OrganizationRefusal::TypeOff.into());
        }
        let attached = control_policies::attached_to(&mut tx, target, kind.column()).await?;
        let is_attached = attached.iter().any(|one| one.id == row.id);
        match (wanted, is_attached) {
            (true, true) => return Err(OrganizationRefusal::AlreadyAttached.into()),
            (true, false) if attached.len() >= MOST_ATTACHED => return Err(OrganizationRefusal::TooManyAttached.into()),
            (true, false) => {
                control_policies::attach(&mut tx, target, policy).await?;
            }
            (false, false) => return Err(OrganizationRefusal::NotAttached.into()),
            (false, true) if kind == PolicyKind::Resource && row.is_aws => {
                return Err(OrganizationRefusal::RcpFullAccessStays.into());
            }
            (false, true) if attached.len() == 1 => return Err(OrganizationRefusal::LastPolicy.into()),
            (false, true) => {
                control_policies::detach(&mut tx, target, policy).await?;
            }
        }
        let parameters = json!({ "policyId": policy, "targetId": target });
        self.record_act_of(&mut tx, caller, &live, SOURCE, event_name, parameters, Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

/// What is above a target, the root first.
struct Above {
    units: Vec<UnitRow>,
}

impl Above {
    async fn load(connection: &mut impl Reads, target: &str) -> Result<Self, ServiceError> {
        let all = organization::units(connection).await?;
        let first = match all.iter().find(|unit| unit.id == target) {
            Some(unit) => unit.parent_id.clone(),
            None => Some(account_unit(connection, target).await?),
        };
        let mut at = first.as_deref();
        let mut units: Vec<UnitRow> = Vec::new();
        while let Some(unit) = at.and_then(|id| all.iter().find(|unit| unit.id == id)) {
            at = unit.parent_id.as_deref();
            units.insert(0, unit.clone());
            if units.len() > all.len() {
                break;
            }
        }
        Ok(Self { units })
    }
}

async fn account_unit(connection: &mut impl Reads, target: &str) -> Result<String, ServiceError> {
    let members = organization::members(connection).await?;
    members
        .into_iter()
        .find(|member| member.account.id.as_str() == target)
        .map(|member| member.unit_id)
        .ok_or_else(|| missing(Entity::PolicyTarget, target))
}

/// A target by its name; none for one that is gone.
pub(super) fn target_view(units: &[UnitRow], members: &[MemberRow], id: &str) -> Option<PolicyTarget> {
    let unit = units.iter().find(|unit| unit.id == id).map(|unit| unit.name.clone());
    let name = unit.or_else(|| {
        let member = members.iter().find(|member| member.account.id.as_str() == id)?;
        Some(member.account.name.as_str().to_owned())
    })?;
    Some(PolicyTarget {
        id: id.to_owned(),
        name,
    })
}
