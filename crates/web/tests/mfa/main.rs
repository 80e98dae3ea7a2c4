//! Second factors: enrolling, signing in with them, losing them.
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

mod alternative;
mod codes;
#[cfg(unix)]
mod crash;
mod desk_devices;
mod enrol;
mod events;
mod keys;
mod people;
mod properties;
mod races;
mod root;
mod sessions;
mod sign_in;
mod throttle;
mod tokens;
