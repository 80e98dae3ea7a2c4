//! What an administrator changes while people are in: what the portal shows at once, and what lives on until its own end.

use crate::common::portal::{account_id, accounts, credentials, entered, follow, link, open_console, sign_in};
use crate::common::{Browser, MANAGEMENT_ROOT, Machine, Signs as _, password_of};
use serde_json::{Value, json};

const HOUR: u64 = 3600;
const SETS: &str = "/api/identity-center/permission-sets";
const TRAIL: &str = "https://us-east-1.console.aws.amazon.com/cloudtrailv2/home#/events";

/// The permission set of this name, as lists show it.
async fn set_named(root: &mut Browser, name: &str) -> Value {
    let found = root.get(&format!("{SETS}?search={name}")).await;
    let all = found.body["permissionSets"].as_array().unwrap().clone();
    all.into_iter().find(|set| set["name"] == name).unwrap()
}

async fn change(root: &mut Browser, name: &str, seconds: u64, relay_state: &str) {
    let set = set_named(root, name).await;
    let form = json!({
        "description": set["description"], "sessionSeconds": seconds, "relayState": relay_state,
        "expected": set["updatedAt"],
    });
    let path = format!("{SETS}/{}", set["id"].as_str().unwrap());
    let changed = root.put(&path, form).await;
    assert!(matches!(changed.status, 200 | 204), "{changed:?}");
}

async fn user_id(root: &mut Browser, name: &str) -> String {
    let found = root.get(&format!("/api/identity-center/users?find={name}")).await;
    found.body["users"][0]["id"].as_str().unwrap().to_owned()
}

async fn group_id(root: &mut Browser, name: &str) -> String {
    let found = root.get("/api/identity-center/groups").await;
    let all = found.body["groups"].as_array().unwrap().clone();
    let group = all.iter().find(|group| group["name"] == name).unwrap();
    group["id"].as_str().unwrap().to_owned()
}

/// Whether each of a person's credentials counts: those that do come first.
async fn counting(root: &mut Browser, user: &str) -> Vec<bool> {
    let listed = root
        .get(&format!("/api/identity-center/users/{user}/credentials"))
        .await;
    assert_eq!(listed.status, 200, "{listed:?}");
    let all = listed.body["credentials"].as_array().unwrap();
    assert_eq!(listed.body["total"], all.len());
    all.iter().map(|one| one["live"].as_bool().unwrap()).collect()
}

#[tokio::test]
async fn a_permission_set_says_where_the_console_opens_unless_a_link_does() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut mary = entered(&world, "mary").await;
    let finance = account_id(&mut mary, "Finance").await;
    change(&mut root, "ViewOnlyAccess", HOUR, TRAIL).await;
    let s3 = "https://us-east-1.console.aws.amazon.com/s3/home";
    for (asked, landed) in [("", TRAIL), (s3, s3), ("https://example.com/", TRAIL)] {
        assert_eq!(
            open_console(&mut mary, &finance, "ViewOnlyAccess", asked).await,
            landed,
            "{asked}"
        );
    }
}

#[tokio::test]
async fn a_link_leads_into_no_account_that_was_closed_meanwhile() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut mary = entered(&world, "mary").await;
    let finance = account_id(&mut mary, "Finance").await;
    let before = link(&mut mary, &finance, "ViewOnlyAccess", "").await;
    let after = link(&mut mary, &finance, "ViewOnlyAccess", "").await;
    assert_eq!(follow(&mut mary, before.text("address")).await.status, 200);
    let closed = root.delete(&format!("/api/organization/accounts/{finance}")).await;
    assert_eq!(closed.status, 204, "{closed:?}");
    follow(&mut mary, after.text("address"))
        .await
        .must_refuse(410, "SIGN_IN_TOKEN_INVALID");
    assert!(!mary.signed_in().await);
}

#[tokio::test]
async fn another_duration_is_for_what_comes_after() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut mary = entered(&world, "mary").await;
    let finance = account_id(&mut mary, "Finance").await;
    open_console(&mut mary, &finance, "PowerUserAccess", "").await;
    let before = credentials(&mut mary, &finance, "PowerUserAccess").await;
    assert_eq!(before.text("expiresAt"), "2026-03-01T16:00:00Z");
    change(&mut root, "PowerUserAccess", 2 * HOUR, "").await;
    let session = mary.get("/api/session").await.body;
    assert_eq!(session["expiresAt"], "2026-03-01T16:00:00Z");
    let after = credentials(&mut mary, &finance, "PowerUserAccess").await;
    assert_eq!(after.text("expiresAt"), "2026-03-01T14:00:00Z");
    open_console(&mut mary, &finance, "PowerUserAccess", "").await;
    let session = mary.get("/api/session").await.body;
    assert_eq!(session["expiresAt"], "2026-03-01T14:00:00Z");

    let mary_id = user_id(&mut root, "mary").await;
    assert_eq!(counting(&mut root, &mary_id).await, [true, true]);
    machine.pass(2 * HOUR);
    let counts = counting(&mut root, &mary_id).await;
    assert_eq!(counts.iter().filter(|counts| **counts).count(), 1);
    machine.pass(2 * HOUR);
    assert_eq!(counting(&mut root, &mary_id).await, [false, false]);
}

#[tokio::test]
async fn what_was_opened_outlives_assignment_and_permission_set() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut mary = entered(&world, "mary").await;
    let finance = account_id(&mut mary, "Finance").await;
    let mary_id = user_id(&mut root, "mary").await;
    open_console(&mut mary, &finance, "PowerUserAccess", "").await;
    credentials(&mut mary, &finance, "PowerUserAccess").await;
    let set = set_named(&mut root, "PowerUserAccess").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let form = json!({
        "accountIds": [finance], "permissionSetIds": [set],
        "principals": [{ "kind": "group", "id": group_id(&mut root, "Cloud engineers").await }],
    });
    let gone = root.post("/api/identity-center/assignments/remove", form).await;
    assert_eq!(gone.status, 200, "{gone:?}");
    // At once at the portal; not so what came from it.
    let shown = accounts(&mut mary).await;
    let of_finance = shown.iter().find(|account| account["id"] == finance.as_str()).unwrap();
    assert_eq!(
        of_finance["permissionSets"].as_array().unwrap().len(),
        1,
        "{of_finance}"
    );
    for refused in [
        link(&mut mary, &finance, "PowerUserAccess", "").await,
        credentials(&mut mary, &finance, "PowerUserAccess").await,
    ] {
        refused.must_refuse(403, "NO_PORTAL_ACCESS");
    }
    let deleted = root.delete(&format!("{SETS}/{set}")).await;
    assert!(matches!(deleted.status, 200 | 204), "{deleted:?}");
    assert!(mary.signed_in().await);
    mary.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(counting(&mut root, &mary_id).await, [true]);
    machine.pass(4 * HOUR);
    assert!(!mary.signed_in().await);
    assert_eq!(counting(&mut root, &mary_id).await, [false]);
}

#[tokio::test]
async fn who_is_put_out_of_the_portal_keeps_what_was_opened() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mary_id = user_id(&mut root, "mary").await;
    let password = password_of(&world, "mary").await;
    for how in ["delete the session", "disable", "delete"] {
        let mut mary = Browser::of(&world);
        sign_in(&mut mary, "mary", &password).await.must_step("signed-in");
        let finance = account_id(&mut mary, "Finance").await;
        open_console(&mut mary, &finance, "PowerUserAccess", "").await;
        credentials(&mut mary, &finance, "PowerUserAccess").await;
        let user = format!("/api/identity-center/users/{mary_id}");
        let done = match how {
            "delete the session" => {
                let listed = root.get(&format!("{user}/sessions")).await;
                let form = json!({ "sessions": [listed.body["sessions"][0]["id"]] });
                root.post(&format!("{user}/sessions/delete"), form).await
            }
            "disable" => root.put(&format!("{user}/enabled"), json!({ "enabled": false })).await,
            _ => root.delete(&user).await,
        };
        assert!(matches!(done.status, 200 | 204), "{how}: {done:?}");
        mary.get("/api/portal/accounts").await.must_refuse(401, "NOT_SIGNED_IN");
        credentials(&mut mary, &finance, "PowerUserAccess")
            .await
            .must_refuse(401, "NOT_SIGNED_IN");
        assert!(mary.signed_in().await, "{how}");
        assert!(counting(&mut root, &mary_id).await[0], "{how}");
        if how == "disable" {
            let enabled = root.put(&format!("{user}/enabled"), json!({ "enabled": true })).await;
            assert!(matches!(enabled.status, 200 | 204), "{enabled:?}");
        }
        machine.pass(4 * HOUR);
        root = machine.root(MANAGEMENT_ROOT).await;
        assert!(!mary.signed_in().await, "{how}");
        assert!(!counting(&mut root, &mary_id).await[0], "{how}");
    }
}

#[tokio::test]
async fn only_administrators_see_what_was_issued() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mary_id = user_id(&mut root, "mary").await;
    let path = format!("/api/identity-center/users/{mary_id}/credentials");
    let mut mary = entered(&world, "mary").await;
    mary.get(&path).await.must_refuse(401, "NOT_SIGNED_IN");
    let management = account_id(&mut mary, "Management").await;
    credentials(&mut mary, &management, "AdministratorAccess").await;
    let listed = root.get(&path).await;
    let one = &listed.body["credentials"][0];
    assert_eq!(one["accountId"], management.as_str());
    assert_eq!(one["issuedBy"], "portal");
    assert!(
        one["roleName"]
            .as_str()
            .unwrap()
            .starts_with("AWSReservedSSO_AdministratorAccess_")
    );
    let told = listed.body.to_string().to_lowercase();
    assert!(!told.contains("secret") && !told.contains("token"), "{told}");
    let finance = account_id(&mut mary, "Finance").await;
    open_console(&mut mary, &finance, "PowerUserAccess", "").await;
    assert_ne!(mary.get(&path).await.status, 200);
    open_console(&mut mary, &management, "AdministratorAccess", "").await;
    assert_eq!(mary.get(&path).await.status, 200);
}
