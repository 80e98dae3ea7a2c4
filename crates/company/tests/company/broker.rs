//! The broker: signed requests, and a link.

use serde_json::json;
use vestibule_company::broker::{BrokerForm, BrokerMode};
use vestibule_company::{Caller, CompanyError};

use crate::home::{Home, MANAGEMENT, refused};

const CREDENTIALS: &str = "<AssumeRoleResponse><AssumeRoleResult><AssumedRoleUser><Arn>arn:aws:sts::111122223333:assumed-role/CompanyBroker/hugo</Arn></AssumedRoleUser><Credentials><AccessKeyId>ASIAEXAMPLE</AccessKeyId><SecretAccessKey>c2VjcmV0&amp;</SecretAccessKey><SessionToken>the+token/=</SessionToken><Expiration>2026-03-01T13:00:00Z</Expiration></Credentials></AssumeRoleResult></AssumeRoleResponse>";

fn form(mode: &BrokerMode, console_seconds: Option<u32>) -> BrokerForm {
    serde_json::from_value(json!({
        "accessKeyId": "AKIAEXAMPLE", "secretAccessKey": "long-term-secret", "mode": mode,
        "credentialsSeconds": 900, "consoleSeconds": console_seconds, "destination": "https://console.aws.amazon.com/s3/",
    }))
    .unwrap()
}

fn role() -> BrokerMode {
    BrokerMode::AssumeRole {
        role_arn: format!("arn:aws:iam::{MANAGEMENT}:role/CompanyBroker"),
    }
}

#[tokio::test]
async fn a_link_is_made_the_documented_way() {
    let home = Home::new().await;
    let hugo = home.signed_in("hugo").await;
    assert!(matches!(
        refused(home.company.broker_link(&hugo).await),
        CompanyError::NotConfigured(_)
    ));
    let page = home.company.set_broker(&hugo, form(&role(), Some(1800))).await.unwrap();
    assert!(page.has_secret);
    assert!(!serde_json::to_string(&page).unwrap().contains("long-term-secret"));
    assert!(home.company.broker(&hugo).await.unwrap().is_configured);

    home.network.answer(200, CREDENTIALS);
    home.network.answer(200, r#"{"SigninToken":"tok en"}"#);
    let link = home.company.broker_link(&hugo).await.unwrap();
    assert_eq!(
        link.address,
        "https://signin.aws.amazon.com/federation?Action=login&Issuer=https%3A%2F%2Fsso.anycompany.example%2Fbroker&Destination=https%3A%2F%2Fconsole.aws.amazon.com%2Fs3%2F&SigninToken=tok+en"
    );
    assert_eq!(link.arn, "arn:aws:sts::111122223333:assumed-role/CompanyBroker/hugo");

    let asked = home.network.asked();
    let [sts, federation] = asked.as_slice() else {
        panic!("{asked:?}")
    };
    assert_eq!((sts.method, sts.url.as_str()), ("POST", "https://sts.amazonaws.com/"));
    assert_eq!(
        sts.body,
        "Action=AssumeRole&Version=2011-06-15&RoleArn=arn%3Aaws%3Aiam%3A%3A111122223333%3Arole%2FCompanyBroker&RoleSessionName=hugo&DurationSeconds=900"
    );
    let (_, authorization) = sts.headers.iter().find(|(name, _)| name == "authorization").unwrap();
    assert!(
        authorization.starts_with("AWS4-HMAC-SHA256 Credential=AKIAEXAMPLE/20260301/us-east-1/sts/aws4_request, SignedHeaders=content-type;host;x-amz-date, Signature="),
        "{authorization}"
    );
    assert!(federation.url.starts_with("https://signin.aws.amazon.com/federation?Action=getSigninToken&SessionDuration=1800&Session=%7B%22sessionId%22%3A%22ASIAEXAMPLE%22%2C%22sessionKey%22%3A%22c2VjcmV0%26%22%2C%22sessionToken%22%3A%22the%2Btoken%2F%3D%22%7D"), "{}", federation.url);
}

#[tokio::test]
async fn a_federation_token_is_asked_for_with_a_policy() {
    let home = Home::new().await;
    let hugo = home.signed_in("hugo").await;
    let mode = BrokerMode::FederationToken {
        policy: "{}".to_owned(),
    };
    home.company.set_broker(&hugo, form(&mode, None)).await.unwrap();
    home.network.answer(200, CREDENTIALS);
    home.network.answer(200, r#"{"SigninToken":"t"}"#);
    home.company.broker_link(&hugo).await.unwrap();
    let asked = home.network.asked();
    assert_eq!(
        asked[0].body,
        "Action=GetFederationToken&Version=2011-06-15&Name=hugo&Policy=%7B%7D&DurationSeconds=900"
    );
    assert!(!asked[1].url.contains("SessionDuration"));
}

#[tokio::test]
async fn what_aws_says_is_told() {
    let home = Home::new().await;
    let hugo = home.signed_in("hugo").await;
    home.company.set_broker(&hugo, form(&role(), None)).await.unwrap();
    home.network.answer(
        403,
        "<ErrorResponse><Error><Type>Sender</Type><Code>AccessDenied</Code><Message>User: x is not authorized</Message></Error></ErrorResponse>",
    );
    let body = refused(home.company.broker_link(&hugo).await).body();
    let remote = body.remote.unwrap();
    assert_eq!((remote.status, remote.code.as_str()), (403, "AccessDenied"));
    assert_eq!(remote.message, "User: x is not authorized");
    home.network.answer(200, CREDENTIALS);
    home.network.answer(400, "Invalid credentials parameter");
    let body = refused(home.company.broker_link(&hugo).await).body();
    assert_eq!(body.remote.unwrap().message, "Invalid credentials parameter");
    assert!(matches!(
        refused(home.company.broker_link(&hugo).await),
        CompanyError::Unreachable(_)
    ));
}

#[tokio::test]
async fn people_are_not_sent_to_what_is_no_address() {
    let home = Home::new().await;
    let hugo = home.signed_in("hugo").await;
    let mut wrong = form(&role(), None);
    wrong.settings.destination = "console".to_owned();
    let refusal = refused(home.company.set_broker(&hugo, wrong).await);
    assert_eq!(refusal.body().field.as_deref(), Some("destination"));
    assert!(!home.company.broker(&hugo).await.unwrap().is_configured);
}

#[tokio::test]
async fn the_broker_is_for_its_group() {
    let home = Home::new().await;
    let carla = home.signed_in("carla").await;
    assert!(matches!(
        refused(home.company.broker_link(&carla).await),
        CompanyError::AccessDenied(_)
    ));
    assert!(matches!(
        refused(home.company.broker(&Caller::default()).await),
        CompanyError::NotSignedIn
    ));
    assert!(home.network.asked().is_empty());
}
