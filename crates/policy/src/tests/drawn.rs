//! Small worlds, drawn at random: policies, what is known of a request, and who asks.

use proptest::prelude::*;
use proptest::sample::{select, subsequence};

use super::naive::{Facts, Policies, Question, Said, Who};
use super::world::{ACCOUNT, OTHER};

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
const ARNS: [&str; 5] = [
    "*",
    "arn:aws:s3:::*",
    "arn:aws:*",
    "arn:*:*:*:*:${k:w}",
    "arn:aws:s3:::b?",
];
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
    let arns = (
        select(vec![
            "ArnLike",
            "ArnNotLike",
            "ArnLikeIfExists",
            "ForAnyValue:ArnNotLike",
        ]),
        Just("k:a"),
        subsequence(ARNS.to_vec(), 1..=2),
    );
    prop_oneof![
        4 => texts,
        1 => arns,
        1 => select(vec!["k:v", "k:n"]).prop_map(|key| ("Null", key, vec!["true"])),
        1 => Just(("NumericLessThan", "k:n", vec!["7"])),
        1 => Just(("Bool", "k:b", vec!["true"])),
    ]
}

pub(super) fn said(named: bool) -> impl Strategy<Value = Said> {
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

/// Fewer statements: the white space of a session policy counts toward its quota, and three could exceed it when printed for
/// people.
fn session() -> impl Strategy<Value = Vec<Said>> {
    prop::collection::vec(said(false), 1..=2)
}

/// What Organizations attaches everywhere at first.
fn full(named: bool) -> Vec<Said> {
    vec![Said {
        allow: true,
        principals: named.then(|| (false, vec!["*"])),
        actions: (false, vec!["*"]),
        resources: (false, vec!["*"]),
        conditions: Vec::new(),
    }]
}

/// From the root to the account; most levels allow everything, and forbid something at times.
fn levels(named: bool) -> impl Strategy<Value = Vec<Vec<Vec<Said>>>> {
    let level = prop_oneof![
        4 => prop::collection::vec(statements(named), 0..=1).prop_map(move |mut drawn| {
            drawn.push(full(named));
            drawn
        }),
        1 => prop::collection::vec(statements(named), 0..=2),
    ];
    prop::collection::vec(level, 0..=3)
}

pub(super) fn policies() -> impl Strategy<Value = Policies> {
    let documents = |count| prop::collection::vec(statements(false), count);
    (
        documents(0..=2),
        prop::option::weighted(0.3, statements(false)),
        prop::collection::vec(session(), 0..=1),
        prop::option::weighted(0.6, statements(true)),
        prop::bool::weighted(0.3),
        levels(false),
        levels(true),
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
    let arn = select(vec![
        vec![],
        vec!["x"],
        vec!["arn:aws:s3:::x"],
        vec!["arn:aws:s3:::bc"],
        vec!["arn:aws:s3::1:b:c"],
        vec!["arn:aws:s3:::y", "arn:aws:sns:::x"],
    ]);
    (value(), value(), number, boolean, arn)
        .prop_map(|(v, w, n, b, a)| Facts::from([("k:v", v), ("k:w", w), ("k:n", n), ("k:b", b), ("k:a", a)]))
}

pub(super) fn question() -> impl Strategy<Value = Question> {
    (
        select(vec![
            Who::User,
            Who::User,
            Who::Session,
            Who::Session,
            Who::Linked,
            Who::Root,
            Who::Federated,
            Who::FederatedRoot,
            Who::Service,
            Who::Anonymous,
        ]),
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
