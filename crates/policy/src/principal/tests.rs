use super::{Closeness, Named, Principal};
use crate::tests::world::{ACCOUNT, role_session, user};

#[test]
fn whom_a_policy_may_name() {
    for (kind, value) in [
        ("AWS", "*"),
        ("AWS", "111122223333"),
        ("AWS", "arn:aws:iam::111122223333:root"),
        ("AWS", "arn:aws:iam::111122223333:user/path/alice"),
        ("AWS", "arn:aws:iam::111122223333:role/r"),
        ("AWS", "arn:aws:sts::111122223333:assumed-role/r/s"),
        ("AWS", "arn:aws:sts::111122223333:federated-user/f"),
        ("AWS", "AIDACKCEVSQ6C2EXAMPLE"),
        ("Service", "ec2.amazonaws.com"),
        ("Federated", "arn:aws:iam::111122223333:saml-provider/Corp"),
        ("Federated", "accounts.google.com"),
        (
            "CanonicalUser",
            "79a59df900b949e55d96a1e698fbacedfd6e09d98eacf8f8d5218e7cd47ef2be",
        ),
    ] {
        assert!(Named::parse(kind, value).is_some(), "{kind} {value}");
    }
}

#[test]
fn whom_it_may_not() {
    for (kind, value) in [
        ("AWS", ""),
        ("AWS", "11112222333"),
        ("AWS", "alice"),
        ("AWS", "arn:aws:iam::111122223333:user/*"),
        ("AWS", "arn:aws:iam::111122223333:user/"),
        ("AWS", "arn:aws:iam::111122223333:user//alice"),
        ("AWS", "arn:aws:iam::111122223333:group/g"),
        ("AWS", "arn:aws:iam::111122223333:root/x"),
        ("AWS", "arn:aws:iam::*:root"),
        ("AWS", "arn:aws:sts::111122223333:assumed-role/r"),
        ("AWS", "arn:aws:sts::111122223333:assumed-role/r/*"),
        ("AWS", "arn:aws-cn:iam::111122223333:root"),
        ("AWS", "arn:aws:iam:eu-west-1:111122223333:root"),
        ("AWS", "arn:aws:iam::111122223333:user/alice "),
        ("AWS", "arn:aws:iam::111122223333:user/alice:x"),
        ("Service", "*"),
        ("Service", "ec2"),
        ("Federated", "*"),
        ("aws", "111122223333"),
        ("Everyone", "*"),
    ] {
        assert!(Named::parse(kind, value).is_none(), "{kind} {value}");
    }
}

#[test]
fn how_closely() {
    let named = |value: &str, principal: &Principal| Named::parse("AWS", value).unwrap().names(principal);
    let alice = user("team/alice");
    assert_eq!(named(ACCOUNT, &alice), Some(Closeness::Account));
    assert_eq!(named("*", &alice), Some(Closeness::Itself));
    let path = "arn:aws:iam::111122223333:user/team/alice";
    assert_eq!(named(path, &alice), Some(Closeness::Itself));
    // The path is part of the name, and names have cases.
    assert_eq!(named("arn:aws:iam::111122223333:user/alice", &alice), None);
    assert_eq!(named("arn:aws:iam::111122223333:user/team/Alice", &alice), None);
    assert_eq!(named("arn:aws:iam::444455556666:user/team/alice", &alice), None);
    assert_eq!(named("AIDAEXAMPLEALICE00001", &alice), Some(Closeness::Itself));

    // A session's ARN has the role's name without its path.
    let session = role_session("path/r", "s");
    assert_eq!(session.arn(), "arn:aws:sts::111122223333:assumed-role/r/s");
    assert_eq!(
        named("arn:aws:iam::111122223333:role/path/r", &session),
        Some(Closeness::Origin)
    );
    assert_eq!(named("arn:aws:iam::111122223333:role/r", &session), None);
    assert_eq!(
        named("arn:aws:sts::111122223333:assumed-role/r/s", &session),
        Some(Closeness::Itself)
    );
    assert_eq!(named("arn:aws:sts::111122223333:assumed-role/r/t", &session), None);
    assert_eq!(named("AROAEXAMPLEROLE000001", &session), Some(Closeness::Origin));
    assert_eq!(named("AROAEXAMPLEROLE000002", &session), None);

    let root = Principal::Root {
        account: ACCOUNT.into(),
    };
    assert_eq!(named("arn:aws:iam::111122223333:root", &root), Some(Closeness::Itself));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html#principaltable>
#[test]
fn keys_of_each_kind() {
    let keys = |principal: &Principal| {
        let context = principal.context();
        let get = |key: &str| context.get(key).first().cloned().unwrap_or_default();
        ["aws:username", "aws:userid", "aws:PrincipalType", "aws:PrincipalArn"].map(get)
    };
    let federated = Principal::FederatedUser {
        account: ACCOUNT.into(),
        name: "f".into(),
        issuer: None,
    };
    let root = Principal::Root {
        account: ACCOUNT.into(),
    };
    for (principal, expected) in [
        (
            user("team/alice"),
            [
                "alice",
                "AIDAEXAMPLEALICE00001",
                "User",
                "arn:aws:iam::111122223333:user/team/alice",
            ],
        ),
        (
            role_session("path/r", "s"),
            [
                "",
                "AROAEXAMPLEROLE000001:s",
                "AssumedRole",
                "arn:aws:iam::111122223333:role/path/r",
            ],
        ),
        (
            federated,
            [
                "",
                "111122223333:f",
                "FederatedUser",
                "arn:aws:sts::111122223333:federated-user/f",
            ],
        ),
        (root, ["", ACCOUNT, "Account", "arn:aws:iam::111122223333:root"]),
        (Principal::Anonymous, ["", "", "Anonymous", ""]),
    ] {
        assert_eq!(keys(&principal), expected);
    }
}
