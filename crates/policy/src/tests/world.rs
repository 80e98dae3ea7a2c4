//! A small world to ask questions in.

use std::sync::Arc;

use crate::{Accounts, Action, Attached, Context, Decision, Document, Kind, PolicySets, Principal, Request, decide};

pub(crate) const ACCOUNT: &str = "111122223333";
pub(crate) const OTHER: &str = "444455556666";

pub(crate) fn user(name: &str) -> Principal {
    Principal::User {
        account: ACCOUNT.into(),
        name: name.into(),
        id: "AIDAEXAMPLEALICE00001".into(),
    }
}

pub(crate) fn role_session(role: &str, session: &str) -> Principal {
    Principal::RoleSession {
        account: ACCOUNT.into(),
        role: role.into(),
        role_id: "AROAEXAMPLEROLE000001".into(),
        session: session.into(),
        service_linked: false,
    }
}

pub(crate) fn attached(text: &str, kind: Kind) -> Attached {
    let document = Document::parse(text, kind).unwrap_or_else(|error| panic!("{error}: {}", error.first.detail()));
    Attached::new("policy", Arc::new(document))
}

/// A document around statements.
pub(crate) fn document(statements: &str, kind: Kind) -> Attached {
    attached(&format!(r#"{{"Version":"2012-10-17","Statement":{statements}}}"#), kind)
}

pub(crate) fn ask(
    principal: &Principal,
    action: &str,
    resource: &str,
    context: &Context,
    owner: &str,
    sets: &PolicySets<'_>,
) -> Decision {
    let action = Action::parse(action).unwrap();
    let accounts = Accounts {
        resource: owner,
        management: None,
    };
    let request = Request {
        principal,
        action: &action,
        resource,
        context,
        accounts,
    };
    decide(&request, sets)
}

/// Whether alice may, with one identity policy.
pub(crate) fn alice_may(policy: &Attached, action: &str, resource: &str, context: &Context) -> Decision {
    let sets = PolicySets {
        identity: std::slice::from_ref(policy),
        ..PolicySets::default()
    };
    ask(&user("alice"), action, resource, context, ACCOUNT, &sets)
}

/// Whether an Allow with the condition allows.
pub(crate) fn condition_holds(condition: &str, context: &Context) -> bool {
    let policy = document(
        &format!(r#"{{"Effect":"Allow","Action":"*","Resource":"*","Condition":{condition}}}"#),
        Kind::Inline,
    );
    alice_may(&policy, "s3:GetObject", "arn:aws:s3:::b/o", context).is_allowed()
}
