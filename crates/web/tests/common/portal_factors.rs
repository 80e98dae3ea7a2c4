//! Second factors at the access portal, as tests of them go about it.

use serde_json::{Value, json};
use vestibule_credentials::security_key::{self, Faults, KeyMaterial};
use vestibule_identity::identity_center::settings::{Settings, WithoutDevice};
use vestibule_web::world::World;

use super::devices::{App, step_now};
use super::portal::sign_in;
use super::{Answer, Browser, MANAGEMENT_ROOT, Machine, Signs, password_of};

/// User name and password of somebody of the demo world; what comes then.
pub async fn enter_as(world: &World, browser: &mut Browser, name: &str) -> Answer {
    let password = password_of(world, name).await;
    sign_in(browser, name, &password).await
}

/// Who sets the settings of second factors.
pub struct Administrator {
    pub root: Browser,
}

impl Administrator {
    pub async fn of(world: &World) -> Self {
        let password = password_of(world, MANAGEMENT_ROOT).await;
        let mut root = Browser::of(world);
        root.sign_in_root(MANAGEMENT_ROOT, &password).await;
        Self { root }
    }

    /// The demo's settings, with this change.
    pub async fn set(&mut self, change: impl FnOnce(&mut Settings)) {
        let mut all = Settings {
            without_device: WithoutDevice::Allow,
            ..Settings::default()
        };
        change(&mut all);
        let form = json!({
            "prompt": all.prompt, "withoutDevice": all.without_device, "allowKeys": all.allow_keys,
            "allowApps": all.allow_apps, "manageOwnDevices": all.manage_own_devices,
        });
        let saved = self.root.put("/api/identity-center/settings/mfa", form).await;
        assert_eq!(saved.status, 204, "{saved:?}");
    }

    /// Where the person of this name is administered.
    pub async fn path_of(&mut self, name: &str) -> String {
        let list = self.root.get("/api/identity-center/users").await;
        let users = list.body["users"].as_array().unwrap();
        let user = users.iter().find(|user| user["userName"] == name).unwrap();
        format!("/api/identity-center/users/{}", user["id"].as_str().unwrap())
    }

    /// The newest record of this name in the management account.
    pub async fn newest(&mut self, name: &str) -> Value {
        let events = self.root.events().await;
        let found = events.iter().map(|event| &event["record"]);
        let mut found = found.filter(|record| record["eventName"] == name);
        found
            .next()
            .unwrap_or_else(|| panic!("no {name} in {events:?}"))
            .clone()
    }
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
    enrolled.body["device"]["id"].as_str().unwrap().clone_into(&mut app.id);
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
    (super::door::code_in(&message.body).to_owned(), message.to.clone())
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
