//! Lists of permission sets, accounts and assignments.

use serde_json::{Value, json};

use super::center_access::{account, create, group, new_set, nothing, set_named};
use crate::common::{MANAGEMENT_ROOT, Machine, Signs as _};

fn named_in(list: &Value) -> Vec<&str> {
    let all = list.as_array().unwrap();
    all.iter().map(|one| one["name"].as_str().unwrap()).collect()
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
    let names = named_in(&here.body["principals"]);
    assert_eq!(names, ["Auditors", "Cloud engineers", "Finance"]);
    let sets = named_in(&here.body["principals"][1]["permissionSets"]);
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
    let power = set_named(&mut root, "PowerUserAccess").await["id"].clone();
    let audit = create(&mut root, new_set("SecurityAudit", &nothing())).await;
    let form = |expected: Value| {
        json!({
            "principal": { "kind": "group", "id": engineers }, "permissionSetIds": [view, audit], "expected": expected,
        })
    };
    let path = format!("/api/identity-center/accounts/{finance}/assignments");
    let done = root.put(&path, form(json!([view, power]))).await;
    assert_eq!(done.body["requests"].as_array().unwrap().len(), 2, "{done:?}");
    let done = root.put(&path, form(json!([audit, view]))).await;
    assert_eq!(done.body, json!({ "requests": [], "failed": 0 }));
    let here = root.get(&path).await;
    let sets = named_in(&here.body["principals"][1]["permissionSets"]);
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

#[tokio::test]
async fn what_somebody_else_gave_or_took_meanwhile_is_not_undone_unseen() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let finance = account(&mut root, "Finance").await;
    let engineers = group(&mut root, "Cloud engineers").await;
    let view = set_named(&mut root, "ViewOnlyAccess").await["id"].clone();
    let power = set_named(&mut root, "PowerUserAccess").await["id"].clone();
    let audit = create(&mut root, new_set("SecurityAudit", &nothing())).await;
    let path = format!("/api/identity-center/accounts/{finance}/assignments");
    let form = |wanted: Value, expected: Value| {
        json!({
            "principal": { "kind": "group", "id": engineers }, "permissionSetIds": wanted, "expected": expected,
        })
    };
    // Both opened it with two sets. One adds a third; the other takes one away, or everything.
    let both = json!([power, view]);
    let added = root.put(&path, form(json!([power, view, audit]), both.clone())).await;
    assert_eq!(added.body["failed"], 0, "{added:?}");
    for wanted in [json!([view]), json!([]), both.clone()] {
        root.put(&path, form(wanted, both.clone()))
            .await
            .must_refuse(409, "CONCURRENT_MODIFICATION");
    }
    // Nor comes back what was taken.
    let three = json!([audit, view, power]);
    let taken = root.put(&path, form(json!([view, power]), three.clone())).await;
    assert_eq!(taken.body["failed"], 0, "{taken:?}");
    root.put(&path, form(json!([view, audit]), three))
        .await
        .must_refuse(409, "CONCURRENT_MODIFICATION");
    let here = root.get(&path).await;
    let sets = named_in(&here.body["principals"][1]["permissionSets"]);
    assert_eq!(sets, ["PowerUserAccess", "ViewOnlyAccess"]);
    // Whoever reads it again changes it.
    let done = root.put(&path, form(json!([view]), both)).await;
    assert_eq!(done.body["requests"].as_array().unwrap().len(), 1, "{done:?}");
    let here = root.get(&path).await;
    let sets = named_in(&here.body["principals"][1]["permissionSets"]);
    assert_eq!(sets, ["ViewOnlyAccess"]);
}
