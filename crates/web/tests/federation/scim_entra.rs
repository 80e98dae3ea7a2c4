//! What Microsoft Entra ID sends, in its own words, and Okta's beside it.
//! <https://learn.microsoft.com/en-us/entra/identity/app-provisioning/use-scim-to-provision-users-and-groups>

use serde_json::{Value, json};

use super::external_company::{Company, MARY};
use super::scim_client::{Client, GROUP, USER, person};
use crate::common::Signs as _;

/// Of Microsoft, beside the core schema of groups.
const OF_GROUPS: &str = "http://schemas.microsoft.com/2006/11/ResourceManagement/ADSCIM/2.0/Group";
/// A company's own.
const OWN: &str = "urn:ietf:params:scim:schemas:extension:anycompany:2.0:User";

/// A portal with somebody who was made by hand, with a phone and an address; her id.
async fn by_hand() -> (Company, Client, String) {
    let mut company = Company::before().await;
    let form = json!({
        "userName": "ines@anycompany.example", "givenName": "Ines", "familyName": "Silva", "displayName": "Ines Silva",
        "email": "ines@old.example", "password": "none",
        "attributes": { "phoneNumber": "555-0100", "streetAddress": "1 Main Street", "country": "PT" },
    });
    let added = company.root.post("/api/identity-center/users", form).await;
    assert_eq!(added.status, 200, "{added:?}");
    let id = added.text("id").to_owned();
    company.connect(&[7]).await;
    let client = Client::of(&mut company).await;
    (company, client, id)
}

#[tokio::test]
async fn a_group_comes_with_a_schema_of_theirs() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let body = |schemas: Value| {
        json!({
            "schemas": schemas, "externalId": "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159", "displayName": "Pilots",
            "meta": { "resourceType": "Group" },
        })
    };
    for wrong in [
        json!([OF_GROUPS]),
        json!([USER]),
        json!([GROUP, null]),
        json!(GROUP),
        json!({ "core": GROUP }),
    ] {
        let reply = client.send("POST", "Groups", &body(wrong)).await;
        reply.must_refuse(400, Some("invalidSyntax"));
        assert_eq!(reply.body["detail"], "Unsupported schema");
    }
    let made = client
        .send("POST", "Groups", &body(json!([GROUP, OF_GROUPS])))
        .await
        .must(201);
    assert_eq!(made["schemas"], json!([GROUP]));
    assert_eq!(made["externalId"], "8aa1a0c0-c4c3-4bc0-b4a5-2ef676900159");
    let path = format!("Groups/{}", made["id"].as_str().unwrap());
    let ann = client.user("ann@anycompany.example").await;
    let joined = json!([{ "op": "Add", "path": "members", "value": [{ "$ref": null, "value": ann }] }]);
    assert_eq!(client.patch(&path, joined.clone()).await.status, 204);
    let alien = json!({ "schemas": [GROUP, OF_GROUPS], "Operations": joined });
    client
        .send("PATCH", &path, &alien)
        .await
        .must_refuse(400, Some("invalidSyntax"));
}

#[tokio::test]
async fn a_person_comes_with_an_extension_of_the_company() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let mut body = person("badge@anycompany.example");
    body["schemas"] = json!([USER, OWN]);
    body[OWN] = json!({ "badge": "7", "displayName": "Nobody" });
    body["meta"] = json!({ "resourceType": "User" });
    body["roles"] = json!([]);
    let made = client.send("POST", "Users", &body).await.must(201);
    assert_eq!((&made["schemas"], made.get(OWN)), (&json!([USER]), None));
    let path = format!("Users/{}", made["id"].as_str().unwrap());
    body["displayName"] = json!("Badge");
    let put = client.send("PUT", &path, &body).await.must(200);
    assert_eq!(put["displayName"], "Badge");
    body["schemas"] = json!([OWN]);
    client
        .send("PUT", &path, &body)
        .await
        .must_refuse(400, Some("invalidSyntax"));
}

#[tokio::test]
async fn who_was_made_by_hand_is_changed_and_switched_off_in_one_go() {
    for op in ["Add", "Replace"] {
        let (mut company, client, id) = by_hand().await;
        let path = format!("Users/{id}");
        let seen = client.get(&path).await.must(200);
        let email = json!([{ "value": "ines@old.example", "type": "work", "primary": true }]);
        assert_eq!(seen["emails"], email);
        assert_eq!(seen["phoneNumbers"], json!([{ "value": "555-0100", "type": "work" }]));
        assert_eq!(
            seen["addresses"],
            json!([{ "streetAddress": "1 Main Street", "country": "PT", "type": "work" }])
        );
        let to = |path: &str, value: &str| json!({ "op": op, "path": path, "value": value });
        let off = json!([
            { "op": "Replace", "path": "active", "value": "False" },
            to("emails[type eq \"work\"].value", "ines@new.example"),
            to("phoneNumbers[type eq \"work\"].value", "555-0199"),
            to("addresses[type eq \"work\"].streetAddress", "2 Side Street"),
            to("addresses[type eq \"work\"].locality", "Porto"),
        ]);
        let after = client.patch(&path, off).await.must(200);
        assert_eq!(after["active"], false, "{op}");
        let email = json!([{ "value": "ines@new.example", "type": "work", "primary": true }]);
        assert_eq!(after["emails"], email);
        assert_eq!(after["phoneNumbers"], json!([{ "value": "555-0199", "type": "work" }]));
        let address =
            json!([{ "streetAddress": "2 Side Street", "locality": "Porto", "country": "PT", "type": "work" }]);
        assert_eq!(after["addresses"], address);
        assert_eq!(client.get(&path).await.must(200), after);
        let page = company.root.get(&format!("/api/identity-center/users/{id}")).await.body;
        assert_eq!((&page["enabled"], &page["provisioned"]), (&json!(false), &json!(true)));
        assert_eq!(page["email"], "ines@new.example");
        assert_eq!(page["attributes"]["phoneNumber"], "555-0199");
        let mut browser = company.browser();
        let mut says = company.says();
        says.name = "ines@anycompany.example".to_owned();
        company
            .post(&mut browser, &company.signed(&says), "")
            .await
            .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    }
}

#[tokio::test]
async fn another_type_is_another_value_and_changes_nothing() {
    let (_company, client, id) = by_hand().await;
    let path = format!("Users/{id}");
    let before = client.get(&path).await.must(200);
    for (list, part) in [("emails", "value"), ("phoneNumbers", "value"), ("addresses", "country")] {
        for (op, kind) in [("Add", "invalidValue"), ("Replace", "noTarget")] {
            let changes = json!([
                { "op": "Replace", "path": "active", "value": "False" },
                { "op": op, "path": format!("{list}[type eq \"other\"].{part}"), "value": "other@new.example" },
            ]);
            let reply = client.patch(&path, changes).await;
            reply.must_refuse(400, Some(kind));
            if op == "Add" {
                let words = format!("List attribute {list} exceeds allowed limit of 1");
                assert_eq!(reply.body["detail"], words);
            }
        }
    }
    assert_eq!(client.get(&path).await.must(200), before);
}

#[tokio::test]
async fn who_was_pushed_without_types_gets_them_by_the_first_path_that_asks() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    for (number, op) in ["Add", "Replace"].into_iter().enumerate() {
        let mut body = person(&format!("plain-{number}@anycompany.example"));
        body["emails"] = json!([{ "value": format!("plain-{number}@old.example"), "primary": true }]);
        body["phoneNumbers"] = json!([{ "value": "555-0100" }]);
        body["addresses"] = json!([{ "country": "PT" }]);
        let made = client.send("POST", "Users", &body).await.must(201);
        // As it was sent.
        assert_eq!(made["emails"], body["emails"]);
        let path = format!("Users/{}", made["id"].as_str().unwrap());
        let to = |path: &str, value: String| json!({ "op": op, "path": path, "value": value });
        let changes = json!([
            { "op": "Replace", "path": "active", "value": "False" },
            to("emails[type eq \"work\"].value", format!("plain-{number}@new.example")),
            to("phoneNumbers[type eq \"mobile\"].value", "555-0199".to_owned()),
            to("addresses[type eq \"work\"].country", "ES".to_owned()),
        ]);
        let after = client.patch(&path, changes).await.must(200);
        assert_eq!(after["active"], false);
        assert_eq!(after["emails"][0]["type"], "work");
        assert_eq!(after["emails"][0]["value"], format!("plain-{number}@new.example"));
        let phone = json!([{ "value": "555-0199", "type": "mobile" }]);
        assert_eq!(after["phoneNumbers"], phone);
        assert_eq!(after["addresses"], json!([{ "country": "ES", "type": "work" }]));
        // From now on it is a mobile phone.
        let work = json!([{ "op": "Replace", "path": "phoneNumbers[type eq \"work\"].value", "value": "1" }]);
        client.patch(&path, work).await.must_refuse(400, Some("noTarget"));
    }
}

#[tokio::test]
async fn the_primary_role_is_changed_again_and_again() {
    let (_company, client, id) = by_hand().await;
    let path = format!("Users/{id}");
    for role in ["Pilot", "Navigator", "Captain"] {
        for op in ["Add", "Replace"] {
            let changes = json!([{ "op": op, "path": "roles[primary eq \"True\"].value", "value": role }]);
            let after = client.patch(&path, changes).await.must(200);
            assert_eq!(after["roles"], json!([{ "value": role, "primary": true }]));
        }
    }
}

#[tokio::test]
async fn okta_switches_off_without_a_path_and_puts_people_whole() {
    let (mut company, client, id) = by_hand().await;
    let path = format!("Users/{id}");
    let active = |flag: bool| json!([{ "op": "replace", "value": { "active": flag } }]);
    let before = client.get(&path).await.must(200);
    let off = client.patch(&path, active(false)).await.must(200);
    assert_eq!(off["active"], false);
    for same in ["emails", "phoneNumbers", "addresses", "userName", "name"] {
        assert_eq!(off[same], before[same], "{same}");
    }
    assert_eq!(client.patch(&path, active(true)).await.must(200)["active"], true);
    // What was read is sent back, with a change.
    let mut whole = client.get(&path).await.must(200);
    whole["active"] = json!(false);
    let put = client.send("PUT", &path, &whole).await.must(200);
    assert_eq!((&put["active"], &put["emails"]), (&json!(false), &before["emails"]));
    let mary = client.find("Users", &format!("userName eq \"{MARY}\"")).await.must(200);
    // Nothing is shown of what she has not.
    let mary = &mary["Resources"][0];
    assert_eq!((mary.get("addresses"), mary.get("phoneNumbers")), (None, None));
    let page = company.root.get(&format!("/api/identity-center/users/{id}")).await.body;
    assert_eq!(page["enabled"], false);
}
