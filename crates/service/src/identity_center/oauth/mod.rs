//! What tools get from Identity Center (facts 3): the calls that `aws sso login` makes, and the pages that go with them.
//!
//! ```text
//!   register ──► authorize (a browser) ──► consent page ──► code ─────┐
//!          └───► device authorization ──► code typed, consent page ───┴──► tokens ──► accounts, roles, credentials
//! ```
//!
//! Nobody but a person who is signed in at the portal allows anything, and what they allow ends with their portal session.
//! No socket serves the tools' half yet; the pages' half is part of the portal.
//!
//! - `clients`: registration; `authorize`: where a tool sends a browser; `consent`: what the person answers.
//! - `device`: a device's sign-in; `tokens`: codes and refresh tokens for tokens, and taking them back.
//! - `accounts`, `role_credentials`: what an access token is good for.
//! - `record`: how these calls stand in the event history.

mod accounts;
mod authorize;
mod clients;
mod consent;
mod device;
mod error;
mod record;
mod role_credentials;
mod tokens;

pub use accounts::{AccountEntry, AccountsPage, PageOf, RoleEntry, RolesPage};
pub use clients::{RegisterClient, RegisteredClient};
pub use device::{DeviceAuthorization, StartDevice};
pub use error::{ConsentRefusal, OauthError, SsoError};
pub use role_credentials::RoleCredentials;
pub use tokens::{CreateToken, RevokeToken, Tokens};
