//! Remembered accounts, unfinished sign-ins, recovery links and failure counters.

use vestibule_identity::lockout::Throttle;
use vestibule_identity::recovery::{LinkVerdict, RecoveryLink};
use vestibule_identity::remembered::{Presented, RememberedAccount};
use vestibule_identity::sign_in::Attempt;

use super::*;
use crate::{attempts, recovery_links, remembered, saml_assertions, throttles};

pub(super) fn attempt(account: u32) -> Attempt {
    Attempt::RootEmailGiven {
        account: account_id(account),
        email: email("root@example.com"),
    }
}

#[tokio::test]
async fn a_remembered_family_is_one_row_whatever_its_validator() {
    let disk = Disk::new();
    let store = disk.store().await;
    let family = RememberedAccount::start(account_id(1), user_name("Alice"), [1; 32], at(100));
    let other = RememberedAccount::start(account_id(2), user_name("bob"), [9; 32], at(100));
    commit!(store, remembered::put, &[1; 16], &family).unwrap();
    commit!(store, remembered::put, &[2; 16], &other).unwrap();
    assert_eq!(read!(store, remembered::by_selector, &[1; 16]), Some(family.clone()));

    let rotated = family.rotate([2; 32], at(200));
    commit!(store, remembered::put, &[1; 16], &rotated).unwrap();
    let found = read!(store, remembered::by_selector, &[1; 16]).unwrap();
    assert_eq!(found.clone().present(&[1; 32], at(200)), Presented::Replayed);
    assert_eq!(found.clone().present(&[2; 32], at(200)), Presented::Current(rotated));

    commit!(store, remembered::delete, &[1; 16]).unwrap();
    assert_eq!(read!(store, remembered::by_selector, &[1; 16]), None);
    assert_eq!(read!(store, remembered::by_selector, &[2; 16]), Some(other));
    assert_eq!(read!(store, remembered::by_selector, &[3; 16]), None);
}

#[tokio::test]
async fn an_attempt_is_moved_on_and_taken_once() {
    let disk = Disk::new();
    let store = disk.store().await;
    commit!(store, attempts::put, &[1; 32], &attempt(1), at(100)).unwrap();
    commit!(store, attempts::put, &[2; 32], &attempt(2), at(100)).unwrap();
    commit!(store, attempts::put, &[1; 32], &attempt(3), at(200)).unwrap();
    assert_eq!(read!(store, attempts::get, &[1; 32]), Some((attempt(3), at(200))));
    assert_eq!(read!(store, attempts::get, &[3; 32]), None);
    assert_eq!(commit!(store, attempts::take, &[1; 32]).unwrap(), Some(attempt(3)));
    assert_eq!(commit!(store, attempts::take, &[1; 32]).unwrap(), None);
    assert_eq!(read!(store, attempts::get, &[1; 32]), None);
    assert_eq!(read!(store, attempts::get, &[2; 32]), Some((attempt(2), at(100))));
}

#[tokio::test]
async fn attempts_left_alone_are_forgotten_at_their_time() {
    let disk = Disk::new();
    let store = disk.store().await;
    for (token, until) in [([1; 32], 100), ([2; 32], 101)] {
        commit!(store, attempts::put, &token, &attempt(1), at(until)).unwrap();
    }
    commit!(store, attempts::delete_expired, at(99)).unwrap();
    assert!(read!(store, attempts::get, &[1; 32]).is_some());
    commit!(store, attempts::delete_expired, at(100)).unwrap();
    assert!(read!(store, attempts::get, &[1; 32]).is_none());
    assert!(read!(store, attempts::get, &[2; 32]).is_some());
}

#[tokio::test]
async fn a_recovery_link_is_used_once() {
    let (_disk, store) = with_accounts().await;
    let link = RecoveryLink::issue(account_id(1), at(100));
    commit!(store, recovery_links::insert, &[1; 32], &link).unwrap();
    assert_eq!(read!(store, recovery_links::by_token, &[1; 32]), Some(link.clone()));
    assert_eq!(read!(store, recovery_links::by_token, &[2; 32]), None);
    assert!(commit!(store, recovery_links::mark_used, &[1; 32], link.clone()).unwrap());
    assert!(!commit!(store, recovery_links::mark_used, &[1; 32], link.clone()).unwrap());
    assert!(!commit!(store, recovery_links::mark_used, &[2; 32], link.clone()).unwrap());
    let found = read!(store, recovery_links::by_token, &[1; 32]).unwrap();
    assert_eq!(found.judge(at(100)), LinkVerdict::Used);

    let again = commit!(store, recovery_links::insert, &[1; 32], &link).unwrap_err();
    assert!(matches!(again, StoreError::Conflict), "{again:?}");
    let nobodys = RecoveryLink::issue(account_id(9), at(100));
    assert!(commit!(store, recovery_links::insert, &[3; 32], &nobodys).is_err());
}

#[tokio::test]
async fn a_newer_link_takes_the_place_of_its_accounts_pending_ones() {
    let (_disk, store) = with_accounts().await;
    for (token, account) in [(1, 1), (2, 1), (3, 1), (4, 2)] {
        let link = RecoveryLink::issue(account_id(account), at(100));
        commit!(store, recovery_links::insert, &[token; 32], &link).unwrap();
    }
    let link = RecoveryLink::issue(account_id(1), at(100));
    assert!(commit!(store, recovery_links::mark_used, &[1; 32], link.clone()).unwrap());
    commit!(store, recovery_links::supersede_pending, &account_id(1)).unwrap();

    let found = async |token| read!(store, recovery_links::by_token, &[token; 32]).unwrap();
    let used = RecoveryLink::Used { account: account_id(1) };
    assert_eq!(found(1).await, used, "a used one stays used");
    for token in [2, 3] {
        assert_eq!(found(token).await, RecoveryLink::Superseded { account: account_id(1) });
        assert!(!commit!(store, recovery_links::mark_used, &[token; 32], link.clone()).unwrap());
    }
    assert_eq!(found(4).await.judge(at(100)), LinkVerdict::Usable, "another account's");
    commit!(store, recovery_links::insert, &[5; 32], &link).unwrap();
    assert!(commit!(store, recovery_links::mark_used, &[5; 32], link).unwrap());
}

#[tokio::test]
async fn a_counter_is_written_read_and_forgotten_by_its_whole_key() {
    let disk = Disk::new();
    let store = disk.store().await;
    let failed = Throttle::default().reserve(at(100));
    let mut nearly = [1; 32];
    nearly[31] = 0;
    commit!(store, throttles::put, &[1; 32], &failed).unwrap();
    assert_eq!(read!(store, throttles::get, &[1; 32]), Some(failed));
    assert_eq!(read!(store, throttles::get, &nearly), None);
    commit!(store, throttles::put, &[1; 32], &Throttle::Disabled).unwrap();
    commit!(store, throttles::put, &nearly, &failed).unwrap();
    assert_eq!(read!(store, throttles::get, &[1; 32]), Some(Throttle::Disabled));
    commit!(store, throttles::delete, &[1; 32]).unwrap();
    assert_eq!(read!(store, throttles::get, &[1; 32]), None);
    assert_eq!(read!(store, throttles::get, &nearly), Some(failed));
}

#[tokio::test]
async fn a_clock_moved_back_brings_every_counter_along() {
    let disk = Disk::new();
    let store = disk.store().await;
    let of = |failures, last| Throttle::Open {
        failures,
        last_failure: Some(at(last)),
    };
    for (key, throttle) in [(1, of(5, 1_000)), (2, of(7, 40)), (3, Throttle::Disabled)] {
        commit!(store, throttles::put, &[key; 32], &throttle).unwrap();
    }
    commit!(store, throttles::re_anchor_all, at(50)).unwrap();
    assert_eq!(read!(store, throttles::get, &[1; 32]), Some(of(5, 50)));
    assert_eq!(read!(store, throttles::get, &[2; 32]), Some(of(7, 40)));
    assert_eq!(read!(store, throttles::get, &[3; 32]), Some(Throttle::Disabled));
}

#[tokio::test]
async fn an_assertion_is_taken_once_and_forgotten_at_its_time() {
    let disk = Disk::new();
    let store = disk.store().await;
    let (one, other) = ("arn:aws:iam::111122223333:saml-provider/Corp", "https://idp.example/");
    assert!(commit!(store, saml_assertions::take, one, "_a1", at(360), at(0)).unwrap());
    assert!(!commit!(store, saml_assertions::take, one, "_a1", at(360), at(0)).unwrap());
    assert!(commit!(store, saml_assertions::take, other, "_a1", at(360), at(0)).unwrap());
    assert!(commit!(store, saml_assertions::take, one, "_a2", at(400), at(359)).unwrap());
    assert!(read!(store, saml_assertions::is_taken, one, "_a1"));
    assert!(!read!(store, saml_assertions::is_taken, one, "_a3"));
    // The next one sweeps what is over, of whichever provider.
    assert!(commit!(store, saml_assertions::take, one, "_a3", at(700), at(360)).unwrap());
    for (provider, assertion, is_there) in [(one, "_a1", false), (other, "_a1", false), (one, "_a2", true)] {
        assert_eq!(read!(store, saml_assertions::is_taken, provider, assertion), is_there);
    }
    for number in 0..500 {
        let (until, over) = (at(1000 + number), at(640 + number));
        assert!(commit!(store, saml_assertions::take, one, &format!("_b{number}"), until, over).unwrap());
    }
    let left: i64 = sqlx::query_scalar("SELECT count(*) FROM saml_assertions")
        .fetch_one(store.read().await.unwrap().ready().await.unwrap())
        .await
        .unwrap();
    assert_eq!(left, 360);
}
