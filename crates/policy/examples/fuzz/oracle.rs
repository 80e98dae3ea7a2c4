//! What must hold of any text.

use std::hash::{DefaultHasher, Hash, Hasher};
use std::mem::discriminant;
use std::sync::Arc;

use vestibule_policy::{
    Accounts, Action, Attached, Context, Decision, Document, Kind, Level, Limits, PolicySets, Principal, Request,
    ResourcePolicy, decide,
};

use crate::mutate::Random;

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
const ACTIONS: [&str; 4] = [
    "s3:GetObject",
    "sts:AssumeRole",
    "sns:Publish",
    "iam:CreateVirtualMFADevice",
];
const ACCOUNT: &str = "111122223333";
const OTHER: &str = "444455556666";

/// What the engine said, in short.
pub(crate) struct Answer {
    /// Some kind of policy.
    pub(crate) accepted: bool,
    /// Answers that tell the same have the same number.
    pub(crate) kind: u64,
}

pub(crate) fn try_out(text: &str, random: &mut Random) -> Answer {
    let mut accepted = false;
    let mut told = DefaultHasher::new();
    for kind in KINDS {
        let is_decided = random.below(3) == 0;
        match Document::parse(text, kind) {
            Ok(document) => {
                accepted = true;
                printed(&document, kind);
                if is_decided {
                    decided(text, document, kind, random).hash(&mut told);
                }
            }
            Err(error) => {
                let lines = text.split('\n').count();
                let problems: Vec<_> = error.problems().collect();
                assert!(problems.len() <= 100);
                discriminant(&error.first.fault).hash(&mut told);
                for problem in problems {
                    assert!(!problem.message().is_empty() && !problem.detail().is_empty());
                    assert!(problem.path.to_string().starts_with('$'));
                    let position = problem.position;
                    assert!(position.is_none_or(|at| at.line <= lines), "{position:?}");
                }
            }
        }
    }
    Answer {
        accepted,
        kind: told.finish(),
    }
}

/// Printed and read again it is equal, and is printed the same.
fn printed(document: &Document, kind: Kind) {
    let limits = Limits {
        characters: usize::MAX,
        ..kind.limits()
    };
    for text in [document.to_string(), format!("{document:#}")] {
        let again = Document::parse_within(&text, kind, limits).expect("it was accepted before");
        assert_eq!(&again, document);
        assert_eq!(again.to_string(), document.to_string());
    }
}

/// A piece of the text, so that resources and values often are what the policy speaks of.
fn piece<'text>(text: &'text str, random: &mut Random) -> &'text str {
    let strings: Vec<&str> = text.split('"').filter(|piece| !piece.is_empty()).collect();
    if strings.is_empty() {
        return "arn:aws:s3:::bucket/alice/x";
    }
    strings[random.below(strings.len())]
}

fn principal(random: &mut Random) -> Principal {
    let account = ACCOUNT.to_owned();
    match random.below(6) {
        0 => Principal::Root { account },
        1 => Principal::RoleSession {
            account,
            role: "r".into(),
            role_id: "AROAEXAMPLEROLE000001".into(),
            session: "s".into(),
            service_linked: random.below(4) == 0,
        },
        2 => Principal::Federated {
            provider: format!("arn:aws:iam::{ACCOUNT}:saml-provider/Corp"),
        },
        3 => Principal::Service {
            name: "ec2.amazonaws.com".into(),
        },
        _ => Principal::User {
            account,
            name: "alice".into(),
            id: "AIDAEXAMPLEALICE00001".into(),
        },
    }
}

fn context(text: &str, who: &Principal, random: &mut Random) -> Context {
    let mut context = who.context();
    for key in [
        "k",
        "aws:TagKeys",
        "aws:SourceIp",
        "aws:CurrentTime",
        "aws:MultiFactorAuthPresent",
    ] {
        let values = (0..random.below(3)).map(|_| piece(text, random).to_owned());
        context.set_all(key, values.collect::<Vec<_>>());
    }
    context
}

fn full(kind: Kind) -> Attached {
    Attached::new("full", Arc::new(Document::full_access(kind)))
}

fn denying() -> Attached {
    let text = r#"{"Version":"2012-10-17","Statement":{"Effect":"Deny","Action":"*","Resource":"*"}}"#;
    Attached::new("deny", Arc::new(Document::parse(text, Kind::Managed).unwrap()))
}

/// What a policy decides in each part that it can play; and what must hold of that.
fn decided(text: &str, document: Document, kind: Kind, random: &mut Random) -> [Said; 4] {
    let policy = Attached::new("tried", Arc::new(document));
    let who = principal(random);
    let context = context(text, &who, random);
    let action = Action::parse(ACTIONS[random.below(ACTIONS.len())]).unwrap();
    let resource = piece(text, random);
    let asked = Asked {
        who: &who,
        action: &action,
        resource: if random.below(3) == 0 {
            "arn:aws:s3:::bucket/alice/x"
        } else {
            resource
        },
        context: &context,
    };
    let alone = std::slice::from_ref(&policy);
    let none = PolicySets::default();
    let scps = [Level {
        name: "Root".into(),
        policies: vec![policy.clone()],
    }];
    let limits = PolicySets {
        boundary: Some(&policy),
        session: alone,
        service_control: &scps,
        ..none
    };
    let by_resource = PolicySets {
        resource: match kind {
            Kind::Trust => ResourcePolicy::Trust(&policy),
            _ => ResourcePolicy::Beside(&policy),
        },
        ..none
    };
    let everything = [full(Kind::Managed), policy.clone()];
    let identity = asked.decide(
        ACCOUNT,
        &PolicySets {
            identity: alone,
            ..none
        },
    );
    let both = asked.decide(
        ACCOUNT,
        &PolicySets {
            identity: &everything,
            ..none
        },
    );
    let limited = PolicySets {
        identity: &everything[..1],
        ..limits
    };
    let limited = asked.decide(ACCOUNT, &limited);
    let resource = asked.decide(ACCOUNT, &by_resource);

    // What limits grants nothing, and nothing is granted in another account.
    let is_root = matches!(who, Principal::Root { .. });
    if !is_root {
        let only_limits = PolicySets {
            resource_control: &scps,
            ..limits
        };
        assert!(!asked.decide(ACCOUNT, &only_limits).is_allowed());
        assert!(
            !asked
                .decide(
                    OTHER,
                    &PolicySets {
                        identity: alone,
                        ..none
                    }
                )
                .is_allowed()
        );
    }
    if matches!(who, Principal::User { .. } | Principal::RoleSession { .. }) {
        // A deny of everything wins, whatever stands beside it.
        let denied = [denying(), full(Kind::Managed)];
        let sets = PolicySets {
            identity: &denied,
            ..by_resource
        };
        assert!(matches!(asked.decide(ACCOUNT, &sets), Decision::ExplicitDeny { .. }));
        // Beside an allow of everything, it denies or does not matter; in either order.
        assert!(!matches!(both, Decision::ImplicitDeny { .. }));
        let turned = [policy.clone(), full(Kind::Managed)];
        let turned = asked.decide(
            ACCOUNT,
            &PolicySets {
                identity: &turned,
                ..none
            },
        );
        assert_eq!(turned.is_allowed(), both.is_allowed());
        assert!(!identity.is_allowed() || both.is_allowed());
    } else {
        assert!(is_root || !identity.is_allowed());
    }
    [identity, both, limited, resource].map(|decision| Said::of(&decision))
}

/// A question.
struct Asked<'a> {
    who: &'a Principal,
    action: &'a Action,
    resource: &'a str,
    context: &'a Context,
}

impl Asked<'_> {
    fn decide(&self, owner: &str, sets: &PolicySets<'_>) -> Decision {
        let request = Request {
            principal: self.who,
            action: self.action,
            resource: self.resource,
            context: self.context,
            accounts: Accounts {
                resource: owner,
                management: None,
            },
        };
        let decision = decide(&request, sets);
        assert_eq!(decide(&request, sets), decision);
        assert_eq!(decision.message(&request).is_none(), decision.is_allowed());
        assert!(!decision.reasons().is_empty());
        decision
    }
}

/// A decision without its words.
#[derive(Hash)]
struct Said {
    verdict: u8,
    reasons: usize,
}

impl Said {
    fn of(decision: &Decision) -> Self {
        Self {
            verdict: match decision {
                Decision::Allow { .. } => 0,
                Decision::ImplicitDeny { .. } => 1,
                Decision::ExplicitDeny { .. } => 2,
            },
            reasons: decision.reasons().len().min(4),
        }
    }
}
