//! What the event history says of second factors, record by record.

use crate::common::devices::{
    App, Key, add_app, add_key, ask_key, challenged, offered, signed_in, step_now, try_code, try_key,
};
use crate::common::{Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _, password_of};
use serde_json::{Value, json};

const LABS_ROOT: &str = "labs-root@anycompany.example";
const LOGIN_TO: &str = "https://console.aws.amazon.com/console/home?state=hashArgs%23&isauthcode=true";

/// The records since the last look, oldest first, without the ids that are drawn.
struct History {
    root: Browser,
    seen: usize,
}

impl History {
    async fn of(root: Browser) -> Self {
        let mut history = Self { root, seen: 0 };
        history.since().await;
        history
    }

    async fn since(&mut self) -> Vec<Value> {
        let mut events = self.root.events().await;
        events.reverse();
        let new = events.split_off(self.seen);
        self.seen += new.len();
        let scrubbed = new.into_iter().map(|event| {
            let mut record = event["record"].clone();
            let id = record["eventID"].take();
            assert_eq!(id.as_str().map(str::len), Some(36), "{record}");
            assert_eq!(event["id"], id);
            record
        });
        scrubbed.collect()
    }
}

fn names(records: &[Value]) -> Vec<&str> {
    records
        .iter()
        .map(|record| record["eventName"].as_str().unwrap())
        .collect()
}

/// A record of the sign-in service.
fn sign_in(name: &str, outcome: &str, who: &Value, account: &str, time: &str, data: &Value) -> Value {
    let mut elements = json!({});
    elements[name] = json!(outcome);
    let mut record = json!({
        "eventVersion": "1.11",
        "userIdentity": who,
        "eventTime": time,
        "eventSource": "signin.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "127.0.0.1",
        "userAgent": "",
        "requestParameters": null,
        "responseElements": elements,
        "additionalEventData": data,
        "eventID": null,
        "readOnly": name == "CheckMfa",
        "eventType": "AwsConsoleSignIn",
        "managementEvent": true,
        "recipientAccountId": account,
        "eventCategory": "Management",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": "signin.aws.amazon.com",
        },
    });
    if outcome == "Failure" {
        record["errorMessage"] = json!("Failed authentication");
    }
    record
}

/// A record of IAM.
fn call(name: &str, who: &Value, account: &str, time: &str, parameters: &Value, response: &Value) -> Value {
    json!({
        "eventVersion": "1.11",
        "userIdentity": who,
        "eventTime": time,
        "eventSource": "iam.amazonaws.com",
        "eventName": name,
        "awsRegion": "us-east-1",
        "sourceIPAddress": "127.0.0.1",
        "userAgent": "",
        "requestParameters": parameters,
        "responseElements": response,
        "eventID": null,
        "readOnly": false,
        "eventType": "AwsApiCall",
        "managementEvent": true,
        "recipientAccountId": account,
        "eventCategory": "Management",
        "tlsDetails": {
            "tlsVersion": "TLSv1.3", "cipherSuite": "TLS_AES_128_GCM_SHA256",
            "clientProvidedHostHeader": "iam.amazonaws.com",
        },
    })
}

fn in_session(who: &Value, began: &str, mfa: &str) -> Value {
    let mut who = who.clone();
    who["sessionContext"] = json!({ "attributes": { "creationDate": began, "mfaAuthenticated": mfa } });
    who
}

#[tokio::test]
async fn an_iam_users_device_from_its_registration_to_its_end() {
    let machine = Machine::new();
    let mut history = History::of(machine.root(MANAGEMENT_ROOT).await).await;
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let id = alice.account_id().await;
    history.since().await;
    machine.pass(10);
    let app = add_app(&machine, &mut alice, "phone").await;
    let user_id = {
        let users = history.root.get("/api/users?search=alice").await;
        users.body["users"][0]["userId"].as_str().unwrap().to_owned()
    };
    let full = json!({
        "type": "IAMUser", "principalId": user_id, "arn": format!("arn:aws:iam::{id}:user/alice"),
        "accountId": id, "userName": "alice",
    });
    let began = "2026-03-01T12:00:00Z";
    let who = in_session(&full, began, "false");
    let own = json!({ "userName": "alice", "serialNumber": app.serial });
    let time = "2026-03-01T12:00:10Z";
    assert_eq!(
        history.since().await,
        [
            call(
                "CreateVirtualMFADevice",
                &who,
                &id,
                time,
                &json!({ "virtualMFADeviceName": "phone" }),
                &json!({ "virtualMFADevice": { "serialNumber": app.serial } }),
            ),
            call("EnableMFADevice", &who, &id, time, &own, &Value::Null),
        ]
    );

    // A wrong code and a right one: that MFA was asked for, that it was failed, that it was passed.
    let (mut browser, step, password) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    let wrong = app.wrong(step_now(&machine));
    try_code(&mut browser, &device, &wrong).await;
    machine.pass(5);
    try_code(&mut browser, &device, &app.code(step_now(&machine)))
        .await
        .must_step("signed-in");
    let brief = json!({
        "type": "IAMUser", "principalId": user_id, "accountId": id, "accessKeyId": "", "userName": "alice",
    });
    let failed = json!({ "LoginTo": LOGIN_TO, "MobileVersion": "No", "MFAUsed": "Yes" });
    let mut passed = failed.clone();
    passed["MFAIdentifier"] = json!(app.serial);
    let (asked, time) = ("2026-03-01T12:00:40Z", "2026-03-01T12:00:45Z");
    assert_eq!(
        history.since().await,
        [
            sign_in(
                "CheckMfa",
                "Success",
                &brief,
                &id,
                asked,
                &json!({ "MfaType": "Virtual MFA" })
            ),
            sign_in("ConsoleLogin", "Failure", &brief, &id, asked, &failed),
            sign_in("ConsoleLogin", "Success", &full, &id, time, &passed),
        ]
    );

    // In a session that began with it.
    machine.pass(60);
    let now = step_now(&machine);
    let path = format!("/api/mfa/devices/{}", app.id);
    let codes = json!({ "code1": app.code(now - 1), "code2": app.code(now) });
    assert_eq!(browser.post(&format!("{path}/resync"), codes).await.status, 204);
    let form = json!({ "password": password });
    assert_eq!(browser.post(&format!("{path}/deactivate"), form).await.status, 204);
    let who = in_session(&full, time, "true");
    let time = "2026-03-01T12:01:45Z";
    let serial = json!({ "serialNumber": app.serial });
    assert_eq!(
        history.since().await,
        [
            call("ResyncMFADevice", &who, &id, time, &own, &Value::Null),
            call("DeactivateMFADevice", &who, &id, time, &own, &Value::Null),
            call("DeleteVirtualMFADevice", &who, &id, time, &serial, &Value::Null),
        ]
    );
}

#[tokio::test]
async fn a_root_users_device_is_aws_root_users() {
    let machine = Machine::new();
    let mut history = History::of(machine.root(MANAGEMENT_ROOT).await).await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let id = root.account_id().await;
    history.since().await;
    let app = add_app(&machine, &mut root, "phone").await;
    assert_eq!(app.serial, format!("arn:aws:iam::{id}:mfa/root-account-mfa-device"));
    let full = json!({
        "type": "Root", "principalId": id, "arn": format!("arn:aws:iam::{id}:root"), "accountId": id,
        "accessKeyId": "", "userName": MANAGEMENT,
    });
    let began = "2026-03-01T12:00:00Z";
    let who = in_session(&full, began, "false");
    let own = json!({ "userName": "AWS ROOT USER", "serialNumber": app.serial });
    assert_eq!(
        history.since().await,
        [
            call(
                "CreateVirtualMFADevice",
                &who,
                &id,
                began,
                &json!({ "virtualMFADeviceName": "phone" }),
                &json!({ "virtualMFADevice": { "serialNumber": app.serial } }),
            ),
            call("EnableMFADevice", &who, &id, began, &own, &Value::Null),
        ]
    );

    let world = machine.world().await;
    let password = password_of(&world, MANAGEMENT_ROOT).await;
    let mut browser = Browser::of(&world);
    let step = browser.root(MANAGEMENT_ROOT, &password).await;
    let device = offered(&step, "virtual");
    let now = step_now(&machine);
    try_code(&mut browser, &device, &app.wrong(now)).await;
    // Synchronizing at the challenge: there is no session to tell of.
    let codes = json!({ "deviceId": device, "code1": app.code(now), "code2": app.code(now + 1) });
    browser.post("/api/sign-in/mfa/resync", codes).await.must_step("mfa");
    machine.pass(30);
    try_code(&mut browser, &device, &app.code(now + 2))
        .await
        .must_step("signed-in");
    let mut brief = full.clone();
    brief.as_object_mut().unwrap().remove("userName");
    let failed = json!({ "LoginTo": LOGIN_TO, "MobileVersion": "No", "MFAUsed": "Yes" });
    let mut passed = failed.clone();
    passed["MFAIdentifier"] = json!(app.serial);
    let (asked, time) = ("2026-03-01T12:00:30Z", "2026-03-01T12:01:00Z");
    assert_eq!(
        history.since().await,
        [
            sign_in("ConsoleLogin", "Failure", &brief, &id, asked, &failed),
            call("ResyncMFADevice", &full, &id, asked, &own, &Value::Null),
            sign_in("ConsoleLogin", "Success", &full, &id, time, &passed),
        ]
    );

    let path = format!("/api/mfa/devices/{}/deactivate", app.id);
    assert_eq!(browser.post(&path, json!({ "password": password })).await.status, 204);
    let who = in_session(&full, time, "true");
    // The history's own session ended with the device; whoever signs in now leaves a record as well.
    let mut again = History {
        root: machine.root(MANAGEMENT_ROOT).await,
        seen: history.seen,
    };
    let serial = json!({ "serialNumber": app.serial });
    let records = again.since().await;
    assert_eq!(
        records[..2],
        [
            call("DeactivateMFADevice", &who, &id, time, &own, &Value::Null),
            call("DeleteVirtualMFADevice", &who, &id, time, &serial, &Value::Null),
        ]
    );
    assert_eq!(names(&records[2..]), ["ConsoleLogin"]);
    assert_eq!(records[2]["additionalEventData"]["MFAUsed"], "No");
}

#[tokio::test]
async fn a_device_registered_while_signing_in_has_no_session_to_tell_of() {
    let machine = Machine::new();
    let world = machine.world().await;
    let password = password_of(&world, LABS_ROOT).await;
    let mut browser = Browser::of(&world);
    browser.root(LABS_ROOT, &password).await.must_step("enrol-mfa");
    let shown = browser
        .post("/api/mfa/sign-in/virtual", json!({ "deviceName": "phone" }))
        .await;
    let app = App::shown(&shown);
    let form = app.form(step_now(&machine) - 1);
    browser.post("/api/mfa/sign-in/virtual/enable", form).await;
    let id = browser.account_id().await;
    let who = json!({
        "type": "Root", "principalId": id, "arn": format!("arn:aws:iam::{id}:root"), "accountId": id,
        "accessKeyId": "", "userName": "anycompany-labs",
    });
    let own = json!({ "userName": "AWS ROOT USER", "serialNumber": app.serial });
    let passed = json!({
        "LoginTo": LOGIN_TO, "MobileVersion": "No", "MFAUsed": "Yes", "MFAIdentifier": app.serial,
    });
    let time = "2026-03-01T12:00:00Z";
    let mut history = History { root: browser, seen: 0 };
    assert_eq!(
        history.since().await,
        [
            call(
                "CreateVirtualMFADevice",
                &who,
                &id,
                time,
                &json!({ "virtualMFADeviceName": "phone" }),
                &json!({ "virtualMFADevice": { "serialNumber": app.serial } }),
            ),
            call("EnableMFADevice", &who, &id, time, &own, &Value::Null),
            sign_in("ConsoleLogin", "Success", &who, &id, time, &passed),
        ]
    );
}

#[tokio::test]
async fn the_kinds_of_devices_are_named_and_each_end_has_its_record() {
    let machine = Machine::new();
    let mut history = History::of(machine.root(MANAGEMENT_ROOT).await).await;
    for (user, kind) in [
        ("ivan", "Virtual MFA"),
        ("judy", "U2F MFA"),
        ("leo", "Hardware MFA"),
        ("kim", "Multiple MFA Devices"),
    ] {
        let (_, step, _) = challenged(&machine, MANAGEMENT, user).await;
        let records = history.since().await;
        assert_eq!(names(&records), ["CheckMfa"], "{user}");
        assert_eq!(records[0]["additionalEventData"], json!({ "MfaType": kind }));
        assert_eq!(records[0]["userIdentity"]["userName"], user);
        // Taken away by the administrator: the last act is a virtual device's only.
        for device in step.body["devices"].as_array().unwrap() {
            let path = format!("/api/users/{user}/mfa/{}", device["id"].as_str().unwrap());
            assert_eq!(history.root.delete(&path).await.status, 204);
            let records = history.since().await;
            let expected: &[&str] = if device["kind"] == "virtual" {
                &["DeactivateMFADevice", "DeleteVirtualMFADevice"]
            } else {
                &["DeactivateMFADevice"]
            };
            assert_eq!(names(&records), expected, "{user}");
            assert_eq!(records[0]["userIdentity"]["type"], "Root");
            assert_eq!(records[0]["requestParameters"]["userName"], user);
            let attributes = &records[0]["userIdentity"]["sessionContext"]["attributes"];
            assert_eq!(attributes["mfaAuthenticated"], "false");
        }
    }
}

#[tokio::test]
async fn keys_waits_and_regions_are_recorded_as_they_are() {
    let machine = Machine::new();
    let mut history = History::of(machine.root(MANAGEMENT_ROOT).await).await;
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut key = Key::default();
    let device = add_key(&mut alice, &mut key, "key").await;
    let app = add_app(&machine, &mut alice, "phone").await;
    let records = history.since().await;
    assert_eq!(
        names(&records),
        [
            "ConsoleLogin",
            "EnableMFADevice",
            "CreateVirtualMFADevice",
            "EnableMFADevice"
        ]
    );
    assert_eq!(
        records[1]["requestParameters"],
        json!({ "userName": "alice", "serialNumber": device["serial"] })
    );

    // At a regional address, with a key that is refused and then passes.
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    browser
        .iam_form(MANAGEMENT, "alice", &password, false, Some("eu-north-1"))
        .await
        .must_step("mfa");
    key.faults.no_presence = true;
    let answer = key.answer(&ask_key(&mut browser).await);
    try_key(&mut browser, &answer).await.must_refuse(422, "MFA_REFUSED");
    key.faults.no_presence = false;
    let answer = key.answer(&ask_key(&mut browser).await);
    try_key(&mut browser, &answer).await.must_step("signed-in");
    let records = history.since().await;
    assert_eq!(names(&records), ["CheckMfa", "ConsoleLogin", "ConsoleLogin"]);
    for record in &records {
        assert_eq!(record["awsRegion"], "eu-north-1", "{record}");
        assert_eq!(
            record["tlsDetails"]["clientProvidedHostHeader"],
            "eu-north-1.signin.aws.amazon.com"
        );
    }
    assert_eq!(records[0]["additionalEventData"]["MfaType"], "Multiple MFA Devices");
    assert_eq!(
        (
            &records[1]["responseElements"]["ConsoleLogin"],
            &records[1]["additionalEventData"]["MFAUsed"]
        ),
        (&json!("Failure"), &json!("Yes"))
    );
    assert_eq!(records[2]["additionalEventData"]["MFAIdentifier"], device["serial"]);

    // Codes that come too early are recorded too; what is no code, or no device of hers, never was an attempt.
    let mut browser = Browser::of(&world);
    browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    for _ in 0..6 {
        try_code(&mut browser, &app.id, &app.wrong(step_now(&machine))).await;
    }
    try_code(&mut browser, &app.id, "12345").await.must_blame("code");
    let records = history.since().await;
    assert_eq!(names(&records[..1]), ["CheckMfa"]);
    assert_eq!(records.len(), 7);
    for record in &records[1..] {
        assert_eq!(record["responseElements"]["ConsoleLogin"], "Failure");
    }
    let all = Value::Array(history.root.events().await).to_string();
    for secret in [&app.wrong(step_now(&machine)), &*app.seed.base32()] {
        assert!(!all.contains(&format!("\"{secret}\"")), "{secret} in the records");
    }
}
