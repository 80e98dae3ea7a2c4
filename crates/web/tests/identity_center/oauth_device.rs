//! A tool on another device signs in with a code that a person types (RFC 8628).

use crate::common::oauth::{
    Tool, at_the_portal, cli, confirm, decide, device_cli, open, refused, sign_in, start_url, text,
};
use crate::common::{Browser, Machine};
use vestibule_service::identity_center::oauth::RegisterClient;

#[tokio::test]
async fn a_person_lets_a_device_in() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::device(&world).await;
    let start = start_url(&world).await;
    let begun = tool.start(&start).await.unwrap();
    assert_eq!((begun.expires_in, begun.interval), (600, 1));
    assert_eq!(begun.verification_uri, format!("{start}/#/device"));
    assert_eq!(
        begun.verification_uri_complete,
        format!("{start}/#/device?user_code={}", begun.user_code)
    );
    // 256 bits.
    assert_eq!(text(&begun.device_code).len(), 43);
    refused(tool.poll(&begun.device_code).await, "AuthorizationPendingException");

    let mut mary = at_the_portal(&world, "mary").await;
    let typed = begun.user_code.to_lowercase().replace('-', " ");
    let page = confirm(&mut mary, &typed).await;
    assert_eq!(page.text("userCode"), begun.user_code);
    assert_eq!(page.text("clientName"), "botocore-client-my-sso");
    assert!(page.body["leadsTo"].is_null());
    machine.pass(1);
    refused(tool.poll(&begun.device_code).await, "AuthorizationPendingException");
    let answer = decide(&mut mary, page.text("request"), true).await;
    assert!(
        answer.body["allowed"] == true && answer.body["address"].is_null(),
        "{answer:?}"
    );
    let tokens = tool.poll(&begun.device_code).await.unwrap();
    assert_eq!(tokens.expires_in, 3600);
    assert!(tool.lives(&tokens).await);
    let tokens = tool.refresh(tokens.refresh_token.as_ref().unwrap()).await.unwrap();
    assert!(tool.lives(&tokens).await);

    // The code is taken once: the second time takes everything back.
    refused(tool.poll(&begun.device_code).await, "InvalidGrantException");
    assert!(!tool.lives(&tokens).await);
}

#[tokio::test]
async fn whoever_asks_too_often_is_slowed_down() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::device(&world).await;
    let code = tool.start(&start_url(&world).await).await.unwrap().device_code;
    // Pending, slow down to 6, to 11; then it waits that long.
    refused(tool.poll(&code).await, "AuthorizationPendingException");
    refused(tool.poll(&code).await, "SlowDownException");
    machine.pass(5);
    refused(tool.poll(&code).await, "SlowDownException");
    machine.pass(10);
    refused(tool.poll(&code).await, "SlowDownException");
    machine.pass(16);
    refused(tool.poll(&code).await, "AuthorizationPendingException");
}

#[tokio::test]
async fn a_device_is_denied_or_comes_too_late() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::device(&world).await;
    let start = start_url(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;

    let begun = tool.start(&start).await.unwrap();
    let page = confirm(&mut mary, &begun.user_code).await;
    decide(&mut mary, page.text("request"), false).await;
    refused(tool.poll(&begun.device_code).await, "AccessDeniedException");
    decide(&mut mary, page.text("request"), true)
        .await
        .must_refuse(410, "CONSENT_GONE");
    confirm(&mut mary, &begun.user_code).await.must_blame("userCode");

    // Confirmed in time, allowed too late.
    let begun = tool.start(&start).await.unwrap();
    machine.pass(599);
    let page = confirm(&mut mary, &begun.user_code).await;
    assert_eq!(page.status, 200, "{page:?}");
    machine.pass(1);
    decide(&mut mary, page.text("request"), true)
        .await
        .must_refuse(410, "CONSENT_GONE");
    refused(tool.poll(&begun.device_code).await, "ExpiredTokenException");
    confirm(&mut mary, &begun.user_code).await.must_blame("userCode");

    // Allowed in time, asked for too late.
    let begun = tool.start(&start).await.unwrap();
    let page = confirm(&mut mary, &begun.user_code).await;
    decide(&mut mary, page.text("request"), true).await;
    machine.pass(600);
    refused(tool.poll(&begun.device_code).await, "ExpiredTokenException");
}

#[tokio::test]
async fn a_code_is_of_whoever_typed_it_first() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::device(&world).await;
    let begun = tool.start(&start_url(&world).await).await.unwrap();
    let mut nobody = Browser::of(&world);
    confirm(&mut nobody, &begun.user_code)
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
    let mut mary = at_the_portal(&world, "mary").await;
    let mut diego = at_the_portal(&world, "diego").await;
    let page = confirm(&mut mary, &begun.user_code).await;
    // It is as wrong for others as one that no device shows.
    let taken = confirm(&mut diego, &begun.user_code).await;
    taken.must_blame("userCode");
    let unknown = confirm(&mut diego, "BBBB-BBBB").await;
    assert_eq!(taken.body, unknown.body);
    for request in [page.text("request")] {
        open(&mut diego, request).await.must_refuse(403, "CONSENT_FOREIGN");
        decide(&mut diego, request, true)
            .await
            .must_refuse(403, "CONSENT_FOREIGN");
    }
    // Whoever typed it may type it again.
    let again = confirm(&mut mary, &begun.user_code).await;
    assert_eq!(decide(&mut mary, again.text("request"), true).await.status, 200);
    decide(&mut mary, page.text("request"), true)
        .await
        .must_refuse(410, "CONSENT_GONE");
    assert!(tool.poll(&begun.device_code).await.is_ok());
}

#[tokio::test]
async fn guesses_are_throttled() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::device(&world).await;
    let begun = tool.start(&start_url(&world).await).await.unwrap();
    let mut mary = at_the_portal(&world, "mary").await;
    // What cannot be a code is no guess.
    for typed in ["", "BBBB", "AAAA-AAAA", "BBBB-BBBB-B"] {
        for _ in 0..3 {
            confirm(&mut mary, typed).await.must_blame("userCode");
        }
    }
    for _ in 0..5 {
        confirm(&mut mary, "BBBB-BBBB").await.must_blame("userCode");
    }
    confirm(&mut mary, "BBBB-BBBB").await.must_wait(30);
    confirm(&mut mary, &begun.user_code).await.must_wait(30);
    // Not for others, and not for long.
    let mut diego = at_the_portal(&world, "diego").await;
    confirm(&mut diego, "BBBB-BBBB").await.must_blame("userCode");
    machine.pass(30);
    assert_eq!(confirm(&mut mary, &begun.user_code).await.status, 200);
    // A right one, which everybody can have, buys no more guesses.
    confirm(&mut mary, "BBBB-BBBB").await.must_blame("userCode");
    confirm(&mut mary, &begun.user_code).await.must_wait(60);
    machine.pass(60);
    assert_eq!(confirm(&mut mary, &begun.user_code).await.status, 200);
    confirm(&mut mary, "BBBB-BBBB").await.must_blame("userCode");
    confirm(&mut mary, "BBBB-BBBB").await.must_wait(120);
    // Nobody is locked out for ever.
    for _ in 0..110 {
        machine.pass(3600);
        sign_in_again_if_over(&world, &mut mary).await;
        confirm(&mut mary, "BBBB-BBBB").await;
    }
    machine.pass(3600);
    sign_in(&world, &mut mary, "mary").await;
    let begun = tool.start(&start_url(&world).await).await.unwrap();
    assert_eq!(confirm(&mut mary, &begun.user_code).await.status, 200);
}

#[tokio::test]
async fn another_sign_in_buys_no_more_guesses() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::device(&world).await;
    let begun = tool.start(&start_url(&world).await).await.unwrap();
    let mut mary = at_the_portal(&world, "mary").await;
    for _ in 0..5 {
        confirm(&mut mary, "BBBB-BBBB").await.must_blame("userCode");
        sign_in(&world, &mut mary, "mary").await;
    }
    let mut elsewhere = at_the_portal(&world, "mary").await;
    for browser in [&mut mary, &mut elsewhere] {
        confirm(browser, "BBBB-BBBB").await.must_wait(30);
        confirm(browser, &begun.user_code).await.must_wait(30);
    }
    machine.pass(30);
    sign_in(&world, &mut mary, "mary").await;
    assert_eq!(confirm(&mut mary, &begun.user_code).await.status, 200);
}

async fn sign_in_again_if_over(world: &vestibule_web::world::World, browser: &mut Browser) {
    if confirm(browser, "").await.is(401, "NOT_SIGNED_IN") {
        sign_in(world, browser, "mary").await;
    }
}

#[tokio::test]
async fn a_device_needs_a_client_a_portal_and_its_own_code() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::device(&world).await;
    let start = start_url(&world).await;
    for right in [format!("{start}/"), format!("{start}/#/"), format!("{start}#")] {
        assert!(tool.start(&right).await.is_ok(), "{right}");
    }
    for wrong in [
        "",
        "https://evil.example/start",
        "https://d-0000000000.awsapps.com/start",
        "start",
    ] {
        refused(tool.start(wrong).await, "InvalidRequestException");
    }
    let codes_only = Tool::cli(&world).await;
    refused(codes_only.start(&start).await, "UnauthorizedClientException");
    let other = Tool::device(&world).await;
    let stranger = Tool {
        id: other.id.clone(),
        ..Tool::device(&world).await
    };
    refused(stranger.start(&start).await, "InvalidClientException");
    let begun = tool.start(&start).await.unwrap();
    refused(other.poll(&begun.device_code).await, "InvalidGrantException");
    refused(tool.poll(&"nonsense".into()).await, "InvalidGrantException");
    refused(codes_only.poll(&begun.device_code).await, "UnauthorizedClientException");
    machine.pass(90 * 24 * 3600);
    refused(tool.start(&start).await, "InvalidClientException");
}

#[tokio::test]
async fn a_client_of_the_old_kind_has_eight_hours_and_no_refresh() {
    let machine = Machine::new();
    let world = machine.world().await;
    let form = RegisterClient {
        scopes: Vec::new(),
        ..device_cli()
    };
    let tool = Tool::register(&world, &form).await.unwrap();
    let begun = tool.start(&start_url(&world).await).await.unwrap();
    let mut mary = at_the_portal(&world, "mary").await;
    let page = confirm(&mut mary, &begun.user_code).await;
    assert_eq!(page.body["scopes"][0]["name"], "sso:account:access");
    decide(&mut mary, page.text("request"), true).await;
    machine.pass(60);
    let tokens = tool.poll(&begun.device_code).await.unwrap();
    // The portal session ends a minute before eight hours are over.
    assert_eq!(tokens.expires_in, 8 * 3600 - 60);
    assert!(tokens.refresh_token.is_none());
    machine.pass(8 * 3600 - 61);
    assert!(tool.lives(&tokens).await);
    machine.pass(1);
    assert!(!tool.lives(&tokens).await);
    let with_codes = Tool::register(&world, &cli(&world).await).await;
    assert!(with_codes.is_ok());
}
