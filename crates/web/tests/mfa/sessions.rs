//! Devices and sessions: how a session began is part of it, and who may touch whose devices.

use crate::common::devices::{add_app, challenged, create, listed, offered, signed_in, step_now, try_code};
use crate::common::{MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _, password_of};
use serde_json::{Value, json};

#[tokio::test]
async fn registering_a_device_does_not_upgrade_a_session() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let app = add_app(&machine, &mut alice, "phone").await;
    for path in ["/api/session", "/api/security-credentials"] {
        assert_eq!(alice.get(path).await.body["sessionMfa"], Value::Null, "{path}");
    }
    let (mut again, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    machine.pass(7);
    try_code(&mut again, &device, &app.code(step_now(&machine)))
        .await
        .must_step("signed-in");
    let expected = json!({
        "serial": app.serial, "kind": "virtual", "at": "2026-03-01T12:00:37Z", "userVerified": false,
    });
    for path in ["/api/session", "/api/security-credentials"] {
        assert_eq!(again.get(path).await.body["sessionMfa"], expected, "{path}");
    }
    // Hours later it still says when, and the older session still says nothing.
    machine.pass(3600);
    assert_eq!(again.get("/api/session").await.body["sessionMfa"], expected);
    assert_eq!(alice.get("/api/session").await.body["sessionMfa"], Value::Null);
    assert_eq!(alice.get("/api/session").await.body["rootMfaDaysLeft"], Value::Null);
}

#[tokio::test]
async fn removing_ones_own_device_asks_for_the_password_and_ends_other_sessions() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut other = signed_in(&machine, MANAGEMENT, "alice").await;
    let app = add_app(&machine, &mut alice, "phone").await;
    let mut person = machine.person().await;
    let password = person.password("alice").await;
    let path = format!("/api/mfa/devices/{}/deactivate", app.id);
    for wrong in ["", "Not-The-Password-1"] {
        let refused = alice.post(&path, json!({ "password": wrong })).await;
        refused.must_blame("password");
    }
    // The administrator's route is no way around the password.
    let around = alice.delete(&format!("/api/users/alice/mfa/{}", app.id)).await;
    around.must_refuse(403, "ACCESS_DENIED");
    assert_eq!(listed(&mut alice).await.len(), 1);
    assert!(other.signed_in().await);
    let unknown = "/api/mfa/devices/00000000-0000-4000-8000-000000000000/deactivate";
    let refused = alice.post(unknown, json!({ "password": password })).await;
    refused.must_refuse(404, "NO_SUCH_ENTITY");

    assert_eq!(alice.post(&path, json!({ "password": password })).await.status, 204);
    assert!(listed(&mut alice).await.is_empty());
    assert!(alice.signed_in().await, "this session goes on");
    assert!(!other.signed_in().await, "the others end");
    let refused = alice.post(&path, json!({ "password": password })).await;
    refused.must_refuse(404, "NO_SUCH_ENTITY");
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let mail = person.get("/desk/mail").await;
    assert!(mail.body["messages"].as_array().unwrap().is_empty(), "{mail:?}");
}

#[tokio::test]
async fn wrong_passwords_at_a_removal_count_with_those_at_sign_in() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let password = password_of(&machine.world().await, "alice").await;
    let app = add_app(&machine, &mut alice, "phone").await;
    let path = format!("/api/mfa/devices/{}/deactivate", app.id);
    for _ in 0..5 {
        alice
            .post(&path, json!({ "password": "Not-The-Password-1" }))
            .await
            .must_blame("password");
    }
    alice.post(&path, json!({ "password": password })).await.must_wait(30);
    alice.another().iam(MANAGEMENT, "alice", &password).await.must_wait(30);
    machine.pass(30);
    assert_eq!(alice.post(&path, json!({ "password": password })).await.status, 204);
}

#[tokio::test]
async fn a_root_device_that_is_removed_is_told_by_mail() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let password = person.password(MANAGEMENT_ROOT).await;
    person.sign_in_root(MANAGEMENT_ROOT, &password).await;
    let mut other = machine.root(MANAGEMENT_ROOT).await;
    let app = add_app(&machine, &mut person, "phone").await;
    let path = format!("/api/mfa/devices/{}/deactivate", app.id);
    person
        .post(&path, json!({ "password": "Not-The-Password-1" }))
        .await
        .must_blame("password");
    let mail = person.get("/desk/mail").await;
    assert!(mail.body["messages"].as_array().unwrap().is_empty(), "{mail:?}");
    assert_eq!(person.post(&path, json!({ "password": password })).await.status, 204);
    let mail = person.newest_mail().await;
    assert_eq!(
        (mail.text("to"), mail.text("from"), mail.text("subject")),
        (
            MANAGEMENT_ROOT,
            "no-reply@signin.aws",
            "An MFA device was removed from your root user"
        )
    );
    assert!(
        mail.text("body").contains(&format!("phone ({})", app.serial)),
        "{mail:?}"
    );
    assert!(person.signed_in().await && !other.signed_in().await);
    // The first device's own name is free again.
    let next = add_app(&machine, &mut person, "phone-2").await;
    assert_eq!(next.serial, app.serial);
}

#[tokio::test]
async fn an_iam_user_reaches_nobody_elses_devices() {
    let machine = Machine::new();
    let mut erin = signed_in(&machine, MANAGEMENT, "erin").await;
    let erins = add_app(&machine, &mut erin, "erins-phone").await;
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let roots = add_app(&machine, &mut root, "roots-phone").await;
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let alices = add_app(&machine, &mut alice, "alices-phone").await;
    let password = password_of(&machine.world().await, "alice").await;
    let id = alice.account_id().await;

    for user in ["erin", "nobody-at-all", "dave"] {
        for (method, path, action) in [
            ("GET", format!("/api/users/{user}/mfa"), "iam:ListMFADevices"),
            (
                "DELETE",
                format!("/api/users/{user}/mfa/{}", erins.id),
                "iam:DeactivateMFADevice",
            ),
        ] {
            let refused = alice.send(method, &path, &Value::Null).await;
            refused.must_refuse(403, "ACCESS_DENIED");
            assert_eq!(
                refused.text("message"),
                format!(
                    "User: arn:aws:iam::{id}:user/alice is not authorized to perform: {action} on resource: arn:aws:iam::{id}:user/{user} because no identity-based policy allows the {action} action"
                )
            );
        }
    }
    let now = step_now(&machine);
    for foreign in [&erins, &roots] {
        let base = format!("/api/mfa/devices/{}", foreign.id);
        let codes = json!({ "code1": foreign.code(now - 1), "code2": foreign.code(now) });
        let answers = [
            alice.post(&format!("{base}/resync"), codes).await,
            alice
                .post(&format!("{base}/deactivate"), json!({ "password": password }))
                .await,
        ];
        for refused in answers {
            refused.must_refuse(404, "NO_SUCH_ENTITY");
            assert!(!refused.body.to_string().contains(&foreign.name), "{refused:?}");
        }
    }
    // Her own she sees and looks after.
    let own = alice.get("/api/users/alice/mfa").await;
    assert_eq!(own.body["devices"], json!(listed(&mut alice).await));
    machine.pass(30);
    let now = step_now(&machine);
    let codes = json!({ "code1": alices.code(now - 1), "code2": alices.code(now) });
    let path = format!("/api/mfa/devices/{}/resync", alices.id);
    let synchronized = alice.post(&path, codes.clone()).await;
    assert_eq!(synchronized.status, 204, "{synchronized:?}");
    alice.post(&path, codes).await.must_refuse(422, "MFA_CODE_USED");

    // Root does both, in the own account only, and each device by its owner's name only.
    let list = root.get("/api/users/erin/mfa").await;
    assert_eq!(list.body["devices"][0]["serial"], json!(erins.serial));
    for (path, status) in [
        (format!("/api/users/alice/mfa/{}", erins.id), 404),
        ("/api/users/frank/mfa".to_owned(), 404),
        (format!("/api/users/erin/mfa/{}", roots.id), 404),
        (format!("/api/users/erin/mfa/{}", erins.id), 204),
        (format!("/api/users/erin/mfa/{}", erins.id), 404),
    ] {
        let answer = if path.ends_with("/mfa") {
            root.get(&path).await
        } else {
            root.delete(&path).await
        };
        assert_eq!(answer.status, status, "{path}: {answer:?}");
    }
    assert!(!erin.signed_in().await, "a removal ends the user's sessions");
    assert!(root.signed_in().await && alice.signed_in().await);
    let kinds = |users: &Value, name: &str| {
        let users = users["users"].as_array().unwrap();
        users.iter().find(|user| user["userName"] == name).unwrap()["mfa"].clone()
    };
    let users = root.get("/api/users").await;
    assert_eq!(kinds(&users.body, "alice"), json!(["virtual"]));
    assert_eq!(kinds(&users.body, "erin"), json!([]));
    assert_eq!(kinds(&users.body, "kim"), json!(["virtual", "passkey"]));
    assert_eq!(kinds(&users.body, "leo"), json!(["hardware"]));
}

#[tokio::test]
async fn signed_out_there_is_nothing_to_register_or_to_look_after() {
    let machine = Machine::new();
    let mut browser = machine.browser().await;
    let id = "00000000-0000-4000-8000-000000000000";
    create(&mut browser, "phone").await.must_refuse(401, "NOT_SIGNED_IN");
    let codes = json!({ "code1": "123456", "code2": "123456" });
    let mut named = codes.clone();
    named["deviceName"] = json!("phone");
    let mut token = named.clone();
    token["serialNumber"] = json!("VEST00000000");
    for (path, form) in [
        ("session/virtual/enable".to_owned(), named),
        ("session/hardware".to_owned(), token),
        ("session/passkey/start".to_owned(), json!({ "deviceName": "key" })),
        ("session/passkey/finish".to_owned(), json!({ "credential": {} })),
        (format!("devices/{id}/resync"), codes),
        (format!("devices/{id}/deactivate"), json!({ "password": "x" })),
    ] {
        let refused = browser.post(&format!("/api/mfa/{path}"), form).await;
        refused.must_refuse(401, "NOT_SIGNED_IN");
    }
    // Inside a sign-in that does not ask for it neither.
    let start = browser
        .post("/api/mfa/sign-in/passkey/start", json!({ "deviceName": "key" }))
        .await;
    start.must_refuse(409, "ATTEMPT_EXPIRED");
}
