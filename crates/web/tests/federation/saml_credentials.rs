//! `AssumeRoleWithSAML`: credentials for an assertion, by the rules of the console.
#![allow(clippy::semicolon_if_nothing_returned, reason = "a change is one expression")]

use serde_json::json;
use vestibule_saml::post;
use vestibule_service::Caller;
use vestibule_service::sts::StsError;
use vestibule_service::sts::answers::{AssumedWithSaml, SamlCall, SessionPolicyForm};
use vestibule_web::world::World;

use crate::common::aws::{Keys, Tool};
use crate::saml_company::{Company, Says, make_role, post_to, provider_arn, role_arn, trust, trust_with};

/// Asks for the role's credentials with what a response says.
async fn assume(
    company: &Company,
    world: &World,
    says: &Says,
    role: &str,
    change: impl FnOnce(&mut SamlCall),
) -> Result<AssumedWithSaml, StsError> {
    let mut call = SamlCall {
        role_arn: role_arn(&company.account, role),
        principal_arn: provider_arn(&company.account),
        assertion: post::encode(&company.written(says, None)),
        duration_seconds: None,
        policies: SessionPolicyForm::default(),
    };
    change(&mut call);
    world.service.assume_role_with_saml(&Caller::default(), call).await
}

#[track_caller]
fn refused(result: Result<AssumedWithSaml, StsError>, code: &str, status: u16, words: &str) {
    let error = result.map(|assumed| assumed.user).unwrap_err();
    assert_eq!((error.code(), error.status()), (code, status), "{error}");
    assert_eq!(error.message(), words);
}

#[tokio::test]
async fn an_assertion_becomes_credentials() {
    let mut company = Company::new().await;
    let world = company.machine.world().await;
    let says = company.says();
    let assumed = assume(&company, &world, &says, "Reader", |_| {}).await.unwrap();
    let arn = format!(
        "arn:aws:sts::{}:assumed-role/Reader/carla@anycompany.example",
        company.account
    );
    assert_eq!(assumed.user.arn, arn);
    assert_eq!(
        (assumed.subject.as_str(), assumed.subject_type.as_str()),
        ("carla-7f3a", "persistent")
    );
    assert_eq!(assumed.audience, "https://signin.aws.amazon.com/saml");
    assert_eq!(assumed.name_qualifier.len(), 28);
    assert_eq!(assumed.packed, None);
    let expires = assumed.credentials.expires_at.to_string();
    assert_eq!(expires, "2026-03-01T13:00:00Z");
    let keys = {
        use secrecy::ExposeSecret as _;
        Keys {
            id: assumed.credentials.key.as_str().to_owned(),
            secret: assumed.credentials.secret.expose_secret().to_owned(),
            token: Some(assumed.credentials.token.reveal()),
        }
    };
    assert_eq!(Tool::of(&company.machine, &world, keys.clone()).arn().await, arn);
    let records = company.records("AssumeRoleWithSAML").await;
    assert_eq!(
        records[0]["responseElements"]["credentials"]["accessKeyId"],
        json!(keys.id)
    );
    let text = records[0].to_string();
    assert!(!text.contains(&keys.secret) && !text.contains(keys.token.as_deref().unwrap()));
    assert_eq!(
        records[0]["responseElements"]["nameQualifier"],
        json!(assumed.name_qualifier)
    );

    // Taken: neither here nor in the console once more.
    let invalid = "Your request included an invalid SAML response. To logout, click here.";
    let again = assume(&company, &world, &says, "Reader", |_| {}).await;
    refused(again, "InvalidIdentityToken", 400, invalid);
    let console = post_to(&mut company.browser(), &company.written(&says, None), None).await;
    assert_eq!(console.body["report"]["failed"], "one-time");
}

#[tokio::test]
async fn the_codes_of_the_api() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let world = company.machine.world().await;
    let pair = company.pair("Other");
    make_role(&mut company.root, "Other", 3600, &trust(&account)).await;
    let named = "SAML Assertion doesn't contain the requested Role and Metadata in the attributes";
    let says = company.says();
    let result = assume(&company, &world, &says, "Other", |_| {}).await;
    refused(result, "InvalidIdentityToken", 400, named);
    let mut says = company.says();
    says.set("Role", &[&pair]);
    let result = assume(&company, &world, &says, "Other", |call| call.principal_arn.push('X')).await;
    refused(result, "InvalidIdentityToken", 400, "Specified provider doesn't exist.");
    let mut says = company.says();
    says.key = 9;
    let result = assume(&company, &world, &says, "Reader", |_| {}).await;
    refused(result, "InvalidIdentityToken", 400, "Response signature invalid");
    let mut says = company.says();
    (says.issued, says.lasts) = (-600, 3600);
    let result = assume(&company, &world, &says, "Reader", |_| {}).await;
    refused(
        result,
        "ExpiredTokenException",
        400,
        "Token must be redeemed within 5 minutes of issuance",
    );
    let mut says = company.says();
    says.set("SourceIdentity", &["carla"]);
    let result = assume(&company, &world, &says, "Reader", |_| {}).await;
    refused(
        result,
        "AccessDenied",
        403,
        "Not authorized to perform sts:AssumeRoleWithSAML",
    );
    let says = company.says();
    let result = assume(&company, &world, &says, "Reader", |call| {
        call.duration_seconds = Some(3601)
    })
    .await;
    let words = "Requested DurationSeconds exceeds MaxSessionDuration set for this role.";
    refused(result, "ValidationError", 400, words);
    for seconds in [899, 43201] {
        let result = assume(&company, &world, &says, "Reader", |call| {
            call.duration_seconds = Some(seconds)
        })
        .await;
        assert_eq!(result.map(|_| ()).unwrap_err().code(), "ValidationError");
    }
    let result = assume(&company, &world, &says, "Reader", |call| {
        call.role_arn = "Reader".to_owned()
    })
    .await;
    refused(result, "ValidationError", 400, "Request ARN is invalid");
    let result = assume(&company, &world, &says, "Reader", |call| {
        call.assertion = "%".to_owned()
    })
    .await;
    assert_eq!(result.map(|_| ()).unwrap_err().code(), "InvalidIdentityToken");
    let malformed = |call: &mut SamlCall| call.policies.inline = Some("{}".to_owned());
    let result = assume(&company, &world, &says, "Reader", malformed).await;
    assert_eq!(result.map(|_| ()).unwrap_err().code(), "MalformedPolicyDocument");
    // None of that used the assertion up.
    assert!(assume(&company, &world, &says, "Reader", |_| {}).await.is_ok());
    let failed: Vec<String> = company
        .records("AssumeRoleWithSAML")
        .await
        .iter()
        .filter_map(|record| Some(record["additionalEventData"]["failedCheck"].as_str()?.to_owned()))
        .collect();
    let checks = ["session-policy", "session-duration", "trust-policy", "age", "role-pair"];
    assert_eq!(failed, checks);
}

#[tokio::test]
async fn the_lesser_duration_and_any_endpoint() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let anywhere = trust_with(&account, &json!("sts:AssumeRoleWithSAML"), &json!({}));
    make_role(&mut company.root, "Long", 43200, &anywhere).await;
    let world = company.machine.world().await;
    for (wanted, asserted, until, lasts) in [
        (None, None, None, 3600),
        (Some(7200), None, None, 7200),
        // The console's duration is nothing to the API, whatever it says.
        (None, Some("7200"), None, 3600),
        (Some(7200), Some("900"), None, 7200),
        (None, Some("an hour"), None, 3600),
        (None, Some("86400"), None, 3600),
        (Some(7200), None, Some(1200), 1200),
    ] {
        let mut says = company.says();
        says.set("Role", &[&company.pair("Long")]);
        if let Some(asserted) = asserted {
            says.set("SessionDuration", &[asserted]);
        }
        says.session = until;
        says.destination = "https://eu-north-1.signin.aws.amazon.com/saml".to_owned();
        let assumed = assume(&company, &world, &says, "Long", |call| call.duration_seconds = wanted).await;
        let assumed = assumed.unwrap();
        assert_eq!(assumed.audience, says.destination);
        let end = assumed.credentials.expires_at.as_second();
        let start: vestibule_identity::Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
        assert_eq!(end - start.as_second(), lasts, "{wanted:?} {asserted:?} {until:?}");
    }
    let mut says = company.says();
    says.set("Role", &[&company.pair("Long")]);
    says.destination = "https://app.example/saml".to_owned();
    let result = assume(&company, &world, &says, "Long", |_| {}).await;
    refused(
        result,
        "InvalidIdentityToken",
        400,
        "Response does not contain the required audience.",
    );
}
