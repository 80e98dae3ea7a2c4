//! Second factors at the access portal: the challenge, registering, codes by mail, trusted browsers, one's own devices.

use crate::common::devices::{offered, step_now};
use crate::common::portal::entered;
use crate::common::portal_factors::{
    Administrator, desk_codes, enter_as, give_code, mailed_code, origin_of, register_app, register_key,
};
use crate::common::{Answer, Browser, Machine, Signs as _, password_of};
use secrecy::SecretString;
use serde_json::{Value, json};
use vestibule_credentials::token::Token;
use vestibule_identity::identity_center::settings::{PromptMode, WithoutDevice};
use vestibule_service::Caller;
use vestibule_service::answers::PortalStep;
use vestibule_service::identity_center::portal::UserNameForm;
use vestibule_web::world::World;

const TRUSTED: &str = "__Host-trusted-device";
const PORTAL_ATTEMPT: &str = "__Host-portal-attempt";

async fn page(browser: &mut Browser, world: &World) -> Value {
    let name = origin_of(world).await;
    let name = name
        .trim_start_matches("https://")
        .split('.')
        .next()
        .unwrap()
        .to_owned();
    browser.get(&format!("/api/portal?portal={name}")).await.body
}

async fn mail_code(browser: &mut Browser, code: &str) -> Answer {
    browser
        .post("/api/portal/sign-in/mail-code", json!({ "code": code }))
        .await
}

/// Six digits that are not these.
fn other_than(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

#[tokio::test]
async fn a_code_of_the_app_lets_in_once() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut browser = Browser::of(&world);
    let step = enter_as(&world, &mut browser, "jorge").await;
    let device = offered(&step, "virtual");
    assert_eq!(step.body["mayTrust"], false);
    assert_eq!(step.body["suggestResync"], false);
    // The sign-in is not over: nothing of the portal is shown.
    assert_eq!(browser.get("/api/portal/accounts").await.status, 401);

    let (code, _) = desk_codes(&world, "jorge").await;
    for _ in 0..3 {
        let wrong = give_code(&mut browser, &device, other_than(&code), false).await;
        wrong.must_refuse(422, "MFA_CODE_INVALID");
        assert_eq!(wrong.body["field"], "code");
    }
    let again = browser.get("/api/portal/attempt").await;
    again.must_step("mfa");
    assert_eq!(again.body["suggestResync"], true);
    give_code(&mut browser, "no-device", &code, false)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    give_code(&mut browser, &device, "12", false).await.must_blame("code");

    give_code(&mut browser, &device, &code, false)
        .await
        .must_step("signed-in");
    let shown = page(&mut browser, &world).await;
    assert_eq!(shown["signedIn"]["userName"], "jorge");
    assert_eq!(shown["signedIn"]["mfa"]["kind"], "virtual");
    // Trust was neither asked for nor possible.
    assert!(!browser.jar.contains_key(TRUSTED));

    let mut second = Browser::of(&world);
    enter_as(&world, &mut second, "jorge").await.must_step("mfa");
    give_code(&mut second, &device, &code, true)
        .await
        .must_refuse(422, "MFA_CODE_USED");
    machine.pass(60);
    let (code, _) = desk_codes(&world, "jorge").await;
    let answer = give_code(&mut second, &device, &code, true).await;
    answer.must_step("signed-in");
    assert!(!second.jar.contains_key(TRUSTED), "not in always-on mode");
}

#[tokio::test]
async fn wrong_codes_have_a_throttle_of_their_own() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut browser = Browser::of(&world);
    let device = offered(&enter_as(&world, &mut browser, "jorge").await, "virtual");
    let (code, _) = desk_codes(&world, "jorge").await;
    for _ in 0..5 {
        give_code(&mut browser, &device, other_than(&code), false)
            .await
            .must_refuse(422, "MFA_CODE_INVALID");
    }
    give_code(&mut browser, &device, &code, false).await.must_wait(30);
    // Another browser is no way around it; after the wait the right code is looked at.
    let mut second = Browser::of(&world);
    enter_as(&world, &mut second, "jorge").await.must_step("mfa");
    give_code(&mut second, &device, &code, false).await.must_wait(30);
    machine.pass(60);
    let (code, _) = desk_codes(&world, "jorge").await;
    give_code(&mut second, &device, &code, false)
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn a_key_answers_the_portal_and_no_other_site() {
    let machine = Machine::new();
    let world = machine.world().await;
    let origin = origin_of(&world).await;
    let mut browser = entered(&world, "mary").await;
    let (mut key, enrolled) = register_key(&mut browser, &origin, "session", "blue").await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    assert_eq!(enrolled.body["portalStep"], Value::Null);

    let mut browser = Browser::of(&world);
    let step = enter_as(&world, &mut browser, "mary").await;
    offered(&step, "passkey");
    let start = browser.post("/api/portal/sign-in/mfa/passkey/start", Value::Null).await;
    let options = start.body["options"].clone();
    assert_eq!(options["rpId"], "awsapps.com");
    // Another portal's page, to which the browser would let the key speak.
    let foreign = key.answer("https://d-0000000000.awsapps.com", &options);
    browser
        .post(
            "/api/portal/sign-in/mfa/passkey/finish",
            json!({ "credential": foreign }),
        )
        .await
        .must_refuse(422, "MFA_REFUSED");
    // The ceremony is gone, whatever the answer.
    let answer = key.answer(&origin, &options);
    browser
        .post(
            "/api/portal/sign-in/mfa/passkey/finish",
            json!({ "credential": answer }),
        )
        .await
        .must_refuse(422, "MFA_REFUSED");
    let start = browser.post("/api/portal/sign-in/mfa/passkey/start", Value::Null).await;
    let answer = key.answer(&origin, &start.body["options"]);
    browser
        .post(
            "/api/portal/sign-in/mfa/passkey/finish",
            json!({ "credential": answer }),
        )
        .await
        .must_step("signed-in");
    assert_eq!(page(&mut browser, &world).await["signedIn"]["mfa"]["kind"], "passkey");
}

#[tokio::test]
async fn an_app_whose_clock_is_off_is_set_by_two_codes() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut browser = Browser::of(&world);
    let device = offered(&enter_as(&world, &mut browser, "arnav").await, "virtual");
    let (code, next) = desk_codes(&world, "arnav").await;
    give_code(&mut browser, &device, &code, false)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    let resync = |code1: &str, code2: &str| json!({ "deviceId": device, "code1": code1, "code2": code2 });
    browser
        .post("/api/portal/sign-in/mfa/resync", resync(&next, &code))
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    let set = browser
        .post("/api/portal/sign-in/mfa/resync", resync(&code, &next))
        .await;
    set.must_step("mfa");
    assert_eq!(browser.get("/api/portal/accounts").await.status, 401);
    machine.pass(60);
    let (code, _) = desk_codes(&world, "arnav").await;
    give_code(&mut browser, &device, &code, false)
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn a_device_is_registered_to_get_in() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator
        .set(|all| {
            all.without_device = WithoutDevice::Register;
            all.allow_keys = false;
        })
        .await;
    let mut browser = Browser::of(&world);
    let step = enter_as(&world, &mut browser, "mary").await;
    step.must_step("register");
    assert_eq!(
        (&step.body["allowKeys"], &step.body["allowApps"]),
        (&json!(false), &json!(true))
    );
    browser
        .post("/api/portal/mfa/sign-in/passkey/start", json!({ "deviceName": "blue" }))
        .await
        .must_refuse(403, "ACCESS_DENIED");
    // The page of devices is not open yet.
    assert_eq!(browser.get("/api/portal/mfa-devices").await.status, 401);
    let (app, enrolled) = register_app(&machine, &mut browser, "sign-in", "phone").await;
    assert_eq!(enrolled.body["portalStep"]["step"], "signed-in");
    assert_eq!(
        page(&mut browser, &world).await["signedIn"]["mfa"]["serial"],
        app.serial
    );
    assert!(!browser.jar.contains_key(PORTAL_ATTEMPT));

    // The next time it is asked for.
    let mut browser = Browser::of(&world);
    let step = enter_as(&world, &mut browser, "mary").await;
    let code = app.code(step_now(&machine));
    give_code(&mut browser, &offered(&step, "virtual"), &code, false)
        .await
        .must_step("signed-in");
}

#[tokio::test]
async fn two_apps_and_six_keys() {
    let machine = Machine::new();
    let world = machine.world().await;
    let origin = origin_of(&world).await;
    let mut browser = entered(&world, "mary").await;
    for name in ["one", "two"] {
        register_app(&machine, &mut browser, "session", name).await;
    }
    let third = json!({ "deviceName": "three" });
    browser
        .post("/api/portal/mfa/session/virtual", third.clone())
        .await
        .must_refuse(409, "MFA_LIMIT_EXCEEDED");
    for number in 1..=6 {
        let (_, enrolled) = register_key(&mut browser, &origin, "session", &format!("key-{number}")).await;
        assert_eq!(enrolled.status, 200, "{enrolled:?}");
    }
    browser
        .post("/api/portal/mfa/session/passkey/start", third)
        .await
        .must_refuse(409, "MFA_LIMIT_EXCEEDED");
    let list = browser.get("/api/portal/mfa-devices").await;
    assert_eq!(list.body["devices"].as_array().unwrap().len(), 8);
}

#[tokio::test]
async fn a_code_by_mail() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator
        .set(|all| all.without_device = WithoutDevice::EmailCode)
        .await;
    let mut browser = Browser::of(&world);
    let step = enter_as(&world, &mut browser, "mary").await;
    step.must_step("mail-code");
    assert_eq!(step.text("sentTo"), "m***@anycompany.example");
    assert_eq!(step.text("purpose"), "second-factor");
    let (old, to) = mailed_code(&world).await;
    assert_eq!(to, "mary@anycompany.example");

    // A newer mail replaces it.
    machine.pass(1);
    browser
        .post("/api/portal/sign-in/mail-code/resend", Value::Null)
        .await
        .must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    mail_code(&mut browser, "").await.must_blame("code");
    let refused = mail_code(&mut browser, &old).await;
    refused.must_refuse(422, "MAIL_CODE_INVALID");
    assert_eq!(refused.body["field"], "code");
    // In another browser it is worth nothing.
    let mut second = Browser::of(&world);
    enter_as(&world, &mut second, "mary").await.must_step("mail-code");
    mail_code(&mut second, &code)
        .await
        .must_refuse(422, "MAIL_CODE_INVALID");
    mail_code(&mut browser, &format!(" {code} "))
        .await
        .must_step("signed-in");
    assert_eq!(page(&mut browser, &world).await["signedIn"]["mfa"], Value::Null);
    mail_code(&mut browser, &code).await.must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn a_mailed_code_ends_after_ten_minutes_and_after_five_wrong_ones() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator
        .set(|all| all.without_device = WithoutDevice::EmailCode)
        .await;
    let mut browser = Browser::of(&world);
    enter_as(&world, &mut browser, "mary").await.must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    machine.pass(600);
    mail_code(&mut browser, &code)
        .await
        .must_refuse(410, "MAIL_CODE_EXPIRED");

    browser
        .post("/api/portal/sign-in/mail-code/resend", Value::Null)
        .await
        .must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    mail_code(&mut browser, &code).await.must_step("signed-in");

    enter_as(&world, &mut browser, "mary").await.must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    for _ in 0..5 {
        mail_code(&mut browser, other_than(&code))
            .await
            .must_refuse(422, "MAIL_CODE_INVALID");
    }
    mail_code(&mut browser, &code).await.must_wait(30);
    machine.pass(31);
    mail_code(&mut browser, &code)
        .await
        .must_refuse(410, "MAIL_CODE_EXPIRED");
    machine.pass(120);
    browser
        .post("/api/portal/sign-in/mail-code/resend", Value::Null)
        .await
        .must_step("mail-code");
    let (code, _) = mailed_code(&world).await;
    mail_code(&mut browser, &code).await.must_step("signed-in");
}

#[tokio::test]
async fn mails_that_nobody_answers_become_rare() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator
        .set(|all| all.without_device = WithoutDevice::EmailCode)
        .await;
    let mut browser = Browser::of(&world);
    for _ in 0..5 {
        enter_as(&world, &mut browser, "mary").await.must_step("mail-code");
    }
    enter_as(&world, &mut browser, "mary").await.must_wait(30);
    world.deliver().await;
    let sent = world.desk.mail().await.unwrap();
    assert_eq!(sent.iter().filter(|mail| mail.to.starts_with("mary@")).count(), 5);
    machine.pass(31);
    enter_as(&world, &mut browser, "mary").await.must_step("mail-code");
    browser
        .post("/api/portal/sign-in/mail-code/resend", Value::Null)
        .await
        .must_wait(60);
    let (code, _) = mailed_code(&world).await;
    mail_code(&mut browser, &code).await.must_step("signed-in");
}

#[tokio::test]
async fn who_is_blocked_has_no_sign_in_left() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator.set(|all| all.without_device = WithoutDevice::Block).await;
    let mut browser = Browser::of(&world);
    enter_as(&world, &mut browser, "mary").await.must_step("blocked");
    assert!(!browser.jar.contains_key(PORTAL_ATTEMPT));
    browser
        .get("/api/portal/attempt")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    assert_eq!(browser.get("/api/portal/accounts").await.status, 401);
    let failed = administrator.newest("UserAuthentication").await;
    assert_eq!(failed["serviceEventDetails"]["UserAuthentication"], "Failure");
    assert_eq!(failed["additionalEventData"]["DeviceEnrollmentRequired"], "true");
}

/// Signs in from somewhere else with what the browser has.
async fn elsewhere(world: &World, trusted: &str, name: &str) -> PortalStep {
    let mut caller = Caller {
        source_ip: "198.51.100.7".to_owned(),
        trusted: Token::parse(trusted),
        ..Caller::default()
    };
    let form = UserNameForm {
        user_name: name.to_owned(),
        remember: false,
    };
    let asked = world.service.portal_user_name(&caller, form).await.unwrap();
    for change in asked.cookies {
        if let vestibule_service::CookieChange::SetPortalAttempt { token, .. } = change {
            caller.portal_attempt = Some(token);
        }
    }
    let password = SecretString::from(password_of(world, name).await);
    world.service.portal_password(&caller, password).await.unwrap().body
}

#[tokio::test]
async fn a_trusted_browser_is_asked_again_only_when_something_changed() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    administrator.set(|all| all.prompt = PromptMode::ContextAware).await;
    let mut browser = Browser::of(&world);
    let step = enter_as(&world, &mut browser, "jorge").await;
    assert_eq!(step.body["mayTrust"], true);
    let (code, _) = desk_codes(&world, "jorge").await;
    give_code(&mut browser, &offered(&step, "virtual"), &code, true)
        .await
        .must_step("signed-in");
    let trusted = browser.jar[TRUSTED].clone();
    enter_as(&world, &mut browser, "jorge").await.must_step("signed-in");

    // Trust is the person's own: somebody else is asked at the same browser, and may trust it as well.
    let step = enter_as(&world, &mut browser, "kwesi").await;
    let (code, _) = desk_codes(&world, "kwesi").await;
    give_code(&mut browser, &offered(&step, "virtual"), &code, true)
        .await
        .must_step("signed-in");
    assert_eq!(browser.jar[TRUSTED], trusted);
    for name in ["jorge", "kwesi"] {
        enter_as(&world, &mut browser, name).await.must_step("signed-in");
    }
    // Another browser, a made-up cookie, an unknown address.
    let mut stranger = Browser::of(&world);
    enter_as(&world, &mut stranger, "jorge").await.must_step("mfa");
    stranger.jar.insert(TRUSTED.to_owned(), "A".repeat(43));
    enter_as(&world, &mut stranger, "jorge").await.must_step("mfa");
    assert!(matches!(
        elsewhere(&world, &trusted, "jorge").await,
        PortalStep::Mfa { .. }
    ));

    administrator.set(|all| all.prompt = PromptMode::AlwaysOn).await;
    enter_as(&world, &mut browser, "jorge").await.must_step("mfa");
    administrator.set(|all| all.prompt = PromptMode::ContextAware).await;
    machine.pass(364 * 24 * 3600);
    enter_as(&world, &mut browser, "jorge").await.must_step("signed-in");
    machine.pass(2 * 24 * 3600);
    enter_as(&world, &mut browser, "jorge").await.must_step("mfa");
}

#[tokio::test]
async fn ones_own_devices() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    let mut browser = entered(&world, "mary").await;
    let empty = browser.get("/api/portal/mfa-devices").await;
    assert_eq!(
        empty.body,
        json!({ "devices": [], "allowKeys": true, "allowApps": true })
    );
    let (phone, _) = register_app(&machine, &mut browser, "session", "phone").await;
    let (tablet, _) = register_app(&machine, &mut browser, "session", "tablet").await;
    let path = |id: &str| format!("/api/portal/mfa-devices/{id}");
    browser
        .put(&path(&phone.id), json!({ "deviceName": "TABLET" }))
        .await
        .must_refuse(409, "ENTITY_ALREADY_EXISTS");
    browser
        .put(&path(&phone.id), json!({ "deviceName": "my phone" }))
        .await
        .must_blame("deviceName");
    let renamed = browser.put(&path(&phone.id), json!({ "deviceName": "Phone-2" })).await;
    assert_eq!(renamed.status, 204, "{renamed:?}");
    let list = browser.get("/api/portal/mfa-devices").await;
    assert_eq!(list.body["devices"][0]["name"], "Phone-2");

    // It proves itself under its new name. The other session ends when a device goes; this one stays.
    let mut other = Browser::of(&world);
    enter_as(&world, &mut other, "mary").await.must_step("mfa");
    give_code(&mut other, &phone.id, &phone.code(step_now(&machine)), false)
        .await
        .must_step("signed-in");
    let mut halfway = Browser::of(&world);
    enter_as(&world, &mut halfway, "mary").await.must_step("mfa");
    let gone = browser.delete(&path(&tablet.id)).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    assert_eq!(other.get("/api/portal/accounts").await.status, 401);
    assert_eq!(browser.get("/api/portal/accounts").await.status, 200);
    halfway
        .get("/api/portal/attempt")
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    browser
        .delete(&path(&tablet.id))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    world.deliver().await;
    assert_eq!(world.desk.mail().await.unwrap()[0].subject, "An MFA device was removed");

    // Nobody else's.
    let mut diego = entered(&world, "diego").await;
    diego.delete(&path(&phone.id)).await.must_refuse(404, "NO_SUCH_ENTITY");

    let events = [
        "StartVirtualMfaDeviceRegistration",
        "CompleteVirtualMfaDeviceRegistration",
    ];
    for name in events
        .into_iter()
        .chain(["UpdateMfaDeviceForUser", "DeleteMfaDeviceForUser"])
    {
        let event = administrator.newest(name).await;
        assert_eq!(event["eventSource"], "sso-directory.amazonaws.com");
        assert_eq!(event["userIdentity"]["userName"], "mary");
    }
}

#[tokio::test]
async fn the_page_of_devices_is_hidden_where_the_administrator_says_so() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    let mut browser = entered(&world, "mary").await;
    assert_eq!(page(&mut browser, &world).await["signedIn"]["managesDevices"], true);
    let changes: [fn(&mut vestibule_identity::identity_center::settings::Settings); 2] = [
        |all| all.manage_own_devices = false,
        |all| {
            all.manage_own_devices = true;
            all.prompt = PromptMode::Never;
        },
    ];
    for change in changes {
        administrator.set(change).await;
        assert_eq!(page(&mut browser, &world).await["signedIn"]["managesDevices"], false);
        browser
            .get("/api/portal/mfa-devices")
            .await
            .must_refuse(403, "ACCESS_DENIED");
        browser
            .post("/api/portal/mfa/session/virtual", json!({ "deviceName": "phone" }))
            .await
            .must_refuse(403, "ACCESS_DENIED");
    }
}

#[tokio::test]
async fn an_administrator_ends_what_waits_for_a_second_factor() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;

    // The device is gone: the next sign-in does not ask for it.
    let mut browser = Browser::of(&world);
    let device = offered(&enter_as(&world, &mut browser, "jorge").await, "virtual");
    let path = administrator.path_of("jorge").await;
    let gone = administrator.root.delete(&format!("{path}/mfa/{device}")).await;
    assert_eq!(gone.status, 204, "{gone:?}");
    let (code, _) = desk_codes(&world, "jorge").await;
    give_code(&mut browser, &device, &code, false)
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    enter_as(&world, &mut browser, "jorge").await.must_step("signed-in");

    // The person is switched off, at the challenge and while registering.
    let device = offered(&enter_as(&world, &mut browser, "kwesi").await, "virtual");
    let path = administrator.path_of("kwesi").await;
    let off = administrator
        .root
        .put(&format!("{path}/enabled"), json!({ "enabled": false }))
        .await;
    assert_eq!(off.status, 204, "{off:?}");
    let (code, _) = desk_codes(&world, "kwesi").await;
    give_code(&mut browser, &device, &code, false)
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
    enter_as(&world, &mut browser, "kwesi")
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");

    administrator
        .set(|all| all.without_device = WithoutDevice::Register)
        .await;
    enter_as(&world, &mut browser, "diego").await.must_step("register");
    let path = administrator.path_of("diego").await;
    let off = administrator.root.delete(&path).await;
    assert_eq!(off.status, 204, "{off:?}");
    browser
        .post("/api/portal/mfa/sign-in/virtual", json!({ "deviceName": "phone" }))
        .await
        .must_refuse(409, "ATTEMPT_EXPIRED");
}

#[tokio::test]
async fn the_steps_are_recorded() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    let mut browser = Browser::of(&world);
    let device = offered(&enter_as(&world, &mut browser, "jorge").await, "virtual");
    let asked = administrator.newest("CredentialChallenge").await;
    assert_eq!(asked["additionalEventData"]["CredentialType"], "TOTP");
    let (code, _) = desk_codes(&world, "jorge").await;
    give_code(&mut browser, &device, other_than(&code), false).await;
    let judged = administrator.newest("CredentialVerification").await;
    assert_eq!(judged["serviceEventDetails"]["CredentialVerification"], "Failure");
    give_code(&mut browser, &device, &code, false)
        .await
        .must_step("signed-in");
    let judged = administrator.newest("CredentialVerification").await;
    assert_eq!(judged["serviceEventDetails"]["CredentialVerification"], "Success");
    assert_eq!(judged["additionalEventData"]["CredentialType"], "TOTP");
    let done = administrator.newest("UserAuthentication").await;
    assert_eq!(done["additionalEventData"]["CredentialType"], "PASSWORD,TOTP");
    let workflow = &done["additionalEventData"]["AuthWorkflowID"];
    assert_eq!(workflow, &asked["additionalEventData"]["AuthWorkflowID"]);
}
