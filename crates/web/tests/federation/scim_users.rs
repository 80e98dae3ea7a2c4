//! People who are pushed by the company.

use serde_json::{Value, json};

use super::external_company::{Company, begin};
use super::scim_client::{Client, ENTERPRISE, PROVISIONING, USER, person};
use crate::common::Signs as _;
use crate::common::portal::{accounts, open_console};

const WHO: &str = "bjensen@anycompany.example";

/// Every attribute that is documented.
fn whole() -> Value {
    json!({
        "externalId": "701984",
        "userName": WHO,
        "name": {
            "formatted": "Ms. Barbara J Jensen, III", "familyName": "Jensen", "givenName": "Barbara",
            "middleName": "Jane", "honorificPrefix": "Ms.", "honorificSuffix": "III",
        },
        "displayName": "Babs Jensen",
        "nickName": "Babs",
        "profileUrl": "https://login.example.com/bjensen",
        "emails": [{ "value": "bjensen@example.com", "type": "work", "primary": true }],
        "addresses": [{
            "type": "work", "streetAddress": "100 Universal City Plaza", "locality": "Hollywood", "region": "CA",
            "postalCode": "91608", "country": "USA", "formatted": "100 Universal City Plaza", "primary": true,
        }],
        "phoneNumbers": [{ "value": "555-555-5555", "type": "work" }],
        "roles": [{ "value": "Researcher", "type": "work", "primary": true }],
        "userType": "Employee",
        "title": "Tour Guide",
        "preferredLanguage": "en-US",
        "locale": "en-US",
        "timezone": "America/Los_Angeles",
        "active": true,
        ENTERPRISE: {
            "employeeNumber": "701984", "costCenter": "4130", "organization": "Universal Studios",
            "division": "Theme Park", "department": "Tour Operations", "manager": { "value": "9067729b3d-1" },
        },
    })
}

#[tokio::test]
async fn a_person_comes_with_every_attribute_and_is_in_the_identity_store() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let reply = client.send("POST", "Users", &whole()).await;
    assert_eq!(reply.kind.as_deref(), Some("application/json"));
    let made = reply.must(201);
    let id = made["id"].as_str().unwrap().to_owned();
    assert_eq!(made["schemas"], json!([USER, ENTERPRISE]));
    assert_eq!(made["meta"]["resourceType"], "User");
    assert!(made["meta"]["created"].as_str().unwrap().ends_with('Z'));
    for (field, sent) in whole().as_object().unwrap() {
        assert_eq!(&made[field], sent, "{field}");
    }
    assert_eq!(client.get(&format!("Users/{id}")).await.must(200), made);

    let seen = company.root.get(&format!("/api/identity-center/users/{id}")).await.body;
    assert_eq!(seen["userName"], WHO);
    assert_eq!(seen["createdBy"], "scim");
    assert_eq!(seen["provisioned"], true);
    assert_eq!(seen["externalId"], "701984");
    assert_eq!(seen["password"], "none");
    assert_eq!(seen["attributes"]["department"], "Tour Operations");
    assert_eq!(seen["attributes"]["country"], "USA");

    let record = company.record("CreateUser").await;
    assert_eq!(record["eventSource"], "identitystore-scim.amazonaws.com");
    assert_eq!(record["userIdentity"]["type"], "WebIdentityUser");
    assert_eq!(record["requestParameters"]["tenantId"], client.tenant);
    assert_eq!(record["responseElements"]["id"], id);
    assert!(!record.to_string().contains("Jensen"), "{record}");
}

#[tokio::test]
async fn who_was_pushed_signs_in_by_the_company_and_works_with_what_is_assigned() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let id = client.user(WHO).await;
    let account = company.root.account_id().await;
    let group = client.group("Pushed admins", &[&id]).await;
    let sets = company.root.get("/api/identity-center/permission-sets").await.body;
    let set = sets["sets"]
        .as_array()
        .or_else(|| sets["permissionSets"].as_array())
        .unwrap()
        .iter()
        .find(|set| set["name"] == "AdministratorAccess")
        .unwrap()["id"]
        .clone();
    let form = json!({
        "accountIds": [account], "permissionSetIds": [set], "principals": [{ "kind": "group", "id": group }],
    });
    let assigned = company.root.post("/api/identity-center/assignments", form).await;
    assert!(assigned.status < 300, "{assigned:?}");

    let mut browser = company.browser();
    let (_, request) = begin(&mut browser, "").await;
    let mut says = company.says();
    says.name = WHO.to_owned();
    says.in_response_to = Some(request);
    let landed = company.post(&mut browser, &company.signed(&says), "").await;
    assert_eq!(landed.status, 200, "{landed:?}");
    assert_eq!(accounts(&mut browser).await.len(), 1);
    open_console(&mut browser, &account, "AdministratorAccess", "").await;
    let session = browser.get("/api/session").await.body;
    assert_eq!(session["identity"]["kind"], "assumed-role");

    // Switched off at the company: out of the portal at once.
    let off = json!([{ "op": "replace", "value": { "active": false } }]);
    assert_eq!(
        client.patch(&format!("Users/{id}"), off).await.must(200)["active"],
        false
    );
    assert_eq!(company.inside(&mut browser).await, Value::Null);
    let mut says = company.says();
    says.name = WHO.to_owned();
    company
        .post(&mut browser, &company.signed(&says), "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    client
        .patch(
            &format!("Users/{id}"),
            json!([{ "op": "Replace", "path": "active", "value": "True" }]),
        )
        .await
        .must(200);
    let mut says = company.says();
    says.name = WHO.to_owned();
    assert_eq!(company.post(&mut browser, &company.signed(&says), "").await.status, 200);
    // Deleted, with everything.
    assert_eq!(
        client.send("DELETE", &format!("Users/{id}"), &Value::Null).await.status,
        204
    );
    assert_eq!(company.inside(&mut browser).await, Value::Null);
    client.get(&format!("Users/{id}")).await.must_refuse(404, None);
}

#[tokio::test]
async fn people_are_found_by_what_is_documented_and_by_nothing_else() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let mut led = person("led@anycompany.example");
    led[ENTERPRISE] = json!({ "manager": { "value": "boss-1" } });
    let id = client.send("POST", "Users", &led).await.must(201)["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let group = client.group("Found", &[&id]).await;
    for filter in [
        "userName eq \"led@anycompany.example\"".to_owned(),
        "USERNAME EQ \"LED@ANYCOMPANY.EXAMPLE\"".to_owned(),
        "externalId eq \"ext-led@anycompany.example\"".to_owned(),
        format!("id eq \"{id}\""),
        format!("id eq \"{id}\" and manager eq \"boss-1\""),
        format!("manager eq \"boss-1\" and id eq \"{id}\""),
        format!("groups.value eq \"{group}\""),
    ] {
        let found = client.find("Users", &filter).await.must(200);
        assert_eq!(found["totalResults"], 1, "{filter}: {found}");
        assert_eq!((&found["itemsPerPage"], &found["startIndex"]), (&json!(1), &json!(1)));
        assert_eq!(found["Resources"][0]["id"], id, "{filter}");
    }
    for nobody in [
        "userName eq \"nobody\"",
        "userName eq \"\"",
        "userName eq \"led@anycompany.example' OR 1=1\"",
        "externalId eq \"EXT-LED@anycompany.example\"",
        &format!("id eq \"{id}\" and manager eq \"boss-2\""),
        "groups.value eq \"none\"",
    ] {
        let found = client.find("Users", nobody).await.must(200);
        assert_eq!(
            (&found["totalResults"], &found["Resources"]),
            (&json!(0), &json!([])),
            "{nobody}"
        );
    }
    for wrong in [
        "userName",
        "userName sw \"l\"",
        "userName co \"l\"",
        "displayName eq \"Babs\"",
        "emails.value eq \"a\"",
        "userName eq \"a\" or userName eq \"b\"",
        "userName eq \"a\" and externalId eq \"b\"",
        "manager eq \"boss-1\"",
    ] {
        client
            .find("Users", wrong)
            .await
            .must_refuse(400, Some("invalidFilter"));
    }
}

#[tokio::test]
async fn lists_have_a_hundred_on_a_page_and_a_cursor() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    for number in 0..105 {
        client.user(&format!("many-{number:03}@anycompany.example")).await;
    }
    let all = client.get("Users").await.must(200);
    let total = all["totalResults"].as_u64().unwrap();
    assert!(total > 105);
    assert_eq!(all["Resources"].as_array().unwrap().len(), 100);
    let few = client
        .get("Users?count=7&startIndex=3&excludedAttributes=emails")
        .await
        .must(200);
    assert_eq!(few["Resources"].as_array().unwrap().len(), 7);
    let mut seen = std::collections::BTreeSet::new();
    let mut cursor = String::new();
    loop {
        let page = client.get(&format!("Users?count=40&cursor={cursor}")).await.must(200);
        assert!(page.get("totalResults").is_none(), "{page}");
        for one in page["Resources"].as_array().unwrap() {
            assert!(seen.insert(one["id"].as_str().unwrap().to_owned()));
        }
        match page["nextCursor"].as_str() {
            Some(next) => cursor = next.to_owned(),
            None => break,
        }
    }
    assert_eq!(seen.len() as u64, total);
    for wrong in ["count=0", "count=101", "count=-1", "count=many", "cursor=%25%25"] {
        client
            .get(&format!("Users?{wrong}"))
            .await
            .must_refuse(400, Some("invalidValue"));
    }
}

#[tokio::test]
async fn names_addresses_and_ids_are_one_persons() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    client.user("one@anycompany.example").await;
    let two = client.user("two@anycompany.example").await;
    for change in [
        (|body| body["userName"] = json!("ONE@anycompany.example")) as fn(&mut Value),
        |body| body["emails"][0]["value"] = json!("Mail-one@anycompany.example"),
        |body| body["externalId"] = json!("ext-one@anycompany.example"),
    ] {
        let mut body = person("three@anycompany.example");
        change(&mut body);
        client
            .send("POST", "Users", &body)
            .await
            .must_refuse(409, Some("uniqueness"));
        let mut body = person("two@anycompany.example");
        change(&mut body);
        let path = format!("Users/{two}");
        client
            .send("PUT", &path, &body)
            .await
            .must_refuse(409, Some("uniqueness"));
    }
    let record = company.record("PutUser").await;
    assert_eq!(record["errorCode"], "ConflictException");
    assert_eq!(record["errorMessage"], "Duplicate ExternalId");
    assert_eq!(record["userIdentity"]["type"], "Unknown");
    // Nothing was changed by all that.
    let same = client.get(&format!("Users/{two}")).await.must(200);
    assert_eq!(same["userName"], "two@anycompany.example");
    // Another user name: the person stays the same, and is found by it.
    let renamed = json!([{ "op": "replace", "path": "userName", "value": "too@anycompany.example" }]);
    client.patch(&format!("Users/{two}"), renamed).await.must(200);
    let found = client
        .find("Users", "userName eq \"too@anycompany.example\"")
        .await
        .must(200);
    assert_eq!(found["Resources"][0]["id"], two);
    let mut browser = company.browser();
    for (name, status) in [("two@anycompany.example", 403), ("too@anycompany.example", 200)] {
        let mut says = company.says();
        says.name = name.to_owned();
        let answer = company.post(&mut browser, &company.signed(&says), "").await;
        assert_eq!(answer.status, status, "{answer:?}");
    }
}

#[tokio::test]
async fn a_put_leaves_nothing_and_bad_input_changes_nothing() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let made = client.send("POST", "Users", &whole()).await.must(201);
    let path = format!("Users/{}", made["id"].as_str().unwrap());
    for (what, body) in [
        ("no JSON", "{".to_owned()),
        ("empty", String::new()),
        ("a list", "[]".to_owned()),
        ("nothing required", "{}".to_owned()),
        ("deep", "[".repeat(100_000)),
    ] {
        let authorization = format!("Bearer {}", client.token);
        for (method, path) in [("POST", "Users"), ("PUT", &path), ("PATCH", &path), ("POST", "Groups")] {
            let reply = client
                .raw(method, path, &[("authorization", &authorization)], body.clone())
                .await;
            assert_eq!(reply.status, 400, "{what} {method}: {reply:?}");
        }
    }
    let two = json!([{ "op": "REPLACE", "path": "emails", "value": [{ "value": "a@example.com", "primary": true }, { "value": "b@example.com" }] }]);
    let refused = client.patch(&path, two).await;
    refused.must_refuse(400, Some("invalidValue"));
    let record = company.record("PatchUser").await;
    assert_eq!(
        record["errorMessage"],
        "List attribute emails exceeds allowed limit of 1"
    );
    assert_eq!(record["errorCode"], "ValidationException");
    assert_eq!(client.get(&path).await.must(200), made);
    let big = "x".repeat(400_000);
    let reply = client.send("POST", "Users", &json!({ "title": big })).await;
    assert_eq!(reply.status, 413);

    let mut less = person(WHO);
    less["emails"][0]["value"] = json!("bjensen@example.com");
    let put = client.send("PUT", &path, &less).await.must(200);
    assert_eq!(put["externalId"], less["externalId"]);
    for gone in ["title", "nickName", "addresses", "phoneNumbers", "roles", ENTERPRISE] {
        assert!(put.get(gone).is_none(), "{gone}: {put}");
    }
    assert_eq!(put["name"], less["name"]);
}

#[tokio::test]
async fn what_was_pushed_is_changed_at_the_company_only() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let id = client.user(WHO).await;
    let user = format!("/api/identity-center/users/{id}");
    let form = json!({
        "givenName": "B", "familyName": "J", "displayName": "BJ", "email": "bj@example.com", "attributes": {},
    });
    company
        .root
        .put(&user, form.clone())
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    // Switching off and deleting are an administrator's, all the same.
    let off = company
        .root
        .put(&format!("{user}/enabled"), json!({ "enabled": false }))
        .await;
    assert_eq!(off.status, 204, "{off:?}");
    let reset = json!({ "how": "one-time" });
    company
        .root
        .post(&format!("{user}/password"), reset)
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    // Who was added by hand is taken over by the first push that names them.
    let manual = client
        .find("Users", "userName eq \"mary@anycompany.example\"")
        .await
        .must(200);
    let mary = manual["Resources"][0]["id"].as_str().unwrap().to_owned();
    let page = format!("/api/identity-center/users/{mary}");
    assert_eq!(company.root.get(&page).await.body["provisioned"], false);
    client
        .patch(
            &format!("Users/{mary}"),
            json!([{ "op": "add", "path": "title", "value": "Engineer" }]),
        )
        .await
        .must(200);
    assert_eq!(company.root.get(&page).await.body["provisioned"], true);
    // Without provisioning they are looked after here again.
    let tokens = company.root.get("/api/identity-center/source").await.body["provisioning"]["tokens"].clone();
    let token = tokens[0]["id"].as_str().unwrap().to_owned();
    company.root.delete(&format!("{PROVISIONING}/tokens/{token}")).await;
    let done = company
        .root
        .post(&format!("{PROVISIONING}/disable"), json!({ "confirm": "DISABLE" }))
        .await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(company.root.put(&user, form).await.status, 204);
}
