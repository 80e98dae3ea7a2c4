//! OAuth for tools (`aws sso login`), as Identity Center has it: public clients, a code with PKCE or a device code, and
//! tokens that live on the portal session of the person who allowed them.
//!
//! - [`redirect`]: where a code may be sent; [`scope`]: what may be asked for; [`grant`]: how.
//! - [`user_code`]: what a person types; [`device`]: where a device's sign-in stands.

pub mod device;
pub mod grant;
pub mod redirect;
pub mod scope;
pub mod user_code;
