//! AWS Organizations: the policies that control accounts, and who may administer them.

use super::organization::{FINANCE, LABS, account, detach, id_of, tree};
use crate::common::{Answer, Browser, FINANCE_ROOT, MANAGEMENT_ROOT, Machine, Signs as _};
use serde_json::{Value, json};

const NO_USERS: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}]}"#;

/// Creates a control policy; gives its id.
async fn policy(browser: &mut Browser, kind: &str, name: &str, document: &str) -> String {
    let form = json!({ "kind": kind, "name": name, "description": "", "document": document });
    let made = browser.post("/api/organization/policies", form).await;
    assert_eq!(made.status, 200, "{made:?}");
    made.text("id").to_owned()
}

async fn attach(browser: &mut Browser, target: &str, policy: &str) -> Answer {
    let path = format!("/api/organization/targets/{target}/policies/{policy}");
    browser.put(&path, json!({})).await
}

async fn create_user(browser: &mut Browser, name: &str) -> Answer {
    browser
        .post("/api/users", json!({ "userName": name, "console": null }))
        .await
}

#[tokio::test]
async fn a_service_control_policy_binds_even_the_root_user_of_a_member_and_never_the_management_account() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut finance = machine.root(FINANCE_ROOT).await;
    let top = id_of(&tree(&mut root).await, "Root");
    assert_eq!(create_user(&mut finance, "before").await.status, 200);

    let id = policy(&mut root, "service", "NoUsers", NO_USERS).await;
    assert_eq!(create_user(&mut finance, "not-attached-yet").await.status, 200);
    assert_eq!(attach(&mut root, &top, &id).await.status, 204);
    let refused = create_user(&mut finance, "after").await;
    refused.must_refuse(403, "ACCESS_DENIED");
    assert!(
        refused
            .text("message")
            .ends_with("with an explicit deny in a service control policy"),
        "{refused:?}"
    );
    assert_eq!(refused.body["denial"]["explicit"], true);
    assert_eq!(create_user(&mut root, "after").await.status, 200);

    assert_eq!(detach(&mut root, &top, &id).await.status, 204);
    assert_eq!(create_user(&mut finance, "again").await.status, 200);
}

#[tokio::test]
async fn an_account_follows_the_policies_of_the_unit_that_it_is_moved_to() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut finance = machine.root(FINANCE_ROOT).await;
    let tree = tree(&mut root).await;
    let path = format!("/api/organization/accounts/{}/parent", id_of(&tree, FINANCE));
    let sandbox = json!({ "parentId": id_of(&tree, "Sandbox") });
    assert_eq!(create_user(&mut finance, "one").await.status, 200);
    assert_eq!(root.put(&path, sandbox).await.status, 204);
    // The demo world's own policy of Sandbox.
    create_user(&mut finance, "two").await.must_refuse(403, "ACCESS_DENIED");
    let back = json!({ "parentId": id_of(&tree, "Workloads") });
    assert_eq!(root.put(&path, back).await.status, 204);
    assert_eq!(create_user(&mut finance, "three").await.status, 200);
}

#[tokio::test]
async fn one_policy_must_stay_attached_and_at_most_five_may_be() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let target = id_of(&tree(&mut root).await, LABS);
    let refused = detach(&mut root, &target, "p-FullAWSAccess").await;
    refused.must_refuse(409, "CONSTRAINT_VIOLATION");
    assert!(refused.text("message").contains("At least one must stay attached"));
    detach(&mut root, &target, "p-RCPFullAWSAccess")
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");

    let mut ids = Vec::new();
    for number in 0..5 {
        ids.push(policy(&mut root, "service", &format!("Policy {number}"), NO_USERS).await);
    }
    for id in &ids[..4] {
        assert_eq!(attach(&mut root, &target, id).await.status, 204);
    }
    attach(&mut root, &target, &ids[0])
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    attach(&mut root, &target, &ids[4])
        .await
        .must_refuse(409, "LIMIT_EXCEEDED");
    detach(&mut root, &target, &ids[4])
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    // With another one there, even FullAWSAccess may go.
    assert_eq!(detach(&mut root, &target, "p-FullAWSAccess").await.status, 204);
    assert_eq!(attach(&mut root, &target, &ids[4]).await.status, 204);
    attach(&mut root, "ou-none-none", &ids[0])
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    attach(&mut root, &target, "p-12345678")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
}

#[tokio::test]
async fn without_an_allow_at_one_level_nothing_is_allowed() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut finance = machine.root(FINANCE_ROOT).await;
    let id = id_of(&tree(&mut root).await, FINANCE);
    let only_events =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"cloudtrail:*","Resource":"*"}]}"#;
    let policy = policy(&mut root, "service", "OnlyEvents", only_events).await;
    assert_eq!(attach(&mut root, &id, &policy).await.status, 204);
    assert_eq!(detach(&mut root, &id, "p-FullAWSAccess").await.status, 204);
    let refused = create_user(&mut finance, "one").await;
    refused.must_refuse(403, "ACCESS_DENIED");
    // AWS's words call it explicit; the reasons say what it was.
    assert!(
        refused
            .text("message")
            .ends_with("with an explicit deny in a service control policy"),
        "{refused:?}"
    );
    assert_eq!(refused.body["denial"]["explicit"], false);
    assert_eq!(
        refused.body["denial"]["reasons"],
        json!([format!(
            "No service control policy at the account {FINANCE} ({id}) allows this."
        )])
    );
    assert_eq!(finance.get("/api/events").await.status, 200);
    // Organizations itself is refused by the member's own control policies before the service is asked.
    assert_eq!(
        finance.get("/api/organization").await.body["denial"]["action"],
        "organizations:DescribeOrganization"
    );
}

#[tokio::test]
async fn policies_are_checked_kept_unique_and_edited_once() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let policies = "/api/organization/policies";
    let form = |kind: &str, name: &str, document: &str| json!({ "kind": kind, "name": name, "description": "d", "document": document });
    root.post(policies, form("service", " ", NO_USERS))
        .await
        .must_blame("name");
    let refused = root.post(policies, form("service", "Broken", "{")).await;
    refused.must_refuse(400, "MALFORMED_POLICY");
    assert!(!refused.body["problems"].as_array().unwrap().is_empty());
    // A principal belongs into a resource control policy, and an Allow does not.
    let with_principal =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"#;
    root.post(policies, form("service", "P", with_principal))
        .await
        .must_refuse(400, "MALFORMED_POLICY");
    root.post(policies, form("resource", "P", NO_USERS))
        .await
        .must_refuse(400, "MALFORMED_POLICY");
    assert_eq!(
        root.post(policies, form("resource", "P", with_principal)).await.status,
        200
    );

    let id = policy(&mut root, "service", "NoUsers", NO_USERS).await;
    root.post(policies, form("service", "NoUsers", NO_USERS))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    let path = format!("{policies}/{id}");
    let changed = NO_USERS.replace("CreateUser", "DeleteUser");
    let change =
        |expected: &str| json!({ "name": "NoDeletions", "description": "", "document": changed, "expected": expected });
    assert_eq!(root.put(&path, change(NO_USERS)).await.status, 200);
    root.put(&path, change(NO_USERS))
        .await
        .must_refuse(409, "CONCURRENT_MODIFICATION");
    let seen = root.get(&path).await.body;
    assert_eq!(seen["policy"]["name"], "NoDeletions");
    assert_eq!(seen["document"], changed);
    assert_eq!(seen["targets"], json!([]));

    let target = id_of(&tree(&mut root).await, LABS);
    attach(&mut root, &target, &id).await;
    assert_eq!(
        root.get(&path).await.body["targets"],
        json!([{ "id": target, "name": LABS }])
    );
    let refused = root.delete(&path).await;
    refused.must_refuse(409, "DELETE_CONFLICT");
    assert!(
        refused
            .text("message")
            .starts_with("The policy is attached to one or more entities.")
    );
    detach(&mut root, &target, &id).await;
    assert_eq!(root.delete(&path).await.status, 204);
    root.get(&path).await.must_refuse(404, "NO_SUCH_ENTITY");
}

#[tokio::test]
async fn what_aws_made_cannot_be_changed() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    for id in ["p-FullAWSAccess", "p-RCPFullAWSAccess"] {
        let path = format!("/api/organization/policies/{id}");
        let seen = root.get(&path).await.body;
        assert_eq!(seen["policy"]["isAws"], true);
        let arn = seen["policy"]["arn"].as_str().unwrap();
        assert!(arn.starts_with("arn:aws:organizations::aws:policy/"), "{arn}");
        let form = json!({ "name": "Mine", "description": "", "document": NO_USERS, "expected": seen["document"] });
        root.put(&path, form).await.must_refuse(409, "CONSTRAINT_VIOLATION");
        root.delete(&path).await.must_refuse(409, "CONSTRAINT_VIOLATION");
    }
}

#[tokio::test]
async fn a_target_shows_what_it_has_and_what_it_inherits() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let tree = tree(&mut root).await;
    let path = format!("/api/organization/targets/{}/policies?kind=service", id_of(&tree, LABS));
    let seen = root.get(&path).await.body;
    let names = |list: &Value, of: fn(&Value) -> String| list.as_array().unwrap().iter().map(of).collect::<Vec<_>>();
    assert_eq!(
        names(&seen["attached"], |one| one["name"].as_str().unwrap().to_owned()),
        ["FullAWSAccess"]
    );
    assert_eq!(
        names(&seen["inherited"], |one| format!(
            "{} from {}",
            one["policy"]["name"].as_str().unwrap(),
            one["from"]["name"].as_str().unwrap()
        )),
        [
            "FullAWSAccess from Root",
            "FullAWSAccess from Sandbox",
            "DenyUsersAndKeys from Sandbox"
        ]
    );
    root.get("/api/organization/targets/ou-none-none/policies?kind=service")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
}

#[tokio::test]
async fn a_kind_of_policies_that_is_switched_off_binds_nobody() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut finance = machine.root(FINANCE_ROOT).await;
    let target = id_of(&tree(&mut root).await, FINANCE);
    let id = policy(&mut root, "service", "NoUsers", NO_USERS).await;
    attach(&mut root, &target, &id).await;
    create_user(&mut finance, "one").await.must_refuse(403, "ACCESS_DENIED");

    let path = "/api/organization/policy-types/service";
    root.put(path, json!({})).await.must_refuse(409, "CONSTRAINT_VIOLATION");
    assert_eq!(root.delete(path).await.status, 204);
    root.delete(path).await.must_refuse(409, "CONSTRAINT_VIOLATION");
    assert_eq!(create_user(&mut finance, "two").await.status, 200);
    attach(&mut root, &target, &id)
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");

    // On again, FullAWSAccess stands everywhere, and nothing else.
    assert_eq!(root.put(path, json!({})).await.status, 204);
    assert_eq!(create_user(&mut finance, "three").await.status, 200);
    assert_eq!(attach(&mut root, &target, &id).await.status, 204);
    create_user(&mut finance, "four")
        .await
        .must_refuse(403, "ACCESS_DENIED");
}

#[tokio::test]
async fn a_delegated_administrator_reads_and_the_delegation_policy_lets_it_do_more() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut finance = machine.root(FINANCE_ROOT).await;
    let seen = tree(&mut root).await;
    let (finance_id, management) = (id_of(&seen, FINANCE), root.account_id().await);
    let delegation = |id: &str, service: &str| format!("/api/organization/accounts/{id}/delegations/{service}");
    root.put(&delegation(&finance_id, "not-a-service"), json!({}))
        .await
        .must_blame("service");
    root.put(&delegation(&management, "sso.amazonaws.com"), json!({}))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    root.delete(&delegation(&finance_id, "sso.amazonaws.com"))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    let path = delegation(&finance_id, "sso.amazonaws.com");
    assert_eq!(root.put(&path, json!({})).await.status, 204);
    root.put(&path, json!({}))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");

    let seen = tree(&mut finance).await;
    assert_eq!(
        account(&seen, FINANCE)["delegatedServices"],
        json!(["sso.amazonaws.com"])
    );
    let form = json!({ "kind": "service", "name": "Mine", "description": "", "document": NO_USERS });
    finance
        .post("/api/organization/policies", form.clone())
        .await
        .must_refuse(403, "ACCESS_DENIED");

    let document = json!({ "Version": "2012-10-17", "Statement": [{
        "Sid": "Policies", "Effect": "Allow", "Principal": { "AWS": format!("arn:aws:iam::{finance_id}:root") },
        "Action": ["organizations:CreatePolicy"], "Resource": "*",
        "Condition": { "StringEquals": { "organizations:PolicyType": "SERVICE_CONTROL_POLICY" } },
    }]})
    .to_string();
    let policy = "/api/organization/delegation-policy";
    root.put(policy, json!({ "document": "[]" }))
        .await
        .must_refuse(400, "MALFORMED_POLICY");
    assert_eq!(root.put(policy, json!({ "document": document })).await.status, 204);
    assert_eq!(root.get(policy).await.body["document"], document);
    let made = finance.post("/api/organization/policies", form).await;
    assert_eq!(made.status, 200, "{made:?}");
    // The condition does not hold of the other kind, and deleting was not delegated.
    let rcp =
        r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Principal":"*","Action":"s3:*","Resource":"*"}]}"#;
    let form = json!({ "kind": "resource", "name": "Mine", "description": "", "document": rcp });
    finance
        .post("/api/organization/policies", form)
        .await
        .must_refuse(403, "ACCESS_DENIED");
    finance
        .delete(&format!("/api/organization/policies/{}", made.text("id")))
        .await
        .must_refuse(403, "ACCESS_DENIED");

    assert_eq!(root.delete(policy).await.status, 204);
    root.delete(policy).await.must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(root.delete(&path).await.status, 204);
    finance
        .get("/api/organization/tree")
        .await
        .must_refuse(403, "ACCESS_DENIED");
}
