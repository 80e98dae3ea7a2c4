use serde_json::json;
use uuid::Uuid;

use super::*;
use crate::webauthn::{Authenticated, RelyingParty, WebauthnError};

const SIGN_IN: &str = "https://signin.aws.amazon.com";
const CONSOLE: &str = "https://us-east-1.console.aws.amazon.com";
const HONEST: Faults = Faults {
    cloned_counter: false,
    no_presence: false,
    other_origin: false,
};

fn rp() -> RelyingParty {
    RelyingParty::new("aws.amazon.com", "Amazon Web Services (simulated)")
}

/// A person with one registered key.
struct Person {
    key: KeyMaterial,
    stored: String,
}

fn registered(origin: &str, verified: bool) -> Person {
    let (options, state) = rp()
        .start_registration(origin, Uuid::from_u128(7), "alice", &[])
        .unwrap();
    let (answer, key) = register(origin, &options, &[], verified).unwrap();
    let made = rp().finish_registration(origin, &state, answer).unwrap();
    assert_eq!(made.credential_id, key.credential_id());
    assert_eq!((made.counter, made.user_verified), (1, verified));
    Person { key, stored: made.key }
}

impl Person {
    fn sign_in(&mut self, origin: &str, verified: bool, faults: Faults) -> Result<Authenticated, WebauthnError> {
        let keys = [self.stored.clone()];
        let (options, state) = rp().start_authentication(origin, &keys)?;
        let pocket = std::slice::from_mut(&mut self.key);
        let (answer, used) = authenticate(origin, &options, pocket, verified, faults).unwrap();
        assert_eq!(used, 0);
        let proof = rp().finish_authentication(origin, &state, answer, &keys)?;
        self.stored.clone_from(&proof.key);
        Ok(proof)
    }
}

fn question(origin: &str, person: &Person) -> Value {
    let keys = std::slice::from_ref(&person.stored);
    rp().start_authentication(origin, keys).unwrap().0
}

#[test]
fn registers_and_signs_in_again_and_again() {
    for (at, later) in [(SIGN_IN, SIGN_IN), (CONSOLE, SIGN_IN), (SIGN_IN, CONSOLE)] {
        for verified in [false, true] {
            let mut person = registered(at, verified);
            for counter in 2..5 {
                let proof = person.sign_in(later, verified, HONEST).unwrap();
                assert_eq!(proof.credential_id, person.key.credential_id());
                assert_eq!((proof.counter, proof.user_verified), (counter, verified));
                assert_eq!(person.key.counter(), counter);
            }
        }
    }
}

#[test]
fn a_pin_may_come_later_and_then_counts_for_that_answer() {
    let mut person = registered(SIGN_IN, false);
    assert!(person.sign_in(SIGN_IN, true, HONEST).unwrap().user_verified);
    assert!(!person.sign_in(SIGN_IN, false, HONEST).unwrap().user_verified);
}

#[test]
fn every_fault_is_refused_for_its_reason_and_leaves_no_harm() {
    for (faults, refused) in [
        (
            Faults {
                cloned_counter: true,
                ..HONEST
            },
            WebauthnError::Counter,
        ),
        (
            Faults {
                no_presence: true,
                ..HONEST
            },
            WebauthnError::UserPresence,
        ),
        (
            Faults {
                other_origin: true,
                ..HONEST
            },
            WebauthnError::Origin,
        ),
    ] {
        for verified in [false, true] {
            let mut fresh = registered(SIGN_IN, verified);
            assert_eq!(
                fresh.sign_in(SIGN_IN, verified, faults).unwrap_err(),
                refused,
                "never used"
            );
            fresh.sign_in(SIGN_IN, verified, HONEST).unwrap();
            for _ in 0..2 {
                assert_eq!(fresh.sign_in(SIGN_IN, verified, faults).unwrap_err(), refused, "in use");
            }
            fresh.sign_in(SIGN_IN, verified, HONEST).unwrap();
        }
    }
}

#[test]
fn a_copy_is_found_out_by_whoever_comes_second() {
    let mut person = registered(SIGN_IN, false);
    let copy = person.key.clone();
    person.sign_in(SIGN_IN, false, HONEST).unwrap();
    person.key = copy;
    assert_eq!(
        person.sign_in(SIGN_IN, false, HONEST).unwrap_err(),
        WebauthnError::Counter
    );
}

#[test]
fn no_foreign_site_gets_an_answer() {
    let person = registered(SIGN_IN, false);
    let making = rp()
        .start_registration(SIGN_IN, Uuid::from_u128(7), "alice", &[])
        .unwrap()
        .0;
    let asking = question(SIGN_IN, &person);
    for foreign in [
        "https://signin.aws.amazon.com.example",
        "https://evil.example",
        "https://badaws.amazon.com",
        "http://signin.aws.amazon.com",
        "https://signin.aws.amazon.com/",
        "",
    ] {
        assert_eq!(
            register(foreign, &making, &[], false).unwrap_err(),
            KeyError::Origin,
            "{foreign}"
        );
        let mut pocket = [person.key.clone()];
        let refused = authenticate(foreign, &asking, &mut pocket, false, HONEST).unwrap_err();
        assert_eq!(refused, KeyError::Origin, "{foreign}");
        assert_eq!(pocket[0].counter(), 1);
    }
    let mut asking = asking;
    asking["rpId"] = json!("evil.example");
    let mut pocket = [person.key.clone()];
    let refused = authenticate(SIGN_IN, &asking, &mut pocket, false, HONEST).unwrap_err();
    assert_eq!(refused, KeyError::Origin, "a site that asks for another's keys");
}

#[test]
fn a_credential_belongs_to_its_relying_party() {
    let mut person = registered(SIGN_IN, false);
    let other = RelyingParty::new("amazon.com", "Shop");
    let (mut options, _) = other
        .start_registration("https://www.amazon.com", Uuid::from_u128(8), "al", &[])
        .unwrap();
    let (_, theirs) = register("https://www.amazon.com", &options, &[], false).unwrap();
    assert_eq!((theirs.rp_id(), person.key.rp_id()), ("amazon.com", "aws.amazon.com"));

    // The other site knows the credential's id, and still gets nothing.
    let mut asking = question(SIGN_IN, &person);
    asking["rpId"] = json!("amazon.com");
    let mut pocket = [person.key.clone()];
    let refused = authenticate("https://www.amazon.com", &asking, &mut pocket, false, HONEST).unwrap_err();
    assert_eq!(refused, KeyError::NoCredential);
    options["excludeCredentials"] = json!([{ "type": "public-key", "id": base64url(person.key.credential_id()) }]);
    assert!(register("https://www.amazon.com", &options, &pocket, false).is_ok());

    // Of several, the one that was asked for.
    let asking = question(SIGN_IN, &person);
    let mut pocket = [theirs.clone(), registered(SIGN_IN, false).key, person.key.clone()];
    let (_, used) = authenticate(SIGN_IN, &asking, &mut pocket, false, HONEST).unwrap();
    assert_eq!(used, 2);
    assert_eq!(pocket.each_ref().map(KeyMaterial::counter), [1, 1, 2]);
    let refused = authenticate(SIGN_IN, &asking, &mut [theirs], false, HONEST).unwrap_err();
    assert_eq!(refused, KeyError::NoCredential);

    // A site that names no relying party is its own.
    let mut asking = question(SIGN_IN, &person);
    asking.as_object_mut().unwrap().remove("rpId");
    let pocket = std::slice::from_mut(&mut person.key);
    let refused = authenticate(SIGN_IN, &asking, pocket, false, HONEST).unwrap_err();
    assert_eq!(refused, KeyError::NoCredential);
}

#[test]
fn a_key_is_registered_once() {
    let person = registered(SIGN_IN, false);
    let known = [person.key.credential_id().to_vec()];
    let (options, _) = rp()
        .start_registration(SIGN_IN, Uuid::from_u128(7), "alice", &known)
        .unwrap();
    let pocket = std::slice::from_ref(&person.key);
    assert_eq!(
        register(SIGN_IN, &options, pocket, false).unwrap_err(),
        KeyError::Excluded
    );
    assert!(register(SIGN_IN, &options, &[], false).is_ok(), "another key may");
}

#[test]
fn what_the_site_insists_on() {
    let person = registered(SIGN_IN, true);
    let making = rp()
        .start_registration(SIGN_IN, Uuid::from_u128(7), "alice", &[])
        .unwrap()
        .0;
    let mut insists = making.clone();
    insists["authenticatorSelection"]["userVerification"] = json!("required");
    let refused = register(SIGN_IN, &insists, &[], false).unwrap_err();
    assert_eq!(refused, KeyError::VerificationRequired);
    assert!(register(SIGN_IN, &insists, &[], true).is_ok());

    let mut insists = question(SIGN_IN, &person);
    insists["userVerification"] = json!("required");
    let mut pocket = [person.key];
    let refused = authenticate(SIGN_IN, &insists, &mut pocket, false, HONEST).unwrap_err();
    assert_eq!(refused, KeyError::VerificationRequired);
    assert!(authenticate(SIGN_IN, &insists, &mut pocket, true, HONEST).is_ok());

    let mut rsa_only = making.clone();
    rsa_only["pubKeyCredParams"] = json!([{ "type": "public-key", "alg": -257 }]);
    assert_eq!(
        register(SIGN_IN, &rsa_only, &[], false).unwrap_err(),
        KeyError::Algorithm
    );
    let mut any = making;
    any["pubKeyCredParams"] = json!([]);
    assert!(register(SIGN_IN, &any, &[], false).is_ok());
    for garbage in [json!(null), json!({}), json!([]), json!({ "challenge": 7 })] {
        assert_eq!(register(SIGN_IN, &garbage, &[], false).unwrap_err(), KeyError::Options);
        let refused = authenticate(SIGN_IN, &garbage, &mut pocket, false, HONEST).unwrap_err();
        assert_eq!(refused, KeyError::Options);
    }
}

#[test]
fn what_the_key_keeps_survives_and_stays_secret() {
    let mut person = registered(CONSOLE, true);
    assert_eq!(person.key.user_name(), "alice");
    assert_eq!(person.key.user_handle(), Uuid::from_u128(7).as_bytes());
    let json = serde_json::to_string(&person.key).unwrap();
    let kept: Value = serde_json::from_str(&json).unwrap();
    let private = kept["privateKey"].as_str().unwrap();
    assert!(!format!("{:?}", person.key).contains(private));
    assert!(!format!("{:?}", person.key).contains("alice"));
    person.key = serde_json::from_str(&json).unwrap();
    person.sign_in(SIGN_IN, true, HONEST).unwrap();

    let mut damaged = kept.clone();
    damaged["privateKey"] = json!("*secret*");
    let error = serde_json::from_value::<KeyMaterial>(damaged).unwrap_err();
    assert!(!error.to_string().contains("secret"), "{error}");
    for (field, spoiled) in [("privateKey", json!("AAAA")), ("counter", json!(u32::MAX))] {
        let mut damaged = kept.clone();
        damaged[field] = spoiled;
        let mut pocket = [serde_json::from_value::<KeyMaterial>(damaged).unwrap()];
        let asking = question(SIGN_IN, &person);
        let refused = authenticate(SIGN_IN, &asking, &mut pocket, true, HONEST).unwrap_err();
        assert_eq!(refused, KeyError::Material, "{field}");
    }
    let faults: Faults = serde_json::from_value(json!({ "noPresence": true })).unwrap();
    assert_eq!(
        faults,
        Faults {
            no_presence: true,
            ..HONEST
        }
    );
    assert_eq!(Faults::default(), HONEST);
}

#[test]
fn the_answers_are_what_browsers_give() {
    let (options, _) = rp()
        .start_registration(SIGN_IN, Uuid::from_u128(7), "alice", &[])
        .unwrap();
    let (made, key) = register(SIGN_IN, &options, &[], true).unwrap();
    assert_eq!(made["id"], made["rawId"]);
    assert_eq!(made["type"], "public-key");
    assert_eq!(made["authenticatorAttachment"], "cross-platform");
    assert_eq!(made["response"]["publicKeyAlgorithm"], -7);
    assert_eq!(made["response"]["transports"], json!(["usb"]));
    assert!(made["clientExtensionResults"].is_object());
    // Present and verified, with an attested key, and no backup (WebAuthn Level 3 section 6.1).
    let flags = |answer: &Value| {
        let data: Bytes = answer["response"]["authenticatorData"]
            .as_str()
            .unwrap()
            .try_into()
            .unwrap();
        data[32]
    };
    assert_eq!(flags(&made), 0x45);
    let asking = json!({ "challenge": "AAAA", "rpId": "aws.amazon.com" });
    let (proof, _) = authenticate(SIGN_IN, &asking, &mut [key], true, HONEST).unwrap();
    assert_eq!(flags(&proof), 0x05);
    assert!(proof["response"]["signature"].is_string());
}
