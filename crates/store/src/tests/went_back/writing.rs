//! Crashes, two processes and an anchor in the way: the anchor is never ahead, and no alarm is false.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use super::*;
use crate::{CommitHook, CommitPoint};

/// Ends the process, as far as a test can, between a commit and its anchor once it is armed.
pub(super) fn trap() -> (StoreOptions, Arc<AtomicBool>) {
    let armed = Arc::new(AtomicBool::new(false));
    let trap = Arc::clone(&armed);
    let hook: CommitHook = Arc::new(move |point| {
        if point == CommitPoint::After && trap.load(Ordering::SeqCst) {
            std::panic::resume_unwind(Box::new("the process ends here"));
        }
    });
    let options = StoreOptions {
        commit_hook: Some(hook),
        ..StoreOptions::default()
    };
    (options, armed)
}

#[tokio::test]
async fn a_crash_between_commit_and_anchor_is_no_alarm_from_the_first_commit_on() {
    let mut disk = Disk::new();
    for number in 1..6 {
        let (options, armed) = trap();
        let store = Arc::new(disk.open(options).await.unwrap());
        let before = disk.copy();
        armed.store(true, Ordering::SeqCst);
        let ending = Arc::clone(&store);
        let ended = tokio::spawn(async move { add(&ending, number..number + 1).await }).await;
        assert!(ended.unwrap_err().is_panic());
        assert_eq!(disk.anchored(), before.anchored(), "the anchor does not know");
        let after = disk.copy();
        after.copy().must_be_whole("crashed", i64::from(number)).await;
        // Opened again, it is anchored: what was before is too old.
        let reopened = after.copy();
        reopened.must_be_whole("again", i64::from(number)).await;
        before.beside_anchor_of(&reopened).must_be_noticed("before it").await;
        disk = after;
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_writers_raise_no_alarm_and_the_anchor_ends_at_the_later_commit() {
    let disk = Arc::new(Disk::new());
    let mut running = Vec::new();
    for process in 0..2 {
        let store = Arc::new(disk.store().await);
        for task in 0..3 {
            let (store, disk) = (Arc::clone(&store), Arc::clone(&disk));
            running.push(tokio::spawn(async move {
                for turn in 0..25 {
                    let number = 1 + process * 300 + task * 100 + turn;
                    add(&store, number..number + 1).await;
                    // Someone else looks while commits come and go.
                    if turn % 5 == 0 {
                        disk.store().await.close().await;
                    }
                }
            }));
        }
    }
    for task in running {
        task.await.unwrap();
    }
    let store = disk.store().await;
    assert_eq!(count(&store).await, 150);
    let link = newest(&store).await;
    assert_eq!(link.seq, 150);
    assert!(matches!(disk.anchored(), Reading::Holds(anchored) if anchored.link == link));
}

#[test]
fn of_two_commits_the_later_one_stays_anchored_whoever_writes_last() {
    let disk = Disk::new();
    let link = |seq: i64| Link {
        seq,
        hash: [u8::try_from(seq).unwrap(); 32],
    };
    let (one, other) = (Anchor::of(&disk.path(), &[0; 32]), Anchor::of(&disk.path(), &[0; 32]));
    for (turn, late) in [(10, 9), (12, 11), (20, 1)] {
        one.keep(link(turn), Some([1; 16])).unwrap();
        other.keep(link(late), Some([2; 16])).unwrap();
        assert!(matches!(disk.anchored(), Reading::Holds(found) if found.link == link(turn) && found.note == [1; 16]));
    }
}

#[tokio::test]
async fn an_anchor_that_cannot_be_written_stops_the_next_transaction_and_no_sooner() {
    let (disk, store) = with_log().await;
    let anchor = disk.get(ANCHOR);
    let folder = disk.0.path().join(ANCHOR);
    disk.remove(ANCHOR);
    std::fs::create_dir(&folder).unwrap();
    add(&store, 9..10).await;
    for _ in 0..2 {
        let refused = store.write().await.map(|_| ()).unwrap_err();
        assert!(matches!(refused, StoreError::Io(_)), "{refused:?}");
    }
    assert_eq!(count(&store).await, 9, "what was committed stands");
    std::fs::remove_dir(&folder).unwrap();
    disk.put(ANCHOR, &anchor);
    add(&store, 10..11).await;
    let link = newest(&store).await;
    assert!(matches!(disk.anchored(), Reading::Holds(anchored) if anchored.link == link));

    // Taken away while the store is open, it is made again.
    disk.remove(ANCHOR);
    add(&store, 11..12).await;
    disk.copy().must_be_whole("made again", 11).await;
}
