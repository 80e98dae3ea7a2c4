//! Reads a document, collecting everything that is wrong.

use super::fault::{Fault, MalformedPolicy, Problem};
use super::json::Json;
use super::kind::{Kind, Limits, Presence};
use super::path::{Path, Position};
use super::{Document, Effect, Version, check, locate, print};
use crate::arn::{ActionPattern, ArnPattern};
use crate::statement::{Listed, Statement};

/// More would help nobody.
const MOST_PROBLEMS: usize = 100;

pub(super) fn parse(text: &str, kind: Kind, limits: Limits) -> Result<Document, MalformedPolicy> {
    let mut reader = Reader {
        kind,
        problems: Vec::new(),
    };
    let document = reader.text(text, limits);
    let mut problems = reader.problems;
    if let (Some(document), true) = (document, problems.is_empty()) {
        return Ok(document);
    }
    for problem in &mut problems {
        problem.position = problem.position.or_else(|| locate::locate(text, &problem.path));
    }
    problems.sort_by_key(Problem::stage);
    let mut problems = problems.into_iter();
    let first = problems.next().unwrap_or(Problem {
        fault: Fault::NoStatement,
        kind,
        path: Path::default(),
        position: None,
    });
    Err(MalformedPolicy {
        first: Box::new(first),
        others: problems.collect(),
    })
}

pub(super) struct Reader {
    pub(super) kind: Kind,
    problems: Vec<Problem>,
}

impl Reader {
    pub(super) fn fault(&mut self, path: &Path, fault: Fault) {
        self.fault_at(path, None, fault);
    }

    fn fault_at(&mut self, path: &Path, position: Option<Position>, fault: Fault) {
        if self.problems.len() < MOST_PROBLEMS {
            self.problems.push(Problem {
                fault,
                kind: self.kind,
                path: path.clone(),
                position,
            });
        }
    }

    fn text(&mut self, text: &str, limits: Limits) -> Option<Document> {
        let top = Path::default();
        let too_long = |limit| Fault::TooLong {
            quota: limits.quota,
            limit,
        };
        if text.len() > limits.bytes {
            self.fault(&top, too_long(limits.bytes));
            return None;
        }
        if limits.count(text) > limits.characters {
            self.fault(&top, too_long(limits.characters));
        }
        match serde_json::from_str(text) {
            Ok(json) => self.document(&json),
            Err(error) => {
                let position = Position {
                    line: error.line(),
                    column: error.column(),
                };
                let said = error.to_string();
                let detail = said.split(" at line ").next().unwrap_or_default();
                self.fault_at(&top, Some(position), Fault::NotJson(detail.to_owned()));
                None
            }
        }
    }

    fn document(&mut self, json: &Json) -> Option<Document> {
        let top = Path::default();
        let Json::Map(members) = json else {
            self.fault(&top, Fault::NotAnObject);
            return None;
        };
        self.duplicates(members, &top);
        let mut version = Version::default();
        let mut id = None;
        let mut statements = None;
        for (name, value) in members {
            let path = top.key(name);
            match name.as_str() {
                "Version" => match value {
                    Json::Text(text) if text == "2012-10-17" => version = Version::V2012,
                    Json::Text(text) if text == "2008-10-17" => version = Version::V2008,
                    Json::Text(_) => self.fault(&path, Fault::UnknownVersion),
                    _ => self.fault(&path, Fault::WrongType("text")),
                },
                "Id" => id = self.string(value, &path),
                "Statement" => statements = Some((value, path)),
                _ => self.fault(&path, Fault::UnknownElement(name.clone())),
            }
        }
        if version == Version::V2008 && self.kind.needs_2012() {
            let has_version = members.iter().any(|(name, _)| name == "Version");
            let path = if has_version { top.key("Version") } else { top.clone() };
            self.fault(&path, Fault::VersionTooOld);
        }
        let Some((value, path)) = statements else {
            self.fault(&top, Fault::NoStatement);
            return None;
        };
        let statements = self.statements(value, &path, version);
        let id = id.map(Into::into);
        Some(Document::assemble(
            self.kind,
            version,
            id,
            statements,
            print::compact(json),
        ))
    }

    /// A key that comes twice would mean one thing to a reader and another to the engine.
    pub(super) fn duplicates(&mut self, members: &[(String, Json)], path: &Path) {
        let mut names: Vec<&String> = members.iter().map(|(name, _)| name).collect();
        names.sort_unstable();
        let mut last: Option<&String> = None;
        for name in names {
            if last == Some(name) {
                self.fault(&path.key(name), Fault::DuplicateKey(name.clone()));
            }
            last = Some(name);
        }
    }

    fn statements(&mut self, value: &Json, path: &Path, version: Version) -> Vec<Statement> {
        let statements: Vec<Option<Statement>> = match value {
            Json::List(items) => {
                if items.is_empty() {
                    self.fault(path, Fault::NoStatement);
                }
                let items = items.iter().enumerate();
                items
                    .map(|(index, item)| self.statement(item, &path.index(index), version))
                    .collect()
            }
            Json::Map(_) => vec![self.statement(value, path, version)],
            _ => {
                self.fault(path, Fault::WrongType("a statement, or a list of statements"));
                Vec::new()
            }
        };
        let mut sids = std::collections::HashSet::new();
        for (index, statement) in statements.iter().enumerate() {
            let sid = statement.as_ref().and_then(|statement| statement.sid.as_deref());
            if sid.is_some_and(|sid| !sid.is_empty() && !sids.insert(sid)) {
                self.fault(&path.index(index).key("Sid"), Fault::DuplicateSid);
            }
        }
        statements.into_iter().flatten().collect()
    }

    fn statement(&mut self, value: &Json, path: &Path, version: Version) -> Option<Statement> {
        let Json::Map(members) = value else {
            self.fault(path, Fault::WrongType("a statement"));
            return None;
        };
        self.duplicates(members, path);
        let variables = version == Version::V2012;
        let mut sid = None;
        let mut effect = None;
        let mut principals = Element::default();
        let mut actions = Element::default();
        let mut resources = Element::default();
        let mut conditions = Vec::new();
        for (name, value) in members {
            let at = path.key(name);
            match name.as_str() {
                "Sid" => sid = self.sid(value, &at),
                "Effect" => effect = self.effect(value, &at),
                "Principal" => principals.only = Some((value, at)),
                "NotPrincipal" => principals.all_but = Some((value, at)),
                "Action" => actions.only = Some((value, at)),
                "NotAction" => actions.all_but = Some((value, at)),
                "Resource" => resources.only = Some((value, at)),
                "NotResource" => resources.all_but = Some((value, at)),
                "Condition" => conditions = self.conditions(value, &at, variables),
                _ => self.fault(&at, Fault::UnknownElement(name.clone())),
            }
        }
        if !members.iter().any(|(name, _)| name == "Effect") {
            self.fault(path, Fault::Missing("Effect"));
        }
        let principals = self.principals(principals, path);
        let presence = ("Action", "NotAction", Presence::Required);
        let actions = self.listed(actions, path, presence, |reader, text, at| {
            check::action(reader, text, at);
            ActionPattern::new(text)
        });
        let presence = ("Resource", "NotResource", self.kind.resource());
        let resources = self.listed(resources, path, presence, |reader, text, at| {
            check::resource(reader, text, at, variables);
            ArnPattern::new(text, variables)
        });
        let statement = Statement {
            sid: sid.map(Into::into),
            effect: effect?,
            principals,
            actions: actions?,
            resources,
            conditions,
        };
        check::control(self, &statement, path);
        Some(statement)
    }

    fn string(&mut self, value: &Json, path: &Path) -> Option<String> {
        if let Json::Text(text) = value {
            return Some(text.clone());
        }
        self.fault(path, Fault::WrongType("text"));
        None
    }

    fn sid(&mut self, value: &Json, path: &Path) -> Option<String> {
        let sid = self.string(value, path)?;
        // Resource-based policies of some services have spaces in theirs.
        if self.kind != Kind::Resource && !sid.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
            self.fault(path, Fault::InvalidSid);
        }
        Some(sid)
    }

    fn effect(&mut self, value: &Json, path: &Path) -> Option<Effect> {
        match value {
            Json::Text(text) if text == "Allow" => Some(Effect::Allow),
            Json::Text(text) if text == "Deny" => Some(Effect::Deny),
            Json::Text(text) => {
                self.fault(path, Fault::UnknownEffect(text.clone()));
                None
            }
            _ => {
                self.fault(path, Fault::WrongType("Allow or Deny"));
                None
            }
        }
    }

    /// One text or a list of texts, with their paths; a list may be empty.
    pub(super) fn strings<'json>(&mut self, value: &'json Json, path: &Path) -> Vec<(&'json str, Path)> {
        match value {
            Json::Text(text) => vec![(text.as_str(), path.clone())],
            Json::List(items) => {
                let mut texts = Vec::new();
                for (index, item) in items.iter().enumerate() {
                    match item {
                        Json::Text(text) => texts.push((text.as_str(), path.index(index))),
                        _ => self.fault(&path.index(index), Fault::WrongType("text")),
                    }
                }
                texts
            }
            _ => {
                self.fault(path, Fault::WrongType("text, or a list of texts"));
                Vec::new()
            }
        }
    }

    /// The element or its Not form, of which a statement has at most one.
    pub(super) fn one_form<'json>(
        &mut self,
        element: Element<'json>,
        path: &Path,
        (name, not_name, presence): (&'static str, &'static str, Presence),
    ) -> Option<Form<'json>> {
        let form = match (element.only, element.all_but) {
            (Some((value, at)), None) => Form {
                negated: false,
                value,
                at,
            },
            (None, Some((value, at))) => Form {
                negated: true,
                value,
                at,
            },
            (Some(_), Some((_, at))) => {
                self.fault(&at, Fault::Exclusive(name, not_name));
                return None;
            }
            (None, None) => {
                if presence == Presence::Required {
                    self.fault(path, Fault::Missing(name));
                }
                return None;
            }
        };
        if presence == Presence::Prohibited {
            let prohibited = if form.negated { not_name } else { name };
            self.fault(&form.at, Fault::Prohibited(prohibited));
            return None;
        }
        Some(form)
    }

    fn listed<T>(
        &mut self,
        element: Element<'_>,
        path: &Path,
        names: (&'static str, &'static str, Presence),
        mut compile: impl FnMut(&mut Self, &str, &Path) -> T,
    ) -> Option<Listed<T>> {
        let form = self.one_form(element, path, names)?;
        let texts = self.strings(form.value, &form.at);
        if matches!(form.value, Json::List(items) if items.is_empty()) {
            self.fault(&form.at, Fault::Missing(names.0));
        }
        let compiled = texts.into_iter().map(|(text, at)| compile(self, text, &at)).collect();
        Some(if form.negated {
            Listed::AllBut(compiled)
        } else {
            Listed::Only(compiled)
        })
    }
}

/// An element and its Not form, as found.
#[derive(Default)]
pub(super) struct Element<'json> {
    only: Option<(&'json Json, Path)>,
    all_but: Option<(&'json Json, Path)>,
}

/// The one form that was found.
pub(super) struct Form<'json> {
    pub(super) negated: bool,
    pub(super) value: &'json Json,
    pub(super) at: Path,
}
