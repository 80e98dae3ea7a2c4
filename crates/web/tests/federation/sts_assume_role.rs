//! `AssumeRole`: who may become which role, for how long, and what goes along.

use serde_json::{Value, json};

use super::sts_first::{record, role, start};
use crate::common::aws::{Called, Keys, Tool, keys_of, signin_token};
use crate::common::devices::{add_app, step_now};
use crate::common::{Browser, FINANCE_ROOT, MANAGEMENT, Machine, Signs as _, password_of};

/// A role of the management account.
pub(super) async fn make_role(root: &mut Browser, name: &str, trust: &Value, policies: &[&str]) -> String {
    let form = json!({
        "roleName": name, "path": null, "description": "For tests", "trustPolicy": trust.to_string(),
        "maxSessionSeconds": 7200, "policyArns": policies, "tags": [],
    });
    let made = root.post("/api/roles", form).await;
    assert_eq!(made.status, 200, "{made:?}");
    made.text("arn").to_owned()
}

/// Trusts whoever it is, to do these things.
pub(super) fn trusting(principal: &Value, actions: &Value, condition: &Value) -> Value {
    let mut statement = json!({ "Effect": "Allow", "Principal": principal, "Action": actions });
    if !condition.is_null() {
        statement["Condition"] = condition.clone();
    }
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

pub(super) async fn allow(root: &mut Browser, holder: &str, policy: &str, actions: &Value, resource: &str) {
    let document = json!({
        "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": actions, "Resource": resource }],
    });
    let path = format!("/api/{holder}/inline-policies/{policy}");
    let put = root.put(&path, json!({ "document": document.to_string() })).await;
    assert!(put.status < 300, "{put:?}");
}

/// A browser that these keys opened the console in.
pub(super) async fn console(machine: &Machine, tool: &Tool, keys: &Keys) -> Browser {
    let token = signin_token(&tool.signin(keys, None).await);
    let mut browser = Browser::of(&machine.world().await);
    let login = json!({ "signinToken": token, "destination": "", "issuer": "https://broker.example/" });
    let entered = browser.post("/api/federation/login", login).await;
    assert_eq!(entered.status, 200, "{entered:?}");
    browser
}

const ADMINISTRATOR: &str = "arn:aws:iam::aws:policy/AdministratorAccess";

fn denied(called: &Called, who: &str, action: &str, role: &str) {
    let words = format!("User: {who} is not authorized to perform: {action} on resource: {role}");
    called.must_refuse(403, "AccessDenied", &words);
}

#[tokio::test]
async fn both_sides_must_agree_and_nobody_learns_what_exists() {
    let (machine, mut root, account, tool) = start().await;
    let alice = format!("arn:aws:iam::{account}:user/alice");
    let any = |name: &str| role(&account, name);
    // Not hers to ask for, not there, and in an account that is not.
    let partner = any("PartnerAccess");
    for arn in [
        any("Nothing"),
        partner,
        "arn:aws:iam::999999999999:role/Admin".to_owned(),
    ] {
        denied(&tool.assume(&arn, &[]).await, &alice, "sts:AssumeRole", &arn);
    }
    // It demands MFA.
    denied(
        &tool.assume(&any("Admin"), &[]).await,
        &alice,
        "sts:AssumeRole",
        &any("Admin"),
    );
    // Case counts.
    denied(
        &tool.assume(&any("readonly"), &[]).await,
        &alice,
        "sts:AssumeRole",
        &any("readonly"),
    );
    for arn in [
        "arn:aws:iam::12:role/ReadOnly",
        &format!("arn:aws:iam::{account}:user/alice"),
        "not-an-arn-of-a-role",
    ] {
        let refused = tool.assume(arn, &[]).await;
        refused.must_refuse(400, "ValidationError", &format!("{arn} is invalid"));
    }
    let record = record(&mut root, "AssumeRole").await;
    assert_eq!(record["errorCode"], "AccessDenied");
    assert_eq!(record["requestParameters"]["roleArn"], json!(any("readonly")));

    // The role trusts the user by name: that is enough in one account. The account's trust is not.
    let by_name = trusting(&json!({ "AWS": alice }), &json!("sts:AssumeRole"), &Value::Null);
    let named = make_role(&mut root, "Named", &by_name, &[]).await;
    assert_eq!(tool.assume(&named, &[]).await.status, 200);
    let by_account = trusting(&json!({ "AWS": account }), &json!("sts:AssumeRole"), &Value::Null);
    let open = make_role(&mut root, "Open", &by_account, &[]).await;
    denied(&tool.assume(&open, &[]).await, &alice, "sts:AssumeRole", &open);
    allow(&mut root, "users/alice", "AssumeOpen", &json!("sts:AssumeRole"), &open).await;
    assert_eq!(tool.assume(&open, &[]).await.status, 200);

    // The root user assumes nothing.
    let root_tool = tool.with(keys_of(&mut root, None).await);
    assert_eq!(root_tool.arn().await, format!("arn:aws:iam::{account}:root"));
    let refused = root_tool.assume(&open, &[]).await;
    refused.must_refuse(403, "AccessDenied", "Roles may not be assumed by root accounts.");
    drop(machine);
}

#[tokio::test]
async fn durations_are_the_roles_and_an_hour_in_a_chain() {
    let (_machine, mut root, account, tool) = start().await;
    let read_only = role(&account, "ReadOnly");
    let seconds = async |tool: &Tool, arn: &str, seconds: &str| tool.assume(arn, &[("DurationSeconds", seconds)]).await;
    for (asked, words) in [
        (
            "899",
            "Value &#39;899&#39; at &#39;durationSeconds&#39; failed to satisfy constraint: Member must have value greater",
        ),
        ("43201", "Member must have value less than or equal to 43200"),
        ("x", "at &#39;durationSeconds&#39;"),
        (
            "3601",
            "The requested DurationSeconds exceeds the MaxSessionDuration set for this role.",
        ),
    ] {
        seconds(&tool, &read_only, asked)
            .await
            .must_refuse(400, "ValidationError", words);
    }
    let short = seconds(&tool, &read_only, "900").await.ok();
    assert_eq!(short.text("Expiration"), "2026-03-01T12:15:00Z");

    let principal = json!({ "AWS": account });
    let trust = trusting(&principal, &json!("sts:AssumeRole"), &Value::Null);
    let next = make_role(&mut root, "Next", &trust, &[]).await;
    let first = make_role(&mut root, "First", &trust, &[]).await;
    allow(
        &mut root,
        "users/alice",
        "AssumeFirst",
        &json!("sts:AssumeRole"),
        &first,
    )
    .await;
    allow(&mut root, "roles/First", "AssumeNext", &json!("sts:AssumeRole"), &next).await;
    let long = seconds(&tool, &first, "7200").await.ok();
    assert_eq!(long.text("Expiration"), "2026-03-01T14:00:00Z");
    let chained = tool.with(long.keys());
    let words = "The requested DurationSeconds exceeds the 1 hour session limit for roles assumed by role chaining.";
    seconds(&chained, &next, "3601")
        .await
        .must_refuse(400, "ValidationError", words);
    let hour = seconds(&chained, &next, "3600").await.ok();
    assert_eq!(hour.text("Expiration"), "2026-03-01T13:00:00Z");
    let record = record(&mut root, "AssumeRole").await;
    let issuer = &record["userIdentity"]["sessionContext"]["sessionIssuer"];
    assert_eq!(
        (&issuer["type"], &issuer["userName"]),
        (&json!("Role"), &json!("First"))
    );
}

#[tokio::test]
async fn what_is_passed_is_checked() {
    let (_machine, _root, account, tool) = start().await;
    let read_only = role(&account, "ReadOnly");
    let long = "x".repeat(65);
    for (name, value, words) in [
        ("RoleSessionName", "x", "length greater than or equal to 2"),
        ("RoleSessionName", long.as_str(), "length less than or equal to 64"),
        ("RoleSessionName", "a b", r"pattern: [\w+=,.@-]*"),
        ("ExternalId", "x", "at &#39;externalId&#39;"),
        ("SourceIdentity", "a b", "at &#39;sourceIdentity&#39;"),
        ("SourceIdentity", "aws:x", "at &#39;sourceIdentity&#39;"),
        ("TokenCode", "12345", "at &#39;tokenCode&#39;"),
        ("TokenCode", "12345a", r"pattern: [\d]*"),
        ("SerialNumber", "x", "at &#39;serialNumber&#39;"),
        (
            "ProvidedContexts.member.1.ProviderArn",
            "arn:aws:iam::aws:contextProvider/IdentityCenter",
            "ProvidedContexts",
        ),
        (
            "TransitiveTagKeys.member.1",
            "team",
            "The specified transitive tag key must be included in the requested tags.",
        ),
        ("Tags.member.1.Key", "aws:team", "aws:"),
    ] {
        tool.assume(&read_only, &[(name, value)])
            .await
            .must_refuse(400, "ValidationError", words);
    }
    let missing = tool.call("AssumeRole", &[]).await;
    missing.must_refuse(
        400,
        "ValidationError",
        "2 validation errors detected: Value null at &#39;roleArn&#39;",
    );
    let twice = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "a"),
        ("Tags.member.2.Key", "TEAM"),
    ];
    tool.assume(&read_only, &twice)
        .await
        .must_refuse(400, "ValidationError", "Duplicate tag keys");
    let many: Vec<(String, String)> = (1..=51)
        .map(|at| (format!("Tags.member.{at}.Key"), format!("k{at}")))
        .collect();
    let many: Vec<(&str, &str)> = many
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect();
    tool.assume(&read_only, &many)
        .await
        .must_refuse(400, "ValidationError", "less than or equal to 50");
}

#[tokio::test]
async fn an_external_id_opens_what_demands_one() {
    let (machine, mut root, account, tool) = start().await;
    let finance = machine.root(FINANCE_ROOT).await.account_id().await;
    let partner = role(&finance, "PartnerAccess");
    let alice = format!("arn:aws:iam::{account}:user/alice");
    for given in [vec![], vec![("ExternalId", "anycompany-4712")]] {
        denied(&tool.assume(&partner, &given).await, &alice, "sts:AssumeRole", &partner);
    }
    let assumed = tool.assume(&partner, &[("ExternalId", "anycompany-4711")]).await.ok();
    assert_eq!(
        assumed.text("Arn"),
        format!("arn:aws:sts::{finance}:assumed-role/PartnerAccess/tool")
    );
    // Both accounts know of it, under one id.
    let here = record(&mut root, "AssumeRole").await;
    let there = record(&mut machine.root(FINANCE_ROOT).await, "AssumeRole").await;
    assert_eq!(here["userIdentity"]["type"], "IAMUser");
    assert_eq!(there["userIdentity"]["type"], "AWSAccount");
    assert_eq!(there["userIdentity"]["accountId"], json!(account));
    assert!(here["sharedEventID"].is_string());
    assert_eq!(here["sharedEventID"], there["sharedEventID"]);
    assert_eq!(here["requestParameters"]["externalId"], "anycompany-4711");
}

#[tokio::test]
async fn a_code_counts_once_and_wrong_ones_are_throttled() {
    let (machine, mut root, account, tool) = start().await;
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut alice = Browser::of(&world);
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let app = add_app(&machine, &mut alice, "phone").await;
    let admin = role(&account, "Admin");
    let with = async |serial: &str, code: &str| {
        tool.assume(&admin, &[("SerialNumber", serial), ("TokenCode", code)])
            .await
    };
    let wrong = "MultiFactorAuthentication failed with invalid MFA one time pass code. ";
    let unfit = "MultiFactorAuthentication failed, unable to validate MFA code.  Please verify your MFA serial number";
    let half = tool.assume(&admin, &[("SerialNumber", &app.serial)]).await;
    half.must_refuse(
        403,
        "AccessDenied",
        "must provide both MFA serial number and one time pass code",
    );
    let now = step_now(&machine);
    with(&format!("{}x", app.serial), &app.code(now))
        .await
        .must_refuse(403, "AccessDenied", unfit);
    with(&app.serial, &app.wrong(now))
        .await
        .must_refuse(403, "AccessDenied", wrong);
    let assumed = with(&app.serial, &app.code(now)).await.ok();
    assert_eq!(
        assumed.text("Arn"),
        format!("arn:aws:sts::{account}:assumed-role/Admin/tool")
    );
    with(&app.serial, &app.code(now))
        .await
        .must_refuse(403, "AccessDenied", wrong);
    // Nor does it sign in, as it was used.
    let mut browser = Browser::of(&world);
    let challenge = browser.iam(MANAGEMENT, "alice", &password).await;
    let device = crate::common::devices::offered(&challenge, "virtual");
    let refused = crate::common::devices::try_code(&mut browser, &device, &app.code(now)).await;
    assert_eq!(refused.status, 422, "{refused:?}");
    // The session says so, as the record of what it does.
    tool.with(assumed.keys()).arn().await;
    let record = record(&mut root, "GetCallerIdentity").await;
    let attributes = &record["userIdentity"]["sessionContext"]["attributes"];
    assert_eq!(attributes["mfaAuthenticated"], "true");
    machine.pass(60);
    for _ in 0..6 {
        with(&app.serial, &app.wrong(step_now(&machine)))
            .await
            .must_refuse(403, "AccessDenied", wrong);
    }
    let right = app.code(step_now(&machine));
    with(&app.serial, &right).await.must_refuse(403, "AccessDenied", wrong);
    machine.pass(3600);
    assert_eq!(with(&app.serial, &app.code(step_now(&machine))).await.status, 200);
}

#[tokio::test]
async fn session_policies_take_away_and_never_give() {
    let (machine, mut root, account, tool) = start().await;
    let alice = json!({ "AWS": format!("arn:aws:iam::{account}:user/alice") });
    let trust = trusting(&alice, &json!("sts:AssumeRole"), &Value::Null);
    let power = make_role(&mut root, "Power", &trust, &[ADMINISTRATOR]).await;
    let weak = make_role(&mut root, "Weak", &trust, &[]).await;
    let list = json!({
        "Version": "2012-10-17", "Statement": [{ "Effect": "Allow", "Action": "iam:ListRoles", "Resource": "*" }],
    })
    .to_string();
    let may = async |keys: &Keys| {
        let mut browser = console(&machine, &tool, keys).await;
        (
            browser.get("/api/roles").await.status,
            browser.get("/api/users").await.status,
        )
    };
    assert_eq!(may(&tool.assume(&power, &[]).await.ok().keys()).await, (200, 200));
    let bounded = tool.assume(&power, &[("Policy", &list)]).await.ok();
    assert_eq!(bounded.text("PackedPolicySize"), "3");
    assert_eq!(may(&bounded.keys()).await, (200, 403));
    let managed = [("PolicyArns.member.1.arn", "arn:aws:iam::aws:policy/IAMReadOnlyAccess")];
    assert_eq!(may(&tool.assume(&power, &managed).await.ok().keys()).await, (200, 200));
    let other = [
        (
            "PolicyArns.member.1.arn",
            "arn:aws:iam::aws:policy/AmazonS3ReadOnlyAccess",
        ),
        ("Policy", list.as_str()),
    ];
    assert_eq!(may(&tool.assume(&power, &other).await.ok().keys()).await, (200, 403));
    assert_eq!(
        may(&tool.assume(&weak, &[("Policy", &list)]).await.ok().keys()).await,
        (403, 403)
    );

    for (policy, words) in [
        ("{}", "Syntax errors in policy."),
        ("not json", "Syntax errors in policy."),
    ] {
        let refused = tool.assume(&power, &[("Policy", policy)]).await;
        refused.must_refuse(400, "MalformedPolicyDocument", words);
    }
    let principal = trust.to_string();
    let refused = tool.assume(&power, &[("Policy", &principal)]).await;
    refused.must_refuse(400, "MalformedPolicyDocument", "principal");
    let refused = tool.assume(&power, &[("Policy", &" ".repeat(2049))]).await;
    refused.must_refuse(400, "ValidationError", "less than or equal to 2048");
    for arn in [
        "arn:aws:iam::aws:policy/Nothing",
        "arn:aws:iam::999999999999:policy/Foreign",
    ] {
        let refused = tool.assume(&power, &[("PolicyArns.member.1.arn", arn)]).await;
        refused.must_refuse(400, "ValidationError", "does not exist");
    }
    let many: Vec<String> = (1..=11).map(|at| format!("PolicyArns.member.{at}.arn")).collect();
    let many: Vec<(&str, &str)> = many.iter().map(|name| (name.as_str(), ADMINISTRATOR)).collect();
    tool.assume(&power, &many)
        .await
        .must_refuse(400, "ValidationError", "less than or equal to 10");
}

#[tokio::test]
async fn tags_and_the_source_go_along_where_both_sides_allow_it() {
    let (_machine, mut root, account, tool) = start().await;
    let alice = format!("arn:aws:iam::{account}:user/alice");
    let all = json!(["sts:AssumeRole", "sts:TagSession", "sts:SetSourceIdentity"]);
    let own = json!({ "AWS": account });
    let tagged = trusting(&own, &all, &json!({ "StringLike": { "aws:RequestTag/team": "r*" } }));
    let first = make_role(&mut root, "Tagged", &tagged, &[]).await;
    let plain = make_role(
        &mut root,
        "Plain",
        &trusting(&own, &json!("sts:AssumeRole"), &Value::Null),
        &[],
    )
    .await;
    let whole = json!({ "StringEquals": { "aws:PrincipalTag/team": "red", "sts:SourceIdentity": "carla" } });
    let last = make_role(&mut root, "Last", &trusting(&own, &all, &whole), &[]).await;
    let tags = [
        ("Tags.member.1.Key", "team"),
        ("Tags.member.1.Value", "red"),
        ("Tags.member.2.Key", "cost"),
        ("Tags.member.2.Value", "4100"),
        ("TransitiveTagKeys.member.1", "team"),
        ("SourceIdentity", "carla"),
    ];
    allow(&mut root, "users/alice", "Assume", &json!("sts:AssumeRole"), "*").await;
    denied(&tool.assume(&first, &tags).await, &alice, "sts:TagSession", &first);
    allow(&mut root, "users/alice", "Tag", &json!(["sts:TagSession"]), "*").await;
    denied(
        &tool.assume(&first, &tags).await,
        &alice,
        "sts:SetSourceIdentity",
        &first,
    );
    allow(
        &mut root,
        "users/alice",
        "Source",
        &json!(["sts:SetSourceIdentity"]),
        "*",
    )
    .await;
    // The trust policy's side.
    denied(&tool.assume(&plain, &tags[..2]).await, &alice, "sts:TagSession", &plain);
    denied(
        &tool.assume(&plain, &tags[5..]).await,
        &alice,
        "sts:SetSourceIdentity",
        &plain,
    );
    denied(&tool.assume(&first, &[]).await, &alice, "sts:AssumeRole", &first);
    let assumed = tool.assume(&first, &tags).await.ok();
    assert_eq!(assumed.text("SourceIdentity"), "carla");
    assert_eq!(assumed.text("PackedPolicySize"), "1");

    let acting = tool.with(assumed.keys());
    let session = format!("arn:aws:sts::{account}:assumed-role/Tagged/tool");
    denied(&acting.assume(&last, &[]).await, &session, "sts:AssumeRole", &last);
    allow(&mut root, "roles/Tagged", "Next", &all, "*").await;
    let chained = acting.assume(&last, &[]).await.ok();
    assert_eq!(chained.text("SourceIdentity"), "carla");
    let record = record(&mut root, "AssumeRole").await;
    assert_eq!(
        record["requestParameters"]["incomingTransitiveTags"],
        json!({ "team": "red" })
    );
    assert_eq!(record["userIdentity"]["sessionContext"]["sourceIdentity"], "carla");
    // What came along cannot be changed, in any case of its letters.
    for key in ["team", "TEAM"] {
        let more = [("Tags.member.1.Key", key), ("Tags.member.1.Value", "blue")];
        let refused = acting.assume(&last, &more).await;
        refused.must_refuse(
            400,
            "ValidationError",
            "conflicts with a transitive tag key from the calling session",
        );
    }
    let refused = acting.assume(&last, &[("SourceIdentity", "farid")]).await;
    refused.must_refuse(400, "ValidationError", "cannot be changed");
    assert_eq!(acting.assume(&last, &[("SourceIdentity", "carla")]).await.status, 200);
    // A role that does not let tags in is closed to a session with transitive ones.
    denied(&acting.assume(&plain, &[]).await, &session, "sts:TagSession", &plain);
}
