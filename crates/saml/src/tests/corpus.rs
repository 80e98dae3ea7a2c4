//! The corpus: `tests/corpus/responses`, a file a response, its verdict in its name. It is kept, so that what was refused once
//! stays refused, and programs that are none of ours can be asked about the same files. `foreign` is from other signers.
//!
//! `UPDATE_CORPUS=1 cargo test -p vestibule-saml corpus` writes it again.

use std::collections::BTreeMap;
use std::path::PathBuf;

use super::faults::{faulty, forged};
use super::{ISSUER, at, forgeries, key, providers, response, response_by, rsa_key};
use crate::fault::Fault;
use crate::key::{pem, weak_rsa};
use crate::{Binding, Expected, IdpDocument, IdpMetadata, InResponseTo, Signed, SigningKey, judge, post};

/// Larger ones are made anew each time.
const LARGEST: usize = 32 * 1024;

fn folder() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/corpus")
}

fn slug(name: &str) -> String {
    let words: Vec<String> = name
        .split(|one: char| !one.is_ascii_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect();
    words.join("-")
}

fn metadata(keys: &[&SigningKey]) -> String {
    let certificates: Vec<&[u8]> = keys.iter().map(|key| key.certificate()).collect();
    IdpMetadata::write(&IdpDocument {
        entity_id: ISSUER,
        certificates: &certificates,
        sign_on: &[(Binding::Post, "https://portal.example/sso")],
        name_id_formats: &[],
        valid_until: None,
    })
}

/// Names with verdicts, and what they stand for.
fn files() -> BTreeMap<String, String> {
    let mut files = BTreeMap::new();
    let mut add = |verdict: &str, name: &str, text: String| {
        if text.len() <= LARGEST {
            let known = files.insert(format!("{verdict}.{}.xml", slug(name)), text);
            assert!(known.is_none(), "{name}");
        }
    };
    for (words, signed) in [
        ("assertion", Signed::Assertion),
        ("response", Signed::Response),
        ("both", Signed::Both),
    ] {
        add("accepted", &format!("ecdsa {words}"), response(signed, |_| {}));
        add(
            "accepted",
            &format!("rsa {words}"),
            response_by(&rsa_key(), signed, |_| {}),
        );
    }
    let plain = response(Signed::Assertion, |_| {});
    add(
        "accepted",
        "declaration",
        format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{plain}"),
    );
    add("accepted", "byte order mark", format!("\u{feff}{plain}"));
    add("accepted", "base64", post::encode(&plain));
    add(
        "accepted",
        "form",
        format!("RelayState=x&SAMLResponse={}", post::encode(&plain).replace('+', "%2B")),
    );
    for (words, id) in [("assertion", "_a"), ("response", "_r")] {
        let text = crate::response::sign_element(&providers::document(), id, &key(7)).unwrap();
        add("accepted", &format!("optional parts {words}"), text);
    }
    for (name, text, code) in forgeries::wrappings().into_iter().chain(forgeries::changes()) {
        add(&format!("refused.{code}"), name, text);
    }
    add("refused.not-signed", "fault unsigned", faulty(Fault::Unsigned));
    add(
        "refused.assertion-count",
        "fault two assertions",
        faulty(Fault::TwoAssertions),
    );
    add(
        "refused.forbidden-markup",
        "fault comment in name",
        faulty(Fault::CommentInName),
    );
    let (root, attributes) = forged();
    let wrapped = Fault::Wrapped(crate::Forged {
        subject: &root,
        attributes: &attributes,
    });
    add("refused.assertion-count", "fault wrapped", faulty(wrapped));
    for (name, code, text) in [
        (
            "old key",
            "untrusted-key",
            response_by(&key(9), Signed::Assertion, |_| {}),
        ),
        (
            "weak key",
            "weak-key",
            response_by(&weak_rsa(at(-100), at(1000)).unwrap(), Signed::Assertion, |_| {}),
        ),
        (
            "audience of another",
            "audience",
            response(Signed::Both, |draft| draft.audience = "urn:other"),
        ),
        (
            "destination of another",
            "destination",
            response(Signed::Both, |draft| draft.destination = "https://other.example"),
        ),
        (
            "issuer",
            "issuer",
            response(Signed::Both, |draft| draft.issuer = "https://other.example"),
        ),
        (
            "old",
            "too-old",
            response(Signed::Both, |draft| draft.issued_at = at(-3600)),
        ),
        (
            "expired",
            "expired",
            response(Signed::Both, |draft| draft.not_on_or_after = at(-3600)),
        ),
        (
            "future",
            "issued-in-future",
            response(Signed::Both, |draft| draft.issued_at = at(3600)),
        ),
        (
            "early",
            "not-yet-valid",
            response(Signed::Both, |draft| draft.not_before = at(3600)),
        ),
    ] {
        add(&format!("refused.{code}"), &format!("signed {name}"), text);
    }
    files
}

#[test]
fn the_corpus_is_judged_as_its_names_say() {
    let (folder, wanted) = (folder(), files());
    let responses = folder.join("responses");
    let provider = metadata(&[&key(7), &rsa_key()]);
    if std::env::var_os("UPDATE_CORPUS").is_some() {
        let _ = std::fs::remove_dir_all(&responses);
        std::fs::create_dir_all(&responses).unwrap();
        for (name, text) in &wanted {
            std::fs::write(responses.join(name), text).unwrap();
        }
        std::fs::write(folder.join("metadata.xml"), &provider).unwrap();
        std::fs::write(folder.join("certificate.pem"), pem(key(7).certificate())).unwrap();
    }
    let trusted = IdpMetadata::parse(&std::fs::read_to_string(folder.join("metadata.xml")).unwrap())
        .unwrap()
        .keys;
    let mut found = BTreeMap::new();
    // Those were signed by signxml, with the RSA key.
    let foreign = std::fs::read_dir(folder.join("foreign")).unwrap();
    for entry in std::fs::read_dir(&responses).unwrap().chain(foreign) {
        let path = entry.unwrap().path();
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        let text = std::fs::read_to_string(&path).unwrap();
        let bytes = match text.rsplit_once("SAMLResponse=") {
            Some((_, field)) => post::decode(&field.replace("%2B", "+")).unwrap(),
            None if name.contains("base64") => post::decode(&text).unwrap(),
            None => text.clone().into_bytes(),
        };
        let expected = Expected {
            trusted: &trusted,
            issuer: ISSUER,
            audiences: &[super::AUDIENCE],
            destinations: &[super::ACS],
            in_response_to: InResponseTo::Nothing,
            now: at(10),
            skew: std::time::Duration::from_mins(1),
            oldest: std::time::Duration::from_mins(5),
        };
        let verdict = match judge(&bytes, &expected).verdict {
            Ok(verified) => {
                assert!(verified.subject.value.starts_with("mary"), "{name}");
                "accepted".to_owned()
            }
            Err(refusal) => format!("refused.{}", refusal.code()),
        };
        assert!(name.starts_with(&format!("{verdict}.")), "{name}: {verdict}");
        if path.starts_with(&responses) {
            found.insert(name, text);
        }
    }
    // What is made today is what was kept.
    assert!(found == wanted, "the corpus is out of date: UPDATE_CORPUS=1 writes it");
    assert!(found.len() > 80, "{}", found.len());
}
