//! Console sessions: how long they live and what ends them.

use crate::common::{ATTEMPT, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, SESSION, Signs as _, password_of};
use serde_json::json;

const HOURS: u64 = 3600;

#[tokio::test]
async fn a_session_lasts_twelve_hours_from_the_sign_in() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let frank = person.password("frank").await;
    let finance = person.account("frank").await;
    person.iam(&finance, "frank", &frank).await.must_step("signed-in");
    let view = person.get("/api/session").await;
    assert_eq!(view.body["expiresAt"], "2026-03-02T00:00:00Z");
    // Using it does not prolong it.
    for _ in 0..11 {
        machine.pass(HOURS);
        assert!(person.signed_in().await);
    }
    machine.pass(HOURS - 1);
    assert!(person.signed_in().await);
    machine.pass(1);
    assert!(!person.signed_in().await);
    person
        .get("/api/security-credentials")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
}

#[tokio::test]
async fn an_expired_session_is_dead_even_when_its_cookie_is_kept() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut browser = crate::common::Browser::of(&world);
    let password = password_of(&world, MANAGEMENT_ROOT).await;
    browser.sign_in_root(MANAGEMENT_ROOT, &password).await;
    let cookie = browser.session_cookie();
    machine.pass(12 * HOURS - 1);
    assert!(browser.lives(&cookie).await);
    machine.pass(1);
    assert!(!browser.lives(&cookie).await);
    let dropped = browser.replay("GET", "/api/session", &cookie, &json!(null)).await;
    assert!(
        dropped
            .set_cookies
            .iter()
            .any(|text| text.starts_with(SESSION) && text.contains("Max-Age=0")),
        "{dropped:?}"
    );
    // It stays dead when the machine's clock is set back.
    machine.clock.jump_wall(-24 * 3600);
    assert!(!browser.lives(&cookie).await);
}

#[tokio::test]
async fn moving_the_clock_ends_a_session() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let frank = person.password("frank").await;
    let finance = person.account("frank").await;
    person.iam(&finance, "frank", &frank).await.must_step("signed-in");
    person.advance(12 * HOURS - 1).await;
    assert!(person.signed_in().await);
    person.advance(1).await;
    assert!(!person.signed_in().await);
}

#[tokio::test]
async fn back_to_real_time_ends_what_began_in_the_future_and_nothing_else() {
    let machine = Machine::new();
    let world = machine.world().await;
    let frank = password_of(&world, "frank").await;
    let account = finance_id(&world).await;
    let mut early = crate::common::Browser::of(&world);
    early.iam(&account, "frank", &frank).await.must_step("signed-in");
    world
        .service
        .advance_clock(std::time::Duration::from_secs(HOURS))
        .await
        .unwrap();
    let mut late = crate::common::Browser::of(&world);
    late.iam(&account, "frank", &frank).await.must_step("signed-in");
    assert!(late.signed_in().await && early.signed_in().await);
    let (early_cookie, late_cookie) = (early.session_cookie(), late.session_cookie());

    world.service.clock_back_to_real().await.unwrap();
    assert!(early.lives(&early_cookie).await);
    assert!(!late.lives(&late_cookie).await);
    machine.pass(HOURS + 1);
    assert!(!late.lives(&late_cookie).await, "its beginning came, but it had ended");
    assert!(early.lives(&early_cookie).await);
}

async fn finance_id(world: &vestibule_web::world::World) -> String {
    let entries = world.desk.passwords().await.unwrap();
    let frank = entries.into_iter().find(|entry| entry.sign_in_name == "frank").unwrap();
    frank.account.unwrap()
}

#[tokio::test]
async fn sign_out_makes_the_old_cookie_worthless() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let frank = person.password("frank").await;
    let finance = person.account("frank").await;
    person.iam(&finance, "frank", &frank).await.must_step("signed-in");
    // The cookie as the window's jar holds it, seen from another process.
    let world = machine.world().await;
    let stolen = world
        .desk
        .cookie_header(vestibule_web::desktop::SITE)
        .await
        .unwrap()
        .unwrap();
    assert!(stolen.contains(SESSION));
    let browser = crate::common::Browser::of(&world);
    assert!(browser.lives(&stolen).await);

    let answer = person.sign_out().await;
    assert_eq!(answer.status, 200);
    assert_eq!(answer.text("signInAddress"), "https://signin.aws.amazon.com/signin");
    assert!(!person.signed_in().await);
    assert!(!browser.lives(&stolen).await);
    for (method, path) in [
        ("GET", "/api/security-credentials"),
        ("GET", "/api/account"),
        ("GET", "/api/users"),
        ("GET", "/api/events"),
        ("GET", "/api/events/export"),
        ("POST", "/api/security-credentials/sessions/end-others"),
    ] {
        browser
            .replay(method, path, &stolen, &json!(null))
            .await
            .must_refuse(401, "NOT_SIGNED_IN");
    }
    let jar = world.desk.cookie_header(vestibule_web::desktop::SITE).await.unwrap();
    assert_eq!(jar, None, "the jar is empty again");
    assert_eq!(person.sign_out().await.status, 200, "signing out twice is fine");
}

#[tokio::test]
async fn every_authentication_makes_a_new_token_and_ends_the_one_it_replaces() {
    let machine = Machine::new();
    let world = machine.world().await;
    let frank = password_of(&world, "frank").await;
    let account = finance_id(&world).await;
    let mut browser = crate::common::Browser::of(&world);
    let mut seen = std::collections::BTreeSet::new();
    let mut last: Option<String> = None;
    for _ in 0..4 {
        browser.iam(&account, "frank", &frank).await.must_step("signed-in");
        let cookie = browser.session_cookie();
        assert!(seen.insert(cookie.clone()), "a token came twice");
        assert_eq!(browser.jar[SESSION].len(), 43, "256 bits in base64url");
        assert!(browser.lives(&cookie).await);
        if let Some(last) = last.replace(cookie) {
            assert!(!browser.lives(&last).await);
        }
    }
    // A token that the browser brought along is never taken over.
    let planted = format!("{SESSION}={}", "A".repeat(43));
    let form = json!({ "account": account, "userName": "frank", "password": frank, "remember": false });
    let answer = browser.replay("POST", "/api/sign-in/iam-user", &planted, &form).await;
    answer.must_step("signed-in");
    assert!(!browser.lives(&planted).await);
    assert!(answer.set_cookies.iter().any(|text| text.starts_with(SESSION)));
}

#[tokio::test]
async fn a_refused_sign_in_gives_no_session_and_keeps_the_one_there_is() {
    let machine = Machine::new();
    let world = machine.world().await;
    let frank = password_of(&world, "frank").await;
    let account = finance_id(&world).await;
    let mut browser = crate::common::Browser::of(&world);
    let refused = browser.iam(&account, "frank", "wrong").await;
    refused.must_refuse(401, "AUTHENTICATION_FAILED");
    assert!(refused.set_cookies.is_empty(), "{refused:?}");
    browser.iam(&account, "frank", &frank).await.must_step("signed-in");
    browser
        .iam(&account, "frank", "wrong")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    assert!(browser.signed_in().await);
}

#[tokio::test]
async fn changing_the_password_ends_the_other_sessions() {
    let machine = Machine::new();
    let world = machine.world().await;
    let alice = password_of(&world, "alice").await;
    let (mut here, mut there) = (crate::common::Browser::of(&world), crate::common::Browser::of(&world));
    let mut someone_else = crate::common::Browser::of(&world);
    let erin = password_of(&world, "erin").await;
    here.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
    there.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
    someone_else.iam(MANAGEMENT, "erin", &erin).await.must_step("signed-in");

    here.change_password("wrong", "a brand new 1")
        .await
        .must_blame("currentPassword");
    here.change_password(&alice, "short")
        .await
        .must_refuse(422, "PASSWORD_POLICY_VIOLATION");
    here.change_password(&alice, &alice)
        .await
        .must_refuse(422, "PASSWORD_POLICY_VIOLATION");
    assert!(there.signed_in().await, "a refused change ends nothing");
    assert_eq!(here.change_password(&alice, "a brand new 1").await.status, 204);
    assert!(here.signed_in().await);
    assert!(someone_else.signed_in().await);
    assert!(!there.signed_in().await);
    there
        .iam(MANAGEMENT, "alice", &alice)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    there
        .iam(MANAGEMENT, "alice", "a brand new 1")
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn an_administrator_who_resets_removes_or_deletes_ends_the_users_sessions() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(FINANCE_ROOT).await;
    let account = finance_id(&world).await;
    let mut password = password_of(&world, "frank").await;
    let mut frank = crate::common::Browser::of(&world);

    frank.iam(&account, "frank", &password).await.must_step("signed-in");
    let reset = root
        .put(
            "/api/users/frank/password",
            json!({ "password": null, "resetRequired": false }),
        )
        .await;
    assert!(!frank.signed_in().await);
    frank
        .iam(&account, "frank", &password)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    reset.text("password").clone_into(&mut password);
    frank.iam(&account, "frank", &password).await.must_step("signed-in");

    assert_eq!(root.delete("/api/users/frank/password").await.status, 204);
    assert!(!frank.signed_in().await);
    frank
        .iam(&account, "frank", &password)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");

    let console = json!({ "password": "frank is back 1", "resetRequired": false });
    assert_eq!(root.put("/api/users/frank/password", console).await.status, 200);
    frank
        .iam(&account, "frank", "frank is back 1")
        .await
        .must_step("signed-in");
    assert_eq!(root.delete("/api/users/frank").await.status, 204);
    assert!(!frank.signed_in().await);
    assert!(root.signed_in().await);
}

#[tokio::test]
async fn the_sessions_page_lists_and_ends_only_ones_own() {
    let machine = Machine::new();
    let world = machine.world().await;
    let alice = password_of(&world, "alice").await;
    let erin = password_of(&world, "erin").await;
    let mut browsers = Vec::new();
    for _ in 0..3 {
        let mut browser = crate::common::Browser::of(&world);
        browser.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
        machine.pass(60);
        browsers.push(browser);
    }
    let mut other = crate::common::Browser::of(&world);
    other.iam(MANAGEMENT, "erin", &erin).await.must_step("signed-in");
    let others = other.get("/api/security-credentials").await;
    let erins = others.body["sessions"][0]["id"].as_str().unwrap().to_owned();
    assert_eq!(others.body["sessions"].as_array().unwrap().len(), 1);

    let page = browsers[0].get("/api/security-credentials").await;
    let sessions = page.body["sessions"].as_array().unwrap().clone();
    assert_eq!(sessions.len(), 3);
    assert_eq!(sessions.iter().filter(|session| session["current"] == true).count(), 1);
    let end = |id: &str| format!("/api/security-credentials/sessions/{id}/end");
    browsers[0]
        .post(&end(&erins), json!({}))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    assert!(other.signed_in().await);
    browsers[0].post(&end("not-a-uuid"), json!({})).await;

    let newest = sessions
        .iter()
        .max_by_key(|session| session["startedAt"].as_str())
        .unwrap();
    let id = newest["id"].as_str().unwrap();
    assert_eq!(browsers[0].post(&end(id), json!({})).await.status, 204);
    assert!(!browsers[2].signed_in().await);
    assert!(browsers[1].signed_in().await && browsers[0].signed_in().await);
    browsers[0]
        .post(&end(id), json!({}))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");

    let ended = browsers[0]
        .post("/api/security-credentials/sessions/end-others", json!({}))
        .await;
    assert_eq!(ended.body["ended"], 1);
    assert!(browsers[0].signed_in().await && !browsers[1].signed_in().await);
    assert!(other.signed_in().await);
}

#[tokio::test]
async fn garbage_truncated_and_foreign_cookies_count_as_none() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut browser = crate::common::Browser::of(&world);
    let password = password_of(&world, MANAGEMENT_ROOT).await;
    browser.sign_in_root(MANAGEMENT_ROOT, &password).await;
    let token = browser.jar[SESSION].clone();
    let foreign = {
        let elsewhere = Machine::new();
        elsewhere.root(MANAGEMENT_ROOT).await.jar[SESSION].clone()
    };
    let mut altered = token.clone().into_bytes();
    altered[5] = if altered[5] == b'A' { b'B' } else { b'A' };
    let altered = String::from_utf8(altered).unwrap();
    for value in [
        "",
        "x",
        "null",
        &token[..42],
        &token[1..],
        &format!("{token}A"),
        &format!("{token}="),
        &format!("{token}{token}"),
        &token.to_lowercase(),
        &altered,
        &foreign,
        "%00",
        "../../etc/passwd",
        "' OR '1'='1",
        &"A".repeat(100_000),
    ] {
        assert!(!browser.lives(&format!("{SESSION}={value}")).await, "{value}");
        let refused = browser
            .replay("GET", "/api/account", &format!("{SESSION}={value}"), &json!(null))
            .await;
        refused.must_refuse(401, "NOT_SIGNED_IN");
    }
    for header in [
        format!("console-session={token}"),
        format!("{}={token}", SESSION.to_lowercase()),
        format!("{ATTEMPT}={token}"),
        ";;;=;=".to_owned(),
    ] {
        assert!(!browser.lives(&header).await, "{header}");
    }
    assert!(browser.lives(&format!("theme=dark; {SESSION}={token}; other=1")).await);
}

#[tokio::test]
async fn the_window_sends_only_the_jar() {
    let machine = Machine::new();
    let person = machine.person().await;
    let root = machine.root(MANAGEMENT_ROOT).await;
    assert!(root.lives(&root.session_cookie()).await);
    let request = vestibule_web::desktop::DesktopRequest {
        method: "GET".to_owned(),
        path: "/api/session".to_owned(),
        headers: vec![("Cookie".to_owned(), root.session_cookie())],
        body: String::new(),
    };
    let answer = person.desktop.handle(request).await;
    assert!(answer.body.contains("signed-out"), "{}", answer.body);
}

#[tokio::test]
async fn a_new_world_ends_every_session() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let old = person.password("alice").await;
    person.iam(MANAGEMENT, "alice", &old).await.must_step("signed-in");
    assert_eq!(person.post("/world/new", json!({})).await.status, 204);
    assert!(!person.signed_in().await);
    person
        .iam(MANAGEMENT, "alice", &old)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    let new = person.password("alice").await;
    assert_ne!(old, new);
    person.iam(MANAGEMENT, "alice", &new).await.must_step("signed-in");
}
