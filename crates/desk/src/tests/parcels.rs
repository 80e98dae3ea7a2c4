use serde_json::{Value, json};

use super::{Home, RFC_KEY, secret};
use crate::phone::NUMBER;
use crate::{Desk, DeskError};

fn one_of_each() -> Vec<Value> {
    vec![
        json!({
            "kind": "credential", "identity": "iam-user", "account": "anycompany", "accountName": "AnyCompany",
            "signInName": "alice", "password": "planted-password", "note": "", "title": "alice", "address": "",
        }),
        json!({
            "kind": "mail", "from": "a", "to": "b", "subject": "c", "body": "d", "links": [],
            "sentAt": "2026-03-01T12:00:00Z",
        }),
        json!({ "kind": "authenticator-seed", "otpauth": format!("otpauth://totp/phone@alice?secret={RFC_KEY}"), "driftSeconds": 600 }),
        json!({ "kind": "hardware-token", "serial": "GAHT12345678", "label": "Fob", "secret": RFC_KEY }),
        json!({ "kind": "security-key", "name": "Company key", "note": "Bought by AnyCompany.", "pin": "1234", "credentials": [] }),
        json!({ "kind": "phone-call", "call": "token", "from": "AWS", "to": NUMBER, "sentAt": "2026-03-01T12:00:00Z" }),
    ]
}

/// Passwords, mails, entries, tokens, keys, calls.
async fn counts(desk: &Desk) -> [usize; 6] {
    [
        desk.passwords().await.unwrap().len(),
        desk.mail().await.unwrap().len(),
        desk.authenticator().await.unwrap().entries.len(),
        desk.tokens().await.unwrap().len(),
        desk.security_keys().await.unwrap().len(),
        desk.calls().await.unwrap().len(),
    ]
}

#[tokio::test]
async fn a_parcel_seen_twice_is_taken_once() {
    let home = Home::new();
    let desk = home.desk().await;
    for (number, parcel) in (1..).zip(one_of_each()) {
        for _ in 0..2 {
            desk.receive(number, &parcel.to_string()).await.unwrap();
        }
    }
    assert_eq!(counts(&desk).await, [1, 1, 1, 1, 2, 1]);
    desk.close().await;
    // Not after a restart either, nor by another process.
    let (desk, other) = (home.desk().await, home.desk().await);
    for desk in [&desk, &other] {
        for (number, parcel) in (1..).zip(one_of_each()) {
            desk.receive(number, &parcel.to_string()).await.unwrap();
        }
    }
    assert_eq!(counts(&desk).await, [1, 1, 1, 1, 2, 1]);
    let entry = desk.authenticator().await.unwrap().entries[0].clone();
    assert_eq!((entry.account.as_str(), entry.drift_seconds), ("phone@alice", 600));
}

#[tokio::test]
async fn two_processes_at_once_take_a_parcel_once() {
    let home = Home::new();
    let (desk, other) = (home.desk().await, home.desk().await);
    for number in 1..20 {
        let parcel = one_of_each()[1].to_string();
        let (here, there) = tokio::join!(desk.receive(number, &parcel), other.receive(number, &parcel));
        here.unwrap();
        there.unwrap();
    }
    assert_eq!(desk.mail().await.unwrap().len(), 19);
}

#[tokio::test]
async fn a_parcel_that_cannot_be_read_is_not_taken() {
    let home = Home::new();
    let desk = home.desk().await;
    for parcel in [
        json!({ "kind": "from-the-future" }),
        json!({ "kind": "mail" }),
        json!({ "kind": "authenticator-seed", "otpauth": "planted", "driftSeconds": 0 }),
        json!({ "kind": "authenticator-seed", "otpauth": format!("otpauth://totp/a?secret={RFC_KEY}"), "driftSeconds": 3601 }),
        json!({ "kind": "hardware-token", "serial": "A", "label": "", "secret": "planted" }),
        json!({ "kind": "security-key", "name": "A", "note": "", "pin": "1", "credentials": [] }),
        json!({ "kind": "security-key", "name": "A", "note": "", "pin": null, "credentials": [{ "planted": 1 }] }),
    ] {
        let error = desk.receive(1, &parcel.to_string()).await.unwrap_err();
        assert!(!error.to_string().contains("planted"), "{error}");
    }
    assert!(matches!(desk.receive(1, "no JSON").await, Err(DeskError::Encoding(_))));
    assert_eq!(counts(&desk).await, [0, 0, 0, 0, 1, 0]);
    // The number is still free.
    desk.receive(1, &one_of_each()[1].to_string()).await.unwrap();
    assert_eq!(counts(&desk).await, [0, 1, 0, 0, 1, 0]);
}

#[tokio::test]
async fn a_new_world_takes_everything_and_brings_a_key() {
    let home = Home::new();
    let desk = home.desk().await;
    let shipped = desk.security_keys().await.unwrap();
    for (number, parcel) in (1..).zip(one_of_each()) {
        desk.receive(number, &parcel.to_string()).await.unwrap();
    }
    desk.add_security_key("Another", Some(&secret("1234"))).await.unwrap();
    desk.store_cookies("https://signin.aws.amazon.com", &["a=1; Path=/"])
        .await
        .unwrap();
    desk.receive(
        100,
        r#"{"kind":"new-world","worldId":"00000000-0000-0000-0000-000000000000"}"#,
    )
    .await
    .unwrap();
    assert_eq!(counts(&desk).await, [0, 0, 0, 0, 1, 0]);
    assert_eq!(desk.cookies().await.unwrap(), []);
    let [key] = desk.security_keys().await.unwrap().try_into().ok().unwrap();
    assert_eq!((key.name.as_str(), key.has_pin), ("My security key", false));
    // The same key that came with the desk itself, but for its number.
    assert_ne!(key.id, shipped[0].id);
    assert_eq!((&key.name, &key.note), (&shipped[0].name, &shipped[0].note));
}
