//! A device has a throttle of its own, as a password has: the same waits, the same end, wherever the codes are typed.

use crate::common::devices::{
    App, Key, add_app, add_key, ask_key, challenged, offered, signed_in, step_now, try_code, try_key,
};
use crate::common::{Answer, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _};
use serde_json::json;

const LADDER: [u32; 8] = [30, 60, 120, 240, 480, 960, 1920, 3600];

async fn with_app(machine: &Machine, user: &str) -> App {
    let mut browser = signed_in(machine, MANAGEMENT, user).await;
    add_app(machine, &mut browser, "phone").await
}

async fn wrong(machine: &Machine, browser: &mut Browser, app: &App) -> Answer {
    let code = app.wrong(step_now(machine));
    try_code(browser, &app.id, &code).await
}

async fn right(machine: &Machine, browser: &mut Browser, app: &App) -> Answer {
    let code = app.code(step_now(machine));
    try_code(browser, &app.id, &code).await
}

#[tokio::test]
async fn waits_grow_and_the_right_code_waits_too() {
    let machine = Machine::new();
    let app = with_app(&machine, "alice").await;
    let (mut browser, _, password) = challenged(&machine, MANAGEMENT, "alice").await;
    for _ in 0..5 {
        wrong(&machine, &mut browser, &app)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
    }
    for wait in LADDER {
        for answer in [
            right(&machine, &mut browser, &app).await,
            wrong(&machine, &mut browser, &app).await,
        ] {
            answer.must_wait(wait);
        }
        machine.pass(u64::from(wait) - 1);
        // The password has a throttle of its own and is asked for as ever.
        browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
        right(&machine, &mut browser, &app).await.must_wait(1);
        machine.pass(1);
        wrong(&machine, &mut browser, &app)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
    }
    machine.pass(3600);
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    right(&machine, &mut browser, &app).await.must_step("signed-in");

    // Success clears: four free ones again.
    machine.pass(30);
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    for _ in 0..4 {
        wrong(&machine, &mut browser, &app)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
    }
    right(&machine, &mut browser, &app).await.must_step("signed-in");
}

#[tokio::test]
async fn browsers_processes_and_ways_to_type_a_code_count_together() {
    let machine = Machine::new();
    let app = with_app(&machine, "alice").await;
    let (mut first, ..) = challenged(&machine, MANAGEMENT, "alice").await;
    let (mut second, _, password) = challenged(&machine, MANAGEMENT, "alice").await;
    let mut session = signed_in_with(&machine, &app).await;
    machine.pass(30);
    let now = step_now(&machine);
    let two = json!({ "code1": app.wrong(now), "code2": app.wrong(now) });
    wrong(&machine, &mut first, &app)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    wrong(&machine, &mut second, &app)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    let path = format!("/api/mfa/devices/{}/resync", app.id);
    session
        .post(&path, two.clone())
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    let mut at_sign_in = two.clone();
    at_sign_in["deviceId"] = json!(app.id);
    second
        .post("/api/sign-in/mfa/resync", at_sign_in.clone())
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    let mut third = second.another();
    third.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    wrong(&machine, &mut third, &app)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");

    right(&machine, &mut first, &app).await.must_wait(30);
    session.post(&path, two).await.must_wait(30);
    second.post("/api/sign-in/mfa/resync", at_sign_in).await.must_wait(30);
    // A restart, and a machine clock set back, change nothing.
    machine.clock.jump_wall(-7 * 24 * 3600);
    let mut restarted = machine.browser().await;
    restarted.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    try_code(&mut restarted, &app.id, &app.code(now)).await.must_wait(30);
    machine.clock.jump_wall(7 * 24 * 3600);
    machine.pass(30);
    right(&machine, &mut restarted, &app).await.must_step("signed-in");
}

async fn signed_in_with(machine: &Machine, app: &App) -> Browser {
    let (mut browser, ..) = challenged(machine, MANAGEMENT, "alice").await;
    right(machine, &mut browser, app).await.must_step("signed-in");
    browser
}

#[tokio::test]
async fn each_device_counts_for_itself() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let phone = add_app(&machine, &mut alice, "phone").await;
    let tablet = add_app(&machine, &mut alice, "tablet").await;
    let mut key = Key::default();
    add_key(&mut alice, &mut key, "key").await;
    let (mut browser, step, password) = challenged(&machine, MANAGEMENT, "alice").await;
    offered(&step, "passkey");
    for _ in 0..5 {
        wrong(&machine, &mut browser, &phone)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
    }
    right(&machine, &mut browser, &phone).await.must_wait(30);
    right(&machine, &mut browser, &tablet).await.must_step("signed-in");
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    let answer = key.answer(&ask_key(&mut browser).await);
    try_key(&mut browser, &answer).await.must_step("signed-in");
    // Neither of them cleared the phone's count.
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    right(&machine, &mut browser, &phone).await.must_wait(30);
}

#[tokio::test]
async fn a_hundred_wrong_codes_disable_a_device_until_it_is_removed() {
    let machine = Machine::new();
    let app = with_app(&machine, "alice").await;
    let (mut browser, _, password) = challenged(&machine, MANAGEMENT, "alice").await;
    for _ in 0..99 {
        wrong(&machine, &mut browser, &app)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
        machine.pass(3600);
        browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    }
    // 99 and an hour: the owner is still let in; a copy of the folder shows it.
    let mut copy = machine.copy();
    copy.clock = machine.clock.clone();
    let mut elsewhere = copy.browser().await;
    elsewhere.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    right(&copy, &mut elsewhere, &app).await.must_step("signed-in");

    wrong(&machine, &mut browser, &app)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    machine.pass(365 * 24 * 3600);
    let mut restarted = machine.browser().await;
    // A year later the password must be changed as well, after the device.
    restarted.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    let now = step_now(&machine);
    right(&machine, &mut restarted, &app)
        .await
        .must_refuse(403, "CREDENTIAL_DISABLED");
    let form = json!({ "deviceId": app.id, "code1": app.code(now - 1), "code2": app.code(now) });
    restarted
        .post("/api/sign-in/mfa/resync", form)
        .await
        .must_refuse(403, "CREDENTIAL_DISABLED");
    assert!(!restarted.signed_in().await);

    let mut root = machine.root(MANAGEMENT_ROOT).await;
    assert_eq!(
        root.delete(&format!("/api/users/alice/mfa/{}", app.id)).await.status,
        204
    );
    let set = json!({ "password": "Set-By-Admin-1", "resetRequired": false });
    assert_eq!(root.put("/api/users/alice/password", set).await.status, 200);
    let mut alice = machine.browser().await;
    alice
        .iam(MANAGEMENT, "alice", "Set-By-Admin-1")
        .await
        .must_step("signed-in");
    // The next device of this name starts afresh.
    let next = add_app(&machine, &mut alice, "phone").await;
    assert_eq!(next.serial, app.serial);
    alice.iam(MANAGEMENT, "alice", "Set-By-Admin-1").await.must_step("mfa");
    wrong(&machine, &mut alice, &next)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    right(&machine, &mut alice, &next).await.must_step("signed-in");
}
