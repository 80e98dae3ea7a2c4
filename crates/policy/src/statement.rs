//! One statement, and whether it applies to a request.

use crate::arn::{ActionPattern, ArnPattern};
use crate::condition::Condition;
use crate::context::Context;
use crate::document::Effect;
use crate::principal::{Closeness, Named, Principal, names_of};
use crate::request::Request;
use crate::truth::Truth;

/// A compiled statement.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Statement {
    pub(crate) sid: Option<Box<str>>,
    pub(crate) effect: Effect,
    /// None in policies that are attached to who asks.
    pub(crate) principals: Option<Principals>,
    pub(crate) actions: Listed<ActionPattern>,
    /// None in policies that are attached to the one resource.
    pub(crate) resources: Option<Listed<ArnPattern>>,
    pub(crate) conditions: Vec<Condition>,
}

/// An element and its Not form.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Listed<T> {
    /// `Action`, `Resource`
    Only(Vec<T>),
    /// `NotAction`, `NotResource`
    AllBut(Vec<T>),
}

/// The Principal or `NotPrincipal` element.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Principals {
    Only(Vec<Named>),
    AllBut(Vec<Named>),
}

/// A statement that speaks of the request: of who asks, the action and the resource.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Match {
    /// How closely it names who asks; `Itself` where it has no Principal.
    pub(crate) closeness: Closeness,
    /// Whether it applies: resource, conditions and variables included.
    pub(crate) applies: Truth,
}

impl Statement {
    pub(crate) fn allow_everything(to_anyone: bool) -> Self {
        Self {
            sid: None,
            effect: Effect::Allow,
            principals: to_anyone.then(|| Principals::Only(vec![Named::Anyone])),
            actions: Listed::Only(vec![ActionPattern::new("*")]),
            resources: Some(Listed::Only(vec![ArnPattern::Any])),
            conditions: Vec::new(),
        }
    }

    /// The actions that it speaks of, as a service and how their names begin; none: any.
    pub(crate) fn about(&self) -> Option<impl Iterator<Item = (&str, &str)>> {
        match &self.actions {
            Listed::Only(actions) if actions.iter().all(|action| action.service.is_some()) => {
                Some(actions.iter().filter_map(ActionPattern::begins))
            }
            _ => None,
        }
    }

    /// None if it does not speak of the request.
    pub(crate) fn judge(&self, request: &Request<'_>) -> Option<Match> {
        let (service, name) = request.action.parts();
        let listed = |actions: &[ActionPattern]| actions.iter().any(|action| action.matches(service, name));
        let speaks = match &self.actions {
            Listed::Only(actions) => listed(actions),
            Listed::AllBut(actions) => !listed(actions),
        };
        if !speaks {
            return None;
        }
        let closeness = match &self.principals {
            Some(principals) => principals.closeness(request.principal, self.effect)?,
            None => Closeness::Itself,
        };
        let resource = self.covers(request.resource, request.context);
        if resource == Truth::False {
            return None;
        }
        let conditions = self.conditions.iter().map(|condition| condition.holds(request.context));
        Some(Match {
            closeness,
            applies: Truth::all(std::iter::once(resource).chain(conditions)),
        })
    }

    fn covers(&self, resource: &str, context: &Context) -> Truth {
        let any = |patterns: &[ArnPattern]| Truth::any(patterns.iter().map(|one| one.covers(resource, context)));
        match &self.resources {
            None => Truth::True,
            Some(Listed::Only(patterns)) => any(patterns),
            Some(Listed::AllBut(patterns)) => any(patterns).not(),
        }
    }

    /// The condition keys that the request does not have, each once.
    pub(crate) fn absent_keys(&self, context: &Context) -> Vec<Box<str>> {
        let mut absent: Vec<Box<str>> = Vec::new();
        for condition in self.conditions.iter().filter(|condition| condition.is_absent(context)) {
            if !absent.iter().any(|key| key.eq_ignore_ascii_case(&condition.key)) {
                absent.push(condition.key.clone());
            }
        }
        absent
    }
}

impl Principals {
    fn closeness(&self, principal: &Principal, effect: Effect) -> Option<Closeness> {
        match self {
            Self::Only(named) => named.iter().filter_map(|one| one.names(principal)).max(),
            Self::AllBut(named) => {
                let is_named = |closeness: &Closeness| named.iter().any(|one| one.names(principal) == Some(*closeness));
                let anyone = named.contains(&Named::Anyone);
                // To spare a principal, a Deny must name it in full: the account, the role, and the session.
                // https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html
                // An Allow (ours) leaves out whoever is named in any way.
                let spared = match effect {
                    Effect::Deny => names_of(principal).iter().all(is_named),
                    Effect::Allow => names_of(principal).iter().any(is_named),
                };
                (!spared && !anyone).then_some(Closeness::Itself)
            }
        }
    }
}
