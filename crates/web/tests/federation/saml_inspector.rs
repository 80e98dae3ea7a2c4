//! The inspector: a response that is pasted is judged as a sign-in would judge it, and stays unused.

use serde_json::{Value, json};
use vestibule_saml::{Fault, post};

use crate::common::{Answer, Browser, MANAGEMENT, Signs as _, password_of};
use crate::saml_company::{Company, PREFIX, make_role, post_to, provider_arn, role_arn, trust};

async fn inspect(browser: &mut Browser, xml: &str, account: &str) -> Answer {
    let form = json!({ "samlResponse": post::encode(xml), "providerArn": provider_arn(account) });
    browser.post("/api/saml/inspect", form).await
}

fn outcomes(checks: &Value) -> Vec<(&str, &str)> {
    let checks = checks.as_array().unwrap().iter();
    checks
        .map(|check| (check["name"].as_str().unwrap(), check["outcome"].as_str().unwrap()))
        .collect()
}

#[tokio::test]
async fn a_right_response_passes_and_is_not_used_up() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let xml = {
        let says = company.says();
        company.written(&says, None)
    };
    for _ in 0..2 {
        let seen = inspect(&mut company.root, &xml, &account).await;
        assert_eq!(seen.status, 200, "{seen:?}");
        assert_eq!(seen.body["isSigned"], true);
        assert_eq!(seen.body["wouldSignIn"], true, "{seen:?}");
        assert_eq!(seen.text("answer"), "The console opens.");
        assert_eq!(seen.text("subject"), "carla-7f3a");
        let all = outcomes(&seen.body["report"]["checks"]);
        assert!(all.iter().all(|(_, outcome)| *outcome == "passed"), "{all:?}");
        // What was found is said in sentences.
        let checks = seen.body["report"]["checks"].as_array().unwrap();
        let answered = checks.iter().find(|check| check["name"] == "in-response-to").unwrap();
        assert_eq!(answered["words"], json!(["None: the identity provider began."]));
        let role = &seen.body["roles"][0];
        assert_eq!(role["role"], role_arn(&account, "Reader"));
        let names: Vec<&str> = outcomes(&role["checks"]).into_iter().map(|(name, _)| name).collect();
        assert_eq!(
            names,
            [
                "session-name",
                "source-identity",
                "session-tags",
                "role",
                "trust-policy",
                "session-duration"
            ]
        );
        let reason = role["checks"][4]["words"][0].as_str().unwrap();
        assert!(
            reason.starts_with("sts:AssumeRoleWithSAML: Statement 1 of the role trust policy"),
            "{reason}"
        );
    }
    // XML as it is, too.
    let form = json!({ "samlResponse": xml, "providerArn": provider_arn(&account) });
    let seen = company.root.post("/api/saml/inspect", form).await;
    assert_eq!(seen.body["wouldSignIn"], true);
    post_to(&mut company.browser(), &xml, None).await.must_step("signed-in");
    let seen = inspect(&mut company.root, &xml, &account).await;
    assert_eq!(seen.body["report"]["failed"], "one-time");
    assert_eq!(seen.body["wouldSignIn"], false);
}

#[tokio::test]
async fn what_is_too_old_still_tells_what_its_roles_say() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let mut says = company.says();
    says.issued = -3600;
    says.set(
        "Role",
        &[
            &company.pair("Reader"),
            &company.pair("reader"),
            &company.pair("Nobody"),
        ],
    );
    let xml = company.written(&says, None);
    let seen = inspect(&mut company.root, &xml, &account).await;
    assert_eq!(seen.body["report"]["failed"], "age");
    assert_eq!(
        seen.text("answer"),
        "Token must be redeemed within 5 minutes of issuance (service: AWSSecurityTokenService; status code: 400; error code: ExpiredTokenException)"
    );
    let roles = seen.body["roles"].as_array().unwrap();
    let refusals: Vec<bool> = roles.iter().map(|role| role["refusal"].is_null()).collect();
    assert_eq!(refusals, [true, false, false]);
    assert_eq!(check_of(&roles[1], "role"), "failed");
    assert_eq!(check_of(&roles[1], "trust-policy"), "not-reached");
}

fn check_of<'a>(role: &'a Value, name: &str) -> &'a str {
    let found = role["checks"]
        .as_array()
        .unwrap()
        .iter()
        .find(|check| check["name"] == name);
    found.unwrap()["outcome"].as_str().unwrap()
}

#[tokio::test]
async fn names_that_are_almost_right_are_pointed_out() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let mut says = company.says();
    for (name, _) in &mut says.attributes {
        if name.ends_with("/Role") {
            *name = format!("{PREFIX}role");
        }
    }
    says.attributes.push((
        "http://aws.amazon.com/SAML/Attributes/SessionDuration".to_owned(),
        vec!["900".to_owned()],
    ));
    let xml = company.written(&says, None);
    let seen = inspect(&mut company.root, &xml, &account).await;
    assert_eq!(seen.body["isSigned"], true);
    assert_eq!(seen.body["report"]["failed"], "role-pair");
    let suspects: Vec<&str> = seen.body["attributes"]
        .as_array()
        .unwrap()
        .iter()
        .filter(|attribute| attribute["isSuspect"] == true)
        .map(|attribute| attribute["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        suspects,
        [
            "https://aws.amazon.com/SAML/Attributes/role",
            "http://aws.amazon.com/SAML/Attributes/SessionDuration"
        ]
    );
}

#[tokio::test]
async fn of_what_is_not_signed_nothing_is_believed() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let says = company.says();
    let unsigned = company.written(&says, Some(Fault::Unsigned));
    let mut foreign = company.says();
    foreign.key = 9;
    let foreign = company.written(&foreign, None);
    for (xml, failed) in [(unsigned, "signed"), (foreign, "certificate")] {
        let seen = inspect(&mut company.root, &xml, &account).await;
        assert_eq!(seen.body["isSigned"], false, "{seen:?}");
        assert_eq!(seen.body["report"]["failed"], failed);
        assert_eq!(seen.body["roles"], json!([]));
        assert!(seen.text("answer").starts_with("Response signature invalid"));
        // What it claims is shown as a claim.
        assert_eq!(seen.text("subject"), "carla-7f3a");
        assert_eq!(seen.body["attributes"].as_array().unwrap().len(), 2);
    }
    for text in ["", "not base64", "PHg+"] {
        let form = json!({ "samlResponse": text, "providerArn": provider_arn(&account) });
        let seen = company.root.post("/api/saml/inspect", form).await;
        assert_eq!(seen.status, 200, "{seen:?}");
        assert_eq!(seen.body["wouldSignIn"], false);
    }
}

#[tokio::test]
async fn only_whoever_may_read_the_provider_may_inspect() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let says = company.says();
    let xml = company.written(&says, None);
    let nobody = inspect(&mut company.browser(), &xml, &account).await;
    nobody.must_refuse(401, "NOT_SIGNED_IN");
    let world = company.machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let refused = inspect(&mut alice, &xml, &account).await;
    refused.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(refused.body["denial"]["action"], "iam:GetSAMLProvider");
    let (mut finance, _) = company.with_finance().await;
    inspect(&mut finance, &xml, &account)
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");

    // A role of another account is named, and not looked into.
    let other = finance.account_id().await;
    make_role(&mut company.root, "Writer", 3600, &trust(&account)).await;
    let mut says = company.says();
    let foreign = format!("{},{}", role_arn(&other, "Reader"), provider_arn(&other));
    says.set("Role", &[&company.pair("Writer"), &foreign]);
    let xml = company.written(&says, None);
    let seen = inspect(&mut company.root, &xml, &account).await;
    assert_eq!(seen.body["roles"][0]["refusal"], json!(null), "{seen:?}");
    assert_eq!(check_of(&seen.body["roles"][1], "trust-policy"), "not-reached");
    assert_eq!(seen.text("answer"), "The page to choose one of 2 roles.");
}
