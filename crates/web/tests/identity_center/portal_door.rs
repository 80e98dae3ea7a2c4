//! The access portal's door: first passwords, codes by mail, and everything wrong there.

use crate::common::door::{
    Administrator, HOURS, MINUTES, ask, attempt, choose, code, digits, inside, mails, name, password, portal, records,
    sign_in, token, use_link, wrong,
};
use crate::common::{Machine, Signs as _};
use serde_json::{Value, json};

const ATTEMPT: &str = "__Host-portal-attempt";

#[tokio::test]
async fn a_one_time_password_leads_to_a_verified_address_and_a_password_of_ones_own() {
    let machine = Machine::new();
    let mut nikki = machine.person().await;
    let portal = portal(&mut nikki).await;
    let once = nikki.password("nikki").await;
    let step = sign_in(&mut nikki, "nikki", &once).await;
    step.must_step("mail-code");
    assert_eq!(step.text("purpose"), "verify-address");
    assert_eq!(step.text("sentTo"), "n***@anycompany.example");
    let mail = nikki.newest_mail().await;
    assert_eq!(mail.text("from"), "no-reply@login.awsapps.com");
    assert_eq!(mail.text("to"), "nikki@anycompany.example");
    let right = digits(&mut nikki).await;
    code(&mut nikki, wrong(&right))
        .await
        .must_refuse(422, "MAIL_CODE_INVALID");
    assert_eq!(inside(&mut nikki, &portal).await, Value::Null);

    let step = code(&mut nikki, &right).await;
    step.must_step("new-password");
    assert_eq!(step.text("userName"), "nikki");
    assert_eq!(step.body["requirements"].as_array().unwrap().len(), 6);
    for (new, words) in [
        ("Abc1!", "at least 8 characters"),
        (&"Aa1!".repeat(17), "at most 64 characters"),
        ("ABCDEFG1!", "lowercase"),
        ("abcdefg1!", "uppercase"),
        ("Abcdefgh!", "number"),
        ("Abcdefgh1", "symbol"),
        (&once, "last three"),
    ] {
        let refused = choose(&mut nikki, new).await;
        refused.must_refuse(422, "PASSWORD_POLICY_VIOLATION");
        assert_eq!(refused.body["field"], "newPassword");
        assert!(refused.text("message").contains(words), "{refused:?}");
    }
    let form = json!({ "newPassword": "Own-Password-1", "confirmPassword": "Own-Password-2" });
    nikki
        .post("/api/portal/sign-in/new-password", form)
        .await
        .must_blame("confirmPassword");
    choose(&mut nikki, "").await.must_blame("newPassword");
    assert_eq!(inside(&mut nikki, &portal).await, Value::Null);
    choose(&mut nikki, "Own-Password-1").await.must_step("signed-in");
    assert_eq!(inside(&mut nikki, &portal).await["userName"], "nikki");
    choose(&mut nikki, "Own-Password-2")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");

    // From now on it is user name and password, and the one-time password is worth nothing.
    nikki.post("/api/portal/sign-out", json!({})).await;
    sign_in(&mut nikki, "nikki", &once)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    password(&mut nikki, "Own-Password-1").await.must_step("signed-in");
    assert_eq!(mails(&mut nikki).await, 1);
    let expected = [
        "CredentialChallenge PASSWORD Success",
        "CredentialVerification PASSWORD Success",
        "CredentialChallenge EMAIL_OTP Success",
        "CredentialVerification EMAIL_OTP Failure",
        "CredentialVerification EMAIL_OTP Success",
        "VerifyEmail",
        "UpdatePassword",
        "UserAuthentication PASSWORD Success",
        "Authenticate",
        "CredentialChallenge PASSWORD Success",
        "CredentialVerification PASSWORD Failure",
        "CredentialVerification PASSWORD Success",
        "UserAuthentication PASSWORD Success",
        "Authenticate",
    ];
    assert_eq!(records(&mut nikki, 0).await, expected);
}

#[tokio::test]
async fn a_person_without_a_password_begins_with_a_code() {
    let machine = Machine::new();
    let mut kwaku = machine.person().await;
    let portal = portal(&mut kwaku).await;
    let step = name(&mut kwaku, "Kwaku").await;
    step.must_step("mail-code");
    assert_eq!(step.text("purpose"), "first-sign-in");
    // A password is no way in, nor is choosing one.
    password(&mut kwaku, "Whatever-1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    choose(&mut kwaku, "Own-Password-1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    let first = digits(&mut kwaku).await;
    kwaku
        .post("/api/portal/sign-in/mail-code/resend", json!({}))
        .await
        .must_step("mail-code");
    let second = digits(&mut kwaku).await;
    if first != second {
        code(&mut kwaku, &first).await.must_refuse(422, "MAIL_CODE_INVALID");
    }
    code(&mut kwaku, "").await.must_blame("code");
    let spaced = format!(" {} {} ", &second[..3], &second[3..]);
    code(&mut kwaku, &spaced).await.must_step("new-password");
    code(&mut kwaku, &second).await.must_refuse(409, "ATTEMPT_EXPIRED");
    choose(&mut kwaku, "Own-Password-1").await.must_step("signed-in");
    assert_eq!(inside(&mut kwaku, &portal).await["userName"], "kwaku");
    kwaku.post("/api/portal/sign-out", json!({})).await;
    sign_in(&mut kwaku, "kwaku", "Own-Password-1")
        .await
        .must_step("signed-in");
    let records = records(&mut kwaku, 0).await;
    assert!(
        records.contains(&"UserAuthentication EMAIL_OTP Success".to_owned()),
        "{records:?}"
    );
    assert_eq!(records[0], "CredentialChallenge EMAIL_OTP Success");
}

#[tokio::test]
async fn a_code_lasts_ten_minutes_and_a_few_tries() {
    let machine = Machine::new();
    let mut kwaku = machine.person().await;
    name(&mut kwaku, "kwaku").await.must_step("mail-code");
    let old = digits(&mut kwaku).await;
    machine.pass(10 * MINUTES);
    code(&mut kwaku, &old).await.must_refuse(410, "MAIL_CODE_EXPIRED");
    kwaku
        .post("/api/portal/sign-in/mail-code/resend", json!({}))
        .await
        .must_step("mail-code");
    let fresh = digits(&mut kwaku).await;
    // Four failures are free, as for any credential; then one waits, and after a few the code is dead.
    let mut refused = Vec::new();
    for _ in 0..8 {
        let answer = code(&mut kwaku, wrong(&fresh)).await;
        refused.push(answer.status);
        machine.pass(60);
    }
    assert!(refused.contains(&422) && refused.contains(&410), "{refused:?}");
    assert_ne!(code(&mut kwaku, &fresh).await.status, 200);
    machine.pass(HOURS);
    code(&mut kwaku, &fresh).await.must_refuse(409, "ATTEMPT_EXPIRED");
    // Another browser has no part in it.
    name(&mut kwaku, "kwaku").await.must_step("mail-code");
    let mine = digits(&mut kwaku).await;
    let mut other = machine.browser().await;
    code(&mut other, &mine).await.must_refuse(409, "ATTEMPT_EXPIRED");
    code(&mut kwaku, &mine).await.must_step("new-password");
}

#[tokio::test]
async fn every_wrong_combination_has_one_message_and_one_throttle() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let saanvi = person.password("saanvi").await;
    let mut bodies = Vec::new();
    for (who, with) in [
        ("mary", "wrong"),
        ("nobody", "wrong"),
        ("saanvi", saanvi.as_str()),
        ("mary major", "wrong"),
    ] {
        let refused = sign_in(&mut person, who, with).await;
        refused.must_refuse(401, "AUTHENTICATION_FAILED");
        bodies.push(refused.body);
        // The name is still there: only the password is asked for again.
        attempt(&mut person).await.must_step("password");
    }
    assert!(bodies.windows(2).all(|pair| pair[0] == pair[1]), "{bodies:?}");
    name(&mut person, "  ").await.must_blame("userName");
    name(&mut person, "mary").await.must_step("password");
    password(&mut person, "").await.must_blame("password");
    for who in ["diego", "nobody-else"] {
        name(&mut person, who).await.must_step("password");
        for _ in 0..5 {
            password(&mut person, "wrong")
                .await
                .must_refuse(401, "AUTHENTICATION_FAILED");
        }
        password(&mut person, "wrong").await.must_wait(30);
        machine.pass(30);
        password(&mut person, "wrong")
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
        password(&mut person, "wrong").await.must_wait(60);
    }
    // A right password after the wait is looked at, and clears the counter.
    let diego = person.password("diego").await;
    machine.pass(60);
    sign_in(&mut person, "Diego", &diego).await.must_step("signed-in");
    sign_in(&mut person, "diego", "wrong")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    // No such portal.
    person
        .get("/api/portal?address=https://d-0000000000.awsapps.com/start")
        .await
        .must_refuse(404, "NO_SUCH_PORTAL");
}

#[tokio::test]
async fn an_attempt_is_its_browsers_and_lasts_fifteen_minutes() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    let portal = portal(&mut mary).await;
    let right = mary.password("mary").await;
    let page = format!("/api/portal?address=https://{portal}.awsapps.com/start");
    attempt(&mut mary).await.must_refuse(409, "ATTEMPT_EXPIRED");
    password(&mut mary, &right).await.must_refuse(409, "ATTEMPT_EXPIRED");
    assert_eq!(mary.get(&page).await.body["underWay"], false);
    name(&mut mary, "mary").await.must_step("password");
    assert_eq!(mary.get(&page).await.body["underWay"], true);
    attempt(&mut mary).await.must_step("password");
    machine.pass(15 * MINUTES);
    attempt(&mut mary).await.must_refuse(409, "ATTEMPT_EXPIRED");
    password(&mut mary, &right).await.must_refuse(409, "ATTEMPT_EXPIRED");
    assert_eq!(mary.get(&page).await.body["underWay"], false);

    // Each step is there again after a reload.
    let mut nikki = machine.person().await;
    let once = nikki.password("nikki").await;
    sign_in(&mut nikki, "nikki", &once).await.must_step("mail-code");
    attempt(&mut nikki).await.must_step("mail-code");
    assert_eq!(mails(&mut nikki).await, 1, "a reload sends no other code");
    let right = digits(&mut nikki).await;
    code(&mut nikki, &right).await.must_step("new-password");
    let step = attempt(&mut nikki).await;
    step.must_step("new-password");
    assert_eq!(step.text("userName"), "nikki");
    // Someone else's cookie is not guessed.
    let mut other = machine.browser().await;
    other.jar.insert(ATTEMPT.to_owned(), "A".repeat(43));
    attempt(&mut other).await.must_refuse(409, "ATTEMPT_EXPIRED");
    choose(&mut other, "Own-Password-1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn a_user_name_is_remembered_on_request_only() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    let portal = portal(&mut mary).await;
    let right = mary.password("mary").await;
    let page = format!("/api/portal?address=https://{portal}.awsapps.com/start");
    let form = json!({ "userName": "MARY", "remember": true });
    mary.post("/api/portal/sign-in/user-name", form.clone())
        .await
        .must_step("password");
    assert_eq!(
        mary.get(&page).await.body["remembered"],
        Value::Null,
        "not before it is right"
    );
    password(&mut mary, &right).await.must_step("signed-in");
    mary.post("/api/portal/sign-out", json!({})).await;
    assert_eq!(mary.get(&page).await.body["remembered"], "mary");
    machine.pass(300 * 24 * HOURS);
    assert_eq!(mary.get(&page).await.body["remembered"], "mary");
    sign_in(&mut mary, "mary", &right).await.must_step("signed-in");
    assert_eq!(mary.get(&page).await.body["remembered"], Value::Null);
}

#[tokio::test]
async fn who_is_disabled_or_deleted_midway_gets_no_further() {
    let machine = Machine::new();
    let mut nikki = machine.person().await;
    let once = nikki.password("nikki").await;
    let mut root = Administrator::of(&machine).await;
    sign_in(&mut nikki, "nikki", &once).await.must_step("mail-code");
    let first = digits(&mut nikki).await;
    root.enable("nikki", false).await;
    code(&mut nikki, &first).await.must_refuse(409, "ATTEMPT_EXPIRED");
    sign_in(&mut nikki, "nikki", &once)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    root.enable("nikki", true).await;
    sign_in(&mut nikki, "nikki", &once).await.must_step("mail-code");
    let second = digits(&mut nikki).await;
    code(&mut nikki, &second).await.must_step("new-password");
    name(&mut nikki, "nikki").await.must_step("password");
    root.act("DELETE", "nikki", "", Value::Null).await;
    password(&mut nikki, &once).await.must_refuse(409, "ATTEMPT_EXPIRED");
    sign_in(&mut nikki, "nikki", &once)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    choose(&mut nikki, "Own-Password-1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn without_codes_by_mail_nobody_begins_without_a_password() {
    let machine = Machine::new();
    let mut kwaku = machine.person().await;
    let mut root = Administrator::of(&machine).await;
    root.set("settings/email-otp", json!({ "send": false })).await;
    sign_in(&mut kwaku, "kwaku", "Whatever-1")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    assert_eq!(mails(&mut kwaku).await, 0);
    // A forgotten password is a way in: the mail goes to whoever is meant to read it.
    ask(&mut kwaku, "kwaku").await.must_step("mail-sent");
    let link = token(&mut kwaku, "reset-password").await;
    assert_eq!(use_link(&mut kwaku, &link, "Own-Password-1").await.status, 204);
    sign_in(&mut kwaku, "kwaku", "Own-Password-1")
        .await
        .must_step("signed-in");
}
