//! Groups that are pushed by the company.

use serde_json::{Value, json};

use super::external_company::Company;
use super::scim_client::Client;
use crate::common::Signs as _;

async fn members(company: &mut Company, group: &str) -> Vec<String> {
    let page = company
        .root
        .get(&format!("/api/identity-center/groups/{group}/members"))
        .await;
    let users = page.body["users"].as_array().unwrap().clone();
    users
        .iter()
        .map(|user| user["id"].as_str().unwrap().to_owned())
        .collect()
}

fn named(ids: &[&str]) -> Value {
    ids.iter().map(|id| json!({ "value": id })).collect()
}

#[tokio::test]
async fn members_come_and_go_by_name_and_never_all_at_once() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let (ann, bob) = (
        client.user("ann@anycompany.example").await,
        client.user("bob@anycompany.example").await,
    );
    let body = json!({ "displayName": "Team", "externalId": "g-1", "members": [{ "value": ann }] });
    let made = client.send("POST", "Groups", &body).await.must(201);
    assert_eq!(made["meta"]["resourceType"], "Group");
    let id = made["id"].as_str().unwrap().to_owned();
    let path = format!("Groups/{id}");
    assert_eq!(members(&mut company, &id).await, std::slice::from_ref(&ann));
    // Documented: members are not shown.
    assert_eq!(client.get(&path).await.must(200)["members"], json!([]));
    let add = |ids: &[&str]| json!([{ "op": "add", "path": "members", "value": named(ids) }]);
    assert_eq!(client.patch(&path, add(&[&bob, &ann])).await.status, 204);
    assert_eq!(members(&mut company, &id).await.len(), 2);
    let by_filter = json!([{ "op": "remove", "path": format!("members[value eq \"{bob}\"]") }]);
    assert_eq!(client.patch(&path, by_filter).await.status, 204);
    assert_eq!(members(&mut company, &id).await, std::slice::from_ref(&ann));
    let renamed = json!([
        { "op": "replace", "value": { "id": id, "displayName": "Crew" } },
        { "op": "Remove", "path": "members", "value": named(&[&ann]) },
    ]);
    assert_eq!(client.patch(&path, renamed).await.status, 204);
    assert!(members(&mut company, &id).await.is_empty());
    assert_eq!(client.get(&path).await.must(200)["displayName"], "Crew");

    for (what, operations, kind) in [
        (
            "replaced",
            json!([{ "op": "replace", "path": "members", "value": named(&[&ann]) }]),
            "invalidValue",
        ),
        (
            "all removed",
            json!([{ "op": "remove", "path": "members" }]),
            "invalidValue",
        ),
        (
            "no path",
            json!([{ "op": "remove", "value": named(&[&ann]) }]),
            "noTarget",
        ),
        (
            "another attribute",
            json!([{ "op": "replace", "path": "description", "value": "x" }]),
            "mutability",
        ),
        (
            "no name",
            json!([{ "op": "replace", "path": "displayName", "value": "" }]),
            "invalidValue",
        ),
        (
            "no member",
            json!([{ "op": "add", "path": "members", "value": [{}] }]),
            "invalidValue",
        ),
        (
            "a group in a group",
            json!([{ "op": "add", "path": "members", "value": [{ "value": id, "type": "Group" }] }]),
            "invalidValue",
        ),
    ] {
        let reply = client.patch(&path, operations).await;
        assert_eq!(reply.status, 400, "{what}: {reply:?}");
        reply.must_refuse(400, Some(kind));
    }
    client.patch(&path, add(&[&ann, "nobody"])).await.must_refuse(404, None);
    assert!(members(&mut company, &id).await.is_empty(), "half a change");
    let many: Vec<String> = (0..101).map(|number| format!("id-{number}")).collect();
    let many: Vec<&str> = many.iter().map(String::as_str).collect();
    client
        .patch(&path, add(&many))
        .await
        .must_refuse(400, Some("invalidValue"));
    let body = json!({ "displayName": "Too many", "members": named(&many) });
    client
        .send("POST", "Groups", &body)
        .await
        .must_refuse(400, Some("invalidValue"));
    client
        .send("PUT", &path, &body)
        .await
        .must_refuse(400, Some("invalidSyntax"));
    assert_eq!(client.send("DELETE", &path, &Value::Null).await.status, 204);
    client.get(&path).await.must_refuse(404, None);
    client.send("DELETE", &path, &Value::Null).await.must_refuse(404, None);
    client.get(&format!("Users/{ann}")).await.must(200);
}

#[tokio::test]
async fn groups_are_found_by_what_is_documented_and_names_are_one_groups() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let ann = client.user("ann@anycompany.example").await;
    let body = json!({ "displayName": "Team", "externalId": "g-1", "members": [{ "value": ann }] });
    let id = client.send("POST", "Groups", &body).await.must(201)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    for filter in [
        "displayName eq \"team\"".to_owned(),
        "externalId eq \"g-1\"".to_owned(),
        format!("id eq \"{id}\""),
        format!("id eq \"{id}\" and members eq \"{ann}\""),
        format!("members eq \"{ann}\" and id eq \"{id}\""),
        format!("members.value eq \"{ann}\""),
    ] {
        let found = client.find("Groups", &filter).await.must(200);
        assert_eq!(
            (&found["totalResults"], &found["Resources"][0]["id"]),
            (&json!(1), &json!(id)),
            "{filter}"
        );
    }
    for (wrong, total) in [
        (format!("id eq \"{id}\" and members eq \"nobody\""), 0),
        ("displayName eq \"Tea\"".to_owned(), 0),
    ] {
        assert_eq!(client.find("Groups", &wrong).await.must(200)["totalResults"], total);
    }
    client
        .find("Groups", "displayName sw \"T\"")
        .await
        .must_refuse(400, Some("invalidFilter"));
    client
        .send("POST", "Groups", &json!({ "displayName": "TEAM" }))
        .await
        .must_refuse(409, Some("uniqueness"));
    let record = company.record("CreateGroup").await;
    assert_eq!(record["errorMessage"], "Duplicate GroupDisplayName");
    assert_eq!(record["eventSource"], "identitystore-scim.amazonaws.com");
    // The demo's groups are there as well, and a push may rename one; then it is changed at the company only.
    let demo = client.find("Groups", "displayName eq \"Auditors\"").await.must(200);
    let auditors = demo["Resources"][0]["id"].as_str().unwrap().to_owned();
    let page = format!("/api/identity-center/groups/{auditors}");
    let form = json!({ "name": "Auditors", "description": "Look" });
    assert_eq!(company.root.put(&page, form.clone()).await.status, 204);
    assert_eq!(company.root.get(&page).await.body["provisioned"], false);
    let operations = json!([{ "op": "replace", "path": "displayName", "value": "Reviewers" }]);
    assert_eq!(
        client.patch(&format!("Groups/{auditors}"), operations).await.status,
        204
    );
    // Pages say so: of the group, of all groups, and of the groups that somebody is in.
    assert_eq!(company.root.get(&page).await.body["provisioned"], true);
    let list = company.root.get("/api/identity-center/groups").await;
    for group in list.body["groups"].as_array().unwrap() {
        assert_eq!(group["provisioned"], group["createdBy"] == "scim", "{group}");
    }
    let own = company
        .root
        .get(&format!("/api/identity-center/users/{ann}/groups"))
        .await;
    assert_eq!(own.body["groups"][0]["name"], "Team", "{own:?}");
    assert_eq!(own.body["groups"][0]["provisioned"], true, "{own:?}");
    company
        .root
        .put(&page, form)
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    company
        .root
        .post(&format!("{page}/members/add"), json!({ "users": [ann] }))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    company
        .root
        .post(&format!("{page}/members/remove"), json!({ "users": [ann] }))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    company
        .root
        .post(
            &format!("/api/identity-center/users/{ann}/groups/add"),
            json!({ "groups": [auditors] }),
        )
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
}
