//! Access keys, and the credential report that tells of them.

use crate::common::{Answer, Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _};
use serde_json::{Value, json};

async fn start(machine: &Machine) -> (Browser, Browser) {
    drop(machine.person().await);
    let world = machine.world().await;
    let password = crate::common::password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    (machine.root(MANAGEMENT_ROOT).await, alice)
}

/// The id and secret of a key just made.
fn made(answer: &Answer) -> (String, String) {
    assert_eq!(answer.status, 200, "{answer:?}");
    let (id, secret) = (answer.body["key"]["id"].as_str().unwrap(), answer.text("secret"));
    assert!(id.len() == 20 && id.starts_with("AKIA"), "{id}");
    assert_eq!(secret.len(), 40);
    (id.to_owned(), secret.to_owned())
}

async fn make(browser: &mut Browser, path: &str) -> (String, String) {
    made(&browser.post(path, json!({})).await)
}

#[tokio::test]
async fn a_secret_is_told_once_and_two_keys_are_the_most() {
    let machine = Machine::new();
    let (mut root, mut alice) = start(&machine).await;
    let (first, secret) = make(&mut alice, "/api/access-keys").await;
    let (second, other) = make(&mut alice, "/api/access-keys").await;
    assert!(first != second && secret != other);
    alice
        .post("/api/access-keys", json!({}))
        .await
        .must_refuse(409, "LIMIT_EXCEEDED");
    root.post("/api/users/alice/access-keys", json!({}))
        .await
        .must_refuse(409, "LIMIT_EXCEEDED");

    let own = alice.get("/api/access-keys").await;
    assert_eq!(own.body, root.get("/api/users/ALICE/access-keys").await.body);
    assert_eq!(own.body["limit"], 2);
    let keys = own.body["keys"].as_array().unwrap();
    assert_eq!(keys.len(), 2);
    for key in keys {
        assert_eq!(
            (&key["isActive"], &key["lastUse"]),
            (&json!(true), &json!({ "use": "never" }))
        );
    }
    let events = root.events().await;
    let record = events.iter().find(|event| event["name"] == "CreateAccessKey").unwrap();
    let key = &record["record"]["responseElements"]["accessKey"];
    assert_eq!(
        (&key["accessKeyId"], &key["status"]),
        (&json!(second), &json!("Active"))
    );
    assert_eq!(key["userName"], "alice");
    for told in [own.body.to_string(), Value::Array(events).to_string()] {
        assert!(!told.contains(&secret) && !told.contains(&other), "{told}");
    }
}

#[tokio::test]
async fn a_key_is_deactivated_before_it_is_deleted() {
    let machine = Machine::new();
    let (mut root, mut alice) = start(&machine).await;
    let (id, _) = make(&mut root, "/api/users/alice/access-keys").await;
    let own = format!("/api/access-keys/{id}");
    let by_admin = format!("/api/users/alice/access-keys/{id}");
    alice.delete(&own).await.must_refuse(409, "DELETE_CONFLICT");
    root.delete(&by_admin).await.must_refuse(409, "DELETE_CONFLICT");
    let set = |active: bool| json!({ "isActive": active });
    assert_eq!(root.put(&by_admin, set(false)).await.status, 204);
    assert_eq!(alice.get("/api/access-keys").await.body["keys"][0]["isActive"], false);
    assert_eq!(alice.put(&own, set(true)).await.status, 204);
    assert_eq!(alice.put(&own, set(false)).await.status, 204);
    // Of nobody else, and of no other owner.
    for path in [
        format!("/api/users/bob/access-keys/{id}"),
        format!("/api/users/nobody/access-keys/{id}"),
        format!("/api/access-keys/{id}"),
        "/api/users/alice/access-keys/AKIAIOSFODNN7EXAMPLE".to_owned(),
    ] {
        root.put(&path, set(true)).await.must_refuse(404, "NO_SUCH_ENTITY");
        root.delete(&path).await.must_refuse(404, "NO_SUCH_ENTITY");
    }
    assert_eq!(alice.delete(&own).await.status, 204);
    alice.delete(&own).await.must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(alice.get("/api/access-keys").await.body["keys"], json!([]));
    let events = root.events().await;
    let names: Vec<&str> = events[..5]
        .iter()
        .rev()
        .map(|event| event["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "CreateAccessKey",
            "UpdateAccessKey",
            "UpdateAccessKey",
            "UpdateAccessKey",
            "DeleteAccessKey"
        ]
    );
    let parameters = &events[1]["record"]["requestParameters"];
    assert_eq!(
        parameters,
        &json!({ "accessKeyId": id, "status": "Inactive", "userName": "alice" })
    );
}

#[tokio::test]
async fn root_keys_are_their_own_and_the_dashboard_tells() {
    let machine = Machine::new();
    let (mut root, mut alice) = start(&machine).await;
    let present = |answer: Answer| answer.body["accountAccessKeysPresent"].as_bool().unwrap();
    assert!(!present(root.get("/api/iam/summary").await));
    let (id, _) = make(&mut root, "/api/access-keys").await;
    assert!(present(alice.get("/api/iam/summary").await));
    assert_eq!(alice.get("/api/access-keys").await.body["keys"], json!([]));
    let mut finance = machine.root(FINANCE_ROOT).await;
    assert!(!present(finance.get("/api/iam/summary").await));
    finance
        .delete(&format!("/api/access-keys/{id}"))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    let off = json!({ "isActive": false });
    assert_eq!(root.put(&format!("/api/access-keys/{id}"), off).await.status, 204);
    assert_eq!(root.delete(&format!("/api/access-keys/{id}")).await.status, 204);
    assert!(!present(root.get("/api/iam/summary").await));
}

/// The report's lines by user, each a map of its columns.
fn rows(report: &Answer) -> std::collections::BTreeMap<String, std::collections::BTreeMap<String, String>> {
    assert_eq!(report.status, 200, "{report:?}");
    let mut lines = report.text("csv").lines();
    let header: Vec<&str> = lines.next().unwrap().split(',').collect();
    assert_eq!(header.len(), 22);
    lines
        .map(|line| {
            let fields: Vec<&str> = line.split(',').collect();
            assert_eq!(fields.len(), 22, "{line}");
            let row = header
                .iter()
                .map(|name| (*name).to_owned())
                .zip(fields.iter().map(|field| (*field).to_owned()));
            (fields[0].to_owned(), row.collect())
        })
        .collect()
}

#[tokio::test]
async fn the_report_tells_of_everyone_and_stays_for_four_hours() {
    let machine = Machine::new();
    let (mut root, mut alice) = start(&machine).await;
    let (id, _) = make(&mut root, "/api/users/ivan/access-keys").await;
    machine.pass(60);
    make(&mut root, "/api/users/ivan/access-keys").await;
    let off = json!({ "isActive": false });
    assert_eq!(
        root.put(&format!("/api/users/ivan/access-keys/{id}"), off).await.status,
        204
    );
    let first = root.post("/api/credential-report", json!({})).await;
    let found = rows(&first);
    let users = root.get("/api/iam/summary").await.body["users"].as_u64().unwrap();
    assert_eq!(u64::try_from(found.len()).unwrap(), users + 1);
    let of = |user: &str, column: &str| found[user][column].clone();
    for (user, column, value) in [
        ("<root_account>", "password_enabled", "true"),
        ("<root_account>", "password_last_changed", "not_supported"),
        ("<root_account>", "mfa_active", "false"),
        ("alice", "password_enabled", "true"),
        ("alice", "mfa_active", "false"),
        ("alice", "access_key_1_active", "false"),
        ("alice", "access_key_1_last_rotated", "N/A"),
        ("dave", "password_enabled", "false"),
        ("dave", "password_last_used", "N/A"),
        ("dave", "password_next_rotation", "N/A"),
        ("bob", "password_last_used", "no_information"),
        ("ivan", "mfa_active", "true"),
        ("ivan", "access_key_1_active", "false"),
        ("ivan", "access_key_2_active", "true"),
        ("ivan", "access_key_2_last_used_date", "N/A"),
        ("ivan", "cert_1_active", "false"),
    ] {
        assert_eq!(of(user, column), value, "{user} {column}");
    }
    assert_eq!(of("ivan", "access_key_2_last_rotated"), "2026-03-01T12:01:00+00:00");

    // Within four hours nothing new shows, whoever asks.
    assert_eq!(root.delete("/api/users/dave").await.status, 204);
    machine.pass(4 * 60 * 60 - 60);
    let again = root.post("/api/credential-report", json!({})).await;
    assert_eq!(again.body, first.body);
    machine.pass(120);
    let fresh = root.post("/api/credential-report", json!({})).await;
    assert_ne!(fresh.body["generatedAt"], first.body["generatedAt"]);
    assert!(!rows(&fresh).contains_key("dave"));
    alice
        .post("/api/credential-report", json!({}))
        .await
        .must_refuse(403, "ACCESS_DENIED");
}

#[tokio::test]
async fn recommendations_name_who_lacks_mfa_and_whose_keys_are_old() {
    let machine = Machine::new();
    let (mut root, _) = start(&machine).await;
    make(&mut root, "/api/users/ivan/access-keys").await;
    let (inactive, _) = make(&mut root, "/api/users/judy/access-keys").await;
    let off = json!({ "isActive": false });
    root.put(&format!("/api/users/judy/access-keys/{inactive}"), off).await;
    let names = |answer: &Answer, list: &str| answer.body[list].clone();
    let now = root.get("/api/iam/recommendations").await;
    // dave has no password, and ivan has a device.
    let without: Vec<Value> = serde_json::from_value(names(&now, "usersWithoutMfa")).unwrap();
    for (user, named) in [
        ("alice", true),
        ("bob", true),
        ("dave", false),
        ("ivan", false),
        ("judy", false),
    ] {
        assert_eq!(without.contains(&json!(user)), named, "{user}");
    }
    assert_eq!(names(&now, "usersWithOldKeys"), json!([]));
    // Three months later root has to register a device, and passwords of the account's policy are too old.
    assert_eq!(root.delete("/api/account/password-policy").await.status, 204);
    let form = json!({
        "userName": "zoe", "console": { "password": "Zoes-Password-1", "resetRequired": false },
        "policies": ["arn:aws:iam::aws:policy/IAMReadOnlyAccess"],
    });
    assert_eq!(root.post("/api/users", form).await.status, 200);
    machine.pass(91 * 24 * 60 * 60);
    let mut zoe = root.another();
    zoe.iam(MANAGEMENT, "zoe", "Zoes-Password-1")
        .await
        .must_step("signed-in");
    let later = zoe.get("/api/iam/recommendations").await;
    // The broker's key is as old as the world.
    assert_eq!(names(&later, "usersWithOldKeys"), json!(["console-broker", "ivan"]));
}
