//! What people call their things.

use crate::DeskError;

/// A device name of AWS, an `@` and an account name, with room.
pub(crate) const LONGEST_LABEL: usize = 200;

/// A security key's name.
pub(crate) const LONGEST_NAME: usize = 64;

pub(crate) fn is_name(text: &str, longest: usize) -> bool {
    (1..=longest).contains(&text.chars().count()) && !text.chars().any(char::is_control)
}

/// A name without the space around it.
pub(crate) fn name(field: &'static str, text: &str, longest: usize) -> Result<String, DeskError> {
    let text = text.trim();
    if is_name(text, longest) {
        Ok(text.to_owned())
    } else {
        let words = format!("Enter a name of 1 to {longest} characters, in one line.");
        Err(DeskError::invalid(field, words))
    }
}
