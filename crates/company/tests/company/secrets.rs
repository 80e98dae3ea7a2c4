//! Nothing that opens anything lies in the files in clear.

use serde_json::json;
use vestibule_company::Caller;
use vestibule_company::broker::BrokerForm;
use vestibule_company::scim::ScimForm;
use vestibule_company::sign_in::CompanyStep;

use crate::home::{Home, follow};

#[tokio::test]
async fn what_opens_anything_is_hashed_or_sealed() {
    let home = Home::new().await;
    let hugo = home.signed_in("hugo").await;
    let mut secrets: Vec<(&str, Vec<u8>)> = Vec::new();
    for user in ["carla", "gita", "hugo"] {
        secrets.push(("a password", home.password(user).await.into_bytes()));
    }
    let seed = home.seed("hugo").await;
    secrets.push(("a seed", seed.bytes().to_vec()));
    secrets.push(("a seed in Base32", seed.base32().as_bytes().to_vec()));
    secrets.push(("a session", hugo.session.clone().unwrap().reveal().into_bytes()));
    // Half-way through setting an app up.
    let mut browser = Caller::default();
    follow(
        &home.company.give_user_name(&browser, "gita").await.unwrap(),
        &mut browser,
    );
    let password = home.password("gita").await.into();
    let step = home.company.give_password(&browser, password).await.unwrap();
    follow(&step, &mut browser);
    let CompanyStep::Enrol { secret, .. } = step.body else {
        panic!("{:?}", step.body)
    };
    secrets.push(("a new seed", secret.into_bytes()));
    secrets.push(("an attempt", browser.attempt.unwrap().reveal().into_bytes()));

    let broker: BrokerForm = serde_json::from_value(json!({
        "accessKeyId": "AKIAEXAMPLE", "secretAccessKey": "the-long-term-secret",
        "mode": { "kind": "assume-role", "roleArn": "arn:aws:iam::111122223333:role/CompanyBroker" },
        "credentialsSeconds": null, "consoleSeconds": null, "destination": "https://console.aws.amazon.com/",
    }))
    .unwrap();
    home.company.set_broker(&hugo, broker).await.unwrap();
    secrets.push(("the broker's key", b"the-long-term-secret".to_vec()));
    let scim: ScimForm = serde_json::from_value(json!({
        "endpoint": "https://scim.us-east-1.amazonaws.com/t/scim/v2", "automatic": false, "token": "the-scim-token",
    }))
    .unwrap();
    home.company.set_scim(&hugo, scim).await.unwrap();
    secrets.push(("the provisioning token", b"the-scim-token".to_vec()));
    let form = home.company.open_console(&hugo).await.unwrap();
    secrets.push(("a response", form.saml_response.into_bytes()));
    secrets.push(("a signature", b"SignatureValue".to_vec()));

    let mut seen_a_name = false;
    for entry in std::fs::read_dir(home.folder.path()).unwrap() {
        let path = entry.unwrap().path();
        let bytes = std::fs::read(&path).unwrap();
        let holds = |text: &[u8]| bytes.windows(text.len()).any(|window| window == text);
        seen_a_name |= holds(b"hugo");
        for (what, secret) in &secrets {
            assert!(!holds(secret), "{what} is in {}", path.display());
        }
    }
    assert!(seen_a_name, "the right files were read");
}
