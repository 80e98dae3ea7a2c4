#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]
use super::*;
use serde_json::json;

const NOW: i64 = 1_795_000_000;

fn judged(change: &[(&str, Value)]) -> Result<Identity, String> {
    let mut claims = json!({
        "iss": "https://idp.example/realm", "sub": "repo:x", "aud": "sts.amazonaws.com", "iat": NOW - 10, "exp": NOW + 60,
    });
    for (name, value) in change {
        match value {
            Value::Null => drop(claims.as_object_mut().unwrap().remove(*name)),
            other => claims[*name] = other.clone(),
        }
    }
    let provider = ProviderRow {
        arn: "arn".to_owned(),
        account: vestibule_identity::names::AccountId::parse("111122223333").unwrap(),
        is_saml: false,
        name: "idp.example/realm".to_owned(),
        audiences: vec!["sts.amazonaws.com".to_owned(), "app".to_owned()],
        thumbprints: Vec::new(),
        metadata: None,
        created_at: Timestamp::UNIX_EPOCH,
    };
    let now = Timestamp::from_second(NOW).unwrap();
    judge(claims.as_object().unwrap(), &provider, now).map_err(|error| format!("{} {error}", error.code()))
}

#[test]
fn what_is_right_is_read() {
    let plain = judged(&[]).unwrap();
    assert_eq!(
        (plain.subject.as_str(), plain.audience.as_str()),
        ("repo:x", "sts.amazonaws.com")
    );
    let names = |identity: &Identity| identity.keys("p").into_iter().map(|(key, _)| key).collect::<Vec<_>>();
    assert_eq!(names(&plain), ["p:aud", "p:sub"]);
    assert_eq!(judged(&[("aud", json!(["app"]))]).unwrap().audience, "app");
    let party = judged(&[
        ("aud", json!(["other", "more"])),
        ("azp", json!("app")),
        ("amr", json!(["pwd", "otp"])),
    ])
    .unwrap();
    assert_eq!(party.audience, "app");
    assert_eq!(names(&party), ["p:aud", "p:sub", "p:oaud", "p:amr"]);
    assert_eq!(party.lasting("p").into_keys().collect::<Vec<_>>(), ["p:aud", "p:sub"]);
    // Within the skew, and with parts of a second.
    assert!(judged(&[("exp", json!(NOW - 4))]).is_ok());
    assert!(judged(&[("iat", json!(NOW + 5)), ("exp", json!(60.5 + 1_795_000_000.0))]).is_ok());
    assert!(judged(&[("nbf", json!(NOW))]).is_ok());
}

#[test]
fn what_is_wrong_is_named() {
    for (change, words) in [
        (
            vec![("iss", json!("https://idp.example"))],
            "InvalidIdentityToken The ID Token is of another issuer.",
        ),
        (
            vec![("sub", Value::Null)],
            "InvalidIdentityToken Missing a required claim: sub",
        ),
        (
            vec![("sub", json!(7))],
            "InvalidIdentityToken Missing a required claim: sub",
        ),
        (
            vec![("sub", json!("x".repeat(256)))],
            "InvalidIdentityToken The subject",
        ),
        (
            vec![("aud", Value::Null)],
            "InvalidIdentityToken Missing a required claim: aud",
        ),
        (
            vec![("aud", json!([]))],
            "InvalidIdentityToken Missing a required claim: aud",
        ),
        (
            vec![("aud", json!("other"))],
            "InvalidIdentityToken Incorrect token audience",
        ),
        (
            vec![("aud", json!(["app", "other"]))],
            "InvalidIdentityToken Incorrect token audience",
        ),
        (
            vec![("azp", json!("other"))],
            "InvalidIdentityToken Incorrect token audience",
        ),
        (vec![("azp", json!(1))], "InvalidIdentityToken Incorrect token audience"),
        (
            vec![("exp", Value::Null)],
            "InvalidIdentityToken Missing a required claim: exp",
        ),
        (
            vec![("exp", json!("never"))],
            "InvalidIdentityToken Missing a required claim: exp",
        ),
        (
            vec![("exp", json!(NOW - 5))],
            "ExpiredTokenException Token expired: current date/time 1795000000",
        ),
        (
            vec![("iat", Value::Null)],
            "InvalidIdentityToken Missing a required claim: iat",
        ),
        (
            vec![("iat", json!(NOW + 6))],
            "InvalidIdentityToken Token is not yet valid",
        ),
        (
            vec![("nbf", json!(NOW + 6))],
            "InvalidIdentityToken Token is not yet valid",
        ),
        (
            vec![("nbf", json!("later"))],
            "InvalidIdentityToken Missing a required claim: nbf",
        ),
        (
            vec![(SOURCE_IDENTITY, json!("aws:x"))],
            "InvalidIdentityToken Source Identity",
        ),
        (
            vec![(TAGS, json!({ "principal_tags": { "k": ["a", "b"] } }))],
            "InvalidIdentityToken The session tags",
        ),
        (
            vec![(
                TAGS,
                json!({ "principal_tags": { "k": "a" }, "transitive_tag_keys": ["other"] }),
            )],
            "InvalidIdentityToken The specified transitive tag key",
        ),
    ] {
        let said = judged(&change).unwrap_err();
        assert!(said.starts_with(words), "{change:?}: {said}");
    }
}

/// Claims as issuers are known to write them; the provider knows the audience.
#[test]
fn tokens_of_known_issuers_are_read() {
    for (issuer, claims) in [
        (
            "GitHub Actions",
            json!({
                "jti": "a-1", "aud": "sts.amazonaws.com", "sub": "repo:octo/x:environment:prod", "ref": "refs/heads/main",
                "repository_owner_id": "1", "run_attempt": "1", "actor": "octo", "environment": "prod", "nbf": NOW - 600,
                "job_workflow_ref": "octo/x/.github/workflows/w.yml@refs/heads/main", "runner_environment": "github-hosted",
            }),
        ),
        (
            "Kubernetes",
            json!({
                "aud": ["sts.amazonaws.com"], "sub": "system:serviceaccount:default:app", "nbf": NOW - 10, "jti": "j",
                "kubernetes.io": { "namespace": "default", "serviceaccount": { "name": "app", "uid": "u" }, "warnafter": NOW },
            }),
        ),
        (
            "Google",
            json!({
                "aud": "https://any.example", "azp": "app", "sub": "110169484474386276334", "email": "a@b.example",
                "email_verified": true, "at_hash": "x",
            }),
        ),
        (
            "Cognito",
            json!({
                "aud": "app", "sub": "eu-west-1:0d94e4a0", "amr": ["authenticated", "login.provider.com"],
            }),
        ),
        (
            "GitLab",
            json!({
                "aud": "sts.amazonaws.com", "sub": "project_path:g/p:ref_type:branch:ref:main", "nbf": NOW - 15,
                "user_access_level": null, "pipeline_id": "1", "ref_protected": "true", "groups_direct": ["g"],
            }),
        ),
        (
            "Keycloak",
            json!({
                "aud": ["app", "account"], "azp": "app", "sub": "f:1:mary", "auth_time": NOW - 20, "typ": "ID", "acr": "1",
                "realm_access": { "roles": ["a"] }, "sid": "s", "exp": NOW + 300,
            }),
        ),
    ] {
        let change: Vec<(&str, Value)> = claims
            .as_object()
            .unwrap()
            .iter()
            .map(|(name, value)| (name.as_str(), value.clone()))
            .filter(|(_, value)| !value.is_null())
            .collect();
        let identity = judged(&change).unwrap_or_else(|error| panic!("{issuer}: {error}"));
        assert_eq!(identity.subject, claims["sub"], "{issuer}");
        assert!(
            ["app", "sts.amazonaws.com"].contains(&identity.audience.as_str()),
            "{issuer}"
        );
    }
}

#[test]
fn numbers_of_any_size_are_times_and_nothing_else_is() {
    for far in [
        json!(i64::MAX),
        json!(u64::MAX),
        json!(1e300),
        json!(NOW + 1),
        json!(9.0e15),
    ] {
        assert!(judged(&[("exp", far.clone())]).is_ok(), "{far}");
        assert!(
            judged(&[("iat", far.clone())]).is_err() || far == json!(NOW + 1),
            "{far}"
        );
    }
    for over in [json!(0), json!(-1), json!(i64::MIN), json!(-1e300), json!(0.5)] {
        let said = judged(&[("exp", over.clone())]).unwrap_err();
        assert!(said.starts_with("ExpiredTokenException"), "{over}: {said}");
    }
    for none in [
        json!((NOW + 60).to_string()),
        json!(true),
        json!([NOW + 60]),
        json!({}),
        json!(""),
    ] {
        for name in ["exp", "iat", "nbf"] {
            let said = judged(&[(name, none.clone())]).unwrap_err();
            let words = format!("InvalidIdentityToken Missing a required claim: {name}");
            assert_eq!(said, words, "{none}");
        }
    }
}

#[test]
fn tags_are_nested_or_flat() {
    let nested = judged(&[(
        TAGS,
        json!({ "principal_tags": { "team": ["red"] }, "transitive_tag_keys": ["team"] }),
    )])
    .unwrap();
    let flat = judged(&[
        ("https://aws.amazon.com/tags/principal_tags/team", json!("red")),
        ("https://aws.amazon.com/tags/transitive_tag_keys", json!(["team"])),
    ])
    .unwrap();
    for identity in [nested, flat] {
        assert_eq!(identity.tags.tags, [("team".to_owned(), "red".to_owned())]);
        assert_eq!(identity.tags.transitive, ["team"]);
    }
}
