//! Permission sets, who has them in which account, and the roles that they are there.

use serde_json::{Value, json};
use vestibule_web::world::World;

use crate::common::{Answer, Browser, MANAGEMENT_ROOT, Machine, Signs as _, password_of};

pub(super) const SETS: &str = "/api/identity-center/permission-sets";

pub(super) fn nothing() -> Value {
    json!({ "awsPolicies": [], "customerPolicies": [], "inlinePolicy": null, "boundary": null })
}

pub(super) fn new_set(name: &str, permissions: &Value) -> Value {
    json!({
        "name": name, "description": "For tests", "sessionSeconds": 3600, "relayState": "", "permissions": permissions,
    })
}

pub(super) fn with(mut form: Value, field: &str, value: Value) -> Value {
    form[field] = value;
    form
}

pub(super) fn allow(actions: &Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": actions, "Resource": "*" }] })
        .to_string()
}

/// The id of an account by the last word of its name.
pub(super) async fn account(root: &mut Browser, word: &str) -> String {
    let found = root.get(&format!("/api/identity-center/accounts?search={word}")).await;
    assert_eq!(found.body["total"], 1, "{found:?}");
    found.body["accounts"][0]["id"].as_str().unwrap().to_owned()
}

/// The id of a group that has something in the Finance account.
pub(super) async fn group(root: &mut Browser, name: &str) -> String {
    let finance = account(root, "Finance").await;
    let found = root
        .get(&format!("/api/identity-center/accounts/{finance}/assignments"))
        .await;
    let all = found.body["principals"].as_array().unwrap().clone();
    let one = all.iter().find(|one| one["name"] == name).unwrap();
    one["id"].as_str().unwrap().to_owned()
}

pub(super) async fn set_named(root: &mut Browser, name: &str) -> Value {
    let found = root.get(&format!("{SETS}?search={name}")).await;
    let all = found.body["permissionSets"].as_array().unwrap().clone();
    all.into_iter().find(|set| set["name"] == name).unwrap()
}

pub(super) async fn create(root: &mut Browser, form: Value) -> String {
    let made = root.post(SETS, form).await;
    assert_eq!(made.status, 200, "{made:?}");
    made.text("id").to_owned()
}

pub(super) fn assignment(account: &str, group: &str, set: &str) -> Value {
    json!({
        "accountIds": [account], "principals": [{ "kind": "group", "id": group }], "permissionSetIds": [set],
    })
}

pub(super) async fn assign(root: &mut Browser, form: Value) -> Answer {
    root.post("/api/identity-center/assignments", form).await
}

pub(super) async fn remove(root: &mut Browser, form: Value) -> Answer {
    root.post("/api/identity-center/assignments/remove", form).await
}

pub(super) async fn at_portal(world: &World, name: &str) -> Browser {
    let password = password_of(world, name).await;
    let mut person = Browser::of(world);
    let form = json!({ "userName": name, "remember": false });
    person.post("/api/portal/sign-in/user-name", form).await;
    person
        .post("/api/portal/sign-in/password", json!({ "password": password }))
        .await
        .must_step("signed-in");
    person
}

/// Enters the console of an account, or is refused at the portal.
pub(super) async fn enter(person: &mut Browser, account: &str, set: &str) -> Answer {
    let form = json!({ "accountId": account, "roleName": set, "destination": "" });
    let link = person.post("/api/portal/console", form).await;
    if link.status != 200 {
        return link;
    }
    let token = link.text("address").rsplit_once("SigninToken=").unwrap().1.to_owned();
    person
        .post("/api/federation/login", json!({ "signinToken": token }))
        .await
}

pub(super) async fn arn_of_session(person: &mut Browser) -> String {
    let session = person.get("/api/session").await;
    session.body["identity"]["arn"].as_str().unwrap().to_owned()
}

pub(super) async fn user(root: &mut Browser, name: &str) -> String {
    let found = root.get(&format!("/api/identity-center/users?find={name}")).await;
    let all = found.body["users"].as_array().unwrap().clone();
    let one = all.iter().find(|one| one["userName"] == name).unwrap();
    one["id"].as_str().unwrap().to_owned()
}

#[tokio::test]
async fn a_set_decides_what_its_people_may_do_as_long_as_they_have_it() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let labs = account(&mut root, "Labs").await;
    let engineers = group(&mut root, "Cloud engineers").await;
    // The inline policy allows users and groups, the boundary only users.
    let mut permissions = nothing();
    permissions["inlinePolicy"] = json!(allow(&json!(["iam:ListUsers", "iam:ListGroups"])));
    permissions["boundary"] = json!({ "kind": "aws", "arn": "arn:aws:iam::aws:policy/IAMFullAccess" });
    let set = create(&mut root, new_set("Lister", &permissions)).await;
    let done = assign(&mut root, assignment(&labs, &engineers, &set)).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!(done.body["failed"], 0);

    let mut mary = at_portal(&world, "mary").await;
    assert_eq!(enter(&mut mary, &labs, "lister").await.status, 200);
    let arn = arn_of_session(&mut mary).await;
    assert!(
        arn.starts_with(&format!("arn:aws:sts::{labs}:assumed-role/AWSReservedSSO_Lister_")),
        "{arn}"
    );
    assert_eq!(mary.get("/api/users").await.status, 200);
    assert_eq!(mary.get("/api/groups").await.status, 200);
    mary.get("/api/roles").await.must_refuse(403, "ACCESS_DENIED");

    // A change of the set is there at the next request: what was inline goes, a managed policy and a boundary come.
    let details = root.get(&format!("{SETS}/{set}")).await;
    let mut changed = details.body["permissions"].clone();
    changed["inlinePolicy"] = Value::Null;
    changed["awsPolicies"] = json!(["arn:aws:iam::aws:policy/IAMReadOnlyAccess"]);
    changed["boundary"] = json!({ "kind": "aws", "arn": "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess" });
    let form = json!({ "permissions": changed, "expected": details.body["permissionSet"]["updatedAt"] });
    let path = format!("{SETS}/{set}/permissions");
    assert_eq!(root.put(&path, form.clone()).await.status, 204);
    root.put(&path, form).await.must_refuse(409, "CONCURRENT_MODIFICATION");
    let refused = mary.get("/api/users").await;
    refused.must_refuse(403, "ACCESS_DENIED");
    assert!(refused.text("message").contains("permissions boundary"), "{refused:?}");
    changed["boundary"] = Value::Null;
    let details = root.get(&format!("{SETS}/{set}")).await;
    assert_eq!(details.body["permissionSet"]["outdated"], 0);
    let form = json!({ "permissions": changed, "expected": details.body["permissionSet"]["updatedAt"] });
    assert_eq!(root.put(&path, form).await.status, 204);
    assert_eq!(mary.get("/api/roles").await.status, 200);

    // Assigned, it cannot be deleted.
    let kept = root.delete(&format!("{SETS}/{set}")).await;
    kept.must_refuse(409, "DELETE_CONFLICT");
    assert!(
        kept.text("message")
            .starts_with("Could not delete because PermissionSet with id arn:aws:sso:::permissionSet/"),
        "{kept:?}"
    );

    // Taken away, the role goes; the session lives on and may do nothing; the portal shows it no more.
    let gone = remove(&mut root, assignment(&labs, &engineers, &set)).await;
    assert_eq!(gone.body["failed"], 0, "{gone:?}");
    mary.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(arn_of_session(&mut mary).await, arn);
    enter(&mut mary, &labs, "Lister")
        .await
        .must_refuse(403, "NO_PORTAL_ACCESS");
    let again = remove(&mut root, assignment(&labs, &engineers, &set)).await;
    assert_eq!(again.body["failed"], 1, "{again:?}");

    // Made again, the role has another suffix: the old session is still worth nothing.
    assign(&mut root, assignment(&labs, &engineers, &set)).await;
    mary.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(enter(&mut mary, &labs, "Lister").await.status, 200);
    assert_ne!(arn_of_session(&mut mary).await, arn);
    assert_eq!(mary.get("/api/users").await.status, 200);

    remove(&mut root, assignment(&labs, &engineers, &set)).await;
    assert_eq!(root.delete(&format!("{SETS}/{set}")).await.status, 204);
    root.get(&format!("{SETS}/{set}"))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
}

#[tokio::test]
async fn the_role_of_a_set_is_changed_by_nobody_in_its_account() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let roles = root.get("/api/roles").await;
    let all = roles.body["roles"].as_array().unwrap().clone();
    let role = all
        .iter()
        .find(|role| {
            role["roleName"]
                .as_str()
                .unwrap()
                .starts_with("AWSReservedSSO_AdministratorAccess_")
        })
        .unwrap();
    assert_eq!(role["path"], "/aws-reserved/sso.amazonaws.com/");
    let name = role["roleName"].as_str().unwrap().to_owned();
    assert_eq!(name.rsplit_once('_').unwrap().1.len(), 16);
    let path = format!("/api/roles/{name}");
    let details = root.get(&path).await;
    assert_eq!(details.status, 200);
    let policy = allow(&json!("s3:*"));
    let managed = json!({ "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" });
    let attached = "arn:aws:iam::aws:policy/AdministratorAccess";
    let holder = format!("/api/roles/{name}");
    let trust = json!({ "document": policy, "expected": details.body["trustPolicy"] });
    let trust = json!({
        "document": details.body["trustPolicy"], "expected": trust["expected"],
    });
    let acts = [
        ("DELETE", path.clone(), Value::Null),
        (
            "PUT",
            path.clone(),
            json!({ "description": "", "maxSessionSeconds": 3600 }),
        ),
        ("PUT", format!("{path}/trust-policy"), trust),
        (
            "PUT",
            format!("{path}/tags"),
            json!({ "tags": [{ "key": "a", "value": "b" }], "expected": [] }),
        ),
        ("POST", format!("{holder}/policies"), managed.clone()),
        ("DELETE", format!("{holder}/policies?policyArn={attached}"), Value::Null),
        (
            "PUT",
            format!("{holder}/inline-policies/Own"),
            json!({ "document": policy, "expected": null }),
        ),
        (
            "DELETE",
            format!("{holder}/inline-policies/AwsSSOInlinePolicy"),
            Value::Null,
        ),
        (
            "PUT",
            format!("{holder}/boundary"),
            json!({ "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess", "expected": null }),
        ),
        ("DELETE", format!("{holder}/boundary"), Value::Null),
    ];
    for (method, path, body) in acts {
        let refused = root.send(method, &path, &body).await;
        refused.must_refuse(409, "UNMODIFIABLE_ENTITY");
        assert_eq!(
            refused.text("message"),
            format!(
                "Cannot perform the operation on the protected role '{name}' - this role is only modifiable by AWS"
            ),
            "{method} {path}"
        );
    }
    // The policies of a role that is the account's own are changed as ever.
    let own = json!({
        "roleName": "Own", "path": null, "description": "", "trustPolicy": json!({
            "Version": "2012-10-17", "Statement": [{
                "Effect": "Allow", "Principal": { "Service": "ec2.amazonaws.com" }, "Action": "sts:AssumeRole",
            }],
        }).to_string(),
        "maxSessionSeconds": 3600, "policyArns": [], "tags": [],
    });
    root.post(
        "/api/roles",
        with(own.clone(), "path", json!("/aws-reserved/sso.amazonaws.com/")),
    )
    .await
    .must_blame("path");
    root.post(
        "/api/roles",
        with(own.clone(), "roleName", json!("AWSReservedSSO_Mine_0123456789abcdef")),
    )
    .await
    .must_blame("roleName");
    assert_eq!(root.post("/api/roles", own).await.status, 200);
    assert_eq!(root.post("/api/roles/Own/policies", managed).await.status, 204);

    // So is the provider that they trust.
    let providers = root.get("/api/identity-providers").await;
    let all = providers.body["providers"].as_array().unwrap().clone();
    let provider = all
        .iter()
        .find(|provider| provider["name"].as_str().unwrap().starts_with("AWSSSO_"))
        .unwrap();
    assert!(provider["name"].as_str().unwrap().ends_with("_DO_NOT_DELETE"));
    let arn = provider["arn"].as_str().unwrap();
    assert!(details.text("trustPolicy").contains(arn), "{details:?}");
    root.delete(&format!("/api/identity-providers?arn={arn}"))
        .await
        .must_refuse(409, "UNMODIFIABLE_ENTITY");
}

#[tokio::test]
async fn with_the_last_person_the_role_goes() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let labs = account(&mut root, "Labs").await;
    let wei = user(&mut root, "wei").await;
    let set = create(
        &mut root,
        new_set(
            "Alone",
            &with(nothing(), "inlinePolicy", json!(allow(&json!("iam:List*")))),
        ),
    )
    .await;
    let form = json!({
        "accountIds": [labs], "principals": [{ "kind": "user", "id": wei }], "permissionSetIds": [set],
    });
    assert_eq!(assign(&mut root, form).await.body["failed"], 0);
    let mut browser = at_portal(&world, "wei").await;
    assert_eq!(enter(&mut browser, &labs, "Alone").await.status, 200);
    assert_eq!(browser.get("/api/users").await.status, 200);
    let has = root.get(&format!("/api/identity-center/access/user/{wei}")).await;
    assert_eq!(has.body["access"][0]["byGroup"], Value::Null, "{has:?}");
    assert_eq!(
        root.delete(&format!("/api/identity-center/users/{wei}")).await.status,
        204
    );
    let there = root.get(&format!("{SETS}/{set}/accounts")).await;
    assert_eq!(there.body["total"], 0, "{there:?}");
    browser.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(root.delete(&format!("{SETS}/{set}")).await.status, 204);
}

#[tokio::test]
async fn attributes_of_the_person_decide_where_a_policy_asks_for_them() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let labs = account(&mut root, "Labs").await;
    let policy = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Action": "iam:ListUsers", "Resource": "*",
        "Condition": { "StringEquals": { "aws:PrincipalTag/Department": "Platform" } },
    }]});
    let set = create(
        &mut root,
        new_set("Abac", &with(nothing(), "inlinePolicy", json!(policy.to_string()))),
    )
    .await;
    let mary = user(&mut root, "mary").await;
    let diego = user(&mut root, "diego").await;
    let form = json!({
        "accountIds": [labs],
        "principals": [{ "kind": "user", "id": mary }, { "kind": "user", "id": diego }],
        "permissionSetIds": [set],
    });
    assert_eq!(assign(&mut root, form).await.body["failed"], 0);
    let mut before = at_portal(&world, "mary").await;
    enter(&mut before, &labs, "Abac").await;
    before.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    let attributes = json!({ "attributes": { "Department": "${path:enterprise.department}" } });
    let saved = root.put("/api/identity-center/settings/attributes", attributes).await;
    assert_eq!(saved.status, 204, "{saved:?}");
    // Tags come with the session: one that began before has none.
    before.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(enter(&mut before, &labs, "Abac").await.status, 200);
    assert_eq!(before.get("/api/users").await.status, 200);
    let mut other = at_portal(&world, "diego").await;
    assert_eq!(enter(&mut other, &labs, "Abac").await.status, 200);
    other.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
}

#[tokio::test]
async fn an_account_that_is_made_later_is_given_like_the_others() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let new = json!({ "name": "Newcomer", "email": "newcomer@anycompany.example", "roleName": "" });
    assert_eq!(root.post("/api/organization/accounts", new).await.status, 200);
    let fresh = account(&mut root, "Newcomer").await;
    let here = root
        .get(&format!("/api/identity-center/accounts/{fresh}/assignments"))
        .await;
    assert_eq!(here.body, json!({ "principals": [], "total": 0, "pages": 1 }));
    let engineers = group(&mut root, "Cloud engineers").await;
    let view = set_named(&mut root, "ViewOnlyAccess").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    assert_eq!(
        assign(&mut root, assignment(&fresh, &engineers, &view)).await.body["failed"],
        0
    );
    let mut mary = at_portal(&world, "mary").await;
    assert_eq!(enter(&mut mary, &fresh, "ViewOnlyAccess").await.status, 200);
    let accounts = mary.get("/api/portal/accounts").await;
    assert_eq!(accounts.body["accounts"].as_array().unwrap().len(), 4, "{accounts:?}");
}
