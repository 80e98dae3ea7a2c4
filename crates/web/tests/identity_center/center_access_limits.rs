//! What permission sets and assignments cannot be: refusals, quotas, and what a delegate may not touch.

use serde_json::{Value, json};

use super::center_access::{
    SETS, account, allow, assign, assignment, create, group, new_set, nothing, remove, set_named, user, with,
};
use crate::common::{Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _, password_of};

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
