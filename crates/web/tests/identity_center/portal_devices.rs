//! Trusted browsers and one's own devices at the access portal, and what is recorded of second factors.

use super::portal_mfa::{TRUSTED, other_than, page};
use crate::common::devices::{offered, step_now};
use crate::common::portal::entered;
use crate::common::portal_factors::{Administrator, desk_codes, enter_as, give_code, register_app};
use crate::common::{Browser, Machine, Signs as _, password_of};
use secrecy::SecretString;
use serde_json::json;
use vestibule_credentials::token::Token;
use vestibule_identity::identity_center::settings::{PromptMode, WithoutDevice};
use vestibule_service::Caller;
use vestibule_service::answers::PortalStep;
use vestibule_service::identity_center::portal::UserNameForm;
use vestibule_web::world::World;

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
