//! Users, groups, access keys and reports as administrators see them.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use super::ConsoleAccess;

/// A tag.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
pub struct Tag {
    /// Its key, the same in any case.
    pub key: String,
    /// Its value, maybe empty.
    #[serde(default)]
    pub value: String,
}

/// Tags by key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct TagList {
    /// By key.
    pub tags: Vec<Tag>,
}

/// One IAM user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserDetails {
    /// IAM user name.
    pub user_name: String,
    /// `AIDA…`.
    pub user_id: String,
    /// The user's ARN.
    pub arn: String,
    /// When the user was created.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// When the password was last used to sign in.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub password_last_used_at: Option<Timestamp>,
    /// The permissions boundary.
    pub boundary_arn: Option<String>,
    /// Whether it is the one who asks.
    pub is_self: bool,
}

/// A user's console access.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ConsolePasswordView {
    /// What it amounts to now.
    pub console_access: ConsoleAccess,
    /// When the user first had a password.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub created_at: Option<Timestamp>,
    /// When this one was set.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub changed_at: Option<Timestamp>,
}

/// A group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupView {
    /// Its name.
    pub group_name: String,
    /// `AGPA…`.
    pub group_id: String,
    /// Its ARN.
    pub arn: String,
    /// When it was created.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// How many users are in it; absent where it is not asked for, or the caller may not know.
    pub users: Option<u32>,
    /// Whether it has policies; absent where it is not asked for, or the caller may not know.
    pub has_permissions: Option<bool>,
}

/// An account's groups.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupList {
    /// In name order.
    pub groups: Vec<GroupView>,
}

/// A user of a group.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct GroupMember {
    /// IAM user name.
    pub user_name: String,
    /// When the user was created.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// When the password was last used to sign in.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub password_last_used_at: Option<Timestamp>,
}

/// A group with its users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct GroupDetails {
    /// The group.
    pub group: GroupView,
    /// In name order.
    pub users: Vec<GroupMember>,
}

/// A group that a user is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct UserGroup {
    /// Its name.
    pub group_name: String,
    /// ARNs of what is attached to it; absent if the caller may not know.
    pub attached_policies: Option<Vec<String>>,
}

/// The groups that a user is in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserGroups {
    /// In name order.
    pub groups: Vec<UserGroup>,
}

/// The last use of an access key.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "use", rename_all = "kebab-case")]
pub enum KeyLastUse {
    /// The caller may not know.
    Denied,
    /// None yet.
    Never,
    /// It was used.
    Used {
        /// When.
        #[schema(value_type = String, format = "date-time")]
        at: Timestamp,
        /// Of which service, for example `s3`.
        service: String,
        /// Where.
        region: String,
    },
}

/// An access key without its secret.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccessKeyView {
    /// `AKIA…`.
    pub id: String,
    /// Whether it may be used.
    pub is_active: bool,
    /// When it was made.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// Its last use.
    pub last_use: KeyLastUse,
}

/// Someone's access keys.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct AccessKeyList {
    /// Oldest first.
    pub keys: Vec<AccessKeyView>,
    /// How many there may be, inactive ones included.
    pub limit: usize,
}

/// An access key just made. The secret is in here and nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct NewAccessKey {
    /// The key.
    pub key: AccessKeyView,
    /// The secret access key, shown this once.
    pub secret: String,
}

impl std::fmt::Debug for NewAccessKey {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("NewAccessKey")
            .field("key", &self.key)
            .finish_non_exhaustive()
    }
}

/// What `GetAccountSummary` says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AccountSummary {
    /// Users.
    pub users: u32,
    /// Groups.
    pub groups: u32,
    /// Roles.
    pub roles: u32,
    /// The account's own managed policies.
    pub policies: u32,
    /// Assigned MFA devices.
    pub mfa_devices_in_use: u32,
    /// Whether the root user has an MFA device.
    pub account_mfa_enabled: bool,
    /// Whether the root user has access keys.
    pub account_access_keys_present: bool,
}

/// What is missing among users.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct Recommendations {
    /// Users with a console password and no MFA device, in name order.
    pub users_without_mfa: Vec<String>,
    /// Users with an active access key that is older than 90 days, in name order.
    pub users_with_old_keys: Vec<String>,
}

/// A credential report.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CredentialReport {
    /// When it was made; it stays for four hours.
    #[schema(value_type = String, format = "date-time")]
    pub generated_at: Timestamp,
    /// The name that it is saved by.
    pub file_name: String,
    /// Its lines.
    pub csv: String,
}
