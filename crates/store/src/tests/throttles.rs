//! Under what failure counters are kept.

use vestibule_identity::lockout::Throttle;

use super::*;
use crate::throttles;

const NAME: [u8; 32] = [7; 32];

fn keyed(key: u8) -> StoreOptions {
    StoreOptions {
        names_key: [key; 32],
        ..StoreOptions::default()
    }
}

fn failed() -> Throttle {
    Throttle::default().reserve(at(1_000))
}

async fn keys_in(store: &Store) -> Vec<Vec<u8>> {
    sqlx::query_scalar("SELECT key FROM throttles")
        .fetch_all(store.read().await.unwrap().connection())
        .await
        .unwrap()
}

#[tokio::test]
async fn only_who_has_the_key_can_tell_whose_counter_it_is() {
    let disk = Disk::new();
    let store = disk.open(keyed(1)).await.unwrap();
    commit!(store, throttles::put, &NAME, &failed()).unwrap();
    assert_eq!(read!(store, throttles::get, &NAME), Some(failed()));
    let keys = keys_in(&store).await;
    assert!(keys.len() == 1 && keys[0] != NAME, "{keys:?}");
    store.close().await;
    let store = disk.open(keyed(2)).await.unwrap();
    assert_eq!(read!(store, throttles::get, &NAME), None);
    store.close().await;
    let store = disk.open(keyed(1)).await.unwrap();
    commit!(store, throttles::delete, &NAME).unwrap();
    assert_eq!(keys_in(&store).await, Vec::<Vec<u8>>::new());
}

#[tokio::test]
async fn counters_of_an_older_store_go_on() {
    let disk = Disk::new();
    let store = disk.open(keyed(1)).await.unwrap();
    commit!(store, throttles::put, &NAME, &failed()).unwrap();
    let mut tx = store.write().await.unwrap();
    sqlx::query("CREATE TABLE unkeyed_throttles AS SELECT ?1 AS key, throttle FROM throttles")
        .bind(NAME.as_slice())
        .execute(tx.connection())
        .await
        .unwrap();
    sqlx::query("DELETE FROM throttles")
        .execute(tx.connection())
        .await
        .unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    for time in ["first", "again"] {
        let store = disk.open(keyed(1)).await.unwrap();
        assert_eq!(read!(store, throttles::get, &NAME), Some(failed()), "{time}");
        let keys = keys_in(&store).await;
        assert!(keys.len() == 1 && keys[0] != NAME, "{time}: {keys:?}");
        store.close().await;
    }
}
