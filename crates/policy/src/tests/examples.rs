//! Policies that AWS documents, and what AWS says that they do.

use super::world::{ACCOUNT, OTHER, alice_may, ask, attached, condition_holds, document, user};
use crate::{Context, Decision, Kind, PolicySets, Principal, ResourcePolicy};

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_my-sec-creds-self-manage.html>
const FORCE_MFA: &str = r#"{
  "Version": "2012-10-17",
  "Statement": [
    {"Sid": "AllowViewAccountInfo", "Effect": "Allow",
     "Action": ["iam:GetAccountPasswordPolicy", "iam:ListVirtualMFADevices"], "Resource": "*"},
    {"Sid": "AllowManageOwnPasswords", "Effect": "Allow",
     "Action": ["iam:ChangePassword", "iam:GetUser"], "Resource": "arn:aws:iam::*:user/${aws:username}"},
    {"Sid": "AllowManageOwnVirtualMFADevice", "Effect": "Allow",
     "Action": ["iam:CreateVirtualMFADevice"], "Resource": "arn:aws:iam::*:mfa/*"},
    {"Sid": "AllowManageOwnUserMFA", "Effect": "Allow",
     "Action": ["iam:DeactivateMFADevice", "iam:EnableMFADevice", "iam:ListMFADevices", "iam:ResyncMFADevice"],
     "Resource": "arn:aws:iam::*:user/${aws:username}"},
    {"Sid": "DenyAllExceptListedIfNoMFA", "Effect": "Deny",
     "NotAction": ["iam:CreateVirtualMFADevice", "iam:EnableMFADevice", "iam:GetUser", "iam:ListMFADevices",
                   "iam:ListVirtualMFADevices", "iam:ResyncMFADevice", "sts:GetSessionToken"],
     "Resource": "*", "Condition": {"BoolIfExists": {"aws:MultiFactorAuthPresent": "false"}}}
  ]
}"#;

fn me(mfa: Option<&str>) -> Context {
    let context = user("alice").context();
    match mfa {
        Some(present) => context.with("aws:MultiFactorAuthPresent", present),
        None => context,
    }
}

#[test]
fn force_mfa_lets_enrol_and_nothing_else() {
    let policy = attached(FORCE_MFA, Kind::Managed);
    let own = "arn:aws:iam::111122223333:user/alice";
    let device = "arn:aws:iam::111122223333:mfa/phone";
    let may = |action: &str, resource: &str, mfa| alice_may(&policy, action, resource, &me(mfa));
    // A console session without MFA: false; a long-term key: absent.
    for mfa in [Some("false"), None] {
        assert!(may("iam:CreateVirtualMFADevice", device, mfa).is_allowed());
        assert!(may("iam:EnableMFADevice", own, mfa).is_allowed());
        let refused = may("iam:ChangePassword", own, mfa);
        let Decision::ExplicitDeny { because } = &refused else {
            panic!("{refused:?}")
        };
        assert_eq!(because[0].sid.as_deref(), Some("DenyAllExceptListedIfNoMFA"));
        assert_eq!(because[0].absent.len(), usize::from(mfa.is_none()));
    }
    assert!(may("iam:ChangePassword", own, Some("true")).is_allowed());
    assert!(!may("iam:ChangePassword", "arn:aws:iam::111122223333:user/bob", Some("true")).is_allowed());
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa_configure-api-require.html>
#[test]
fn recent_mfa_only() {
    let policy = document(
        r#"{"Effect":"Allow","Action":"*","Resource":"*",
            "Condition":{"NumericLessThan":{"aws:MultiFactorAuthAge":"3600"}}}"#,
        Kind::Inline,
    );
    let may = |age: Option<&str>| {
        let mut context = Context::new();
        context.set_all("aws:MultiFactorAuthAge", age);
        alice_may(&policy, "ec2:StopInstances", "*", &context).is_allowed()
    };
    assert!(may(Some("3599")));
    assert!(!may(Some("3600")));
    assert!(!may(None));
}

/// `BoolIfExists` true lets long-term keys pass, `Bool` true does not.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
#[test]
fn mfa_with_and_without_if_exists() {
    for (condition, without, absent, with) in [
        (r#"{"Bool":{"aws:MultiFactorAuthPresent":"true"}}"#, false, false, true),
        (
            r#"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"true"}}"#,
            false,
            true,
            true,
        ),
        (r#"{"Bool":{"aws:MultiFactorAuthPresent":"false"}}"#, true, false, false),
        (
            r#"{"BoolIfExists":{"aws:MultiFactorAuthPresent":"false"}}"#,
            true,
            true,
            false,
        ),
        (r#"{"Null":{"aws:MultiFactorAuthPresent":"false"}}"#, true, false, true),
        (r#"{"Null":{"aws:MultiFactorAuthAge":"true"}}"#, true, true, true),
    ] {
        let holds = |mfa| condition_holds(condition, &me(mfa));
        let found = (holds(Some("false")), holds(None), holds(Some("true")));
        assert_eq!(found, (without, absent, with), "{condition}");
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/confused-deputy.html>
#[test]
fn external_id_against_the_confused_deputy() {
    let trust = document(
        r#"{"Effect":"Allow","Principal":{"AWS":"444455556666"},"Action":"sts:AssumeRole",
            "Condition":{"StringEquals":{"sts:ExternalId":"12345"}}}"#,
        Kind::Trust,
    );
    let allow = document(
        r#"{"Effect":"Allow","Action":"sts:AssumeRole","Resource":"*"}"#,
        Kind::Inline,
    );
    let corp = Principal::User {
        account: OTHER.into(),
        name: "corp".into(),
        id: "AIDA".into(),
    };
    let sets = PolicySets {
        identity: std::slice::from_ref(&allow),
        resource: ResourcePolicy::Trust(&trust),
        ..PolicySets::default()
    };
    let role = "arn:aws:iam::111122223333:role/r";
    let may = |context: &Context| ask(&corp, "sts:AssumeRole", role, context, ACCOUNT, &sets);
    assert!(may(&Context::new().with("sts:ExternalId", "12345")).is_allowed());
    assert!(!may(&Context::new().with("sts:ExternalId", "54321")).is_allowed());
    let Decision::ImplicitDeny { near, .. } = may(&Context::new()) else {
        panic!()
    };
    assert_eq!(*near[0].citation.absent[0], *"sts:ExternalId");
}

#[test]
fn source_account_against_the_confused_deputy() {
    let queue = document(
        r#"{"Effect":"Allow","Principal":{"Service":"sns.amazonaws.com"},"Action":"SQS:SendMessage",
            "Resource":"arn:aws:sqs:us-east-2:111122223333:q",
            "Condition":{"ArnEquals":{"aws:SourceArn":"arn:aws:sns:us-east-2:111122223333:topic"},
                         "StringEquals":{"aws:SourceAccount":"111122223333"}}}"#,
        Kind::Resource,
    );
    let sns = Principal::Service {
        name: "sns.amazonaws.com".into(),
    };
    let sets = PolicySets {
        resource: ResourcePolicy::Beside(&queue),
        ..PolicySets::default()
    };
    let from = |account: &str| {
        let context = sns
            .context()
            .with("aws:SourceArn", format!("arn:aws:sns:us-east-2:{account}:topic"))
            .with("aws:SourceAccount", account);
        let queue = "arn:aws:sqs:us-east-2:111122223333:q";
        ask(&sns, "sqs:SendMessage", queue, &context, ACCOUNT, &sets).is_allowed()
    };
    assert!(from(ACCOUNT));
    assert!(!from(OTHER));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/tutorial_attribute-based-access-control.html>
#[test]
fn tags_decide() {
    let policy = document(
        r#"[{"Effect":"Allow","Action":"secretsmanager:GetSecretValue","Resource":"*",
             "Condition":{"StringEquals":{"aws:ResourceTag/access-project":"${aws:PrincipalTag/access-project}"}}},
            {"Effect":"Allow","Action":"secretsmanager:CreateSecret","Resource":"*",
             "Condition":{"StringEquals":{"aws:RequestTag/access-project":"${aws:PrincipalTag/access-project}"},
                          "ForAllValues:StringEquals":{"aws:TagKeys":["access-project","cost-center"]}}}]"#,
        Kind::Inline,
    );
    let peg = Context::new().with("aws:PrincipalTag/Access-Project", "peg");
    let read = |context: &Context| alice_may(&policy, "secretsmanager:GetSecretValue", "*", context).is_allowed();
    assert!(read(&peg.clone().with("aws:ResourceTag/access-project", "peg")));
    assert!(!read(&peg.clone().with("aws:ResourceTag/access-project", "uni")));
    assert!(!read(&peg));
    // Neither has the tag: two absences are not equal.
    assert!(!read(&Context::new()));
    assert!(!read(&Context::new().with("aws:ResourceTag/access-project", "")));
    let create = |keys: [&str; 2]| {
        let context = peg
            .clone()
            .with("aws:RequestTag/access-project", "peg")
            .with_all("aws:TagKeys", keys);
        alice_may(&policy, "secretsmanager:CreateSecret", "*", &context).is_allowed()
    };
    assert!(create(["access-project", "cost-center"]));
    assert!(!create(["access-project", "owner"]));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-ip.html>
#[test]
fn addresses_on_a_list() {
    let policy = document(
        r#"[{"Effect":"Allow","Action":"*","Resource":"*"},
            {"Effect":"Deny","Action":"*","Resource":"*",
             "Condition":{"NotIpAddress":{"aws:SourceIp":["192.0.2.0/24","203.0.113.0/24","2001:DB8:1234:5678::/64"]}}}]"#,
        Kind::Inline,
    );
    let from = |ip: &str| {
        let context = Context::new().with("aws:SourceIp", ip);
        alice_may(&policy, "s3:ListAllMyBuckets", "*", &context)
    };
    for ip in [
        "192.0.2.1",
        "203.0.113.255",
        "2001:db8:1234:5678::1",
        "::ffff:192.0.2.7",
    ] {
        assert!(from(ip).is_allowed(), "{ip}");
    }
    for ip in ["198.51.100.1", "192.0.3.0", "2001:db8:1234:5679::1", "an address", ""] {
        assert!(matches!(from(ip), Decision::ExplicitDeny { .. }), "{ip}");
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_examples_aws_deny-requested-region.html>
#[test]
fn regions_denied_with_global_services_spared() {
    let policy = document(
        r#"[{"Effect":"Allow","Action":"*","Resource":"*"},
            {"Effect":"Deny","NotAction":["cloudfront:*","iam:*","route53:*","support:*"],"Resource":"*",
             "Condition":{"StringNotEquals":{"aws:RequestedRegion":["eu-central-1","eu-west-1"]}}}]"#,
        Kind::Inline,
    );
    let may = |action: &str, region: &str| {
        let context = Context::new().with("aws:RequestedRegion", region);
        alice_may(&policy, action, "*", &context).is_allowed()
    };
    assert!(may("ec2:RunInstances", "eu-west-1"));
    assert!(!may("ec2:RunInstances", "us-east-1"));
    assert!(may("IAM:ListUsers", "us-east-1"));
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_variables.html>
#[test]
fn a_default_for_the_anonymous() {
    let bucket = document(
        r#"{"Effect":"Allow","Principal":"*","Action":"s3:GetObject",
            "Resource":"arn:aws:s3:::bucket/${aws:userid, 'anonymous'}/*"}"#,
        Kind::Resource,
    );
    let sets = PolicySets {
        resource: ResourcePolicy::Beside(&bucket),
        ..PolicySets::default()
    };
    let may = |who: &Principal, key: &str| {
        let resource = format!("arn:aws:s3:::bucket/{key}");
        ask(who, "s3:GetObject", &resource, &who.context(), ACCOUNT, &sets).is_allowed()
    };
    assert!(may(&Principal::Anonymous, "anonymous/x"));
    assert!(!may(&user("alice"), "anonymous/x"));
    assert!(may(&user("alice"), "AIDAEXAMPLEALICE00001/x"));
}

/// `AWSRevokeOlderSessions`.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html>
#[test]
fn older_sessions_are_revoked() {
    let policy = document(
        r#"[{"Effect":"Allow","Action":"*","Resource":"*"},
            {"Effect":"Deny","Action":["*"],"Resource":["*"],
             "Condition":{"DateLessThan":{"aws:TokenIssueTime":"2026-01-01T12:00:00.500Z"}}}]"#,
        Kind::Inline,
    );
    let with = |issued: &str| {
        let context = Context::new().with("aws:TokenIssueTime", issued);
        alice_may(&policy, "s3:ListAllMyBuckets", "*", &context).is_allowed()
    };
    assert!(!with("2026-01-01T12:00:00Z"));
    assert!(!with("2026-01-01T13:00:00+02:00"));
    assert!(with("2026-01-01T12:00:01Z"));
}
