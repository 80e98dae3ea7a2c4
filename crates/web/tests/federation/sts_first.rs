//! From keys to a role, and from there into the console.

use serde_json::{Value, json};

use crate::common::aws::{Keys, Tool, keys_of, signin_token};
use crate::common::{Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _, password_of};

/// The machine, the account's root user, its id, and alice with keys of her own.
pub(crate) async fn start() -> (Machine, Browser, String, Tool) {
    let machine = Machine::new();
    drop(machine.person().await);
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let account = root.account_id().await;
    let password = password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let keys = keys_of(&mut alice, None).await;
    let tool = Tool::of(&machine, &world, keys);
    (machine, root, account, tool)
}

pub(crate) fn role(account: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:role/{name}")
}

/// The newest record of this name, with its record of the account's history.
pub(crate) async fn record(root: &mut Browser, name: &str) -> Value {
    let events = root.events().await;
    let found = events.iter().find(|event| event["name"] == name);
    found.unwrap_or_else(|| panic!("{name} in {events:#?}"))["record"].clone()
}

#[tokio::test]
async fn keys_become_a_role_and_the_role_a_console_session() {
    let (machine, mut root, account, tool) = start().await;
    assert_eq!(tool.arn().await, format!("arn:aws:iam::{account}:user/alice"));
    let assumed = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok();
    let arn = format!("arn:aws:sts::{account}:assumed-role/ReadOnly/tool");
    assert_eq!(assumed.text("Arn"), arn);
    assert_eq!(assumed.text("Expiration"), "2026-03-01T13:00:00Z");
    let id = assumed.text("AssumedRoleId").to_owned();
    assert!(id.starts_with("AROA") && id.ends_with(":tool"), "{id}");
    assert_eq!(assumed.header("content-type"), Some("text/xml"));
    assert!(
        assumed
            .header("x-amzn-requestid")
            .is_some_and(|id| assumed.body.contains(id))
    );
    let acting = tool.with(assumed.keys());
    assert_eq!(acting.arn().await, arn);

    let record = record(&mut root, "AssumeRole").await;
    assert_eq!(record["eventSource"], "sts.amazonaws.com");
    assert_eq!(record["userIdentity"]["userName"], "alice");
    assert_eq!(record["userIdentity"]["accessKeyId"], json!(tool.keys.id));
    assert_eq!(record["responseElements"]["assumedRoleUser"]["arn"], json!(arn));
    let text = record.to_string();
    let secret = acting.keys.secret.as_str();
    assert!(!text.contains(secret) && !text.contains(acting.keys.token.as_deref().unwrap()));

    let token = signin_token(&tool.signin(&acting.keys, None).await);
    let world = machine.world().await;
    let mut browser = Browser::of(&world);
    let login = json!({ "signinToken": token, "destination": "", "issuer": "https://broker.example/" });
    let entered = browser.post("/api/federation/login", login.clone()).await;
    assert_eq!(entered.status, 200, "{entered:?}");
    let view = browser.get("/api/session").await;
    assert_eq!(view.body["identity"]["arn"], json!(arn), "{view:?}");
    assert_eq!(view.body["issuer"], "https://broker.example/");
    assert_eq!(view.body["expiresAt"], "2026-03-01T13:00:00Z");
    let again = Browser::of(&world).post("/api/federation/login", login).await;
    again.must_refuse(410, "SIGN_IN_TOKEN_INVALID");

    let key: Keys = tool.keys.clone();
    let listed = root.get("/api/users/alice/access-keys").await;
    let used = &listed.body["keys"][0];
    assert_eq!(used["id"], json!(key.id));
    assert_eq!(
        (&used["lastUse"]["service"], &used["lastUse"]["region"]),
        (&json!("sts"), &json!("us-east-1"))
    );
}

/// `AWSRevokeOlderSessions`, as the documentation has it: what is older than this may nothing.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_revoke-sessions.html>
#[tokio::test]
async fn what_revokes_credentials_revokes_the_console_that_they_opened() {
    let (machine, mut root, account, tool) = start().await;
    let before = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    machine.pass(60);
    let document = json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Deny", "Action": "*", "Resource": "*",
        "Condition": { "DateLessThan": { "aws:TokenIssueTime": "2026-03-01T12:01:00Z" } },
    }] });
    let form = json!({ "document": document.to_string(), "expected": null });
    let put = root
        .put("/api/roles/ReadOnly/inline-policies/AWSRevokeOlderSessions", form)
        .await;
    assert!(put.status < 300, "{put:?}");
    machine.pass(60);
    let after = tool.assume(&role(&account, "ReadOnly"), &[]).await.ok().keys();
    let world = machine.world().await;
    for (keys, may) in [(before, false), (after, true)] {
        let token = signin_token(&tool.signin(&keys, None).await);
        let mut browser = Browser::of(&world);
        let login = json!({ "signinToken": token, "destination": "", "issuer": "" });
        assert_eq!(browser.post("/api/federation/login", login).await.status, 200);
        assert_eq!(browser.get("/api/users").await.status == 200, may);
    }
}
