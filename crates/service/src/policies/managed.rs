//! Managed policies: list, look at, create, delete.

use serde_json::{Value, json};
use vestibule_identity::ids::{PolicyId, policy_arn as arn_of};
use vestibule_identity::names::{Path, PolicyName};
use vestibule_policy::Kind;
use vestibule_store::{HolderKind, PolicyRow, Reads, StoreError, policies, policy_holders, policy_versions};

use super::{POLICIES_PER_ACCOUNT, Uses, named, own, parsed, policy_arn, version_id};
use crate::answers::{Holders, PolicyDetail, PolicyEntity, PolicyPage, PolicyView, VersionView};
use crate::authorize::{Action, Asker, Question};
use crate::error::Denial;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

/// Policies on one page of the list.
const PAGE: usize = 50;
/// <https://docs.aws.amazon.com/IAM/latest/APIReference/API_CreatePolicy.html>
const DESCRIPTION: usize = 1000;

/// Whose policies a list is of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PolicyScope {
    /// The account's and AWS's.
    #[default]
    All,
    /// AWS's.
    Aws,
    /// The account's own.
    Customer,
}

/// What a list of policies is about.
#[derive(Debug, Default)]
pub struct PolicyFilter {
    /// A part of the name, in any case.
    pub search: String,
    /// Whose.
    pub scope: PolicyScope,
    /// From 1.
    pub page: usize,
}

/// A policy to create.
#[derive(Debug)]
pub struct NewPolicy {
    /// Its name.
    pub policy_name: String,
    /// What it is for.
    pub description: String,
    /// Its document.
    pub document: String,
}

impl Service {
    /// A page of managed policies.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn policies(&self, caller: &Caller, filter: &PolicyFilter) -> Result<PolicyPage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let resource = format!("arn:aws:iam::{}:policy/", live.account.id);
        self.may(&mut reader, &live, Action::ListPolicies, &resource).await?;
        let uses = Uses::of(&mut reader, &live.account.id).await?;
        let search = filter.search.trim().to_lowercase();
        let mut rows = policies::of_account(&mut reader, &live.account.id).await?;
        rows.retain(|row| {
            let in_scope = match filter.scope {
                PolicyScope::All => true,
                PolicyScope::Aws => row.account.is_none(),
                PolicyScope::Customer => row.account.is_some(),
            };
            in_scope && row.name.folded().contains(&search)
        });
        let total = rows.len();
        let before = filter.page.saturating_sub(1).saturating_mul(PAGE);
        let shown = rows.into_iter().skip(before).take(PAGE);
        Ok(PolicyPage {
            policies: shown.map(|row| uses.view(row)).collect(),
            total,
            pages: total.div_ceil(PAGE).max(1),
        })
    }

    /// A policy with its document, versions and those who have it.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NoSuchEntity`].
    pub async fn policy(&self, caller: &Caller, arn: &str) -> Result<PolicyDetail, ServiceError> {
        let live = self.live(caller).await?;
        let arn = policy_arn(arn)?;
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::GetPolicy, arn).await?;
        let row = named(&mut reader, &live, arn).await?;
        let mut denials = Vec::new();
        let document = if self
            .may_show(&mut reader, &live, Action::GetPolicyVersion, arn, &mut denials)
            .await?
        {
            policies::document(&mut reader, arn, row.default_version).await?
        } else {
            None
        };
        let versions = if self
            .may_show(&mut reader, &live, Action::ListPolicyVersions, arn, &mut denials)
            .await?
        {
            let versions = policy_versions::of_policy(&mut reader, arn).await?;
            let view = |version: vestibule_store::VersionRow| VersionView {
                version_id: version_id(version.version),
                is_default: version.version == row.default_version,
                created_at: version.created_at,
            };
            Some(versions.into_iter().map(view).collect())
        } else {
            None
        };
        let entities = if self
            .may_show(&mut reader, &live, Action::ListEntitiesForPolicy, arn, &mut denials)
            .await?
        {
            Some(entities(&mut reader, &live, arn).await?)
        } else {
            None
        };
        let uses = Uses::of(&mut reader, &live.account.id).await?;
        Ok(PolicyDetail {
            policy: uses.view(row),
            document,
            versions,
            entities,
            denials,
        })
    }

    /// Creates a managed policy.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::MalformedPolicy`], [`ServiceError::AlreadyExists`],
    /// [`ServiceError::LimitExceeded`], [`ServiceError::AccessDenied`].
    pub async fn create_policy(&self, caller: &Caller, new: NewPolicy) -> Result<PolicyView, ServiceError> {
        let live = self.live(caller).await?;
        let name = PolicyName::parse(&new.policy_name).map_err(|error| ServiceError::invalid("policyName", error))?;
        if new.description.chars().count() > DESCRIPTION || new.description.chars().any(char::is_control) {
            return Err(ServiceError::invalid(
                "description",
                "Up to 1,000 characters, on one line.",
            ));
        }
        // Read before the store is locked, refused only after who asks is known to be allowed.
        let read = parsed(&new.document, Kind::Managed);
        let path = Path::root();
        let arn = arn_of(Some(&live.account.id), &path, &name);
        let now = self.now();
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::CreatePolicy, &arn).await?;
        read?;
        let present = policy_holders::count_of_account(&mut tx, &live.account.id).await?;
        if usize::try_from(present).unwrap_or(usize::MAX) >= POLICIES_PER_ACCOUNT {
            return Err(ServiceError::LimitExceeded {
                quota: "PoliciesPerAccount",
                limit: POLICIES_PER_ACCOUNT,
            });
        }
        let row = PolicyRow {
            id: PolicyId::generate(&*self.entropy),
            account: Some(live.account.id.clone()),
            path,
            name,
            description: new.description,
            default_version: 1,
            latest_version: 1,
            created_at: now,
            updated_at: now,
        };
        match policies::insert(&mut tx, &row, &new.document).await {
            Err(StoreError::Conflict) => {
                return Err(ServiceError::AlreadyExists {
                    entity: Entity::Policy,
                    name: row.name.as_str().to_owned(),
                });
            }
            other => other?,
        }
        let mut parameters = json!({ "policyName": row.name.as_str(), "policyDocument": new.document });
        if let (Some(map), false) = (parameters.as_object_mut(), row.description.is_empty()) {
            map.insert("description".to_owned(), row.description.as_str().into());
        }
        let view = Uses::default().view(row);
        let created = json!({ "policy": {
            "policyName": view.policy_name, "policyId": view.policy_id, "arn": view.arn, "path": view.path,
            "defaultVersionId": view.default_version_id, "attachmentCount": 0,
            "permissionsBoundaryUsageCount": 0, "isAttachable": true,
        }});
        self.record_act(&mut tx, caller, &live, "CreatePolicy", parameters, created)
            .await?;
        self.commit(tx).await?;
        Ok(view)
    }

    /// Deletes a policy that nobody has, with its versions, each of which is asked about as the console does.
    ///
    /// # Errors
    /// [`ServiceError::DeleteConflict`], [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn delete_policy(&self, caller: &Caller, arn: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let arn = policy_arn(arn)?;
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::DeletePolicy, arn).await?;
        let row = own(&mut tx, &live, arn).await?;
        if !policy_holders::of_policy(&mut tx, &live.account.id, arn)
            .await?
            .is_empty()
        {
            return Err(ServiceError::DeleteConflict(
                "Cannot delete a policy attached to entities.",
            ));
        }
        for version in policy_versions::of_policy(&mut tx, arn).await? {
            if version.version == row.default_version {
                continue;
            }
            self.may(&mut tx, &live, Action::DeletePolicyVersion, arn).await?;
            let parameters = json!({ "policyArn": arn, "versionId": version_id(version.version) });
            self.record_act(&mut tx, caller, &live, "DeletePolicyVersion", parameters, Value::Null)
                .await?;
        }
        policy_holders::delete_policy(&mut tx, arn).await?;
        let parameters = json!({ "policyArn": arn });
        self.finish(tx, caller, &live, "DeletePolicy", parameters, Value::Null)
            .await
    }

    /// Whether a part of a page may be shown; if not, why is kept.
    pub(super) async fn may_show(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        resource: &str,
        denials: &mut Vec<Denial>,
    ) -> Result<bool, ServiceError> {
        let denial = self
            .judge(connection, &Asker::of(live), Question::new(action, resource))
            .await?;
        let shown = denial.is_none();
        denials.extend(denial);
        Ok(shown)
    }
}

async fn entities(connection: &mut impl Reads, live: &Live, arn: &str) -> Result<Vec<PolicyEntity>, ServiceError> {
    let rows = policy_holders::of_policy(connection, &live.account.id, arn).await?;
    Ok(rows
        .into_iter()
        .map(|row| PolicyEntity {
            kind: match row.kind {
                HolderKind::User => Holders::Users,
                HolderKind::Group => Holders::Groups,
                HolderKind::Role => Holders::Roles,
            },
            name: row.name,
            is_boundary: row.is_boundary,
        })
        .collect())
}
