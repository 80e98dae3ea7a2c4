//! AWS's examples of refusals, and our own words.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/troubleshoot_access-denied.html>

use crate::decision::{Citation, Decision, Gap, NearMiss, PolicySet};
use crate::tests::world::{ACCOUNT, user};
use crate::{Accounts, Action, Context, Effect, Principal, Request};

fn citation(set: PolicySet, sid: Option<&str>, absent: &[&str]) -> Citation {
    Citation {
        set,
        level: (set == PolicySet::ServiceControl).then(|| "Workloads".into()),
        document: "no-mfa".into(),
        statement: 1,
        sid: sid.map(Into::into),
        absent: absent.iter().map(|key| (*key).into()).collect(),
    }
}

fn message(decision: &Decision, principal: &Principal, action: &str, resource: &str) -> String {
    let request = Request {
        principal,
        action: &Action::parse(action).unwrap(),
        resource,
        context: &Context::new(),
        accounts: Accounts {
            resource: ACCOUNT,
            management: None,
        },
    };
    decision.message(&request).unwrap()
}

fn implicit(set: PolicySet) -> Decision {
    Decision::ImplicitDeny {
        gaps: vec![Gap { set, level: None }],
        near: vec![],
    }
}

fn explicit(set: PolicySet) -> Decision {
    Decision::ExplicitDeny {
        because: vec![citation(set, None, &[])],
    }
}

#[test]
fn refusals() {
    let who = "User: arn:aws:iam::111122223333:user/JohnDoe is not authorized to perform: codecommit:ListRepositories";
    for (decision, why) in [
        (
            implicit(PolicySet::Identity),
            "because no identity-based policy allows the codecommit:ListRepositories action",
        ),
        (
            explicit(PolicySet::Identity),
            "with an explicit deny in an identity-based policy",
        ),
        (
            implicit(PolicySet::Boundary),
            "because no permissions boundary allows the codecommit:ListRepositories action",
        ),
        (
            explicit(PolicySet::Boundary),
            "with an explicit deny in a permissions boundary",
        ),
        (
            implicit(PolicySet::Session),
            "because no session policy allows the codecommit:ListRepositories action",
        ),
        (
            explicit(PolicySet::Session),
            "with an explicit deny in a session policy",
        ),
        (
            implicit(PolicySet::Resource),
            "because no resource-based policy allows the codecommit:ListRepositories action",
        ),
        (
            explicit(PolicySet::Resource),
            "with an explicit deny in a resource-based policy",
        ),
        (
            explicit(PolicySet::Trust),
            "with an explicit deny in the role trust policy",
        ),
        (
            implicit(PolicySet::ServiceControl),
            "with an explicit deny in a service control policy",
        ),
        (
            explicit(PolicySet::ServiceControl),
            "with an explicit deny in a service control policy",
        ),
        (
            explicit(PolicySet::ResourceControl),
            "with an explicit deny in a resource control policy",
        ),
    ] {
        let found = message(&decision, &user("JohnDoe"), "codecommit:ListRepositories", "*");
        assert_eq!(found, format!("{who} {why}"));
    }
}

#[test]
fn a_resource_is_named() {
    let role = "arn:aws:iam::444455556666:role/r";
    let decision = implicit(PolicySet::Trust);
    assert_eq!(
        message(&decision, &user("JohnDoe"), "sts:AssumeRole", role),
        "User: arn:aws:iam::111122223333:user/JohnDoe is not authorized to perform: sts:AssumeRole on resource: \
         arn:aws:iam::444455556666:role/r because no role trust policy allows the sts:AssumeRole action"
    );
    let principal = user("JohnDoe");
    let action = Action::parse("sts:AssumeRole").unwrap();
    let request = Request {
        principal: &principal,
        action: &action,
        resource: role,
        context: &Context::new(),
        accounts: Accounts {
            resource: ACCOUNT,
            management: None,
        },
    };
    assert_eq!(
        decision.short_message(&request).unwrap(),
        "User: arn:aws:iam::111122223333:user/JohnDoe is not authorized to perform: sts:AssumeRole on resource: \
         arn:aws:iam::444455556666:role/r"
    );
    let federated = Principal::Federated {
        provider: "arn:aws:iam::111122223333:saml-provider/Corp".into(),
    };
    let request = Request {
        principal: &federated,
        action: &Action::parse("sts:AssumeRoleWithSAML").unwrap(),
        ..request
    };
    assert_eq!(
        decision.short_message(&request).unwrap(),
        "Not authorized to perform sts:AssumeRoleWithSAML"
    );
}

#[test]
fn reasons() {
    let allow = Decision::Allow {
        because: vec![citation(PolicySet::Identity, Some("Read"), &[])],
        as_root: true,
    };
    assert_eq!(
        allow.reasons(),
        [
            "The root user has every permission in its account.",
            "Statement Read of the identity-based policy no-mfa allows this.",
        ]
    );
    let deny = Decision::ExplicitDeny {
        because: vec![
            citation(PolicySet::ServiceControl, None, &[]),
            citation(PolicySet::Identity, Some("D"), &["aws:MultiFactorAuthPresent", "a:b"]),
        ],
    };
    assert_eq!(
        deny.reasons(),
        [
            "Statement 2 of the service control policy no-mfa at Workloads denies this.",
            "Statement D of the identity-based policy no-mfa denies this, while the request has no \
             aws:MultiFactorAuthPresent and no a:b.",
        ]
    );
    let near = |effect, undecided, absent: &[&str]| NearMiss {
        citation: citation(PolicySet::Identity, Some("S"), absent),
        effect,
        undecided,
    };
    let nothing = Decision::ImplicitDeny {
        gaps: vec![
            Gap {
                set: PolicySet::ServiceControl,
                level: Some("Workloads".into()),
            },
            Gap {
                set: PolicySet::Identity,
                level: None,
            },
        ],
        near: vec![
            near(Effect::Allow, false, &["aws:MultiFactorAuthPresent"]),
            near(Effect::Allow, true, &[]),
            near(Effect::Deny, false, &[]),
        ],
    };
    assert_eq!(
        nothing.reasons(),
        [
            "No service control policy at Workloads allows this.",
            "No identity-based policy allows this.",
            "Statement S of the identity-based policy no-mfa would allow this, but its condition is not met: the request \
             has no aws:MultiFactorAuthPresent.",
            "Statement S of the identity-based policy no-mfa would allow this, but a policy variable in it has no value.",
            "Statement S of the identity-based policy no-mfa would deny this too, but its condition is not met.",
        ]
    );
}
