//! Rollover: whoever knows the metadata of now verifies what is signed now.

use vestibule_company::CompanyError;
use vestibule_company::admin::saml::NewKeyForm;
use vestibule_saml::Refusal;
use vestibule_saml::metadata::IdpMetadata;

use crate::home::{Home, refused};
use crate::saml::judged;

fn form(algorithm: &str) -> NewKeyForm {
    serde_json::from_value(serde_json::json!({ "algorithm": algorithm })).unwrap()
}

#[tokio::test]
async fn certificates_roll_over() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let keys = async || {
        IdpMetadata::parse(&home.company.metadata().await.unwrap())
            .unwrap()
            .keys
            .len()
    };
    assert_eq!(keys().await, 1);
    let first = home.company.saml_administration(&admin).await.unwrap().certificates[0]
        .id
        .clone();
    let by_first = home.company.open_console(&admin).await.unwrap();

    let page = home.company.add_certificate(&admin, form("rsa2048")).await.unwrap();
    let second = page.certificates[1].id.clone();
    assert_eq!((page.certificates.len(), keys().await), (2, 2));
    assert!(page.certificates[1].pem.starts_with("-----BEGIN CERTIFICATE-----"));
    assert_eq!(page.certificates[1].fingerprint.len(), 95);
    assert!(
        judged(&home, &home.company.open_console(&admin).await.unwrap())
            .await
            .is_ok()
    );

    let page = home.company.activate_certificate(&admin, &second).await.unwrap();
    assert_eq!(page.certificates[0].id, second, "the one that signs comes first");
    let by_second = home.company.open_console(&admin).await.unwrap();
    assert!(judged(&home, &by_second).await.is_ok());
    assert!(
        judged(&home, &by_first).await.is_ok(),
        "what the old one signed still counts"
    );

    assert!(matches!(
        refused(home.company.remove_certificate(&admin, &second).await),
        CompanyError::DeleteConflict(_)
    ));
    home.company.remove_certificate(&admin, &first).await.unwrap();
    assert_eq!(keys().await, 1);
    assert!(matches!(
        judged(&home, &by_first).await,
        Err(Refusal::UntrustedKey { .. })
    ));
    assert!(judged(&home, &by_second).await.is_ok());
    for gone in [first.as_str(), "nothing"] {
        assert!(matches!(
            refused(home.company.activate_certificate(&admin, gone).await),
            CompanyError::NoSuchEntity("key")
        ));
    }
}
