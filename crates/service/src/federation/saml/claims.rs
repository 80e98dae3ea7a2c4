//! What an assertion's attributes ask for (facts 2.1).
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html>

use std::collections::BTreeMap;

use vestibule_identity::names::SessionName;
use vestibule_saml::Attribute;

use super::refusal::SamlRefusal;

/// Before the name of every attribute that AWS sign-in knows. Case counts.
pub(crate) const PREFIX: &str = "https://aws.amazon.com/SAML/Attributes/";
/// Seconds that `SessionDuration` may have.
pub(super) const DURATIONS: std::ops::RangeInclusive<u64> = 900..=43200;
/// The default of `DurationSeconds`.
pub(super) const ONE_HOUR: u64 = 3600;

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html#id_session-tags_know>
const MOST_TAGS: usize = 50;
const LONGEST_KEY: usize = 128;
const LONGEST_VALUE: usize = 256;

/// Session tags.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct SessionTags {
    pub(crate) tags: BTreeMap<String, String>,
    /// Keys of those that go along.
    pub(crate) transitive: Vec<String>,
}

/// The values of an attribute that AWS knows; those of several attributes of the name together.
pub(super) fn values<'a>(attributes: &'a [Attribute], name: &str) -> Vec<&'a str> {
    attributes
        .iter()
        .filter(|attribute| attribute.name.strip_prefix(PREFIX) == Some(name))
        .flat_map(|attribute| attribute.values.iter().map(String::as_str))
        .collect()
}

/// `RoleSessionName`.
pub(super) fn session_name(attributes: &[Attribute]) -> Result<SessionName, SamlRefusal> {
    match values(attributes, "RoleSessionName").as_slice() {
        [] | [""] => Err(SamlRefusal::SessionNameMissing),
        [one] => SessionName::parse(one).map_err(|_| SamlRefusal::SessionName),
        _ => Err(SamlRefusal::SessionName),
    }
}

/// `SourceIdentity`, if there is one. Of the two lengths that AWS documents this takes the longer, which the error text has.
pub(super) fn source_identity(attributes: &[Attribute]) -> Result<Option<String>, SamlRefusal> {
    let found = values(attributes, "SourceIdentity");
    let one = match found.as_slice() {
        [] => return Ok(None),
        [one] => *one,
        _ => return Err(SamlRefusal::SourceIdentity),
    };
    let is_allowed = |byte: u8| byte.is_ascii_alphanumeric() || b"_+=,.@-".contains(&byte);
    if (2..=256).contains(&one.len()) && one.bytes().all(is_allowed) {
        Ok(Some(one.to_owned()))
    } else {
        Err(SamlRefusal::SourceIdentity)
    }
}

/// `SessionDuration` in seconds, if there is one. Whether the role allows it is another question.
pub(super) fn duration(attributes: &[Attribute]) -> Result<Option<u64>, SamlRefusal> {
    let found = values(attributes, "SessionDuration");
    let one = match found.as_slice() {
        [] => return Ok(None),
        [one] => *one,
        _ => return Err(SamlRefusal::SessionDuration),
    };
    let digits = (1..=9).contains(&one.len()) && one.bytes().all(|byte| byte.is_ascii_digit());
    let seconds: u64 = one
        .parse()
        .ok()
        .filter(|_| digits)
        .ok_or(SamlRefusal::SessionDuration)?;
    if seconds < *DURATIONS.start() {
        return Err(SamlRefusal::SessionDuration);
    }
    Ok(Some(seconds))
}

/// `PrincipalTag:<Key>` and `TransitiveTagKeys`.
pub(super) fn tags(attributes: &[Attribute]) -> Result<SessionTags, SamlRefusal> {
    let mut read = SessionTags::default();
    for attribute in attributes {
        let Some(key) = attribute
            .name
            .strip_prefix(PREFIX)
            .and_then(|name| name.strip_prefix("PrincipalTag:"))
        else {
            continue;
        };
        let shown: String = key.chars().take(LONGEST_KEY).collect();
        let wrong = |words: &str| SamlRefusal::Tags(format!("the session tag {shown} {words}"));
        let length = key.chars().count();
        if !(1..=LONGEST_KEY).contains(&length) || !key.chars().all(is_tag_character) {
            return Err(wrong("has a key that is not allowed"));
        }
        if key.get(..4).is_some_and(|begin| begin.eq_ignore_ascii_case("aws:")) {
            return Err(wrong("begins with aws:, which is for AWS's own"));
        }
        let [value] = attribute.values.as_slice() else {
            return Err(wrong("does not have one value"));
        };
        if value.chars().count() > LONGEST_VALUE || !value.chars().all(is_tag_character) {
            return Err(wrong("has a value that is not allowed"));
        }
        if find(&read.tags, key).is_some() {
            return Err(wrong("is there twice; keys are the same in any case"));
        }
        read.tags.insert(key.to_owned(), value.clone());
    }
    if read.tags.len() > MOST_TAGS {
        return Err(SamlRefusal::Tags(format!(
            "there are more than {MOST_TAGS} session tags"
        )));
    }
    for key in values(attributes, "TransitiveTagKeys") {
        let Some(known) = find(&read.tags, key) else {
            let shown: String = key.chars().take(LONGEST_KEY).collect();
            return Err(SamlRefusal::Tags(format!(
                "the transitive tag {shown} is not one of the session tags"
            )));
        };
        let known = known.to_owned();
        if !read.transitive.contains(&known) {
            read.transitive.push(known);
        }
    }
    Ok(read)
}

fn find<'a>(tags: &'a BTreeMap<String, String>, key: &str) -> Option<&'a str> {
    let folded = key.to_lowercase();
    tags.keys()
        .find(|known| known.to_lowercase() == folded)
        .map(String::as_str)
}

/// `[\p{L}\p{Z}\p{N}_.:/=+\-@]` (STS API, `tagKeyType`), with no other separator than a space.
fn is_tag_character(character: char) -> bool {
    character.is_alphanumeric() || character == ' ' || "_.:/=+-@".contains(character)
}

#[cfg(test)]
mod tests;
