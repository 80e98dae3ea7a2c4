//! IAM Identity Center: the instance, the identity store, permission sets and who has them, the portal's sessions.

pub mod access;
pub mod application_visits;
pub mod applications;
pub mod assignments;
pub mod directory_groups;
pub mod directory_links;
pub mod directory_pages;
pub mod directory_passwords;
pub mod directory_users;
pub mod external_providers;
pub mod instance;
pub mod oauth;
pub mod permission_sets;
pub mod portal_accounts;
pub mod portal_attempts;
pub mod portal_sessions;
pub mod provisioned_roles;
pub mod provisioning_requests;
pub mod role_credentials;
pub mod scim;
pub mod sign_in_tokens;
pub mod trusted_browsers;

pub use application_visits::{ApplicationSessionRow, NewApplicationSession};
pub use applications::{ApplicationRow, AssignedRow};
pub use assignments::{AssignmentRow, GrantRow};
pub use directory_groups::DirectoryGroupRow;
pub use directory_passwords::DirectoryPasswordRow;
pub use directory_users::DirectoryUserRow;
pub use external_providers::{ExternalCertificateRow, ExternalProviderRow};
pub use instance::{InstanceRow, Source};
pub use permission_sets::PermissionSetRow;
pub use portal_accounts::{EnteredAccount, EnteredPage};
pub use portal_sessions::{NewPortalSession, PortalSessionRow};
pub use provisioned_roles::{ProvisionedIn, ProvisionedRow};
pub use provisioning_requests::{RequestKind, RequestRow};
pub use role_credentials::{IssuedBy, RoleCredentialRow};
pub use scim::{ScimTenantRow, ScimTokenRow};

/// Which part of a list.
#[derive(Debug, Clone, Default)]
pub struct Page {
    /// Only what has this in its name; blank for everything.
    pub search: String,
    /// How many come before.
    pub from: u32,
    /// How many at most.
    pub size: u32,
}

impl Page {
    /// As names are compared.
    pub(crate) fn folded(&self) -> String {
        self.search.trim().to_lowercase()
    }
}
