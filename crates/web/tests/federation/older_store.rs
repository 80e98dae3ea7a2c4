//! An older copy of the store brings back no credentials, console links, assertions or provisioning tokens; what is made
//! afterwards counts.

use serde_json::{Value, json};
use vestibule_saml::post;

use super::external_company;
use super::scim_client::{Client, PROVISIONING};
use super::sts_assume_role::{allow, console};
use super::sts_first::{role, start};
use crate::common::aws::{Keys, Tool, keys_of, signin_token};
use crate::common::story::with_store_of;
use crate::common::{Answer, Browser, MANAGEMENT_ROOT, Machine, Person, Signs as _, portal};
use crate::saml_company::{self, provider_arn, role_arn};

const WINDOW: u64 = 180;
const HOUR: u64 = 3600;

/// The person does not wait, or does; then the store is open.
async fn opened(machine: &Machine, waits: bool) -> Person {
    let mut person = machine.person().await;
    person.get("/api/session").await.must_refuse(503, "STORE_ROLLED_BACK");
    let settled = if waits {
        machine.pass(WINDOW);
        person.post("/world/retry", json!({})).await
    } else {
        person.post("/world/accept-rollback", json!({})).await
    };
    assert_eq!(settled.status, 204, "{settled:?}");
    person
}

async fn enter(browser: &mut Browser, token: &str) -> Answer {
    let login = json!({ "signinToken": token, "destination": "", "issuer": "" });
    browser.post("/api/federation/login", login).await
}

#[tokio::test]
async fn credentials_and_console_links_do_not_come_back() {
    let (machine, mut root, account, tool) = start().await;
    let world = machine.world().await;
    let read_only = role(&account, "ReadOnly");
    let broker = tool.with(keys_of(&mut root, Some("console-broker")).await);
    let list = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:List*","Resource":"*"}]}"#;
    let federated = broker
        .call("GetFederationToken", &[("Name", "carla"), ("Policy", list)])
        .await
        .ok();
    let mut mary = portal::entered(&world, "mary").await;
    let finance = portal::account_id(&mut mary, "Finance").await;
    let of_portal = portal::credentials(&mut mary, &finance, "ViewOnlyAccess").await;
    let of_portal = Keys {
        id: of_portal.text("accessKeyId").to_owned(),
        secret: of_portal.text("secretAccessKey").to_owned(),
        token: Some(of_portal.text("sessionToken").to_owned()),
    };
    let assumed = tool.assume(&read_only, &[]).await.ok().keys();
    let credentials = [
        ("AssumeRole", assumed.clone()),
        ("GetFederationToken", federated.keys()),
        ("GetSessionToken", tool.call("GetSessionToken", &[]).await.ok().keys()),
        ("a permission set", of_portal),
    ];
    let link = signin_token(&tool.signin(&assumed, None).await);
    let then = machine.copy();

    // The link is used, and a policy takes everything away from what was issued until now.
    let mut browser = Browser::of(&world);
    assert_eq!(enter(&mut browser, &link).await.status, 200);
    allow(&mut root, "users/alice", "Later", &json!("sts:AssumeRole"), "*").await;
    let mut person = machine.person().await;
    person.advance(HOUR / 2).await;
    let now = machine.copy();

    // The copy alone would take them again.
    let copy = then.copy();
    let world = copy.world().await;
    let there = Tool::of(&copy, &world, Keys::default());
    for (what, keys) in &credentials {
        let who = there.with(keys.clone()).call("GetCallerIdentity", &[]).await;
        assert_eq!(who.status, 200, "{what}: {who:?}");
    }
    assert_eq!(enter(&mut Browser::of(&world), &link).await.status, 200);
    drop(world);

    for waits in [false, true] {
        let machine = with_store_of(&now, &then);
        let mut person = opened(&machine, waits).await;
        let must_be_void = async |skew: u64, when: &str| {
            let world = machine.world().await;
            let mut there = Tool::of(&machine, &world, Keys::default());
            there.skew = i64::try_from(skew).unwrap();
            for (what, keys) in &credentials {
                let mut theirs = there.with(keys.clone());
                theirs.skew = there.skew;
                let refused = theirs.call("GetCallerIdentity", &[]).await;
                refused.must_refuse(403, "ExpiredToken", "expired");
                let refused = there.signin(keys, None).await;
                assert_eq!(refused.status, 400, "{when}: {what}: {refused:?}");
            }
            enter(&mut Browser::of(&world), &link)
                .await
                .must_refuse(410, "SIGN_IN_TOKEN_INVALID");
        };
        must_be_void(HOUR / 2, "at once").await;
        // Nor when the clock goes back to where they were good.
        assert_eq!(person.post("/world/clock/real", json!({})).await.status, 200);
        must_be_void(0, "in real time").await;

        // Keys of their own go on, and what they get now is good.
        let world = machine.world().await;
        let alice = Tool::of(&machine, &world, tool.keys.clone());
        let fresh = alice.assume(&read_only, &[]).await.ok().keys();
        assert!(alice.with(fresh.clone()).arn().await.ends_with("ReadOnly/tool"));
        let mut inside = console(&machine, &alice, &fresh).await;
        assert_eq!(inside.get("/api/users").await.status, 200);
        let mut mary = portal::entered(&world, "mary").await;
        assert_eq!(
            portal::credentials(&mut mary, &finance, "ViewOnlyAccess").await.status,
            200
        );
    }
}

#[tokio::test]
async fn an_assertion_does_not_become_credentials_again() {
    let mut company = saml_company::Company::new().await;
    let account = company.account.clone();
    let then = company.machine.copy();
    let says = company.says();
    let assertion = post::encode(&company.written(&says, None));
    let (role, provider) = (role_arn(&account, "Reader"), provider_arn(&account));
    let assume = async |machine: &Machine, assertion: &str| {
        let world = machine.world().await;
        let parameters = [
            ("RoleArn", role.as_str()),
            ("PrincipalArn", provider.as_str()),
            ("SAMLAssertion", assertion),
        ];
        Tool::of(machine, &world, Keys::default())
            .unsigned("AssumeRoleWithSAML", &parameters)
            .await
    };
    assume(&company.machine, &assertion).await.ok();
    let now = company.machine.copy();
    assume(&then.copy(), &assertion).await.ok();

    for waits in [false, true] {
        let machine = with_store_of(&now, &then);
        drop(opened(&machine, waits).await);
        let again = assume(&machine, &assertion).await;
        again.must_refuse(400, "InvalidIdentityToken", "invalid SAML response");
        // One that the company writes afterwards is taken, once.
        machine.pass(600);
        let mut later = company.says();
        later.issued = 600 + if waits { 180 } else { 0 };
        let later = post::encode(&company.written(&later, None));
        assume(&machine, &later).await.ok();
        let again = assume(&machine, &later).await;
        again.must_refuse(400, "InvalidIdentityToken", "invalid SAML response");
    }
}

#[tokio::test]
async fn an_application_is_told_nothing_twice_and_nobody_is_signed_in_again() {
    let machine = Machine::new();
    drop(machine.person().await);
    let world = machine.world().await;
    let mut mary = portal::entered(&world, "mary").await;
    let tiles = mary.get("/api/portal/applications").await.body["applications"].clone();
    let tiles = tiles.as_array().unwrap().clone();
    let id = tiles.iter().find(|tile| tile["name"] == "Expenses").unwrap()["id"].clone();
    let id = id.as_str().unwrap().to_owned();
    let open = async |browser: &mut Browser| {
        let opened = browser
            .post(&format!("/api/portal/applications/{id}/open"), json!({}))
            .await;
        opened.text("samlResponse").to_owned()
    };
    let post = async |browser: &mut Browser, response: &str| {
        let form = json!({ "samlResponse": response, "relayState": "" });
        browser.post(&format!("/api/application/{id}/saml"), form).await
    };
    let first = open(&mut mary).await;
    assert_eq!(post(&mut mary, &first).await.status, 200);
    let session = mary.header();
    let response = open(&mut mary).await;
    let then = machine.copy();
    // One session ends, another one begins.
    assert_eq!(
        mary.post(&format!("/api/application/{id}/sign-out"), json!({}))
            .await
            .status,
        204
    );
    assert_eq!(post(&mut mary, &response).await.status, 200);
    let now = machine.copy();
    let copy = then.copy();
    let alone = copy.world().await;
    let page = format!("/api/application/{id}");
    let seen = Browser::of(&alone).replay("GET", &page, &session, &Value::Null).await;
    assert_ne!(seen.body["signedIn"], Value::Null, "{seen:?}");
    assert_eq!(post(&mut Browser::of(&alone), &response).await.status, 200);
    drop(alone);

    for waits in [false, true] {
        let machine = with_store_of(&now, &then);
        drop(opened(&machine, waits).await);
        let world = machine.world().await;
        let seen = Browser::of(&world).replay("GET", &page, &session, &Value::Null).await;
        assert_eq!(seen.body["signedIn"], Value::Null, "{seen:?}");
        post(&mut Browser::of(&world), &response)
            .await
            .must_refuse(403, "APPLICATION_REFUSED");
        machine.pass(1);
        let mut mary = portal::entered(&world, "mary").await;
        let fresh = open(&mut mary).await;
        assert_eq!(post(&mut mary, &fresh).await.status, 200);
    }
}

#[tokio::test]
async fn provisioning_tokens_are_over_and_an_administrator_makes_another_one() {
    let mut company = external_company::Company::connected().await;
    let leaked = Client::of(&mut company).await;
    let made = company.root.post(&format!("{PROVISIONING}/tokens"), json!({})).await;
    let endpoint = made.text("endpoint").to_owned();
    let kept = made.text("accessToken").to_owned();
    let view = company.root.get("/api/identity-center/source").await;
    let tokens = view.body["provisioning"]["tokens"].as_array().unwrap().clone();
    let other = tokens.iter().find(|token| token["id"] != made.body["tokenId"]).unwrap();
    let path = format!("{PROVISIONING}/tokens/{}", other["id"].as_str().unwrap());
    let then = company.machine.copy();
    assert_eq!(company.root.delete(&path).await.status, 204);
    leaked.get("Users").await.must_refuse(401, None);
    let now = company.machine.copy();

    // The copy alone knows the deleted token.
    let copy = then.copy();
    let there = Client::with(&copy, &endpoint, &leaked.token).await;
    there.get("Users").await.must(200);

    for waits in [false, true] {
        let machine = with_store_of(&now, &then);
        let mut person = opened(&machine, waits).await;
        for token in [&leaked.token, &kept] {
            let client = Client::with(&machine, &endpoint, token).await;
            client.get("Users").await.must_refuse(401, None);
        }
        person.advance(HOUR).await;
        assert_eq!(person.post("/world/clock/real", json!({})).await.status, 200);
        let client = Client::with(&machine, &endpoint, &leaked.token).await;
        client.get("Users").await.must_refuse(401, None);

        // The administrator sees that they are over.
        let mut root = machine.root(MANAGEMENT_ROOT).await;
        let view = root.get("/api/identity-center/source").await.body["provisioning"].clone();
        let tokens = view["tokens"].as_array().unwrap();
        assert_eq!(tokens.len(), 2);
        assert!(tokens.iter().all(|token| token["state"] == "expired"), "{view}");
        assert_eq!(root.delete(&path).await.status, 204);
        let fresh = root.post(&format!("{PROVISIONING}/tokens"), json!({})).await;
        assert_eq!(fresh.status, 200, "{fresh:?}");
        let client = Client::with(&machine, &endpoint, fresh.text("accessToken")).await;
        let users = client.get("Users").await.must(200);
        assert_ne!(users["totalResults"], Value::Null);
    }
}
