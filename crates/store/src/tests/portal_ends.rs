//! When portal sessions end, and what their ends leave to sessions of applications.

use uuid::Uuid;
use vestibule_identity::identity_center::ids::ApplicationId;
use vestibule_identity::session::EndReason;

use super::directory::person;
use super::*;
use crate::identity_center::{
    NewApplicationSession, NewPortalSession, application_visits, directory_users, portal_sessions,
};

const REASON: EndReason = EndReason::EndedByAdministrator;

fn id(number: u8) -> Uuid {
    Uuid::from_bytes([number; 16])
}

/// Changes the file as no function of the store does.
async fn alter(store: &Store, statement: &'static str) {
    let mut tx = store.write().await.unwrap();
    sqlx::raw_sql(statement).execute(tx.connection()).await.unwrap();
    tx.commit().await.unwrap();
}

/// Mary's portal sessions, from second 100 to these, each with a session of an application that began with it.
async fn with(ends: &[i64]) -> (Disk, Store) {
    let disk = Disk::new();
    let store = disk.store().await;
    let mary = person("mary", "Mary", "mary@example.com");
    commit!(store, directory_users::insert, &mary).unwrap();
    alter(
        &store,
        "INSERT INTO applications (id, name, name_folded, description, enabled, requires_assignment, sign_in, attributes, sealed_key, created_at, updated_at) VALUES ('apl-1', 'a', 'a', '', 1, 1, '{}', '[]', x'00', 0, 0)",
    )
    .await;
    for (number, expires) in (1_u8..).zip(ends) {
        let portal = NewPortalSession {
            id: id(number),
            token_hash: [number; 32],
            user: mary.id.clone(),
            mfa: None,
            tags: BTreeMap::new(),
            created_at: at(100),
            expires_at: at(*expires),
            source_ip: "127.0.0.1".to_owned(),
            user_agent: "Browser".to_owned(),
        };
        commit!(store, portal_sessions::insert, &portal).unwrap();
        let application = ApplicationId::stored("apl-1".to_owned());
        let visit = NewApplicationSession {
            token_hash: [number; 32],
            application: &application,
            portal_session: id(number),
            code_hash: None,
            claims: "{}".to_owned(),
            at: at(100),
        };
        commit!(store, application_visits::begin, visit).unwrap();
    }
    (disk, store)
}

/// When the portal session of this application's session is over.
async fn portal_end(store: &Store, number: u8) -> Option<Timestamp> {
    read!(store, application_visits::session, &[number; 32])
        .unwrap()
        .portal_end
}

async fn delete_mary(store: &Store) {
    let mary = person("mary", "Mary", "mary@example.com").id;
    commit!(store, directory_users::delete, &mary).unwrap();
    assert!(read!(store, portal_sessions::by_id, id(1)).is_none());
}

#[tokio::test]
async fn an_expired_session_ended_when_it_expired() {
    let mary = person("mary", "Mary", "mary@example.com").id;
    let (_disk, store) = with(&[200, 200, 200, 400]).await;
    commit!(store, portal_sessions::end, id(1), at(300), REASON).unwrap();
    commit!(store, portal_sessions::end_all_of, &mary, Some(id(3)), at(300), REASON).unwrap();
    commit!(store, portal_sessions::end_everyones, at(310), REASON).unwrap();
    for (number, end) in [(1, 200), (2, 200), (3, 200), (4, 300)] {
        // However far the clock goes back.
        assert!(read!(store, portal_sessions::by_id, id(number)).unwrap().span.ended);
        assert_eq!(portal_end(&store, number).await, Some(at(end)), "{number}");
    }
    delete_mary(&store).await;
    for (number, end) in [(1, 200), (2, 200), (3, 200), (4, 300)] {
        assert_eq!(portal_end(&store, number).await, Some(at(end)), "{number}");
    }
}

#[tokio::test]
async fn a_session_that_is_deleted_ended_when_it_was_used_last_at_the_latest_when_it_expired() {
    let (_disk, store) = with(&[200, 200, 200, 200]).await;
    commit!(store, portal_sessions::touch, id(1), at(150)).unwrap();
    commit!(store, portal_sessions::touch, id(2), at(250)).unwrap();
    commit!(store, portal_sessions::end, id(3), at(170), REASON).unwrap();
    alter(
        &store,
        "UPDATE portal_sessions SET ended_at = 300000 WHERE token_hash = (SELECT max(token_hash) FROM portal_sessions)",
    )
    .await;
    delete_mary(&store).await;
    for (number, end) in [(1, 150), (2, 200), (3, 170), (4, 200)] {
        assert_eq!(portal_end(&store, number).await, Some(at(end)), "{number}");
    }
}

#[tokio::test]
async fn a_clock_moved_back_takes_ends_and_uses_of_the_future_along() {
    let (_disk, store) = with(&[10_000, 10_000, 10_000]).await;
    commit!(store, portal_sessions::touch, id(1), at(5_000)).unwrap();
    commit!(store, portal_sessions::end, id(2), at(5_000), REASON).unwrap();
    commit!(store, portal_sessions::touch, id(3), at(140)).unwrap();
    commit!(store, portal_sessions::end_future, at(150)).unwrap();
    let seen = async |number| read!(store, portal_sessions::by_id, id(number)).unwrap().last_seen_at;
    assert_eq!([seen(1).await, seen(3).await], [at(150), at(140)]);
    assert_eq!(portal_end(&store, 1).await, Some(at(10_000)), "it lives");
    delete_mary(&store).await;
    for (number, end) in [(1, 150), (2, 150), (3, 140)] {
        assert_eq!(portal_end(&store, number).await, Some(at(end)), "{number}");
    }
}

#[tokio::test]
async fn an_older_store_opens_and_what_deleted_people_left_in_it_is_over() {
    let (disk, store) = with(&[200, 200]).await;
    alter(
        &store,
        "DELETE FROM _sqlx_migrations WHERE version = 10;
         DROP TRIGGER portal_sessions_leave_applications;
         CREATE TRIGGER portal_sessions_leave_applications AFTER DELETE ON portal_sessions BEGIN
           UPDATE application_sessions SET portal_ended_at = coalesce(OLD.ended_at, min(OLD.expires_at, OLD.last_seen_at))
             WHERE portal_session = OLD.id;
         END;
         UPDATE portal_sessions SET ended_at = 900000;
         DELETE FROM portal_sessions WHERE token_hash = (SELECT min(token_hash) FROM portal_sessions)",
    )
    .await;
    assert_eq!(portal_end(&store, 1).await, Some(at(900)));
    store.close().await;
    let store = disk.store().await;
    assert_eq!(read!(store, application_visits::session, &[1; 32]), None);
    assert_eq!(portal_end(&store, 2).await, Some(at(200)));
    delete_mary(&store).await;
    assert_eq!(portal_end(&store, 2).await, Some(at(200)));
}
