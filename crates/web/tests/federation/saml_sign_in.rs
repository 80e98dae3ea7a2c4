//! From the company's response to the console: one role, several, and what the session is then.
#![allow(clippy::single_match_else, reason = "both sides weigh the same")]

use serde_json::json;
use vestibule_saml::{AWS_ACS, Signed, post};

use crate::common::Signs as _;
use crate::saml_company::{
    Company, PREFIX, check, make_role, post_to, provider_arn, records, role_arn, trust, trust_with,
};

#[tokio::test]
async fn one_role_leads_straight_in() {
    let mut company = Company::new().await;
    let says = company.says();
    let (mut browser, answer) = company.enter(&says).await;
    answer.must_step("signed-in");
    assert_eq!(
        answer.text("destination"),
        "https://console.aws.amazon.com/console/home"
    );
    let view = browser.get("/api/session").await;
    let account = company.account.clone();
    assert_eq!(view.body["identity"]["kind"], "assumed-role");
    assert_eq!(
        view.body["identity"]["arn"],
        format!("arn:aws:sts::{account}:assumed-role/Reader/carla@anycompany.example")
    );
    assert_eq!(view.body["expiresAt"], "2026-03-01T13:00:00Z");
    assert_eq!(view.body["issuer"], json!(null));
    assert_eq!(browser.get("/api/roles").await.status, 200);
    company.machine.pass(3600);
    assert!(!browser.signed_in().await);

    let mut root = company.machine.root(crate::common::MANAGEMENT_ROOT).await;
    let assumed = records(&mut root, "AssumeRoleWithSAML").await;
    let [record] = assumed.as_slice() else {
        panic!("{assumed:?}")
    };
    assert_eq!(record["userIdentity"]["type"], "SAMLUser");
    assert_eq!(record["userIdentity"]["userName"], "carla-7f3a");
    let qualifier = record["userIdentity"]["identityProvider"].as_str().unwrap();
    assert_eq!(record["userIdentity"]["principalId"], format!("{qualifier}:carla-7f3a"));
    assert_eq!(
        record["requestParameters"],
        json!({
            "sAMLAssertionID": "_a1", "principalArn": provider_arn(&account), "roleArn": role_arn(&account, "Reader"),
            "roleSessionName": "carla@anycompany.example", "durationSeconds": 3600,
        })
    );
    let response = &record["responseElements"];
    assert_eq!(response["subjectType"], "persistent");
    assert_eq!(response["audience"], AWS_ACS);
    assert_eq!(response["nameQualifier"], qualifier);
    assert_eq!(
        response["credentials"]["sessionToken"],
        "HIDDEN_DUE_TO_SECURITY_REASONS"
    );
    assert_eq!(record["resources"][1]["type"], "AWS::IAM::SAMLProvider");
    let logins = records(&mut root, "ConsoleLogin").await;
    let login = logins
        .iter()
        .find(|login| login["userIdentity"]["type"] == "AssumedRole")
        .unwrap();
    let identity = &login["userIdentity"];
    assert_eq!(
        identity["sessionContext"]["attributes"]["mfaAuthenticated"], "false",
        "{login}"
    );
    assert_eq!(identity["sessionContext"]["sessionIssuer"]["userName"], "Reader");
    assert_eq!(login["additionalEventData"]["SamlProviderArn"], provider_arn(&account));
    assert_eq!(login["additionalEventData"]["MFAUsed"], "No");
}

#[tokio::test]
async fn several_roles_are_chosen_from() {
    let mut company = Company::new().await;
    let (mut finance_root, finance) = company.with_finance().await;
    let account = company.account.clone();
    make_role(&mut company.root, "Writer", 3600, &trust(&account)).await;
    let mut says = company.says();
    // Either order of the two ARNs.
    let finance_pair = format!("{},{}", provider_arn(&finance), role_arn(&finance, "Reader"));
    says.set(
        "Role",
        &[&company.pair("Reader"), &company.pair("Writer"), &finance_pair],
    );
    let xml = company.written(&says, None);
    let mut browser = company.browser();
    for _ in 0..2 {
        let choice = post_to(&mut browser, &xml, None).await;
        choice.must_step("choose-role");
        assert_eq!(
            choice.body["accounts"],
            json!([
                { "id": account, "alias": "anycompany", "roles": [
                    { "arn": role_arn(&account, "Reader"), "name": "Reader" },
                    { "arn": role_arn(&account, "Writer"), "name": "Writer" },
                ] },
                { "id": finance, "alias": null, "roles": [
                    { "arn": role_arn(&finance, "Reader"), "name": "Reader" },
                ] },
            ])
        );
        assert!(!browser.signed_in().await);
    }
    // A role that the response does not name.
    post_to(&mut browser, &xml, Some(&role_arn(&account, "Admin")))
        .await
        .must_refuse(403, "SAML_REFUSED");
    company.machine.pass(240);
    let chosen = role_arn(&finance, "Reader");
    post_to(&mut browser, &xml, Some(&chosen)).await.must_step("signed-in");
    let view = browser.get("/api/session").await;
    assert_eq!(view.body["identity"]["accountId"], finance);
    assert_eq!(records(&mut finance_root, "AssumeRoleWithSAML").await.len(), 1);

    // Taken once, whichever role and account it is for.
    for role in [None, Some(chosen), Some(role_arn(&account, "Reader"))] {
        let again = post_to(&mut company.browser(), &xml, role.as_deref()).await;
        again.must_refuse(403, "SAML_REFUSED");
        assert_eq!(check(&again, "one-time")["outcome"], "failed");
        assert_eq!(again.body["report"]["failed"], "one-time");
    }
}

#[tokio::test]
async fn the_lesser_duration_holds() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    make_role(&mut company.root, "Long", 43200, &trust(&account)).await;
    for (role, asserted, until, lasts) in [
        ("Long", None, None, Some("13:00:00")),
        ("Long", Some("43200"), None, Some("00:00:00")),
        ("Long", Some("900"), None, Some("12:15:00")),
        ("Long", Some("7200"), Some(1800), Some("12:30:00")),
        ("Reader", Some("3600"), Some(7200), Some("13:00:00")),
        ("Reader", Some("3601"), None, None),
        ("Long", Some("86400"), None, None),
    ] {
        let mut says = company.says();
        says.set("Role", &[&company.pair(role)]);
        if let Some(asserted) = asserted {
            says.set("SessionDuration", &[asserted]);
        }
        says.session = until;
        let (mut browser, answer) = company.enter(&says).await;
        match lasts {
            Some(time) => {
                answer.must_step("signed-in");
                let view = browser.get("/api/session").await;
                let end = view.text("expiresAt").to_owned();
                assert!(end.ends_with(&format!("T{time}Z")), "{end} for {asserted:?}");
            }
            None => {
                answer.must_refuse(403, "SAML_REFUSED");
                assert_eq!(
                    answer.text("message"),
                    "Requested DurationSeconds exceeds MaxSessionDuration set for this role."
                );
            }
        }
    }
}

#[tokio::test]
async fn tags_and_source_identity_need_to_be_trusted() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let all = json!(["sts:AssumeRoleWithSAML", "sts:TagSession", "sts:SetSourceIdentity"]);
    let only = |without: &str| {
        let actions = all.as_array().unwrap().iter().filter(|action| **action != without);
        json!(actions.collect::<Vec<_>>())
    };
    let of_data = json!({ "StringEquals": { "aws:RequestTag/department": "Data" } });
    for (name, actions, condition) in [
        ("Tagged", all.clone(), json!({})),
        ("Untagged", only("sts:TagSession"), json!({})),
        ("Nameless", only("sts:SetSourceIdentity"), json!({})),
        ("OfData", all.clone(), of_data),
    ] {
        make_role(
            &mut company.root,
            name,
            3600,
            &trust_with(&account, &actions, &condition),
        )
        .await;
    }
    for (role, department, source, is_let_in) in [
        ("Tagged", Some("Data"), Some("carla"), true),
        ("Tagged", None, None, true),
        ("Untagged", Some("Data"), None, false),
        ("Untagged", None, Some("carla"), true),
        ("Nameless", Some("Data"), None, true),
        ("Nameless", None, Some("carla"), false),
        ("OfData", Some("Data"), None, true),
        ("OfData", Some("Web"), None, false),
        ("OfData", None, None, false),
    ] {
        let mut says = company.says();
        says.set("Role", &[&company.pair(role)]);
        if let Some(department) = department {
            says.set("PrincipalTag:department", &[department]);
        }
        if let Some(source) = source {
            says.set("SourceIdentity", &[source]);
        }
        let (_, answer) = company.enter(&says).await;
        if is_let_in {
            answer.must_step("signed-in");
        } else {
            answer.must_refuse(403, "SAML_REFUSED");
            assert_eq!(
                answer.text("message"),
                "Not authorized to perform sts:AssumeRoleWithSAML (service: AWSSecurityTokenService; status code: 403; error code: AccessDenied)"
            );
            assert_eq!(answer.body["report"]["failed"], "trust-policy", "{role} {answer:?}");
        }
    }
    let records = company.records("AssumeRoleWithSAML").await;
    let tagged = records.last().unwrap();
    assert_eq!(
        tagged["requestParameters"]["principalTags"],
        json!({ "department": "Data" })
    );
    assert_eq!(tagged["requestParameters"]["sourceIdentity"], "carla");
    assert_eq!(tagged["responseElements"]["sourceIdentity"], "carla");
    let refused = records
        .iter()
        .find(|record| record["errorCode"] == "AccessDenied")
        .unwrap();
    assert_eq!(refused["additionalEventData"]["failedCheck"], "trust-policy");
    assert_eq!(
        refused["errorMessage"],
        "Not authorized to perform sts:AssumeRoleWithSAML"
    );
}

#[tokio::test]
async fn relay_state_leads_only_into_the_console() {
    let mut company = Company::new().await;
    let home = "https://console.aws.amazon.com/console/home";
    let inside = "https://eu-north-1.console.aws.amazon.com/s3/home";
    for (relay_state, destination) in [
        ("", home),
        (inside, inside),
        ("https://evil.example/", home),
        ("//evil.example", home),
        ("javascript:alert(1)", home),
        ("https://console.aws.amazon.com.evil.example/", home),
        ("http://console.aws.amazon.com/", home),
    ] {
        let says = company.says();
        let form = json!({ "samlResponse": post::encode(&company.written(&says, None)), "relayState": relay_state });
        let answer = company.browser().post("/api/saml", form).await;
        answer.must_step("signed-in");
        assert_eq!(answer.text("destination"), destination, "{relay_state}");
    }
}

#[tokio::test]
async fn whatever_is_signed_and_wherever_it_is_posted() {
    let mut company = Company::new().await;
    let regional = "https://eu-north-1.signin.aws.amazon.com/saml";
    let account = company.account.clone();
    let anywhere = trust_with(&account, &json!("sts:AssumeRoleWithSAML"), &json!({}));
    make_role(&mut company.root, "Anywhere", 3600, &anywhere).await;
    for (role, signed, audience, recipient, address, is_let_in) in [
        (
            "Reader",
            Signed::Response,
            "urn:amazon:webservices",
            AWS_ACS,
            None,
            true,
        ),
        ("Reader", Signed::Both, AWS_ACS, AWS_ACS, Some(AWS_ACS), true),
        (
            "Anywhere",
            Signed::Assertion,
            "urn:amazon:webservices",
            regional,
            Some(regional),
            true,
        ),
        ("Anywhere", Signed::Assertion, regional, regional, Some(regional), true),
        // The trust policy compares saml:aud with the recipient.
        (
            "Reader",
            Signed::Assertion,
            "urn:amazon:webservices",
            regional,
            Some(regional),
            false,
        ),
        (
            "Anywhere",
            Signed::Assertion,
            "urn:amazon:webservices",
            AWS_ACS,
            Some(regional),
            false,
        ),
        (
            "Anywhere",
            Signed::Assertion,
            "urn:amazon:webservices",
            regional,
            None,
            false,
        ),
        ("Anywhere", Signed::Assertion, regional, AWS_ACS, None, false),
    ] {
        let mut says = company.says();
        says.set("Role", &[&company.pair(role)]);
        (says.signed, says.audience, says.destination) = (signed, audience.to_owned(), recipient.to_owned());
        let form = json!({ "samlResponse": post::encode(&company.written(&says, None)), "address": address });
        let answer = company.browser().post("/api/saml", form).await;
        assert_eq!(
            answer.status == 200,
            is_let_in,
            "{role} {audience} {recipient} {answer:?}"
        );
    }
    let says = company.says();
    for address in [
        "https://evil.example/saml",
        "https://signin.aws.amazon.com/saml/",
        "https://xx.signin.aws.amazon.com/saml",
    ] {
        let form = json!({ "samlResponse": post::encode(&company.written(&says, None)), "address": address });
        company.browser().post("/api/saml", form).await.must_blame("address");
    }
}

#[tokio::test]
async fn names_of_attributes_have_their_case() {
    let mut company = Company::new().await;
    let mut says = company.says();
    for (name, _) in &mut says.attributes {
        if *name == format!("{PREFIX}Role") {
            *name = format!("{PREFIX}role");
        }
    }
    let (_, answer) = company.enter(&says).await;
    answer.must_refuse(403, "SAML_REFUSED");
    assert_eq!(
        answer.text("message"),
        "Your request included an invalid SAML response. To logout, click here."
    );
}
