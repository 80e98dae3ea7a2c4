//! ID tokens, their keys, codes for them, and what AWS is asked with them.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use vestibule_company::admin::faults::FaultsForm;
use vestibule_company::admin::saml::NewKeyForm;
use vestibule_company::faults::Fault;
use vestibule_company::oidc::{AuthorizeQuery, OauthError, TokenForm};
use vestibule_company::saml::CompanyHop;
use vestibule_company::sign_in::CompanyStep;
use vestibule_company::web_identity::AssumeForm;
use vestibule_company::web_identity::builds::RunOutcome;
use vestibule_company::{Caller, CompanyError};
use vestibule_credentials::totp::code_at;
use vestibule_identity::clock::Clock as _;

use crate::home::{Home, follow, refused};

const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const WIKI: &str = "https://wiki.anycompany.example/callback";

type Change = fn(&mut AuthorizeQuery);

/// Reads a token as any relying party would: by the key of its `kid`, with the algorithm of that key.
async fn read(home: &Home, token: &str) -> Result<Value, jsonwebtoken::errors::Error> {
    let keys: jsonwebtoken::jwk::JwkSet = serde_json::from_value(home.company.jwks().await.unwrap()).unwrap();
    let header = jsonwebtoken::decode_header(token)?;
    let key = keys
        .find(header.kid.as_deref().unwrap())
        .ok_or(jsonwebtoken::errors::ErrorKind::InvalidToken)?;
    let mut rules = jsonwebtoken::Validation::new(header.alg);
    // The clock is the world's.
    rules.validate_exp = false;
    rules.validate_aud = false;
    rules.set_issuer(&["https://sso.anycompany.example"]);
    let data = jsonwebtoken::decode::<Value>(token, &jsonwebtoken::DecodingKey::from_jwk(key)?, &rules)?;
    let now = home.clock.now().as_second();
    let expired = data.claims["exp"].as_i64().unwrap() <= now;
    if expired {
        return Err(jsonwebtoken::errors::ErrorKind::ExpiredSignature.into());
    }
    Ok(data.claims)
}

fn query() -> AuthorizeQuery {
    AuthorizeQuery {
        response_type: "code".to_owned(),
        client_id: "wiki".to_owned(),
        redirect_uri: WIKI.to_owned(),
        scope: "openid email".to_owned(),
        state: Some("s".to_owned()),
        nonce: Some("n".to_owned()),
        code_challenge: URL_SAFE_NO_PAD.encode(Sha256::digest(VERIFIER)),
        code_challenge_method: "S256".to_owned(),
        ..AuthorizeQuery::default()
    }
}

fn form(code: &str) -> TokenForm {
    TokenForm {
        grant_type: "authorization_code".to_owned(),
        code: code.to_owned(),
        redirect_uri: WIKI.to_owned(),
        client_id: "wiki".to_owned(),
        code_verifier: VERIFIER.to_owned(),
    }
}

fn parameter(hop: &CompanyHop, name: &str) -> Option<String> {
    let CompanyHop::Redirect { address } = hop else {
        panic!("{hop:?}")
    };
    let url = url::Url::parse(address).unwrap();
    assert!(address.starts_with(WIKI));
    url.query_pairs()
        .find(|(found, _)| found == name)
        .map(|(_, value)| value.into_owned())
}

async fn code(home: &Home, browser: &Caller) -> String {
    let answer = home.company.oauth_authorize(browser, &query()).await.unwrap();
    parameter(&answer.body, "code").unwrap()
}

#[tokio::test]
async fn a_client_gets_a_token_for_its_code_once() {
    let home = Home::new().await;
    let carla = home.signed_in("carla").await;
    let answer = home.company.oauth_authorize(&carla, &query()).await.unwrap();
    assert_eq!(parameter(&answer.body, "state").as_deref(), Some("s"));
    let code = parameter(&answer.body, "code").unwrap();
    let token = home.company.oauth_token(&form(&code)).await.unwrap();
    let claims = read(&home, &token.id_token).await.unwrap();
    assert_eq!(claims["sub"], "carla");
    assert_eq!(claims["aud"], "wiki");
    assert_eq!(claims["nonce"], "n");
    assert_eq!(claims["amr"], json!(["pwd", "otp"]));
    assert_eq!(claims.get("azp"), None);
    let again = home.company.oauth_token(&form(&code)).await.unwrap_err();
    assert_eq!(again.error, OauthError::InvalidGrant);
}

/// Core 3.1.2.1: `prompt` and `max_age`.
#[tokio::test]
async fn a_client_says_whether_the_person_signs_in_afresh() {
    let home = Home::new().await;
    let with = |prompt: Option<&str>, max_age: Option<&str>| AuthorizeQuery {
        prompt: prompt.map(str::to_owned),
        max_age: max_age.map(str::to_owned),
        ..query()
    };
    let ask = async |browser: &Caller, query| home.company.oauth_authorize(browser, &query).await.unwrap().body;
    // Signed in a minute ago.
    let carla = home.signed_in("carla").await;
    for (prompt, max_age) in [(Some("none"), None), (Some("consent"), None), (None, Some("60"))] {
        let hop = ask(&carla, with(prompt, max_age)).await;
        assert!(parameter(&hop, "code").is_some(), "{prompt:?} {max_age:?}");
    }
    for (prompt, max_age) in [
        (Some("login"), None),
        (Some("consent select_account"), None),
        (None, Some("59")),
    ] {
        let hop = ask(&carla, with(prompt, max_age)).await;
        assert_eq!(hop, CompanyHop::SignIn {}, "{prompt:?} {max_age:?}");
    }
    let nobody = Caller::default();
    for (browser, prompt, max_age, error) in [
        (&nobody, "none", None, "login_required"),
        (&carla, "none", Some("59"), "login_required"),
        (&carla, "none login", None, "invalid_request"),
        (&carla, "consent", Some("soon"), "invalid_request"),
        (&carla, "consent", Some("-1"), "invalid_request"),
    ] {
        let hop = ask(browser, with(Some(prompt), max_age)).await;
        assert_eq!(parameter(&hop, "error").as_deref(), Some(error), "{prompt} {max_age:?}");
        assert_eq!(parameter(&hop, "code"), None);
    }
}

/// The page asks although somebody is signed in, and the session that was there ends with the new one.
#[tokio::test]
async fn whoever_signs_in_afresh_has_one_session() {
    let home = Home::new().await;
    let before = home.signed_in("carla").await;
    let mut browser = Caller {
        session: before.session.clone(),
        attempt: None,
    };
    let afresh = AuthorizeQuery {
        prompt: Some("login".to_owned()),
        ..query()
    };
    let asked = home.company.oauth_authorize(&browser, &afresh).await.unwrap();
    follow(&asked, &mut browser);
    let page = home.company.page(&browser).await.unwrap();
    assert!(page.identity.is_none());
    assert!(matches!(
        page.step,
        Some(CompanyStep::UserName { waiting_for: Some(_) })
    ));
    follow(
        &home.company.give_user_name(&browser, "hugo").await.unwrap(),
        &mut browser,
    );
    assert!(home.company.page(&browser).await.unwrap().identity.is_none());
    let password = home.password("hugo").await.into();
    follow(
        &home.company.give_password(&browser, password).await.unwrap(),
        &mut browser,
    );
    let code = code_at(&home.seed("hugo").await, home.step()).into();
    let done = home.company.give_code(&browser, code).await.unwrap();
    follow(&done, &mut browser);
    let CompanyStep::SignedIn { next } = &done.body else {
        panic!("{:?}", done.body)
    };
    assert!(parameter(next, "code").is_some());
    let page = home.company.page(&browser).await.unwrap();
    assert_eq!(page.identity.unwrap().user_name, "hugo");
    // Whoever kept the old cookie has nothing.
    assert!(home.company.page(&before).await.unwrap().identity.is_none());
}

#[tokio::test]
async fn a_code_is_only_for_who_asked_and_for_a_minute() {
    let home = Home::new().await;
    let carla = home.signed_in("carla").await;
    let changes: [fn(&mut TokenForm); 4] = [
        |form| form.code_verifier = VERIFIER.replace('d', "e"),
        |form| form.redirect_uri = format!("{WIKI}/"),
        |form| form.code_verifier.clear(),
        |form| form.code = "x".repeat(43),
    ];
    for change in changes {
        let code = code(&home, &carla).await;
        let mut wrong = form(&code);
        change(&mut wrong);
        let refusal = home.company.oauth_token(&wrong).await.unwrap_err();
        assert_eq!(refusal.error, OauthError::InvalidGrant);
    }
    let late = code(&home, &carla).await;
    home.pass(60);
    let refusal = home.company.oauth_token(&form(&late)).await.unwrap_err();
    assert_eq!(refusal.error, OauthError::InvalidGrant);
    let other = TokenForm {
        client_id: "other".to_owned(),
        ..form(&code(&home, &carla).await)
    };
    let refusal = home.company.oauth_token(&other).await.unwrap_err();
    assert_eq!(refusal.error, OauthError::InvalidClient);
    let grant = TokenForm {
        grant_type: "password".to_owned(),
        ..form("x")
    };
    let refusal = home.company.oauth_token(&grant).await.unwrap_err();
    assert_eq!(refusal.error, OauthError::UnsupportedGrantType);
}

#[tokio::test]
async fn requests_that_are_not_right_are_told_to_whom_they_may_be() {
    let home = Home::new().await;
    let carla = home.signed_in("carla").await;
    // Nobody is sent to an address that is not registered.
    let never: [Change; 3] = [
        |query| query.client_id = "unknown".to_owned(),
        |query| query.redirect_uri = "https://evil.example/callback".to_owned(),
        |query| query.redirect_uri = format!("{WIKI}?x=1"),
    ];
    for change in never {
        let mut wrong = query();
        change(&mut wrong);
        let refusal = refused(home.company.oauth_authorize(&carla, &wrong).await);
        assert!(matches!(refusal, CompanyError::RequestRefused(_)));
    }
    let told: [(Change, &str); 4] = [
        (
            |query| query.response_type = "token".to_owned(),
            "unsupported_response_type",
        ),
        (|query| query.scope = "email".to_owned(), "invalid_scope"),
        (
            |query| query.code_challenge_method = "plain".to_owned(),
            "invalid_request",
        ),
        (|query| query.code_challenge.clear(), "invalid_request"),
    ];
    for (change, error) in told {
        let mut wrong = query();
        change(&mut wrong);
        let answer = home.company.oauth_authorize(&carla, &wrong).await.unwrap();
        assert_eq!(parameter(&answer.body, "error").as_deref(), Some(error));
        assert_eq!(parameter(&answer.body, "code"), None);
    }
}

/// RFC 6749 3.1: no parameter twice, and one without a value is not there.
#[tokio::test]
async fn a_parameter_comes_once() {
    let home = Home::new().await;
    let carla = home.signed_in("carla").await;
    let right = query();
    let pairs = [
        ("response_type", right.response_type.as_str()),
        ("client_id", &right.client_id),
        ("redirect_uri", &right.redirect_uri),
        ("scope", &right.scope),
        ("code_challenge", &right.code_challenge),
        ("code_challenge_method", &right.code_challenge_method),
        ("state", "a&b"),
        ("nonce", "n"),
        ("prompt", "none"),
        ("max_age", "3600"),
    ];
    let write = |more: &[(&str, &str)]| {
        let mut text = url::form_urlencoded::Serializer::new(String::new());
        AuthorizeQuery::read(&text.extend_pairs(pairs).extend_pairs(more).finish())
    };
    let ask = async |query| home.company.oauth_authorize(&carla, &query).await;
    for passed_over in [&[][..], &[("resource", "a"), ("resource", "b")]] {
        let hop = ask(write(passed_over)).await.unwrap().body;
        assert!(parameter(&hop, "code").is_some());
        assert_eq!(parameter(&hop, "state").as_deref(), Some("a&b"));
    }
    for (name, value) in pairs {
        let answer = ask(write(&[(name, value)])).await;
        if ["client_id", "redirect_uri"].contains(&name) {
            assert!(matches!(refused(answer), CompanyError::RequestRefused(_)), "{name}");
        } else {
            let hop = answer.unwrap().body;
            assert_eq!(parameter(&hop, "error").as_deref(), Some("invalid_request"), "{name}");
        }
    }
    let empty = AuthorizeQuery::read("prompt=&max_age=&nonce=&state=");
    assert_eq!(
        (empty.prompt, empty.max_age, empty.nonce, empty.state),
        (None, None, None, None)
    );
}

#[tokio::test]
async fn a_request_waits_while_the_person_signs_in() {
    let home = Home::new().await;
    let mut browser = Caller::default();
    let answer = home.company.oauth_authorize(&browser, &query()).await.unwrap();
    assert_eq!(answer.body, CompanyHop::SignIn {});
    follow(&answer, &mut browser);
    let page = home.company.page(&browser).await.unwrap();
    assert!(matches!(page.step, Some(CompanyStep::UserName { waiting_for: Some(ref who) }) if who == "wiki"));
    follow(
        &home.company.give_user_name(&browser, "carla").await.unwrap(),
        &mut browser,
    );
    let password = home.password("carla").await.into();
    follow(
        &home.company.give_password(&browser, password).await.unwrap(),
        &mut browser,
    );
    let typed = code_at(&home.seed("carla").await, home.step()).into();
    let done = home.company.give_code(&browser, typed).await.unwrap();
    let CompanyStep::SignedIn { next } = &done.body else {
        panic!("{:?}", done.body)
    };
    let code = parameter(next, "code").unwrap();
    assert!(home.company.oauth_token(&form(&code)).await.is_ok());
}

#[tokio::test]
async fn several_audiences_name_the_party() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let client = serde_json::from_value(json!({
        "name": "Wiki", "redirectUris": [WIKI], "audiences": ["sts.amazonaws.com"],
    }))
    .unwrap();
    home.company.put_client(&admin, "wiki", &client).await.unwrap();
    let code = code(&home, &admin).await;
    let token = home.company.oauth_token(&form(&code)).await.unwrap();
    let claims = read(&home, &token.id_token).await.unwrap();
    assert_eq!(claims["aud"], json!(["wiki", "sts.amazonaws.com"]));
    assert_eq!(claims["azp"], "wiki");
    for wrong in [
        "http://wiki.example/",
        "https://wiki.example/#x",
        "wiki",
        "javascript:1",
    ] {
        let client = serde_json::from_value(json!({ "name": "Wiki", "redirectUris": [wrong] })).unwrap();
        let refusal = refused(home.company.put_client(&admin, "wiki", &client).await);
        assert_eq!(refusal.body().field.as_deref(), Some("redirectUris"), "{wrong}");
    }
}

#[tokio::test]
async fn token_keys_roll_over_and_rsa_is_made_when_it_is_wanted() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let gita = home.signed_in("gita").await;
    let kinds = async || {
        let keys = home.company.jwks().await.unwrap();
        let all = keys["keys"].as_array().unwrap().clone();
        assert!(
            all.iter().all(|key| key.get("d").is_none()),
            "no private key is published"
        );
        all.iter()
            .map(|key| key["alg"].as_str().unwrap().to_owned())
            .collect::<Vec<_>>()
    };
    assert_eq!(kinds().await, ["ES256"]);
    let first = home.company.web_identity_token(&gita).await.unwrap().token;
    let p256: NewKeyForm = serde_json::from_value(json!({ "algorithm": "p256" })).unwrap();
    let page = home.company.add_token_key(&admin, p256).await.unwrap();
    let next = page
        .keys
        .iter()
        .find(|key| format!("{:?}", key.state) == "Next")
        .unwrap()
        .id
        .clone();
    assert_eq!(kinds().await, ["ES256", "ES256"]);
    let page = home.company.activate_token_key(&admin, &next).await.unwrap();
    let old = page.keys.iter().find(|key| key.id != next).unwrap().id.clone();
    let second = home.company.web_identity_token(&gita).await.unwrap().token;
    let kid = |token: &str| jsonwebtoken::decode_header(token).unwrap().kid.unwrap();
    assert_eq!((kid(&first), kid(&second)), (old.clone(), next));
    assert!(read(&home, &first).await.is_ok(), "the old key is still published");
    assert!(read(&home, &second).await.is_ok());
    home.company.remove_token_key(&admin, &old).await.unwrap();
    assert!(read(&home, &first).await.is_err());
    assert!(read(&home, &second).await.is_ok());

    let rsa = serde_json::from_value(json!({
        "algorithm": "rsa2048", "tokenSeconds": 900, "contractorAudience": "sts.amazonaws.com", "contractorRole": "",
    }))
    .unwrap();
    home.company.set_oidc(&admin, rsa).await.unwrap();
    let third = home.company.web_identity_token(&gita).await.unwrap().token;
    let mut published = kinds().await;
    published.sort();
    assert_eq!(published, ["ES256", "RS256"]);
    let claims = read(&home, &third).await.unwrap();
    assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 900);
}

#[tokio::test]
async fn an_altered_token_is_nobodys() {
    let home = Home::new().await;
    let gita = home.signed_in("gita").await;
    let token = home.company.web_identity_token(&gita).await.unwrap().token;
    assert!(read(&home, &token).await.is_ok());
    let parts: Vec<&str> = token.split('.').collect();
    let mut claims: Value = serde_json::from_slice(&URL_SAFE_NO_PAD.decode(parts[1]).unwrap()).unwrap();
    claims["sub"] = json!("hugo");
    let forged = format!(
        "{}.{}.{}",
        parts[0],
        URL_SAFE_NO_PAD.encode(claims.to_string()),
        parts[2]
    );
    assert!(read(&home, &forged).await.is_err());
    for header in [json!({ "alg": "none" }), json!({ "alg": "HS256", "kid": "x" })] {
        let forged = format!("{}.{}.", URL_SAFE_NO_PAD.encode(header.to_string()), parts[1]);
        assert!(
            jsonwebtoken::decode_header(&forged).map_or(true, |header| header.alg != jsonwebtoken::Algorithm::ES256)
        );
    }
}

#[tokio::test]
async fn faults_of_tokens() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let gita = home.signed_in("gita").await;
    for fault in [Fault::TokenExpired, Fault::TokenAudience, Fault::TokenIssuer] {
        let form = FaultsForm { on: vec![fault] };
        home.company.set_faults(&admin, &form).await.unwrap();
        let token = home.company.web_identity_token(&gita).await.unwrap();
        let verdict = read(&home, &token.token).await;
        match fault {
            Fault::TokenAudience => assert_eq!(verdict.unwrap()["aud"], "another-audience"),
            _ => assert!(verdict.is_err(), "{fault:?}"),
        }
        assert_eq!(home.company.issued(&admin).await.unwrap()[0].faults, [fault]);
    }
}

#[tokio::test]
async fn a_build_gets_a_role_by_its_token() {
    let home = Home::new().await;
    let dario = home.signed_in("dario").await;
    home.network.answer(200, "<R><AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/CompanyBuild/shop-main</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIABUILD</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-03-01T13:00:00Z</Expiration></Credentials></R>");
    let run = home.company.run_build(&dario, "shop-main").await.unwrap();
    assert!(matches!(&run.outcome, RunOutcome::Assumed { access_key_id, .. } if access_key_id == "ASIABUILD"));
    let asked = home.network.asked();
    let pairs: Vec<(String, String)> = url::form_urlencoded::parse(asked[0].body.as_bytes())
        .into_owned()
        .collect();
    let value = |name: &str| pairs.iter().find(|(found, _)| found == name).unwrap().1.clone();
    assert_eq!(value("Action"), "AssumeRoleWithWebIdentity");
    assert_eq!(value("RoleArn"), "arn:aws:iam::111122223333:role/CompanyBuild");
    assert!(asked[0].headers.iter().all(|(name, _)| name != "authorization"));
    let claims = read(&home, &value("WebIdentityToken")).await.unwrap();
    assert_eq!(claims["sub"], "repo:anycompany/shop:ref:refs/heads/main");
    assert_eq!(claims["aud"], "sts.amazonaws.com");

    home.network.answer(400, "<ErrorResponse><Error><Code>InvalidIdentityToken</Code><Message>Incorrect token audience</Message></Error></ErrorResponse>");
    let run = home.company.run_build(&dario, "shop-try").await.unwrap();
    assert!(matches!(&run.outcome, RunOutcome::Refused { code, .. } if code == "InvalidIdentityToken"));
    let page = home.company.builds(&dario).await.unwrap();
    assert_eq!((page.jobs.len(), page.runs.len()), (2, 2));
    assert!(matches!(
        refused(home.company.run_build(&dario, "nothing").await),
        CompanyError::NoSuchEntity("build")
    ));
    let carla = home.signed_in("carla").await;
    assert!(matches!(
        refused(home.company.run_build(&carla, "shop-main").await),
        CompanyError::AccessDenied(_)
    ));
}

#[tokio::test]
async fn a_contractor_gets_credentials_once() {
    let home = Home::new().await;
    let gita = home.signed_in("gita").await;
    let page = home.company.web_identity(&gita).await.unwrap();
    assert_eq!(page.subject, "gita");
    home.network.answer(200, "<R><AssumedRoleUser><Arn>a</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAGITA</AccessKeyId><SecretAccessKey>s</SecretAccessKey><SessionToken>t</SessionToken><Expiration>2026-03-01T13:00:00Z</Expiration></Credentials></R>");
    let role_arn = page.role_arn;
    let credentials = home
        .company
        .web_identity_assume(&gita, AssumeForm { role_arn })
        .await
        .unwrap();
    assert_eq!(credentials.access_key_id, "ASIAGITA");
    let carla = home.signed_in("carla").await;
    assert!(matches!(
        refused(home.company.web_identity_token(&carla).await),
        CompanyError::AccessDenied(_)
    ));
}
