//! Users, their groups and tags, and what goes with them, through the real router.

use crate::common::{Answer, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _};
use serde_json::{Value, json};

async fn names(root: &mut Browser, last: usize) -> Vec<String> {
    let events = root.events().await;
    let mut names: Vec<String> = events[..last]
        .iter()
        .map(|event| event["name"].as_str().unwrap().to_owned())
        .collect();
    names.reverse();
    names
}

fn listed(answer: &Answer, list: &str, field: &str) -> Vec<String> {
    assert_eq!(answer.status, 200, "{answer:?}");
    let items = answer.body[list].as_array().unwrap();
    items
        .iter()
        .map(|item| item[field].as_str().unwrap().to_owned())
        .collect()
}

/// alice, signed in in a browser of her own.
async fn alice(machine: &Machine) -> Browser {
    let world = machine.world().await;
    let password = crate::common::password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    browser
}

#[tokio::test]
async fn a_user_is_created_with_groups_and_tags_and_each_call_is_recorded() {
    let machine = Machine::new();
    drop(machine.person().await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let tags = json!([{ "key": "Team", "value": "red" }, { "key": "cost", "value": "" }]);
    let form = json!({ "userName": "Zoe", "console": null, "groups": ["staff"], "tags": tags });
    let made = root.post("/api/users", form.clone()).await;
    assert_eq!(made.status, 200, "{made:?}");
    assert_eq!(made.body["user"]["groups"], 1);
    root.post("/api/users", form)
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    assert_eq!(names(&mut root, 2).await, ["CreateUser", "AddUserToGroup"]);
    let created = root.events().await[1]["record"].clone();
    assert_eq!(
        created["requestParameters"]["tags"][1],
        json!({ "key": "Team", "value": "red" })
    );
    assert!(
        created["responseElements"]["user"]["createDate"]
            .as_str()
            .unwrap()
            .starts_with("Mar 1, 2026 ")
    );

    let view = root.get("/api/users/zoe").await;
    assert_eq!((view.status, view.text("userName")), (200, "Zoe"));
    assert!(view.body["boundaryArn"].is_null() && view.body["isSelf"] == false);
    let groups = root.get("/api/users/zoe/groups").await;
    assert_eq!(listed(&groups, "groups", "groupName"), ["Staff"]);
    let policies = groups.body["groups"][0]["attachedPolicies"][0].as_str().unwrap();
    assert!(policies.ends_with(":policy/ManageOwnCredentials"), "{policies}");
    let found = root.get("/api/users/zoe/tags").await;
    assert_eq!(listed(&found, "tags", "key"), ["cost", "Team"]);
    let password = root.get("/api/users/zoe/password").await;
    assert_eq!(password.text("consoleAccess"), "none");
    assert!(password.body["createdAt"].is_null());

    // What cannot be given leaves nothing behind.
    for (more, status, code) in [
        (json!({ "groups": ["Staff", "Nobody"] }), 404, "NO_SUCH_ENTITY"),
        (
            json!({ "policies": ["arn:aws:iam::aws:policy/NoSuch"] }),
            404,
            "NO_SUCH_ENTITY",
        ),
        (json!({ "copyOf": "nobody" }), 404, "NO_SUCH_ENTITY"),
        (
            json!({ "boundary": "arn:aws:iam::aws:policy/NoSuch" }),
            404,
            "NO_SUCH_ENTITY",
        ),
        (
            json!({ "tags": [{ "key": "aws:x", "value": "" }] }),
            422,
            "INVALID_INPUT",
        ),
        (json!({ "groups": vec!["Staff"; 11] }), 409, "LIMIT_EXCEEDED"),
    ] {
        let mut form = json!({ "userName": "yan", "console": null });
        for (name, value) in more.as_object().unwrap() {
            form[name] = value.clone();
        }
        root.post("/api/users", form).await.must_refuse(status, code);
        root.get("/api/users/yan").await.must_refuse(404, "NO_SUCH_ENTITY");
    }
}

#[tokio::test]
async fn permissions_are_copied_whole() {
    let machine = Machine::new();
    drop(machine.person().await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let boundary = "arn:aws:iam::aws:policy/PowerUserAccess";
    let form = json!({
        "userName": "model", "console": null, "boundary": boundary,
        "policies": ["arn:aws:iam::aws:policy/IAMReadOnlyAccess"],
    });
    assert_eq!(root.post("/api/users", form).await.status, 200);
    let join = json!({ "groupNames": ["Staff"] });
    assert_eq!(root.post("/api/users/model/groups", join).await.status, 204);
    let form = json!({ "userName": "copy", "console": null, "copyOf": "MODEL" });
    assert_eq!(root.post("/api/users", form).await.status, 200);
    assert_eq!(
        names(&mut root, 3).await,
        ["CreateUser", "AddUserToGroup", "AttachUserPolicy"]
    );
    let view = root.get("/api/users/copy").await;
    assert_eq!(view.text("boundaryArn"), boundary);
    let groups = root.get("/api/users/copy/groups").await;
    assert_eq!(listed(&groups, "groups", "groupName"), ["Staff"]);
}

#[tokio::test]
async fn tags_change_only_from_what_was_read() {
    let machine = Machine::new();
    drop(machine.person().await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let tag = |key: &str, value: &str| json!({ "key": key, "value": value });
    let path = "/api/users/alice/tags";
    let first = json!({ "tags": [tag("Team", "red"), tag("Old", "1")], "expected": [] });
    assert_eq!(root.put(path, first.clone()).await.status, 204);
    // Someone else had the same page open.
    root.put(path, first).await.must_refuse(409, "CONCURRENT_MODIFICATION");
    let read = root.get(path).await.body["tags"].clone();
    let second = json!({ "tags": [tag("TEAM", "blue"), tag("New", "")], "expected": read });
    assert_eq!(root.put(path, second).await.status, 204);
    assert_eq!(names(&mut root, 3).await, ["TagUser", "UntagUser", "TagUser"]);
    let now = root.get(path).await;
    assert_eq!(now.body["tags"], json!([tag("New", ""), tag("TEAM", "blue")]));
    let record = root.events().await[1]["record"].clone();
    assert_eq!(record["requestParameters"]["tagKeys"], json!(["Old"]));
    for wrong in [
        json!([tag("", "x")]),
        json!([tag("aws:x", "y")]),
        json!([tag("a", ""), tag("A", "")]),
        json!([tag("a", &"v".repeat(257))]),
    ] {
        let body = json!({ "tags": wrong, "expected": now.body["tags"] });
        root.put(path, body).await.must_blame("tags");
    }
    let many: Vec<Value> = (0..51).map(|at| tag(&format!("k{at}"), "")).collect();
    let body = json!({ "tags": many, "expected": now.body["tags"] });
    root.put(path, body).await.must_refuse(409, "LIMIT_EXCEEDED");
    root.get("/api/users/nobody/tags")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(root.get(path).await.body, now.body);
}

#[tokio::test]
async fn groups_are_made_renamed_filled_emptied_and_deleted() {
    let machine = Machine::new();
    drop(machine.person().await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let policy = "arn:aws:iam::aws:policy/IAMReadOnlyAccess";
    let form = json!({ "groupName": "Admins", "users": ["alice", "bob"], "policies": [policy] });
    let made = root.post("/api/groups", form).await;
    assert_eq!((made.status, made.text("groupName")), (200, "Admins"));
    assert_eq!(
        names(&mut root, 4).await,
        ["CreateGroup", "AddUserToGroup", "AddUserToGroup", "AttachGroupPolicy"]
    );
    for (form, status, code) in [
        (json!({ "groupName": "ADMINS" }), 409, "ENTITY_ALREADY_EXISTS"),
        (json!({ "groupName": "a b" }), 422, "INVALID_INPUT"),
        (json!({ "groupName": "" }), 422, "INVALID_INPUT"),
        (json!({ "groupName": "g".repeat(129) }), 422, "INVALID_INPUT"),
        (
            json!({ "groupName": "New", "users": ["nobody"] }),
            404,
            "NO_SUCH_ENTITY",
        ),
        (
            json!({ "groupName": "New", "policies": ["arn:aws:iam::aws:policy/No"] }),
            404,
            "NO_SUCH_ENTITY",
        ),
    ] {
        root.post("/api/groups", form).await.must_refuse(status, code);
    }
    let list = root.get("/api/groups").await;
    let known = listed(&list, "groups", "groupName");
    assert!(known.is_sorted() && known.contains(&"Staff".to_owned()), "{known:?}");
    assert!(!known.contains(&"New".to_owned()), "{known:?}");
    assert_eq!(list.body["groups"][0]["groupName"], "Admins");
    assert_eq!(list.body["groups"][0]["users"], 2);
    assert_eq!(list.body["groups"][0]["hasPermissions"], true);

    // What the group allows, its users may at once.
    let mut alice = alice(&machine).await;
    assert_eq!(alice.get("/api/users").await.status, 200);
    alice
        .post("/api/groups", json!({ "groupName": "Mine" }))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    let out = json!({ "userNames": ["alice"] });
    assert_eq!(
        root.post("/api/groups/admins/users/remove", out.clone()).await.status,
        204
    );
    alice.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(root.post("/api/groups/admins/users", out).await.status, 204);
    let unknown = json!({ "userNames": ["carol", "nobody"] });
    root.post("/api/groups/Admins/users", unknown)
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    let view = root.get("/api/groups/Admins").await;
    assert_eq!(listed(&view, "users", "userName"), ["alice", "bob"]);

    root.put("/api/groups/Admins", json!({ "groupName": "staff" }))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    root.put("/api/groups/Admins", json!({ "groupName": "no spaces" }))
        .await
        .must_blame("groupName");
    assert_eq!(
        root.put("/api/groups/Admins", json!({ "groupName": "Readers" }))
            .await
            .status,
        204
    );
    root.get("/api/groups/Admins").await.must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(root.delete("/api/groups/readers").await.status, 204);
    assert_eq!(
        names(&mut root, 4).await,
        [
            "RemoveUserFromGroup",
            "RemoveUserFromGroup",
            "DetachGroupPolicy",
            "DeleteGroup"
        ]
    );
    root.delete("/api/groups/readers")
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    alice.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(root.get("/api/users/alice").await.status, 200);
}

#[tokio::test]
async fn a_user_is_in_ten_groups_at_most() {
    let machine = Machine::new();
    drop(machine.person().await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    for at in 1..10 {
        let form = json!({ "groupName": format!("G{at}"), "users": ["alice"] });
        assert_eq!(root.post("/api/groups", form).await.status, 200);
    }
    let form = json!({ "groupName": "G10", "users": ["alice"] });
    root.post("/api/groups", form).await.must_refuse(409, "LIMIT_EXCEEDED");
    root.get("/api/groups/G10").await.must_refuse(404, "NO_SUCH_ENTITY");
    let again = json!({ "groupNames": ["Staff"] });
    assert_eq!(root.post("/api/users/alice/groups", again.clone()).await.status, 204);
    assert_eq!(root.post("/api/users/alice/groups/remove", again).await.status, 204);
    assert_eq!(
        root.get("/api/users/alice/groups").await.body["groups"]
            .as_array()
            .unwrap()
            .len(),
        9
    );
}

#[tokio::test]
async fn everything_of_a_user_goes_with_them_a_call_for_each() {
    let machine = Machine::new();
    drop(machine.person().await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    assert_eq!(root.post("/api/users/kim/access-keys", json!({})).await.status, 200);
    let tags = json!({ "tags": [{ "key": "a", "value": "b" }], "expected": [] });
    assert_eq!(root.put("/api/users/kim/tags", tags).await.status, 204);
    assert_eq!(root.delete("/api/users/kim").await.status, 204);
    assert_eq!(
        names(&mut root, 7).await,
        [
            "DeleteAccessKey",
            "DeactivateMFADevice",
            "DeleteVirtualMFADevice",
            "DeactivateMFADevice",
            "DeleteLoginProfile",
            "RemoveUserFromGroup",
            "DeleteUser",
        ]
    );
    let staff = root.get("/api/groups/Staff").await;
    assert!(!listed(&staff, "users", "userName").contains(&"kim".to_owned()));
    // A new one of this name has nothing of the old one.
    assert_eq!(
        root.post("/api/users", json!({ "userName": "kim", "console": null }))
            .await
            .status,
        200
    );
    for (path, list) in [
        ("tags", "tags"),
        ("groups", "groups"),
        ("access-keys", "keys"),
        ("mfa", "devices"),
    ] {
        let answer = root.get(&format!("/api/users/kim/{path}")).await;
        assert_eq!(answer.body[list], json!([]), "{path}");
    }
}

#[tokio::test]
async fn each_part_is_refused_by_itself() {
    let machine = Machine::new();
    drop(machine.person().await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let mut alice = alice(&machine).await;
    let id = root.account_id().await;
    let before = root.events().await.len();
    for (method, path, body, action) in [
        ("GET", "/api/users", Value::Null, "iam:ListUsers"),
        ("GET", "/api/users/bob", Value::Null, "iam:GetUser"),
        ("GET", "/api/users/nobody", Value::Null, "iam:GetUser"),
        ("GET", "/api/users/bob/password", Value::Null, "iam:GetLoginProfile"),
        ("GET", "/api/users/alice/groups", Value::Null, "iam:ListGroupsForUser"),
        ("GET", "/api/users/alice/tags", Value::Null, "iam:ListUserTags"),
        (
            "PUT",
            "/api/users/alice/tags",
            json!({ "tags": [], "expected": [] }),
            "iam:TagUser",
        ),
        (
            "PUT",
            "/api/users/alice/tags",
            json!({ "tags": [], "expected": [{ "key": "a" }] }),
            "iam:UntagUser",
        ),
        ("GET", "/api/groups", Value::Null, "iam:ListGroups"),
        ("GET", "/api/groups/Staff", Value::Null, "iam:GetGroup"),
        ("GET", "/api/groups/Nobody", Value::Null, "iam:GetGroup"),
        ("POST", "/api/groups", json!({ "groupName": "x" }), "iam:CreateGroup"),
        (
            "PUT",
            "/api/groups/Staff",
            json!({ "groupName": "x" }),
            "iam:UpdateGroup",
        ),
        ("DELETE", "/api/groups/Staff", Value::Null, "iam:DeleteGroup"),
        (
            "POST",
            "/api/users/alice/groups",
            json!({ "groupNames": ["Staff"] }),
            "iam:AddUserToGroup",
        ),
        (
            "POST",
            "/api/groups/Staff/users/remove",
            json!({ "userNames": ["bob"] }),
            "iam:RemoveUserFromGroup",
        ),
        (
            "POST",
            "/api/users",
            json!({ "userName": "x", "console": null, "copyOf": "bob" }),
            "iam:ListGroupsForUser",
        ),
        ("GET", "/api/users/bob/access-keys", Value::Null, "iam:ListAccessKeys"),
        ("POST", "/api/users/bob/access-keys", json!({}), "iam:CreateAccessKey"),
        (
            "PUT",
            "/api/users/bob/access-keys/AKIA1",
            json!({ "isActive": true }),
            "iam:UpdateAccessKey",
        ),
        (
            "DELETE",
            "/api/users/bob/access-keys/AKIA1",
            Value::Null,
            "iam:DeleteAccessKey",
        ),
        (
            "GET",
            "/api/iam/recommendations",
            Value::Null,
            "iam:GetCredentialReport",
        ),
        (
            "POST",
            "/api/credential-report",
            json!({}),
            "iam:GenerateCredentialReport",
        ),
    ] {
        let refused = alice.send(method, path, &body).await;
        refused.must_refuse(403, "ACCESS_DENIED");
        let words = format!("User: arn:aws:iam::{id}:user/alice is not authorized to perform: {action} ");
        assert!(refused.text("message").starts_with(&words), "{path}: {refused:?}");
    }
    assert_eq!(root.events().await.len(), before);
    // What her group allows of herself, and the part of the dashboard that anyone of it sees.
    for path in [
        "/api/users/alice",
        "/api/users/alice/password",
        "/api/users/alice/access-keys",
        "/api/iam/summary",
    ] {
        assert_eq!(alice.get(path).await.status, 200, "{path}");
    }
    assert_eq!(alice.get("/api/users/ALICE").await.body["isSelf"], true);
}

#[tokio::test]
async fn a_column_that_may_not_be_seen_is_absent() {
    let machine = Machine::new();
    drop(machine.person().await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let users = root.get("/api/users?search=ivan").await;
    let ivan = &users.body["users"][0];
    assert_eq!(
        (&ivan["groups"], &ivan["mfa"], &ivan["accessKeys"]),
        (&json!(1), &json!(["virtual"]), &json!([]))
    );
    // The job function may list, and not look at a group or at the last use of a key.
    let policy = "arn:aws:iam::aws:policy/job-function/ViewOnlyAccess";
    let form = json!({ "groupName": "Viewers", "users": ["alice"], "policies": [policy] });
    assert_eq!(root.post("/api/groups", form).await.status, 200);
    assert_eq!(root.post("/api/users/ivan/access-keys", json!({})).await.status, 200);
    let mut alice = alice(&machine).await;
    let users = alice.get("/api/users?search=ivan").await;
    let ivan = &users.body["users"][0];
    assert_eq!(ivan["mfa"], json!(["virtual"]));
    assert_eq!(ivan["accessKeys"][0]["lastUse"], json!({ "use": "denied" }));
    let keys = alice.get("/api/users/ivan/access-keys").await;
    assert_eq!(keys.body["keys"], ivan["accessKeys"]);
    let roots = root.get("/api/users/ivan/access-keys").await;
    assert_eq!(roots.body["keys"][0]["lastUse"], json!({ "use": "never" }));
    let groups = alice.get("/api/groups").await;
    let staff = &groups.body["groups"][0];
    assert_eq!(
        (&staff["users"], &staff["hasPermissions"]),
        (&Value::Null, &json!(true))
    );
    let summary = root.get("/api/iam/summary").await;
    let (users, groups) = (root.get("/api/users").await, root.get("/api/groups").await);
    for (count, list) in [("users", users), ("groups", groups)] {
        let listed = list.body[count].as_array().unwrap().len();
        assert_eq!(summary.body[count], json!(listed), "{count}");
    }
    assert_eq!(summary.body["accountMfaEnabled"], false);
}

#[tokio::test]
async fn tags_decide_whose_passwords_someone_may_set_and_who_may_set_them() {
    let machine = Machine::new();
    drop(machine.person().await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let tag = |value: &str| json!({ "tags": [{ "key": "Team", "value": value }], "expected": [] });
    for (user, team) in [("bob", "red"), ("carol", "blue")] {
        assert_eq!(
            root.put(&format!("/api/users/{user}/tags"), tag(team)).await.status,
            204
        );
    }
    let document = json!({ "Version": "2012-10-17", "Statement": [
        { "Effect": "Allow", "Action": ["iam:CreateAccessKey", "iam:AttachUserPolicy"], "Resource": "*",
          "Condition": { "StringEquals": { "iam:ResourceTag/Team": "${aws:PrincipalTag/Team}" } } },
        { "Effect": "Allow", "Action": "iam:TagUser", "Resource": "*",
          "Condition": { "StringEquals": { "aws:RequestTag/Team": "green" }, "ForAllValues:StringEquals": { "aws:TagKeys": "Team" } } },
        { "Effect": "Allow", "Action": "iam:CreateUser", "Resource": "*",
          "Condition": { "StringEquals": { "iam:PermissionsBoundary": "arn:aws:iam::aws:policy/PowerUserAccess" } } },
    ] })
    .to_string();
    let inline = json!({ "document": document, "expected": null });
    let put = root.put("/api/users/alice/inline-policies/ByTeam", inline).await;
    assert_eq!(put.status, 204, "{put:?}");
    let mut alice = alice(&machine).await;
    let make = |user: &str| format!("/api/users/{user}/access-keys");
    // Without a tag of her own nothing is equal to it.
    alice
        .post(&make("bob"), json!({}))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    assert_eq!(root.put("/api/users/alice/tags", tag("red")).await.status, 204);
    assert_eq!(alice.post(&make("bob"), json!({})).await.status, 200);
    for user in ["carol", "dave", "nobody"] {
        alice
            .post(&make(user), json!({}))
            .await
            .must_refuse(403, "ACCESS_DENIED");
    }
    let attach = json!({ "policyArn": "arn:aws:iam::aws:policy/ReadOnlyAccess" });
    assert_eq!(alice.post("/api/users/bob/policies", attach.clone()).await.status, 204);
    alice
        .post("/api/users/carol/policies", attach)
        .await
        .must_refuse(403, "ACCESS_DENIED");

    let two = json!({ "tags": [{ "key": "Team", "value": "green" }, { "key": "x" }], "expected": [] });
    for wrong in [tag("red"), two] {
        alice
            .put("/api/users/dave/tags", wrong)
            .await
            .must_refuse(403, "ACCESS_DENIED");
    }
    assert_eq!(alice.put("/api/users/dave/tags", tag("green")).await.status, 204);

    let new = |boundary: Value, team: &str| json!({ "userName": "zoe", "console": null, "boundary": boundary, "tags": [{ "key": "Team", "value": team }] });
    let bound = json!("arn:aws:iam::aws:policy/PowerUserAccess");
    for (boundary, team) in [
        (Value::Null, "green"),
        (json!("arn:aws:iam::aws:policy/AdministratorAccess"), "green"),
        (bound.clone(), "red"),
    ] {
        let refused = alice.post("/api/users", new(boundary, team)).await;
        refused.must_refuse(403, "ACCESS_DENIED");
    }
    assert_eq!(alice.post("/api/users", new(bound, "green")).await.status, 200);
}
