//! What the company's administrators do. Everything here asks first whether the caller is one.

pub mod faults;
pub mod groups;
mod input;
pub mod mappings;
pub mod oidc;
pub mod people;
pub mod saml;

pub(crate) use input::address;
