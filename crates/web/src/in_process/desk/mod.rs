//! The person's own things, one file each.

pub mod authenticator;
pub mod cookies;
pub mod downloads;
pub mod mail;
pub mod passwords;
pub mod phone;
mod refusal;
pub mod security_keys;
pub mod tokens;

use vestibule_service::{Answer, ErrorCode};

pub(super) use self::refusal::refused;
use crate::answer::{Answered, Empty, Refused};

pub(super) fn missing() -> Refused {
    refused(ErrorCode::NoSuchEntity, "It is not there any more.", None)
}

pub(super) fn answer<T>(body: T) -> Answered<T> {
    Answered(Answer::new(body))
}

pub(super) fn done() -> Empty {
    Empty(Answer::new(()))
}
