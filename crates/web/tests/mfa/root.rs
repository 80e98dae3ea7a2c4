//! A root user without a second factor is reminded for 35 days; then a device is part of signing in.

use crate::common::devices::{App, Key, add_app, listed, offered, step_now, try_code};
use crate::common::{Answer, Browser, FINANCE_ROOT, MANAGEMENT_ROOT, Machine, Signs, password_of};
use serde_json::{Value, json};

const LABS_ROOT: &str = "labs-root@anycompany.example";
const DAY: u64 = 24 * 3600;

/// To the step after the right password, whatever it is.
async fn to_step(browser: &mut Browser, email: &str, password: &str) -> Answer {
    browser.root_email(email).await.must_step("root-password");
    browser.root_password(password).await
}

async fn go(browser: &mut Browser, what: &str) -> Answer {
    browser.post(&format!("/api/sign-in/mfa/{what}"), Value::Null).await
}

async fn create_inside(browser: &mut Browser, name: &str) -> Answer {
    browser
        .post("/api/mfa/sign-in/virtual", json!({ "deviceName": name }))
        .await
}

async fn enable_inside(browser: &mut Browser, form: Value) -> Answer {
    browser.post("/api/mfa/sign-in/virtual/enable", form).await
}

#[tokio::test]
async fn the_reminder_can_be_skipped_for_35_days_and_not_longer() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let password = person.password(FINANCE_ROOT).await;
    let mut browser = machine.browser().await;
    // A wrong password does not start the 35 days.
    browser.root(FINANCE_ROOT, "Not-The-Password-1").await;
    person.advance(100 * DAY).await;
    for (day, left) in [(0, 35), (1, 34), (33, 1)] {
        person.advance(day * DAY).await;
        let mut browser = Browser::of(&machine.world().await);
        let step = to_step(&mut browser, FINANCE_ROOT, &password).await;
        step.must_step("mfa-reminder");
        assert_eq!(
            step.body,
            json!({ "step": "mfa-reminder", "email": FINANCE_ROOT, "daysLeft": left })
        );
        assert!(!browser.signed_in().await, "reminded, not signed in");
        assert_eq!(browser.get("/api/sign-in/attempt").await.body, step.body);
        go(&mut browser, "skip").await.must_step("signed-in");
        let view = browser.get("/api/session").await;
        assert_eq!(
            (&view.body["sessionMfa"], &view.body["rootMfaDaysLeft"]),
            (&Value::Null, &json!(left))
        );
        go(&mut browser, "skip").await.must_refuse(409, "ATTEMPT_EXPIRED");
    }
    // The last minutes: the reminder is shown, and over before it is skipped.
    person.advance(DAY - 60).await;
    let mut late = Browser::of(&machine.world().await);
    to_step(&mut late, FINANCE_ROOT, &password)
        .await
        .must_step("mfa-reminder");
    person.advance(60).await;
    let mut late = reopened(&machine, late).await;
    go(&mut late, "skip").await.must_refuse(409, "ATTEMPT_EXPIRED");
    assert!(!late.signed_in().await);
    let step = go(&mut late, "enrol").await;
    assert_eq!(
        step.body,
        json!({ "step": "enrol-mfa", "email": FINANCE_ROOT, "daysLeft": null })
    );

    let mut browser = Browser::of(&machine.world().await);
    let step = to_step(&mut browser, FINANCE_ROOT, &password).await;
    assert_eq!(
        step.body,
        json!({ "step": "enrol-mfa", "email": FINANCE_ROOT, "daysLeft": null })
    );
    go(&mut browser, "skip").await.must_refuse(409, "ATTEMPT_EXPIRED");
    assert!(!browser.signed_in().await);
    // Back to real time the first sign-in lies in a future that was left: it counts as one of now.
    person.post("/world/clock/real", json!({})).await;
    let mut browser = Browser::of(&machine.world().await);
    let step = to_step(&mut browser, FINANCE_ROOT, &password).await;
    assert_eq!(step.body["daysLeft"], 35, "{step:?}");
}

/// The same browser, talking to a service that read the clock's state anew.
async fn reopened(machine: &Machine, old: Browser) -> Browser {
    let mut browser = Browser::of(&machine.world().await);
    browser.jar = old.jar;
    browser
}

#[tokio::test]
async fn past_its_days_a_root_user_registers_a_device_to_sign_in() {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, LABS_ROOT).await;
    let mut browser = Browser::of(&world);
    let step = to_step(&mut browser, LABS_ROOT, &password).await;
    assert_eq!(
        step.body,
        json!({ "step": "enrol-mfa", "email": LABS_ROOT, "daysLeft": null })
    );
    let shown = create_inside(&mut browser, "phone").await;
    let app = App::shown(&shown);
    assert!(app.serial.ends_with(":mfa/root-account-mfa-device"));
    let now = step_now(&machine);
    let wrong = json!({ "deviceName": "phone", "code1": app.wrong(now), "code2": app.wrong(now) });
    enable_inside(&mut browser, wrong)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    let bad = json!({ "deviceName": "phone", "code1": "12345", "code2": app.code(now) });
    enable_inside(&mut browser, bad).await.must_blame("code1");
    create_inside(&mut browser, "my phone").await.must_blame("deviceName");
    assert!(!browser.signed_in().await);
    browser.get("/api/sign-in/attempt").await.must_step("enrol-mfa");

    let enrolled = enable_inside(&mut browser, app.form(now - 1)).await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    assert_eq!(
        enrolled.body["step"],
        json!({ "step": "signed-in", "destination": "https://console.aws.amazon.com/console/home" })
    );
    let view = browser.get("/api/session").await;
    assert_eq!(
        view.body["sessionMfa"],
        json!({
            "serial": app.serial, "kind": "virtual", "at": "2026-03-01T12:00:00Z", "userVerified": false,
        })
    );
    assert_eq!(view.body["rootMfaDaysLeft"], Value::Null);
    assert_eq!(listed(&mut browser).await, [enrolled.body["device"].clone()]);
    browser
        .get("/api/sign-in/attempt")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");

    // From now on it is asked for, and one device is enough.
    machine.pass(30);
    browser.sign_out().await;
    let step = to_step(&mut browser, LABS_ROOT, &password).await;
    let device = offered(&step, "virtual");
    assert_eq!(
        (&step.body["email"], &step.body["userName"], &step.body["account"]),
        (&json!(LABS_ROOT), &Value::Null, &Value::Null)
    );
    assert_eq!(step.body["alternativeFactors"], true);
    try_code(&mut browser, &device, &app.code(step_now(&machine)))
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn the_wizard_is_open_to_who_could_still_wait() {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, MANAGEMENT_ROOT).await;
    let mut browser = Browser::of(&world);
    to_step(&mut browser, MANAGEMENT_ROOT, &password)
        .await
        .must_step("mfa-reminder");
    // Not before it was chosen.
    create_inside(&mut browser, "phone")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    let step = go(&mut browser, "enrol").await;
    assert_eq!(
        step.body,
        json!({ "step": "enrol-mfa", "email": MANAGEMENT_ROOT, "daysLeft": 35 })
    );
    let start = browser
        .post("/api/mfa/sign-in/passkey/start", json!({ "deviceName": "key" }))
        .await;
    let mut key = Key {
        verifies: true,
        ..Key::default()
    };
    let form = json!({ "credential": key.register(&start.body["options"]) });
    let enrolled = browser.post("/api/mfa/sign-in/passkey/finish", form).await;
    assert_eq!(enrolled.body["step"]["step"], "signed-in", "{enrolled:?}");
    let view = browser.get("/api/session").await;
    let mfa = &view.body["sessionMfa"];
    assert_eq!((&mfa["kind"], &mfa["userVerified"]), (&json!("passkey"), &json!(true)));
}

#[tokio::test]
async fn a_sign_in_under_way_does_not_go_past_a_device_registered_elsewhere() {
    let machine = Machine::new();
    let world = machine.world().await;
    let labs = password_of(&world, LABS_ROOT).await;
    let management = password_of(&world, MANAGEMENT_ROOT).await;
    // Someone who has the password only stands at the wizard, at its codes, at a key, at the reminder.
    let mut intruders = Vec::new();
    for _ in 0..3 {
        let mut browser = Browser::of(&world);
        to_step(&mut browser, LABS_ROOT, &labs).await.must_step("enrol-mfa");
        intruders.push(browser);
    }
    let theirs = App::shown(&create_inside(&mut intruders[1], "theirs").await);
    let options = intruders[2]
        .post("/api/mfa/sign-in/passkey/start", json!({ "deviceName": "key" }))
        .await
        .body["options"]
        .clone();
    let mut reminded = Browser::of(&world);
    to_step(&mut reminded, MANAGEMENT_ROOT, &management)
        .await
        .must_step("mfa-reminder");

    let mut owner = Browser::of(&world);
    to_step(&mut owner, LABS_ROOT, &labs).await.must_step("enrol-mfa");
    let app = App::shown(&create_inside(&mut owner, "phone").await);
    let now = step_now(&machine);
    let enrolled = enable_inside(&mut owner, app.form(now - 1)).await;
    assert_eq!(enrolled.body["step"]["step"], "signed-in", "{enrolled:?}");
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    add_app(&machine, &mut root, "phone").await;

    let form = json!({ "credential": Key::default().register(&options) });
    for answer in [
        create_inside(&mut intruders[0], "theirs").await,
        enable_inside(&mut intruders[1], theirs.form(now - 1)).await,
        intruders[2].post("/api/mfa/sign-in/passkey/finish", form).await,
        go(&mut reminded, "skip").await,
    ] {
        answer.must_refuse(409, "ATTEMPT_EXPIRED");
    }
    go(&mut reminded, "enrol").await;
    create_inside(&mut reminded, "theirs")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    for browser in intruders.iter_mut().chain([&mut reminded]) {
        assert!(!browser.signed_in().await);
    }
    assert_eq!(listed(&mut owner).await.len(), 1);
    assert_eq!(listed(&mut root).await.len(), 1);
}

#[tokio::test]
async fn a_recovered_password_ends_sign_ins_under_way() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let old = person.password(MANAGEMENT_ROOT).await;
    let mut intruder = machine.browser().await;
    to_step(&mut intruder, MANAGEMENT_ROOT, &old)
        .await
        .must_step("mfa-reminder");
    person.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
    let step = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    person.pass_check(step).await.must_step("recovery-sent");
    let mail = person.newest_mail().await;
    let address = mail.body["links"][0]["address"].as_str().unwrap();
    let token = address.split_once("token=").unwrap().1;
    let form = json!({ "token": token, "newPassword": "Recovered-1", "confirmPassword": "Recovered-1" });
    assert_eq!(person.post("/api/recovery", form).await.status, 204);
    go(&mut intruder, "skip").await.must_refuse(409, "ATTEMPT_EXPIRED");
    go(&mut intruder, "enrol").await.must_refuse(409, "ATTEMPT_EXPIRED");
    assert!(!intruder.signed_in().await);
    person.sign_in_root(MANAGEMENT_ROOT, "Recovered-1").await;
}
