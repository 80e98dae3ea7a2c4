//! How long a decision takes: ten policies with a hundred statements each, and a realistic ten with ten each. Prints
//! medians; the aim is 10 microseconds.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring program"
)]

use std::fmt::Write as _;
use std::hint::black_box;
use std::sync::Arc;
use std::time::{Duration, Instant};

use vestibule_policy::{
    Accounts, Action, Attached, Document, Kind, Level, Limits, PolicySets, Principal, Request, decide,
};

const ROUNDS: usize = 2001;
/// Decisions in one measurement, for the clock's sake.
const BATCH: u32 = 100;
const ACCOUNT: &str = "111122223333";

/// Statements about many services, as people write them: names, prefixes, conditions, variables.
fn mixed(number: usize) -> String {
    let service = [
        "s3", "ec2", "ssm", "sqs", "sns", "lambda", "dynamodb", "kms", "logs", "rds",
    ]
    .get(number % 10)
    .copied()
    .unwrap_or("s3");
    match number % 4 {
        0 => format!(
            r#"{{"Effect":"Allow","Action":["{service}:Get{number}*","{service}:List*"],"Resource":"arn:aws:{service}:*:*:item-{number}/*"}}"#
        ),
        1 => format!(
            r#"{{"Effect":"Allow","Action":"{service}:*","Resource":"*","Condition":{{"StringEquals":{{"aws:RequestedRegion":"eu-{number}"}}}}}}"#
        ),
        2 => format!(
            r#"{{"Effect":"Deny","Action":"{service}:Delete*","Resource":"*","Condition":{{"BoolIfExists":{{"aws:MultiFactorAuthPresent":"false"}}}}}}"#
        ),
        _ => format!(
            r#"{{"Effect":"Allow","Action":"{service}:Put{number}","Resource":"arn:aws:{service}:::own/${{aws:username}}/*"}}"#
        ),
    }
}

/// All about the one service that is asked for.
fn same_service(number: usize) -> String {
    format!(
        r#"{{"Effect":"Allow","Action":["s3:Put{number}","s3:Delete{number}*"],"Resource":"arn:aws:s3:::bucket-{number}/*"}}"#
    )
}

/// The worst: every statement is about the very action, each on another resource.
fn same_action(number: usize) -> String {
    format!(r#"{{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::bucket-{number}/*"}}"#)
}

fn policies(count: usize, each: usize, statement: fn(usize) -> String) -> Vec<Attached> {
    let limits = Limits {
        bytes: usize::MAX,
        characters: usize::MAX,
        ..Kind::Managed.limits()
    };
    let policy = |number: usize| {
        let mut text = String::from(r#"{"Version":"2012-10-17","Statement":["#);
        for place in 0..each {
            let comma = if place == 0 { "" } else { "," };
            write!(text, "{comma}{}", statement(number * each + place)).unwrap();
        }
        text.push_str("]}");
        let document = Document::parse_within(&text, Kind::Managed, limits).unwrap();
        Attached::new(&format!("policy-{number}"), Arc::new(document))
    };
    (0..count).map(policy).collect()
}

fn median(request: &Request<'_>, sets: &PolicySets<'_>) -> Duration {
    let mut times: Vec<Duration> = (0..ROUNDS)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..BATCH {
                black_box(decide(black_box(request), black_box(sets)));
            }
            start.elapsed() / BATCH
        })
        .collect();
    times.sort_unstable();
    times.get(ROUNDS / 2).copied().unwrap_or_default()
}

fn main() {
    let principal = Principal::User {
        account: ACCOUNT.into(),
        name: "alice".into(),
        id: "AIDAEXAMPLEALICE00001".into(),
    };
    let context = principal
        .context()
        .with("aws:RequestedRegion", "eu-central-1")
        .with("aws:SourceIp", "203.0.113.7")
        .with("aws:MultiFactorAuthPresent", "true");
    let full = |name: &str| Level {
        name: name.into(),
        policies: vec![Attached::new(
            "FullAWSAccess",
            Arc::new(Document::full_access(Kind::ServiceControl)),
        )],
    };
    let levels = [full("Root"), full("Workloads"), full(ACCOUNT)];
    for (title, policies) in [
        ("10 x 10 statements, ten services", policies(10, 10, mixed)),
        ("10 x 100 statements, ten services", policies(10, 100, mixed)),
        (
            "10 x 100 statements, all of one service",
            policies(10, 100, same_service),
        ),
        ("10 x 100 statements, all of one action", policies(10, 100, same_action)),
    ] {
        for (action, resource) in [
            ("s3:GetObject", "arn:aws:s3:::somebody/else"),
            ("s3:Put996", "arn:aws:s3:::bucket-996/x"),
            ("organizations:ListRoots", "*"),
        ] {
            let request = Request {
                principal: &principal,
                action: &Action::parse(action).unwrap(),
                resource,
                context: &context,
                accounts: Accounts {
                    resource: ACCOUNT,
                    management: None,
                },
            };
            let sets = PolicySets {
                identity: &policies,
                service_control: &levels,
                ..PolicySets::default()
            };
            let verdict = if decide(&request, &sets).is_allowed() {
                "allowed"
            } else {
                "denied"
            };
            println!(
                "{title:<42} {action:<24} {verdict:<8} {:>10.2?}",
                median(&request, &sets)
            );
        }
    }
}
