use super::{Document, Fault, Kind, Limits, Position};

/// A statement that is right everywhere but where a Principal is needed.
const GOOD: &str = r#"{"Effect":"Allow","Action":"s3:*","Resource":"*"}"#;

fn around(statement: &str) -> String {
    format!(r#"{{"Version":"2012-10-17","Statement":{statement}}}"#)
}

/// What the API says.
fn said(text: &str, kind: Kind) -> String {
    match Document::parse(text, kind) {
        Ok(_) => "accepted".into(),
        Err(error) => error.to_string(),
    }
}

#[test]
fn words_for_identity_policies() {
    for (text, words) in [
        (around(GOOD), "accepted"),
        (around(&format!("[{GOOD}]")), "accepted"),
        (String::new(), "Syntax errors in policy."),
        ("{}".into(), "Syntax errors in policy."),
        (around("[]"), "Syntax errors in policy."),
        (around("\"\""), "Syntax errors in policy."),
        (
            format!(r#"{{"Version":"2012-10-17","Extra":1,"Statement":{GOOD}}}"#),
            "Syntax errors in policy.",
        ),
        (
            format!(r#"{{"Version":"2024-01-01","Statement":{GOOD}}}"#),
            "Syntax errors in policy.",
        ),
        (
            format!(r#"{{"Version":"2008-10-17","Statement":{GOOD}}}"#),
            "Policy document must be version 2012-10-17 or greater.",
        ),
        (
            format!(r#"{{"Statement":{GOOD}}}"#),
            "Policy document must be version 2012-10-17 or greater.",
        ),
        (
            around(r#"{"Action":"s3:*","Resource":"*"}"#),
            "Syntax errors in policy.",
        ),
        (
            around(r#"{"Effect":"allow","Action":"s3:*","Resource":"*"}"#),
            "Syntax errors in policy.",
        ),
        (
            around(r#"{"Effect":"Allow","Resource":"*"}"#),
            "Policy statement must contain actions.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":[],"Resource":"*"}"#),
            "Policy statement must contain actions.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*"}"#),
            "Policy statement must contain resources.",
        ),
        (
            around(r#"{"Effect":"Allow","NotAction":"s3:*","NotResource":[]}"#),
            "Policy statement must contain resources.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","NotAction":"s3:*","Resource":"*"}"#),
            "Syntax errors in policy.",
        ),
        (
            around(r#"{"Effect":"Allow","Principal":"*","Action":"s3:*","Resource":"*"}"#),
            "Policy document should not specify a principal.",
        ),
        (
            around(
                r#"[{"Sid":"A","Effect":"Allow","Action":"s3:*","Resource":"*"},
                       {"Sid":"A","Effect":"Deny","Action":"s3:*","Resource":"*"}]"#,
            ),
            "Statement IDs (SID) in a single policy must be unique.",
        ),
    ] {
        assert_eq!(said(&text, Kind::Managed), words, "{text}");
    }
}

#[test]
fn words_for_actions_resources_and_conditions() {
    for (text, words) in [
        (
            around(r#"{"Effect":"Allow","Action":"GetObject","Resource":"*"}"#),
            "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:Get:Object","Resource":"*"}"#),
            "Actions/Condition can contain only one colon.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s 3:Get","Resource":"*"}"#),
            "Vendor s 3 is not valid",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","Resource":"bucket"}"#),
            "Resource bucket must be in ARN format or \"*\".",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:error:s3:::b"}"#),
            "Partition \"error\" is not valid for resource \"arn:error:s3:::b\".",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3"}"#),
            "The policy failed legacy parsing",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s*:::b"}"#),
            "Resource vendor must be fully qualified and cannot contain regexes.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:us-east-1::b"}"#),
            "Resource arn:aws:s3:us-east-1::b can not contain region information.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam:us-east-1::user/a"}"#),
            "IAM resource arn:aws:iam:us-east-1::user/a cannot contain region information.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"iam:*","Resource":"arn:aws:iam::1:usr/a"}"#),
            "IAM resource path must either be \"*\" or start with user/, federated-user/, role/, group/, \
             instance-profile/, mfa/, server-certificate/, policy/, sms-mfa/, saml-provider/, oidc-provider/, report/, \
             access-report/.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:${region}:1:b"}"#),
            "The policy failed legacy parsing",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"DateEquals":{"k":"today"}}}"#),
            "The policy failed legacy parsing",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"Like":{"k":"x"}}}"#),
            "Syntax errors in policy.",
        ),
        (
            around(r#"{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{"StringLike":{"k":{}}}}"#),
            "Syntax errors in policy.",
        ),
    ] {
        assert_eq!(said(&text, Kind::Managed), words, "{text}");
    }
}

/// Forms that are rarer, and right.
#[test]
fn resources_that_are_accepted() {
    for resource in [
        "*",
        "arn:*:s3:::aws-controltower-*",
        "arn:*:iam::*:role/AWSControlTowerExecution",
        "arn:aws:s3:us-west-2:123456789012:accesspoint/my-access-point",
        "arn:aws:s3:*:*:accesspoint/*",
        "arn:aws:s3:::bucket/${aws:PrincipalTag/team}/${*}",
        "arn:aws:iam::123456789012:root",
        "arn:aws:iam::*:*",
        "arn:aws:iam::123456789012:user/division/alice",
        "arn:aws:iam::123456789012:u*",
        "arn:aws:iam::aws:policy/*",
        "arn:aws:ec2:*",
        "arn:aws:dynamodb:*:*:table/t/index/i",
        "arn:aws:logs:eu-west-1:123456789012:log-group:g:log-stream:s",
        "arn:aws:execute-api:*:*:*/stage/GET/",
    ] {
        let text = around(&format!(r#"{{"Effect":"Deny","Action":"*","Resource":"{resource}"}}"#));
        for kind in [Kind::Managed, Kind::ServiceControl] {
            assert_eq!(said(&text, kind), "accepted", "{resource}");
        }
    }
}

#[test]
fn words_for_trust_policies() {
    for (text, words) in [
        (
            around(r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}"#),
            "accepted",
        ),
        ("[]".into(), "This policy contains invalid Json"),
        ("{".into(), "This policy contains invalid Json"),
        (around("[]"), "Could not parse the policy: Statement is empty!"),
        (
            around(r#"{"Effect":"Allow","Action":"sts:AssumeRole"}"#),
            "Missing required field Principal",
        ),
        (
            around(r#"{"Effect":"Allow","Principal":{},"Action":"sts:AssumeRole"}"#),
            "Missing required field Principal",
        ),
        (
            around(r#"{"Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}"#),
            "Missing required field Effect",
        ),
        (
            around(r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"}}"#),
            "Missing required field Action",
        ),
        (
            around(r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole","Resource":"*"}"#),
            "Has prohibited field Resource",
        ),
        (
            around(r#"{"Effect":"Deny","NotPrincipal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}"#),
            "AssumeRole policy must not contain NotPrincipal field.",
        ),
        (
            around(r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"s3:GetObject"}"#),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            around(r#"{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"*"}"#),
            "AssumeRole policy may only specify STS AssumeRole actions.",
        ),
        (
            around(r#"{"Effect":"Allow","Principal":{"AWS":"arn:aws:iam::1:user/x"},"Action":"sts:AssumeRole"}"#),
            "Invalid principal in policy: \"AWS\":\"arn:aws:iam::1:user/x\"",
        ),
        (
            around(r#"{"Effect":"Maybe","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}"#),
            "Invalid effect: Maybe",
        ),
    ] {
        assert_eq!(said(&text, Kind::Trust), words, "{text}");
    }
}

#[test]
fn rules_of_control_policies() {
    let not_of_the_type = "The provided policy document does not meet the requirements of the specified policy type.";
    let deny = r#"{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}"#;
    assert_eq!(said(&around(GOOD), Kind::ServiceControl), "accepted");
    assert_eq!(said(&around(deny), Kind::ServiceControl), not_of_the_type);
    assert_eq!(said(&around(deny), Kind::ResourceControl), "accepted");
    for (from, to) in [
        ("Deny", "Allow"),
        (r#""*","Action""#, r#"{"AWS":"111122223333"},"Action""#),
        ("Principal", "NotPrincipal"),
        ("Action", "NotAction"),
        ("s3:*", "*"),
    ] {
        let text = around(&deny.replacen(from, to, 1));
        assert_eq!(said(&text, Kind::ResourceControl), not_of_the_type, "{text}");
    }
    let full = around(r#"{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}"#);
    assert_eq!(said(&full, Kind::ManagedResourceControl), "accepted");
    assert_eq!(
        Document::parse(&full, Kind::ManagedResourceControl).unwrap(),
        Document::full_access(Kind::ManagedResourceControl)
    );
}

/// What AWS complains of first, and the rest for an editor, each with its place.
#[test]
fn everything_at_once_with_places() {
    let text = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": [\n    {\"Effect\": \"Allow\", \"Action\": \"s3:*\", \
                \"Resource\": [\"*\", \"b\"]},\n    {\"Effekt\": \"Deny\",\n     \"Condition\": {\"Bool\": {\"a:b\": \
                [true, \"é\", \"no\"]}},\n     \"Action\": 5}\n  ]\n}";
    let error = Document::parse(text, Kind::Managed).unwrap_err();
    let found: Vec<(String, usize, usize, String)> = error
        .problems()
        .map(|problem| {
            let Position { line, column } = problem.position.unwrap();
            (problem.path.to_string(), line, column, problem.detail())
        })
        .collect();
    let at = |path: &str, line, column, detail: &str| (path.to_owned(), line, column, detail.to_owned());
    assert_eq!(
        found,
        [
            at(
                "$.Statement[1].Effekt",
                5,
                6,
                "Policies have no element Effekt; names are case-sensitive."
            ),
            at("$.Statement[1]", 5, 5, "The statement needs Effect."),
            at("$.Statement[1].Action", 7, 6, "This must be text, or a list of texts."),
            at(
                "$.Statement[1].Condition.Bool[\"a:b\"][1]",
                6,
                43,
                "This must be true or false."
            ),
            at("$.Statement[1]", 5, 5, "The statement needs Resource."),
            at("$.Statement[0].Resource[1]", 4, 61, "A resource is an ARN, or *."),
        ]
    );
}

#[test]
fn a_key_that_comes_twice() {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny",
        "Effect":"Allow","Action":"*","Resource":"*"}}"#;
    let error = Document::parse(text, Kind::Inline).unwrap_err();
    assert_eq!(error.first.fault, Fault::DuplicateKey("Effect".into()));
    assert_eq!(error.first.path.to_string(), "$.Statement.Effect");
    assert_eq!(error.first.position, Some(Position { line: 2, column: 9 }));
    for text in [
        r#"{"Version":"2012-10-17","Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"*","Resource":"*"}}"#,
        r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{},"Bool":{}}}}"#,
        r#"{"Statement":{"Effect":"Allow","Action":"*","Resource":"*","Condition":{"Bool":{"a":"true","a":"true"}}}}"#,
    ] {
        let error = Document::parse(text, Kind::Inline).unwrap_err();
        assert!(matches!(error.first.fault, Fault::DuplicateKey(_)), "{text}");
    }
}

#[test]
fn places_of_bad_json() {
    let error = Document::parse("{\n  \"Version\": 2012-10-17\n}", Kind::Inline).unwrap_err();
    assert!(matches!(error.first.fault, Fault::NotJson(_)));
    assert_eq!(error.first.position.map(|position| position.line), Some(2));
    assert_eq!(error.first.code(), "MalformedPolicyDocument");
}

#[test]
fn quotas() {
    let limits = Limits {
        bytes: 1000,
        characters: 90,
        white_space: false,
        quota: "PolicySize",
    };
    let short = around(GOOD);
    assert!(Document::parse_within(&short.replace(':', ":    "), Kind::Inline, limits).is_ok());
    let counted = Limits {
        white_space: true,
        ..limits
    };
    let error = Document::parse_within(&short.replace(':', ":    "), Kind::Inline, counted).unwrap_err();
    assert_eq!(error.to_string(), "Cannot exceed quota for PolicySize: 90");
    assert_eq!(error.first.code(), "LimitExceeded");
    // What is wrong with the text is said before how long it is.
    let broken = short.replace("Effect", &"x".repeat(60));
    let error = Document::parse_within(&broken, Kind::Inline, limits).unwrap_err();
    assert_eq!(error.to_string(), "Syntax errors in policy.");
    // Except when it is so long that it is not even read.
    let error = Document::parse_within(&"x".repeat(1001), Kind::Inline, limits).unwrap_err();
    assert_eq!(error.to_string(), "Cannot exceed quota for PolicySize: 1000");
}

#[test]
fn numbers_and_booleans_may_stand_bare_in_conditions() {
    let text = around(
        r#"{"Effect":"Allow","Action":"s3:*","Resource":"*",
            "Condition":{"Bool":{"a":true},"NumericLessThan":{"b":[1,2.5]}}}"#,
    );
    assert_eq!(said(&text, Kind::Managed), "accepted");
}

/// A reader of JSON may round what has more digits than a double, so that the policy would say another number.
#[test]
fn bare_numbers_are_exact_or_refused() {
    let with = |number: &str| {
        said(
            &around(&format!(
                r#"{{"Effect":"Allow","Action":"s3:*","Resource":"*","Condition":{{"NumericEquals":{{"k":{number}}}}}}}"#
            )),
            Kind::Managed,
        )
    };
    for number in [
        "0",
        "-0.0",
        "2.50",
        "1e3",
        "123456789012.345",
        "18446744073709551615",
        "-9223372036854775808",
        "9007199254740993",
        "1e20",
        "\"1844674407370955161.6\"",
    ] {
        assert_eq!(with(number), "accepted", "{number}");
    }
    for number in [
        "1.844674407370955e+20",
        "18446744073709551616.5",
        "9007199254740993.1",
        "0.1234567890123456",
        "2.2250738585072014e-308",
    ] {
        assert_eq!(with(number), "Syntax errors in policy.", "{number}");
    }
}

#[test]
fn what_older_policies_may() {
    let old = format!(r#"{{"Statement":{GOOD}}}"#);
    assert_eq!(said(&old, Kind::Inline), "accepted");
    assert_ne!(said(&old, Kind::ServiceControl), "accepted");
    let spaced = r#"{"Statement":{"Sid":"Stmt 1","Effect":"Allow","Principal":"*","Action":"sns:*"}}"#;
    assert_eq!(said(spaced, Kind::Resource), "accepted");
}
