//! What people type: names of people, groups and permission sets.

use crate::names::text::{is_word, text_name};
use crate::names::{NameError, SessionName};

macro_rules! name {
    ($(#[$meta:meta])* $name:ident, $error:ident, $lengths:expr, $legal:expr) => {
        text_name!($(#[$meta])* $name);

        impl $name {
            /// Reads a name; surrounding spaces do not matter and its case is kept.
            ///
            /// # Errors
            /// The rule for such names.
            pub fn parse(text: &str) -> Result<Self, NameError> {
                let text = text.trim();
                let legal: fn(char) -> bool = $legal;
                ($lengths.contains(&text.chars().count()) && text.chars().all(legal))
                    .then(|| Self(text.to_owned()))
                    .ok_or(NameError::$error)
            }

            /// The form in which names are compared.
            #[must_use]
            pub fn folded(&self) -> String {
                self.0.to_lowercase()
            }
        }
    };
}

name!(
    /// A person's user name: 1 to 128 characters (Identity Store API; the console takes 100), of those that a role session's
    /// name may have, since it becomes one. It cannot be changed.
    /// <https://docs.aws.amazon.com/singlesignon/latest/userguide/addusers.html>
    DirectoryUserName,
    DirectoryUserName,
    (1..=128),
    is_word
);
name!(
    /// A group's display name: 1 to 128 printable characters (Identity Store API, `GroupDisplayName`; 128 in the console).
    DirectoryGroupName,
    DirectoryGroupName,
    (1..=128),
    |character| !character.is_control() && !"<>".contains(character)
);
name!(
    /// A permission set's name: 1 to 32 of `[\w+=,.@-]` (`sso-admin` API, `PermissionSetName`).
    PermissionSetName,
    PermissionSetName,
    (1..=32),
    is_word
);

name!(
    /// An application's display name: 1 to 100 printable characters (`sso-admin` API, `CreateApplication` `Name`).
    ApplicationName,
    ApplicationName,
    (1..=100),
    |character| !character.is_control() && !"<>".contains(character)
);

/// Reads a portal's chosen name: 1 to 62 lowercase letters, digits and hyphens; the names that AWS gives are not to be had.
/// <https://docs.aws.amazon.com/directoryservice/latest/devguide/API_CreateAlias.html>
///
/// # Errors
/// [`NameError::PortalAlias`].
pub fn portal_alias(text: &str) -> Result<String, NameError> {
    let text = text.trim();
    let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
    let is_given = ["d-", "ssoins-"].iter().any(|given| text.starts_with(given));
    let is_alias = (1..=62).contains(&text.len())
        && text.bytes().all(legal)
        && !text.starts_with('-')
        && !text.ends_with('-')
        && !is_given;
    is_alias.then(|| text.to_owned()).ok_or(NameError::PortalAlias)
}

/// The longest name of a role session (STS API, `roleSessionNameType`).
const LONGEST_SESSION: usize = 64;

impl DirectoryUserName {
    /// The name of this person's role sessions. One of a single letter gets a hyphen, one that is too long is cut.
    #[must_use]
    pub fn session_name(&self) -> Option<SessionName> {
        let mut text: String = self.0.chars().take(LONGEST_SESSION).collect();
        if text.len() < 2 {
            text.push('-');
        }
        SessionName::parse(&text).ok()
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn a_user_name_is_what_a_session_can_be_called() {
        for right in ["mary", "m", "mary.major@example.com", &"a".repeat(128)] {
            let name = DirectoryUserName::parse(right).unwrap();
            assert!(name.session_name().is_some(), "{right}");
        }
        for wrong in ["", " ", "mary major", "märy", "a/b", &"a".repeat(129)] {
            assert_eq!(
                DirectoryUserName::parse(wrong),
                Err(NameError::DirectoryUserName),
                "{wrong}"
            );
        }
        assert_eq!(DirectoryUserName::parse(" Mary ").unwrap().folded(), "mary");
    }

    #[test]
    fn a_portal_alias_is_lowercase_and_none_of_those_that_aws_gives() {
        for right in ["anycompany", "a", "any-company-2", &"a".repeat(62)] {
            assert_eq!(portal_alias(right), Ok(right.to_owned()), "{right}");
        }
        for wrong in [
            "",
            "Any",
            "any_company",
            "any.company",
            "-any",
            "any-",
            "d-any",
            "ssoins-1",
            "ä",
            &"a".repeat(63),
        ] {
            assert_eq!(portal_alias(wrong), Err(NameError::PortalAlias), "{wrong}");
        }
    }

    #[test]
    fn permission_sets_have_32_characters_and_groups_128() {
        assert!(PermissionSetName::parse(&"p".repeat(32)).is_ok());
        assert!(PermissionSetName::parse(&"p".repeat(33)).is_err());
        assert!(PermissionSetName::parse("Power User").is_err());
        assert!(DirectoryGroupName::parse("Cloud engineers").is_ok());
        assert!(DirectoryGroupName::parse(&"g".repeat(129)).is_err());
    }
}
