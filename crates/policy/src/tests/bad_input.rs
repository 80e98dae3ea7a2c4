//! The bad input that the issue of this engine lists, each refused as AWS refuses, at its place.

use super::world::document;
use crate::{Document, Fault, Kind, Limits, Position};

const LIMITLESS: Limits = Limits {
    bytes: usize::MAX,
    characters: usize::MAX,
    white_space: true,
    quota: "PolicySize",
};

fn fault(text: &str) -> Fault {
    let error = Document::parse_within(text, Kind::Inline, LIMITLESS).expect_err(text);
    assert_eq!(error.first.code(), "MalformedPolicyDocument", "{text}");
    error.first.fault
}

fn around(members: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":{{{members}}}}}"#)
}

#[test]
fn what_is_no_json() {
    for text in [
        "",
        " ",
        "\u{feff}{}",
        "\u{feff}",
        "{\"Version\":\"2012-10-17\",}",
        "{'Version':'2012-10-17'}",
        "{Version:\"2012-10-17\"}",
        "{} {}",
        "{}// all",
        "/* none */{}",
        "{\"a\":01}",
        "{\"a\":+1}",
        "{\"a\":1e999}",
        "{\"a\":NaN}",
        "{\"a\":Infinity}",
        "{\"a\":tru}",
        "{\"a\":\"\\x41\"}",
        "{\"a\":\"\\ud800\"}",
        "{\"a\":\"\\udc00\\ud800\"}",
        "{\"a\":\"\u{0}\"}",
        "{\"a\":\"line\nbreak\"}",
        "{\"a\"",
        "{\"a\":\"",
        "{\"a\":}",
        "}",
        "\u{0}",
        "Version: 2012-10-17",
    ] {
        assert!(matches!(fault(text), Fault::NotJson(_)), "{text}");
    }
    for text in ["null", "true", "1", "\"{}\"", "[]", "[{}]"] {
        assert_eq!(fault(text), Fault::NotAnObject, "{text}");
    }
}

#[test]
fn a_byte_order_mark_has_a_place() {
    let error = Document::parse("\u{feff}{}", Kind::Managed).unwrap_err();
    assert_eq!(error.to_string(), "Syntax errors in policy.");
    assert_eq!(error.first.position, Some(Position { line: 1, column: 1 }));
}

/// Deeper than the reader goes, anywhere; the stack does not overflow.
#[test]
fn depth() {
    for depth in [129, 10_000, 1_000_000] {
        for (open, close) in [("[", "]"), ("{\"a\":", "}"), ("[{\"Action\":", "}]")] {
            for text in [
                open.repeat(depth),
                format!("{}1{}", open.repeat(depth), close.repeat(depth)),
                around(&format!(
                    r#""Condition":{}1{}"#,
                    open.repeat(depth),
                    close.repeat(depth)
                )),
            ] {
                assert!(matches!(fault(&text), Fault::NotJson(_)), "{open} {depth}");
            }
        }
    }
    let shallow = around(&format!(
        r#""Effect":"Allow","Resource":"*","Action":{}1{}"#,
        "[".repeat(100),
        "]".repeat(100)
    ));
    assert_eq!(fault(&shallow), Fault::WrongType("text"));
}

/// A mebibyte is refused before it is read, whatever it is.
#[test]
fn a_mebibyte() {
    let letters = "x".repeat(1 << 20);
    for text in [
        letters.clone(),
        " ".repeat(1 << 20),
        "[".repeat(1 << 20),
        format!(r#"{{"Version":"2012-10-17","Id":"{letters}"}}"#),
        around(&format!(r#""Effect":"Allow","Action":"s3:{letters}","Resource":"*""#)),
    ] {
        for kind in [Kind::Managed, Kind::Trust, Kind::Resource] {
            let error = Document::parse(&text, kind).unwrap_err();
            assert_eq!(error.first.code(), "LimitExceeded");
            assert_eq!(error.problems().count(), 1);
        }
        let error = Document::parse(&text, Kind::ServiceControl).unwrap_err();
        assert_eq!(error.first.code(), "ConstraintViolation");
    }
}

/// One character more than the quota; white space counts where AWS counts it.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
#[test]
fn one_character_too_many() {
    for (kind, quota, counts_space) in [
        (Kind::Managed, 6144, false),
        (Kind::Inline, 10_240, false),
        (Kind::Session, 2048, true),
        (Kind::ServiceControl, 5120, true),
    ] {
        let with = |padding: usize| {
            let id = "é".repeat(padding);
            format!(
                r#"{{"Version":"2012-10-17","Id":"{id}","Statement":{{"Effect":"Allow","Action":"*","Resource":"*"}}}}"#
            )
        };
        let room = quota - with(0).len();
        assert!(Document::parse(&with(room), kind).is_ok(), "{kind:?}");
        assert!(Document::parse(&with(room + 1), kind).is_err(), "{kind:?}");
        let spaced = format!("{}\n", with(room));
        assert_eq!(Document::parse(&spaced, kind).is_err(), counts_space, "{kind:?}");
    }
}

/// In every object of the language, also where the same key is written otherwise.
#[test]
fn keys_that_come_twice() {
    let rest = r#""Effect":"Allow","Action":"*","Resource":"*""#;
    for (text, key, path) in [
        (
            r#"{"Version":"2012-10-17","Id":"a","Id":"b","Statement":[]}"#.to_owned(),
            "Id",
            "$.Id",
        ),
        (
            around(&format!(r#"{rest},"Effect":"Deny""#)),
            "Effect",
            "$.Statement.Effect",
        ),
        (
            around(&format!(r#"{rest},"\u0045ffect":"Deny""#)),
            "Effect",
            "$.Statement.Effect",
        ),
        (
            around(&format!(r#"{rest},"Condition":{{"Null":{{}},"Null":{{"a":"true"}}}}"#)),
            "Null",
            "$.Statement.Condition.Null",
        ),
        (
            around(&format!(r#"{rest},"Condition":{{"Null":{{"a":"true","a":"false"}}}}"#)),
            "a",
            "$.Statement.Condition.Null.a",
        ),
    ] {
        let error = Document::parse(&text, Kind::Inline).unwrap_err();
        assert_eq!(error.first.fault, Fault::DuplicateKey(key.into()), "{text}");
        assert_eq!(error.first.path.to_string(), path);
    }
    let principal = r#"{"Effect":"Allow","Principal":{"AWS":"111122223333","AWS":"*"},"Action":"sts:AssumeRole"}"#;
    let text = format!(r#"{{"Version":"2012-10-17","Statement":{principal}}}"#);
    let error = Document::parse(&text, Kind::Trust).unwrap_err();
    assert_eq!(error.first.fault, Fault::DuplicateKey("AWS".into()));
}

#[test]
fn elements_that_the_language_does_not_have() {
    let rest = r#""Effect":"Allow","Action":"*","Resource":"*""#;
    for name in [
        "effect",
        "EFFECT",
        "Effect ",
        " Effect",
        "Actions",
        "Resources",
        "Conditions",
        "Principals",
        "NotEffect",
        "NotCondition",
        "Comment",
        "Version",
        "",
        "Acti\u{43e}n",
        "Action\u{200b}",
        "\u{fffe}",
    ] {
        assert_eq!(
            fault(&around(&format!(r#"{rest},"{name}":"*""#))),
            Fault::UnknownElement(name.into())
        );
    }
    for name in ["statement", "Statements", "version", "Sid", "Effect", "id"] {
        let text = format!(r#"{{"Version":"2012-10-17","{name}":"x","Statement":{{{rest}}}}}"#);
        assert_eq!(fault(&text), Fault::UnknownElement(name.into()));
    }
    for version in ["2012-10-18", "2012-10-17 ", "2012-1-17", "2O12-10-17", "", "latest"] {
        let text = format!(r#"{{"Version":"{version}","Statement":{{{rest}}}}}"#);
        assert_eq!(fault(&text), Fault::UnknownVersion, "{version}");
    }
}

/// Any JSON in any place where it does not belong: refused, not ignored.
#[test]
fn values_of_the_wrong_type() {
    for value in ["null", "1", "true", "{}", "[[]]", "[null]", "[{}]", "[1]"] {
        for element in [
            "Effect",
            "Action",
            "Resource",
            "NotAction",
            "NotResource",
            "Condition",
            "Sid",
        ] {
            let mut members: Vec<(&str, &str)> =
                vec![("Effect", "\"Deny\""), ("Action", "\"*\""), ("Resource", "\"*\"")];
            members.retain(|(name, _)| *name != element && *name != element.trim_start_matches("Not"));
            members.push((element, value));
            let members: Vec<String> = members
                .iter()
                .map(|(name, value)| format!("\"{name}\":{value}"))
                .collect();
            let text = around(&members.join(","));
            let is_empty_condition = element == "Condition" && value == "{}";
            let document = Document::parse(&text, Kind::Inline);
            assert_eq!(document.is_ok(), is_empty_condition, "{text}");
        }
    }
}

#[test]
fn ten_thousand_statements() {
    let one = r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::other/*"}"#;
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        vec![one; 10_000].join(",")
    );
    let error = Document::parse(&text, Kind::Managed).unwrap_err();
    assert_eq!(error.first.code(), "LimitExceeded");
    let document = Document::parse_within(&text, Kind::Managed, LIMITLESS).unwrap();
    assert_eq!(document.len(), 10_000);
    // However much is wrong, a hundred faults are told.
    let broken = text.replace("Allow", "allow");
    let error = Document::parse_within(&broken, Kind::Managed, LIMITLESS).unwrap_err();
    assert_eq!(error.problems().count(), 100);
}

/// A document that denies with ten thousand statements names fifty of them.
#[test]
fn ten_thousand_reasons() {
    let one = r#"{"Effect":"Deny","Action":"s3:*","Resource":"*"}"#;
    let text = format!(
        r#"{{"Version":"2012-10-17","Statement":[{}]}}"#,
        vec![one; 10_000].join(",")
    );
    let document = Document::parse_within(&text, Kind::Managed, LIMITLESS).unwrap();
    let policy = crate::Attached::new("p", std::sync::Arc::new(document));
    let decision = super::world::alice_may(&policy, "s3:GetObject", "*", &crate::Context::new());
    assert_eq!(decision.reasons().len(), 50);
}

#[test]
fn principals_that_are_none() {
    for (kind, value) in [
        ("AWS", "11112222333"),
        ("AWS", "1111222233334"),
        ("AWS", "111122223333 "),
        ("AWS", "\u{ff11}11122223333"),
        ("AWS", "arn:aws:iam::111122223333:user"),
        ("AWS", "arn:aws:iam::111122223333:user/*"),
        ("AWS", "arn:aws:iam::111122223333:group/admins"),
        ("AWS", "arn:aws:s3:::bucket"),
        ("AWS", "alice"),
        ("aws", "*"),
        ("User", "alice"),
        ("Service", "ec2"),
        ("Service", "*"),
        ("Federated", "corp"),
        ("CanonicalUser", ""),
    ] {
        let text = format!(
            r#"{{"Version":"2012-10-17","Statement":{{"Effect":"Allow","Principal":{{"{kind}":"{value}"}},
                "Action":"sts:AssumeRole"}}}}"#
        );
        let error = Document::parse(&text, Kind::Trust).unwrap_err();
        assert_eq!(error.first.fault, Fault::InvalidPrincipal(kind.into(), value.into()));
    }
    let someone = r#"{"Effect":"Allow","Principal":"someone","Action":"sts:AssumeRole"}"#;
    let text = format!(r#"{{"Version":"2012-10-17","Statement":{someone}}}"#);
    let error = Document::parse(&text, Kind::Trust).unwrap_err();
    assert_eq!(error.to_string(), "Invalid principal in policy: \"AWS\":\"someone\"");
    // The right ones beside them.
    document(
        r#"{"Effect":"Allow","Action":"sts:AssumeRole","Principal":{"AWS":["111122223333",
            "arn:aws:iam::111122223333:user/a"],"Service":"ec2.amazonaws.com"}}"#,
        Kind::Trust,
    );
}
