//! The policy simulator: what policies would say of requests that nobody makes.
//! <https://docs.aws.amazon.com/IAM/latest/APIReference/API_SimulatePrincipalPolicy.html>

use vestibule_identity::ids::{RoleId, UserId};
use vestibule_identity::names::{RoleName, SessionName, UserName};
use vestibule_identity::principal::Principal;
use vestibule_policy::{Action as Parsed, Decision};
use vestibule_store::{Reads, roles};

use super::holder::Holder;
use crate::answers::{Holders, Simulated, SimulatedAction, SimulatedDecision, Simulation};
use crate::authorize::{Action, Asker};
use crate::request::Caller;
use crate::session::Live;
use crate::{Service, ServiceError};

/// So many actions are asked about at once.
const MOST_ACTIONS: usize = 100;
/// So many condition keys are told.
const MOST_KEYS: usize = 50;
/// An ARN has at most so many characters.
const LONGEST_RESOURCE: usize = 2048;

impl Service {
    /// Decides as if a user or role had asked. The request has only what is told of it: no source address, no second factor.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn simulate(&self, caller: &Caller, simulation: &Simulation) -> Result<Simulated, ServiceError> {
        let live = self.live(caller).await?;
        if simulation.holders == Holders::Groups {
            return Err(ServiceError::invalid("holders", "Choose a user or a role."));
        }
        let resource = resource(&simulation.resource)?;
        let actions = actions(&simulation.actions)?;
        if simulation.context.len() > MOST_KEYS {
            return Err(ServiceError::invalid("context", "Tell at most 50 condition keys."));
        }
        let mut reader = self.store.read().await?;
        let holder = Holder::of(&mut reader, &live, simulation.holders, &simulation.name).await?;
        let question = holder.question(Action::SimulatePrincipalPolicy);
        self.authorize(&mut reader, &Asker::of(&live), question).await?;
        let principal = principal(&mut reader, &live, &holder).await?;
        let decisions = self
            .foresee(&mut reader, &principal, &actions, resource, &simulation.context)
            .await?;
        let results = actions.iter().zip(decisions).map(|(action, decision)| SimulatedAction {
            action: action.as_str().to_owned(),
            resource: resource.to_owned(),
            reasons: decision.reasons(),
            decision: match decision {
                Decision::Allow { .. } => SimulatedDecision::Allowed,
                Decision::ExplicitDeny { .. } => SimulatedDecision::ExplicitDeny,
                Decision::ImplicitDeny { .. } => SimulatedDecision::ImplicitDeny,
            },
        });
        Ok(Simulated {
            results: results.collect(),
        })
    }
}

fn resource(text: &str) -> Result<&str, ServiceError> {
    let text = text.trim();
    let ok = text == "*" || (text.starts_with("arn:") && text.split(':').count() >= 6);
    if ok && text.len() <= LONGEST_RESOURCE {
        Ok(text)
    } else {
        let words = "Write an ARN, for example arn:aws:s3:::reports/2026.csv, or *.";
        Err(ServiceError::invalid("resource", words))
    }
}

fn actions(texts: &[String]) -> Result<Vec<Parsed>, ServiceError> {
    let texts: Vec<&str> = texts
        .iter()
        .map(|text| text.trim())
        .filter(|text| !text.is_empty())
        .collect();
    if texts.is_empty() || texts.len() > MOST_ACTIONS {
        let words = "Write one to 100 actions, for example s3:GetObject.";
        return Err(ServiceError::invalid("actions", words));
    }
    texts
        .into_iter()
        .map(|text| {
            let shown: String = text.chars().take(128).collect();
            Parsed::parse(&shown).map_err(|_| ServiceError::Invalid {
                field: "actions",
                message: format!("{shown} is no action: write service:Name, without wildcards."),
            })
        })
        .collect()
}

async fn principal(connection: &mut impl Reads, live: &Live, holder: &Holder) -> Result<Principal, ServiceError> {
    let found = holder.found()?;
    let account = live.account.id.clone();
    let unreadable = |_| ServiceError::Worker;
    if holder.kind == Holders::Users {
        return Ok(Principal::IamUser {
            account,
            user: UserId::stored(found.id.clone()),
            name: UserName::parse(&found.name).map_err(unreadable)?,
        });
    }
    let name = RoleName::parse(&found.name).map_err(unreadable)?;
    let role = roles::by_name(connection, &account, &name)
        .await?
        .ok_or(ServiceError::Worker)?;
    Ok(Principal::AssumedRole {
        account,
        role: RoleId::stored(found.id.clone()),
        path: role.path,
        name,
        session: SessionName::parse("simulated").map_err(unreadable)?,
    })
}
