//! `vestibule-headless`: what can be done without the window.
//!
//! - `saml-judge`: holds files of SAML responses against the gate that AWS sign-in has here.
#![expect(
    clippy::print_stdout,
    clippy::print_stderr,
    reason = "printing is what this program does"
)]

use std::ffi::OsString;
use std::fs::File;
use std::io::{Read as _, Write as _};
use std::path::{Path, PathBuf};
use std::process::ExitCode;
use std::time::Duration;

use vestibule_identity::Timestamp;
use vestibule_identity::clock::TimeSource as _;
use vestibule_service::saml_judge::{Expectations, Judgement, LONGEST, Provider, Without, Word, judge};
use vestibule_web::system::SystemTime;

const HELP: &str = "\
Judges SAML 2.0 responses, as AWS sign-in does here. Nobody is signed in, and no replay is noticed.

Usage: vestibule-headless saml-judge <metadata-or-certificate> <file-or-folder>... [options]

  <metadata-or-certificate>  metadata of the identity provider (XML), or its certificates (PEM; one also as base64 or DER)
  <file-or-folder>           a response: XML, base64, a form with the field SAMLResponse, or that field's value;
                             of a folder every file in it and below, by name, but for hidden ones

Options:
  --audience <name>          an audience that is expected; may be repeated
                             [default: urn:amazon:webservices, or the address of a SAML endpoint of AWS sign-in]
  --recipient <address>      where the response was posted; may be repeated, then destination and recipient must be the same
                             [default: https://signin.aws.amazon.com/saml, or that of a region]
  --issuer <name>            the issuer that is expected [default: the entityID of the metadata; of a certificate none]
  --in-response-to <id>      the request that was made [default: not asked]
  --at <time>                the time at which the response arrives (RFC 3339) [default: now; never a time of the response]
  --skew <seconds>           by how much clocks may differ, at most 300 [default: 60]
  --without <check,...>      leaves checks out: audience, recipient, destination, issuer, in-response-to, time.
                             The signature is always asked for
  --json                     one JSON object a line, with every check
  --help                     this text

Prints `<file>: accepted <NameID>` or `<file>: refused <code>: <words>` for every file. With --json a line has `file`,
`verdict` (accepted, refused), `name_id` or `refusal` (`code`, `words`), `checks` (`check`, and as `outcome` passed, failed,
not-reached or left-out), and `unverified`: what the response claims, whoever wrote it.
Exit status: 0 when everything was judged, whatever the verdicts; 2 when something could not be read.
";

/// A byte too many says that a file is too large; the rest is not read.
const MOST_READ: u64 = LONGEST as u64 + 1;
/// Metadata has ten million characters at most, of four bytes.
const MOST_METADATA: u64 = 40 << 20;
const UNUSABLE: u8 = 2;

/// What was asked for.
struct Asked {
    provider: PathBuf,
    files: Vec<PathBuf>,
    expectations: Expectations,
    at: Option<Timestamp>,
    is_json: bool,
}

fn main() -> ExitCode {
    let mut arguments = std::env::args_os().skip(1);
    let result = match arguments.next() {
        Some(command) if command == "saml-judge" => saml_judge(arguments),
        Some(option) if option == "--help" || option == "-h" => Ok(help()),
        Some(other) => Err(format!("there is no command {}", other.display())),
        None => Err("a command is missing: saml-judge".to_owned()),
    };
    result.unwrap_or_else(|words| {
        eprintln!("vestibule-headless: {words}; --help says how it is used");
        ExitCode::from(UNUSABLE)
    })
}

fn help() -> ExitCode {
    print!("{HELP}");
    ExitCode::SUCCESS
}

fn saml_judge(arguments: impl Iterator<Item = OsString>) -> Result<ExitCode, String> {
    let Some(asked) = asked(arguments)? else {
        return Ok(help());
    };
    let bytes = read(&asked.provider, MOST_METADATA)?;
    let provider =
        Provider::read(&bytes).map_err(|error| format!("{} cannot be used: {error}", asked.provider.display()))?;
    let now = asked.at.unwrap_or_else(|| SystemTime::new().wall());
    let mut is_whole = true;
    let mut printed = std::io::stdout().lock();
    for file in &asked.files {
        let files = found(file);
        if files.is_empty() {
            eprintln!("vestibule-headless: there is no file in {}", file.display());
            is_whole = false;
        }
        for found in files {
            match found.and_then(|path| read(&path, MOST_READ).map(|bytes| (path, bytes))) {
                Ok((path, bytes)) => {
                    let judgement = judge(&provider, &asked.expectations, &bytes, now);
                    let line = line(&path, &judgement, asked.is_json);
                    // Whoever reads the first lines only has read enough.
                    if writeln!(printed, "{line}").is_err() {
                        return Ok(ExitCode::from(UNUSABLE));
                    }
                }
                Err(words) => {
                    eprintln!("vestibule-headless: {words}");
                    is_whole = false;
                }
            }
        }
    }
    Ok(if is_whole {
        ExitCode::SUCCESS
    } else {
        ExitCode::from(UNUSABLE)
    })
}

/// The command line; nothing when it asks for help.
fn asked(arguments: impl Iterator<Item = OsString>) -> Result<Option<Asked>, String> {
    let mut places: Vec<PathBuf> = Vec::new();
    let mut expectations = Expectations::default();
    let (mut at, mut is_json, mut only_places) = (None, false, false);
    let mut arguments = arguments;
    while let Some(argument) = arguments.next() {
        let is_option = |text: &&str| (text.starts_with("--") || *text == "-h") && !only_places;
        let option = argument.to_str().filter(is_option);
        let Some(option) = option else {
            places.push(argument.into());
            continue;
        };
        let (name, given) = match option.split_once('=') {
            Some((name, value)) => (name, Some(value.to_owned())),
            None => (option, None),
        };
        match name {
            "--" => only_places = true,
            "--help" | "-h" => return Ok(None),
            "--json" => is_json = true,
            "--audience" => expectations.audiences.push(value(name, given, &mut arguments)?),
            "--recipient" => expectations.recipients.push(value(name, given, &mut arguments)?),
            "--issuer" => expectations.issuer = Some(value(name, given, &mut arguments)?),
            "--in-response-to" => expectations.in_response_to = Some(value(name, given, &mut arguments)?),
            "--at" => at = Some(time(&value(name, given, &mut arguments)?)?),
            "--skew" => expectations.skew = Some(seconds(&value(name, given, &mut arguments)?)?),
            "--without" => expectations
                .without
                .extend(without(&value(name, given, &mut arguments)?)?),
            other => return Err(format!("there is no option {other}")),
        }
    }
    let mut places = places.into_iter();
    let provider = places.next().ok_or("metadata or a certificate is missing")?;
    let files: Vec<PathBuf> = places.collect();
    if files.is_empty() {
        return Err("a file or folder to judge is missing".to_owned());
    }
    Ok(Some(Asked {
        provider,
        files,
        expectations,
        at,
        is_json,
    }))
}

fn value(name: &str, given: Option<String>, rest: &mut impl Iterator<Item = OsString>) -> Result<String, String> {
    given
        .or_else(|| rest.next()?.into_string().ok())
        .ok_or_else(|| format!("{name} needs a value"))
}

fn time(text: &str) -> Result<Timestamp, String> {
    text.parse()
        .map_err(|_| format!("{text} is no time like 2026-11-25T12:00:00Z"))
}

fn seconds(text: &str) -> Result<Duration, String> {
    let seconds = text.parse().ok().filter(|seconds| *seconds <= 300);
    seconds
        .map(Duration::from_secs)
        .ok_or_else(|| format!("{text} is not between 0 and 300 seconds"))
}

fn without(list: &str) -> Result<Vec<Without>, String> {
    list.split(',')
        .map(|name| Without::named(name.trim()).ok_or_else(|| format!("no check {name} can be left out")))
        .collect()
}

/// The files of a place: itself, or what is in it and below, by name. Hidden ones are passed over.
fn found(place: &Path) -> Vec<Result<PathBuf, String>> {
    if !place.is_dir() {
        return vec![Ok(place.to_owned())];
    }
    let unreadable = |error: std::io::Error| format!("{} cannot be read: {error}", place.display());
    let entries: Result<Vec<PathBuf>, _> = std::fs::read_dir(place)
        .and_then(|entries| entries.map(|entry| entry.map(|entry| entry.path())).collect())
        .map_err(unreadable);
    let mut entries = match entries {
        Ok(entries) => entries,
        Err(words) => return vec![Err(words)],
    };
    entries.retain(|path| {
        let is_hidden = path
            .file_name()
            .is_some_and(|name| name.as_encoded_bytes().starts_with(b"."));
        // A link to a folder could lead back here, and whoever reads a pipe waits.
        let leads_elsewhere = path.is_symlink() && path.is_dir();
        let is_special = path.metadata().is_ok_and(|of| !of.is_file() && !of.is_dir());
        !is_hidden && !leads_elsewhere && !is_special
    });
    entries.sort();
    entries.iter().flat_map(|entry| found(entry)).collect()
}

fn read(path: &Path, most: u64) -> Result<Vec<u8>, String> {
    let mut bytes = Vec::new();
    File::open(path)
        .and_then(|file| file.take(most).read_to_end(&mut bytes))
        .map_err(|error| format!("{} cannot be read: {error}", path.display()))?;
    Ok(bytes)
}

fn line(path: &Path, judgement: &Judgement, is_json: bool) -> String {
    let file = path.display().to_string();
    if is_json {
        let mut whole = serde_json::json!({ "file": file });
        if let (Some(whole), Ok(serde_json::Value::Object(judgement))) =
            (whole.as_object_mut(), serde_json::to_value(judgement))
        {
            whole.extend(judgement);
        }
        // Some readers end a line there, too. In JSON they stand in strings only.
        return whole
            .to_string()
            .replace('\u{2028}', "\\u2028")
            .replace('\u{2029}', "\\u2029")
            .replace('\u{85}', "\\u0085");
    }
    let verdict = match (judgement.verdict, &judgement.refusal) {
        (Word::Accepted, _) => format!("accepted {}", judgement.name_id.as_deref().unwrap_or_default()),
        (Word::Refused, Some(reason)) => format!("refused {}: {}", reason.code, reason.words),
        (Word::Refused, None) => "refused".to_owned(),
    };
    format!("{}: {}", printable(&file), printable(&verdict))
}

/// What a stranger wrote does not move the cursor of a terminal, and stays on its line.
fn printable(text: &str) -> String {
    let mut shown = String::with_capacity(text.len());
    for character in text.chars() {
        if character.is_control()
            || ('\u{2028}'..='\u{202e}').contains(&character)
            || ('\u{2066}'..='\u{2069}').contains(&character)
        {
            shown.extend(character.escape_unicode());
        } else {
            shown.push(character);
        }
    }
    shown
}
