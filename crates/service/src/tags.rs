//! Tags: what they may be, and the condition keys they make.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use crate::ServiceError;
use crate::answers::Tag;

/// Tags on one user or role. <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_tags.html#id_tags_rules>
pub(crate) const MOST_TAGS: usize = 50;
const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;

/// Letters, spaces, digits and `_ . : / = + - @`.
fn is_allowed(character: char) -> bool {
    character.is_alphanumeric() || character == ' ' || "_.:/=+-@".contains(character)
}

/// Reads tags as a form holds them; the field at fault is `tags`.
pub(crate) fn read(tags: &[Tag]) -> Result<Vec<(String, String)>, ServiceError> {
    let wrong = |message: String| ServiceError::Invalid { field: "tags", message };
    let mut read: BTreeMap<String, (String, String)> = BTreeMap::new();
    for Tag { key, value } in tags {
        let (key, value) = (key.trim(), value.trim());
        let shown: String = key.chars().take(LONGEST_KEY).collect();
        if key.is_empty() || key.chars().count() > LONGEST_KEY || !key.chars().all(is_allowed) {
            return Err(wrong(format!(
                "A tag key has 1 to {LONGEST_KEY} letters, digits, spaces and the characters _ . : / = + - @. This one is not: \"{shown}\"."
            )));
        }
        if key.to_lowercase().starts_with("aws:") {
            return Err(wrong(
                "A tag key cannot begin with aws:, which is for AWS's own tags.".to_owned(),
            ));
        }
        if value.chars().count() > LONGEST_VALUE || !value.chars().all(is_allowed) {
            return Err(wrong(format!(
                "The value of {shown} has at most {LONGEST_VALUE} letters, digits, spaces and the characters _ . : / = + - @."
            )));
        }
        let pair = (key.to_owned(), value.to_owned());
        if read.insert(key.to_lowercase(), pair).is_some() {
            return Err(wrong(format!(
                "Duplicate tag keys found: {shown}. Keys are the same in any case."
            )));
        }
    }
    if read.len() > MOST_TAGS {
        return Err(ServiceError::LimitExceeded {
            quota: "TagsPerUser",
            limit: MOST_TAGS,
        });
    }
    Ok(read.into_values().collect())
}

/// `aws:RequestTag/…` and `aws:TagKeys` of tags that a request brings.
pub(crate) fn keys_of_request(tags: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    if tags.is_empty() {
        return Vec::new();
    }
    let mut keys = vec![keys_of_removal(tags.iter().map(|(key, _)| key.clone()))];
    for (key, value) in tags {
        keys.push((format!("aws:RequestTag/{key}"), vec![value.clone()]));
    }
    keys
}

/// `aws:TagKeys` of tags that a request takes away.
pub(crate) fn keys_of_removal(tag_keys: impl Iterator<Item = String>) -> (String, Vec<String>) {
    ("aws:TagKeys".to_owned(), tag_keys.collect())
}

/// Tags as records of calls show them.
pub(crate) fn recorded(tags: &[(String, String)]) -> Vec<Value> {
    tags.iter()
        .map(|(key, value)| json!({ "key": key, "value": value }))
        .collect()
}

/// `aws:ResourceTag/…` and `iam:ResourceTag/…` of tags that a user or role has.
pub(crate) fn keys_of_resource(tags: &[(String, String)]) -> Vec<(String, Vec<String>)> {
    let both = |(key, value): &(String, String)| {
        ["aws", "iam"].map(|service| (format!("{service}:ResourceTag/{key}"), vec![value.clone()]))
    };
    tags.iter().flat_map(both).collect()
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn tag(key: &str, value: &str) -> Tag {
        Tag {
            key: key.to_owned(),
            value: value.to_owned(),
        }
    }

    #[test]
    fn what_tags_may_be() {
        let longest = ("k".repeat(128), "v".repeat(256));
        for (key, value) in [
            ("Team", "red"),
            ("Größe", ""),
            ("a b", "x_.:/=+-@ 1"),
            (&longest.0, &longest.1),
        ] {
            assert_eq!(read(&[tag(key, value)]).unwrap(), [(key.to_owned(), value.to_owned())]);
        }
        let (key, value) = (format!("{}k", longest.0), format!("{}v", longest.1));
        for wrong in [
            vec![tag("", "x")],
            vec![tag("  ", "x")],
            vec![tag(&key, "x")],
            vec![tag("k", &value)],
            vec![tag("a,b", "x")],
            vec![tag("k", "<script>")],
            vec![tag("k\u{202e}", "x")],
            vec![tag("aws:team", "x")],
            vec![tag("AWS:team", "x")],
            vec![tag("Team", "a"), tag("TEAM", "b")],
        ] {
            assert!(
                matches!(read(&wrong), Err(ServiceError::Invalid { field: "tags", .. })),
                "{wrong:?}"
            );
        }
        let many = |count: usize| (0..count).map(|at| tag(&format!("k{at}"), "")).collect::<Vec<_>>();
        assert_eq!(read(&many(50)).unwrap().len(), 50);
        assert!(matches!(read(&many(51)), Err(ServiceError::LimitExceeded { .. })));
    }
}
