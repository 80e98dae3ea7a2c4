//! A site asks, a person touches a key of their desk, and the site judges: the real relying party on the other side.

mod refusals;

use serde_json::{Value, json};
use vestibule_credentials::security_key::register;
use vestibule_credentials::webauthn::{Authenticated, RelyingParty, WebauthnError};
use vestibule_identity::clock::random_uuid;
use vestibule_identity::testing::SeededEntropy;

use super::{Home, secret};
use crate::security_keys::{KeyFaults, KeyRequest, SecurityKeyError, SecurityKeyView};
use crate::{Desk, DeskError};

const SITE: &str = "https://signin.aws.amazon.com";

fn site() -> RelyingParty {
    RelyingParty::new("aws.amazon.com", "Amazon Web Services (simulated)")
}

fn asked(origin: &str, options: &Value, pin: Option<&str>) -> KeyRequest {
    KeyRequest {
        origin: origin.to_owned(),
        options: options.clone(),
        pin: pin.map(secret),
    }
}

fn creation() -> (Value, String) {
    let user = random_uuid(&SeededEntropy::new(1));
    site().start_registration(SITE, user, "alice", &[]).unwrap()
}

/// Registers a key; what the site stores of it.
async fn registered(desk: &Desk, id: i64, pin: Option<&str>) -> String {
    let (options, state) = creation();
    let answer = desk
        .register_key(id, &asked(SITE, &options, pin))
        .await
        .unwrap()
        .unwrap();
    let made = site().finish_registration(SITE, &state, answer).unwrap();
    assert_eq!(made.user_verified, pin.is_some());
    made.key
}

async fn touch(desk: &Desk, id: i64, stored: &mut String, pin: Option<&str>) -> Result<Authenticated, WebauthnError> {
    let keys = [stored.clone()];
    let (options, state) = site().start_authentication(SITE, &keys)?;
    let answer = desk
        .authenticate_key(id, &asked(SITE, &options, pin))
        .await
        .unwrap()
        .unwrap();
    let proof = site().finish_authentication(SITE, &state, answer, &keys)?;
    stored.clone_from(&proof.key);
    Ok(proof)
}

#[track_caller]
fn must_refuse<T>(result: Result<T, DeskError>, expected: SecurityKeyError) {
    match result {
        Err(DeskError::Key(refusal)) => assert_eq!(refusal, expected),
        Err(error) => panic!("{error}"),
        Ok(_) => panic!("expected {expected:?}, and the key answered"),
    }
}

async fn only_key(desk: &Desk) -> SecurityKeyView {
    let [key] = desk.security_keys().await.unwrap().try_into().ok().unwrap();
    key
}

#[tokio::test]
async fn a_key_is_registered_and_proves_itself_also_after_a_restart() {
    let home = Home::new();
    let desk = home.desk().await;
    let id = only_key(&desk).await.id;
    let mut stored = registered(&desk, id, None).await;
    let known = only_key(&desk).await.credentials;
    assert_eq!(
        (known[0].rp_id.as_str(), known[0].user_name.as_str()),
        ("aws.amazon.com", "alice")
    );

    let first = touch(&desk, id, &mut stored, None).await.unwrap();
    assert!(!first.user_verified);
    desk.close().await;
    // The counter goes on where it stood: a site must not take the key for its own copy.
    let desk = home.desk().await;
    let second = touch(&desk, id, &mut stored, None).await.unwrap();
    assert_eq!(second.counter, first.counter + 1);
    assert_eq!(only_key(&desk).await.credentials.len(), 1);
}

#[tokio::test]
async fn two_touches_at_once_count_twice() {
    let home = Home::new();
    let (desk, other) = (home.desk().await, home.desk().await);
    let id = only_key(&desk).await.id;
    let mut stored = registered(&desk, id, None).await;
    let before = touch(&desk, id, &mut stored, None).await.unwrap().counter;
    let (mut here, mut there) = (stored.clone(), stored);
    let (first, second) = tokio::join!(touch(&desk, id, &mut here, None), touch(&other, id, &mut there, None));
    let mut counters = [first.unwrap().counter, second.unwrap().counter];
    counters.sort_unstable();
    assert_eq!(counters, [before + 1, before + 2]);
}

#[tokio::test]
async fn a_pin_proves_the_person_and_three_wrong_ones_block_the_key() {
    let home = Home::new();
    let desk = home.desk().await;
    let id = desk
        .add_security_key("With PIN", Some(&secret("2580")))
        .await
        .unwrap()
        .id;
    let mut stored = registered(&desk, id, Some("2580")).await;
    assert!(touch(&desk, id, &mut stored, Some("2580")).await.unwrap().user_verified);

    let (options, _) = creation();
    let wrong = asked(SITE, &options, Some("0000"));
    for tries_left in [2, 1] {
        must_refuse(
            desk.register_key(id, &wrong).await,
            SecurityKeyError::PinWrong { tries_left },
        );
    }
    // Nothing typed is no try; the right PIN gives all tries back.
    for nothing in [None, Some("")] {
        must_refuse(
            desk.register_key(id, &asked(SITE, &options, nothing)).await,
            SecurityKeyError::PinNeeded,
        );
    }
    touch(&desk, id, &mut stored, Some("2580")).await.unwrap();
    must_refuse(
        desk.register_key(id, &wrong).await,
        SecurityKeyError::PinWrong { tries_left: 2 },
    );
    must_refuse(
        desk.register_key(id, &wrong).await,
        SecurityKeyError::PinWrong { tries_left: 1 },
    );
    // A restart gives none back.
    desk.close().await;
    let desk = home.desk().await;
    must_refuse(desk.register_key(id, &wrong).await, SecurityKeyError::PinBlocked);
    assert!(desk.security_keys().await.unwrap()[1].pin_blocked);
    for pin in [Some("2580"), Some("0000"), None] {
        must_refuse(
            desk.register_key(id, &asked(SITE, &options, pin)).await,
            SecurityKeyError::PinBlocked,
        );
    }
    home.pass(365 * 86400);
    must_refuse(
        desk.register_key(id, &asked(SITE, &options, Some("2580"))).await,
        SecurityKeyError::PinBlocked,
    );
    // A reset is a new key.
    desk.delete_security_key(id).await.unwrap();
    assert_eq!(desk.register_key(id, &wrong).await.unwrap(), None);
    assert_eq!(desk.authenticate_key(id, &wrong).await.unwrap(), None);
}

#[tokio::test]
async fn what_the_site_wants_to_know_decides_whether_a_pin_is_asked_for() {
    let home = Home::new();
    let desk = home.desk().await;
    let bare = only_key(&desk).await.id;
    let with_pin = desk
        .add_security_key("With PIN", Some(&secret("2580")))
        .await
        .unwrap()
        .id;
    let (mut options, _) = creation();
    must_refuse(
        desk.register_key(bare, &asked(SITE, &options, Some("2580"))).await,
        SecurityKeyError::NoPin,
    );
    options["authenticatorSelection"]["userVerification"] = json!("required");
    must_refuse(
        desk.register_key(bare, &asked(SITE, &options, None)).await,
        SecurityKeyError::CannotVerify,
    );
    must_refuse(
        desk.register_key(with_pin, &asked(SITE, &options, None)).await,
        SecurityKeyError::PinNeeded,
    );
    options["authenticatorSelection"]["userVerification"] = json!("discouraged");
    for key in [bare, with_pin] {
        let answer = desk.register_key(key, &asked(SITE, &options, None)).await.unwrap();
        assert!(answer.is_some());
    }
}

#[tokio::test]
async fn each_fault_is_refused_by_the_site_and_can_be_switched_off_again() {
    let home = Home::new();
    let desk = home.desk().await;
    let id = only_key(&desk).await.id;
    let mut stored = registered(&desk, id, None).await;
    touch(&desk, id, &mut stored, None).await.unwrap();
    let none = KeyFaults::default();
    for (faults, refusal) in [
        (
            KeyFaults {
                cloned_counter: true,
                ..none
            },
            WebauthnError::Counter,
        ),
        (
            KeyFaults {
                no_presence: true,
                ..none
            },
            WebauthnError::UserPresence,
        ),
        (
            KeyFaults {
                other_origin: true,
                ..none
            },
            WebauthnError::Origin,
        ),
    ] {
        desk.change_security_key(id, "Faulty", faults).await.unwrap();
        assert_eq!(touch(&desk, id, &mut stored, None).await.unwrap_err(), refusal);
        desk.change_security_key(id, "Mended", none).await.unwrap();
        touch(&desk, id, &mut stored, None).await.unwrap();
    }
}

#[tokio::test]
async fn a_key_that_came_in_a_parcel_signs_in_and_its_secrets_are_sealed() {
    let home = Home::new();
    let desk = home.desk().await;
    let (options, state) = creation();
    let (answer, material) = register(SITE, &options, &[], true).unwrap();
    let mut stored = site().finish_registration(SITE, &state, answer).unwrap().key;
    let material = serde_json::to_value(material).unwrap();
    let parcel = json!({
        "kind": "security-key", "name": "Company key", "note": "Bought by AnyCompany.", "pin": "planted-pin",
        "credentials": [material],
    });
    desk.receive(1, &parcel.to_string()).await.unwrap();
    let key = desk.security_keys().await.unwrap()[1].clone();
    assert_eq!(
        (key.name.as_str(), key.note.as_str(), key.has_pin),
        ("Company key", "Bought by AnyCompany.", true)
    );
    assert_eq!(key.credentials[0].user_name, "alice");
    assert!(
        touch(&desk, key.id, &mut stored, Some("planted-pin"))
            .await
            .unwrap()
            .user_verified
    );

    let private = material["privateKey"].as_str().unwrap();
    assert!(private.len() > 30);
    home.wrote("Company key");
    home.never_wrote(private.as_bytes());
    home.never_wrote(b"planted-pin");
    let shown = serde_json::to_string(&key).unwrap();
    assert!(!shown.contains("planted-pin") && !shown.contains(private), "{shown}");
}

#[tokio::test]
async fn credentials_and_pins_belong_to_their_key() {
    let home = Home::new();
    let desk = home.desk().await;
    let own = only_key(&desk).await.id;
    let other = desk
        .add_security_key("Known PIN", Some(&secret("1111")))
        .await
        .unwrap()
        .id;
    let locked = desk
        .add_security_key("Unknown PIN", Some(&secret("planted")))
        .await
        .unwrap()
        .id;
    registered(&desk, locked, Some("planted")).await;
    // Whoever writes into the file can take a credential to a key whose PIN they know; it does not open there.
    sqlx::query("UPDATE security_key_credentials SET key_id = ?1")
        .bind(other)
        .execute(&desk.pool)
        .await
        .unwrap();
    assert!(matches!(desk.security_keys().await, Err(DeskError::Seal(_))));
    sqlx::query("UPDATE security_key_credentials SET key_id = ?1")
        .bind(locked)
        .execute(&desk.pool)
        .await
        .unwrap();
    sqlx::query("UPDATE security_keys SET pin = (SELECT pin FROM security_keys WHERE id = ?1) WHERE id = ?2")
        .bind(other)
        .bind(locked)
        .execute(&desk.pool)
        .await
        .unwrap();
    let (options, _) = creation();
    let request = asked(SITE, &options, Some("1111"));
    assert!(matches!(
        desk.register_key(locked, &request).await,
        Err(DeskError::Seal(_))
    ));
    assert!(
        desk.register_key(own, &asked(SITE, &options, None))
            .await
            .unwrap()
            .is_some()
    );
}
