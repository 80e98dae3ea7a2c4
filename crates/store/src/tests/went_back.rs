//! Each way of losing what was committed is noticed, and nothing else is.

mod model;
mod settling;
mod writing;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};

use super::*;
use crate::anchor::{Anchor, Reading};
use crate::chain::{self, KEPT, Link};
use crate::{Opened, WentBack, accounts};

const ANCHOR: &str = "identity.anchor";
const LOG: &str = "identity.db-wal";
/// Where the second record begins.
const SECOND: usize = 512;

impl Disk {
    /// What another process finds at this moment, the log included.
    pub(super) fn copy(&self) -> Self {
        let copy = Self::new();
        for (name, bytes) in self.files() {
            if !name.ends_with("-shm") {
                copy.put(&name, &bytes);
            }
        }
        copy
    }

    pub(super) fn put(&self, name: &str, bytes: &[u8]) {
        std::fs::write(self.0.path().join(name), bytes).unwrap();
    }

    pub(super) fn get(&self, name: &str) -> Vec<u8> {
        std::fs::read(self.0.path().join(name)).unwrap()
    }

    pub(super) fn remove(&self, name: &str) {
        std::fs::remove_file(self.0.path().join(name)).unwrap();
    }

    /// This store beside the anchor of another folder.
    fn beside_anchor_of(&self, other: &Self) -> Self {
        let mixed = self.copy();
        mixed.put(ANCHOR, &other.get(ANCHOR));
        mixed
    }

    pub(super) async fn judged(&self) -> Opened {
        Store::open_judged(&self.path(), StoreOptions::default()).await.unwrap()
    }

    pub(super) async fn went_back(&self) -> WentBack {
        match self.judged().await {
            Opened::WentBack(found) => found,
            Opened::Whole(_) => panic!("nobody noticed"),
        }
    }

    async fn must_be_noticed(&self, what: &str) {
        let refused = self.open(StoreOptions::default()).await;
        assert!(matches!(refused, Err(StoreError::WentBack)), "{what}: {refused:?}");
    }

    async fn must_be_whole(&self, what: &str, accounts: i64) {
        let store = self.open(StoreOptions::default()).await.expect(what);
        assert_eq!(count(&store).await, accounts, "{what}");
        store.close().await;
    }

    /// A connection without the store around it.
    async fn raw(&self) -> SqliteConnection {
        let options = SqliteConnectOptions::new().filename(self.path());
        SqliteConnection::connect_with(&options).await.unwrap()
    }

    async fn accounts_left(&self) -> i64 {
        let copy = self.copy();
        let mut connection = copy.raw().await;
        sqlx::query_scalar("SELECT count(*) FROM accounts")
            .fetch_one(&mut connection)
            .await
            .unwrap_or(0)
    }

    fn anchored(&self) -> Reading {
        Anchor::of(&self.path(), &[0; 32]).read().unwrap()
    }
}

async fn count(store: &Store) -> i64 {
    row_counts(&mut store.read().await.unwrap()).await["accounts"]
}

async fn newest(store: &Store) -> Link {
    chain::newest(store.read().await.unwrap().connection()).await.unwrap()
}

async fn add(store: &Store, numbers: std::ops::Range<u32>) {
    for number in numbers {
        commit!(store, accounts::insert, &account(number)).unwrap();
    }
}

fn other_key() -> StoreOptions {
    StoreOptions {
        anchor_key: [9; 32],
        ..StoreOptions::default()
    }
}

/// A store that is open, with three accounts in the file and five more in the log.
async fn with_log() -> (Disk, Store) {
    let disk = Disk::new();
    let store = disk.store().await;
    add(&store, 1..4).await;
    store.close().await;
    let store = disk.store().await;
    add(&store, 4..9).await;
    (disk, store)
}

#[tokio::test]
async fn a_log_that_is_deleted_cut_or_flipped_is_noticed() {
    for (kind, fresh) in [("after a restart", false), ("in the first run", true)] {
        let (disk, _store) = if fresh {
            let disk = Disk::new();
            let store = disk.store().await;
            add(&store, 1..9).await;
            (disk, store)
        } else {
            with_log().await
        };
        let log = disk.get(LOG);
        assert!(log.len() > 10_000, "{kind}: there is a log to damage");
        disk.copy().must_be_whole(kind, 8).await;

        let deleted = disk.copy();
        deleted.remove(LOG);
        deleted.must_be_noticed(&format!("{kind}: deleted")).await;
        let mut damaged: Vec<(String, Vec<u8>)> = Vec::new();
        for part in 0..24 {
            let keep = (log.len() - 1) * part / 23;
            damaged.push((format!("{kind}: cut to {keep}"), log[..keep].to_vec()));
            let bit = (log.len() * 8 - 1) * part / 23;
            let mut bytes = log.clone();
            bytes[bit / 8] ^= 1 << (bit % 8);
            damaged.push((format!("{kind}: bit {bit}"), bytes));
        }
        let (mut lost, cases) = (0, damaged.len());
        for (what, bytes) in damaged {
            let folder = disk.copy();
            folder.put(LOG, &bytes);
            // Behind the latest commit, a log may still hold what an earlier round of it left.
            if folder.accounts_left().await == 8 {
                folder.must_be_whole(&what, 8).await;
            } else {
                lost += 1;
                folder.must_be_noticed(&what).await;
            }
        }
        // Nearly all of a log of the first run is the making of the tables.
        assert!(lost > cases / 12, "{kind}: {lost} of {cases}");
    }
}

#[tokio::test]
async fn an_older_copy_of_the_store_is_noticed_and_the_newest_is_not() {
    let (disk, store) = with_log().await;
    let old = disk.copy();
    add(&store, 9..10).await;
    let now = disk.copy();
    old.beside_anchor_of(&now).must_be_noticed("one commit less").await;
    // Refused, it is refused again, and the newest one is welcome at any time.
    let folder = old.beside_anchor_of(&now);
    folder.must_be_noticed("once").await;
    folder.must_be_noticed("twice").await;
    folder.beside_anchor_of(&folder).must_be_noticed("moved").await;
    now.beside_anchor_of(&folder).must_be_whole("brought back", 9).await;

    store.close().await;
    let closed = disk.copy();
    old.beside_anchor_of(&closed).must_be_noticed("with its log").await;
    closed.must_be_whole("closed", 9).await;
    let gone = closed.copy();
    gone.remove("identity.db");
    gone.must_be_noticed("no store at all").await;
}

#[tokio::test]
async fn a_store_that_went_another_way_is_noticed() {
    let (disk, store) = with_log().await;
    let fork = disk.copy();
    let other = fork.store().await;
    add(&store, 9..10).await;
    add(&other, 20..22).await;
    // Each is whole where it belongs, and as far as the other or farther does not help.
    disk.copy().must_be_whole("here", 9).await;
    fork.copy().must_be_whole("there", 10).await;
    fork.beside_anchor_of(&disk).must_be_noticed("there, from here").await;
    disk.beside_anchor_of(&fork).must_be_noticed("here, from there").await;
}

#[tokio::test]
async fn an_older_anchor_is_no_alarm_and_is_brought_up_to_the_store() {
    let (disk, store) = with_log().await;
    let old = disk.copy();
    let mut accounts = 8;
    while newest(&store).await.seq < 8 + KEPT - 1 {
        accounts += 1;
        add(&store, accounts..accounts + 1).await;
    }
    let behind = disk.beside_anchor_of(&old);
    behind
        .must_be_whole("as far behind as is kept", i64::from(accounts))
        .await;
    assert_eq!(behind.anchored(), disk.anchored());
    old.beside_anchor_of(&behind).must_be_noticed("the old store").await;

    // Nothing proves any more that this store comes from that one.
    add(&store, accounts + 1..accounts + 2).await;
    disk.beside_anchor_of(&old).must_be_noticed("farther").await;
}

#[tokio::test]
async fn an_anchor_that_is_gone_foreign_or_broken_is_noticed_and_a_torn_one_is_not() {
    let (disk, _store) = with_log().await;
    let anchor = disk.get(ANCHOR);
    let gone = disk.copy();
    gone.remove(ANCHOR);
    gone.must_be_noticed("deleted").await;
    gone.must_be_noticed("deleted, asked again").await;
    let cases: [(&str, Vec<u8>); 6] = [
        ("empty", Vec::new()),
        ("zeros", vec![0; anchor.len()]),
        ("cut in the first record", anchor[..50].to_vec()),
        ("text", b"no anchor\n".repeat(200)),
        ("both records altered", {
            let mut both = anchor.clone();
            both[20] ^= 1;
            both[SECOND + 20] ^= 1;
            both
        }),
        ("records that say they are notices", {
            let mut both = anchor.clone();
            both[..8].copy_from_slice(b"wentback");
            both[SECOND..SECOND + 8].copy_from_slice(b"wentback");
            both
        }),
    ];
    for (what, bytes) in cases {
        let folder = disk.copy();
        folder.put(ANCHOR, &bytes);
        folder.must_be_noticed(what).await;
    }
    // Power failed while one record was written, or the file was cut behind the first: the other record is whole.
    for torn in [10, 30, 60, 95, SECOND + 10, SECOND + 30, SECOND + 60, SECOND + 95] {
        let folder = disk.copy();
        let mut bytes = anchor.clone();
        bytes[torn] ^= 0x10;
        folder.put(ANCHOR, &bytes);
        folder.must_be_whole(&format!("torn at {torn}"), 8).await;
        assert_eq!(folder.anchored(), disk.anchored(), "mended at {torn}");
    }
    for keep in [SECOND - 1, SECOND, SECOND + 50] {
        let folder = disk.copy();
        folder.put(ANCHOR, &anchor[..keep]);
        folder.must_be_whole(&format!("cut to {keep}"), 8).await;
        assert_eq!(folder.get(ANCHOR).len(), anchor.len());
    }

    let stranger = Disk::new();
    let theirs = stranger.open(other_key()).await.unwrap();
    add(&theirs, 1..9).await;
    disk.beside_anchor_of(&stranger).must_be_noticed("another key").await;
    let neighbour = Disk::new();
    add(&neighbour.store().await, 1..9).await;
    disk.beside_anchor_of(&neighbour).must_be_noticed("another store").await;
}

#[tokio::test]
async fn an_older_file_under_a_newer_log_is_noticed() {
    let disk = Disk::new();
    let store = disk.store().await;
    add(&store, 1..4).await;
    store.close().await;
    let old = disk.get("identity.db");
    let store = disk.store().await;
    commit!(store, accounts::set_alias, &account_id(1), Some(&alias("any-company"))).unwrap();
    store.close().await;
    let store = disk.store().await;
    for turn in 0..3 {
        commit!(store, crate::world::set_setting, "turn", &turn.to_string()).unwrap();
    }
    disk.copy().must_be_whole("with its own file", 3).await;
    let mixed = disk.copy();
    mixed.put("identity.db", &old);
    // SQLite finds nothing wrong, and the alias is gone.
    let copy = mixed.copy();
    let mut connection = copy.raw().await;
    let (checked, alias): (String, Option<String>) =
        sqlx::query_as("SELECT quick_check, (SELECT alias FROM accounts WHERE id = ?1) FROM pragma_quick_check")
            .bind(account_id(1).as_str())
            .fetch_one(&mut connection)
            .await
            .unwrap();
    assert_eq!((checked.as_str(), alias), ("ok", None));
    mixed.must_be_noticed("mixed").await;

    mixed.must_be_noticed("made one by closing").await;

    // Accepted and killed at once, it is one store, though its file is still the old one.
    let mixed = disk.copy();
    mixed.put("identity.db", &old);
    let found = mixed.went_back().await;
    let tx = found.write().await.unwrap();
    let store = found.accept(tx).await.unwrap();
    mixed.copy().must_be_whole("accepted", 3).await;
    store.close().await;
}

#[tokio::test]
async fn a_crash_while_the_log_is_written_into_the_file_is_no_alarm() {
    let (disk, _store) = with_log().await;
    let (before, log) = (disk.get("identity.db"), disk.get(LOG));
    let mut other = disk.raw().await;
    let moved: (i64, i64, i64) = sqlx::query_as("PRAGMA wal_checkpoint(PASSIVE)")
        .fetch_one(&mut other)
        .await
        .unwrap();
    assert_eq!((moved.0, moved.1), (0, moved.2));
    let after = disk.get("identity.db");
    assert!(before != after && log == disk.get(LOG));
    for pages in 0..=after.len() / 4_096 {
        let half = disk.copy();
        let end = pages * 4_096;
        let rest = before.get(end..).unwrap_or_default();
        half.put("identity.db", &[&after[..end], rest].concat());
        half.must_be_whole(&format!("{pages} pages"), 8).await;
    }
}
