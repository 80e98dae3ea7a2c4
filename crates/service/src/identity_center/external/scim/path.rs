//! What a partial change is about (RFC 7644 3.5.2): `name.givenName`, `emails[type eq "work"].value`,
//! `urn:ietf:params:scim:schemas:extension:enterprise:2.0:User:department`.

use super::ScimError;
use super::filter::{Term, term};
use super::names::{ENTERPRISE, GROUP, OF_ENTERPRISE, USER, spelled};

/// A path, read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Path {
    /// Of the enterprise extension.
    pub(super) enterprise: bool,
    /// The attribute, as the schemas spell it; empty for the extension as a whole.
    pub(super) attribute: String,
    /// Which of several values.
    pub(super) which: Option<Term>,
    /// A part of it.
    pub(super) part: Option<String>,
}

impl Path {
    pub(super) fn parse(text: &str) -> Result<Self, ScimError> {
        let wrong = || ScimError::path(format!("Invalid path in PATCH request: {}", shown(text)));
        let (enterprise, rest) = schema(text.trim());
        let (head, which, tail) = match rest.split_once('[') {
            Some((head, inside)) => {
                let (term, after) = term(inside.trim_start()).map_err(|_| wrong())?;
                let tail = after.trim_start().strip_prefix(']').ok_or_else(wrong)?;
                (head, Some(term), tail)
            }
            None => match rest.split_once('.') {
                Some((head, _)) => (head, None, rest.get(head.len()..).unwrap_or_default()),
                None => (rest, None, ""),
            },
        };
        let part = match tail {
            "" => None,
            tail => Some(spelled(tail.strip_prefix('.').ok_or_else(wrong)?).to_owned()),
        };
        let is_name =
            |name: &str| !name.is_empty() && name.chars().all(|one| one.is_ascii_alphanumeric() || one == '$');
        let is_whole = enterprise && head.is_empty() && which.is_none() && part.is_none();
        if !(is_whole || is_name(head)) || part.as_deref().is_some_and(|part| !is_name(part)) {
            return Err(wrong());
        }
        let attribute = spelled(head).to_owned();
        Ok(Self {
            enterprise: enterprise || OF_ENTERPRISE.contains(&attribute.as_str()),
            attribute,
            which,
            part,
        })
    }
}

/// Whether it is of the extension, and the path within the schema. `enterprise` is the extension's other name.
fn schema(text: &str) -> (bool, &str) {
    for (urn, enterprise) in [(ENTERPRISE, true), (USER, false), (GROUP, false), ("enterprise", true)] {
        let Some((head, tail)) = text.split_at_checked(urn.len()) else {
            continue;
        };
        if !head.eq_ignore_ascii_case(urn) {
            continue;
        }
        if tail.is_empty() && enterprise {
            return (true, "");
        }
        if let Some(rest) = tail.strip_prefix(':').or_else(|| tail.strip_prefix('.')) {
            return (enterprise, rest);
        }
    }
    (false, text)
}

fn shown(text: &str) -> String {
    text.chars().take(100).collect()
}
