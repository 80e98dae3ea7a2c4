//! The walks at the company of Getting started: each is done when what was found out is on record, and not before.

use serde_json::{Value, json};

use crate::common::{Answer, Machine, Person, Signs as _};
use crate::company::{sign_in, signed_in};

/// The walks, as somebody who looks at Getting started is told.
async fn walks(person: &mut Person) -> Vec<Value> {
    let list = person.get("/world/company-walks").await;
    assert_eq!(list.status, 200, "{list:?}");
    list.body.as_array().unwrap().clone()
}

async fn done(person: &mut Person) -> Vec<String> {
    let walks = walks(person).await;
    let done = walks.iter().filter(|walk| walk["done"] == true);
    done.map(|walk| walk["id"].as_str().unwrap().to_owned()).collect()
}

async fn sign_out(person: &mut Person) {
    let out = person.post("/company/api/sign-out", json!({})).await;
    assert!(out.status < 300, "{out:?}");
}

/// From the company's tile to AWS, with a role where there are several.
async fn open_console(person: &mut Person, role: Option<&str>) -> Answer {
    let form = person.post("/company/api/portal/aws-console", json!({})).await;
    assert_eq!(form.status, 200, "{form:?}");
    let body = json!({
        "samlResponse": form.body["samlResponse"], "relayState": form.body["relayState"],
        "roleIndex": role, "address": form.body["action"],
    });
    person.post("/api/saml", body).await
}

#[tokio::test]
async fn in_a_new_world_nothing_is_done_and_everyone_is_there() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let walks = walks(&mut person).await;
    assert_eq!(walks.len(), 7);
    for walk in &walks {
        // Looking leaves no record: nobody can say whether that was done.
        let unknown = walk["id"] == "department";
        assert_eq!(walk["done"], if unknown { Value::Null } else { json!(false) }, "{walk}");
        for name in walk["people"].as_array().unwrap() {
            assert_eq!(person.entry(name.as_str().unwrap()).await["hasPassword"], true);
        }
    }
    // Done in one world is not done in the next.
    sign_in(&mut person, "carla").await.must_step("signed-in");
    open_console(&mut person, None).await.must_step("signed-in");
    assert_eq!(done(&mut person).await, ["one-role"]);
    assert_eq!(person.post("/world/new", Value::Null).await.status, 204);
    assert!(done(&mut person).await.is_empty());
}

#[tokio::test]
async fn who_has_several_roles_has_been_two_of_them() {
    let machine = Machine::new();
    let mut dario = signed_in(&machine, "dario").await;
    let choice = open_console(&mut dario, None).await;
    choice.must_step("choose-role");
    let roles: Vec<String> = choice.body["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .flat_map(|account| account["roles"].as_array().unwrap())
        .map(|role| role["arn"].as_str().unwrap().to_owned())
        .collect();
    // Being asked is not being in, and the same one again is no other one.
    assert!(done(&mut dario).await.is_empty());
    for _ in 0..2 {
        open_console(&mut dario, Some(&roles[0])).await.must_step("signed-in");
        assert!(done(&mut dario).await.is_empty());
    }
    open_console(&mut dario, Some(&roles[2])).await.must_step("signed-in");
    assert_eq!(done(&mut dario).await, ["three-roles"]);
}

#[tokio::test]
async fn a_mistake_is_found_when_he_is_let_in() {
    let machine = Machine::new();
    let mut person = signed_in(&machine, "farid").await;
    open_console(&mut person, None).await.must_refuse(403, "SAML_REFUSED");
    assert!(done(&mut person).await.is_empty());
    sign_out(&mut person).await;
    sign_in(&mut person, "hugo").await.must_step("signed-in");
    let page = person.get("/company/api/admin/mappings").await;
    let mappings = page.body.as_array().unwrap();
    let wrong = |mapping: &&Value| mapping["roleArn"].as_str().unwrap().ends_with("role/companysupport");
    let mapping = mappings.iter().find(wrong).unwrap();
    let right = json!({
        "groupId": mapping["groupId"], "providerArn": mapping["providerArn"],
        "roleArn": mapping["roleArn"].as_str().unwrap().replace("companysupport", "CompanySupport"),
    });
    let path = format!("/company/api/admin/mappings/{}", mapping["id"]);
    assert_eq!(person.put(&path, right).await.status, 200);
    assert!(done(&mut person).await.is_empty(), "nobody has come by it yet");
    sign_out(&mut person).await;
    // A code is good once.
    machine.pass(30);
    sign_in(&mut person, "farid").await.must_step("signed-in");
    open_console(&mut person, None).await.must_step("signed-in");
    assert_eq!(done(&mut person).await, ["wrong-case"]);
}

#[tokio::test]
async fn a_fault_counts_when_it_was_sent() {
    let machine = Machine::new();
    let mut hugo = signed_in(&machine, "hugo").await;
    let on = json!({ "on": ["unsigned"] });
    assert_eq!(hugo.put("/company/api/admin/faults", on).await.status, 200);
    assert!(done(&mut hugo).await.is_empty(), "nothing was sent yet");
    open_console(&mut hugo, None).await.must_refuse(403, "SAML_REFUSED");
    assert_eq!(done(&mut hugo).await, ["faults"]);
}

#[tokio::test]
async fn a_contractor_has_got_one_role_and_not_another() {
    let machine = Machine::new();
    let mut gita = signed_in(&machine, "gita").await;
    let page = gita.get("/company/api/web-identity").await;
    let own = page.text("roleArn").to_owned();
    let other = own.replace("CompanyContractor", "CompanyBuild");
    let path = "/company/api/web-identity/assume";
    let assumed = gita.post(path, json!({ "roleArn": own })).await;
    assert_eq!(assumed.status, 200, "{assumed:?}");
    assert!(done(&mut gita).await.is_empty());
    let refused = gita.post(path, json!({ "roleArn": other })).await;
    refused.must_refuse(502, "REMOTE_REFUSED");
    assert_eq!(done(&mut gita).await, ["contractor"]);
}

#[tokio::test]
async fn a_brokers_link_counts_when_somebody_came_by_it() {
    let machine = Machine::new();
    let mut hugo = signed_in(&machine, "hugo").await;
    // His own role is another way in.
    open_console(&mut hugo, None).await.must_step("signed-in");
    let link = hugo.post("/company/api/broker/link", json!({})).await;
    assert_eq!(link.status, 200, "{link:?}");
    assert!(done(&mut hugo).await.is_empty(), "nobody has opened it yet");
    let address = url::Url::parse(link.text("address")).unwrap();
    let token = address.query_pairs().find(|(name, _)| name == "SigninToken");
    let form = json!({ "signinToken": token.unwrap().1, "destination": "", "issuer": "" });
    let entered = hugo.post("/api/federation/login", form).await;
    assert_eq!(entered.status, 200, "{entered:?}");
    assert_eq!(done(&mut hugo).await, ["broker"]);
}
