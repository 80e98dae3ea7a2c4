//! AWS Organizations: the tree, its accounts, the policies that control them, and who may administer it.

use crate::common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs, password_of};
use serde_json::{Value, json};

const LABS: &str = "AnyCompany Labs";
const FINANCE: &str = "AnyCompany Finance";
const NO_USERS: &str =
    r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"iam:CreateUser","Resource":"*"}]}"#;

async fn tree(browser: &mut Browser) -> Value {
    let tree = browser.get("/api/organization/tree").await;
    assert_eq!(tree.status, 200, "{tree:?}");
    tree.body
}

/// The id of a unit, the root or an account.
fn id_of(tree: &Value, name: &str) -> String {
    let all = tree["units"].as_array().unwrap().iter();
    all.chain(tree["accounts"].as_array().unwrap())
        .find(|one| one["name"] == name)
        .unwrap_or_else(|| panic!("no {name} in {tree}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

fn account<'a>(tree: &'a Value, name: &str) -> &'a Value {
    tree["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == name)
        .unwrap()
}

/// Creates a control policy; gives its id.
async fn policy(browser: &mut Browser, kind: &str, name: &str, document: &str) -> String {
    let form = json!({ "kind": kind, "name": name, "description": "", "document": document });
    let made = browser.post("/api/organization/policies", form).await;
    assert_eq!(made.status, 200, "{made:?}");
    made.text("id").to_owned()
}

async fn attach(browser: &mut Browser, target: &str, policy: &str) -> crate::common::Answer {
    let path = format!("/api/organization/targets/{target}/policies/{policy}");
    browser.put(&path, json!({})).await
}

async fn detach(browser: &mut Browser, target: &str, policy: &str) -> crate::common::Answer {
    let path = format!("/api/organization/targets/{target}/policies/{policy}");
    browser.delete(&path).await
}

async fn create_user(browser: &mut Browser, name: &str) -> crate::common::Answer {
    browser
        .post("/api/users", json!({ "userName": name, "console": null }))
        .await
}

#[tokio::test]
async fn the_tree_has_the_root_the_units_and_the_accounts_with_their_arns() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let management = root.account_id().await;
    let organization = root.get("/api/organization").await.body;
    let id = organization["id"].as_str().unwrap();
    assert_eq!(
        organization["arn"],
        format!("arn:aws:organizations::{management}:organization/{id}")
    );
    assert_eq!(organization["isManagement"], true);
    assert_eq!(organization["managementAccountEmail"], MANAGEMENT_ROOT);

    let tree = tree(&mut root).await;
    let names: Vec<&str> = tree["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Root", "Sandbox", "Workloads"]);
    let (top, workloads) = (id_of(&tree, "Root"), id_of(&tree, "Workloads"));
    assert_eq!(tree["units"][0]["parentId"], Value::Null);
    assert_eq!(tree["units"][2]["parentId"], top);
    assert_eq!(
        tree["units"][0]["arn"],
        format!("arn:aws:organizations::{management}:root/{id}/{top}")
    );
    assert_eq!(
        tree["units"][2]["arn"],
        format!("arn:aws:organizations::{management}:ou/{id}/{workloads}")
    );
    let finance = account(&tree, FINANCE);
    assert_eq!(finance["parentId"], workloads);
    assert_eq!(
        finance["arn"],
        format!(
            "arn:aws:organizations::{management}:account/{id}/{}",
            finance["id"].as_str().unwrap()
        )
    );
    assert_eq!(account(&tree, "AnyCompany Management")["isManagement"], true);
    assert_eq!(account(&tree, "AnyCompany Sandbox")["isSuspended"], true);
}

#[tokio::test]
async fn a_member_sees_its_organization_and_nothing_else() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let tree = tree(&mut root).await;
    let workloads = id_of(&tree, "Workloads");
    let finance_id = id_of(&tree, FINANCE);
    let mut finance = machine.root(FINANCE_ROOT).await;
    let seen = finance.get("/api/organization").await;
    assert_eq!(seen.status, 200);
    assert_eq!(seen.body["isManagement"], false);
    for path in [
        "/api/organization/tree",
        "/api/organization/policies?kind=service",
        "/api/organization/policies/p-FullAWSAccess",
        "/api/organization/delegation-policy",
        "/api/root-access",
    ] {
        let refused = finance.get(path).await;
        refused.must_refuse(403, "ACCESS_DENIED");
        assert_eq!(
            refused.body["message"],
            "You don't have permissions to access this resource."
        );
    }
    let unit = json!({ "parentId": workloads, "name": "Mine" });
    let account = json!({ "name": "Mine", "email": "mine@anycompany.example", "roleName": "" });
    for refused in [
        finance.post("/api/organization/units", unit).await,
        finance.post("/api/organization/accounts", account).await,
        finance
            .delete(&format!("/api/organization/accounts/{finance_id}"))
            .await,
        detach(&mut finance, &finance_id, "p-FullAWSAccess").await,
        finance.delete("/api/organization/policy-types/service").await,
        finance
            .put(
                &format!("/api/organization/accounts/{finance_id}/delegations/iam.amazonaws.com"),
                json!({}),
            )
            .await,
    ] {
        refused.must_refuse(403, "ACCESS_DENIED");
    }
}

#[tokio::test]
async fn a_user_without_permissions_hears_from_the_policies_first() {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    for (path, action) in [
        ("/api/organization", "organizations:DescribeOrganization"),
        ("/api/organization/tree", "organizations:ListRoots"),
        ("/api/organization/policies?kind=resource", "organizations:ListPolicies"),
        ("/api/root-access", "iam:ListOrganizationsFeatures"),
    ] {
        let refused = alice.get(path).await;
        refused.must_refuse(403, "ACCESS_DENIED");
        assert_eq!(refused.body["denial"]["action"], action, "{refused:?}");
    }
}

#[tokio::test]
async fn units_are_created_renamed_and_deleted_when_they_are_empty() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let before = tree(&mut root).await;
    let (top, workloads) = (id_of(&before, "Root"), id_of(&before, "Workloads"));
    let path = |id: &str| format!("/api/organization/units/{id}");

    let form = |parent: &str, name: &str| json!({ "parentId": parent, "name": name });
    let units = "/api/organization/units";
    root.post(units, form(&top, "  ")).await.must_blame("name");
    root.post(units, form("ou-none-none", "Prod"))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    root.post(units, form(&top, "Sandbox"))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    let made = root.post(units, form(&workloads, "Prod")).await;
    assert_eq!(made.status, 200, "{made:?}");
    let prod = made.text("id").to_owned();
    assert_eq!(
        root.events().await[0]["record"]["eventSource"],
        "organizations.amazonaws.com"
    );
    // The same name elsewhere is another name.
    assert_eq!(root.post(units, form(&top, "Prod")).await.status, 200);

    root.put(&path(&prod), json!({ "name": "Production" })).await;
    assert_eq!(id_of(&tree(&mut root).await, "Production"), prod);
    root.put(&path(&top), json!({ "name": "Top" }))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    root.delete(&path(&top)).await.must_refuse(409, "CONSTRAINT_VIOLATION");
    let refused = root.delete(&path(&workloads)).await;
    refused.must_refuse(409, "DELETE_CONFLICT");
    assert!(refused.text("message").starts_with("The specified OU is not empty."));
    assert_eq!(root.delete(&path(&prod)).await.status, 204);
    root.delete(&path(&prod)).await.must_refuse(404, "NO_SUCH_ENTITY");

    // Five levels below the root, and no more.
    let mut parent = top;
    for level in 0..5 {
        let made = root.post(units, form(&parent, &format!("level {level}"))).await;
        assert_eq!(made.status, 200, "{made:?}");
        parent = made.text("id").to_owned();
    }
    root.post(units, form(&parent, "too deep"))
        .await
        .must_refuse(409, "LIMIT_EXCEEDED");
}

#[tokio::test]
async fn an_account_is_created_moved_and_closed() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let management = root.account_id().await;
    let before = tree(&mut root).await;
    let accounts = "/api/organization/accounts";
    let form = |name: &str, email: &str, role: &str| json!({ "name": name, "email": email, "roleName": role });
    root.post(accounts, form("", "new@anycompany.example", ""))
        .await
        .must_blame("name");
    root.post(accounts, form("New", "nothing", ""))
        .await
        .must_blame("email");
    root.post(accounts, form("New", "new@anycompany.example", "not a role"))
        .await
        .must_blame("roleName");
    let taken = root.post(accounts, form("New", FINANCE_ROOT, "")).await;
    taken.must_blame("email");
    assert!(
        taken
            .text("message")
            .contains("another AWS account with that email address")
    );

    let made = root.post(accounts, form("New", "new@anycompany.example", "")).await;
    assert_eq!(made.status, 200, "{made:?}");
    let id = made.body["account"]["id"].as_str().unwrap().to_owned();
    assert_eq!(
        made.text("roleArn"),
        format!("arn:aws:iam::{id}:role/OrganizationAccountAccessRole")
    );
    assert_eq!(made.body["isWithoutRootCredentials"], false);
    assert_eq!(made.body["account"]["parentId"], id_of(&before, "Root"));
    assert_eq!(made.body["account"]["wasCreated"], true);
    // CloudTrail does not say who it is for.
    let events = root.events().await;
    let result = &events[0]["record"];
    assert_eq!(result["eventName"], "CreateAccountResult");
    assert_eq!(result["serviceEventDetails"]["createAccountStatus"]["accountId"], id);
    assert!(result.get("tlsDetails").is_none());
    let record = &events[1]["record"];
    assert_eq!(record["eventName"], "CreateAccount");
    assert_eq!(record["requestParameters"]["email"], "****");
    assert_eq!(record["recipientAccountId"], management);

    // Its root user has no password, and gets one by recovery.
    let mut stranger = root.another();
    stranger
        .root("new@anycompany.example", "Any-Password-12345")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");

    let sandbox = id_of(&before, "Sandbox");
    let parent = format!("{accounts}/{id}/parent");
    root.put(&parent, json!({ "parentId": "ou-none-none" }))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(root.put(&parent, json!({ "parentId": sandbox })).await.status, 204);
    root.put(&parent, json!({ "parentId": sandbox }))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    assert_eq!(account(&tree(&mut root).await, "New")["parentId"], sandbox);

    root.delete(&format!("{accounts}/{management}"))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    root.delete(&format!("{accounts}/999999999999"))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(root.delete(&format!("{accounts}/{id}")).await.status, 204);
    root.delete(&format!("{accounts}/{id}"))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    assert_eq!(account(&tree(&mut root).await, "New")["isSuspended"], true);
}

#[tokio::test]
async fn closing_an_account_signs_everyone_in_it_out() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut finance = machine.root(FINANCE_ROOT).await;
    assert!(finance.signed_in().await);
    let id = id_of(&tree(&mut root).await, FINANCE);
    assert_eq!(
        root.delete(&format!("/api/organization/accounts/{id}")).await.status,
        204
    );
    assert!(!finance.signed_in().await);
    assert!(root.signed_in().await);
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
