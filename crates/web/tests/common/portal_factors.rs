//! Second factors at the access portal, as tests of them go about it.

use serde_json::{Value, json};
use vestibule_credentials::security_key::{self, Faults, KeyMaterial};
use vestibule_identity::identity_center::settings::Settings;
use vestibule_web::world::World;

use super::devices::{App, step_now};
use super::{Answer, Browser, Machine, Signs, password_of};

/// User name and password; what comes then.
pub async fn enter(browser: &mut impl Signs, name: &str, password: &str) -> Answer {
    let form = json!({ "userName": name, "remember": false });
    browser
        .post("/api/portal/sign-in/user-name", form)
        .await
        .must_step("password");
    browser
        .post("/api/portal/sign-in/password", json!({ "password": password }))
        .await
}

/// The same for somebody of the demo world.
pub async fn enter_as(world: &World, browser: &mut impl Signs, name: &str) -> Answer {
    let password = password_of(world, name).await;
    enter(browser, name, &password).await
}

/// A browser in which somebody is signed in whom nothing further is asked for.
pub async fn inside(world: &World, name: &str) -> Browser {
    let mut browser = Browser::of(world);
    enter_as(world, &mut browser, name).await.must_step("signed-in");
    browser
}

pub async fn settings(world: &World, change: impl FnOnce(&mut Settings) + Send) {
    world.service.rehearse_settings(change).await.unwrap();
}

pub async fn give_code(browser: &mut impl Signs, device: &str, code: &str, trust: bool) -> Answer {
    let form = json!({ "deviceId": device, "code": code, "trust": trust });
    browser.post("/api/portal/sign-in/mfa/code", form).await
}

/// Registers an app at this place of the portal with the codes of the last step and this one.
pub async fn register_app(machine: &Machine, browser: &mut impl Signs, place: &str, name: &str) -> (App, Answer) {
    let shown = browser
        .post(
            &format!("/api/portal/mfa/{place}/virtual"),
            json!({ "deviceName": name }),
        )
        .await;
    let mut app = App::shown(&shown);
    let form = app.form(step_now(machine) - 1);
    let enrolled = browser
        .post(&format!("/api/portal/mfa/{place}/virtual/enable"), form)
        .await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    app.id = enrolled.body["device"]["id"].as_str().unwrap().to_owned();
    machine.pass(60);
    (app, enrolled)
}

/// What the desk's authenticator shows for somebody: this code and the next.
pub async fn desk_codes(world: &World, name: &str) -> (String, String) {
    let screen = world.desk.authenticator().await.unwrap();
    let entry = screen
        .entries
        .iter()
        .find(|entry| entry.account.contains(name))
        .unwrap();
    (entry.code.clone(), entry.next_code.clone())
}

/// The six digits of the newest mail with some in it, and whom it is to.
pub async fn mailed_code(world: &World) -> (String, String) {
    world.deliver().await;
    let newest = world.desk.mail().await.unwrap();
    let newest = newest.first().expect("a mail");
    let message = world.desk.read_mail(newest.id).await.unwrap().unwrap();
    let code = message
        .body
        .split(|character: char| !character.is_ascii_digit())
        .find(|digits| digits.len() == 6)
        .expect("six digits");
    (code.to_owned(), message.to.clone())
}

/// A security key at the portal's site.
#[derive(Default)]
pub struct PortalKey {
    pub held: Vec<KeyMaterial>,
}

impl PortalKey {
    pub fn register(&mut self, origin: &str, options: &Value) -> Value {
        let (answer, made) = security_key::register(origin, options, &self.held, false).unwrap();
        self.held.push(made);
        answer
    }

    pub fn answer(&mut self, origin: &str, options: &Value) -> Value {
        let (answer, _) =
            security_key::authenticate(origin, options, &mut self.held, false, Faults::default()).unwrap();
        answer
    }
}

/// Registers a key at this place of the portal.
pub async fn register_key(browser: &mut impl Signs, origin: &str, place: &str, name: &str) -> (PortalKey, Answer) {
    let start = browser
        .post(
            &format!("/api/portal/mfa/{place}/passkey/start"),
            json!({ "deviceName": name }),
        )
        .await;
    assert_eq!(start.status, 200, "{start:?}");
    let mut key = PortalKey::default();
    let credential = key.register(origin, &start.body["options"]);
    let path = format!("/api/portal/mfa/{place}/passkey/finish");
    let enrolled = browser.post(&path, json!({ "credential": credential })).await;
    (key, enrolled)
}

/// The origin of the portal's own page.
pub async fn origin_of(world: &World) -> String {
    let entries = world.desk.passwords().await.unwrap();
    let entry = entries.iter().find(|entry| entry.sign_in_name == "mary").unwrap();
    format!("https://{}.awsapps.com", entry.account.as_deref().unwrap())
}
