//! An outside client of OpenID Connect, with its own cryptography: it accepts what the company issues, and nothing else.

use std::sync::Arc;

use axum::Router;
use axum::body::Body;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use http_body_util::BodyExt as _;
use openidconnect::core::{CoreAuthenticationFlow, CoreClient, CoreIdToken, CoreIdTokenVerifier, CoreProviderMetadata};
use openidconnect::{
    AuthorizationCode, ClientId, CsrfToken, HttpRequest, HttpResponse, IssuerUrl, Nonce, OAuth2TokenResponse as _,
    PkceCodeChallenge, RedirectUrl, Scope, TokenResponse as _,
};
use serde_json::{Value, json};
use tower::ServiceExt as _;
use vestibule_company::oidc::AuthorizeQuery;
use vestibule_company::saml::CompanyHop;
use vestibule_company::sign_in::CompanyStep;
use vestibule_company::{Answer, Caller, CookieChange};
use vestibule_identity::clock::TimeSource as _;
use vestibule_web::world::World;

use crate::common::{Machine, Signs as _, password_of};
use crate::company::HOST;

const ISSUER: &str = "https://sso.anycompany.example";
const CALLBACK: &str = "https://wiki.anycompany.example/callback";

/// The internet as the client sees it.
async fn answer(router: Router, request: HttpRequest) -> Result<HttpResponse, std::io::Error> {
    let (mut parts, body) = request.into_parts();
    let path = parts.uri.path_and_query().unwrap().to_string();
    assert_eq!(parts.uri.host(), Some(HOST));
    parts.uri = format!("/company{path}").parse().unwrap();
    let response = router
        .oneshot(http::Request::from_parts(parts, Body::from(body)))
        .await
        .unwrap();
    let (parts, body) = response.into_parts();
    let bytes = body.collect().await.unwrap().to_bytes().to_vec();
    Ok(http::Response::from_parts(parts, bytes))
}

fn keep<T>(answer: &Answer<T>, browser: &mut Caller) {
    for cookie in &answer.cookies {
        match cookie {
            CookieChange::SetSession { token, .. } => browser.session = Some(token.clone()),
            CookieChange::SetAttempt { token, .. } => browser.attempt = Some(token.clone()),
            CookieChange::ClearSession => browser.session = None,
            CookieChange::ClearAttempt => browser.attempt = None,
        }
    }
}

/// The person follows the client's address and signs in; the address that they are sent back to.
async fn walk(world: &World, user: &str, address: &url::Url) -> url::Url {
    let query = AuthorizeQuery::read(address.query().unwrap());
    let company = &world.company;
    let mut browser = Caller::default();
    let asked = company.oauth_authorize(&browser, &query).await.unwrap();
    assert_eq!(asked.body, CompanyHop::SignIn {});
    keep(&asked, &mut browser);
    keep(&company.give_user_name(&browser, user).await.unwrap(), &mut browser);
    let password = password_of(world, user).await.into();
    keep(&company.give_password(&browser, password).await.unwrap(), &mut browser);
    let screen = world.desk.authenticator().await.unwrap();
    let account = format!("{user}@{HOST}");
    let entry = screen.entries.iter().find(|entry| entry.account == account).unwrap();
    let done = company.give_code(&browser, entry.code.clone().into()).await.unwrap();
    match done.body {
        CompanyStep::SignedIn {
            next: CompanyHop::Redirect { address },
        } => url::Url::parse(&address).unwrap(),
        other => panic!("{other:?}"),
    }
}

struct Walked {
    token: CoreIdToken,
    nonce: Nonce,
    metadata: CoreProviderMetadata,
}

impl Walked {
    fn judged(&self, token: &CoreIdToken, nonce: &Nonce, at: &str) -> Result<String, String> {
        let keys = self.metadata.jwks().clone();
        let issuer = self.metadata.issuer().clone();
        let at = at.to_owned();
        let verifier = CoreIdTokenVerifier::new_public_client(ClientId::new("wiki".to_owned()), issuer, keys)
            .set_allowed_algs(self.metadata.id_token_signing_alg_values_supported().clone())
            .set_time_fn(move || serde_json::from_value(json!(at)).unwrap());
        let claims = token.claims(&verifier, nonce).map_err(|error| error.to_string())?;
        Ok(claims.subject().to_string())
    }
}

/// Discovery, sign-in, code, token: all of it by the client.
async fn walked(world: &World, user: &str) -> Walked {
    let router = Arc::new(world.served());
    let http = {
        let router = Arc::clone(&router);
        move |request: HttpRequest| answer((*router).clone(), request)
    };
    let metadata = CoreProviderMetadata::discover_async(IssuerUrl::new(ISSUER.to_owned()).unwrap(), &http)
        .await
        .unwrap();
    let client = CoreClient::from_provider_metadata(metadata.clone(), ClientId::new("wiki".to_owned()), None)
        .set_redirect_uri(RedirectUrl::new(CALLBACK.to_owned()).unwrap());
    let (challenge, verifier) = PkceCodeChallenge::new_random_sha256();
    let (address, state, nonce) = client
        .authorize_url(
            CoreAuthenticationFlow::AuthorizationCode,
            CsrfToken::new_random,
            Nonce::new_random,
        )
        .add_scope(Scope::new("email".to_owned()))
        .set_pkce_challenge(challenge)
        .url();
    let back = walk(world, user, &address).await;
    assert!(back.as_str().starts_with(CALLBACK));
    let value = |name: &str| {
        let found = back.query_pairs().find(|(found, _)| found == name);
        found.unwrap().1.into_owned()
    };
    assert_eq!(&value("state"), state.secret());
    assert_eq!(value("iss"), ISSUER);
    let answer = client
        .exchange_code(AuthorizationCode::new(value("code")))
        .unwrap()
        .set_pkce_verifier(verifier)
        .request_async(&http)
        .await
        .unwrap();
    assert!(!answer.access_token().secret().is_empty());
    Walked {
        token: answer.id_token().unwrap().clone(),
        nonce,
        metadata,
    }
}

#[tokio::test]
async fn an_outside_client_signs_somebody_in_and_refuses_what_is_altered() {
    let machine = Machine::new();
    let world = machine.world().await;
    let walked = walked(&world, "carla").await;
    let now = machine.clock.wall().to_string();
    assert_eq!(
        walked.judged(&walked.token, &walked.nonce, &now),
        Ok("carla".to_owned())
    );
    // Two hours later, with another nonce, or with one letter changed: no.
    assert!(
        walked
            .judged(&walked.token, &walked.nonce, "2026-03-01T14:00:00Z")
            .is_err()
    );
    let other = Nonce::new("another".to_owned());
    assert!(walked.judged(&walked.token, &other, &now).is_err());
    let text = walked.token.to_string();
    let parts: Vec<&str> = text.split('.').collect();
    let forged = |header: &Value, claims: &str, signature: &str| {
        format!("{}.{claims}.{signature}", URL_SAFE_NO_PAD.encode(header.to_string()))
    };
    let claims = {
        let bytes = URL_SAFE_NO_PAD.decode(parts[1]).unwrap();
        let text = String::from_utf8(bytes).unwrap().replace("\"carla\"", "\"hugo\"");
        URL_SAFE_NO_PAD.encode(text)
    };
    for wrong in [
        format!("{}.{claims}.{}", parts[0], parts[2]),
        forged(&json!({ "alg": "none" }), &claims, ""),
        forged(&json!({ "alg": "HS256", "kid": "x" }), &claims, parts[2]),
        forged(&json!({ "alg": "RS256" }), parts[1], parts[2]),
    ] {
        if let Ok(token) = wrong.parse::<CoreIdToken>() {
            assert!(walked.judged(&token, &walked.nonce, &now).is_err(), "{wrong}");
        }
    }
    world.close().await;
}

#[tokio::test]
async fn an_outside_client_takes_rsa() {
    let machine = Machine::new();
    let mut hugo = crate::company::signed_in(&machine, "hugo").await;
    let page = hugo.get("/company/api/admin/oidc").await;
    let mut settings = page.body["settings"].clone();
    settings["algorithm"] = json!("rsa2048");
    let set = hugo.put("/company/api/admin/oidc", settings).await;
    assert_eq!(set.status, 200, "{set:?}");
    hugo.desktop.close().await;
    machine.pass(60);
    let world = machine.world().await;
    let walked = walked(&world, "dario").await;
    assert_eq!(
        serde_json::to_value(walked.token.signing_alg().unwrap()).unwrap(),
        json!("RS256")
    );
    let now = machine.clock.wall().to_string();
    assert_eq!(
        walked.judged(&walked.token, &walked.nonce, &now),
        Ok("dario".to_owned())
    );
    world.close().await;
}
