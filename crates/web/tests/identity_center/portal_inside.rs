//! Inside the access portal: accounts, the console, credentials for tools.

use crate::common::portal::{account_id, credentials, entered, link, open_console};
use crate::common::{FINANCE_ROOT, MANAGEMENT_ROOT, Machine, Signs as _};
use serde_json::{Value, json};

const HOUR: u64 = 3600;
const HOME: &str = "https://console.aws.amazon.com/console/home";

fn text(value: &Value) -> &str {
    value.as_str().unwrap()
}

#[tokio::test]
async fn accounts_are_listed_and_searched() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let all = mary.get("/api/portal/accounts").await.body;
    assert_eq!(
        (&all["total"], &all["page"], &all["pages"]),
        (&json!(3), &json!(1), &json!(1))
    );
    let names: Vec<&str> = all["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .map(|account| text(&account["name"]))
        .collect();
    let mut sorted = names.clone();
    sorted.sort_by_key(|name| name.to_lowercase());
    assert_eq!(names, sorted);
    let finance = &mary.get("/api/portal/accounts?search=FINANCE").await.body["accounts"];
    assert_eq!(finance.as_array().unwrap().len(), 1, "{finance}");
    let sets: Vec<&str> = finance[0]["permissionSets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|set| text(&set["name"]))
        .collect();
    assert_eq!(sets, ["PowerUserAccess", "ViewOnlyAccess"]);
    for search in [text(&finance[0]["id"]), &text(&finance[0]["email"]).to_uppercase()] {
        let found = mary.get(&format!("/api/portal/accounts?search={search}")).await.body;
        assert_eq!(found["accounts"][0]["id"], finance[0]["id"], "{search}");
        assert_eq!(found["total"], 1);
    }
    // What a pattern would mean elsewhere is text here.
    for nothing in ["%25", "_", "nowhere", "'"] {
        let found = mary.get(&format!("/api/portal/accounts?search={nothing}")).await.body;
        assert_eq!((&found["total"], &found["pages"]), (&json!(0), &json!(0)), "{nothing}");
    }
    // After the last page it is the first again.
    assert_eq!(mary.get("/api/portal/accounts?page=99").await.body["page"], 1);

    let mut wei = entered(&world, "wei").await;
    assert_eq!(wei.get("/api/portal/accounts").await.body["total"], 0);
    let mut nobody = mary.another();
    nobody
        .get("/api/portal/accounts")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
}

#[tokio::test]
async fn credentials_last_as_long_as_the_permission_set_says_and_are_recorded_without_secrets() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let finance = account_id(&mut mary, "Finance").await;
    for (role, hours) in [("PowerUserAccess", 4), ("viewonlyaccess", 1)] {
        let issued = credentials(&mut mary, &finance, role).await;
        assert_eq!(issued.status, 200, "{issued:?}");
        assert!(issued.text("accessKeyId").starts_with("ASIA"));
        assert_eq!(issued.text("secretAccessKey").len(), 40);
        assert!(issued.text("sessionToken").len() >= 43);
        assert_eq!(issued.text("issuedAt"), "2026-03-01T12:00:00Z");
        assert_eq!(issued.text("expiresAt"), format!("2026-03-01T{}:00:00Z", 12 + hours));
    }
    let one = credentials(&mut mary, &finance, "PowerUserAccess").await;
    let other = credentials(&mut mary, &finance, "PowerUserAccess").await;
    for field in ["accessKeyId", "secretAccessKey", "sessionToken"] {
        assert_ne!(one.text(field), other.text(field), "{field}");
    }
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let events = root.events().await;
    let record = events
        .iter()
        .find(|event| event["name"] == "GetRoleCredentials")
        .unwrap();
    assert_eq!(record["record"]["requestParameters"]["accountId"], finance.as_str());
    assert_eq!(record["record"]["userIdentity"]["userName"], "mary");
    let told = json!(events).to_string();
    for field in ["secretAccessKey", "sessionToken"] {
        assert!(!told.contains(one.text(field)), "{field} in events");
    }
}

#[tokio::test]
async fn what_is_not_assigned_is_refused_in_one_way() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let mut diego = entered(&world, "diego").await;
    let finance = account_id(&mut mary, "Finance").await;
    let mut told = Vec::new();
    for (account, role) in [
        (finance.as_str(), "PowerUserAccess"),
        (finance.as_str(), "NoSuchSet"),
        (finance.as_str(), "no such set"),
        ("999999999999", "ReadOnlyAccess"),
        ("12", "ReadOnlyAccess"),
        ("", ""),
    ] {
        for answer in [
            link(&mut diego, account, role, "").await,
            credentials(&mut diego, account, role).await,
        ] {
            answer.must_refuse(403, "NO_PORTAL_ACCESS");
            told.push(answer.text("message").to_owned());
        }
    }
    told.dedup();
    assert_eq!(told.len(), 1, "{told:?}");
    let mut nobody = mary.another();
    link(&mut nobody, &finance, "PowerUserAccess", "")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
    credentials(&mut nobody, &finance, "PowerUserAccess")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
}

#[tokio::test]
async fn a_link_leads_to_the_console_and_nowhere_else() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let finance = account_id(&mut mary, "Finance").await;
    let s3 = "https://us-east-1.console.aws.amazon.com/s3/home";
    assert_eq!(open_console(&mut mary, &finance, "ViewOnlyAccess", s3).await, s3);
    for elsewhere in [
        "",
        "https://example.com/",
        "http://console.aws.amazon.com/console/home",
        "https://console.aws.amazon.com.example.com/",
        "https://console.aws.amazon.com@example.com/",
        "https://x@console.aws.amazon.com/",
        "javascript:alert(1)",
        "vestibule://start",
    ] {
        let landed = open_console(&mut mary, &finance, "ViewOnlyAccess", elsewhere).await;
        assert_eq!(landed, HOME, "{elsewhere}");
    }
}

#[tokio::test]
async fn a_session_lasts_as_long_as_the_set_says_and_knows_the_way_back() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let portal = mary
        .get("/api/portal?address=https://nowhere.awsapps.com/start")
        .await
        .is(404, "NO_SUCH_PORTAL");
    assert!(portal);
    let finance = account_id(&mut mary, "Finance").await;
    open_console(&mut mary, &finance, "PowerUserAccess", "").await;
    let session = mary.get("/api/session").await.body;
    assert_eq!(session["expiresAt"], "2026-03-01T16:00:00Z");
    let issuer = text(&session["issuer"]).to_owned();
    assert!(issuer.ends_with(".awsapps.com/start"), "{issuer}");

    machine.pass(4 * HOUR);
    let ended = mary.get("/api/session").await.body;
    assert_eq!(ended["status"], "signed-out");
    assert_eq!(
        ended["federated"],
        json!({ "by": "identity-center", "issuer": issuer, "expired": true })
    );
    // Asked again, it says so again.
    assert_eq!(
        mary.get("/api/session").await.body["federated"]["issuer"],
        issuer.as_str()
    );

    // The portal session lasts 8 hours.
    open_console(&mut mary, &finance, "PowerUserAccess", "").await;
    let out = mary.sign_out().await;
    assert_eq!(out.text("signInAddress"), issuer);
    assert!(!mary.signed_in().await);
    assert_eq!(mary.get("/api/portal/accounts").await.status, 200);

    // Out of the portal, the console lives on.
    open_console(&mut mary, &finance, "PowerUserAccess", "").await;
    assert_eq!(mary.post("/api/portal/sign-out", json!({})).await.status, 204);
    assert!(mary.signed_in().await);
    mary.get("/api/portal/accounts").await.must_refuse(401, "NOT_SIGNED_IN");

    // Nobody but who was federated is told of a portal.
    let mut root = machine.root(FINANCE_ROOT).await;
    assert_eq!(root.get("/api/session").await.body["issuer"], Value::Null);
    root.sign_out().await;
    assert_eq!(root.get("/api/session").await.body["federated"], Value::Null);
}

#[tokio::test]
async fn a_role_switched_to_from_a_permission_set_lasts_an_hour() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let finance = account_id(&mut mary, "Finance").await;
    let mut root = machine.root(FINANCE_ROOT).await;
    let trust = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow", "Action": "sts:AssumeRole",
            "Principal": { "AWS": format!("arn:aws:iam::{finance}:root") },
        }],
    });
    let role = json!({
        "roleName": "Chained", "path": null, "description": "", "trustPolicy": trust.to_string(),
        "maxSessionSeconds": 43_200, "policyArns": [], "tags": [],
    });
    assert_eq!(root.post("/api/roles", role).await.status, 200);
    let switch = json!({ "account": finance, "roleName": "Chained", "displayName": null, "color": null });

    open_console(&mut mary, &finance, "PowerUserAccess", "").await;
    assert_eq!(mary.post("/api/switch-role", switch.clone()).await.status, 200);
    let session = mary.get("/api/session").await.body;
    assert_eq!(session["role"]["expiresAt"], "2026-03-01T13:00:00Z");
    assert_eq!(session["role"]["sessionName"], "mary");
    machine.pass(HOUR);
    // Back to the permission set, which has three hours left.
    let session = mary.get("/api/session").await.body;
    assert_eq!(session["role"], Value::Null);
    assert_eq!(session["expiresAt"], "2026-03-01T16:00:00Z");

    // Someone who may only look cannot switch.
    open_console(&mut mary, &finance, "ViewOnlyAccess", "").await;
    mary.post("/api/switch-role", switch)
        .await
        .must_refuse(403, "SWITCH_ROLE_REFUSED");
}

#[tokio::test]
async fn a_closed_account_is_not_there_any_more() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let labs = account_id(&mut mary, "Labs").await;
    open_console(&mut mary, &labs, "AdministratorAccess", "").await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let closed = root.delete(&format!("/api/organization/accounts/{labs}")).await;
    assert!(matches!(closed.status, 200 | 204), "{closed:?}");
    assert_eq!(mary.get("/api/portal/accounts").await.body["total"], 2);
    link(&mut mary, &labs, "AdministratorAccess", "")
        .await
        .must_refuse(403, "NO_PORTAL_ACCESS");
    credentials(&mut mary, &labs, "AdministratorAccess")
        .await
        .must_refuse(403, "NO_PORTAL_ACCESS");
    assert!(!mary.signed_in().await);
}

#[tokio::test]
async fn two_consoles_from_the_portal_stand_side_by_side() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut mary = entered(&world, "mary").await;
    let finance = account_id(&mut mary, "Finance").await;
    let management = account_id(&mut mary, "Management").await;
    open_console(&mut mary, &finance, "PowerUserAccess", "").await;
    let on = mary.put("/api/sessions", json!({ "multiSession": true })).await;
    assert_eq!(on.status, 200, "{on:?}");
    open_console(&mut mary, &management, "AdministratorAccess", "").await;
    let session = mary.get("/api/session").await.body;
    assert_eq!(session["identity"]["accountId"], management.as_str());
    let others = session["otherSessions"].as_array().unwrap();
    assert_eq!(others.len(), 1, "{session}");
    mary.about = Some(text(&others[0]["label"]).to_owned());
    let other = mary.get("/api/session").await.body;
    assert_eq!(other["identity"]["accountId"], finance.as_str());
    assert_eq!(other["issuer"], session["issuer"]);
    // Each ends for itself, and leads back.
    assert_eq!(mary.sign_out().await.text("signInAddress"), text(&session["issuer"]));
    mary.about = Some(text(&session["label"]).to_owned());
    assert!(mary.signed_in().await);
    machine.pass(HOUR);
    let ended = mary.get("/api/session").await.body;
    assert_eq!(ended["status"], "signed-out");
    assert_eq!(ended["federated"]["expired"], true);
}
