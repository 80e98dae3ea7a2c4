//! Metadata: what one party is told about the other, once, by an administrator.
//!
//! <https://docs.oasis-open.org/security/saml/v2.0/saml-metadata-2.0-os.pdf>. Its own signature is not looked at: who puts it
//! in vouches for it, as at AWS.

mod reading;
#[cfg(test)]
mod tests;
mod writing;

use jiff::Timestamp;
use thiserror::Error;

pub use writing::{IdpDocument, SpDocument, sp_metadata};

use crate::key::{KeyError, TrustedKey};
use crate::names::{HTTP_POST, HTTP_REDIRECT};

/// Characters that IAM takes: `CreateSAMLProvider`, facts 2.2 of federation. For the service; the parser has no minimum.
pub const METADATA_LENGTH: std::ops::RangeInclusive<usize> = 1_000..=10_000_000;

/// Why metadata is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MetadataError {
    /// More characters than IAM takes, or more elements than metadata of one entity has.
    #[error("the metadata is too large")]
    TooLarge,
    /// Not UTF-8, or with a byte order mark.
    #[error("the metadata is not UTF-8 without byte order mark")]
    Encoding,
    /// A document type or processing instruction.
    #[error("the metadata has a document type or processing instruction")]
    ForbiddenMarkup,
    /// Not well-formed, or nested too deeply.
    #[error("the metadata is not well-formed XML")]
    NotXml,
    /// Something else.
    #[error("the document is not the SAML 2.0 metadata of an entity")]
    NotMetadata,
    /// None, or several.
    #[error("the metadata is of exactly one entity; this is of {0}")]
    Entities(usize),
    /// Nobody's.
    #[error("the entity has no entityID of 1 to 1024 characters")]
    EntityId,
    /// None, or several.
    #[error("the entity has exactly one IDPSSODescriptor for SAML 2.0; this has {0}")]
    Descriptors(usize),
    /// Nothing to verify with.
    #[error("the metadata has no certificate for signing")]
    NoKeys,
    /// A certificate that cannot be trusted.
    #[error("a certificate for signing cannot be used: {0}")]
    Certificate(#[from] KeyError),
    /// An address that no browser should be sent to.
    #[error("{0} is no address of a SingleSignOnService")]
    Location(String),
    /// A time that cannot be read.
    #[error("validUntil is not a time")]
    Time,
}

/// How a message travels.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Binding {
    /// A form that the browser posts.
    Post,
    /// In the query of an address.
    Redirect,
}

impl Binding {
    /// Its URI.
    #[must_use]
    pub fn uri(self) -> &'static str {
        match self {
            Self::Post => HTTP_POST,
            Self::Redirect => HTTP_REDIRECT,
        }
    }
}

/// Where a provider takes requests.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOn {
    /// How. Others than these (SOAP, artifacts) are passed over.
    pub binding: Binding,
    /// Where: `https` or `http`.
    pub location: String,
}

/// What an identity provider's metadata says.
#[derive(Debug, Clone)]
pub struct IdpMetadata {
    /// The provider's name, the issuer of its responses.
    pub entity_id: String,
    /// Its keys, at least one: those for signing, and those for anything.
    pub keys: Vec<TrustedKey>,
    /// Where it takes requests; may be none.
    pub sign_on: Vec<SignOn>,
    /// Formats of names that it gives.
    pub name_id_formats: Vec<String>,
    /// Until when the document is good. AWS does not hold it against responses.
    pub valid_until: Option<Timestamp>,
    /// It wants requests signed, which ours are not.
    pub wants_signed_requests: bool,
}

impl IdpMetadata {
    /// Reads a provider's metadata: one entity, alone or in an `EntitiesDescriptor`, with one role as identity provider.
    ///
    /// Foreign elements and attributes, other roles and the document's own signature are passed over. Stricter than AWS: RSA
    /// keys below 2048 bits are refused, where AWS takes 1024 (facts 2.7 A7 of security).
    ///
    /// # Errors
    /// [`MetadataError`], which names the first rule that it breaks.
    pub fn parse(text: &str) -> Result<Self, MetadataError> {
        reading::read(text)
    }

    /// Writes a provider's metadata.
    #[must_use]
    pub fn write(document: &IdpDocument<'_>) -> String {
        writing::idp(document)
    }

    /// The first address of a binding.
    #[must_use]
    pub fn sign_on(&self, binding: Binding) -> Option<&str> {
        self.sign_on
            .iter()
            .find(|one| one.binding == binding)
            .map(|one| one.location.as_str())
    }
}
