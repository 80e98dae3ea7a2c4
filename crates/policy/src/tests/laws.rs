//! Laws: the two evaluators agree; a policy that is printed and read again decides the same; more allows never take away;
//! more denies never give; other services do not matter.

use std::sync::Arc;

use proptest::prelude::*;

use super::drawn::{policies, question, said};
use super::naive::{Answer, Policies, Question, Said, Who, answer};
use crate::{
    Accounts, Action, Attached, Context, Decision, Document, Kind, Level, PolicySets, Principal, Request,
    ResourcePolicy, decide,
};

fn written(statements: &[Said]) -> String {
    let name = |not: bool, name: &str| if not { format!("Not{name}") } else { name.to_owned() };
    let write = |said: &Said| {
        let mut statement = serde_json::json!({ "Effect": if said.allow { "Allow" } else { "Deny" } });
        if let Some((not, named)) = &said.principals {
            statement[name(*not, "Principal")] = serde_json::json!({ "AWS": named });
        }
        statement[name(said.actions.0, "Action")] = serde_json::json!(said.actions.1);
        statement[name(said.resources.0, "Resource")] = serde_json::json!(said.resources.1);
        statement["Condition"] = serde_json::json!({});
        for (operator, key, values) in &said.conditions {
            statement["Condition"][*operator][*key] = serde_json::json!(values);
        }
        statement
    };
    let list: Vec<serde_json::Value> = statements.iter().map(write).collect();
    serde_json::json!({"Version": "2012-10-17", "Statement": list}).to_string()
}

/// How the text of a policy reaches the evaluator.
type Way = fn(&str, Kind) -> String;

fn as_it_is(text: &str, _: Kind) -> String {
    text.to_owned()
}

fn printed(text: &str, kind: Kind) -> String {
    Document::parse(text, kind).unwrap().to_string()
}

fn printed_for_people(text: &str, kind: Kind) -> String {
    format!("{:#}", Document::parse(text, kind).unwrap())
}

fn compiled(statements: &[Said], kind: Kind, way: Way) -> Attached {
    let text = way(&written(statements), kind);
    let document = Document::parse(&text, kind).unwrap_or_else(|error| panic!("{error} {text}"));
    Attached::new("p", Arc::new(document))
}

fn principal(who: Who, account: &str) -> Principal {
    let account = account.to_owned();
    match who {
        Who::User => Principal::User {
            account,
            name: "alice".into(),
            id: "AIDA".into(),
        },
        Who::Session | Who::Linked => Principal::RoleSession {
            account,
            role: "r".into(),
            role_id: "AROA".into(),
            session: "s".into(),
            service_linked: who == Who::Linked,
        },
        Who::Root => Principal::Root { account },
        Who::Federated => Principal::FederatedUser {
            account,
            name: "f".into(),
            issuer: Some("alice".into()),
        },
        Who::FederatedRoot => Principal::FederatedUser {
            account,
            name: "f".into(),
            issuer: None,
        },
        Who::Anonymous => Principal::Anonymous,
        Who::Service => Principal::Service {
            name: "svc.amazonaws.com".into(),
        },
    }
}

fn decided(question: &Question, policies: &Policies) -> Decision {
    decided_by(question, policies, as_it_is)
}

fn decided_by(question: &Question, policies: &Policies, way: Way) -> Decision {
    let compiled = |statements: &[Said], kind| compiled(statements, kind, way);
    let all =
        |documents: &[Vec<Said>], kind| -> Vec<Attached> { documents.iter().map(|one| compiled(one, kind)).collect() };
    let levels = |levels: &[Vec<Vec<Said>>], kind| -> Vec<Level> {
        let level = |one: &Vec<Vec<Said>>| Level {
            name: "level".into(),
            policies: all(one, kind),
        };
        levels.iter().map(level).collect()
    };
    let identity = all(&policies.identity, Kind::Inline);
    let session = all(&policies.session, Kind::Session);
    let boundary = policies.boundary.as_ref().map(|one| compiled(one, Kind::Boundary));
    let resource = policies.resource.as_ref().map(|one| compiled(one, Kind::Resource));
    let service_control = levels(&policies.service_control, Kind::ServiceControl);
    let resource_control = levels(&policies.resource_control, Kind::ManagedResourceControl);
    let mut context = Context::new();
    for (key, values) in &question.facts {
        context.set_all(key, values.iter().copied());
    }
    let sets = PolicySets {
        identity: &identity,
        boundary: boundary.as_ref(),
        session: &session,
        resource: match &resource {
            None => ResourcePolicy::None,
            Some(policy) if policies.governs => ResourcePolicy::Governing(policy),
            Some(policy) => ResourcePolicy::Beside(policy),
        },
        service_control: &service_control,
        resource_control: &resource_control,
    };
    let request = Request {
        principal: &principal(question.who, question.account),
        action: &Action::parse(question.action).unwrap(),
        resource: question.resource,
        context: &context,
        accounts: Accounts {
            resource: question.owner,
            management: question.management,
        },
    };
    let decision = decide(&request, &sets);
    // Whatever it is, there are words for it.
    assert_eq!(decision.message(&request).is_none(), decision.is_allowed());
    assert!(!decision.reasons().is_empty());
    decision
}

fn plain(decision: &Decision) -> Answer {
    match decision {
        Decision::Allow { .. } => Answer::Allow,
        Decision::ImplicitDeny { .. } => Answer::Implicit,
        Decision::ExplicitDeny { .. } => Answer::Explicit,
    }
}

/// Adds a statement to one of the sets.
fn added(policies: &Policies, set: usize, extra: &Said) -> Policies {
    let mut more = policies.clone();
    let unnamed = Said {
        principals: None,
        ..extra.clone()
    };
    match set {
        0 => more.identity.push(vec![unnamed]),
        1 => more.boundary.get_or_insert_default().push(unnamed),
        2 => more.session.iter_mut().for_each(|one| one.push(unnamed.clone())),
        3 => more.resource.iter_mut().for_each(|one| one.push(extra.clone())),
        4 => {
            let documents = more.service_control.iter_mut().flatten();
            documents.for_each(|one| one.push(unnamed.clone()));
        }
        _ => {
            let documents = more.resource_control.iter_mut().flatten();
            documents.for_each(|one| one.push(extra.clone()));
        }
    }
    more
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(1000) })]

    #[test]
    fn two_evaluators_agree(policies in policies(), question in question()) {
        prop_assert_eq!(plain(&decided(&question, &policies)), answer(&question, &policies));
    }

    /// Reasons included.
    #[test]
    fn a_printed_policy_decides_the_same(policies in policies(), question in question()) {
        let decision = decided(&question, &policies);
        prop_assert_eq!(&decided_by(&question, &policies, printed), &decision);
        prop_assert_eq!(&decided_by(&question, &policies, printed_for_people), &decision);
    }

    #[test]
    fn an_allow_takes_nothing_away(
        policies in policies(), question in question(), extra in said(true), set in 0_usize..6,
    ) {
        // A boundary where there was none is a limit, whatever it says.
        let set = if policies.boundary.is_some() { set } else { set.max(2) };
        let extra = Said { allow: true, ..extra };
        let before = plain(&decided(&question, &policies));
        let after = plain(&decided(&question, &added(&policies, set, &extra)));
        prop_assert!(before != Answer::Allow || after == Answer::Allow);
        prop_assert_eq!(before == Answer::Explicit, after == Answer::Explicit);
    }

    #[test]
    fn a_deny_gives_nothing(
        policies in policies(), question in question(), extra in said(true), set in 0_usize..6,
    ) {
        let extra = Said { allow: false, ..extra };
        let before = plain(&decided(&question, &policies));
        let after = plain(&decided(&question, &added(&policies, set, &extra)));
        prop_assert!(after != Answer::Allow || before == Answer::Allow);
        prop_assert!(before != Answer::Explicit || after == Answer::Explicit);
    }

    #[test]
    fn another_service_changes_nothing(policies in policies(), question in question(), allow: bool, set in 0_usize..6) {
        let extra = Said {
            allow,
            principals: Some((false, vec!["*"])),
            actions: (false, vec!["ec2:*"]),
            resources: (false, vec!["*"]),
            conditions: Vec::new(),
        };
        let set = if policies.boundary.is_some() { set } else { set.max(2) };
        let before = decided(&question, &policies);
        prop_assert_eq!(decided(&question, &added(&policies, set, &extra)), before);
    }
}
