//! The relying party against keys that behave and keys that do not.

mod flips;
mod kit;
mod refusals;
mod registration;
mod soft_passkey;
mod w3c;
