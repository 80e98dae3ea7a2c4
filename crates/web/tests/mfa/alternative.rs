//! A root user who lost the device: a mail, a call, six digits. Each belongs to one sign-in of one browser, and is used once.

use crate::common::devices::{add_app, challenged, delivered, offered, step_now, try_code};
use crate::common::{Answer, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs, password_of};
use serde_json::{Value, json};

async fn go(browser: &mut impl Signs, what: &str) -> Answer {
    browser.post(&format!("/api/sign-in/mfa/{what}"), Value::Null).await
}

async fn verify(browser: &mut impl Signs, token: &str) -> Answer {
    browser
        .post("/api/sign-in/mfa/alternative/verify", json!({ "token": token }))
        .await
}

/// The token of the newest verification mail.
async fn mailed(person: &mut Person) -> String {
    delivered(person).await;
    let mail = person.newest_mail().await;
    assert_eq!(mail.text("from"), "recover-mfa-no-reply@verify.signin.aws");
    assert_eq!(mail.text("to"), MANAGEMENT_ROOT);
    let address = mail.body["links"][0]["address"].as_str().unwrap();
    let token = address
        .strip_prefix("https://signin.aws.amazon.com/mfa-recovery?token=")
        .unwrap();
    token.to_owned()
}

/// Types digits into the newest call that the phone shows.
async fn type_in(person: &mut Person, digits: &str) -> Answer {
    delivered(person).await;
    let phone = person.get("/desk/phone").await;
    let call = &phone.body["calls"][0];
    let path = format!("/desk/phone/calls/{}/digits", call["id"]);
    person.post(&path, json!({ "digits": digits })).await
}

fn other(digits: &str) -> String {
    digits
        .chars()
        .map(|digit| if digit == '0' { '1' } else { '0' })
        .collect()
}

/// A root user with an app, at the challenge in a browser; the password.
async fn lost(machine: &Machine) -> (Browser, String) {
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    add_app(machine, &mut root, "phone").await;
    let world = machine.world().await;
    let password = password_of(&world, MANAGEMENT_ROOT).await;
    let mut browser = Browser::of(&world);
    let step = browser.root(MANAGEMENT_ROOT, &password).await;
    step.must_step("mfa");
    assert_eq!(step.body["alternativeFactors"], true);
    (browser, password)
}

async fn at_phone(person: &mut Person, browser: &mut Browser) {
    go(browser, "alternative/start").await.must_step("alternative-mail");
    let token = mailed(person).await;
    verify(browser, &token).await.must_step("alternative-phone");
}

#[tokio::test]
async fn mail_then_call_then_in_without_a_second_factor() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let (mut browser, _) = lost(&machine).await;
    // Nothing of it before its turn.
    for early in ["alternative/call", "alternative/finish"] {
        go(&mut browser, early).await.must_refuse(409, "ATTEMPT_EXPIRED");
    }
    verify(&mut browser, "x").await.must_refuse(409, "ATTEMPT_EXPIRED");
    let step = go(&mut browser, "alternative/start").await;
    assert_eq!(
        step.body,
        json!({ "step": "alternative-mail", "email": MANAGEMENT_ROOT })
    );
    for early in ["alternative/call", "alternative/finish"] {
        go(&mut browser, early).await.must_refuse(409, "ATTEMPT_EXPIRED");
    }
    let token = mailed(&mut person).await;
    let step = verify(&mut browser, &token).await;
    let shown = json!({ "step": "alternative-phone", "email": MANAGEMENT_ROOT, "phone": "+1 *** *** 0100" });
    assert_eq!(step.body, shown);
    go(&mut browser, "alternative/finish")
        .await
        .must_refuse(422, "PHONE_REFUSED");
    // The link was used.
    verify(&mut browser, &token)
        .await
        .must_refuse(410, "RECOVERY_LINK_USED");

    let step = go(&mut browser, "alternative/call").await;
    step.must_step("alternative-call");
    let digits = step.text("digits").to_owned();
    assert!(
        digits.len() == 6 && digits.bytes().all(|digit| digit.is_ascii_digit()),
        "{digits}"
    );
    assert_eq!(step.body["verified"], false);
    assert_eq!(browser.get("/api/sign-in/attempt").await.body, step.body);
    go(&mut browser, "alternative/finish")
        .await
        .must_refuse(422, "PHONE_REFUSED");
    assert_eq!(type_in(&mut person, &digits).await.text("state"), "accepted");
    let step = browser.get("/api/sign-in/attempt").await;
    assert_eq!(
        (&step.body["step"], &step.body["verified"]),
        (&json!("alternative-call"), &json!(true))
    );
    assert!(!browser.signed_in().await);
    go(&mut browser, "alternative/finish").await.must_step("signed-in");
    let view = browser.get("/api/session").await;
    assert_eq!(view.body["identity"]["email"], MANAGEMENT_ROOT);
    assert_eq!(view.body["sessionMfa"], Value::Null, "no second factor was given");
    go(&mut browser, "alternative/finish")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn a_link_belongs_to_its_sign_in_and_a_resent_one_replaces_it() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let (mut browser, password) = lost(&machine).await;
    go(&mut browser, "alternative/start")
        .await
        .must_step("alternative-mail");
    let first = mailed(&mut person).await;
    let mut elsewhere = browser.another();
    elsewhere.root(MANAGEMENT_ROOT, &password).await.must_step("mfa");
    go(&mut elsewhere, "alternative/start")
        .await
        .must_step("alternative-mail");
    let theirs = mailed(&mut person).await;
    go(&mut browser, "alternative/start")
        .await
        .must_step("alternative-mail");
    let second = mailed(&mut person).await;
    let truncated = second[..second.len() - 1].to_owned();
    for bad in ["", "x", &truncated, &first, &theirs] {
        verify(&mut browser, bad)
            .await
            .must_refuse(400, "RECOVERY_LINK_INVALID");
    }
    // In a browser that signs nobody in, in one at another step, and at the page of forgotten passwords.
    let mut none = browser.another();
    verify(&mut none, &second).await.must_refuse(409, "ATTEMPT_EXPIRED");
    verify(&mut elsewhere, &second)
        .await
        .must_refuse(400, "RECOVERY_LINK_INVALID");
    none.get(&format!("/api/recovery?token={second}"))
        .await
        .must_refuse(400, "RECOVERY_LINK_INVALID");
    verify(&mut browser, &second).await.must_step("alternative-phone");
    verify(&mut elsewhere, &theirs).await.must_step("alternative-phone");
    // Too late.
    let mut late = browser.another();
    late.root(MANAGEMENT_ROOT, &password).await.must_step("mfa");
    go(&mut late, "alternative/start").await.must_step("alternative-mail");
    let token = mailed(&mut person).await;
    machine.pass(15 * 60);
    verify(&mut late, &token).await.must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn a_call_is_answered_once_with_the_digits_of_its_page() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let (mut browser, _) = lost(&machine).await;
    at_phone(&mut person, &mut browser).await;
    // Wrong digits end the call, and the page stands at the phone again.
    let step = go(&mut browser, "alternative/call").await;
    let digits = step.text("digits").to_owned();
    for bad in ["12345", "1234567", "１２３４５６", "abcdef", ""] {
        type_in(&mut person, bad).await.must_blame("digits");
    }
    let wrong = other(&digits);
    assert_eq!(type_in(&mut person, &wrong).await.text("state"), "refused");
    browser.get("/api/sign-in/attempt").await.must_step("alternative-phone");
    type_in(&mut person, &digits).await.must_blame("digits");
    go(&mut browser, "alternative/finish")
        .await
        .must_refuse(422, "PHONE_REFUSED");

    // A newer call ends the older one: its own digits, typed into it, do not count; nor do they in the new one.
    let old = go(&mut browser, "alternative/call").await.text("digits").to_owned();
    let new = go(&mut browser, "alternative/call").await.text("digits").to_owned();
    assert_ne!(old, new);
    delivered(&mut person).await;
    let phone = person.get("/desk/phone").await;
    let older = format!("/desk/phone/calls/{}/digits", phone.body["calls"][1]["id"]);
    for digits in [&old, &new] {
        let answer = person.post(&older, json!({ "digits": digits })).await;
        assert_ne!(answer.body["state"], "accepted", "{answer:?}");
    }
    go(&mut browser, "alternative/finish")
        .await
        .must_refuse(422, "PHONE_REFUSED");
    let step = browser.get("/api/sign-in/attempt").await;
    assert_eq!(step.text("digits"), new, "the newer call still rings");
    let spaced = format!("{} {}", &new[..3], &new[3..]);
    assert_eq!(type_in(&mut person, &spaced).await.text("state"), "accepted");
    go(&mut browser, "alternative/finish").await.must_step("signed-in");
}

#[tokio::test]
async fn calls_that_are_answered_wrongly_wait_as_wrong_codes_do() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let (mut browser, _) = lost(&machine).await;
    at_phone(&mut person, &mut browser).await;
    for _ in 0..5 {
        let step = go(&mut browser, "alternative/call").await;
        step.must_step("alternative-call");
        let wrong = other(step.text("digits"));
        assert_eq!(type_in(&mut person, &wrong).await.text("state"), "refused");
    }
    go(&mut browser, "alternative/call").await.must_wait(30);
    machine.pass(30);
    let step = go(&mut browser, "alternative/call").await;
    let digits = step.text("digits").to_owned();
    assert_eq!(type_in(&mut person, &digits).await.text("state"), "accepted");
    go(&mut browser, "alternative/finish").await.must_step("signed-in");
}

#[tokio::test]
async fn the_call_of_a_sign_in_that_is_over_lets_nobody_in() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let (mut browser, password) = lost(&machine).await;
    at_phone(&mut person, &mut browser).await;
    let digits = go(&mut browser, "alternative/call").await.text("digits").to_owned();
    machine.pass(15 * 60);
    type_in(&mut person, &digits).await.must_blame("digits");
    go(&mut browser, "alternative/finish")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");

    // A verified call does not last longer than the sign-in either, and verifies one browser.
    browser.root(MANAGEMENT_ROOT, &password).await.must_step("mfa");
    at_phone(&mut person, &mut browser).await;
    let digits = go(&mut browser, "alternative/call").await.text("digits").to_owned();
    assert_eq!(type_in(&mut person, &digits).await.text("state"), "accepted");
    let mut other_browser = browser.another();
    go(&mut other_browser, "alternative/finish")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    machine.pass(15 * 60);
    go(&mut browser, "alternative/finish")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    assert!(!browser.signed_in().await);
}

#[tokio::test]
async fn a_new_root_password_ends_the_alternative_way_too() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let app = add_app(&machine, &mut root, "phone").await;
    let password = password_of(&machine.world().await, MANAGEMENT_ROOT).await;
    let mut browser = machine.browser().await;
    browser.root(MANAGEMENT_ROOT, &password).await.must_step("mfa");
    at_phone(&mut person, &mut browser).await;
    let digits = go(&mut browser, "alternative/call").await.text("digits").to_owned();
    assert_eq!(type_in(&mut person, &digits).await.text("state"), "accepted");
    assert_eq!(root.change_password(&password, "Brand-New-Root-1").await.status, 204);
    go(&mut browser, "alternative/finish")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    // The device is as good as before.
    let step = browser.root(MANAGEMENT_ROOT, "Brand-New-Root-1").await;
    let device = offered(&step, "virtual");
    try_code(&mut browser, &device, &app.code(step_now(&machine)))
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn an_iam_user_has_no_alternative_factors() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let (mut browser, step, password) = challenged(&machine, MANAGEMENT, "nina").await;
    assert_eq!(step.body["alternativeFactors"], false);
    for what in ["start", "call", "finish"] {
        go(&mut browser, &format!("alternative/{what}"))
            .await
            .must_refuse(409, "ATTEMPT_EXPIRED");
    }
    verify(&mut browser, "x").await.must_refuse(409, "ATTEMPT_EXPIRED");
    delivered(&mut person).await;
    let mail = person.get("/desk/mail").await;
    assert!(mail.body["messages"].as_array().unwrap().is_empty(), "{mail:?}");
    browser.get("/api/sign-in/attempt").await.must_step("mfa");
    // An administrator helps.
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let device = offered(&step, "virtual");
    assert_eq!(root.delete(&format!("/api/users/nina/mfa/{device}")).await.status, 204);
    browser.iam(MANAGEMENT, "nina", &password).await.must_step("signed-in");
}
