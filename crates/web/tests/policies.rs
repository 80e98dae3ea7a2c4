//! Managed policies with their versions, what people, groups and roles have of them, and bad documents.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    reason = "tests"
)]

mod common;

use common::{Answer, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs, password_of};
use serde_json::{Value, json};

const READ: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:GetObject","Resource":"*"}}"#;
const WRITE: &str = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"s3:PutObject","Resource":"*"}}"#;
const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const READ_ONLY: &str = "arn:aws:iam::aws:policy/ReadOnlyAccess";

/// Someone signed in as the root user of the management account.
async fn root() -> (Machine, Browser, String) {
    let machine = Machine::new();
    let mut browser = machine.root(MANAGEMENT_ROOT).await;
    let account = browser.account_id().await;
    (machine, browser, account)
}

async fn alice(machine: &Machine) -> Browser {
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    browser
}

async fn create(root: &mut Browser, name: &str, document: &str) -> Answer {
    let form = json!({ "policyName": name, "description": "", "document": document });
    root.post("/api/policies", form).await
}

async fn made(root: &mut Browser, name: &str, document: &str) -> String {
    let answer = create(root, name, document).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.text("arn").to_owned()
}

async fn attach(who: &mut Browser, holder: &str, arn: &str) -> Answer {
    who.post(&format!("/api/{holder}/policies"), json!({ "policyArn": arn }))
        .await
}

async fn add_version(who: &mut Browser, arn: &str, document: &str, expected: &str) -> Answer {
    let form = json!({ "policyArn": arn, "document": document, "setAsDefault": true, "expected": expected });
    who.post("/api/policies/versions", form).await
}

async fn detail(who: &mut Browser, arn: &str) -> Value {
    let answer = who.get(&format!("/api/policies/details?arn={arn}")).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    answer.body
}

async fn newest_event(root: &mut Browser) -> Value {
    root.events().await[0]["record"].clone()
}

#[track_caller]
fn done(answer: &Answer) {
    assert_eq!(answer.status, 204, "{answer:?}");
}

#[tokio::test]
async fn policies_are_listed_by_type_and_name() {
    let (_machine, mut root, _) = root().await;
    made(&mut root, "Readers", READ).await;
    let own = root.get("/api/policies?scope=customer").await;
    let names: Vec<&Value> = own.body["policies"]
        .as_array()
        .unwrap()
        .iter()
        .map(|policy| &policy["policyName"])
        .collect();
    assert!(names.contains(&&json!("Readers")), "{names:?}");
    assert!(
        own.body["policies"]
            .as_array()
            .unwrap()
            .iter()
            .all(|policy| policy["isAws"] == false)
    );
    let aws = root.get("/api/policies?scope=aws&search=administrator").await;
    assert_eq!(aws.body["policies"][0]["arn"], ADMINISTRATOR, "{aws:?}");
    let all = root.get("/api/policies").await;
    assert!(all.body["total"].as_u64().unwrap() > own.body["total"].as_u64().unwrap());
    let none = root.get("/api/policies?search=no-such-policy").await;
    assert_eq!(none.body, json!({ "policies": [], "total": 0, "pages": 1 }));
}

#[tokio::test]
async fn a_policy_is_created_read_changed_and_deleted() {
    let (_machine, mut root, account) = root().await;
    let arn = made(&mut root, "Readers", READ).await;
    assert_eq!(arn, format!("arn:aws:iam::{account}:policy/Readers"));
    let record = newest_event(&mut root).await;
    assert_eq!(record["eventName"], "CreatePolicy");
    assert_eq!(record["requestParameters"]["policyDocument"], READ);
    assert_eq!(record["responseElements"]["policy"]["arn"], arn);

    let page = detail(&mut root, &arn).await;
    assert_eq!(page["document"], READ);
    assert_eq!(page["policy"]["defaultVersionId"], "v1");
    assert_eq!(page["denials"], json!([]));

    let second = add_version(&mut root, &arn, WRITE, "v1").await;
    assert_eq!(second.body["versionId"], "v2", "{second:?}");
    assert_eq!(detail(&mut root, &arn).await["document"], WRITE);
    let old = root
        .get(&format!("/api/policies/versions?arn={arn}&versionId=v1"))
        .await;
    assert_eq!(old.body, json!({ "versionId": "v1", "document": READ }));

    let back = json!({ "policyArn": arn, "versionId": "v1", "expected": "v2" });
    done(&root.put("/api/policies/default-version", back).await);
    assert_eq!(newest_event(&mut root).await["eventName"], "SetDefaultPolicyVersion");
    assert_eq!(detail(&mut root, &arn).await["document"], READ);

    let counts = root
        .delete(&format!("/api/policies/versions?arn={arn}&versionId=v1"))
        .await;
    counts.must_refuse(409, "DELETE_CONFLICT");
    assert_eq!(counts.text("message"), "Cannot delete the default version of a policy.");
    done(
        &root
            .delete(&format!("/api/policies/versions?arn={arn}&versionId=v2"))
            .await,
    );
    for (version, status) in [
        ("v2", 404),
        ("v0", 404),
        ("v", 404),
        ("2", 404),
        ("v-1", 404),
        ("v99999999999999999999", 404),
    ] {
        let gone = root
            .get(&format!("/api/policies/versions?arn={arn}&versionId={version}"))
            .await;
        assert_eq!(gone.status, status, "{version}: {gone:?}");
    }
    // Numbers are never used twice.
    let third = add_version(&mut root, &arn, WRITE, "v1").await;
    assert_eq!(third.body["versionId"], "v3", "{third:?}");

    done(&root.delete(&format!("/api/policies/details?arn={arn}")).await);
    let names: Vec<Value> = root
        .events()
        .await
        .iter()
        .take(2)
        .map(|event| event["name"].clone())
        .collect();
    assert_eq!(names, ["DeletePolicy", "DeletePolicyVersion"]);
    let gone = root.get(&format!("/api/policies/details?arn={arn}")).await;
    gone.must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(gone.text("message"), format!("Policy {arn} was not found."));
}

#[tokio::test]
async fn names_are_taken_whatever_their_case_and_aws_policies_stay() {
    let (_machine, mut root, account) = root().await;
    made(&mut root, "Readers", READ).await;
    let again = create(&mut root, "READERS", READ).await;
    again.must_refuse(409, "ENTITY_ALREADY_EXISTS");
    assert_eq!(
        again.text("message"),
        "A policy called READERS already exists. Duplicate names are not allowed."
    );
    for name in ["", "a b", "näme", "a/b", &"a".repeat(129)] {
        create(&mut root, name, READ).await.must_blame("policyName");
    }
    made(&mut root, &"a".repeat(128), READ).await;

    for answer in [
        add_version(&mut root, READ_ONLY, READ, "v1").await,
        root.delete(&format!("/api/policies/details?arn={READ_ONLY}")).await,
        root.delete(&format!("/api/policies/versions?arn={READ_ONLY}&versionId=v1"))
            .await,
    ] {
        answer.must_refuse(403, "ACCESS_DENIED");
        assert_eq!(answer.text("message"), "Policy is outside your own account.");
    }
    // Another account's policy is not there at all.
    let other = if account == "999988887777" {
        "999988887776"
    } else {
        "999988887777"
    };
    let foreign = format!("arn:aws:iam::{other}:policy/Readers");
    let look = root.get(&format!("/api/policies/details?arn={foreign}")).await;
    assert!(look.status == 404 || look.status == 403, "{look:?}");
    let attached = attach(&mut root, "users/alice", &foreign).await;
    attached.must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(
        attached.text("message"),
        format!("Policy {foreign} does not exist or is not attachable.")
    );
    for arn in [
        "",
        "x",
        "arn:aws:iam::aws:user/x",
        "arn:aws:iam::\u{430}ws:policy/ReadOnlyAccess",
        &"a".repeat(3000),
    ] {
        attach(&mut root, "users/alice", arn).await.must_blame("policyArn");
    }
}

#[tokio::test]
async fn the_second_of_two_edits_is_refused_and_nothing_is_lost() {
    let (machine, mut root, _) = root().await;
    let arn = made(&mut root, "Readers", READ).await;
    let mut other = machine.root(MANAGEMENT_ROOT).await;
    assert_eq!(add_version(&mut root, &arn, WRITE, "v1").await.status, 200);
    let late = add_version(&mut other, &arn, READ, "v1").await;
    late.must_refuse(409, "CONCURRENT_MODIFICATION");
    let page = detail(&mut other, &arn).await;
    assert_eq!(page["document"], WRITE);
    assert_eq!(page["versions"].as_array().unwrap().len(), 2);
    let form = json!({ "policyArn": arn, "versionId": "v1", "expected": "v1" });
    other
        .put("/api/policies/default-version", form)
        .await
        .must_refuse(409, "CONCURRENT_MODIFICATION");

    let path = "/api/users/alice/inline-policies/own";
    done(&root.put(path, json!({ "document": READ, "expected": null })).await);
    let taken = other.put(path, json!({ "document": WRITE, "expected": null })).await;
    taken.must_refuse(409, "ENTITY_ALREADY_EXISTS");
    done(&root.put(path, json!({ "document": WRITE, "expected": READ })).await);
    let late = other.put(path, json!({ "document": "{}", "expected": READ })).await;
    late.must_refuse(400, "MALFORMED_POLICY");
    let late = other.put(path, json!({ "document": READ, "expected": READ })).await;
    late.must_refuse(409, "CONCURRENT_MODIFICATION");
    assert_eq!(root.get(path).await.body["document"], WRITE);
    done(&root.delete(path).await);
    let gone = other.put(path, json!({ "document": READ, "expected": WRITE })).await;
    gone.must_refuse(409, "CONCURRENT_MODIFICATION");

    let boundary = "/api/users/alice/boundary";
    done(&root.put(boundary, json!({ "policyArn": arn, "expected": null })).await);
    let late = other
        .put(boundary, json!({ "policyArn": READ_ONLY, "expected": null }))
        .await;
    late.must_refuse(409, "CONCURRENT_MODIFICATION");
    done(
        &other
            .put(boundary, json!({ "policyArn": READ_ONLY, "expected": arn }))
            .await,
    );
}

#[tokio::test]
async fn what_is_in_use_is_not_deleted() {
    let (_machine, mut root, _) = root().await;
    let arn = made(&mut root, "Readers", READ).await;
    done(&attach(&mut root, "users/alice", &arn).await);
    let refused = root.delete(&format!("/api/policies/details?arn={arn}")).await;
    refused.must_refuse(409, "DELETE_CONFLICT");
    assert_eq!(refused.text("message"), "Cannot delete a policy attached to entities.");
    let page = detail(&mut root, &arn).await;
    assert_eq!(
        page["entities"],
        json!([{ "kind": "users", "name": "alice", "isBoundary": false }])
    );
    assert_eq!(page["policy"]["attachmentCount"], 1);

    let boundary = json!({ "policyArn": arn, "expected": null });
    done(&root.put("/api/users/alice/boundary", boundary).await);
    done(&root.delete(&format!("/api/users/alice/policies?policyArn={arn}")).await);
    let refused = root.delete(&format!("/api/policies/details?arn={arn}")).await;
    refused.must_refuse(409, "DELETE_CONFLICT");
    done(&root.delete("/api/users/alice/boundary").await);
    root.delete("/api/users/alice/boundary")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    let twice = root.delete(&format!("/api/users/alice/policies?policyArn={arn}")).await;
    twice.must_refuse(404, "NO_SUCH_ENTITY");
    done(&root.delete(&format!("/api/policies/details?arn={arn}")).await);
}

#[tokio::test]
async fn what_is_attached_decides_at_once() {
    let (machine, mut root, _) = root().await;
    let mut alice = alice(&machine).await;
    let denied = alice.get("/api/policies").await;
    denied.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(denied.body["denial"]["action"], "iam:ListPolicies");
    assert!(!denied.body["denial"]["reasons"].as_array().unwrap().is_empty());

    done(&attach(&mut root, "users/alice", ADMINISTRATOR).await);
    let record = newest_event(&mut root).await;
    assert_eq!(record["eventName"], "AttachUserPolicy");
    assert_eq!(
        record["requestParameters"],
        json!({ "userName": "alice", "policyArn": ADMINISTRATOR })
    );
    assert_eq!(alice.get("/api/policies").await.status, 200);

    // A boundary without the action takes it away again, though the policy still allows.
    let boundary = made(&mut root, "OnlyBuckets", READ).await;
    let form = json!({ "policyArn": boundary, "expected": null });
    done(&root.put("/api/users/alice/boundary", form).await);
    let bounded = alice.get("/api/policies").await;
    bounded.must_refuse(403, "ACCESS_DENIED");
    assert!(bounded.text("message").contains("permissions boundary"), "{bounded:?}");
    done(&root.delete("/api/users/alice/boundary").await);
    assert_eq!(alice.get("/api/policies").await.status, 200);

    done(
        &root
            .delete(&format!("/api/users/alice/policies?policyArn={ADMINISTRATOR}"))
            .await,
    );
    alice.get("/api/policies").await.must_refuse(403, "ACCESS_DENIED");

    // By way of a group, and embedded.
    let list = r#"{"Version":"2012-10-17","Statement":{"Effect":"Allow","Action":"iam:ListPolicies","Resource":"*"}}"#;
    let path = "/api/groups/Staff/inline-policies/look";
    done(&root.put(path, json!({ "document": list, "expected": null })).await);
    assert_eq!(newest_event(&mut root).await["eventName"], "PutGroupPolicy");
    assert_eq!(alice.get("/api/policies").await.status, 200);
    let deny = list.replace("Allow", "Deny");
    done(
        &root
            .put(
                "/api/users/alice/inline-policies/no",
                json!({ "document": deny, "expected": null }),
            )
            .await,
    );
    let explicit = alice.get("/api/policies").await;
    explicit.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(explicit.body["denial"]["explicit"], true, "{explicit:?}");

    let has = root.get("/api/users/alice/policies").await;
    assert_eq!(has.body["inline"], json!(["no"]), "{has:?}");
    assert_eq!(has.body["byGroup"][0]["groupName"], "Staff");
    assert_eq!(has.body["byGroup"][0]["inline"], json!(["look"]));
    assert_eq!(
        has.body["byGroup"][0]["attached"][0]["policyName"],
        "ManageOwnCredentials"
    );
    assert_eq!(has.body["attached"], json!([]));
}

#[tokio::test]
async fn who_may_attach_can_be_held_to_some_policies() {
    let (machine, mut root, _) = root().await;
    let mut alice = alice(&machine).await;
    let arn = made(&mut root, "Readers", READ).await;
    let limited = json!({ "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": ["iam:AttachUserPolicy", "iam:DetachUserPolicy"], "Resource": "*",
        "Condition": { "ArnEquals": { "iam:PolicyARN": arn } },
    }});
    let path = "/api/users/alice/inline-policies/delegate";
    done(
        &root
            .put(path, json!({ "document": limited.to_string(), "expected": null }))
            .await,
    );
    attach(&mut alice, "users/alice", ADMINISTRATOR)
        .await
        .must_refuse(403, "ACCESS_DENIED");
    done(&attach(&mut alice, "users/alice", &arn).await);
    attach(&mut alice, "groups/Staff", &arn)
        .await
        .must_refuse(403, "ACCESS_DENIED");
    done(
        &alice
            .delete(&format!("/api/users/alice/policies?policyArn={arn}"))
            .await,
    );

    // Only users with this boundary may be given policies.
    let bounded = json!({ "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "iam:*", "Resource": "*",
        "Condition": { "StringEquals": { "iam:PermissionsBoundary": arn } },
    }});
    let form = json!({ "document": bounded.to_string(), "expected": limited.to_string() });
    done(&root.put(path, form).await);
    attach(&mut alice, "users/bob", READ_ONLY)
        .await
        .must_refuse(403, "ACCESS_DENIED");
    let other = json!({ "policyArn": READ_ONLY, "expected": null });
    alice
        .put("/api/users/bob/boundary", other)
        .await
        .must_refuse(403, "ACCESS_DENIED");
    done(
        &alice
            .put("/api/users/bob/boundary", json!({ "policyArn": arn, "expected": null }))
            .await,
    );
    done(&attach(&mut alice, "users/bob", READ_ONLY).await);
}

#[tokio::test]
async fn a_refusal_does_not_tell_what_exists() {
    let (machine, mut root, account) = root().await;
    let arn = made(&mut root, "Readers", READ).await;
    let mut alice = alice(&machine).await;
    let nobody = format!("arn:aws:iam::{account}:policy/NoSuch");
    for arn in [&arn, &nobody] {
        let look = alice.get(&format!("/api/policies/details?arn={arn}")).await;
        look.must_refuse(403, "ACCESS_DENIED");
    }
    for user in ["bob", "no-such-user"] {
        let refused = alice.get(&format!("/api/users/{user}/policies")).await;
        refused.must_refuse(403, "ACCESS_DENIED");
        attach(&mut alice, &format!("users/{user}"), READ_ONLY)
            .await
            .must_refuse(403, "ACCESS_DENIED");
    }
    for (path, message) in [
        ("users/no-such-user", "The user with name no-such-user cannot be found."),
        ("groups/NoSuch", "The group with name NoSuch cannot be found."),
        ("roles/NoSuch", "The role with name NoSuch cannot be found."),
    ] {
        let missing = root.get(&format!("/api/{path}/policies")).await;
        missing.must_refuse(404, "NO_SUCH_ENTITY");
        assert_eq!(missing.text("message"), message);
    }
    let inline = root.get("/api/users/alice/inline-policies/none").await;
    inline.must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(
        inline.text("message"),
        "The user policy with name none cannot be found."
    );
    // Groups have no boundary.
    let form = json!({ "policyArn": arn, "expected": null });
    assert_eq!(root.put("/api/groups/Staff/boundary", form).await.status, 400);
}
