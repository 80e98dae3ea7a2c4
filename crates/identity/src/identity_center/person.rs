//! What is kept of a person besides the names to sign in with.
//! <https://docs.aws.amazon.com/singlesignon/latest/IdentityStoreAPIReference/API_User.html>

use std::collections::BTreeMap;

/// Longest name, and longest attribute (`SensitiveStringType`).
const LONGEST: usize = 1024;

/// Attributes by their names in `${path:…}`: those of the user's page that a policy can ask for.
pub const ATTRIBUTES: &[&str] = &[
    "title",
    "userType",
    "employeeNumber",
    "costCenter",
    "organization",
    "division",
    "department",
    "manager",
    "phoneNumber",
    "nickName",
    "profileUrl",
    "preferredLanguage",
    "locale",
    "timezone",
    "streetAddress",
    "locality",
    "region",
    "postalCode",
    "country",
];

/// What is wrong with what was typed about a person.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PersonError {
    /// Empty, too long, or not printable.
    #[error("Enter 1 to 1,024 printable characters.")]
    Name,
    /// Nobody has such an attribute.
    #[error("There is no attribute of this name.")]
    UnknownAttribute,
    /// Too long, or not printable.
    #[error("An attribute has at most 1,024 printable characters.")]
    Attribute,
    /// A description of a group.
    #[error("A description has at most 1,024 printable characters.")]
    Description,
}

fn is_printable(text: &str) -> bool {
    text.chars().count() <= LONGEST && !text.chars().any(char::is_control)
}

/// Reads a first, last or display name.
///
/// # Errors
/// [`PersonError::Name`].
pub fn name(text: &str) -> Result<String, PersonError> {
    let text = text.trim();
    if text.is_empty() || !is_printable(text) {
        return Err(PersonError::Name);
    }
    Ok(text.to_owned())
}

/// Reads a group's description, which may be empty.
///
/// # Errors
/// [`PersonError::Description`].
pub fn description(text: &str) -> Result<String, PersonError> {
    let text = text.trim();
    if is_printable(text) {
        Ok(text.to_owned())
    } else {
        Err(PersonError::Description)
    }
}

/// Reads attributes; an empty one is none.
///
/// # Errors
/// [`PersonError::UnknownAttribute`], [`PersonError::Attribute`].
pub fn attributes(given: &BTreeMap<String, String>) -> Result<BTreeMap<String, String>, PersonError> {
    let mut kept = BTreeMap::new();
    for (key, value) in given {
        if !ATTRIBUTES.contains(&key.as_str()) {
            return Err(PersonError::UnknownAttribute);
        }
        let value = value.trim();
        if !is_printable(value) {
            return Err(PersonError::Attribute);
        }
        if !value.is_empty() {
            kept.insert(key.clone(), value.to_owned());
        }
    }
    Ok(kept)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_printable_and_not_empty() {
        assert_eq!(name(" Mary "), Ok("Mary".to_owned()));
        assert_eq!(name("Ünal Ş"), Ok("Ünal Ş".to_owned()));
        for wrong in ["", "  ", "a\nb", &"x".repeat(1025)] {
            assert_eq!(name(wrong), Err(PersonError::Name), "{wrong}");
        }
        assert_eq!(description(""), Ok(String::new()));
        assert_eq!(description("a\tb"), Err(PersonError::Description));
    }

    #[test]
    fn only_known_attributes_are_kept() {
        let given = |key: &str, value: &str| BTreeMap::from([(key.to_owned(), value.to_owned())]);
        assert_eq!(
            attributes(&given("department", " Audit ")),
            Ok(given("department", "Audit"))
        );
        assert_eq!(attributes(&given("department", " ")), Ok(BTreeMap::new()));
        assert_eq!(attributes(&given("shoe", "42")), Err(PersonError::UnknownAttribute));
        assert_eq!(attributes(&given("title", "a\u{7}")), Err(PersonError::Attribute));
    }
}
