//! Every rule of the evaluation, with the statements that it rests on.

use super::{Attached, Level, PolicySets, ResourcePolicy, decide};
use crate::decision::{Decision, PolicySet};
use crate::document::{Document, Kind};
use crate::principal::Principal;
use crate::request::{Accounts, Action, Request};
use crate::tests::world::{ACCOUNT, OTHER, ask, document, role_session, user};
use crate::{Context, Effect};

const OBJECT: &str = "arn:aws:s3:::b/o";

fn allow(kind: Kind) -> Attached {
    document(r#"{"Sid":"A","Effect":"Allow","Action":"s3:*","Resource":"*"}"#, kind)
}

fn deny(kind: Kind) -> Attached {
    document(
        r#"[{"Effect":"Allow","Action":"*","Resource":"*"},
            {"Sid":"D","Effect":"Deny","Action":"s3:*","Resource":"*"}]"#,
        kind,
    )
}

/// Allows something else.
fn elsewhere(kind: Kind) -> Attached {
    document(r#"{"Effect":"Allow","Action":"sqs:*","Resource":"*"}"#, kind)
}

fn naming(effect: &str, principal: &str) -> Attached {
    document(
        &format!(r#"{{"Effect":"{effect}","Principal":{{"AWS":"{principal}"}},"Action":"s3:*","Resource":"*"}}"#),
        Kind::Resource,
    )
}

fn federated(issuer: Option<&str>) -> Principal {
    Principal::FederatedUser {
        account: ACCOUNT.into(),
        name: "f".into(),
        issuer: issuer.map(Into::into),
    }
}

fn root() -> Principal {
    Principal::Root {
        account: ACCOUNT.into(),
    }
}

fn may(principal: &Principal, sets: &PolicySets<'_>) -> Decision {
    ask(principal, "s3:GetObject", OBJECT, &principal.context(), ACCOUNT, sets)
}

fn gaps(decision: &Decision) -> Vec<PolicySet> {
    match decision {
        Decision::ImplicitDeny { gaps, .. } => gaps.iter().map(|gap| gap.set).collect(),
        _ => Vec::new(),
    }
}

/// The table of AWS's page: what an allow by the resource's policy makes unnecessary, in one account.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic_policy-eval-denyallow.html>
#[test]
fn resource_policies_and_implicit_denies() {
    let user_arn = "arn:aws:iam::111122223333:user/alice";
    let role_arn = "arn:aws:iam::111122223333:role/r";
    let session_arn = "arn:aws:sts::111122223333:assumed-role/r/s";
    let federated_arn = "arn:aws:sts::111122223333:federated-user/f";
    let (alice, session, fed) = (user("alice"), role_session("r", "s"), federated(Some("alice")));
    // Whether it allows against an implicit deny in: identity, boundary, session policies.
    for (principal, named, identity, boundary, sessions) in [
        (&alice, user_arn, true, true, true),
        (&alice, "*", true, true, true),
        (&alice, ACCOUNT, false, false, false),
        (&session, role_arn, true, false, false),
        (&session, session_arn, true, true, true),
        (&session, "*", true, true, true),
        (&session, ACCOUNT, false, false, false),
        (&fed, federated_arn, true, true, true),
        (&fed, user_arn, true, false, false),
        (&fed, ACCOUNT, false, false, false),
    ] {
        let policy = naming("Allow", named);
        let (own, limit, part) = (allow(Kind::Inline), allow(Kind::Boundary), allow(Kind::Session));
        let (other, narrow, less) = (
            elsewhere(Kind::Inline),
            elsewhere(Kind::Boundary),
            elsewhere(Kind::Session),
        );
        let full = PolicySets {
            identity: std::slice::from_ref(&own),
            boundary: Some(&limit),
            session: std::slice::from_ref(&part),
            resource: ResourcePolicy::Beside(&policy),
            ..PolicySets::default()
        };
        assert!(may(principal, &full).is_allowed());
        let without_identity = PolicySets {
            identity: std::slice::from_ref(&other),
            ..full
        };
        let narrow_boundary = PolicySets {
            boundary: Some(&narrow),
            ..full
        };
        let narrow_session = PolicySets {
            session: std::slice::from_ref(&less),
            ..full
        };
        assert_eq!(may(principal, &without_identity).is_allowed(), identity, "{named}");
        assert_eq!(may(principal, &narrow_boundary).is_allowed(), boundary, "{named}");
        assert_eq!(may(principal, &narrow_session).is_allowed(), sessions, "{named}");
    }
}

/// What is left is the intersection of identity policies, boundary and session policies.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies_boundaries.html>, <https://docs.aws.amazon.com/IAM/latest/UserGuide/access_policies.html#policies_session>
#[test]
fn identity_and_its_limits() {
    let alice = user("alice");
    let own = allow(Kind::Inline);
    let sets = PolicySets {
        identity: std::slice::from_ref(&own),
        ..PolicySets::default()
    };
    let Decision::Allow { because, as_root } = may(&alice, &sets) else {
        panic!()
    };
    assert_eq!(
        (because.len(), because[0].set, as_root),
        (1, PolicySet::Identity, false)
    );
    assert_eq!(because[0].sid.as_deref(), Some("A"));

    assert_eq!(gaps(&may(&alice, &PolicySets::default())), [PolicySet::Identity]);
    let narrow = elsewhere(Kind::Boundary);
    let bounded = PolicySets {
        boundary: Some(&narrow),
        ..sets
    };
    assert_eq!(gaps(&may(&alice, &bounded)), [PolicySet::Boundary]);
    let less = [elsewhere(Kind::Session)];
    let limited = PolicySets {
        session: &less,
        ..bounded
    };
    assert_eq!(
        gaps(&may(&role_session("r", "s"), &limited)),
        [PolicySet::Boundary, PolicySet::Session]
    );
    // Of several session policies one must allow.
    let two = [elsewhere(Kind::Session), allow(Kind::Session)];
    let either = PolicySets { session: &two, ..sets };
    assert!(may(&role_session("r", "s"), &either).is_allowed());
}

/// An explicit deny in any of them overrides every allow.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic.html>
#[test]
fn an_explicit_deny_in_any_set() {
    let own = allow(Kind::Inline);
    let everyone = naming("Allow", "*");
    let base = PolicySets {
        identity: std::slice::from_ref(&own),
        resource: ResourcePolicy::Beside(&everyone),
        ..PolicySets::default()
    };
    let (denied, boundary) = ([deny(Kind::Inline)], deny(Kind::Boundary));
    let (session, policy) = ([deny(Kind::Session)], naming("Deny", ACCOUNT));
    let level = |policy: Attached| {
        [Level {
            name: "Root".into(),
            policies: vec![policy],
        }]
    };
    let scps = level(deny(Kind::ServiceControl));
    let rcp = r#"[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"},
                  {"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]"#;
    let rcps = level(document(rcp, Kind::ManagedResourceControl));
    for (sets, set) in [
        (
            PolicySets {
                identity: &denied,
                ..base
            },
            PolicySet::Identity,
        ),
        (
            PolicySets {
                boundary: Some(&boundary),
                ..base
            },
            PolicySet::Boundary,
        ),
        (
            PolicySets {
                session: &session,
                ..base
            },
            PolicySet::Session,
        ),
        (
            PolicySets {
                resource: ResourcePolicy::Beside(&policy),
                ..base
            },
            PolicySet::Resource,
        ),
        (
            PolicySets {
                resource: ResourcePolicy::Trust(&policy),
                ..base
            },
            PolicySet::Trust,
        ),
        (
            PolicySets {
                service_control: &scps,
                ..base
            },
            PolicySet::ServiceControl,
        ),
        (
            PolicySets {
                resource_control: &rcps,
                ..base
            },
            PolicySet::ResourceControl,
        ),
    ] {
        let Decision::ExplicitDeny { because } = may(&role_session("r", "s"), &sets) else {
            panic!("{set:?}")
        };
        assert_eq!((because.len(), because[0].set), (1, set));
    }
}

/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps_evaluation.html>
#[test]
fn every_level_of_the_organization_must_allow() {
    let alice = user("alice");
    let own = [allow(Kind::Inline)];
    let level = |name: &str, policies: Vec<Attached>| Level {
        name: name.into(),
        policies,
    };
    let full = || allow(Kind::ServiceControl);
    for (levels, missing) in [
        (vec![level("Root", vec![full()]), level("OU", vec![full()])], vec![]),
        // An allow below does not make up for a missing one above, nor the other way.
        (vec![level("Root", vec![]), level("OU", vec![full()])], vec!["Root"]),
        (
            vec![
                level("Root", vec![full()]),
                level("OU", vec![elsewhere(Kind::ServiceControl)]),
            ],
            vec!["OU"],
        ),
        // Within a level any policy may allow.
        (
            vec![level("Root", vec![elsewhere(Kind::ServiceControl), full()])],
            vec![],
        ),
    ] {
        let sets = PolicySets {
            identity: &own,
            service_control: &levels,
            ..PolicySets::default()
        };
        let decision = may(&alice, &sets);
        let found: Vec<String> = match &decision {
            Decision::ImplicitDeny { gaps, .. } => gaps
                .iter()
                .map(|gap| gap.level.as_deref().unwrap_or_default().to_owned())
                .collect(),
            _ => Vec::new(),
        };
        assert_eq!(found, missing);
        assert_eq!(decision.is_allowed(), missing.is_empty());
        // Not even root.
        assert_eq!(may(&root(), &sets).is_allowed(), missing.is_empty());
    }
    // They grant nothing.
    let levels = [level("Root", vec![full()])];
    let only = PolicySets {
        service_control: &levels,
        ..PolicySets::default()
    };
    assert_eq!(gaps(&may(&alice, &only)), [PolicySet::Identity]);
}

/// "SCPs don't affect users or roles in the management account", nor service-linked roles; RCPs likewise.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>
#[test]
fn whom_control_policies_do_not_bind() {
    let own = [allow(Kind::Inline)];
    let everyone = naming("Allow", "*");
    let nothing = [Level {
        name: "Root".into(),
        policies: vec![],
    }];
    let linked = Principal::RoleSession {
        account: ACCOUNT.into(),
        role: "aws-service-role/x/r".into(),
        role_id: "AROA".into(),
        session: "s".into(),
        service_linked: true,
    };
    let service = Principal::Service {
        name: "s3.amazonaws.com".into(),
    };
    let decided = |principal: &Principal, owner: &str, management: Option<&str>, services: bool| {
        let sets = PolicySets {
            identity: &own,
            resource: ResourcePolicy::Beside(&everyone),
            service_control: if services { &nothing } else { &[] },
            resource_control: if services { &[] } else { &nothing },
            ..PolicySets::default()
        };
        let request = Request {
            principal,
            action: &Action::parse("s3:GetObject").unwrap(),
            resource: OBJECT,
            context: &Context::new(),
            accounts: Accounts {
                resource: owner,
                management,
            },
        };
        decide(&request, &sets).is_allowed()
    };
    let alice = user("alice");
    for services in [true, false] {
        assert!(!decided(&alice, ACCOUNT, None, services));
        assert!(decided(&alice, ACCOUNT, Some(ACCOUNT), services));
        assert!(decided(&linked, ACCOUNT, None, services));
        assert!(decided(&root(), ACCOUNT, Some(ACCOUNT), services));
    }
    // Service control policies follow the principal's account, resource control policies the resource's.
    assert!(decided(&alice, OTHER, Some(ACCOUNT), true));
    assert!(!decided(&alice, OTHER, Some(OTHER), true));
    assert!(!decided(&alice, OTHER, Some(ACCOUNT), false));
    assert!(decided(&alice, OTHER, Some(OTHER), false));
    // A service is in no account.
    assert!(decided(&service, ACCOUNT, None, true));
    assert!(!decided(&service, ACCOUNT, None, false));
}

/// "The request is allowed only if both evaluations return a decision of Allow."
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_evaluation-logic-cross-account.html>
#[test]
fn across_accounts_both_sides_must_allow() {
    let alice = user("alice");
    let own = [allow(Kind::Inline)];
    for named in ["*", ACCOUNT, "arn:aws:iam::111122223333:user/alice"] {
        let policy = naming("Allow", named);
        let both = PolicySets {
            identity: &own,
            resource: ResourcePolicy::Beside(&policy),
            ..PolicySets::default()
        };
        let there = |sets: &PolicySets<'_>| ask(&alice, "s3:GetObject", OBJECT, &Context::new(), OTHER, sets);
        assert!(there(&both).is_allowed());
        let only_theirs = PolicySets { identity: &[], ..both };
        assert_eq!(gaps(&there(&only_theirs)), [PolicySet::Identity]);
        let only_ours = PolicySets {
            resource: ResourcePolicy::None,
            ..both
        };
        assert_eq!(gaps(&there(&only_ours)), [PolicySet::Resource]);
        let narrow = elsewhere(Kind::Boundary);
        let bounded = PolicySets {
            boundary: Some(&narrow),
            ..both
        };
        assert_eq!(gaps(&there(&bounded)), [PolicySet::Boundary]);
        // The other account's root has every permission here, none there.
        let foreign = |sets: &PolicySets<'_>| ask(&root(), "s3:GetObject", OBJECT, &Context::new(), OTHER, sets);
        let expected = !named.contains("alice");
        assert_eq!(foreign(&only_theirs).is_allowed(), expected, "{named}");
        assert!(!foreign(&only_ours).is_allowed());
    }
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_root-user.html>, <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>
#[test]
fn root_is_bound_by_control_and_resource_policies_only() {
    let Decision::Allow { because, as_root } = may(&root(), &PolicySets::default()) else {
        panic!()
    };
    assert!(because.is_empty() && as_root);
    let (denied, boundary, session) = ([deny(Kind::Inline)], deny(Kind::Boundary), [deny(Kind::Session)]);
    let sets = PolicySets {
        identity: &denied,
        boundary: Some(&boundary),
        session: &session,
        ..PolicySets::default()
    };
    assert!(may(&root(), &sets).is_allowed());
    let policy = naming("Deny", "*");
    let sets = PolicySets {
        resource: ResourcePolicy::Beside(&policy),
        ..PolicySets::default()
    };
    assert!(matches!(may(&root(), &sets), Decision::ExplicitDeny { .. }));
    // A governing policy that forgets root locks it out.
    let policy = naming("Allow", "arn:aws:iam::111122223333:user/alice");
    let sets = PolicySets {
        resource: ResourcePolicy::Governing(&policy),
        ..PolicySets::default()
    };
    assert_eq!(gaps(&may(&root(), &sets)), [PolicySet::Resource]);
}

/// <https://docs.aws.amazon.com/kms/latest/developerguide/key-policies.html>
#[test]
fn a_governing_policy_must_allow() {
    let alice = user("alice");
    let own = [allow(Kind::Inline)];
    for (named, with_identity, without) in [
        ("arn:aws:iam::111122223333:user/alice", true, true),
        (ACCOUNT, true, false),
        ("arn:aws:iam::111122223333:user/bob", false, false),
    ] {
        let policy = naming("Allow", named);
        let sets = PolicySets {
            identity: &own,
            resource: ResourcePolicy::Governing(&policy),
            ..PolicySets::default()
        };
        assert_eq!(may(&alice, &sets).is_allowed(), with_identity, "{named}");
        assert_eq!(
            may(&alice, &PolicySets { identity: &[], ..sets }).is_allowed(),
            without,
            "{named}"
        );
    }
}

/// "The only exception is when the credentials are used to access a resource that has a resource-based policy that
/// specifically references the federated user session."
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetFederationToken.html>
#[test]
fn federated_sessions_have_what_their_session_policies_leave() {
    let own = [allow(Kind::Inline)];
    let part = [allow(Kind::Session)];
    let unlimited = PolicySets {
        identity: &own,
        ..PolicySets::default()
    };
    let limited = PolicySets {
        session: &part,
        ..unlimited
    };
    for issuer in [Some("alice"), None] {
        assert_eq!(gaps(&may(&federated(issuer), &unlimited)), [PolicySet::Session]);
        assert!(may(&federated(issuer), &limited).is_allowed());
    }
    // The root user's permissions, but not the root user.
    let nothing = PolicySets {
        session: &part,
        ..PolicySets::default()
    };
    assert!(may(&federated(None), &nothing).is_allowed());
    assert_eq!(gaps(&may(&federated(Some("alice")), &nothing)), [PolicySet::Identity]);
    let named = naming("Allow", "arn:aws:sts::111122223333:federated-user/f");
    let sets = PolicySets {
        resource: ResourcePolicy::Beside(&named),
        ..PolicySets::default()
    };
    assert!(may(&federated(Some("alice")), &sets).is_allowed());
}

/// "you must also specify the account ARN of the not-denied principal"
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_notprincipal.html>
#[test]
fn not_principal() {
    let own = [allow(Kind::Inline)];
    let decided = |principal: &Principal, effect: &str, named: &[&str]| {
        let statement = serde_json::json!({
            "Effect": effect, "NotPrincipal": {"AWS": named}, "Action": "s3:*", "Resource": "*"});
        let policy = document(&statement.to_string(), Kind::Resource);
        let sets = PolicySets {
            identity: if effect == "Deny" { &own } else { &[] },
            resource: ResourcePolicy::Beside(&policy),
            ..PolicySets::default()
        };
        may(principal, &sets).is_allowed()
    };
    let account = "arn:aws:iam::111122223333:root";
    let alice = "arn:aws:iam::111122223333:user/alice";
    assert!(!decided(&user("alice"), "Deny", &[alice]));
    assert!(decided(&user("alice"), "Deny", &[alice, account]));
    assert!(!decided(&user("bob"), "Deny", &[alice, account]));
    let role = "arn:aws:iam::111122223333:role/r";
    let session = "arn:aws:sts::111122223333:assumed-role/r/s";
    assert!(!decided(&role_session("r", "s"), "Deny", &[account, role]));
    assert!(decided(&role_session("r", "s"), "Deny", &[account, role, session]));
    assert!(!decided(&user("alice"), "Allow", &[alice]));
    assert!(!decided(&user("alice"), "Allow", &[account]));
    assert!(decided(&user("bob"), "Allow", &[alice]));
}

#[test]
fn near_misses_say_what_was_absent() {
    let policy = document(
        r#"[{"Sid":"Mfa","Effect":"Allow","Action":"s3:*","Resource":"*",
             "Condition":{"Bool":{"aws:MultiFactorAuthPresent":"true"},"StringEquals":{"AWS:MultiFactorAuthPresent":"x"}}},
            {"Sid":"Own","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::${aws:PrincipalTag/t}/*"},
            {"Sid":"Late","Effect":"Deny","Action":"s3:*","Resource":"*","Condition":{"DateLessThan":{"now":"2020-01"}}},
            {"Sid":"Other","Effect":"Allow","Action":"sqs:*","Resource":"*"},
            {"Sid":"Elsewhere","Effect":"Allow","Action":"s3:*","Resource":"arn:aws:s3:::c/*"}]"#,
        Kind::Inline,
    );
    let sets = PolicySets {
        identity: &[policy],
        ..PolicySets::default()
    };
    let Decision::ImplicitDeny { near, .. } = may(&user("alice"), &sets) else {
        panic!()
    };
    let found: Vec<_> = near
        .iter()
        .map(|miss| {
            let absent: Vec<&str> = miss.citation.absent.iter().map(|key| &**key).collect();
            (
                miss.citation.sid.as_deref().unwrap_or_default(),
                miss.effect,
                miss.undecided,
                absent,
            )
        })
        .collect();
    assert_eq!(
        found,
        [
            ("Mfa", Effect::Allow, false, vec!["aws:MultiFactorAuthPresent"]),
            ("Own", Effect::Allow, true, vec![]),
            ("Late", Effect::Deny, false, vec!["now"]),
        ]
    );
}

#[test]
fn documents_are_found_by_service() {
    let policy = document(
        r#"[{"Effect":"Allow","Action":["sqs:SendMessage","S3:GetObject"],"Resource":"*"},
            {"Effect":"Deny","NotAction":["s3:GetObject","sqs:*"],"Resource":"*"}]"#,
        Kind::Inline,
    );
    let decided = |action: &str| crate::tests::world::alice_may(&policy, action, "*", &Context::new());
    assert!(decided("s3:getobject").is_allowed());
    assert!(decided("SQS:sendmessage").is_allowed());
    assert!(matches!(decided("s3:PutObject"), Decision::ExplicitDeny { .. }));
    assert!(matches!(decided("ec2:RunInstances"), Decision::ExplicitDeny { .. }));
    assert!(matches!(decided("sqs:DeleteQueue"), Decision::ImplicitDeny { .. }));
    assert_eq!(Document::full_access(Kind::ServiceControl).len(), 1);
}

/// What the index leaves out could not have matched, and what it lets through is judged once.
#[test]
fn documents_are_found_by_how_actions_begin() {
    let statements: Vec<String> = [
        r#"["s3:GetObjectTagging"]"#,
        r#"["s3:GetObject"]"#,
        r#"["s3:GetObj*"]"#,
        r#"["s3:?etObject"]"#,
        r#"["s3:*Object", "s3:Get*", "s3:G*"]"#,
        r#"["s3:"]"#,
        r#"["*:GetObject"]"#,
    ]
    .iter()
    .map(|actions| format!(r#"{{"Effect":"Deny","Action":{actions},"Resource":"*"}}"#))
    .collect();
    let policy = document(&format!("[{}]", statements.join(",")), Kind::Inline);
    let denied = |action: &str| match crate::tests::world::alice_may(&policy, action, "*", &Context::new()) {
        Decision::ExplicitDeny { because } => because.iter().map(|one| one.statement).collect(),
        _ => Vec::new(),
    };
    assert_eq!(denied("s3:GetObject"), [1, 2, 3, 4, 6]);
    assert_eq!(denied("S3:GETOBJECTTAGGING"), [0, 2, 4]);
    assert_eq!(denied("s3:Get"), [4]);
    assert_eq!(denied("s3:PutObject"), [4]);
    assert_eq!(denied("ec2:GetObject"), [6]);
    assert_eq!(denied("s3:x"), [0; 0]);
}

#[test]
fn what_is_no_action() {
    for text in ["", "s3", "s3:", ":Get", "s3:Get:Object", "s3:*", "*", "s?:Get"] {
        assert!(Action::parse(text).is_err(), "{text}");
    }
    assert_eq!(Action::parse("S3:GetObject").unwrap().as_str(), "S3:GetObject");
}
