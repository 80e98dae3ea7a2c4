//! What pages of the Identity Center console draw.

use std::collections::BTreeMap;

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::settings::Settings;
use vestibule_identity::mfa::SessionMfa;

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

/// A person in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterUser {
    /// Opaque id.
    pub id: String,
    /// User name.
    pub user_name: String,
    /// What lists show.
    pub display_name: String,
    /// Primary address.
    pub email: String,
    /// Whether the person may sign in.
    pub enabled: bool,
    /// `manual`, or `scim`.
    pub created_by: String,
}

/// A page of people.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CenterUserPage {
    /// Those whose user name was found first, then by display name, then by address.
    pub users: Vec<CenterUser>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// A person who was added.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterUserAdded {
    /// Opaque id.
    pub id: String,
    /// User name.
    pub user_name: String,
    /// Shown this one time.
    pub one_time_password: Option<String>,
}

impl std::fmt::Debug for CenterUserAdded {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("CenterUserAdded")
            .field("user_name", &self.user_name)
            .finish_non_exhaustive()
    }
}

/// What became of a password.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterPasswordReset {
    /// Shown this one time; none when a link was mailed.
    pub one_time_password: Option<String>,
}

impl std::fmt::Debug for CenterPasswordReset {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("CenterPasswordReset").finish_non_exhaustive()
    }
}

/// A person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterUserDetails {
    /// Opaque id.
    pub id: String,
    /// Its ARN.
    pub arn: String,
    /// User name.
    pub user_name: String,
    /// What lists show.
    pub display_name: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// Primary address.
    pub email: String,
    /// The address was verified by a link or code.
    pub email_verified: bool,
    /// Whether the person may sign in.
    pub enabled: bool,
    /// Further attributes, by their names in `${path:…}`.
    pub attributes: BTreeMap<String, String>,
    /// The attributes that there can be.
    pub known_attributes: Vec<String>,
    /// `manual`, or `scim`.
    pub created_by: String,
    /// It is changed at the identity provider, and not here.
    #[schema(required = false)]
    pub provisioned: bool,
    /// The id that a provisioning system gave.
    pub external_id: Option<String>,
    /// When the person was added.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// When something about the person changed.
    #[schema(value_type = String, format = "date-time")]
    pub updated_at: Timestamp,
    /// When the person first signed in; an invitation is pending before.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub signed_in_at: Option<Timestamp>,
    /// How the person signs in.
    pub password: CenterPassword,
}

/// A person's password.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CenterPassword {
    /// There is none yet.
    None,
    /// One that must be replaced at the next sign-in.
    OneTime,
    /// One that the person chose.
    Chosen,
}

/// Sessions of a person at the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CenterSessions {
    /// Newest first.
    pub sessions: Vec<CenterSession>,
}

/// A session at the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterSession {
    /// Opaque id.
    pub id: String,
    /// When it began.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// When it ends by itself.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
    /// When it was last used, to a minute.
    #[schema(value_type = String, format = "date-time")]
    pub last_seen_at: Timestamp,
    /// The browser's address.
    pub source_ip: String,
    /// The browser.
    pub user_agent: String,
    /// The second factor it began with.
    pub mfa: Option<SessionMfa>,
}

/// A group in a list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterGroup {
    /// Opaque id.
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// `manual`, or `scim`.
    #[schema(required = false)]
    pub created_by: String,
    /// It is changed at the identity provider, members included, and not here.
    #[schema(required = false)]
    pub provisioned: bool,
    /// When it was made.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
}

/// A page of groups, in name order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CenterGroupPage {
    /// The groups.
    pub groups: Vec<CenterGroup>,
    /// Where the next page begins.
    pub next: Option<String>,
}

/// The groups of a person, in name order.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct CenterUserGroups {
    /// The groups.
    pub groups: Vec<CenterGroup>,
}
