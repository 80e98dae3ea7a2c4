//! A tool signs in with a code: registration, the address it opens, the consent page, the exchange.

use crate::common::oauth::{
    CALLBACK, CHALLENGE, Tool, VERIFIER, arrive_with, at_the_portal, cli, decide, device_cli, open, parameter, refused,
    request_of, sign_in, start_url,
};
use crate::common::{Browser, Machine};
use vestibule_service::identity_center::oauth::{CreateToken, RegisterClient};

#[tokio::test]
async fn a_person_lets_the_cli_in() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let arrived = arrive_with(&mut mary, &tool.query()).await;
    let address = arrived.text("address");
    assert!(
        address.starts_with(&format!("{}/#/authorize?", start_url(&world).await)),
        "{address}"
    );
    let request = request_of(address);
    let page = open(&mut mary, &request).await;
    assert_eq!(page.text("clientName"), "botocore-client-my-sso");
    assert_eq!(page.body["scopes"][0]["name"], "sso:account:access");
    assert_eq!(
        (page.text("userName"), page.text("leadsTo")),
        ("mary", "127.0.0.1:49152")
    );
    let answer = decide(&mut mary, &request, true).await;
    let back = answer.text("address");
    assert!(back.starts_with(&format!("{CALLBACK}?code=")), "{back}");
    assert_eq!(parameter(back, "state"), "5f0c3a");
    let tokens = tool.redeem(&parameter(back, "code").into()).await.unwrap();
    assert_eq!(tokens.expires_in, 3600);
    assert!(tokens.refresh_token.is_some());
    assert!(tool.lives(&tokens).await);
}

#[tokio::test]
async fn a_person_says_no() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let request = tool.arrive(&mut mary).await;
    open(&mut mary, &request).await;
    let answer = decide(&mut mary, &request, false).await;
    assert_eq!(
        answer.text("address"),
        format!("{CALLBACK}?error=access_denied&state=5f0c3a")
    );
    decide(&mut mary, &request, true).await.must_refuse(410, "CONSENT_GONE");
}

#[tokio::test]
async fn what_a_client_may_register() {
    let machine = Machine::new();
    let world = machine.world().await;
    let right = cli(&world).await;
    let start = start_url(&world).await;
    let accepted = [
        device_cli(),
        RegisterClient {
            scopes: Vec::new(),
            ..device_cli()
        },
        RegisterClient {
            issuer_url: Some(format!("{start}/#/")),
            ..right.clone()
        },
        RegisterClient {
            redirect_uris: vec!["http://[::1]/cb".into()],
            ..right.clone()
        },
        RegisterClient {
            scopes: vec!["sso:account:access".into(); 25],
            ..right.clone()
        },
    ];
    for form in accepted {
        let tool = Tool::register(&world, &form).await;
        assert!(tool.is_ok(), "{form:?}");
    }
    let name = |name: &str| RegisterClient {
        client_name: name.into(),
        ..right.clone()
    };
    let kind = |kind: &str| RegisterClient {
        client_type: kind.into(),
        ..right.clone()
    };
    let redirects = |redirects: &[&str]| RegisterClient {
        redirect_uris: redirects.iter().map(|&text| text.into()).collect(),
        ..right.clone()
    };
    let issuer = |issuer: Option<&str>| RegisterClient {
        issuer_url: issuer.map(Into::into),
        ..right.clone()
    };
    let scopes = |scopes: Vec<String>| RegisterClient {
        scopes,
        ..right.clone()
    };
    let grants = |grants: &[&str]| RegisterClient {
        grant_types: grants.iter().map(|&text| text.into()).collect(),
        ..right.clone()
    };
    for (form, error) in [
        (name(""), "InvalidClientMetadataException"),
        (name("cli\u{202e}"), "InvalidClientMetadataException"),
        (name("a\nb"), "InvalidClientMetadataException"),
        (name(&"a".repeat(101)), "InvalidClientMetadataException"),
        (kind("confidential"), "InvalidClientMetadataException"),
        (kind(""), "InvalidClientMetadataException"),
        (redirects(&[]), "InvalidRedirectUriException"),
        (redirects(&["https://127.0.0.1/cb"]), "InvalidRedirectUriException"),
        (redirects(&["http://localhost/cb"]), "InvalidRedirectUriException"),
        (
            redirects(&["http://127.0.0.1/cb", "https://evil.example/cb"]),
            "InvalidRedirectUriException",
        ),
        (redirects(&["http://127.0.0.1/cb"; 11]), "InvalidRedirectUriException"),
        (issuer(None), "InvalidRequestException"),
        (
            issuer(Some("https://d-0000000000.awsapps.com/start")),
            "InvalidRequestException",
        ),
        (issuer(Some("https://evil.example/start")), "InvalidRequestException"),
        (scopes(vec!["openid".into()]), "InvalidScopeException"),
        (scopes(vec!["sso:account:access".into(); 26]), "InvalidScopeException"),
        (grants(&["password"]), "UnsupportedGrantTypeException"),
        (
            grants(&["authorization_code", "implicit"]),
            "UnsupportedGrantTypeException",
        ),
    ] {
        let refused_with = Tool::register(&world, &form).await.map(|tool| tool.id);
        refused(refused_with, error);
    }
}

#[tokio::test]
async fn without_a_client_or_its_redirect_the_browser_goes_nowhere() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let encoded = |text: &str| text.replace(':', "%3A").replace('/', "%2F");
    for (name, value) in [
        ("client_id", String::new()),
        ("client_id", "nobody".into()),
        ("redirect_uri", String::new()),
        ("redirect_uri", encoded("https://evil.example/oauth/callback")),
        ("redirect_uri", encoded("http://localhost:49152/oauth/callback")),
        ("redirect_uri", encoded("http://127.0.0.1:49152/oauth/callback/more")),
        ("redirect_uri", encoded("http://127.0.0.1:49152/")),
        ("redirect_uri", encoded("http://[::1]:49152/oauth/callback")),
        (
            "redirect_uri",
            encoded("http://127.0.0.1:49152@evil.example/oauth/callback"),
        ),
    ] {
        let mut query = tool.query();
        query.retain(|(other, _)| *other != name);
        query.push((name, value));
        let answer = arrive_with(&mut mary, &query).await;
        answer.must_refuse(400, "AUTHORIZATION_REFUSED");
    }
    let mut twice = tool.query();
    twice.push(("redirect_uri", encoded(CALLBACK)));
    arrive_with(&mut mary, &twice)
        .await
        .must_refuse(400, "AUTHORIZATION_REFUSED");
    // A registration lasts 90 days.
    machine.pass(90 * 24 * 3600);
    arrive_with(&mut mary, &tool.query())
        .await
        .must_refuse(400, "AUTHORIZATION_REFUSED");
}

#[tokio::test]
async fn the_tool_hears_what_else_is_wrong() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    for (name, value, error) in [
        ("code_challenge_method", Some("plain"), "invalid_request"),
        ("code_challenge_method", None, "invalid_request"),
        ("code_challenge_method", Some("s256"), "invalid_request"),
        ("code_challenge", None, "invalid_request"),
        ("code_challenge", Some("short"), "invalid_request"),
        ("response_type", Some("token"), "unsupported_response_type"),
        ("response_type", None, "invalid_request"),
        ("scopes", Some("openid"), "invalid_scope"),
        (
            "scopes",
            Some("sso%3Aaccount%3Aaccess+redshift%3Aconnect"),
            "invalid_scope",
        ),
    ] {
        let mut query = tool.query();
        query.retain(|(other, _)| *other != name);
        query.extend(value.map(|value| (name, value.to_owned())));
        let answer = arrive_with(&mut mary, &query).await;
        assert_eq!(
            answer.text("address"),
            format!("{CALLBACK}?error={error}&state=5f0c3a"),
            "{name} {value:?}"
        );
    }
    let mut twice = tool.query();
    twice.push(("code_challenge", CHALLENGE.into()));
    let answer = arrive_with(&mut mary, &twice).await;
    assert_eq!(parameter(answer.text("address"), "error"), "invalid_request");
    // A client that did not register for codes.
    let mut form = cli(&world).await;
    form.grant_types = vec!["refresh_token".into()];
    let other = Tool::register(&world, &form).await.unwrap();
    let answer = arrive_with(&mut mary, &other.query()).await;
    assert_eq!(parameter(answer.text("address"), "error"), "unauthorized_client");
    // Without scopes the registered ones count.
    let mut query = tool.query();
    query.retain(|(name, _)| *name != "scopes");
    let answer = arrive_with(&mut mary, &query).await;
    request_of(answer.text("address"));
}

#[tokio::test]
async fn only_whoever_is_signed_in_can_allow_anything() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut browser = Browser::of(&world);
    let request = tool.arrive(&mut browser).await;
    open(&mut browser, &request).await.must_refuse(401, "NOT_SIGNED_IN");
    decide(&mut browser, &request, true)
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
    // A console session is no portal session.
    let root = machine.root(crate::common::MANAGEMENT_ROOT).await;
    let (name, value) = root
        .jar
        .iter()
        .find(|(name, _)| *name == crate::common::SESSION)
        .unwrap();
    browser.jar.insert(name.clone(), value.clone());
    open(&mut browser, &request).await.must_refuse(401, "NOT_SIGNED_IN");
    // The way through the portal's sign-in keeps the request.
    sign_in(&world, &mut browser, "mary").await;
    assert_eq!(open(&mut browser, &request).await.text("userName"), "mary");
    assert_eq!(decide(&mut browser, &request, true).await.status, 200);
}

#[tokio::test]
async fn a_consent_page_is_nobody_elses() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let mut diego = at_the_portal(&world, "diego").await;
    let request = tool.arrive(&mut mary).await;
    // Another browser, even one that a sign-in came by; even the same person's.
    open(&mut diego, &request).await.must_refuse(403, "CONSENT_FOREIGN");
    tool.arrive(&mut diego).await;
    open(&mut diego, &request).await.must_refuse(403, "CONSENT_FOREIGN");
    let mut elsewhere = at_the_portal(&world, "mary").await;
    open(&mut elsewhere, &request).await.must_refuse(403, "CONSENT_FOREIGN");
    // What was not opened is not answered.
    decide(&mut mary, &request, true)
        .await
        .must_refuse(403, "CONSENT_FOREIGN");
    assert_eq!(open(&mut mary, &request).await.status, 200);
    // Another person in the same browser, and the same person in another session.
    for user in ["diego", "mary"] {
        sign_in(&world, &mut mary, user).await;
        open(&mut mary, &request).await.must_refuse(403, "CONSENT_FOREIGN");
        decide(&mut mary, &request, true)
            .await
            .must_refuse(403, "CONSENT_FOREIGN");
    }
}

#[tokio::test]
async fn a_consent_page_is_answered_once_and_within_ten_minutes() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let request = tool.arrive(&mut mary).await;
    assert_eq!(open(&mut mary, &request).await.status, 200);
    assert_eq!(decide(&mut mary, &request, true).await.status, 200);
    decide(&mut mary, &request, true).await.must_refuse(410, "CONSENT_GONE");
    open(&mut mary, &request).await.must_refuse(410, "CONSENT_GONE");
    for nonsense in ["", "x", VERIFIER] {
        open(&mut mary, nonsense).await.must_refuse(410, "CONSENT_GONE");
    }
    let late = tool.arrive(&mut mary).await;
    open(&mut mary, &late).await;
    machine.pass(599);
    assert_eq!(open(&mut mary, &late).await.status, 200);
    machine.pass(1);
    decide(&mut mary, &late, true).await.must_refuse(410, "CONSENT_GONE");
}

#[tokio::test]
async fn a_code_is_for_its_client_its_redirect_and_its_verifier() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let other = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;

    // Someone else's try costs nothing.
    let code = tool.code(&mut mary).await;
    refused(other.redeem(&code).await, "InvalidGrantException");
    let borrowed = CreateToken {
        client_secret: other.secret.clone(),
        ..tool.code_form(&code)
    };
    refused(tool.create(&borrowed).await, "InvalidClientException");
    assert!(tool.redeem(&code).await.is_ok());

    // One's own wrong one costs the code.
    for edit in [
        (|form: &mut CreateToken| form.code_verifier = None) as fn(&mut CreateToken),
        |form| form.code_verifier = Some(CHALLENGE.into()),
        |form| form.code_verifier = Some("short".into()),
        |form| form.redirect_uri = None,
        |form| form.redirect_uri = Some("http://127.0.0.1/oauth/callback".into()),
        |form| form.redirect_uri = Some("http://127.0.0.1:49153/oauth/callback".into()),
    ] {
        let code = tool.code(&mut mary).await;
        let mut form = tool.code_form(&code);
        edit(&mut form);
        refused(tool.create(&form).await, "InvalidGrantException");
        refused(tool.redeem(&code).await, "InvalidGrantException");
    }
    refused(
        tool.create(&tool.form("authorization_code")).await,
        "InvalidRequestException",
    );
    refused(tool.redeem(&"nonsense".into()).await, "InvalidGrantException");
    refused(tool.redeem(&VERIFIER.into()).await, "InvalidGrantException");
    refused(
        tool.create(&tool.form("password")).await,
        "UnsupportedGrantTypeException",
    );
    let device = Tool::device(&world).await;
    refused(device.redeem(&code).await, "UnauthorizedClientException");
}

#[tokio::test]
async fn a_code_is_good_for_a_minute() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let code = tool.code(&mut mary).await;
    machine.pass(59);
    assert!(tool.redeem(&code).await.is_ok());
    let code = tool.code(&mut mary).await;
    machine.pass(60);
    refused(tool.redeem(&code).await, "InvalidGrantException");
}

#[tokio::test]
async fn a_code_that_comes_twice_takes_back_what_it_gave() {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let bystander = tool.tokens(&mut mary).await;
    let code = tool.code(&mut mary).await;
    let first = tool.redeem(&code).await.unwrap();
    let second = tool.refresh(first.refresh_token.as_ref().unwrap()).await.unwrap();
    assert!(tool.lives(&first).await && tool.lives(&second).await);
    // However late.
    machine.pass(1800);
    refused(tool.redeem(&code).await, "InvalidGrantException");
    assert!(!tool.lives(&first).await && !tool.lives(&second).await);
    refused(
        tool.refresh(second.refresh_token.as_ref().unwrap()).await,
        "InvalidGrantException",
    );
    assert!(tool.lives(&bystander).await);
}
