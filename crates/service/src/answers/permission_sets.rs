//! What pages about permission sets and assignments draw.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

/// A permission set in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PermissionSetView {
    /// `ps-…`
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// Its name, which stays.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How long a session lasts.
    pub session_seconds: u64,
    /// Where the console opens; blank for console home.
    pub relay_state: String,
    /// When it was made.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// When it was changed: whoever changes it says what they had read.
    #[schema(value_type = String, format = "date-time")]
    pub updated_at: Timestamp,
    /// In how many accounts it is provisioned.
    pub accounts: u32,
    /// In how many of them it is not what it is now.
    pub outdated: u32,
}

/// A page of permission sets.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PermissionSetPage {
    /// In name order.
    pub permission_sets: Vec<PermissionSetView>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
}

/// A permission set with what it permits.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PermissionSetDetails {
    /// The set.
    pub permission_set: PermissionSetView,
    /// What it permits.
    pub permissions: SetPermissions,
    /// It is provisioned in the management account, so a delegated administrator cannot change it.
    pub is_closed: bool,
}

/// What a permission set permits.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SetPermissions {
    /// AWS's managed policies, by ARN.
    pub aws_policies: Vec<String>,
    /// Policies that each account has of its own, by name.
    pub customer_policies: Vec<CustomerPolicy>,
    /// The inline policy.
    pub inline_policy: Option<String>,
    /// The permissions boundary.
    pub boundary: Option<SetBoundary>,
}

/// A policy that each account has of its own.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct CustomerPolicy {
    /// Where it stands; `/` for most.
    pub path: String,
    /// Its name, the same in every account.
    pub name: String,
}

/// What bounds a permission set: one of the two.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum SetBoundary {
    /// A policy of AWS.
    Aws {
        /// Its ARN.
        arn: String,
    },
    /// A policy that each account has.
    Customer {
        /// Where it stands.
        path: String,
        /// Its name.
        name: String,
    },
}

/// A permission set that AWS suggests.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PredefinedSet {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// The one policy that it has.
    pub policy_arn: String,
}

/// All of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PredefinedSets {
    /// As the wizard lists them.
    pub predefined: Vec<PredefinedSet>,
}

/// An account that a set is provisioned in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProvisionedAccount {
    /// 12 digits.
    pub account_id: String,
    /// Its name.
    pub account_name: String,
    /// The role there.
    pub role_name: String,
    /// The set was changed since.
    pub is_outdated: bool,
    /// Why it could not be brought up to date.
    pub failure: Option<String>,
    /// How many people and groups have it there.
    pub principals: u32,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProvisionedPage {
    /// In name order.
    pub accounts: Vec<ProvisionedAccount>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
}

/// An account of the organization.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterAccount {
    /// 12 digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The root user's e-mail address.
    pub email: String,
    /// The root or unit it is under.
    pub unit_id: String,
    /// It is the management account.
    pub is_management: bool,
    /// Nobody enters it any more.
    pub is_suspended: bool,
    /// A delegated administrator cannot change who has what here.
    pub is_closed: bool,
    /// How many permission sets are provisioned in it.
    pub permission_sets: u32,
    /// How many of them are not what they are now.
    pub outdated: u32,
}

/// A page of accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterAccountPage {
    /// In name order.
    pub accounts: Vec<CenterAccount>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
}

/// The root or a unit.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterUnit {
    /// `r-…` or `ou-…`
    pub id: String,
    /// The one above; none for the root.
    pub parent_id: Option<String>,
    /// Its name.
    pub name: String,
    /// How many accounts stand directly under it.
    pub accounts: u32,
}

/// The organization's units.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterUnits {
    /// The root first.
    pub units: Vec<CenterUnit>,
}

/// A permission set by name.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NamedSet {
    /// `ps-…`
    pub id: String,
    /// Its name.
    pub name: String,
}

/// A permission set in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ProvisionedSet {
    /// `ps-…`
    pub id: String,
    /// Its name.
    pub name: String,
    /// The role's ARN.
    pub role_arn: String,
    /// The set was changed since.
    pub is_outdated: bool,
    /// Why it could not be brought up to date.
    pub failure: Option<String>,
}

/// An account with what is provisioned in it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterAccountDetails {
    /// The account.
    pub account: CenterAccount,
    /// In name order.
    pub provisioned: Vec<ProvisionedSet>,
}

/// A person or everyone in a group.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PrincipalKind {
    /// A person.
    User,
    /// Everyone in a group.
    Group,
}

/// Who has something in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssignedPrincipal {
    /// A person or a group.
    pub kind: PrincipalKind,
    /// Their id in the identity store.
    pub id: String,
    /// User name, or the group's name.
    pub name: String,
    /// In name order.
    pub permission_sets: Vec<NamedSet>,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssignedPage {
    /// Groups first, each in name order.
    pub principals: Vec<AssignedPrincipal>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
}

/// What was asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum RequestKindView {
    /// To assign.
    Assign,
    /// To take away.
    Remove,
    /// To make roles what the set is now.
    Provision,
}

/// A request, and what became of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestView {
    /// A UUID.
    pub request_id: String,
    /// What was asked for.
    pub kind: RequestKindView,
    /// The account; none when all of them were meant.
    pub account: Option<String>,
    /// The permission set.
    pub permission_set: String,
    /// The person or group.
    pub principal: Option<String>,
    /// Why it failed; none when it succeeded.
    pub failure: Option<String>,
    /// When.
    #[schema(value_type = String, format = "date-time")]
    pub at: Timestamp,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RequestPage {
    /// Newest first.
    pub requests: Vec<RequestView>,
    /// How many are kept.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
}

/// What became of assignments that were submitted together.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssignmentOutcome {
    /// One for each account, principal and permission set.
    pub requests: Vec<RequestView>,
    /// How many failed.
    pub failed: u32,
}

/// A permission set in an account, and how it is had.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessEntry {
    /// 12 digits.
    pub account_id: String,
    /// Its name.
    pub account_name: String,
    /// The permission set.
    pub permission_set: NamedSet,
    /// The group by which it is had; none when it is had directly.
    pub by_group: Option<String>,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessPage {
    /// The person's or group's name.
    pub name: String,
    /// By account.
    pub access: Vec<AccessEntry>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
}
