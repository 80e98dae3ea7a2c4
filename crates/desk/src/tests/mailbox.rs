use serde_json::json;

use super::Home;
use crate::{Desk, DeskError};

async fn mail(desk: &Desk, number: i64, subject: &str) {
    let parcel = json!({
        "kind": "mail", "from": "no-reply@signin.aws", "to": "root@anycompany.example", "subject": subject,
        "body": format!("planted body of {subject}"), "sentAt": "2026-03-01T12:00:00Z",
        "links": [{ "label": "Reset password", "address": format!("https://signin.aws.amazon.com/?token=planted-{number}") }],
    });
    desk.receive(number, &parcel.to_string()).await.unwrap();
}

#[tokio::test]
async fn mail_comes_newest_first_and_is_read_once_opened() {
    let home = Home::new();
    let desk = home.desk().await;
    mail(&desk, 1, "first").await;
    mail(&desk, 2, "second").await;
    let list = desk.mail().await.unwrap();
    let subjects: Vec<_> = list.iter().map(|mail| (mail.subject.as_str(), mail.read)).collect();
    assert_eq!(subjects, [("second", false), ("first", false)]);

    let opened = desk.read_mail(list[1].id).await.unwrap().unwrap();
    assert_eq!(opened.body, "planted body of first");
    assert_eq!(
        opened.links[0].address,
        "https://signin.aws.amazon.com/?token=planted-1"
    );
    assert_eq!(opened.received_at, home.now());
    desk.close().await;

    let desk = home.desk().await;
    let read: Vec<_> = desk.mail().await.unwrap().iter().map(|mail| mail.read).collect();
    assert_eq!(read, [false, true]);
    desk.delete_mail(opened.id).await.unwrap();
    assert_eq!(desk.read_mail(opened.id).await.unwrap(), None);
    assert_eq!(desk.mail().await.unwrap().len(), 1);
}

#[tokio::test]
async fn bodies_and_links_are_sealed_each_for_its_mail() {
    let home = Home::new();
    let desk = home.desk().await;
    mail(&desk, 1, "first").await;
    mail(&desk, 2, "second").await;
    home.wrote("no-reply@signin.aws");
    home.never_wrote(b"planted");
    sqlx::query("UPDATE mail SET sealed = (SELECT sealed FROM mail WHERE id = 2) WHERE id = 1")
        .execute(&desk.pool)
        .await
        .unwrap();
    assert!(matches!(desk.read_mail(1).await, Err(DeskError::Seal(_))));
}
