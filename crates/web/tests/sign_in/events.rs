//! Every attempt leaves one record, in the right account's history.

use std::collections::BTreeSet;

use crate::common::{FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, SANDBOX, SANDBOX_ROOT, Signs as _};
use serde_json::{Value, json};

const HIDDEN: &str = "HIDDEN_DUE_TO_SECURITY_REASONS";

/// Name, user, outcome: what a list shows.
fn brief(event: &Value) -> (String, String, String) {
    let text = |field: &str| event[field].as_str().unwrap_or("-").to_owned();
    (text("name"), text("userName"), text("outcome"))
}

#[tokio::test]
async fn every_attempt_leaves_one_record_in_its_account() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut management = machine.root(MANAGEMENT_ROOT).await;
    let mut finance = machine.root(FINANCE_ROOT).await;
    let finance_id = person.account("frank").await;
    let passwords = {
        let mut known = std::collections::BTreeMap::new();
        for name in [
            "alice",
            "bob",
            "carol",
            "frank",
            "grace",
            "heidi",
            MANAGEMENT_ROOT,
            SANDBOX_ROOT,
        ] {
            known.insert(name, person.password(name).await);
        }
        known
    };
    let mut totals = (management.events().await.len(), finance.events().await.len());
    let secret_name = "my-password-typed-here";
    for (account, user, password, expected) in [
        (
            MANAGEMENT,
            "alice",
            passwords["alice"].as_str(),
            Some(("management", "alice", "success")),
        ),
        (
            MANAGEMENT,
            "ALICE",
            &passwords["alice"],
            Some(("management", "alice", "success")),
        ),
        (MANAGEMENT, "alice", "wrong", Some(("management", "alice", "failure"))),
        (
            MANAGEMENT,
            secret_name,
            "wrong",
            Some(("management", HIDDEN, "failure")),
        ),
        (
            MANAGEMENT,
            "not a name",
            "wrong",
            Some(("management", HIDDEN, "failure")),
        ),
        (
            MANAGEMENT,
            "frank",
            &passwords["frank"],
            Some(("management", HIDDEN, "failure")),
        ),
        (MANAGEMENT, "dave", "wrong", Some(("management", "dave", "failure"))),
        (
            &finance_id,
            "frank",
            &passwords["frank"],
            Some(("finance", "frank", "success")),
        ),
        (&finance_id, "frank", "wrong", Some(("finance", "frank", "failure"))),
        (
            &finance_id,
            "grace",
            &passwords["grace"],
            Some(("finance", "grace", "failure")),
        ),
        (
            &finance_id,
            "alice",
            &passwords["alice"],
            Some(("finance", HIDDEN, "failure")),
        ),
        ("no-such-account", "alice", &passwords["alice"], None),
        (SANDBOX, "heidi", &passwords["heidi"], None),
        // A form that names its field was never an attempt.
        (MANAGEMENT, "alice", "", None),
        (MANAGEMENT, "", "wrong", None),
        // The first of two steps is not the end of an attempt.
        (MANAGEMENT, "bob", &passwords["bob"], None),
    ] {
        person.iam(account, user, password).await;
        let (ours, theirs) = (management.events().await, finance.events().await);
        let (managed, financed) = match expected {
            Some(("management", ..)) => (1, 0),
            Some(_) => (0, 1),
            None => (0, 0),
        };
        assert_eq!(
            (ours.len(), theirs.len()),
            (totals.0 + managed, totals.1 + financed),
            "{account} {user}"
        );
        totals = (ours.len(), theirs.len());
        if let Some((place, name, outcome)) = expected {
            let newest = if place == "management" { &ours[0] } else { &theirs[0] };
            assert_eq!(
                brief(newest),
                ("ConsoleLogin".to_owned(), name.to_owned(), outcome.to_owned())
            );
            let word = if outcome == "success" { "Success" } else { "Failure" };
            assert_eq!(newest["record"]["responseElements"]["ConsoleLogin"], word);
            let account_id = if place == "management" {
                management.account_id().await
            } else {
                finance_id.clone()
            };
            assert_eq!(newest["record"]["recipientAccountId"], account_id);
            assert_eq!(newest["record"]["userIdentity"]["accountId"], account_id);
            assert!(!newest.to_string().contains(secret_name), "{newest}");
        }
    }
    let hidden = management.get(&format!("/api/events?userName={HIDDEN}")).await;
    for event in hidden.body["events"].as_array().unwrap() {
        assert_eq!(event["record"]["errorMessage"], "No username found in supplied account");
        assert!(event["record"]["userIdentity"].get("arn").is_none());
        assert!(event["record"]["userIdentity"].get("principalId").is_none());
    }

    // Root: failure, success; the e-mail step alone and an unknown address leave none.
    person.root_email("nobody@anycompany.example").await;
    person.root_email(MANAGEMENT_ROOT).await;
    assert_eq!(management.events().await.len(), totals.0);
    person
        .root(MANAGEMENT_ROOT, "wrong")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    assert_eq!(
        brief(&management.events().await[0]),
        ("ConsoleLogin".into(), "root".into(), "failure".into())
    );
    person
        .root(MANAGEMENT_ROOT, &passwords[MANAGEMENT_ROOT])
        .await
        .must_step("signed-in");
    assert_eq!(
        brief(&management.events().await[0]),
        ("ConsoleLogin".into(), "root".into(), "success".into())
    );
    assert_eq!(management.events().await.len(), totals.0 + 2);
    person
        .root(SANDBOX_ROOT, &passwords[SANDBOX_ROOT])
        .await
        .must_refuse(403, "ACCOUNT_SUSPENDED");
    assert_eq!(management.events().await.len(), totals.0 + 2);
}

#[tokio::test]
async fn throttled_attempts_are_recorded_too() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    for _ in 0..5 {
        person.iam(MANAGEMENT, "alice", "wrong").await;
        person.iam(MANAGEMENT, "mallory", "wrong").await;
    }
    person.iam(MANAGEMENT, "alice", &alice).await.must_wait(30);
    person.iam(MANAGEMENT, "mallory", "wrong").await.must_wait(30);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    for (user, count) in [("alice", 6), (HIDDEN, 6)] {
        let events = root.get(&format!("/api/events?userName={user}&outcome=failure")).await;
        assert_eq!(events.body["events"].as_array().unwrap().len(), count, "{user}");
    }
    let successes = root.get("/api/events?userName=alice&outcome=success").await;
    assert!(successes.body["events"].as_array().unwrap().is_empty());
}

#[tokio::test]
async fn a_forced_change_records_the_change_and_the_login() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let bob = person.password("bob").await;
    person.iam(MANAGEMENT, "bob", &bob).await.must_step("new-password");
    person.new_password(&bob, "a brand new 1").await.must_step("signed-in");
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let events = root.get("/api/events?userName=bob").await;
    let names: Vec<_> = events.body["events"].as_array().unwrap().iter().map(brief).collect();
    assert_eq!(
        names,
        [
            ("ConsoleLogin".to_owned(), "bob".to_owned(), "success".to_owned()),
            ("ChangePassword".to_owned(), "bob".to_owned(), "success".to_owned()),
        ]
    );
}

#[tokio::test]
async fn administrative_acts_are_recorded_and_refused_ones_change_nothing() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let console = json!({ "password": null, "resetRequired": true });
    let created = root
        .post("/api/users", json!({ "userName": "Zoe", "console": console }))
        .await;
    let generated = created.text("password").to_owned();
    root.put("/api/users/zoe/password", console.clone()).await;
    root.delete("/api/users/zoe/password").await;
    root.delete("/api/users/zoe").await;
    root.put("/api/account/alias", json!({ "alias": "anycompany-two" }))
        .await;
    root.delete("/api/account/alias").await;
    let policy = root.get("/api/account").await.body["passwordPolicy"].clone();
    root.put("/api/account/password-policy", policy).await;
    root.delete("/api/account/password-policy").await;
    let events = root.events().await;
    let names: Vec<&str> = events
        .iter()
        .rev()
        .map(|event| event["name"].as_str().unwrap())
        .collect();
    assert_eq!(
        names,
        [
            "ConsoleLogin",
            "CreateUser",
            "CreateLoginProfile",
            "UpdateLoginProfile",
            "DeleteLoginProfile",
            "DeleteUser",
            "CreateAccountAlias",
            "DeleteAccountAlias",
            "UpdateAccountPasswordPolicy",
            "DeleteAccountPasswordPolicy",
        ]
    );
    let all = Value::Array(events.clone()).to_string();
    assert!(!all.contains(&generated), "a password in the records");

    // An IAM user may do none of it.
    let id = root.account_id().await;
    let alice = person.password("alice").await;
    person.iam(&id, "alice", &alice).await.must_step("signed-in");
    let before = root.events().await.len();
    for (method, path, body) in [
        ("GET", "/api/account", Value::Null),
        ("GET", "/api/users", Value::Null),
        ("GET", "/api/events", Value::Null),
        ("GET", "/api/events/export", Value::Null),
        ("POST", "/api/users", json!({ "userName": "eve", "console": null })),
        ("PUT", "/api/users/bob/password", console),
        ("DELETE", "/api/users/bob/password", Value::Null),
        ("DELETE", "/api/users/bob", Value::Null),
        ("DELETE", "/api/users/nobody", Value::Null),
        ("PUT", "/api/account/alias", json!({ "alias": "taken-over" })),
        ("DELETE", "/api/account/alias", Value::Null),
        ("DELETE", "/api/account/password-policy", Value::Null),
    ] {
        let refused = person.send(method, path, &body).await;
        refused.must_refuse(403, "ACCESS_DENIED");
        assert!(
            refused
                .text("message")
                .starts_with(&format!("User: arn:aws:iam::{id}:user/alice is not authorized"))
        );
    }
    assert_eq!(root.events().await.len(), before);
    let users = root.get("/api/users").await;
    assert_eq!(users.body["users"].as_array().unwrap().len(), 18);
}

#[tokio::test]
async fn filters_and_pages_show_each_event_once() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    machine.pass(60);
    for turn in 0..25 {
        let password = if turn % 3 == 0 { "wrong" } else { &alice };
        person.iam(MANAGEMENT, "alice", password).await;
        machine.pass(60);
    }
    let all = root.events().await;
    assert_eq!(all.len(), 26);
    let seqs: Vec<i64> = all.iter().map(|event| event["seq"].as_i64().unwrap()).collect();
    assert!(seqs.windows(2).all(|pair| pair[0] > pair[1]), "newest first");

    let mut seen = Vec::new();
    let mut path = "/api/events?limit=7".to_owned();
    loop {
        let page = root.get(&path).await;
        let events = page.body["events"].as_array().unwrap();
        assert!(events.len() <= 7);
        seen.extend(events.iter().map(|event| event["seq"].as_i64().unwrap()));
        match page.body["next"].as_i64() {
            Some(next) => path = format!("/api/events?limit=7&before={next}"),
            None => break,
        }
    }
    assert_eq!(seen, seqs);
    // A page that is exactly full is the last one.
    assert!(root.get("/api/events?limit=26").await.body["next"].is_null());

    let count = async |root: &mut crate::common::Browser, query: &str| {
        let page = root.get(&format!("/api/events?limit=200&{query}")).await;
        assert_eq!(page.status, 200, "{query}: {page:?}");
        page.body["events"].as_array().unwrap().len()
    };
    assert_eq!(count(&mut root, "outcome=failure").await, 9);
    assert_eq!(count(&mut root, "outcome=success").await, 17);
    assert_eq!(count(&mut root, "userName=alice").await, 25);
    assert_eq!(count(&mut root, "userName=alice&outcome=failure").await, 9);
    assert_eq!(count(&mut root, "userName=root").await, 1);
    assert_eq!(count(&mut root, "name=ConsoleLogin").await, 26);
    assert_eq!(count(&mut root, "name=PasswordUpdated").await, 0);
    assert_eq!(
        count(&mut root, "from=2026-03-01T12:01:00Z&to=2026-03-01T12:03:00Z").await,
        3
    );
    assert_eq!(count(&mut root, "from=2026-03-01T12:01:00Z").await, 25);
    assert_eq!(count(&mut root, "to=2026-03-01T12:00:59Z").await, 1);
}

#[tokio::test]
async fn exported_lines_are_the_records_oldest_first() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    for user in ["alice", "line\nbreak", "mallory"] {
        person.iam(MANAGEMENT, user, "wrong").await;
    }
    let mut listed: Vec<Value> = root
        .events()
        .await
        .iter()
        .map(|event| event["record"].clone())
        .collect();
    listed.reverse();
    let export = root.get("/api/events/export").await;
    let lines: Vec<Value> = export
        .text("jsonLines")
        .lines()
        .map(|line| serde_json::from_str(line).unwrap())
        .collect();
    assert_eq!(lines, listed);
    assert!(export.text("jsonLines").ends_with('\n'));
    let ids: BTreeSet<&str> = lines.iter().map(|line| line["eventID"].as_str().unwrap()).collect();
    assert_eq!(ids.len(), 4, "event ids are unique");
    let filtered = root.get("/api/events/export?userName=alice").await;
    assert_eq!(filtered.text("jsonLines").lines().count(), 1);
}
