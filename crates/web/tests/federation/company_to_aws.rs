//! The company and AWS, both real: builds and contractors by web identity, the broker's links.

use serde_json::{Value, json};

use crate::common::{Answer, Machine, Person, Signs as _};
use crate::company::signed_in;

async fn run(person: &mut Person, build: &str) -> Value {
    let run = person
        .post(&format!("/company/api/builds/{build}/run"), json!({}))
        .await;
    assert_eq!(run.status, 200, "{run:?}");
    run.body
}

async fn faults(admin: &mut Person, on: &[&str]) {
    let set = admin.put("/company/api/admin/faults", json!({ "on": on })).await;
    assert_eq!(set.status, 200, "{set:?}");
}

#[tokio::test]
async fn a_build_of_the_main_branch_gets_its_role_and_another_one_does_not() {
    let machine = Machine::new();
    let mut hugo = signed_in(&machine, "hugo").await;
    let page = hugo.get("/company/api/builds").await;
    assert_eq!(
        page.body["jobs"][0]["subject"],
        "repo:anycompany/shop:ref:refs/heads/main"
    );
    let right = run(&mut hugo, "shop-main").await;
    assert_eq!(right["outcome"], "assumed", "{right}");
    assert!(right["accessKeyId"].as_str().unwrap().starts_with("ASIA"));
    assert!(
        right["arn"]
            .as_str()
            .unwrap()
            .ends_with(":assumed-role/CompanyBuild/shop-main")
    );
    let wrong = run(&mut hugo, "shop-try").await;
    assert_eq!(
        (&wrong["outcome"], &wrong["code"]),
        (&json!("refused"), &json!("AccessDenied"))
    );
    let page = hugo.get("/company/api/builds").await;
    assert_eq!(page.body["runs"].as_array().unwrap().len(), 2);
    assert!(!page.body.to_string().to_lowercase().contains("secret"));
}

#[tokio::test]
async fn aws_names_what_is_wrong_with_a_token() {
    let machine = Machine::new();
    let mut hugo = signed_in(&machine, "hugo").await;
    for (fault, code) in [
        ("token-expired", "ExpiredTokenException"),
        ("token-audience", "InvalidIdentityToken"),
        ("token-issuer", "InvalidIdentityToken"),
    ] {
        faults(&mut hugo, &[fault]).await;
        let refused = run(&mut hugo, "shop-main").await;
        assert_eq!(refused["code"], code, "{fault}: {refused}");
    }
    faults(&mut hugo, &[]).await;
    assert_eq!(run(&mut hugo, "shop-main").await["outcome"], "assumed");
}

#[tokio::test]
async fn tokens_of_rsa_and_of_the_next_key_are_taken_too() {
    let machine = Machine::new();
    let mut hugo = signed_in(&machine, "hugo").await;
    let page = hugo.get("/company/api/admin/oidc").await;
    let mut settings = page.body["settings"].clone();
    settings["algorithm"] = json!("rsa2048");
    let set = hugo.put("/company/api/admin/oidc", settings.clone()).await;
    assert_eq!(set.status, 200, "{set:?}");
    assert_eq!(run(&mut hugo, "shop-main").await["outcome"], "assumed");
    settings["algorithm"] = json!("p256");
    hugo.put("/company/api/admin/oidc", settings).await;
    let added = hugo
        .post("/company/api/admin/oidc/keys", json!({ "algorithm": "p256" }))
        .await;
    let keys = added.body["keys"].as_array().unwrap();
    let next = keys.iter().find(|key| key["state"] == "next").unwrap()["id"].clone();
    let path = format!("/company/api/admin/oidc/keys/{}/activate", next.as_str().unwrap());
    assert_eq!(hugo.post(&path, json!({})).await.status, 200);
    assert_eq!(run(&mut hugo, "shop-main").await["outcome"], "assumed");
}

#[tokio::test]
async fn a_contractor_gets_the_role_that_trusts_her_and_no_other() {
    let machine = Machine::new();
    let mut gita = signed_in(&machine, "gita").await;
    let page = gita.get("/company/api/web-identity").await;
    let role = page.text("roleArn").to_owned();
    let assumed = gita
        .post("/company/api/web-identity/assume", json!({ "roleArn": role }))
        .await;
    assert_eq!(assumed.status, 200, "{assumed:?}");
    assert!(assumed.text("arn").ends_with(":assumed-role/CompanyContractor/gita"));
    assert!(assumed.text("accessKeyId").starts_with("ASIA"));
    let other = role.replace("CompanyContractor", "CompanyBuild");
    let refused = gita
        .post("/company/api/web-identity/assume", json!({ "roleArn": other }))
        .await;
    refused.must_refuse(502, "REMOTE_REFUSED");
    assert_eq!(refused.body["remote"]["code"], "AccessDenied", "{refused:?}");
}

async fn link(person: &mut Person) -> Answer {
    person.post("/company/api/broker/link", json!({})).await
}

/// Follows a link as the browser does.
async fn follow(person: &mut Person, link: &Answer) -> Answer {
    let address = url::Url::parse(link.text("address")).unwrap();
    assert_eq!(address.host_str(), Some("signin.aws.amazon.com"));
    let value = |name: &str| {
        let found = address.query_pairs().find(|(found, _)| found == name);
        found.unwrap().1.into_owned()
    };
    let form = json!({
        "signinToken": value("SigninToken"), "destination": value("Destination"), "issuer": value("Issuer"),
    });
    person.post("/api/federation/login", form).await
}

#[tokio::test]
async fn the_brokers_link_opens_the_console_once_and_leads_back() {
    let machine = Machine::new();
    let mut hugo = signed_in(&machine, "hugo").await;
    let page = hugo.get("/company/api/broker").await;
    assert_eq!(page.body["isConfigured"], true, "{page:?}");
    let made = link(&mut hugo).await;
    assert_eq!(made.status, 200, "{made:?}");
    let entered = follow(&mut hugo, &made).await;
    assert_eq!(entered.status, 200, "{entered:?}");
    let view = hugo.get("/api/session").await;
    assert_eq!(view.body["status"], "signed-in");
    assert!(
        view.body["identity"]["displayName"]
            .as_str()
            .unwrap()
            .starts_with("CompanyBroker/hugo"),
        "{view:?}"
    );
    follow(&mut hugo, &made).await.must_refuse(410, "SIGN_IN_TOKEN_INVALID");
    let out = hugo.sign_out().await;
    assert_eq!(out.text("signInAddress"), "https://sso.anycompany.example/broker");
}

#[tokio::test]
async fn a_link_is_over_after_fifteen_minutes() {
    let machine = Machine::new();
    let mut hugo = signed_in(&machine, "hugo").await;
    let made = link(&mut hugo).await;
    hugo.advance(15 * 60).await;
    follow(&mut hugo, &made).await.must_refuse(410, "SIGN_IN_TOKEN_INVALID");
    let made = link(&mut hugo).await;
    assert_eq!(follow(&mut hugo, &made).await.status, 200);
}

#[tokio::test]
async fn the_broker_asks_for_a_federated_user_and_hears_refusals() {
    let machine = Machine::new();
    let mut hugo = signed_in(&machine, "hugo").await;
    let page = hugo.get("/company/api/admin/broker").await;
    assert_eq!(page.body["hasSecret"], true, "{page:?}");
    let role = page.body["settings"].clone();
    let mut settings = role.clone();
    let policy = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Effect": "Allow", "Action": "s3:*", "Resource": "*" }],
    });
    settings["mode"] = json!({ "kind": "federation-token", "policy": policy.to_string() });
    let set = hugo.put("/company/api/admin/broker", settings.clone()).await;
    assert_eq!(set.status, 200, "{set:?}");
    let made = link(&mut hugo).await;
    assert_eq!(made.status, 200, "{made:?}");
    assert!(made.text("arn").ends_with(":federated-user/hugo"));
    assert_eq!(follow(&mut hugo, &made).await.status, 200);

    // A federated user's console takes no duration of its own.
    settings["consoleSeconds"] = json!(3600);
    hugo.put("/company/api/admin/broker", settings).await;
    let refused = link(&mut hugo).await;
    refused.must_refuse(502, "REMOTE_REFUSED");

    let mut wrong = role.clone();
    wrong["mode"]["roleArn"] = json!(
        role["mode"]["roleArn"]
            .as_str()
            .unwrap()
            .replace("Broker", "Administrator")
    );
    hugo.put("/company/api/admin/broker", wrong).await;
    let refused = link(&mut hugo).await;
    refused.must_refuse(502, "REMOTE_REFUSED");
    assert_eq!(refused.body["remote"]["code"], "AccessDenied", "{refused:?}");

    let mut secret = role;
    secret["secretAccessKey"] = json!("not-the-secret");
    hugo.put("/company/api/admin/broker", secret).await;
    let refused = link(&mut hugo).await;
    assert_eq!(refused.body["remote"]["code"], "SignatureDoesNotMatch", "{refused:?}");
}
