//! The request context: keys and their values.

/// What is known of a request. Key names are not case-sensitive; values are.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_condition-keys.html>
///
/// Every value is text; an operator reads it as the type that it compares. Binary values are base64. A key without a value
/// is absent. `aws:MultiFactorAuthPresent` is nothing special: it is absent for long-term keys and federated identities
/// because nobody puts it in.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Context {
    /// Each key once, in their order.
    entries: Vec<(Key, Vec<String>)>,
}

/// A key in the form in which it is compared: a number first, so that most comparisons look at no text.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    number: u64,
    folded: Box<str>,
}

impl Key {
    pub(crate) fn new(key: &str) -> Self {
        let folded = fold(key);
        // FNV-1a
        let number = folded.bytes().fold(0xcbf2_9ce4_8422_2325_u64, |number, byte| {
            (number ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3)
        });
        Self { number, folded }
    }
}

impl Context {
    /// Nothing known.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Sets a key to one value.
    pub fn set(&mut self, key: &str, value: impl Into<String>) {
        self.put(key, vec![value.into()]);
    }

    /// Sets a key to several values; none makes it absent.
    pub fn set_all<V: Into<String>>(&mut self, key: &str, values: impl IntoIterator<Item = V>) {
        self.put(key, values.into_iter().map(Into::into).collect());
    }

    fn put(&mut self, key: &str, values: Vec<String>) {
        let key = Key::new(key);
        match self.entries.binary_search_by(|(known, _)| known.cmp(&key)) {
            Ok(place) if values.is_empty() => drop(self.entries.remove(place)),
            Err(_) if values.is_empty() => {}
            Ok(place) => {
                if let Some((_, known)) = self.entries.get_mut(place) {
                    *known = values;
                }
            }
            Err(place) => self.entries.insert(place, (key, values)),
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
        self.values(&Key::new(key))
    }

    /// All keys, in lower case, with their values; in no order that means anything.
    pub fn iter(&self) -> impl Iterator<Item = (&str, &[String])> {
        self.entries
            .iter()
            .map(|(key, values)| (&*key.folded, values.as_slice()))
    }

    pub(crate) fn values(&self, key: &Key) -> &[String] {
        let found = self.entries.binary_search_by(|(known, _)| known.cmp(key)).ok();
        found
            .and_then(|place| self.entries.get(place))
            .map_or(&[], |(_, values)| values)
    }
}

/// Text in the form in which it is compared whatever its case. Ours: a letter beyond ASCII is never taken for one of ASCII,
/// as the Kelvin sign would be for a k.
pub(crate) fn fold(text: &str) -> Box<str> {
    if text.is_ascii() {
        return text.to_ascii_lowercase().into();
    }
    let mut folded = String::with_capacity(text.len());
    for letter in text.chars() {
        if letter.is_ascii() {
            folded.push(letter.to_ascii_lowercase());
        } else if letter.to_lowercase().any(|small| small.is_ascii()) {
            folded.push(letter);
        } else {
            folded.extend(letter.to_lowercase());
        }
    }
    folded.into()
}
