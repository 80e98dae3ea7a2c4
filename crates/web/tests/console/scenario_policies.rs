//! The scenarios that are solved on the pages of policies.

use crate::common::devices::signed_in;
use crate::common::{MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs as _};
use serde_json::{Value, json};

const NEW: &str = "A-new-password-1";

async fn done(person: &mut Person) -> Vec<String> {
    let list = person.get("/world/scenarios").await;
    assert_eq!(list.status, 200, "{list:?}");
    let scenarios = list.body.as_array().unwrap();
    scenarios
        .iter()
        .filter(|scenario| scenario["done"] == true)
        .map(|scenario| scenario["id"].as_str().unwrap().to_owned())
        .collect()
}

fn bucket_list(page: &crate::common::Answer) -> &Value {
    &page.body["sections"][0]["shown"]["as"]
}

/// A new default version of a policy of the account.
async fn rewrite(root: &mut crate::common::Browser, name: &str, change: impl Fn(&str) -> String) {
    let account = root.account_id().await;
    let arn = format!("arn:aws:iam::{account}:policy/{name}");
    let query = arn.replace('/', "%2F");
    let old = root
        .get(&format!("/api/policies/versions?arn={query}&versionId=v1"))
        .await;
    let form = json!({
        "policyArn": arn, "document": change(old.text("document")), "setAsDefault": true, "expected": "v1",
    });
    let made = root.post("/api/policies/versions", form).await;
    assert_eq!(made.status, 200, "{made:?}");
}

#[tokio::test]
async fn the_first_sign_in_by_the_other_way_out() {
    let machine = Machine::new();
    let mut lena = machine.browser().await;
    let lenas = machine.person().await.password("lena").await;
    lena.iam(MANAGEMENT, "lena", &lenas).await.must_step("new-password");
    lena.new_password(&lenas, NEW)
        .await
        .must_refuse(403, "CHANGE_PASSWORD_REFUSED");
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    rewrite(&mut root, "Force_MFA", |text| {
        text.replace("\"NotAction\": [", "\"NotAction\": [\"iam:ChangePassword\",")
    })
    .await;
    lena.new_password(&lenas, NEW).await.must_step("signed-in");
}

#[tokio::test]
async fn allowed_and_still_denied_by_a_boundary() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let ec2 = "/api/console/services/ec2?region=us-east-1";
    let mut theo = signed_in(&machine, MANAGEMENT, "theo").await;
    assert_eq!(bucket_list(&theo.get(ec2).await), "refused");
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    rewrite(&mut root, "OnlyS3", |text| {
        text.replace("\"s3:*\"", "[\"s3:*\", \"ec2:Describe*\"]")
    })
    .await;
    assert_eq!(bucket_list(&theo.get(ec2).await), "table");
    assert_eq!(done(&mut person).await, ["boundary"]);
    // Without any boundary he sees them too, but that is not the point.
    assert_eq!(root.delete("/api/users/theo/boundary").await.status, 204);
    assert_eq!(bucket_list(&theo.get(ec2).await), "table");
    assert!(done(&mut person).await.is_empty());
}

#[tokio::test]
async fn an_administrator_takes_away_their_own_rights() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let policy = "arn:aws:iam::aws:policy/AdministratorAccess";
    let path = "/api/users/adam/policies";
    let mut adam = signed_in(&machine, MANAGEMENT, "adam").await;
    assert_eq!(adam.get("/api/users").await.status, 200);
    let query = policy.replace('/', "%2F");
    let detached = adam.delete(&format!("{path}?policyArn={query}")).await;
    assert_eq!(detached.status, 204, "{detached:?}");
    adam.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    let form = json!({ "policyArn": policy });
    adam.post(path, form.clone()).await.must_refuse(403, "ACCESS_DENIED");
    assert!(done(&mut person).await.is_empty());
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    assert_eq!(root.post(path, form).await.status, 204);
    assert_eq!(adam.get("/api/users").await.status, 200);
    assert_eq!(done(&mut person).await, ["own-rights"]);
}
