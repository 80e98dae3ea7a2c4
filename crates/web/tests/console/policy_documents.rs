//! Policy documents that must not be saved, and what is said of them.

use crate::common::Signs as _;
use crate::common::policies::{READ, create, of_size, own_policies, root};
use serde_json::json;

fn statements(many: usize) -> String {
    let one = r#"{"Effect":"Allow","Action":"a:b","Resource":"*"}"#;
    let list = vec![one; many].join(",");
    format!(r#"{{"Version":"2012-10-17","Statement":[{list}]}}"#)
}

#[tokio::test]
async fn bad_documents_are_refused_and_nothing_changes() {
    let (_machine, mut root, _) = root().await;
    let before = own_policies(&mut root).await;
    let events = root.events().await.len();
    let nested = format!("{}{}", "[".repeat(60_000), "]".repeat(60_000));
    let nested_objects = format!("{}1{}", r#"{"a":"#.repeat(20_000), "}".repeat(20_000));
    let bom = format!("\u{feff}{READ}");
    let look_alike = READ.replace("\"*\"", "\"arn:\u{430}ws:s3:::b\"");
    let look_alike_action = READ.replace("s3:Get", "s\u{417}:Get");
    let mut many = statements(10_000);
    many.truncate(120_000);
    let almost = statements(2_600);
    for (what, document, code) in [
        ("nothing", "", "MALFORMED_POLICY"),
        ("no JSON", "x", "MALFORMED_POLICY"),
        ("a list", "[]", "MALFORMED_POLICY"),
        ("no statement", r#"{"Version":"2012-10-17"}"#, "MALFORMED_POLICY"),
        ("an old version", &READ.replace("2012", "2008"), "MALFORMED_POLICY"),
        ("lists in lists", &nested, "MALFORMED_POLICY"),
        ("objects in objects", &nested_objects, "MALFORMED_POLICY"),
        ("a byte order mark", &bom, "MALFORMED_POLICY"),
        (
            "a key twice",
            &READ.replace("{\"Effect\"", "{\"Effect\":\"Deny\",\"Effect\""),
            "MALFORMED_POLICY",
        ),
        (
            "an unknown element",
            &READ.replace("Effect", "effect"),
            "MALFORMED_POLICY",
        ),
        (
            "an unknown operator",
            &READ.replace("\"Resource\"", "\"Condition\":{\"Same\":{\"a\":\"b\"}},\"Resource\""),
            "MALFORMED_POLICY",
        ),
        (
            "a principal",
            &READ.replace("\"Resource\"", "\"Principal\":\"*\",\"Resource\""),
            "MALFORMED_POLICY",
        ),
        ("a look-alike ARN", &look_alike, "MALFORMED_POLICY"),
        ("a look-alike action", &look_alike_action, "MALFORMED_POLICY"),
        ("cut in the middle", &many, "MALFORMED_POLICY"),
        ("too long", &almost, "LIMIT_EXCEEDED"),
        ("one too many", &of_size(6145), "LIMIT_EXCEEDED"),
    ] {
        let answer = create(&mut root, "Bad", document).await;
        assert_eq!(answer.body["code"], code, "{what}: {answer:?}");
        assert!(answer.status == 400 || answer.status == 409, "{what}: {answer:?}");
        let problems = answer.body["problems"].as_array().unwrap();
        assert!(!problems.is_empty() && problems.len() <= 100, "{what}");
    }
    assert_eq!(own_policies(&mut root).await, before);
    assert_eq!(root.events().await.len(), events);
    let exact = create(&mut root, "Exact", &of_size(6144)).await;
    assert_eq!(exact.status, 200, "{exact:?}");
    let words = create(&mut root, "Bad", &of_size(6145)).await;
    assert_eq!(words.text("message"), "Cannot exceed quota for PolicySize: 6144");
}

#[tokio::test]
async fn what_is_larger_than_iam_takes_is_not_even_read() {
    let (_machine, mut root, _) = root().await;
    let before = own_policies(&mut root).await;
    let spaces = |many: usize| format!("{READ}{}", " ".repeat(many - READ.len()));
    for document in [
        " ".repeat(1024 * 1024),
        "\"".repeat(1024 * 1024),
        "[".repeat(1024 * 1024),
        spaces(131_073),
        "ä".repeat(131_073),
        statements(10_000),
    ] {
        for answer in [
            create(&mut root, "Bad", &document).await,
            root.put(
                "/api/users/alice/inline-policies/bad",
                json!({ "document": document, "expected": null }),
            )
            .await,
            root.post(
                "/api/policies/validate",
                json!({ "document": document, "kind": "managed" }),
            )
            .await,
        ] {
            answer.must_refuse(413, "PAYLOAD_TOO_LARGE");
        }
    }
    assert_eq!(own_policies(&mut root).await, before);
    // White space does not count towards the quota.
    assert_eq!(create(&mut root, "Spacious", &spaces(131_072)).await.status, 200);
    // Other routes take no more than before.
    let long = json!({ "alias": "a".repeat(70_000) });
    root.put("/api/account/alias", long)
        .await
        .must_refuse(413, "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn a_document_is_checked_while_it_is_written() {
    let (machine, mut root, _) = root().await;
    let checked = root
        .post("/api/policies/validate", json!({ "document": READ, "kind": "managed" }))
        .await;
    assert_eq!(checked.body["problems"], json!([]), "{checked:?}");
    assert_eq!(checked.body["limit"], 6144);
    assert_eq!(checked.body["characters"], READ.len());
    let bad = "{\n  \"Version\": \"2012-10-17\",\n  \"Statement\": {\n    \"Effect\": \"allow\",\n    \"Action\": \"s3:GetObject\",\n    \"Resource\": \"*\"\n  }\n}";
    let checked = root
        .post("/api/policies/validate", json!({ "document": bad, "kind": "managed" }))
        .await;
    let problem = &checked.body["problems"][0];
    assert_eq!(
        (&problem["line"], &problem["column"]),
        (&json!(4), &json!(5)),
        "{checked:?}"
    );
    assert_eq!(problem["code"], "MalformedPolicyDocument");
    for (kind, document, good) in [
        ("trust", READ, false),
        (
            "trust",
            r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Principal":{"AWS":"111122223333"},"Action":"sts:AssumeRole"}}"#,
            true,
        ),
        ("service-control", READ, true),
        ("resource-control", READ, false),
        ("boundary", READ, true),
        ("inline", READ, true),
        ("session", READ, true),
        ("resource", READ, false),
    ] {
        let checked = root
            .post("/api/policies/validate", json!({ "document": document, "kind": kind }))
            .await;
        assert_eq!(checked.body["problems"] == json!([]), good, "{kind}: {checked:?}");
    }
    let unknown = root
        .post("/api/policies/validate", json!({ "document": READ, "kind": "x" }))
        .await;
    unknown.must_refuse(400, "MALFORMED_REQUEST");
    let mut stranger = machine.browser().await;
    let form = json!({ "document": READ, "kind": "managed" });
    stranger
        .post("/api/policies/validate", form)
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
}
