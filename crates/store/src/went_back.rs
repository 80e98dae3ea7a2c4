//! A store that went back in time, and what a caller must do before it may be used.

use vestibule_identity::Timestamp;

use crate::anchor::{Anchor, Note, Reading};
use crate::convert::{millis, time};
use crate::{Connection, Store, StoreError, Tx, chain};

/// A store, or one that went back.
#[derive(Debug)]
pub enum Opened {
    /// Everything that was committed is there, as far as anyone can tell.
    Whole(Store),
    /// Something that was committed is missing.
    WentBack(WentBack),
}

/// A store that lost commits: its log was deleted, cut or damaged, or an older copy was put in its place. It cannot be
/// used until it is [accepted](Self::accept).
#[derive(Debug)]
pub struct WentBack {
    store: Store,
    /// Beyond every number that is known of the lost commits.
    beyond: i64,
    note: Option<Note>,
}

impl WentBack {
    pub(crate) fn new(store: Store, beyond: i64, note: Option<Note>) -> Self {
        Self { store, beyond, note }
    }

    /// The note of the latest commit that is known; none when the anchor is gone or is none of ours.
    #[must_use]
    pub fn note(&self) -> Option<Note> {
        self.note
    }

    /// When this was first noticed: `now` if it was not before.
    ///
    /// # Errors
    /// What the file system says.
    pub fn noticed(&self, now: Timestamp) -> Result<Timestamp, StoreError> {
        time("anchor", self.store.anchor.noticed(millis(now))?)
    }

    /// A transaction for [`accept`](Self::accept).
    ///
    /// # Errors
    /// As [`Store::write`].
    pub async fn write(&self) -> Result<Tx, StoreError> {
        self.store.write().await
    }

    /// Commits what voids the lost state, and goes on from there. Until the end of it, the store counts as gone back.
    ///
    /// # Errors
    /// What SQLite and the file system say.
    pub async fn accept(self, tx: Tx) -> Result<Store, StoreError> {
        tx.commit_anew(self.beyond, self.note.unwrap_or_default()).await?;
        Ok(self.store)
    }

    /// Lets the file go.
    pub async fn close(self) {
        self.store.close().await;
    }
}

/// What the anchor, the chain and the file say together.
pub(crate) enum Verdict {
    Whole,
    WentBack { beyond: i64, note: Option<Note> },
}

/// Judges, and takes the anchor up to the store. No commit may come in between: the caller holds the write lock.
pub(crate) async fn judge(
    connection: &mut Connection,
    anchor: &Anchor,
    in_file: Option<i64>,
) -> Result<Verdict, StoreError> {
    let (newest, base) = chain::end(connection).await?;
    // Under a log that belongs to a later file, an older one shows its old rows between the new ones. Closing would make
    // one file of both, so this is said in the chain.
    if in_file.is_some_and(|in_file| in_file < base) {
        chain::disown(connection).await?;
    }
    match anchor.read()? {
        Reading::Holds(anchored) if chain::holds(connection, anchored.link).await? => {
            anchor.keep(newest, None)?;
            anchor.unnotice()?;
            Ok(Verdict::Whole)
        }
        // Made before the first commit, so that from then on an anchor that is gone says something.
        Reading::Nothing if newest == chain::Link::NONE => {
            anchor.renew(newest, Note::default())?;
            Ok(Verdict::Whole)
        }
        Reading::Holds(anchored) => Ok(Verdict::WentBack {
            beyond: anchored.link.seq,
            note: Some(anchored.note),
        }),
        Reading::Nothing | Reading::Foreign => Ok(Verdict::WentBack { beyond: 0, note: None }),
    }
}
