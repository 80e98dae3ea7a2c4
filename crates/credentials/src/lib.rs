//! Password hashing, opaque tokens and sealing of secrets at rest. No I/O.

pub mod password;
pub mod seal;
pub mod token;
