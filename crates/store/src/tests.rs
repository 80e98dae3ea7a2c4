//! What the store promises, on real files.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "tests"
)]

mod access;
mod accounts;
mod applications;
mod center;
mod directory;
mod events;
mod mfa;
mod opening;
mod passwords;
mod people;
mod permissions;
mod portal;
mod portal_ends;
mod restart;
mod sessions;
mod throttles;
mod tokens;
mod transactions;
mod users;
mod went_back;

use std::collections::BTreeMap;
use std::path::PathBuf;

use sqlx::AssertSqlSafe;
use tempfile::TempDir;
use vestibule_identity::Timestamp;
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::ids::UserId;
use vestibule_identity::names::{AccountAlias, AccountId, AccountName, EmailAddress, UserName};
use vestibule_identity::principal::Principal;
use vestibule_identity::user::IamUser;

use crate::{Reads, Store, StoreError, StoreOptions};

/// Calls a writing function in a transaction of its own, committed if it succeeds.
macro_rules! commit {
    ($store:expr, $call:path $(, $argument:expr)* $(,)?) => {{
        let mut tx = $store.write().await.unwrap();
        match $call(&mut tx $(, $argument)*).await {
            Ok(done) => tx.commit().await.map(|()| done),
            Err(error) => Err(error),
        }
    }};
}
/// Calls a reading function on a reader.
macro_rules! read {
    ($store:expr, $call:path $(, $argument:expr)* $(,)?) => {
        $call(&mut $store.read().await.unwrap() $(, $argument)*).await.unwrap()
    };
}
use {commit, read};

/// A folder for one store.
struct Disk(TempDir);

impl Disk {
    fn new() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn path(&self) -> PathBuf {
        self.0.path().join("identity.db")
    }

    async fn store(&self) -> Store {
        self.open(StoreOptions::default()).await.unwrap()
    }

    async fn open(&self, options: StoreOptions) -> Result<Store, StoreError> {
        Store::open(&self.path(), options).await
    }

    /// Every file by name, with its bytes.
    fn files(&self) -> BTreeMap<String, Vec<u8>> {
        std::fs::read_dir(self.0.path())
            .unwrap()
            .map(|entry| {
                let entry = entry.unwrap();
                (
                    entry.file_name().into_string().unwrap(),
                    std::fs::read(entry.path()).unwrap(),
                )
            })
            .collect()
    }
}

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn account_id(number: u32) -> AccountId {
    AccountId::parse(&format!("{:012}", 111_122_220_000_u64 + u64::from(number))).unwrap()
}

fn alias(text: &str) -> AccountAlias {
    AccountAlias::parse(text).unwrap()
}

fn email(text: &str) -> EmailAddress {
    EmailAddress::parse(text).unwrap()
}

fn user_name(text: &str) -> UserName {
    UserName::parse(text).unwrap()
}

fn account(number: u32) -> Account {
    Account {
        id: account_id(number),
        name: AccountName::parse(&format!("Account {number}")).unwrap(),
        email: email(&format!("root-{number}@example.com")),
        alias: None,
        status: AccountStatus::Active,
        is_management: number == 1,
        created_at: at(1_000),
    }
}

fn user(number: u32, account: u32, name: &str) -> IamUser {
    IamUser {
        id: UserId::stored(format!("AIDA{number:017}")),
        account: account_id(account),
        name: user_name(name),
        created_at: at(2_000),
        password_last_used: None,
    }
}

fn principal(user: &IamUser) -> Principal {
    Principal::IamUser {
        account: user.account.clone(),
        user: user.id.clone(),
        name: user.name.clone(),
    }
}

fn root(account: u32) -> Principal {
    Principal::Root {
        account: account_id(account),
    }
}

/// A store with accounts 1 and 2.
async fn with_accounts() -> (Disk, Store) {
    let disk = Disk::new();
    let store = disk.store().await;
    for number in [1, 2] {
        commit!(store, crate::accounts::insert, &account(number)).unwrap();
    }
    (disk, store)
}

/// How many rows each of our tables has, but for the chain, which grows with every commit and outlives worlds.
async fn row_counts(connection: &mut impl Reads) -> BTreeMap<String, i64> {
    let tables: Vec<String> = sqlx::query_scalar(
        "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name NOT IN ('_sqlx_migrations', 'chain')",
    )
    .fetch_all(connection.ready().await.unwrap())
    .await
    .unwrap();
    let mut counts = BTreeMap::new();
    for table in tables {
        let count = sqlx::query_scalar(AssertSqlSafe(format!("SELECT count(*) FROM {table}")))
            .fetch_one(connection.ready().await.unwrap())
            .await
            .unwrap();
        counts.insert(table, count);
    }
    counts
}
