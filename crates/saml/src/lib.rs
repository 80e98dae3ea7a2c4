//! SAML 2.0 responses: who vouches for a person signs one, who relies on it verifies it.
//!
//! - [`key`]: signing keys with their certificates, and the keys that a relying party trusts.
//! - [`metadata`]: what one party is told about the other: read ([`IdpMetadata::parse`]) and written.
//! - [`AuthnRequest`], [`post`]: how a service provider asks, and how messages travel in a form.
//! - [`response`]: writes a response and signs it ([`response::sign`]).
//! - [`fault`]: writes responses with the faults that an identity provider teaches.
//! - `gate`: what a response may look like at all. It is stricter than the standards: everything that signature wrapping
//!   was ever done with is refused before any cryptography.
//! - [`report`]: judges a response check by check ([`judge`]): the gate, the signature, then what was signed. Claims are read
//!   from the canonical bytes that the signature covers and from nothing else, by the one parser that there is.
//! - [`verify`]: what is expected, and what may be believed ([`verify::verify`], which is [`judge`] without the report).
//!   What is merely claimed is [`unverified`], and says so.
//!
//! Canonical XML comes from `bergshamra-c14n`; SHA-256, ECDSA and RSA from RustCrypto. The rest of XML signatures is one
//! shape here, checked and done in `signature`.
//! <https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf> 4.1.4,
//! <https://www.w3.org/TR/xmldsig-core1/>

mod claims;
pub mod fault;
mod gate;
pub mod key;
pub mod metadata;
mod names;
pub mod post;
mod reading;
pub mod refusal;
pub mod report;
mod request;
pub mod response;
mod signature;
#[cfg(test)]
mod tests;
mod text;
mod tree;
pub mod verify;

pub use claims::{Unverified, claimed_issuer, unverified};
pub use fault::{Fault, Forged, sign_faulty};
pub use key::{KeyError, SigningKey, TrustedKey};
pub use metadata::{Binding, IdpDocument, IdpMetadata, MetadataError, SignOn, SpDocument, sp_metadata};
pub use names::{AWS_ACS, AWS_ENTITY, HTTP_POST, HTTP_REDIRECT};
pub use refusal::Refusal;
pub use report::{Check, Inspection, LeaveOut, Line, Outcome, Report, inspect, judge};
pub use request::{AuthnRequest, RequestError};
pub use response::{Attribute, Draft, NameId, NotSignable, Signed, pretty, sign};
pub use verify::{Expected, InResponseTo, Verified, verify};
