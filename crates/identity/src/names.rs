//! The names people type: parsed once at the border, right from then on.

mod account;
mod error;
mod iam;
mod mfa;
pub(crate) mod text;

pub use account::{AccountAlias, AccountId, AccountName, AccountRef, EmailAddress};
pub use error::NameError;
pub use iam::{GroupName, Path, PolicyName, RoleName, SessionName, UserName};
pub use mfa::{DeviceName, SerialNumber};

#[cfg(test)]
mod tests;
