//! No password, cookie value or link token in a log line, in a file of the data folder or in a record.
#![allow(
    clippy::too_many_lines,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::collections::BTreeMap;
use std::io::Write;
use std::sync::{Arc, Mutex};

use common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, SANDBOX_ROOT, Signs as _};
use serde_json::json;
use vestibule_credentials::token::Token;
use vestibule_web::desktop::SITE;
use vestibule_web::world::World;

const PLANTED: &str = "planted-to-see-that-logs-are-read";

#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

/// Everything that must stay where it belongs, by what it is.
#[derive(Default)]
struct Secrets(BTreeMap<Vec<u8>, String>);

impl Secrets {
    fn add(&mut self, what: &str, text: &str) {
        self.0.insert(text.as_bytes().to_vec(), what.to_owned());
        // A token as bytes is as good as its text.
        if Token::parse(text).is_some() {
            self.0.insert(decoded(text), format!("{what} (bytes)"));
        }
    }

    fn cookies(&mut self, header: &str) {
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
    fn absent_from(&self, place: &str, bytes: &[u8]) {
        for (secret, what) in &self.0 {
            assert!(!holds(bytes, secret), "{what} is in {place}");
        }
    }
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    haystack.windows(needle.len()).any(|window| window == needle)
}

/// Base64url without padding.
fn decoded(text: &str) -> Vec<u8> {
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

fn files(machine: &Machine) -> Vec<(String, Vec<u8>)> {
    let mut files = Vec::new();
    for entry in std::fs::read_dir(&machine.folder).unwrap() {
        let path = entry.unwrap().path();
        files.push((path.display().to_string(), std::fs::read(&path).unwrap()));
    }
    files
}

async fn keep_cookies(secrets: &mut Secrets, window: &World) {
    if let Some(header) = window.desk.cookie_header(SITE).await.unwrap() {
        secrets.cookies(&header);
    }
}

async fn iam_flows(machine: &Machine, person: &mut Person, window: &World, secrets: &mut Secrets) {
    for typed in ["Wrong-Password-Typed-1", "Password-In-The-Name-Box"] {
        secrets.add("something typed", typed);
    }
    let alice = person.password("alice").await;
    let bob = person.password("bob").await;
    person.iam(MANAGEMENT, "alice", "Wrong-Password-Typed-1").await;
    person
        .iam(MANAGEMENT, "Password-In-The-Name-Box", "Wrong-Password-Typed-1")
        .await;
    person.iam("no-such-account", "Password-In-The-Name-Box", &alice).await;
    person
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    keep_cookies(secrets, window).await;
    secrets.add("a changed password", "Changed-By-Alice-1");
    assert_eq!(person.change_password(&alice, "Changed-By-Alice-1").await.status, 204);
    person.sign_out().await;
    person
        .iam_remembered(MANAGEMENT, "alice", "Changed-By-Alice-1")
        .await
        .must_step("signed-in");
    keep_cookies(secrets, window).await;
    person.sign_out().await;
    keep_cookies(secrets, window).await;

    person.iam(MANAGEMENT, "bob", &bob).await.must_step("new-password");
    keep_cookies(secrets, window).await;
    secrets.add("a forced new password", "Chosen-By-Bob-12");
    person
        .new_password(&bob, "Chosen-By-Bob-12")
        .await
        .must_step("signed-in");
    keep_cookies(secrets, window).await;
    // Throttled.
    for _ in 0..6 {
        person.iam(MANAGEMENT, "erin", "Wrong-Password-Typed-1").await;
    }
    // What is no form at all.
    for body in [
        r#"{"account":"anycompany","userName":"alice","password":["Malformed-Secret-1"],"remember":false}"#,
        r#"{"account":"anycompany","userName":"alice","password":"x","remember":"Malformed-Secret-1"}"#,
        r#"{"Malformed-Secret-1":"#,
    ] {
        person
            .raw("POST", "/api/sign-in/iam-user", body.to_owned())
            .await
            .must_refuse(400, "MALFORMED_REQUEST");
    }
    secrets.add("a malformed form's password", "Malformed-Secret-1");
    let huge = format!("Huge-Secret-1{}", "x".repeat(70_000));
    secrets.add("a password too long to read", "Huge-Secret-1");
    person
        .iam(MANAGEMENT, "alice", &huge)
        .await
        .must_refuse(413, "PAYLOAD_TOO_LARGE");
    machine.pass(60);
}

async fn root_flows(person: &mut Person, window: &World, secrets: &mut Secrets) {
    for _ in 0..2 {
        person.root(MANAGEMENT_ROOT, "Wrong-Password-Typed-1").await;
    }
    let step = person.root_email(MANAGEMENT_ROOT).await;
    keep_cookies(secrets, window).await;
    person.check("Wrong").await.must_refuse(422, "SECURITY_CHECK_FAILED");
    assert!(step.stepped_to("security-check"));
    let again = person.get("/api/sign-in/attempt").await;
    person.pass_check(again).await.must_step("root-password");
    let step = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    keep_cookies(secrets, window).await;
    person.pass_check(step).await.must_step("recovery-sent");
    let mail = person.newest_mail().await;
    let address = mail.body["links"][0]["address"].as_str().unwrap().to_owned();
    let token = address.split_once("token=").unwrap().1;
    secrets.add("a recovery link's token", token);
    assert_eq!(person.get(&format!("/api/recovery?token={token}")).await.status, 200);
    secrets.add("a recovered password", "Recovered-Password-1");
    let form =
        json!({ "token": token, "newPassword": "Recovered-Password-1", "confirmPassword": "Recovered-Password-1" });
    assert_eq!(person.post("/api/recovery", form.clone()).await.status, 204);
    person
        .post("/api/recovery", form)
        .await
        .must_refuse(410, "RECOVERY_LINK_USED");
    person.sign_in_root(MANAGEMENT_ROOT, "Recovered-Password-1").await;
    keep_cookies(secrets, window).await;

    let console = json!({ "password": null, "resetRequired": false });
    let created = person
        .post("/api/users", json!({ "userName": "zoe", "console": console }))
        .await;
    secrets.add("a generated password", created.text("password"));
    let reset = person.put("/api/users/zoe/password", console).await;
    secrets.add("a generated password", reset.text("password"));
    let chosen = json!({ "password": "Chosen-By-Admin-1", "resetRequired": true });
    secrets.add("an administrator's choice", "Chosen-By-Admin-1");
    assert_eq!(person.put("/api/users/zoe/password", chosen).await.status, 200);
    let kept =
        json!({ "kind": "iam-user", "account": MANAGEMENT, "signInName": "zoe", "password": "Chosen-By-Admin-1" });
    assert_eq!(person.put("/desk/passwords", kept).await.status, 200);
}

#[tokio::test]
async fn secrets_stay_where_they_belong() {
    let log = Log::default();
    let writer = log.clone();
    tracing_subscriber::fmt()
        .with_max_level(tracing::Level::TRACE)
        .with_ansi(false)
        .with_writer(move || writer.clone())
        .init();
    tracing::trace!(PLANTED);

    let machine = Machine::new();
    let mut person = machine.person().await;
    let window = machine.world().await;
    let mut secrets = Secrets::default();
    let names = ["alice", "bob", "carol", "erin", "frank", "grace", "heidi"];
    for name in names.into_iter().chain([MANAGEMENT_ROOT, FINANCE_ROOT, SANDBOX_ROOT]) {
        let password = person.password(name).await;
        secrets.add("a generated password", &password);
    }
    for (place, bytes) in files(&machine) {
        secrets.absent_from(&place, &bytes);
    }

    iam_flows(&machine, &mut person, &window, &mut secrets).await;
    root_flows(&mut person, &window, &mut secrets).await;
    let events = person.get("/api/events/export").await.text("jsonLines").to_owned();
    assert!(events.contains("HIDDEN_DUE_TO_SECURITY_REASONS"));
    secrets.absent_from("the records", events.as_bytes());

    let mut other = Browser::of(&window);
    let carol = person.password("carol").await;
    other.iam(MANAGEMENT, "carol", &carol).await.must_step("new-password");
    secrets.cookies(&other.header());
    for (place, bytes) in files(&machine) {
        secrets.absent_from(&place, &bytes);
    }
    // Passwords and cookies are all in hand: ten generated, at least eight cookies.
    assert!(secrets.0.len() > 30, "{}", secrets.0.len());
    let identity = std::fs::read(machine.folder.join("identity.db-wal")).unwrap();
    assert!(
        holds(&identity, b"Failed authentication"),
        "the files that are read are the ones that are written"
    );

    assert_eq!(person.post("/world/new", json!({})).await.status, 204);
    for (place, bytes) in files(&machine) {
        secrets.absent_from(&place, &bytes);
    }
    let log = log.0.lock().unwrap();
    assert!(holds(&log, PLANTED.as_bytes()));
    assert!(holds(&log, b"sqlx"), "libraries are heard too");
    secrets.absent_from("the log", &log);
}
