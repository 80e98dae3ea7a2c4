//! The names people type: parsed once at the border, right from then on.

use std::fmt;

use serde::{Deserialize, Serialize};

/// What is wrong with a name, in words for the field's error text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NameError {
    /// Not twelve digits.
    #[error("An account ID has exactly 12 digits.")]
    AccountId,
    /// Neither an account id nor an alias.
    #[error("Enter a 12-digit account ID, or an account alias of 3 to 63 letters, digits and hyphens.")]
    AccountRef,
    /// Too short or too long.
    #[error("An account alias has 3 to 63 characters.")]
    AliasLength,
    /// A character that aliases cannot have.
    #[error("An account alias has only lowercase letters, digits and hyphens.")]
    AliasCharacters,
    /// Hyphen at an end or doubled.
    #[error("An account alias cannot begin or end with a hyphen, or have two hyphens in a row.")]
    AliasHyphens,
    /// Looks like an account id.
    #[error("An account alias cannot be a 12-digit number.")]
    AliasIsNumber,
    /// Account name rules.
    #[error("An account name has 1 to 50 printable ASCII characters without < and >.")]
    AccountName,
    /// User name length.
    #[error("A user name has 1 to 64 characters.")]
    UserNameLength,
    /// User name characters.
    #[error("A user name has only letters, digits and the characters + = , . @ _ - (no spaces).")]
    UserNameCharacters,
    /// Device name rules.
    #[error("A device name has 1 to 64 letters, digits and the characters + = , . @ _ - (no spaces).")]
    DeviceName,
    /// Serial number rules.
    #[error("A serial number has 9 to 256 letters, digits and the characters + = / : , . @ _ - (no spaces).")]
    SerialNumber,
    /// Group name rules.
    #[error("A group name has 1 to 128 letters, digits and the characters + = , . @ _ - (no spaces).")]
    GroupName,
    /// Role name rules.
    #[error("A role name has 1 to 64 letters, digits and the characters + = , . @ _ - (no spaces).")]
    RoleName,
    /// Policy name rules.
    #[error("A policy name has 1 to 128 letters, digits and the characters + = , . @ _ - (no spaces).")]
    PolicyName,
    /// Path rules.
    #[error("A path begins and ends with a slash, and has at most 512 printable characters.")]
    Path,
    /// Role session name rules.
    #[error("A session name has 2 to 64 letters, digits and the characters + = , . @ _ - (no spaces).")]
    SessionName,
    /// User name rules of the identity store.
    #[error("A user name has 1 to 100 letters, digits and the characters + = , . @ _ - (no spaces).")]
    DirectoryUserName,
    /// Group name rules of the identity store.
    #[error("A group name has 1 to 128 printable characters without < and >.")]
    DirectoryGroupName,
    /// The portal's chosen name.
    #[error(
        "A portal's name has 1 to 62 lowercase letters, digits and hyphens, begins and ends with a letter or digit, and does not begin with d- or ssoins-."
    )]
    PortalAlias,
    /// Permission set name rules.
    #[error("A permission set name has 1 to 32 letters, digits and the characters + = , . @ _ - (no spaces).")]
    PermissionSetName,
    /// Application name rules.
    #[error("An application name has 1 to 100 printable characters without < and >.")]
    ApplicationName,
    /// E-mail address rules.
    #[error("Enter an email address like name@example.com, of 5 to 64 characters.")]
    Email,
}

macro_rules! name {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(try_from = "String", into = "String")]
        pub struct $name(String);

        impl $name {
            /// The name as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(formatter, "{:?}", self.0)
            }
        }

        impl From<$name> for String {
            fn from(name: $name) -> Self {
                name.0
            }
        }

        impl TryFrom<String> for $name {
            type Error = NameError;

            fn try_from(text: String) -> Result<Self, NameError> {
                Self::parse(&text)
            }
        }
    };
}

name!(
    /// Twelve digits. <https://docs.aws.amazon.com/signin/latest/userguide/troubleshooting-sign-in-issues.html>
    AccountId
);
name!(
    /// An account's name in its sign-in address.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/console-account-alias.html>
    AccountAlias
);
name!(
    /// An account's display name: 1 to 50 of `[ -;=?-~]`.
    AccountName
);
name!(
    /// An IAM user name: 1 to 64 of `[\w+=,.@-]`, unique in the account ignoring case.
    UserName
);
name!(
    /// An MFA device's name: 1 to 64 of `[\w+=,.@-]`; virtual devices have names unique in the account.
    DeviceName
);
name!(
    /// An MFA device's serial number as people type it: 9 to 256 of `[\w+=/:,.@-]` (IAM API, `serialNumberType`).
    SerialNumber
);
name!(
    /// A group's name: 1 to 128 of `[\w+=,.@-]`, unique in the account ignoring case.
    GroupName
);
name!(
    /// A role's name: 1 to 64 of `[\w+=,.@-]`, unique in the account ignoring case.
    RoleName
);
name!(
    /// A managed or inline policy's name: 1 to 128 of `[\w+=,.@-]`; managed ones are unique in the account ignoring case.
    PolicyName
);
name!(
    /// Where a role or policy stands: `/`, or `/a/b/` (IAM API, `pathType`).
    Path
);
name!(
    /// The name of a role session: 2 to 64 of `[\w+=,.@-]` (STS API, `roleSessionNameType`).
    SessionName
);
name!(
    /// A root user's e-mail address: 5 to 64 characters; unique ignoring case.
    EmailAddress
);

impl AccountId {
    /// Reads an id as people paste it: around it spaces, inside it dashes as in `1111-2222-3333`.
    ///
    /// # Errors
    /// [`NameError::AccountId`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        let digits = match text.split('-').collect::<Vec<_>>().as_slice() {
            [whole] => (*whole).to_owned(),
            [a, b, c] if [a, b, c].iter().all(|part| part.len() == 4) => [*a, *b, *c].concat(),
            _ => return Err(NameError::AccountId),
        };
        if digits.len() == 12 && digits.bytes().all(|byte| byte.is_ascii_digit()) {
            Ok(Self(digits))
        } else {
            Err(NameError::AccountId)
        }
    }

    /// `1111-2222-3333`, as the navigation bar shows it.
    #[must_use]
    pub fn dashed(&self) -> String {
        let mut dashed = String::with_capacity(14);
        for (index, digit) in self.0.chars().enumerate() {
            if index == 4 || index == 8 {
                dashed.push('-');
            }
            dashed.push(digit);
        }
        dashed
    }
}

impl AccountAlias {
    /// Longest alias.
    pub const MAX_LENGTH: usize = 63;

    /// Reads a new alias strictly: `^[a-z0-9]([a-z0-9]|-(?!-)){1,61}[a-z0-9]$`, not 12 digits.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let legal = |byte: u8| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-';
        if !text.bytes().all(legal) {
            return Err(NameError::AliasCharacters);
        }
        if text.len() < 3 || text.len() > Self::MAX_LENGTH {
            return Err(NameError::AliasLength);
        }
        if text.starts_with('-') || text.ends_with('-') || text.contains("--") {
            return Err(NameError::AliasHyphens);
        }
        if text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(NameError::AliasIsNumber);
        }
        Ok(Self(text.to_owned()))
    }

    /// Reads an alias as typed into a form or an address: case and surrounding spaces do not matter.
    ///
    /// # Errors
    /// The first rule that is broken.
    pub fn parse_typed(text: &str) -> Result<Self, NameError> {
        Self::parse(&text.trim().to_ascii_lowercase())
    }
}

impl AccountName {
    /// Reads an account name.
    ///
    /// # Errors
    /// [`NameError::AccountName`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let legal = |byte: u8| matches!(byte, b' '..=b';' | b'=' | b'?'..=b'~');
        if (1..=50).contains(&text.len()) && text.bytes().all(legal) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::AccountName)
        }
    }
}

impl UserName {
    /// Longest user name.
    pub const MAX_LENGTH: usize = 64;

    /// Reads a user name; its case is kept.
    ///
    /// # Errors
    /// [`NameError::UserNameLength`], [`NameError::UserNameCharacters`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if text.is_empty() || text.chars().count() > Self::MAX_LENGTH {
            return Err(NameError::UserNameLength);
        }
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
        if text.bytes().all(legal) {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::UserNameCharacters)
        }
    }

    /// The form in which names are compared.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

impl DeviceName {
    /// Longest device name.
    pub const MAX_LENGTH: usize = 64;

    /// Reads a device name; surrounding spaces do not matter and its case is kept.
    ///
    /// # Errors
    /// [`NameError::DeviceName`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
        if (1..=Self::MAX_LENGTH).contains(&text.len()) && text.bytes().all(legal) {
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

fn is_name(text: &str, lengths: std::ops::RangeInclusive<usize>) -> bool {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    lengths.contains(&text.len()) && text.bytes().all(legal)
}

macro_rules! plain_name {
    ($name:ident, $lengths:expr) => {
        impl $name {
            /// Reads a name; its case is kept.
            ///
            /// # Errors
            /// The rule for such names.
            pub fn parse(text: &str) -> Result<Self, NameError> {
                is_name(text, $lengths)
                    .then(|| Self(text.to_owned()))
                    .ok_or(NameError::$name)
            }

            /// The form in which names are compared.
            #[must_use]
            pub fn folded(&self) -> String {
                self.0.to_ascii_lowercase()
            }
        }
    };
}

plain_name!(GroupName, 1..=128);
plain_name!(RoleName, 1..=64);
plain_name!(PolicyName, 1..=128);
plain_name!(SessionName, 2..=64);

impl Path {
    /// Reads a path.
    ///
    /// # Errors
    /// [`NameError::Path`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let legal = |byte: u8| matches!(byte, 0x21..=0x7e);
        let ok = text == "/"
            || (text.len() <= 512
                && text.len() >= 3
                && text.starts_with('/')
                && text.ends_with('/')
                && text.bytes().all(legal));
        ok.then(|| Self(text.to_owned())).ok_or(NameError::Path)
    }

    /// The root of all paths.
    #[must_use]
    pub fn root() -> Self {
        Self("/".to_owned())
    }
}

impl EmailAddress {
    /// Reads an e-mail address; surrounding spaces do not matter and its case is kept.
    ///
    /// # Errors
    /// [`NameError::Email`].
    pub fn parse(text: &str) -> Result<Self, NameError> {
        let text = text.trim();
        let legal = |character: char| {
            !character.is_whitespace() && !character.is_control() && !"<>\"(),:;\\".contains(character)
        };
        let ok = (5..=64).contains(&text.chars().count())
            && text.is_ascii()
            && text.chars().all(legal)
            && text.split_once('@').is_some_and(|(name, host)| {
                !name.is_empty()
                    && !host.contains('@')
                    && host.contains('.')
                    && host.split('.').all(|label| !label.is_empty())
            });
        if ok {
            Ok(Self(text.to_owned()))
        } else {
            Err(NameError::Email)
        }
    }

    /// The form in which addresses are compared.
    #[must_use]
    pub fn folded(&self) -> String {
        self.0.to_ascii_lowercase()
    }
}

/// An account as people name it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AccountRef {
    /// By its id.
    Id(AccountId),
    /// By its alias.
    Alias(AccountAlias),
}

impl AccountRef {
    /// Reads what was typed into the account field or stands in an address.
    ///
    /// # Errors
    /// [`NameError::AccountRef`], or [`NameError::AccountId`] for a number of another length.
    pub fn parse(text: &str) -> Result<Self, NameError> {
        if let Ok(id) = AccountId::parse(text) {
            return Ok(Self::Id(id));
        }
        let typed = text.trim();
        if !typed.is_empty() && typed.bytes().all(|byte| byte.is_ascii_digit() || byte == b'-') {
            return Err(NameError::AccountId);
        }
        AccountAlias::parse_typed(text)
            .map(Self::Alias)
            .map_err(|_| NameError::AccountRef)
    }
}

impl fmt::Display for AccountRef {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Id(id) => id.fmt(formatter),
            Self::Alias(alias) => alias.fmt(formatter),
        }
    }
}

#[cfg(test)]
mod tests;
