//! What pages of the organization and of centralized root access draw.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use crate::organization::PolicyKind;

/// The organization as every account of it sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationView {
    /// `o-…`
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// 12 digits.
    pub management_account_id: String,
    /// The root user's e-mail address of the management account.
    pub management_account_email: String,
    /// `ALL`: not only consolidated billing.
    pub feature_set: String,
    /// Whether the asking account is the management account.
    pub is_management: bool,
}

/// The root, the units and the accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationTree {
    /// The root first, then the units in name order.
    pub units: Vec<OrganizationUnit>,
    /// In name order.
    pub accounts: Vec<OrganizationAccount>,
    /// Service control policies are switched on.
    pub service_control_on: bool,
    /// Resource control policies are switched on.
    pub resource_control_on: bool,
}

/// The root or a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationUnit {
    /// `r-…` or `ou-…`
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// The root or unit above; none for the root.
    pub parent_id: Option<String>,
    /// Its name.
    pub name: String,
}

/// An account of the organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OrganizationAccount {
    /// 12 digits.
    pub id: String,
    /// `1111-2222-3333`
    pub id_dashed: String,
    /// Its ARN.
    pub arn: String,
    /// Its name.
    pub name: String,
    /// The root user's e-mail address.
    pub email: String,
    /// The root or unit it is under.
    pub parent_id: String,
    /// Nobody signs in to it any more.
    pub is_suspended: bool,
    /// It is the management account.
    pub is_management: bool,
    /// The organization created it, rather than invited it.
    pub was_created: bool,
    /// When it joined.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub joined_at: Option<Timestamp>,
    /// The services it is the delegated administrator of.
    pub delegated_services: Vec<String>,
}

/// An account that was just created.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CreatedAccount {
    /// The account.
    pub account: OrganizationAccount,
    /// The role that the management account may assume in it.
    pub role_arn: String,
    /// Its root user has no credentials, and gets none by recovery.
    pub is_without_root_credentials: bool,
}

/// The root, a unit or an account, as something policies are attached to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PolicyTarget {
    /// `r-…`, `ou-…` or 12 digits.
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A control policy in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlPolicyEntry {
    /// `p-…`
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Its kind.
    pub kind: PolicyKind,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// AWS made it: nobody may change it.
    pub is_aws: bool,
}

/// The control policies of a kind.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlPolicyList {
    /// The kind is switched on.
    pub is_on: bool,
    /// AWS's first, then in name order.
    pub policies: Vec<ControlPolicyEntry>,
}

/// A control policy whole.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ControlPolicyView {
    /// As in lists.
    pub policy: ControlPolicyEntry,
    /// The document.
    pub document: String,
    /// What it is attached to.
    pub targets: Vec<PolicyTarget>,
}

/// The control policies of a kind that bear on a target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TargetPolicies {
    /// The kind is switched on.
    pub is_on: bool,
    /// Attached to the target itself.
    pub attached: Vec<ControlPolicyEntry>,
    /// Attached to what is above it, the root first.
    pub inherited: Vec<InheritedPolicy>,
}

/// A control policy that comes from above.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct InheritedPolicy {
    /// The policy.
    pub policy: ControlPolicyEntry,
    /// What it is attached to.
    pub from: PolicyTarget,
}

/// The policy by which the organization delegates its administration.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct DelegationPolicy {
    /// The document; none when nothing is delegated.
    pub document: Option<String>,
}

/// Centralized root access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RootAccess {
    /// `RootCredentialsManagement`
    pub credentials_management: bool,
    /// `RootSessions`
    pub sessions: bool,
    /// The member accounts, in name order.
    pub accounts: Vec<RootAccount>,
}

/// The root user of a member account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RootAccount {
    /// 12 digits.
    pub id: String,
    /// The account's name.
    pub name: String,
    /// The root user's e-mail address.
    pub email: String,
    /// Nobody signs in to it any more.
    pub is_suspended: bool,
    /// Its credentials; none when the asker may not look at them.
    pub credentials: Option<RootCredentials>,
}

/// What a root user has.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RootCredentials {
    /// A password.
    pub password: bool,
    /// Access keys.
    pub access_keys: u32,
    /// Second factors.
    pub mfa_devices: u32,
    /// Forgot password works.
    pub may_recover: bool,
}
