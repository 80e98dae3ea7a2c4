//! WebAuthn ceremonies under way, in memory: none outlives the process, comes back with an older store, or costs a commit.
//!
//! Each belongs to one sign-in attempt or session and is taken away before its answer is looked at: no answer is judged
//! twice, and of two that come at once one finds nothing.

use std::collections::HashMap;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;

use crate::error::KeyRefusal;

/// A ceremony must be answered within five minutes (WebAuthn Level 3 section 15.1's upper bound, facts W3).
const LIFETIME: Duration = Duration::from_mins(5);

/// What a ceremony is for, and the relying party's state of it.
#[derive(Debug)]
pub(crate) enum Ceremony {
    /// A key is registered under this name.
    Register { name: String, state: String },
    /// A key proves itself.
    Authenticate { state: String },
}

/// By the hash of the token of the attempt or session that began them.
#[derive(Default)]
pub(crate) struct Ceremonies(Mutex<HashMap<[u8; 32], (Ceremony, Timestamp)>>);

impl Ceremonies {
    /// Keeps a ceremony; it replaces the one before. Those that nobody answered go.
    pub(crate) fn keep(&self, owner: &Token, ceremony: Ceremony, now: Timestamp) {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        all.retain(|_, (_, started)| in_time(*started, now));
        all.insert(owner.hash().0, (ceremony, now));
    }

    /// Takes a ceremony away.
    pub(crate) fn take(&self, owner: &Token, now: Timestamp) -> Result<Ceremony, KeyRefusal> {
        let mut all = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        match all.remove(&owner.hash().0) {
            Some((ceremony, started)) if in_time(started, now) => Ok(ceremony),
            _ => Err(KeyRefusal::NoCeremony),
        }
    }
}

/// One of the future began before the clock was moved back.
fn in_time(started: Timestamp, now: Timestamp) -> bool {
    started <= now && now < started.saturating_add(LIFETIME).unwrap_or(started)
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    fn started(text: &str) -> Ceremony {
        Ceremony::Authenticate { state: text.to_owned() }
    }

    fn taken(ceremonies: &Ceremonies, owner: &Token, second: i64) -> Option<String> {
        match ceremonies.take(owner, at(second)) {
            Ok(Ceremony::Authenticate { state }) => Some(state),
            Ok(Ceremony::Register { .. }) => Some("a registration".to_owned()),
            Err(KeyRefusal::NoCeremony) => None,
            Err(other) => Some(format!("{other:?}")),
        }
    }

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_000_000 + second).unwrap()
    }

    fn token(byte: u8) -> Token {
        struct Fixed(u8);
        impl vestibule_identity::clock::Entropy for Fixed {
            fn fill(&self, bytes: &mut [u8]) {
                bytes.fill(self.0);
            }
        }
        Token::generate(&Fixed(byte))
    }

    #[test]
    fn a_ceremony_is_taken_once_and_replaced_by_a_newer_one() {
        let (ceremonies, one, two) = (Ceremonies::default(), token(1), token(2));
        ceremonies.keep(&one, started("old"), at(0));
        ceremonies.keep(&one, started("new"), at(1));
        ceremonies.keep(&two, started("other"), at(2));
        assert_eq!(taken(&ceremonies, &one, 3).as_deref(), Some("new"));
        assert_eq!(taken(&ceremonies, &one, 3), None);
        assert_eq!(taken(&ceremonies, &two, 3).as_deref(), Some("other"));
    }

    #[test]
    fn a_ceremony_ends_after_five_minutes_and_when_the_clock_goes_back() {
        let (ceremonies, one, two) = (Ceremonies::default(), token(1), token(2));
        for (later, found) in [(299, true), (300, false), (-1, false)] {
            ceremonies.keep(&one, started("one"), at(0));
            assert_eq!(taken(&ceremonies, &one, later).is_some(), found, "{later}");
        }
        // Nobody answers: the next start sweeps it away.
        ceremonies.keep(&one, started("one"), at(0));
        ceremonies.keep(&two, started("two"), at(300));
        assert_eq!(ceremonies.0.lock().unwrap().len(), 1);
    }
}
