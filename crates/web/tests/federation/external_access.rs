//! What the company says of a person for access control, and what becomes of it.

use serde_json::{Value, json};

use super::external_company::{Company, MARY};
use crate::common::portal::open_console;
use crate::common::{Browser, Signs as _};

const PREFIX: &str = "https://aws.amazon.com/SAML/Attributes/AccessControl:";

/// Mary has a permission set in the management account that opens by department only.
async fn assigned(company: &mut Company) -> String {
    let account = company.root.account_id().await;
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*",
        "Condition": { "StringEquals": { "aws:PrincipalTag/Department": "Platform" } },
    }]});
    let form = json!({
        "name": "Abac", "description": "", "sessionSeconds": 3600, "relayState": "",
        "permissions": { "awsPolicies": [], "customerPolicies": [], "inlinePolicy": policy.to_string(), "boundary": null },
    });
    let made = company.root.post("/api/identity-center/permission-sets", form).await;
    assert_eq!(made.status, 200, "{made:?}");
    let page = company.root.get("/api/identity-center/users").await.body;
    let users = page["users"].as_array().unwrap();
    let mary = users.iter().find(|user| user["userName"] == MARY).unwrap()["id"].clone();
    let form = json!({
        "accountIds": [account], "permissionSetIds": [made.text("id")], "principals": [{ "kind": "user", "id": mary }],
    });
    let done = company.root.post("/api/identity-center/assignments", form).await;
    assert_eq!(done.body["failed"], 0, "{done:?}");
    account
}

async fn set(company: &mut Company, attributes: Value) {
    let form = json!({ "attributes": attributes });
    let saved = company.root.put("/api/identity-center/settings/attributes", form).await;
    assert_eq!(saved.status, 204, "{saved:?}");
}

/// Signs mary in with these attributes and opens the console; the session's tags, sorted, and whether users are listed.
async fn tags(company: &mut Company, account: &str, attributes: &[(&str, &str)]) -> (Vec<String>, bool) {
    let mut browser = company.browser();
    let mut says = company.says();
    says.attributes = attributes
        .iter()
        .map(|(key, value)| (format!("{PREFIX}{key}"), vec![(*value).to_owned()]))
        .collect();
    says.attributes
        .push(("groups".to_owned(), vec!["a".to_owned(), "b".to_owned()]));
    let landed = company.post(&mut browser, &company.signed(&says), "").await;
    assert_eq!(landed.status, 200, "{landed:?}");
    open_console(&mut browser, account, "Abac", "").await;
    (told(&mut browser).await, browser.get("/api/users").await.status == 200)
}

async fn told(browser: &mut Browser) -> Vec<String> {
    let view = browser.get("/api/session").await.body;
    let tags = view["federation"]["tags"].as_array().cloned().unwrap_or_default();
    let mut told: Vec<String> = tags
        .iter()
        .map(|tag| format!("{}={}", tag["key"].as_str().unwrap(), tag["value"].as_str().unwrap()))
        .collect();
    told.sort();
    told
}

#[tokio::test]
async fn attributes_become_session_tags_and_what_is_chosen_here_replaces_them() {
    let mut company = Company::connected().await;
    let account = assigned(&mut company).await;
    let platform = [("Department", "Platform"), ("CostCenter", "4130")];
    // Off: nothing is passed on.
    assert_eq!(tags(&mut company, &account, &platform).await, (vec![], false));
    // On, and nothing chosen here: as they were sent.
    set(&mut company, json!({})).await;
    let (told, may) = tags(&mut company, &account, &platform).await;
    assert_eq!(told, ["CostCenter=4130", "Department=Platform"]);
    assert!(may);
    assert!(!tags(&mut company, &account, &[("Department", "Audit")]).await.1);
    // Chosen here: the identity store's value counts, whatever was sent, in whatever case.
    set(&mut company, json!({ "department": "${path:userName}" })).await;
    let (told, may) = tags(&mut company, &account, &platform).await;
    assert_eq!(told, ["CostCenter=4130".to_owned(), format!("department={MARY}")]);
    assert!(!may);
    // Also where the identity store has none.
    set(&mut company, json!({ "Department": "${path:enterprise.department}" })).await;
    assert_eq!(tags(&mut company, &account, &platform).await.0, ["CostCenter=4130"]);
}

#[tokio::test]
async fn attributes_that_cannot_be_tags_are_refused_while_they_count() {
    let mut company = Company::connected().await;
    let many: Vec<(String, Vec<String>)> = (0..51)
        .map(|number| (format!("{PREFIX}k{number}"), vec!["v".to_owned()]))
        .collect();
    let one = |key: &str, values: &[&str]| {
        let values = values.iter().map(|value| (*value).to_owned()).collect();
        (format!("{PREFIX}{key}"), values)
    };
    let wrong = [
        ("two values", vec![one("Department", &["Audit", "Platform"])]),
        ("no value", vec![one("Department", &[])]),
        (
            "twice",
            vec![one("Department", &["Audit"]), one("Department", &["Platform"])],
        ),
        (
            "twice in another case",
            vec![one("Department", &["Audit"]), one("DEPARTMENT", &["Platform"])],
        ),
        ("a key of AWS", vec![one("aws:PrincipalTag", &["x"])]),
        ("no key", vec![one("", &["x"])]),
        ("a value that is no tag's", vec![one("Department", &["a*"])]),
        ("a long value", vec![one("Department", &["x".repeat(257).as_str()])]),
        ("fifty-one", many),
    ];
    for (what, attributes) in &wrong {
        let mut says = company.says();
        says.attributes.clone_from(attributes);
        let landed = company.post(&mut company.browser(), &company.signed(&says), "").await;
        assert_eq!(landed.status, 200, "{what}: they do not count yet: {landed:?}");
    }
    set(&mut company, json!({})).await;
    for (what, attributes) in &wrong {
        let mut browser = company.browser();
        let mut says = company.says();
        says.attributes.clone_from(attributes);
        let answer = company.post(&mut browser, &company.signed(&says), "").await;
        assert!(answer.is(403, "EXTERNAL_SIGN_IN_REFUSED"), "{what}: {answer:?}");
        assert_eq!(answer.body["report"]["failed"], "access-control", "{what}");
        assert_eq!(company.inside(&mut browser).await, Value::Null, "{what}");
    }
    let record = company.record("ExternalIdPDirectoryLogin").await;
    assert_eq!(record["additionalEventData"]["FailedCheck"], "access-control");
}

#[tokio::test]
async fn whoever_looks_for_the_cause_is_told_check_by_check() {
    let mut company = Company::connected().await;
    let mut says = company.says();
    says.name = "nobody@anycompany.example".to_owned();
    let xml = company.signed(&says);
    let answer = company.post(&mut company.browser(), &xml, "").await;
    let report = &answer.body["report"];
    assert_eq!(report["failed"], "user");
    let outcome = |name: &str| {
        let checks = report["checks"].as_array().unwrap();
        checks.iter().find(|check| check["name"] == name).unwrap()["outcome"].clone()
    };
    for (name, went) in [
        ("signature", "passed"),
        ("audience", "passed"),
        ("once", "passed"),
        ("user", "failed"),
        ("enabled", "not-reached"),
        ("access-control", "not-reached"),
    ] {
        assert_eq!(outcome(name), went, "{name}");
    }
    let record = company.record("ExternalIdPDirectoryLogin").await;
    assert_eq!(record["additionalEventData"]["SamlChecks"]["user"]["result"], "failed");
}
