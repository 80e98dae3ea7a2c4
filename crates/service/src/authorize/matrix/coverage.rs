//! No action is listed that nobody asks about, and nothing is done for a session that nobody asks about.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use crate::authorize::Action;

fn sources(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        let name = path.file_stem().and_then(|name| name.to_str()).unwrap_or_default();
        // The list itself and the tests of it are no askers.
        if name == "authorize" || name == "tests" {
            continue;
        }
        if path.is_dir() {
            sources(&path, found);
        } else if path.extension().is_some_and(|extension| extension == "rs") {
            found.push(path);
        }
    }
}

/// The variants that product code names.
fn asked(text: &str) -> impl Iterator<Item = &str> {
    text.split("Action::").skip(1).map(|rest| {
        let end = rest.find(|one: char| !one.is_alphanumeric());
        rest.get(..end.unwrap_or(rest.len())).unwrap_or_default()
    })
}

fn texts() -> Vec<String> {
    let mut files = Vec::new();
    sources(&Path::new(env!("CARGO_MANIFEST_DIR")).join("src"), &mut files);
    let read = |file: &PathBuf| std::fs::read_to_string(file).unwrap();
    files.iter().map(read).collect()
}

#[test]
fn every_action_is_asked_about() {
    let texts = texts();
    let known: Vec<String> = Action::ALL.iter().map(|action| format!("{action:?}")).collect();
    let unasked: Vec<&String> = known
        .iter()
        .filter(|variant| {
            !texts
                .iter()
                .any(|text| asked(text).any(|name| name == variant.as_str()))
        })
        .collect();
    assert!(
        unasked.is_empty(),
        "actions that no use case asks about: {unasked:?}; ask in crates/service/src, or take them out of \
         authorize/action.rs"
    );
}

/// Use cases that need a session and no permission, and why.
const FREE: &[(&str, &str)] = &[
    (
        "caller_identity",
        "GetCallerIdentity needs no permission, says the STS API reference",
    ),
    (
        "check_policy",
        "tells what is wrong with a text, and nothing of the account",
    ),
    (
        "one_time_password_by",
        "makes a password that nobody has yet; whoever gives it to somebody asks",
    ),
    ("session", "says who is signed in"),
    ("end_session", "one's own sessions: AWS has no action for it"),
    ("end_other_sessions", "one's own sessions: AWS has no action for it"),
];

/// Functions by name with their bodies, as rustfmt lays them out.
fn functions(text: &str) -> Vec<(String, String)> {
    let mut found = Vec::new();
    let mut lines = text.lines();
    while let Some(line) = lines.next() {
        let head = line.trim_start();
        let Some((before, after)) = head.split_once("fn ") else {
            continue;
        };
        let is_head = before
            .split_whitespace()
            .all(|word| ["async", "const"].contains(&word) || word.starts_with("pub"));
        let name: String = after
            .chars()
            .take_while(|one| one.is_alphanumeric() || *one == '_')
            .collect();
        if !is_head || name.is_empty() || line.ends_with('}') || line.ends_with(';') {
            continue;
        }
        let end = format!("{}}}", &line[..line.len() - head.len()]);
        let body: Vec<&str> = lines.by_ref().take_while(|line| *line != end).collect();
        found.push((name, body.join("\n")));
    }
    found
}

/// Whether the service's method is called.
fn calls(body: &str, name: &str) -> bool {
    let squeezed: String = body.split_whitespace().collect();
    ["self", "service"]
        .iter()
        .any(|who| squeezed.contains(&format!("{who}.{name}(")))
}

/// What asks, by itself or through what it calls.
fn asking(functions: &[(String, String)]) -> Vec<&str> {
    let mut asking = vec!["may", "authorize", "judge"];
    loop {
        let more = functions
            .iter()
            .filter(|(name, body)| !asking.contains(&name.as_str()) && asking.iter().any(|known| calls(body, known)));
        let more: Vec<&str> = more.map(|(name, _)| name.as_str()).collect();
        if more.is_empty() {
            return asking;
        }
        asking.extend(more);
    }
}

/// The functions that need a session, with whether they ask.
fn of_sessions(texts: &[String]) -> BTreeMap<String, bool> {
    let functions: Vec<(String, String)> = texts.iter().flat_map(|text| functions(text)).collect();
    let asking = asking(&functions);
    let with_session = functions.iter().filter(|(_, body)| calls(body, "live"));
    with_session
        .map(|(name, body)| (name.clone(), asking.iter().any(|known| calls(body, known))))
        .collect()
}

#[test]
fn every_use_case_of_a_session_asks() {
    let found = of_sessions(&texts());
    assert!(found.get("create_user") == Some(&true), "{found:?}");
    for (name, asks) in &found {
        let is_free = FREE.iter().any(|(free, _)| free == name);
        assert!(
            *asks || is_free,
            "{name} does something for whoever is signed in and asks nobody: call may, authorize or judge in it, or list \
             it in {} with the reason",
            file!()
        );
    }
    for (free, why) in FREE {
        assert!(
            found.get(*free) != Some(&true),
            "{free} asks, so it is not free ({why})"
        );
    }
}

#[test]
fn what_asks_nobody_is_found() {
    let text = "impl X {\n    pub async fn a(&self) {\n        self.live(caller);\n        self.helper();\n    }\n    fn \
                helper(&self) {\n        self.may(x);\n    }\n    pub async fn b(\n        &self,\n    ) {\n        \
                self.live(caller);\n        dismay(x);\n    }\n    fn short(&self) {}\n}\n";
    let found = of_sessions(&[text.to_owned()]);
    assert_eq!(found, BTreeMap::from([("a".to_owned(), true), ("b".to_owned(), false)]));
}

#[test]
fn names_are_read_whole() {
    let found: Vec<&str> = asked("may(Action::CreateUser, x); [Action::ListUsers] Action::X").collect();
    assert_eq!(found, ["CreateUser", "ListUsers", "X"]);
    assert_eq!(asked("nothing").count(), 0);
}

/// No action has two names, nor two actions one.
#[test]
fn every_action_has_its_own_name() {
    let mut names: Vec<String> = Action::ALL.iter().map(|action| action.name().to_lowercase()).collect();
    names.sort();
    names.dedup();
    assert_eq!(names.len(), Action::ALL.len());
}
