//! The scenarios of Getting started: they can be played, and are done when the store says so.

use crate::common::devices::{SITE, add_app, ask_key, offered, shown_code, signed_in, step_now, try_code, try_key};
use crate::common::{FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs as _, password_of};
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

#[tokio::test]
async fn in_a_new_world_nothing_is_done_and_everyone_is_there() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let list = person.get("/world/scenarios").await;
    let scenarios = list.body.as_array().unwrap();
    assert_eq!(scenarios.len(), 7);
    for scenario in scenarios {
        assert_eq!(scenario["done"], false, "{scenario}");
        assert!(scenario["steps"].as_array().unwrap().len() > 2, "{scenario}");
        for name in scenario["people"].as_array().unwrap() {
            assert_eq!(person.entry(name.as_str().unwrap()).await["hasPassword"], true);
        }
    }
    // Over again, in a new world.
    assert_eq!(person.post("/world/new", Value::Null).await.status, 204);
    assert!(done(&mut person).await.is_empty());
}

#[tokio::test]
async fn the_first_sign_in_that_cannot_be_finished() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut lena = machine.browser().await;
    let mut mira = machine.browser().await;
    let lenas = person.password("lena").await;
    lena.iam(MANAGEMENT, "lena", &lenas).await.must_step("new-password");
    let refused = lena.new_password(&lenas, NEW).await;
    refused.must_refuse(403, "CHANGE_PASSWORD_REFUSED");
    assert!(
        refused.text("message").starts_with("Either user is not authorized"),
        "{refused:?}"
    );

    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let set = json!({ "password": NEW, "resetRequired": false });
    assert_eq!(root.put("/api/users/mira/password", set.clone()).await.status, 200);
    mira.iam(MANAGEMENT, "mira", NEW).await.must_step("signed-in");
    assert!(done(&mut person).await.is_empty(), "lena is not in");
    assert_eq!(root.put("/api/users/lena/password", set).await.status, 200);
    assert!(done(&mut person).await.is_empty(), "a password is no sign-in");
    lena.iam(MANAGEMENT, "lena", NEW).await.must_step("signed-in");
    assert_eq!(done(&mut person).await, ["first-sign-in"]);
}

#[tokio::test]
async fn forced_mfa_denies_until_the_session_began_with_it() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut zara = signed_in(&machine, MANAGEMENT, "zara").await;
    let s3 = "/api/console/services/s3?region=us-east-1";
    assert_eq!(bucket_list(&zara.get(s3).await), "refused");
    let app = add_app(&machine, &mut zara, "phone").await;
    let refused = zara.get(s3).await;
    assert_eq!(bucket_list(&refused), "refused", "this session began without");
    let reasons = refused.body["sections"][0]["shown"]["refusal"]["denial"]["reasons"].to_string();
    assert!(
        reasons.contains("Force_MFA") && reasons.contains("Newcomers"),
        "{reasons}"
    );
    assert!(done(&mut person).await.is_empty());
    zara.sign_out().await;
    let password = person.password("zara").await;
    let step = zara.iam(MANAGEMENT, "zara", &password).await;
    let device = offered(&step, "virtual");
    machine.pass(30);
    try_code(&mut zara, &device, &app.code(step_now(&machine)))
        .await
        .must_step("signed-in");
    assert_eq!(bucket_list(&zara.get(s3).await), "table");
    assert_eq!(done(&mut person).await, ["force-mfa"]);
}

#[tokio::test]
async fn breaking_the_glass() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let finance = person.account("breakglass").await;
    let graces = person.password("grace").await;
    person
        .iam(&finance, "grace", &graces)
        .await
        .must_refuse(403, "PASSWORD_EXPIRED");
    // The root user's help is not what this is about.
    let mut root = machine.root(FINANCE_ROOT).await;
    let set = json!({ "password": NEW, "resetRequired": false });
    assert_eq!(root.put("/api/users/grace/password", set.clone()).await.status, 200);
    assert!(done(&mut person).await.is_empty());

    let password = person.password("breakglass").await;
    person.iam(&finance, "breakglass", &password).await.must_step("mfa");
    let options = ask_key(&mut person).await;
    let list = person.get("/desk/security-keys").await;
    let keys = list.body["keys"].as_array().unwrap();
    let key = keys
        .iter()
        .find(|key| key["name"] == "breakglass's security key")
        .unwrap();
    let form = json!({ "origin": SITE, "options": options, "pin": null });
    let touched = person
        .post(&format!("/desk/security-keys/{}/authenticate", key["id"]), form)
        .await;
    try_key(&mut person, &touched.body["credential"])
        .await
        .must_step("signed-in");
    assert_eq!(person.put("/api/users/frank/password", set.clone()).await.status, 200);
    assert!(done(&mut person).await.is_empty(), "frank is not grace");
    assert_eq!(person.put("/api/users/grace/password", set).await.status, 200);
    assert_eq!(done(&mut person).await, ["break-glass"]);
}

#[tokio::test]
async fn a_region_that_even_root_cannot_use() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let west = "/api/console/services/ec2?region=us-west-2";
    let mut finance = machine.root(FINANCE_ROOT).await;
    assert_eq!(bucket_list(&finance.get(west).await), "refused");
    let mut management = machine.root(MANAGEMENT_ROOT).await;
    let tree = management.get("/api/organization/tree").await;
    let units = tree.body["units"].as_array().unwrap();
    let unit = units.iter().find(|unit| unit["name"] == "Workloads").unwrap()["id"].clone();
    let list = management.get("/api/organization/policies?kind=service").await;
    let policies = list
        .body
        .as_array()
        .or_else(|| list.body["policies"].as_array())
        .unwrap();
    let policy = policies
        .iter()
        .find(|policy| policy["name"] == "AllowedRegions")
        .unwrap()["id"]
        .clone();
    assert!(done(&mut person).await.is_empty());
    let path = format!(
        "/api/organization/targets/{}/policies/{}",
        unit.as_str().unwrap(),
        policy.as_str().unwrap()
    );
    let detached = management.delete(&path).await;
    assert!(matches!(detached.status, 200 | 204), "{detached:?}");
    assert_eq!(bucket_list(&finance.get(west).await), "table");
    assert_eq!(done(&mut person).await, ["blocked-region"]);
}

#[tokio::test]
async fn a_role_that_demands_mfa() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let finance = person.account("breakglass").await;
    let form = json!({ "account": finance, "roleName": "LedgerReader", "displayName": null, "color": null });
    let mut rosa = signed_in(&machine, MANAGEMENT, "rosa").await;
    let refused = rosa.post("/api/switch-role", form.clone()).await;
    refused.must_refuse(403, "SWITCH_ROLE_REFUSED");
    let reasons = refused.body["denial"]["reasons"].to_string();
    assert!(reasons.contains("role trust policy"), "{reasons}");
    let app = add_app(&machine, &mut rosa, "phone").await;
    rosa.post("/api/switch-role", form.clone())
        .await
        .must_refuse(403, "SWITCH_ROLE_REFUSED");
    assert!(done(&mut person).await.is_empty());

    rosa.sign_out().await;
    let password = person.password("rosa").await;
    let step = rosa.iam(MANAGEMENT, "rosa", &password).await;
    let device = offered(&step, "virtual");
    machine.pass(30);
    try_code(&mut rosa, &device, &app.code(step_now(&machine)))
        .await
        .must_step("signed-in");
    let ledger = "/api/console/services/s3/resource?arn=arn:aws:s3:::anycompany-ledger";
    assert_eq!(bucket_list(&rosa.get(ledger).await), "refused");
    assert_eq!(rosa.post("/api/switch-role", form).await.status, 200);
    assert_eq!(bucket_list(&rosa.get(ledger).await), "table");
    let who = rosa.get("/api/console/identity").await;
    assert!(who.text("arn").ends_with(":assumed-role/LedgerReader/rosa"), "{who:?}");
    assert!(who.text("userId").starts_with("AROA") && who.text("userId").ends_with(":rosa"));
    assert!(who.text("accessKeyId").starts_with("ASIA"));
    assert_eq!(who.text("account"), finance);
    assert_eq!(done(&mut person).await, ["role-with-mfa"]);
}

#[tokio::test]
async fn adam_is_an_administrator_and_rosa_is_nobody_yet() {
    let machine = Machine::new();
    let mut adam = signed_in(&machine, MANAGEMENT, "adam").await;
    assert_eq!(adam.get("/api/users").await.status, 200);
    let mut rosa = signed_in(&machine, MANAGEMENT, "rosa").await;
    rosa.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    // An administrator of one account is nobody in another.
    let world = machine.world().await;
    let password = password_of(&world, "ivan").await;
    let mut person = machine.person().await;
    let step = person.iam(MANAGEMENT, "ivan", &password).await;
    let code = shown_code(&mut person, "ivan").await;
    try_code(&mut person, &offered(&step, "virtual"), &code)
        .await
        .must_step("signed-in");
    person.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
}
