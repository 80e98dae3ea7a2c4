//! What pages of the Identity Center console draw.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::identity_center::settings::Settings;

/// The instance.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterView {
    /// `ssoins-…`
    pub instance_id: String,
    /// Its ARN.
    pub instance_arn: String,
    /// `d-…`
    pub identity_store_id: String,
    /// 12 digits.
    pub management_account_id: String,
    /// Where it was enabled.
    pub region: String,
    /// The portal's other name, chosen once.
    pub alias: Option<String>,
    /// Where the portal is.
    pub portal: CenterPortal,
    /// Where people come from.
    pub source: IdentitySource,
    /// What an administrator set for everyone.
    pub settings: Settings,
    /// How many people there are.
    pub users: u32,
    /// How many groups there are.
    pub groups: u32,
    /// The asking account is the delegated administrator, for whom some things are closed.
    pub is_delegate: bool,
    /// The delegated administrator.
    pub delegate: Option<CenterDelegate>,
}

/// The portal's addresses, of every family.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterPortal {
    /// By the chosen name, if there is one, else by the identity store's id.
    pub start: String,
    /// By the identity store's id.
    pub classic: String,
    /// Over IPv4, by the instance's id.
    pub ipv4: String,
    /// Over both, by the instance's id.
    pub dual_stack: String,
    /// The issuer, which tools take instead of the start URL.
    pub issuer: String,
}

/// The member account that administers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterDelegate {
    /// 12 digits.
    pub account_id: String,
    /// Its name.
    pub name: String,
}

/// Where people come from, one at a time.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum IdentitySource {
    /// The Identity Center directory: passwords and devices are here.
    Directory,
    /// The company's identity provider.
    External,
}
