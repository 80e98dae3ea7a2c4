//! What a decision reads: the policies that bear on a principal, and the control policies above an account.

use sqlx::FromRow;
use vestibule_identity::ids::{RoleId, UserId};
use vestibule_identity::names::AccountId;

use crate::{Reads, StoreError};

/// How a policy bears on its owner.
#[derive(Debug, Clone, Copy, PartialEq, Eq, sqlx::Type)]
#[sqlx(rename_all = "lowercase")]
pub enum Bearing {
    /// It is attached.
    Attached,
    /// It is embedded.
    Inline,
    /// It is the permissions boundary.
    Boundary,
}

/// A policy as a decision reads it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct PolicyText {
    /// How it bears.
    pub bearing: Bearing,
    /// A managed policy's ARN, or an inline policy's name.
    pub name: String,
    /// The group that it comes from.
    pub via: Option<String>,
    /// The document.
    pub document: String,
}

// A managed policy counts by its default version.
const OF_USER: &str = "\
WITH owners (id, via) AS (
  SELECT ?1, NULL UNION ALL
  SELECT groups.id, groups.name FROM group_members JOIN groups ON groups.id = group_id WHERE user_id = ?1
)
SELECT 'attached' AS bearing, managed_policies.arn AS name, via, document FROM owners
  JOIN attached_policies ON owner = owners.id
  JOIN managed_policies ON managed_policies.arn = policy_arn
  JOIN policy_versions ON policy_versions.arn = policy_arn AND version = default_version
UNION ALL
SELECT 'inline', name, via, document FROM owners JOIN inline_policies ON owner = owners.id
UNION ALL
SELECT 'boundary', managed_policies.arn, NULL, document FROM permissions_boundaries
  JOIN managed_policies ON managed_policies.arn = policy_arn
  JOIN policy_versions ON policy_versions.arn = policy_arn AND version = default_version
  WHERE owner = ?1
ORDER BY 1, 3, 2";

/// Everything attached to a user, to their groups, and the user's boundary.
pub async fn of_user(connection: &mut impl Reads, user: &UserId) -> Result<Vec<PolicyText>, StoreError> {
    of(connection, user.as_str()).await
}

/// Everything attached to a role, and its boundary.
pub async fn of_role(connection: &mut impl Reads, role: &RoleId) -> Result<Vec<PolicyText>, StoreError> {
    of(connection, role.as_str()).await
}

async fn of(connection: &mut impl Reads, owner: &str) -> Result<Vec<PolicyText>, StoreError> {
    Ok(sqlx::query_as(OF_USER)
        .bind(owner)
        .fetch_all(connection.ready().await?)
        .await?)
}

/// The organization as every decision needs it.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
#[expect(clippy::struct_excessive_bools, reason = "four switches that are independent")]
pub struct OrganizationRow {
    /// `o-…`
    pub id: String,
    /// The management account.
    pub management_account: String,
    /// Member accounts have no root credentials, and new ones get none.
    pub root_credentials_off: bool,
    /// Privileged root actions are allowed.
    pub root_sessions: bool,
    /// Service control policies are switched on.
    pub service_control_on: bool,
    /// Resource control policies are switched on.
    pub resource_control_on: bool,
    /// The policy by which the organization delegates its administration to members.
    pub delegation_policy: Option<String>,
}

/// The organization; none before there is one.
pub async fn organization(connection: &mut impl Reads) -> Result<Option<OrganizationRow>, StoreError> {
    Ok(sqlx::query_as("SELECT * FROM organization")
        .fetch_optional(connection.ready().await?)
        .await?)
}

/// A control policy at one level above an account, or a level without any of its kind.
#[derive(Debug, Clone, PartialEq, Eq, FromRow)]
pub struct ControlText {
    /// How far above the account the level is: 0 is the account itself.
    pub height: i64,
    /// The level: the root's or unit's id, or the account's.
    pub target: String,
    /// The root's or unit's name, or the account's.
    pub target_name: String,
    /// `service` or `resource`; none at a level without policies.
    pub kind: Option<String>,
    /// AWS made it.
    pub is_aws: Option<bool>,
    /// The policy's name.
    pub name: Option<String>,
    /// The policy's document.
    pub document: Option<String>,
}

/// The levels from the organization's root down to the account, with what is attached to each.
pub async fn control_of(connection: &mut impl Reads, account: &AccountId) -> Result<Vec<ControlText>, StoreError> {
    Ok(sqlx::query_as(
        "\
WITH RECURSIVE levels (height, target, target_name, above) AS (
  SELECT 0, id, name, unit_id FROM accounts WHERE id = ?1 AND unit_id IS NOT NULL
  UNION ALL
  SELECT height + 1, organizational_units.id, organizational_units.name, parent_id
    FROM levels JOIN organizational_units ON organizational_units.id = above
)
SELECT height, levels.target, target_name, kind, is_aws, control_policies.name, document FROM levels
  LEFT JOIN control_attachments ON control_attachments.target = levels.target
  LEFT JOIN control_policies ON control_policies.id = policy_id
ORDER BY height DESC, control_policies.name",
    )
    .bind(account.as_str())
    .fetch_all(connection.ready().await?)
    .await?)
}
