//! Commits, their hook, and several writers on one file.

use std::future::Future as _;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use proptest::prelude::*;
use vestibule_identity::lockout::{LIMIT, Throttle};

use super::*;
use crate::{CommitHook, CommitPoint, accounts, attempts, recovery_links, throttles, users};

/// Options with this hook.
fn hooked(hook: impl Fn(CommitPoint) + Send + Sync + 'static) -> StoreOptions {
    let hook: CommitHook = Arc::new(hook);
    StoreOptions {
        commit_hook: Some(hook),
        ..StoreOptions::default()
    }
}

#[tokio::test]
async fn the_hook_is_called_before_and_after_each_commit_and_at_nothing_else() {
    let disk = Disk::new();
    let calls = Arc::new(Mutex::new(Vec::new()));
    let noted = Arc::clone(&calls);
    let store = disk
        .open(hooked(move |point| noted.lock().unwrap().push(point)))
        .await
        .unwrap();
    let taken = || std::mem::take(&mut *calls.lock().unwrap());
    assert_eq!(taken(), [], "opening");

    let mut tx = store.write().await.unwrap();
    accounts::insert(&mut tx, &account(1)).await.unwrap();
    assert_eq!(taken(), [], "writing");
    tx.commit().await.unwrap();
    assert_eq!(taken(), [CommitPoint::Before, CommitPoint::After]);

    let mut tx = store.write().await.unwrap();
    accounts::insert(&mut tx, &account(2)).await.unwrap();
    drop(tx);
    read!(store, accounts::by_id, &account_id(2));
    assert_eq!(taken(), [], "giving up and reading");

    let mut tx = store.write().await.unwrap();
    sqlx::query("PRAGMA defer_foreign_keys = ON")
        .execute(tx.connection())
        .await
        .unwrap();
    users::insert(&mut tx, &user(1, 9, "nobody")).await.unwrap();
    assert!(tx.commit().await.is_err(), "the account is missing");
    assert_eq!(taken(), [CommitPoint::Before], "a commit that failed is not announced");
    assert_eq!(read!(store, users::by_id, &user(1, 9, "nobody").id), None);

    commit!(store, accounts::insert, &account(3)).unwrap();
    assert_eq!(taken(), [CommitPoint::Before, CommitPoint::After]);
}

#[tokio::test]
async fn before_the_hook_returns_nothing_is_committed_and_after_it_everything_is() {
    for (point, committed) in [(CommitPoint::Before, false), (CommitPoint::After, true)] {
        let disk = Disk::new();
        let store = disk
            .open(hooked(move |at| {
                if at == point {
                    std::panic::resume_unwind(Box::new("the process ends here"));
                }
            }))
            .await
            .unwrap();
        let ended = tokio::spawn(async move {
            let mut tx = store.write().await.unwrap();
            accounts::insert(&mut tx, &account(1)).await.unwrap();
            tx.commit().await
        })
        .await;
        assert!(ended.unwrap_err().is_panic());
        let store = disk.store().await;
        let found = read!(store, accounts::by_id, &account_id(1));
        assert_eq!(found.is_some(), committed, "{point:?}");
    }
}

#[tokio::test]
async fn a_transaction_that_is_dropped_leaves_nothing_and_the_next_one_works() {
    let disk = Disk::new();
    let store = disk.store().await;
    let mut tx = store.write().await.unwrap();
    accounts::insert(&mut tx, &account(1)).await.unwrap();
    assert!(accounts::by_id(&mut tx, &account_id(1)).await.unwrap().is_some());
    assert_eq!(
        read!(store, accounts::by_id, &account_id(1)),
        None,
        "others see only what is committed"
    );
    drop(tx);
    commit!(store, accounts::insert, &account(1)).unwrap();
    assert_eq!(read!(store, accounts::by_id, &account_id(1)), Some(account(1)));
}

#[tokio::test]
async fn writes_that_wait_are_read_in_their_transaction_and_go_with_it() {
    let disk = Disk::new();
    let store = disk.store().await;
    // More than may wait together.
    let keys: Vec<[u8; 32]> = (1..50).map(|number| [number; 32]).collect();
    let failed = Throttle::default().reserve(at(0));
    let mut tx = store.write().await.unwrap();
    for key in &keys {
        throttles::put(&mut tx, key, &failed).await.unwrap();
    }
    throttles::delete(&mut tx, &keys[0]).await.unwrap();
    assert_eq!(throttles::get(&mut tx, &keys[0]).await.unwrap(), None);
    assert_eq!(throttles::get(&mut tx, &keys[1]).await.unwrap(), Some(failed));
    throttles::delete(&mut tx, &keys[1]).await.unwrap();
    tx.commit().await.unwrap();
    for (number, key) in keys.iter().enumerate() {
        let kept = (number > 1).then_some(failed);
        assert_eq!(read!(store, throttles::get, key), kept, "{number}");
    }

    let mut tx = store.write().await.unwrap();
    throttles::delete(&mut tx, &keys[2]).await.unwrap();
    drop(tx);
    // One that cannot be made takes the transaction along, not only itself.
    let mut tx = store.write().await.unwrap();
    throttles::delete(&mut tx, &keys[3]).await.unwrap();
    tx.statement("INSERT INTO throttles (key, throttle) VALUES (?, NULL)")
        .bind(keys[4].as_slice())
        .later()
        .await
        .unwrap();
    assert!(tx.commit().await.is_err());
    commit!(store, throttles::delete, &keys[5]).unwrap();
    for (number, key) in keys.iter().enumerate().skip(2).take(4) {
        let kept = (number != 5).then_some(failed);
        assert_eq!(read!(store, throttles::get, key), kept, "{number}");
    }
}

#[tokio::test]
async fn a_caller_who_stops_waiting_leaves_no_transaction_open() {
    let (disk, store) = with_accounts().await;
    let other = disk.store().await;
    for polls in 1..12 {
        let mut given_up = Box::pin(async {
            let mut tx = store.write().await.unwrap();
            throttles::put(&mut tx, &[1; 32], &Throttle::default()).await.unwrap();
            accounts::by_id(&mut tx, &account_id(1)).await.unwrap();
            tx.commit().await.unwrap();
        });
        for _ in 0..polls {
            let waited = std::future::poll_fn(|context| std::task::Poll::Ready(given_up.as_mut().poll(context))).await;
            if waited.is_ready() {
                break;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
        drop(given_up);
        // Neither this process nor another one waits for it in vain.
        commit!(store, throttles::delete, &[1; 32]).unwrap();
        commit!(other, throttles::delete, &[1; 32]).unwrap();
    }
}

#[tokio::test]
async fn a_reader_cannot_write() {
    let (_disk, store) = with_accounts().await;
    let mut reader = store.read().await.unwrap();
    let refused = sqlx::query("DELETE FROM accounts")
        .execute(reader.connection())
        .await
        .unwrap_err();
    assert!(matches!(StoreError::from(refused), StoreError::ReadOnly));
    assert!(accounts::by_id(&mut reader, &account_id(1)).await.unwrap().is_some());
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn of_two_processes_one_takes_the_attempt_and_one_uses_the_link() {
    use vestibule_identity::recovery::RecoveryLink;
    let (disk, store) = with_accounts().await;
    let link = RecoveryLink::issue(account_id(1), at(0));
    let stores = [Arc::new(store), Arc::new(disk.store().await)];
    for turn in 0..20 {
        let key = [turn; 32];
        commit!(stores[0], attempts::put, &key, &super::tokens::attempt(1), at(9)).unwrap();
        commit!(stores[0], recovery_links::insert, &key, &link).unwrap();
        let racers = stores.clone().map(|store| {
            let link = link.clone();
            tokio::spawn(async move {
                let taken = commit!(store, attempts::take, &key).unwrap().is_some();
                (taken, commit!(store, recovery_links::mark_used, &key, link).unwrap())
            })
        });
        let (mut taken, mut used) = (0, 0);
        for racer in racers {
            let won = racer.await.unwrap();
            taken += u32::from(won.0);
            used += u32::from(won.1);
        }
        assert_eq!((taken, used), (1, 1), "turn {turn}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, ..ProptestConfig::default() })]

    // Two processes (two stores on one file), each with concurrent tasks, count failures of a few credentials.
    #[test]
    fn no_failure_is_lost_between_two_writers(
        tries in prop::collection::vec((0usize..2, 0u8..3), 1..60),
        tasks in 1usize..4,
    ) {
        let runtime = tokio::runtime::Builder::new_multi_thread().worker_threads(2).enable_all().build().unwrap();
        let counted = runtime.block_on(async {
            let disk = Disk::new();
            let stores = [Arc::new(disk.store().await), Arc::new(disk.store().await)];
            let mut running = Vec::new();
            for task in 0..tasks {
                for (process, store) in stores.iter().enumerate() {
                    let store = Arc::clone(store);
                    let mine: Vec<u8> = tries
                        .iter()
                        .enumerate()
                        .filter(|(turn, (of, _))| *of == process && turn % tasks == task)
                        .map(|(_, (_, key))| *key)
                        .collect();
                    running.push(tokio::spawn(async move {
                        for key in mine {
                            let mut tx = store.write().await.unwrap();
                            let throttle = throttles::get(&mut tx, &[key; 32]).await.unwrap().unwrap_or_default();
                            throttles::put(&mut tx, &[key; 32], &throttle.reserve(at(0))).await.unwrap();
                            tx.commit().await.unwrap();
                        }
                    }));
                }
            }
            for task in running {
                task.await.unwrap();
            }
            let mut counted = Vec::new();
            for key in 0..3u8 {
                // Each process reads what both wrote.
                let throttle = read!(stores[0], throttles::get, &[key; 32]);
                assert_eq!(throttle, read!(stores[1], throttles::get, &[key; 32]));
                counted.push(match throttle {
                    None => 0,
                    Some(Throttle::Open { failures, .. }) => failures,
                    Some(Throttle::Disabled) => LIMIT,
                });
            }
            counted
        });
        for (key, counted) in (0..3u8).zip(counted) {
            let made = tries.iter().filter(|(_, of)| *of == key).count();
            prop_assert_eq!(usize::try_from(counted).unwrap(), made, "credential {}", key);
        }
    }
}
