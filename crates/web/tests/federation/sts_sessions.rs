//! `GetFederationToken`, `GetSessionToken`, `GetCallerIdentity`: whose sessions there are, and what they cannot do.

use serde_json::{Value, json};

use super::sts_assume_role::{allow, console, make_role, trusting};
use super::sts_first::{record, role, start};
use crate::common::aws::{Keys, Tool, keys_of};
use crate::common::devices::{add_app, step_now};
use crate::common::{Browser, MANAGEMENT, Signs as _, password_of};

const LIST_ROLES: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":["iam:ListRoles","iam:ListUsers"],"Resource":"*"}]}"#;

/// The broker's user, who may vouch.
async fn broker(tool: &Tool, root: &mut Browser) -> Tool {
    let listed = root.get("/api/users/console-broker/access-keys").await;
    assert_eq!(listed.body["keys"].as_array().unwrap().len(), 1, "{listed:?}");
    tool.with(keys_of(root, Some("console-broker")).await)
}

#[tokio::test]
async fn a_federated_user_has_what_both_policies_allow() {
    let (machine, mut root, account, tool) = start().await;
    let broker = broker(&tool, &mut root).await;
    let given = broker
        .call("GetFederationToken", &[("Name", "carla"), ("Policy", LIST_ROLES)])
        .await
        .ok();
    let arn = format!("arn:aws:sts::{account}:federated-user/carla");
    assert_eq!(given.text("Arn"), arn);
    assert_eq!(given.text("FederatedUserId"), format!("{account}:carla"));
    assert_eq!(given.text("Expiration"), "2026-03-02T00:00:00Z");
    let keys = given.keys();
    let federated = tool.with(keys.clone());
    let who = federated.call("GetCallerIdentity", &[]).await.ok();
    assert_eq!(
        (who.text("Arn"), who.text("UserId")),
        (arn.as_str(), format!("{account}:carla").as_str())
    );

    // The broker may read everything; the session policy allows two lists.
    let mut carla = console(&machine, &tool, &keys).await;
    assert_eq!(carla.get("/api/roles").await.status, 200);
    assert_eq!(carla.get("/api/users").await.status, 200);
    carla.get("/api/groups").await.must_refuse(403, "ACCESS_DENIED");
    // What the broker loses, carla loses.
    let read_only = "arn:aws:iam::aws:policy/ReadOnlyAccess";
    let path = format!("/api/users/console-broker/policies?policyArn={read_only}");
    let detached = root.delete(&path).await;
    assert!(detached.status < 300, "{detached:?}");
    carla.get("/api/roles").await.must_refuse(403, "ACCESS_DENIED");
    // Without a session policy there are no permissions.
    let bare = broker.call("GetFederationToken", &[("Name", "dario")]).await.ok();
    assert_eq!(bare.find("PackedPolicySize"), None);
    assert!(
        crate::common::policies::attach(&mut root, "users/console-broker", read_only)
            .await
            .status
            < 300
    );
    let mut dario = console(&machine, &tool, &bare.keys()).await;
    dario.get("/api/roles").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(carla.get("/api/roles").await.status, 200);

    let record = record(&mut root, "GetFederationToken").await;
    assert_eq!(record["userIdentity"]["userName"], "console-broker");
    assert_eq!(record["requestParameters"]["name"], "dario");
    let user = &record["responseElements"]["federatedUser"];
    assert_eq!(user["federatedUserId"], json!(format!("{account}:dario")));
}

#[tokio::test]
async fn a_federated_user_calls_no_sts_and_has_no_credentials_of_their_own() {
    let (machine, mut root, account, tool) = start().await;
    let broker = broker(&tool, &mut root).await;
    let all = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#;
    let keys = broker
        .call("GetFederationToken", &[("Name", "carla"), ("Policy", all)])
        .await
        .ok()
        .keys();
    let federated = tool.with(keys.clone());
    let broker_role = role(&account, "CompanyBroker");
    assert_eq!(broker.assume(&broker_role, &[]).await.status, 200);
    let refused = federated.assume(&broker_role, &[]).await;
    let words =
        format!("User: arn:aws:sts::{account}:federated-user/carla is not authorized to perform: sts:AssumeRole");
    refused.must_refuse(403, "AccessDenied", &words);
    let again = federated.call("GetFederationToken", &[("Name", "other")]).await;
    again.must_refuse(
        403,
        "AccessDenied",
        "Cannot call GetFederationToken with session credentials",
    );
    let own = federated.call("GetSessionToken", &[]).await;
    own.must_refuse(
        403,
        "AccessDenied",
        "Cannot call GetSessionToken with session credentials",
    );

    let mut carla = console(&machine, &tool, &keys).await;
    let view = carla.get("/api/session").await;
    assert_eq!(view.body["status"], "signed-in");
    assert_eq!(
        view.body["identity"]["arn"],
        json!(format!("arn:aws:sts::{account}:federated-user/carla"))
    );
    for path in ["/api/security-credentials", "/api/access-keys"] {
        carla.get(path).await.must_refuse(403, "ROLE_HAS_NONE");
    }
    carla
        .post("/api/access-keys", json!({}))
        .await
        .must_refuse(403, "ROLE_HAS_NONE");
    let switch = json!({ "account": MANAGEMENT, "roleName": "ReadOnly" });
    let refused = carla.post("/api/switch-role", switch).await;
    refused.must_refuse(403, "SWITCH_ROLE_REFUSED");
    let why = refused.body["denial"]["reasons"][0].as_str().unwrap();
    assert!(why.contains("federated user"), "{why}");
    let change = carla.change_password("x", "y").await;
    change.must_refuse(403, "ROLE_HAS_NONE");
    // Its acts are recorded as a federated user's.
    let events = root.events().await;
    let login = events
        .iter()
        .find(|event| event["name"] == "ConsoleLogin" && event["record"]["userIdentity"]["type"] == "FederatedUser")
        .unwrap_or_else(|| panic!("{events:#?}"));
    let identity = &login["record"]["userIdentity"];
    assert_eq!(identity["principalId"], json!(format!("{account}:carla")));
    assert_eq!(
        identity["sessionContext"]["sessionIssuer"]["userName"],
        "console-broker"
    );
    assert_eq!(login["userName"], "carla");
}

#[tokio::test]
async fn who_vouches_and_for_how_long() {
    let (_machine, mut root, account, tool) = start().await;
    let broker = broker(&tool, &mut root).await;
    let ask = async |tool: &Tool, more: &[(&str, &str)]| {
        let mut all = vec![("Name", "carla")];
        all.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        all.extend_from_slice(more);
        tool.call("GetFederationToken", &all).await
    };
    let alice = format!("arn:aws:iam::{account}:user/alice");
    let words = format!(
        "User: {alice} is not authorized to perform: sts:GetFederationToken on resource: arn:aws:sts::{account}"
    );
    ask(&tool, &[]).await.must_refuse(403, "AccessDenied", &words);
    for (name, value, words) in [
        ("Name", "x", "length greater than or equal to 2"),
        (
            "Name",
            "x23456789012345678901234567890123",
            "length less than or equal to 32",
        ),
        ("Name", "a b", r"pattern: [\w+=,.@-]*"),
        ("DurationSeconds", "899", "greater than or equal to 900"),
        ("DurationSeconds", "129601", "less than or equal to 129600"),
    ] {
        ask(&broker, &[(name, value)])
            .await
            .must_refuse(400, "ValidationError", words);
    }
    let malformed = ask(&broker, &[("Policy", "{}")]).await;
    malformed.must_refuse(400, "MalformedPolicyDocument", "");
    let long = ask(&broker, &[("DurationSeconds", "129600")]).await.ok();
    assert_eq!(long.text("Expiration"), "2026-03-03T00:00:00Z");
    let tags = [("Tags.member.1.Key", "team"), ("Tags.member.1.Value", "red")];
    ask(&broker, &tags)
        .await
        .must_refuse(403, "AccessDenied", "sts:TagSession");
    allow(&mut root, "users/console-broker", "Tag", &json!("sts:TagSession"), "*").await;
    assert_eq!(ask(&broker, &tags).await.status, 200);
    // Tags and policies have so much room together.
    let many: Vec<(String, String)> = (1..=20)
        .flat_map(|at| {
            [
                (format!("Tags.member.{at}.Key"), format!("k{at}")),
                (format!("Tags.member.{at}.Value"), "v".repeat(256)),
            ]
        })
        .collect();
    let many: Vec<(&str, &str)> = many
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    let packed = ask(&broker, &many).await;
    packed.must_refuse(400, "PackedPolicyTooLarge", "% of allotted space");
    // A root user's is cut to an hour.
    let by_root = tool.with(keys_of(&mut root, None).await);
    let hour = ask(&by_root, &[("DurationSeconds", "43200")]).await.ok();
    assert_eq!(hour.text("Expiration"), "2026-03-01T13:00:00Z");
    // Sessions vouch for nobody.
    for keys in [
        broker.assume(&role(&account, "CompanyBroker"), &[]).await.ok().keys(),
        broker.call("GetSessionToken", &[]).await.ok().keys(),
    ] {
        let refused = ask(&tool.with(keys), &[]).await;
        refused.must_refuse(
            403,
            "AccessDenied",
            "Cannot call GetFederationToken with session credentials",
        );
    }
}

#[tokio::test]
async fn a_session_of_ones_own_carries_its_second_factor() {
    let (machine, mut root, account, tool) = start().await;
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let app = add_app(&machine, &mut alice, "phone").await;
    let admin = role(&account, "Admin");
    let plain = tool.call("GetSessionToken", &[]).await.ok();
    assert_eq!(plain.text("Expiration"), "2026-03-02T00:00:30Z");
    let session = tool.with(plain.keys());
    assert_eq!(session.arn().await, format!("arn:aws:iam::{account}:user/alice"));
    session
        .assume(&admin, &[])
        .await
        .must_refuse(403, "AccessDenied", "sts:AssumeRole");
    // It may assume roles and say who it is, and nothing else.
    assert_eq!(session.assume(&role(&account, "ReadOnly"), &[]).await.status, 200);
    for action in ["GetSessionToken", "GetFederationToken"] {
        let refused = session.call(action, &[("Name", "carla")]).await;
        refused.must_refuse(
            403,
            "AccessDenied",
            &format!("Cannot call {action} with session credentials"),
        );
    }
    let code = app.code(step_now(&machine));
    let with = [
        ("SerialNumber", app.serial.as_str()),
        ("TokenCode", code.as_str()),
        ("DurationSeconds", "900"),
    ];
    let proved = tool.call("GetSessionToken", &with).await.ok();
    assert_eq!(proved.text("Expiration"), "2026-03-01T12:15:30Z");
    let assumed = tool.with(proved.keys()).assume(&admin, &[]).await.ok();
    assert_eq!(
        assumed.text("Arn"),
        format!("arn:aws:sts::{account}:assumed-role/Admin/tool")
    );
    let again = tool.call("GetSessionToken", &with).await;
    again.must_refuse(403, "AccessDenied", "MultiFactorAuthentication failed");
    let failed = record(&mut root, "GetSessionToken").await;
    assert_eq!(failed["errorCode"], "AccessDenied");
    assert_eq!(failed["requestParameters"]["serialNumber"], json!(app.serial));
    assert!(!failed.to_string().contains(&code));
    // Root's is an hour.
    let by_root = tool.with(keys_of(&mut root, None).await);
    let hour = by_root.call("GetSessionToken", &[]).await.ok();
    assert_eq!(hour.text("Expiration"), "2026-03-01T13:00:30Z");
    let keys = hour.keys();
    assert_eq!(tool.with(keys).arn().await, format!("arn:aws:iam::{account}:root"));
}

#[tokio::test]
async fn everyone_is_told_who_they_are() {
    let (_machine, mut root, account, tool) = start().await;
    let who = async |keys: Keys| {
        let said = tool.with(keys).call("GetCallerIdentity", &[]).await.ok();
        assert_eq!(said.text("Account"), account);
        (said.text("Arn").to_owned(), said.text("UserId").to_owned())
    };
    let (arn, id) = who(tool.keys.clone()).await;
    assert_eq!(arn, format!("arn:aws:iam::{account}:user/alice"));
    assert!(id.starts_with("AIDA"), "{id}");
    let keys = keys_of(&mut root, None).await;
    assert_eq!(
        who(keys).await,
        (format!("arn:aws:iam::{account}:root"), account.clone())
    );
    // No policy refuses it.
    let trust = trusting(&json!({ "AWS": arn }), &json!("sts:AssumeRole"), &Value::Null);
    let nobody = make_role(&mut root, "Nobody", &trust, &[]).await;
    let deny = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Deny","Action":"*","Resource":"*"}]}"#;
    let keys = tool.assume(&nobody, &[("Policy", deny)]).await.ok().keys();
    let (arn, id) = who(keys).await;
    assert_eq!(arn, format!("arn:aws:sts::{account}:assumed-role/Nobody/tool"));
    assert!(id.starts_with("AROA") && id.ends_with(":tool"), "{id}");
}
