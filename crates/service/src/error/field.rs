//! Refusals of a field.

use vestibule_identity::names::NameError;
use vestibule_identity::password_policy::PolicyError;

use super::ServiceError;

/// Words for a field's error text: our own, or those of the name or policy rule that is broken.
#[derive(Debug)]
pub struct FieldError(String);

impl From<&str> for FieldError {
    fn from(words: &str) -> Self {
        Self(words.to_owned())
    }
}

impl From<NameError> for FieldError {
    fn from(error: NameError) -> Self {
        Self(error.to_string())
    }
}

impl From<PolicyError> for FieldError {
    fn from(error: PolicyError) -> Self {
        Self(error.to_string())
    }
}

impl ServiceError {
    /// A field error.
    pub fn invalid(field: &'static str, message: impl Into<FieldError>) -> Self {
        Self::Invalid {
            field,
            message: message.into().0,
        }
    }
}
