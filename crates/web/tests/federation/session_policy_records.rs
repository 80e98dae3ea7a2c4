//! A session policy that is not taken refuses the call, and the account's history says so: with keys, with a token, with an
//! assertion.

use serde_json::{Value, json};
use vestibule_saml::post;

use super::company::signed_in;
use super::sts_assume_role::{allow, make_role, trusting};
use super::sts_first::{record, role, start};
use crate::common::aws::{Called, Keys, Tool, keys_of};
use crate::common::{MANAGEMENT_ROOT, Machine, Signs as _};
use crate::saml_company::{Company, provider_arn, role_arn};

const ALL: &str = "arn:aws:iam::aws:policy/AdministratorAccess";
const READ: &str = r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"iam:List*","Resource":"*"}]}"#;

type Pairs = Vec<(String, String)>;

fn pair(name: &str, value: &str) -> (String, String) {
    (name.to_owned(), value.to_owned())
}

/// What is wrong with each, the code, and words of the refusal.
fn wrong() -> Vec<(&'static str, &'static str, Pairs)> {
    let missing = "arn:aws:iam::aws:policy/Nothing";
    let many = |count: usize, arn: &str| -> Pairs {
        let name = |at| format!("PolicyArns.member.{at}.arn");
        (1..=count).map(|at| (name(at), arn.to_owned())).collect()
    };
    vec![
        (
            "MalformedPolicyDocument",
            "Syntax errors in policy.",
            vec![pair("Policy", "{}")],
        ),
        (
            "ValidationError",
            "less than or equal to 2048",
            vec![pair("Policy", &" ".repeat(2049))],
        ),
        ("ValidationError", "less than or equal to 10", many(11, ALL)),
        (
            "ValidationError",
            "numbered from 1 without gaps",
            vec![pair("PolicyArns.member.2.arn", ALL)],
        ),
        (
            "ValidationError",
            "does not exist or is not attachable",
            many(1, missing),
        ),
    ]
}

fn borrowed(pairs: &Pairs) -> Vec<(&str, &str)> {
    pairs
        .iter()
        .map(|(name, value)| (name.as_str(), value.as_str()))
        .collect()
}

/// The refusal, and its record, which is the newest of the call.
async fn must_record(
    root: &mut crate::common::Browser,
    call: &str,
    refused: &Called,
    code: &str,
    words: &str,
) -> Value {
    refused.must_refuse(400, code, words);
    let record = record(root, call).await;
    assert_eq!(record["errorCode"], code, "{call}: {record}");
    assert!(record["errorMessage"].as_str().unwrap().contains(words), "{record}");
    assert_eq!(record["responseElements"], Value::Null);
    record
}

#[tokio::test]
async fn with_keys() {
    let (_machine, mut root, account, tool) = start().await;
    let read_only = role(&account, "ReadOnly");
    for (code, words, pairs) in wrong() {
        let refused = tool.assume(&read_only, &borrowed(&pairs)).await;
        let record = must_record(&mut root, "AssumeRole", &refused, code, words).await;
        assert_eq!(record["requestParameters"]["roleArn"], json!(read_only));
        assert_eq!(record["userIdentity"]["userName"], "alice");
    }
    assert_eq!(tool.assume(&read_only, &[("Policy", READ)]).await.status, 200);
    assert_eq!(record(&mut root, "AssumeRole").await["errorCode"], Value::Null);

    let broker = tool.with(keys_of(&mut root, Some("console-broker")).await);
    for (code, words, pairs) in wrong() {
        let mut parameters = vec![("Name", "carla")];
        parameters.extend(borrowed(&pairs));
        let refused = broker.call("GetFederationToken", &parameters).await;
        let record = must_record(&mut root, "GetFederationToken", &refused, code, words).await;
        assert_eq!(record["requestParameters"]["name"], "carla");
    }
    // Room for policies and tags together.
    let all = json!("sts:TagSession");
    allow(&mut root, "users/console-broker", "Tag", &all, "*").await;
    let tags: Pairs = (1..=17)
        .flat_map(|at| {
            [
                (format!("Tags.member.{at}.Key"), format!("k{at}")),
                (format!("Tags.member.{at}.Value"), "v".repeat(250)),
            ]
        })
        .collect();
    let mut parameters = vec![("Name", "carla"), ("Policy", READ)];
    parameters.extend(borrowed(&tags));
    let refused = broker.call("GetFederationToken", &parameters).await;
    let (code, words) = ("PackedPolicyTooLarge", "% of allotted space");
    let record_of = must_record(&mut root, "GetFederationToken", &refused, code, words).await;
    assert_eq!(record_of["requestParameters"]["policy"], READ);
    let given = broker.call("GetFederationToken", &parameters[..2]).await;
    assert_eq!(given.status, 200, "{given:?}");

    // The same room for a role's session.
    let trust = trusting(
        &json!({ "AWS": format!("arn:aws:iam::{account}:user/console-broker") }),
        &json!(["sts:AssumeRole", "sts:TagSession"]),
        &Value::Null,
    );
    let tagged = make_role(&mut root, "Tagged", &trust, &[ALL]).await;
    let refused = broker.assume(&tagged, &parameters[1..]).await;
    must_record(&mut root, "AssumeRole", &refused, code, words).await;
    assert_eq!(broker.assume(&tagged, &[("Policy", READ)]).await.status, 200);
}

/// Who has no keys.
fn nobody(machine: &Machine, world: &vestibule_web::world::World) -> Tool {
    let keys = Keys::default();
    Tool::of(machine, world, keys)
}

#[tokio::test]
async fn with_an_assertion() {
    let mut company = Company::new().await;
    let world = company.machine.world().await;
    let tool = nobody(&company.machine, &world);
    let account = company.account.clone();
    let says = company.says();
    let assertion = post::encode(&company.written(&says, None));
    let (role, provider) = (role_arn(&account, "Reader"), provider_arn(&account));
    let own = [
        ("RoleArn", role.as_str()),
        ("PrincipalArn", provider.as_str()),
        ("SAMLAssertion", assertion.as_str()),
    ];
    for (code, words, pairs) in wrong() {
        let mut parameters = own.to_vec();
        parameters.extend(borrowed(&pairs));
        let refused = tool.unsigned("AssumeRoleWithSAML", &parameters).await;
        let record = must_record(&mut company.root, "AssumeRoleWithSAML", &refused, code, words).await;
        assert_eq!(record["userIdentity"]["userName"], "carla-7f3a");
        assert_eq!(record["requestParameters"]["roleArn"], json!(role));
        assert_eq!(record["additionalEventData"]["failedCheck"], "session-policy");
        assert!(!record.to_string().contains(&assertion));
    }
    // An assertion that nobody signed leaves no record, whatever comes with it.
    let before = company.records("AssumeRoleWithSAML").await.len();
    let mut forged = company.says();
    forged.key = 9;
    let forged = post::encode(&company.written(&forged, None));
    let parameters = [own[0], own[1], ("SAMLAssertion", forged.as_str()), ("Policy", "{}")];
    let refused = tool.unsigned("AssumeRoleWithSAML", &parameters).await;
    refused.must_refuse(400, "InvalidIdentityToken", "Response signature invalid");
    assert_eq!(company.records("AssumeRoleWithSAML").await.len(), before);
    // None of that used the assertion up.
    let mut parameters = own.to_vec();
    parameters.push(("Policy", READ));
    tool.unsigned("AssumeRoleWithSAML", &parameters).await.ok();
    let again = tool.unsigned("AssumeRoleWithSAML", &parameters).await;
    again.must_refuse(400, "InvalidIdentityToken", "invalid SAML response");
}

#[tokio::test]
async fn with_a_token() {
    let machine = Machine::new();
    let mut gita = signed_in(&machine, "gita").await;
    let token = gita.post("/company/api/web-identity/token", json!({})).await;
    let token = token.text("token").to_owned();
    let world = machine.world().await;
    let tool = nobody(&machine, &world);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let role = role(&root.account_id().await, "CompanyContractor");
    let own = [
        ("RoleArn", role.as_str()),
        ("RoleSessionName", "gita"),
        ("WebIdentityToken", token.as_str()),
    ];
    for (code, words, pairs) in wrong() {
        let mut parameters = own.to_vec();
        parameters.extend(borrowed(&pairs));
        let refused = tool.unsigned("AssumeRoleWithWebIdentity", &parameters).await;
        let record = must_record(&mut root, "AssumeRoleWithWebIdentity", &refused, code, words).await;
        assert_eq!(record["userIdentity"]["userName"], "gita");
        assert!(!record.to_string().contains(&token));
    }
    let mut parameters = own.to_vec();
    parameters.push(("Policy", READ));
    tool.unsigned("AssumeRoleWithWebIdentity", &parameters).await.ok();
    let record = record(&mut root, "AssumeRoleWithWebIdentity").await;
    assert_eq!(record["requestParameters"]["policy"], READ);
}
