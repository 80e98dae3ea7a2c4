//! What is signed verifies, and every fault is what it says.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use vestibule_company::admin::faults::FaultsForm;
use vestibule_company::admin::saml::SessionTagsForm;
use vestibule_company::demo::SAML_PROVIDER;
use vestibule_company::faults::Fault;
use vestibule_company::saml::{CompanyHop, ENTITY_ID, SamlForm, SignOnRequest};
use vestibule_company::settings::{
    IdentityCenterSettings, NameIdFormat, SamlSettings, SessionNameSource, SignedElement,
};
use vestibule_company::{Caller, CompanyError};
use vestibule_identity::clock::Clock as _;
use vestibule_saml::metadata::IdpMetadata;
use vestibule_saml::{AuthnRequest, Expected, InResponseTo, Refusal, Verified, post, verify};

use crate::home::{FINANCE, Home, MANAGEMENT, follow, refused};

const ACS: &str = "https://signin.aws.amazon.com/saml";
const AUDIENCE: &str = "urn:amazon:webservices";
const PREFIX: &str = "https://aws.amazon.com/SAML/Attributes/";

/// As AWS judges a response, with the metadata of now.
pub(crate) async fn judged(home: &Home, form: &SamlForm) -> Result<Verified, Refusal> {
    let metadata = IdpMetadata::parse(&home.company.metadata().await.unwrap()).unwrap();
    assert_eq!(metadata.entity_id, ENTITY_ID);
    let expected = Expected {
        trusted: &metadata.keys,
        issuer: ENTITY_ID,
        audiences: &[AUDIENCE],
        destinations: &[ACS],
        in_response_to: InResponseTo::Nothing,
        now: home.clock.now(),
        skew: Duration::from_mins(1),
        oldest: Duration::from_mins(5),
    };
    verify(&BASE64.decode(&form.saml_response).unwrap(), &expected)
}

pub(crate) fn values<'v>(verified: &'v Verified, name: &str) -> Vec<&'v str> {
    let name = format!("{PREFIX}{name}");
    let found = verified.attributes.iter().filter(|one| one.name == name);
    found.flat_map(|one| one.values.iter().map(String::as_str)).collect()
}

async fn switch(home: &Home, admin: &Caller, faults: &[Fault]) {
    let form = FaultsForm { on: faults.to_vec() };
    home.company.set_faults(admin, &form).await.unwrap();
}

fn role(account: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:role/{name},arn:aws:iam::{account}:saml-provider/{SAML_PROVIDER}")
}

#[tokio::test]
async fn a_response_says_who_somebody_is_and_what_they_may() {
    let home = Home::new().await;
    let carla = home.signed_in("carla").await;
    let form = home.company.open_console(&carla).await.unwrap();
    assert_eq!(form.action, ACS);
    let verified = judged(&home, &form).await.unwrap();
    assert_eq!(values(&verified, "Role"), [role(FINANCE, "CompanyAnalyst")]);
    assert_eq!(values(&verified, "RoleSessionName"), ["carla@anycompany.example"]);
    assert_eq!(values(&verified, "SessionDuration"), ["3600"]);
    assert_eq!(values(&verified, "PrincipalTag:department"), ["Finance"]);
    assert_eq!(values(&verified, "PrincipalTag:costCentre"), ["4100"]);
    assert_eq!(values(&verified, "TransitiveTagKeys"), ["department"]);
    assert!(values(&verified, "SourceIdentity").is_empty());
    assert!(verified.subject.format.ends_with(":persistent"));
    assert_eq!(verified.session_until, None);

    let dario = home.signed_in("dario").await;
    let verified = judged(&home, &home.company.open_console(&dario).await.unwrap())
        .await
        .unwrap();
    assert_eq!(
        values(&verified, "Role"),
        [
            role(FINANCE, "CompanyAnalyst"),
            role(MANAGEMENT, "CompanyDeveloper"),
            role(MANAGEMENT, "CompanyOnCall"),
        ]
    );
    // The mistake to be found.
    let farid = home.signed_in("farid").await;
    let verified = judged(&home, &home.company.open_console(&farid).await.unwrap())
        .await
        .unwrap();
    assert_eq!(values(&verified, "Role"), [role(MANAGEMENT, "companysupport")]);
    // Somebody without a role is not sent there.
    let gita = home.signed_in("gita").await;
    let refusal = refused(home.company.open_console(&gita).await);
    assert!(matches!(refusal, CompanyError::AccessDenied(_)));
    let nobody = Caller::default();
    assert!(matches!(
        refused(home.company.open_console(&nobody).await),
        CompanyError::NotSignedIn
    ));
}

#[tokio::test]
async fn settings_are_in_what_is_said() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let elena = home.signed_in("elena").await;
    for signed in [SignedElement::Assertion, SignedElement::Response, SignedElement::Both] {
        let settings = SamlSettings {
            relay_state: "https://console.aws.amazon.com/s3/home".to_owned(),
            signed,
            name_id: NameIdFormat::Email,
            session_name: SessionNameSource::UserName,
            session_seconds: None,
            source_identity: true,
            session_end: true,
            ..SamlSettings::default()
        };
        home.company.set_saml(&admin, settings).await.unwrap();
        let form = home.company.open_console(&elena).await.unwrap();
        assert_eq!(form.relay_state, "https://console.aws.amazon.com/s3/home");
        let verified = judged(&home, &form).await.unwrap();
        assert_eq!(format!("{:?}", verified.signed), format!("{signed:?}"));
        assert_eq!(verified.subject.value, "elena@anycompany.example");
        assert_eq!(values(&verified, "RoleSessionName"), ["elena"]);
        assert_eq!(values(&verified, "SourceIdentity"), ["elena"]);
        assert!(values(&verified, "SessionDuration").is_empty());
        assert!(verified.session_until.is_some());
    }
    home.company
        .set_session_tags(&admin, &SessionTagsForm { tags: Vec::new() })
        .await
        .unwrap();
    let verified = judged(&home, &home.company.open_console(&elena).await.unwrap())
        .await
        .unwrap();
    assert!(values(&verified, "PrincipalTag:department").is_empty());
    assert!(values(&verified, "TransitiveTagKeys").is_empty());
    for (wrong, field) in [
        (
            SamlSettings {
                session_seconds: Some(899),
                ..SamlSettings::default()
            },
            "sessionSeconds",
        ),
        (
            SamlSettings {
                acs: "http://signin.aws.amazon.com/saml".to_owned(),
                ..SamlSettings::default()
            },
            "acs",
        ),
        (
            SamlSettings {
                audience: " ".to_owned(),
                ..SamlSettings::default()
            },
            "audience",
        ),
    ] {
        let refusal = refused(home.company.set_saml(&admin, wrong).await);
        assert_eq!(refusal.body().field.as_deref(), Some(field));
    }
}

#[tokio::test]
async fn every_fault_is_what_it_says() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let carla = home.signed_in("carla").await;
    let before = home.company.open_console(&carla).await.unwrap();
    for fault in Fault::ALL {
        // What is sent once more is a right one.
        switch(&home, &admin, &[]).await;
        home.company.open_console(&carla).await.unwrap();
        switch(&home, &admin, &[fault]).await;
        let page = home.company.page(&carla).await.unwrap();
        assert_eq!(page.faults, [fault], "everybody sees it");
        let form = home.company.open_console(&carla).await.unwrap();
        assert_eq!(form.action, ACS, "{fault:?}: it is still sent to AWS");
        let verdict = judged(&home, &form).await;
        match fault {
            Fault::Unsigned => assert_eq!(verdict, Err(Refusal::NotSigned)),
            Fault::OldKey => assert!(matches!(verdict, Err(Refusal::UntrustedKey { .. })), "{verdict:?}"),
            Fault::WrongAudience => assert!(matches!(verdict, Err(Refusal::Audience { .. })), "{verdict:?}"),
            Fault::WrongRecipient => assert!(matches!(verdict, Err(Refusal::Destination { .. })), "{verdict:?}"),
            Fault::Expired => assert!(matches!(verdict, Err(Refusal::TooOld { .. })), "{verdict:?}"),
            Fault::Future => assert_eq!(verdict, Err(Refusal::IssuedInFuture)),
            Fault::TwoAssertions | Fault::Wrapped => {
                assert_eq!(verdict, Err(Refusal::AssertionCount(2)), "{fault:?}");
            }
            Fault::Replayed => {
                // Well made, and the one before it: whoever remembers ids refuses it.
                let [first, second] = [
                    verdict.unwrap(),
                    judged(&home, &home.company.open_console(&carla).await.unwrap())
                        .await
                        .unwrap(),
                ];
                assert_eq!(first.assertion_id, second.assertion_id);
            }
            Fault::RoleCase => {
                let verified = verdict.unwrap();
                assert_eq!(values(&verified, "Role"), [role(FINANCE, "companyanalyst")]);
            }
            Fault::NoSessionName => assert!(values(&verdict.unwrap(), "RoleSessionName").is_empty()),
            Fault::OverLong => assert_eq!(values(&verdict.unwrap(), "SessionDuration"), ["86400"]),
            // These are in tokens only.
            Fault::TokenExpired | Fault::TokenAudience | Fault::TokenIssuer => {
                assert_eq!(
                    values(&verdict.unwrap(), "RoleSessionName"),
                    ["carla@anycompany.example"]
                );
            }
        }
        // The log says what was wrong with it, except that nothing new is in it for a replay.
        let log = home.company.issued(&admin).await.unwrap();
        let expected: &[Fault] = if fault.is_of_tokens() { &[] } else { &[fault] };
        if fault != Fault::Replayed {
            assert_eq!(log[0].faults, expected);
        }
    }
    switch(&home, &admin, &[]).await;
    let after = home.company.open_console(&carla).await.unwrap();
    assert!(judged(&home, &after).await.is_ok());
    assert_ne!(before, after);
}

#[tokio::test]
async fn several_faults_are_in_one_response() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    switch(&home, &admin, &[Fault::RoleCase, Fault::NoSessionName, Fault::OverLong]).await;
    let verified = judged(&home, &home.company.open_console(&admin).await.unwrap())
        .await
        .unwrap();
    assert_eq!(values(&verified, "Role"), [role(MANAGEMENT, "companyadministrator")]);
    assert!(values(&verified, "RoleSessionName").is_empty());
    assert_eq!(values(&verified, "SessionDuration"), ["86400"]);
}

#[tokio::test]
async fn the_log_is_readable_and_only_for_administrators() {
    let home = Home::new().await;
    let admin = home.signed_in("hugo").await;
    let carla = home.signed_in("carla").await;
    home.company.open_console(&carla).await.unwrap();
    let log = home.company.issued(&admin).await.unwrap();
    assert_eq!(
        (log[0].user_name.as_str(), log[0].audience.as_str()),
        ("carla", AUDIENCE)
    );
    let entry = home.company.issued_one(&admin, log[0].id).await.unwrap();
    assert!(entry.readable.contains("RoleSessionName"), "{}", entry.readable);
    assert!(entry.readable.lines().count() > 20);
    for password in [home.password("carla").await, home.password("hugo").await] {
        assert!(!entry.readable.contains(&password));
    }
    assert!(matches!(
        refused(home.company.issued(&carla).await),
        CompanyError::AccessDenied(_)
    ));
    assert!(matches!(
        refused(home.company.set_faults(&carla, &FaultsForm { on: Vec::new() }).await),
        CompanyError::AccessDenied(_)
    ));
    // Nothing of it lies in the file in clear.
    let bytes = std::fs::read(home.folder.path().join("company.db-wal")).unwrap();
    let found = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
    assert!(!found(b"saml2:Assertion"));
    assert!(found(b"carla"), "the right file was looked at");
}

/// Core 3.4.1: a relying party may want the person to sign in although somebody is in, or nobody to be asked.
#[tokio::test]
async fn a_relying_party_says_whether_the_person_is_asked() {
    let home = Home::new().await;
    let hugo = home.signed_in("hugo").await;
    let center = IdentityCenterSettings {
        audience: "https://us-east-1.signin.aws/platform/saml/d-1".to_owned(),
        acs: "https://us-east-1.signin.aws/platform/saml/acs/1".to_owned(),
        ..IdentityCenterSettings::default()
    };
    home.company.set_identity_center(&hugo, center.clone()).await.unwrap();
    let request = |force_authn, is_passive| {
        let request = AuthnRequest {
            id: "_request".to_owned(),
            issuer: center.audience.clone(),
            destination: None,
            acs: Some(center.acs.clone()),
            issued_at: home.clock.now(),
            name_id_format: None,
            force_authn,
            is_passive,
        };
        SignOnRequest {
            saml_request: post::encode(&request.write()),
            relay_state: "there".to_owned(),
        }
    };
    let nobody = Caller::default();
    let asked = async |browser, force, passive| home.company.sign_on(browser, request(force, passive)).await;
    for passive in [false, true] {
        let hop = asked(&hugo, false, passive).await.unwrap().body;
        assert!(matches!(hop, CompanyHop::Form { .. }));
    }
    assert_eq!(asked(&nobody, false, false).await.unwrap().body, CompanyHop::SignIn {});
    for (browser, force) in [(&nobody, false), (&hugo, true)] {
        let refusal = refused(asked(browser, force, true).await);
        assert!(matches!(refusal, CompanyError::RequestRefused(_)));
    }
    let forced = asked(&hugo, true, false).await.unwrap();
    assert_eq!(forced.body, CompanyHop::SignIn {});
    let mut browser = Caller {
        session: hugo.session.clone(),
        attempt: None,
    };
    follow(&forced, &mut browser);
    assert!(home.company.page(&browser).await.unwrap().identity.is_none());
    // Only that browser is asked.
    assert!(home.company.page(&hugo).await.unwrap().identity.is_some());
}
