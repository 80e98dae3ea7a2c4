//! Applications: signed in to from the portal, with SAML and with OpenID Connect.

use std::collections::BTreeMap;

use crate::common::portal::{self, entered};
use crate::common::{Answer, Browser, MANAGEMENT_ROOT, Machine, Signs as _};
use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};

async fn tiles(browser: &mut Browser) -> Vec<(String, String)> {
    let answer = browser.get("/api/portal/applications").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let all = answer.body["applications"].as_array().unwrap();
    all.iter()
        .map(|tile| {
            (
                tile["name"].as_str().unwrap().to_owned(),
                tile["id"].as_str().unwrap().to_owned(),
            )
        })
        .collect()
}

async fn id_of(browser: &mut Browser, name: &str) -> String {
    let tiles = tiles(browser).await;
    tiles.into_iter().find(|tile| tile.0 == name).unwrap().1
}

async fn open(browser: &mut Browser, id: &str) -> Answer {
    browser
        .post(&format!("/api/portal/applications/{id}/open"), json!({}))
        .await
}

async fn post_saml(browser: &mut Browser, id: &str, response: &str) -> Answer {
    let form = json!({ "samlResponse": response, "relayState": "" });
    browser.post(&format!("/api/application/{id}/saml"), form).await
}

async fn page(browser: &mut Browser, id: &str) -> Value {
    let answer = browser.get(&format!("/api/application/{id}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

/// What stands in an address after `?`.
fn query(address: &str) -> BTreeMap<String, String> {
    let (_, query) = address.split_once('?').unwrap();
    form_urlencoded(query)
}

fn form_urlencoded(query: &str) -> BTreeMap<String, String> {
    let decode = |text: &str| {
        let bytes = text.as_bytes();
        let mut out = Vec::new();
        let mut at = 0;
        while at < bytes.len() {
            match bytes[at] {
                b'%' => {
                    out.push(u8::from_str_radix(&text[at + 1..at + 3], 16).unwrap());
                    at += 2;
                }
                b'+' => out.push(b' '),
                other => out.push(other),
            }
            at += 1;
        }
        String::from_utf8(out).unwrap()
    };
    query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap())
        .map(|(name, value)| (decode(name), decode(value)))
        .collect()
}

/// The authorization request that the application makes.
async fn start(browser: &mut Browser, id: &str) -> BTreeMap<String, String> {
    let begun = browser.post(&format!("/api/application/{id}/start"), Value::Null).await;
    assert_eq!(begun.status, 200, "{begun:?}");
    query(begun.text("address"))
}

async fn authorize(browser: &mut Browser, request: &BTreeMap<String, String>) -> Answer {
    let said = |name: &str| request.get(name).cloned().unwrap_or_default();
    let form = json!({
        "clientId": said("client_id"), "redirectUri": said("redirect_uri"), "responseType": said("response_type"),
        "scope": said("scope"), "state": said("state"), "nonce": said("nonce"),
        "codeChallenge": said("code_challenge"), "codeChallengeMethod": said("code_challenge_method"),
    });
    browser.post("/api/portal/applications/authorize", form).await
}

async fn call_back(browser: &mut Browser, id: &str, answer: &BTreeMap<String, String>) -> Answer {
    let said = |name: &str| answer.get(name).cloned().unwrap_or_default();
    let form = json!({ "code": said("code"), "state": said("state"), "error": said("error") });
    browser.post(&format!("/api/application/{id}/callback"), form).await
}

#[tokio::test]
async fn a_saml_application_is_told_who_it_is_once() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let names: Vec<String> = tiles(&mut mary).await.into_iter().map(|tile| tile.0).collect();
    assert_eq!(names, ["Expenses", "Team wiki"]);
    let id = id_of(&mut mary, "Expenses").await;
    assert!(page(&mut mary, &id).await["signedIn"].is_null());

    let entry = open(&mut mary, &id).await;
    assert_eq!(entry.body["kind"], "saml", "{entry:?}");
    assert!(entry.body["xml"].is_null());
    let response = entry.text("samlResponse").to_owned();
    // One letter of what was said is changed on the way.
    let xml = String::from_utf8(BASE64.decode(&response).unwrap()).unwrap();
    let forged = BASE64.encode(xml.replace("mary@anycompany", "diego@anycompany"));
    post_saml(&mut mary, &id, &forged)
        .await
        .must_refuse(403, "APPLICATION_REFUSED");
    post_saml(&mut mary, &id, "%%%")
        .await
        .must_refuse(403, "APPLICATION_REFUSED");
    assert!(page(&mut mary, &id).await["signedIn"].is_null());

    let landed = post_saml(&mut mary, &id, &response).await;
    assert_eq!(landed.status, 200, "{landed:?}");
    let shown = page(&mut mary, &id).await;
    assert_eq!(shown["signedIn"]["subject"], "mary@anycompany.example");
    assert_eq!(
        shown["signedIn"]["claims"][0],
        json!({ "name": "name", "values": ["Mary Major"] })
    );
    // Nobody else is, in another browser, by the same response.
    let mut thief = mary.another();
    let again = post_saml(&mut thief, &id, &response).await;
    again.must_refuse(403, "APPLICATION_REFUSED");
    assert!(again.text("message").contains("used already"), "{again:?}");

    // Left too long.
    let late = open(&mut mary, &id).await.text("samlResponse").to_owned();
    machine.pass(7 * 60);
    let expired = post_saml(&mut mary, &id, &late).await;
    assert!(expired.text("message").contains("minutes ago"), "{expired:?}");
}

#[tokio::test]
async fn administrators_see_the_response_first() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let id = id_of(&mut mary, "Expenses").await;
    let entry = mary
        .post(
            &format!("/api/portal/applications/{id}/open"),
            json!({ "readable": true }),
        )
        .await;
    assert!(entry.text("xml").lines().count() > 20, "{entry:?}");
    let response = entry.text("samlResponse").to_owned();
    assert_eq!(post_saml(&mut mary, &id, &response).await.status, 200);
}

#[tokio::test]
async fn an_openid_application_is_told_who_it_is() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let id = id_of(&mut mary, "Team wiki").await;
    let entry = open(&mut mary, &id).await;
    assert_eq!(entry.body["kind"], "oidc");
    assert!(
        entry
            .text("address")
            .contains("/oidc/start?iss=https%3A%2F%2Fidentitycenter"),
        "{entry:?}"
    );

    let request = start(&mut mary, &id).await;
    let back = authorize(&mut mary, &request).await;
    let answer = query(back.text("address"));
    assert_eq!(answer["state"], request["state"]);
    let landed = call_back(&mut mary, &id, &answer).await;
    assert_eq!(landed.status, 200, "{landed:?}");
    let shown = page(&mut mary, &id).await;
    assert_eq!(shown["signedIn"]["subject"], "mary");
    let claims = shown["signedIn"]["claims"].as_array().unwrap();
    let claim = |name: &str| claims.iter().find(|claim| claim["name"] == name).unwrap()["values"][0].clone();
    assert_eq!(claim("email"), "mary@anycompany.example");
    assert_eq!(claim("aud"), json!(id));
    assert_eq!(claim("nonce"), json!(request["nonce"]));

    // The answer is good once, in the browser that asked.
    call_back(&mut mary, &id, &answer)
        .await
        .must_refuse(403, "APPLICATION_REFUSED");
    let second = start(&mut mary, &id).await;
    let back = authorize(&mut mary, &second).await;
    let answer = query(back.text("address"));
    let mut thief = mary.another();
    call_back(&mut thief, &id, &answer)
        .await
        .must_refuse(403, "APPLICATION_REFUSED");
    start(&mut thief, &id).await;
    call_back(&mut thief, &id, &answer)
        .await
        .must_refuse(403, "APPLICATION_REFUSED");
    // A code is good for a minute.
    machine.pass(61);
    call_back(&mut mary, &id, &answer)
        .await
        .must_refuse(403, "APPLICATION_REFUSED");
}

#[tokio::test]
async fn a_code_is_worth_nothing_to_who_may_not_enter_any_more_nor_after_a_refused_token() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let wiki = id_of(&mut mary, "Team wiki").await;
    let code = async |browser: &mut Browser, nonce: Option<&str>| {
        let mut request = start(browser, &wiki).await;
        if let Some(nonce) = nonce {
            request.insert("nonce".to_owned(), nonce.to_owned());
        }
        query(authorize(browser, &request).await.text("address"))
    };
    // An ID token that is refused leaves neither its code nor the sign-in that was begun.
    let altered = code(&mut mary, Some("another")).await;
    for _ in 0..2 {
        call_back(&mut mary, &wiki, &altered)
            .await
            .must_refuse(403, "APPLICATION_REFUSED");
    }
    // Signed out of the portal between code and token.
    let late = code(&mut mary, None).await;
    assert_eq!(mary.post("/api/portal/sign-out", json!({})).await.status, 204);
    call_back(&mut mary, &wiki, &late)
        .await
        .must_refuse(403, "APPLICATION_REFUSED");
    portal::enter(&world, &mut mary, "mary").await;
    let right = code(&mut mary, None).await;
    assert_eq!(call_back(&mut mary, &wiki, &right).await.status, 200);
}

#[tokio::test]
async fn an_assertion_is_taken_once_whichever_clock_holds() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let expenses = id_of(&mut mary, "Expenses").await;
    let first = open(&mut mary, &expenses).await.text("samlResponse").to_owned();
    assert_eq!(post_saml(&mut mary, &expenses, &first).await.status, 200);
    world
        .service
        .advance_clock(std::time::Duration::from_hours(1))
        .await
        .unwrap();
    let second = open(&mut mary, &expenses).await.text("samlResponse").to_owned();
    assert_eq!(post_saml(&mut mary, &expenses, &second).await.status, 200);
    world.service.clock_back_to_real().await.unwrap();
    post_saml(&mut mary, &expenses, &first)
        .await
        .must_refuse(403, "APPLICATION_REFUSED");
}

#[tokio::test]
async fn a_code_that_is_used_twice_takes_back_what_it_gave() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let id = id_of(&mut mary, "Team wiki").await;
    let request = start(&mut mary, &id).await;
    let code = query(authorize(&mut mary, &request).await.text("address"))["code"].clone();
    let answer = BTreeMap::from([
        ("code".to_owned(), code.clone()),
        ("state".to_owned(), request["state"].clone()),
    ]);
    assert_eq!(call_back(&mut mary, &id, &answer).await.status, 200);
    assert!(!page(&mut mary, &id).await["signedIn"].is_null());
    // Somebody who saw the code begins a sign-in of their own and puts it in.
    let mut thief = mary.another();
    let own = start(&mut thief, &id).await;
    let answer = BTreeMap::from([("code".to_owned(), code), ("state".to_owned(), own["state"].clone())]);
    let refused = call_back(&mut thief, &id, &answer).await;
    assert!(refused.text("message").contains("taken back"), "{refused:?}");
    assert!(page(&mut mary, &id).await["signedIn"].is_null());
}

#[tokio::test]
async fn authorization_requests_that_are_wrong() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let id = id_of(&mut mary, "Team wiki").await;
    let right = start(&mut mary, &id).await;
    let with = |name: &str, value: &str| {
        let mut request = right.clone();
        request.insert(name.to_owned(), value.to_owned());
        request
    };
    // Where nobody knows whom the browser would be sent to, it is not sent.
    let saml = id_of(&mut mary, "Expenses").await;
    for (name, value) in [
        ("client_id", "apl-0000000000000000"),
        ("client_id", saml.as_str()),
        ("redirect_uri", "https://evil.example/oidc/callback"),
        ("redirect_uri", &format!("{}/", right["redirect_uri"])),
        ("redirect_uri", ""),
    ] {
        authorize(&mut mary, &with(name, value))
            .await
            .must_refuse(403, "APPLICATION_REFUSED");
    }
    for (name, value, error) in [
        ("response_type", "token", "unsupported_response_type"),
        ("scope", "email", "invalid_scope"),
        ("code_challenge_method", "plain", "invalid_request"),
        ("code_challenge_method", "", "invalid_request"),
        ("code_challenge", "", "invalid_request"),
        ("code_challenge", "short", "invalid_request"),
        ("nonce", "", "invalid_request"),
    ] {
        let back = authorize(&mut mary, &with(name, value)).await;
        let answer = query(back.text("address"));
        assert_eq!(answer["error"], error, "{name}={value}");
        assert_eq!(answer["state"], right["state"]);
    }
    // Wei has nothing assigned; nobody is signed in elsewhere.
    let mut wei = entered(&world, "wei").await;
    let request = start(&mut wei, &id).await;
    let back = authorize(&mut wei, &request).await;
    let answer = query(back.text("address"));
    assert_eq!(answer["error"], "access_denied");
    let refused = call_back(&mut wei, &id, &answer).await;
    assert!(refused.text("message").contains("access_denied"), "{refused:?}");
    let mut nobody = mary.another();
    authorize(&mut nobody, &right).await.must_refuse(401, "NOT_SIGNED_IN");
}

#[tokio::test]
async fn what_is_not_assigned_is_not_there() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let expenses = id_of(&mut mary, "Expenses").await;
    let mut wei = entered(&world, "wei").await;
    assert_eq!(tiles(&mut wei).await, []);
    for id in [expenses.as_str(), "apl-0000000000000000", "x"] {
        open(&mut wei, id).await.must_refuse(403, "NO_PORTAL_ACCESS");
    }
    let mut diego = entered(&world, "diego").await;
    let names: Vec<String> = tiles(&mut diego).await.into_iter().map(|tile| tile.0).collect();
    assert_eq!(names, ["Team wiki"]);
    let mut nobody = mary.another();
    nobody
        .get("/api/portal/applications")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
    open(&mut nobody, &expenses).await.must_refuse(401, "NOT_SIGNED_IN");
    mary.get("/api/application/apl-0")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    post_saml(&mut mary, "apl-0", "")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
}

#[tokio::test]
async fn a_session_of_an_application_lives_on_the_portal_session() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let id = id_of(&mut mary, "Expenses").await;
    let response = open(&mut mary, &id).await.text("samlResponse").to_owned();
    assert_eq!(post_saml(&mut mary, &id, &response).await.status, 200);
    let began = page(&mut mary, &id).await["signedIn"]["refreshedAt"].clone();
    machine.pass(61 * 60);
    let renewed = page(&mut mary, &id).await["signedIn"].clone();
    assert_ne!(renewed["refreshedAt"], began);
    assert_eq!(renewed["isEnding"], false);

    let out = mary.post("/api/portal/sign-out", Value::Null).await;
    assert_eq!(out.status, 204);
    let ending = page(&mut mary, &id).await["signedIn"].clone();
    assert_eq!(ending["isEnding"], true);
    machine.pass(29 * 60);
    assert!(!page(&mut mary, &id).await["signedIn"].is_null());
    machine.pass(60);
    let over = page(&mut mary, &id).await;
    assert!(over["signedIn"].is_null() && over["hasEnded"] == true, "{over}");
}

#[tokio::test]
async fn the_portal_session_that_expires_takes_applications_along() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let id = id_of(&mut mary, "Expenses").await;
    let response = open(&mut mary, &id).await.text("samlResponse").to_owned();
    post_saml(&mut mary, &id, &response).await;
    machine.pass(8 * 3600 + 29 * 60);
    assert!(!page(&mut mary, &id).await["signedIn"].is_null());
    machine.pass(60);
    assert!(page(&mut mary, &id).await["signedIn"].is_null());
}

#[tokio::test]
async fn signing_out_of_an_application_is_of_that_application() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let id = id_of(&mut mary, "Expenses").await;
    let response = open(&mut mary, &id).await.text("samlResponse").to_owned();
    post_saml(&mut mary, &id, &response).await;
    let cookies = mary.header();
    let out = mary.post(&format!("/api/application/{id}/sign-out"), Value::Null).await;
    assert_eq!(out.status, 204);
    let stolen = mary
        .replay("GET", &format!("/api/application/{id}"), &cookies, &Value::Null)
        .await;
    assert!(stolen.body["signedIn"].is_null());
    assert_eq!(mary.get("/api/portal/applications").await.status, 200);
}

#[tokio::test]
async fn telling_an_application_is_recorded() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let id = id_of(&mut mary, "Expenses").await;
    open(&mut mary, &id).await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let events = root.get("/api/events?name=Federate").await;
    let record = &events.body["events"][0]["record"];
    assert_eq!(record["eventSource"], "sso.amazonaws.com");
    assert_eq!(record["serviceEventDetails"]["app_id"], json!(id), "{record}");
}
