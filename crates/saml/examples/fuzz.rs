//! A fuzzer of the gate: `fuzz <iterations> <seed>`. Responses of the corpus are cut at their tags, mixed and damaged. What is
//! believed must be what one of the signed ones says. The same for the same seed.
//!
//! A response that breaks this is kept in `tests/corpus/found`.
#![allow(
    clippy::print_stdout,
    clippy::print_stderr,
    clippy::unwrap_used,
    reason = "a program for developers"
)]

use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use vestibule_saml::{Attribute, Expected, IdpMetadata, InResponseTo, NameId, TrustedKey, verify};

const LARGEST: usize = 64 * 1024;

/// Who is believed to be whom, and for whom.
#[derive(Debug, PartialEq, Eq)]
struct Believed {
    subject: NameId,
    attributes: Vec<Attribute>,
    issuer: String,
    audience: String,
    recipient: String,
}

/// The corpus' own names, addresses and time.
fn judged(text: &[u8], trusted: &[TrustedKey]) -> Option<Believed> {
    let expected = Expected {
        trusted,
        issuer: "https://portal.example/saml/assertion/apl-1",
        audiences: &["https://app.example/saml"],
        destinations: &["https://app.example/saml/acs?a=1&b=2"],
        in_response_to: InResponseTo::Nothing,
        now: "2026-11-18T11:06:50Z".parse().unwrap(),
        skew: Duration::from_mins(1),
        oldest: Duration::from_mins(5),
    };
    let verified = verify(text, &expected).ok()?;
    Some(Believed {
        subject: verified.subject,
        attributes: verified.attributes,
        issuer: verified.issuer,
        audience: verified.audience,
        recipient: verified.recipient,
    })
}

struct Random(u64);

impl Random {
    fn below(&mut self, bound: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 16).unwrap_or_default() % bound.max(1)
    }

    fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        let place = self.below(all.len());
        all.get(place).unwrap()
    }
}

/// Tags and the text between them.
fn pieces(text: &str) -> Vec<String> {
    let mut pieces = Vec::new();
    for part in text.split_inclusive('>') {
        let (words, tag) = part.split_at(part.find('<').unwrap_or(0));
        pieces.extend(
            [words, tag]
                .into_iter()
                .filter(|one| !one.is_empty())
                .map(str::to_owned),
        );
    }
    pieces
}

/// A range of pieces: an element with what is in it, if it begins with a tag that is closed.
fn range(pieces: &[String], random: &mut Random) -> std::ops::Range<usize> {
    let start = random.below(pieces.len());
    let name = |piece: &str| {
        let inner = piece.trim_start_matches("</").trim_start_matches('<');
        inner.split([' ', '>', '/']).next().unwrap_or_default().to_owned()
    };
    let Some(open) = pieces
        .get(start)
        .filter(|one| one.starts_with('<') && !one.ends_with("/>"))
    else {
        return start..start + 1;
    };
    let close = format!("</{}>", name(open));
    let after = pieces.get(start..).unwrap_or_default();
    let length = after.iter().position(|one| *one == close).unwrap_or(0);
    start..start + length + 1
}

fn change(pieces: &mut Vec<String>, others: &[Vec<String>], random: &mut Random) {
    let here = range(pieces, random);
    let place = random.below(pieces.len() + 1);
    let other = random.of(others);
    let there = range(other, random);
    let foreign: Vec<String> = other.get(there).unwrap_or_default().to_vec();
    match random.below(8) {
        0 => drop(pieces.drain(here)),
        1 => {
            let copy: Vec<String> = pieces.get(here).unwrap_or_default().to_vec();
            pieces.splice(place..place, copy);
        }
        2 => {
            let moved: Vec<String> = pieces.drain(here).collect();
            let place = place.min(pieces.len());
            pieces.splice(place..place, moved);
        }
        3 => drop(pieces.splice(here, foreign)),
        4 => drop(pieces.splice(place..place, foreign)),
        5 => {
            let piece = random.below(pieces.len());
            let byte = char::from(u8::try_from(0x20 + random.below(0x5f)).unwrap_or(b' '));
            if let Some(piece) = pieces.get_mut(piece) {
                let at = random.below(piece.len());
                if piece.is_char_boundary(at) {
                    piece.insert(at, byte);
                }
            }
        }
        6 => {
            let from = random.below(pieces.len());
            let words = pieces.get(from).cloned().unwrap_or_default();
            if let Some(piece) = pieces.get_mut(here.start) {
                *piece = words;
            }
        }
        _ => {
            let words = *random.of(&[
                "<!-- -->",
                "<![CDATA[root]]>",
                "root",
                "_a1",
                "_evil",
                "<saml2p:Extensions>",
                "</saml2p:Extensions>",
                "&#x72;oot",
                " ID=\"_a1\"",
                "\u{0}",
            ]);
            pieces.insert(place, words.to_owned());
        }
    }
}

fn main() -> ExitCode {
    let mut arguments = std::env::args().skip(1);
    let mut number = |otherwise: u64| arguments.next().and_then(|text| text.parse().ok()).unwrap_or(otherwise);
    let (iterations, seed) = (number(100_000), number(1));
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus");
    let metadata = std::fs::read_to_string(folder.join("metadata.xml")).unwrap();
    let trusted = IdpMetadata::parse(&metadata).unwrap().keys;
    let mut files: Vec<PathBuf> = ["responses", "foreign"]
        .iter()
        .flat_map(|name| std::fs::read_dir(folder.join(name)).unwrap())
        .map(|entry| entry.unwrap().path())
        .collect();
    files.sort();
    let texts: Vec<String> = files
        .iter()
        .filter_map(|file| std::fs::read_to_string(file).ok())
        .collect();
    let signed: Vec<Believed> = texts
        .iter()
        .filter_map(|text| judged(text.as_bytes(), &trusted))
        .collect();
    let corpus: Vec<Vec<String>> = texts
        .iter()
        .map(|text| pieces(text))
        .filter(|one| one.len() > 10)
        .collect();
    let mut random = Random(seed.wrapping_mul(0x9e37_79b9_7f4a_7c15) | 1);
    let mut believed = 0_u64;
    for iteration in 0..iterations {
        let mut pieces = random.of(&corpus).clone();
        for _ in 0..=random.below(4) {
            change(&mut pieces, &corpus, &mut random);
            if pieces.is_empty() {
                break;
            }
        }
        let text = pieces.concat();
        if text.len() > LARGEST {
            continue;
        }
        let Some(found) = judged(text.as_bytes(), &trusted) else {
            continue;
        };
        believed += 1;
        if !signed.contains(&found) {
            let kept = folder.join("found");
            std::fs::create_dir_all(&kept).unwrap();
            let file = kept.join(format!("refused.{seed}-{iteration}.xml"));
            std::fs::write(&file, text).unwrap();
            eprintln!("nobody signed what is believed: {}", file.display());
            return ExitCode::FAILURE;
        }
    }
    println!("{iterations} responses, {believed} believed, and all of those say what was signed");
    ExitCode::SUCCESS
}
