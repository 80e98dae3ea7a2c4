//! Things that are brought to a desk.

use serde_json::{Value, json};
use uuid::Uuid;
use vestibule_credentials::security_key;
use vestibule_credentials::totp::{Seed, code_at};
use vestibule_credentials::webauthn::RelyingParty;

use crate::common::devices::{SITE as SIGN_IN, step_now};
use crate::common::{self, Machine, Signs as _};
use crate::secrets::{Secrets, decoded};

/// Things that are made elsewhere and brought to a desk, so that what is in them is known here.
pub(crate) async fn brought(secrets: &mut Secrets) -> Machine {
    let machine = Machine::new();
    let world = machine.world().await;
    let (app, token) = (Seed::generate(&*common::entropy()), Seed::generate(&*common::entropy()));
    secrets.seed("a seed that was brought", &app);
    secrets.seed("a token's seed", &token);
    let site = RelyingParty::new("aws.amazon.com", "Amazon Web Services (simulated)");
    let (options, _) = site.start_registration(SIGN_IN, Uuid::nil(), "alice", &[]).unwrap();
    let (_, material) = security_key::register(SIGN_IN, &options, &[], false).unwrap();
    let material = serde_json::to_value(&material).unwrap();
    let private = material["privateKey"].as_str().unwrap();
    secrets.add("a private key", private);
    secrets.bytes("a private key (bytes)", decoded(private));
    secrets.add("a PIN that was brought", "planted-pin-8");
    secrets.add("a call's token", "planted-call-token");
    let parcels: [Value; 4] = [
        json!({ "kind": "authenticator-seed", "otpauth": format!("otpauth://totp/planted@alice?secret={}", *app.base32()) }),
        json!({ "kind": "hardware-token", "serial": "GAHT00001234", "label": "planted", "secret": *token.base32() }),
        json!({ "kind": "security-key", "name": "planted", "note": "", "pin": "planted-pin-8", "credentials": [material] }),
        json!({
            "kind": "phone-call", "call": "planted-call-token", "from": "AWS", "to": "+1 206 555 0100",
            "sentAt": "2026-03-01T12:00:00Z",
        }),
    ];
    for (number, parcel) in (1_000_000..).zip(&parcels) {
        world.desk.receive(number, &parcel.to_string()).await.unwrap();
    }
    let mut person = machine.person().await;
    let screen = person.get("/desk/authenticator").await.body.to_string();
    let shown = code_at(&app, step_now(&machine));
    assert!(screen.contains(&shown), "it is there, and shows its code: {screen}");
    secrets.digits("a code that was looked at", &shown);
    secrets.digits("a token's code", &code_at(&token, step_now(&machine)));
    for path in ["/desk/tokens", "/desk/security-keys", "/desk/phone"] {
        let list = person.get(path).await;
        let text = list.body.to_string();
        assert!(text.contains("planted") || path == "/desk/phone", "{text}");
        assert!(!text.contains("planted-pin") && !text.contains(private), "{text}");
    }
    // At rest: what a store does while it closes is not to be met half done.
    person.desktop.close().await;
    world.close().await;
    machine
}
