//! A session, a sign-in, a remembered account and a recovery link, each of which ends between two copies of a folder.

use serde_json::{Value, json};

use super::{
    ATTEMPT, Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, REMEMBERED, Signs as _, password_of,
    portal,
};

const NEW: &str = "Recovered-Password-1";

/// What was good once, and is used up or ended by now.
pub struct Story {
    /// The folder while it all was still good.
    pub then: Machine,
    /// The folder afterwards, the app killed.
    pub now: Machine,
    pub session: String,
    pub remembered: String,
    pub attempt: String,
    pub root_password: String,
    pub link: String,
    /// A link into the console, from the access portal.
    pub sign_in_token: String,
}

pub async fn story() -> Story {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let world = machine.world().await;
    let mut alice = Browser::of(&world);
    let password = password_of(&world, "alice").await;
    alice
        .iam_remembered(MANAGEMENT, "alice", &password)
        .await
        .must_step("signed-in");
    let mut root = Browser::of(&world);
    let root_password = password_of(&world, MANAGEMENT_ROOT).await;
    root.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
    let attempt = root.header();
    assert!(attempt.contains(ATTEMPT));
    person.root_email(FINANCE_ROOT).await.must_step("root-password");
    let check = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    person.pass_check(check).await.must_step("recovery-sent");
    let mail = person.newest_mail().await;
    let address = mail.body["links"][0]["address"].as_str().unwrap();
    let link = address.split_once("?token=").unwrap().1.to_owned();
    let mut mary = Browser::of(&world);
    portal::enter(&world, &mut mary, "mary").await;
    let finance = portal::account_id(&mut mary, "Finance").await;
    let entry = portal::link(&mut mary, &finance, "ViewOnlyAccess", "").await;
    let sign_in_token = entry.text("address").rsplit_once("SigninToken=").unwrap().1.to_owned();
    let session = alice.session_cookie();
    let remembered = format!("{REMEMBERED}={}", alice.jar[REMEMBERED]);
    let then = machine.copy();

    alice.sign_out().await;
    let landed = portal::follow(&mut mary, entry.text("address")).await;
    assert_eq!(landed.status, 200, "{landed:?}");
    root.root_password(&root_password).await.must_step("mfa-reminder");
    let form = json!({ "token": link, "newPassword": NEW, "confirmPassword": NEW });
    assert_eq!(person.post("/api/recovery", form).await.status, 204);
    let now = machine.copy();
    Story {
        then,
        now,
        session,
        remembered,
        attempt,
        root_password,
        link,
        sign_in_token,
    }
}

impl Story {
    /// Everything goes on but the service's store, which is an older copy.
    pub fn rolled_back(&self) -> Machine {
        with_store_of(&self.now, &self.then)
    }

    /// What came back is worth nothing, and people can sign in.
    pub async fn must_be_void(&self, machine: &Machine, person: &mut Person) {
        let world = machine.world().await;
        let browser = Browser::of(&world);
        assert!(!browser.lives(&self.session).await, "the session that was signed out");
        let body = json!({ "password": self.root_password });
        let finished = browser
            .replay("POST", "/api/sign-in/root/password", &self.attempt, &body)
            .await;
        finished.must_refuse(409, "ATTEMPT_EXPIRED");
        let page = browser
            .replay("GET", "/api/sign-in", &self.remembered, &Value::Null)
            .await;
        assert_eq!(page.body, json!({ "page": "chooser" }), "the remembered account");
        let look = person.get(&format!("/api/recovery?token={}", self.link)).await;
        look.must_refuse(410, "RECOVERY_LINK_USED");
        let form = json!({ "token": self.link, "newPassword": NEW, "confirmPassword": NEW });
        person
            .post("/api/recovery", form)
            .await
            .must_refuse(410, "RECOVERY_LINK_USED");

        person
            .post("/api/federation/login", json!({ "signinToken": self.sign_in_token }))
            .await
            .must_refuse(410, "SIGN_IN_TOKEN_INVALID");

        let alice = person.password("alice").await;
        person.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
        assert!(person.signed_in().await);
        let sessions = person.get("/api/security-credentials").await;
        assert_eq!(sessions.body["sessions"].as_array().unwrap().len(), 1, "{sessions:?}");
    }
}

/// This folder with the service's store of another one.
pub fn with_store_of(machine: &Machine, other: &Machine) -> Machine {
    let mixed = machine.copy();
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("identity.db{suffix}");
        let _ = std::fs::remove_file(mixed.folder.join(&name));
        if other.folder.join(&name).exists() {
            std::fs::copy(other.folder.join(&name), mixed.folder.join(&name)).unwrap();
        }
    }
    mixed
}
