//! Between the password and the second step: what stood on a password ends with it.

use crate::common::{Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _, password_of};
use serde_json::{Value, json};
use vestibule_web::world::World;

const NEW: &str = "another Passw0rd, and longer";

/// The code that the desk's authenticator shows for this person.
async fn code(world: &World, of: &str) -> String {
    let screen = world.desk.authenticator().await.unwrap();
    let entry = screen
        .entries
        .into_iter()
        .find(|entry| entry.account.ends_with(&format!("@{of}")));
    entry.unwrap().code
}

/// A browser in which ivan gave the right password.
async fn at_the_challenge(world: &World) -> (Browser, String) {
    let password = password_of(world, "ivan").await;
    let mut browser = Browser::of(world);
    let step = browser.iam(MANAGEMENT, "ivan", &password).await;
    step.must_step("mfa");
    (browser, step.body["devices"][0]["id"].as_str().unwrap().to_owned())
}

async fn give(browser: &mut Browser, device: &str, code: &str) -> crate::common::Answer {
    let form = json!({ "deviceId": device, "code": code });
    browser.post("/api/sign-in/mfa/code", form).await
}

#[tokio::test]
async fn a_new_password_ends_sign_ins_that_wait_for_a_code() {
    let machine = Machine::new();
    let world = machine.world().await;
    let (mut browser, device) = at_the_challenge(&world).await;
    let (mut untouched, _) = at_the_challenge(&world).await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let set = json!({ "password": NEW, "resetRequired": false });
    assert_eq!(root.send("PUT", "/api/users/ivan/password", &set).await.status, 200);
    let code = code(&world, "ivan").await;
    for browser in [&mut browser, &mut untouched] {
        give(browser, &device, &code).await.must_refuse(409, "ATTEMPT_EXPIRED");
        assert!(!browser.signed_in().await);
    }
    // The same code with the new password is right.
    browser.iam(MANAGEMENT, "ivan", NEW).await.must_step("mfa");
    give(&mut browser, &device, &code).await.must_step("signed-in");
}

#[tokio::test]
async fn a_removed_password_or_user_ends_them_too() {
    for path in ["/api/users/ivan/password", "/api/users/ivan"] {
        let machine = Machine::new();
        let world = machine.world().await;
        let (mut browser, device) = at_the_challenge(&world).await;
        let mut root = machine.root(MANAGEMENT_ROOT).await;
        assert_eq!(root.send("DELETE", path, &Value::Null).await.status, 204);
        let code = code(&world, "ivan").await;
        give(&mut browser, &device, &code)
            .await
            .must_refuse(409, "ATTEMPT_EXPIRED");
        assert!(!browser.signed_in().await);
    }
}

#[tokio::test]
async fn someone_elses_new_password_ends_nothing() {
    let machine = Machine::new();
    let world = machine.world().await;
    let (mut browser, device) = at_the_challenge(&world).await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let set = json!({ "password": NEW, "resetRequired": false });
    assert_eq!(root.send("PUT", "/api/users/kim/password", &set).await.status, 200);
    let code = code(&world, "ivan").await;
    give(&mut browser, &device, &code).await.must_step("signed-in");
}

#[tokio::test]
async fn a_recovered_root_password_ends_the_reminder() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut waiting = machine.browser().await;
    let password = person.password(MANAGEMENT_ROOT).await;
    waiting.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
    waiting.root_password(&password).await.must_step("mfa-reminder");

    person.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
    let step = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    person.pass_check(step).await.must_step("recovery-sent");
    let mail = person.newest_mail().await;
    let link = mail.body["links"][0]["address"].as_str().unwrap();
    let token = link.split_once("token=").unwrap().1;
    let form = json!({ "token": token, "newPassword": NEW, "confirmPassword": NEW });
    let done = person.post("/api/recovery", form).await;
    assert!(done.status < 300, "{done:?}");

    let skipped = waiting.post("/api/sign-in/mfa/skip", json!({})).await;
    skipped.must_refuse(409, "ATTEMPT_EXPIRED");
    assert!(!waiting.signed_in().await);
    person.root(MANAGEMENT_ROOT, NEW).await.must_step("signed-in");
}
