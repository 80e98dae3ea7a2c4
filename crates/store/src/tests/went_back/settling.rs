//! What happens to a store that went back.

use vestibule_identity::names::AccountName;

use super::*;
use crate::Note;

async fn rename(tx: &mut crate::Tx, name: &str) {
    let name = AccountName::parse(name).unwrap();
    sqlx::query("UPDATE accounts SET name = ?1")
        .bind(name.as_str())
        .execute(tx.connection())
        .await
        .unwrap();
}

#[tokio::test]
async fn accepted_it_goes_on_from_there_and_the_lost_state_is_the_one_that_does_not_fit() {
    let (disk, store) = with_log().await;
    let old = disk.copy();
    add(&store, 9..12).await;
    let lost = disk.copy();
    let folder = old.beside_anchor_of(&lost);

    // Begun but not finished, it is as it was.
    let found = folder.went_back().await;
    let mut tx = found.write().await.unwrap();
    rename(&mut tx, "Voided").await;
    drop(tx);
    found.close().await;

    let found = folder.went_back().await;
    let mut tx = found.write().await.unwrap();
    rename(&mut tx, "Voided").await;
    let store = found.accept(tx).await.unwrap();
    let first = read!(store, accounts::by_id, &account_id(1)).unwrap();
    assert_eq!(first.name.as_str(), "Voided");
    add(&store, 9..10).await;
    store.close().await;
    folder.must_be_whole("accepted", 9).await;
    lost.beside_anchor_of(&folder).must_be_noticed("the lost state").await;
    old.beside_anchor_of(&folder).must_be_noticed("the old state").await;

    // An anchor that is gone is accepted in the same way.
    folder.remove(ANCHOR);
    let found = folder.went_back().await;
    let tx = found.write().await.unwrap();
    found.accept(tx).await.unwrap().close().await;
    folder.must_be_whole("a new anchor", 9).await;
}

#[tokio::test]
async fn ended_between_commit_and_new_anchor_an_acceptance_is_asked_for_again() {
    let (disk, store) = with_log().await;
    let old = disk.copy();
    add(&store, 9..10).await;
    let folder = old.beside_anchor_of(&disk);
    let anchor = folder.get(ANCHOR);
    let found = folder.went_back().await;
    let tx = found.write().await.unwrap();
    found.accept(tx).await.unwrap().close().await;
    folder.put(ANCHOR, &anchor);
    folder.must_be_noticed("the anchor does not know").await;
}

#[tokio::test]
async fn a_note_stays_until_the_next_and_outlives_what_went_back() {
    let (disk, store) = with_log().await;
    let old = disk.copy();
    let noted = |disk: &Disk| match disk.anchored() {
        Reading::Holds(anchored) => anchored.note,
        other => panic!("{other:?}"),
    };
    assert_eq!(noted(&disk), Note::default());
    for (note, expected) in [
        (Some([1; 16]), [1; 16]),
        (None, [1; 16]),
        (Some([2; 16]), [2; 16]),
        (None, [2; 16]),
    ] {
        let mut tx = store.write().await.unwrap();
        if let Some(note) = note {
            tx.note(note);
        }
        tx.commit().await.unwrap();
        assert_eq!(noted(&disk), expected);
    }
    // A transaction that is given up leaves no note.
    let mut tx = store.write().await.unwrap();
    tx.note([3; 16]);
    drop(tx);
    add(&store, 9..10).await;
    assert_eq!(noted(&disk), [2; 16]);

    let folder = old.beside_anchor_of(&disk);
    let found = folder.went_back().await;
    assert_eq!(found.note(), Some([2; 16]));
    let tx = found.write().await.unwrap();
    found.accept(tx).await.unwrap().close().await;
    assert_eq!(noted(&folder), [2; 16], "nothing else was noted");

    let gone = disk.copy();
    gone.remove(ANCHOR);
    assert_eq!(gone.went_back().await.note(), None);
}

#[tokio::test]
async fn it_is_remembered_when_it_was_noticed_until_it_is_settled() {
    let (disk, store) = with_log().await;
    let old = disk.copy();
    add(&store, 9..10).await;
    for anchored in [true, false] {
        let folder = old.beside_anchor_of(&disk);
        if !anchored {
            folder.remove(ANCHOR);
        }
        let found = folder.went_back().await;
        assert_eq!(found.noticed(at(100)).unwrap(), at(100));
        assert_eq!(found.noticed(at(500)).unwrap(), at(100));
        found.close().await;
        let found = folder.went_back().await;
        assert_eq!(found.noticed(at(500)).unwrap(), at(100), "after a restart");
        let tx = found.write().await.unwrap();
        found.accept(tx).await.unwrap().close().await;
        folder.put("identity.db", &old.get("identity.db"));
        let found = folder.went_back().await;
        assert_eq!(found.noticed(at(900)).unwrap(), at(900), "another time");
    }

    // A record in the place of the notice does not say when.
    let folder = old.beside_anchor_of(&disk);
    let mut bytes = folder.get(ANCHOR);
    bytes.copy_within(..SECOND, 2 * SECOND);
    folder.put(ANCHOR, &bytes);
    let found = folder.went_back().await;
    assert_eq!(found.noticed(at(900)).unwrap(), at(900));

    // The right store came back: that is settled too.
    let folder = old.beside_anchor_of(&disk);
    folder.went_back().await.noticed(at(100)).unwrap();
    let right = disk.beside_anchor_of(&folder);
    right.must_be_whole("the right one", 9).await;
    let folder = old.beside_anchor_of(&right);
    let again = folder.went_back().await;
    assert_eq!(again.noticed(at(900)).unwrap(), at(900));
}
