//! SAML 2.0 responses: who vouches for a person signs one, who relies on it verifies it.
//!
//! - [`key`]: signing keys with their certificates, and the keys that a relying party trusts.
//! - [`response`]: writes a response and signs it ([`response::sign`]).
//! - `gate`: what a response may look like at all. It is stricter than the standards: everything that signature wrapping
//!   was ever done with is refused before any cryptography.
//! - [`verify`]: the signature, then what was signed ([`verify::verify`]). Claims are read from the canonical bytes that
//!   the signature covers and from nothing else, by the one parser that there is.
//!
//! Canonical XML comes from `bergshamra-c14n`; SHA-256, ECDSA and RSA from RustCrypto. The rest of XML signatures is one
//! shape here, checked and done in `signature`.
//! <https://docs.oasis-open.org/security/saml/v2.0/saml-profiles-2.0-os.pdf> 4.1.4,
//! <https://www.w3.org/TR/xmldsig-core1/>

mod gate;
pub mod key;
mod names;
pub mod refusal;
pub mod response;
mod signature;
#[cfg(test)]
mod tests;
mod tree;
pub mod verify;

pub use key::{KeyError, SigningKey, TrustedKey};
pub use refusal::Refusal;
pub use response::{Attribute, Draft, NameId, Signed, pretty, sign};
pub use verify::{Expected, InResponseTo, Verified, verify};
