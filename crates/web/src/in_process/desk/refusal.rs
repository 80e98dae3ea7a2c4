//! What the desk cannot or will not do, as the page sees it.

use vestibule_desk::DeskError;
use vestibule_desk::security_keys::SecurityKeyError;
use vestibule_service::{ErrorBody, ErrorCode};

use crate::answer::Refused;

pub(in crate::in_process) fn refused(code: ErrorCode, message: impl Into<String>, field: Option<&str>) -> Refused {
    Refused(ErrorBody {
        code,
        message: message.into(),
        field: field.map(str::to_owned),
        retry_after_seconds: None,
        challenge: None,
        denial: None,
        problems: None,
        report: None,
    })
}

impl From<DeskError> for Refused {
    fn from(error: DeskError) -> Self {
        let (code, message) = match error {
            DeskError::Invalid { field, message } => {
                return refused(ErrorCode::InvalidInput, message, Some(field));
            }
            DeskError::Key(refusal) => {
                let (code, field) = of_key(refusal);
                return refused(code, refusal.to_string(), field);
            }
            DeskError::Corrupt => (
                ErrorCode::StoreCorrupt,
                "The desk's store is damaged and was left untouched.",
            ),
            DeskError::ReadOnly => (ErrorCode::StoreReadOnly, "The desk's store cannot be written."),
            DeskError::Full => (ErrorCode::StoreFull, "The disk is full. Nothing was changed."),
            DeskError::Newer => (
                ErrorCode::StoreNewer,
                "The desk's store was written by a newer version.",
            ),
            DeskError::NoDownloads => (ErrorCode::NoSuchEntity, "There is no downloads folder on this machine."),
            DeskError::Io(_) | DeskError::Sqlite(_) | DeskError::Seal(_) | DeskError::Encoding(_) => {
                tracing::error!(%error, "the desk failed");
                (
                    ErrorCode::StoreUnavailable,
                    "The desk's store could not be read. Nothing was changed.",
                )
            }
        };
        refused(code, message, None)
    }
}

fn of_key(refusal: SecurityKeyError) -> (ErrorCode, Option<&'static str>) {
    match refusal {
        SecurityKeyError::Origin => (ErrorCode::KeyOrigin, None),
        SecurityKeyError::NoPin | SecurityKeyError::PinNeeded => (ErrorCode::KeyRefused, Some("pin")),
        SecurityKeyError::PinWrong { .. } => (ErrorCode::KeyPinWrong, Some("pin")),
        SecurityKeyError::PinBlocked => (ErrorCode::KeyPinBlocked, Some("pin")),
        SecurityKeyError::NoCredential => (ErrorCode::KeyNoCredential, None),
        SecurityKeyError::Excluded => (ErrorCode::KeyExcluded, None),
        SecurityKeyError::Unreadable
        | SecurityKeyError::CannotVerify
        | SecurityKeyError::Algorithm
        | SecurityKeyError::Silent => (ErrorCode::KeyRefused, None),
    }
}
