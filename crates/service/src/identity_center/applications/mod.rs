//! Applications that people sign in to through the portal.
//!
//! - `admin`: adding, changing and deleting them; `assigned`: who may open them.
//! - `entry`: what a person may open, and opening it: a signed SAML response, or the way to where the application begins.
//! - `authorization`: OpenID Connect for applications: authorization codes with PKCE, and ID tokens for them.
//! - `key`: the key of each application, which signs what it is told.
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-applications.html>

mod admin;
mod assigned;
mod authorization;
mod entry;
mod form;
pub(crate) mod key;
mod refusal;
mod told;

pub use admin::{ApplicationChange, NewApplication};
pub use authorization::AuthorizeApplication;
pub(crate) use authorization::Redeemed;
pub use refusal::ApplicationRefusal;
