//! Acting as a role: who may, for how long, with what permissions, and what is recorded of it.

use crate::common::{Answer, Browser, FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _, password_of};
use serde_json::{Value, json};
use vestibule_web::world::World;

const RECENT: &str = "__Host-recent-roles";
const REFUSED: &str =
    "Invalid information in one or more fields. Check your information or contact your administrator.";
const HOUR: u64 = 3600;

async fn alice(world: &World) -> Browser {
    let password = password_of(world, "alice").await;
    let mut browser = Browser::of(world);
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    browser
}

async fn finance(world: &World) -> String {
    let entries = world.desk.passwords().await.unwrap();
    let frank = entries.into_iter().find(|entry| entry.sign_in_name == "frank").unwrap();
    frank.account.unwrap()
}

async fn switch(browser: &mut Browser, account: &str, role: &str) -> Answer {
    let form = json!({ "account": account, "roleName": role, "displayName": null, "color": null });
    browser.post("/api/switch-role", form).await
}

#[track_caller]
fn refused(answer: &Answer, reason: &str) {
    answer.must_refuse(403, "SWITCH_ROLE_REFUSED");
    assert_eq!(answer.text("message"), REFUSED);
    let reasons = answer.body["denial"]["reasons"].to_string();
    assert!(reasons.contains(reason), "{reasons}");
}

async fn acting(browser: &mut Browser) -> Value {
    browser.get("/api/session").await.body
}

fn named<'a>(events: &'a [Value], name: &str) -> &'a Value {
    let found = events.iter().find(|event| event["name"] == name);
    &found.unwrap_or_else(|| panic!("{name} in {events:#?}"))["record"]
}

#[tokio::test]
async fn a_role_of_the_same_account_gives_its_permissions_and_no_others() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut alice = alice(&world).await;
    let id = alice.account_id().await;
    alice.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(alice.get("/api/security-credentials").await.status, 200);

    let answer = switch(&mut alice, MANAGEMENT, "ReadOnly").await;
    assert_eq!(answer.status, 200, "{answer:?}");
    assert_eq!(
        answer.text("destination"),
        "https://console.aws.amazon.com/console/home"
    );
    let view = acting(&mut alice).await;
    assert_eq!(view["identity"]["kind"], "assumed-role");
    assert_eq!(
        view["identity"]["arn"],
        format!("arn:aws:sts::{id}:assumed-role/ReadOnly/alice")
    );
    assert_eq!(view["role"]["displayName"], "ReadOnly @ anycompany");
    assert_eq!(view["role"]["roleName"], "ReadOnly");
    assert_eq!(view["role"]["sessionName"], "alice");
    assert_eq!(view["role"]["switchedFrom"], format!("arn:aws:iam::{id}:user/alice"));
    assert!(view["role"]["accessKeyId"].as_str().unwrap().starts_with("ASIA"));
    // What the role may is open, what only alice may is shut: permissions are never merged.
    assert_eq!(alice.get("/api/users").await.status, 200);
    alice
        .get("/api/security-credentials")
        .await
        .must_refuse(403, "ROLE_HAS_NONE");
    let denied = alice
        .post("/api/users", json!({ "userName": "x", "console": null }))
        .await;
    denied.must_refuse(403, "ACCESS_DENIED");
    assert!(
        denied.text("message").contains("assumed-role/ReadOnly/alice"),
        "{denied:?}"
    );

    assert_eq!(alice.post("/api/switch-back", json!({})).await.status, 200);
    let view = acting(&mut alice).await;
    assert_eq!(view["identity"]["userName"], "alice");
    assert!(view["role"].is_null() && view["pastRole"].is_null());
    alice.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(
        alice.post("/api/switch-back", json!({})).await.status,
        200,
        "twice is fine"
    );
}

#[tokio::test]
async fn across_accounts_both_sides_must_agree_and_both_record_it() {
    let machine = Machine::new();
    let world = machine.world().await;
    let finance = finance(&world).await;
    let mut alice = alice(&world).await;
    let management = alice.account_id().await;
    let form = json!({ "account": finance, "roleName": "Auditor", "displayName": " Books ", "color": "83D4E8" });
    let answer = alice.post("/api/switch-role", form).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let view = acting(&mut alice).await;
    assert_eq!(view["identity"]["accountId"], finance.as_str());
    assert_eq!(view["role"]["displayName"], "Books");
    assert_eq!(view["role"]["color"], "83d4e8");
    // The pages are those of the other account.
    let events = alice.get("/api/events").await;
    assert_eq!(events.status, 200, "{events:?}");
    assert_eq!(alice.post("/api/switch-back", json!({})).await.status, 200);

    let here = machine.root(MANAGEMENT_ROOT).await.events().await;
    let there = machine.root(FINANCE_ROOT).await.events().await;
    let (caller, owner) = (named(&here, "AssumeRole"), named(&there, "AssumeRole"));
    let role = format!("arn:aws:iam::{finance}:role/Auditor");
    let session = format!("arn:aws:sts::{finance}:assumed-role/Auditor/alice");
    for record in [caller, owner] {
        assert_eq!(record["eventSource"], "sts.amazonaws.com");
        assert_eq!(record["eventType"], "AwsApiCall");
        assert_eq!(record["requestParameters"]["roleArn"], role.as_str());
        assert_eq!(record["requestParameters"]["roleSessionName"], "alice");
        assert_eq!(record["responseElements"]["assumedRoleUser"]["arn"], session.as_str());
        let credentials = &record["responseElements"]["credentials"];
        assert!(credentials["accessKeyId"].as_str().unwrap().starts_with("ASIA"));
        assert_eq!(credentials["expiration"], "Mar 1, 2026, 4:00:00 PM");
        assert_eq!(credentials["sessionToken"], "HIDDEN_DUE_TO_SECURITY_REASONS");
        assert_eq!(record["resources"][0]["ARN"], role.as_str());
        assert_eq!(record["sharedEventID"], caller["sharedEventID"]);
    }
    assert!(caller["sharedEventID"].is_string());
    assert_ne!(caller["eventID"], owner["eventID"]);
    assert_eq!(
        caller["userIdentity"]["arn"],
        format!("arn:aws:iam::{management}:user/alice")
    );
    assert_eq!(
        caller["userIdentity"]["sessionContext"]["attributes"]["mfaAuthenticated"],
        "false"
    );
    assert_eq!(caller["recipientAccountId"], management.as_str());
    let id = caller["userIdentity"]["principalId"].clone();
    assert_eq!(
        owner["userIdentity"],
        json!({ "type": "AWSAccount", "principalId": id, "accountId": management })
    );
    assert_eq!(owner["recipientAccountId"], finance.as_str());

    let switched = named(&there, "SwitchRole");
    assert_eq!(switched["eventType"], "AwsConsoleSignIn");
    assert_eq!(switched["eventSource"], "signin.amazonaws.com");
    assert_eq!(switched["userIdentity"]["type"], "AssumedRole");
    assert_eq!(switched["userIdentity"]["arn"], session.as_str());
    assert_eq!(switched["responseElements"], json!({ "SwitchRole": "Success" }));
    assert_eq!(
        switched["additionalEventData"]["SwitchFrom"],
        format!("arn:aws:iam::{management}:user/alice")
    );
    assert_eq!(
        named(&there, "ExitRole")["responseElements"],
        json!({ "ExitRole": "Success" })
    );
    for name in ["SwitchRole", "ExitRole"] {
        assert!(
            !here.iter().any(|event| event["name"] == name),
            "{name} is the role's account's"
        );
    }
    let listed = there.iter().find(|event| event["name"] == "SwitchRole").unwrap();
    assert_eq!(listed["userName"], "alice");
}

#[tokio::test]
async fn everything_wrong_is_refused_in_the_same_words() {
    let machine = Machine::new();
    let world = machine.world().await;
    let finance = finance(&world).await;
    let mut alice = alice(&world).await;
    let long = format!("p/{}", "x".repeat(63));
    for (account, role, reason) in [
        (MANAGEMENT, "readonly", "identity"),
        (MANAGEMENT, "READONLY", "identity"),
        (MANAGEMENT, "path/ReadOnly", "identity"),
        (MANAGEMENT, "Nobody", "identity"),
        ("999988887777", "ReadOnly", "identity"),
        ("nobody-has-this", "ReadOnly", "identity"),
        ("no such account!", "ReadOnly", "no such account"),
        (MANAGEMENT, "has space", "no such account"),
        (MANAGEMENT, &long, "no such account"),
        (MANAGEMENT, "arn:aws:iam::111122223333:role/ReadOnly", "no such account"),
        (finance.as_str(), "ReadOnly", "identity"),
    ] {
        let answer = switch(&mut alice, account, role).await;
        answer.must_refuse(403, "SWITCH_ROLE_REFUSED");
        assert_eq!(answer.text("message"), REFUSED, "{account} {role}");
        let reasons = answer.body["denial"]["reasons"].to_string();
        assert!(reasons.contains(reason), "{account} {role}: {reasons}");
        assert!(acting(&mut alice).await["role"].is_null());
    }
    assert!(!alice.jar.contains_key(RECENT));
    // What is missing or badly written is said beside its field.
    for (field, form) in [
        ("account", json!({ "account": " ", "roleName": "ReadOnly" })),
        ("roleName", json!({ "account": MANAGEMENT, "roleName": "" })),
        (
            "displayName",
            json!({ "account": MANAGEMENT, "roleName": "ReadOnly", "displayName": "x".repeat(65) }),
        ),
        (
            "displayName",
            json!({ "account": MANAGEMENT, "roleName": "ReadOnly", "displayName": "a\u{202e}b" }),
        ),
        (
            "color",
            json!({ "account": MANAGEMENT, "roleName": "ReadOnly", "color": "red" }),
        ),
    ] {
        alice.post("/api/switch-role", form).await.must_blame(field);
    }
    // The right ones, however the account is typed.
    let id = alice.account_id().await;
    for account in [
        MANAGEMENT,
        "ANYCOMPANY",
        &id,
        &format!("{}-{}-{}", &id[..4], &id[4..8], &id[8..]),
    ] {
        assert_eq!(switch(&mut alice, account, "/ReadOnly").await.status, 200, "{account}");
    }
    let denied = machine.root(MANAGEMENT_ROOT).await.events().await;
    let denied: Vec<&Value> = denied
        .iter()
        .filter(|event| event["name"] == "AssumeRole" && event["outcome"] == "failure")
        .collect();
    assert_eq!(denied.len(), 11);
    assert_eq!(denied[0]["record"]["errorCode"], "AccessDenied");
    let words = denied[0]["record"]["errorMessage"].as_str().unwrap();
    assert!(
        words.contains("is not authorized to perform: sts:AssumeRole on resource: arn:aws:iam::"),
        "{words}"
    );
}

#[tokio::test]
async fn the_root_user_and_who_has_no_permission_cannot() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let answer = switch(&mut root, MANAGEMENT, "ReadOnly").await;
    answer.must_refuse(403, "SWITCH_ROLE_REFUSED");
    assert!(answer.text("message").contains("root user"), "{answer:?}");

    let password = password_of(&world, "erin").await;
    let mut erin = Browser::of(&world);
    erin.iam(MANAGEMENT, "erin", &password).await.must_step("signed-in");
    refused(&switch(&mut erin, MANAGEMENT, "ReadOnly").await, "identity");

    let mut nobody = Browser::of(&world);
    switch(&mut nobody, MANAGEMENT, "ReadOnly")
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
    nobody
        .post("/api/switch-back", json!({}))
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
}

#[tokio::test]
async fn an_external_id_cannot_be_given_here() {
    let machine = Machine::new();
    let world = machine.world().await;
    let finance = finance(&world).await;
    let mut alice = alice(&world).await;
    refused(&switch(&mut alice, &finance, "PartnerAccess").await, "sts:ExternalId");
}

#[tokio::test]
async fn a_role_behind_mfa_opens_for_a_session_that_began_with_it() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let password = person.password("ivan").await;
    let world = machine.world().await;
    let mut alice = alice(&world).await;
    refused(&switch(&mut alice, MANAGEMENT, "Admin").await, "condition is not met");

    person.iam(MANAGEMENT, "ivan", &password).await.must_step("mfa");
    let screen = person.get("/desk/authenticator").await;
    let entry = screen.body["entries"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["account"].as_str().unwrap().contains("ivan"))
        .unwrap()
        .clone();
    let step = person.get("/api/sign-in/attempt").await;
    let device = step.body["devices"][0]["id"].clone();
    let code = json!({ "deviceId": device, "code": entry["code"] });
    person.post("/api/sign-in/mfa/code", code).await.must_step("signed-in");
    let form = json!({ "account": MANAGEMENT, "roleName": "Admin" });
    let answer = person.post("/api/switch-role", form).await;
    assert_eq!(answer.status, 200, "{answer:?}");
    let made = person
        .post("/api/users", json!({ "userName": "made-by-admin", "console": null }))
        .await;
    assert_eq!(made.status, 200, "{made:?}");
    let event = person.events().await;
    let record = named(&event, "CreateUser");
    assert_eq!(record["userIdentity"]["type"], "AssumedRole");
    assert_eq!(
        record["userIdentity"]["sessionContext"]["attributes"]["mfaAuthenticated"],
        "true"
    );
}

#[tokio::test]
async fn the_session_lasts_as_the_role_says_but_no_longer_than_the_one_it_stands_on() {
    let machine = Machine::new();
    let world = machine.world().await;
    let finance = finance(&world).await;
    let mut alice = alice(&world).await;
    assert_eq!(switch(&mut alice, MANAGEMENT, "ReadOnly").await.status, 200);
    assert_eq!(acting(&mut alice).await["role"]["expiresAt"], "2026-03-01T13:00:00Z");
    machine.pass(HOUR - 1);
    assert_eq!(alice.get("/api/users").await.status, 200);
    machine.pass(1);
    // The next page is that of alice, and says so.
    alice.get("/api/users").await.must_refuse(403, "ACCESS_DENIED");
    let view = acting(&mut alice).await;
    assert_eq!(view["identity"]["userName"], "alice");
    assert!(view["role"].is_null());
    assert_eq!(view["pastRole"]["displayName"], "ReadOnly @ anycompany");
    assert_eq!(view["pastRole"]["endedAt"], "2026-03-01T13:00:00Z");
    assert_eq!(alice.post("/api/switch-back", json!({})).await.status, 200);
    assert!(acting(&mut alice).await["pastRole"].is_null(), "taken note of");

    // Ten hours in, two are left of alice's twelve, though the role allows four.
    machine.pass(9 * HOUR);
    assert_eq!(switch(&mut alice, &finance, "Auditor").await.status, 200);
    assert_eq!(acting(&mut alice).await["role"]["expiresAt"], "2026-03-02T00:00:00Z");
    machine.pass(2 * HOUR);
    assert!(!alice.signed_in().await);
}

#[tokio::test]
async fn from_role_to_role_the_original_identity_asks() {
    let machine = Machine::new();
    let world = machine.world().await;
    let finance = finance(&world).await;
    let mut alice = alice(&world).await;
    // Auditor of Finance may assume nothing, but alice may, so the way leads on and on.
    assert_eq!(switch(&mut alice, &finance, "Auditor").await.status, 200);
    assert_eq!(switch(&mut alice, MANAGEMENT, "ReadOnly").await.status, 200);
    let view = acting(&mut alice).await;
    assert_eq!(view["role"]["roleName"], "ReadOnly");
    assert!(view["role"]["switchedFrom"].as_str().unwrap().ends_with(":user/alice"));
    // ReadOnly may assume nothing: refused is what alice may not, and she stays where she was.
    refused(&switch(&mut alice, MANAGEMENT, "Admin").await, "condition is not met");
    assert_eq!(acting(&mut alice).await["role"]["roleName"], "ReadOnly");
    assert_eq!(alice.post("/api/switch-back", json!({})).await.status, 200);
    assert_eq!(acting(&mut alice).await["identity"]["userName"], "alice");
}

#[tokio::test]
async fn the_browser_keeps_the_last_roles_and_nothing_that_was_refused() {
    let machine = Machine::new();
    let world = machine.world().await;
    let finance = finance(&world).await;
    let mut alice = alice(&world).await;
    assert_eq!(acting(&mut alice).await["recentRoles"], json!([]));
    switch(&mut alice, MANAGEMENT, "ReadOnly").await;
    switch(&mut alice, &finance, "Auditor").await;
    switch(&mut alice, MANAGEMENT, "Nobody").await;
    switch(&mut alice, MANAGEMENT, "ReadOnly").await;
    let recent = acting(&mut alice).await["recentRoles"].clone();
    let names: Vec<&str> = recent
        .as_array()
        .unwrap()
        .iter()
        .map(|role| role["roleName"].as_str().unwrap())
        .collect();
    assert_eq!(names, ["ReadOnly", "Auditor"]);
    // It is the browser's, not the person's: it outlives the session, and another browser has none.
    alice.sign_out().await;
    assert!(alice.jar.contains_key(RECENT));
    for garbage in ["x", "bnVsbA", &"A".repeat(10_000)] {
        let cookies = format!("{RECENT}={garbage}");
        let view = alice.replay("GET", "/api/session", &cookies, &Value::Null).await;
        assert_eq!(view.status, 200);
    }
}

#[tokio::test]
async fn signing_out_as_a_role_ends_the_whole_session() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut alice = alice(&world).await;
    switch(&mut alice, MANAGEMENT, "ReadOnly").await;
    let cookie = alice.session_cookie();
    alice.sign_out().await;
    assert!(!alice.lives(&cookie).await);
}
