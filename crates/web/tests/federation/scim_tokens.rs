//! Automatic provisioning, its access tokens, and who gets no further without one.

use serde_json::{Value, json};

use super::external_company::Company;
use super::scim_client::{Client, PROVISIONING, person};
use crate::common::{Answer, Browser, MANAGEMENT, Signs as _, password_of};

const DAY: u64 = 24 * 60 * 60;

async fn provisioning(company: &mut Company) -> Value {
    company.root.get("/api/identity-center/source").await.body["provisioning"].clone()
}

/// An IAM administrator: in a year the root user must have a second factor. A password that has expired becomes a longer one.
async fn administrator(company: &Company, password: &mut String) -> Browser {
    let mut browser = company.browser();
    let step = browser.iam(MANAGEMENT, "adam", password).await;
    if step.stepped_to("new-password") {
        let fresh = format!("{password}-9");
        browser.new_password(password, &fresh).await.must_step("signed-in");
        *password = fresh;
    } else {
        step.must_step("signed-in");
    }
    browser
}

async fn disable(company: &mut Company, confirm: &str) -> Answer {
    let form = json!({ "confirm": confirm });
    company.root.post(&format!("{PROVISIONING}/disable"), form).await
}

#[tokio::test]
async fn tokens_are_two_at_most_last_a_year_and_are_shown_once() {
    let mut company = Company::before().await;
    company
        .root
        .post(PROVISIONING, json!({}))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    company.connect(&[7]).await;
    assert_eq!(provisioning(&mut company).await, Value::Null);
    disable(&mut company, "DISABLE")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    let made = company.root.post(PROVISIONING, json!({})).await;
    assert_eq!(made.status, 200, "{made:?}");
    let endpoint = made.text("endpoint").to_owned();
    assert!(
        endpoint.starts_with("https://scim.") && endpoint.ends_with("/scim/v2"),
        "{endpoint}"
    );
    company
        .root
        .post(PROVISIONING, json!({}))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    let view = provisioning(&mut company).await;
    assert_eq!(view["endpoint"], endpoint);
    assert_eq!(view["tokens"].as_array().unwrap().len(), 1);
    assert!(!view.to_string().contains(made.text("accessToken")));
    let first = Client::with(&company.machine, &endpoint, made.text("accessToken")).await;
    first.get("Users").await.must(200);

    let tokens = format!("{PROVISIONING}/tokens");
    let second = company.root.post(&tokens, json!({})).await;
    assert_eq!(second.status, 200, "{second:?}");
    company
        .root
        .post(&tokens, json!({}))
        .await
        .must_refuse(409, "LIMIT_EXCEEDED");
    let fresh = Client::with(&company.machine, &endpoint, second.text("accessToken")).await;
    fresh.get("Users").await.must(200);
    let gone = company.root.delete(&format!("{tokens}/{}", made.text("tokenId"))).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    first.get("Users").await.must_refuse(401, None);
    fresh.get("Users").await.must(200);
    for event in ["CreateProvisioningTenant", "CreateBearerToken", "DeleteBearerToken"] {
        let record = company.record(event).await;
        assert_eq!(record["eventSource"], "sso-directory.amazonaws.com", "{event}");
        assert!(!record.to_string().contains(second.text("accessToken")));
    }

    let mut password = password_of(&company.machine.world().await, "adam").await;
    // The console reminds from 90 days before the end on.
    company.machine.pass(274 * DAY);
    company.root = administrator(&company, &mut password).await;
    assert_eq!(provisioning(&mut company).await["tokens"][0]["state"], "active");
    company.machine.pass(DAY);
    company.root = administrator(&company, &mut password).await;
    assert_eq!(provisioning(&mut company).await["tokens"][0]["state"], "expiring");
    company.machine.pass(90 * DAY - 1);
    fresh.get("Users").await.must(200);
    company.machine.pass(1);
    fresh.get("Users").await.must_refuse(401, None);
    company.root = administrator(&company, &mut password).await;
    assert_eq!(provisioning(&mut company).await["tokens"][0]["state"], "expired");

    disable(&mut company, "disable").await.must_blame("confirm");
    disable(&mut company, "DISABLE")
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    let left = second.text("tokenId");
    assert_eq!(company.root.delete(&format!("{tokens}/{left}")).await.status, 204);
    assert_eq!(disable(&mut company, "DISABLE").await.status, 204);
    assert_eq!(provisioning(&mut company).await, Value::Null);
}

#[tokio::test]
async fn without_the_right_token_nothing_is_answered_or_changed() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let right = format!("Bearer {}", client.token);
    let body = person("new@anycompany.example").to_string();
    let almost = format!("{}A", &client.token[..42]);
    for headers in [
        vec![],
        vec![("authorization", "")],
        vec![("authorization", "Bearer ")],
        vec![("authorization", client.token.as_str())],
        vec![("authorization", "Bearer AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA")],
        vec![("authorization", "Bearer not-a-token")],
        vec![("authorization", "Basic dXNlcjpwYXNz")],
        vec![("authorization", right.as_str()), ("authorization", right.as_str())],
        vec![("cookie", right.as_str())],
    ] {
        for (method, path) in [
            ("POST", "Users"),
            ("GET", "Users"),
            ("GET", "ServiceProviderConfig"),
            ("POST", "Bulk"),
            ("DELETE", "Users/1"),
        ] {
            client
                .raw(method, path, &headers, body.clone())
                .await
                .must_refuse(401, None);
        }
    }
    if almost != client.token {
        let headers = format!("Bearer {almost}");
        client
            .raw("GET", "Users", &[("authorization", &headers)], String::new())
            .await
            .must_refuse(401, None);
    }
    let mut other = client.clone();
    other.tenant = "11111111111-2222-3333-4444-555555555555".to_owned();
    other.get("Users").await.must_refuse(401, None);
    let lower = format!("bearer {}", client.token);
    client
        .raw("GET", "Users", &[("authorization", &lower)], String::new())
        .await
        .must(200);
    let none = client
        .find("Users", "userName eq \"new@anycompany.example\"")
        .await
        .must(200);
    assert_eq!(none["totalResults"], 0);

    // Switching the source ends it, and switching back does not bring it back.
    company.disconnect().await;
    client.get("Users").await.must_refuse(401, None);
    company.connect(&[7]).await;
    client.get("Users").await.must_refuse(401, None);
    assert_eq!(provisioning(&mut company).await, Value::Null);
}

#[tokio::test]
async fn the_endpoint_says_what_it_can_and_refuses_the_rest() {
    let mut company = Company::connected().await;
    let client = Client::of(&mut company).await;
    let config = client.get("ServiceProviderConfig").await.must(200);
    assert_eq!(config["patch"]["supported"], true);
    for no in ["bulk", "changePassword", "sort", "etag"] {
        assert_eq!(config[no]["supported"], false, "{no}");
    }
    assert_eq!(client.get("ResourceTypes").await.must(200)["totalResults"], 2);
    let schemas = client.get("Schemas").await.must(200);
    assert_eq!(schemas["totalResults"], 3);
    for schema in schemas["Resources"].as_array().unwrap() {
        let id = schema["id"].as_str().unwrap();
        assert_eq!(&client.get(&format!("Schemas/{id}")).await.must(200), schema);
    }
    client.get("Schemas/urn:none").await.must_refuse(404, None);
    for (method, path) in [
        ("GET", "Me"),
        ("POST", "Bulk"),
        ("POST", ".search"),
        ("POST", "Users/.search"),
        ("DELETE", "Users"),
        ("PUT", "Groups/1"),
        ("GET", "Users/1/2"),
    ] {
        client
            .send(method, path, &json!({}))
            .await
            .must_refuse(400, Some("invalidSyntax"));
    }
}
