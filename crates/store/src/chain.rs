//! The chain of commits: every commit adds a link that depends on all links before it.

use sha2::{Digest as _, Sha256};

use crate::{Connection, StoreError};

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
    let row: Option<(i64, Vec<u8>)> = sqlx::query_as("SELECT seq, hash FROM chain ORDER BY seq DESC LIMIT 1")
        .fetch_optional(connection)
        .await?;
    row.map_or(Ok(Link::NONE), |(seq, hash)| {
        Ok(Link {
            seq,
            hash: whole(&hash)?,
        })
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

/// Adds a link, numbered beyond every link here and beyond `known`, and forgets the oldest.
pub(crate) async fn advance(connection: &mut Connection, known: i64) -> Result<Link, StoreError> {
    // Beside max(), a bare column is that of the row with the largest (https://www.sqlite.org/lang_select.html).
    let (latest, before, random): (Option<i64>, Option<Vec<u8>>, Vec<u8>) =
        sqlx::query_as("SELECT max(seq), hash, randomblob(16) FROM chain")
            .fetch_one(&mut *connection)
            .await?;
    let seq = latest.unwrap_or_default().max(known).saturating_add(1);
    let hash = Sha256::new()
        .chain_update(before.unwrap_or_default())
        .chain_update(seq.to_le_bytes())
        .chain_update(random)
        .finalize();
    sqlx::query("INSERT INTO chain (seq, hash) VALUES (?1, ?2); DELETE FROM chain WHERE seq <= ?1 - ?3")
        .bind(seq)
        .bind(hash.as_slice())
        .bind(KEPT)
        .execute(connection)
        .await?;
    Ok(Link { seq, hash: hash.into() })
}

fn whole(hash: &[u8]) -> Result<[u8; 32], StoreError> {
    hash.try_into().map_err(|_| StoreError::Row { table: "chain" })
}
