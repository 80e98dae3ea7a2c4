//! The program without a window: the corpus of the gate is judged as its names say.
#![allow(clippy::unwrap_used, clippy::indexing_slicing, clippy::panic, reason = "tests")]

use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use serde_json::Value;

/// The corpus' own time, names and addresses.
const AT: &str = "2026-11-18T11:06:50Z";
const EXPECTED: &[&str] = &[
    "--audience",
    "https://app.example/saml",
    "--recipient=https://app.example/saml/acs?a=1&b=2",
    "--at",
    AT,
];

/// Of an RSA key with 1024 bits.
const WEAK: &str = "-----BEGIN CERTIFICATE-----\n\
    MIIBnzCCAQigAwIBAgIUYteqoTq+exhyM6WmbRYnk5zL2dgwDQYJKoZIhvcNAQEL\n\
    BQAwDDEKMAgGA1UEAwwBdzAeFw0yNjExMjUwNzMwMDBaFw0yNzExMjYwNzMwMDBa\n\
    MAwxCjAIBgNVBAMMAXcwgZ8wDQYJKoZIhvcNAQEBBQADgY0AMIGJAoGBAPEBOcbv\n\
    Kbb/9EkF3Tg7vDcMV1slqDRFzuuqynWG22RsvcrItT317N+s3joWvl2Dk3rJAmqI\n\
    2jVVXDJoRXb2b90F5Hr7FoPtGKGvTrn7XVbliB2VyqbJEJI1yQiCDCuTLCVckYT/\n\
    XcWo3veoQL4ImrRfi0QZZETHPRV3qv+skublAgMBAAEwDQYJKoZIhvcNAQELBQAD\n\
    gYEAaQ9UHuBIr5OuYjjgqZyGgrww46zMRRYhRBLYrQxyRRj9pWGgNRhjvdN6VBwd\n\
    pRZNr6PhkjHj8xjPM2J+ZXNTUqX+IyqWwum8HOXisFl9OnXxXb4GU6V6M8uPexPt\n\
    kvb+cThqBDZrlt92mAvR2iv2oxL7ayF7ayYI6NMqn96Oe3E=\n\
    -----END CERTIFICATE-----\n";

fn corpus(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR"))
        .join("../saml/tests/corpus")
        .join(name)
}

fn headless<'a>(arguments: impl IntoIterator<Item = &'a str>) -> Output {
    Command::new(env!("CARGO_BIN_EXE_vestibule-headless"))
        .args(arguments)
        .output()
        .unwrap()
}

fn judged(provider: &str, files: &[&Path], more: &[&str]) -> (i32, Vec<String>, String) {
    let provider = corpus(provider);
    let mut arguments = vec!["saml-judge", provider.to_str().unwrap()];
    arguments.extend(files.iter().map(|file| file.to_str().unwrap()));
    arguments.extend(more);
    let output = headless(arguments);
    let lines = String::from_utf8(output.stdout)
        .unwrap()
        .lines()
        .map(str::to_owned)
        .collect();
    (
        output.status.code().unwrap(),
        lines,
        String::from_utf8(output.stderr).unwrap(),
    )
}

#[test]
fn a_folder_is_judged_file_by_file() {
    let (status, lines, words) = judged("metadata.xml", &[&corpus("responses")], EXPECTED);
    assert_eq!((status, words.as_str()), (0, ""));
    assert!(lines.len() > 80);
    for line in &lines {
        let (file, verdict) = line.split_once(": ").unwrap();
        let name = Path::new(file).file_name().unwrap().to_str().unwrap();
        let mut parts = name.split('.');
        match (parts.next().unwrap(), parts.next().unwrap()) {
            ("accepted", _) => assert!(verdict.starts_with("accepted mary"), "{line}"),
            (_, code) => assert!(verdict.starts_with(&format!("refused {code}: ")), "{line}"),
        }
    }
}

#[test]
fn a_certificate_knows_no_issuer() {
    let by = |issuer: &[&str]| {
        let file = corpus("responses/accepted.ecdsa-both.xml");
        let (status, lines, _) = judged("certificate.pem", &[&file], &[EXPECTED, issuer].concat());
        assert_eq!(status, 0);
        lines[0].split_once(": ").unwrap().1.to_owned()
    };
    assert_eq!(by(&[]), "accepted mary@anycompany.example");
    assert!(by(&["--issuer", "https://other"]).starts_with("refused issuer: "));
    // Only that one key.
    let rsa = corpus("responses/accepted.rsa-both.xml");
    let (_, lines, _) = judged("certificate.pem", &[&rsa], EXPECTED);
    assert!(lines[0].contains(": refused untrusted-key: "), "{}", lines[0]);
}

#[test]
fn without_saying_otherwise_aws_is_expected_now() {
    let file = corpus("responses/accepted.ecdsa-both.xml");
    let refused = |more: &[&str]| judged("metadata.xml", &[&file], more).1.remove(0);
    assert!(refused(&[]).contains("refused destination: "));
    assert!(refused(&["--without", "destination"]).contains("refused audience: "));
    assert!(refused(&["--without", "destination,audience"]).contains("refused recipient: "));
    // The file's own time is not believed: it is long over, or still to come.
    let verdict = refused(&["--without", "destination,audience,recipient"]);
    assert!(
        verdict.contains("refused too-old: ") || verdict.contains("refused issued-in-future: "),
        "{verdict}"
    );
    assert!(refused(&["--without=destination,audience,recipient,time"]).contains("accepted mary"));
    assert!(
        refused(&[
            "--in-response-to",
            "_q",
            "--without=destination,audience,recipient,time"
        ])
        .contains("refused in-response-to")
    );
}

#[test]
fn json_tells_every_check() {
    let files = [
        corpus("responses/accepted.rsa-assertion.xml"),
        corpus("responses/refused.digest.name-changed.xml"),
    ];
    let (_, lines, _) = judged(
        "metadata.xml",
        &[&files[0], &files[1]],
        &[EXPECTED, &["--json"]].concat(),
    );
    let [good, bad] = [0, 1].map(|place| serde_json::from_str::<Value>(&lines[place]).unwrap());
    assert_eq!(good["verdict"], "accepted");
    assert_eq!(good["name_id"], "mary@anycompany.example");
    assert!(good["file"].as_str().unwrap().ends_with("accepted.rsa-assertion.xml"));
    let checks = good["checks"].as_array().unwrap();
    assert_eq!(checks.len(), 20);
    for check in checks {
        let outcome = if check["check"] == "in-response-to" {
            "left-out"
        } else {
            "passed"
        };
        assert_eq!(check["outcome"], outcome, "{check}");
    }
    assert_eq!(bad["verdict"], "refused");
    assert_eq!(bad["refusal"]["code"], "digest");
    assert!(bad.get("name_id").is_none());
    // What it claims is there, by its name.
    assert_eq!(bad["unverified"]["name_id"], "root@anycompany.example");
}

#[test]
fn what_a_stranger_wrote_stays_on_its_line() {
    let folder = tempfile::tempdir().unwrap();
    let xml = std::fs::read_to_string(corpus("responses/accepted.ecdsa-assertion.xml")).unwrap();
    let file = folder.path().join("one.xml");
    std::fs::write(
        &file,
        xml.replace("status:Success", "status:&#27;[2J&#10;two.xml: accepted root"),
    )
    .unwrap();
    let (_, lines, _) = judged("metadata.xml", &[folder.path()], EXPECTED);
    assert_eq!(lines.len(), 1);
    assert!(!lines[0].contains('\u{1b}'), "{:?}", lines[0]);
    assert!(lines[0].contains("refused not-xml") || lines[0].contains("refused status"));
    // These end a line for some readers, in words and in file names.
    let breaks = "\u{2028}two.xml: accepted root\u{2029}\u{85}";
    std::fs::write(&file, xml.replace("status:Success", &format!("status:{breaks}"))).unwrap();
    std::fs::write(folder.path().join(format!("x{breaks}")), "words").unwrap();
    for more in [EXPECTED, &[EXPECTED, &["--json"]].concat()] {
        let (status, lines, _) = judged("metadata.xml", &[folder.path()], more);
        assert_eq!((status, lines.len()), (0, 2));
        for line in lines {
            assert!(!line.contains(['\u{2028}', '\u{2029}', '\u{85}']), "{line:?}");
            assert!(line.contains("2028"), "{line}");
        }
    }
}

/// Collections of responses have certificates of times when a short key was good enough.
#[test]
fn a_short_key_is_the_reason() {
    let folder = tempfile::tempdir().unwrap();
    let good = std::fs::read_to_string(corpus("certificate.pem")).unwrap();
    let file = corpus("responses/accepted.ecdsa-both.xml");
    for (text, verdict) in [
        (WEAK.to_owned(), "refused weak-key: "),
        (format!("{WEAK}{good}"), "accepted mary@anycompany.example"),
    ] {
        let provider = folder.path().join("provider.pem");
        std::fs::write(&provider, text).unwrap();
        let (status, lines, words) = judged(provider.to_str().unwrap(), &[&file], EXPECTED);
        assert_eq!((status, words.as_str()), (0, ""));
        assert!(
            lines[0].split_once(": ").unwrap().1.starts_with(verdict),
            "{}",
            lines[0]
        );
    }
}

/// Whoever opens a pipe waits until somebody writes into it.
#[cfg(unix)]
#[test]
fn pipes_in_a_folder_are_passed_over() {
    let folder = tempfile::tempdir().unwrap();
    let made = Command::new("mkfifo").arg(folder.path().join("pipe")).status().unwrap();
    assert!(made.success());
    std::fs::copy(
        corpus("responses/accepted.ecdsa-both.xml"),
        folder.path().join("one.xml"),
    )
    .unwrap();
    let (status, lines, _) = judged("metadata.xml", &[folder.path()], EXPECTED);
    assert_eq!((status, lines.len()), (0, 1));
}

#[test]
fn what_cannot_be_used_is_said() {
    let file = corpus("responses/accepted.ecdsa-both.xml");
    let (status, lines, words) = judged("metadata.xml", &[&corpus("none.xml"), &file], EXPECTED);
    assert_eq!((status, lines.len()), (2, 1));
    assert!(words.contains("none.xml cannot be read"));
    let (status, lines, words) = judged("responses/accepted.base64.xml", &[&file], EXPECTED);
    assert_eq!((status, lines.len()), (2, 0));
    assert!(words.contains("cannot be used"), "{words}");
    for arguments in [
        &["saml-judge"][..],
        &["saml-judge", "a"],
        &["saml-judge", "a", "b", "--at", "noon"],
        &["saml-judge", "a", "b", "--without", "signature"],
        &["saml-judge", "a", "b", "--skew", "301"],
        &["saml-judge", "a", "b", "--audience"],
        &["saml-judge", "a", "b", "--trust-me"],
        &["dance"],
        &[],
    ] {
        let output = headless(arguments.iter().copied());
        assert_eq!(output.status.code(), Some(2), "{arguments:?}");
        assert!(output.stdout.is_empty());
    }
    let help = headless(["saml-judge", "--help"]);
    assert!(help.status.success());
    assert!(String::from_utf8(help.stdout).unwrap().contains("--without"));
}

#[test]
fn files_are_read_as_people_have_them() {
    let folder = tempfile::tempdir().unwrap();
    let put = |name: &str, text: &str| {
        let file = folder.path().join(name);
        std::fs::write(&file, text).unwrap();
        file
    };
    let field = std::fs::read_to_string(corpus("responses/accepted.base64.xml")).unwrap();
    let value = field.replace('+', "%2B").replace('/', "%2f").replace('=', "%3D");
    assert!(value.contains('%'));
    let lines: Vec<&str> = field
        .as_bytes()
        .chunks(64)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    for (name, text) in [
        ("lines", lines.join("\r\n")),
        ("mark", format!("\u{feff}{field}\n")),
        ("value", value.clone()),
        ("form", format!("\u{feff}SAMLResponse={value}&RelayState=\n")),
    ] {
        let (status, said, _) = judged("metadata.xml", &[&put(name, &text)], EXPECTED);
        assert_eq!(status, 0);
        assert!(said[0].ends_with(": accepted mary@anycompany.example"), "{}", said[0]);
    }
    for (name, text, code) in [
        ("bad-value", format!("{value}%zz"), "not-base64"),
        ("large", "\u{e9}".repeat(600_000), "too-large"),
        ("nothing", " \n".to_owned(), "not-xml"),
    ] {
        let (_, said, _) = judged("metadata.xml", &[&put(name, &text)], EXPECTED);
        assert!(said[0].contains(&format!(": refused {code}: ")), "{}", said[0]);
    }

    let metadata = std::fs::read_to_string(corpus("metadata.xml")).unwrap();
    let pem = std::fs::read_to_string(corpus("certificate.pem")).unwrap();
    let key = "-----BEGIN PRIVATE KEY-----\nAQAB\n-----END PRIVATE KEY-----\n";
    let file = corpus("responses/accepted.ecdsa-both.xml");
    for (name, text) in [
        ("mark.xml", format!("\u{feff}{metadata}")),
        ("space.xml", format!("\r\n {metadata}")),
        ("mark.pem", format!("\u{feff}{pem}")),
        (
            "words.pem",
            format!("Certificate:\n  Data\n{}", pem.replace('\n', "\r\n")),
        ),
        ("key.pem", format!("{key}{pem}")),
        ("twice.pem", format!("{pem}\n{pem}")),
    ] {
        let provider = put(name, &text);
        let (status, said, words) = judged(provider.to_str().unwrap(), &[&file], EXPECTED);
        assert_eq!((status, words.as_str()), (0, ""), "{name}");
        assert!(said[0].ends_with(": accepted mary@anycompany.example"), "{}", said[0]);
    }
    let half = pem.split_at(pem.len() / 2).0;
    for (name, text) in [
        ("only.pem", key.to_owned()),
        ("half.pem", half.to_owned()),
        ("one-and-a-half.pem", format!("{pem}{half}")),
    ] {
        let (status, _, words) = judged(put(name, &text).to_str().unwrap(), &[&file], EXPECTED);
        assert_eq!(status, 2, "{name}");
        assert!(words.contains("the certificate cannot be read"), "{words}");
    }
}

#[test]
fn a_folder_without_files_is_said_to_be_empty() {
    let folder = tempfile::tempdir().unwrap();
    std::fs::write(folder.path().join(".hidden"), "x").unwrap();
    let (status, lines, words) = judged("metadata.xml", &[folder.path()], EXPECTED);
    assert_eq!((status, lines.len()), (2, 0));
    assert!(words.contains("there is no file in "), "{words}");
    assert!(headless(["saml-judge", "-h"]).status.success());
}

/// Whoever reads the first line and goes is no reason to complain.
#[test]
fn a_reader_may_go() {
    let provider = corpus("metadata.xml");
    let mut child = Command::new(env!("CARGO_BIN_EXE_vestibule-headless"))
        .args([
            "saml-judge",
            provider.to_str().unwrap(),
            corpus("responses").to_str().unwrap(),
        ])
        .stdout(std::process::Stdio::piped())
        .stderr(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    drop(child.stdout.take());
    let output = child.wait_with_output().unwrap();
    assert_eq!(String::from_utf8(output.stderr).unwrap(), "");
}
