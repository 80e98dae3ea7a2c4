//! The one place that answers "may this principal do this?".
//!
//! [`Service::authorize`] gathers what bears on the question (policies of the principal and its groups, boundary, session
//! policy, control policies, the resource's own policy), states what is known of the request, and asks `vestibule-policy`.
//! Nothing else in this crate decides about permissions.
//!
//! - `action`: every act that is asked about, by its name in policies.
//! - `asker`: who asks, and what the request's context says of them.
//! - `outsider`: decisions about somebody for whom an identity provider vouches.
//! - `sets`: the policies that bear, compiled once.
//! - `simulate`: decisions about requests that nobody makes.
//! - `matrix`: a test that asks every action of every kind of principal, and compares with the reviewed `matrix.txt`.

mod action;
mod asker;
#[cfg(test)]
mod matrix;
mod outsider;
mod sets;
mod simulate;

pub(crate) use action::Action;
pub(crate) use asker::Asker;
pub(crate) use outsider::Outsider;
pub(crate) use sets::Documents;

use vestibule_identity::names::AccountId;
use vestibule_identity::principal::Principal;
use vestibule_policy::{Accounts, Attached, Context, Decision, PolicySets, Request, ResourcePolicy, decide};
use vestibule_store::{Reads, permissions, roles, tags, users};

use crate::error::Denial;
use crate::session::Live;
use crate::{Service, ServiceError};

/// Global services answer from here, whatever region is chosen.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html#condition-keys-requestedregion>
pub(crate) const GLOBAL_REGION: &str = "us-east-1";

/// What is asked besides by whom.
#[derive(Clone)]
pub(crate) struct Question<'a> {
    action: Action,
    resource: &'a str,
    owner: Option<&'a AccountId>,
    trust: Option<&'a Attached>,
    beside: Option<&'a Attached>,
    governing: Option<&'a Attached>,
    region: &'a str,
    keys: Vec<(String, Vec<String>)>,
}

impl<'a> Question<'a> {
    /// May the action be done on the resource, an ARN or `*`?
    pub(crate) fn new(action: Action, resource: &'a str) -> Self {
        Self {
            action,
            resource,
            owner: None,
            trust: None,
            beside: None,
            governing: None,
            region: GLOBAL_REGION,
            keys: Vec::new(),
        }
    }

    /// What is asked for.
    pub(crate) fn action(&self) -> Action {
        self.action
    }

    /// The resource belongs to this account, not the principal's.
    #[must_use]
    pub(crate) fn of_account(mut self, owner: &'a AccountId) -> Self {
        self.owner = Some(owner);
        self
    }

    /// The role to assume trusts by this policy.
    #[must_use]
    pub(crate) fn trusting(mut self, policy: &'a Attached) -> Self {
        self.trust = Some(policy);
        self
    }

    /// The resource has a policy of its own.
    #[must_use]
    pub(crate) fn beside(mut self, policy: Option<&'a Attached>) -> Self {
        self.beside = policy;
        self
    }

    /// The resource has a policy without whose allow nothing is allowed, as keys have.
    #[must_use]
    pub(crate) fn governed_by(mut self, policy: Option<&'a Attached>) -> Self {
        self.governing = policy;
        self
    }

    /// The request goes to a region's own endpoint.
    #[must_use]
    pub(crate) fn in_region(mut self, region: &'a str) -> Self {
        self.region = region;
        self
    }

    /// A condition key that only this action knows, such as `iam:PolicyARN`.
    #[must_use]
    pub(crate) fn key(mut self, key: &str, value: impl Into<String>) -> Self {
        self.keys.push((key.to_owned(), vec![value.into()]));
        self
    }

    /// More condition keys.
    #[must_use]
    pub(crate) fn with(mut self, keys: Vec<(String, Vec<String>)>) -> Self {
        self.keys.extend(keys);
        self
    }

    /// A condition key with several values; none makes it absent.
    #[must_use]
    pub(crate) fn keys(mut self, key: &str, values: Vec<String>) -> Self {
        self.keys.push((key.to_owned(), values));
        self
    }
}

impl Service {
    /// Allows the session's principal, or refuses in AWS's words.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`] with the decision's reasons.
    pub(crate) async fn may(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        resource: &str,
    ) -> Result<(), ServiceError> {
        self.authorize(connection, &Asker::of(live), Question::new(action, resource))
            .await
    }

    /// Allows, or refuses in AWS's words.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`] with the decision's reasons.
    pub(crate) async fn authorize(
        &self,
        connection: &mut impl Reads,
        asker: &Asker<'_>,
        question: Question<'_>,
    ) -> Result<(), ServiceError> {
        match self.judge(connection, asker, question).await? {
            None => Ok(()),
            Some(denial) => Err(ServiceError::AccessDenied(Box::new(denial))),
        }
    }

    /// The refusal, if it is one.
    pub(crate) async fn judge(
        &self,
        connection: &mut impl Reads,
        asker: &Asker<'_>,
        question: Question<'_>,
    ) -> Result<Option<Denial>, ServiceError> {
        if let Some(denial) = kept_from_sts(asker.principal, &question) {
            return Ok(Some(denial));
        }
        let organization = permissions::organization(connection).await?;
        let own = asker.principal.account();
        let owner = question.owner.unwrap_or(own);
        // Whom nobody can name any more nothing is granted to, whatever policies say of their name.
        let is_gone = is_gone(connection, asker.principal).await?;
        let of_principal = self.documents.of_principal(connection, asker).await?;
        let above = self.documents.above(connection, own, organization.as_ref()).await?;
        let above_resource = if owner == own {
            None
        } else {
            Some(self.documents.above(connection, owner, organization.as_ref()).await?)
        };
        let mut context = asker.context(self.now(), organization.as_ref());
        know_tags(connection, asker, &mut context).await?;
        context.set("aws:RequestedRegion", question.region);
        context.set("aws:ResourceAccount", owner.as_str());
        if let Some(organization) = &organization {
            context.set("aws:ResourceOrgID", organization.id.as_str());
        }
        for (key, values) in question.keys {
            context.set_all(&key, values);
        }
        let principal = asker.policy_principal();
        let action = question.action.parsed()?;
        let request = Request {
            principal: &principal,
            action: &action,
            resource: question.resource,
            context: &context,
            accounts: Accounts {
                resource: owner.as_str(),
                management: organization.as_ref().map(|row| row.management_account.as_str()),
            },
        };
        let sets = PolicySets {
            identity: &of_principal.identity,
            boundary: of_principal.boundary.as_ref(),
            session: asker.session_policies,
            resource: match (question.trust, question.governing, question.beside) {
                _ if is_gone => ResourcePolicy::None,
                (Some(trust), ..) => ResourcePolicy::Trust(trust),
                (None, Some(policy), _) => ResourcePolicy::Governing(policy),
                (None, None, Some(policy)) => ResourcePolicy::Beside(policy),
                (None, None, None) => ResourcePolicy::None,
            },
            service_control: &above.service,
            resource_control: if question.action.is_governed_by_resource_control() {
                &above_resource.as_ref().unwrap_or(&above).resource
            } else {
                &[]
            },
        };
        let decision = decide(&request, &sets);
        Ok(decision.message(&request).map(|message| Denial {
            message,
            principal: principal.arn(),
            action: action.as_str().to_owned(),
            resource: question.resource.to_owned(),
            explicit: matches!(decision, Decision::ExplicitDeny { .. }),
            reasons: decision.reasons(),
        }))
    }
}

/// A federated user can call no operation of STS but `GetCallerIdentity`, which asks nobody, whatever policies say.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>
fn kept_from_sts(principal: &Principal, question: &Question<'_>) -> Option<Denial> {
    let is_kept = matches!(principal, Principal::FederatedUser { .. }) && question.action.is_of_sts();
    let (who, action, resource) = (principal.arn(), question.action.name(), question.resource);
    is_kept.then(|| Denial {
        message: format!("User: {who} is not authorized to perform: {action} on resource: {resource}"),
        action: action.to_owned(),
        resource: resource.to_owned(),
        explicit: false,
        reasons: vec![format!("A federated user cannot call {action}, whatever policies say.")],
        principal: who,
    })
}

/// Whether the role of a session is deleted, or the user who stands behind a federated one. Another of the same name is another
/// one: AWS knows them by their unique id.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_principal.html>
async fn is_gone(connection: &mut impl Reads, principal: &Principal) -> Result<bool, ServiceError> {
    Ok(match principal {
        Principal::AssumedRole { role, .. } => roles::by_id(connection, role).await?.is_none(),
        Principal::FederatedUser { issuer: Some(by), .. } => users::by_id(connection, &by.user).await?.is_none(),
        Principal::Root { .. } | Principal::IamUser { .. } | Principal::FederatedUser { issuer: None, .. } => false,
    })
}

/// Tells the context the principal's tags.
async fn know_tags(connection: &mut impl Reads, asker: &Asker<'_>, context: &mut Context) -> Result<(), ServiceError> {
    if let Some(id) = asker.tagged_as() {
        for (key, value) in tags::of_owner(connection, id).await? {
            context.set(&format!("aws:PrincipalTag/{key}"), value);
        }
    }
    for (key, value) in asker.session_tags.into_iter().flatten() {
        context.set(&format!("aws:PrincipalTag/{key}"), value.as_str());
    }
    Ok(())
}
