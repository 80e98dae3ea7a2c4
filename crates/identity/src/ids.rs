//! Identifiers that the service gives out, and ARNs.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::clock::{Entropy, random_index};
use crate::names::{AccountId, DeviceName, GroupName, Path, PolicyName, RoleName, SessionName, UserName};

const BASE32: &[u8; 32] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

macro_rules! id {
    ($(#[$meta:meta])* $name:ident, $prefix:literal, $length:literal) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// A new one.
            #[must_use]
            pub fn generate(entropy: &dyn Entropy) -> Self {
                Self(format!(concat!($prefix, "{}"), base32(entropy, $length)))
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

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

// https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html#identifiers-unique-ids
id!(
    /// A user's unique id: `AIDA` and 17 characters.
    UserId,
    "AIDA",
    17
);
id!(
    /// A group's unique id: `AGPA` and 17 characters.
    GroupId,
    "AGPA",
    17
);
id!(
    /// A role's unique id: `AROA` and 17 characters.
    RoleId,
    "AROA",
    17
);
id!(
    /// A managed policy's unique id: `ANPA` and 17 characters.
    PolicyId,
    "ANPA",
    17
);
id!(
    /// A long-term access key's id: `AKIA` and 16 characters.
    AccessKeyId,
    "AKIA",
    16
);
id!(
    /// A temporary access key's id: `ASIA` and 16 characters.
    TemporaryKeyId,
    "ASIA",
    16
);

fn base32(entropy: &dyn Entropy, length: usize) -> String {
    let letter = |_| {
        let index = usize::try_from(random_index(entropy, 32)).ok()?;
        BASE32.get(index).map(|byte| char::from(*byte))
    };
    (0..length).filter_map(letter).collect()
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

/// `arn:aws:iam::<account>:group/<name>`.
#[must_use]
pub fn group_arn(account: &AccountId, name: &GroupName) -> String {
    format!("arn:aws:iam::{account}:group/{name}")
}

/// `arn:aws:iam::<account>:role<path><name>`.
#[must_use]
pub fn role_arn(account: &AccountId, path: &Path, name: &RoleName) -> String {
    format!("arn:aws:iam::{account}:role{path}{name}")
}

/// `arn:aws:sts::<account>:assumed-role/<name>/<session>`: the path of the role is not part of it.
#[must_use]
pub fn assumed_role_arn(account: &AccountId, name: &RoleName, session: &SessionName) -> String {
    format!("arn:aws:sts::{account}:assumed-role/{name}/{session}")
}

/// `arn:aws:iam::<account>:policy<path><name>`; AWS's own stand in the account `aws`.
#[must_use]
pub fn policy_arn(account: Option<&AccountId>, path: &Path, name: &PolicyName) -> String {
    let account = account.map_or("aws", AccountId::as_str);
    format!("arn:aws:iam::{account}:policy{path}{name}")
}

/// A virtual MFA device: `arn:aws:iam::<account>:mfa/<name>`.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
#[must_use]
pub fn virtual_mfa_arn(account: &AccountId, device: &DeviceName) -> String {
    format!("arn:aws:iam::{account}:mfa/{device}")
}

/// The root user's first virtual MFA device, as `CloudTrail`'s samples name it.
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-aws-console-sign-in-events.html>
#[must_use]
pub fn root_mfa_arn(account: &AccountId) -> String {
    format!("arn:aws:iam::{account}:mfa/root-account-mfa-device")
}

/// A passkey or security key: `arn:aws:iam::<account>:u2f/user/<user>/<name>-<26 characters>`; `u2f` is a fixed word.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_enable_fido.html>
#[must_use]
pub fn passkey_arn(account: &AccountId, user: Option<&UserName>, device: &DeviceName, entropy: &dyn Entropy) -> String {
    let owner = user.map_or_else(|| "root-account".to_owned(), |name| format!("user/{name}"));
    format!("arn:aws:iam::{account}:u2f/{owner}/{device}-{}", base32(entropy, 26))
}
