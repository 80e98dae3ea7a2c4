//! Laws: the two evaluators agree; more allows never take away; more denies never give; other services do not matter.

use std::sync::Arc;

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::naive::{Answer, Facts, Policies, Question, Said, Who, answer};
use super::world::{ACCOUNT, OTHER};
use crate::{
    Accounts, Action, Attached, Context, Decision, Document, Kind, Level, PolicySets, Principal, Request,
    ResourcePolicy, decide,
};

const ACTIONS: [&str; 8] = [
    "*",
    "s3:*",
    "s3:Get*",
    "s3:GetObject",
    "S3:getobject",
    "iam:*",
    "iam:?etUser",
    "*:*Object",
];
const RESOURCES: [&str; 8] = [
    "*",
    "arn:aws:s3:::b/*",
    "arn:aws:s3:::b/${k:v}",
    "arn:aws:s3:::*/x",
    "arn:aws:s3:::b/${k:v, 'x'}",
    "arn:aws:s3:::b/${*}",
    "arn:aws:s3:*:*:?/x",
    "arn:aws:s3:::${k:w}/${k:v}",
];
const PRINCIPALS: [&str; 7] = [
    "*",
    "arn:aws:iam::111122223333:root",
    "arn:aws:iam::444455556666:root",
    "arn:aws:iam::111122223333:user/alice",
    "arn:aws:iam::111122223333:role/r",
    "arn:aws:sts::111122223333:assumed-role/r/s",
    "arn:aws:sts::111122223333:federated-user/f",
];
const VALUES: [&str; 6] = ["x", "*", "${k:w}", "${k:w, 'y'}", "", "?"];
const TEXT_OPERATORS: [&str; 13] = [
    "StringEquals",
    "StringNotEquals",
    "StringLike",
    "StringNotLike",
    "StringEqualsIfExists",
    "StringNotLikeIfExists",
    "ForAllValues:StringEquals",
    "ForAllValues:StringNotLike",
    "ForAnyValue:StringLike",
    "ForAnyValue:StringNotEquals",
    "ForAllValues:StringLikeIfExists",
    "ForAnyValue:StringEqualsIfExists",
    "ForAnyValue:StringNotLikeIfExists",
];

fn condition() -> impl Strategy<Value = (&'static str, &'static str, Vec<&'static str>)> {
    let keys = select(vec!["k:v", "k:w", "k:none"]);
    let texts = (
        select(TEXT_OPERATORS.to_vec()),
        keys,
        subsequence(VALUES.to_vec(), 1..=3),
    );
    prop_oneof![
        4 => texts,
        1 => select(vec!["k:v", "k:n"]).prop_map(|key| ("Null", key, vec!["true"])),
        1 => Just(("NumericLessThan", "k:n", vec!["7"])),
        1 => Just(("Bool", "k:b", vec!["true"])),
    ]
}

fn said(named: bool) -> impl Strategy<Value = Said> {
    let principals = (prop::bool::weighted(0.2), subsequence(PRINCIPALS.to_vec(), 1..=3));
    (
        prop::bool::weighted(0.7),
        principals,
        (prop::bool::weighted(0.2), subsequence(ACTIONS.to_vec(), 1..=2)),
        (prop::bool::weighted(0.2), subsequence(RESOURCES.to_vec(), 1..=2)),
        prop::collection::vec(condition(), 0..=2),
    )
        .prop_map(move |(allow, principals, actions, resources, drawn)| {
            // One operator has a key once.
            let mut conditions: Vec<(&str, &str, Vec<&str>)> = Vec::new();
            for one in drawn {
                if !conditions.iter().any(|other| other.0 == one.0 && other.1 == one.1) {
                    conditions.push(one);
                }
            }
            Said {
                allow,
                principals: named.then_some(principals),
                actions,
                resources,
                conditions,
            }
        })
}

fn statements(named: bool) -> impl Strategy<Value = Vec<Said>> {
    prop::collection::vec(said(named), 1..=3)
}

fn policies() -> impl Strategy<Value = Policies> {
    let documents = |count| prop::collection::vec(statements(false), count);
    (
        documents(0..=2),
        prop::option::weighted(0.3, statements(false)),
        documents(0..=1),
        prop::option::weighted(0.6, statements(true)),
        prop::bool::weighted(0.3),
        prop::collection::vec(documents(1..=2), 0..=1),
        prop::collection::vec(prop::collection::vec(statements(true), 1..=1), 0..=1),
    )
        .prop_map(
            |(identity, boundary, session, resource, governs, service_control, resource_control)| Policies {
                governs: governs && resource.is_some(),
                identity,
                boundary,
                session,
                resource,
                service_control,
                resource_control,
            },
        )
}

fn facts() -> impl Strategy<Value = Facts> {
    let value = || {
        select(vec![
            vec![],
            vec!["x"],
            vec!["y"],
            vec!["*"],
            vec![""],
            vec!["x", "y"],
            vec!["b"],
        ])
    };
    let number = select(vec![vec![], vec!["5"], vec!["10"]]);
    let boolean = select(vec![vec![], vec!["true"], vec!["false"]]);
    (value(), value(), number, boolean)
        .prop_map(|(v, w, n, b)| Facts::from([("k:v", v), ("k:w", w), ("k:n", n), ("k:b", b)]))
}

fn question() -> impl Strategy<Value = Question> {
    (
        select(vec![Who::User, Who::Session, Who::Root, Who::Federated, Who::Service]),
        select(vec![ACCOUNT, ACCOUNT, OTHER]),
        select(vec![None, None, Some(ACCOUNT), Some(OTHER)]),
        select(vec!["s3:GetObject", "s3:PutObject", "iam:GetUser", "iam:ListUsers"]),
        select(vec![
            "arn:aws:s3:::b/x",
            "arn:aws:s3:::b/y",
            "arn:aws:s3:::c/x",
            "arn:aws:s3:::b/*",
            "*",
        ]),
        facts(),
    )
        .prop_map(|(who, owner, management, action, resource, facts)| Question {
            who,
            account: ACCOUNT,
            owner,
            management,
            action,
            resource,
            facts,
        })
}

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

fn compiled(statements: &[Said], kind: Kind) -> Attached {
    let text = written(statements);
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
        Who::Session => Principal::RoleSession {
            account,
            role: "r".into(),
            role_id: "AROA".into(),
            session: "s".into(),
            service_linked: false,
        },
        Who::Root => Principal::Root { account },
        Who::Federated => Principal::FederatedUser {
            account,
            name: "f".into(),
            issuer: Some("alice".into()),
        },
        Who::Service => Principal::Service {
            name: "svc.amazonaws.com".into(),
        },
    }
}

fn decided(question: &Question, policies: &Policies) -> Decision {
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
