//! SCIM 2.0: the company pushes its people and groups. The subset that Identity Center documents, and no more.
//!
//! - `door`: tokens, and what is recorded of each call; `error`: refusals.
//! - `users`, `groups`: the operations; `resource`: a person as JSON has them, and as the identity store does.
//! - `patch`: partial changes; `path`: what they are about; `filter`: questions of lists; `list`: pages.
//! - `discovery`: what the endpoint says of itself.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/what-is-scim.html>,
//! <https://datatracker.ietf.org/doc/html/rfc7644>

mod discovery;
mod door;
mod error;
mod filter;
mod groups;
mod kept;
mod list;
mod names;
mod patch;
mod path;
mod resource;
#[cfg(test)]
mod tests;
mod users;

pub use door::{ScimCall, ScimOperation, ScimReply};
pub use error::ScimError;
pub use list::ScimQuery;
