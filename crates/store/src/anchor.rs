//! The anchor: which commit was the latest, kept beside the file. A write-ahead log that was deleted, cut or damaged and
//! an older copy of the store all pass SQLite's own check; the anchor tells that something is missing.
//!
//! ```text
//!   identity.anchor   | record | record | notice |      one disk sector each, never moved, never made longer
//! ```
//!
//! After a commit the older of the two records is written over, without a sync: a process that ends loses nothing, and
//! power that fails leaves at least one whole record of some commit before. So the anchor may be behind the store, which
//! the chain proves harmless, but never ahead of it. The notice says since when the store is known to have gone back.
//!
//! A copy of the whole folder brings its anchor along: that it is old, nothing in it can tell.

use std::fs::{File, OpenOptions};
use std::io::{self, Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicBool, Ordering};

use hmac::Mac as _;

use crate::chain::Link;
use crate::mac::MacKey;

/// A disk writes a sector whole or not at all.
const SECTOR: usize = 512;
const RECORDS: usize = 2;
const LENGTH: usize = (RECORDS + 1) * SECTOR;

const RECORD: [u8; 8] = *b"anchored";
const NOTICE: [u8; 8] = *b"wentback";

/// Sixteen bytes of the caller's, kept with the anchor: what must not go back when the store does.
pub type Note = [u8; 16];

/// What the anchor knows of the latest commit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Anchored {
    pub(crate) link: Link,
    pub(crate) note: Note,
}

/// What the anchor's file holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reading {
    /// Nothing was ever written, or the file is gone.
    Nothing,
    /// Something that this key did not write.
    Foreign,
    /// The latest commit that was anchored.
    Holds(Anchored),
}

pub(crate) struct Anchor {
    path: PathBuf,
    key: MacKey,
    /// The latest commit could not be anchored.
    behind: AtomicBool,
}

impl Anchor {
    /// The anchor of a store file.
    pub(crate) fn of(store: &Path, key: &[u8; 32]) -> Self {
        Self {
            path: store.with_extension("anchor"),
            key: MacKey::new(key),
            behind: AtomicBool::new(false),
        }
    }

    /// What the file holds.
    pub(crate) fn read(&self) -> io::Result<Reading> {
        let bytes = match File::open(&self.path) {
            Ok(file) => {
                file.lock_shared()?;
                content(&file)?
            }
            Err(error) if error.kind() == io::ErrorKind::NotFound => Vec::new(),
            Err(error) => return Err(error),
        };
        Ok(match self.newest(&bytes) {
            Some((_, anchored)) => Reading::Holds(anchored),
            None if bytes.iter().take(RECORDS * SECTOR).all(|byte| *byte == 0) => Reading::Nothing,
            None => Reading::Foreign,
        })
    }

    /// Notes a commit. Of two processes the later commit stays, whoever comes last.
    pub(crate) fn keep(&self, link: Link, note: Option<Note>) -> io::Result<()> {
        let (file, bytes) = self.locked()?;
        let newest = self.newest(&bytes);
        let (place, known) = match newest {
            Some((_, anchored)) if anchored.link.seq >= link.seq => return Ok(()),
            Some((place, anchored)) => ((place + 1) % RECORDS, anchored.note),
            None => (0, Note::default()),
        };
        let note = note.unwrap_or(known);
        write_at(&file, place, &self.sealed(RECORD, &Anchored { link, note }))
    }

    /// Notes a commit that is already answered for. If that is not possible, the next transaction must try first.
    pub(crate) fn follow(&self, link: Link, note: Option<Note>) {
        let behind = self.keep(link, note).is_err();
        self.behind.store(behind, Ordering::Release);
    }

    /// Whether the latest commit could not be anchored.
    pub(crate) fn is_behind(&self) -> bool {
        self.behind.load(Ordering::Acquire)
    }

    /// Begins anew at this commit, whatever the file held.
    pub(crate) fn renew(&self, link: Link, note: Note) -> io::Result<()> {
        let (file, _) = self.locked()?;
        write_at(&file, 0, &self.sealed(RECORD, &Anchored { link, note }))?;
        write_at(&file, 1, &[0; SECTOR])?;
        write_at(&file, RECORDS, &[0; SECTOR])?;
        file.sync_all()
    }

    /// When it was noticed that the store went back (milliseconds since 1970); `now` if nobody had noticed.
    pub(crate) fn noticed(&self, now: i64) -> io::Result<i64> {
        let (file, bytes) = self.locked()?;
        if let Some(notice) = self.opened(NOTICE, sector(&bytes, RECORDS)) {
            return Ok(notice.link.seq);
        }
        let notice = Anchored {
            link: Link { seq: now, ..Link::NONE },
            note: Note::default(),
        };
        write_at(&file, RECORDS, &self.sealed(NOTICE, &notice))?;
        file.sync_all()?;
        Ok(now)
    }

    /// Takes a notice back: the right store is there again.
    pub(crate) fn unnotice(&self) -> io::Result<()> {
        let (file, bytes) = self.locked()?;
        if sector(&bytes, RECORDS).iter().any(|byte| *byte != 0) {
            write_at(&file, RECORDS, &[0; SECTOR])?;
        }
        Ok(())
    }

    /// The file at its full length, for one process and one task at a time, until it is dropped.
    fn locked(&self) -> io::Result<(File, Vec<u8>)> {
        let mut options = OpenOptions::new();
        options.read(true).write(true).create(true).truncate(false);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(&self.path)?;
        file.lock()?;
        let mut bytes = content(&file)?;
        if bytes.len() < LENGTH {
            let missing = vec![0; LENGTH - bytes.len()];
            (&file).write_all(&missing)?;
            file.sync_all()?;
            sync_folder(&self.path)?;
            bytes.resize(LENGTH, 0);
        }
        Ok((file, bytes))
    }

    fn newest(&self, bytes: &[u8]) -> Option<(usize, Anchored)> {
        (0..RECORDS)
            .filter_map(|place| Some((place, self.opened(RECORD, sector(bytes, place))?)))
            .max_by_key(|(_, anchored)| anchored.link.seq)
    }

    fn sealed(&self, kind: [u8; 8], what: &Anchored) -> Vec<u8> {
        let message = [&kind[..], &what.link.seq.to_le_bytes(), &what.link.hash, &what.note].concat();
        let mac = self.key.of(&message).finalize().into_bytes();
        [message.as_slice(), mac.as_slice()].concat()
    }

    fn opened(&self, kind: [u8; 8], bytes: &[u8]) -> Option<Anchored> {
        let (message, rest) = bytes.split_first_chunk::<64>()?;
        let (mac, _) = rest.split_first_chunk::<32>()?;
        self.key.of(message).verify_slice(mac).ok()?;
        let (found, rest) = message.split_first_chunk::<8>()?;
        let (seq, rest) = rest.split_first_chunk::<8>()?;
        let (hash, note) = rest.split_first_chunk::<32>()?;
        (*found == kind).then_some(Anchored {
            link: Link {
                seq: i64::from_le_bytes(*seq),
                hash: *hash,
            },
            note: note.try_into().ok()?,
        })
    }
}

fn content(file: &File) -> io::Result<Vec<u8>> {
    let mut bytes = Vec::with_capacity(LENGTH);
    file.take(LENGTH as u64).read_to_end(&mut bytes)?;
    Ok(bytes)
}

fn sector(bytes: &[u8], place: usize) -> &[u8] {
    bytes.chunks(SECTOR).nth(place).unwrap_or_default()
}

fn write_at(mut file: &File, place: usize, bytes: &[u8]) -> io::Result<()> {
    file.seek(SeekFrom::Start((place * SECTOR) as u64))?;
    file.write_all(bytes)
}

/// A new file outlives a loss of power only with its name.
#[cfg(unix)]
fn sync_folder(path: &Path) -> io::Result<()> {
    path.parent().map_or(Ok(()), |folder| File::open(folder)?.sync_all())
}

#[cfg(not(unix))]
fn sync_folder(_: &Path) -> io::Result<()> {
    Ok(())
}
