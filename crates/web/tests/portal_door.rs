//! The access portal's door: first passwords, forgotten passwords, codes and links in mail, and everything wrong there.
#![allow(
    clippy::unwrap_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::too_many_lines,
    reason = "tests"
)]

mod common;

use common::{Answer, MANAGEMENT_ROOT, Machine, Person, Signs, answer_to};
use serde_json::{Value, json};

const MINUTES: u64 = 60;
const HOURS: u64 = 60 * MINUTES;
const ATTEMPT: &str = "__Host-portal-attempt";

async fn name(person: &mut impl Signs, name: &str) -> Answer {
    let form = json!({ "userName": name, "remember": false });
    person.post("/api/portal/sign-in/user-name", form).await
}

async fn password(person: &mut impl Signs, password: &str) -> Answer {
    person
        .post("/api/portal/sign-in/password", json!({ "password": password }))
        .await
}

async fn sign_in(person: &mut impl Signs, who: &str, with: &str) -> Answer {
    name(person, who).await.must_step("password");
    password(person, with).await
}

async fn code(person: &mut impl Signs, code: &str) -> Answer {
    person
        .post("/api/portal/sign-in/mail-code", json!({ "code": code }))
        .await
}

async fn choose(person: &mut impl Signs, new: &str) -> Answer {
    let form = json!({ "newPassword": new, "confirmPassword": new });
    person.post("/api/portal/sign-in/new-password", form).await
}

async fn forgot(person: &mut impl Signs) -> Answer {
    person.post("/api/portal/sign-in/forgot-password", json!({})).await
}

async fn answer(person: &mut impl Signs, answer: &str) -> Answer {
    let form = json!({ "answer": answer });
    person.post("/api/portal/sign-in/security-check", form).await
}

async fn attempt(person: &mut impl Signs) -> Answer {
    person.get("/api/portal/attempt").await
}

async fn look(person: &mut impl Signs, token: &str) -> Answer {
    person.get(&format!("/api/portal/link?token={token}")).await
}

async fn use_link(person: &mut impl Signs, token: &str, new: &str) -> Answer {
    let form = json!({ "token": token, "newPassword": new, "confirmPassword": new });
    person.post("/api/portal/link", form).await
}

/// Who is signed in at the portal; `null` for nobody.
async fn inside(person: &mut impl Signs, portal: &str) -> Value {
    let page = person.get(&format!("/api/portal?portal={portal}")).await;
    assert_eq!(page.status, 200, "{page:?}");
    page.body["signedIn"].clone()
}

/// The portal that the password manager has for everyone.
async fn portal(person: &mut Person) -> String {
    person.account("mary").await
}

/// From the user name to the answer that a mail was sent, if anybody is to have it.
async fn ask(person: &mut impl Signs, who: &str) -> Answer {
    name(person, who).await.must_step("password");
    let check = forgot(person).await;
    check.must_step("security-check");
    let right = answer_to(&check.body["challenge"]).to_string();
    answer(person, &right).await
}

async fn mails(person: &mut Person) -> usize {
    person.get("/desk/mail").await.body["messages"]
        .as_array()
        .unwrap()
        .len()
}

/// The six digits of the newest mail.
async fn digits(person: &mut Person) -> String {
    let mail = person.newest_mail().await;
    let body = mail.text("body").to_owned();
    let words = body.split(|character: char| !character.is_ascii_alphanumeric());
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let found: Vec<&str> = words.filter(is_code).collect();
    assert_eq!(found.len(), 1, "{body}");
    found[0].to_owned()
}

/// The token of the newest mail's link.
async fn token(person: &mut Person, page: &str) -> String {
    let mail = person.newest_mail().await;
    let address = mail.body["links"][0]["address"].as_str().unwrap();
    let (before, token) = address.split_once("?token=").unwrap();
    let portal = portal(person).await;
    assert_eq!(before, format!("https://{portal}.awsapps.com/start#/{page}"));
    assert!(!mail.text("body").contains(token));
    token.to_owned()
}

fn wrong(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

/// The instance's records since `from`, oldest first: name, credential, outcome.
async fn records(person: &mut Person, skip: usize) -> Vec<String> {
    let root = person.password(MANAGEMENT_ROOT).await;
    person.sign_in_root(MANAGEMENT_ROOT, &root).await;
    let events = person.events().await;
    person.sign_out().await;
    let portal = events.iter().rev().filter(|event| {
        let source = event["record"]["eventSource"].as_str().unwrap();
        source.starts_with("sso") || event["record"]["eventType"] == "AwsServiceEvent"
    });
    portal
        .skip(skip)
        .map(|event| {
            let record = &event["record"];
            let name = record["eventName"].as_str().unwrap();
            let mut line = name.to_owned();
            if let Some(credential) = record["additionalEventData"]["CredentialType"].as_str() {
                line = format!("{line} {credential}");
            }
            if let Some(outcome) = record["serviceEventDetails"][name].as_str() {
                line = format!("{line} {outcome}");
            }
            line
        })
        .collect()
}

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
async fn a_forgotten_password_is_replaced_by_mail() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    let portal = portal(&mut mary).await;
    let old = mary.password("mary").await;
    let mut elsewhere = machine.person().await;
    sign_in(&mut elsewhere, "mary", &old).await.must_step("signed-in");
    let sent = ask(&mut mary, "Mary").await;
    sent.must_step("mail-sent");
    assert_eq!(sent.text("userName"), "Mary");
    let link = token(&mut mary, "reset-password").await;
    let mail = mary.newest_mail().await;
    assert_eq!(mail.text("to"), "mary@anycompany.example");
    assert_eq!(mail.text("from"), "no-reply@login.awsapps.com");
    assert!(!mail.text("body").contains(&old));

    let page = look(&mut mary, &link).await;
    assert_eq!((page.text("purpose"), page.text("userName")), ("reset", "mary"));
    use_link(&mut mary, &link, "short")
        .await
        .must_refuse(422, "PASSWORD_POLICY_VIOLATION");
    use_link(&mut mary, &link, &old)
        .await
        .must_refuse(422, "PASSWORD_POLICY_VIOLATION");
    let form = json!({ "token": link, "newPassword": "New-Password-1", "confirmPassword": "New-Password-2" });
    mary.post("/api/portal/link", form).await.must_blame("confirmPassword");
    // Until then the old one works, and nobody is signed out.
    assert_eq!(inside(&mut elsewhere, &portal).await["userName"], "mary");

    assert_eq!(use_link(&mut mary, &link, "New-Password-1").await.status, 204);
    assert_eq!(inside(&mut mary, &portal).await, Value::Null, "a link signs nobody in");
    assert_eq!(inside(&mut elsewhere, &portal).await, Value::Null);
    let note = mary.newest_mail().await;
    assert_eq!(
        note.text("subject"),
        "Your AWS IAM Identity Center password was changed"
    );
    look(&mut mary, &link).await.must_refuse(410, "RECOVERY_LINK_USED");
    use_link(&mut mary, &link, "New-Password-2")
        .await
        .must_refuse(410, "RECOVERY_LINK_USED");
    sign_in(&mut mary, "mary", &old)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    password(&mut mary, "New-Password-1").await.must_step("signed-in");
}

#[tokio::test]
async fn the_last_three_passwords_do_not_come_back() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    let first = mary.password("mary").await;
    let chosen = ["Second-Pass-2", "Third-Pass-3", "Fourth-Pass-4"];
    for (at, new) in chosen.iter().enumerate() {
        ask(&mut mary, "mary").await.must_step("mail-sent");
        let link = token(&mut mary, "reset-password").await;
        let before: Vec<&str> = std::iter::once(first.as_str())
            .chain(chosen.iter().copied().take(at))
            .collect();
        for old in before {
            let refused = use_link(&mut mary, &link, old).await;
            refused.must_refuse(422, "PASSWORD_POLICY_VIOLATION");
            assert!(refused.text("message").contains("last three"), "{refused:?}");
        }
        assert_eq!(use_link(&mut mary, &link, new).await.status, 204);
        mary.post("/api/portal/sign-out", json!({})).await;
    }
    // The one before the last three does.
    ask(&mut mary, "mary").await.must_step("mail-sent");
    let link = token(&mut mary, "reset-password").await;
    assert_eq!(use_link(&mut mary, &link, &first).await.status, 204);
}

#[tokio::test]
async fn forgetting_tells_nobody_who_exists() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    for (who, mailed) in [("mary", 1), ("nobody", 0), ("saanvi", 0), ("not a name at all", 0)] {
        let before = mails(&mut person).await;
        let step = name(&mut person, who).await;
        assert_eq!(step.body, json!({ "step": "password", "userName": who }));
        let check = forgot(&mut person).await;
        check.must_step("security-check");
        let right = answer_to(&check.body["challenge"]).to_string();
        let sent = answer(&mut person, &right).await;
        assert_eq!(sent.body, json!({ "step": "mail-sent", "userName": who }));
        assert_eq!(mails(&mut person).await - before, mailed, "{who}");
        answer(&mut person, &right).await.must_refuse(409, "ATTEMPT_EXPIRED");
    }
    // Asking too often waits, whoever it is.
    for who in ["diego", "nobody-else"] {
        for _ in 0..5 {
            ask(&mut person, who).await.must_step("mail-sent");
        }
        name(&mut person, who).await.must_step("password");
        forgot(&mut person).await.must_wait(30);
        machine.pass(30);
        ask(&mut person, who).await.must_step("mail-sent");
    }
}

#[tokio::test]
async fn a_wrong_answer_brings_a_new_picture_and_no_mail() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    forgot(&mut person).await.must_refuse(409, "ATTEMPT_EXPIRED");
    name(&mut person, "mary").await.must_step("password");
    let check = forgot(&mut person).await;
    answer(&mut person, " ").await.must_blame("answer");
    let refused = answer(&mut person, "WRONG!").await;
    refused.must_refuse(422, "SECURITY_CHECK_FAILED");
    assert_ne!(refused.body["challenge"]["image"], check.body["challenge"]["image"]);
    let reloaded = attempt(&mut person).await;
    reloaded.must_step("security-check");
    assert_ne!(reloaded.body["challenge"]["image"], refused.body["challenge"]["image"]);
    assert_eq!(mails(&mut person).await, 0);
    let mut other = machine.browser().await;
    let right = answer_to(&reloaded.body["challenge"]).to_string();
    answer(&mut other, &right).await.must_refuse(409, "ATTEMPT_EXPIRED");
    answer(&mut person, &right).await.must_step("mail-sent");
    assert_eq!(mails(&mut person).await, 1);

    let off = json!({ "securityCheck": "off" });
    assert_eq!(person.put("/world/settings", off).await.status, 200);
    name(&mut person, "mary").await.must_step("password");
    forgot(&mut person).await.must_step("mail-sent");
    assert_eq!(mails(&mut person).await, 2);
}

#[tokio::test]
async fn a_reset_link_works_for_a_day_and_a_newer_one_replaces_it() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    ask(&mut mary, "mary").await.must_step("mail-sent");
    let first = token(&mut mary, "reset-password").await;
    ask(&mut mary, "diego").await.must_step("mail-sent");
    let other = token(&mut mary, "reset-password").await;
    ask(&mut mary, "mary").await.must_step("mail-sent");
    let second = token(&mut mary, "reset-password").await;
    look(&mut mary, &first).await.must_refuse(410, "RECOVERY_LINK_USED");
    machine.pass(24 * HOURS - 1);
    assert_eq!(look(&mut mary, &second).await.status, 200);
    machine.pass(1);
    look(&mut mary, &second).await.must_refuse(410, "RECOVERY_LINK_EXPIRED");
    use_link(&mut mary, &second, "New-Password-1")
        .await
        .must_refuse(410, "RECOVERY_LINK_EXPIRED");
    look(&mut mary, &other).await.must_refuse(410, "RECOVERY_LINK_EXPIRED");
}

#[tokio::test]
async fn made_up_links_are_invalid() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    ask(&mut mary, "mary").await.must_step("mail-sent");
    let link = token(&mut mary, "reset-password").await;
    let longer = format!("{link}A");
    let zeros = "A".repeat(43);
    for made_up in ["", "x", &link[..42], &longer, &zeros, "%F0%9F%98%80"] {
        look(&mut mary, made_up).await.must_refuse(400, "RECOVERY_LINK_INVALID");
        use_link(&mut mary, made_up, "New-Password-1")
            .await
            .must_refuse(400, "RECOVERY_LINK_INVALID");
    }
    // A link of the portal is none of the console's, and the other way round.
    mary.get(&format!("/api/recovery?token={link}"))
        .await
        .must_refuse(400, "RECOVERY_LINK_INVALID");
    assert_eq!(use_link(&mut mary, &link, "New-Password-1").await.status, 204);
}

#[tokio::test]
async fn two_windows_use_one_link_and_one_of_them_wins() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    ask(&mut mary, "mary").await.must_step("mail-sent");
    let link = token(&mut mary, "reset-password").await;
    let first = machine.browser().await;
    let second = machine.browser().await;
    let form = |new: &str| json!({ "token": link, "newPassword": new, "confirmPassword": new });
    let (one, two) = (form("Password-One-1"), form("Password-Two-2"));
    let (a, b) = tokio::join!(
        first.replay("POST", "/api/portal/link", "", &one),
        second.replay("POST", "/api/portal/link", "", &two),
    );
    let winner = match (a.status, b.status) {
        (204, 410) => "Password-One-1",
        (410, 204) => "Password-Two-2",
        other => panic!("{other:?}"),
    };
    sign_in(&mut mary, "mary", winner).await.must_step("signed-in");
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
        .get("/api/portal?portal=d-0000000000")
        .await
        .must_refuse(404, "NO_SUCH_PORTAL");
}

#[tokio::test]
async fn an_attempt_is_its_browsers_and_lasts_fifteen_minutes() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    let portal = portal(&mut mary).await;
    let right = mary.password("mary").await;
    let page = format!("/api/portal?portal={portal}");
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
    let page = format!("/api/portal?portal={portal}");
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
