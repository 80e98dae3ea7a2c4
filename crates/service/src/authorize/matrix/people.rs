//! The kinds of principals.

use vestibule_identity::Timestamp;
use vestibule_identity::ids::{RoleId, UserId};
use vestibule_identity::names::{AccountId, Path, RoleName, SessionName, UserName};
use vestibule_identity::principal::{FederationIssuer, Principal};
use vestibule_policy::Attached;

use super::world::Laid;
use crate::authorize::Asker;

/// Where someone is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Home {
    Management,
    /// A member under a service control policy that denies everything to root, and some things to all.
    Restricted,
    /// A member under a service control policy that allows little.
    Listing,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum What {
    Root,
    User,
    Role,
    /// A role under `/aws-service-role/`.
    Linked,
    /// Somebody for whom the user of this column vouches with `GetFederationToken`.
    Federated(&'static str),
}

/// A kind of principal: a column.
pub(super) struct Plan {
    pub(super) column: &'static str,
    pub(super) what: &'static str,
    pub(super) home: Home,
    pub(super) is: What,
    /// The identity policy, by name.
    pub(super) policy: Option<&'static str>,
    but: But,
}

/// What is special about them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum But {
    Nothing,
    /// `ReadOnlyAccess` is their permissions boundary.
    Bounded,
    /// `ReadOnlyAccess` is their session policy.
    Limited,
    /// `AdministratorAccess` is their session policy.
    Unlimited,
    /// They signed in with MFA.
    WithMfa,
    /// They must choose a new password, and are signing in.
    MustChange,
    /// They ask about the management account's resources.
    Stranger,
}

const fn plan(column: &'static str, what: &'static str, is: What, policy: Option<&'static str>) -> Plan {
    Plan {
        column,
        what,
        home: Home::Management,
        is,
        policy,
        but: But::Nothing,
    }
}

const ADMIN: Option<&str> = Some("AdministratorAccess");

pub(super) const PEOPLE: &[Plan] = &[
    plan("root", "root user of the management account", What::Root, None),
    plan("admin", "user with AdministratorAccess", What::User, ADMIN),
    plan(
        "power",
        "user with PowerUserAccess",
        What::User,
        Some("PowerUserAccess"),
    ),
    plan("reader", "user with ReadOnlyAccess", What::User, Some("ReadOnlyAccess")),
    plan("nobody", "user without policies", What::User, None),
    plan(
        "staff",
        "user who manages their own credentials, as the demo's Staff",
        What::User,
        Some("Staff"),
    ),
    plan(
        "force",
        "the same with Force_MFA's deny, signed in without MFA",
        What::User,
        Some("ForceMfa"),
    ),
    Plan {
        but: But::WithMfa,
        ..plan(
            "force-mfa",
            "the same, signed in with MFA",
            What::User,
            Some("ForceMfa"),
        )
    },
    Plan {
        but: But::MustChange,
        ..plan(
            "reset",
            "user without policies who must choose a new password at sign-in",
            What::User,
            None,
        )
    },
    Plan {
        but: But::Bounded,
        ..plan(
            "bounded",
            "user with AdministratorAccess and ReadOnlyAccess as permissions boundary",
            What::User,
            ADMIN,
        )
    },
    plan("role", "session of a role with AdministratorAccess", What::Role, ADMIN),
    Plan {
        but: But::Bounded,
        ..plan("b-role", "the same with ReadOnlyAccess as boundary", What::Role, ADMIN)
    },
    Plan {
        but: But::Limited,
        ..plan(
            "s-role",
            "the same with ReadOnlyAccess as session policy",
            What::Role,
            ADMIN,
        )
    },
    Plan {
        but: But::Unlimited,
        ..plan(
            "f-admin",
            "federated user with a session policy that allows all; admin vouches",
            What::Federated("admin"),
            None,
        )
    },
    Plan {
        but: But::Limited,
        ..plan(
            "f-reader",
            "the same with ReadOnlyAccess as session policy",
            What::Federated("admin"),
            None,
        )
    },
    plan(
        "f-none",
        "the same without a session policy",
        What::Federated("admin"),
        None,
    ),
    Plan {
        but: But::Unlimited,
        ..plan(
            "f-lesser",
            "federated user with a session policy that allows all; reader vouches",
            What::Federated("reader"),
            None,
        )
    },
    Plan {
        but: But::Unlimited,
        ..plan(
            "f-bounded",
            "the same; bounded vouches",
            What::Federated("bounded"),
            None,
        )
    },
    Plan {
        but: But::Stranger,
        home: Home::Listing,
        ..plan(
            "stranger",
            "a member account's administrator, in the management account",
            What::User,
            ADMIN,
        )
    },
    Plan {
        home: Home::Restricted,
        ..plan(
            "m-root",
            "root user of a member account whose SCP denies root",
            What::Root,
            None,
        )
    },
    Plan {
        home: Home::Restricted,
        ..plan(
            "m-admin",
            "administrator under that SCP, which also denies everyone users, aliases and the password policy",
            What::User,
            ADMIN,
        )
    },
    Plan {
        home: Home::Restricted,
        ..plan("m-linked", "service-linked role under that SCP", What::Linked, ADMIN)
    },
    Plan {
        home: Home::Listing,
        ..plan(
            "m-listing",
            "administrator of a member account whose SCP allows only iam:List* and cloudtrail:*",
            What::User,
            ADMIN,
        )
    },
];

impl Plan {
    pub(super) fn is_bounded(&self) -> bool {
        self.but == But::Bounded
    }

    /// The unique id under which policies hang; none for root and for whom somebody vouches.
    pub(super) fn owner(&self) -> Option<String> {
        match self.is {
            What::Root | What::Federated(_) => None,
            What::User => Some(unique_id("AIDA", self.column)),
            What::Role | What::Linked => Some(unique_id("AROA", self.column)),
        }
    }

    /// The column of the user who vouches.
    pub(super) fn issuer(&self) -> Option<&'static str> {
        match self.is {
            What::Federated(issuer) => Some(issuer),
            What::Root | What::User | What::Role | What::Linked => None,
        }
    }

    pub(super) fn principal(&self, account: &AccountId) -> Principal {
        let account = account.clone();
        let id = self.owner().unwrap_or_default();
        match self.is {
            What::Root => Principal::Root { account },
            What::User => Principal::IamUser {
                account,
                user: UserId::stored(id),
                name: UserName::parse(self.column).unwrap(),
            },
            What::Role | What::Linked => Principal::AssumedRole {
                account,
                role: RoleId::stored(id),
                path: if self.is == What::Linked {
                    Path::parse("/aws-service-role/service.amazonaws.com/").unwrap()
                } else {
                    Path::root()
                },
                name: RoleName::parse(self.column).unwrap(),
                session: SessionName::parse("session").unwrap(),
            },
            What::Federated(issuer) => Principal::FederatedUser {
                account,
                name: SessionName::parse(self.column).unwrap(),
                issuer: Some(FederationIssuer {
                    user: UserId::stored(unique_id("AIDA", issuer)),
                    name: UserName::parse(issuer).unwrap(),
                }),
            },
        }
    }
}

fn unique_id(prefix: &str, column: &str) -> String {
    let column = column.replace('-', "").to_uppercase();
    format!("{prefix}{column:X<17}")
}

/// A principal of the matrix.
pub(super) struct Person {
    pub(super) principal: Principal,
    pub(super) is_stranger: bool,
    mfa: Option<Timestamp>,
    must_change: bool,
    session_policies: Vec<Attached>,
}

impl Person {
    /// Whom `{me}` stands for. A role session has no user of its own: its role.
    pub(super) fn own_arn(&self) -> String {
        match &self.principal {
            Principal::AssumedRole {
                account, path, name, ..
            } => vestibule_identity::ids::role_arn(account, path, name),
            other => other.arn(),
        }
    }

    pub(super) fn asker<'a>(&'a self, laid: &'a Laid) -> Asker<'a> {
        let mut asker = Asker::signing_in(&self.principal, &laid.caller, self.mfa, self.must_change);
        asker.session_policies = &self.session_policies;
        asker
    }
}

pub(super) struct People(pub(super) Vec<Person>);

impl People {
    pub(super) fn of(laid: &Laid) -> Self {
        let person = |plan: &Plan| Person {
            principal: plan.principal(laid.account(plan.home)),
            is_stranger: plan.but == But::Stranger,
            mfa: (plan.but == But::WithMfa).then(|| laid.service.now()),
            must_change: plan.but == But::MustChange,
            session_policies: match plan.but {
                But::Limited => vec![laid.session_policy("ReadOnlyAccess")],
                But::Unlimited => vec![laid.session_policy("AdministratorAccess")],
                _ => Vec::new(),
            },
        };
        Self(PEOPLE.iter().map(person).collect())
    }
}
