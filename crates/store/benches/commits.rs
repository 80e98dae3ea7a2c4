//! A commit with its link and its anchor against the bare one. `npm run bench` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring program"
)]

use std::path::Path;
use std::time::{Duration, Instant};

use sqlx::sqlite::{SqliteConnectOptions, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous};
use sqlx::{SqliteConnection, SqlitePool};
use vestibule_store::{Reads as _, Store, StoreOptions};

const ROUNDS: u32 = 1000;
const WRITE: &str =
    "INSERT INTO settings (name, value) VALUES ('count', ?1) ON CONFLICT (name) DO UPDATE SET value = ?1";

/// The same file, without the store around it.
async fn bare(path: &Path) -> SqlitePool {
    let options = SqliteConnectOptions::new()
        .filename(path)
        .foreign_keys(true)
        .journal_mode(SqliteJournalMode::Wal)
        .synchronous(SqliteSynchronous::Full)
        .pragma("trusted_schema", "OFF")
        .pragma("cell_size_check", "ON")
        .pragma("secure_delete", "ON");
    SqlitePoolOptions::new()
        .max_connections(1)
        .connect_with(options)
        .await
        .unwrap()
}

async fn write(connection: &mut SqliteConnection, round: u32) {
    sqlx::query(WRITE)
        .bind(round.to_string())
        .execute(connection)
        .await
        .unwrap();
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap()
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let (one, other) = (folder.path().join("one.db"), folder.path().join("other.db"));
    let store = Store::open(&one, StoreOptions::default()).await.unwrap();
    Store::open(&other, StoreOptions::default())
        .await
        .unwrap()
        .close()
        .await;
    let pool = bare(&other).await;
    let (mut anchored, mut plain) = (Vec::new(), Vec::new());
    for round in 0..ROUNDS * 2 {
        // Each comes first as often as the other: a sync leaves the disk busy.
        let start = Instant::now();
        if (round / 2 + round) % 2 == 0 {
            let mut tx = store.write().await.unwrap();
            write(tx.ready().await.unwrap(), round).await;
            tx.commit().await.unwrap();
            anchored.push(start.elapsed());
        } else {
            let mut tx = pool.begin_with("BEGIN IMMEDIATE").await.unwrap();
            write(&mut tx, round).await;
            tx.commit().await.unwrap();
            plain.push(start.elapsed());
        }
    }
    let (anchored, plain) = (median(anchored), median(plain));
    let ratio = anchored.as_secs_f64() / plain.as_secs_f64();
    println!("a commit with link and anchor / a bare one: {anchored:.2?} / {plain:.2?} = {ratio:.3}");
}
