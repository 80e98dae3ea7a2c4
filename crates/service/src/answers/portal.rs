//! What the access portal is told.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::mfa::SessionMfa;

use super::{Challenge, IdentitySource, MfaChoice};

/// A portal, and who is signed in there.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalPage {
    /// Its address.
    pub address: String,
    /// The start URL that tools are given.
    pub start_url: String,
    /// The issuer URL, which tools take as well.
    pub issuer: String,
    /// Its home region.
    pub region: String,
    /// Who signs people in: the portal itself, or the company's identity provider.
    #[schema(required = false)]
    pub source: IdentitySource,
    /// What time it is there.
    #[schema(value_type = String, format = "date-time")]
    pub now: Timestamp,
    /// The user name that this browser remembers.
    pub remembered: Option<String>,
    /// A sign-in is under way in this browser.
    #[schema(required = false)]
    pub under_way: bool,
    /// Who is signed in.
    pub signed_in: Option<PortalPerson>,
}

/// Who is signed in at the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalPerson {
    /// User name.
    pub user_name: String,
    /// What lists show.
    pub display_name: String,
    /// Primary address.
    pub email: String,
    /// When the portal session ends by itself.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
    /// The second factor it began with.
    pub mfa: Option<SessionMfa>,
    /// The person may manage their own devices.
    pub manages_devices: bool,
}

/// A link in a mail that can be used.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalLinkView {
    /// What it is for: `invitation` or `reset`.
    pub purpose: String,
    /// Whose.
    pub user_name: String,
    /// The rules for the new password.
    pub requirements: Vec<String>,
}

/// What a sign-in at the portal asks for next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum PortalStep {
    /// The password.
    Password {
        /// The user name as typed.
        #[serde(rename = "userName")]
        user_name: String,
    },
    /// A picture to read, before a mail about a forgotten password.
    SecurityCheck {
        /// The challenge to show.
        challenge: Challenge,
    },
    /// A mail with a link is on its way, if the name is somebody's.
    MailSent {
        /// The user name as typed.
        #[serde(rename = "userName")]
        user_name: String,
    },
    /// A code that was mailed.
    MailCode {
        /// Where to, with most of it hidden.
        #[serde(rename = "sentTo")]
        sent_to: String,
        /// What it is for: `first-sign-in`, `second-factor` or `verify-address`.
        purpose: String,
    },
    /// A new password.
    NewPassword {
        /// The user name.
        #[serde(rename = "userName")]
        user_name: String,
        /// The rules.
        requirements: Vec<String>,
    },
    /// A second factor.
    Mfa {
        /// The user name.
        #[serde(rename = "userName")]
        user_name: String,
        /// The person's devices.
        devices: Vec<MfaChoice>,
        /// "This is a trusted device" may be chosen.
        #[serde(rename = "mayTrust")]
        may_trust: bool,
        /// The clock of an app may be wrong.
        #[serde(rename = "suggestResync")]
        suggest_resync: bool,
    },
    /// A device must be registered to go on.
    Register {
        /// The user name.
        #[serde(rename = "userName")]
        user_name: String,
        /// Security keys and passkeys may be registered.
        #[serde(rename = "allowKeys")]
        allow_keys: bool,
        /// Authenticator apps may be registered.
        #[serde(rename = "allowApps")]
        allow_apps: bool,
    },
    /// The administrator blocks people without a device.
    Blocked,
    /// In.
    SignedIn,
}

/// An account that a person may enter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalAccount {
    /// 12 digits.
    pub id: String,
    /// Its name.
    pub name: String,
    /// Its root user's address.
    pub email: String,
    /// The permission sets, in name order.
    pub permission_sets: Vec<PortalPermissionSet>,
}

/// A permission set that a person has in an account.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalPermissionSet {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
}

/// A page of the accounts.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalAccounts {
    /// In name order.
    pub accounts: Vec<PortalAccount>,
    /// How many there are on all pages.
    pub total: u32,
    /// Which page this is, from 1.
    pub page: u32,
    /// How many pages there are.
    pub pages: u32,
}

/// A link into the console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalConsole {
    /// Where to go.
    pub address: String,
}

/// A console session began.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FederatedSignIn {
    /// Where to go.
    pub destination: String,
}

/// Short-term credentials of a permission set. The secrets are in here and nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalCredentials {
    /// 12 digits.
    pub account_id: String,
    /// The permission set's name.
    pub role_name: String,
    /// `ASIA…`.
    pub access_key_id: String,
    /// The secret access key.
    pub secret_access_key: String,
    /// The session token.
    pub session_token: String,
    /// When they were issued.
    #[schema(value_type = String, format = "date-time")]
    pub issued_at: Timestamp,
    /// When they end.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for PortalCredentials {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PortalCredentials")
            .field("access_key_id", &self.access_key_id)
            .finish_non_exhaustive()
    }
}

/// Credentials that a person was given, as an administrator sees them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuedCredentialsView {
    /// `ASIA…`.
    pub access_key_id: String,
    /// 12 digits.
    pub account_id: String,
    /// The role's name.
    pub role_name: String,
    /// `portal` or `cli`.
    pub issued_by: String,
    /// When they were issued.
    #[schema(value_type = String, format = "date-time")]
    pub issued_at: Timestamp,
    /// When they end.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
    /// Whether they count now.
    pub live: bool,
}

/// What a person was given for tools.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuedCredentials {
    /// First what counts now, each newest first.
    pub credentials: Vec<IssuedCredentialsView>,
    /// How much there is on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
}
