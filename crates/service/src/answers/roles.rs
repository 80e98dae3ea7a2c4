//! Roles: acting as one, and managing them.

use super::{SamlProviderDetails, Tag};
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

/// A role in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleSummary {
    /// Its name.
    pub role_name: String,
    /// Where it stands.
    pub path: String,
    /// Its ARN.
    pub arn: String,
    /// `AROA…`.
    pub role_id: String,
    /// What it is for.
    pub description: String,
    /// Whom its trust policy names.
    pub trusted_entities: Vec<String>,
    /// The longest session, in seconds.
    pub max_session_seconds: u64,
    /// When it was created.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// When somebody last switched to it.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub last_used_at: Option<Timestamp>,
}

/// The account's roles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct RoleList {
    /// In name order.
    pub roles: Vec<RoleSummary>,
}

/// A role.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct RoleDetails {
    /// The role.
    pub role: RoleSummary,
    /// Who may assume it.
    pub trust_policy: String,
    /// Its tags, in key order.
    pub tags: Vec<Tag>,
    /// The account as a link to switch to the role names it: alias or id.
    pub switch_account: String,
}

/// Kinds of identity providers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProviderKind {
    /// `OpenID` Connect.
    Oidc,
    /// SAML 2.0.
    Saml,
}

/// An identity provider in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IdentityProvider {
    /// Its ARN.
    pub arn: String,
    /// OIDC or SAML.
    pub kind: ProviderKind,
    /// The name of a SAML provider; host and path of an OIDC provider.
    pub name: String,
    /// When it was created.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
}

/// The account's identity providers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct IdentityProviders {
    /// In the order of their names.
    pub providers: Vec<IdentityProvider>,
}

/// An identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IdentityProviderDetails {
    /// The provider.
    pub provider: IdentityProvider,
    /// Client ids that an OIDC provider's tokens may be for.
    pub audiences: Vec<String>,
    /// Thumbprints of an OIDC provider's certificates.
    pub thumbprints: Vec<String>,
    /// A SAML provider's metadata.
    pub metadata: Option<String>,
    /// What a SAML provider's metadata says.
    pub saml: Option<Box<SamlProviderDetails>>,
    /// Roles whose trust policies name it; `null` without `iam:ListRoles`.
    pub used_by: Option<Vec<String>>,
}
