//! What the use cases answer about policies.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use crate::error::{Denial, PolicyProblem};

/// A managed policy in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PolicyView {
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub policy_name: String,
    /// `ANPA…`.
    pub policy_id: String,
    /// Where it stands.
    pub path: String,
    /// What it is for.
    pub description: String,
    /// AWS's own: nobody can change it.
    pub is_aws: bool,
    /// The version that counts.
    pub default_version_id: String,
    /// How many users, groups and roles of the account it is attached to.
    pub attachment_count: i64,
    /// How many users and roles of the account it bounds.
    pub boundary_count: i64,
    /// When it was created.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// When its default version last changed.
    #[schema(value_type = String, format = "date-time")]
    pub updated_at: Timestamp,
}

/// A page of policies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PolicyPage {
    /// In name order.
    pub policies: Vec<PolicyView>,
    /// How many there are on all pages.
    pub total: usize,
    /// How many pages.
    pub pages: usize,
}

/// A policy with what its default version says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PolicyDetail {
    /// The policy.
    pub policy: PolicyView,
    /// The default version's document; `null` without `iam:GetPolicyVersion`.
    pub document: Option<String>,
    /// Newest first; `null` without `iam:ListPolicyVersions`.
    pub versions: Option<Vec<VersionView>>,
    /// Who has it; `null` without `iam:ListEntitiesForPolicy`.
    pub entities: Option<Vec<PolicyEntity>>,
    /// Why parts are missing.
    pub denials: Vec<Denial>,
}

/// A version of a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionView {
    /// `v1`, `v2`…
    pub version_id: String,
    /// It is the one that counts.
    pub is_default: bool,
    /// When it was made.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
}

/// A version's document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct VersionDocument {
    /// `v1`, `v2`…
    pub version_id: String,
    /// The document.
    pub document: String,
}

/// Kinds of those who can have policies, as paths name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Holders {
    /// Users.
    Users,
    /// Groups.
    Groups,
    /// Roles.
    Roles,
}

/// One who has a policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PolicyEntity {
    /// What it is.
    pub kind: Holders,
    /// Its name.
    pub name: String,
    /// As permissions boundary, and not attached.
    pub is_boundary: bool,
}

/// The policies of a user, group or role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct HolderPolicies {
    /// Whose.
    pub arn: String,
    /// In name order; `null` without permission to list them.
    pub attached: Option<Vec<PolicyView>>,
    /// Names of embedded policies; `null` without permission to list them.
    pub inline: Option<Vec<String>>,
    /// What a user has from groups; `null` without permission to list them.
    pub by_group: Option<Vec<GroupPolicies>>,
    /// The permissions boundary.
    pub boundary: Option<PolicyView>,
    /// Why parts are missing.
    pub denials: Vec<Denial>,
}

/// What a user has from a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupPolicies {
    /// The group.
    pub group_name: String,
    /// Attached to it.
    pub attached: Vec<PolicyView>,
    /// Names of policies embedded in it.
    pub inline: Vec<String>,
}

/// An embedded policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InlinePolicy {
    /// Its name.
    pub policy_name: String,
    /// Its document.
    pub document: String,
}

/// What is wrong with a document.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PolicyChecked {
    /// Empty: it can be saved. First what the API would say.
    pub problems: Vec<PolicyProblem>,
    /// How many characters count towards the quota.
    pub characters: usize,
    /// The quota.
    pub limit: usize,
}

/// What a simulated request is about.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Simulation {
    /// Users or roles.
    pub holders: Holders,
    /// Whose policies.
    pub name: String,
    /// Actions, `service:name` each.
    pub actions: Vec<String>,
    /// An ARN, or `*`.
    pub resource: String,
    /// Condition keys, with what each holds in the request.
    #[serde(default)]
    pub context: BTreeMap<String, Vec<String>>,
}

/// What policies say of simulated requests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Simulated {
    /// One an action.
    pub results: Vec<SimulatedAction>,
}

/// What policies say of one simulated request.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SimulatedAction {
    /// The action.
    pub action: String,
    /// The resource.
    pub resource: String,
    /// The decision.
    pub decision: SimulatedDecision,
    /// The statements that decided and the policies that did not allow, a sentence each.
    pub reasons: Vec<String>,
}

/// As `iam:SimulatePrincipalPolicy` says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub enum SimulatedDecision {
    /// It would be allowed.
    Allowed,
    /// A statement denies it.
    ExplicitDeny,
    /// Nothing allows it.
    ImplicitDeny,
}
