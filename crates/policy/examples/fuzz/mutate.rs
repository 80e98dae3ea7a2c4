//! Mutations of texts and of JSON.

use serde_json::Value;

use crate::corpus::WORDS;
use crate::speech;

/// SplitMix64: the same numbers for the same seed.
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(seed)
    }

    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9E37_79B9_7F4A_7C15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
        mixed ^ (mixed >> 31)
    }

    /// Below `end`; 0 if that is 0.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        usize::try_from(self.next() % (end.max(1) as u64)).unwrap()
    }

    pub(crate) fn pick<'items, T>(&mut self, items: &'items [T]) -> &'items T {
        &items[self.below(items.len())]
    }
}

/// A text, changed a few times; `other` gives what is put in.
pub(crate) fn mutated(text: &str, other: &str, random: &mut Random) -> String {
    let mut text = text.to_owned();
    let times = 1 + random.below(2) * random.below(3);
    for _ in 0..times {
        text = match (serde_json::from_str::<Value>(&text), random.below(8)) {
            (Ok(mut value), 0..=3) => {
                speech::say_otherwise(&mut value, random);
                value.to_string()
            }
            (Ok(mut value), 4..=6) => {
                let donor = serde_json::from_str(other).unwrap_or(Value::Null);
                graft(&mut value, &donor, random);
                value.to_string()
            }
            _ => scratched(&text, other, random),
        };
    }
    text
}

/// Changes bytes.
fn scratched(text: &str, other: &str, random: &mut Random) -> String {
    let mut bytes = text.as_bytes().to_vec();
    let place = random.below(bytes.len() + 1);
    let end = (place + random.below(24)).min(bytes.len());
    match random.below(7) {
        0 => bytes.truncate(place),
        1 => drop(bytes.drain(place..end)),
        2 => {
            if let Some(byte) = bytes.get_mut(place) {
                *byte ^= 1 << random.below(8);
            }
        }
        3 => {
            let again = bytes[place..end].to_vec();
            bytes.splice(place..place, again);
        }
        4 => {
            let from = random.below(other.len());
            let to = (from + random.below(64)).min(other.len());
            bytes.splice(place..end, other.as_bytes()[from..to].iter().copied());
        }
        _ => drop(bytes.splice(place..end.min(place + random.below(4)), (*random.pick(WORDS)).bytes())),
    }
    String::from_utf8_lossy(&bytes).into_owned()
}

/// How many values there are, itself included.
fn count(value: &Value) -> usize {
    match value {
        Value::Array(items) => 1 + items.iter().map(count).sum::<usize>(),
        Value::Object(members) => 1 + members.values().map(count).sum::<usize>(),
        _ => 1,
    }
}

/// The value at a place, counted as `count` does.
fn nth<'value>(value: &'value mut Value, place: &mut usize) -> Option<&'value mut Value> {
    if *place == 0 {
        return Some(value);
    }
    *place -= 1;
    match value {
        Value::Array(items) => items.iter_mut().find_map(|item| nth(item, place)),
        Value::Object(members) => members.values_mut().find_map(|member| nth(member, place)),
        _ => None,
    }
}

/// Changes one value: puts another's in its place, adds, removes or doubles members, spoils text.
fn graft(value: &mut Value, donor: &Value, random: &mut Random) {
    let mut place = random.below(count(value));
    let Some(target) = nth(value, &mut place) else {
        return;
    };
    let mut donor = donor.clone();
    let mut from = random.below(count(&donor));
    let gift = nth(&mut donor, &mut from).map_or(Value::Null, Value::take);
    match target {
        Value::Array(items) if random.below(3) > 0 => match random.below(3) {
            0 => items.push(gift),
            1 if !items.is_empty() => drop(items.remove(random.below(items.len()))),
            _ => items.extend(items.first().cloned()),
        },
        Value::Object(members) if random.below(3) > 0 => {
            if let Value::Object(others) = gift {
                members.extend(others);
            } else {
                let key = members.keys().nth(random.below(members.len())).cloned();
                key.and_then(|key| members.shift_remove(&key));
            }
        }
        Value::String(text) if random.below(3) > 0 => {
            *text = {
                let word = *random.pick(WORDS);
                scratched(text, word, random)
            };
        }
        Value::String(text) => *target = Value::Array(vec![Value::String(std::mem::take(text)), gift]),
        _ => *target = gift,
    }
}
