//! What must stay where it belongs, and where it is looked for: the log, the files of the data folder, the records.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::sync::{Arc, Mutex, OnceLock};

use vestibule_credentials::token::Token;
use vestibule_credentials::totp::Seed;

use crate::common::Machine;

const PLANTED: &str = "planted-to-see-that-logs-are-read";

/// What was logged, at every level, by every test of this process.
#[derive(Clone, Default)]
pub(crate) struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

static LOG: OnceLock<Log> = OnceLock::new();

/// Hears every log line from now on.
pub(crate) fn listen() -> Log {
    let log = LOG.get_or_init(|| {
        let log = Log::default();
        let writer = log.clone();
        tracing_subscriber::fmt()
            // All but the tests' own tool, which signs with AWS's signer.
            .with_env_filter("trace,aws_sigv4=off")
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .init();
        log
    });
    tracing::trace!(PLANTED);
    log.clone()
}

impl Log {
    /// Everything so far, once it is sure that it is heard, libraries too.
    pub(crate) fn heard(&self) -> Vec<u8> {
        let log = self.0.lock().unwrap().clone();
        assert!(holds(&log, PLANTED.as_bytes()));
        assert!(holds(&log, b"sqlx"), "libraries are heard too");
        log
    }
}

/// Everything that must stay where it belongs, by what it is; digits apart, since six of them may be part of any number.
#[derive(Default)]
pub(crate) struct Secrets(BTreeMap<Vec<u8>, String>, BTreeMap<String, String>);

impl Secrets {
    pub(crate) fn add(&mut self, what: &str, text: &str) {
        self.0.insert(text.as_bytes().to_vec(), what.to_owned());
        // A token as bytes is as good as its text.
        if Token::parse(text).is_some() {
            self.0.insert(decoded(text), format!("{what} (bytes)"));
        }
    }

    /// A signed token, and the signature without which it is worth nothing.
    pub(crate) fn web_token(&mut self, what: &str, token: &str) {
        assert_eq!(token.split('.').count(), 3, "{token}");
        self.add(what, token);
        let signature = token.rsplit('.').next().unwrap();
        self.add(&format!("{what} (signature)"), signature);
    }

    /// As it is, and nothing more.
    pub(crate) fn bytes(&mut self, what: &str, bytes: Vec<u8>) {
        self.0.insert(bytes, what.to_owned());
    }

    /// How many there are, and how many of them are six digits.
    pub(crate) fn count(&self) -> (usize, usize) {
        (self.0.len(), self.1.len())
    }

    /// A seed in every form that it is written in.
    pub(crate) fn seed(&mut self, what: &str, seed: &Seed) {
        self.add(what, &seed.base32());
        self.0.insert(seed.bytes().to_vec(), format!("{what} (bytes)"));
        let mut hex = String::new();
        for byte in seed.bytes() {
            write!(hex, "{byte:02x}").unwrap();
        }
        self.add(&format!("{what} (hexadecimal)"), &hex);
    }

    pub(crate) fn digits(&mut self, what: &str, digits: &str) {
        assert_eq!(digits.len(), 6);
        self.1.insert(digits.to_owned(), what.to_owned());
    }

    pub(crate) fn cookies(&mut self, header: &str) {
        for pair in header.split("; ").filter(|pair| !pair.is_empty()) {
            let (name, value) = pair.split_once('=').unwrap();
            self.add(name, value);
            // The selector is a look-up key; the validator is the secret.
            if let Some((_, validator)) = value.split_once('.') {
                self.add(&format!("{name} validator"), validator);
            }
        }
    }

    #[track_caller]
    pub(crate) fn absent_from(&self, place: &str, bytes: &[u8]) {
        let text = latin(bytes);
        for (secret, what) in &self.0 {
            assert!(!text.contains(&latin(secret)), "{what} is in {place}");
        }
        assert!(!has_web_token(&text), "a signed token is in {place}");
        for (digits, what) in &self.1 {
            assert!(!stands_alone(&text, digits), "{what} is in {place}");
        }
    }
}

/// A character for each byte: the search for text is much faster here than one for bytes.
fn latin(bytes: &[u8]) -> String {
    bytes.iter().copied().map(char::from).collect()
}

/// Whether it is there with nothing beside it that could make it part of a word or number.
pub(crate) fn stands_alone(text: &str, digits: &str) -> bool {
    let part = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
    text.match_indices(digits).any(|(at, found)| {
        let after = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
        !part(text.get(..at).and_then(|before| before.chars().next_back())) && !part(after)
    })
}

/// Whether there is something like a JSON Web Token: header and claims begin with `{"`.
fn has_web_token(text: &str) -> bool {
    text.match_indices("eyJ").any(|(at, _)| {
        let rest = text.get(at..).unwrap_or_default();
        let is_part = |one: char| one.is_ascii_alphanumeric() || one == '-' || one == '_';
        let header = rest.find(|one| !is_part(one)).unwrap_or(rest.len());
        rest.get(header..).is_some_and(|rest| rest.starts_with(".eyJ"))
    })
}

pub(crate) fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    latin(haystack).contains(&latin(needle))
}

/// Base64url without padding.
pub(crate) fn decoded(text: &str) -> Vec<u8> {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut bits = 0u32;
    let mut count = 0;
    let mut bytes = Vec::new();
    for byte in text.bytes() {
        let value = alphabet.iter().position(|letter| *letter == byte).unwrap();
        bits = (bits << 6) | u32::try_from(value).unwrap();
        count += 6;
        if count >= 8 {
            count -= 8;
            bytes.push(u8::try_from((bits >> count) & 0xff).unwrap());
        }
    }
    bytes
}

impl Secrets {
    /// No file of the data folder has any of them.
    #[track_caller]
    pub(crate) fn absent_from_files(&self, machine: &Machine) {
        for entry in std::fs::read_dir(&machine.folder).unwrap() {
            let path = entry.unwrap().path();
            self.absent_from(&path.display().to_string(), &std::fs::read(&path).unwrap());
        }
    }
}
