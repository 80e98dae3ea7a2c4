//! Service control policies and resource control policies: list, read, create, edit, delete, switch on and off.

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use utoipa::ToSchema;
use vestibule_policy::{Document, Kind};
use vestibule_store::{ControlPolicyRow, Reads, StoreError, control_policies, organization};

use super::attachments::target_view;
use super::tree::{SOURCE, missing};
use super::{Organization, OrganizationRefusal, attach_full_access, fresh_id};
use crate::answers::{ControlPolicyEntry, ControlPolicyList, ControlPolicyView};
use crate::authorize::{Action, Question};
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// The two kinds of control policies.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyKind {
    /// Service control policy: the most that principals of an account may do.
    Service,
    /// Resource control policy: the most that may be done with resources of an account.
    Resource,
}

impl PolicyKind {
    pub(crate) fn stored(text: &str) -> Self {
        if text == "resource" {
            Self::Resource
        } else {
            Self::Service
        }
    }

    pub(crate) fn column(self) -> &'static str {
        match self {
            Self::Service => "service",
            Self::Resource => "resource",
        }
    }

    /// As ARNs spell it.
    pub(crate) fn in_arns(self) -> &'static str {
        match self {
            Self::Service => "service_control_policy",
            Self::Resource => "resource_control_policy",
        }
    }

    /// As the API and `organizations:PolicyType` spell it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::Service => "SERVICE_CONTROL_POLICY",
            Self::Resource => "RESOURCE_CONTROL_POLICY",
        }
    }

    fn document(self) -> Kind {
        match self {
            Self::Service => Kind::ServiceControl,
            Self::Resource => Kind::ResourceControl,
        }
    }
}

/// What a person writes of a policy.
#[derive(Debug)]
pub struct ControlPolicyText {
    /// Unique among its kind.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The document.
    pub document: String,
}

/// A policy to create.
#[derive(Debug)]
pub struct NewControlPolicy {
    /// Its kind.
    pub kind: PolicyKind,
    /// Its name, description and document.
    pub text: ControlPolicyText,
}

impl Service {
    /// The policies of a kind.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`OrganizationRefusal::NotManagement`].
    pub async fn control_policies(&self, caller: &Caller, kind: PolicyKind) -> Result<ControlPolicyList, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let organization = Organization::load(&mut reader).await?;
        let question = of_kind(Action::ListControlPolicies, "*", kind);
        self.may_organize(&mut reader, &live, &organization, question).await?;
        let rows = control_policies::of_kind(&mut reader, kind.column()).await?;
        Ok(ControlPolicyList {
            is_on: organization.is_on(kind),
            policies: rows.iter().map(|row| entry(&organization, row)).collect(),
        })
    }

    /// A policy with its document and what it is attached to.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`], [`OrganizationRefusal::NotManagement`].
    pub async fn control_policy(&self, caller: &Caller, id: &str) -> Result<ControlPolicyView, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let organization = Organization::load(&mut reader).await?;
        let found = Found::load(&mut reader, &organization, id).await?;
        for action in [Action::DescribeControlPolicy, Action::ListTargetsForPolicy] {
            self.may_organize(&mut reader, &live, &organization, found.question(action))
                .await?;
        }
        let row = found.row(id)?;
        let mut targets = Vec::new();
        let units = organization::units(&mut reader).await?;
        let members = organization::members(&mut reader).await?;
        for target in control_policies::targets_of(&mut reader, id).await? {
            targets.extend(target_view(&units, &members, &target));
        }
        Ok(ControlPolicyView {
            policy: entry(&organization, &row),
            document: row.document,
            targets,
        })
    }

    /// Creates a policy, attached nowhere.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::MalformedPolicy`], [`ServiceError::AlreadyExists`], and who may not.
    pub async fn create_control_policy(
        &self,
        caller: &Caller,
        new: NewControlPolicy,
    ) -> Result<Answer<ControlPolicyEntry>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let question = of_kind(Action::CreateControlPolicy, "*", new.kind);
        self.may_organize(&mut tx, &live, &organization, question).await?;
        let text = checked(new.text, new.kind)?;
        free(&mut tx, new.kind, &text.name, None).await?;
        let row = ControlPolicyRow {
            id: fresh_id(&*self.entropy, "p-", 8),
            kind: new.kind.column().to_owned(),
            name: text.name,
            description: text.description,
            document: text.document,
            is_aws: false,
        };
        control_policies::insert(&mut tx, &row, self.now()).await?;
        let created = entry(&organization, &row);
        let parameters = json!({
            "name": row.name, "description": row.description, "type": new.kind.name(), "content": row.document,
        });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SOURCE,
            "CreatePolicy",
            parameters,
            summary(&created, &row),
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(created))
    }

    /// Changes a policy. `expected` is the document that the person had read.
    ///
    /// # Errors
    /// As for a new one; [`ServiceError::ConcurrentModification`], [`OrganizationRefusal::Immutable`].
    pub async fn update_control_policy(
        &self,
        caller: &Caller,
        id: &str,
        text: ControlPolicyText,
        expected: &str,
    ) -> Result<Answer<ControlPolicyEntry>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let found = Found::load(&mut tx, &organization, id).await?;
        let question = found.question(Action::UpdateControlPolicy);
        self.may_organize(&mut tx, &live, &organization, question).await?;
        let mut row = found.row(id)?;
        if row.is_aws {
            return Err(OrganizationRefusal::Immutable.into());
        }
        let kind = PolicyKind::stored(&row.kind);
        let text = checked(text, kind)?;
        if row.document != expected {
            return Err(ServiceError::ConcurrentModification);
        }
        free(&mut tx, kind, &text.name, Some(id)).await?;
        row.name = text.name;
        row.description = text.description;
        row.document = text.document;
        control_policies::update(&mut tx, &row).await?;
        let changed = entry(&organization, &row);
        let parameters = json!({
            "policyId": id, "name": row.name, "description": row.description, "content": row.document,
        });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SOURCE,
            "UpdatePolicy",
            parameters,
            summary(&changed, &row),
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(changed))
    }

    /// Deletes a policy that is attached nowhere.
    ///
    /// # Errors
    /// [`OrganizationRefusal::PolicyInUse`], [`OrganizationRefusal::Immutable`], [`ServiceError::NoSuchEntity`], and who may
    /// not.
    pub async fn delete_control_policy(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let found = Found::load(&mut tx, &organization, id).await?;
        let question = found.question(Action::DeleteControlPolicy);
        self.may_organize(&mut tx, &live, &organization, question).await?;
        if found.row(id)?.is_aws {
            return Err(OrganizationRefusal::Immutable.into());
        }
        if !control_policies::targets_of(&mut tx, id).await?.is_empty() {
            return Err(OrganizationRefusal::PolicyInUse.into());
        }
        control_policies::delete(&mut tx, id).await?;
        let parameters = json!({ "policyId": id });
        self.record_act_of(&mut tx, caller, &live, SOURCE, "DeletePolicy", parameters, Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Switches a kind on or off. Off, every policy of it is detached; on, `FullAWSAccess` stands everywhere again.
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/disable-policy-type.html>
    ///
    /// # Errors
    /// [`OrganizationRefusal::TypeOn`], [`OrganizationRefusal::TypeOff`], and who may not.
    pub async fn switch_policy_kind(
        &self,
        caller: &Caller,
        kind: PolicyKind,
        on: bool,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let organization = Organization::load(&mut tx).await?;
        let units = organization::units(&mut tx).await?;
        let root = units.first().ok_or(ServiceError::NoWorld)?.id.clone();
        let resource = organization.unit_arn(&root);
        let (action, event_name) = if on {
            (Action::EnablePolicyType, "EnablePolicyType")
        } else {
            (Action::DisablePolicyType, "DisablePolicyType")
        };
        let question = of_kind(action, &resource, kind);
        self.may_organize(&mut tx, &live, &organization, question).await?;
        match (organization.is_on(kind), on) {
            (true, true) => return Err(OrganizationRefusal::TypeOn.into()),
            (false, false) => return Err(OrganizationRefusal::TypeOff.into()),
            _ => {}
        }
        control_policies::set_kind_on(&mut tx, kind.column(), on).await?;
        if on {
            let members = organization::members(&mut tx).await?;
            let accounts = members.iter().map(|member| member.account.id.as_str());
            for target in units.iter().map(|unit| unit.id.as_str()).chain(accounts) {
                attach_full_access(&mut tx, target, &[kind]).await?;
            }
        } else {
            control_policies::detach_kind(&mut tx, kind.column()).await?;
        }
        let parameters = json!({ "rootId": root, "policyType": kind.name() });
        self.record_act_of(&mut tx, caller, &live, SOURCE, event_name, parameters, Value::Null)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

/// A policy that may not exist, as the resource that is asked about: a refusal does not tell which.
pub(super) struct Found {
    row: Option<ControlPolicyRow>,
    arn: String,
    kind: PolicyKind,
}

impl Found {
    pub(super) async fn load(
        connection: &mut impl Reads,
        organization: &Organization,
        id: &str,
    ) -> Result<Self, ServiceError> {
        let row = control_policies::by_id(connection, id).await?;
        let kind = row
            .as_ref()
            .map_or(PolicyKind::Service, |row| PolicyKind::stored(&row.kind));
        let shown: String = id.chars().take(130).collect();
        let arn = row.as_ref().map_or_else(
            || organization.named_policy_arn(kind.in_arns(), &shown),
            |row| organization.policy_arn(row),
        );
        Ok(Self { row, arn, kind })
    }

    pub(super) fn question(&self, action: Action) -> Question<'_> {
        of_kind(action, &self.arn, self.kind)
    }

    pub(super) fn row(self, id: &str) -> Result<ControlPolicyRow, ServiceError> {
        self.row.ok_or_else(|| missing(Entity::ControlPolicy, id))
    }
}

pub(super) fn of_kind(action: Action, resource: &str, kind: PolicyKind) -> Question<'_> {
    Question::new(action, resource).key("organizations:PolicyType", kind.name())
}

/// Names have 1 to 128 characters, descriptions at most 512.
/// <https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html>
fn checked(text: ControlPolicyText, kind: PolicyKind) -> Result<ControlPolicyText, ServiceError> {
    let name = text.name.trim();
    if name.is_empty() || name.chars().count() > 128 || name.chars().any(char::is_control) {
        return Err(ServiceError::invalid("name", "A name has 1 to 128 characters."));
    }
    let description = text.description.trim();
    if description.chars().count() > 512 {
        return Err(ServiceError::invalid(
            "description",
            "A description has at most 512 characters.",
        ));
    }
    Document::parse(&text.document, kind.document())?;
    Ok(ControlPolicyText {
        name: name.to_owned(),
        description: description.to_owned(),
        document: text.document,
    })
}

async fn free(
    connection: &mut impl Reads,
    kind: PolicyKind,
    name: &str,
    except: Option<&str>,
) -> Result<(), ServiceError> {
    let rows: Result<Vec<ControlPolicyRow>, StoreError> = control_policies::of_kind(connection, kind.column()).await;
    let is_taken = |row: ControlPolicyRow| row.name == name && Some(row.id.as_str()) != except;
    if rows?.into_iter().any(is_taken) {
        return Err(ServiceError::AlreadyExists {
            entity: Entity::ControlPolicy,
            name: name.to_owned(),
        });
    }
    Ok(())
}

pub(super) fn entry(organization: &Organization, row: &ControlPolicyRow) -> ControlPolicyEntry {
    ControlPolicyEntry {
        id: row.id.clone(),
        arn: organization.policy_arn(row),
        kind: PolicyKind::stored(&row.kind),
        name: row.name.clone(),
        description: row.description.clone(),
        is_aws: row.is_aws,
    }
}

fn summary(entry: &ControlPolicyEntry, row: &ControlPolicyRow) -> Value {
    json!({ "policy": {
        "policySummary": {
            "id": entry.id, "arn": entry.arn, "name": entry.name, "description": entry.description,
            "type": entry.kind.name(), "awsManaged": entry.is_aws,
        },
        "content": row.document,
    }})
}
