//! Writes a document back as it was read: elements, lists and spelling in their order, the white space made anew.

use std::fmt::{self, Write};

use super::Document;
use super::json::Json;

/// Four spaces, as the console shows policies.
const INDENT: usize = 4;

/// The document without white space: `{}` in a format string; with `{:#}` it is indented. Read again, it is equal.
impl fmt::Display for Document {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !formatter.alternate() {
            return formatter.write_str(&self.text);
        }
        match serde_json::from_str(&self.text) {
            Ok(json) => write(formatter, &json, Some(0)),
            // It was written by `compact`, so it is JSON; if not, it is shown as it is.
            Err(_) => formatter.write_str(&self.text),
        }
    }
}

/// JSON on one line, without white space.
pub(super) fn compact(json: &Json) -> Box<str> {
    let mut text = String::new();
    // Writing to a string cannot fail.
    let _ = write(&mut text, json, None);
    text.into()
}

/// Writes a value; `depth` is how far it is indented, if it is.
fn write(out: &mut impl Write, json: &Json, depth: Option<usize>) -> fmt::Result {
    match json {
        // Neither is in a document that was accepted.
        Json::Null | Json::Rounded => out.write_str("null"),
        Json::Bool(value) => write!(out, "{value}"),
        Json::Number(text) => out.write_str(text),
        Json::Text(text) => quoted(out, text),
        Json::List(items) => {
            let items = items.iter().map(|item| (None, item));
            group(out, ['[', ']'], items, depth)
        }
        Json::Map(members) => {
            let members = members.iter().map(|(key, value)| (Some(key.as_str()), value));
            group(out, ['{', '}'], members, depth)
        }
    }
}

fn group<'json>(
    out: &mut impl Write,
    [open, close]: [char; 2],
    members: impl ExactSizeIterator<Item = (Option<&'json str>, &'json Json)>,
    depth: Option<usize>,
) -> fmt::Result {
    out.write_char(open)?;
    let is_empty = members.len() == 0;
    let inner = depth.map(|depth| depth.saturating_add(1));
    for (place, (key, value)) in members.enumerate() {
        if place > 0 {
            out.write_char(',')?;
        }
        line(out, inner)?;
        if let Some(key) = key {
            quoted(out, key)?;
            out.write_str(if depth.is_some() { ": " } else { ":" })?;
        }
        write(out, value, inner)?;
    }
    if !is_empty {
        line(out, depth)?;
    }
    out.write_char(close)
}

fn line(out: &mut impl Write, depth: Option<usize>) -> fmt::Result {
    match depth {
        None => Ok(()),
        Some(depth) => write!(out, "\n{:width$}", "", width = depth.saturating_mul(INDENT)),
    }
}

fn quoted(out: &mut impl Write, text: &str) -> fmt::Result {
    write!(out, "{}", serde_json::Value::from(text))
}

#[cfg(test)]
mod tests;
