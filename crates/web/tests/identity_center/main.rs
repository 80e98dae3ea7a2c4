//! IAM Identity Center: the portal, its administration, its applications, and what tools get from it.
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

mod application_sessions;
mod applications;
mod center_access;
mod center_access_limits;
mod center_access_lists;
mod center_admin;
mod center_applications;
mod center_people;
mod oauth_code;
mod oauth_device;
mod oauth_ends;
mod oauth_properties;
mod oauth_tokens;
mod portal;
mod portal_devices;
mod portal_door;
mod portal_inside;
mod portal_links;
mod portal_lives_on;
mod portal_mail_codes;
mod portal_mfa;
mod portal_mfa_matrix;
mod portal_properties;
