//! Which statements can speak of an action: found without looking at the others.
//!
//! By service, and within a service by the first eight characters that a pattern demands. What the index lets through is
//! judged in full; what it leaves out could not have matched.

use std::collections::HashMap;

use crate::statement::Statement;

/// The index of one document.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Index {
    by_service: HashMap<Box<str>, Vec<Entry>>,
    /// Statements about any service: all that there is for a service that no statement names.
    anywhere: Vec<Entry>,
}

/// A place, for actions whose names begin so. Entries are in the order of their places.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Entry {
    place: usize,
    begins: u64,
    /// The bits of `begins` that count.
    mask: u64,
}

impl Entry {
    fn new(place: usize, begins: &str) -> Self {
        let mask = begins.bytes().take(8).fold(0_u64, |mask, _| mask << 8 | 0xFF);
        let missing = 8_usize.saturating_sub(begins.len());
        Self {
            place,
            begins: first_eight(begins),
            mask: mask.checked_shl(u32::try_from(missing).unwrap_or(8) * 8).unwrap_or(0),
        }
    }
}

/// The first eight bytes, in front; zeros where there are fewer.
fn first_eight(text: &str) -> u64 {
    let bytes = text.bytes().chain(std::iter::repeat(0)).take(8);
    bytes.fold(0, |sum, byte| sum << 8 | u64::from(byte))
}

impl Index {
    pub(crate) fn new(statements: &[Statement]) -> Self {
        let mut by_service: HashMap<Box<str>, Vec<Entry>> = HashMap::new();
        for (service, _) in statements.iter().filter_map(Statement::about).flatten() {
            by_service.entry(service.into()).or_default();
        }
        let mut anywhere = Vec::new();
        for (place, statement) in statements.iter().enumerate() {
            match statement.about() {
                None => {
                    let entry = Entry::new(place, "");
                    anywhere.push(entry);
                    for entries in by_service.values_mut() {
                        entries.push(entry);
                    }
                }
                Some(actions) => {
                    for (service, begins) in actions {
                        by_service
                            .entry(service.into())
                            .or_default()
                            .push(Entry::new(place, begins));
                    }
                }
            }
        }
        Self { by_service, anywhere }
    }

    /// The places of statements that may speak of an action, each once and in order.
    pub(crate) fn places(&self, service: &str, name: &str) -> impl Iterator<Item = usize> {
        let begins = first_eight(name);
        let mut last = None;
        self.by_service
            .get(service)
            .unwrap_or(&self.anywhere)
            .iter()
            .filter(move |entry| entry.begins == begins & entry.mask)
            .filter_map(move |entry| (last.replace(entry.place) != Some(entry.place)).then_some(entry.place))
    }
}
