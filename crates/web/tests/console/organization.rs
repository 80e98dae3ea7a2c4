//! AWS Organizations: the tree, its units and its accounts.

use crate::common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs, password_of};
use serde_json::{Value, json};

pub(crate) const LABS: &str = "AnyCompany Labs";
pub(crate) const FINANCE: &str = "AnyCompany Finance";

pub(crate) async fn tree(browser: &mut Browser) -> Value {
    let tree = browser.get("/api/organization/tree").await;
    assert_eq!(tree.status, 200, "{tree:?}");
    tree.body
}

/// The id of a unit, the root or an account.
pub(crate) fn id_of(tree: &Value, name: &str) -> String {
    let all = tree["units"].as_array().unwrap().iter();
    all.chain(tree["accounts"].as_array().unwrap())
        .find(|one| one["name"] == name)
        .unwrap_or_else(|| panic!("no {name} in {tree}"))["id"]
        .as_str()
        .unwrap()
        .to_owned()
}

pub(crate) fn account<'a>(tree: &'a Value, name: &str) -> &'a Value {
    tree["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| one["name"] == name)
        .unwrap()
}

pub(crate) async fn detach(browser: &mut Browser, target: &str, policy: &str) -> crate::common::Answer {
    let path = format!("/api/organization/targets/{target}/policies/{policy}");
    browser.delete(&path).await
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
