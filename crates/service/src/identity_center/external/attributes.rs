//! Attributes for access control that the company's identity provider sends along: they become session tags.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/attributesforaccesscontrol.html>

use std::collections::BTreeMap;

use vestibule_identity::identity_center::settings::{MOST_ATTRIBUTES, is_tag_key};
use vestibule_identity::session::is_same_tag;
use vestibule_saml::Attribute;

use super::ExternalRefusal;

/// Before the key.
const PREFIX: &str = "https://aws.amazon.com/SAML/Attributes/AccessControl:";
/// Longest tag value (IAM API, `tagValueType`).
const LONGEST_VALUE: usize = 256;

/// The tags. One value each, no name twice, fifty at most.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/troubleshooting.html>
pub(super) fn tags(attributes: &[Attribute]) -> Result<BTreeMap<String, String>, ExternalRefusal> {
    let wrong = |words: String| Err(ExternalRefusal::Attributes(words));
    let mut tags: BTreeMap<String, String> = BTreeMap::new();
    for attribute in attributes {
        let Some(key) = attribute.name.strip_prefix(PREFIX) else {
            continue;
        };
        let [value] = attribute.values.as_slice() else {
            return wrong(format!(
                "The attribute {key} for access control does not have exactly one value."
            ));
        };
        let legal = |one: char| one.is_alphanumeric() || " _.:/=+-@".contains(one);
        if !is_tag_key(key) || value.chars().count() > LONGEST_VALUE || !value.chars().all(legal) {
            return wrong(format!(
                "The attribute {key} for access control cannot be a session tag."
            ));
        }
        // Keys of tags are the same whatever their case.
        if tags.keys().any(|known| is_same_tag(known, key)) {
            return wrong(format!("The attribute {key} for access control is there twice."));
        }
        tags.insert(key.to_owned(), value.clone());
    }
    if tags.len() > MOST_ATTRIBUTES {
        return wrong("There are more than 50 attributes for access control.".to_owned());
    }
    Ok(tags)
}
