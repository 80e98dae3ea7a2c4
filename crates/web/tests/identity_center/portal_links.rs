//! Links in mail at the access portal: forgotten passwords and invitations.

use crate::common::door::{
    Administrator, HOURS, answer, ask, attempt, choose, code, digits, forgot, inside, look, mails, name, password,
    portal, sign_in, token, use_link,
};
use crate::common::{Machine, Signs as _, answer_to};
use serde_json::{Value, json};

#[tokio::test]
async fn mails_that_somebody_else_asks_for_become_rare_and_never_end() {
    let machine = Machine::new();
    let mut stranger = machine.person().await;
    for _ in 0..105 {
        name(&mut stranger, "mary").await.must_step("password");
        forgot(&mut stranger).await.must_step("security-check");
        machine.pass(HOURS);
    }
    ask(&mut stranger, "mary").await.must_step("mail-sent");
    assert!(!token(&mut stranger, "reset-password").await.is_empty());
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
async fn an_invitation_leads_to_a_password_and_a_verified_address() {
    let machine = Machine::new();
    let mut root = Administrator::of(&machine).await;
    root.set("settings/email-otp", json!({ "send": false })).await;
    root.add("jane", "invite").await;
    let mut jane = machine.person().await;
    let link = token(&mut jane, "invitation").await;
    let mail = jane.newest_mail().await;
    assert_eq!(mail.text("subject"), "Invitation to join AWS IAM Identity Center");
    assert_eq!(mail.text("from"), "no-reply@login.awsapps.com");
    assert_eq!(mail.text("to"), "jane@anycompany.example");
    // Without a password nothing is right.
    sign_in(&mut jane, "jane", "Whatever-1")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    let page = look(&mut jane, &link).await;
    assert_eq!((page.text("purpose"), page.text("userName")), ("invitation", "jane"));
    use_link(&mut jane, &link, "short")
        .await
        .must_refuse(422, "PASSWORD_POLICY_VIOLATION");
    assert_eq!(use_link(&mut jane, &link, "Own-Password-1").await.status, 204);
    let portal = portal(&mut jane).await;
    assert_eq!(inside(&mut jane, &portal).await, Value::Null, "a link signs nobody in");
    // The address is verified: no code is asked for.
    sign_in(&mut jane, "jane", "Own-Password-1")
        .await
        .must_step("signed-in");
    assert_eq!(inside(&mut jane, &portal).await["displayName"], "Jane Doe");
    use_link(&mut jane, &link, "Other-Password-1")
        .await
        .must_refuse(410, "RECOVERY_LINK_USED");
    assert_eq!(mails(&mut jane).await, 1);
}

#[tokio::test]
async fn an_invitation_lasts_seven_days_and_a_newer_one_replaces_it() {
    let machine = Machine::new();
    let mut root = Administrator::of(&machine).await;
    root.add("jane", "invite").await;
    let mut jane = machine.person().await;
    let first = token(&mut jane, "invitation").await;
    root.act("POST", "jane", "/invitation", json!({})).await;
    let mut jane = machine.person().await;
    let second = token(&mut jane, "invitation").await;
    let used = look(&mut jane, &first).await;
    used.must_refuse(410, "RECOVERY_LINK_USED");
    assert!(used.text("message").starts_with("This invitation"), "{used:?}");
    machine.pass(7 * 24 * HOURS - 1);
    assert_eq!(look(&mut jane, &second).await.status, 200);
    machine.pass(1);
    let expired = use_link(&mut jane, &second, "Own-Password-1").await;
    expired.must_refuse(410, "RECOVERY_LINK_EXPIRED");
    assert!(expired.text("message").starts_with("This invitation"), "{expired:?}");
    // Whoever is invited may also begin with a code, where the administrator sends codes; then the invitation is used up.
    let mut root = Administrator::of(&machine).await;
    root.act("POST", "jane", "/invitation", json!({})).await;
    let mut jane = machine.person().await;
    let third = token(&mut jane, "invitation").await;
    name(&mut jane, "jane").await.must_step("mail-code");
    let right = digits(&mut jane).await;
    code(&mut jane, &right).await.must_step("new-password");
    choose(&mut jane, "Own-Password-1").await.must_step("signed-in");
    look(&mut jane, &third).await.must_refuse(410, "RECOVERY_LINK_USED");
}

#[tokio::test]
async fn links_are_worth_nothing_to_who_is_disabled_or_gone() {
    let machine = Machine::new();
    let mut root = Administrator::of(&machine).await;
    root.add("jane", "invite").await;
    let mut jane = machine.person().await;
    let link = token(&mut jane, "invitation").await;
    root.enable("jane", false).await;
    look(&mut jane, &link).await.must_refuse(400, "RECOVERY_LINK_INVALID");
    use_link(&mut jane, &link, "Own-Password-1")
        .await
        .must_refuse(400, "RECOVERY_LINK_INVALID");
    root.enable("jane", true).await;
    assert_eq!(look(&mut jane, &link).await.status, 200);
    root.act("DELETE", "jane", "", Value::Null).await;
    use_link(&mut jane, &link, "Own-Password-1")
        .await
        .must_refuse(400, "RECOVERY_LINK_INVALID");
}

#[tokio::test]
async fn what_was_mailed_to_an_old_address_is_worth_nothing() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    let right = mary.password("mary").await;
    ask(&mut mary, "mary").await.must_step("mail-sent");
    let link = token(&mut mary, "reset-password").await;
    let mut root = Administrator::of(&machine).await;
    let form = |email: &str| {
        json!({
            "givenName": "Mary", "familyName": "Major", "displayName": "Mary Major", "email": email, "attributes": {},
        })
    };
    // The same address is no change.
    root.act("PUT", "mary", "", form("MARY@anycompany.example")).await;
    assert_eq!(look(&mut mary, &link).await.status, 200);
    root.act("PUT", "mary", "", form("mary.major@anycompany.example")).await;
    look(&mut mary, &link).await.must_refuse(410, "RECOVERY_LINK_USED");
    // The next sign-in verifies the new address, and only what was sent there does.
    sign_in(&mut mary, "mary", &right).await.must_step("mail-code");
    let old = digits(&mut mary).await;
    root.act("PUT", "mary", "", form("mary@anycompany.example")).await;
    code(&mut mary, &old).await.must_refuse(409, "ATTEMPT_EXPIRED");
    sign_in(&mut mary, "mary", &right).await.must_step("mail-code");
    assert_eq!(mary.newest_mail().await.text("to"), "mary@anycompany.example");
    let fresh = digits(&mut mary).await;
    code(&mut mary, &fresh).await.must_step("signed-in");
}

#[tokio::test]
async fn a_one_time_password_of_the_administrator_ends_what_stood_on_the_old_one() {
    let machine = Machine::new();
    let mut mary = machine.person().await;
    let portal = portal(&mut mary).await;
    let old = mary.password("mary").await;
    sign_in(&mut mary, "mary", &old).await.must_step("signed-in");
    ask(&mut mary, "mary").await.must_step("mail-sent");
    let link = token(&mut mary, "reset-password").await;
    let mut root = Administrator::of(&machine).await;
    let reset = root
        .act("POST", "mary", "/password", json!({ "how": "one-time" }))
        .await;
    let once = reset.text("oneTimePassword").to_owned();
    assert_eq!(inside(&mut mary, &portal).await, Value::Null);
    look(&mut mary, &link).await.must_refuse(410, "RECOVERY_LINK_USED");
    sign_in(&mut mary, "mary", &old)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    password(&mut mary, &once).await.must_step("new-password");
    // The one before it is among the last three.
    choose(&mut mary, &old)
        .await
        .must_refuse(422, "PASSWORD_POLICY_VIOLATION");
    choose(&mut mary, "New-Password-1").await.must_step("signed-in");
}
