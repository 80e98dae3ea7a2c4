//! Roles: acting as one, and managing them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

/// The role that a session acts as.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleView {
    /// What the account menu calls it.
    pub display_name: String,
    /// Its colour there, six hexadecimal digits.
    pub color: Option<String>,
    /// Path and name, without the leading slash.
    pub role_name: String,
    /// The name of the session.
    pub session_name: String,
    /// Who signed in, an ARN.
    pub switched_from: String,
    /// The id of its temporary key.
    pub access_key_id: String,
    /// When it ends by itself.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
}

/// A role session whose time ran out.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PastRole {
    /// What the account menu called it.
    pub display_name: String,
    /// When its time was over.
    #[schema(value_type = String, format = "date-time")]
    pub ended_at: Timestamp,
}

/// A role that this browser switched to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RecentRole {
    /// The account, as it was typed: id or alias.
    pub account: String,
    /// Path and name of the role.
    pub role_name: String,
    /// What the account menu calls it.
    pub display_name: String,
    /// Its colour there, six hexadecimal digits.
    pub color: Option<String>,
}

/// Where switching leads.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SwitchedRole {
    /// Console home.
    pub destination: String,
}
