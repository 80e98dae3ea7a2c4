//! Signing in to the console as root user and IAM user: passwords, waits, sessions, records, recovery, a store that goes back.
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

#[cfg(unix)]
mod crash;
mod events;
mod half_signed_in;
mod matrix;
mod multi_session;
mod properties;
mod recovery;
mod remembered;
mod rollback;
mod rollback_codes;
mod scenarios;
mod second_factors;
mod sessions;
mod store_failures;
mod throttle;
