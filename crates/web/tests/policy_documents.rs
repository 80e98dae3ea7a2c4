//! Policy documents that must not be saved, and the quotas of IAM.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "tests"
)]

mod common;

use std::fmt::Write as _;
use std::time::Instant;

use common::{Answer, Browser, MANAGEMENT_ROOT, Machine, Signs};
use serde_json::{Value, json};

const READ: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#;

async fn root() -> (Machine, Browser) {
    let machine = Machine::new();
    let browser = machine.root(MANAGEMENT_ROOT).await;
    (machine, browser)
}

async fn create(root: &mut Browser, name: &str, document: &str) -> Answer {
    let form = json!({ "policyName": name, "description": "", "document": document });
    root.post("/api/policies", form).await
}

async fn own_policies(root: &mut Browser) -> Value {
    root.get("/api/policies?scope=customer").await.body
}

/// A document whose non-white characters are so many.
fn of_size(characters: usize) -> String {
    let empty = r#"{"Version": "2012-10-17", "Statement": {"Effect": "Allow", "Action": "s3:GetObject", "Resource": "arn:aws:s3:::"}}"#;
    let count = empty.chars().filter(|one| !one.is_whitespace()).count();
    empty.replace(":::", &format!(":::{}", "b".repeat(characters - count)))
}

fn statements(many: usize) -> String {
    let one = r#"{"Effect":"Allow","Action":"a:b","Resource":"*"}"#;
    let list = vec![one; many].join(",");
    format!(r#"{{"Version":"2012-10-17","Statement":[{list}]}}"#)
}

#[tokio::test]
async fn bad_documents_are_refused_and_nothing_changes() {
    let (_machine, mut root) = root().await;
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
    let (_machine, mut root) = root().await;
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
async fn wildcards_built_to_backtrack_decide_at_once() {
    let (_machine, mut root) = root().await;
    let document = READ.replace("\"*\"", &format!("\"arn:aws:s3:::{}b\"", "a*".repeat(900)));
    let path = "/api/users/alice/inline-policies/stars";
    let answer = root.put(path, json!({ "document": document, "expected": null })).await;
    assert_eq!(answer.status, 204, "{answer:?}");
    let form = json!({
        "holders": "users", "name": "alice", "actions": ["s3:GetObject"],
        "resource": format!("arn:aws:s3:::{}", "a".repeat(2000)), "context": {},
    });
    let started = Instant::now();
    let simulated = root.post("/api/policies/simulate", form).await;
    assert_eq!(
        simulated.body["results"][0]["decision"], "implicitDeny",
        "{simulated:?}"
    );
    assert!(started.elapsed().as_secs() < 2, "{:?}", started.elapsed());
}

#[tokio::test]
async fn a_document_is_checked_while_it_is_written() {
    let (machine, mut root) = root().await;
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

#[tokio::test]
async fn fifteen_hundred_policies_and_not_one_more() {
    let (_machine, mut root) = root().await;
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
    let (_machine, mut root) = root().await;
    let list = root.get("/api/policies?scope=aws").await;
    let arns: Vec<String> = list.body["policies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|policy| policy["arn"].as_str().unwrap().to_owned())
        .collect();
    let attach = |arn: &str| json!({ "policyArn": arn });
    for (path, quota) in [("users/alice", "PoliciesPerUser"), ("groups/Staff", "PoliciesPerGroup")] {
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
    let (_machine, mut root) = root().await;
    for (holder, word, limit) in [
        ("users/alice", "user alice", 2048),
        ("groups/Staff", "group Staff", 5120),
    ] {
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
    let (_machine, mut root) = root().await;
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

#[tokio::test]
async fn the_simulator_says_what_policies_would() {
    let (machine, mut root) = root().await;
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
    let world = machine.world().await;
    let password = common::password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice
        .iam(common::MANAGEMENT, "alice", &password)
        .await
        .must_step("signed-in");
    alice
        .post("/api/policies/simulate", ask(json!({})))
        .await
        .must_refuse(403, "ACCESS_DENIED");
}
