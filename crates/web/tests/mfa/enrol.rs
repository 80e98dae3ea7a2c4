//! Registering an authenticator app: names, the secret that is shown once, two codes that follow each other.

use crate::common::devices::{
    App, add_app, challenged, create, enable, listed, offered, signed_in, start_key, step_now, try_code,
};
use crate::common::{FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _};
use serde_json::{Value, json};

const DEVICE_WORDS: &str = "Authentication code for device is not valid.";

#[tokio::test]
async fn a_name_is_letters_digits_and_a_few_characters() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let (long, longest) = ("x".repeat(65), "x".repeat(64));
    for name in [
        "",
        "  ",
        "my phone",
        "a/b",
        "a:b",
        "größe",
        "ｐｈｏｎｅ",
        "a\nb",
        "a\u{0}b",
        "<b>",
        &long,
    ] {
        create(&mut alice, name).await.must_blame("deviceName");
        let (codes, serial) = (json!("123456"), "VEST00000000");
        for (path, form) in [
            (
                "virtual/enable",
                json!({ "deviceName": name, "code1": codes, "code2": codes }),
            ),
            (
                "hardware",
                json!({ "deviceName": name, "serialNumber": serial, "code1": codes, "code2": codes }),
            ),
            ("passkey/start", json!({ "deviceName": name })),
        ] {
            let answer = alice.post(&format!("/api/mfa/session/{path}"), form).await;
            answer.must_blame("deviceName");
        }
    }
    for (name, kept) in [
        ("a", "a"),
        ("Az09_+=,.@-", "Az09_+=,.@-"),
        (longest.as_str(), longest.as_str()),
        ("  phone ", "phone"),
    ] {
        let shown = create(&mut alice, name).await;
        assert_eq!((shown.status, shown.text("name")), (200, kept), "{shown:?}");
        start_key(&mut alice, name).await;
    }
}

#[tokio::test]
async fn the_secret_is_shown_once_and_asking_again_makes_another() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let id = alice.account_id().await;
    let first = create(&mut alice, "phone").await;
    let old = App::shown(&first);
    assert_eq!(old.serial, format!("arn:aws:iam::{id}:mfa/phone"));
    assert_eq!(
        first.text("otpauth"),
        format!("otpauth://totp/phone@alice?secret={}", first.text("secret"))
    );
    // It waits: it is not listed and asked for by nobody.
    let page = alice.get("/api/security-credentials").await;
    assert!(page.body["mfaDevices"].as_array().unwrap().is_empty(), "{page:?}");
    assert!(!page.body.to_string().contains(first.text("secret")));
    signed_in(&machine, MANAGEMENT, "alice").await;

    let second = create(&mut alice, "phone").await;
    let new = App::shown(&second);
    assert_eq!(new.serial, old.serial);
    assert_ne!(second.text("secret"), first.text("secret"));
    let now = step_now(&machine);
    enable(&mut alice, old.form(now - 1))
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    let enrolled = enable(&mut alice, new.form(now - 1)).await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    assert_eq!(enrolled.body["step"], Value::Null);
    let device = enrolled.body["device"].clone();
    assert_eq!(
        device,
        json!({
            "id": device["id"], "kind": "virtual", "name": "phone", "serial": new.serial,
            "enabledAt": "2026-03-01T12:00:00Z", "inSync": true,
        })
    );
    assert_eq!(listed(&mut alice).await, [device]);
    // Enrolled twice: by the same codes, and by another page of the wizard that stands at the name.
    for again in [
        enable(&mut alice, new.form(now - 1)).await,
        create(&mut alice, "phone").await,
    ] {
        again.must_refuse(409, "ENTITY_ALREADY_EXISTS");
        assert_eq!(again.body["field"], Value::Null);
        assert!(!again.body.to_string().contains(second.text("secret")));
    }
}

#[tokio::test]
async fn two_codes_must_follow_each_other() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let now = step_now(&machine);
    let mut other = signed_in(&machine, MANAGEMENT, "erin").await;
    let foreign = App::shown(&create(&mut other, "her-phone").await);
    for case in [
        "same code twice",
        "wrong order",
        "one left out",
        "first wrong",
        "second wrong",
        "another device",
    ] {
        // A new seed each time, and with it a new count of wrong codes.
        let app = App::shown(&create(&mut alice, "phone").await);
        let (one, two) = match case {
            "same code twice" => (app.code(now), app.code(now)),
            "wrong order" => (app.code(now), app.code(now - 1)),
            "one left out" => (app.code(now - 1), app.code(now + 1)),
            "first wrong" => (app.wrong(now), app.code(now)),
            "second wrong" => (app.code(now - 1), app.wrong(now)),
            _ => (foreign.code(now - 1), foreign.code(now)),
        };
        let form = json!({ "deviceName": "phone", "code1": one, "code2": two });
        let refused = enable(&mut alice, form).await;
        refused.must_refuse(422, "MFA_CODE_INVALID");
        assert_eq!(refused.body["field"], "code1", "{case}");
        assert!(
            refused.text("message").starts_with(DEVICE_WORDS),
            "{case}: {}",
            refused.text("message")
        );
        let enrolled = enable(&mut alice, app.form(now - 1)).await;
        assert_eq!(enrolled.status, 200, "{case}: the right ones still do: {enrolled:?}");
        let id = enrolled.body["device"]["id"].as_str().unwrap();
        let mut root = machine.root(MANAGEMENT_ROOT).await;
        assert_eq!(root.delete(&format!("/api/users/alice/mfa/{id}")).await.status, 204);
        alice = signed_in(&machine, MANAGEMENT, "alice").await;
    }
}

#[tokio::test]
async fn a_code_is_six_digits_as_people_paste_them() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let app = App::shown(&create(&mut alice, "phone").await);
    let now = step_now(&machine);
    let (one, two) = (app.code(now - 1), app.code(now));
    let full_width: String = one
        .bytes()
        .map(|digit| char::from_u32(0xff10 + u32::from(digit - b'0')).unwrap())
        .collect();
    let bad = [
        one[..5].to_owned(),
        format!("{one}0"),
        full_width,
        String::new(),
        "  ".to_owned(),
        "abcdef".to_owned(),
        format!("{}-{}", &one[..3], &one[3..]),
        format!("{}  {}", &one[..3], &one[3..]),
        format!("{}\n{}", &one[..3], &one[3..]),
    ];
    // Ten times over: what is no code is not counted as a wrong one.
    for typed in &bad {
        for (code1, code2, field) in [(typed, &two, "code1"), (&one, typed, "code2")] {
            let form = json!({ "deviceName": "phone", "code1": code1, "code2": code2 });
            enable(&mut alice, form).await.must_blame(field);
        }
    }
    let form = json!({
        "deviceName": "phone",
        "code1": format!("{} {}", &one[..3], &one[3..]),
        "code2": format!("\t{two}\r\n"),
    });
    let enrolled = enable(&mut alice, form).await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");

    // At sign-in the same.
    machine.pass(30);
    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    let code = app.code(step_now(&machine));
    for typed in [&code[..5], &format!("{code}1"), "", "１２３４５６", "12 34  56"] {
        try_code(&mut browser, &device, typed).await.must_blame("code");
    }
    let pasted = format!(" {} {}\n", &code[..3], &code[3..]);
    try_code(&mut browser, &device, &pasted).await.must_step("signed-in");
}

#[tokio::test]
async fn old_codes_attach_a_device_that_must_be_synchronized_first() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let app = App::shown(&create(&mut alice, "phone").await);
    let enrolled = enable(&mut alice, app.form(step_now(&machine) - 60)).await;
    assert_eq!(
        (enrolled.status, &enrolled.body["device"]["inSync"]),
        (200, &json!(false)),
        "{enrolled:?}"
    );
    machine.pass(30);

    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let device = offered(&step, "virtual");
    let now = step_now(&machine);
    try_code(&mut browser, &device, &app.code(now))
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    let form = json!({ "deviceId": device, "code1": app.code(now - 1), "code2": app.code(now) });
    browser.post("/api/sign-in/mfa/resync", form).await.must_step("mfa");
    assert!(!browser.signed_in().await, "synchronizing is not signing in");
    // The two codes are spent.
    try_code(&mut browser, &device, &app.code(now))
        .await
        .must_refuse(422, "MFA_CODE_USED");
    machine.pass(30);
    try_code(&mut browser, &device, &app.code(now + 1))
        .await
        .must_step("signed-in");
    assert_eq!(listed(&mut browser).await[0]["inSync"], true);
}

#[tokio::test]
async fn an_hour_either_way_and_not_a_step_more() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let now = step_now(&machine);
    for (first, fits) in [(-121, false), (-120, true), (119, true), (120, false)] {
        let app = App::shown(&create(&mut alice, &format!("at{first}")).await);
        let answer = enable(&mut alice, app.form(now + first)).await;
        if fits {
            assert_eq!(
                (answer.status, &answer.body["device"]["inSync"]),
                (200, &json!(false)),
                "{first}: {answer:?}"
            );
        } else {
            answer.must_refuse(422, "MFA_CODE_INVALID");
        }
    }
    // One step off is in sync.
    for first in [-2, 0] {
        let app = App::shown(&create(&mut alice, &format!("at{first}")).await);
        let answer = enable(&mut alice, app.form(now + first)).await;
        assert_eq!(answer.body["device"]["inSync"], true, "{first}: {answer:?}");
    }
}

#[tokio::test]
async fn a_device_that_was_never_proved_is_replaced_by_the_next() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let abandoned = App::shown(&create(&mut alice, "phone").await);
    let second = App::shown(&create(&mut alice, "tablet").await);
    let now = step_now(&machine);
    enable(&mut alice, abandoned.form(now - 1))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(enable(&mut alice, second.form(now - 1)).await.status, 200);
    assert_eq!(listed(&mut alice).await.len(), 1);

    // The name of someone else's that was abandoned is free as well; that of an assigned one is not.
    let mut erin = signed_in(&machine, MANAGEMENT, "erin").await;
    create(&mut erin, "tablet")
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    App::shown(&create(&mut erin, "Watch").await);
    let app = App::shown(&create(&mut alice, "watch").await);
    assert_eq!(enable(&mut alice, app.form(now - 1)).await.status, 200);
}

#[tokio::test]
async fn wrong_codes_of_a_new_device_wait_and_a_new_seed_starts_afresh() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let app = App::shown(&create(&mut alice, "phone").await);
    let now = step_now(&machine);
    let wrong = json!({ "deviceName": "phone", "code1": app.wrong(now), "code2": app.wrong(now) });
    for _ in 0..5 {
        enable(&mut alice, wrong.clone())
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
    }
    enable(&mut alice, app.form(now - 1)).await.must_wait(30);
    let app = App::shown(&create(&mut alice, "phone").await);
    assert_eq!(enable(&mut alice, app.form(now - 1)).await.status, 200);
}

#[tokio::test]
async fn names_are_taken_within_an_account_and_for_each_person() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    add_app(&machine, &mut alice, "phone").await;
    for name in ["phone", "PHONE"] {
        create(&mut alice, name).await.must_refuse(409, "ENTITY_ALREADY_EXISTS");
        let start = alice
            .post("/api/mfa/session/passkey/start", json!({ "deviceName": name }))
            .await;
        start.must_refuse(409, "ENTITY_ALREADY_EXISTS");
        assert_eq!(
            start.text("message"),
            format!("MFADevice entity at the same path and name already exists: {name}.")
        );
    }
    // A virtual device's name is its ARN, which is the account's; a key's is its owner's.
    let mut erin = signed_in(&machine, MANAGEMENT, "erin").await;
    create(&mut erin, "Phone")
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    start_key(&mut erin, "phone").await;
    let finance = {
        let mut person = machine.person().await;
        person.account("frank").await
    };
    let mut frank = signed_in(&machine, &finance, "frank").await;
    add_app(&machine, &mut frank, "phone").await;
}

#[tokio::test]
async fn the_first_virtual_device_of_root_has_a_name_of_its_own() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    create(&mut alice, "Root-Account-MFA-Device")
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let id = root.account_id().await;
    let shown = create(&mut root, "phone").await;
    assert!(
        shown
            .text("otpauth")
            .starts_with(&format!("otpauth://totp/phone@{id}?secret="))
    );
    assert_eq!(
        shown.text("serial"),
        format!("arn:aws:iam::{id}:mfa/root-account-mfa-device")
    );
    // Asked again before it is assigned it is still the first.
    let first = add_app(&machine, &mut root, "phone").await;
    assert_eq!(first.serial, shown.text("serial"));
    let second = add_app(&machine, &mut root, "tablet").await;
    assert_eq!(second.serial, format!("arn:aws:iam::{id}:mfa/tablet"));
    let mut finance = machine.root(FINANCE_ROOT).await;
    let theirs = add_app(&machine, &mut finance, "phone").await;
    assert_ne!(theirs.serial, first.serial);
    assert!(theirs.serial.ends_with(":mfa/root-account-mfa-device"));
}
