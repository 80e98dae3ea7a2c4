//! The people of the demo world, each with what the desk has of theirs: what the start page promises of them is so.

use crate::common::devices::{SITE, ask_key, offered, shown_code, try_code, try_key};
use crate::common::{Answer, MANAGEMENT, Machine, Person, Signs as _};
use serde_json::{Value, json};

async fn to_challenge(person: &mut Person, user: &str) -> Answer {
    let password = person.password(user).await;
    let step = person.iam(MANAGEMENT, user, &password).await;
    step.must_step("mfa");
    step
}

/// Touches the key that has this user's name on it.
async fn touched(person: &mut Person, user: &str) -> Answer {
    let options = ask_key(person).await;
    let list = person.get("/desk/security-keys").await;
    let keys = list.body["keys"].as_array().unwrap();
    let name = format!("{user}'s security key");
    let key = keys.iter().find(|key| key["name"] == json!(name)).unwrap();
    let form = json!({ "origin": SITE, "options": options, "pin": null });
    let path = format!("/desk/security-keys/{}/authenticate", key["id"]);
    let answer = person.post(&path, form).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    try_key(person, &answer.body["credential"]).await
}

async fn session_kind(person: &mut Person) -> Value {
    let view = person.get("/api/session").await;
    assert_eq!(view.body["status"], "signed-in");
    view.body["sessionMfa"]["kind"].clone()
}

#[tokio::test]
async fn app_key_both_and_token() {
    let machine = Machine::new();
    let mut person = machine.person().await;

    let step = to_challenge(&mut person, "ivan").await;
    let code = shown_code(&mut person, "ivan").await;
    try_code(&mut person, &offered(&step, "virtual"), &code)
        .await
        .must_step("signed-in");
    assert_eq!(session_kind(&mut person).await, "virtual");

    to_challenge(&mut person, "judy").await;
    touched(&mut person, "judy").await.must_step("signed-in");
    assert_eq!(session_kind(&mut person).await, "passkey");

    // Kim may take either, and another after the first did not do.
    let step = to_challenge(&mut person, "kim").await;
    let app = offered(&step, "virtual");
    let ivans = shown_code(&mut person, "ivan").await;
    try_code(&mut person, &app, &ivans)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    touched(&mut person, "kim").await.must_step("signed-in");
    assert_eq!(session_kind(&mut person).await, "passkey");
    to_challenge(&mut person, "kim").await;
    let code = shown_code(&mut person, "kim").await;
    try_code(&mut person, &app, &code).await.must_step("signed-in");
    assert_eq!(session_kind(&mut person).await, "virtual");

    let step = to_challenge(&mut person, "leo").await;
    let list = person.get("/desk/tokens").await;
    let tokens = list.body["tokens"].as_array().unwrap();
    let token = tokens.iter().find(|token| token["label"] == "leo's token").unwrap();
    let code = token["code"].as_str().unwrap();
    try_code(&mut person, &offered(&step, "hardware"), code)
        .await
        .must_step("signed-in");
    assert_eq!(
        person.get("/api/session").await.body["sessionMfa"]["serial"],
        token["serial"]
    );
}

#[tokio::test]
async fn a_phone_ten_minutes_slow_is_synchronized_and_followed_from_then_on() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let step = to_challenge(&mut person, "oscar").await;
    let device = offered(&step, "virtual");
    for wrong in 1..=3 {
        let code = shown_code(&mut person, "oscar").await;
        try_code(&mut person, &device, &code)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
        let step = person.get("/api/sign-in/attempt").await;
        assert_eq!(step.body["suggestResync"], wrong == 3);
        machine.pass(30);
    }
    let one = shown_code(&mut person, "oscar").await;
    machine.pass(30);
    let two = shown_code(&mut person, "oscar").await;
    let form = json!({ "deviceId": device, "code1": one, "code2": two });
    person.post("/api/sign-in/mfa/resync", form).await.must_step("mfa");
    machine.pass(30);
    let code = shown_code(&mut person, "oscar").await;
    try_code(&mut person, &device, &code).await.must_step("signed-in");
    // Days later, after a restart: it is still ten minutes slow, and known to be.
    person.advance(3 * 24 * 3600).await;
    drop(person);
    let mut person = machine.person().await;
    to_challenge(&mut person, "oscar").await;
    let code = shown_code(&mut person, "oscar").await;
    try_code(&mut person, &device, &code).await.must_step("signed-in");
}

#[tokio::test]
async fn a_lost_phone_shows_no_codes_anywhere() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let step = to_challenge(&mut person, "nina").await;
    offered(&step, "virtual");
    let screen = person.get("/desk/authenticator").await.body.to_string();
    assert!(screen.contains("ivan") && !screen.contains("nina"), "{screen}");
    // Nobody else's code helps.
    for user in ["ivan", "kim", "oscar"] {
        let code = shown_code(&mut person, user).await;
        try_code(&mut person, &offered(&step, "virtual"), &code)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
    }
}
