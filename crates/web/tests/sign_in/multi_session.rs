//! Several identities side by side in one browser.

use crate::common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, SESSION, Signs as _, password_of};
use serde_json::{Value, json};
use vestibule_web::world::World;

async fn turn(browser: &mut Browser, on: bool) {
    let answer = browser.put("/api/sessions", json!({ "multiSession": on })).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(answer.body["multiSession"], on);
}

async fn view(browser: &mut Browser) -> Value {
    browser.get("/api/session").await.body
}

async fn iam(browser: &mut Browser, world: &World, account: &str, user: &str) -> crate::common::Answer {
    let password = password_of(world, user).await;
    browser.about = None;
    browser.iam(account, user, &password).await
}

/// Goes where the newest session is, and says its label.
async fn newest(browser: &mut Browser) -> String {
    browser.about = None;
    view(browser).await["label"].as_str().unwrap().to_owned()
}

async fn finance(world: &World) -> String {
    let entries = world.desk.passwords().await.unwrap();
    let frank = entries.into_iter().find(|entry| entry.sign_in_name == "frank").unwrap();
    frank.account.unwrap()
}

#[tokio::test]
async fn two_identities_live_side_by_side_and_the_address_says_which_one_asks() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut browser = Browser::of(&world);
    iam(&mut browser, &world, MANAGEMENT, "alice")
        .await
        .must_step("signed-in");
    assert_eq!(view(&mut browser).await["multiSession"], false);
    assert!(view(&mut browser).await["label"].is_null());
    // Off, a second one takes the place of the first.
    turn(&mut browser, true).await;
    assert!(!browser.jar.contains_key(SESSION));
    let alice = newest(&mut browser).await;
    let id = browser.account_id().await;
    assert!(alice.starts_with(&format!("{id}-")) && alice.len() == 21, "{alice}");
    assert!(browser.jar.contains_key(&format!("{SESSION}-{alice}")));

    iam(&mut browser, &world, MANAGEMENT, "erin")
        .await
        .must_step("signed-in");
    let erin = newest(&mut browser).await;
    assert_ne!(alice, erin);
    for (label, user, other) in [
        (&alice, "alice", "erin @ anycompany"),
        (&erin, "erin", "alice @ anycompany"),
    ] {
        browser.about = Some(label.clone());
        let view = view(&mut browser).await;
        assert_eq!(view["identity"]["userName"], user);
        assert_eq!(view["label"], label.as_str());
        assert_eq!(view["otherSessions"][0]["displayName"], other);
    }
    // A label without its cookie is nobody's.
    for nobody in ["111122223333-aaaaaaaa", "nonsense", ""] {
        browser.about = Some(nobody.to_owned());
        assert!(!browser.signed_in().await, "{nobody}");
        browser.get("/api/account").await.must_refuse(401, "NOT_SIGNED_IN");
    }
    let mut stranger = browser.another();
    stranger.about = Some(alice.clone());
    assert!(!stranger.signed_in().await);

    // A role is switched to in one session, and not in the other.
    browser.about = Some(alice.clone());
    let switch = json!({ "account": MANAGEMENT, "roleName": "ReadOnly" });
    assert_eq!(browser.post("/api/switch-role", switch).await.status, 200);
    browser.about = Some(erin.clone());
    let seen = view(&mut browser).await;
    assert!(seen["role"].is_null());
    assert_eq!(seen["otherSessions"][0]["displayName"], "ReadOnly @ anycompany");

    // Signing out of one leaves the other, which addresses without a label are now about.
    browser.sign_out().await;
    assert!(!browser.signed_in().await);
    assert_eq!(newest(&mut browser).await, alice);
}

#[tokio::test]
async fn a_sixth_is_refused_and_the_same_one_takes_its_own_place() {
    let machine = Machine::new();
    let world = machine.world().await;
    let finance = finance(&world).await;
    let mut browser = Browser::of(&world);
    turn(&mut browser, true).await;
    for (account, user) in [(MANAGEMENT, "alice"), (MANAGEMENT, "erin"), (finance.as_str(), "frank")] {
        iam(&mut browser, &world, account, user).await.must_step("signed-in");
    }
    for email in [FINANCE_ROOT, MANAGEMENT_ROOT] {
        let password = password_of(&world, email).await;
        browser.about = None;
        browser.sign_in_root(email, &password).await;
    }
    let root = newest(&mut browser).await;
    browser.about = Some(root.clone());
    assert_eq!(view(&mut browser).await["otherSessions"].as_array().unwrap().len(), 4);
    let console = json!({ "password": "Sixth-password-1", "resetRequired": false });
    let made = browser
        .post("/api/users", json!({ "userName": "sixth", "console": console }))
        .await;
    assert_eq!(made.status, 200, "{made:?}");

    browser.about = None;
    for (user, password) in [("sixth", "Sixth-password-1"), ("sixth", "wrong"), ("nobody", "wrong")] {
        let refused = browser.iam(MANAGEMENT, user, password).await;
        refused.must_refuse(409, "TOO_MANY_SESSIONS");
        assert!(refused.text("message").contains("Sign out of one first"), "{refused:?}");
    }
    // The first of them once more: its session is new, its label is not.
    let before: Vec<String> = browser.jar.keys().cloned().collect();
    iam(&mut browser, &world, MANAGEMENT, "alice")
        .await
        .must_step("signed-in");
    assert_eq!(browser.jar.keys().cloned().collect::<Vec<_>>(), before);

    browser.about = Some(root);
    browser.sign_out().await;
    browser.about = None;
    browser
        .iam(MANAGEMENT, "sixth", "Sixth-password-1")
        .await
        .must_step("signed-in");

    // Out of all at once.
    let all = browser.header();
    assert_eq!(browser.post("/api/sign-out-of-all", json!({})).await.status, 200);
    assert!(!browser.signed_in().await);
    assert!(!browser.lives(&all).await);
    assert!(
        !browser.jar.keys().any(|name| name.starts_with(SESSION)),
        "{:?}",
        browser.jar
    );
    turn(&mut browser, false).await;
}

#[tokio::test]
async fn turned_off_the_others_end_and_labels_mean_nothing() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut browser = Browser::of(&world);
    turn(&mut browser, true).await;
    iam(&mut browser, &world, MANAGEMENT, "alice")
        .await
        .must_step("signed-in");
    let alice = newest(&mut browser).await;
    iam(&mut browser, &world, MANAGEMENT, "erin")
        .await
        .must_step("signed-in");
    let both = browser.header();
    browser.about = Some(alice.clone());
    turn(&mut browser, false).await;
    browser.about = None;
    let seen = view(&mut browser).await;
    assert_eq!(seen["identity"]["userName"], "alice");
    assert_eq!(seen["multiSession"], false);
    assert_eq!(browser.jar.keys().collect::<Vec<_>>(), [SESSION]);
    // A label is not looked at, and erin's session is over wherever its cookie was kept.
    browser.about = Some(alice);
    assert!(browser.signed_in().await);
    browser.about = None;
    assert!(!browser.lives(&both).await, "addresses without a label were about erin");
    turn(&mut browser, false).await;
    assert!(browser.signed_in().await, "twice is fine");
}
