//! Changing the identity source, and what an administrator says about the company's identity provider.

use serde_json::{Value, json};
use vestibule_saml::{AuthnRequest, post};

use super::external_company::{Company, ISSUER, SIGN_IN, begin, key, metadata, pem};
use crate::common::portal::{account_id, sign_in};
use crate::common::{Machine, Signs as _, password_of};

const SOURCE: &str = "/api/identity-center/source";

#[tokio::test]
async fn the_wizard_shows_the_portal_and_takes_the_provider() {
    let mut company = Company::before().await;
    let region = company
        .portal("acsUrl")
        .split("//")
        .nth(1)
        .unwrap()
        .split('.')
        .next()
        .unwrap()
        .to_owned();
    let name = company.portal_name();
    assert!(
        company
            .portal("acsUrl")
            .starts_with(&format!("https://{region}.signin.aws/platform/saml/acs/"))
    );
    assert_eq!(
        company.portal("issuer"),
        format!("https://{region}.signin.aws.amazon.com/platform/saml/{name}")
    );
    let text = company.portal("metadata");
    assert!(text.contains(&company.portal("acsUrl")) && text.contains(&company.portal("issuer")));

    let before = company.root.get(SOURCE).await;
    assert_eq!(before.body["source"], "directory");
    assert_eq!(before.body["provider"], Value::Null);
    let external = format!("{SOURCE}/external");
    for confirm in ["", "accept", "CONFIRM"] {
        let form = json!({ "provider": { "by": "metadata", "metadata": metadata(&[7]) }, "confirm": confirm });
        company.root.put(&external, form).await.must_blame("confirm");
    }
    for text in ["", "<md/>", "not xml", &text] {
        let form = json!({ "provider": { "by": "metadata", "metadata": text }, "confirm": "ACCEPT" });
        company.root.put(&external, form).await.must_blame("metadata");
    }
    for (field, url, issuer, certificate) in [
        ("signInUrl", "javascript:alert(1)", ISSUER, pem(7)),
        ("signInUrl", "", ISSUER, pem(7)),
        ("issuer", SIGN_IN, " ", pem(7)),
        ("certificate", SIGN_IN, ISSUER, String::new()),
        ("certificate", SIGN_IN, ISSUER, "-----BEGIN CERTIFICATE-----".to_owned()),
    ] {
        let provider = json!({ "by": "hand", "signInUrl": url, "issuer": issuer, "certificate": certificate });
        let form = json!({ "provider": provider, "confirm": "ACCEPT" });
        company.root.put(&external, form).await.must_blame(field);
    }
    assert_eq!(company.root.get(SOURCE).await.body["source"], "directory");

    assert_eq!(company.connect(&[7]).await.status, 204);
    let after = company.root.get(SOURCE).await.body;
    assert_eq!(after["source"], "external");
    assert_eq!(after["provider"]["issuer"], ISSUER);
    assert_eq!(after["provider"]["signInUrl"], SIGN_IN);
    let certificates = after["provider"]["certificates"].as_array().unwrap();
    assert_eq!(certificates.len(), 1);
    assert_eq!(certificates[0]["state"], "valid");
    assert_eq!(certificates[0]["key"], "ECDSA P-256");
    assert_eq!(
        company.root.get("/api/identity-center").await.body["source"],
        "external"
    );
    let page = company
        .browser()
        .get(&format!("/api/portal?address=https://{name}.awsapps.com/start"))
        .await;
    assert_eq!(page.body["source"], "external");
    let created = company.record("CreateExternalIdPConfigurationForDirectory").await;
    assert_eq!(created["eventSource"], "sso-directory.amazonaws.com");
    assert_eq!(
        created["requestParameters"]["externalIdpConfiguration"]["issuerUrl"],
        ISSUER
    );
    let enabled = company.record("EnableExternalIdPConfigurationForDirectory").await;
    assert_eq!(enabled["userIdentity"]["type"], "Root");

    // And back: the provider is forgotten.
    let directory = format!("{SOURCE}/directory");
    company
        .root
        .put(&directory, json!({ "confirm": "no" }))
        .await
        .must_blame("confirm");
    assert_eq!(company.disconnect().await.status, 204);
    let after = company.root.get(SOURCE).await.body;
    assert_eq!(
        (&after["source"], &after["provider"]),
        (&json!("directory"), &Value::Null)
    );
    company.disconnect().await.must_refuse(409, "CONSTRAINT_VIOLATION");
    let disabled = company.record("DisableExternalIdPConfigurationForDirectory").await;
    assert_eq!(disabled["eventSource"], "sso-directory.amazonaws.com");
}

#[tokio::test]
async fn people_and_what_they_may_stay_and_passwords_are_no_way_in_meanwhile() {
    let mut company = Company::before().await;
    let world = company.machine.world().await;
    let right = password_of(&world, "mary").await;
    let mut before = company.browser();
    sign_in(&mut before, "mary", &right).await.must_step("signed-in");
    let account = account_id(&mut before, "Management").await;

    assert_eq!(company.connect(&[7]).await.status, 204);
    // Who is in stays in until the session is over.
    assert_eq!(company.inside(&mut before).await["userName"], "mary");
    assert_eq!(account_id(&mut before, "Management").await, account);
    let mut browser = company.browser();
    let name = json!({ "userName": "mary", "remember": false });
    let refused = browser.post("/api/portal/sign-in/user-name", name.clone()).await;
    refused.must_refuse(409, "SIGN_IN_ELSEWHERE");
    assert!(refused.text("message").contains("identity provider"), "{refused:?}");

    assert_eq!(company.disconnect().await.status, 204);
    sign_in(&mut browser, "mary", &right).await.must_step("signed-in");
    assert_eq!(account_id(&mut browser, "Management").await, account);
    browser
        .post("/api/portal/sign-in/external", json!({}))
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
}

#[tokio::test]
async fn certificates_are_rotated() {
    let mut company = Company::connected().await;
    let certificates = format!("{SOURCE}/certificates");
    let first = company.root.get(SOURCE).await.body["provider"]["certificates"][0]["id"]
        .as_str()
        .unwrap()
        .to_owned();
    company
        .root
        .delete(&format!("{certificates}/{first}"))
        .await
        .must_refuse(409, "CONSTRAINT_VIOLATION");
    company
        .root
        .post(&certificates, json!({ "certificate": pem(7) }))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    company
        .root
        .post(&certificates, json!({ "certificate": "AAAA" }))
        .await
        .must_blame("certificate");
    let mut says = company.says();
    says.key = 8;
    let mut browser = company.browser();
    company
        .post(&mut browser, &company.signed(&says), "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    let imported = company.root.post(&certificates, json!({ "certificate": pem(8) })).await;
    assert_eq!(imported.status, 200, "{imported:?}");
    // Both count, then only the new one.
    for number in [7, 8] {
        let mut says = company.says();
        says.key = number;
        let landed = company.post(&mut browser, &company.signed(&says), "").await;
        assert_eq!(landed.status, 200, "{landed:?}");
    }
    let gone = company.root.delete(&format!("{certificates}/{first}")).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    company
        .root
        .delete(&format!("{certificates}/{first}"))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    let says = company.says();
    company
        .post(&mut browser, &company.signed(&says), "")
        .await
        .must_refuse(403, "EXTERNAL_SIGN_IN_REFUSED");
    let record = company.record("DeleteExternalIdPCertificate").await;
    assert_eq!(record["requestParameters"]["certificateId"], first);
    assert_eq!(key(8).certificate(), key(8).certificate());
}

#[tokio::test]
async fn only_administrators_of_the_instance_change_the_source() {
    let machine = Machine::new();
    let mut member = machine.root(crate::common::FINANCE_ROOT).await;
    member.get(SOURCE).await.must_refuse(403, "ACCESS_DENIED");
    let form = json!({ "provider": { "by": "metadata", "metadata": metadata(&[7]) }, "confirm": "ACCEPT" });
    member
        .put(&format!("{SOURCE}/external"), form.clone())
        .await
        .must_refuse(403, "ACCESS_DENIED");
    let mut nobody = machine.browser().await;
    nobody.get(SOURCE).await.must_refuse(401, "NOT_SIGNED_IN");
    nobody
        .put(&format!("{SOURCE}/external"), form)
        .await
        .must_refuse(401, "NOT_SIGNED_IN");
}

#[tokio::test]
async fn the_request_says_who_asks_and_where_the_answer_goes() {
    let company = Company::connected().await;
    let mut browser = company.browser();
    let (asked, id) = begin(&mut browser, "").await;
    assert_eq!(asked.text("address"), SIGN_IN);
    assert!(asked.text("relayState").len() <= 80);
    let request = AuthnRequest::parse(&post::decode(asked.text("samlRequest")).unwrap()).unwrap();
    assert!(id.starts_with("aws_"));
    assert_eq!(request.issuer, company.portal("issuer"));
    assert_eq!(request.acs, Some(company.portal("acsUrl")));
    assert_eq!(request.destination.as_deref(), Some(SIGN_IN));
    assert_eq!(request.name_id_format.as_deref(), Some(super::external_company::EMAIL));
    let (_, another) = begin(&mut browser, "").await;
    assert_ne!(id, another);
}

#[tokio::test]
async fn metadata_says_where_requests_go_and_every_key_it_has() {
    let mut company = Company::before().await;
    let external = format!("{SOURCE}/external");
    let redirect = metadata(&[7]).replace("HTTP-POST", "HTTP-Redirect");
    let form = json!({ "provider": { "by": "metadata", "metadata": redirect }, "confirm": "ACCEPT" });
    company.root.put(&external, form).await.must_blame("metadata");
    let big = format!("{}{}", metadata(&[7]), " ".repeat(400_000));
    let form = json!({ "provider": { "by": "metadata", "metadata": big }, "confirm": "ACCEPT" });
    company
        .root
        .put(&external, form)
        .await
        .must_refuse(413, "PAYLOAD_TOO_LARGE");
    assert_eq!(company.connect(&[7, 8]).await.status, 204);
    let shown = company.root.get(SOURCE).await.body;
    assert_eq!(shown["provider"]["certificates"].as_array().unwrap().len(), 2);
    // Another provider in its place: only its keys count, and only its name.
    let provider = json!({ "by": "hand", "signInUrl": SIGN_IN, "issuer": "urn:other", "certificate": pem(9) });
    let changed = company.root.put(&format!("{SOURCE}/provider"), provider).await;
    assert_eq!(changed.status, 204, "{changed:?}");
    for (issuer, number, status) in [
        (ISSUER, 7, 403),
        (ISSUER, 9, 403),
        ("urn:other", 7, 403),
        ("urn:other", 9, 200),
    ] {
        let mut says = company.says();
        issuer.clone_into(&mut says.issuer);
        says.key = number;
        let answer = company.post(&mut company.browser(), &company.signed(&says), "").await;
        assert_eq!(answer.status, status, "{issuer} {number}: {answer:?}");
    }
    let record = company.record("UpdateExternalIdPConfigurationForDirectory").await;
    assert_eq!(
        record["requestParameters"]["externalIdpConfiguration"]["issuerUrl"],
        "urn:other"
    );
}
