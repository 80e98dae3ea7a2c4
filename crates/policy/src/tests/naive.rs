//! A second evaluator, written from the documentation without looking at the first: slow, by hand, for small worlds only.

use std::collections::BTreeMap;

/// A statement as it is drawn at random.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) allow: bool,
    pub(super) principals: Option<(bool, Vec<&'static str>)>,
    pub(super) actions: (bool, Vec<&'static str>),
    pub(super) resources: (bool, Vec<&'static str>),
    pub(super) conditions: Vec<(&'static str, &'static str, Vec<&'static str>)>,
}

pub(super) type Facts = BTreeMap<&'static str, Vec<&'static str>>;

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Who {
    User,
    Session,
    /// A session of a service-linked role.
    Linked,
    Root,
    Federated,
    /// Federated by the root user.
    FederatedRoot,
    Service,
    Anonymous,
}

/// What each may be called in a policy, and whether that name is the very identity (2), what it came from (1), or only its
/// account (0).
fn called(who: Who, account: &str) -> Vec<(String, u8)> {
    let arn = |service: &str, rest: &str| format!("arn:aws:{service}::{account}:{rest}");
    match who {
        Who::User => vec![(arn("iam", "root"), 0), (arn("iam", "user/alice"), 2)],
        Who::Session | Who::Linked => vec![
            (arn("iam", "root"), 0),
            (arn("iam", "role/r"), 1),
            (arn("sts", "assumed-role/r/s"), 2),
        ],
        Who::Root => vec![(arn("iam", "root"), 2)],
        Who::Federated => vec![
            (arn("iam", "root"), 0),
            (arn("iam", "user/alice"), 1),
            (arn("sts", "federated-user/f"), 2),
        ],
        Who::FederatedRoot => vec![(arn("iam", "root"), 0), (arn("sts", "federated-user/f"), 2)],
        Who::Service => vec![("svc.amazonaws.com".into(), 2)],
        Who::Anonymous => vec![("nobody whom a policy can name".into(), 2)],
    }
}

#[derive(Debug, Clone)]
pub(super) struct Question {
    pub(super) who: Who,
    pub(super) account: &'static str,
    pub(super) owner: &'static str,
    pub(super) management: Option<&'static str>,
    pub(super) action: &'static str,
    pub(super) resource: &'static str,
    pub(super) facts: Facts,
}

#[derive(Debug, Clone)]
pub(super) struct Policies {
    pub(super) identity: Vec<Vec<Said>>,
    pub(super) boundary: Option<Vec<Said>>,
    pub(super) session: Vec<Vec<Said>>,
    pub(super) resource: Option<Vec<Said>>,
    pub(super) governs: bool,
    pub(super) service_control: Vec<Vec<Vec<Said>>>,
    pub(super) resource_control: Vec<Vec<Vec<Said>>>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Allow,
    Implicit,
    Explicit,
}

/// `None` is "cannot be known".
type Maybe = Option<bool>;

fn either(all: impl Iterator<Item = Maybe>) -> Maybe {
    let all: Vec<Maybe> = all.collect();
    if all.contains(&Some(true)) {
        Some(true)
    } else if all.contains(&None) {
        None
    } else {
        Some(false)
    }
}

/// Characters and whether they are wildcards.
fn expand(text: &str, facts: &Facts) -> Option<Vec<(char, bool)>> {
    let mut out = Vec::new();
    let mut rest = text;
    while !rest.is_empty() {
        if let Some(end) = rest.strip_prefix("${").and_then(|tail| tail.find('}')) {
            let inside = &rest[2..2 + end];
            rest = &rest[3 + end..];
            let value = if inside.len() == 1 {
                inside.to_owned()
            } else {
                let (key, default) = inside
                    .split_once(", ")
                    .map_or((inside, None), |(key, default)| (key, Some(default)));
                match (facts.get(key).map(Vec::as_slice), default) {
                    (Some([one]), _) => (*one).to_owned(),
                    (None | Some([]), Some(default)) => default.trim_matches('\'').to_owned(),
                    _ => return None,
                }
            };
            out.extend(value.chars().map(|c| (c, false)));
        } else {
            let c = rest.chars().next().unwrap();
            out.push((c, c == '*' || c == '?'));
            rest = &rest[c.len_utf8()..];
        }
    }
    Some(out)
}

/// Every way to match, one after the other. With `parts`, a wildcard eats no colon before the fifth.
fn glob(pattern: &[(char, bool)], text: &[char], colons: usize, parts: bool) -> bool {
    let may_eat = |c: char| !(parts && colons < 5 && c == ':');
    match (pattern.first(), text.first()) {
        (None, None) => true,
        (Some(('*', true)), None) => glob(&pattern[1..], text, colons, parts),
        (Some(('*', true)), Some(c)) => {
            glob(&pattern[1..], text, colons, parts) || (may_eat(*c) && glob(pattern, &text[1..], colons, parts))
        }
        (Some(('?', true)), Some(c)) => may_eat(*c) && glob(&pattern[1..], &text[1..], colons, parts),
        (Some((p, false)), Some(c)) if p == c => {
            glob(&pattern[1..], &text[1..], colons + usize::from(*c == ':'), parts)
        }
        _ => false,
    }
}

fn matches(pattern: &str, text: &str, facts: &Facts, parts: bool) -> Maybe {
    if pattern == "*" {
        return Some(true);
    }
    let text: Vec<char> = text.chars().collect();
    Some(glob(&expand(pattern, facts)?, &text, 0, parts))
}

fn holds(operator: &str, key: &str, wanted: &[&str], facts: &Facts) -> Maybe {
    let values = facts.get(key).cloned().unwrap_or_default();
    if operator == "Null" {
        return Some(wanted.iter().any(|one| (*one == "true") == values.is_empty()));
    }
    let (set, rest) = operator.split_once(':').unwrap_or(("", operator));
    let base = rest.trim_end_matches("IfExists");
    let if_exists = base != rest;
    let negated = base.contains("Not");
    let one = |value: &str| -> Maybe {
        let any = either(wanted.iter().map(|one| match base {
            "StringEquals" | "StringNotEquals" => {
                let plain: String = expand(one, facts)?.into_iter().map(|(c, _)| c).collect();
                Some(plain == value)
            }
            "StringLike" | "StringNotLike" => matches(one, value, facts, false),
            "ArnLike" | "ArnNotLike" => {
                let is_arn = value.starts_with("arn:") && value.matches(':').count() >= 5;
                let has_parts = *one == "*" || one.matches(':').count() >= 5;
                Some(matches(one, value, facts, true)? && is_arn && has_parts)
            }
            "NumericLessThan" => Some(value.parse::<i64>().is_ok_and(|n| n < one.parse::<i64>().unwrap())),
            "Bool" => Some(value == *one),
            _ => unreachable!("{base}"),
        }));
        if negated { any.map(|b| !b) } else { any }
    };
    let empty = values.iter().all(|value| value.is_empty());
    match set {
        "ForAllValues" if empty => Some(true),
        "ForAllValues" => either(values.iter().map(|value| one(value).map(|b| !b))).map(|b| !b),
        "ForAnyValue" if empty => Some(if_exists),
        "ForAnyValue" => either(values.iter().map(|value| one(value))),
        _ if values.is_empty() => Some(if_exists || negated),
        _ if values.len() > 1 => Some(false),
        _ => one(values[0]),
    }
}

/// How closely the statement speaks to who asks, if it applies.
fn applies(said: &Said, question: &Question) -> Option<u8> {
    let action_is = |pattern: &&str| {
        let action = question.action.to_lowercase();
        matches(&pattern.to_lowercase(), &action, &Facts::new(), false) == Some(true)
    };
    let (not, actions) = &said.actions;
    if actions.iter().any(action_is) == *not {
        return None;
    }
    let (not, resources) = &said.resources;
    let resource = either(
        resources
            .iter()
            .map(|one| matches(one, question.resource, &question.facts, true)),
    );
    if resource.is_none_or(|found| found == *not) {
        return None;
    }
    for (operator, key, wanted) in &said.conditions {
        if holds(operator, key, wanted, &question.facts) != Some(true) {
            return None;
        }
    }
    let names = called(question.who, question.account);
    match &said.principals {
        None => Some(2),
        Some((false, listed)) if listed.contains(&"*") => Some(2),
        Some((false, listed)) => {
            let found = names.iter().filter(|(name, _)| listed.contains(&name.as_str()));
            found.map(|(_, closeness)| *closeness).max()
        }
        Some((true, listed)) if listed.contains(&"*") => None,
        Some((true, listed)) => {
            let mut is_listed = names.iter().map(|(name, _)| listed.contains(&name.as_str()));
            let spared = if said.allow {
                is_listed.any(|b| b)
            } else {
                is_listed.all(|b| b)
            };
            (!spared).then_some(2)
        }
    }
}

fn grant(documents: &[Vec<Said>], question: &Question) -> Option<u8> {
    let statements = documents.iter().flatten().filter(|said| said.allow);
    statements.filter_map(|said| applies(said, question)).max()
}

fn denied(documents: &[Vec<Said>], question: &Question) -> bool {
    let mut statements = documents.iter().flatten().filter(|said| !said.allow);
    statements.any(|said| applies(said, question).is_some())
}

pub(super) fn answer(question: &Question, policies: &Policies) -> Answer {
    let nothing = Vec::new();
    let who = question.who;
    // In no account, so without policies of its own, and bound by no organization's service control policies.
    let is_outsider = matches!(who, Who::Service | Who::Anonymous);
    let has_identity = matches!(who, Who::User | Who::Session | Who::Linked | Who::Federated);
    let is_federated = matches!(who, Who::Federated | Who::FederatedRoot);
    let is_free = |account: &str| who == Who::Linked || question.management == Some(account);
    let bearing = |levels, free: bool| if free { &nothing } else { levels };
    let scps = bearing(&policies.service_control, is_outsider || is_free(question.account));
    let rcps = bearing(&policies.resource_control, is_free(question.owner));
    let own = |has: bool, documents: &[Vec<Said>]| if has { documents.to_vec() } else { Vec::new() };
    let identity = own(has_identity, &policies.identity);
    let boundary = own(has_identity, policies.boundary.as_slice());
    let session = own(has_identity || is_federated, &policies.session);
    let resource = policies.resource.as_slice();

    let everything = [identity.as_slice(), &boundary, &session, resource];
    let mut levels = scps.iter().chain(rcps);
    if everything.iter().any(|set| denied(set, question)) || levels.clone().any(|level| denied(level, question)) {
        return Answer::Explicit;
    }
    if levels.any(|level| grant(level, question).is_none()) {
        return Answer::Implicit;
    }
    let by_resource = grant(resource, question);
    let by_identity = matches!(who, Who::Root | Who::FederatedRoot) || grant(&identity, question).is_some();
    let limits = (boundary.is_empty() || grant(&boundary, question).is_some())
        && ((session.is_empty() && !is_federated) || grant(&session, question).is_some());
    let allowed = if is_outsider {
        by_resource.is_some()
    } else if question.account != question.owner {
        by_resource.is_some() && by_identity && limits
    } else {
        match by_resource {
            Some(2) => true,
            Some(1) => limits,
            found => (found.is_some() || !policies.governs) && by_identity && limits,
        }
    };
    if allowed { Answer::Allow } else { Answer::Implicit }
}
