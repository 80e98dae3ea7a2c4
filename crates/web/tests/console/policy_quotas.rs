//! The quotas of IAM for policies.

use std::fmt::Write as _;

use crate::common::Signs as _;
use crate::common::policies::{READ, create, of_size, own_policies, role, root};
use serde_json::{Value, json};

#[tokio::test]
async fn fifteen_hundred_policies_and_not_one_more() {
    let (_machine, mut root, _) = root().await;
    let present = own_policies(&mut root).await["total"].as_u64().unwrap();
    for number in present..1500 {
        let answer = create(&mut root, &format!("Policy{number}"), READ).await;
        assert_eq!(answer.status, 200, "{number}: {answer:?}");
    }
    let more = create(&mut root, "OneMore", READ).await;
    more.must_refuse(409, "LIMIT_EXCEEDED");
    assert_eq!(more.text("message"), "Cannot exceed quota for PoliciesPerAccount: 1500");
    let last = root.get("/api/policies?scope=customer&page=30").await;
    assert_eq!(last.body["policies"].as_array().unwrap().len(), 50, "{last:?}");
    let beyond = root.get("/api/policies?scope=customer&page=31").await;
    assert_eq!(
        (&beyond.body["policies"], &beyond.body["pages"]),
        (&json!([]), &json!(30))
    );
    for page in ["0", "18446744073709551615"] {
        assert_eq!(
            root.get(&format!("/api/policies?page={page}")).await.status,
            200,
            "{page}"
        );
    }
}

#[tokio::test]
async fn ten_policies_and_not_one_more() {
    let (_machine, mut root, _) = root().await;
    let list = root.get("/api/policies?scope=aws").await;
    let arns: Vec<String> = list.body["policies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|policy| policy["arn"].as_str().unwrap().to_owned())
        .collect();
    let attach = |arn: &str| json!({ "policyArn": arn });
    role(&mut root, "/").await;
    for (path, quota) in [
        ("users/alice", "PoliciesPerUser"),
        ("groups/Staff", "PoliciesPerGroup"),
        ("roles/Auditor", "PoliciesPerRole"),
    ] {
        let path = format!("/api/{path}/policies");
        let present = root.get(&path).await.body["attached"].as_array().unwrap().len();
        for arn in arns.iter().take(10 - present) {
            assert_eq!(root.post(&path, attach(arn)).await.status, 204);
        }
        // What is attached already is not one more.
        assert_eq!(root.post(&path, attach(&arns[0])).await.status, 204);
        let eleventh = root.post(&path, attach(&arns[10])).await;
        eleventh.must_refuse(409, "LIMIT_EXCEEDED");
        assert_eq!(eleventh.text("message"), format!("Cannot exceed quota for {quota}: 10"));
    }
}

#[tokio::test]
async fn embedded_policies_share_their_quota() {
    let (_machine, mut root, _) = root().await;
    for (holder, word, limit) in [("users/bob", "user bob", 2048), ("groups/Staff", "group Staff", 5120)] {
        let put = |name: &str| format!("/api/{holder}/inline-policies/{name}");
        let half = limit / 2;
        let first = json!({ "document": of_size(half), "expected": null });
        assert_eq!(root.put(&put("one"), first).await.status, 204);
        let more = json!({ "document": of_size(half + 1), "expected": null });
        let refused = root.put(&put("two"), more).await;
        refused.must_refuse(409, "LIMIT_EXCEEDED");
        assert_eq!(
            refused.text("message"),
            format!("Maximum policy size of {limit} bytes exceeded for {word}")
        );
        let fits = json!({ "document": of_size(half), "expected": null });
        assert_eq!(root.put(&put("two"), fits).await.status, 204);
        // What is replaced does not count.
        let same = json!({ "document": of_size(half - 1), "expected": of_size(half) });
        assert_eq!(root.put(&put("two"), same).await.status, 204);
    }
}

#[tokio::test]
async fn five_versions_and_room_made_for_a_sixth() {
    let (_machine, mut root, _) = root().await;
    let arn = create(&mut root, "Readers", READ).await.text("arn").to_owned();
    let version = |replacing: Value| json!({ "policyArn": arn, "document": READ, "setAsDefault": false, "expected": "v1", "replacing": replacing });
    for _ in 0..4 {
        assert_eq!(
            root.post("/api/policies/versions", version(Value::Null)).await.status,
            200
        );
    }
    let sixth = root.post("/api/policies/versions", version(Value::Null)).await;
    sixth.must_refuse(409, "LIMIT_EXCEEDED");
    assert!(sixth.text("message").contains("up to 5 versions"));
    // The default stays, and a bad document does not cost a version.
    root.post("/api/policies/versions", version(json!("v1")))
        .await
        .must_refuse(409, "DELETE_CONFLICT");
    let mut bad = version(json!("v2"));
    bad["document"] = json!("{}");
    root.post("/api/policies/versions", bad)
        .await
        .must_refuse(400, "MALFORMED_POLICY");
    let made = root.post("/api/policies/versions", version(json!("v2"))).await;
    assert_eq!(made.body["versionId"], "v6", "{made:?}");
    let page = root.get(&format!("/api/policies/details?arn={arn}")).await;
    let mut ids = String::new();
    for version in page.body["versions"].as_array().unwrap() {
        write!(ids, "{} ", version["versionId"].as_str().unwrap()).unwrap();
    }
    assert_eq!(ids, "v6 v5 v4 v3 v1 ");
}
