//! Any order of commits, crashes and files put back, against a model of what was committed and what the anchor knew.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use proptest::prelude::*;

use super::writing::trap;
use super::*;

#[derive(Debug, Clone, Copy)]
enum Act {
    Commit,
    /// The process ends after the commit, before the anchor.
    Crash,
    Restart {
        cleanly: bool,
    },
    /// Keeps a copy of everything.
    Save,
    /// Puts the store of a kept copy in place, the anchor stays.
    RestoreStore(usize),
    /// Puts the anchor of a kept copy in place, the store stays.
    RestoreAnchor(usize),
    LoseAnchor,
    LoseLog,
}

fn acts() -> impl Strategy<Value = Vec<Act>> {
    let act = prop_oneof![
        6 => Just(Act::Commit),
        2 => Just(Act::Crash),
        2 => any::<bool>().prop_map(|cleanly| Act::Restart { cleanly }),
        3 => Just(Act::Save),
        3 => any::<usize>().prop_map(Act::RestoreStore),
        1 => any::<usize>().prop_map(Act::RestoreAnchor),
        1 => Just(Act::LoseAnchor),
        1 => Just(Act::LoseLog),
    ];
    prop::collection::vec(act, 1..24)
}

/// What the anchor was last told.
#[derive(Debug, Clone, Copy, PartialEq)]
enum Told {
    /// There is no anchor.
    Gone,
    /// The store was made.
    Made,
    Commit(u32),
}

/// Every commit has a number of its own; `line` is those that led to the store as it is.
#[derive(Debug, Clone, PartialEq)]
struct Model {
    line: Vec<u32>,
    told: Told,
    /// Whether the line begins with the acceptance of a store in which nothing was left.
    cut_off: bool,
}

impl Model {
    fn must_alarm(&self) -> bool {
        match self.told {
            Told::Gone => !self.line.is_empty(),
            Told::Made => self.cut_off,
            Told::Commit(commit) => !self.line.contains(&commit),
        }
    }
}

struct Walk {
    disk: Disk,
    store: Arc<Store>,
    armed: Arc<AtomicBool>,
    model: Model,
    commits: u32,
    saved: Vec<(Disk, Model)>,
    alarms: usize,
}

impl Walk {
    async fn begin() -> Self {
        let disk = Disk::new();
        let (options, armed) = trap();
        let store = Arc::new(disk.open(options).await.unwrap());
        Self {
            disk,
            store,
            armed,
            model: Model {
                line: Vec::new(),
                told: Told::Made,
                cut_off: false,
            },
            commits: 0,
            saved: Vec::new(),
            alarms: 0,
        }
    }

    async fn act(&mut self, act: Act) {
        match act {
            Act::Commit => {
                self.commits += 1;
                add(&self.store, self.commits..self.commits + 1).await;
                self.model.line.push(self.commits);
                self.model.told = Told::Commit(self.commits);
            }
            Act::Crash => {
                self.commits += 1;
                let (store, number) = (Arc::clone(&self.store), self.commits);
                self.armed.store(true, Ordering::SeqCst);
                let ended = tokio::spawn(async move { add(&store, number..number + 1).await }).await;
                assert!(ended.unwrap_err().is_panic());
                self.model.line.push(self.commits);
                let disk = self.disk.copy();
                self.reopen(disk).await;
            }
            Act::Restart { cleanly } => {
                let disk = self.disk.copy();
                if cleanly {
                    self.store.close().await;
                    let disk = self.disk.copy();
                    self.reopen(disk).await;
                } else {
                    self.reopen(disk).await;
                }
            }
            Act::Save => self.saved.push((self.disk.copy(), self.model.clone())),
            Act::RestoreStore(which) => {
                if let Some((kept, model)) = self.kept(which) {
                    let disk = kept.copy();
                    disk.take_anchor_of(&self.disk);
                    (self.model.line, self.model.cut_off) = (model.line, model.cut_off);
                    self.reopen(disk).await;
                }
            }
            Act::RestoreAnchor(which) => {
                if let Some((kept, model)) = self.kept(which) {
                    let disk = self.disk.copy();
                    disk.take_anchor_of(&kept);
                    self.model.told = model.told;
                    self.reopen(disk).await;
                }
            }
            Act::LoseAnchor => {
                let disk = self.disk.copy();
                disk.remove(ANCHOR);
                self.model.told = Told::Gone;
                self.reopen(disk).await;
            }
            Act::LoseLog => {
                let disk = self.disk.copy();
                disk.remove(LOG);
                let left = disk.numbers_left().await;
                self.model.line.retain(|commit| left.contains(commit));
                self.model.cut_off &= !self.model.line.is_empty();
                self.reopen(disk).await;
            }
        }
        let mut shown = numbers(self.store.read().await.unwrap().connection()).await.unwrap();
        shown.sort_unstable();
        assert_eq!(shown, self.model.line, "after {act:?}");
    }

    fn kept(&self, which: usize) -> Option<(Disk, Model)> {
        let (disk, model) = self.saved.get(which.checked_rem(self.saved.len())?)?;
        Some((disk.copy(), model.clone()))
    }

    /// Starts on this folder, and accepts it if it went back.
    async fn reopen(&mut self, disk: Disk) {
        let (options, armed) = trap();
        let opened = Store::open_judged(&disk.path(), options).await.unwrap();
        assert_eq!(
            matches!(opened, Opened::WentBack(_)),
            self.model.must_alarm(),
            "{:?}",
            self.model
        );
        let store = match opened {
            Opened::Whole(store) => store,
            Opened::WentBack(found) => {
                self.alarms += 1;
                self.commits += 1;
                let mut tx = found.write().await.unwrap();
                accounts::insert(&mut tx, &account(self.commits)).await.unwrap();
                self.model.cut_off |= self.model.line.is_empty();
                self.model.line.push(self.commits);
                found.accept(tx).await.unwrap()
            }
        };
        self.model.told = self.model.line.last().copied().map_or(Told::Made, Told::Commit);
        (self.store, self.armed, self.disk) = (Arc::new(store), armed, disk);
    }
}

impl Disk {
    fn take_anchor_of(&self, other: &Self) {
        self.put(ANCHOR, &other.get(ANCHOR));
    }

    async fn numbers_left(&self) -> Vec<u32> {
        let copy = self.copy();
        numbers(&mut copy.raw().await).await.unwrap_or_default()
    }
}

/// The numbers of the accounts there are, one for each commit.
async fn numbers(connection: &mut crate::Connection) -> Result<Vec<u32>, StoreError> {
    let ids: Vec<i64> = sqlx::query_scalar("SELECT CAST(id AS INTEGER) FROM accounts")
        .fetch_all(connection)
        .await?;
    Ok(ids
        .into_iter()
        .map(|id| u32::try_from(id - 111_122_220_000).unwrap())
        .collect())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    #[test]
    fn an_alarm_is_raised_exactly_when_something_anchored_is_missing(acts in acts()) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(async {
            let mut walk = Walk::begin().await;
            for act in acts {
                walk.act(act).await;
            }
        });
    }
}

#[tokio::test]
async fn the_walk_meets_alarms() {
    let mut walk = Walk::begin().await;
    for act in [
        Act::Commit,
        Act::Save,
        Act::Commit,
        Act::RestoreStore(0),
        Act::LoseAnchor,
        Act::Crash,
        Act::Restart { cleanly: true },
        Act::Commit,
        Act::LoseLog,
    ] {
        walk.act(act).await;
    }
    assert_eq!(walk.alarms, 3);
}
