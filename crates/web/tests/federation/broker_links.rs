//! A broker's way into the console: `getSigninToken`, then `login`, at the documented place.

use serde_json::json;

use super::sts_assume_role::{allow, make_role, trusting};
use super::sts_first::{record, role, start};
use crate::common::aws::{Called, Keys, Tool, keys_of, signin_token};
use crate::common::{Browser, SESSION, Signs as _};

fn refused(called: &Called, words: &str) {
    assert_eq!(called.status, 400, "{called:?}");
    assert!(called.body.contains(words), "{words} in {called:?}");
}

fn login(token: &str, issuer: &str, destination: &str) -> String {
    let query = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("Action", "login")
        .append_pair("Issuer", issuer)
        .append_pair("Destination", destination)
        .append_pair("SigninToken", token)
        .finish();
    format!("/federation?{query}")
}

const ISSUER: &str = "https://sso.anycompany.example/broker";

#[tokio::test]
async fn a_link_opens_the_console_once_and_leads_back() {
    let (machine, mut root, account, tool) = start().await;
    let keys = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    let token = signin_token(&tool.signin(&keys, Some("900")).await);
    let destination = "https://console.aws.amazon.com/iam/home";
    let link = login(&token, ISSUER, destination);
    let entered = tool.get(&link, &[]).await;
    assert_eq!(entered.status, 302, "{entered:?}");
    assert_eq!(entered.header("location"), Some(destination));
    let cookie = entered.header("set-cookie").unwrap();
    let value = cookie.split(';').next().unwrap();
    assert!(value.starts_with(SESSION) && cookie.contains("HttpOnly"), "{cookie}");
    let browser = Browser::of(&machine.world().await);
    let view = browser.replay("GET", "/api/session", value, &json!(null)).await;
    assert_eq!(view.body["expiresAt"], "2026-03-01T12:15:00Z");
    assert_eq!(view.body["issuer"], ISSUER);
    // The ended session knows the way back.
    let out = browser.replay("POST", "/api/sign-out", value, &json!({})).await;
    assert_eq!(out.body["signInAddress"], ISSUER);

    // Taken once; then the page says so, and leads to who sent it.
    let again = tool.get(&link, &[]).await;
    refused(&again, "no longer valid");
    assert!(again.body.contains(&format!("href=\"{ISSUER}\"")), "{again:?}");
    assert_eq!(again.header("set-cookie"), None);
    for hostile in [
        "javascript:alert(1)",
        "https://a\"><script>",
        "data:text/html,x",
        "https://user:word@evil.example/",
    ] {
        let page = tool.get(&login(&token, hostile, destination), &[]).await;
        refused(&page, "no longer valid");
        assert!(
            !page.body.contains("<script>") && !page.body.contains("javascript:"),
            "{page:?}"
        );
        assert!(!page.body.contains("user:word"), "{page:?}");
    }
    let record = record(&mut root, "GetSigninToken").await;
    assert_eq!(record["eventSource"], "signin.amazonaws.com");
    assert_eq!(record["eventType"], "AwsConsoleSignIn");
    assert_eq!(record["userIdentity"]["accessKeyId"], json!(keys.id));
    assert_eq!(record["responseElements"]["GetSigninToken"], "Success");
}

#[tokio::test]
async fn a_link_lasts_fifteen_minutes_and_no_longer_than_its_credentials() {
    let (machine, _root, account, tool) = start().await;
    let read_only = role(&account, "ReadOnly");
    let short = tool.assume(&read_only, &[("DurationSeconds", "900")]).await.ok().keys();
    let long = tool.assume(&read_only, &[]).await.ok().keys();
    let old = login(&signin_token(&tool.signin(&long, None).await), ISSUER, "");
    machine.pass(600);
    let bound = login(&signin_token(&tool.signin(&short, None).await), ISSUER, "");
    let free = login(&signin_token(&tool.signin(&short, Some("3600")).await), ISSUER, "");
    machine.pass(299);
    let page = tool
        .get(
            &login(
                &signin_token(&tool.signin(&long, None).await),
                "",
                "https://evil.example/",
            ),
            &[],
        )
        .await;
    assert_eq!(
        page.header("location"),
        Some("https://console.aws.amazon.com/console/home")
    );
    machine.pass(1);
    refused(&tool.get(&old, &[]).await, "no longer valid");
    // The credentials ended meanwhile; a duration of its own begins when the link is used.
    refused(&tool.get(&bound, &[]).await, "no longer valid");
    let entered = tool.get(&free, &[]).await;
    assert_eq!(entered.status, 302, "{entered:?}");
    let value = entered
        .header("set-cookie")
        .unwrap()
        .split(';')
        .next()
        .unwrap()
        .to_owned();
    let browser = Browser::of(&machine.world().await);
    let view = browser.replay("GET", "/api/session", &value, &json!(null)).await;
    assert_eq!(view.body["expiresAt"], "2026-03-01T13:15:00Z");
    refused(&tool.signin(&short, None).await, "have expired");
}

#[tokio::test]
async fn only_temporary_credentials_that_are_whole_open_the_console() {
    let (_machine, mut root, account, tool) = start().await;
    let keys = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    let other = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    let with = |change: &dyn Fn(&mut Keys)| {
        let mut keys = keys.clone();
        change(&mut keys);
        keys
    };
    for wrong in [
        with(&|keys| keys.id = "ASIAIOSFODNN7EXAMPLE".to_owned()),
        with(&|keys| keys.secret.clone_from(&other.secret)),
        with(&|keys| keys.token.clone_from(&other.token)),
        with(&|keys| keys.token = None),
    ] {
        refused(
            &tool.signin(&wrong, None).await,
            "Invalid credentials parameter: the credentials are not valid.",
        );
    }
    refused(&tool.signin(&tool.keys, None).await, "temporary credentials only");
    let mut foreign = tool.keys.clone();
    foreign.secret.clone_from(&other.secret);
    refused(&tool.signin(&foreign, None).await, "the credentials are not valid.");
    let own = tool.call("GetSessionToken", &[]).await.ok().keys();
    refused(
        &tool.signin(&own, None).await,
        "GetSessionToken do not open the console",
    );
    let session = json!({ "sessionId": keys.id, "sessionKey": keys.secret, "sessionToken": keys.token });
    for (session, words) in [
        ("", "Session must be a JSON document"),
        ("{}", "Session must be a JSON document"),
        (
            r#"{"SessionId":"a","sessionKey":"b","sessionToken":"c"}"#,
            "Session must be a JSON document",
        ),
        (
            &session.to_string().replacen('{', r#"{"more":1,"#, 1),
            "Session must be a JSON document",
        ),
    ] {
        refused(&tool.signin_with(session, None).await, words);
    }
    for seconds in ["899", "43201", "x", "-1", ""] {
        refused(
            &tool.signin(&keys, Some(seconds)).await,
            "SessionDuration must be a number of seconds from 900 to 43200.",
        );
    }
    refused(
        &tool.signin(&keys, Some("3601")).await,
        "exceeds the MaxSessionDuration set for this role",
    );
    assert_eq!(tool.signin(&keys, Some("3600")).await.status, 200);
    refused(&tool.get("/federation", &[]).await, "Action must be");
    refused(
        &tool.get("/federation?Action=getSigninToken&Action=login", &[]).await,
        "The parameter Action is there more than once.",
    );

    // Chained: an hour. Federated users: no duration.
    let trust = trusting(&json!({ "AWS": account }), &json!("sts:AssumeRole"), &json!(null));
    let last = make_role(&mut root, "Last", &trust, &[]).await;
    allow(&mut root, "roles/ReadOnly", "Next", &json!("sts:AssumeRole"), &last).await;
    let chained = tool.with(keys).assume(&last, &[]).await.ok().keys();
    refused(
        &tool.signin(&chained, Some("3601")).await,
        "1 hour session limit for roles assumed by role chaining",
    );
    assert_eq!(tool.signin(&chained, Some("3600")).await.status, 200);
    let broker = tool.with(keys_of(&mut root, Some("console-broker")).await);
    let federated = broker
        .call("GetFederationToken", &[("Name", "carla")])
        .await
        .ok()
        .keys();
    refused(
        &tool.signin(&federated, Some("900")).await,
        "cannot be used with credentials of GetFederationToken",
    );
    assert_eq!(tool.signin(&federated, None).await.status, 200);
    // A role that is gone lasts for nobody.
    assert!(root.delete("/api/roles/Last").await.status < 500);
}

#[tokio::test]
async fn a_form_works_as_an_address_does() {
    let (_machine, _root, account, tool) = start().await;
    let keys = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    let session = json!({ "sessionId": keys.id, "sessionKey": keys.secret, "sessionToken": keys.token }).to_string();
    let body = url::form_urlencoded::Serializer::new(String::new())
        .append_pair("Action", "getSigninToken")
        .append_pair("SessionType", "json")
        .append_pair("Session", &session)
        .finish();
    let given = post(&tool, &body).await;
    assert_eq!(given.header("content-type"), Some("application/json"));
    assert_eq!(given.header("cache-control"), Some("no-store"));
    let token = signin_token(&given);
    let body = login(&token, ISSUER, "").split_once('?').unwrap().1.to_owned();
    assert_eq!(post(&tool, &body).await.status, 302);
    refused(&post(&tool, &body).await, "no longer valid");
}

async fn post(tool: &Tool, body: &str) -> Called {
    let draft = crate::common::aws::Draft {
        method: "POST".to_owned(),
        path: "/federation".to_owned(),
        headers: vec![
            ("host".to_owned(), "signin.aws.amazon.com".to_owned()),
            (
                "content-type".to_owned(),
                "application/x-www-form-urlencoded".to_owned(),
            ),
        ],
        body: body.to_owned(),
    };
    tool.send(&draft).await
}
