//! The second factor at sign-in: what is told before the password is right, and which codes let in.

use crate::common::devices::{
    App, add_app, challenged, create, enable, listed, offered, shown_code, signed_in, step_now, try_code,
};
use crate::common::{ATTEMPT, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, SESSION, Signs as _, password_of};
use serde_json::{Value, json};

const WRONG: &str = "Not-The-Password-1";

/// A user of the management account with an authenticator app; nobody is signed in.
async fn with_app(machine: &Machine, user: &str) -> App {
    let mut browser = signed_in(machine, MANAGEMENT, user).await;
    let app = add_app(machine, &mut browser, "phone").await;
    browser.sign_out().await;
    app
}

fn attempt_only(browser: &Browser) {
    assert!(browser.jar.contains_key(ATTEMPT) && !browser.jar.contains_key(SESSION));
}

#[tokio::test]
async fn nothing_is_told_of_devices_before_the_right_password() {
    let machine = Machine::new();
    with_app(&machine, "alice").await;
    let mut person = machine.person().await;
    let browser = machine.browser().await;
    // Someone with an app, with a key, with a token, with both, without any, and nobody.
    let mut answers = Vec::new();
    for user in ["alice", "ivan", "judy", "leo", "kim", "erin", "nobody-at-all"] {
        answers.push(browser.another().iam(MANAGEMENT, user, WRONG).await);
    }
    answers[0].must_refuse(401, "AUTHENTICATION_FAILED");
    assert!(answers.iter().all(|answer| *answer == answers[0]), "{answers:?}");
    // Waiting looks the same as well.
    let mut waits = Vec::new();
    for user in ["ivan", "erin"] {
        for _ in 0..4 {
            browser.another().iam(MANAGEMENT, user, WRONG).await;
        }
        waits.push(browser.another().iam(MANAGEMENT, user, WRONG).await);
    }
    waits[0].must_wait(30);
    assert_eq!(waits[0], waits[1]);

    // Nor to a root user's wrong password.
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    add_app(&machine, &mut root, "root-phone").await;
    let refused = browser.another().root(MANAGEMENT_ROOT, WRONG).await;
    assert_eq!(
        refused,
        browser.another().root(crate::common::FINANCE_ROOT, WRONG).await
    );
    refused.must_refuse(401, "AUTHENTICATION_FAILED");

    // Without an attempt at the challenge there is nothing to ask about: five routes, five equal answers.
    let code = shown_code(&mut person, "ivan").await;
    for (path, body) in [
        ("code", json!({ "deviceId": "0", "code": code })),
        ("passkey/start", Value::Null),
        ("passkey/finish", json!({ "credential": {} })),
        ("resync", json!({ "deviceId": "0", "code1": code, "code2": code })),
        ("alternative/start", Value::Null),
        ("alternative/call", Value::Null),
        ("alternative/finish", Value::Null),
        ("skip", Value::Null),
        ("enrol", Value::Null),
    ] {
        let answer = browser.another().post(&format!("/api/sign-in/mfa/{path}"), body).await;
        answer.must_refuse(409, "ATTEMPT_EXPIRED");
    }
}

#[tokio::test]
async fn the_challenge_shows_the_devices_and_signs_nobody_in() {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, "kim").await;
    let mut browser = Browser::of(&world);
    let step = browser.iam(MANAGEMENT, "kim", &password).await;
    let (app, key) = (offered(&step, "virtual"), offered(&step, "passkey"));
    assert_eq!(
        step.body,
        json!({
            "step": "mfa", "userName": "kim", "email": null, "account": MANAGEMENT,
            "devices": [
                { "id": app, "kind": "virtual", "name": "kim-phone" },
                { "id": key, "kind": "passkey", "name": "kim-key" },
            ],
            "alternativeFactors": false, "suggestResync": false,
        }),
    );
    attempt_only(&browser);
    assert!(!browser.signed_in().await);
    for path in ["/api/security-credentials", "/api/users", "/api/events"] {
        browser.get(path).await.must_refuse(401, "NOT_SIGNED_IN");
    }
    create(&mut browser, "mine").await.must_refuse(401, "NOT_SIGNED_IN");
    // The page may be loaded again.
    assert_eq!(browser.get("/api/sign-in/attempt").await.body, step.body);
    // What belongs to other steps is not to be had here.
    for path in [
        "skip",
        "enrol",
        "alternative/start",
        "alternative/call",
        "alternative/finish",
    ] {
        let answer = browser.post(&format!("/api/sign-in/mfa/{path}"), Value::Null).await;
        answer.must_refuse(409, "ATTEMPT_EXPIRED");
    }
    browser
        .new_password(&password, "A-Brand-New-1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    let path = "/api/mfa/sign-in/virtual";
    let answer = browser.post(path, json!({ "deviceName": "mine" })).await;
    answer.must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn an_attempt_lasts_fifteen_minutes_whatever_is_typed() {
    let machine = Machine::new();
    let app = with_app(&machine, "alice").await;
    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    let (mut in_time, _, _) = challenged(&machine, MANAGEMENT, "alice").await;
    for minutes in [0, 7, 7] {
        machine.pass(60 * minutes);
        let wrong = app.wrong(step_now(&machine));
        try_code(&mut browser, &device, &wrong)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
    }
    machine.pass(59);
    try_code(&mut in_time, &device, &app.code(step_now(&machine)))
        .await
        .must_step("signed-in");
    machine.pass(1);
    let code = app.code(step_now(&machine) + 1);
    let gone = try_code(&mut browser, &device, &code).await;
    gone.must_refuse(409, "ATTEMPT_EXPIRED");
    browser
        .get("/api/sign-in/attempt")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    // The code was not looked at, so it is not used.
    let (mut browser, _, _) = challenged(&machine, MANAGEMENT, "alice").await;
    try_code(&mut browser, &device, &code).await.must_step("signed-in");
}

#[tokio::test]
async fn a_new_password_is_asked_for_after_the_second_factor() {
    let machine = Machine::new();
    let app = with_app(&machine, "alice").await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let form = json!({ "password": null, "resetRequired": true });
    let set = root.put("/api/users/alice/password", form).await;
    let password = set.text("password").to_owned();
    let mut browser = machine.browser().await;
    let step = browser.iam(MANAGEMENT, "alice", &password).await;
    let device = offered(&step, "virtual");
    browser
        .new_password(&password, "Alice-New-1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    let at_challenge = browser.header();
    let step = try_code(&mut browser, &device, &app.code(step_now(&machine))).await;
    step.must_step("new-password");
    assert_eq!(step.body["reason"], "reset-required");
    assert!(!browser.signed_in().await);
    let old = browser
        .replay("GET", "/api/sign-in/attempt", &at_challenge, &Value::Null)
        .await;
    old.must_refuse(409, "ATTEMPT_EXPIRED");
    browser
        .new_password(&password, "Alice-New-1")
        .await
        .must_step("signed-in");
    let view = browser.get("/api/session").await;
    assert_eq!(
        view.body["sessionMfa"],
        json!({
            "serial": app.serial, "kind": "virtual", "at": "2026-03-01T12:00:30Z", "userVerified": false,
        })
    );
}

#[tokio::test]
async fn a_password_that_is_changed_ends_the_challenge() {
    let machine = Machine::new();
    let app = with_app(&machine, "alice").await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let set = json!({ "password": "Set-By-Admin-1", "resetRequired": false });
    let changes: [(&str, &str, Value); 3] = [
        ("PUT", "/api/users/alice/password", set),
        ("DELETE", "/api/users/alice/password", Value::Null),
        ("DELETE", "/api/users/alice", Value::Null),
    ];
    let mut password = password_of(&machine.world().await, "alice").await;
    for (method, path, body) in changes {
        let mut browser = machine.browser().await;
        let step = browser.iam(MANAGEMENT, "alice", &password).await;
        let device = offered(&step, "virtual");
        let done = root.send(method, path, &body).await;
        assert!(done.status < 300, "{done:?}");
        let code = app.code(step_now(&machine));
        try_code(&mut browser, &device, &code)
            .await
            .must_refuse(409, "ATTEMPT_EXPIRED");
        assert!(!browser.signed_in().await);
        if path.ends_with("password") {
            // Given again it lets in, with the very same code.
            let form = json!({ "password": "Set-By-Admin-2", "resetRequired": false });
            assert_eq!(root.put("/api/users/alice/password", form).await.status, 200);
            "Set-By-Admin-2".clone_into(&mut password);
            browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
            try_code(&mut browser, &device, &code).await.must_step("signed-in");
            machine.pass(30);
        }
    }
}

#[tokio::test]
async fn a_device_that_is_registered_meanwhile_is_asked_for() {
    let machine = Machine::new();
    // Her password is ten days old and expires after ninety: she is in just before, and elsewhere just after.
    let password = password_of(&machine.world().await, "alice").await;
    machine.pass(80 * 24 * 3600 - 60);
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    machine.pass(60);
    let mut pending = alice.another();
    let step = pending.iam(MANAGEMENT, "alice", &password).await;
    step.must_step("new-password");
    let app = add_app(&machine, &mut alice, "phone").await;
    pending
        .new_password(&password, "Alice-New-1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    assert!(!pending.signed_in().await);
    let step = pending.iam(MANAGEMENT, "alice", &password).await;
    let device = offered(&step, "virtual");
    let code = app.code(step_now(&machine));
    try_code(&mut pending, &device, &code).await.must_step("new-password");
    pending
        .new_password(&password, "Alice-New-1")
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn a_device_that_is_removed_at_the_challenge_is_asked_for_no_more() {
    let machine = Machine::new();
    let phone = with_app(&machine, "alice").await;
    let (mut browser, step, password) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let list = root.get("/api/users/alice/mfa").await;
    assert_eq!(list.body["devices"][0]["id"], json!(device));
    assert_eq!(root.delete(&format!("/api/users/alice/mfa/{device}")).await.status, 204);
    let code = phone.code(step_now(&machine));
    try_code(&mut browser, &device, &code)
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    browser
        .get("/api/sign-in/attempt")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    // The password alone lets in now; a new device of the same name is another one.
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    assert!(listed(&mut browser).await.is_empty());
    let new = App::shown(&create(&mut browser, "phone").await);
    let now = step_now(&machine);
    assert_eq!(new.serial, phone.serial);
    enable(&mut browser, phone.form(now - 1))
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    assert_eq!(enable(&mut browser, new.form(now - 1)).await.status, 200);
    machine.pass(30);
    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    let now = step_now(&machine);
    try_code(&mut browser, &device, &phone.code(now))
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    try_code(&mut browser, &device, &new.code(now))
        .await
        .must_step("signed-in");
}
