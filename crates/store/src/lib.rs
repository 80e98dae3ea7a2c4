//! identity.db: one SQLite file, one writer, no rules.
//!
//! Each module is a group of tables with free functions over a connection. Functions that write take a [`Tx`], so a
//! [`Reader`] cannot call them. What a row means is decided elsewhere.
//!
//! Every commit is a link of a chain whose end is anchored beside the file, so that a store which lost commits is known
//! when it is [opened](Store::open_judged).

pub mod access_keys;
pub mod account_password_policies;
pub mod accounts;
mod anchor;
pub mod attempts;
mod chain;
pub mod challenges;
pub mod control_policies;
mod convert;
pub mod counts;
pub mod credential_reports;
mod error;
pub mod events;
pub mod groups;
pub mod identity_center;
pub mod identity_providers;
mod later;
pub mod login_profiles;
mod mac;
pub mod mfa_devices;
mod open;
pub mod organization;
pub mod outbox;
pub mod password_history;
pub mod permissions;
pub mod phone_calls;
pub mod policies;
pub mod policy_holders;
pub mod policy_versions;
pub mod recovery_links;
pub mod remembered;
pub mod resources;
pub mod roles;
pub mod root_passwords;
pub mod saml_assertions;
pub mod sessions;
pub mod tags;
pub mod temporary_credentials;
pub mod throttles;
pub mod totp_steps;
pub mod users;
mod went_back;
pub mod world;

pub use access_keys::{AccessKeyRow, KeyUse};
pub use anchor::Note;
pub use challenges::Challenge;
pub use control_policies::ControlPolicyRow;
pub use counts::Counts;
pub use error::StoreError;
pub use events::{EventFilter, EventRow};
pub use groups::GroupRow;
pub use identity_providers::ProviderRow;
pub use later::Reads;
pub use mfa_devices::{MfaDeviceRow, MfaSecret};
pub use open::{CommitHook, CommitPoint, Reader, Store, StoreOptions, Tx};
pub use organization::{MemberRow, UnitRow};
pub use permissions::{Bearing, ControlText, OrganizationRow, PolicyText};
pub use policies::PolicyRow;
pub use policy_holders::{HolderKind, HolderRow, UseRow};
pub use policy_versions::VersionRow;
pub use resources::ResourceRow;
pub use roles::RoleRow;
pub use sessions::{NewSession, SessionRow};
pub use temporary_credentials::{StsCall, TemporaryCredentialRow};
pub use users::UserRow;
pub use went_back::{Opened, WentBack};
pub use world::WorldRow;

/// What statements run on.
pub(crate) type Connection = sqlx::SqliteConnection;

use vestibule_identity::Timestamp;

/// A stored password.
#[derive(Clone, PartialEq, Eq)]
pub struct PasswordRow {
    /// Argon2id hash in PHC form.
    pub phc: String,
    /// When the person first had a password.
    pub created_at: Timestamp,
    /// When this one was set.
    pub changed_at: Timestamp,
    /// Whether a new one must be chosen at the next sign-in.
    pub reset_required: bool,
}

impl std::fmt::Debug for PasswordRow {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("PasswordRow")
            .field("changed_at", &self.changed_at)
            .finish_non_exhaustive()
    }
}

#[cfg(test)]
mod tests;
