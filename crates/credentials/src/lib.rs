//! Passwords, one-time codes, security keys, access keys, opaque tokens and sealing of secrets at rest. No I/O.

pub mod access_key;
mod origin;
pub mod password;
pub mod pkce;
pub mod seal;
pub mod security_key;
pub mod token;
pub mod totp;
pub mod webauthn;
