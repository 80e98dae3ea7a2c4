//! Passwords, one-time codes, security keys, access keys, opaque tokens, ID tokens and sealing of secrets at rest. No I/O.

pub mod access_key;
pub mod id_token;
mod origin;
pub mod password;
pub mod pkce;
pub mod seal;
pub mod security_key;
pub mod sigv4;
pub mod token;
pub mod totp;
pub mod web_token;
pub mod webauthn;
