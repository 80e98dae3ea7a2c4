//! Centralized root access: member accounts without root credentials, and the privileged actions that manage them.

use crate::common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs, password_of};
use serde_json::{Value, json};
use vestibule_web::world::World;

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const PASSWORD: &str = "A-Long-Enough-Password-1";

/// The root user and an administrator of the management account, and the world they are in.
struct Company {
    machine: Machine,
    world: World,
    root: Browser,
    admin: Browser,
    finance: String,
}

impl Company {
    async fn new() -> Self {
        let machine = Machine::new();
        let world = machine.world().await;
        let password = password_of(&world, MANAGEMENT_ROOT).await;
        let mut root = Browser::of(&world);
        root.sign_in_root(MANAGEMENT_ROOT, &password).await;
        let admin = user_with(&mut root, MANAGEMENT, "admin", &[ADMINISTRATOR]).await;
        let tree = root.get("/api/organization/tree").await.body;
        let finance = tree["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|account| account["email"] == FINANCE_ROOT)
            .unwrap()["id"]
            .as_str()
            .unwrap()
            .to_owned();
        Self {
            machine,
            world,
            root,
            admin,
            finance,
        }
    }

    async fn switch(&mut self, credentials: bool, sessions: bool) {
        let form = json!({ "credentialsManagement": credentials, "sessions": sessions });
        let done = self.root.put("/api/root-access", form).await;
        assert_eq!(done.status, 204, "{done:?}");
    }

    fn delete(&self) -> String {
        format!("/api/root-access/accounts/{}/credentials", self.finance)
    }

    fn recovery(&self) -> String {
        format!("/api/root-access/accounts/{}/recovery", self.finance)
    }

    /// What the administrator sees of the account's root user.
    async fn credentials(&mut self) -> Value {
        let seen = self.admin.get("/api/root-access").await;
        assert_eq!(seen.status, 200, "{seen:?}");
        seen.body["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .find(|account| account["email"] == FINANCE_ROOT)
            .unwrap()["credentials"]
            .clone()
    }

    async fn finance_root(&self) -> Browser {
        let password = password_of(&self.world, FINANCE_ROOT).await;
        let mut browser = Browser::of(&self.world);
        browser.sign_in_root(FINANCE_ROOT, &password).await;
        browser
    }
}

/// A user who was created by `root`, signed in.
async fn user_with(root: &mut Browser, account: &str, name: &str, policies: &[&str]) -> Browser {
    let form = json!({
        "userName": name, "console": { "password": PASSWORD, "resetRequired": false }, "policies": policies,
    });
    let made = root.post("/api/users", form).await;
    assert_eq!(made.status, 200, "{made:?}");
    let mut user = root.another();
    user.iam(account, name, PASSWORD).await.must_step("signed-in");
    user
}

async fn forgot(browser: &mut Browser) -> crate::common::Answer {
    let step = browser.root_email(FINANCE_ROOT).await;
    browser.pass_check(step).await.must_step("root-password");
    browser.post("/api/sign-in/root/forgot-password", json!({})).await
}

#[tokio::test]
async fn credentials_are_deleted_and_come_back_by_recovery_once_that_is_allowed() {
    let mut company = Company::new().await;
    company.switch(true, true).await;
    let mut finance = company.finance_root().await;
    assert_eq!(
        company.credentials().await,
        json!({ "password": true, "accessKeys": 0, "mfaDevices": 0, "mayRecover": true })
    );
    let (delete, recovery) = (company.delete(), company.recovery());
    company
        .admin
        .put(&recovery, json!({}))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    let done = company.admin.delete(&delete).await;
    assert_eq!(done.status, 204, "{done:?}");
    assert_eq!(
        company.credentials().await,
        json!({ "password": false, "accessKeys": 0, "mfaDevices": 0, "mayRecover": false })
    );
    assert!(!finance.signed_in().await, "its sessions are over");

    // The right password of yesterday is as wrong as any other.
    let old = password_of(&company.world, FINANCE_ROOT).await;
    let mut stranger = company.root.another();
    stranger
        .root(FINANCE_ROOT, &old)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    let refused = forgot(&mut stranger).await;
    refused.must_refuse(403, "ACCESS_DENIED");
    assert!(refused.text("message").starts_with("Password recovery is disabled"));

    let done = company.admin.put(&recovery, json!({})).await;
    assert_eq!(done.status, 204, "{done:?}");
    let step = forgot(&mut company.root.another()).await;
    assert!(
        step.stepped_to("security-check") || step.stepped_to("recovery-sent"),
        "{step:?}"
    );
}

#[tokio::test]
async fn a_recovery_link_of_before_is_worth_nothing() {
    let mut company = Company::new().await;
    company.switch(true, false).await;
    let mut person = company.machine.person().await;
    let step = person.root_email(FINANCE_ROOT).await;
    person.pass_check(step).await.must_step("root-password");
    let step = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    person.pass_check(step).await.must_step("recovery-sent");
    let mail = person.newest_mail().await;
    let address = mail.body["links"][0]["address"].as_str().unwrap().to_owned();
    let token = address.split("token=").nth(1).unwrap().to_owned();
    drop(person);

    let delete = company.delete();
    assert_eq!(company.admin.delete(&delete).await.status, 204);
    let form = json!({ "token": token, "newPassword": PASSWORD, "confirmPassword": PASSWORD });
    company
        .root
        .another()
        .post("/api/recovery", form)
        .await
        .must_refuse(410, "RECOVERY_LINK_USED");
    assert_eq!(company.credentials().await["password"], false);
}

#[tokio::test]
async fn what_is_done_is_recorded_in_both_accounts() {
    let mut company = Company::new().await;
    company.switch(true, true).await;
    let names: Vec<String> = company
        .root
        .events()
        .await
        .iter()
        .map(|event| event["name"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(
        &names[..2],
        [
            "EnableOrganizationsRootSessions",
            "EnableOrganizationsRootCredentialsManagement"
        ]
    );
    let (delete, recovery) = (company.delete(), company.recovery());
    company.admin.delete(&delete).await;
    company.admin.put(&recovery, json!({})).await;

    let ours = company.root.events().await;
    let record = &ours[0]["record"];
    assert_eq!(record["eventName"], "AssumeRoot");
    assert_eq!(record["eventSource"], "sts.amazonaws.com");
    assert_eq!(record["userIdentity"]["userName"], "admin");
    assert_eq!(record["requestParameters"]["targetPrincipal"], company.finance);
    assert_eq!(
        record["requestParameters"]["taskPolicyArn"]["arn"],
        "arn:aws:iam::aws:policy/root-task/IAMCreateRootUserPassword"
    );
    assert_eq!(
        ours[1]["record"]["requestParameters"]["taskPolicyArn"]["arn"],
        "arn:aws:iam::aws:policy/root-task/IAMDeleteRootUserCredentials"
    );

    // The member's own history, read by someone in it.
    let mut mail = company.machine.person().await;
    let step = mail.root_email(FINANCE_ROOT).await;
    mail.pass_check(step).await.must_step("root-password");
    let step = mail.post("/api/sign-in/root/forgot-password", json!({})).await;
    mail.pass_check(step).await.must_step("recovery-sent");
    let newest = mail.newest_mail().await;
    let address = newest.body["links"][0]["address"].as_str().unwrap().to_owned();
    let token = address.split("token=").nth(1).unwrap().to_owned();
    let form = json!({ "token": token, "newPassword": PASSWORD, "confirmPassword": PASSWORD });
    let done = mail.post("/api/recovery", form).await;
    assert_eq!(done.status, 204, "{done:?}");
    mail.sign_in_root(FINANCE_ROOT, PASSWORD).await;
    let theirs = mail.events().await;
    let find = |name: &str| {
        theirs
            .iter()
            .find(|event| event["name"] == name)
            .unwrap_or_else(|| panic!("no {name}"))["record"]
            .clone()
    };
    for name in ["DeleteLoginProfile", "CreateLoginProfile"] {
        let record = find(name);
        assert_eq!(record["userIdentity"]["type"], "Root");
        assert_eq!(record["userIdentity"]["sessionContext"]["assumedRoot"], "true");
        let key = record["userIdentity"]["accessKeyId"].as_str().unwrap();
        assert!(key.starts_with("ASIA"), "{key}");
        assert_eq!(record["recipientAccountId"], company.finance);
    }
}

#[tokio::test]
async fn root_users_and_people_without_the_permission_are_refused() {
    let mut company = Company::new().await;
    company.switch(true, true).await;
    let (delete, recovery) = (company.delete(), company.recovery());
    for path in [&delete, &recovery] {
        let by_root = if *path == delete {
            company.root.delete(path).await
        } else {
            company.root.put(path, json!({})).await
        };
        by_root.must_refuse(403, "ACCESS_DENIED");
        assert!(
            by_root
                .text("message")
                .starts_with("You cannot use root user credentials")
        );
    }
    // Without sts:AssumeRoot one sees the accounts and not their credentials.
    let reader = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let mut reader = user_with(&mut company.root, MANAGEMENT, "reader", &[reader]).await;
    let refused = reader.delete(&delete).await;
    refused.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(refused.body["denial"]["action"], "sts:AssumeRoot");
    let by_root = company.root.get("/api/root-access").await.body;
    assert!(by_root["accounts"].as_array().unwrap().len() >= 3);
    assert!(
        by_root["accounts"]
            .as_array()
            .unwrap()
            .iter()
            .all(|account| account["credentials"].is_null())
    );
    // An administrator of a member account is none of the organization.
    let mut finance = company.finance_root().await;
    let id = company.finance.clone();
    let mut theirs = user_with(&mut finance, &id, "boss", &[ADMINISTRATOR]).await;
    theirs.get("/api/root-access").await.must_refuse(403, "ACCESS_DENIED");
    theirs.delete(&delete).await.must_refuse(403, "ACCESS_DENIED");
    for on in [true, false] {
        let form = json!({ "credentialsManagement": on, "sessions": on });
        theirs
            .put("/api/root-access", form)
            .await
            .must_refuse(403, "ACCESS_DENIED");
    }
    // The management account's root user is nobody's member.
    let management = company.root.account_id().await;
    company
        .admin
        .delete(&format!("/api/root-access/accounts/{management}/credentials"))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    for id in ["nonsense", "999999999999"] {
        let refused = company
            .admin
            .delete(&format!("/api/root-access/accounts/{id}/credentials"))
            .await;
        assert!([404, 409].contains(&refused.status), "{refused:?}");
    }
    assert_eq!(company.credentials().await["password"], true);
}

#[tokio::test]
async fn nothing_is_done_while_it_is_switched_off() {
    let mut company = Company::new().await;
    let delete = company.delete();
    let refused = company.admin.delete(&delete).await;
    refused.must_refuse(403, "ACCESS_DENIED");
    assert!(refused.text("message").contains("not enabled"));
    assert_eq!(company.credentials().await, Value::Null);
    let off = company.admin.get("/api/root-access").await.body;
    assert_eq!(
        (off["credentialsManagement"].clone(), off["sessions"].clone()),
        (json!(false), json!(false))
    );
    company.switch(true, false).await;
    assert_eq!(company.admin.delete(&delete).await.status, 204);
}

#[tokio::test]
async fn a_delegated_administrator_for_iam_manages_root_access() {
    let mut company = Company::new().await;
    company.switch(true, true).await;
    let tree = company.root.get("/api/organization/tree").await.body;
    let labs = tree["accounts"]
        .as_array()
        .unwrap()
        .iter()
        .find(|account| account["name"] == "AnyCompany Labs")
        .unwrap()["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut finance = company.finance_root().await;
    let id = company.finance.clone();
    let mut theirs = user_with(&mut finance, &id, "boss", &[ADMINISTRATOR]).await;
    let path = format!("/api/root-access/accounts/{labs}/credentials");
    theirs.delete(&path).await.must_refuse(403, "ACCESS_DENIED");
    let delegation = |service: &str| format!("/api/organization/accounts/{id}/delegations/{service}");
    company.root.put(&delegation("sso.amazonaws.com"), json!({})).await;
    theirs.delete(&path).await.must_refuse(403, "ACCESS_DENIED");
    company.root.put(&delegation("iam.amazonaws.com"), json!({})).await;
    let done = theirs.delete(&path).await;
    assert_eq!(done.status, 204, "{done:?}");
}

#[tokio::test]
async fn a_service_control_policy_of_the_member_binds_the_assumed_root_unless_it_makes_an_exception() {
    let mut company = Company::new().await;
    company.switch(true, true).await;
    let deny = |condition: Value| {
        json!({ "Version": "2012-10-17", "Statement": [{
            "Effect": "Deny", "Action": "iam:*", "Resource": "*", "Condition": condition,
        }]})
        .to_string()
    };
    let root_only = json!({ "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:root" } });
    let form = json!({ "kind": "service", "name": "NoRoot", "description": "", "document": deny(root_only) });
    let made = company.root.post("/api/organization/policies", form).await;
    let policy = made.text("id").to_owned();
    let attach = format!("/api/organization/targets/{}/policies/{policy}", company.finance);
    assert_eq!(company.root.put(&attach, json!({})).await.status, 204);
    let delete = company.delete();
    let refused = company.admin.delete(&delete).await;
    refused.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(refused.body["denial"]["action"], "iam:DeleteLoginProfile");
    assert_eq!(company.credentials().await["password"], true);

    let unless = json!({
        "ArnLike": { "aws:PrincipalArn": "arn:aws:iam::*:root" }, "Null": { "aws:AssumedRoot": "true" },
    });
    let before = company
        .root
        .get(&format!("/api/organization/policies/{policy}"))
        .await
        .body["document"]
        .clone();
    let form = json!({ "name": "NoRoot", "description": "", "document": deny(unless), "expected": before });
    let changed = company
        .root
        .put(&format!("/api/organization/policies/{policy}"), form)
        .await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let done = company.admin.delete(&delete).await;
    assert_eq!(done.status, 204, "{done:?}");
}

#[tokio::test]
async fn a_new_account_has_no_root_credentials_where_root_access_is_centralized() {
    let mut company = Company::new().await;
    company.switch(true, false).await;
    let form = json!({ "name": "New", "email": "new@anycompany.example", "roleName": "" });
    let made = company.root.post("/api/organization/accounts", form).await;
    assert_eq!(made.body["isWithoutRootCredentials"], true, "{made:?}");
    let mut stranger = company.root.another();
    let step = stranger.root_email("new@anycompany.example").await;
    stranger.pass_check(step).await.must_step("root-password");
    stranger
        .post("/api/sign-in/root/forgot-password", json!({}))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    let id = made.body["account"]["id"].as_str().unwrap();
    let path = format!("/api/root-access/accounts/{id}/recovery");
    assert_eq!(company.admin.put(&path, json!({})).await.status, 204);
}
