//! Decisions about requests that nobody makes, for the policy simulator.

use std::collections::BTreeMap;

use vestibule_identity::principal::Principal;
use vestibule_policy::{Accounts, Action, Decision, PolicySets, Request, ResourcePolicy, decide};
use vestibule_store::{Reads, permissions, tags};

use super::{Asker, know_tags};
use crate::{Service, ServiceError};

impl Service {
    /// What policies would say, with nothing known of the request but who asks, when, and what is told.
    pub(crate) async fn foresee(
        &self,
        connection: &mut impl Reads,
        principal: &Principal,
        actions: &[Action],
        resource: &str,
        told: &BTreeMap<String, Vec<String>>,
    ) -> Result<Vec<Decision>, ServiceError> {
        let asker = Asker::simulated(principal);
        let organization = permissions::organization(connection).await?;
        let own = principal.account();
        let of_principal = self.documents.of_principal(connection, &asker).await?;
        let above = self.documents.above(connection, own, organization.as_ref()).await?;
        let now = self.now();
        let acting = asker.policy_principal();
        let mut context = acting.context();
        know_tags(connection, &asker, &mut context).await?;
        context.set("aws:CurrentTime", now.to_string());
        context.set("aws:EpochTime", now.as_second().to_string());
        if let Some(id) = asker.tagged_as() {
            for (key, value) in tags::of_owner(connection, id).await? {
                context.set(&format!("aws:PrincipalTag/{key}"), value);
            }
        }
        context.set("aws:ResourceAccount", own.as_str());
        if let Some(organization) = &organization {
            context.set("aws:PrincipalOrgID", organization.id.as_str());
            context.set("aws:ResourceOrgID", organization.id.as_str());
        }
        for (key, values) in told {
            context.set_all(key, values.iter().map(String::as_str));
        }
        let sets = PolicySets {
            identity: &of_principal.identity,
            boundary: of_principal.boundary.as_ref(),
            session: &[],
            resource: ResourcePolicy::None,
            service_control: &above.service,
            resource_control: &[],
        };
        let decide_one = |action: &Action| {
            let request = Request {
                principal: &acting,
                action,
                resource,
                context: &context,
                accounts: Accounts {
                    resource: own.as_str(),
                    management: organization.as_ref().map(|row| row.management_account.as_str()),
                },
            };
            decide(&request, &sets)
        };
        Ok(actions.iter().map(decide_one).collect())
    }
}
