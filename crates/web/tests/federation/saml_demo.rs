//! AnyCompany's people in the demo accounts: who gets in where, by what the company really sends.

use serde_json::{Value, json};

use crate::common::{FINANCE_ROOT, MANAGEMENT_ROOT, Machine, Person, Signs as _};
use crate::company::signed_in;
use crate::saml_company::check;

/// Opens the console from the company's portal, and posts on what it hands over.
async fn open(person: &mut Person, role: Option<&str>) -> crate::common::Answer {
    let form = person.post("/company/api/portal/aws-console", json!({})).await;
    assert_eq!(form.status, 200, "{form:?}");
    assert_eq!(form.text("action"), "https://signin.aws.amazon.com/saml");
    post(person, &form.body, role).await
}

async fn post(person: &mut Person, form: &Value, role: Option<&str>) -> crate::common::Answer {
    let body = json!({
        "samlResponse": form["samlResponse"], "relayState": form["relayState"], "roleIndex": role, "address": form["action"],
    });
    person.post("/api/saml", body).await
}

#[tokio::test]
async fn carla_has_one_role_and_the_session_goes_back_to_nobody() {
    let machine = Machine::new();
    let mut carla = signed_in(&machine, "carla").await;
    open(&mut carla, None).await.must_step("signed-in");
    let view = carla.get("/api/session").await;
    let identity = &view.body["identity"];
    assert_eq!(identity["accountName"], "AnyCompany Finance");
    assert!(
        identity["displayName"]
            .as_str()
            .unwrap()
            .starts_with("CompanyAnalyst/carla")
    );
    let out = carla.sign_out().await;
    assert_eq!(out.text("signInAddress"), "https://signin.aws.amazon.com/signin");
}

#[tokio::test]
async fn dario_chooses_among_three_roles_in_two_accounts() {
    let machine = Machine::new();
    let mut dario = signed_in(&machine, "dario").await;
    let form = dario.post("/company/api/portal/aws-console", json!({})).await;
    let choice = post(&mut dario, &form.body, None).await;
    choice.must_step("choose-role");
    let accounts = choice.body["accounts"].as_array().unwrap();
    let names: Vec<Vec<&str>> = accounts
        .iter()
        .map(|account| {
            let roles = account["roles"].as_array().unwrap().iter();
            roles.map(|role| role["name"].as_str().unwrap()).collect()
        })
        .collect();
    assert_eq!(
        names,
        [vec!["CompanyAnalyst"], vec!["CompanyDeveloper", "CompanyOnCall"]]
    );
    let on_call = accounts[1]["roles"][1]["arn"].as_str().unwrap().to_owned();
    post(&mut dario, &form.body, Some(&on_call))
        .await
        .must_step("signed-in");
    let view = dario.get("/api/session").await;
    assert_eq!(view.body["identity"]["accountAlias"], "anycompany");
}

#[tokio::test]
async fn elena_opens_what_her_department_owns() {
    let machine = Machine::new();
    let mut elena = signed_in(&machine, "elena").await;
    open(&mut elena, None).await.must_step("signed-in");
    for (service, own, foreign) in [
        ("dynamodb", "website-visits", "support-tickets"),
        ("secretsmanager", "warehouse/reader", "chat/webhook"),
    ] {
        let page = elena
            .get(&format!("/api/console/services/{service}?region=us-east-1"))
            .await;
        let text = page.body.to_string();
        for (name, opens) in [(own, true), (foreign, false)] {
            assert!(text.contains(name), "{text}");
            let link = find_arn(&page.body, name);
            let resource = elena
                .get(&format!("/api/console/services/{service}/resource?arn={link}"))
                .await;
            let is_refused = resource.body.to_string().contains("ACCESS_DENIED");
            assert_eq!(!is_refused, opens, "{name} {resource:?}");
        }
    }
}

/// The ARN of a row that has this name.
fn find_arn(page: &Value, name: &str) -> String {
    let text = page.to_string();
    let at = text
        .match_indices("arn:aws:")
        .map(|(at, _)| text[at..].split('"').next().unwrap().to_owned())
        .find(|arn| arn.contains(name));
    at.unwrap_or_else(|| panic!("{name} in {text}"))
}

#[tokio::test]
async fn farid_is_refused_and_the_report_names_the_case() {
    let machine = Machine::new();
    let mut farid = signed_in(&machine, "farid").await;
    let refused = open(&mut farid, None).await;
    refused.must_refuse(403, "SAML_REFUSED");
    assert!(
        refused
            .text("message")
            .starts_with("Not authorized to perform sts:AssumeRoleWithSAML")
    );
    assert_eq!(refused.body["report"]["failed"], "role");
    let words = check(&refused, "role")["words"][0].as_str().unwrap().to_owned();
    assert!(
        words.contains("role/companysupport") && words.contains("role/CompanySupport"),
        "{words}"
    );
}

#[tokio::test]
async fn what_is_deleted_stays_deleted() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let id = root.account_id().await;
    let arn = format!("arn:aws:iam::{id}:saml-provider/AnyCompanySSO");
    let path = format!("/api/identity-providers?arn={arn}");
    assert_eq!(root.delete(&path).await.status, 204);
    let again = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let list = root.get("/api/identity-providers").await;
    assert!(!list.body.to_string().contains("AnyCompanySSO"), "{list:?}");
    let mut finance = machine.root(FINANCE_ROOT).await;
    let list = finance.get("/api/identity-providers").await;
    assert!(list.body.to_string().contains("AnyCompanySSO"), "{list:?}");
    drop(again);

    // Elena's only provider is gone.
    let mut elena = signed_in(&machine, "elena").await;
    let refused = open(&mut elena, None).await;
    refused.must_refuse(403, "SAML_REFUSED");
    assert_eq!(refused.text("message"), "Specified provider doesn't exist.");
}
