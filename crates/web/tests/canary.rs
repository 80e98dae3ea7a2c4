//! No password, cookie value, link token, seed, key or code in a log line, in a file of the data folder or in a record.
#![allow(
    clippy::too_many_lines,
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "tests"
)]

mod common;

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::io::Write;
use std::sync::{Arc, Mutex};

use common::devices::{App, SITE as SIGN_IN, create, enable, offered, step_now, try_code};
use common::door;
use common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, SANDBOX_ROOT, Signs as _};
use serde_json::{Value, json};
use uuid::Uuid;
use vestibule_credentials::security_key;
use vestibule_credentials::token::Token;
use vestibule_credentials::totp::{Seed, code_at};
use vestibule_credentials::webauthn::RelyingParty;
use vestibule_web::desktop::{PORTAL_SITE, SITE};
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

/// Everything that must stay where it belongs, by what it is; digits apart, since six of them may be part of any number.
#[derive(Default)]
struct Secrets(BTreeMap<Vec<u8>, String>, BTreeMap<String, String>);

impl Secrets {
    fn add(&mut self, what: &str, text: &str) {
        self.0.insert(text.as_bytes().to_vec(), what.to_owned());
        // A token as bytes is as good as its text.
        if Token::parse(text).is_some() {
            self.0.insert(decoded(text), format!("{what} (bytes)"));
        }
    }

    /// A seed in every form that it is written in.
    fn seed(&mut self, what: &str, seed: &Seed) {
        self.add(what, &seed.base32());
        self.0.insert(seed.bytes().to_vec(), format!("{what} (bytes)"));
        let mut hex = String::new();
        for byte in seed.bytes() {
            write!(hex, "{byte:02x}").unwrap();
        }
        self.add(&format!("{what} (hexadecimal)"), &hex);
    }

    fn digits(&mut self, what: &str, digits: &str) {
        assert_eq!(digits.len(), 6);
        self.1.insert(digits.to_owned(), what.to_owned());
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
        let text = latin(bytes);
        for (secret, what) in &self.0 {
            assert!(!text.contains(&latin(secret)), "{what} is in {place}");
        }
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
fn stands_alone(text: &str, digits: &str) -> bool {
    let part = |character: Option<char>| character.is_some_and(|character| character.is_ascii_alphanumeric());
    text.match_indices(digits).any(|(at, found)| {
        let after = text.get(at + found.len()..).and_then(|rest| rest.chars().next());
        !part(text.get(..at).and_then(|before| before.chars().next_back())) && !part(after)
    })
}

fn holds(haystack: &[u8], needle: &[u8]) -> bool {
    latin(haystack).contains(&latin(needle))
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
    for path in ["/api/access-keys", "/api/users/zoe/access-keys"] {
        let made = person.post(path, json!({})).await;
        secrets.add("a secret access key", made.text("secret"));
        assert_eq!(person.get(path).await.status, 200);
    }
    assert_eq!(person.post("/api/credential-report", json!({})).await.status, 200);
}

/// The root user who is signed in registers an app, signs in with it, loses it and gets in without it.
async fn device_flows(machine: &Machine, person: &mut Person, window: &World, secrets: &mut Secrets) {
    let abandoned = App::shown(&create(person, "abandoned").await);
    secrets.seed("an abandoned seed", &abandoned.seed);
    let shown = create(person, "phone").await;
    let app = App::shown(&shown);
    secrets.seed("a seed", &app.seed);
    let scanned = person
        .post("/desk/authenticator", json!({ "otpauth": shown.text("otpauth") }))
        .await;
    assert_eq!(scanned.status, 200, "{scanned:?}");
    let now = step_now(machine);
    let wrong = app.wrong(now);
    for (what, digits) in [
        ("a code", app.code(now - 1)),
        ("a code", app.code(now)),
        ("a code", app.code(now + 1)),
        ("a code of the device before", abandoned.code(now)),
        ("a wrong code", wrong.clone()),
    ] {
        secrets.digits(what, &digits);
    }
    let form = json!({ "deviceName": "phone", "code1": wrong, "code2": abandoned.code(now) });
    enable(person, form).await.must_refuse(422, "MFA_CODE_INVALID");
    assert_eq!(enable(person, app.form(now - 1)).await.status, 200);
    // A key of the desk, with a PIN.
    secrets.add("a PIN", "planted-pin-7");
    let added = person
        .post("/desk/security-keys", json!({ "name": "key", "pin": "planted-pin-7" }))
        .await;
    let path = format!("/desk/security-keys/{}", added.body["id"]);
    let start = person
        .post("/api/mfa/session/passkey/start", json!({ "deviceName": "key" }))
        .await;
    for pin in ["planted-wrong-pin", "planted-pin-7"] {
        secrets.add("a PIN that was typed", pin);
        let form = json!({ "origin": SIGN_IN, "options": start.body["options"], "pin": pin });
        let touched = person.post(&format!("{path}/register"), form).await;
        if touched.status == 200 {
            let form = json!({ "credential": touched.body["credential"] });
            assert_eq!(person.post("/api/mfa/session/passkey/finish", form).await.status, 200);
        }
    }

    person.sign_out().await;
    let step = person.root(MANAGEMENT_ROOT, "Recovered-Password-1").await;
    keep_cookies(secrets, window).await;
    let device = offered(&step, "virtual");
    for body in [
        json!({ "deviceId": device, "code": [app.code(now + 1)] }).to_string(),
        json!({ "deviceId": device, "kode": app.code(now + 1) }).to_string(),
    ] {
        person
            .raw("POST", "/api/sign-in/mfa/code", body)
            .await
            .must_refuse(400, "MALFORMED_REQUEST");
    }
    for code in [&wrong, &app.code(now)] {
        assert_eq!(try_code(person, &device, code).await.status, 422);
    }
    try_code(person, &device, &app.code(now + 1))
        .await
        .must_step("signed-in");
    keep_cookies(secrets, window).await;
    person.sign_out().await;

    person
        .root(MANAGEMENT_ROOT, "Recovered-Password-1")
        .await
        .must_step("mfa");
    person
        .post("/api/sign-in/mfa/alternative/start", json!({}))
        .await
        .must_step("alternative-mail");
    let mail = person.newest_mail().await;
    let address = mail.body["links"][0]["address"].as_str().unwrap();
    let token = address.split_once("token=").unwrap().1;
    secrets.add("a verification link's token", token);
    person
        .post("/api/sign-in/mfa/alternative/verify", json!({ "token": token }))
        .await
        .must_step("alternative-phone");
    for right in [false, true] {
        let step = person.post("/api/sign-in/mfa/alternative/call", json!({})).await;
        let digits = step.text("digits").to_owned();
        secrets.digits("digits of a call", &digits);
        let typed = if right { digits } else { wrong.clone() };
        let phone = person.get("/desk/phone").await;
        let path = format!("/desk/phone/calls/{}/digits", phone.body["calls"][0]["id"]);
        let answer = person.post(&path, json!({ "digits": typed })).await;
        assert_eq!(answer.text("state"), if right { "accepted" } else { "refused" });
    }
    person
        .post("/api/sign-in/mfa/alternative/finish", json!({}))
        .await
        .must_step("signed-in");
    keep_cookies(secrets, window).await;
}

/// At the access portal: passwords, a code and a link by mail, the way into the console, credentials for tools.
async fn portal_flows(person: &mut Person, window: &World, secrets: &mut Secrets) {
    for name in ["mary", "nikki", "diego"] {
        let password = person.password(name).await;
        secrets.add("a generated password", &password);
    }
    let password = person.password("mary").await;
    secrets.add("a wrong password", "Wrong-Password-Typed-2");
    door::sign_in(person, "mary", "Wrong-Password-Typed-2")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    keep_portal_cookies(secrets, window).await;
    door::sign_in(person, "mary", &password).await.must_step("signed-in");
    keep_portal_cookies(secrets, window).await;
    let accounts = person.get("/api/portal/accounts").await.body["accounts"].clone();
    let form = json!({ "accountId": accounts[0]["id"], "roleName": accounts[0]["permissionSets"][0]["name"] });
    let issued = person.post("/api/portal/credentials", form.clone()).await;
    secrets.add("a secret access key", issued.text("secretAccessKey"));
    secrets.add("a session token", issued.text("sessionToken"));
    let link = person.post("/api/portal/console", form).await;
    let token = link.text("address").rsplit_once("SigninToken=").unwrap().1.to_owned();
    secrets.add("a sign-in token", &token);
    let landed = person
        .post("/api/federation/login", json!({ "signinToken": token }))
        .await;
    assert_eq!(landed.status, 200, "{landed:?}");
    keep_cookies(secrets, window).await;
    assert_eq!(person.post("/api/portal/sign-out", json!({})).await.status, 204);

    let password = person.password("nikki").await;
    door::sign_in(person, "nikki", &password).await.must_step("mail-code");
    let code = door::digits(person).await;
    secrets.digits("a code by mail", &code);
    door::code(person, &code).await.must_step("new-password");
    secrets.add("a password that was chosen", "Chosen-At-The-Portal-1");
    door::choose(person, "Chosen-At-The-Portal-1")
        .await
        .must_step("signed-in");
    keep_portal_cookies(secrets, window).await;
    assert_eq!(person.post("/api/portal/sign-out", json!({})).await.status, 204);

    door::ask(person, "diego").await.must_step("mail-sent");
    let token = door::token(person, "reset-password").await;
    secrets.add("a link's token", &token);
    door::use_link(person, &token, "Chosen-By-A-Link-1").await;
    secrets.add("a password that was chosen", "Chosen-By-A-Link-1");
}

async fn keep_portal_cookies(secrets: &mut Secrets, window: &World) {
    if let Some(header) = window.desk.cookie_header(PORTAL_SITE).await.unwrap() {
        secrets.cookies(&header);
    }
}

/// Things that are made elsewhere and brought to a desk, so that what is in them is known here.
async fn brought(secrets: &mut Secrets) -> Machine {
    let machine = Machine::new();
    let world = machine.world().await;
    let (app, token) = (Seed::generate(&*common::entropy()), Seed::generate(&*common::entropy()));
    secrets.seed("a seed that was brought", &app);
    secrets.seed("a token's seed", &token);
    let site = RelyingParty::new("aws.amazon.com", "Amazon Web Services (simulated)");
    let (options, _) = site.start_registration(SIGN_IN, Uuid::nil(), "alice", &[]).unwrap();
    let (_, material) = security_key::register(SIGN_IN, &options, &[], false).unwrap();
    let material = serde_json::to_value(&material).unwrap();
    let private = material["privateKey"].as_str().unwrap();
    secrets.add("a private key", private);
    secrets.0.insert(decoded(private), "a private key (bytes)".to_owned());
    secrets.add("a PIN that was brought", "planted-pin-8");
    secrets.add("a call's token", "planted-call-token");
    let parcels: [Value; 4] = [
        json!({ "kind": "authenticator-seed", "otpauth": format!("otpauth://totp/planted@alice?secret={}", *app.base32()) }),
        json!({ "kind": "hardware-token", "serial": "GAHT00001234", "label": "planted", "secret": *token.base32() }),
        json!({ "kind": "security-key", "name": "planted", "note": "", "pin": "planted-pin-8", "credentials": [material] }),
        json!({
            "kind": "phone-call", "call": "planted-call-token", "from": "AWS", "to": "+1 206 555 0100",
            "sentAt": "2026-03-01T12:00:00Z",
        }),
    ];
    for (number, parcel) in (1_000_000..).zip(&parcels) {
        world.desk.receive(number, &parcel.to_string()).await.unwrap();
    }
    let mut person = machine.person().await;
    let screen = person.get("/desk/authenticator").await.body.to_string();
    let shown = code_at(&app, step_now(&machine));
    assert!(screen.contains(&shown), "it is there, and shows its code: {screen}");
    secrets.digits("a code that was looked at", &shown);
    secrets.digits("a token's code", &code_at(&token, step_now(&machine)));
    for path in ["/desk/tokens", "/desk/security-keys", "/desk/phone"] {
        let list = person.get(path).await;
        let text = list.body.to_string();
        assert!(text.contains("planted") || path == "/desk/phone", "{text}");
        assert!(!text.contains("planted-pin") && !text.contains(private), "{text}");
    }
    // At rest: what a store does while it closes is not to be met half done.
    person.desktop.close().await;
    world.close().await;
    machine
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
    device_flows(&machine, &mut person, &window, &mut secrets).await;
    let elsewhere = brought(&mut secrets).await;
    for (place, bytes) in files(&elsewhere) {
        secrets.absent_from(&place, &bytes);
    }
    let events = person.get("/api/events/export").await.text("jsonLines").to_owned();
    assert!(events.contains("HIDDEN_DUE_TO_SECURITY_REASONS"));
    secrets.absent_from("the records", events.as_bytes());
    portal_flows(&mut person, &window, &mut secrets).await;

    let mut other = Browser::of(&window);
    let carol = person.password("carol").await;
    other.iam(MANAGEMENT, "carol", &carol).await.must_step("new-password");
    secrets.cookies(&other.header());
    for (place, bytes) in files(&machine) {
        secrets.absent_from(&place, &bytes);
    }
    // Passwords and cookies are all in hand: ten generated, at least eight cookies.
    assert!(secrets.0.len() > 45, "{}", secrets.0.len());
    assert!(secrets.1.len() > 7, "{}", secrets.1.len());
    assert!(stands_alone("code=123456 ", "123456") && !stands_alone(".123456Z", "123456"));
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
