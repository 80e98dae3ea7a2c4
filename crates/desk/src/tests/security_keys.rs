use super::{Home, must_blame, secret};
use crate::security_keys::KeyFaults;

#[tokio::test]
async fn everyone_has_a_key_until_they_throw_it_away() {
    let home = Home::new();
    let desk = home.desk().await;
    let [key] = desk.security_keys().await.unwrap().try_into().ok().unwrap();
    assert_eq!(
        (key.name.as_str(), key.has_pin, key.pin_blocked),
        ("My security key", false, false)
    );
    assert_eq!(key.faults, KeyFaults::default());
    desk.delete_security_key(key.id).await.unwrap();
    desk.delete_security_key(key.id).await.unwrap();
    desk.close().await;
    assert_eq!(home.desk().await.security_keys().await.unwrap(), []);
}

#[tokio::test]
async fn keys_are_added_renamed_and_made_to_do_wrong() {
    let home = Home::new();
    let desk = home.desk().await;
    let key = desk.add_security_key(" Spare ", Some(&secret("1234"))).await.unwrap();
    assert_eq!((key.name.as_str(), key.has_pin), ("Spare", true));
    let faults = KeyFaults {
        cloned_counter: true,
        no_presence: false,
        other_origin: true,
    };
    let changed = desk
        .change_security_key(key.id, "Faulty", faults)
        .await
        .unwrap()
        .unwrap();
    assert_eq!((changed.name.as_str(), changed.faults), ("Faulty", faults));
    assert!(changed.has_pin);
    desk.close().await;
    let desk = home.desk().await;
    assert_eq!(desk.security_keys().await.unwrap()[1], changed);
    assert_eq!(desk.change_security_key(99, "x", faults).await.unwrap(), None);
    for name in ["", "  ", "a\tb", &"x".repeat(65)] {
        must_blame(desk.add_security_key(name, None).await, "name");
        must_blame(desk.change_security_key(key.id, name, faults).await, "name");
    }
}

#[tokio::test]
async fn pins_have_four_to_sixty_three_characters() {
    let home = Home::new();
    let desk = home.desk().await;
    for pin in ["123", "äöü", &"1".repeat(64), &"ä".repeat(32)] {
        must_blame(desk.add_security_key("x", Some(&secret(pin))).await, "pin");
    }
    for pin in ["planted-pin-1", "äöüß", &"1".repeat(63), "    "] {
        assert!(desk.add_security_key("x", Some(&secret(pin))).await.unwrap().has_pin);
    }
    assert!(!desk.add_security_key("x", Some(&secret(""))).await.unwrap().has_pin);
    home.wrote("My security key");
    home.never_wrote(b"planted-pin");
}
