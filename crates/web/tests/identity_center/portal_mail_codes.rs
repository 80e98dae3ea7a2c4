//! People without a device at the access portal: a code by mail, or no way in.

use super::portal_mfa::{PORTAL_ATTEMPT, other_than, page};
use crate::common::devices::{App, offered, step_now};
use crate::common::portal_factors::{Administrator, enter_as, give_code, mailed_code, register_app};
use crate::common::{Answer, Browser, Machine, Signs as _};
use serde_json::{Value, json};
use vestibule_identity::identity_center::settings::WithoutDevice;

async fn mail_code(browser: &mut Browser, code: &str) -> Answer {
    browser
        .post("/api/portal/sign-in/mail-code", json!({ "code": code }))
        .await
}

#[tokio::test]
async fn a_code_by_mail() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator
        .set(|all| all.without_device = WithoutDevice::EmailCode)
        .await;
    let mut browser = Browser::of(&world);
    let step = enter_as(&world, &mut browser, "mary").await;
    step.must_step("mail-code");
    assert_eq!(step.text("sentTo"), "m***@anycompany.example");
    assert_eq!(step.text("purpose"), "second-factor");
    let (old, to) = mailed_code(&world).await;
    assert_eq!(to, "mary@anycompany.example");

    // A newer mail replaces it.
    machine.pass(1);
    browser
        .post("/api/portal/sign-in/mail-code/resend", Value::Null)
        .await
        .must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    mail_code(&mut browser, "").await.must_blame("code");
    let refused = mail_code(&mut browser, &old).await;
    refused.must_refuse(422, "MAIL_CODE_INVALID");
    assert_eq!(refused.body["field"], "code");
    // In another browser it is worth nothing.
    let mut second = Browser::of(&world);
    enter_as(&world, &mut second, "mary").await.must_step("mail-code");
    mail_code(&mut second, &code)
        .await
        .must_refuse(422, "MAIL_CODE_INVALID");
    mail_code(&mut browser, &format!(" {code} "))
        .await
        .must_step("signed-in");
    assert_eq!(page(&mut browser, &world).await["signedIn"]["mfa"], Value::Null);
    mail_code(&mut browser, &code).await.must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn a_mailed_code_ends_after_ten_minutes_and_after_five_wrong_ones() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator
        .set(|all| all.without_device = WithoutDevice::EmailCode)
        .await;
    let mut browser = Browser::of(&world);
    enter_as(&world, &mut browser, "mary").await.must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    machine.pass(600);
    mail_code(&mut browser, &code)
        .await
        .must_refuse(410, "MAIL_CODE_EXPIRED");

    browser
        .post("/api/portal/sign-in/mail-code/resend", Value::Null)
        .await
        .must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    mail_code(&mut browser, &code).await.must_step("signed-in");

    enter_as(&world, &mut browser, "mary").await.must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    for _ in 0..5 {
        mail_code(&mut browser, other_than(&code))
            .await
            .must_refuse(422, "MAIL_CODE_INVALID");
    }
    mail_code(&mut browser, &code).await.must_wait(30);
    machine.pass(31);
    mail_code(&mut browser, &code)
        .await
        .must_refuse(410, "MAIL_CODE_EXPIRED");
    machine.pass(120);
    browser
        .post("/api/portal/sign-in/mail-code/resend", Value::Null)
        .await
        .must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    mail_code(&mut browser, &code).await.must_step("signed-in");
}

#[tokio::test]
async fn mails_that_nobody_answers_become_rare() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator
        .set(|all| all.without_device = WithoutDevice::EmailCode)
        .await;
    let mut browser = Browser::of(&world);
    for _ in 0..5 {
        enter_as(&world, &mut browser, "mary").await.must_step("mail-code");
    }
    enter_as(&world, &mut browser, "mary").await.must_wait(30);
    world.deliver().await;
    let sent = world.desk.mail().await.unwrap();
    assert_eq!(sent.iter().filter(|mail| mail.to.starts_with("mary@")).count(), 5);
    machine.pass(31);
    enter_as(&world, &mut browser, "mary").await.must_step("mail-code");
    browser
        .post("/api/portal/sign-in/mail-code/resend", Value::Null)
        .await
        .must_wait(60);
    let (code, _) = mailed_code(&world).await;
    mail_code(&mut browser, &code).await.must_step("signed-in");
}

#[tokio::test]
async fn who_is_blocked_has_no_sign_in_left() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator.set(|all| all.without_device = WithoutDevice::Block).await;
    let mut browser = Browser::of(&world);
    enter_as(&world, &mut browser, "mary").await.must_step("blocked");
    assert!(!browser.jar.contains_key(PORTAL_ATTEMPT));
    browser
        .get("/api/portal/attempt")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    assert_eq!(browser.get("/api/portal/accounts").await.status, 401);
    let failed = administrator.newest("UserAuthentication").await;
    assert_eq!(failed["serviceEventDetails"]["UserAuthentication"], "Failure");
    assert_eq!(failed["additionalEventData"]["DeviceEnrollmentRequired"], "true");
}

#[tokio::test]
async fn after_the_code_a_device_is_asked_for_that_was_registered_meanwhile() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator
        .set(|all| all.without_device = WithoutDevice::EmailCode)
        .await;
    let mut first = Browser::of(&world);
    enter_as(&world, &mut first, "mary").await.must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    machine.pass(1);
    let mut second = Browser::of(&world);
    enter_as(&world, &mut second, "mary").await.must_step("mail-code");
    let (other, _) = mailed_code(&world).await;
    mail_code(&mut second, &other).await.must_step("signed-in");
    let (app, _) = register_app(&machine, &mut second, "session", "phone").await;

    let step = mail_code(&mut first, &code).await;
    step.must_step("mfa");
    assert_eq!(page(&mut first, &world).await["signedIn"], Value::Null);
    mail_code(&mut first, &code).await.must_refuse(409, "ATTEMPT_EXPIRED");
    let digits = app.code(step_now(&machine));
    give_code(&mut first, &offered(&step, "virtual"), &digits, false)
        .await
        .must_step("signed-in");
    assert_eq!(page(&mut first, &world).await["signedIn"]["mfa"]["serial"], app.serial);
}

#[tokio::test]
async fn after_the_code_comes_what_the_rules_ask_by_then() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    for (rule, step) in [
        (WithoutDevice::EmailCode, "signed-in"),
        (WithoutDevice::Allow, "signed-in"),
        (WithoutDevice::Block, "blocked"),
        (WithoutDevice::Register, "register"),
    ] {
        administrator
            .set(|all| all.without_device = WithoutDevice::EmailCode)
            .await;
        let mut browser = Browser::of(&world);
        enter_as(&world, &mut browser, "mary").await.must_step("mail-code");
        machine.pass(1);
        let (code, _) = mailed_code(&world).await;
        administrator.set(|all| all.without_device = rule).await;
        mail_code(&mut browser, other_than(&code))
            .await
            .must_refuse(422, "MAIL_CODE_INVALID");
        mail_code(&mut browser, &code).await.must_step(step);
        let is_in = !page(&mut browser, &world).await["signedIn"].is_null();
        assert_eq!(is_in, step == "signed-in", "{rule:?}");
        if step == "blocked" {
            assert!(!browser.jar.contains_key(PORTAL_ATTEMPT));
            let failed = administrator.newest("UserAuthentication").await;
            assert_eq!(failed["serviceEventDetails"]["UserAuthentication"], "Failure");
        }
        if step == "register" {
            let (_, enrolled) = register_app(&machine, &mut browser, "sign-in", "phone").await;
            assert_eq!(enrolled.body["portalStep"]["step"], "signed-in");
        }
    }
}

#[tokio::test]
async fn nobody_registers_on_the_way_in_by_a_rule_that_is_gone() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator
        .set(|all| all.without_device = WithoutDevice::Register)
        .await;
    let mut browser = Browser::of(&world);
    enter_as(&world, &mut browser, "mary").await.must_step("register");
    let name = json!({ "deviceName": "phone" });
    let shown = browser.post("/api/portal/mfa/sign-in/virtual", name.clone()).await;
    let codes = App::shown(&shown).form(step_now(&machine) - 1);
    for (rule, step) in [
        (WithoutDevice::Block, "blocked"),
        (WithoutDevice::EmailCode, "mail-code"),
        (WithoutDevice::Allow, "signed-in"),
    ] {
        administrator.set(|all| all.without_device = rule).await;
        for (what, form) in [
            ("virtual", &name),
            ("virtual/enable", &codes),
            ("passkey/start", &name),
            ("passkey/finish", &json!({ "credential": {} })),
        ] {
            let refused = browser
                .post(&format!("/api/portal/mfa/sign-in/{what}"), form.clone())
                .await;
            assert!(refused.is(409, "ATTEMPT_EXPIRED"), "{what} under {rule:?}: {refused:?}");
        }
        // Whoever starts again meets the rule.
        let mut again = Browser::of(&world);
        enter_as(&world, &mut again, "mary").await.must_step(step);
    }
    // The sign-in was not over: where it is the rule again, it goes on.
    administrator
        .set(|all| all.without_device = WithoutDevice::Register)
        .await;
    let (_, enrolled) = register_app(&machine, &mut browser, "sign-in", "phone").await;
    assert_eq!(enrolled.body["portalStep"]["step"], "signed-in");
}
