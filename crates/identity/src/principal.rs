//! Who acts.

use serde::{Deserialize, Serialize};

use crate::ids::{RoleId, UserId, assumed_role_arn, root_arn, user_arn};
use crate::names::{AccountId, Path, RoleName, SessionName, UserName};

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
    /// A session of an IAM role.
    AssumedRole {
        /// The role's account.
        account: AccountId,
        /// The role's unique id.
        role: RoleId,
        /// The role's path.
        path: Path,
        /// The role's name.
        name: RoleName,
        /// The session's name.
        session: SessionName,
    },
    /// A session of `GetFederationToken`: somebody for whom an IAM user, or the root user, vouches with their own keys.
    /// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>
    FederatedUser {
        /// The account of who vouches.
        account: AccountId,
        /// The name that was given.
        name: SessionName,
        /// Who vouches; none: the root user.
        issuer: Option<FederationIssuer>,
    },
}

/// The IAM user who stands behind a federated user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct FederationIssuer {
    /// The user's unique id.
    pub user: UserId,
    /// The user's name when the session began.
    pub name: UserName,
}

impl Principal {
    /// The principal's ARN.
    #[must_use]
    pub fn arn(&self) -> String {
        match self {
            Self::Root { account } => root_arn(account),
            Self::IamUser { account, name, .. } => user_arn(account, name),
            Self::AssumedRole {
                account, name, session, ..
            } => assumed_role_arn(account, name, session),
            Self::FederatedUser { account, name, .. } => format!("arn:aws:sts::{account}:federated-user/{name}"),
        }
    }

    /// The principal's account.
    #[must_use]
    pub fn account(&self) -> &AccountId {
        match self {
            Self::Root { account }
            | Self::IamUser { account, .. }
            | Self::AssumedRole { account, .. }
            | Self::FederatedUser { account, .. } => account,
        }
    }

    /// What tells principals of one account apart: nothing for root, the unique id of a user, `<role id>:<session>` for a
    /// role, `<account>:<name>` for a federated user, as in `aws:userid`.
    #[must_use]
    pub fn key(&self) -> Option<String> {
        match self {
            Self::Root { .. } => None,
            Self::IamUser { user, .. } => Some(user.as_str().to_owned()),
            Self::AssumedRole { role, session, .. } => Some(format!("{role}:{session}")),
            Self::FederatedUser { account, name, .. } => Some(format!("{account}:{name}")),
        }
    }

    /// The IAM user's id; none for root, roles and federated users.
    #[must_use]
    pub fn user_id(&self) -> Option<&UserId> {
        match self {
            Self::Root { .. } | Self::AssumedRole { .. } | Self::FederatedUser { .. } => None,
            Self::IamUser { user, .. } => Some(user),
        }
    }
}
