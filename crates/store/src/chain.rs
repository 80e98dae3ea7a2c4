//! The chain of commits: every commit adds a link that depends on all links before it.

use sha2::{Digest as _, Sha256};
use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};

use crate::{Connection, StoreError, Tx};

/// Links that are kept: by so many commits may an anchor be behind and still be known as one of this chain. With so few,
/// the table is one page of the file.
pub(crate) const KEPT: i64 = 64;

/// A commit's place in the chain.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Link {
    /// Its number; grows with every commit.
    pub(crate) seq: i64,
    /// SHA-256 over the link before it, its number and sixteen random bytes: no two stores that went different ways have
    /// the same.
    pub(crate) hash: [u8; 32],
}

impl Link {
    /// Before the first commit.
    pub(crate) const NONE: Self = Self { seq: 0, hash: [0; 32] };
}

/// The latest link.
pub(crate) async fn newest(connection: &mut Connection) -> Result<Link, StoreError> {
    Ok(end(connection).await?.0)
}

/// The latest link, and the number up to which commits are in the file itself.
pub(crate) async fn end(connection: &mut Connection) -> Result<(Link, i64), StoreError> {
    let row: Option<(i64, Vec<u8>, i64)> =
        sqlx::query_as("SELECT seq, hash, base FROM chain ORDER BY seq DESC LIMIT 1")
            .fetch_optional(connection)
            .await?;
    row.map_or(Ok((Link::NONE, 0)), |(seq, hash, base)| {
        let hash = hash.try_into().map_err(|_| StoreError::Row { table: "chain" })?;
        Ok((Link { seq, hash }, base))
    })
}

/// Whether the store has ever been at this link, as far as it still knows.
pub(crate) async fn holds(connection: &mut Connection, link: Link) -> Result<bool, StoreError> {
    if link.seq == Link::NONE.seq {
        let oldest: Option<i64> = sqlx::query_scalar("SELECT min(seq) FROM chain")
            .fetch_one(connection)
            .await?;
        return Ok(link == Link::NONE && oldest.is_none_or(|seq| seq == 1));
    }
    Ok(
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM chain WHERE seq = ?1 AND hash = ?2)")
            .bind(link.seq)
            .bind(link.hash.as_slice())
            .fetch_one(connection)
            .await?,
    )
}

/// What a new link is to say besides following the one before it.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Step {
    /// So far the file itself is known to hold every commit; what was known before stays known.
    Next { base: i64 },
    /// After a number of commits that are lost; nothing is known of the file.
    Anew { beyond: i64 },
}

/// Where a transaction begins: the latest link, what it knew, and randomness for the next one. All of it, and whether parcels
/// wait, is read on the way: a statement of its own would take longer than it does.
#[derive(Debug)]
pub(crate) struct End {
    pub(crate) link: Link,
    base: i64,
    random: Vec<u8>,
    /// Whether parcels wait in the outbox, perhaps another process's.
    pub(crate) parcels: bool,
}

/// Begins a transaction of the one writer. No commit can come in between, so what is read with it stays true.
pub(crate) async fn begin(connection: &mut Connection) -> Result<End, StoreError> {
    // Beside max(), a bare column is that of the row with the largest (https://www.sqlite.org/lang_select.html).
    type Row = (Option<i64>, Option<Vec<u8>>, Option<i64>, Vec<u8>, bool);
    let (seq, hash, base, random, parcels): Row = sqlx::query_as(
        "BEGIN IMMEDIATE; SELECT max(seq), hash, base, randomblob(16), EXISTS (SELECT 1 FROM outbox) FROM chain",
    )
    .fetch_one(connection)
    .await?;
    let link = match (seq, hash) {
        (Some(seq), Some(hash)) => Link {
            seq,
            hash: hash.try_into().map_err(|_| StoreError::Row { table: "chain" })?,
        },
        _ => Link::NONE,
    };
    Ok(End {
        link,
        base: base.unwrap_or_default(),
        random,
        parcels,
    })
}

/// Adds a link and forgets the oldest, after everything that waits.
pub(crate) async fn advance(tx: &mut Tx, step: Step) -> Result<Link, StoreError> {
    let end = &tx.end;
    let (latest, base) = match step {
        Step::Next { base } => (end.link.seq, base.max(end.base)),
        Step::Anew { beyond } => (end.link.seq.max(beyond), 0),
    };
    let seq = latest.saturating_add(1);
    let hash = Sha256::new()
        .chain_update(end.link.hash)
        .chain_update(seq.to_le_bytes())
        .chain_update(&end.random)
        .finalize();
    tx.statement("DELETE FROM chain WHERE seq <= ?")
        .bind(seq.saturating_sub(KEPT))
        .later()
        .await?;
    tx.statement("INSERT INTO chain (seq, hash, base) VALUES (?, ?, ?)")
        .bind(seq)
        .bind(hash.as_slice())
        .bind(base)
        .now()
        .await?;
    Ok(Link { seq, hash: hash.into() })
}

/// Makes every link one that no anchor ever knew.
pub(crate) async fn disown(connection: &mut Connection) -> Result<(), StoreError> {
    sqlx::query("UPDATE chain SET hash = randomblob(32)")
        .execute(connection)
        .await?;
    Ok(())
}

/// The number of the latest commit in the file itself, read without its log; none when that is not possible, as after a
/// crash that left the file half brought up to date.
pub(crate) async fn in_file(options: SqliteConnectOptions) -> Option<i64> {
    let mut connection = SqliteConnection::connect_with(&options.read_only(true).immutable(true))
        .await
        .ok()?;
    let has_chain: bool =
        sqlx::query_scalar("SELECT EXISTS (SELECT 1 FROM sqlite_schema WHERE type = 'table' AND name = 'chain')")
            .fetch_one(&mut connection)
            .await
            .ok()?;
    let latest: i64 = if has_chain {
        sqlx::query_scalar("SELECT coalesce(max(seq), 0) FROM chain")
            .fetch_one(&mut connection)
            .await
            .ok()?
    } else {
        0
    };
    connection.close().await.ok()?;
    Some(latest)
}
