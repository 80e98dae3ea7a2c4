//! Who asks, and whom a policy names.

use crate::arn;
use crate::context::Context;

/// The identity that makes a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Principal {
    /// Nobody who signed in.
    Anonymous,
    /// An account's root user.
    Root {
        /// The account's 12 digits.
        account: String,
    },
    /// An IAM user.
    User {
        /// The account's 12 digits.
        account: String,
        /// Path and name, without the leading slash: `division/alice`.
        name: String,
        /// The unique id, `AIDA…`.
        id: String,
    },
    /// A session of a role.
    RoleSession {
        /// The role's account.
        account: String,
        /// The role's path and name, without the leading slash.
        role: String,
        /// The role's unique id, `AROA…`.
        role_id: String,
        /// The session's name.
        session: String,
        /// A role that is linked to a service: control policies do not bind it.
        service_linked: bool,
    },
    /// A session of `GetFederationToken`.
    FederatedUser {
        /// The account of who federated.
        account: String,
        /// The session's name.
        name: String,
        /// The user who federated, path and name; none: the root user.
        issuer: Option<String>,
    },
    /// Somebody whom an identity provider vouches for, while they assume a role.
    Federated {
        /// The provider's ARN, or the host name of one that needs no entity.
        provider: String,
    },
    /// A service.
    Service {
        /// `ec2.amazonaws.com`
        name: String,
    },
}

impl Principal {
    /// The account that the principal belongs to.
    #[must_use]
    pub fn account(&self) -> Option<&str> {
        match self {
            Self::Root { account }
            | Self::User { account, .. }
            | Self::RoleSession { account, .. }
            | Self::FederatedUser { account, .. } => Some(account),
            Self::Anonymous | Self::Federated { .. } | Self::Service { .. } => None,
        }
    }

    /// The ARN, as messages and records show it; a provider or service by its name.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_identifiers.html>
    #[must_use]
    pub fn arn(&self) -> String {
        match self {
            Self::Anonymous => "anonymous".into(),
            Self::Root { account } => format!("arn:aws:iam::{account}:root"),
            Self::User { account, name, .. } => format!("arn:aws:iam::{account}:user/{name}"),
            Self::RoleSession {
                account, role, session, ..
            } => format!("arn:aws:sts::{account}:assumed-role/{}/{session}", last_part(role)),
            Self::FederatedUser { account, name, .. } => format!("arn:aws:sts::{account}:federated-user/{name}"),
            Self::Federated { provider } => provider.clone(),
            Self::Service { name } => name.clone(),
        }
    }

    /// The keys that every request of the principal has: `aws:PrincipalArn` (a role's own ARN, not the session's),
    /// `aws:PrincipalAccount`, `aws:PrincipalType`, `aws:userid`, `aws:username` (IAM users only), and
    /// `aws:PrincipalIsAWSService`.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>,
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
    #[must_use]
    pub fn context(&self) -> Context {
        let mut context = Context::new();
        let is_service = matches!(self, Self::Service { .. });
        context.set("aws:PrincipalIsAWSService", is_service.to_string());
        let (kind, id) = match self {
            Self::Anonymous => ("Anonymous", None),
            Self::Root { account } => ("Account", Some(account.clone())),
            Self::User { id, name, .. } => {
                context.set("aws:username", last_part(name));
                ("User", Some(id.clone()))
            }
            Self::RoleSession { role_id, session, .. } => ("AssumedRole", Some(format!("{role_id}:{session}"))),
            Self::FederatedUser { account, name, .. } => ("FederatedUser", Some(format!("{account}:{name}"))),
            Self::Federated { provider } => {
                context.set("aws:FederatedProvider", provider.as_str());
                return context;
            }
            Self::Service { name } => {
                context.set("aws:PrincipalServiceName", name.as_str());
                return context;
            }
        };
        context.set("aws:PrincipalType", kind);
        if let Some(id) = id {
            context.set("aws:userid", id);
        }
        if let Some(account) = self.account() {
            context.set("aws:PrincipalAccount", account);
            context.set("aws:PrincipalArn", self.role_arn().unwrap_or_else(|| self.arn()));
        }
        context
    }

    fn role_arn(&self) -> Option<String> {
        match self {
            Self::RoleSession { account, role, .. } => Some(format!("arn:aws:iam::{account}:role/{role}")),
            _ => None,
        }
    }
}

fn last_part(path: &str) -> &str {
    path.rsplit_once('/').map_or(path, |(_, name)| name)
}

/// One principal that a policy names.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Named {
    Anyone,
    Account(Box<str>),
    User {
        account: Box<str>,
        name: Box<str>,
    },
    Role {
        account: Box<str>,
        name: Box<str>,
    },
    RoleSession {
        account: Box<str>,
        role: Box<str>,
        session: Box<str>,
    },
    FederatedUser {
        account: Box<str>,
        name: Box<str>,
    },
    /// A unique id, which IAM keeps in place of an ARN so that a namesake of a deleted identity is not trusted.
    Id(Box<str>),
    Service(Box<str>),
    Federated(Box<str>),
    /// A canonical user id of S3: an account, under a name that the engine does not resolve.
    Canonical(Box<str>),
}

/// How closely a policy names a principal.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Closeness {
    /// Its account, which then decides itself.
    Account,
    /// The role of a session, or the user behind a federated session.
    Origin,
    /// The very user or session; or anyone.
    Itself,
}

impl Named {
    /// Reads a value of the Principal element; none if it is no principal. `*` is no part of a name.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
    pub(crate) fn parse(kind: &str, value: &str) -> Option<Self> {
        if kind == "AWS" && value == "*" {
            return Some(Self::Anyone);
        }
        if value.is_empty() || value.contains(['*', '?']) || value.contains(char::is_whitespace) {
            return None;
        }
        match kind {
            "AWS" => aws(value),
            "Service" => value.contains('.').then(|| Self::Service(value.into())),
            "Federated" => (value.contains('.') || arn::split(value).is_some()).then(|| Self::Federated(value.into())),
            "CanonicalUser" => Some(Self::Canonical(value.into())),
            _ => None,
        }
    }

    /// How closely this names the principal; none if it does not.
    pub(crate) fn names(&self, principal: &Principal) -> Option<Closeness> {
        let closeness = match (self, principal) {
            (Self::Anyone, _) => Closeness::Itself,
            // The root user is the account.
            (Self::Account(own), Principal::Root { account }) if **own == **account => Closeness::Itself,
            (Self::Account(own), _) if principal.account().is_some_and(|account| **own == *account) => {
                Closeness::Account
            }
            (
                Self::User { account, name },
                Principal::User {
                    account: of, name: who, ..
                },
            ) if **account == **of && **name == **who => Closeness::Itself,
            (
                Self::User { account, name },
                Principal::FederatedUser {
                    account: of,
                    issuer: Some(who),
                    ..
                },
            ) if **account == **of && **name == **who => Closeness::Origin,
            (Self::Role { account, name }, Principal::RoleSession { account: of, role, .. })
                if **account == **of && **name == **role =>
            {
                Closeness::Origin
            }
            (
                Self::RoleSession { account, role, session },
                Principal::RoleSession {
                    account: of,
                    role: which,
                    session: name,
                    ..
                },
            ) if **account == **of && **role == *last_part(which) && **session == **name => Closeness::Itself,
            (
                Self::FederatedUser { account, name },
                Principal::FederatedUser {
                    account: of, name: who, ..
                },
            ) if **account == **of && **name == **who => Closeness::Itself,
            (Self::Id(own), Principal::User { id, .. }) if **own == **id => Closeness::Itself,
            (Self::Id(own), Principal::RoleSession { role_id, .. }) if **own == **role_id => Closeness::Origin,
            (Self::Service(own), Principal::Service { name }) if **own == **name => Closeness::Itself,
            (Self::Federated(own), Principal::Federated { provider }) if **own == **provider => Closeness::Itself,
            _ => return None,
        };
        Some(closeness)
    }
}

/// How many names a principal answers to: its account, the role of a session, and itself.
pub(crate) fn names_of(principal: &Principal) -> &'static [Closeness] {
    match principal {
        Principal::RoleSession { .. } | Principal::FederatedUser { issuer: Some(_), .. } => {
            &[Closeness::Account, Closeness::Origin, Closeness::Itself]
        }
        Principal::User { .. } | Principal::FederatedUser { issuer: None, .. } => {
            &[Closeness::Account, Closeness::Itself]
        }
        Principal::Anonymous | Principal::Root { .. } | Principal::Federated { .. } | Principal::Service { .. } => {
            &[Closeness::Itself]
        }
    }
}

fn aws(value: &str) -> Option<Named> {
    if is_account(value) {
        return Some(Named::Account(value.into()));
    }
    let Some([_, partition, service, region, account, resource]) = arn::split(value) else {
        let is_id = (16..=128).contains(&value.len())
            && ["AIDA", "AROA"].iter().any(|prefix| value.starts_with(prefix))
            && value
                .bytes()
                .all(|byte| byte.is_ascii_uppercase() || byte.is_ascii_digit());
        return is_id.then(|| Named::Id(value.into()));
    };
    if partition != "aws" || !region.is_empty() || !is_account(account) || resource.contains(':') {
        return None;
    }
    let account: Box<str> = account.into();
    let (kind, name) = resource.split_once('/').unwrap_or((resource, ""));
    if kind != "root" && (name.is_empty() || name.split('/').any(str::is_empty)) {
        return None;
    }
    match (service, kind) {
        ("iam", "root") if resource == "root" => Some(Named::Account(account)),
        ("iam", "user") => Some(Named::User {
            account,
            name: name.into(),
        }),
        ("iam", "role") => Some(Named::Role {
            account,
            name: name.into(),
        }),
        ("sts", "assumed-role") => {
            let (role, session) = name.split_once('/')?;
            (!session.contains('/')).then(|| Named::RoleSession {
                account,
                role: role.into(),
                session: session.into(),
            })
        }
        ("sts", "federated-user") => (!name.contains('/')).then(|| Named::FederatedUser {
            account,
            name: name.into(),
        }),
        _ => None,
    }
}

fn is_account(text: &str) -> bool {
    text.len() == 12 && text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests;
