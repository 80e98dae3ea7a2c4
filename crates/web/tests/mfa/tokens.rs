//! Hardware tokens, and how many devices one may have.

use crate::common::devices::{
    App, Key, add_app, add_key, challenged, create, enable, finish_key, listed, offered, signed_in, start_key,
    step_now, try_code,
};
use crate::common::{Answer, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs as _};
use serde_json::{Value, json};

/// What a token of the desk shows: its serial number and code.
async fn fob(person: &mut Person, label: &str) -> (String, String) {
    let list = person.get("/desk/tokens").await;
    let tokens = list.body["tokens"].as_array().unwrap();
    let token = tokens.iter().find(|token| token["label"] == label).unwrap();
    let text = |field: &str| token[field].as_str().unwrap().to_owned();
    (text("serial"), text("code"))
}

/// Two codes as one reads them, half a minute apart.
async fn two_codes(machine: &Machine, person: &mut Person, label: &str) -> (String, String, String) {
    let (serial, one) = fob(person, label).await;
    machine.pass(30);
    let (_, two) = fob(person, label).await;
    (serial, one, two)
}

async fn assign(browser: &mut Browser, serial: &str, one: &str, two: &str) -> Answer {
    let form = json!({ "deviceName": "fob", "serialNumber": serial, "code1": one, "code2": two });
    browser.post("/api/mfa/session/hardware", form).await
}

fn id_of(enrolled: &Answer) -> String {
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    enrolled.body["device"]["id"].as_str().unwrap().to_owned()
}

/// Six digits that are neither of these.
fn other_than(codes: [&str; 2]) -> &'static str {
    ["000000", "111111", "222222"]
        .into_iter()
        .find(|code| !codes.contains(code))
        .unwrap()
}

async fn removed_by_root(machine: &Machine, user: &str, id: &str) {
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let answer = root.delete(&format!("/api/users/{user}/mfa/{id}")).await;
    assert_eq!(answer.status, 204, "{answer:?}");
}

#[tokio::test]
async fn a_serial_number_and_two_codes_assign_a_token() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let (serial, one, two) = two_codes(&machine, &mut person, "Spare token").await;
    let long = "x".repeat(257);
    for bad in ["", "short123", "has a space 1", "ＶＥＳＴ０００００１", &long] {
        assign(&mut alice, bad, &one, &two).await.must_blame("serialNumber");
    }
    assign(&mut alice, &serial, "12345", &two).await.must_blame("code1");
    assign(&mut alice, &serial, &one, "1234567").await.must_blame("code2");
    for (first, second) in [(&two, &one), (&one, &one)] {
        let refused = assign(&mut alice, &serial, first, second).await;
        refused.must_refuse(422, "MFA_CODE_INVALID");
        assert_eq!(refused.body["field"], "code1");
    }
    let enrolled = assign(&mut alice, &format!(" {} ", serial.to_lowercase()), &one, &two).await;
    id_of(&enrolled);
    let device = &enrolled.body["device"];
    assert_eq!(
        (&device["kind"], &device["inSync"]),
        (&json!("hardware"), &json!(true)),
        "{device}"
    );

    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let id = offered(&step, "hardware");
    try_code(&mut browser, &id, &two)
        .await
        .must_refuse(422, "MFA_CODE_USED");
    machine.pass(30);
    let (_, three) = fob(&mut person, "Spare token").await;
    try_code(&mut browser, &id, &three).await.must_step("signed-in");
    let view = browser.get("/api/session").await;
    assert_eq!(view.body["sessionMfa"]["kind"], "hardware", "{view:?}");
}

#[tokio::test]
async fn a_serial_number_that_nobody_delivered_is_a_wrong_code() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let (serial, one, two) = two_codes(&machine, &mut person, "Spare token").await;
    let wrong = other_than([&one, &two]);
    // A person with nothing, a token in the drawer, and one that is someone else's: five answers alike, then a wait.
    let (leos, ..) = two_codes(&machine, &mut person, "leo's token").await;
    for turn in 0..6 {
        let unknown = assign(&mut alice, "VESTNOTDELIVERED", wrong, wrong).await;
        if turn < 5 {
            unknown.must_refuse(422, "MFA_CODE_INVALID");
        } else {
            unknown.must_wait(30);
        }
        for known in [&serial, &leos] {
            assert_eq!(assign(&mut alice, known, wrong, wrong).await, unknown, "{turn}");
        }
    }
    // She waits; neither another person nor the owner of a token does.
    let mut erin = signed_in(&machine, MANAGEMENT, "erin").await;
    id_of(&assign(&mut erin, &serial, &one, &two).await);
    let (mut leo, step, _) = challenged(&machine, MANAGEMENT, "leo").await;
    let (_, code) = fob(&mut person, "leo's token").await;
    try_code(&mut leo, &offered(&step, "hardware"), &code)
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn a_token_has_one_owner_and_remembers_when_it_gets_another() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut erin = signed_in(&machine, MANAGEMENT, "erin").await;
    let (serial, zero, one) = two_codes(&machine, &mut person, "Spare token").await;
    let id = id_of(&assign(&mut alice, &serial, &zero, &one).await);
    machine.pass(30);
    let (_, two) = fob(&mut person, "Spare token").await;
    machine.pass(30);
    let (_, three) = fob(&mut person, "Spare token").await;
    // Its owner's codes in someone else's hands: the token is taken, and nothing is spent.
    assign(&mut erin, &serial, &two, &three)
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    try_code(&mut browser, &offered(&step, "hardware"), &three)
        .await
        .must_step("signed-in");

    removed_by_root(&machine, "alice", &id).await;
    // Codes that let alice in do not make the token erin's, nor do older ones that nobody used.
    for (first, second) in [(&zero, &one), (&two, &three)] {
        let refused = assign(&mut erin, &serial, first, second).await;
        refused.must_refuse(422, "MFA_CODE_USED");
        assert_eq!(refused.body["field"], "code1");
    }
    machine.pass(30);
    let (_, four, five) = two_codes(&machine, &mut person, "Spare token").await;
    id_of(&assign(&mut erin, &serial, &four, &five).await);
    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "erin").await;
    let device = offered(&step, "hardware");
    for used in [&three, &four, &five] {
        let refused = try_code(&mut browser, &device, used).await;
        assert_eq!(refused.status, 422, "{refused:?}");
    }
    machine.pass(30);
    let (_, six) = fob(&mut person, "Spare token").await;
    try_code(&mut browser, &device, &six).await.must_step("signed-in");
}

#[tokio::test]
async fn eight_devices_of_any_mix_and_no_ninth() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut other = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut apps = Vec::new();
    for number in 1..=6 {
        apps.push(add_app(&machine, &mut alice, &format!("app-{number}")).await);
    }
    let (serial, one, two) = two_codes(&machine, &mut person, "Spare token").await;
    id_of(&assign(&mut alice, &serial, &one, &two).await);
    machine.pass(30);
    // Begun while there was room.
    let waiting = App::shown(&create(&mut alice, "ninth").await);
    let mut late = Key::default();
    let late_options = start_key(&mut other, "late-key").await;
    let mut key = Key::default();
    add_key(&mut alice, &mut key, "key").await;

    let ninth = [
        create(&mut alice, "ninth").await,
        enable(&mut alice, waiting.form(step_now(&machine) - 1)).await,
        assign(&mut alice, &serial, &one, &two).await,
        alice
            .post("/api/mfa/session/passkey/start", json!({ "deviceName": "ninth" }))
            .await,
        finish_key(&mut other, &late.register(&late_options)).await,
    ];
    for refused in ninth {
        refused.must_refuse(409, "MFA_LIMIT_EXCEEDED");
        assert_eq!(
            refused.text("message"),
            "Cannot exceed quota for MFA devices per user: 8. Remove a device first."
        );
    }
    let view = alice.get("/api/security-credentials").await;
    assert_eq!(view.body["mfaLimit"], 8);
    let names: Vec<Value> = listed(&mut alice)
        .await
        .iter()
        .map(|device| device["name"].clone())
        .collect();
    assert_eq!(
        names,
        ["app-1", "app-2", "app-3", "app-4", "app-5", "app-6", "fob", "key"]
    );

    // Any one of them will do.
    let (mut browser, step, password) = challenged(&machine, MANAGEMENT, "alice").await;
    assert_eq!(step.body["devices"].as_array().unwrap().len(), 8);
    let code = apps[3].code(step_now(&machine));
    try_code(&mut browser, &apps[2].id, &code)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    try_code(&mut browser, &apps[3].id, &code).await.must_step("signed-in");

    let path = format!("/api/mfa/devices/{}/deactivate", apps[0].id);
    let gone = browser.post(&path, json!({ "password": password })).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    add_app(&machine, &mut browser, "ninth").await;
    create(&mut browser, "tenth")
        .await
        .must_refuse(409, "MFA_LIMIT_EXCEEDED");
}
