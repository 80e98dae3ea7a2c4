//! The answer, with its reasons.

use std::sync::Arc;

use crate::document::Effect;

/// A set of policies that has its own say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum PolicySet {
    /// Service control policies of the organization.
    ServiceControl,
    /// Resource control policies of the organization.
    ResourceControl,
    /// The resource's own policy.
    Resource,
    /// The role's trust policy.
    Trust,
    /// Policies of the user and their groups, or of the role.
    Identity,
    /// The permissions boundary.
    Boundary,
    /// Session policies.
    Session,
}

/// A statement that decided.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Citation {
    /// The set that it belongs to.
    pub set: PolicySet,
    /// For control policies: the root, unit or account that the policy is attached to.
    pub level: Option<Arc<str>>,
    /// The document's name, as it was attached.
    pub document: Arc<str>,
    /// The statement's place, counted from 0.
    pub statement: usize,
    /// The statement's Sid.
    pub sid: Option<Box<str>>,
    /// Condition keys of the statement that the request does not have.
    pub absent: Vec<Box<str>>,
}

/// A set that had to allow, and did not.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Gap {
    /// The set.
    pub set: PolicySet,
    /// For control policies: the level without an allow.
    pub level: Option<Arc<str>>,
}

/// A statement that speaks of the action, the resource and who asks, and whose conditions did not hold.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NearMiss {
    /// The statement.
    pub citation: Citation,
    /// What it would have done.
    pub effect: Effect,
    /// It was not that a condition is false: a policy variable has no value.
    pub undecided: bool,
}

/// The decision about a request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Decision {
    /// Allowed.
    Allow {
        /// The first statement that allowed, for each set and level that had to.
        because: Vec<Citation>,
        /// The root user has all permissions in its account.
        /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html>
        as_root: bool,
    },
    /// Denied because nothing allowed.
    ImplicitDeny {
        /// The sets without an allow, in the order of AWS's evaluation; at least one.
        gaps: Vec<Gap>,
        /// Statements whose conditions did not hold; at most 50.
        near: Vec<NearMiss>,
    },
    /// Denied by a statement.
    ExplicitDeny {
        /// The statements that denied, in the order of AWS's evaluation; at least one, at most 50.
        because: Vec<Citation>,
    },
}

impl Decision {
    /// Whether the request may go on.
    #[must_use]
    pub fn is_allowed(&self) -> bool {
        matches!(self, Self::Allow { .. })
    }
}
