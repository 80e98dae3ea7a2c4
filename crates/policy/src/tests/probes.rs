//! Twenty-two questions that other evaluators got wrong, each against AWS's text.

use super::world::{ACCOUNT, OTHER, alice_may, ask, attached, condition_holds, document, user};
use crate::{Attached, Context, Decision, Document, Fault, Kind, PolicySets, Principal, ResourcePolicy};

const OBJECT: &str = "arn:aws:s3:::bucket/anything";

fn resource(text: &str) -> String {
    format!(r#"{{"Effect":"Allow","Action":"s3:*","Resource":"{text}"}}"#)
}

fn trust(principal: &str) -> Attached {
    document(
        &format!(r#"{{"Effect":"Allow","Action":"sts:*","Principal":{principal}}}"#),
        Kind::Trust,
    )
}

fn assume(principal: &Principal, trust: &Attached) -> Decision {
    let sets = PolicySets {
        resource: ResourcePolicy::Trust(trust),
        ..PolicySets::default()
    };
    let role = format!("arn:aws:iam::{ACCOUNT}:role/r");
    ask(principal, "sts:AssumeRole", &role, &principal.context(), ACCOUNT, &sets)
}

#[test]
fn p01_a_missing_variable_is_not_empty_text() {
    let policy = document(&resource("arn:aws:s3:::bucket/${aws:PrincipalTag/x}*"), Kind::Inline);
    assert!(!alice_may(&policy, "s3:GetObject", OBJECT, &Context::new()).is_allowed());
}

#[test]
fn p02_a_star_in_a_tag_is_no_wildcard() {
    let policy = document(&resource("arn:aws:s3:::bucket/${aws:PrincipalTag/x}"), Kind::Inline);
    let context = Context::new().with("aws:PrincipalTag/x", "*");
    assert!(!alice_may(&policy, "s3:GetObject", OBJECT, &context).is_allowed());
    assert!(alice_may(&policy, "s3:GetObject", "arn:aws:s3:::bucket/*", &context).is_allowed());
}

#[test]
fn p03_a_provider_is_no_prefix() {
    let policy = trust(r#"{"Federated":"arn:aws:iam::111122223333:saml-provider/Corp"}"#);
    let from = |name: &str| Principal::Federated {
        provider: format!("arn:aws:iam::{ACCOUNT}:saml-provider/{name}"),
    };
    assert!(assume(&from("Corp"), &policy).is_allowed());
    assert!(!assume(&from("CorpEvil"), &policy).is_allowed());
}

#[test]
fn p04_a_principal_has_no_wildcard() {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"sts:AssumeRole",
        "Principal":{"AWS":"arn:aws:iam::111122223333:user/*"}}}"#;
    let error = Document::parse(text, Kind::Trust).unwrap_err();
    assert!(matches!(error.first.fault, Fault::InvalidPrincipal(..)));
}

#[test]
fn p05_a_star_crosses_no_colon() {
    let condition = r#"{"ArnLike":{"aws:SourceArn":"arn:aws:someservice:*:111122223333:finance/*"}}"#;
    let with = |arn: &str| condition_holds(condition, &Context::new().with("aws:SourceArn", arn));
    let crossing = "arn:aws:someservice:us-east-2:999999999999:store/abc:111122223333:finance/document.txt";
    assert!(!with(crossing));
    assert!(with("arn:aws:someservice:us-east-2:111122223333:finance/document.txt"));
    let as_text = condition.replace("ArnLike", "StringLike");
    assert!(condition_holds(
        &as_text,
        &Context::new().with("aws:SourceArn", crossing)
    ));
}

#[test]
fn p06_base64_has_cases() {
    let condition = r#"{"BinaryEquals":{"key":"QmluYXJ5"}}"#;
    assert!(condition_holds(condition, &Context::new().with("key", "QmluYXJ5")));
    assert!(!condition_holds(condition, &Context::new().with("key", "qmluyxj5")));
}

#[test]
fn p07_numbers_are_exact() {
    let condition = r#"{"NumericEquals":{"key":"9007199254740992"}}"#;
    assert!(!condition_holds(
        condition,
        &Context::new().with("key", "9007199254740993")
    ));
    let unquoted = r#"{"NumericEquals":{"key":9007199254740993}}"#;
    assert!(condition_holds(
        unquoted,
        &Context::new().with("key", "9007199254740993.0")
    ));
}

#[test]
fn p08_variables_came_in_2012() {
    let text = |version: &str| {
        format!(
            r#"{{{version}"Statement":{}}}"#,
            resource("arn:aws:s3:::b/${aws:username}")
        )
    };
    let context = Context::new().with("aws:username", "alice");
    for (version, expands) in [
        (r#""Version":"2012-10-17","#, true),
        (r#""Version":"2008-10-17","#, false),
        ("", false),
    ] {
        let policy = attached(&text(version), Kind::Inline);
        let named = alice_may(&policy, "s3:GetObject", "arn:aws:s3:::b/alice", &context);
        assert_eq!(named.is_allowed(), expands, "{version}");
        let literal = alice_may(&policy, "s3:GetObject", "arn:aws:s3:::b/${aws:username}", &context);
        assert_eq!(literal.is_allowed(), !expands, "{version}");
    }
}

#[test]
fn p09_a_deny_of_the_account_binds_its_users() {
    let allow = document(&resource("*"), Kind::Inline);
    let deny = document(
        r#"{"Effect":"Deny","Action":"s3:*","Resource":"*","Principal":{"AWS":"arn:aws:iam::111122223333:root"}}"#,
        Kind::Resource,
    );
    let sets = PolicySets {
        identity: &[allow],
        resource: ResourcePolicy::Beside(&deny),
        ..PolicySets::default()
    };
    let decision = ask(&user("alice"), "s3:GetObject", OBJECT, &Context::new(), ACCOUNT, &sets);
    assert!(matches!(decision, Decision::ExplicitDeny { .. }));
}

#[test]
fn p10_false_as_text_is_false() {
    let policy = document(
        r#"[{"Effect":"Allow","Action":"*","Resource":"*"},{"Effect":"Deny","Action":"*","Resource":"*",
            "Condition":{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}}]"#,
        Kind::Inline,
    );
    let with = |mfa: &str| {
        let context = Context::new().with("aws:MultiFactorAuthPresent", mfa);
        alice_may(&policy, "s3:GetObject", OBJECT, &context).is_allowed()
    };
    assert!(!with("false") && !with("False"));
    assert!(with("true"));
    assert!(!alice_may(&policy, "s3:GetObject", OBJECT, &Context::new()).is_allowed());
}

#[test]
fn p11_variables_in_condition_values() {
    let condition = r#"{"StringLike":{"s3:prefix":["","home/${aws:username}/*"]}}"#;
    let context = Context::new().with("aws:username", "alice");
    assert!(condition_holds(
        condition,
        &context.clone().with("s3:prefix", "home/alice/x")
    ));
    assert!(!condition_holds(condition, &context.with("s3:prefix", "home/bob/x")));
}

#[test]
fn p12_to_14_escapes() {
    for (escape, character) in [("${*}", "*"), ("${?}", "?"), ("${$}", "$")] {
        let policy = document(&resource(&format!("arn:aws:s3:::b/{escape}")), Kind::Inline);
        let exact = format!("arn:aws:s3:::b/{character}");
        assert!(alice_may(&policy, "s3:GetObject", &exact, &Context::new()).is_allowed());
        assert!(!alice_may(&policy, "s3:GetObject", "arn:aws:s3:::b/x", &Context::new()).is_allowed());
        let condition = format!(r#"{{"StringEquals":{{"key":"{escape}"}}}}"#);
        assert!(condition_holds(&condition, &Context::new().with("key", character)));
    }
}

#[test]
fn p15_an_account_is_everybody_in_it() {
    let allow = document(
        r#"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}"#,
        Kind::Inline,
    );
    for account in ["111122223333", "arn:aws:iam::111122223333:root"] {
        let policy = trust(&format!(r#"{{"AWS":"{account}"}}"#));
        let sets = PolicySets {
            identity: std::slice::from_ref(&allow),
            resource: ResourcePolicy::Trust(&policy),
            ..PolicySets::default()
        };
        let role = "arn:aws:iam::111122223333:role/r";
        assert!(ask(&user("alice"), "sts:AssumeRole", role, &Context::new(), ACCOUNT, &sets).is_allowed());
        // It delegates: without an identity policy there is no allow.
        assert!(!assume(&user("alice"), &policy).is_allowed());
    }
}

#[test]
fn p16_a_trust_policy_needs_no_resource() {
    let policy = trust(r#"{"AWS":"arn:aws:iam::111122223333:user/alice"}"#);
    assert!(assume(&user("alice"), &policy).is_allowed());
    assert!(!assume(&user("bob"), &policy).is_allowed());
}

#[test]
fn p17_arn_equals_has_wildcards() {
    let condition = r#"{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:*:111122223333:top?c"}}"#;
    let context = Context::new().with("aws:SourceArn", "arn:aws:sns:eu-west-1:111122223333:topic");
    assert!(condition_holds(condition, &context));
}

#[test]
fn p18_bool_reads_text() {
    for (wanted, value, holds) in [("true", "true", true), ("true", "TRUE", true), ("false", "true", false)] {
        let condition = format!(r#"{{"Bool":{{"key":"{wanted}"}}}}"#);
        assert_eq!(condition_holds(&condition, &Context::new().with("key", value)), holds);
    }
    assert!(condition_holds(
        r#"{"Bool":{"key":true}}"#,
        &Context::new().with("key", "true")
    ));
}

#[test]
fn p19_a_day_is_a_date() {
    let condition = r#"{"DateGreaterThan":{"aws:CurrentTime":"2020-01-01"}}"#;
    let with = |now: &str| condition_holds(condition, &Context::new().with("aws:CurrentTime", now));
    assert!(with("2020-01-01T00:00:01Z"));
    assert!(!with("2020-01-01T00:00:00Z") && !with("2019-12-31T23:59:59Z"));
}

#[test]
fn p20_all_values_if_exists() {
    let condition = r#"{"ForAllValues:StringEqualsIfExists":{"aws:TagKeys":["a","b"]}}"#;
    assert!(condition_holds(condition, &Context::new()));
    assert!(condition_holds(
        condition,
        &Context::new().with_all("aws:TagKeys", ["a", "b"])
    ));
    assert!(!condition_holds(
        condition,
        &Context::new().with_all("aws:TagKeys", ["a", "c"])
    ));
}

#[test]
fn p21_any_value_of_numbers() {
    let condition = r#"{"ForAnyValue:NumericEquals":{"key":["1","2"]}}"#;
    assert!(condition_holds(
        condition,
        &Context::new().with_all("key", ["7", "2.0"])
    ));
    assert!(!condition_holds(condition, &Context::new().with_all("key", ["7", "8"])));
}

#[test]
fn p22_an_account_of_others_is_not_ours() {
    let policy = trust(&format!(r#"{{"AWS":"{OTHER}"}}"#));
    assert!(!assume(&user("alice"), &policy).is_allowed());
}
