//! Names, identifiers, password policies and the state machines of signing in. Pure: no clock, no randomness, no I/O.

pub mod account;
pub mod clock;
pub mod event;
pub mod identity_center;
pub mod ids;
pub mod lockout;
pub mod mfa;
pub mod names;
pub mod network;
pub mod password_policy;
pub mod principal;
pub mod recovery;
pub mod remembered;
pub mod session;
pub mod sign_in;
#[cfg(any(test, feature = "testing"))]
pub mod testing;
pub mod user;

pub use jiff::Timestamp;
