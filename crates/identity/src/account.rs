//! Accounts.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::names::{AccountAlias, AccountId, AccountName, EmailAddress};

/// Whether people of an account may sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountStatus {
    /// They may.
    Active,
    /// They may not.
    Suspended,
}

/// An account. Its root user signs in with [`Account::email`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Account {
    /// Twelve digits.
    pub id: AccountId,
    /// Display name.
    pub name: AccountName,
    /// The root user's e-mail address.
    pub email: EmailAddress,
    /// Name in the sign-in address.
    pub alias: Option<AccountAlias>,
    /// Active or suspended.
    pub status: AccountStatus,
    /// Whether it is the organization's management account.
    pub is_management: bool,
    /// When it was created.
    pub created_at: Timestamp,
}
