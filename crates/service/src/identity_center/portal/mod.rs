//! The access portal, as a person meets it.
//!
//! - `sign_in`: user name and password; `typed_name`: how what was typed is kept;
//!   `second_factor`: what comes between the password and the portal.
//! - `first_factor`: what follows a right password or first code: the address, a password of one's own.
//! - `forgotten`: a forgotten password; `links`: the pages behind links in mail.
//! - `session`: who is signed in at the portal, sign-out.
//! - `challenge`: one of the person's devices; `trust`: browsers that are trusted; `mail_code`: codes in a mail.
//! - `devices`: the person's own MFA devices.
//! - `accounts`: what the person may enter; `console`: entering the console of an account;
//!   `credentials`: those for tools.

mod accounts;
mod challenge;
mod console;
pub(crate) mod credentials;
pub(crate) mod devices;
mod first_factor;
mod forgotten;
mod links;
pub(crate) mod mail_code;
pub(crate) mod second_factor;
mod session;
mod sign_in;
mod trust;
mod typed_name;

pub use accounts::AccountsQuery;
pub use console::OpenConsole;
pub(crate) use console::granted;
pub use credentials::CredentialsForm;
pub use links::PortalLinkRefusal;
pub(crate) use session::{Entered, LivePortal};
pub use sign_in::UserNameForm;
