//! What users, groups and roles have of policies, and who may give it to them.

use crate::common::Signs as _;
use crate::common::policies::{ADMINISTRATOR, READ, READ_ONLY, alice, attach, done, made, newest_event, role, root};
use serde_json::json;

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
    assert!(has.body["inline"].as_array().unwrap().contains(&json!("no")), "{has:?}");
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

#[tokio::test]
async fn who_may_attach_can_be_held_to_tagged_users() {
    let (machine, mut root, _) = root().await;
    let mut alice = alice(&machine).await;
    let team = json!({ "Version": "2012-10-17", "Statement": {
        "Effect": "Allow", "Action": "iam:AttachUserPolicy", "Resource": "*",
        "Condition": { "StringEquals": { "iam:ResourceTag/team": "blue" } },
    }});
    let path = "/api/users/alice/inline-policies/team";
    done(
        &root
            .put(path, json!({ "document": team.to_string(), "expected": null }))
            .await,
    );
    attach(&mut alice, "users/bob", READ_ONLY)
        .await
        .must_refuse(403, "ACCESS_DENIED");
    let tags = json!({ "tags": [{ "key": "team", "value": "blue" }], "expected": [] });
    let tagged = root.put("/api/users/bob/tags", tags).await;
    assert!(tagged.status < 300, "{tagged:?}");
    done(&attach(&mut alice, "users/bob", READ_ONLY).await);
}

#[tokio::test]
async fn roles_have_policies_and_a_boundary_too() {
    let (_machine, mut root, account) = root().await;
    role(&mut root, "/audit/").await;
    done(&attach(&mut root, "roles/Auditor", READ_ONLY).await);
    let record = newest_event(&mut root).await;
    assert_eq!(record["eventName"], "AttachRolePolicy");
    assert_eq!(
        record["requestParameters"],
        json!({ "roleName": "Auditor", "policyArn": READ_ONLY })
    );
    let path = "/api/roles/Auditor/inline-policies/own";
    done(&root.put(path, json!({ "document": READ, "expected": null })).await);
    let boundary = json!({ "policyArn": READ_ONLY, "expected": null });
    done(&root.put("/api/roles/Auditor/boundary", boundary).await);
    let has = root.get("/api/roles/Auditor/policies").await;
    assert_eq!(has.text("arn"), format!("arn:aws:iam::{account}:role/audit/Auditor"));
    assert_eq!(has.body["boundary"]["arn"], READ_ONLY);
    assert_eq!(has.body["attached"][0]["arn"], READ_ONLY);
    assert_eq!(has.body["attached"][0]["boundaryCount"], 1);
    assert_eq!(has.body["inline"], json!(["own"]));
    done(&root.delete(path).await);
    done(&root.delete("/api/roles/Auditor/boundary").await);
    assert_eq!(
        newest_event(&mut root).await["eventName"],
        "DeleteRolePermissionsBoundary"
    );
}
