//! What a person meets at the portal after the password, for every mode, situation and browser: a file to review.
//! `UPDATE_MATRIX=1` writes it anew.

use std::fmt::Write as _;
use std::path::Path;

use crate::common::devices::{offered, step_now};
use crate::common::portal::entered;
use crate::common::portal_factors::{Administrator, desk_codes, enter_as, give_code, register_app};
use crate::common::{Browser, Machine, Signs as _};
use vestibule_identity::identity_center::settings::{PromptMode, WithoutDevice};

const MODES: [(&str, PromptMode); 3] = [
    ("always-on", PromptMode::AlwaysOn),
    ("context-aware", PromptMode::ContextAware),
    ("never", PromptMode::Never),
];
const WITHOUT: [(&str, WithoutDevice); 4] = [
    ("register", WithoutDevice::Register),
    ("email-code", WithoutDevice::EmailCode),
    ("block", WithoutDevice::Block),
    ("allow", WithoutDevice::Allow),
];
/// What the person has; whether apps and keys are allowed.
const DEVICES: [(&str, &str, bool, bool); 4] = [
    ("none", "mary", true, true),
    ("app", "jorge", true, true),
    ("key", "efua", true, true),
    ("app, only keys allowed", "jorge", false, true),
];

#[tokio::test]
async fn what_a_person_meets() {
    let machine = Machine::new();
    let world = machine.world().await;
    let mut administrator = Administrator::of(&world).await;
    // Jorge and Mary trust this browser; Mary's device is gone since. Efua's key stays at the desk: she trusts none.
    let mut trusted = Browser::of(&world);
    administrator.set(|all| all.prompt = PromptMode::ContextAware).await;
    let step = enter_as(&world, &mut trusted, "jorge").await;
    let (code, _) = desk_codes(&world, "jorge").await;
    give_code(&mut trusted, &offered(&step, "virtual"), &code, true)
        .await
        .must_step("signed-in");
    let mut mary = entered(&world, "mary").await;
    let (app, _) = register_app(&machine, &mut mary, "session", "phone").await;
    enter_as(&world, &mut trusted, "mary").await.must_step("mfa");
    give_code(&mut trusted, &app.id, &app.code(step_now(&machine)), true)
        .await
        .must_step("signed-in");
    let deleted = trusted.delete(&format!("/api/portal/mfa-devices/{}", app.id)).await;
    assert_eq!(deleted.status, 204, "{deleted:?}");

    let mut text = String::from("# mode | device | without a device | unknown browser | trusted browser\n");
    for (mode_name, mode) in MODES {
        for (device, who, allow_apps, allow_keys) in DEVICES {
            for (without_name, without) in WITHOUT {
                administrator
                    .set(|all| {
                        all.prompt = mode;
                        all.without_device = without;
                        all.allow_apps = allow_apps;
                        all.allow_keys = allow_keys;
                    })
                    .await;
                let mut unknown = Browser::of(&world);
                let met = met(&enter_as(&world, &mut unknown, who).await.body);
                let again = if who == "efua" {
                    "-".to_owned()
                } else {
                    let step = enter_as(&world, &mut trusted, who).await;
                    self::met(&step.body)
                };
                writeln!(text, "{mode_name} | {device} | {without_name} | {met} | {again}").unwrap();
            }
        }
    }
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/identity_center/portal_mfa_matrix.txt");
    if std::env::var_os("UPDATE_MATRIX").is_some() {
        std::fs::write(&file, &text).unwrap();
    }
    assert_eq!(std::fs::read_to_string(&file).unwrap_or_default(), text);
}

fn met(step: &serde_json::Value) -> String {
    let name = step["step"].as_str().unwrap_or("refused");
    if step["mayTrust"] == true {
        format!("{name}, may trust")
    } else {
        name.to_owned()
    }
}
