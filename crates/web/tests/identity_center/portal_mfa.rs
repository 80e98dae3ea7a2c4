//! Second factors at the access portal: the challenge, its throttle, and registering a device to get in.

use crate::common::devices::{offered, step_now};
use crate::common::portal::entered;
use crate::common::portal_factors::{
    Administrator, desk_codes, enter_as, give_code, origin_of, register_app, register_key,
};
use crate::common::{Browser, Machine, Signs as _};
use serde_json::{Value, json};
use vestibule_identity::identity_center::settings::WithoutDevice;
use vestibule_web::world::World;

pub(crate) const TRUSTED: &str = "__Host-trusted-device";
pub(crate) const PORTAL_ATTEMPT: &str = "__Host-portal-attempt";

pub(crate) async fn page(browser: &mut Browser, world: &World) -> Value {
    let name = origin_of(world).await;
    let name = name
        .trim_start_matches("https://")
        .split('.')
        .next()
        .unwrap()
        .to_owned();
    browser
        .get(&format!("/api/portal?address=https://{name}.awsapps.com/start"))
        .await
        .body
}

/// Six digits that are not these.
pub(crate) fn other_than(code: &str) -> &'static str {
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
