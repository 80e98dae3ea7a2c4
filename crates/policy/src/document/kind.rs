//! Kinds of policies: which elements each may have, and how long it may be.

/// Where a document is attached, which decides what it may contain.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Kind {
    /// A managed policy of users, groups and roles.
    Managed,
    /// A policy embedded in a user, group or role.
    Inline,
    /// A permissions boundary (a managed policy).
    Boundary,
    /// A session policy, passed when a role or a federated session begins.
    Session,
    /// A policy attached to a resource.
    Resource,
    /// A role's trust policy.
    Trust,
    /// A service control policy.
    ServiceControl,
    /// A resource control policy that a customer writes.
    ResourceControl,
    /// `RCPFullAWSAccess`, which may say what customers may not: Allow everything.
    ManagedResourceControl,
}

/// Whether an element belongs into a statement.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Presence {
    Required,
    Optional,
    Prohibited,
}

impl Kind {
    /// Identity-based, boundary and session policies have no Principal, control policies of resources must.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>,
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps_syntax.html>
    pub(crate) fn principal(self) -> Presence {
        match self {
            Self::Managed | Self::Inline | Self::Boundary | Self::Session | Self::ServiceControl => {
                Presence::Prohibited
            }
            Self::Resource | Self::Trust | Self::ResourceControl | Self::ManagedResourceControl => Presence::Required,
        }
    }

    /// A trust policy has no Resource: the role is. Other resource-based policies may leave it out, as topics' and
    /// repositories' do.
    pub(crate) fn resource(self) -> Presence {
        match self {
            Self::Trust => Presence::Prohibited,
            Self::Resource => Presence::Optional,
            _ => Presence::Required,
        }
    }

    /// Managed policies and control policies are younger than the language of 2008. Our choice for session policies: as
    /// inline ones, any version.
    pub(crate) fn needs_2012(self) -> bool {
        !matches!(self, Self::Inline | Self::Session | Self::Resource | Self::Trust)
    }

    /// Policies that are part of `AWS Organizations`.
    #[must_use]
    pub fn is_control(self) -> bool {
        matches!(
            self,
            Self::ServiceControl | Self::ResourceControl | Self::ManagedResourceControl
        )
    }

    /// Policies of identities and their sessions, which the IAM API checks most closely.
    pub(crate) fn is_identity(self) -> bool {
        matches!(self, Self::Managed | Self::Inline | Self::Boundary | Self::Session)
    }

    /// The documented quotas. Embedded policies share theirs with their neighbours, so a user (2,048), group (5,120) or
    /// role (10,240) needs the service to say how much is left; here stands the role's. Quotas grow over the years, so the
    /// service may pass its own.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>,
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_reference_limits.html>
    #[must_use]
    pub fn limits(self) -> Limits {
        let (characters, quota, white_space) = match self {
            Self::Managed | Self::Boundary => (6144, "PolicySize", false),
            Self::Inline => (10_240, "PolicySize", false),
            Self::Session => (2048, "PolicySize", true),
            // Services differ; S3's 20 KB.
            Self::Resource => (20_480, "PolicySize", true),
            Self::Trust => (2048, "ACLSizePerRole", false),
            Self::ServiceControl | Self::ResourceControl | Self::ManagedResourceControl => (5120, "PolicySize", true),
        };
        Limits {
            bytes: 131_072,
            characters,
            white_space,
            quota,
        }
    }
}

/// How long a document may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Limits {
    /// Bytes of the text as it came, looked at before anything else. The IAM API's `PolicyDocument` has at most 131,072
    /// characters.
    pub bytes: usize,
    /// Characters that count.
    pub characters: usize,
    /// Whether white space counts (IAM's own quotas do not count it).
    pub white_space: bool,
    /// The quota's name in the refusal.
    pub quota: &'static str,
}

impl Limits {
    /// How many characters of a text count.
    #[must_use]
    pub fn count(&self, text: &str) -> usize {
        text.chars()
            .filter(|one| self.white_space || !one.is_whitespace())
            .count()
    }
}
