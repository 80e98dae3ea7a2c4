//! Session tags, and which of them go along (facts 2.7).
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>

use std::collections::BTreeMap;

use vestibule_identity::session::{Federation, is_same_tag};

use super::StsError;
use super::parameters::Checked;
use crate::answers::Tag;
use crate::tags;

/// Tags of one session.
const MOST_TAGS: usize = 50;

/// Tags that a call passes.
#[derive(Debug, Default, Clone)]
pub(crate) struct PassedTags {
    pub(crate) tags: Vec<(String, String)>,
    pub(crate) transitive: Vec<String>,
}

/// The tags that the new session has.
#[derive(Debug, Default)]
pub(crate) struct AllTags {
    pub(crate) tags: BTreeMap<String, String>,
    pub(crate) transitive: Vec<String>,
    /// Those that came along from the session that asks.
    pub(crate) inherited: BTreeMap<String, String>,
}

pub(super) fn form(checked: &mut Checked<'_>, with_transitive: bool) -> PassedTags {
    PassedTags {
        tags: checked.tags("Tags", MOST_TAGS),
        transitive: if with_transitive {
            checked.list("TransitiveTagKeys", "", MOST_TAGS)
        } else {
            Vec::new()
        },
    }
}

impl PassedTags {
    /// Checks keys and values.
    ///
    /// # Errors
    /// [`StsError::ValidationError`]
    pub(crate) fn accepted(self) -> Result<Self, StsError> {
        let wrong = |words: String| StsError::ValidationError(words);
        let typed: Vec<Tag> = self
            .tags
            .iter()
            .map(|(key, value)| Tag {
                key: key.clone(),
                value: value.clone(),
            })
            .collect();
        let tags = tags::read(&typed).map_err(|error| wrong(error.to_string()))?;
        let is_passed = |key: &String| tags.iter().any(|(known, _)| is_same_tag(known, key));
        if !self.transitive.iter().all(is_passed) {
            return Err(wrong(
                "The specified transitive tag key must be included in the requested tags.".to_owned(),
            ));
        }
        Ok(Self {
            tags,
            transitive: self.transitive,
        })
    }

    /// Adds what comes along from the session that asks, which nobody can replace.
    ///
    /// # Errors
    /// [`StsError::ValidationError`]
    pub(crate) fn over(&self, from: Option<&Federation>) -> Result<AllTags, StsError> {
        let inherited = from.map(Federation::transitive_tags).unwrap_or_default();
        let is_inherited = |key: &String| inherited.keys().any(|known| is_same_tag(known, key));
        if self.tags.iter().any(|(key, _)| is_inherited(key)) {
            return Err(StsError::ValidationError(
                "One of the specified transitive tag keys can't be set because it conflicts with a transitive tag key from \
                 the calling session."
                    .to_owned(),
            ));
        }
        let mut tags = inherited.clone();
        tags.extend(self.tags.iter().cloned());
        let mut transitive: Vec<String> = inherited.keys().cloned().collect();
        transitive.extend(self.transitive.iter().cloned());
        Ok(AllTags {
            tags,
            transitive,
            inherited,
        })
    }

    /// The condition keys that they make.
    pub(crate) fn keys(&self) -> Vec<(String, Vec<String>)> {
        let mut keys = tags::keys_of_request(&self.tags);
        if !self.transitive.is_empty() {
            keys.push(("sts:TransitiveTagKeys".to_owned(), self.transitive.clone()));
        }
        keys
    }
}
