//! How MFA devices are named.

use super::NameError;
use super::text::{is_name, text_name};

text_name!(
    /// An MFA device's name: 1 to 64 of `[\w+=,.@-]`; virtual devices have names unique in the account.
    DeviceName
);
text_name!(
    /// An MFA device's serial number as people type it: 9 to 256 of `[\w+=/:,.@-]` (IAM API, `serialNumberType`).
    SerialNumber
);

impl DeviceName {
    /// Longest device name.
    pub const MAX_LENGTH: usize = 64;

    /// Reads a device name; surrounding spaces do not matter and its case is kept.
    ///
    /// # Errors
    /// [`NameError::DeviceName`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        if is_name(text, 1..=Self::MAX_LENGTH) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::DeviceName)
        }
    }

    /// The form in which names are compared.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl SerialNumber {
    /// Reads a serial number; surrounding spaces do not matter.
    ///
    /// # Errors
    /// [`NameError::SerialNumber`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=/:,.@-".contains(&byte);
        if (9..=256).contains(&text.len()) && text.bytes().all(legal) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::SerialNumber)
        }
    }
}
