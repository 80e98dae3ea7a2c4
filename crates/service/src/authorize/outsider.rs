//! Decisions about somebody who is nobody here yet: for whom an identity provider vouches while they assume a role.
//!
//! They have no policies of their own and belong to no account, so that service control policies do not bind them; what
//! decides is the role's trust policy, and the resource control policies above its account.

use vestibule_identity::names::AccountId;
use vestibule_policy::{
    Accounts, Context, Decision, PolicySets, Principal as PolicyPrincipal, Request, ResourcePolicy, decide,
};
use vestibule_store::{Reads, permissions};

use super::{GLOBAL_REGION, Question};
use crate::error::Denial;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// Somebody for whom an identity provider vouches.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Outsider<'a> {
    /// The provider's ARN, or the host name of one that needs no entity.
    pub(crate) provider: &'a str,
    /// Their browser or tool.
    pub(crate) caller: &'a Caller,
}

/// What was decided, and why.
#[derive(Debug)]
pub(crate) struct Judgement {
    /// The refusal, if it is one.
    pub(crate) denial: Option<Denial>,
    /// The statements that decided, a sentence each.
    pub(crate) reasons: Vec<String>,
}

impl Service {
    /// Decides whether an outsider may do something with a role; the question has the trust policy and whose the role is.
    pub(crate) async fn judge_outsider(
        &self,
        connection: &mut impl Reads,
        outsider: Outsider<'_>,
        question: Question<'_>,
    ) -> Result<Judgement, ServiceError> {
        let principal = PolicyPrincipal::Federated {
            provider: outsider.provider.to_owned(),
        };
        let organization = permissions::organization(connection).await?;
        let mut context = self.circumstances(&principal, outsider.caller);
        let mut resource_control = Vec::new();
        if let Some(owner) = question.owner {
            context.set("aws:ResourceAccount", owner.as_str());
            resource_control = self
                .documents
                .above(connection, owner, organization.as_ref())
                .await?
                .resource;
        }
        if let Some(organization) = &organization {
            context.set("aws:ResourceOrgID", organization.id.as_str());
        }
        for (key, values) in question.keys {
            context.set_all(&key, values);
        }
        let action = question.action.parsed()?;
        let request = Request {
            principal: &principal,
            action: &action,
            resource: question.resource,
            context: &context,
            accounts: Accounts {
                resource: question.owner.map(AccountId::as_str).unwrap_or_default(),
                management: organization.as_ref().map(|row| row.management_account.as_str()),
            },
        };
        let sets = PolicySets {
            resource: question.trust.map_or(ResourcePolicy::None, ResourcePolicy::Trust),
            resource_control: &resource_control,
            ..PolicySets::default()
        };
        let decision = decide(&request, &sets);
        let reasons = decision.reasons();
        let denial = decision.short_message(&request).map(|message| Denial {
            message,
            principal: principal.arn(),
            action: action.as_str().to_owned(),
            resource: question.resource.to_owned(),
            explicit: matches!(decision, Decision::ExplicitDeny { .. }),
            reasons: reasons.clone(),
        });
        Ok(Judgement { denial, reasons })
    }

    fn circumstances(&self, principal: &PolicyPrincipal, caller: &Caller) -> Context {
        let now = self.now();
        let mut context = principal.context();
        context.set("aws:CurrentTime", now.to_string());
        context.set("aws:EpochTime", now.as_second().to_string());
        context.set("aws:SourceIp", caller.source_ip.as_str());
        context.set("aws:UserAgent", caller.user_agent.as_str());
        context.set("aws:SecureTransport", "true");
        context.set("aws:ViaAWSService", "false");
        context.set("aws:RequestedRegion", GLOBAL_REGION);
        context
    }
}
