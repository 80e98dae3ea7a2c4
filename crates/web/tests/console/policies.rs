//! Managed policies with their versions, and edits that cross.

use crate::common::policies::{
    ADMINISTRATOR, READ, READ_ONLY, WRITE, add_version, attach, create, detail, done, made, newest_event, root,
};
use crate::common::{MANAGEMENT_ROOT, Signs as _};
use serde_json::{Value, json};

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
