//! What the page gets from the person's authenticator app, tokens, security keys and phone; and what it never gets.

use crate::common::{Answer, Machine, Person, Signs as _};
use serde_json::{Value, json};
use vestibule_credentials::webauthn::RelyingParty;
use vestibule_identity::clock::random_uuid;

const KEY: &str = "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ";
const SITE: &str = "https://signin.aws.amazon.com";
/// After every parcel that a new world sends.
const LATER: i64 = 1_000_000;

/// Parcels as the service sends them.
async fn bring(machine: &Machine, parcels: &[Value]) {
    let world = machine.world().await;
    for (number, parcel) in (LATER..).zip(parcels) {
        world.desk.receive(number, &parcel.to_string()).await.unwrap();
    }
    world.close().await;
}

#[track_caller]
fn must_blame_by(answer: &Answer, status: u16, code: &str, field: &Value) {
    answer.must_refuse(status, code);
    assert_eq!(&answer.body["field"], field, "{answer:?}");
    assert!(!answer.text("message").is_empty());
}

async fn entries(person: &mut Person) -> Vec<Value> {
    let screen = person.get("/desk/authenticator").await;
    assert_eq!(screen.status, 200, "{screen:?}");
    assert!(!screen.body.to_string().contains(KEY), "{screen:?}");
    screen.body["entries"].as_array().unwrap().clone()
}

#[tokio::test]
async fn the_authenticator_app() {
    let machine = Machine::new();
    machine.clock.set_wall("2005-03-18T01:58:10Z");
    let mut person = machine.person().await;
    // Demo people's entries may be there already.
    let before = entries(&mut person).await.len();

    let otpauth = format!("otpauth://totp/phone@alice?secret={KEY}");
    let scanned = person.post("/desk/authenticator", json!({ "otpauth": otpauth })).await;
    assert_eq!(scanned.status, 200, "{scanned:?}");
    let id = scanned.body["id"].clone();
    assert_eq!(
        scanned.body,
        json!({
            "id": id, "issuer": "", "account": "phone@alice", "code": "081804", "nextCode": "050471",
            "stepEndsAt": "2005-03-18T01:58:30Z", "driftSeconds": 0,
        })
    );
    let typed = person
        .post(
            "/desk/authenticator",
            json!({ "secret": "gezd gnbv gy3t qojq gezd gnbv gy3t qojq", "name": "Tablet" }),
        )
        .await;
    assert_eq!((typed.status, typed.text("account")), (200, "Tablet"));

    // The person moves the clock; the app goes with it. A phone that is set wrong is wrong by that much.
    person.advance(20).await;
    let now = entries(&mut person).await;
    assert_eq!(now[before]["code"], "050471");
    let path = format!("/desk/authenticator/{id}");
    let late = person
        .put(&path, json!({ "name": "Late phone", "driftSeconds": -30 }))
        .await;
    assert_eq!(late.text("code"), "081804");
    assert_eq!(late.text("account"), "Late phone");

    drop(person);
    let mut person = machine.person().await;
    let kept = entries(&mut person).await;
    assert_eq!(kept.len(), before + 2);
    assert_eq!(
        (
            &kept[before]["id"],
            &kept[before]["account"],
            &kept[before]["driftSeconds"]
        ),
        (&id, &json!("Late phone"), &json!(-30))
    );
    assert_eq!(person.delete(&path).await.status, 204);
    person
        .put(&path, json!({ "name": "Late phone", "driftSeconds": 0 }))
        .await
        .must_refuse(404, "NO_SUCH_ENTITY");
    assert_eq!(entries(&mut person).await.len(), before + 1);
}

#[tokio::test]
async fn codes_and_keys_that_the_app_does_not_take() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let before = entries(&mut person).await.len();
    for (form, field) in [
        (
            json!({ "otpauth": format!("otpauth://hotp/a?secret={KEY}") }),
            "otpauth",
        ),
        (
            json!({ "otpauth": format!("otpauth://totp/a?secret={KEY}&digits=8") }),
            "otpauth",
        ),
        (json!({ "otpauth": "https://example.com" }), "otpauth"),
        (json!({ "secret": "no key!", "name": "x" }), "secret"),
        (json!({ "secret": KEY }), "name"),
        (json!({ "secret": KEY, "name": "  " }), "name"),
        (json!({}), "secret"),
    ] {
        let answer = person.post("/desk/authenticator", form.clone()).await;
        answer.must_blame(field);
        assert!(!answer.body.to_string().contains(KEY), "{answer:?}");
    }
    person
        .post("/desk/authenticator", json!({ "secret": 7 }))
        .await
        .must_refuse(400, "MALFORMED_REQUEST");
    assert_eq!(entries(&mut person).await.len(), before);

    let added = person
        .post("/desk/authenticator", json!({ "secret": KEY, "name": "Phone" }))
        .await;
    let path = format!("/desk/authenticator/{}", added.body["id"]);
    for (form, field) in [
        (json!({ "name": "Phone", "driftSeconds": 3601 }), "driftSeconds"),
        (json!({ "name": "", "driftSeconds": 0 }), "name"),
    ] {
        person.put(&path, form).await.must_blame(field);
    }
}

#[tokio::test]
async fn a_token_that_came_by_parcel() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    machine.clock.set_wall("2033-05-18T03:33:20Z");
    bring(
        &machine,
        &[json!({ "kind": "hardware-token", "serial": "GAHT00001234", "label": "Fob of Frank", "secret": KEY })],
    )
    .await;
    let list = person.get("/desk/tokens").await;
    let tokens = list.body["tokens"].as_array().unwrap();
    let token = tokens.iter().find(|token| token["serial"] == "GAHT00001234").unwrap();
    assert_eq!(
        *token,
        json!({
            "id": token["id"], "serial": "GAHT00001234", "label": "Fob of Frank", "code": "279037",
            "stepEndsAt": "2033-05-18T03:33:30Z",
        })
    );
}

fn creation() -> (Value, String) {
    let user = random_uuid(&*crate::common::entropy());
    site().start_registration(SITE, user, "alice", &[]).unwrap()
}

fn site() -> RelyingParty {
    RelyingParty::new("aws.amazon.com", "Amazon Web Services (simulated)")
}

fn form(options: &Value, pin: Option<&str>) -> Value {
    json!({ "origin": SITE, "options": options, "pin": pin })
}

async fn key(person: &mut Person, id: &Value) -> Value {
    let list = person.get("/desk/security-keys").await;
    let keys = list.body["keys"].as_array().unwrap();
    keys.iter().find(|key| key["id"] == *id).unwrap().clone()
}

#[tokio::test]
async fn a_security_key_registers_signs_in_and_is_thrown_away() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let list = person.get("/desk/security-keys").await;
    assert_eq!(list.body["keys"][0]["name"], "My security key");
    let id = list.body["keys"][0]["id"].clone();
    let path = format!("/desk/security-keys/{id}");

    let (options, state) = creation();
    let touched = person.post(&format!("{path}/register"), form(&options, None)).await;
    assert_eq!(touched.status, 200, "{touched:?}");
    let made = site()
        .finish_registration(SITE, &state, touched.body["credential"].clone())
        .unwrap();
    let known = key(&mut person, &id).await;
    assert_eq!(
        known["credentials"],
        json!([{ "rpId": "aws.amazon.com", "userName": "alice" }])
    );
    assert_eq!((&known["hasPin"], &known["pinBlocked"]), (&json!(false), &json!(false)));

    drop(person);
    let mut person = machine.person().await;
    let stored = [made.key];
    let (options, state) = site().start_authentication(SITE, &stored).unwrap();
    let touched = person.post(&format!("{path}/authenticate"), form(&options, None)).await;
    site()
        .finish_authentication(SITE, &state, touched.body["credential"].clone(), &stored)
        .unwrap();

    let faults = json!({ "clonedCounter": true, "noPresence": false, "otherOrigin": false });
    let changed = person
        .put(&path, json!({ "name": "Copied key", "faults": faults }))
        .await;
    assert_eq!((changed.text("name"), &changed.body["faults"]), ("Copied key", &faults));
    assert_eq!(person.delete(&path).await.status, 204);
    for answer in [
        person.put(&path, json!({ "name": "x", "faults": faults })).await,
        person.post(&format!("{path}/authenticate"), form(&options, None)).await,
        person
            .post(&format!("{path}/register"), form(&creation().0, None))
            .await,
    ] {
        answer.must_refuse(404, "NO_SUCH_ENTITY");
    }
}

#[tokio::test]
async fn refusals_of_a_key_each_have_their_code() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let added = person
        .post(
            "/desk/security-keys",
            json!({ "name": "With PIN", "pin": "planted-pin" }),
        )
        .await;
    assert_eq!((added.status, &added.body["hasPin"]), (200, &json!(true)));
    assert!(!added.body.to_string().contains("planted-pin"));
    let id = added.body["id"].clone();
    let register = format!("/desk/security-keys/{id}/register");
    let authenticate = format!("/desk/security-keys/{id}/authenticate");
    let (options, state) = creation();
    let (pin, none) = (json!("pin"), Value::Null);

    // The browser's refusal comes first: no wrong PIN is counted.
    for _ in 0..4 {
        let mut foreign = form(&options, Some("wrong"));
        foreign["origin"] = json!("https://signin.aws.amazon.com.evil.example");
        must_blame_by(&person.post(&register, foreign).await, 403, "KEY_ORIGIN", &none);
    }
    let touched = person.post(&register, form(&options, Some("planted-pin"))).await;
    let made = site()
        .finish_registration(SITE, &state, touched.body["credential"].clone())
        .unwrap();
    assert!(made.user_verified);

    let mut again = options.clone();
    again["excludeCredentials"] = json!([{ "type": "public-key", "id": touched.body["credential"]["id"] }]);
    let answer = person.post(&register, form(&again, Some("planted-pin"))).await;
    must_blame_by(&answer, 409, "KEY_EXCLUDED", &none);
    let (request, _) = site().start_authentication(SITE, &[made.key]).unwrap();
    let list = person.get("/desk/security-keys").await;
    let own = format!("/desk/security-keys/{}/authenticate", list.body["keys"][0]["id"]);
    let answer = person.post(&own, form(&request, None)).await;
    must_blame_by(&answer, 404, "KEY_NO_CREDENTIAL", &none);
    let answer = person.post(&own, form(&request, Some("1234"))).await;
    must_blame_by(&answer, 422, "KEY_REFUSED", &pin);
    let answer = person.post(&own, form(&json!({}), None)).await;
    must_blame_by(&answer, 422, "KEY_REFUSED", &none);

    let answer = person.post(&authenticate, form(&request, None)).await;
    must_blame_by(&answer, 422, "KEY_REFUSED", &pin);
    for code in ["KEY_PIN_WRONG", "KEY_PIN_WRONG", "KEY_PIN_BLOCKED"] {
        let answer = person.post(&authenticate, form(&request, Some("wrong"))).await;
        must_blame_by(&answer, 422, code, &pin);
    }
    let answer = person.post(&authenticate, form(&request, Some("planted-pin"))).await;
    must_blame_by(&answer, 422, "KEY_PIN_BLOCKED", &pin);
    assert_eq!(key(&mut person, &id).await["pinBlocked"], true);

    for (form, field) in [
        (json!({ "name": "", "pin": null }), "name"),
        (json!({ "name": "x", "pin": "123" }), "pin"),
    ] {
        person.post("/desk/security-keys", form).await.must_blame(field);
    }
}

#[tokio::test]
async fn a_call_rings_on_the_phone() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    bring(
        &machine,
        &[json!({
            "kind": "phone-call", "call": "planted-call", "from": "Amazon Web Services", "to": "+1 206 555 0100",
            "sentAt": "2026-03-01T12:00:00Z",
        })],
    )
    .await;
    let phone = person.get("/desk/phone").await;
    assert_eq!(phone.text("number"), "+1 206 555 0100");
    let call = &phone.body["calls"][0];
    assert_eq!(
        (&call["state"], &call["from"]),
        (&json!("ringing"), &json!("Amazon Web Services"))
    );
    assert_eq!(call["startedAt"], "2026-03-01T12:00:00Z");
    assert!(!phone.body.to_string().contains("planted-call"), "{phone:?}");
    let path = format!("/desk/phone/calls/{}", call["id"]);
    for left in [1, 0] {
        assert_eq!(person.delete(&path).await.status, 204);
        let phone = person.get("/desk/phone").await;
        assert_eq!(phone.body["calls"].as_array().unwrap().len(), left, "{phone:?}");
    }
}

#[tokio::test]
async fn none_of_it_is_served_with_the_pages() {
    let machine = Machine::new();
    let mut browser = machine.browser().await;
    for path in [
        "/desk/authenticator",
        "/desk/tokens",
        "/desk/security-keys",
        "/desk/phone",
    ] {
        assert_eq!(browser.get(path).await.status, 404, "{path}");
    }
}
