//! What tokens live on: refresh, revocation, the portal session behind them; and what they are good for.

use crate::common::oauth::{Tool, at_the_portal, cli, refused, sign_in, text};
use crate::common::{Browser, MANAGEMENT_ROOT, Machine, Signs as _};
use serde_json::{Value, json};
use vestibule_identity::clock::TimeSource as _;
use vestibule_service::identity_center::oauth::{PageOf, SsoError};

#[track_caller]
fn sso<T: std::fmt::Debug>(answer: Result<T, SsoError>, name: &str, status: u16) {
    match answer {
        Err(error) => assert_eq!((error.name(), error.status()), (name, status), "{error}"),
        Ok(got) => panic!("expected {name}, got {got:?}"),
    }
}

#[tokio::test]
async fn a_token_lasts_an_hour_and_is_refreshed_until_the_portal_session_ends() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let mut tokens = tool.tokens(&mut mary).await;
    for hour in 1..8 {
        machine.pass(3599);
        assert!(tool.lives(&tokens).await, "hour {hour}");
        machine.pass(1);
        assert!(!tool.lives(&tokens).await, "hour {hour}");
        tokens = tool.refresh(tokens.refresh_token.as_ref().unwrap()).await.unwrap();
        assert_eq!(tokens.expires_in, 3600, "hour {hour}");
    }
    // The last one ends with the session.
    machine.pass(1800);
    tokens = tool.refresh(tokens.refresh_token.as_ref().unwrap()).await.unwrap();
    assert_eq!(tokens.expires_in, 1800);
    machine.pass(1800);
    assert!(!tool.lives(&tokens).await);
    refused(
        tool.refresh(tokens.refresh_token.as_ref().unwrap()).await,
        "InvalidGrantException",
    );
}

#[tokio::test]
async fn an_old_refresh_token_takes_everything_back() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let first = tool.tokens(&mut mary).await;
    let bystander = tool.tokens(&mut mary).await;
    let second = tool.refresh(first.refresh_token.as_ref().unwrap()).await.unwrap();
    // Until it comes again both are fine.
    assert!(tool.lives(&first).await && tool.lives(&second).await);
    refused(
        tool.refresh(first.refresh_token.as_ref().unwrap()).await,
        "InvalidGrantException",
    );
    assert!(!tool.lives(&first).await && !tool.lives(&second).await);
    refused(
        tool.refresh(second.refresh_token.as_ref().unwrap()).await,
        "InvalidGrantException",
    );
    assert!(tool.lives(&bystander).await);
    assert!(tool.refresh(bystander.refresh_token.as_ref().unwrap()).await.is_ok());
}

#[tokio::test]
async fn a_refresh_token_is_of_its_client_and_of_its_kind() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let other = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let tokens = tool.tokens(&mut mary).await;
    let refresh = tokens.refresh_token.as_ref().unwrap();
    refused(other.refresh(refresh).await, "InvalidGrantException");
    refused(tool.refresh(&tokens.access_token).await, "InvalidGrantException");
    refused(tool.refresh(&"nonsense".into()).await, "InvalidGrantException");
    refused(
        tool.create(&tool.form("refresh_token")).await,
        "InvalidRequestException",
    );
    let page = PageOf::default();
    let list = world.service.sso_list_accounts(&tool.caller, refresh, &page).await;
    sso(list, "UnauthorizedException", 401);
    // A client that registered for codes only is given none, and cannot use one.
    let mut form = cli(&world).await;
    form.grant_types = vec!["authorization_code".into()];
    let without = Tool::register(&world, &form).await.unwrap();
    assert!(without.tokens(&mut mary).await.refresh_token.is_none());
    refused(without.refresh(refresh).await, "UnauthorizedClientException");
    assert!(tool.refresh(refresh).await.is_ok());
}

#[tokio::test]
async fn a_token_is_given_back() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let other = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    for by_refresh in [true, false] {
        let tokens = tool.tokens(&mut mary).await;
        let given = if by_refresh {
            tokens.refresh_token.clone().unwrap()
        } else {
            tokens.access_token.clone()
        };
        assert!(other.revoke(&given).await.is_ok());
        assert!(tool.revoke(&"nonsense".into()).await.is_ok());
        assert!(tool.lives(&tokens).await);
        assert!(tool.revoke(&given).await.is_ok());
        assert!(tool.revoke(&given).await.is_ok());
        assert!(!tool.lives(&tokens).await);
        refused(
            tool.refresh(tokens.refresh_token.as_ref().unwrap()).await,
            "InvalidGrantException",
        );
    }
    let stranger = Tool {
        secret: other.secret.clone(),
        id: tool.id.clone(),
        ..Tool::cli(&world).await
    };
    refused(stranger.revoke(&"nonsense".into()).await, "InvalidClientException");
    // The portal session is not the tool's to end this way.
    assert!(mary.get("/api/portal/accounts").await.status == 200);
}

#[tokio::test]
async fn whatever_ends_the_portal_session_ends_the_tokens() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let tokens = tool.tokens(&mut mary).await;
    let code = tool.code(&mut mary).await;
    assert_eq!(mary.post("/api/portal/sign-out", Value::Null).await.status, 204);
    assert!(!tool.lives(&tokens).await);
    refused(
        tool.refresh(tokens.refresh_token.as_ref().unwrap()).await,
        "InvalidGrantException",
    );
    refused(tool.redeem(&code).await, "InvalidGrantException");
    // A new session is not the old one's heir.
    sign_in(&world, &mut mary, "mary").await;
    refused(
        tool.refresh(tokens.refresh_token.as_ref().unwrap()).await,
        "InvalidGrantException",
    );
    let tokens = tool.tokens(&mut mary).await;
    // Signing in again in the same browser ends the session that was there.
    sign_in(&world, &mut mary, "mary").await;
    assert!(!tool.lives(&tokens).await);
}

#[tokio::test]
async fn logging_out_ends_the_portal_session() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let tokens = tool.tokens(&mut mary).await;
    let service = &world.service;
    sso(
        service.sso_logout(&tool.caller, &"nonsense".into()).await,
        "UnauthorizedException",
        401,
    );
    assert!(service.sso_logout(&tool.caller, &tokens.access_token).await.is_ok());
    mary.get("/api/portal/accounts").await.must_refuse(401, "NOT_SIGNED_IN");
    sso(
        service.sso_logout(&tool.caller, &tokens.access_token).await,
        "UnauthorizedException",
        401,
    );
}

#[tokio::test]
async fn a_token_lists_accounts_and_roles_by_pages() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let tokens = tool.tokens(&mut mary).await;
    let (service, caller, token) = (&world.service, &tool.caller, &tokens.access_token);
    let whole = service
        .sso_list_accounts(caller, token, &PageOf::default())
        .await
        .unwrap();
    assert_eq!((whole.accounts.len(), whole.next_token), (3, None));
    let mut page = PageOf {
        max_result: Some(1),
        ..PageOf::default()
    };
    let mut found = Vec::new();
    loop {
        let answer = service.sso_list_accounts(caller, token, &page).await.unwrap();
        assert_eq!(answer.accounts.len(), 1);
        found.extend(answer.accounts);
        page.next_token = answer.next_token;
        if page.next_token.is_none() {
            break;
        }
    }
    assert_eq!(found, whole.accounts);
    for wrong in [
        PageOf {
            max_result: Some(0),
            ..PageOf::default()
        },
        PageOf {
            max_result: Some(101),
            ..PageOf::default()
        },
        PageOf {
            next_token: Some("!".into()),
            ..PageOf::default()
        },
    ] {
        let answer = service.sso_list_accounts(caller, token, &wrong).await;
        sso(answer, "InvalidRequestException", 400);
    }

    let account = &whole.accounts[0].id;
    let roles = service
        .sso_list_account_roles(caller, token, account, &PageOf::default())
        .await
        .unwrap();
    assert!(!roles.roles.is_empty());
    let all: Vec<String> = roles.roles.iter().map(|role| role.role_name.clone()).collect();
    let mut page = PageOf {
        max_result: Some(1),
        ..PageOf::default()
    };
    let mut names = Vec::new();
    loop {
        let answer = service
            .sso_list_account_roles(caller, token, account, &page)
            .await
            .unwrap();
        names.extend(answer.roles.into_iter().map(|role| role.role_name));
        page.next_token = answer.next_token;
        if page.next_token.is_none() {
            break;
        }
    }
    assert_eq!(names, all);
    for (wrong, name, status) in [
        ("000000000000", "ForbiddenException", 403),
        ("12345", "InvalidRequestException", 400),
        ("", "InvalidRequestException", 400),
    ] {
        let answer = service
            .sso_list_account_roles(caller, token, wrong, &PageOf::default())
            .await;
        sso(answer, name, status);
    }
}

#[tokio::test]
async fn a_token_gets_credentials_that_outlive_it() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let tokens = tool.tokens(&mut mary).await;
    let (service, caller, token) = (&world.service, &tool.caller, &tokens.access_token);
    let accounts = service
        .sso_list_accounts(caller, token, &PageOf::default())
        .await
        .unwrap();
    let management = accounts
        .accounts
        .iter()
        .find(|account| account.name == "AnyCompany Management");
    let account = management.unwrap().id.as_str();
    let issued = service
        .sso_role_credentials(caller, token, account, "AdministratorAccess")
        .await
        .unwrap();
    assert!(issued.access_key_id.starts_with("ASIA"), "{issued:?}");
    assert_eq!(text(&issued.secret_access_key).len(), 40);
    assert!(issued.expires_at > machine.clock.wall());
    for (account, role) in [
        (account, "NoSuchSet"),
        (account, "Power User"),
        ("000000000000", "AdministratorAccess"),
    ] {
        let answer = service.sso_role_credentials(caller, token, account, role).await;
        sso(answer, "ForbiddenException", 403);
    }
    let answer = service
        .sso_role_credentials(caller, token, "12345", "AdministratorAccess")
        .await;
    sso(answer, "InvalidRequestException", 400);
    let answer = service.sso_role_credentials(caller, token, account, "").await;
    sso(answer, "InvalidRequestException", 400);
    let answer = service
        .sso_role_credentials(caller, &"nonsense".into(), account, "AdministratorAccess")
        .await;
    sso(answer, "UnauthorizedException", 401);
}

#[tokio::test]
async fn a_token_without_the_scope_is_good_for_nothing_here() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut form = cli(&world).await;
    form.scopes = vec!["codewhisperer:completions".into()];
    let tool = Tool::register(&world, &form).await.unwrap();
    let mut mary = at_the_portal(&world, "mary").await;
    let arrived = {
        let mut query = tool.query();
        query.retain(|(name, _)| *name != "scopes");
        crate::common::oauth::arrive_with(&mut mary, &query).await
    };
    let request = crate::common::oauth::request_of(arrived.text("address"));
    crate::common::oauth::open(&mut mary, &request).await;
    let answer = crate::common::oauth::decide(&mut mary, &request, true).await;
    let code = crate::common::oauth::parameter(answer.text("address"), "code").into();
    let tokens = tool.redeem(&code).await.unwrap();
    let list = world
        .service
        .sso_list_accounts(&tool.caller, &tokens.access_token, &PageOf::default())
        .await;
    sso(list, "ForbiddenException", 403);
}

#[tokio::test]
async fn what_tools_do_is_in_the_event_history_without_secrets() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let tokens = tool.tokens(&mut mary).await;
    let refresh = tokens.refresh_token.as_ref().unwrap();
    tool.refresh(refresh).await.unwrap();
    refused(tool.refresh(refresh).await, "InvalidGrantException");
    let mut root: Browser = machine.root(MANAGEMENT_ROOT).await;
    let events = root.events().await;
    let told: Vec<&Value> = events.iter().filter(|event| event["name"] == "CreateToken").collect();
    assert_eq!(told.len(), 3, "{told:?}");
    let text = |event: &Value| event.to_string();
    let failed = told
        .iter()
        .filter(|event| text(event).contains("InvalidGrantException"))
        .count();
    assert_eq!(failed, 1);
    let names: Vec<&str> = events.iter().filter_map(|event| event["name"].as_str()).collect();
    assert!(names.contains(&"RegisterClient"));
    let whole = json!(events).to_string();
    for secret in [&tokens.access_token, refresh, &tool.secret] {
        assert!(!whole.contains(crate::common::oauth::text(secret)));
    }
    assert!(whole.contains("HIDDEN_DUE_TO_SECURITY_REASONS"));
}
