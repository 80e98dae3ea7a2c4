//! IAM Identity Center: the instance and its settings, the people of the identity store, permission sets.
//!
//! - [`ids`]: identifiers and ARNs; [`names`]: what people type.
//! - [`settings`]: what an administrator sets for everyone.
//! - [`application`]: what applications are told, and how long their sessions last.
//! - [`person`]: what is kept of a person besides.
//! - [`attempt`]: where a sign-in at the portal stands; [`link`]: links in mail.
//! - [`prompt`]: which second factor a person meets.
//! - [`password`]: the password rules of the Identity Center directory.
//! - [`oauth`]: what tools register, ask for and poll.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/what-is.html>

pub mod application;
pub mod attempt;
pub mod ids;
pub mod link;
pub mod names;
pub mod oauth;
pub mod password;
pub mod person;
pub mod prompt;
pub mod settings;
