//! What ends a tool's access from outside: administrators, races, the clock. And that no secret is left lying about.

use std::time::Duration;

use crate::common::oauth::{Tool, at_the_portal, confirm, decide, open, refused, start_url, text};
use crate::common::{Browser, MANAGEMENT_ROOT, Machine, Signs as _};
use serde_json::json;
use vestibule_credentials::token::Token;

/// The id of a person, for an administrator.
async fn person(root: &mut Browser, name: &str) -> String {
    let list = root.get(&format!("/api/identity-center/users?find={name}")).await;
    let found = list.body["users"].as_array().unwrap_or_else(|| panic!("{list:?}"));
    let user = found.iter().find(|user| user["userName"] == name).unwrap();
    user["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_person_who_is_disabled_or_deleted_takes_the_tools_along() {
    for act in ["disable", "delete"] {
        let machine = Machine::new();
        let world = machine.world().await;
        let tool = Tool::cli(&world).await;
        let device = Tool::device(&world).await;
        let mut mary = at_the_portal(&world, "mary").await;
        let tokens = tool.tokens(&mut mary).await;
        let code = tool.code(&mut mary).await;
        let request = tool.arrive(&mut mary).await;
        open(&mut mary, &request).await;
        let begun = device.start(&start_url(&world).await).await.unwrap();
        let page = confirm(&mut mary, &begun.user_code).await;
        decide(&mut mary, page.text("request"), true).await;

        let mut root = machine.root(MANAGEMENT_ROOT).await;
        let id = person(&mut root, "mary").await;
        let done = match act {
            "disable" => {
                let path = format!("/api/identity-center/users/{id}/enabled");
                root.put(&path, json!({ "enabled": false })).await
            }
            _ => root.delete(&format!("/api/identity-center/users/{id}")).await,
        };
        assert!(done.status < 300, "{act}: {done:?}");
        assert!(!tool.lives(&tokens).await, "{act}");
        refused(
            tool.refresh(tokens.refresh_token.as_ref().unwrap()).await,
            "InvalidGrantException",
        );
        refused(tool.redeem(&code).await, "InvalidGrantException");
        refused(device.poll(&begun.device_code).await, "InvalidGrantException");
        decide(&mut mary, &request, true)
            .await
            .must_refuse(401, "NOT_SIGNED_IN");
    }
}

#[tokio::test]
async fn a_session_that_an_administrator_deletes_takes_its_tools_along_and_no_others() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut here = at_the_portal(&world, "mary").await;
    let gone = tool.tokens(&mut here).await;
    machine.pass(10);
    let mut there = at_the_portal(&world, "mary").await;
    let stays = tool.tokens(&mut there).await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let id = person(&mut root, "mary").await;
    let list = root.get(&format!("/api/identity-center/users/{id}/sessions")).await;
    let sessions = list.body["sessions"].as_array().unwrap().clone();
    assert_eq!(sessions.len(), 2, "{list:?}");
    // Newest first.
    let form = json!({ "sessions": [sessions[1]["id"]] });
    let done = root
        .post(&format!("/api/identity-center/users/{id}/sessions/delete"), form)
        .await;
    assert!(done.status < 300, "{done:?}");
    assert!(!tool.lives(&gone).await);
    assert!(tool.lives(&stays).await);
}

#[tokio::test]
async fn of_two_at_the_same_time_one_gets_tokens_and_then_none_has_any() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    for _ in 0..5 {
        let code = tool.code(&mut mary).await;
        let (one, other) = tokio::join!(tool.redeem(&code), tool.redeem(&code));
        let (Ok(tokens), Err(_)) = (if one.is_ok() { (one, other) } else { (other, one) }) else {
            panic!("one of two");
        };
        assert!(!tool.lives(&tokens).await);

        let tokens = tool.tokens(&mut mary).await;
        let refresh = tokens.refresh_token.unwrap();
        let (one, other) = tokio::join!(tool.refresh(&refresh), tool.refresh(&refresh));
        let (Ok(tokens), Err(_)) = (if one.is_ok() { (one, other) } else { (other, one) }) else {
            panic!("one of two");
        };
        assert!(!tool.lives(&tokens).await);

        // Of two answers to a consent page the first counts.
        let request = tool.arrive(&mut mary).await;
        open(&mut mary, &request).await;
        let mut twin = mary.another();
        twin.jar = mary.jar.clone();
        let (one, other) = tokio::join!(decide(&mut mary, &request, true), decide(&mut twin, &request, false));
        let gone = [&one, &other]
            .iter()
            .filter(|answer| answer.is(410, "CONSENT_GONE"))
            .count();
        assert_eq!(gone, 1, "{one:?} {other:?}");
    }
}

#[tokio::test]
async fn what_was_issued_in_a_future_that_was_left_is_worth_nothing() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let early = tool.tokens(&mut mary).await;
    let device = Tool::device(&world).await;
    world.service.advance_clock(Duration::from_mins(30)).await.unwrap();
    let begun = device.start(&start_url(&world).await).await.unwrap();
    let code = tool.code(&mut mary).await;
    let late = tool.tokens(&mut mary).await;
    world.service.clock_back_to_real().await.unwrap();
    assert!(tool.lives(&early).await);
    assert!(!tool.lives(&late).await);
    refused(
        tool.refresh(late.refresh_token.as_ref().unwrap()).await,
        "InvalidGrantException",
    );
    refused(tool.redeem(&code).await, "InvalidGrantException");
    refused(device.poll(&begun.device_code).await, "ExpiredTokenException");
    confirm(&mut mary, &begun.user_code).await.must_blame("userCode");
    assert!(tool.refresh(early.refresh_token.as_ref().unwrap()).await.is_ok());

    // Nor when that time comes.
    world.service.advance_clock(Duration::from_mins(30)).await.unwrap();
    assert!(!tool.lives(&late).await);
    refused(
        tool.refresh(late.refresh_token.as_ref().unwrap()).await,
        "InvalidGrantException",
    );
    refused(tool.redeem(&code).await, "InvalidGrantException");
    refused(device.poll(&begun.device_code).await, "ExpiredTokenException");
}

#[tokio::test]
async fn no_secret_is_in_the_store() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let device = Tool::device(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let code = tool.code(&mut mary).await;
    let tokens = tool.redeem(&code).await.unwrap();
    let request = tool.arrive(&mut mary).await;
    let begun = device.start(&start_url(&world).await).await.unwrap();
    let page = confirm(&mut mary, &begun.user_code).await;
    let mut secrets = vec![
        text(&code).to_owned(),
        text(&tokens.access_token).to_owned(),
        text(tokens.refresh_token.as_ref().unwrap()).to_owned(),
        text(&tool.secret).to_owned(),
        text(&begun.device_code).to_owned(),
        request,
        page.text("request").to_owned(),
    ];
    secrets.extend(mary.jar.values().cloned());
    world.close().await;
    let mut looked_at = 0;
    for file in std::fs::read_dir(&machine.folder).unwrap() {
        let bytes = std::fs::read(file.unwrap().path()).unwrap();
        looked_at += bytes.len();
        let has = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
        for secret in &secrets {
            assert!(!has(secret.as_bytes()), "{secret}");
            assert!(Token::parse(secret).is_some(), "{secret}");
        }
        assert!(!has(begun.user_code.as_bytes()));
        assert!(!has(begun.user_code.replace('-', "").as_bytes()));
    }
    assert!(looked_at > 100_000);
}
