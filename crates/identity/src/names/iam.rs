//! How what an account has in IAM is named.

use super::NameError;
use super::text::{is_name, is_word, text_name};

text_name!(
    /// An IAM user name: 1 to 64 of `[\w+=,.@-]`, unique in the account ignoring case.
    UserName
);
text_name!(
    /// A group's name: 1 to 128 of `[\w+=,.@-]`, unique in the account ignoring case.
    GroupName
);
text_name!(
    /// A role's name: 1 to 64 of `[\w+=,.@-]`, unique in the account ignoring case.
    RoleName
);
text_name!(
    /// A managed or inline policy's name: 1 to 128 of `[\w+=,.@-]`; managed ones are unique in the account ignoring case.
    PolicyName
);
text_name!(
    /// Where a role or policy stands: `/`, or `/a/b/` (IAM API, `pathType`).
    Path
);
text_name!(
    /// The name of a role session: 2 to 64 of `[\w+=,.@-]` (STS API, `roleSessionNameType`).
    SessionName
);

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
        if text.chars().all(is_word) {
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
