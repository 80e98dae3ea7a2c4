//! Which message for which cause, in both classic sign-ins.

use crate::common::{FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, SANDBOX, SANDBOX_ROOT, Signs as _};
use serde_json::json;

const WRONG: &str = "Not-The-Password-1";

#[tokio::test]
async fn every_wrong_combination_gets_the_same_answer() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    let frank = person.password("frank").await;
    let heidi = person.password("heidi").await;
    let finance = person.account("frank").await;
    let unknown_id = if finance == "999988887777" {
        "999988887776"
    } else {
        "999988887777"
    };
    let reference = person.iam(MANAGEMENT, "alice", WRONG).await;
    reference.must_refuse(401, "AUTHENTICATION_FAILED");
    assert!(reference.body["field"].is_null() && reference.body["retryAfterSeconds"].is_null());

    let bound = "a".repeat(64);
    let too_long = "a".repeat(65);
    for (cause, account, user, password) in [
        ("unknown account id", unknown_id, "alice", alice.as_str()),
        ("unknown alias", "nobody-has-this", "alice", &alice),
        ("unknown user", MANAGEMENT, "mallory", &alice),
        ("unknown user of 64 characters", MANAGEMENT, &bound, &alice),
        ("user name too long", MANAGEMENT, &too_long, &alice),
        ("user name with a space", MANAGEMENT, "al ice", &alice),
        ("user name with NUL", MANAGEMENT, "alice\0", &alice),
        ("user name with an emoji", MANAGEMENT, "alice😀", &alice),
        ("look-alike user name", MANAGEMENT, "\u{430}lice", &alice),
        ("right-to-left user name", MANAGEMENT, "\u{202e}alice", &alice),
        ("SQL in the user name", MANAGEMENT, "alice' OR 1=1 --", &alice),
        ("LIKE pattern as user name", MANAGEMENT, "al%", &alice),
        ("wrong password", MANAGEMENT, "alice", WRONG),
        ("no password", MANAGEMENT, "dave", WRONG),
        ("suspended account, wrong password", SANDBOX, "heidi", WRONG),
        ("suspended account, right password", SANDBOX, "heidi", &heidi),
        ("another user's password", MANAGEMENT, "alice", &frank),
        ("another account's user", MANAGEMENT, "frank", &frank),
        ("user of this name in another account", &finance, "alice", &alice),
        ("reset required, wrong password", MANAGEMENT, "bob", WRONG),
        ("expired, wrong password", MANAGEMENT, "carol", WRONG),
        ("hard-expired, wrong password", &finance, "grace", WRONG),
    ] {
        let answer = person.iam(account, user, password).await;
        assert_eq!(answer, reference, "{cause}");
        assert!(!person.signed_in().await, "{cause}");
    }
    // The same person gets in with the right ones, so the refusals were not for another reason.
    person.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
    assert!(person.signed_in().await);
}

#[tokio::test]
async fn the_right_combination_gets_in_however_the_names_are_typed() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    person.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
    let id = person.account_id().await;
    let view = person.get("/api/session").await;
    assert_eq!(view.body["identity"]["displayName"], format!("alice @ {MANAGEMENT}"));
    assert_eq!(view.body["identity"]["arn"], format!("arn:aws:iam::{id}:user/alice"));
    let dashed = format!("{}-{}-{}", &id[..4], &id[4..8], &id[8..]);
    let spaced = format!("  {id} ");
    for (account, user) in [
        (id.as_str(), "alice"),
        (&dashed, "alice"),
        (&spaced, "alice"),
        (MANAGEMENT, "alice"),
        ("ANYCOMPANY", "alice"),
        ("AnyCompany", "ALICE"),
        (&id, "Alice"),
        (&id, " alice "),
    ] {
        person.sign_out().await;
        assert!(!person.signed_in().await);
        let answer = person.iam(account, user, &alice).await;
        answer.must_step("signed-in");
        assert_eq!(
            answer.text("destination"),
            "https://console.aws.amazon.com/console/home"
        );
        let view = person.get("/api/session").await;
        assert_eq!(view.body["identity"]["userName"], "alice", "{account} {user}");
    }
}

#[tokio::test]
async fn people_in_other_states_get_what_their_state_asks_for() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let finance = person.account("frank").await;
    for (user, reason) in [("bob", "reset-required"), ("carol", "expired")] {
        let password = person.password(user).await;
        let step = person.iam(MANAGEMENT, user, &password).await;
        step.must_step("new-password");
        assert_eq!(step.text("reason"), reason);
        assert_eq!(step.text("userName"), user);
        assert_eq!(step.text("account"), MANAGEMENT);
        assert!(!step.body["requirements"].as_array().unwrap().is_empty());
        assert!(!person.signed_in().await, "the old password alone opens nothing");
        assert_eq!(
            person.get("/api/sign-in/attempt").await,
            step,
            "a reload stays where it was"
        );
        person
            .new_password(&password, "short")
            .await
            .must_refuse(403, "CHANGE_PASSWORD_REFUSED");
        person
            .new_password(&password, &password)
            .await
            .must_refuse(403, "CHANGE_PASSWORD_REFUSED");
        person
            .new_password(WRONG, "a brand new 1")
            .await
            .must_blame("currentPassword");
        let mismatch =
            json!({ "currentPassword": password, "newPassword": "a brand new 1", "confirmPassword": "other" });
        let mismatch = person.post("/api/sign-in/new-password", mismatch).await;
        mismatch.must_blame("confirmPassword");
        assert!(!person.signed_in().await);
        person
            .new_password(&password, "a brand new 1")
            .await
            .must_step("signed-in");
        assert!(person.signed_in().await);
        person.sign_out().await;
        person
            .iam(MANAGEMENT, user, &password)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
        person
            .iam(MANAGEMENT, user, "a brand new 1")
            .await
            .must_step("signed-in");
        person.sign_out().await;
    }

    let grace = person.password("grace").await;
    person
        .iam(&finance, "grace", &grace)
        .await
        .must_refuse(403, "PASSWORD_EXPIRED");
    assert!(!person.signed_in().await);
    person
        .get("/api/sign-in/attempt")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");

    let erin = person.password("erin").await;
    person.iam(MANAGEMENT, "erin", &erin).await.must_step("signed-in");
    assert_eq!(person.get("/api/session").await.body["passwordDaysLeft"], 10);
}

#[tokio::test]
async fn a_new_password_step_left_alone_is_over() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let bob = person.password("bob").await;
    person.iam(MANAGEMENT, "bob", &bob).await.must_step("new-password");
    machine.pass(15 * 60 - 1);
    person.get("/api/sign-in/attempt").await.must_step("new-password");
    machine.pass(1);
    person
        .new_password(&bob, "a brand new 1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    assert!(!person.signed_in().await);
}

#[tokio::test]
async fn a_new_password_step_belongs_to_one_browser() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let bob = person.password("bob").await;
    person.iam(MANAGEMENT, "bob", &bob).await.must_step("new-password");
    let mut other = machine.browser().await;
    other
        .new_password(&bob, "a brand new 1")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    person.new_password(&bob, "a brand new 1").await.must_step("signed-in");
    // It works once.
    person
        .new_password("a brand new 1", "a brand new 2")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn strange_passwords_are_refused_like_any_wrong_one() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let frank = person.password("frank").await;
    let finance = person.account("frank").await;
    let long = "x".repeat(60 * 1024);
    for (what, password) in [
        ("emoji", "🔑🔑🔑🔑🔑🔑🔑🔑"),
        ("NUL", "pass\0word-1"),
        ("NUL alone", "\0"),
        ("right to left", "\u{202e}1drowssap"),
        ("spaces only", "     "),
        ("60 KiB", long.as_str()),
        ("leading space", &format!(" {frank}")),
        ("trailing space", &format!("{frank} ")),
        ("trailing NUL", &format!("{frank}\0")),
        ("trailing newline", &format!("{frank}\n")),
        ("upper case", &frank.to_uppercase()),
        ("all but the last", &frank[..frank.len() - 1]),
    ] {
        person
            .iam(&finance, "frank", password)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
        // Right in between, which also clears the counter.
        person.iam(&finance, "frank", &frank).await.must_step("signed-in");
        person.sign_out().await;
        assert!(!person.signed_in().await, "{what}");
    }
    let huge = "x".repeat(1024 * 1024);
    let answer = person.iam(&finance, "frank", &huge).await;
    answer.must_refuse(413, "PAYLOAD_TOO_LARGE");
    person
        .iam(&finance, &huge, &frank)
        .await
        .must_refuse(413, "PAYLOAD_TOO_LARGE");
    person
        .iam(&huge, "frank", &frank)
        .await
        .must_refuse(413, "PAYLOAD_TOO_LARGE");
    person.iam(&finance, "frank", &frank).await.must_step("signed-in");
}

#[tokio::test]
async fn passwords_with_spaces_at_the_ends_and_beyond_ascii_count_as_typed() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    for (user, password) in [
        ("spacy", "  two spaces 1  "),
        ("latin", "Zo\u{eb} \u{e4}\u{f6}\u{fc}\u{df} 12"),
    ] {
        let console = json!({ "password": password, "resetRequired": false });
        let created = root
            .post("/api/users", json!({ "userName": user, "console": console }))
            .await;
        assert_eq!(created.status, 200, "{created:?}");
        let trimmed = person
            .iam(MANAGEMENT, user, password.trim_end().trim_start_matches('Z'))
            .await;
        trimmed.must_refuse(401, "AUTHENTICATION_FAILED");
        person.iam(MANAGEMENT, user, password).await.must_step("signed-in");
    }
    // The same letter composed otherwise is the same password (NFC).
    person
        .iam(MANAGEMENT, "latin", "Zoe\u{308} a\u{308}o\u{308}u\u{308}\u{df} 12")
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn fields_that_cannot_be_right_are_named() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    for (account, user, password, field) in [
        ("", "alice", alice.as_str(), "account"),
        ("   ", "alice", &alice, "account"),
        ("11112222333", "alice", &alice, "account"),
        ("1111222233334", "alice", &alice, "account"),
        ("1111-2222-333", "alice", &alice, "account"),
        ("1111-2222-33334", "alice", &alice, "account"),
        ("ab", "alice", &alice, "account"),
        ("any company", "alice", &alice, "account"),
        ("anycompany\0", "alice", &alice, "account"),
        ("\u{430}nycompany", "alice", &alice, "account"),
        ("anycompany😀", "alice", &alice, "account"),
        (MANAGEMENT, "", &alice, "userName"),
        (MANAGEMENT, "  ", &alice, "userName"),
        (MANAGEMENT, "alice", "", "password"),
    ] {
        let answer = person.iam(account, user, password).await;
        answer.must_blame(field);
        assert!(!person.signed_in().await);
    }
    person
        .iam_form(MANAGEMENT, "alice", &alice, false, Some("mars-north-1"))
        .await
        .must_blame("region");
    person
        .iam_form(MANAGEMENT, "alice", &alice, false, Some("eu-west-1"))
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn bodies_that_are_no_forms_are_refused_without_quoting_them() {
    let machine = Machine::new();
    let person = machine.person().await;
    for body in [
        "",
        "{",
        "null",
        "[]",
        "\"secret-sauce\"",
        r#"{"account":"anycompany","userName":"alice","password":12345678,"remember":false}"#,
        r#"{"account":"anycompany","userName":"alice","password":"secret-sauce","remember":"secret-sauce"}"#,
        r#"{"account":"anycompany","userName":"alice","password":"secret-sauce"}"#,
    ] {
        let answer = person.raw("POST", "/api/sign-in/iam-user", body.to_owned()).await;
        answer.must_refuse(400, "MALFORMED_REQUEST");
        let text = answer.body.to_string();
        assert!(!text.contains("secret-sauce") && !text.contains("12345678"), "{text}");
    }
}

#[tokio::test]
async fn root_email_step() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    person
        .root_email("nobody@anycompany.example")
        .await
        .must_refuse(404, "ACCOUNT_DOES_NOT_EXIST");
    for email in [
        "",
        "  ",
        "root",
        "root@",
        "@anycompany.example",
        "root@any company.example",
        "root\0@anycompany.example",
    ] {
        person.root_email(email).await.must_blame("email");
    }
    for email in [MANAGEMENT_ROOT, "ROOT@AnyCompany.Example", "  root@anycompany.example "] {
        let step = person.root_email(email).await;
        step.must_step("root-password");
        assert_eq!(step.text("email"), email.trim());
        assert!(!person.signed_in().await);
    }
    // The password goes with the e-mail address given last, whatever its case.
    let password = person.password(MANAGEMENT_ROOT).await;
    person
        .root_email("Root@ANYCOMPANY.example")
        .await
        .must_step("root-password");
    let step = person.root_password(&password).await;
    person.put_mfa_off(step).await.must_step("signed-in");
    let view = person.get("/api/session").await;
    assert_eq!(view.body["identity"]["kind"], "root");
    assert_eq!(view.body["identity"]["email"], MANAGEMENT_ROOT);
}

#[tokio::test]
async fn a_wrong_root_password_is_not_explained() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let management = person.password(MANAGEMENT_ROOT).await;
    let sandbox = person.password(SANDBOX_ROOT).await;
    person.root(MANAGEMENT_ROOT, "").await.must_blame("password");
    let reference = person.root(MANAGEMENT_ROOT, WRONG).await;
    reference.must_refuse(401, "AUTHENTICATION_FAILED");
    assert_eq!(
        person.root(FINANCE_ROOT, &management).await,
        reference,
        "another root user's password"
    );
    assert_eq!(
        person.root(SANDBOX_ROOT, WRONG).await,
        reference,
        "suspended, wrong password"
    );
    person
        .root(SANDBOX_ROOT, &sandbox)
        .await
        .must_refuse(403, "ACCOUNT_SUSPENDED");
    assert!(!person.signed_in().await);
    person.root(MANAGEMENT_ROOT, &management).await.must_step("signed-in");
}

#[tokio::test]
async fn a_root_password_without_its_email_step_goes_nowhere() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let password = person.password(MANAGEMENT_ROOT).await;
    person
        .root_password(&password)
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    person.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
    machine.pass(15 * 60);
    person
        .root_password(&password)
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    person.root(MANAGEMENT_ROOT, &password).await.must_step("signed-in");
    // The attempt was used up by the success.
    person
        .root_password(&password)
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
}
