//! Signing in at the portal by the company's identity provider: who gets in, and who does not.

use serde_json::{Value, json};
use vestibule_saml::{Fault, Forged, NameId, Signed};

use super::external_company::{Company, EMAIL, MARY, Says, begin};
use crate::common::Signs as _;

#[tokio::test]
async fn a_person_comes_back_from_the_company_and_lands_where_they_wanted_to() {
    let mut company = Company::connected().await;
    let mut browser = company.browser();
    let deep = format!("{}/#/console?account_id=111122223333", company.portal("signInUrl"));
    let (asked, id) = begin(&mut browser, &deep).await;
    let mut says = company.says();
    says.in_response_to = Some(id);
    let xml = company.signed(&says);
    let landed = company.post(&mut browser, &xml, asked.text("relayState")).await;
    assert_eq!(landed.status, 200, "{landed:?}");
    assert_eq!(landed.text("address"), deep);
    let inside = company.inside(&mut browser).await;
    assert_eq!(inside["userName"], MARY);
    assert_eq!(inside["mfa"], Value::Null);
    assert_eq!(inside["managesDevices"], false);
    let record = company.record("UserAuthentication").await;
    assert_eq!(record["additionalEventData"]["CredentialType"], "EXTERNAL_IDP");
    assert_eq!(record["serviceEventDetails"]["UserAuthentication"], "Success");
    assert_eq!(record["userIdentity"]["userName"], MARY);
    assert_eq!(company.record("Authenticate").await["eventSource"], "sso.amazonaws.com");
    // The same response again, in this browser and another.
    company
        .post(&mut browser, &xml, "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    company
        .post(&mut company.browser(), &xml, "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    assert_eq!(browser.post("/api/portal/sign-out", json!({})).await.status, 204);
    assert_eq!(company.inside(&mut browser).await, Value::Null);
}

#[tokio::test]
async fn the_company_may_begin_and_relay_state_leads_to_the_portal_and_nowhere_else() {
    let mut company = Company::connected().await;
    let home = company.portal("signInUrl");
    let deep = format!("{home}/#/device?user_code=ABCD-EFGH");
    for (relay_state, lands) in [
        ("", home.as_str()),
        (deep.as_str(), deep.as_str()),
        ("https://evil.example/", home.as_str()),
        ("javascript:alert(1)", home.as_str()),
        (&format!("{home}.evil.example/#/"), home.as_str()),
        (&format!("{home}/#/a b"), home.as_str()),
    ] {
        for signed in [Signed::Assertion, Signed::Response, Signed::Both] {
            let mut browser = company.browser();
            let mut says = company.says();
            says.signed = signed;
            let landed = company.post(&mut browser, &company.signed(&says), relay_state).await;
            assert_eq!(landed.status, 200, "{landed:?}");
            assert_eq!(landed.text("address"), lands);
            assert_eq!(company.inside(&mut browser).await["userName"], MARY);
        }
    }
    // Each of the portal's addresses takes responses that were sent there.
    for address in company.portal["otherAcsUrls"].as_array().unwrap().clone() {
        let address = address.as_str().unwrap();
        let mut says = company.says();
        says.destination = address.to_owned();
        let xml = company.signed(&says);
        company
            .post(&mut company.browser(), &xml, "")
            .await
            .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
        let landed = company.post_to(&mut company.browser(), &xml, "", address).await;
        assert_eq!(landed.status, 200, "{landed:?}");
    }
    let says = company.says();
    company
        .post_to(
            &mut company.browser(),
            &company.signed(&says),
            "",
            "https://evil.example/acs",
        )
        .await
        .must_refuse(404, "NO_SUCH_PORTAL");
}

/// Refused, nobody is in, and the record says why.
async fn refused(company: &mut Company, what: &str, xml: &str, words: &str) {
    let mut browser = company.browser();
    let answer = company.post(&mut browser, xml, "").await;
    assert!(answer.is(403, "EXTERNAL_SIGN_IN_REFUSED"), "{what}: {answer:?}");
    assert!(answer.text("message").contains(words), "{what}: {answer:?}");
    assert_eq!(company.inside(&mut browser).await, Value::Null, "{what}");
    let record = company.record("ExternalIdPDirectoryLogin").await;
    assert_eq!(record["eventSource"], "signin.amazonaws.com", "{what}");
    assert_eq!(
        record["responseElements"]["ExternalIdPDirectoryLogin"], "Failure",
        "{what}"
    );
    assert!(
        record["errorMessage"].as_str().is_some_and(|text| !text.is_empty()),
        "{what}: {record}"
    );
}

/// What it is called, what changes, and words of the refusal.
type Change = (&'static str, fn(&mut Says), &'static str);

#[tokio::test]
async fn every_rule_of_saml_is_kept() {
    let mut company = Company::connected().await;
    let changes: Vec<Change> = vec![
        ("another key", |says| says.key = 9, "certificate"),
        (
            "another issuer",
            |says| says.issuer = "https://evil.example".to_owned(),
            "issuer",
        ),
        (
            "another audience",
            |says| says.audience = "urn:amazon:webservices".to_owned(),
            "audience",
        ),
        (
            "another place",
            |says| says.destination = "https://signin.aws.amazon.com/saml".to_owned(),
            "meant for",
        ),
        (
            "a request that nobody made",
            |says| says.in_response_to = Some("aws_x".to_owned()),
            "request",
        ),
        (
            "expired",
            |says| {
                says.issued = -590;
                says.lasts = 100;
            },
            "expired",
        ),
        (
            "too old",
            |says| {
                says.issued = -700;
                says.lasts = 7000;
            },
            "minutes ago",
        ),
        ("of the future", |says| says.issued = 400, "future"),
        ("session over", |says| says.session = Some(-400), "expired"),
    ];
    for (what, change, words) in changes {
        let mut says = company.says();
        change(&mut says);
        let xml = company.signed(&says);
        refused(&mut company, what, &xml, words).await;
    }
    let admin = NameId {
        format: EMAIL.to_owned(),
        value: MARY.to_owned(),
        ..NameId::default()
    };
    let mut says = company.says();
    says.name = "wei@anycompany.example".to_owned();
    for (what, fault) in [
        ("unsigned", Fault::Unsigned),
        ("two assertions", Fault::TwoAssertions),
        (
            "wrapped",
            Fault::Wrapped(Forged {
                subject: &admin,
                attributes: &[],
            }),
        ),
        ("a comment in the name", Fault::CommentInName),
    ] {
        let xml = company.faulty(&says, fault);
        refused(&mut company, what, &xml, "It's not you, it's us.").await;
    }
    let right = company.says();
    let xml = company.signed(&right);
    for (what, altered) in [
        ("another name", xml.replace(MARY, "wei@anycompany.example")),
        ("no XML", "nothing".to_owned()),
        ("too long", format!("{xml}{}", " ".repeat(50_000))),
        ("a document type", format!("<!DOCTYPE a []>{xml}")),
    ] {
        refused(&mut company, what, &altered, "It's not you, it's us.").await;
    }
    let form = json!({ "samlResponse": "&&&", "relayState": "", "address": company.portal("acsUrl") });
    company
        .browser()
        .post("/api/portal/saml", form)
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    // It was never the response's fault.
    let landed = company.post(&mut company.browser(), &xml, "").await;
    assert_eq!(landed.status, 200, "{landed:?}");
    refused(&mut company, "taken before", &xml, "used already").await;
}

#[tokio::test]
async fn the_name_is_the_user_name_exactly_and_nobody_is_made() {
    let mut company = Company::connected().await;
    for (name, words) in [
        ("mary", "not an e-mail address"),
        ("Mary@anycompany.example", "No user"),
        ("nobody@anycompany.example", "No user"),
        ("of-mary@anycompany.example", "No user"),
        ("saanvi@anycompany.example", "disabled"),
        ("mary major@anycompany.example", "not an e-mail address"),
    ] {
        let mut says = company.says();
        says.name = name.to_owned();
        let xml = company.signed(&says);
        refused(&mut company, name, &xml, words).await;
    }
    for format in [
        "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
        "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
        "urn:oasis:names:tc:SAML:2.0:nameid-format:emailAddress",
    ] {
        let mut says = company.says();
        says.format = format.to_owned();
        let xml = company.signed(&says);
        refused(&mut company, format, &xml, "format").await;
        let record = company.record("ExternalIdPDirectoryLogin").await;
        assert_eq!(
            record["errorMessage"],
            "Response contains invalid name id policy format"
        );
    }
}

#[tokio::test]
async fn an_answer_is_this_browsers_and_comes_once_and_in_time() {
    let mut company = Company::connected().await;
    let mut browser = company.browser();
    let (_, first) = begin(&mut browser, "").await;
    let (_, id) = begin(&mut browser, "").await;
    // The newest request counts.
    let mut says = company.says();
    says.in_response_to = Some(first);
    company
        .post(&mut browser, &company.signed(&says), "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    let record = company.record("ExternalIdPDirectoryLogin").await;
    assert_eq!(
        record["errorMessage"],
        format!("Not a valid response for the provided request id: {id}")
    );
    // Another browser has no part in it.
    let mut says = company.says();
    says.in_response_to = Some(id.clone());
    let xml = company.signed(&says);
    let mut thief = company.browser();
    company
        .post(&mut thief, &xml, "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    begin(&mut thief, "").await;
    company
        .post(&mut thief, &xml, "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    let landed = company.post(&mut browser, &xml, "").await;
    assert_eq!(landed.status, 200, "{landed:?}");
    // Another assertion for the request that was answered.
    let mut says = company.says();
    says.in_response_to = Some(id);
    company
        .post(&mut browser, &company.signed(&says), "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    // A quarter of an hour later nobody waits any more.
    let mut late = company.browser();
    let (_, id) = begin(&mut late, "").await;
    company.machine.pass(15 * 60);
    let mut says = company.says();
    says.in_response_to = Some(id);
    company
        .post(&mut late, &company.signed(&says), "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
}

#[tokio::test]
async fn the_session_ends_with_the_companys_if_that_is_sooner() {
    let mut company = Company::connected().await;
    for (session, lasts) in [(Some(1800), 1800), (Some(100 * 3600), 8 * 3600), (None, 8 * 3600)] {
        let mut browser = company.browser();
        let mut says = company.says();
        says.session = session;
        let landed = company.post(&mut browser, &company.signed(&says), "").await;
        assert_eq!(landed.status, 200, "{landed:?}");
        company.machine.pass(lasts - 1);
        assert_eq!(company.inside(&mut browser).await["userName"], MARY, "{session:?}");
        company.machine.pass(1);
        assert_eq!(company.inside(&mut browser).await, Value::Null, "{session:?}");
        company.root = company.machine.root(crate::common::MANAGEMENT_ROOT).await;
    }
}

#[tokio::test]
async fn of_two_who_post_the_same_response_at_once_one_gets_in() {
    let mut company = Company::connected().await;
    for _ in 0..10 {
        let says = company.says();
        let xml = company.signed(&says);
        let (mut one, mut other) = (company.browser(), company.browser());
        let (first, second) = tokio::join!(company.post(&mut one, &xml, ""), company.post(&mut other, &xml, ""));
        let mut statuses = [first.status, second.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 403]);
    }
}
