//! Permission sets, who has them in which account, and the roles that they are there.

use crate::common::{Answer, Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs, password_of};
use serde_json::{Value, json};
use vestibule_web::world::World;

const SETS: &str = "/api/identity-center/permission-sets";

fn nothing() -> Value {
    json!({ "awsPolicies": [], "customerPolicies": [], "inlinePolicy": null, "boundary": null })
}

fn new_set(name: &str, permissions: &Value) -> Value {
    json!({
        "name": name, "description": "For tests", "sessionSeconds": 3600, "relayState": "", "permissions": permissions,
    })
}

fn with(mut form: Value, field: &str, value: Value) -> Value {
    form[field] = value;
    form
}

fn allow(actions: &Value) -> String {
    json!({ "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": actions, "Resource": "*" }] })
        .to_string()
}

/// The id of an account by the last word of its name.
async fn account(root: &mut Browser, word: &str) -> String {
    let found = root.get(&format!("/api/identity-center/accounts?search={word}")).await;
    assert_eq!(found.body["total"], 1, "{found:?}");
    found.body["accounts"][0]["id"].as_str().unwrap().to_owned()
}

/// The id of a group that has something in the Finance account.
async fn group(root: &mut Browser, name: &str) -> String {
    let finance = account(root, "Finance").await;
    let found = root
        .get(&format!("/api/identity-center/accounts/{finance}/assignments"))
        .await;
    let all = found.body["principals"].as_array().unwrap().clone();
    let one = all.iter().find(|one| one["name"] == name).unwrap();
    one["id"].as_str().unwrap().to_owned()
}

async fn set_named(root: &mut Browser, name: &str) -> Value {
    let found = root.get(&format!("{SETS}?search={name}")).await;
    let all = found.body["permissionSets"].as_array().unwrap().clone();
    all.into_iter().find(|set| set["name"] == name).unwrap()
}

async fn create(root: &mut Browser, form: Value) -> String {
    let made = root.post(SETS, form).await;
    assert_eq!(made.status, 200, "{made:?}");
    made.text("id").to_owned()
}

fn assignment(account: &str, group: &str, set: &str) -> Value {
    json!({
        "accountIds": [account], "principals": [{ "kind": "group", "id": group }], "permissionSetIds": [set],
    })
}

async fn assign(root: &mut Browser, form: Value) -> Answer {
    root.post("/api/identity-center/assignments", form).await
}

async fn remove(root: &mut Browser, form: Value) -> Answer {
    root.post("/api/identity-center/assignments/remove", form).await
}

async fn at_portal(world: &World, name: &str) -> Browser {
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
async fn enter(person: &mut Browser, account: &str, set: &str) -> Answer {
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

async fn arn_of_session(person: &mut Browser) -> String {
    let session = person.get("/api/session").await;
    session.body["identity"]["arn"].as_str().unwrap().to_owned()
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
async fn a_policy_that_an_account_lacks_stops_provisioning_there() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let management = root.account_id().await;
    let labs = account(&mut root, "Labs").await;
    let engineers = group(&mut root, "Cloud engineers").await;
    let permissions = with(
        nothing(),
        "customerPolicies",
        json!([{ "path": "/", "name": "TeamPolicy" }]),
    );
    let set = create(&mut root, new_set("Team", &permissions)).await;
    let both = json!({
        "accountIds": [management, labs], "principals": [{ "kind": "group", "id": engineers }], "permissionSetIds": [set],
    });
    let done = assign(&mut root, both.clone()).await;
    assert_eq!(done.body["failed"], 2, "{done:?}");

    let policy = json!({ "policyName": "TeamPolicy", "description": "", "document": allow(&json!("iam:List*")) });
    assert_eq!(root.post("/api/policies", policy).await.status, 200);
    let done = assign(&mut root, both).await;
    assert_eq!(done.body["failed"], 1, "{done:?}");
    let failed = done.body["requests"]
        .as_array()
        .unwrap()
        .iter()
        .find(|one| !one["failure"].is_null());
    assert_eq!(
        failed.unwrap()["failure"],
        format!(
            "Received a 404 status error: Policy arn:aws:iam::{labs}:policy/TeamPolicy does not exist or is not attachable."
        )
    );
    let there = root.get(&format!("{SETS}/{set}/accounts")).await;
    assert_eq!(there.body["total"], 1);
    let here = root.get(&format!("/api/identity-center/accounts/{labs}")).await;
    let sets = here.body["provisioned"].as_array().unwrap().clone();
    assert!(sets.iter().all(|one| one["name"] != "Team"), "{here:?}");

    // A policy added later that the account lacks: the role stays as it was, and says so until it is there.
    let details = root.get(&format!("{SETS}/{set}")).await;
    let mut more = details.body["permissions"].clone();
    more["customerPolicies"] = json!([{ "path": "/", "name": "TeamPolicy" }, { "path": "/team/", "name": "Later" }]);
    let form = json!({ "permissions": more, "expected": details.body["permissionSet"]["updatedAt"] });
    assert_eq!(root.put(&format!("{SETS}/{set}/permissions"), form).await.status, 204);
    let there = root.get(&format!("{SETS}/{set}/accounts")).await;
    let row = there.body["accounts"][0].clone();
    assert_eq!(row["isOutdated"], true, "{there:?}");
    assert!(
        row["failure"].as_str().unwrap().contains("policy/team/Later"),
        "{there:?}"
    );
    let status = root.get("/api/identity-center/provisioning").await;
    assert_eq!(status.body["requests"][0]["kind"], "provision");
    assert!(
        status.body["requests"][0]["failure"]
            .as_str()
            .unwrap()
            .starts_with("1 of 1 accounts")
    );
    let role = row["roleName"].as_str().unwrap().to_owned();
    let has = root.get(&format!("/api/roles/{role}/policies")).await;
    assert_eq!(has.body["attached"].as_array().unwrap().len(), 1, "{has:?}");

    // Without it, everything is as it should be again.
    let details = root.get(&format!("{SETS}/{set}")).await;
    let form = json!({ "permissions": permissions, "expected": details.body["permissionSet"]["updatedAt"] });
    assert_eq!(root.put(&format!("{SETS}/{set}/permissions"), form).await.status, 204);
    let there = root.get(&format!("{SETS}/{set}/accounts")).await;
    assert_eq!(there.body["accounts"][0]["isOutdated"], false, "{there:?}");
    assert_eq!(
        root.post(&format!("{SETS}/{set}/accounts"), json!({})).await.status,
        204
    );
}

#[tokio::test]
async fn an_account_has_at_most_five_hundred_sets() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let account = account(&mut root, "Labs").await;
    let engineers = group(&mut root, "Cloud engineers").await;
    let here = format!("/api/identity-center/accounts/{account}");
    let present = root.get(&here).await.body["provisioned"].as_array().unwrap().len();
    let mut sets = Vec::new();
    for one in present..501 {
        sets.push(create(&mut root, new_set(&format!("Set{one}"), &nothing())).await);
    }
    let all = json!({
        "accountIds": [account], "principals": [{ "kind": "group", "id": engineers }], "permissionSetIds": sets,
    });
    let done = assign(&mut root, all).await;
    assert_eq!(done.body["failed"], 1, "{done:?}");
    let requests = done.body["requests"].as_array().unwrap();
    let failed = requests.iter().find(|one| !one["failure"].is_null()).unwrap();
    assert!(failed["failure"].as_str().unwrap().contains("limit of 500"), "{failed}");
    assert_eq!(root.get(&here).await.body["provisioned"].as_array().unwrap().len(), 500);

    // One that is there already is assigned to others, and one less makes room.
    let last = sets.pop().unwrap();
    let mary = user(&mut root, "mary").await;
    let kept = json!({
        "accountIds": [account], "principals": [{ "kind": "user", "id": mary }], "permissionSetIds": [sets[0]],
    });
    assert_eq!(assign(&mut root, kept).await.body["failed"], 0);
    let gone = remove(&mut root, assignment(&account, &engineers, &sets[1])).await;
    assert_eq!(gone.body["failed"], 0, "{gone:?}");
    let done = assign(&mut root, assignment(&account, &engineers, &last)).await;
    assert_eq!(done.body["failed"], 0, "{done:?}");
}

#[tokio::test]
async fn what_is_wrong_with_a_set_or_an_assignment_is_said() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let right = new_set("Right", &nothing());
    for (field, wrong) in [
        ("name", json!("two words")),
        ("name", json!("")),
        ("name", json!("a".repeat(33))),
        ("description", json!("d".repeat(701))),
        ("sessionSeconds", json!(3599)),
        ("sessionSeconds", json!(43_260)),
        ("relayState", json!("https://example.com/")),
        (
            "relayState",
            json!(format!("https://console.aws.amazon.com/{}", "a".repeat(240))),
        ),
    ] {
        root.post(SETS, with(right.clone(), field, wrong))
            .await
            .must_blame(field);
    }
    let permitting = |field: &str, value: Value| with(right.clone(), "permissions", with(nothing(), field, value));
    root.post(
        SETS,
        permitting("awsPolicies", json!(["arn:aws:iam::aws:policy/NotThere"])),
    )
    .await
    .must_refuse(404, "NO_SUCH_ENTITY");
    root.post(
        SETS,
        permitting("customerPolicies", json!([{ "path": "/", "name": "two words" }])),
    )
    .await
    .must_blame("customerPolicies");
    root.post(SETS, permitting("inlinePolicy", json!("{}")))
        .await
        .must_refuse(400, "MALFORMED_POLICY");
    let long = format!("{}{}", allow(&json!("s3:*")), "x".repeat(10_300));
    assert_ne!(
        root.post(SETS, permitting("inlinePolicy", json!(long))).await.status,
        200
    );
    let spaced = |bytes: usize| {
        format!(
            "{}{}",
            allow(&json!("s3:*")),
            " ".repeat(bytes - allow(&json!("s3:*")).len())
        )
    };
    root.post(SETS, permitting("inlinePolicy", json!(spaced(32_769))))
        .await
        .must_refuse(409, "LIMIT_EXCEEDED");
    let mut longest = permitting("inlinePolicy", json!(spaced(32_768)));
    longest["name"] = json!("Longest");
    create(&mut root, longest).await;
    let many: Vec<Value> = (0..26)
        .map(|one| json!({ "path": "/", "name": format!("P{one}") }))
        .collect();
    root.post(SETS, permitting("customerPolicies", json!(many)))
        .await
        .must_refuse(409, "LIMIT_EXCEEDED");
    let set = create(&mut root, with(right.clone(), "sessionSeconds", json!(43_200))).await;
    let taken = root.post(SETS, with(right.clone(), "name", json!("RIGHT"))).await;
    taken.must_refuse(409, "ENTITY_ALREADY_EXISTS");
    assert_eq!(taken.text("message"), "PermissionSet with name RIGHT already exists.");

    let labs = account(&mut root, "Labs").await;
    let engineers = group(&mut root, "Cloud engineers").await;
    let right = assignment(&labs, &engineers, &set);
    let eleven: Vec<String> = (0..11).map(|_| labs.clone()).collect();
    for (field, wrong) in [
        ("accountIds", json!([])),
        ("principals", json!([])),
        ("permissionSetIds", json!([])),
        ("accountIds", json!(eleven)),
    ] {
        assign(&mut root, with(right.clone(), field, wrong))
            .await
            .must_blame(field);
    }
    for (field, unknown) in [
        ("accountIds", json!(["000000000000"])),
        ("accountIds", json!(["nonsense"])),
        ("principals", json!([{ "kind": "user", "id": engineers }])),
        ("permissionSetIds", json!(["ps-0000000000000000"])),
    ] {
        assign(&mut root, with(right.clone(), field, unknown))
            .await
            .must_refuse(404, "NO_SUCH_ENTITY");
    }
    let sandbox = root.get("/api/identity-center/accounts?search=sandbox").await.body["accounts"][0].clone();
    assert_eq!(sandbox["isSuspended"], true);
    assign(&mut root, with(right.clone(), "accountIds", json!([sandbox["id"]])))
        .await
        .must_blame("accountIds");
    assert_eq!(assign(&mut root, right.clone()).await.body["failed"], 0);
    // Twice is once.
    assert_eq!(assign(&mut root, right).await.body["failed"], 0);
    let there = root.get(&format!("{SETS}/{set}/accounts")).await;
    assert_eq!(there.body["accounts"][0]["principals"], 1);

    // Description and duration are changed; two editors do not overwrite each other.
    let details = root.get(&format!("{SETS}/{set}")).await;
    let form = json!({
        "description": "Changed", "sessionSeconds": 7200, "relayState": "https://us-east-1.console.aws.amazon.com/s3/home",
        "expected": details.body["permissionSet"]["updatedAt"],
    });
    let path = format!("{SETS}/{set}");
    root.put(&path, with(form.clone(), "relayState", json!("nowhere")))
        .await
        .must_blame("relayState");
    assert_eq!(root.put(&path, form.clone()).await.status, 204);
    root.put(&path, form).await.must_refuse(409, "CONCURRENT_MODIFICATION");
    let role = there.body["accounts"][0]["roleName"].as_str().unwrap().to_owned();
    assert!(role.starts_with("AWSReservedSSO_Right_"));
}

#[tokio::test]
async fn a_delegate_does_not_touch_the_management_account() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let management = root.account_id().await;
    let labs = account(&mut root, "Labs").await;
    let finance = account(&mut root, "Finance").await;
    let engineers = group(&mut root, "Cloud engineers").await;
    let administrator = set_named(&mut root, "AdministratorAccess").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let power = set_named(&mut root, "PowerUserAccess").await["id"]
        .as_str()
        .unwrap()
        .to_owned();
    let mut other = machine.root(FINANCE_ROOT).await;
    // A member is nobody here, until it is delegated.
    other.get(SETS).await.must_refuse(403, "ACCESS_DENIED");
    assign(&mut other, assignment(&labs, &engineers, &power))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    let path = format!("/api/organization/accounts/{finance}/delegations/sso.amazonaws.com");
    assert_eq!(root.put(&path, Value::Null).await.status, 204);
    assert_eq!(other.get(SETS).await.status, 200);
    assert_eq!(
        assign(&mut other, assignment(&labs, &engineers, &power)).await.body["failed"],
        0
    );

    // What is in the management account is not a delegate's: neither the account nor the sets provisioned there.
    for form in [
        assignment(&management, &engineers, &power),
        assignment(&labs, &engineers, &administrator),
    ] {
        assign(&mut other, form.clone()).await.must_refuse(403, "ACCESS_DENIED");
        remove(&mut other, form).await.must_refuse(403, "ACCESS_DENIED");
    }
    // Nor by deleting whom they are assigned to; others are.
    other
        .delete(&format!("/api/identity-center/groups/{engineers}"))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    let fresh = json!({ "name": "Newcomers", "description": "", "users": [] });
    let made = other.post("/api/identity-center/groups", fresh).await;
    assert_eq!(made.status, 200, "{made:?}");
    let newcomers = made.text("id").to_owned();
    assert_eq!(
        assign(&mut other, assignment(&labs, &newcomers, &power)).await.body["failed"],
        0
    );
    assert_eq!(
        other
            .delete(&format!("/api/identity-center/groups/{newcomers}"))
            .await
            .status,
        204
    );
    let details = other.get(&format!("{SETS}/{administrator}")).await;
    assert_eq!(details.body["isClosed"], true);
    let form = json!({ "permissions": nothing(), "expected": details.body["permissionSet"]["updatedAt"] });
    let refused = other.put(&format!("{SETS}/{administrator}/permissions"), form).await;
    refused.must_refuse(403, "ACCESS_DENIED");
    assert!(
        refused
            .text("message")
            .contains("provisioned in the management account"),
        "{refused:?}"
    );
    other
        .delete(&format!("{SETS}/{administrator}"))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    other
        .post(&format!("{SETS}/{administrator}/accounts"), json!({}))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    assert_eq!(
        root.post(&format!("{SETS}/{administrator}/accounts"), json!({}))
            .await
            .status,
        204
    );

    // Somebody of the management account needs permissions, too.
    let password = password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    alice.get(SETS).await.must_refuse(403, "ACCESS_DENIED");
    assign(&mut alice, assignment(&labs, &engineers, &power))
        .await
        .must_refuse(403, "ACCESS_DENIED");
}

#[tokio::test]
async fn lists_say_who_has_what() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let all = root.get("/api/identity-center/accounts").await;
    assert!(all.body["total"].as_u64().unwrap() >= 3, "{all:?}");
    let units = root.get("/api/identity-center/units").await;
    let counted: u64 = units.body["units"]
        .as_array()
        .unwrap()
        .iter()
        .map(|unit| unit["accounts"].as_u64().unwrap())
        .sum();
    assert_eq!(counted, all.body["total"].as_u64().unwrap());
    let unit = all.body["accounts"][0]["unitId"].as_str().unwrap().to_owned();
    let under = root.get(&format!("/api/identity-center/accounts?unit={unit}")).await;
    for one in under.body["accounts"].as_array().unwrap() {
        assert_eq!(one["unitId"], unit);
    }
    let none = root.get("/api/identity-center/accounts?search=nobody").await;
    assert_eq!(none.body, json!({ "accounts": [], "total": 0, "pages": 1 }));

    let finance = account(&mut root, "Finance").await;
    let here = root
        .get(&format!("/api/identity-center/accounts/{finance}/assignments"))
        .await;
    let names: Vec<&str> = here.body["principals"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["Auditors", "Cloud engineers", "Finance"]);
    let sets: Vec<&str> = here.body["principals"][1]["permissionSets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(sets, ["PowerUserAccess", "ViewOnlyAccess"]);

    let engineers = group(&mut root, "Cloud engineers").await;
    let of_group = root
        .get(&format!("/api/identity-center/access/group/{engineers}"))
        .await;
    assert_eq!(of_group.body["name"], "Cloud engineers");
    assert_eq!(of_group.body["total"], 5);
    let found = root
        .get(&format!(
            "/api/identity-center/access/group/{engineers}?search=viewonly"
        ))
        .await;
    assert_eq!(found.body["access"][0]["accountId"], finance);
    root.get("/api/identity-center/access/user/nobody")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");

    // What somebody has in one account is changed as a whole.
    let view = set_named(&mut root, "ViewOnlyAccess").await["id"].clone();
    let audit = create(&mut root, new_set("SecurityAudit", &nothing())).await;
    let form = json!({ "principal": { "kind": "group", "id": engineers }, "permissionSetIds": [view, audit] });
    let path = format!("/api/identity-center/accounts/{finance}/assignments");
    let done = root.put(&path, form.clone()).await;
    assert_eq!(done.body["requests"].as_array().unwrap().len(), 2, "{done:?}");
    let done = root.put(&path, form).await;
    assert_eq!(done.body, json!({ "requests": [], "failed": 0 }));
    let here = root.get(&path).await;
    let sets: Vec<&str> = here.body["principals"][1]["permissionSets"]
        .as_array()
        .unwrap()
        .iter()
        .map(|one| one["name"].as_str().unwrap())
        .collect();
    assert_eq!(sets, ["SecurityAudit", "ViewOnlyAccess"]);

    let status = root.get("/api/identity-center/provisioning").await;
    assert_eq!(status.body["total"], 2);
    assert_eq!(status.body["requests"][0]["kind"], "remove");
    assert_eq!(status.body["requests"][1]["kind"], "assign");
    let events = root.events().await;
    let event = |name: &str| {
        events
            .iter()
            .filter(|event| event["record"]["eventName"] == name)
            .count()
    };
    assert_eq!(event("CreatePermissionSet"), 1);
    assert_eq!(event("CreateAccountAssignment"), 1);
    assert_eq!(event("DeleteAccountAssignment"), 1);

    let predefined = root.get("/api/identity-center/predefined-permission-sets").await;
    assert_eq!(predefined.body["predefined"].as_array().unwrap().len(), 11);
}

async fn user(root: &mut Browser, name: &str) -> String {
    let found = root.get(&format!("/api/identity-center/users?find={name}")).await;
    let all = found.body["users"].as_array().unwrap().clone();
    let one = all.iter().find(|one| one["userName"] == name).unwrap();
    one["id"].as_str().unwrap().to_owned()
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
