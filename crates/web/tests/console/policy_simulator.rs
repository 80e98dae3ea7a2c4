//! The policy simulator.

use crate::common::Signs as _;
use crate::common::policies::{READ, alice, role, root};
use serde_json::{Value, json};

#[tokio::test]
async fn wildcards_built_to_backtrack_are_decided() {
    // One that backtracks would not end; crates/policy counts the steps.
    let (_machine, mut root, _) = root().await;
    let document = READ.replace("\"*\"", &format!("\"arn:aws:s3:::{}b\"", "a*".repeat(900)));
    let path = "/api/users/bob/inline-policies/stars";
    let answer = root.put(path, json!({ "document": document, "expected": null })).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    let form = json!({
        "holders": "users", "name": "bob", "actions": ["s3:GetObject"],
        "resource": format!("arn:aws:s3:::{}", "a".repeat(2000)), "context": {},
    });
    let simulated = root.post("/api/policies/simulate", form).await;
    assert_eq!(
        simulated.body["results"][0]["decision"], "implicitDeny",
        "{simulated:?}"
    );
}

#[tokio::test]
async fn the_simulator_says_what_policies_would() {
    let (machine, mut root, _) = root().await;
    let only_mfa = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::reports/*",
          "Condition": { "Bool": { "aws:MultiFactorAuthPresent": "true" } } },
        { "Effect": "Deny", "Action": "s3:DeleteObject", "Resource": "*" },
    ]});
    let form = json!({ "document": only_mfa.to_string(), "expected": null });
    assert_eq!(
        root.put("/api/users/alice/inline-policies/reports", form).await.status,
        204
    );
    let ask = |context: Value| {
        json!({
            "holders": "users", "name": "alice", "actions": ["s3:GetObject", " s3:DeleteObject "],
            "resource": "arn:aws:s3:::reports/a", "context": context,
        })
    };
    let without = root.post("/api/policies/simulate", ask(json!({}))).await;
    assert_eq!(without.body["results"][0]["decision"], "implicitDeny", "{without:?}");
    assert_eq!(without.body["results"][1]["decision"], "explicitDeny");
    assert!(!without.body["results"][0]["reasons"].as_array().unwrap().is_empty());
    let with = ask(json!({ "aws:MultiFactorAuthPresent": ["true"] }));
    let with = root.post("/api/policies/simulate", with).await;
    assert_eq!(with.body["results"][0]["decision"], "allowed", "{with:?}");

    for (field, key, value) in [
        ("actions", "actions", json!([])),
        ("actions", "actions", json!(["s3"])),
        ("actions", "actions", json!(["s3:*"])),
        ("actions", "actions", json!(vec!["a:b"; 101])),
        ("resource", "resource", json!("reports")),
        (
            "resource",
            "resource",
            json!(format!("arn:aws:s3:::{}", "a".repeat(3000))),
        ),
        ("holders", "holders", json!("groups")),
    ] {
        let mut form = ask(json!({}));
        form[key] = value;
        root.post("/api/policies/simulate", form).await.must_blame(field);
    }
    let mut nobody = ask(json!({}));
    nobody["name"] = json!("nobody");
    root.post("/api/policies/simulate", nobody)
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    let mut alice = alice(&machine).await;
    alice
        .post("/api/policies/simulate", ask(json!({})))
        .await
        .must_refuse(403, "ACCESS_DENIED");
}

#[tokio::test]
async fn a_role_is_simulated_within_its_boundary() {
    let (_machine, mut root, _) = root().await;
    role(&mut root, "/").await;
    let everything = "arn:aws:iam::aws:policy/AdministratorAccess";
    let read_only = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let attach = json!({ "policyArn": everything });
    assert_eq!(root.post("/api/roles/Auditor/policies", attach).await.status, 204);
    let boundary = json!({ "policyArn": read_only, "expected": null });
    assert_eq!(root.put("/api/roles/Auditor/boundary", boundary).await.status, 204);
    let form = json!({
        "holders": "roles", "name": "Auditor", "actions": ["iam:ListUsers", "iam:CreateUser"], "resource": "*",
    });
    let simulated = root.post("/api/policies/simulate", form).await;
    let decisions: Vec<&str> = simulated.body["results"]
        .as_array()
        .unwrap()
        .iter()
        .map(|result| result["decision"].as_str().unwrap())
        .collect();
    assert_eq!(decisions, ["allowed", "implicitDeny"], "{simulated:?}");
}
