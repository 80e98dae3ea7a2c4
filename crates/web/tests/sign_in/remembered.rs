//! The remembered account: whom to ask for, never who someone is.

use crate::common::{Answer, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, REMEMBERED, SESSION, Signs, password_of};
use serde_json::{Value, json};

const ACCOUNT_PAGE: &str = "https://anycompany.signin.aws.amazon.com/console";
const GENERAL_PAGE: &str = "https://signin.aws.amazon.com/signin";
const YEAR: u64 = 365 * 24 * 3600;

/// Where a console address sends this browser, and what its sign-in page has filled in.
async fn next_visit<P: Signs>(person: &mut P) -> (String, Value) {
    let view = person.get("/api/session").await;
    assert_eq!(view.body["status"], "signed-out", "{view:?}");
    let page = person.get("/api/sign-in").await;
    (view.text("signInAddress").to_owned(), page.body)
}

fn remembers(answer: &Answer) -> bool {
    answer
        .set_cookies
        .iter()
        .any(|text| text.starts_with(REMEMBERED) && !text.contains("Max-Age=0"))
}

fn forgets(answer: &Answer) -> bool {
    answer
        .set_cookies
        .iter()
        .any(|text| text.starts_with(REMEMBERED) && text.contains("Max-Age=0"))
}

/// The remembered account's page with the names filled in, and no one signed in.
fn recalled(page: &Value, user: &str) -> bool {
    *page
        == json!({
            "page": "iam-user", "account": MANAGEMENT, "userName": user, "accountFixed": true, "remembered": true,
        })
}

#[tokio::test]
async fn the_next_visit_goes_to_the_account_with_the_names_filled_in() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    let (address, page) = next_visit(&mut person).await;
    assert_eq!((address.as_str(), &page), (GENERAL_PAGE, &json!({ "page": "chooser" })));

    person
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    let out = person.sign_out().await;
    assert_eq!(out.text("signInAddress"), ACCOUNT_PAGE);
    let (address, page) = next_visit(&mut person).await;
    assert_eq!(address, ACCOUNT_PAGE);
    assert!(recalled(&page, "alice"), "{page}");
    let by_address = person.get("/api/sign-in?account=anycompany").await;
    assert!(recalled(&by_address.body, "alice"), "{by_address:?}");
    // It survives a restart and the end of the session by itself.
    drop(person);
    machine.pass(13 * 3600);
    let mut person = machine.person().await;
    let (address, page) = next_visit(&mut person).await;
    assert_eq!(address, ACCOUNT_PAGE);
    assert!(recalled(&page, "alice"), "{page}");
    // Other accounts' pages are as ever, and the password is still asked for.
    let other = person.get("/api/sign-in?account=anycompany-sandbox").await;
    assert_eq!(other.body["userName"], Value::Null);
    assert_eq!(other.body["remembered"], false);
    person
        .iam(MANAGEMENT, "alice", "wrong")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    assert!(!person.signed_in().await);
}

#[tokio::test]
async fn pages_by_address() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let finance = person.account("frank").await;
    for (typed, expected) in [
        (
            MANAGEMENT,
            json!({ "page": "iam-user", "account": MANAGEMENT, "userName": null, "accountFixed": true, "remembered": false }),
        ),
        (
            "ANYCOMPANY",
            json!({ "page": "iam-user", "account": MANAGEMENT, "userName": null, "accountFixed": true, "remembered": false }),
        ),
        (
            finance.as_str(),
            json!({ "page": "iam-user", "account": finance, "userName": null, "accountFixed": true, "remembered": false }),
        ),
        // An id is neither confirmed nor denied.
        (
            "999900001111",
            json!({ "page": "iam-user", "account": "999900001111", "userName": null, "accountFixed": true, "remembered": false }),
        ),
        (
            "no-such-alias",
            json!({ "page": "unknown-account", "account": "no-such-alias" }),
        ),
        ("x", json!({ "page": "unknown-account", "account": "x" })),
    ] {
        let page = person.get(&format!("/api/sign-in?account={typed}")).await;
        assert_eq!(page.body, expected, "{typed}");
    }
}

#[tokio::test]
async fn an_unchecked_box_forgets() {
    let machine = Machine::new();
    let world = machine.world().await;
    let alice = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    let plain = browser.iam(MANAGEMENT, "alice", &alice).await;
    plain.must_step("signed-in");
    assert!(!remembers(&plain), "{plain:?}");
    assert!(remembers(&browser.iam_remembered(MANAGEMENT, "alice", &alice).await));
    let old = browser.jar[REMEMBERED].clone();
    let unchecked = browser.iam(MANAGEMENT, "alice", &alice).await;
    unchecked.must_step("signed-in");
    assert!(forgets(&unchecked), "{unchecked:?}");
    browser.sign_out().await;
    assert_eq!(next_visit(&mut browser).await.1, json!({ "page": "chooser" }));
    // A kept copy of the cookie is worth nothing.
    let header = format!("{REMEMBERED}={old}");
    let page = browser.replay("GET", "/api/sign-in", &header, &Value::Null).await;
    assert_eq!(page.body, json!({ "page": "chooser" }));
    assert!(forgets(&page));
}

#[tokio::test]
async fn a_refused_sign_in_neither_remembers_nor_forgets() {
    let machine = Machine::new();
    let world = machine.world().await;
    let alice = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    let refused = browser.iam_remembered(MANAGEMENT, "alice", "wrong").await;
    assert!(refused.set_cookies.is_empty(), "{refused:?}");
    browser
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    let cookie = browser.jar[REMEMBERED].clone();
    browser
        .iam(MANAGEMENT, "alice", "wrong")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    assert_eq!(browser.jar[REMEMBERED], cookie);
    browser.sign_out().await;
    assert!(recalled(&next_visit(&mut browser).await.1, "alice"));
}

#[tokio::test]
async fn a_different_account_or_user_takes_the_place() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    let erin = person.password("erin").await;
    person
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    person.sign_out().await;
    person
        .iam_remembered(MANAGEMENT, "erin", &erin)
        .await
        .must_step("signed-in");
    person.sign_out().await;
    assert!(recalled(&next_visit(&mut person).await.1, "erin"));

    let forgotten = person.post("/api/sign-in/forget-account", json!({})).await;
    assert_eq!(forgotten.status, 204);
    assert_eq!(
        next_visit(&mut person).await,
        (GENERAL_PAGE.to_owned(), json!({ "page": "chooser" }))
    );

    person
        .iam_remembered(MANAGEMENT, "erin", &erin)
        .await
        .must_step("signed-in");
    person.sign_out().await;
    assert_eq!(person.delete("/desk/cookies").await.status, 204);
    assert_eq!(next_visit(&mut person).await.1, json!({ "page": "chooser" }));
}

#[tokio::test]
async fn a_forgotten_account_stays_forgotten_for_a_kept_cookie() {
    let machine = Machine::new();
    let world = machine.world().await;
    let alice = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    browser
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    browser.sign_out().await;
    let header = browser.header();
    assert!(recalled(
        &browser.replay("GET", "/api/sign-in", &header, &Value::Null).await.body,
        "alice"
    ));
    browser.post("/api/sign-in/forget-account", json!({})).await;
    let page = browser.replay("GET", "/api/sign-in", &header, &Value::Null).await;
    assert_eq!(page.body, json!({ "page": "chooser" }));
}

#[tokio::test]
async fn each_sign_in_rotates_and_an_older_copy_revokes_the_family() {
    let machine = Machine::new();
    let world = machine.world().await;
    let alice = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    browser
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    let first = browser.jar[REMEMBERED].clone();
    browser.sign_out().await;
    // Visits read it without rotating it: two tabs do not fight.
    for _ in 0..3 {
        assert!(recalled(&next_visit(&mut browser).await.1, "alice"));
    }
    assert_eq!(browser.jar[REMEMBERED], first);
    browser
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    let second = browser.jar[REMEMBERED].clone();
    let (selector, validator) = second.split_once('.').unwrap();
    let (old_selector, old_validator) = first.split_once('.').unwrap();
    assert_eq!(selector, old_selector);
    assert_ne!(validator, old_validator);
    browser.sign_out().await;
    assert!(recalled(&next_visit(&mut browser).await.1, "alice"));

    let thief = browser.another();
    let page = thief
        .replay("GET", "/api/sign-in", &format!("{REMEMBERED}={first}"), &Value::Null)
        .await;
    assert_eq!(page.body, json!({ "page": "chooser" }));
    assert!(forgets(&page));
    // The family is gone for both.
    assert_eq!(next_visit(&mut browser).await.1, json!({ "page": "chooser" }));
}

#[tokio::test]
async fn garbage_is_no_remembered_account_and_revokes_nobody() {
    let machine = Machine::new();
    let world = machine.world().await;
    let alice = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    browser
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    browser.sign_out().await;
    let real = browser.jar[REMEMBERED].clone();
    let (_, validator) = real.split_once('.').unwrap();
    let other_selector = format!("{}.{validator}", "A".repeat(22));
    for value in [
        "",
        ".",
        "x.y",
        "a",
        &other_selector,
        &real[..real.len() - 1],
        validator,
        &"A".repeat(9_000),
    ] {
        let page = browser
            .replay("GET", "/api/sign-in", &format!("{REMEMBERED}={value}"), &Value::Null)
            .await;
        assert_eq!(page.body, json!({ "page": "chooser" }), "{value}");
    }
    assert!(recalled(&next_visit(&mut browser).await.1, "alice"));
}

#[tokio::test]
async fn it_is_never_authentication() {
    let machine = Machine::new();
    let world = machine.world().await;
    let alice = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    browser
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    let value = browser.jar[REMEMBERED].clone();
    for header in [
        format!("{REMEMBERED}={value}"),
        format!("{SESSION}={value}"),
        format!("{SESSION}={}", value.split_once('.').unwrap().1),
    ] {
        assert!(!browser.lives(&header).await);
        let page = browser
            .replay("GET", "/api/security-credentials", &header, &Value::Null)
            .await;
        page.must_refuse(401, "NOT_SIGNED_IN");
    }
}

#[tokio::test]
async fn it_is_forgotten_after_a_year_without_use() {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, "frank").await;
    let entries = world.desk.passwords().await.unwrap();
    let account = entries
        .into_iter()
        .find(|entry| entry.sign_in_name == "frank")
        .unwrap()
        .account
        .unwrap();
    // Without a policy his password does not expire.
    let mut root = machine.root(crate::common::FINANCE_ROOT).await;
    assert_eq!(root.delete("/api/account/password-policy").await.status, 204);
    let mut browser = Browser::of(&world);
    let answer = browser.iam_remembered(&account, "frank", &password).await;
    answer.must_step("signed-in");
    let cookie = answer
        .set_cookies
        .iter()
        .find(|text| text.starts_with(REMEMBERED))
        .unwrap();
    assert!(cookie.contains(&format!("Max-Age={YEAR}")), "{cookie}");
    browser.sign_out().await;
    machine.pass(YEAR - 1);
    assert_eq!(next_visit(&mut browser).await.1["userName"], "frank");
    // Use prolongs it.
    browser
        .iam_remembered(&account, "frank", &password)
        .await
        .must_step("signed-in");
    browser.sign_out().await;
    machine.pass(YEAR - 1);
    assert_eq!(next_visit(&mut browser).await.1["userName"], "frank");
    let kept = browser.header();
    machine.pass(1);
    let page = browser.replay("GET", "/api/sign-in", &kept, &Value::Null).await;
    assert_eq!(page.body, json!({ "page": "chooser" }));
}

#[tokio::test]
async fn the_cookie_decides_the_region_of_the_record() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let alice = person.password("alice").await;
    let mut expected = Vec::new();
    // First without a cookie, and it sets one; then with it, failure and success; regional addresses win.
    for (password, remember, region, recorded) in [
        (alice.as_str(), true, None, "us-east-1"),
        ("wrong", true, None, "us-east-2"),
        (&alice, true, None, "us-east-2"),
        (&alice, true, Some("eu-west-1"), "eu-west-1"),
        (&alice, false, None, "us-east-2"),
        (&alice, false, None, "us-east-1"),
        ("wrong", false, None, "us-east-1"),
        ("wrong", false, Some("ap-south-1"), "ap-south-1"),
    ] {
        person.iam_form(MANAGEMENT, "alice", password, remember, region).await;
        expected.push(recorded);
    }
    expected.reverse();
    let events = root.get("/api/events?name=ConsoleLogin&userName=alice").await;
    let regions: Vec<&str> = events.body["events"]
        .as_array()
        .unwrap()
        .iter()
        .map(|event| event["region"].as_str().unwrap())
        .collect();
    assert_eq!(regions, expected);
    // Root is always recorded in us-east-1, cookie or not.
    person
        .iam_remembered(MANAGEMENT, "alice", &alice)
        .await
        .must_step("signed-in");
    let password = person.password(MANAGEMENT_ROOT).await;
    person.sign_in_root(MANAGEMENT_ROOT, &password).await;
    let events = person.get("/api/events?name=ConsoleLogin&userName=root").await;
    assert_eq!(events.body["events"][0]["region"], "us-east-1");
}
