//! Users, groups and roles as those who have policies.

use vestibule_identity::ids::{group_arn, user_arn};
use vestibule_identity::names::{GroupName, RoleName, UserName};
use vestibule_store::{Reads, groups, policies, roles, tags, users};

use super::missing;
use crate::answers::Holders;
use crate::authorize::{Action, Question};
use crate::roles::must_not_be_reserved;
use crate::session::Live;
use crate::tags::keys_of_resource;
use crate::{Entity, ServiceError};

const LONGEST_NAME: usize = 128;

/// One whose policies an act is about, existing or not, so that a refusal does not tell which.
pub(super) struct Holder {
    pub(super) kind: Holders,
    pub(super) arn: String,
    /// The name as it was asked for.
    asked: String,
    found: Option<Found>,
    /// The ARN of its permissions boundary.
    pub(super) boundary: Option<String>,
    tags: Vec<(String, String)>,
}

/// One who exists.
#[derive(Clone)]
pub(super) struct Found {
    pub(super) id: String,
    pub(super) name: String,
    /// A role that only AWS may change.
    is_reserved: bool,
}

/// The acts on those of one kind.
pub(super) struct Acts {
    pub(super) list_attached: Action,
    pub(super) list_inline: Action,
    pub(super) attach: (Action, &'static str),
    pub(super) detach: (Action, &'static str),
    pub(super) get_inline: Action,
    pub(super) put_inline: (Action, &'static str),
    pub(super) delete_inline: (Action, &'static str),
    /// What all embedded policies together may have, without white space.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
    pub(super) inline_limit: usize,
    pub(super) attached_quota: &'static str,
    /// As CloudTrail names the parameter.
    pub(super) parameter: &'static str,
    /// As refusals name them.
    pub(super) word: &'static str,
    pub(super) no_inline: Entity,
}

const OF_USERS: Acts = Acts {
    list_attached: Action::ListAttachedUserPolicies,
    list_inline: Action::ListUserPolicies,
    attach: (Action::AttachUserPolicy, "AttachUserPolicy"),
    detach: (Action::DetachUserPolicy, "DetachUserPolicy"),
    get_inline: Action::GetUserPolicy,
    put_inline: (Action::PutUserPolicy, "PutUserPolicy"),
    delete_inline: (Action::DeleteUserPolicy, "DeleteUserPolicy"),
    inline_limit: 2048,
    attached_quota: "PoliciesPerUser",
    parameter: "userName",
    word: "user",
    no_inline: Entity::UserPolicy,
};

const OF_GROUPS: Acts = Acts {
    list_attached: Action::ListAttachedGroupPolicies,
    list_inline: Action::ListGroupPolicies,
    attach: (Action::AttachGroupPolicy, "AttachGroupPolicy"),
    detach: (Action::DetachGroupPolicy, "DetachGroupPolicy"),
    get_inline: Action::GetGroupPolicy,
    put_inline: (Action::PutGroupPolicy, "PutGroupPolicy"),
    delete_inline: (Action::DeleteGroupPolicy, "DeleteGroupPolicy"),
    inline_limit: 5120,
    attached_quota: "PoliciesPerGroup",
    parameter: "groupName",
    word: "group",
    no_inline: Entity::GroupPolicy,
};

const OF_ROLES: Acts = Acts {
    list_attached: Action::ListAttachedRolePolicies,
    list_inline: Action::ListRolePolicies,
    attach: (Action::AttachRolePolicy, "AttachRolePolicy"),
    detach: (Action::DetachRolePolicy, "DetachRolePolicy"),
    get_inline: Action::GetRolePolicy,
    put_inline: (Action::PutRolePolicy, "PutRolePolicy"),
    delete_inline: (Action::DeleteRolePolicy, "DeleteRolePolicy"),
    inline_limit: 10_240,
    attached_quota: "PoliciesPerRole",
    parameter: "roleName",
    word: "role",
    no_inline: Entity::RolePolicy,
};

impl Holders {
    pub(super) fn acts(self) -> &'static Acts {
        match self {
            Self::Users => &OF_USERS,
            Self::Groups => &OF_GROUPS,
            Self::Roles => &OF_ROLES,
        }
    }
}

impl Holder {
    /// Looks one up by name.
    pub(super) async fn of(
        connection: &mut impl Reads,
        live: &Live,
        kind: Holders,
        name: &str,
    ) -> Result<Self, ServiceError> {
        let account = &live.account.id;
        let asked: String = name.chars().take(LONGEST_NAME).collect();
        let mut arn = format!("arn:aws:iam::{account}:{}/{asked}", kind.acts().word);
        let found = match kind {
            Holders::Users => match UserName::parse(name) {
                Ok(name) => users::by_name(connection, account, &name).await?.map(|user| {
                    arn = user_arn(account, &user.name);
                    Found {
                        id: user.id.as_str().to_owned(),
                        name: user.name.as_str().to_owned(),
                        is_reserved: false,
                    }
                }),
                Err(_) => None,
            },
            Holders::Groups => match GroupName::parse(name) {
                Ok(name) => groups::by_name(connection, account, &name).await?.map(|group| {
                    arn = group_arn(account, &group.name);
                    Found {
                        id: group.id.as_str().to_owned(),
                        name: group.name.as_str().to_owned(),
                        is_reserved: false,
                    }
                }),
                Err(_) => None,
            },
            Holders::Roles => match RoleName::parse(name) {
                Ok(name) => roles::by_name(connection, account, &name).await?.map(|role| {
                    arn = role.arn();
                    Found {
                        is_reserved: must_not_be_reserved(&role).is_err(),
                        id: role.id.as_str().to_owned(),
                        name: role.name.as_str().to_owned(),
                    }
                }),
                Err(_) => None,
            },
        };
        let (boundary, tags) = match &found {
            Some(found) => (
                policies::boundary_of(connection, &found.id).await?,
                tags::of_owner(connection, &found.id).await?,
            ),
            None => (None, Vec::new()),
        };
        Ok(Self {
            kind,
            arn,
            asked,
            found,
            boundary: boundary.map(|policy| policy.arn()),
            tags,
        })
    }

    /// A question about it, with what its tags and its boundary are.
    pub(super) fn question(&self, action: Action) -> Question<'_> {
        let boundary = self.boundary.iter().cloned().collect();
        self.question_about_boundary(action, boundary)
    }

    /// The same with the boundary that it is to have.
    pub(super) fn question_about_boundary(&self, action: Action, boundary: Vec<String>) -> Question<'_> {
        Question::new(action, &self.arn)
            .with(keys_of_resource(&self.tags))
            .keys("iam:PermissionsBoundary", boundary)
    }

    /// The one who exists; asked only once it may be known.
    pub(super) fn found(&self) -> Result<&Found, ServiceError> {
        let entity = match self.kind {
            Holders::Users => Entity::User,
            Holders::Groups => Entity::Group,
            Holders::Roles => Entity::Role,
        };
        self.found.as_ref().ok_or_else(|| missing(entity, &self.asked))
    }

    /// The same for an act that changes what it has.
    pub(super) fn changeable(&self) -> Result<&Found, ServiceError> {
        let found = self.found()?;
        if found.is_reserved {
            return Err(ServiceError::ProtectedRole(found.name.clone()));
        }
        Ok(found)
    }

    pub(super) fn acts(&self) -> &'static Acts {
        self.kind.acts()
    }
}
