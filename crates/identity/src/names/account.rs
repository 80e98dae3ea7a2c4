//! How accounts and their root users are named.

use std::fmt;

use super::NameError;
use super::text::text_name;

text_name!(
    /// Twelve digits. <https://docs.aws.amazon.com/signin/latest/userguide/troubleshooting-sign-in-issues.html>
    AccountId
);
text_name!(
    /// An account's name in its sign-in address.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/console-account-alias.html>
    AccountAlias
);
text_name!(
    /// An account's display name: 1 to 50 of `[ -;=?-~]`.
    AccountName
);
text_name!(
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
