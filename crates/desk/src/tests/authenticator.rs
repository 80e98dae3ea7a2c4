use serde_json::json;

use super::{Home, RFC_BYTES, RFC_KEY, must_blame, secret};
use crate::authenticator::{AuthenticatorEntry, NewAuthenticatorEntry};
use crate::{Desk, DeskError};

fn scanned(otpauth: &str) -> NewAuthenticatorEntry {
    NewAuthenticatorEntry {
        otpauth: Some(secret(otpauth)),
        secret: None,
        name: None,
    }
}

fn typed(key: &str, name: Option<&str>) -> NewAuthenticatorEntry {
    NewAuthenticatorEntry {
        otpauth: None,
        secret: Some(secret(key)),
        name: name.map(str::to_owned),
    }
}

async fn added(desk: &Desk, new: NewAuthenticatorEntry) -> AuthenticatorEntry {
    desk.add_authenticator_entry(new).await.unwrap()
}

async fn code(desk: &Desk) -> String {
    desk.authenticator().await.unwrap().entries[0].code.clone()
}

#[tokio::test]
async fn codes_are_those_of_rfc_6238() {
    // Appendix B, the last six of eight digits.
    let home = Home::at("1970-01-01T00:00:59Z");
    let desk = home.desk().await;
    added(&desk, typed(RFC_KEY, Some("rfc"))).await;
    for (time, expected) in [
        ("1970-01-01T00:00:59Z", "287082"),
        ("2005-03-18T01:58:29Z", "081804"),
        ("2005-03-18T01:58:31Z", "050471"),
        ("2009-02-13T23:31:30Z", "005924"),
        ("2033-05-18T03:33:20Z", "279037"),
        ("2603-10-11T11:33:20Z", "353130"),
    ] {
        home.clock.set_wall(time);
        assert_eq!(code(&desk).await, expected, "{time}");
    }
}

#[tokio::test]
async fn a_code_rolls_into_the_next_when_its_step_ends() {
    let home = Home::at("2005-03-18T01:58:29.900Z");
    let desk = home.desk().await;
    added(&desk, typed(RFC_KEY, Some("rfc"))).await;
    let screen = desk.authenticator().await.unwrap();
    let [entry] = screen.entries.try_into().ok().unwrap();
    assert_eq!(screen.now, home.now());
    assert_eq!((entry.code.as_str(), entry.next_code.as_str()), ("081804", "050471"));
    assert_eq!(entry.step_ends_at.to_string(), "2005-03-18T01:58:30Z");
    home.clock.set_wall("2005-03-18T01:58:30Z");
    let entry = desk.authenticator().await.unwrap().entries[0].clone();
    assert_eq!(entry.code, "050471");
    assert_eq!(entry.step_ends_at.to_string(), "2005-03-18T01:59:00Z");
}

#[tokio::test]
async fn a_phone_whose_clock_is_wrong_shows_codes_of_another_time() {
    let home = Home::at("2005-03-18T01:58:00Z");
    let desk = home.desk().await;
    let entry = added(&desk, typed(RFC_KEY, Some("rfc"))).await;
    assert_eq!(entry.drift_seconds, 0);
    let ahead = desk
        .change_authenticator_entry(entry.id, "rfc", 31)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(ahead.code, "050471");
    // It rolls 31 seconds early: at its own 01:59:00.
    assert_eq!(ahead.step_ends_at.to_string(), "2005-03-18T01:58:29Z");
    let behind = desk
        .change_authenticator_entry(entry.id, "rfc", -3600)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(behind.drift_seconds, -3600);
    assert_eq!(behind.step_ends_at.to_string(), "2005-03-18T01:58:30Z");
    home.clock.set_wall("2005-03-18T02:58:29Z");
    assert_eq!(code(&desk).await, "081804");

    for drift in [-3601, 3601, i64::MIN, i64::MAX] {
        must_blame(
            desk.change_authenticator_entry(entry.id, "rfc", drift).await,
            "driftSeconds",
        );
    }
    assert_eq!(desk.authenticator().await.unwrap().entries[0].drift_seconds, -3600);
}

#[tokio::test]
async fn keys_are_taken_as_people_type_them() {
    let home = Home::at("1970-01-01T00:00:59Z");
    let desk = home.desk().await;
    for text in [
        RFC_KEY,
        "gezdgnbvgy3tqojqgezdgnbvgy3tqojq",
        " GEZD GNBV GY3T QOJQ GEZD GNBV GY3T QOJQ\n",
        "gezd-gnbv-gy3t-qojq-gezd-gnbv-gy3t-qojq",
    ] {
        let entry = added(&desk, typed(text, Some(" My phone "))).await;
        assert_eq!(
            (entry.account.as_str(), entry.code.as_str()),
            ("My phone", "287082"),
            "{text}"
        );
        assert_eq!(entry.issuer, "");
    }
    // Padding: 16 bytes are 26 letters and six signs.
    let padded = added(&desk, typed("GEZDGNBVGY3TQOJQGEZDGNBVGY======", Some("padded"))).await;
    let bare = added(&desk, typed("GEZDGNBVGY3TQOJQGEZDGNBVGY", Some("bare"))).await;
    assert_eq!(padded.code, bare.code);

    for (key, words) in [
        ("", "not whole"),
        ("GEZD", "not whole"),
        (&RFC_KEY[..31], "not whole"),
        (&RFC_KEY.repeat(4), "not whole"),
        ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJ1", "A to Z"),
        ("GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJÄ", "A to Z"),
        ("ＧEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ", "A to Z"),
    ] {
        let message = must_blame(desk.add_authenticator_entry(typed(key, Some("x"))).await, "secret");
        assert!(message.contains(words), "{key}: {message}");
        assert!(key.is_empty() || !message.contains(key), "{message}");
    }
    for name in [None, Some(""), Some("  "), Some("a\nb")] {
        must_blame(desk.add_authenticator_entry(typed(RFC_KEY, name)).await, "name");
    }
    must_blame(
        desk.add_authenticator_entry(typed(RFC_KEY, Some(&"x".repeat(201))))
            .await,
        "name",
    );
}

#[tokio::test]
async fn set_up_codes_are_read_in_all_their_spellings() {
    let home = Home::at("1970-01-01T00:00:59Z");
    let desk = home.desk().await;
    for (text, issuer, account) in [
        // As the service draws it.
        (
            "otpauth://totp/phone%40alice@anycompany?secret=KEY",
            "",
            "phone@alice@anycompany",
        ),
        (
            "otpauth://totp/my%20phone@111122223333?secret=KEY",
            "",
            "my phone@111122223333",
        ),
        ("otpauth://totp/a%2Bb%26c%3Dd+e@x?secret=KEY", "", "a+b&c=d+e@x"),
        // As others do.
        (
            "otpauth://totp/AWS:alice?secret=KEY&issuer=Amazon%20Web%20Services",
            "Amazon Web Services",
            "alice",
        ),
        ("otpauth://totp/AWS%3A%20alice?secret=KEY", "AWS", "alice"),
        (
            "otpauth://totp/z%C3%BCrich?secret=KEY&issuer=&image=https%3A%2F%2Fx",
            "",
            "zürich",
        ),
        (
            "OTPAUTH://TOTP/alice?SECRET=KEY&Algorithm=sha1&digits=6&period=30",
            "",
            "alice",
        ),
        (
            "  otpauth://totp/alice?period=30&digits=6&algorithm=SHA1&secret=KEY\n",
            "",
            "alice",
        ),
    ] {
        let entry = added(&desk, scanned(&text.replace("KEY", RFC_KEY))).await;
        assert_eq!(
            (entry.issuer.as_str(), entry.account.as_str()),
            (issuer, account),
            "{text}"
        );
        assert_eq!(entry.code, "287082", "{text}");
    }
    let lower = "otpauth://totp/alice?secret=gezd%20gnbv+gy3tqojqgezdgnbvgy3tqojq";
    assert_eq!(added(&desk, scanned(lower)).await.code, "287082");
    // A name of one's own beats the code's.
    let named = NewAuthenticatorEntry {
        name: Some("Old phone".to_owned()),
        ..scanned(&format!("otpauth://totp/alice?secret={RFC_KEY}"))
    };
    assert_eq!(added(&desk, named).await.account, "Old phone");
}

#[tokio::test]
async fn what_the_app_cannot_do_is_refused_by_name() {
    let desk = Home::new().desk().await;
    for (text, words) in [
        ("otpauth://hotp/alice?secret=KEY&counter=1", "hotp"),
        ("otpauth://totp/alice?secret=KEY&digits=8", "digits"),
        ("otpauth://totp/alice?secret=KEY&digits=06", "digits"),
        ("otpauth://totp/alice?secret=KEY&period=60", "period"),
        ("otpauth://totp/alice?secret=KEY&period=", "period"),
        ("otpauth://totp/alice?secret=KEY&algorithm=SHA256", "algorithm"),
        ("otpauth://totp/alice?secret=KEY&algorithm=MD5", "algorithm"),
        ("otpauth://totp/alice", "one secret"),
        ("otpauth://totp/alice?secret=", "not whole"),
        ("otpauth://totp/alice?secret=KEY&secret=KEY", "one secret"),
        ("otpauth://totp/alice?secret=KEY1", "A to Z"),
        ("otpauth://totp/?secret=KEY", "label"),
        ("otpauth://totp?secret=KEY", "label"),
        ("otpauth://totp/AWS:?secret=KEY", "label"),
        ("otpauth://totp/a%0Ab?secret=KEY", "label"),
        ("otpauth://totp/alice?secret=KEY&issuer=a%00b", "issuer"),
        ("otpauth://steam/alice?secret=KEY", "authenticator app"),
        ("otpauth-migration://offline?data=KEY", "authenticator app"),
        ("https://signin.aws.amazon.com/?secret=KEY", "authenticator app"),
        ("KEY", "authenticator app"),
        ("", "authenticator app"),
    ] {
        let text = text.replace("KEY", RFC_KEY);
        let message = must_blame(desk.add_authenticator_entry(scanned(&text)).await, "otpauth");
        assert!(message.contains(words), "{text}: {message}");
        assert!(!message.contains(RFC_KEY), "{message}");
    }
    let long = format!("otpauth://totp/{}?secret={RFC_KEY}", "x".repeat(201));
    must_blame(desk.add_authenticator_entry(scanned(&long)).await, "otpauth");
    // Neither, and both.
    for (otpauth, key) in [(None, None), (Some("otpauth://totp/a"), Some(RFC_KEY))] {
        let new = NewAuthenticatorEntry {
            otpauth: otpauth.map(secret),
            secret: key.map(secret),
            name: Some("x".to_owned()),
        };
        must_blame(desk.add_authenticator_entry(new).await, "secret");
    }
    assert!(desk.authenticator().await.unwrap().entries.is_empty());
}

#[tokio::test]
async fn entries_survive_a_restart_and_are_renamed_and_deleted() {
    let home = Home::at("1970-01-01T00:00:59Z");
    let desk = home.desk().await;
    let entry = added(&desk, typed(RFC_KEY, Some("phone"))).await;
    let other = added(&desk, typed("GEZDGNBVGY3TQOJQGEZDGNBVGY", Some("tablet"))).await;
    let renamed = desk
        .change_authenticator_entry(entry.id, " My phone ", 90)
        .await
        .unwrap()
        .unwrap();
    assert_eq!(renamed.account, "My phone");
    desk.close().await;

    let desk = home.desk().await;
    let entries = desk.authenticator().await.unwrap().entries;
    assert_eq!(
        entries.iter().map(|entry| entry.id).collect::<Vec<_>>(),
        [entry.id, other.id]
    );
    assert!(entries[0] == renamed);
    must_blame(desk.change_authenticator_entry(entry.id, "", 0).await, "name");
    desk.delete_authenticator_entry(entry.id).await.unwrap();
    desk.delete_authenticator_entry(entry.id).await.unwrap();
    assert!(
        desk.change_authenticator_entry(entry.id, "phone", 0)
            .await
            .unwrap()
            .is_none()
    );
    let entries = desk.authenticator().await.unwrap().entries;
    assert_eq!(entries.iter().map(|entry| entry.id).collect::<Vec<_>>(), [other.id]);
}

#[tokio::test]
async fn seeds_are_sealed_each_for_its_entry_and_stay() {
    let home = Home::new();
    let desk = home.desk().await;
    added(
        &desk,
        scanned(&format!("otpauth://totp/alice@anycompany?secret={RFC_KEY}")),
    )
    .await;
    added(&desk, typed("GEZDGNBVGY3TQOJQGEZDGNBVGY", Some("tablet"))).await;
    home.wrote("alice@anycompany");
    home.never_wrote(RFC_KEY.as_bytes());
    home.never_wrote(RFC_BYTES);
    let shown = serde_json::to_string(&json!(desk.authenticator().await.unwrap())).unwrap();
    assert!(!shown.contains(RFC_KEY) && !shown.contains("GEZD"), "{shown}");

    sqlx::query("UPDATE authenticator SET sealed = (SELECT sealed FROM authenticator WHERE id = 2) WHERE id = 1")
        .execute(&desk.pool)
        .await
        .unwrap();
    assert!(matches!(desk.authenticator().await, Err(DeskError::Seal(_))));
}
