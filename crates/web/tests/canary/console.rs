//! IAM users, the root user and their devices.

use serde_json::json;
use vestibule_web::desktop::SITE;
use vestibule_web::world::World;

use crate::common::devices::{App, SITE as SIGN_IN, create, enable, offered, step_now, try_code};
use crate::common::{MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs as _};
use crate::secrets::Secrets;

pub(crate) async fn keep_cookies(secrets: &mut Secrets, window: &World) {
    if let Some(header) = window.desk.cookie_header(SITE).await.unwrap() {
        secrets.cookies(&header);
    }
}

pub(crate) async fn iam_flows(machine: &Machine, person: &mut Person, window: &World, secrets: &mut Secrets) {
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

pub(crate) async fn root_flows(person: &mut Person, window: &World, secrets: &mut Secrets) {
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
pub(crate) async fn device_flows(machine: &Machine, person: &mut Person, window: &World, secrets: &mut Secrets) {
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
