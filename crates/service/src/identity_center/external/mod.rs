//! The company's identity provider as the identity source.
//!
//! - `source`: which source it is, and changing it; `provider`: what an administrator enters about the provider;
//!   `certificates`: those of the provider.
//! - `provisioning`: whether the provider pushes people and groups, and by which tokens; [`scim`]: what it pushes.
//! - `service_provider`: what the provider is told about the portal.
//! - `request`: the portal sends a person to the provider; `response`: the person comes back; `admit`: whether they come
//!   in; `attributes`: what the provider says about them for access control.
//! - `refusal`: why somebody is not let in; `report`: what was asked, check by check.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source-idp.html>

mod admit;
mod attributes;
mod certificates;
mod provider;
mod provisioning;
mod refusal;
mod report;
mod request;
mod response;
pub mod scim;
mod service_provider;
mod source;

pub use provider::ProviderForm;
pub(crate) use provisioning::{SCIM, is_provisioned, provisions};
pub use refusal::{ExternalRefusal, ExternalRefused};
pub use response::SamlForm;

/// The one format of names that is taken.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/troubleshooting.html>
pub(crate) const EMAIL_FORMAT: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
