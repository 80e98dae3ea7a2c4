//! Who acts.

use serde::{Deserialize, Serialize};

use crate::ids::{UserId, root_arn, user_arn};
use crate::names::{AccountId, UserName};

/// A signed-in identity.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum Principal {
    /// An account's root user.
    Root {
        /// The account.
        account: AccountId,
    },
    /// An IAM user.
    IamUser {
        /// The account.
        account: AccountId,
        /// The user's unique id.
        user: UserId,
        /// The user's name.
        name: UserName,
    },
}

impl Principal {
    /// The principal's ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        match self {
            Self::Root { account } => root_arn(account),
            Self::IamUser { account, name, .. } => user_arn(account, name),
        }
    }

    /// The principal's account.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        match self {
            Self::Root { account } | Self::IamUser { account, .. } => account,
        }
    }

    /// The IAM user's id; none for root.
    #[must_use]
    pub fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::Root { .. } => None,
            Self::IamUser { user, .. } => Some(user),
        }
    }
}
