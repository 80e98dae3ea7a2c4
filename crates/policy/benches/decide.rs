//! How long a decision takes, as a ratio to the aim of 10 microseconds: in a realistic account, and in accounts that are
//! meant to be slow. `npm run bench` runs it. Medians of the slowest of three questions.
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
    Accounts, Action, Attached, Context, Document, Kind, Level, Limits, PolicySets, Principal, Request, decide,
};

const AIM: Duration = Duration::from_micros(10);
const ROUNDS: usize = 501;
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

/// Every statement is about the very action and resource, and depends on three conditions, of which the last fails.
fn conditional(number: usize) -> String {
    format!(
        r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{{"StringLike":{{"aws:username":"a*e"}},
            "IpAddress":{{"aws:SourceIp":"203.0.113.0/24"}},"StringEquals":{{"aws:RequestedRegion":"eu-{number}"}}}}}}"#
    )
}

/// The worst: every statement is about the very action, each on another resource.
fn same_action(number: usize) -> String {
    format!(r#"{{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::bucket-{number}/*"}}"#)
}

fn texts(count: usize, each: usize, statement: fn(usize) -> String) -> Vec<String> {
    let policy = |number: usize| {
        let mut text = String::from(r#"{"Version":"2012-10-17","Statement":["#);
        for place in 0..each {
            let comma = if place == 0 { "" } else { "," };
            write!(text, "{comma}{}", statement(number * each + place)).unwrap();
        }
        text.push_str("]}");
        text
    };
    (0..count).map(policy).collect()
}

fn policies(count: usize, each: usize, statement: fn(usize) -> String) -> Vec<Attached> {
    let limits = Limits {
        bytes: usize::MAX,
        characters: usize::MAX,
        ..Kind::Managed.limits()
    };
    let policy = |(number, text): (usize, String)| {
        let document = Document::parse_within(&text, Kind::Managed, limits).unwrap();
        Attached::new(&format!("policy-{number}"), Arc::new(document))
    };
    texts(count, each, statement)
        .into_iter()
        .enumerate()
        .map(policy)
        .collect()
}

fn median<T>(rounds: usize, mut act: impl FnMut() -> T) -> Duration {
    let mut times: Vec<Duration> = (0..rounds)
        .map(|_| {
            let start = Instant::now();
            for _ in 0..BATCH {
                black_box(act());
            }
            start.elapsed() / BATCH
        })
        .collect();
    times.sort_unstable();
    times.get(rounds / 2).copied().unwrap_or_default()
}

/// What both engines can: names, wildcards, resources, without variables or conditions. They must agree.
fn against_iam_rs(principal: &Principal, statement: fn(usize) -> String) -> (Duration, Duration) {
    let (action, resource) = ("s3:Put96", "arn:aws:s3:::bucket-96/x");
    let own = policies(10, 10, statement);
    let request = Request {
        principal,
        action: &Action::parse(action).unwrap(),
        resource,
        context: &Context::new(),
        accounts: Accounts {
            resource: ACCOUNT,
            management: None,
        },
    };
    let sets = PolicySets {
        identity: &own,
        ..PolicySets::default()
    };
    let texts = texts(10, 10, statement);
    let theirs: Vec<iam_rs::IAMPolicy> = texts.iter().map(|text| serde_json::from_str(text).unwrap()).collect();
    let evaluator = iam_rs::PolicyEvaluator::with_policies(theirs);
    let who = iam_rs::Principal::Aws(iam_rs::PrincipalId::String(principal.arn()));
    let asked = iam_rs::IAMRequest::new(who, action, iam_rs::Arn::parse(resource).unwrap());
    let their_decision = evaluator.evaluate(&asked).unwrap().decision;
    assert!(decide(&request, &sets).is_allowed() && their_decision == iam_rs::Decision::Allow);
    (
        median(51, || evaluator.evaluate(black_box(&asked))),
        median(51, || decide(black_box(&request), black_box(&sets))),
    )
}

/// What is asked of each set of policies: nothing speaks of it, one statement does, a service that none names.
const QUESTIONS: [(&str, &str); 3] = [
    ("s3:GetObject", "arn:aws:s3:::somebody/else"),
    ("s3:Put96", "arn:aws:s3:::bucket-96/x"),
    ("organizations:ListRoots", "*"),
];

/// The slowest of the questions.
fn slowest(principal: &Principal, context: &Context, identity: &[Attached], levels: &[Level]) -> Duration {
    let times = QUESTIONS.map(|(action, resource)| {
        let request = Request {
            principal,
            action: &Action::parse(action).unwrap(),
            resource,
            context,
            accounts: Accounts {
                resource: ACCOUNT,
                management: None,
            },
        };
        let sets = PolicySets {
            identity,
            service_control: levels,
            ..PolicySets::default()
        };
        median(ROUNDS, || decide(black_box(&request), black_box(&sets)))
    });
    times.into_iter().max().unwrap_or_default()
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
    let decision = |policies: &[Attached]| slowest(&principal, &context, policies, &levels);

    let realistic = policies(10, 10, mixed);
    let one = decision(&realistic);
    for (title, policies) in [
        ("10 policies, 100 statements", realistic),
        ("10 policies, 1,000 statements", policies(10, 100, mixed)),
        ("1,000 statements of one service", policies(10, 100, same_service)),
        ("1,000 statements of one action", policies(10, 100, same_action)),
        (
            "100 statements that all depend on conditions",
            policies(10, 10, conditional),
        ),
    ] {
        let took = decision(&policies);
        let ratio = took.as_secs_f64() / AIM.as_secs_f64();
        println!("a decision, {title} / {AIM:.0?}: {took:.2?} = {ratio:.3}");
    }
    for (title, statement) in [
        ("100 statements of one service", same_service as fn(usize) -> String),
        ("100 statements of one action", same_action),
    ] {
        let (theirs, ours) = against_iam_rs(&principal, statement);
        let ratio = theirs.as_secs_f64() / ours.as_secs_f64();
        println!("iam-rs 0.8.0 / a decision, {title}: {theirs:.2?} / {ours:.2?} = {ratio:.1}");
    }
    let start = Instant::now();
    let rounds: u32 = 51;
    for _ in 0..rounds {
        black_box(policies(10, 10, mixed));
    }
    let reading = start.elapsed() / rounds;
    let ratio = reading.as_secs_f64() / one.as_secs_f64();
    println!("reading those 10 policies / a decision by them: {reading:.2?} / {one:.2?} = {ratio:.0}");
}
