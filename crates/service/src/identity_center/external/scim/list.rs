//! Pages of lists: without a cursor the first page and the whole number, with one a page after another.
//! <https://docs.aws.amazon.com/singlesignon/latest/developerguide/listusers.html>

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use serde_json::{Value, json};

use super::ScimError;
use super::names::LIST;

/// Most on a page, and how many there are if nobody says.
const MOST: u32 = 100;

/// What stands behind the question mark. `startIndex`, `attributes` and `excludedAttributes` are not supported, and passed over.
#[derive(Debug, Default)]
pub struct ScimQuery {
    /// `filter`.
    pub filter: Option<String>,
    /// `count`.
    pub count: Option<String>,
    /// `cursor`; empty for the first page.
    pub cursor: Option<String>,
}

/// Which page.
pub(super) struct Asked {
    pub(super) count: u32,
    /// Where the page before ended.
    pub(super) after: Option<String>,
    by_cursor: bool,
}

/// A page of a list.
pub(super) struct Found {
    pub(super) resources: Vec<Value>,
    /// How many there are on all pages.
    pub(super) total: u32,
    /// Where this page ended, if there are more.
    pub(super) next: Option<String>,
}

impl ScimQuery {
    pub(super) fn read(&self) -> Result<Asked, ScimError> {
        let wrong =
            || ScimError::value("Value at 'count' failed to satisfy constraint: Member must be between 1 and 100");
        let count = match &self.count {
            Some(text) => text
                .parse()
                .ok()
                .filter(|count| (1..=MOST).contains(count))
                .ok_or_else(wrong)?,
            None => MOST,
        };
        let after = match self.cursor.as_deref() {
            None | Some("") => None,
            Some(cursor) => {
                let bytes = BASE64.decode(cursor).ok();
                let text = bytes.and_then(|bytes| String::from_utf8(bytes).ok());
                Some(text.ok_or_else(|| ScimError::value("Invalid cursor"))?)
            }
        };
        Ok(Asked {
            count,
            after,
            by_cursor: self.cursor.is_some(),
        })
    }
}

impl Asked {
    pub(super) fn answer(&self, found: Found) -> Value {
        let items = found.resources.len();
        if self.by_cursor {
            let mut body = json!({ "schemas": [LIST], "itemsPerPage": items, "Resources": found.resources });
            if let (Some(next), Some(fields)) = (found.next, body.as_object_mut()) {
                fields.insert("nextCursor".to_owned(), json!(BASE64.encode(next)));
            }
            return body;
        }
        json!({
            "schemas": [LIST], "totalResults": found.total, "itemsPerPage": items, "startIndex": 1,
            "Resources": found.resources,
        })
    }
}

impl Found {
    /// One, or none.
    pub(super) fn of(resource: Option<Value>) -> Self {
        Self {
            total: u32::from(resource.is_some()),
            resources: resource.into_iter().collect(),
            next: None,
        }
    }
}
