//! SAML providers as IAM entities: metadata is read strictly, shown, renewed and taken away.

use serde_json::{Value, json};
use vestibule_saml::{Binding, IdpDocument, IdpMetadata};

use crate::common::{Browser, MANAGEMENT_ROOT, Machine, Signs as _};
use crate::external_company::{ISSUER, SIGN_IN, metadata};
use crate::saml_company::{Company, make_provider, provider_arn, records};

async fn details(root: &mut Browser, account: &str) -> Value {
    let path = format!("/api/identity-providers/details?arn={}", provider_arn(account));
    let details = root.get(&path).await;
    assert_eq!(details.status, 200, "{details:?}");
    details.body
}

async fn update(root: &mut Browser, account: &str, form: Value) -> crate::common::Answer {
    let path = format!("/api/identity-providers/saml?arn={}", provider_arn(account));
    root.put(&path, form).await
}

#[tokio::test]
async fn what_the_metadata_says_is_shown_and_renewed() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let account = root.account_id().await;
    let made = make_provider(&mut root, &[7]).await;
    assert_eq!(made.status, 200, "{made:?}");
    let first = details(&mut root, &account).await;
    let saml = &first["saml"];
    assert_eq!(saml["issuer"], ISSUER);
    assert_eq!(saml["signOnAddresses"], json!([SIGN_IN]));
    assert_eq!(saml["validUntil"], "2126-03-01T12:00:00Z");
    assert_eq!(saml["metadataValidUntil"], json!(null));
    assert_eq!(saml["assertionEncryptionMode"], "Allowed");
    let id = saml["providerId"].as_str().unwrap();
    assert!(id.starts_with("SAMLSP") && (22..=64).contains(&id.len()), "{id}");
    let certificates = saml["certificates"].as_array().unwrap();
    assert_eq!(certificates.len(), 1);
    assert_eq!(certificates[0]["key"], "ECDSA P-256");
    assert!(certificates[0]["subject"].as_str().unwrap().contains("CN=idp.example"));

    let renewed = update(&mut root, &account, json!({ "metadata": metadata(&[7, 8]) })).await;
    assert_eq!(renewed.status, 200, "{renewed:?}");
    let second = details(&mut root, &account).await;
    assert_eq!(second["saml"]["certificates"].as_array().unwrap().len(), 2);
    assert_eq!(second["saml"]["providerId"], id);

    let path = format!("/api/identity-providers?arn={}", provider_arn(&account));
    assert_eq!(root.delete(&path).await.status, 204);
    update(&mut root, &account, json!({ "metadata": metadata(&[7]) }))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    for (name, parameter) in [
        ("CreateSAMLProvider", "sAMLMetadataDocument"),
        ("UpdateSAMLProvider", "sAMLMetadataDocument"),
        ("DeleteSAMLProvider", "sAMLProviderArn"),
    ] {
        let found = records(&mut root, name).await;
        assert_eq!(found.len(), 1, "{name}");
        assert!(found[0]["requestParameters"][parameter].is_string(), "{found:?}");
    }
    // Gone and made again it is another one.
    machine.pass(1);
    make_provider(&mut root, &[7]).await;
    assert_ne!(details(&mut root, &account).await["saml"]["providerId"], id);
}

#[tokio::test]
async fn both_keys_of_a_rollover_sign_people_in() {
    let mut company = Company::new().await;
    let account = company.account.clone();
    let renewed = update(&mut company.root, &account, json!({ "metadata": metadata(&[7, 8]) })).await;
    assert_eq!(renewed.status, 200);
    for number in [7, 8] {
        let mut says = company.says();
        says.key = number;
        company.enter(&says).await.1.must_step("signed-in");
    }
    update(&mut company.root, &account, json!({ "metadata": metadata(&[8]) })).await;
    for (number, is_let_in) in [(7, false), (8, true)] {
        let mut says = company.says();
        says.key = number;
        assert_eq!(company.enter(&says).await.1.status == 200, is_let_in);
    }
}

#[tokio::test]
async fn metadata_that_nobody_could_sign_in_by_is_refused() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let account = root.account_id().await;
    let right = metadata(&[7]);
    let filler = format!("<!-- {} -->", "x".repeat(1000));
    let keyless = IdpMetadata::write(&IdpDocument {
        entity_id: ISSUER,
        certificates: &[],
        sign_on: &[(Binding::Post, SIGN_IN)],
        name_id_formats: &[],
        valid_until: None,
    });
    let entity = right.find("<md:EntityDescriptor").unwrap();
    let wrong = [
        ("too short", right[..900].to_owned()),
        ("cut off", right[..right.len() - 30].to_owned() + &filler),
        ("byte order mark", format!("\u{feff}{right}")),
        ("without keys", keyless + &filler),
        (
            "a document type",
            format!("<!DOCTYPE a [<!ENTITY b \"c\">]>{}", &right[entity..]),
        ),
        ("no XML", "x".repeat(2000)),
        ("other XML", format!("<html>{filler}</html>")),
        ("without entityID", right.replace("entityID", "entityName")),
        ("a bad certificate", right.replace("MII", "AAA")),
        (
            "a script as address",
            right.replace("https://idp.example/saml/sso", "javascript:alert(1)"),
        ),
        (
            "two entities",
            format!(
                "<md:EntitiesDescriptor xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\">{0}{0}</md:EntitiesDescriptor>",
                &right[entity..]
            ),
        ),
    ];
    for (name, text) in &wrong {
        let form = json!({ "kind": "saml", "name": "Wrong", "metadata": text });
        let answer = root.post("/api/identity-providers", form).await;
        assert!(
            answer.is(422, "INVALID_INPUT") && answer.body["field"] == "metadata",
            "{name} {answer:?}"
        );
        if text.chars().count() >= 1000 {
            assert!(
                answer.text("message").starts_with("Could not parse metadata"),
                "{name} {answer:?}"
            );
        }
    }
    assert_eq!(make_provider(&mut root, &[7]).await.status, 200);
    for (name, text) in wrong {
        let answer = update(&mut root, &account, json!({ "metadata": text })).await;
        assert!(answer.is(422, "INVALID_INPUT"), "{name} {answer:?}");
    }
    assert_eq!(details(&mut root, &account).await["metadata"], right);
    assert_eq!(records(&mut root, "UpdateSAMLProvider").await.len(), 0);
}

#[tokio::test]
async fn large_metadata_is_taken_and_left_out_of_the_record() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let account = root.account_id().await;
    let filler = format!("<!-- {} --></md:EntityDescriptor>", "x".repeat(1_000_000));
    let large = metadata(&[7]).replace("</md:EntityDescriptor>", &filler);
    let form = json!({ "kind": "saml", "name": "Corp", "metadata": large });
    let made = root.post("/api/identity-providers", form).await;
    assert_eq!(made.status, 200, "{made:?}");
    let found = records(&mut root, "CreateSAMLProvider").await;
    assert_eq!(found[0]["requestParameters"]["sAMLMetadataDocument"]["omitted"], true);
    let longest = "x".repeat(10_000_001);
    update(&mut root, &account, json!({ "metadata": longest }))
        .await
        .must_blame("metadata");
    let beyond = "x".repeat(13_000_000);
    update(&mut root, &account, json!({ "metadata": beyond }))
        .await
        .must_refuse(413, "PAYLOAD_TOO_LARGE");
}

#[tokio::test]
async fn encryption_is_not_offered_and_says_so() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let account = root.account_id().await;
    make_provider(&mut root, &[7]).await;
    for form in [
        json!({ "assertionEncryptionMode": "Required" }),
        json!({ "addPrivateKey": "-----BEGIN PRIVATE KEY-----" }),
        json!({ "metadata": metadata(&[7]), "assertionEncryptionMode": "Required" }),
    ] {
        let answer = update(&mut root, &account, form).await;
        answer.must_refuse(400, "ENCRYPTION_NOT_OFFERED");
        assert!(answer.text("message").contains("does not decrypt assertions"));
    }
    update(
        &mut root,
        &account,
        json!({ "addPrivateKey": "x", "removePrivateKey": "y" }),
    )
    .await
    .must_blame("addPrivateKey");
    update(&mut root, &account, json!({ "removePrivateKey": "y" }))
        .await
        .must_blame("removePrivateKey");
    update(&mut root, &account, json!({})).await.must_blame("metadata");
    let allowed = json!({ "metadata": metadata(&[7]), "assertionEncryptionMode": "Allowed" });
    assert_eq!(update(&mut root, &account, allowed).await.status, 200);
}

#[tokio::test]
async fn the_portals_own_provider_stays_as_it_is() {
    let machine = Machine::new();
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let list = root.get("/api/identity-providers").await;
    let own = list.body["providers"]
        .as_array()
        .unwrap()
        .iter()
        .find(|provider| provider["name"].as_str().unwrap().starts_with("AWSSSO_"))
        .unwrap();
    let arn = own["arn"].as_str().unwrap();
    let answer = root
        .put(
            &format!("/api/identity-providers/saml?arn={arn}"),
            json!({ "metadata": metadata(&[7]) }),
        )
        .await;
    answer.must_refuse(409, "UNMODIFIABLE_ENTITY");
}
