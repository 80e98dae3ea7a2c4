#![allow(clippy::unwrap_used, reason = "tests")]
use super::*;
use crate::account::AccountStatus;
use crate::ids::UserId;
use crate::names::{AccountAlias, AccountName, EmailAddress, UserName};

const LOGIN_TO: &str = "https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true";

fn account(alias: Option<&str>) -> Account {
    Account {
        id: AccountId::parse("111122223333").unwrap(),
        name: AccountName::parse("AnyCompany").unwrap(),
        email: EmailAddress::parse("root@anycompany.example").unwrap(),
        alias: alias.map(|alias| AccountAlias::parse(alias).unwrap()),
        status: AccountStatus::Active,
        is_management: true,
        created_at: Timestamp::UNIX_EPOCH,
    }
}

fn context(region: &str) -> EventContext {
    EventContext {
        time: "2026-11-24T10:00:00.5Z".parse().unwrap(),
        event_id: Uuid::nil(),
        region: region.to_owned(),
        source_ip: "127.0.0.1".to_owned(),
        user_agent: "Browser/1".to_owned(),
        account: account(None).id,
        host: "signin.aws.amazon.com".to_owned(),
    }
}

fn alice() -> Principal {
    Principal::IamUser {
        account: account(None).id,
        user: UserId::stored("AIDAEXAMPLEEXAMPLE234".to_owned()),
        name: UserName::parse("alice").unwrap(),
    }
}

fn root() -> Principal {
    Principal::Root {
        account: account(None).id,
    }
}

/// Everything of a sign-in record but its identity, error, elements and additional data.
fn envelope(name: &str, identity: &str, region: &str, error: &str, elements: &str, additional: &str) -> String {
    format!(
        r#"{{"eventVersion":"1.11","userIdentity":{identity},"eventTime":"2026-11-24T10:00:00Z","eventSource":"signin.amazonaws.com","eventName":"{name}","awsRegion":"{region}","sourceIPAddress":"127.0.0.1","userAgent":"Browser/1",{error}"requestParameters":null,"responseElements":{{"{name}":"{elements}"}},{additional}"eventID":"00000000-0000-0000-0000-000000000000","readOnly":false,"eventType":"AwsConsoleSignIn","managementEvent":true,"recipientAccountId":"111122223333","eventCategory":"Management","tlsDetails":{{"tlsVersion":"TLSv1.3","cipherSuite":"TLS_AES_128_GCM_SHA256","clientProvidedHostHeader":"signin.aws.amazon.com"}}}}"#
    )
}

const DATA: &str = r#""additionalEventData":{"LoginTo":"https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true","MobileVersion":"No","MFAUsed":"No"},"#;

fn text(record: &EventRecord) -> String {
    serde_json::to_string(record).unwrap()
}

#[test]
fn console_login_of_an_iam_user() {
    let record = console_login_success(
        &context("us-east-2"),
        &EventIdentity::of(&alice(), &account(None)),
        None,
        LOGIN_TO,
    );
    let identity = r#"{"type":"IAMUser","principalId":"AIDAEXAMPLEEXAMPLE234","arn":"arn:aws:iam::111122223333:user/alice","accountId":"111122223333","userName":"alice"}"#;
    assert_eq!(
        text(&record),
        envelope("ConsoleLogin", identity, "us-east-2", "", "Success", DATA)
    );
    assert_eq!(
        (record.user_name(), record.outcome()),
        (Some("alice"), Outcome::Success)
    );
}

#[test]
fn console_login_of_root_names_the_alias() {
    let plain = r#"{"type":"Root","principalId":"111122223333","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333","accessKeyId":""}"#;
    let record = console_login_success(
        &context("us-east-1"),
        &EventIdentity::of(&root(), &account(None)),
        None,
        LOGIN_TO,
    );
    assert_eq!(
        text(&record),
        envelope("ConsoleLogin", plain, "us-east-1", "", "Success", DATA)
    );
    let named = plain.replace(r#""accessKeyId":""}"#, r#""accessKeyId":"","userName":"anycompany"}"#);
    let record = console_login_success(
        &context("us-east-1"),
        &EventIdentity::of(&root(), &account(Some("anycompany"))),
        None,
        LOGIN_TO,
    );
    assert_eq!(
        text(&record),
        envelope("ConsoleLogin", &named, "us-east-1", "", "Success", DATA)
    );
}

#[test]
fn failures() {
    let error = r#""errorMessage":"Failed authentication","#;
    let who = FailureIdentity::IamUser {
        user: UserId::stored("AIDAEXAMPLEEXAMPLE234".to_owned()),
        name: UserName::parse("alice").unwrap(),
    };
    let identity = r#"{"type":"IAMUser","principalId":"AIDAEXAMPLEEXAMPLE234","accountId":"111122223333","accessKeyId":"","userName":"alice"}"#;
    let record = console_login_failure(&context("us-east-1"), &who, false, LOGIN_TO);
    assert_eq!(
        text(&record),
        envelope("ConsoleLogin", identity, "us-east-1", error, "Failure", DATA)
    );

    let identity =
        r#"{"type":"IAMUser","accountId":"111122223333","accessKeyId":"","userName":"HIDDEN_DUE_TO_SECURITY_REASONS"}"#;
    let error_unknown = r#""errorMessage":"No username found in supplied account","#;
    let record = console_login_failure(&context("us-east-1"), &FailureIdentity::UnknownUser, false, LOGIN_TO);
    assert_eq!(
        text(&record),
        envelope("ConsoleLogin", identity, "us-east-1", error_unknown, "Failure", DATA)
    );

    let identity = r#"{"type":"Root","principalId":"111122223333","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333","accessKeyId":""}"#;
    let record = console_login_failure(&context("us-east-1"), &FailureIdentity::Root, false, LOGIN_TO);
    assert_eq!(
        text(&record),
        envelope("ConsoleLogin", identity, "us-east-1", error, "Failure", DATA)
    );
    assert_eq!(record.outcome(), Outcome::Failure);
}

#[test]
fn root_password_events() {
    let identity = r#"{"type":"Root","principalId":"111122223333","arn":"arn:aws:iam::111122223333:root","accountId":"111122223333","accessKeyId":""}"#;
    let who = EventIdentity::of(&root(), &account(None));
    for (name, record) in [
        ("PasswordUpdated", password_updated(&context("us-east-1"), &who)),
        (
            "PasswordRecoveryRequested",
            password_recovery_requested(&context("us-east-1"), &who),
        ),
        (
            "PasswordRecoveryCompleted",
            password_recovery_completed(&context("us-east-1"), &who),
        ),
    ] {
        assert_eq!(text(&record), envelope(name, identity, "us-east-1", "", "Success", ""));
    }
}

#[test]
fn an_iam_call() {
    let started = "2026-11-24T09:00:00Z".parse().unwrap();
    let record = api_call(
        &context("us-east-1"),
        "CreateUser",
        &EventIdentity::of(&alice(), &account(None)),
        Some(SessionContext { started, mfa: false }),
        json!({"userName": "bob"}),
        Value::Null,
    );
    let value: Value = serde_json::to_value(&record).unwrap();
    assert_eq!(value["eventSource"], "iam.amazonaws.com");
    assert_eq!(value["eventType"], "AwsApiCall");
    assert_eq!(value["requestParameters"]["userName"], "bob");
    assert_eq!(value["responseElements"], Value::Null);
    assert_eq!(
        value["userIdentity"]["sessionContext"]["attributes"],
        json!({"creationDate": "2026-11-24T09:00:00Z", "mfaAuthenticated": "false"})
    );
}

#[test]
fn regions() {
    assert_eq!(sign_in_region(SignInKind::Root, true, Some("eu-west-1")), "us-east-1");
    assert_eq!(sign_in_region(SignInKind::IamUser, false, None), "us-east-1");
    assert_eq!(sign_in_region(SignInKind::IamUser, true, None), "us-east-2");
    assert_eq!(
        sign_in_region(SignInKind::IamUser, true, Some("eu-west-1")),
        "eu-west-1"
    );
}

#[test]
fn mfa_is_named_where_it_was_used() {
    let serial = "arn:aws:iam::111122223333:mfa/phone";
    let record = console_login_success(
        &context("us-east-1"),
        &EventIdentity::of(&alice(), &account(None)),
        Some(serial),
        LOGIN_TO,
    );
    let data = serde_json::to_value(&record).unwrap()["additionalEventData"].clone();
    assert_eq!(
        data,
        json!({ "LoginTo": LOGIN_TO, "MobileVersion": "No", "MFAUsed": "Yes", "MFAIdentifier": serial })
    );
}

#[test]
fn check_mfa_golden() {
    let Principal::IamUser { user, name, .. } = alice() else {
        unreachable!()
    };
    let record = serde_json::to_value(check_mfa(&context("us-east-1"), &user, &name, "Multiple MFA Devices")).unwrap();
    assert_eq!(record["eventName"], "CheckMfa");
    assert_eq!(record["readOnly"], true);
    assert_eq!(record["requestParameters"], Value::Null);
    assert_eq!(record["responseElements"], json!({ "CheckMfa": "Success" }));
    assert_eq!(
        record["additionalEventData"],
        json!({ "MfaType": "Multiple MFA Devices" })
    );
    assert_eq!(
        record["userIdentity"],
        json!({ "type": "IAMUser", "principalId": user, "accountId": "111122223333", "accessKeyId": "", "userName": "alice" })
    );
    assert!(record.get("errorMessage").is_none());
}
