//! The root user's forgotten password, and the security check in front of it.

use crate::common::{
    Answer, Browser, FINANCE_ROOT, MANAGEMENT_ROOT, Machine, Person, Signs as _, answer_to, password_of,
};
use serde_json::json;

const NEW: &str = "Recovered-Password-1";
const MINUTES: u64 = 60;

/// From the e-mail address to the mail; the link's token.
async fn ask(person: &mut Person, email: &str) -> String {
    let step = person.root_email(email).await;
    person.pass_check(step).await.must_step("root-password");
    let check = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    check.must_step("security-check");
    assert_eq!(check.text("purpose"), "recovery");
    let sent = person.pass_check(check).await;
    sent.must_step("recovery-sent");
    assert_eq!(sent.text("email"), email);
    token(&person.newest_mail().await)
}

fn token(mail: &Answer) -> String {
    let address = mail.body["links"][0]["address"].as_str().unwrap();
    let (page, token) = address.split_once("?token=").unwrap();
    assert_eq!(page, "https://signin.aws.amazon.com/resetpassword");
    token.to_owned()
}

async fn look(person: &mut Person, token: &str) -> Answer {
    person.get(&format!("/api/recovery?token={token}")).await
}

async fn recover(person: &mut Person, token: &str, new: &str) -> Answer {
    let form = json!({ "token": token, "newPassword": new, "confirmPassword": new });
    person.post("/api/recovery", form).await
}

#[tokio::test]
async fn a_link_comes_by_mail_and_works_once() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let old = person.password(MANAGEMENT_ROOT).await;
    let link = ask(&mut person, MANAGEMENT_ROOT).await;
    let mail = person.newest_mail().await;
    assert_eq!(mail.text("to"), MANAGEMENT_ROOT);
    assert_eq!(mail.text("from"), "no-reply@verify.signin.aws");
    assert!(!mail.text("body").contains(&link));
    assert!(!mail.text("body").contains(&old));

    let page = look(&mut person, &link).await;
    assert_eq!(page.text("email"), MANAGEMENT_ROOT);
    assert!(!page.body["requirements"].as_array().unwrap().is_empty());
    for (new, field) in [
        ("short", "newPassword"),
        ("alllowercase", "newPassword"),
        (MANAGEMENT_ROOT, "newPassword"),
    ] {
        let refused = recover(&mut person, &link, new).await;
        refused.must_refuse(422, "PASSWORD_POLICY_VIOLATION");
        assert_eq!(refused.body["field"], field);
    }
    let form = json!({ "token": link, "newPassword": NEW, "confirmPassword": "other" });
    person.post("/api/recovery", form).await.must_blame("confirmPassword");
    person.root(MANAGEMENT_ROOT, &old).await.must_step("signed-in");
    person.sign_out().await;

    assert_eq!(recover(&mut person, &link, NEW).await.status, 204);
    assert!(!person.signed_in().await, "recovery signs nobody in");
    recover(&mut person, &link, "Another-Password-1")
        .await
        .must_refuse(410, "RECOVERY_LINK_USED");
    look(&mut person, &link).await.must_refuse(410, "RECOVERY_LINK_USED");
    person
        .root(MANAGEMENT_ROOT, &old)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    person.root(MANAGEMENT_ROOT, NEW).await.must_step("signed-in");
    let note = person.newest_mail().await;
    assert_eq!(note.text("subject"), "Your root user password was changed");
    assert!(note.body["links"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_newer_link_replaces_the_older_and_only_of_its_own_account() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let finance = ask(&mut person, FINANCE_ROOT).await;
    let first = ask(&mut person, MANAGEMENT_ROOT).await;
    let second = ask(&mut person, MANAGEMENT_ROOT).await;
    assert_ne!(first, second);
    recover(&mut person, &first, NEW)
        .await
        .must_refuse(410, "RECOVERY_LINK_USED");
    assert_eq!(recover(&mut person, &second, NEW).await.status, 204);
    assert_eq!(recover(&mut person, &finance, "Finance-Password-1").await.status, 204);
    person.root(MANAGEMENT_ROOT, NEW).await.must_step("signed-in");
    person
        .root(FINANCE_ROOT, "Finance-Password-1")
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn a_link_expires_after_thirty_minutes() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let old = person.password(MANAGEMENT_ROOT).await;
    let link = ask(&mut person, MANAGEMENT_ROOT).await;
    machine.pass(30 * MINUTES - 1);
    assert_eq!(look(&mut person, &link).await.status, 200);
    machine.pass(1);
    look(&mut person, &link).await.must_refuse(410, "RECOVERY_LINK_EXPIRED");
    recover(&mut person, &link, NEW)
        .await
        .must_refuse(410, "RECOVERY_LINK_EXPIRED");
    person.root(MANAGEMENT_ROOT, &old).await.must_step("signed-in");
}

#[tokio::test]
async fn made_up_links_are_invalid() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let link = ask(&mut person, MANAGEMENT_ROOT).await;
    let altered = if link.starts_with('A') {
        link.replacen('A', "B", 1)
    } else {
        format!("A{}", &link[1..])
    };
    for made_up in [
        "",
        "x",
        &link[..42],
        &format!("{link}A"),
        &"A".repeat(43),
        &altered,
        "%F0%9F%98%80",
    ] {
        look(&mut person, made_up)
            .await
            .must_refuse(400, "RECOVERY_LINK_INVALID");
        recover(&mut person, made_up, NEW)
            .await
            .must_refuse(400, "RECOVERY_LINK_INVALID");
    }
    assert_eq!(recover(&mut person, &link, NEW).await.status, 204);
}

#[tokio::test]
async fn two_windows_use_one_link_and_one_of_them_wins() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let link = ask(&mut person, MANAGEMENT_ROOT).await;
    let first = machine.browser().await;
    let second = machine.browser().await;
    let form = |new: &str| json!({ "token": link, "newPassword": new, "confirmPassword": new });
    let (one, two) = (form("Password-One-1"), form("Password-Two-2"));
    let (a, b) = tokio::join!(
        first.replay("POST", "/api/recovery", "", &one),
        second.replay("POST", "/api/recovery", "", &two),
    );
    let winner = match (a.status, b.status) {
        (204, 410) => "Password-One-1",
        (410, 204) => "Password-Two-2",
        other => unreachable!("{other:?}"),
    };
    person.root(MANAGEMENT_ROOT, winner).await.must_step("signed-in");
}

#[tokio::test]
async fn recovery_ends_the_root_users_sessions_and_leaves_its_records() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut user = Browser::of(&world);
    let alice = password_of(&world, "alice").await;
    user.iam(crate::common::MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    let link = ask(&mut person, MANAGEMENT_ROOT).await;
    assert!(root.signed_in().await, "asking ends nothing");
    assert_eq!(recover(&mut person, &link, NEW).await.status, 204);
    assert!(!root.signed_in().await);
    assert!(user.signed_in().await, "IAM users are other people");

    person.sign_in_root(MANAGEMENT_ROOT, NEW).await;
    let events = person.events().await;
    let names: Vec<&str> = events.iter().map(|event| event["name"].as_str().unwrap()).collect();
    assert_eq!(
        names,
        [
            "ConsoleLogin",
            "PasswordUpdated",
            "PasswordRecoveryCompleted",
            "PasswordRecoveryRequested",
            "ConsoleLogin", // alice
            "ConsoleLogin", // the root session that recovery ended
        ]
    );
    for event in &events[1..4] {
        assert_eq!(event["userName"], "root");
        assert_eq!(event["region"], "us-east-1");
        assert_eq!(event["outcome"], "success");
        let name = event["name"].as_str().unwrap();
        assert_eq!(event["record"]["responseElements"][name], "Success");
        assert_eq!(event["record"]["userIdentity"]["type"], "Root");
    }
}

#[tokio::test]
async fn a_wrong_answer_brings_a_new_picture_and_the_question_is_as_good() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    person.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
    let check = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    let mut challenge = check.body["challenge"].clone();
    assert!(challenge["image"].as_str().unwrap().starts_with("data:image/svg+xml,"));
    for _ in 0..3 {
        let right = answer_to(&challenge).to_string();
        let refused = person.check("WRONG!").await;
        refused.must_refuse(422, "SECURITY_CHECK_FAILED");
        let fresh = refused.body["challenge"].clone();
        assert_ne!(fresh["image"], challenge["image"]);
        // The old picture's answer went with it.
        if answer_to(&fresh).to_string() != right {
            let stale = person.check(&right).await;
            stale.must_refuse(422, "SECURITY_CHECK_FAILED");
            challenge = stale.body["challenge"].clone();
        } else {
            challenge = fresh;
        }
    }
    let refreshed = person.post("/api/sign-in/security-check/refresh", json!({})).await;
    refreshed.must_step("security-check");
    assert_ne!(refreshed.body["challenge"]["image"], challenge["image"]);
    person.check("").await.must_blame("answer");
    person.check("  ").await.must_blame("answer");
    assert!(
        person.get("/desk/mail").await.body["messages"]
            .as_array()
            .unwrap()
            .is_empty()
    );
    // In words, any case, with spaces around.
    let reloaded = person.get("/api/sign-in/attempt").await;
    reloaded.must_step("security-check");
    let number = answer_to(&reloaded.body["challenge"]);
    let words = [
        "", "ONE", "Two", "three", "four", "five", "six", "seven", "eight", "nine", "Ten",
    ];
    let answer = words
        .get(number)
        .map_or_else(|| number.to_string(), |word| format!("  {word} "));
    person.check(&answer).await.must_step("recovery-sent");
    person.check(&answer).await.must_refuse(409, "ATTEMPT_EXPIRED");
    assert_eq!(
        person.get("/desk/mail").await.body["messages"]
            .as_array()
            .unwrap()
            .len(),
        1
    );
}

#[tokio::test]
async fn a_picture_answers_only_its_own_attempt() {
    let machine = Machine::new();
    let mut mine = machine.browser().await;
    let mut theirs = mine.another();
    mine.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
    theirs.root_email(FINANCE_ROOT).await.must_step("root-password");
    let check = mine.post("/api/sign-in/root/forgot-password", json!({})).await;
    // Without the attempt's cookie the right answer is nothing.
    let answer = json!({ "answer": answer_to(&check.body["challenge"]).to_string() });
    let nobody = mine.replay("POST", "/api/sign-in/security-check", "", &answer).await;
    nobody.must_refuse(409, "ATTEMPT_EXPIRED");
    let other = theirs.post("/api/sign-in/security-check", answer.clone()).await;
    other.must_refuse(409, "ATTEMPT_EXPIRED");
    mine.post("/api/sign-in/security-check", answer)
        .await
        .must_step("recovery-sent");
}

#[tokio::test]
async fn the_check_comes_after_failures_always_or_never() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let right = person.password(MANAGEMENT_ROOT).await;
    let set = |value: &str| json!({ "securityCheck": value });
    // After two failures.
    person
        .root(MANAGEMENT_ROOT, "wrong")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    person.get("/api/sign-in/attempt").await.must_step("root-password");
    person
        .root(MANAGEMENT_ROOT, "wrong")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    person.get("/api/sign-in/attempt").await.must_step("security-check");
    person.root_password(&right).await.must_refuse(409, "ATTEMPT_EXPIRED");
    let step = person.root_email(MANAGEMENT_ROOT).await;
    step.must_step("security-check");
    assert_eq!(step.text("purpose"), "sign-in");
    person.root_password(&right).await.must_refuse(409, "ATTEMPT_EXPIRED");
    person.root_email(FINANCE_ROOT).await.must_step("root-password");
    // Success clears it.
    person.root(MANAGEMENT_ROOT, &right).await.must_step("signed-in");
    person.root_email(MANAGEMENT_ROOT).await.must_step("root-password");

    assert_eq!(person.put("/world/settings", set("always")).await.status, 200);
    person.root_email(MANAGEMENT_ROOT).await.must_step("security-check");
    let unknown = person.root_email("nobody@anycompany.example").await;
    unknown.must_step("security-check");
    person.check("wrong").await.must_refuse(422, "SECURITY_CHECK_FAILED");
    let again = person.get("/api/sign-in/attempt").await;
    person
        .pass_check(again)
        .await
        .must_refuse(404, "ACCOUNT_DOES_NOT_EXIST");

    assert_eq!(person.put("/world/settings", set("off")).await.status, 200);
    for _ in 0..3 {
        person.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
        person
            .root_password("wrong")
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
    }
    person.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
    let sent = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    sent.must_step("recovery-sent");
    let view = person.get("/world").await;
    assert_eq!(view.body["settings"], set("off"));
}
