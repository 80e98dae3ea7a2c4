//! The access portal, as a person meets it.
//!
//! - `sign_in`: user name and password; `second_factor`: what comes between the password and the portal.
//! - `session`: who is signed in at the portal, sign-out.
//! - `accounts`: what the person may enter; `console`: entering the console of an account;
//!   `credentials`: those for tools.

mod accounts;
mod console;
pub(crate) mod credentials;
mod second_factor;
mod session;
mod sign_in;

pub use accounts::AccountsQuery;
pub use console::OpenConsole;
pub use credentials::CredentialsForm;
pub(crate) use session::LivePortal;
pub use sign_in::UserNameForm;
