//! Nothing that anybody writes makes the engine panic, allow, or take long.

use std::sync::Arc;

use proptest::prelude::*;

use super::world::{ACCOUNT, ask, user};
use crate::{Attached, Context, Document, Kind, Limits, PolicySets, ResourcePolicy};

const KINDS: [Kind; 9] = [
    Kind::Managed,
    Kind::Inline,
    Kind::Boundary,
    Kind::Session,
    Kind::Resource,
    Kind::Trust,
    Kind::ServiceControl,
    Kind::ResourceControl,
    Kind::ManagedResourceControl,
];

const WORDS: [&str; 19] = [
    "Allow",
    "Deny",
    "*",
    "s3:*",
    "sts:AssumeRole",
    "arn:aws:s3:::b",
    "arn:",
    ":",
    "${",
    "${a}",
    "${a, 'b'}",
    "}",
    "2012-10-17",
    "true",
    "10.0.0.0/8",
    "111122223333",
    "2020-01-01T00:00Z",
    "::::::",
    "arn:aws:iam::x:user/*",
];

const KEYS: [&str; 21] = [
    "Version",
    "Id",
    "Statement",
    "Sid",
    "Effect",
    "Principal",
    "NotPrincipal",
    "Action",
    "NotAction",
    "Resource",
    "NotResource",
    "Condition",
    "StringLike",
    "DateEquals",
    "IpAddress",
    "ForAllValues:ArnLike",
    "Null",
    "AWS",
    "Service",
    "aws:a",
    "",
];

/// JSON that often looks like a policy.
fn json() -> impl Strategy<Value = serde_json::Value> {
    let leaf = prop_oneof![
        Just(serde_json::Value::Null),
        any::<bool>().prop_map(Into::into),
        any::<i64>().prop_map(Into::into),
        any::<f64>().prop_map(Into::into),
        prop::sample::select(WORDS.to_vec()).prop_map(Into::into),
        ".{0,8}".prop_map(Into::into),
    ];
    leaf.prop_recursive(6, 60, 6, move |inner| {
        let keys = prop::sample::select(KEYS.to_vec());
        let pairs = prop::collection::vec((keys, inner.clone()), 0..8);
        prop_oneof![
            prop::collection::vec(inner, 0..5).prop_map(Into::into),
            pairs.prop_map(|pairs| pairs.into_iter().map(|(key, value)| (key.to_owned(), value)).collect()),
        ]
    })
}

fn try_out(text: &str) {
    for kind in KINDS {
        match Document::parse(text, kind) {
            Ok(document) => {
                for printed in [document.to_string(), format!("{document:#}")] {
                    let limits = Limits {
                        characters: usize::MAX,
                        ..kind.limits()
                    };
                    let again = Document::parse_within(&printed, kind, limits).unwrap();
                    assert_eq!(again, document, "{printed}");
                    assert_eq!(again.to_string(), document.to_string());
                }
                let policy = Attached::new("p", Arc::new(document));
                let sets = PolicySets {
                    identity: std::slice::from_ref(&policy),
                    resource: ResourcePolicy::Beside(&policy),
                    ..PolicySets::default()
                };
                let context = Context::new().with("aws:a", text);
                let _ = ask(&user("alice"), "s3:GetObject", text, &context, ACCOUNT, &sets).reasons();
            }
            Err(error) => {
                for problem in error.problems() {
                    assert!(!problem.message().is_empty() && !problem.detail().is_empty());
                    assert!(problem.path.to_string().starts_with('$'));
                }
            }
        }
    }
}

proptest! {
    #![proptest_config(ProptestConfig { failure_persistence: None, ..ProptestConfig::with_cases(400) })]

    #[test]
    fn any_json(value in json()) {
        try_out(&value.to_string());
    }

    #[test]
    fn any_statement(sid in json(), resource in ".{0,20}", condition in json()) {
        let text = serde_json::json!({
            "Version": "2012-10-17",
            "Statement": {"Effect": "Allow", "Action": "*", "Resource": resource, "Condition": condition, "Sid": sid},
        });
        try_out(&text.to_string());
    }

    #[test]
    fn any_text(text in ".{0,200}") {
        try_out(&text);
    }
}

#[test]
fn ten_thousand_statements() {
    let one = r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::other/*"}"#;
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        vec![one; 10_000].join(",")
    );
    assert!(Document::parse(&text, Kind::Managed).is_err());
    let limits = Limits {
        bytes: usize::MAX,
        characters: usize::MAX,
        ..Kind::Managed.limits()
    };
    let document = Document::parse_within(&text, Kind::Managed, limits).unwrap();
    assert_eq!(document.len(), 10_000);
    let broken = text.replace("Allow", "allow");
    let error = Document::parse_within(&broken, Kind::Managed, limits).unwrap_err();
    assert_eq!(error.problems().count(), 100);
}
