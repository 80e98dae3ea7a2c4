//! The company's identity provider as the identity source.
//!
//! - `source`: which source it is, and changing it; `provider`: what an administrator enters about the provider;
//!   `certificates`: those of the provider.
//! - `service_provider`: what the provider is told about the portal.
//! - `request`: the portal sends a person to the provider; `response`: the person comes back; `attributes`: what the
//!   provider says about them for access control.
//! - `refusal`: why somebody is not let in.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source-idp.html>

mod attributes;
mod certificates;
mod provider;
mod refusal;
mod request;
mod response;
mod service_provider;
mod source;

pub use provider::ProviderForm;
pub use refusal::ExternalRefusal;
pub use response::SamlForm;

/// The one format of names that is taken.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/troubleshooting.html>
pub(crate) const EMAIL_FORMAT: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
