//! Console sessions.

use uuid::Uuid;
use vestibule_identity::session::{EndReason, SessionState};

use super::*;
use crate::sessions::{NewSession, by_token, end, end_all_of, end_future, insert, live_of, touch};

fn session(number: u8, principal: &Principal, from: i64, to: i64) -> NewSession {
    NewSession {
        id: Uuid::from_bytes([number; 16]),
        token_hash: [number; 32],
        principal: principal.clone(),
        mfa: None,
        federation: None,
        created_at: at(from),
        expires_at: at(to),
        source_ip: "127.0.0.1".to_owned(),
        user_agent: format!("Browser/{number}"),
    }
}

async fn with(sessions: &[NewSession]) -> (Disk, Store) {
    let disk = Disk::new();
    let store = disk.store().await;
    for session in sessions {
        commit!(store, insert, session).unwrap();
    }
    (disk, store)
}

async fn live(store: &Store, principal: &Principal, now: i64) -> Vec<u8> {
    let rows = read!(store, live_of, principal, at(now));
    rows.iter().map(|row| row.id.as_bytes()[0]).collect()
}

/// When and why, as stored.
async fn ending(store: &Store, number: u8) -> Option<(i64, String)> {
    sqlx::query_as("SELECT ended_at, end_reason FROM sessions WHERE id = ?1 AND ended_at IS NOT NULL")
        .bind(Uuid::from_bytes([number; 16]))
        .fetch_optional(store.read().await.unwrap().connection())
        .await
        .unwrap()
}

#[tokio::test]
async fn a_session_is_found_by_its_token_alone() {
    let alice = principal(&user(1, 1, "alice"));
    let (_disk, store) = with(&[session(1, &alice, 100, 200)]).await;
    let found = read!(store, by_token, &[1; 32]).unwrap();
    assert_eq!(found.id, Uuid::from_bytes([1; 16]));
    assert_eq!(found.principal, alice);
    assert_eq!(
        (found.source_ip.as_str(), found.user_agent.as_str()),
        ("127.0.0.1", "Browser/1")
    );
    assert_eq!((found.span.created_at, found.span.expires_at), (at(100), at(200)));
    assert!(!found.span.ended);
    assert_eq!(found.last_seen_at, at(100));
    let mut nearly = [1; 32];
    nearly[31] = 0;
    assert!(read!(store, by_token, &nearly).is_none());
}

#[tokio::test]
async fn token_and_id_are_unique() {
    let alice = principal(&user(1, 1, "alice"));
    let (_disk, store) = with(&[session(1, &alice, 100, 200)]).await;
    for second in [
        NewSession {
            id: Uuid::from_bytes([2; 16]),
            ..session(1, &alice, 100, 200)
        },
        NewSession {
            token_hash: [2; 32],
            ..session(1, &alice, 100, 200)
        },
    ] {
        let refused = commit!(store, insert, &second).unwrap_err();
        assert!(matches!(refused, StoreError::Conflict), "{refused:?}");
    }
    commit!(store, insert, &session(2, &alice, 100, 200)).unwrap();
}

#[tokio::test]
async fn using_one_session_moves_its_last_use_only() {
    let alice = principal(&user(1, 1, "alice"));
    let (_disk, store) = with(&[session(1, &alice, 100, 200), session(2, &alice, 100, 200)]).await;
    commit!(store, touch, Uuid::from_bytes([1; 16]), at(150)).unwrap();
    let row = read!(store, by_token, &[1; 32]).unwrap();
    assert_eq!(
        (row.last_seen_at, row.span.created_at, row.span.expires_at),
        (at(150), at(100), at(200))
    );
    assert_eq!(read!(store, by_token, &[2; 32]).unwrap().last_seen_at, at(100));
}

#[tokio::test]
async fn an_ended_session_keeps_its_first_reason() {
    let alice = principal(&user(1, 1, "alice"));
    let (_disk, store) = with(&[session(1, &alice, 100, 200), session(2, &alice, 100, 200)]).await;
    commit!(store, end, Uuid::from_bytes([1; 16]), at(120), EndReason::SignedOut).unwrap();
    commit!(store, end, Uuid::from_bytes([1; 16]), at(130), EndReason::Expired).unwrap();
    let others = commit!(store, end_all_of, &alice, None, at(140), EndReason::PasswordChanged).unwrap();
    assert_eq!(others, 1, "only the second was live");
    assert_eq!(ending(&store, 1).await, Some((120_000, "\"signed-out\"".to_owned())));
    assert_eq!(
        ending(&store, 2).await,
        Some((140_000, "\"password-changed\"".to_owned()))
    );
    let row = read!(store, by_token, &[1; 32]).unwrap();
    assert_eq!(row.span.state_at(at(150)), SessionState::Ended, "found, but ended");
}

#[tokio::test]
async fn all_of_one_principal_end_but_the_one_excepted() {
    let (alice, bob) = (principal(&user(1, 1, "alice")), principal(&user(2, 1, "bob")));
    let (_disk, store) = with(&[
        session(1, &alice, 100, 200),
        session(2, &alice, 101, 200),
        session(3, &alice, 102, 200),
        session(4, &bob, 100, 200),
        session(5, &root(1), 100, 200),
        session(6, &root(2), 100, 200),
    ])
    .await;
    let kept = Some(Uuid::from_bytes([2; 16]));
    let ended = commit!(store, end_all_of, &alice, kept, at(150), EndReason::PasswordChanged).unwrap();
    assert_eq!(ended, 2);
    assert_eq!(live(&store, &alice, 160).await, [2]);
    assert_eq!(live(&store, &bob, 160).await, [4]);
    assert_eq!(live(&store, &root(1), 160).await, [5]);

    let ended = commit!(store, end_all_of, &root(1), None, at(150), EndReason::PasswordRecovered).unwrap();
    assert_eq!(ended, 1, "root's own, no user's and no other account's");
    assert_eq!(live(&store, &root(1), 160).await, Vec::<u8>::new());
    assert_eq!(live(&store, &root(2), 160).await, [6]);
    assert_eq!(live(&store, &alice, 160).await, [2]);
}

#[tokio::test]
async fn live_sessions_have_begun_and_not_run_out_newest_first() {
    let alice = principal(&user(1, 1, "alice"));
    let (_disk, store) = with(&[
        session(1, &alice, 100, 200),
        session(2, &alice, 150, 250),
        session(3, &alice, 120, 220),
    ])
    .await;
    assert_eq!(live(&store, &alice, 99).await, Vec::<u8>::new());
    assert_eq!(live(&store, &alice, 100).await, [1]);
    assert_eq!(live(&store, &alice, 150).await, [2, 3, 1]);
    assert_eq!(live(&store, &alice, 199).await, [2, 3, 1]);
    assert_eq!(live(&store, &alice, 200).await, [2, 3]);
    assert_eq!(live(&store, &alice, 250).await, Vec::<u8>::new());
    // The list and the judge of one session agree at every second.
    for now in 95..255 {
        let listed = live(&store, &alice, now).await;
        for number in [1_u8, 2, 3] {
            let row = read!(store, by_token, &[number; 32]).unwrap();
            assert_eq!(
                listed.contains(&number),
                row.span.state_at(at(now)) == SessionState::Live,
                "session {number} at {now}"
            );
        }
    }
}

#[tokio::test]
async fn a_clock_moved_back_ends_the_sessions_of_the_future() {
    let (alice, bob) = (principal(&user(1, 1, "alice")), principal(&user(2, 1, "bob")));
    let (_disk, store) = with(&[
        session(1, &alice, 100, 200),
        session(2, &alice, 110, 200),
        session(3, &bob, 111, 200),
        session(4, &root(1), 190, 200),
    ])
    .await;
    commit!(store, end, Uuid::from_bytes([4; 16]), at(195), EndReason::SignedOut).unwrap();
    commit!(store, end_future, at(110)).unwrap();
    assert_eq!(live(&store, &alice, 110).await, [2, 1]);
    assert_eq!(
        ending(&store, 3).await,
        Some((110_000, "\"clock-moved-back\"".to_owned()))
    );
    assert_eq!(ending(&store, 4).await, Some((195_000, "\"signed-out\"".to_owned())));
    assert_eq!(
        live(&store, &bob, 150).await,
        Vec::<u8>::new(),
        "it stays ended when its time comes"
    );
}
