//! IAM policies: read and checked once, then asked as often as there are requests. Pure: no clock, no I/O.
//!
//! ```text
//! text ──Document::parse──► Document ──Attached──► PolicySets ─┐
//!                                                              ├──decide──► Decision ──► words
//! who, action, resource, context ───────────────► Request ─────┘
//! ```
//!
//! Where AWS documents a rule, its page is named beside the code; where it does not, the comment says that the choice is
//! ours. Nothing here panics, and whatever cannot be understood does not allow.

mod arn;
mod condition;
mod context;
mod decision;
mod document;
mod evaluate;
mod explain;
mod pattern;
mod principal;
mod request;
mod statement;
mod template;
mod truth;

pub use condition::operator_names;
pub use context::Context;
pub use decision::{Citation, Decision, Gap, NearMiss, PolicySet};
pub use document::{Document, Effect, Fault, Kind, Limits, MalformedPolicy, Path, Position, Problem, Step, Version};
pub use evaluate::{Attached, Level, PolicySets, ResourcePolicy, decide};
pub use principal::Principal;
pub use request::{Accounts, Action, NotAnAction, Request};

#[cfg(test)]
mod tests;
