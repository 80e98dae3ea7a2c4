//! The console: people, policies, roles, the organization, and who may do what.
#![allow(
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::if_not_else,
    clippy::ignored_unit_patterns,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::future_not_send,
    clippy::missing_panics_doc,
    clippy::similar_names,
    clippy::too_many_lines,
    reason = "tests"
)]

#[path = "../common/mod.rs"]
mod common;

mod access_keys;
mod console;
mod organization;
mod organization_policies;
mod people;
mod policies;
mod policy_documents;
mod policy_holders;
mod policy_quotas;
mod policy_simulator;
mod roles;
mod root_access;
mod scenario_policies;
mod switch_role;
