//! Partial changes (RFC 7644 3.5.2) of a person: each operation changes the JSON, which is then read as a whole again.
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/patchuser.html>

use serde_json::{Map, Value, json};

use super::ScimError;
use super::filter::Term;
use super::names::{ENTERPRISE, PATCH, spelled, tidy};
use super::path::Path;

/// More operations than any attribute has.
const MOST_OPERATIONS: usize = 100;

/// What an operation does.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Op {
    Add,
    Replace,
    Remove,
}

/// An operation.
#[derive(Debug, Clone)]
pub(super) struct Operation {
    pub(super) op: Op,
    pub(super) path: Option<String>,
    pub(super) value: Option<Value>,
}

/// Reads the operations of a request.
pub(super) fn operations(body: Value) -> Result<Vec<Operation>, ScimError> {
    let wrong = || ScimError::syntax("Request is unparsable, syntactically incorrect, or violates schema.");
    let Value::Object(fields) = body else {
        return Err(wrong());
    };
    let named: Map<String, Value> = fields
        .into_iter()
        .map(|(name, value)| (spelled(&name).to_owned(), value))
        .collect();
    if let Some(schemas) = named.get("schemas") {
        let is_patch = |one: &Value| one.as_str().is_some_and(|text| text.eq_ignore_ascii_case(PATCH));
        if !schemas.as_array().is_some_and(|all| all.iter().any(is_patch)) {
            return Err(wrong());
        }
    }
    let Some(Value::Array(operations)) = named.get("Operations") else {
        return Err(ScimError::syntax("Missing Operations in PATCH request"));
    };
    if operations.is_empty() || operations.len() > MOST_OPERATIONS {
        return Err(ScimError::value("Operations must have between 1 and 100 members"));
    }
    operations.iter().map(operation).collect()
}

fn operation(value: &Value) -> Result<Operation, ScimError> {
    let field = |name: &str| {
        let fields = value.as_object()?;
        let (_, found) = fields.iter().find(|(known, _)| known.eq_ignore_ascii_case(name))?;
        (!found.is_null()).then_some(found)
    };
    let op = match field("op").and_then(Value::as_str) {
        Some(op) if op.eq_ignore_ascii_case("add") => Op::Add,
        Some(op) if op.eq_ignore_ascii_case("replace") => Op::Replace,
        Some(op) if op.eq_ignore_ascii_case("remove") => Op::Remove,
        Some(_) => return Err(ScimError::syntax("Unsupported op in PATCH request")),
        None => return Err(ScimError::syntax("Missing op in PATCH request")),
    };
    let path = match field("path") {
        Some(Value::String(path)) => Some(path.clone()),
        Some(_) => return Err(ScimError::path("Invalid path in PATCH request")),
        None => None,
    };
    let value = field("value").cloned();
    if op == Op::Remove && path.is_none() {
        return Err(ScimError::no_target("Missing path in PATCH request"));
    }
    if op != Op::Remove && value.is_none() {
        return Err(ScimError::value("Missing value in PATCH request"));
    }
    Ok(Operation { op, path, value })
}

/// What may be changed.
const CHANGEABLE: &[&str] = &[
    "userName",
    "active",
    "externalId",
    "displayName",
    "nickName",
    "profileUrl",
    "title",
    "userType",
    "preferredLanguage",
    "locale",
    "timezone",
    "name",
    "emails",
    "addresses",
    "phoneNumbers",
    "roles",
];
/// With several values in the schema, and one here.
const LISTS: &[&str] = &["emails", "addresses", "phoneNumbers", "roles"];

/// Applies the operations to a person's JSON.
pub(super) fn apply(resource: &mut Value, operations: Vec<Operation>) -> Result<(), ScimError> {
    let mut changes: Vec<(Op, Path, Value)> = Vec::new();
    for Operation { op, path, value } in operations {
        let value = tidy(value.unwrap_or(Value::Null));
        match (path, value) {
            (Some(path), value) => changes.push((op, Path::parse(&path)?, value)),
            (None, Value::Object(fields)) => {
                for (name, value) in fields {
                    changes.push((op, Path::parse(&name)?, value));
                }
            }
            (None, _) => return Err(ScimError::path("Missing path in PATCH request")),
        }
    }
    for once in ["userName", "active"] {
        if changes.iter().filter(|(_, path, _)| path.attribute == once).count() > 1 {
            return Err(ScimError::value(format!(
                "Multiple operations on {once} are not supported in a PATCH request"
            )));
        }
    }
    for (op, path, value) in changes {
        change(resource, op, &path, value)?;
    }
    Ok(())
}

fn change(resource: &mut Value, op: Op, path: &Path, value: Value) -> Result<(), ScimError> {
    let name = path.attribute.as_str();
    if !path.enterprise && !CHANGEABLE.contains(&name) {
        return Err(ScimError::mutability(format!("Attribute {name} cannot be changed")));
    }
    if op == Op::Remove && matches!(name, "userName" | "active") {
        return Err(ScimError::mutability(format!("Attribute {name} cannot be removed")));
    }
    let Some(root) = resource.as_object_mut() else {
        return Ok(());
    };
    let fields = if path.enterprise {
        let extension = root.entry(ENTERPRISE).or_insert_with(|| json!({}));
        match extension.as_object_mut() {
            Some(fields) => fields,
            None => return Ok(()),
        }
    } else {
        root
    };
    if path.enterprise && name.is_empty() {
        return whole(fields, op, value);
    }
    if !path.enterprise && LISTS.contains(&name) {
        return in_list(fields, op, path, value);
    }
    if path.which.is_some() {
        return Err(ScimError::path(format!("Attribute {name} has one value")));
    }
    // A manager is told by an id alone, too.
    let value = match (name, &path.part, value) {
        ("manager", None, Value::String(id)) => json!({ "value": id }),
        (_, _, value) => value,
    };
    one(fields, op, name, path.part.as_deref(), value);
    Ok(())
}

/// The extension as a whole.
fn whole(fields: &mut Map<String, Value>, op: Op, value: Value) -> Result<(), ScimError> {
    match (op, value) {
        (Op::Remove, _) => fields.clear(),
        (Op::Add | Op::Replace, Value::Object(given)) => fields.extend(given),
        _ => return Err(ScimError::value("The enterprise extension has attributes")),
    }
    Ok(())
}

/// An attribute with one value, or a part of it. Parts that are not named stay.
fn one(fields: &mut Map<String, Value>, op: Op, name: &str, part: Option<&str>, value: Value) {
    match (op, part) {
        (Op::Remove, None) => {
            fields.remove(name);
        }
        (Op::Remove, Some(part)) => {
            if let Some(inner) = fields.get_mut(name).and_then(Value::as_object_mut) {
                inner.remove(part);
            }
        }
        (Op::Add | Op::Replace, Some(part)) => {
            let held = fields.entry(name).or_insert_with(|| json!({}));
            if !held.is_object() {
                *held = json!({});
            }
            if let Some(inner) = held.as_object_mut() {
                inner.insert(part.to_owned(), value);
            }
        }
        (Op::Add | Op::Replace, None) => match (fields.get_mut(name).and_then(Value::as_object_mut), value) {
            (Some(held), Value::Object(given)) => held.extend(given),
            (_, value) => {
                fields.insert(name.to_owned(), value);
            }
        },
    }
}

/// An attribute with a list of values. That there is at most one is asked when the whole is read.
fn in_list(fields: &mut Map<String, Value>, op: Op, path: &Path, value: Value) -> Result<(), ScimError> {
    let name = path.attribute.as_str();
    let held = fields.entry(name).or_insert_with(|| json!([]));
    if !held.is_array() {
        *held = json!([]);
    }
    let Some(items) = held.as_array_mut() else {
        return Ok(());
    };
    // What is removed has to be what is named: nothing is taken for it.
    if let (Some(term), Op::Add | Op::Replace) = (&path.which, op) {
        adopt(items, term);
    }
    let fits = |item: &Value| path.which.as_ref().is_none_or(|term| is(item, term));
    match (op, &path.part) {
        (Op::Remove, None) => items.retain(|item| !fits(item)),
        (Op::Remove, Some(part)) => {
            let found = items.iter_mut().filter(|item| fits(item));
            found.filter_map(Value::as_object_mut).for_each(|item| {
                item.remove(part);
            });
        }
        // Added to the value that is named, not beside it (RFC 7644 3.5.2.1).
        (Op::Add, None) if path.which.is_some() && value.is_object() && items.iter().any(fits) => {
            for item in items.iter_mut().filter(|item| fits(item)) {
                if let (Some(item), Some(given)) = (item.as_object_mut(), value.as_object()) {
                    item.extend(given.clone());
                }
            }
        }
        (Op::Add | Op::Replace, None) => {
            let given = match value {
                Value::Array(given) => given,
                one => vec![one],
            };
            match (op, &path.which) {
                (Op::Replace, None) => *items = given,
                (Op::Replace, Some(_)) => {
                    let before = items.len();
                    items.retain(|item| !fits(item));
                    if items.len() == before {
                        return Err(nothing(name));
                    }
                    items.extend(given);
                }
                _ => {
                    for one in given {
                        if !items.contains(&one) {
                            items.push(one);
                        }
                    }
                }
            }
        }
        (Op::Add | Op::Replace, Some(part)) => {
            if !items.iter().any(fits) {
                // What is not there is made; of several there can be only one.
                if op == Op::Replace && !items.is_empty() {
                    return Err(nothing(name));
                }
                items.push(made(name, path.which.as_ref()));
            }
            for item in items.iter_mut().filter(|item| fits(item)) {
                if let Some(item) = item.as_object_mut() {
                    item.insert(part.clone(), value.clone());
                }
            }
        }
    }
    Ok(())
}

fn nothing(name: &str) -> ScimError {
    ScimError::no_target(format!("No value of {name} fits the path"))
}

/// A new value as the path names it. The only address of a person is the primary one.
fn made(name: &str, which: Option<&Term>) -> Value {
    let mut item = Map::new();
    if let Some(term) = which {
        item.insert(term.attribute.clone(), said(term));
    }
    if name == "emails" {
        item.entry("primary").or_insert(json!(true));
    }
    Value::Object(item)
}

/// The only value takes on what a filter asks of it, if it had nothing to say to that: there can be no second one, and what was
/// pushed without a type is `emails[type eq "work"]` to a provider whose mapping says so. Other attributes are data, and are not
/// made up.
fn adopt(items: &mut [Value], term: &Term) {
    if let ([Value::Object(only)], "type" | "primary") = (items, term.attribute.as_str()) {
        only.entry(term.attribute.as_str()).or_insert_with(|| said(term));
    }
}

/// What a filter asks for, as a value has it.
fn said(term: &Term) -> Value {
    let says = |flag: &str| term.attribute == "primary" && term.value.eq_ignore_ascii_case(flag);
    match &term.value {
        _ if says("true") => json!(true),
        _ if says("false") => json!(false),
        text => json!(text),
    }
}

/// Flags are texts at some providers, with a capital: `roles[primary eq "True"]`.
fn is(item: &Value, term: &Term) -> bool {
    match item.get(&term.attribute) {
        Some(Value::String(text)) => text.eq_ignore_ascii_case(&term.value),
        Some(Value::Bool(flag)) => flag.to_string().eq_ignore_ascii_case(&term.value),
        _ => false,
    }
}
