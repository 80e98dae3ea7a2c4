//! Which sets must allow, and what they say.
//!
//! 1. An explicit deny in any set that binds the principal or the resource ends it.
//! 2. Every level of the organization must allow: service control policies for the principal's account, resource control
//!    policies for the resource's. They bind neither the management account nor roles that are linked to a service.
//! 3. In one account, an allow by the resource's policy may be enough, by whom it names:
//!
//! | it names | identity | boundary | session policies |
//! |---|---|---|---|
//! | the user, the session, anyone | - | - | - |
//! | the role of the session, the user behind a federated session | - | must allow | must allow |
//! | the account (which delegates to it) | must allow | must allow | must allow |
//! | nobody of these | must allow | must allow | must allow |
//!
//!    A trust policy, or a policy that governs its resource alone as a key's does, must allow in any case.
//! 4. Across accounts the resource's policy must allow, and so must identity, boundary and session policies.
//! 5. The root user needs no identity policy, and has neither boundary nor session policies. A federated session has the
//!    permissions of its session policies only, so it needs some.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>,
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>,
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>

use std::sync::Arc;

use crate::decision::{Citation, Decision, Gap, NearMiss, PolicySet};
use crate::document::{Document, Effect};
use crate::principal::{Closeness, Principal};
use crate::request::Request;
use crate::truth::Truth;

/// More would help nobody.
const MOST_REASONS: usize = 50;

/// A document under the name that the answer should call it by.
#[derive(Debug, Clone, PartialEq)]
pub struct Attached {
    /// An ARN, or the name of an embedded policy.
    pub name: Arc<str>,
    /// The document.
    pub document: Arc<Document>,
}

impl Attached {
    /// Gives a document a name.
    #[must_use]
    pub fn new(name: &str, document: Arc<Document>) -> Self {
        Self {
            name: name.into(),
            document,
        }
    }
}

/// The control policies at the organization's root, at a unit, or at the account.
#[derive(Debug, Clone, PartialEq)]
pub struct Level {
    /// What the answer should call it by.
    pub name: Arc<str>,
    /// The policies; any of them may allow for the level.
    pub policies: Vec<Attached>,
}

/// The resource's policy, and what an allow of other policies is worth without it.
#[derive(Debug, Clone, Copy, Default)]
pub enum ResourcePolicy<'a> {
    /// The resource has none.
    #[default]
    None,
    /// In one account, either it or an identity policy allows: most resources.
    Beside(&'a Attached),
    /// Without its allow nothing is allowed, as with keys.
    /// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>
    Governing(&'a Attached),
    /// The trust policy of the role that is to be assumed, which governs too.
    Trust(&'a Attached),
}

/// All policies that bear on a request.
#[derive(Debug, Clone, Copy, Default)]
pub struct PolicySets<'a> {
    /// Policies of the user and of their groups, or of the role; for a federated session those of who federated.
    pub identity: &'a [Attached],
    /// The boundary of that user or role.
    pub boundary: Option<&'a Attached>,
    /// Session policies; none if the session was begun without.
    pub session: &'a [Attached],
    /// The resource's policy.
    pub resource: ResourcePolicy<'a>,
    /// From the organization's root down to the principal's account; none without an organization.
    pub service_control: &'a [Level],
    /// From the organization's root down to the resource's account; none without an organization.
    pub resource_control: &'a [Level],
}

/// Decides a request.
///
/// ```
/// use std::sync::Arc;
/// use vestibule_policy::{Accounts, Action, Attached, Document, Kind, PolicySets, Principal, Request, decide};
///
/// let text = r#"{
///     "Version": "2012-10-17",
///     "Statement": {"Effect": "Allow", "Action": "s3:Get*", "Resource": "arn:aws:s3:::${aws:username}/*"}
/// }"#;
/// let document = Document::parse(text, Kind::Inline).unwrap();
/// let identity = [Attached::new("own-bucket", Arc::new(document))];
/// let principal = Principal::User { account: "111122223333".into(), name: "alice".into(), id: "AIDA1".into() };
/// let request = Request {
///     principal: &principal,
///     action: &Action::parse("s3:GetObject").unwrap(),
///     resource: "arn:aws:s3:::alice/letter",
///     context: &principal.context(),
///     accounts: Accounts { resource: "111122223333", management: None },
/// };
/// let sets = PolicySets { identity: &identity, ..PolicySets::default() };
/// assert!(decide(&request, &sets).is_allowed());
/// assert!(!decide(&Request { resource: "arn:aws:s3:::bob/letter", ..request }, &sets).is_allowed());
/// ```
#[must_use]
pub fn decide(request: &Request<'_>, sets: &PolicySets<'_>) -> Decision {
    let standing = Standing::of(request.principal);
    let mut findings = Findings::new(request);
    let mut gaps = Vec::new();
    let linked = matches!(
        request.principal,
        Principal::RoleSession {
            service_linked: true,
            ..
        }
    );
    let bound = |account: &str| !linked && request.accounts.management != Some(account);

    if request.principal.account().is_some_and(bound) {
        findings.levels(PolicySet::ServiceControl, sets.service_control, &mut gaps);
    }
    if bound(request.accounts.resource) {
        findings.levels(PolicySet::ResourceControl, sets.resource_control, &mut gaps);
    }
    let (resource_set, resource_policy, governs) = match sets.resource {
        ResourcePolicy::None => (PolicySet::Resource, None, false),
        ResourcePolicy::Beside(policy) => (PolicySet::Resource, Some(policy), false),
        ResourcePolicy::Governing(policy) => (PolicySet::Resource, Some(policy), true),
        ResourcePolicy::Trust(policy) => (PolicySet::Trust, Some(policy), true),
    };
    let granted = findings.scan(resource_set, None, resource_policy);
    let identity = match standing {
        Standing::Identity => findings.scan(PolicySet::Identity, None, sets.identity).is_some(),
        Standing::Root | Standing::FederatedRoot => true,
        Standing::None => false,
    };
    let has_boundary = standing == Standing::Identity && sets.boundary.is_some();
    let boundary = !has_boundary || findings.scan(PolicySet::Boundary, None, sets.boundary).is_some();
    let is_federated = matches!(request.principal, Principal::FederatedUser { .. });
    let has_session = standing.has_session() && (is_federated || !sets.session.is_empty());
    let session = !has_session || findings.scan(PolicySet::Session, None, sets.session).is_some();

    if !findings.denies.is_empty() {
        return findings.explicit_deny();
    }

    let same_account = request.principal.account() == Some(request.accounts.resource);
    let needs = Needs::of(granted, governs, same_account);
    let checks = [
        (resource_set, needs.resource, granted.is_some()),
        (
            PolicySet::Identity,
            needs.identity && standing != Standing::None,
            identity,
        ),
        (PolicySet::Boundary, needs.limits, boundary),
        (PolicySet::Session, needs.limits, session),
    ];
    let missing = checks.into_iter().filter(|(_, needed, has)| *needed && !has);
    gaps.extend(missing.map(|(set, ..)| Gap { set, level: None }));
    if gaps.is_empty() {
        let as_root = needs.identity && matches!(standing, Standing::Root | Standing::FederatedRoot);
        return findings.allow(&needs, as_root);
    }
    findings.implicit_deny(gaps)
}

/// What policies a principal can have of its own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Standing {
    /// A user or role: identity policies, boundary, session policies.
    Identity,
    /// All permissions, and nothing that takes them away but control policies and the resource's.
    Root,
    /// The root user's permissions as far as session policies go.
    FederatedRoot,
    /// Nobody of an account: only the resource's policy can allow.
    None,
}

impl Standing {
    fn of(principal: &Principal) -> Self {
        match principal {
            Principal::Root { .. } => Self::Root,
            Principal::User { .. }
            | Principal::RoleSession { .. }
            | Principal::FederatedUser { issuer: Some(_), .. } => Self::Identity,
            Principal::FederatedUser { issuer: None, .. } => Self::FederatedRoot,
            Principal::Anonymous | Principal::Federated { .. } | Principal::Service { .. } => Self::None,
        }
    }

    fn has_session(self) -> bool {
        matches!(self, Self::Identity | Self::FederatedRoot)
    }
}

/// Which sets must allow.
struct Needs {
    resource: bool,
    identity: bool,
    /// Boundary and session policies, where there are any.
    limits: bool,
}

impl Needs {
    fn of(granted: Option<Closeness>, governs: bool, same_account: bool) -> Self {
        if !same_account {
            return Self {
                resource: true,
                identity: true,
                limits: true,
            };
        }
        match granted {
            Some(Closeness::Itself) => Self {
                resource: true,
                identity: false,
                limits: false,
            },
            Some(Closeness::Origin) => Self {
                resource: true,
                identity: false,
                limits: true,
            },
            Some(Closeness::Account) | None => Self {
                resource: governs,
                identity: true,
                limits: true,
            },
        }
    }

    fn includes(&self, set: PolicySet) -> bool {
        match set {
            PolicySet::ServiceControl | PolicySet::ResourceControl => true,
            PolicySet::Resource | PolicySet::Trust => self.resource,
            PolicySet::Identity => self.identity,
            PolicySet::Boundary | PolicySet::Session => self.limits,
        }
    }
}

/// A statement, before it is written out as a citation.
#[derive(Clone, Copy)]
struct Hit<'a> {
    set: PolicySet,
    level: Option<&'a Arc<str>>,
    attached: &'a Attached,
    place: usize,
}

struct Findings<'a> {
    request: &'a Request<'a>,
    allows: Vec<Hit<'a>>,
    denies: Vec<Hit<'a>>,
    near: Vec<(Hit<'a>, Effect, Truth)>,
}

impl<'a> Findings<'a> {
    fn new(request: &'a Request<'a>) -> Self {
        Self {
            request,
            allows: Vec::new(),
            denies: Vec::new(),
            near: Vec::new(),
        }
    }

    /// Every level must have an allow.
    fn levels(&mut self, set: PolicySet, levels: &'a [Level], gaps: &mut Vec<Gap>) {
        for level in levels {
            if self.scan(set, Some(&level.name), &level.policies).is_none() {
                gaps.push(Gap {
                    set,
                    level: Some(level.name.clone()),
                });
            }
        }
    }

    /// Looks at documents that speak with one voice: how closely they allow, if they do.
    fn scan(
        &mut self,
        set: PolicySet,
        level: Option<&'a Arc<str>>,
        documents: impl IntoIterator<Item = &'a Attached>,
    ) -> Option<Closeness> {
        let request = self.request;
        let (service, name) = request.action.parts();
        let mut best: Option<(Closeness, Hit<'a>)> = None;
        for attached in documents {
            for (place, statement) in attached.document.about(service, name) {
                let is_allow = statement.effect == Effect::Allow;
                if is_allow && best.is_some_and(|(closeness, _)| closeness == Closeness::Itself) {
                    continue;
                }
                let Some(found) = statement.judge(request) else {
                    continue;
                };
                let hit = Hit {
                    set,
                    level,
                    attached,
                    place,
                };
                if !found.applies.is_true() {
                    if self.near.len() < MOST_REASONS {
                        self.near.push((hit, statement.effect, found.applies));
                    }
                } else if !is_allow {
                    if self.denies.len() < MOST_REASONS {
                        self.denies.push(hit);
                    }
                } else if best.is_none_or(|(closeness, _)| closeness < found.closeness) {
                    best = Some((found.closeness, hit));
                }
            }
        }
        self.allows.extend(best.map(|(_, hit)| hit));
        best.map(|(closeness, _)| closeness)
    }

    fn cite(&self, hit: &Hit<'_>) -> Citation {
        let statement = hit.attached.document.statement(hit.place);
        Citation {
            set: hit.set,
            level: hit.level.cloned(),
            document: hit.attached.name.clone(),
            statement: hit.place,
            sid: statement.and_then(|statement| statement.sid.clone()),
            absent: statement.map_or_else(Vec::new, |statement| statement.absent_keys(self.request.context)),
        }
    }

    fn explicit_deny(&self) -> Decision {
        Decision::ExplicitDeny {
            because: self.denies.iter().map(|hit| self.cite(hit)).collect(),
        }
    }

    fn allow(&self, needs: &Needs, as_root: bool) -> Decision {
        let counted = self.allows.iter().filter(|hit| needs.includes(hit.set));
        Decision::Allow {
            because: counted.map(|hit| self.cite(hit)).collect(),
            as_root,
        }
    }

    fn implicit_deny(&self, gaps: Vec<Gap>) -> Decision {
        let near = self.near.iter().map(|(hit, effect, applies)| NearMiss {
            citation: self.cite(hit),
            effect: *effect,
            undecided: *applies == Truth::Unknown,
        });
        Decision::ImplicitDeny {
            gaps,
            near: near.collect(),
        }
    }
}

#[cfg(test)]
mod tests;
