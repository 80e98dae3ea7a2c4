//! Questions of lists: `<attribute> eq "<value>"`, and two of them with `and`.
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/listusers.html>

use super::ScimError;
use super::names::{ENTERPRISE, USER, spelled};

/// Longest question.
const LONGEST: usize = 2_000;

/// An attribute, and what it is to be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Term {
    /// As the schemas spell it, without schema and `.value`.
    pub(super) attribute: String,
    pub(super) value: String,
}

/// Reads a filter.
pub(super) fn parse(text: &str) -> Result<Vec<Term>, ScimError> {
    if text.len() > LONGEST {
        return Err(ScimError::filter());
    }
    let mut rest = text.trim();
    let mut terms = Vec::new();
    loop {
        let (term, after) = term(rest)?;
        terms.push(term);
        rest = after.trim_start();
        if rest.is_empty() {
            return Ok(terms);
        }
        let (word, after) = word(rest);
        if !word.eq_ignore_ascii_case("and") || terms.len() > 1 {
            return Err(ScimError::filter());
        }
        rest = after.trim_start();
    }
}

fn word(text: &str) -> (&str, &str) {
    text.split_at(text.find(char::is_whitespace).unwrap_or(text.len()))
}

/// One comparison, and what follows it.
pub(super) fn term(text: &str) -> Result<(Term, &str), ScimError> {
    let (attribute, rest) = word(text);
    let (operator, rest) = word(rest.trim_start());
    if attribute.is_empty() || !operator.eq_ignore_ascii_case("eq") {
        return Err(ScimError::filter());
    }
    let rest = rest.trim_start();
    let mut values = serde_json::Deserializer::from_str(rest).into_iter::<serde_json::Value>();
    let value = match values.next() {
        Some(Ok(serde_json::Value::String(value))) => value,
        Some(Ok(serde_json::Value::Bool(value))) => value.to_string(),
        _ => return Err(ScimError::filter()),
    };
    let after = rest.get(values.byte_offset()..).unwrap_or_default();
    let attribute = short(attribute);
    Ok((Term { attribute, value }, after))
}

fn short(attribute: &str) -> String {
    let strip = |schema: &str| {
        let (head, tail) = attribute.split_at_checked(schema.len())?;
        head.eq_ignore_ascii_case(schema).then(|| tail.strip_prefix(':'))?
    };
    let bare = strip(ENTERPRISE).or_else(|| strip(USER)).unwrap_or(attribute);
    let bare = match bare.rsplit_once('.') {
        Some((before, last)) if last.eq_ignore_ascii_case("value") => before,
        _ => bare,
    };
    spelled(bare).to_owned()
}
