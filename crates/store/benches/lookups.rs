//! Look-ups with a million users against a hundred. `npm run bench` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::similar_names,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring program"
)]

use std::time::{Duration, Instant};

use vestibule_identity::Timestamp;
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::ids::UserId;
use vestibule_identity::names::{AccountId, AccountName, EmailAddress, UserName};
use vestibule_identity::user::IamUser;
use vestibule_store::{Store, StoreOptions, accounts, users};

const ROUNDS: u32 = 2001;

async fn filled(folder: &std::path::Path, count: u32) -> (Store, AccountId) {
    let store = Store::open(&folder.join(format!("{count}.db")), StoreOptions::default())
        .await
        .unwrap();
    let id = AccountId::parse("111122223333").unwrap();
    let account = Account {
        id: id.clone(),
        name: AccountName::parse("Bench").unwrap(),
        email: EmailAddress::parse("root@bench.example").unwrap(),
        alias: None,
        status: AccountStatus::Active,
        is_management: true,
        created_at: Timestamp::UNIX_EPOCH,
    };
    let mut tx = store.write().await.unwrap();
    accounts::insert(&mut tx, &account).await.unwrap();
    for number in 0..count {
        let user = IamUser {
            id: UserId::stored(format!("AIDA{number:017}")),
            account: id.clone(),
            name: UserName::parse(&format!("user-{number}")).unwrap(),
            created_at: Timestamp::UNIX_EPOCH,
            password_last_used: None,
        };
        users::insert(&mut tx, &user).await.unwrap();
    }
    tx.commit().await.unwrap();
    (store, id)
}

async fn median_look_up(store: &Store, id: &AccountId, count: u32) -> Duration {
    let mut times = Vec::new();
    let mut reader = store.read().await.unwrap();
    for round in 0..ROUNDS {
        let number = round.wrapping_mul(2_654_435_761) % count;
        let name = UserName::parse(&format!("user-{number}")).unwrap();
        let start = Instant::now();
        assert!(users::by_name(&mut reader, id, &name).await.unwrap().is_some());
        times.push(start.elapsed());
    }
    times.sort();
    times.get(times.len() / 2).copied().unwrap()
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let (small, id) = filled(folder.path(), 100).await;
    let (large, _) = filled(folder.path(), 1_000_000).await;
    let few = median_look_up(&small, &id, 100).await;
    let many = median_look_up(&large, &id, 1_000_000).await;
    let ratio = many.as_secs_f64() / few.as_secs_f64();
    println!("look-up among 1,000,000 users / among 100: {many:.2?} / {few:.2?} = {ratio:.3}");
}
