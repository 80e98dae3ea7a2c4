use secrecy::ExposeSecret as _;

use super::{Home, secret};
use crate::passwords::EntryKind;
use crate::{Desk, DeskError};

async fn revealed(desk: &Desk, id: i64) -> Option<String> {
    let password = desk.reveal_password(id).await.unwrap()?;
    Some(password.expose_secret().to_owned())
}

#[tokio::test]
async fn a_password_is_kept_updated_and_forgotten() {
    let home = Home::new();
    let desk = home.desk().await;
    let saved = desk
        .save_password(EntryKind::IamUser, Some("anycompany"), "alice", &secret("first"))
        .await
        .unwrap();
    assert!(saved.has_password);
    assert_eq!(saved.title, "alice @ anycompany");
    assert_eq!(saved.address, "https://anycompany.signin.aws.amazon.com/console");
    assert_eq!(revealed(&desk, saved.id).await.as_deref(), Some("first"));

    // User names are one name whatever their case; the entry keeps its number and its spelling.
    let changed = desk
        .save_password(EntryKind::IamUser, Some("anycompany"), "ALICE", &secret("second"))
        .await
        .unwrap();
    assert_eq!((changed.id, changed.sign_in_name.as_str()), (saved.id, "alice"));
    assert_eq!(changed.note, "Changed and saved by you.");
    assert_eq!(revealed(&desk, saved.id).await.as_deref(), Some("second"));

    desk.delete_password(saved.id).await.unwrap();
    assert_eq!(revealed(&desk, saved.id).await, None);
    assert_eq!(desk.passwords().await.unwrap(), []);
}

#[tokio::test]
async fn one_name_in_two_accounts_and_a_root_user_are_three_people() {
    let home = Home::new();
    let desk = home.desk().await;
    for (kind, account, name, password) in [
        (EntryKind::IamUser, Some("one"), "alice", "p1"),
        (EntryKind::IamUser, Some("two"), "alice", "p2"),
        (EntryKind::Root, None, "alice@example.com", "p3"),
    ] {
        desk.save_password(kind, account, name, &secret(password))
            .await
            .unwrap();
    }
    desk.close().await;
    let desk = home.desk().await;
    let entries = desk.passwords().await.unwrap();
    let mut passwords = Vec::new();
    for entry in &entries {
        passwords.push(revealed(&desk, entry.id).await.unwrap());
    }
    assert_eq!(passwords, ["p1", "p2", "p3"]);
    assert_eq!(entries[2].title, "Root user alice@example.com");
    assert_eq!(entries[2].account, None);
}

#[tokio::test]
async fn any_text_is_a_password() {
    let desk = Home::new().desk().await;
    for text in ["", " ", "pässwörd 🔑", "'; DROP TABLE passwords; --", "a\nb\0c"] {
        let entry = desk
            .save_password(EntryKind::IamUser, Some("anycompany"), "alice", &secret(text))
            .await
            .unwrap();
        assert_eq!(revealed(&desk, entry.id).await.as_deref(), Some(text));
    }
}

#[tokio::test]
async fn passwords_are_sealed_each_for_its_entry() {
    let home = Home::new();
    let desk = home.desk().await;
    let [low, high] = ["low", "high"].map(|name| (name, format!("planted-password-of-{name}")));
    let mut ids = Vec::new();
    for (name, password) in [&low, &high] {
        let entry = desk
            .save_password(EntryKind::IamUser, Some("anycompany"), name, &secret(password))
            .await
            .unwrap();
        ids.push(entry.id);
    }
    home.wrote("anycompany");
    home.never_wrote(b"planted-password");
    sqlx::query(
        "UPDATE passwords SET sealed = (SELECT sealed FROM passwords WHERE sign_in_name = 'high') WHERE sign_in_name = 'low'",
    )
    .execute(&desk.pool)
    .await
    .unwrap();
    assert!(matches!(desk.reveal_password(ids[0]).await, Err(DeskError::Seal(_))));
    assert_eq!(revealed(&desk, ids[1]).await, Some(high.1));
}
