//! Applications in the Identity Center console: adding, changing, assigning, deleting.

use crate::common::portal::entered;
use crate::common::{Browser, FINANCE_ROOT, MANAGEMENT_ROOT, Machine, Signs as _};
use serde_json::{Value, json};

const ALL: &str = "/api/identity-center/applications";

async fn by_name(admin: &mut Browser, name: &str) -> Value {
    let all = admin.get(ALL).await;
    let found = all.body["applications"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == name)
        .unwrap();
    let details = admin.get(&format!("{ALL}/{}", found["id"].as_str().unwrap())).await;
    assert_eq!(details.status, 200, "{details:?}");
    details.body
}

fn path(details: &Value) -> String {
    format!("{ALL}/{}", details["application"]["id"].as_str().unwrap())
}

/// A page of who is assigned.
async fn assigned(admin: &mut Browser, name: &str, query: &str) -> Value {
    let details = by_name(admin, name).await;
    let found = admin.get(&format!("{}/assigned{query}", path(&details))).await;
    assert_eq!(found.status, 200, "{found:?}");
    found.body
}

fn form(details: &Value, change: impl FnOnce(&mut Value)) -> Value {
    let mut form = json!({
        "name": details["application"]["name"], "description": details["application"]["description"],
        "enabled": details["application"]["enabled"],
        "requiresAssignment": details["application"]["requiresAssignment"],
        "signIn": details["signIn"], "attributes": details["attributes"], "expected": details["updatedAt"],
    });
    change(&mut form);
    form
}

async fn count(browser: &mut Browser) -> usize {
    browser.get("/api/portal/applications").await.body["applications"]
        .as_array()
        .unwrap()
        .len()
}

#[tokio::test]
async fn an_application_is_added_assigned_and_deleted() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let mut wei = entered(&world, "wei").await;
    for protocol in ["saml", "oidc"] {
        let new = json!({ "name": format!("Own {protocol}"), "description": "Mine", "protocol": protocol });
        let made = admin.post(ALL, new.clone()).await;
        assert_eq!(made.status, 200, "{made:?}");
        admin.post(ALL, new).await.must_refuse(409, "ENTITY_ALREADY_EXISTS");
    }
    let details = by_name(&mut admin, "Own saml").await;
    assert!(
        details["certificate"]
            .as_str()
            .unwrap()
            .starts_with("-----BEGIN CERTIFICATE-----")
    );
    assert_eq!(details["signIn"]["acs"], details["own"]["acs"]);
    assert_eq!(count(&mut wei).await, 0);

    // Wei, by way of the application that finds people: the assignments of the demo are to groups.
    let group = assigned(&mut admin, "Expenses", "").await["assigned"][0]["id"].clone();
    let assign = admin
        .post(
            &format!("{}/assign", path(&details)),
            json!({ "users": [], "groups": [group] }),
        )
        .await;
    assert_eq!(assign.status, 204, "{assign:?}");
    assert_eq!(assigned(&mut admin, "Own saml", "").await["assigned"][0]["id"], group);
    let unassign = admin
        .post(&format!("{}/unassign", path(&details)), json!({ "groups": [group] }))
        .await;
    assert_eq!(unassign.status, 204);
    let nobody = json!({ "assigned": [], "total": 0, "pages": 1 });
    assert_eq!(assigned(&mut admin, "Own saml", "").await, nobody);
    for (users, status, code) in [
        (json!(["nobody"]), 404, "NO_SUCH_ENTITY"),
        (json!([]), 422, "INVALID_INPUT"),
        (json!(vec!["x"; 101]), 422, "INVALID_INPUT"),
    ] {
        admin
            .post(&format!("{}/assign", path(&details)), json!({ "users": users }))
            .await
            .must_refuse(status, code);
    }

    // Everyone may where no assignment is required, and nobody where it is disabled.
    let open = form(&details, |form| form["requiresAssignment"] = json!(false));
    let details = admin.put(&path(&details), open).await;
    assert_eq!(details.status, 200, "{details:?}");
    assert_eq!(count(&mut wei).await, 1);
    let off = form(&details.body, |form| form["enabled"] = json!(false));
    let details = admin.put(&path(&details.body), off).await;
    assert_eq!(details.status, 200, "{details:?}");
    assert_eq!(count(&mut wei).await, 0);

    let gone = admin.delete(&path(&details.body)).await;
    assert_eq!(gone.status, 204);
    admin.get(&path(&details.body)).await.must_refuse(404, "NO_SUCH_ENTITY");
    admin
        .delete(&path(&details.body))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");

    let events = admin.get("/api/events").await;
    let names: Vec<&str> = events.body["events"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|event| event["record"]["eventSource"] == "sso.amazonaws.com")
        .map(|event| event["name"].as_str().unwrap())
        .collect();
    for name in [
        "CreateApplication",
        "CreateApplicationAssignment",
        "DeleteApplicationAssignment",
        "PutApplicationAssignmentConfiguration",
        "UpdateApplication",
        "DeleteApplication",
    ] {
        assert!(names.contains(&name), "{name} in {names:?}");
    }
}

#[tokio::test]
async fn what_cannot_be_saved_is_said_at_its_field() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    for (new, field) in [
        (json!({ "name": "", "protocol": "saml" }), "name"),
        (json!({ "name": "<b>", "protocol": "saml" }), "name"),
        (
            json!({ "name": "a", "description": "d".repeat(129), "protocol": "saml" }),
            "description",
        ),
    ] {
        admin.post(ALL, new).await.must_blame(field);
    }
    let saml = by_name(&mut admin, "Expenses").await;
    let oidc = by_name(&mut admin, "Team wiki").await;
    for (details, field, change) in [
        (&saml, "acs", ("/signIn/acs", json!("http://plain.example/acs"))),
        (&saml, "acs", ("/signIn/acs", json!("https://x.example/#a"))),
        (&saml, "acs", ("/signIn/acs", json!("no address"))),
        (&saml, "audience", ("/signIn/audience", json!(" "))),
        (&saml, "relayState", ("/signIn/relayState", json!("r".repeat(1025)))),
        (&saml, "protocol", ("/signIn", oidc["signIn"].clone())),
        (&saml, "attributes", ("/attributes", json!([]))),
        (&saml, "attributes", ("/attributes/0/value", json!("${user:secret}"))),
        (&oidc, "startUrl", ("/signIn/startUrl", json!("javascript:alert(1)"))),
        (&oidc, "redirectUris", ("/signIn/redirectUris", json!([]))),
        (
            &oidc,
            "redirectUris",
            ("/signIn/redirectUris", json!(["https://user@x.example/"])),
        ),
        (&oidc, "name", ("/name", json!("n".repeat(101)))),
    ] {
        let form = form(details, |form| *form.pointer_mut(change.0).unwrap() = change.1.clone());
        admin.put(&path(details), form).await.must_blame(field);
    }
    // The one that another administrator changed meanwhile.
    let first = form(&saml, |form| form["description"] = json!("one"));
    assert_eq!(admin.put(&path(&saml), first).await.status, 200);
    let second = form(&saml, |form| form["description"] = json!("two"));
    admin
        .put(&path(&saml), second)
        .await
        .must_refuse(409, "CONCURRENT_MODIFICATION");
    let taken = by_name(&mut admin, "Expenses").await;
    let taken = form(&taken, |form| form["name"] = json!("team WIKI"));
    admin
        .put(&path(&saml), taken)
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
}

#[tokio::test]
async fn a_connection_that_is_set_up_wrongly_is_refused_by_name() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let mut mary = entered(&world, "mary").await;
    let details = by_name(&mut admin, "Expenses").await;
    let id = details["application"]["id"].as_str().unwrap().to_owned();
    let wrong = form(&details, |form| {
        form["signIn"]["audience"] = json!("https://somebody.else");
    });
    let saved = admin.put(&path(&details), wrong).await;
    assert_eq!(saved.status, 200, "{saved:?}");
    let entry = mary
        .post(&format!("/api/portal/applications/{id}/open"), json!({}))
        .await;
    let refused = mary
        .post(
            &format!("/api/application/{id}/saml"),
            json!({ "samlResponse": entry.body["samlResponse"] }),
        )
        .await;
    refused.must_refuse(403, "APPLICATION_REFUSED");
    assert!(refused.text("message").contains("https://somebody.else"), "{refused:?}");

    // The subject is what the mapping says at the next sign-in.
    let right = form(&saved.body, |form| {
        form["signIn"] = details["signIn"].clone();
        form["attributes"] = json!([
            { "attribute": "Subject", "value": "EMP-${user:subject}", "format": "persistent" },
            { "attribute": "team", "value": "${user:groups}" },
        ]);
    });
    assert_eq!(admin.put(&path(&details), right).await.status, 200);
    let entry = mary
        .post(&format!("/api/portal/applications/{id}/open"), json!({}))
        .await;
    let form = json!({ "samlResponse": entry.body["samlResponse"] });
    assert_eq!(
        mary.post(&format!("/api/application/{id}/saml"), form).await.status,
        200
    );
    let shown = mary.get(&format!("/api/application/{id}")).await.body["signedIn"].clone();
    assert_eq!(shown["subject"], "EMP-mary");
    assert!(shown["subjectFormat"].as_str().unwrap().ends_with("persistent"));
    assert_eq!(shown["claims"][0]["name"], "team");
}

#[tokio::test]
async fn only_who_administers_the_instance_administers_applications() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let details = by_name(&mut admin, "Expenses").await;
    let mut member = machine.root(FINANCE_ROOT).await;
    member.get(ALL).await.must_refuse(403, "ACCESS_DENIED");
    member.get(&path(&details)).await.must_refuse(403, "ACCESS_DENIED");
    member
        .get(&format!("{}/assigned", path(&details)))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    member
        .post(ALL, json!({ "name": "a", "protocol": "saml" }))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    member
        .put(&path(&details), form(&details, |_| {}))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    member.delete(&path(&details)).await.must_refuse(403, "ACCESS_DENIED");
    let mut nobody = admin.another();
    nobody.get(ALL).await.must_refuse(401, "NOT_SIGNED_IN");
}

#[tokio::test]
async fn of_many_assignees_everyone_is_found_and_can_be_removed() {
    let machine = Machine::new();
    let mut admin = machine.root(MANAGEMENT_ROOT).await;
    let new = json!({ "name": "Own", "description": "Mine", "protocol": "oidc" });
    assert_eq!(admin.post(ALL, new).await.status, 200);
    let path = path(&by_name(&mut admin, "Own").await);
    let mut groups = Vec::new();
    for number in 0..60 {
        let form = json!({ "name": format!("Ärzte {number:02}"), "description": "", "users": [] });
        let made = admin.post("/api/identity-center/groups", form).await;
        groups.push(made.text("id").to_owned());
    }
    let done = admin.post(&format!("{path}/assign"), json!({ "groups": groups })).await;
    assert_eq!(done.status, 204, "{done:?}");
    let first = assigned(&mut admin, "Own", "").await;
    assert_eq!((&first["total"], &first["pages"]), (&json!(60), &json!(2)));
    assert_eq!(first["assigned"].as_array().unwrap().len(), 50);
    let second = assigned(&mut admin, "Own", "?page=2").await;
    let last = &second["assigned"][9];
    assert_eq!(last["name"], "Ärzte 59");
    // "äRZTE 59", as an address has it.
    let search = "?search=%C3%A4RZTE%2059";
    let found = assigned(&mut admin, "Own", search).await;
    assert_eq!(found["assigned"], json!([last]));
    let form = json!({ "groups": [found["assigned"][0]["id"]] });
    let done = admin.post(&format!("{path}/unassign"), form).await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(assigned(&mut admin, "Own", search).await["total"], 0);
}
