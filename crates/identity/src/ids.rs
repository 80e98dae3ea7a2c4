//! Identifiers that the service gives out, and ARNs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::clock::{Entropy, random_index};
use crate::names::{AccountId, UserName};

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

/// A user's unique id: `AIDA` and 17 characters.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct UserId(String);

impl UserId {
    /// A new one.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        let mut id = String::from("AIDA");
        id.extend((0..17).filter_map(|_| {
            let index = usize::try_from(random_index(entropy, 32)).ok()?;
            BASE32.get(index).map(|byte| char::from(*byte))
        }));
        Self(id)
    }

    /// One read back from the store.
    #[must_use]
    pub fn stored(text: String) -> Self {
        Self(text)
    }

    /// The id as text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for UserId {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.0)
    }
}

impl AccountId {
    /// A random id; the first digit is not 0.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        loop {
            let number = 100_000 + u64::from(random_index(entropy, 900_000));
            let text = format!("{}{:06}", number, random_index(entropy, 1_000_000));
            if let Ok(id) = Self::parse(&text) {
                return id;
            }
        }
    }
}

/// `arn:aws:iam::<account>:user/<name>`.
#[must_use]
pub fn user_arn(account: &AccountId, name: &UserName) -> String {
    format!("arn:aws:iam::{account}:user/{name}")
}

/// `arn:aws:iam::<account>:root`.
#[must_use]
pub fn root_arn(account: &AccountId) -> String {
    format!("arn:aws:iam::{account}:root")
}
