//! IAM Identity Center: people apart from IAM users, who sign in at their organization's access portal and work with
//! permission sets (facts 1).
//!
//! - [`admin`]: the administration of the instance.
//! - [`access`]: permission sets, and who has them in which account.
//! - [`applications`]: applications that people sign in to through the portal.
//! - `provision`: the roles that permission sets are in accounts.
//! - `credentials`: invitations, links to choose a password, one-time passwords.
//! - [`external`]: the company's identity provider as the identity source.
//! - [`oauth`]: what tools get: clients, codes, devices, tokens, and what a token is good for.
//! - [`portal`]: what a person meets: signing in, accounts, the console, credentials.

pub mod access;
pub mod admin;
pub mod applications;
pub(crate) mod credentials;
pub mod external;
pub mod oauth;
pub mod portal;
pub(crate) mod provision;

use vestibule_store::Reads;
use vestibule_store::identity_center::{InstanceRow, instance};

use crate::ServiceError;

/// The instance; every world has one.
pub(crate) async fn the_instance(connection: &mut impl Reads) -> Result<InstanceRow, ServiceError> {
    instance::get(connection).await?.ok_or(ServiceError::NoWorld)
}
