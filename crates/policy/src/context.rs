//! The request context: keys and their values.

use std::collections::BTreeMap;

/// What is known of a request. Key names are not case-sensitive; values are.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
///
/// Every value is text; an operator reads it as the type that it compares. Binary values are base64. A key without a value
/// is absent. `aws:MultiFactorAuthPresent` is nothing special: it is absent for long-term keys and federated identities
/// because nobody puts it in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    values: BTreeMap<Box<str>, Vec<String>>,
}

impl Context {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a key to one value.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.values.insert(fold(key), vec![value.into()]);
    }

    /// Sets a key to several values; none makes it absent.
    pub fn set_all<V: Into<String>>(&mut self, key: &str, values: impl IntoIterator<Item = V>) {
        let values: Vec<String> = values.into_iter().map(Into::into).collect();
        if values.is_empty() {
            self.values.remove(&fold(key));
        } else {
            self.values.insert(fold(key), values);
        }
    }

    /// The same with one more key.
    #[must_use]
    pub fn with(mut self, key: &str, value: impl Into<String>) -> Self {
        self.set(key, value);
        self
    }

    /// The same with one more key of several values.
    #[must_use]
    pub fn with_all<V: Into<String>>(mut self, key: &str, values: impl IntoIterator<Item = V>) -> Self {
        self.set_all(key, values);
        self
    }

    /// The values of a key; empty if it is absent.
    #[must_use]
    pub fn get(&self, key: &str) -> &[String] {
        self.folded(&fold(key))
    }

    /// All keys, in lower case, with their values.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.values.iter().map(|(key, values)| (&**key, values.as_slice()))
    }

    /// The values of a key that is in lower case already.
    pub(crate) fn folded(&self, key: &str) -> &[String] {
        self.values.get(key).map_or(&[], Vec::as_slice)
    }
}

/// A key in the form in which it is compared.
pub(crate) fn fold(key: &str) -> Box<str> {
    key.to_lowercase().into_boxed_str()
}
