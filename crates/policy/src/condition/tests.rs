//! Every operator, with every qualifier, against keys that are absent, single and multiple.

use super::operator_names;
use crate::tests::world::{condition_holds, document};
use crate::{Context, Document, Fault, Kind};

/// An operator, a value for the policy, values of a request for which its positive form is true, and one for which not.
/// For a negated operator these are of the comparison that it negates.
const TABLE: [(&str, &str, [&str; 2], &str); 26] = [
    ("StringEquals", "a", ["a", "a"], "A"),
    ("StringNotEquals", "a", ["a", "a"], "A"),
    ("StringEqualsIgnoreCase", "straße", ["STRAßE", "straße"], "strasse"),
    ("StringNotEqualsIgnoreCase", "a", ["A", "a"], "b"),
    ("StringLike", "a*?", ["ab", "a**"], "a"),
    ("StringNotLike", "a*?", ["ab", "a**"], "A1"),
    ("NumericEquals", "1.50", ["1.5", "+01.500"], "1.51"),
    ("NumericNotEquals", "-0", ["0", "0.0"], "0.01"),
    ("NumericLessThan", "10", ["9.99", "-11"], "10"),
    ("NumericLessThanEquals", "10", ["10.0", "-11"], "10.1"),
    ("NumericGreaterThan", "-1", ["0", "10"], "-1.0"),
    (
        "NumericGreaterThanEquals",
        "99999999999999999999",
        ["99999999999999999999", "100000000000000000000"],
        "9",
    ),
    (
        "DateEquals",
        "2026-01-01",
        ["2026-01-01T00:00Z", "1767225600"],
        "2026-01-02",
    ),
    (
        "DateNotEquals",
        "2026-01",
        ["2026-01-01T01:00:00+01:00", "1767225600.0"],
        "2026-02",
    ),
    (
        "DateLessThan",
        "1767225600",
        ["2025-12-31T23:59:59.999Z", "0"],
        "2026-01-01",
    ),
    (
        "DateLessThanEquals",
        "2026-01-01",
        ["2026-01-01", "0"],
        "2026-01-01T00:00:00.000000001Z",
    ),
    (
        "DateGreaterThan",
        "2026-01-01",
        ["2026-01-01T00:00:01Z", "9223372036854775807"],
        "2026-01-01",
    ),
    (
        "DateGreaterThanEquals",
        "2026-01-01t00:00z",
        ["2026-01-01", "2027-01"],
        "2025-12-31",
    ),
    ("Bool", "true", ["true", "True"], "false"),
    ("BinaryEquals", "aGk=", ["aGk=", "aGk="], "aGo="),
    (
        "IpAddress",
        "10.1.0.0/16",
        ["10.1.255.255", "::ffff:10.1.0.1"],
        "10.2.0.0",
    ),
    (
        "NotIpAddress",
        "2001:db8::/33",
        ["2001:db8:7fff::1", "2001:db8::"],
        "2001:db8:8000::",
    ),
    (
        "ArnEquals",
        "arn:aws:iam::*:user/?*",
        ["arn:aws:iam::1:user/a", "arn:aws:iam:::user/a:b"],
        "arn:aws:iam::1:user/",
    ),
    (
        "ArnLike",
        "arn:aws:s3:::b*",
        ["arn:aws:s3:::b", "arn:aws:s3:::b:c"],
        "arn:aws:s3::1:b",
    ),
    (
        "ArnNotEquals",
        "arn:aws:s3:::b",
        ["arn:aws:s3:::b", "arn:aws:s3:::b"],
        "ARN:aws:s3:::b",
    ),
    ("ArnNotLike", "*", ["arn:aws:s3:::b", "arn:a:b:c:d:e"], "no arn"),
];

fn with(operator: &str, wanted: &[&str], context: &Context) -> bool {
    condition_holds(&serde_json::json!({ operator: { "Key": wanted } }).to_string(), context)
}

fn has(values: &[&str]) -> Context {
    Context::new().with_all("kEY", values.iter().copied())
}

#[test]
fn the_table_is_whole() {
    let tested: Vec<&str> = TABLE.iter().map(|row| row.0).chain(["Null"]).collect();
    assert_eq!(operator_names().collect::<Vec<_>>(), tested);
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html>
#[test]
fn one_value() {
    for (operator, wanted, matching, other) in TABLE {
        let negated = operator.contains("Not");
        for name in [operator.to_owned(), format!("{operator}IfExists")] {
            for value in matching {
                assert_eq!(with(&name, &[wanted], &has(&[value])), !negated, "{name} {value}");
            }
            assert_eq!(with(&name, &[wanted], &has(&[other])), negated, "{name} {other}");
        }
    }
}

/// "If the key that you specify in a policy condition is not present in the request context, the values do not match."
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html>,
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists>
#[test]
fn no_value() {
    for (operator, wanted, ..) in TABLE {
        let negated = operator.contains("Not");
        let absent = Context::new();
        let found = |prefix: &str, suffix: &str| with(&format!("{prefix}{operator}{suffix}"), &[wanted], &absent);
        assert_eq!(found("", ""), negated, "{operator}");
        assert!(found("", "IfExists"), "{operator}");
        assert!(found("ForAllValues:", ""), "{operator}");
        assert!(found("ForAllValues:", "IfExists"), "{operator}");
        assert!(!found("ForAnyValue:", ""), "{operator}");
        assert!(found("ForAnyValue:", "IfExists"), "{operator}");
    }
}

/// `ForAllValues`: every value of the request matches one of the policy; `ForAnyValue`: at least one does.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[test]
fn several_values() {
    for (operator, wanted, [one, two], other) in TABLE {
        let negated = operator.contains("Not");
        for suffix in ["", "IfExists"] {
            let found =
                |prefix: &str, values: &[&str]| with(&format!("{prefix}{operator}{suffix}"), &[wanted], &has(values));
            for values in [&[one, two][..], &[one, other], &[other, other]] {
                assert!(!found("", values), "{operator} needs a qualifier");
            }
            assert_eq!(found("ForAllValues:", &[one, two]), !negated, "{operator}");
            assert!(!found("ForAllValues:", &[one, other]), "{operator}");
            assert_eq!(found("ForAllValues:", &[other, other]), negated, "{operator}");
            assert_eq!(found("ForAnyValue:", &[one, two]), !negated, "{operator}");
            assert!(found("ForAnyValue:", &[one, other]), "{operator}");
            assert_eq!(found("ForAnyValue:", &[other, other]), negated, "{operator}");
            // A single value is a set too.
            assert_eq!(found("ForAllValues:", &[one]), !negated, "{operator}");
            assert_eq!(found("ForAnyValue:", &[one]), !negated, "{operator}");
        }
    }
}

/// Any of them will do (a logical OR); with a negated operator none of them may (NOR).
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html>
#[test]
fn several_values_in_the_policy() {
    for (operator, values, value, holds) in [
        ("StringLike", ["x*", "a*"], "ab", true),
        ("StringNotLike", ["x*", "a*"], "ab", false),
        ("NumericLessThan", ["1", "10"], "5", true),
        ("NumericNotEquals", ["1", "5"], "5.0", false),
        ("DateGreaterThan", ["2030-01-01", "2020-01-01"], "2026-01-01", true),
        ("Bool", ["true", "false"], "false", true),
        ("BinaryEquals", ["aGk=", "aGo="], "aGo=", true),
        ("NotIpAddress", ["10.0.0.0/8", "::1"], "::1", false),
        ("ArnLike", ["arn:aws:s3:::a", "arn:aws:s3:::b"], "arn:aws:s3:::b", true),
        (
            "ArnNotLike",
            ["arn:aws:s3:::a", "arn:aws:s3:::b"],
            "arn:aws:s3:::c",
            true,
        ),
    ] {
        assert_eq!(with(operator, &values, &has(&[value])), holds, "{operator}");
    }
    let nor = |value: &str| with("StringNotEquals", &["a", "b"], &has(&[value]));
    assert_eq!([nor("a"), nor("b"), nor("c")], [false, false, true]);
    assert!(!with("StringEquals", &[], &has(&["a"])));
    assert!(with("StringNotEquals", &[], &has(&["a"])));
}

/// `ForAllValues` is true, and `ForAnyValue` false, also where the values resolve to a null data set such as an empty text.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-single-vs-multi-valued-context-keys.html>
#[test]
fn an_empty_text_is_an_empty_set() {
    assert!(with("ForAllValues:StringEquals", &["a"], &has(&[""])));
    assert!(!with("ForAnyValue:StringLike", &["*"], &has(&["", ""])));
    assert!(with("StringEquals", &[""], &has(&[""])));
}

/// True where the key does not exist, false where it exists. Ours: an empty text is a value.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_Null>
#[test]
fn null() {
    let found = |wanted: &[&str], context: &Context| with("Null", wanted, context);
    assert!(found(&["true"], &Context::new()));
    assert!(!found(&["true"], &has(&[""])));
    assert!(found(&["false"], &has(&["a", "b"])));
    assert!(!found(&["False"], &Context::new()));
    assert!(found(&["true", "false"], &Context::new()));
}

/// "You can add IfExists to the end of any condition operator name except the Null condition."
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html#Conditions_IfExists>
#[test]
fn what_is_no_operator() {
    for name in [
        "stringequals",
        "StringEqual",
        "NullIfExists",
        "ForAllValues:Null",
        "ForAnyValues:StringLike",
        "StringLikeIfExistsIfExists",
        "ForAnyValue:ForAllValues:StringLike",
        "BoolNot",
        "",
    ] {
        let text = serde_json::json!({"Version": "2012-10-17", "Statement": {
            "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": {name: {"key": "true"}}}});
        let error = Document::parse(&text.to_string(), Kind::Inline).unwrap_err();
        assert_eq!(error.first.fault, Fault::UnknownOperator(name.into()));
    }
}

#[test]
fn what_cannot_be_compared_is_refused() {
    for (operator, value) in [
        ("NumericEquals", "1e3"),
        ("NumericEquals", "."),
        ("NumericEquals", "٣"),
        ("DateEquals", "yesterday"),
        ("DateEquals", "2026-02-30"),
        ("DateEquals", "2026-01-01T25:00Z"),
        ("DateEquals", "2026-01-01T"),
        ("DateEquals", "-1"),
        ("DateEquals", "99999999999999999999"),
        ("Bool", "yes"),
        ("BinaryEquals", "a"),
        ("IpAddress", "10.0.0.0/33"),
        ("IpAddress", "10.0.0.0/"),
        ("IpAddress", "10.0.0.256"),
        ("IpAddress", "*"),
        ("Null", "maybe"),
    ] {
        let condition = serde_json::json!({operator: {"key": ["", value]}});
        let text = serde_json::json!({"Version": "2012-10-17", "Statement": [{
            "Effect": "Allow", "Action": "*", "Resource": "*", "Condition": condition}]});
        let error = Document::parse(&text.to_string(), Kind::Inline).unwrap_err();
        assert!(
            matches!(error.first.fault, Fault::InvalidValue(_)),
            "{operator} {value}"
        );
        assert_eq!(error.first.message(), "The policy failed legacy parsing");
    }
}

/// A value of the request that is not of the type matches nothing, so the negated operators hold.
#[test]
fn values_of_the_wrong_type() {
    for (operator, wanted, ..) in TABLE.iter().filter(|row| !row.0.starts_with("String")) {
        let expected = operator.contains("Not");
        assert_eq!(
            with(operator, &[wanted], &has(&["not of the type"])),
            expected,
            "{operator}"
        );
    }
}

/// Which operators know variables is a table of <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#policy-vars-wheretouse>.
#[test]
fn variables_where_they_are_read() {
    let context = has(&["${other}"]).with("other", "x");
    // Text, ARN and Boolean operators replace them.
    assert!(!with("StringEquals", &["${other}"], &context));
    assert!(with("StringEquals", &["${OTHER}"], &has(&["x"]).with("other", "x")));
    assert!(with("StringLike", &["${other}*"], &has(&["*y"]).with("other", "*")));
    assert!(!with("StringLike", &["${other}*"], &has(&["ay"]).with("other", "*")));
    assert!(with("Bool", &["${other}"], &has(&["true"]).with("other", "true")));
    let arn = "arn:aws:iam::1:role/r";
    assert!(with("ArnEquals", &["${other}"], &has(&[arn]).with("other", arn)));
    assert!(with(
        "ArnLike",
        &["arn:aws:iam::${other}:role/*"],
        &has(&[arn]).with("other", "1")
    ));
    // A value is one part of the ARN, whatever is in it.
    let shifted = has(&["arn:aws:iam::1:role/r:role/x"]).with("other", "1:role/r");
    assert!(!with("ArnLike", &["arn:aws:iam::${other}:role/x"], &shifted));
}

/// "not present means that ... any attempt to match it fails and causes the statement to be invalid"
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
#[test]
fn an_absent_variable_decides_nothing() {
    for operator in [
        "StringEquals",
        "StringNotEquals",
        "StringEqualsIgnoreCase",
        "StringLike",
        "StringNotLike",
        "ArnLike",
        "ArnNotLike",
        "ForAnyValue:StringNotLike",
        "ForAllValues:StringNotEquals",
        "StringNotEqualsIfExists",
    ] {
        assert!(!with(operator, &["${none}"], &has(&["x"])), "{operator}");
    }
    // Several values have no single one to put in.
    assert!(!with(
        "StringNotEquals",
        &["${many}"],
        &has(&["x"]).with_all("many", ["a", "b"])
    ));
    // Where the key itself is absent, its values are not looked at.
    assert!(with("StringEqualsIfExists", &["${none}"], &Context::new()));
    // Another value may decide.
    assert!(with("StringEquals", &["${none}", "x"], &has(&["x"])));
    assert!(!with("StringNotEquals", &["${none}", "y"], &has(&["x"])));
    // A default is a value.
    assert!(with("StringEquals", &["${none, 'x'}"], &has(&["x"])));
    assert!(with("StringEquals", &["${none,''}"], &has(&[""])));
    // Without its brace it is text.
    assert!(with("StringEquals", &["${none"], &has(&["${none"])));
}

/// Also for a Deny.
#[test]
fn an_absent_variable_spoils_a_deny() {
    let policy = document(
        r#"[{"Effect":"Allow","Action":"*","Resource":"*"},
            {"Effect":"Deny","Action":"*","NotResource":"arn:aws:s3:::home/${aws:username}/*"},
            {"Effect":"Deny","Action":"*","Resource":"*","Condition":{"StringNotEquals":{"k":"${none}"}}}]"#,
        Kind::Inline,
    );
    let may = |context: &Context| {
        crate::tests::world::alice_may(&policy, "s3:GetObject", "arn:aws:s3:::other", context).is_allowed()
    };
    assert!(may(&Context::new().with("k", "x")));
    assert!(!may(&Context::new().with("k", "x").with("aws:username", "alice")));
}

/// Operators, and keys under an operator, are joined by a logical AND.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-logic-multiple-context-keys-or-values.html>
#[test]
fn all_conditions_must_hold() {
    let condition = r#"{"StringEquals":{"a":"1","b":"2"},"Bool":{"c":"true"}}"#;
    let all = Context::new().with("a", "1").with("b", "2").with("c", "true");
    assert!(condition_holds(condition, &all));
    for key in ["a", "b", "c"] {
        assert!(!condition_holds(condition, &all.clone().with(key, "other")), "{key}");
    }
}
