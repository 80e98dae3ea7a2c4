//! The person's devices against the service itself: what is registered here lets in there, and nothing else does.

use crate::common::{Answer, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs as _};
use serde_json::{Value, json};

const SITE: &str = "https://signin.aws.amazon.com";

/// Two codes, one after the other, as the app shows them.
async fn two_codes(person: &mut Person, entry: &Value) -> (String, String) {
    let screen = person.get("/desk/authenticator").await;
    let entries = screen.body["entries"].as_array().unwrap();
    let entry = entries.iter().find(|each| each["id"] == *entry).unwrap();
    let text = |field: &str| entry[field].as_str().unwrap().to_owned();
    (text("code"), text("nextCode"))
}

/// Registers the app of the desk for whoever is signed in; its entry.
async fn register_app(person: &mut Person) -> Value {
    let device = person
        .post("/api/mfa/session/virtual", json!({ "deviceName": "phone" }))
        .await;
    assert_eq!(device.status, 200, "{device:?}");
    let entry = person
        .post("/desk/authenticator", json!({ "otpauth": device.text("otpauth") }))
        .await;
    assert_eq!(entry.status, 200, "{entry:?}");
    let id = entry.body["id"].clone();
    let (code1, code2) = two_codes(person, &id).await;
    let form = json!({ "deviceName": "phone", "code1": code1, "code2": code2 });
    let enrolled = person.post("/api/mfa/session/virtual/enable", form).await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    // Both codes are spent.
    person.advance(60).await;
    id
}

async fn touch(person: &mut Person, key: &Value, act: &str, options: &Value) -> Value {
    let form = json!({ "origin": SITE, "options": options, "pin": null });
    let touched = person.post(&format!("/desk/security-keys/{key}/{act}"), form).await;
    assert_eq!(touched.status, 200, "{touched:?}");
    touched.body["credential"].clone()
}

fn device(step: &Answer, kind: &str) -> Value {
    step.must_step("mfa");
    let devices = step.body["devices"].as_array().unwrap();
    devices.iter().find(|device| device["kind"] == kind).unwrap()["id"].clone()
}

#[tokio::test]
async fn the_app_and_the_key_let_an_iam_user_in() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let password = person.password("alice").await;
    person.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let entry = register_app(&mut person).await;

    let start = person
        .post("/api/mfa/session/passkey/start", json!({ "deviceName": "key" }))
        .await;
    assert_eq!(start.status, 200, "{start:?}");
    let keys = person.get("/desk/security-keys").await;
    let key = keys.body["keys"][0]["id"].clone();
    let credential = touch(&mut person, &key, "register", &start.body["options"]).await;
    let enrolled = person
        .post("/api/mfa/session/passkey/finish", json!({ "credential": credential }))
        .await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    let known = person.get("/desk/security-keys").await;
    assert_eq!(known.body["keys"][0]["credentials"][0]["rpId"], "aws.amazon.com");
    person.sign_out().await;

    // The app. A phone that is ten minutes slow shows codes that do not let in.
    let step = person.iam(MANAGEMENT, "alice", &password).await;
    let app = device(&step, "virtual");
    let path = format!("/desk/authenticator/{entry}");
    let slow = person
        .put(&path, json!({ "name": "phone", "driftSeconds": -600 }))
        .await;
    let form = |code: &str| json!({ "deviceId": app, "code": code });
    person
        .post("/api/sign-in/mfa/code", form(slow.text("code")))
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    let right = person.put(&path, json!({ "name": "phone", "driftSeconds": 0 })).await;
    person
        .post("/api/sign-in/mfa/code", form(right.text("code")))
        .await
        .must_step("signed-in");
    person.sign_out().await;

    // The key, also after a restart of everything.
    drop(person);
    let mut person = machine.person().await;
    let step = person.iam(MANAGEMENT, "alice", &password).await;
    device(&step, "passkey");
    let start = person.post("/api/sign-in/mfa/passkey/start", Value::Null).await;
    let credential = touch(&mut person, &key, "authenticate", &start.body["options"]).await;
    person
        .post("/api/sign-in/mfa/passkey/finish", json!({ "credential": credential }))
        .await
        .must_step("signed-in");
}

/// E-mail address and password; whatever reminds of MFA is put off.
async fn root(person: &mut Person, password: &str) -> Answer {
    let step = person.root(MANAGEMENT_ROOT, password).await;
    if step.stepped_to("mfa-reminder") {
        return person.post("/api/sign-in/mfa/skip", Value::Null).await;
    }
    step
}

#[tokio::test]
async fn a_root_user_who_lost_the_phone_is_called_on_it() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let password = person.password(MANAGEMENT_ROOT).await;
    root(&mut person, &password).await.must_step("signed-in");
    register_app(&mut person).await;
    person.sign_out().await;

    root(&mut person, &password).await.must_step("mfa");
    let nothing = json!({});
    person
        .post("/api/sign-in/mfa/alternative/start", nothing.clone())
        .await
        .must_step("alternative-mail");
    let mail = person.newest_mail().await;
    let link = mail.body["links"][0]["address"].as_str().unwrap();
    let token = link.split_once("token=").unwrap().1;
    person
        .post("/api/sign-in/mfa/alternative/verify", json!({ "token": token }))
        .await
        .must_step("alternative-phone");

    // Wrong digits end the first call; the second one lets in.
    for (right, state) in [(false, "refused"), (true, "accepted")] {
        let step = person.post("/api/sign-in/mfa/alternative/call", nothing.clone()).await;
        step.must_step("alternative-call");
        let phone = person.get("/desk/phone").await;
        let call = &phone.body["calls"][0];
        assert_eq!(
            (&call["state"], &call["to"]),
            (&json!("ringing"), &phone.body["number"])
        );
        let path = format!("/desk/phone/calls/{}/digits", call["id"]);
        person
            .post(&path, json!({ "digits": "12345" }))
            .await
            .must_blame("digits");
        let shown = step.text("digits").replace(' ', "");
        let typed = if right {
            shown
        } else {
            shown
                .chars()
                .map(|digit| if digit == '0' { '1' } else { '0' })
                .collect()
        };
        let answered = person.post(&path, json!({ "digits": typed })).await;
        assert_eq!(answered.text("state"), state, "{answered:?}");
        person
            .post(&path, json!({ "digits": typed }))
            .await
            .must_blame("digits");
    }
    person
        .post("/desk/phone/calls/9999/digits", json!({ "digits": "123456" }))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    person
        .post("/api/sign-in/mfa/alternative/finish", nothing)
        .await
        .must_step("signed-in");
}
