//! The company alone: what it writes into its store, signs, and asks of others.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "tests"
)]

mod admin;
mod broker;
mod home;
mod keys;
mod saml;
mod scim;
mod secrets;
mod sign_in;
mod tokens;
