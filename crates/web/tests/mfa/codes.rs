//! Codes at sign-in: one step either side, each step once for ever, whatever the clocks do.

use crate::common::devices::{App, add_app, challenged, offered, shown_code, signed_in, step_now, try_code};
use crate::common::{ATTEMPT, Answer, Browser, MANAGEMENT, Machine, SESSION, Signs as _};
use serde_json::json;

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
async fn one_step_beside_is_accepted_and_two_are_not() {
    for beside in -2..=2 {
        let machine = Machine::new();
        let app = with_app(&machine, "alice").await;
        machine.pass(600);
        let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
        let device = offered(&step, "virtual");
        let answer = try_code(&mut browser, &device, &app.code(step_now(&machine) + beside)).await;
        if (-1..=1).contains(&beside) {
            answer.must_step("signed-in");
            assert_eq!(
                answer.text("destination"),
                "https://console.aws.amazon.com/console/home"
            );
            assert!(browser.signed_in().await);
            assert!(!browser.jar.contains_key(ATTEMPT), "the attempt is over");
        } else {
            answer.must_refuse(422, "MFA_CODE_INVALID");
            assert_eq!(answer.body["field"], "code");
            assert_eq!(
                answer.text("message"),
                "Your authentication information is incorrect. Please try again."
            );
            attempt_only(&browser);
        }
    }
}

#[tokio::test]
async fn the_devices_clock_is_followed_step_by_step() {
    let machine = Machine::new();
    let app = with_app(&machine, "alice").await;
    // A clock that loses a step each time is followed to five steps; out of the blue five are too many.
    for behind in 0..=5 {
        machine.pass(600);
        let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
        let device = offered(&step, "virtual");
        let code = app.code(step_now(&machine) - behind);
        try_code(&mut browser, &device, &code).await.must_step("signed-in");
    }
    machine.pass(600);
    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    let now = step_now(&machine);
    for beside in [-7, -3, 0] {
        let answer = try_code(&mut browser, &device, &app.code(now + beside)).await;
        answer.must_refuse(422, "MFA_CODE_INVALID");
    }
    try_code(&mut browser, &device, &app.code(now - 4))
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn a_code_is_used_once_in_every_browser_and_process() {
    let machine = Machine::new();
    let app = with_app(&machine, "alice").await;
    let (mut first, step, password) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    let now = step_now(&machine);
    try_code(&mut first, &device, &app.code(now))
        .await
        .must_step("signed-in");

    let mut again = first.another();
    again.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    let refused = try_code(&mut again, &device, &app.code(now)).await;
    refused.must_refuse(422, "MFA_CODE_USED");
    assert_eq!(refused.body["field"], "code");
    let (mut elsewhere, _, _) = challenged(&machine, MANAGEMENT, "alice").await;
    try_code(&mut elsewhere, &device, &app.code(now))
        .await
        .must_refuse(422, "MFA_CODE_USED");
    // Not in two codes either.
    let form = json!({ "deviceId": device, "code1": app.code(now), "code2": app.code(now + 1) });
    let refused = elsewhere.post("/api/sign-in/mfa/resync", form).await;
    refused.must_refuse(422, "MFA_CODE_USED");
    assert_eq!(refused.body["field"], "code1");
    // Moving the clock, also back, brings no code back.
    let mut person = machine.person().await;
    person.advance(3600).await;
    person.post("/world/clock/real", json!({})).await;
    try_code(&mut elsewhere, &device, &app.code(now))
        .await
        .must_refuse(422, "MFA_CODE_USED");
    try_code(&mut elsewhere, &device, &app.code(now + 1))
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn a_code_of_another_persons_device_is_no_code() {
    let machine = Machine::new();
    let alices = with_app(&machine, "alice").await;
    let erins = {
        let mut browser = signed_in(&machine, MANAGEMENT, "erin").await;
        add_app(&machine, &mut browser, "erins-phone").await
    };
    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    assert_eq!(device, alices.id);
    let now = step_now(&machine);
    for (id, code) in [
        (device.as_str(), erins.code(now)),
        (&erins.id, erins.code(now)),
        (&erins.id, alices.code(now)),
        (&erins.serial, erins.code(now)),
        ("", alices.code(now)),
    ] {
        try_code(&mut browser, id, &code)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
    }
    // Nothing of hers was spent by it.
    try_code(&mut browser, &device, &alices.code(now))
        .await
        .must_step("signed-in");
    let (mut browser, _, _) = challenged(&machine, MANAGEMENT, "erin").await;
    try_code(&mut browser, &erins.id, &erins.code(now))
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn three_wrong_codes_keep_the_attempt_and_suggest_to_synchronize() {
    let machine = Machine::new();
    let app = with_app(&machine, "alice").await;
    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    let now = step_now(&machine);
    for wrong in 1..=3 {
        try_code(&mut browser, &device, &app.wrong(now))
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
        let step = browser.get("/api/sign-in/attempt").await;
        step.must_step("mfa");
        assert_eq!(step.body["suggestResync"], wrong == 3, "after {wrong}");
    }
    let form = json!({ "deviceId": device, "code1": app.code(now - 1), "code2": app.code(now - 1) });
    let refused = browser.post("/api/sign-in/mfa/resync", form).await;
    refused.must_refuse(422, "MFA_CODE_INVALID");
    assert_eq!(refused.body["field"], "code1");
    // The clock of the phone is a quarter of an hour fast.
    let form = json!({ "deviceId": device, "code1": app.code(now + 30), "code2": app.code(now + 31) });
    let step = browser.post("/api/sign-in/mfa/resync", form).await;
    step.must_step("mfa");
    assert_eq!(step.body["suggestResync"], false);
    attempt_only(&browser);
    machine.pass(30);
    try_code(&mut browser, &device, &app.code(now + 1))
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    try_code(&mut browser, &device, &app.code(now + 32))
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn codes_survive_moves_of_the_clock() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let password = person.password("ivan").await;
    let sign_in = async |person: &mut crate::common::Person| -> Answer {
        person.sign_out().await;
        let step = person.iam(MANAGEMENT, "ivan", &password).await;
        let device = offered(&step, "virtual");
        let code = shown_code(person, "ivan").await;
        try_code(person, &device, &code).await
    };
    sign_in(&mut person).await.must_step("signed-in");
    for seconds in [30, 3600, 40 * 24 * 3600] {
        person.advance(seconds).await;
        sign_in(&mut person).await.must_step("signed-in");
        sign_in(&mut person).await.must_refuse(422, "MFA_CODE_USED");
    }
    // Back to real time the device is not locked until the future that was left.
    person.post("/world/clock/real", json!({})).await;
    machine.pass(60);
    sign_in(&mut person).await.must_step("signed-in");
    sign_in(&mut person).await.must_refuse(422, "MFA_CODE_USED");
    // It can be synchronized as well, though later steps were used.
    person.advance(600).await;
    sign_in(&mut person).await.must_step("signed-in");
    person.post("/world/clock/real", json!({})).await;
    machine.pass(60);
    person.sign_out().await;
    let step = person.iam(MANAGEMENT, "ivan", &password).await;
    let device = offered(&step, "virtual");
    let one = shown_code(&mut person, "ivan").await;
    machine.pass(30);
    let two = shown_code(&mut person, "ivan").await;
    let form = json!({ "deviceId": device, "code1": one, "code2": two });
    person.post("/api/sign-in/mfa/resync", form).await.must_step("mfa");
    machine.pass(30);
    sign_in(&mut person).await.must_step("signed-in");
}
