//! Reads the elements that have a structure of their own: principals and conditions.

use super::fault::Fault;
use super::json::Json;
use super::kind::Kind;
use super::parse::{Element, Reader};
use super::path::Path;
use crate::condition::{Condition, Operator};
use crate::principal::Named;
use crate::statement::Principals;

impl Reader {
    pub(super) fn principals(&mut self, element: Element<'_>, path: &Path) -> Option<Principals> {
        let presence = ("Principal", "NotPrincipal", self.kind.principal());
        let form = self.one_form(element, path, presence)?;
        let named = self.named(form.value, &form.at);
        if !form.negated {
            return Some(Principals::Only(named));
        }
        if self.kind == Kind::Trust {
            self.fault(&form.at, Fault::Prohibited("NotPrincipal"));
        }
        Some(Principals::AllBut(named))
    }

    fn named(&mut self, value: &Json, path: &Path) -> Vec<Named> {
        let members = match value {
            Json::Text(text) if text == "*" => return vec![Named::Anyone],
            Json::Text(text) => {
                self.fault(path, Fault::InvalidPrincipal("AWS".into(), text.clone()));
                return Vec::new();
            }
            Json::Map(members) => members,
            _ => {
                self.fault(path, Fault::WrongType("\"*\", or an object"));
                return Vec::new();
            }
        };
        self.duplicates(members, path);
        let mut named = Vec::new();
        let mut is_empty = true;
        for (kind, value) in members {
            let at = path.key(kind);
            for (text, at) in self.strings(value, &at) {
                is_empty = false;
                match Named::parse(kind, text) {
                    Some(one) => named.push(one),
                    None => self.fault(&at, Fault::InvalidPrincipal(kind.clone(), text.to_owned())),
                }
            }
        }
        if is_empty {
            self.fault(path, Fault::Missing("Principal"));
        }
        named
    }

    pub(super) fn conditions(&mut self, value: &Json, path: &Path, variables: bool) -> Vec<Condition> {
        let Json::Map(operators) = value else {
            self.fault(path, Fault::WrongType("an object of operators"));
            return Vec::new();
        };
        self.duplicates(operators, path);
        let mut conditions = Vec::new();
        for (name, keys) in operators {
            let at = path.key(name);
            let Some(operator) = Operator::parse(name) else {
                self.fault(&at, Fault::UnknownOperator(name.clone()));
                continue;
            };
            let Json::Map(keys) = keys else {
                self.fault(&at, Fault::WrongType("an object of keys"));
                continue;
            };
            self.duplicates(keys, &at);
            for (key, value) in keys {
                let at = at.key(key);
                let values = self.condition_values(value, &at);
                match Condition::new(operator, key, &values, variables) {
                    Ok(condition) => conditions.push(condition),
                    Err(wrong) => {
                        let is_list = matches!(value, Json::List(_));
                        let at = if is_list { at.index(wrong.index) } else { at };
                        self.fault(&at, Fault::InvalidValue(wrong.wanted));
                    }
                }
            }
        }
        conditions
    }

    /// Text, numbers and Booleans, one or a list.
    fn condition_values(&mut self, value: &Json, path: &Path) -> Vec<String> {
        let items = match value {
            Json::List(items) => items.as_slice(),
            other => std::slice::from_ref(other),
        };
        let mut values = Vec::new();
        for (index, item) in items.iter().enumerate() {
            match item {
                Json::Text(text) | Json::Number(text) => values.push(text.clone()),
                Json::Bool(value) => values.push(value.to_string()),
                other => {
                    let is_list = matches!(value, Json::List(_));
                    let at = if is_list { path.index(index) } else { path.clone() };
                    self.fault(
                        &at,
                        Fault::WrongType(match other {
                            Json::Rounded => "in quotes: JSON's numbers have no more than 15 digits for certain",
                            _ => "text, a number, true or false",
                        }),
                    );
                }
            }
        }
        values
    }
}
