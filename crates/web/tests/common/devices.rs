//! Second factors in a person's hand, at the level of HTTP: seeds and keys lie as open as the cookies do.

use serde_json::{Value, json};
use vestibule_credentials::security_key::{self, Faults, KeyMaterial};
use vestibule_credentials::totp::{self, Seed};
use vestibule_identity::clock::TimeSource as _;

use super::{Answer, Machine, Person, Signs};

pub const SITE: &str = "https://signin.aws.amazon.com";

/// The step of the machine's time.
pub fn step_now(machine: &Machine) -> i64 {
    totp::step_at(machine.clock.wall())
}

/// An authenticator app or a token: whatever has a seed.
#[derive(Clone)]
pub struct App {
    pub id: String,
    pub name: String,
    pub serial: String,
    pub seed: Seed,
}

impl App {
    /// Of the answer that shows the secret.
    pub fn shown(answer: &Answer) -> Self {
        assert_eq!(answer.status, 200, "{answer:?}");
        Self {
            id: String::new(),
            name: answer.text("name").to_owned(),
            serial: answer.text("serial").to_owned(),
            seed: Seed::from_base32(answer.text("secret")).unwrap(),
        }
    }

    pub fn code(&self, step: i64) -> String {
        totp::code_at(&self.seed, step)
    }

    /// Six digits that no step around this one has.
    pub fn wrong(&self, around: i64) -> String {
        let near: Vec<String> = (around - 3..=around + 3).map(|step| self.code(step)).collect();
        (0..10)
            .map(|number| format!("{number:06}"))
            .find(|code| !near.contains(code))
            .unwrap()
    }

    /// The form that assigns it, with the codes of this step and the next.
    pub fn form(&self, first: i64) -> Value {
        json!({ "deviceName": self.name, "code1": self.code(first), "code2": self.code(first + 1) })
    }
}

/// Asks for a virtual device.
pub async fn create(person: &mut impl Signs, name: &str) -> Answer {
    person
        .post("/api/mfa/session/virtual", json!({ "deviceName": name }))
        .await
}

pub async fn enable(person: &mut impl Signs, form: Value) -> Answer {
    person.post("/api/mfa/session/virtual/enable", form).await
}

/// Registers an authenticator app with the codes of the last step and this one, and lets both go by.
pub async fn add_app(machine: &Machine, person: &mut impl Signs, name: &str) -> App {
    let mut app = App::shown(&create(person, name).await);
    let enrolled = enable(person, app.form(step_now(machine) - 1)).await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    app.id = enrolled.body["device"]["id"].as_str().unwrap().into();
    machine.pass(30);
    app
}

/// A security key.
#[derive(Default)]
pub struct Key {
    pub held: Vec<KeyMaterial>,
    pub verifies: bool,
    pub faults: Faults,
}

impl Key {
    pub fn register(&mut self, options: &Value) -> Value {
        let (answer, made) = security_key::register(SITE, options, &self.held, self.verifies).unwrap();
        self.held.push(made);
        answer
    }

    pub fn answer(&mut self, options: &Value) -> Value {
        let (answer, _) =
            security_key::authenticate(SITE, options, &mut self.held, self.verifies, self.faults).unwrap();
        answer
    }
}

/// Starts registering a key; the options.
pub async fn start_key(person: &mut impl Signs, name: &str) -> Value {
    let start = person
        .post("/api/mfa/session/passkey/start", json!({ "deviceName": name }))
        .await;
    assert_eq!(start.status, 200, "{start:?}");
    start.body["options"].clone()
}

pub async fn finish_key(person: &mut impl Signs, credential: &Value) -> Answer {
    let form = json!({ "credential": credential });
    person.post("/api/mfa/session/passkey/finish", form).await
}

/// Registers a key; its device.
pub async fn add_key(person: &mut impl Signs, key: &mut Key, name: &str) -> Value {
    let options = start_key(person, name).await;
    let enrolled = finish_key(person, &key.register(&options)).await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    enrolled.body["device"].clone()
}

pub async fn try_code(person: &mut impl Signs, device: &str, code: &str) -> Answer {
    let form = json!({ "deviceId": device, "code": code });
    person.post("/api/sign-in/mfa/code", form).await
}

/// Asks for a key at the challenge; the options.
pub async fn ask_key(person: &mut impl Signs) -> Value {
    let start = person.post("/api/sign-in/mfa/passkey/start", Value::Null).await;
    assert_eq!(start.status, 200, "{start:?}");
    start.body["options"].clone()
}

pub async fn try_key(person: &mut impl Signs, credential: &Value) -> Answer {
    let form = json!({ "credential": credential });
    person.post("/api/sign-in/mfa/passkey/finish", form).await
}

/// The device of this kind at a challenge.
pub fn offered(step: &Answer, kind: &str) -> String {
    step.must_step("mfa");
    let devices = step.body["devices"].as_array().unwrap();
    let device = devices.iter().find(|device| device["kind"] == kind);
    device.unwrap_or_else(|| panic!("no {kind} in {step:?}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// My devices.
pub async fn listed(person: &mut impl Signs) -> Vec<Value> {
    let view = person.get("/api/security-credentials").await;
    assert_eq!(view.status, 200, "{view:?}");
    view.body["mfaDevices"].as_array().unwrap().clone()
}

/// What the window's authenticator shows for this user.
pub async fn shown_code(person: &mut Person, account: &str) -> String {
    let screen = person.get("/desk/authenticator").await;
    let entries = screen.body["entries"].as_array().unwrap();
    let entry = entries
        .iter()
        .find(|entry| entry["account"].as_str().unwrap().contains(account));
    entry.unwrap_or_else(|| panic!("no {account} in {screen:?}"))["code"]
        .as_str()
        .unwrap()
        .to_owned()
}

/// Signs an IAM user of the management account in, in a browser of its own, without a second factor.
pub async fn signed_in(machine: &Machine, account: &str, user: &str) -> super::Browser {
    let world = machine.world().await;
    let password = super::password_of(&world, user).await;
    let mut browser = super::Browser::of(&world);
    browser.iam(account, user, &password).await.must_step("signed-in");
    browser
}

/// A browser at the challenge, and the password that led there.
pub async fn challenged(machine: &Machine, account: &str, user: &str) -> (super::Browser, Answer, String) {
    let world = machine.world().await;
    let password = super::password_of(&world, user).await;
    let mut browser = super::Browser::of(&world);
    let step = browser.iam(account, user, &password).await;
    step.must_step("mfa");
    (browser, step, password)
}

/// Brings what bare browsers caused to the desk: any change made at the window does.
pub async fn delivered(person: &mut Person) {
    let settings = json!({ "securityCheck": "after-failures" });
    assert_eq!(person.put("/world/settings", settings).await.status, 200);
}
