//! A policy's way through the API, as tests of policies take it.

use serde_json::{Value, json};

use super::{Answer, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _, password_of};

pub const READ: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#;
pub const WRITE: &str =
    r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}}"#;
pub const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
pub const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

/// Someone signed in as the root user of the management account.
pub async fn root() -> (Machine, Browser, String) {
    let machine = Machine::new();
    let mut browser = machine.root(MANAGEMENT_ROOT).await;
    let account = browser.account_id().await;
    (machine, browser, account)
}

pub async fn alice(machine: &Machine) -> Browser {
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    browser
}

pub async fn create(root: &mut Browser, name: &str, document: &str) -> Answer {
    let form = json!({ "policyName": name, "description": "", "document": document });
    root.post("/api/policies", form).await
}

pub async fn made(root: &mut Browser, name: &str, document: &str) -> String {
    let answer = create(root, name, document).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.text("arn").to_owned()
}

pub async fn attach(who: &mut Browser, holder: &str, arn: &str) -> Answer {
    who.post(&format!("/api/{holder}/policies"), json!({ "policyArn": arn }))
        .await
}

pub async fn add_version(who: &mut Browser, arn: &str, document: &str, expected: &str) -> Answer {
    let form = json!({ "policyArn": arn, "document": document, "setAsDefault": true, "expected": expected });
    who.post("/api/policies/versions", form).await
}

pub async fn detail(who: &mut Browser, arn: &str) -> Value {
    let answer = who.get(&format!("/api/policies/details?arn={arn}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

pub async fn newest_event(root: &mut Browser) -> Value {
    root.events().await[0]["record"].clone()
}

#[track_caller]
pub fn done(answer: &Answer) {
    assert_eq!(answer.status, 204, "{answer:?}");
}

/// A role that nobody has assumed.
pub async fn role(root: &mut Browser, path: &str) {
    let account = root.account_id().await;
    let trust = json!({ "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Principal": { "AWS": account }, "Action": "sts:AssumeRole",
    }});
    let form = json!({
        "roleName": "Auditor", "path": path, "description": "", "trustPolicy": trust.to_string(), "maxSessionSeconds": 3600,
        "policyArns": [], "tags": [],
    });
    let made = root.post("/api/roles", form).await;
    assert_eq!(made.status, 200, "{made:?}");
}

pub async fn own_policies(root: &mut Browser) -> Value {
    root.get("/api/policies?scope=customer").await.body
}

/// A document whose non-white characters are so many.
pub fn of_size(characters: usize) -> String {
    let empty = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::"}}"#;
    let count = empty.chars().filter(|one| !one.is_whitespace()).count();
    empty.replace(":::", &format!(":::{}", "b".repeat(characters - count)))
}
