//! Opening: what is accepted, what is refused with which code, and that a refusal changes nothing.

use std::path::Path;

use sqlx::sqlite::SqliteConnectOptions;
use sqlx::{Connection as _, SqliteConnection};
use vestibule_identity::lockout::Throttle;

use super::*;
use crate::{accounts, events, throttles, world};

/// A closed store with one account and enough rows for several pages.
async fn closed_store() -> Disk {
    let disk = Disk::new();
    let store = disk.store().await;
    let mut tx = store.write().await.unwrap();
    accounts::insert(&mut tx, &account(1)).await.unwrap();
    for number in 0..300 {
        let name = format!("user-{number}");
        crate::users::insert(&mut tx, &user(number, 1, &name)).await.unwrap();
    }
    tx.commit().await.unwrap();
    store.close().await;
    assert_eq!(
        disk.files().keys().collect::<Vec<_>>(),
        ["identity.anchor", "identity.db"],
        "closing leaves no log"
    );
    disk
}

async fn raw(path: &Path) -> SqliteConnection {
    let options = SqliteConnectOptions::new().filename(path).create_if_missing(true);
    SqliteConnection::connect_with(&options).await.unwrap()
}

async fn alter(path: &Path, statement: &'static str) {
    let mut connection = raw(path).await;
    sqlx::raw_sql(statement).execute(&mut connection).await.unwrap();
    connection.close().await.unwrap();
}

async fn must_refuse_and_leave_alone(disk: &Disk, what: &str) -> StoreError {
    let before = disk.files();
    let refused = disk.open(StoreOptions::default()).await.expect_err(what);
    let after = disk.files();
    assert!(
        before["identity.db"] == after["identity.db"],
        "{what}: the file changed"
    );
    let log = after.get("identity.db-wal").map_or(0, Vec::len);
    assert_eq!(log, 0, "{what}: something was written beside the file");
    refused
}

#[tokio::test]
async fn a_new_store_is_empty_and_opens_again() {
    let disk = Disk::new();
    let store = disk.store().await;
    assert_eq!(read!(store, world::get), None);
    let counts = row_counts(&mut store.read().await.unwrap()).await;
    assert_eq!(counts.get("settings"), Some(&1), "the probe that it can be written");
    assert!(counts.iter().all(|(table, count)| table == "settings" || *count == 0));
    commit!(store, accounts::insert, &account(1)).unwrap();
    store.close().await;

    let store = disk.store().await;
    assert_eq!(read!(store, accounts::by_id, &account_id(1)), Some(account(1)));
    assert_eq!(read!(store, world::setting, "opened").as_deref(), Some("2"));
}

#[tokio::test]
async fn an_empty_file_is_a_new_store() {
    let disk = Disk::new();
    std::fs::write(disk.path(), b"").unwrap();
    let store = disk.store().await;
    commit!(store, accounts::insert, &account(1)).unwrap();
}

#[tokio::test]
async fn no_folder_no_store() {
    let disk = Disk::new();
    let path = disk.0.path().join("missing").join("identity.db");
    let refused = Store::open(&path, StoreOptions::default()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Io(_)), "{refused:?}");
    assert!(disk.files().is_empty());
}

#[tokio::test]
async fn damaged_files_are_refused_untouched() {
    let whole = closed_store().await;
    let bytes = std::fs::read(whole.path()).unwrap();
    let page = usize::from(u16::from_be_bytes([bytes[16], bytes[17]]));
    let pages = bytes.len() / page;
    assert!(pages > 10, "damage needs pages to hit");

    let mut cases: Vec<(String, Vec<u8>)> = vec![
        ("one byte".to_owned(), b"x".to_vec()),
        ("text".to_owned(), b"this is no database\n".repeat(1_000)),
        ("zeros".to_owned(), vec![0; 8_192]),
        ("half a header".to_owned(), bytes[..50].to_vec()),
        ("the header only".to_owned(), bytes[..100].to_vec()),
        ("half a page".to_owned(), bytes[..page / 2].to_vec()),
        ("the first page only".to_owned(), bytes[..page].to_vec()),
        ("half the file".to_owned(), bytes[..pages / 2 * page].to_vec()),
        ("all but the last byte".to_owned(), bytes[..bytes.len() - 1].to_vec()),
        (
            "another magic".to_owned(),
            [b"SQLite format 2\0", &bytes[16..]].concat(),
        ),
    ];
    // Every page but the first: its header overwritten, the file's header right.
    for damaged in 1..pages {
        let mut altered = bytes.clone();
        altered[damaged * page..damaged * page + 12].fill(0xff);
        cases.push((format!("page {damaged}"), altered));
    }
    for (what, bytes) in cases {
        let disk = Disk::new();
        std::fs::write(disk.path(), bytes).unwrap();
        let refused = must_refuse_and_leave_alone(&disk, &what).await;
        assert!(matches!(refused, StoreError::Corrupt), "{what}: {refused:?}");
    }

    let control = Disk::new();
    std::fs::write(control.path(), bytes).unwrap();
    std::fs::copy(
        whole.path().with_extension("anchor"),
        control.path().with_extension("anchor"),
    )
    .unwrap();
    let store = control.store().await;
    assert_eq!(read!(store, accounts::by_id, &account_id(1)), Some(account(1)));
}

#[tokio::test]
async fn files_that_are_no_store_of_ours_are_refused_untouched() {
    for (what, statement) in [
        ("an altered migration", "UPDATE _sqlx_migrations SET checksum = x'00'"),
        ("a broken migration", "UPDATE _sqlx_migrations SET success = 0"),
        ("a forgotten history", "DROP TABLE _sqlx_migrations"),
    ] {
        let disk = closed_store().await;
        alter(&disk.path(), statement).await;
        let refused = must_refuse_and_leave_alone(&disk, what).await;
        assert!(matches!(refused, StoreError::Corrupt), "{what}: {refused:?}");
    }
    let disk = Disk::new();
    alter(&disk.path(), "CREATE TABLE notes (text TEXT)").await;
    let refused = must_refuse_and_leave_alone(&disk, "another program's database").await;
    assert!(matches!(refused, StoreError::Corrupt), "{refused:?}");
}

#[tokio::test]
async fn a_store_of_a_newer_version_is_refused_untouched() {
    let disk = closed_store().await;
    alter(
        &disk.path(),
        "INSERT INTO _sqlx_migrations (version, description, success, checksum, execution_time) VALUES (9999, 'later', 1, x'00', 0)",
    )
    .await;
    let refused = must_refuse_and_leave_alone(&disk, "newer").await;
    let StoreError::Newer { found: 9999, known } = refused else {
        unreachable!("{refused:?}");
    };
    assert!(known < 9999);

    alter(&disk.path(), "DELETE FROM _sqlx_migrations WHERE version = 9999").await;
    let store = disk.store().await;
    assert_eq!(read!(store, accounts::by_id, &account_id(1)), Some(account(1)));
}

#[tokio::test]
async fn without_the_right_to_write_it_is_refused_untouched() {
    let read_only = || StoreOptions {
        read_only: true,
        ..StoreOptions::default()
    };
    let disk = closed_store().await;
    let before = std::fs::read(disk.path()).unwrap();
    let refused = disk.open(read_only()).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly), "{refused:?}");
    assert!(before == std::fs::read(disk.path()).unwrap(), "the file changed");
    let store = disk.store().await;
    commit!(store, accounts::insert, &account(2)).unwrap();

    let fresh = Disk::new();
    let refused = fresh.open(read_only()).await.unwrap_err();
    assert!(matches!(refused, StoreError::ReadOnly), "{refused:?}");
    fresh.store().await;
}

#[test]
fn file_system_errors_have_their_codes() {
    use std::io::{Error, ErrorKind};
    let code = |kind| StoreError::from(Error::from(kind));
    assert!(matches!(code(ErrorKind::PermissionDenied), StoreError::ReadOnly));
    assert!(matches!(code(ErrorKind::ReadOnlyFilesystem), StoreError::ReadOnly));
    assert!(matches!(code(ErrorKind::StorageFull), StoreError::Full));
    assert!(matches!(code(ErrorKind::NotFound), StoreError::Io(_)));
}

fn pages(max: u32) -> StoreOptions {
    StoreOptions {
        max_pages: Some(max),
        ..StoreOptions::default()
    }
}

#[tokio::test]
async fn a_disk_too_full_for_a_new_store_is_said_and_room_makes_it_good() {
    for max in [1, 2, 5] {
        let disk = Disk::new();
        let refused = disk.open(pages(max)).await.unwrap_err();
        assert!(matches!(refused, StoreError::Full), "{max} pages: {refused:?}");
        let store = disk.store().await;
        commit!(store, accounts::insert, &account(1)).unwrap();
    }
}

#[tokio::test]
async fn a_disk_that_fills_up_loses_nothing_and_is_usable_once_there_is_room() {
    let disk = Disk::new();
    let store = disk.open(pages(200)).await.unwrap();
    commit!(store, accounts::insert, &account(1)).unwrap();
    let mut kept = 0;
    let refused = loop {
        let written = commit!(store, crate::outbox::push, "parcel", &[7; 3_000]);
        match written {
            Ok(_) => kept += 1,
            Err(refused) => break refused,
        }
    };
    assert!(matches!(refused, StoreError::Full), "{refused:?}");
    assert!(kept > 0);

    // Full a second time: the store still knows why.
    let again = commit!(store, crate::outbox::push, "parcel", &[7; 3_000]).unwrap_err();
    assert!(matches!(again, StoreError::Full), "{again:?}");
    let waiting = read!(store, crate::outbox::pending);
    assert_eq!(waiting.len(), kept, "what was committed is all there, and nothing else");

    commit!(store, crate::outbox::delete_through, waiting[0].0).unwrap();
    commit!(store, crate::outbox::push, "parcel", &[8; 3_000]).unwrap();
    store.close().await;

    let store = disk.store().await;
    assert_eq!(read!(store, crate::outbox::pending).len(), kept);
    commit!(store, crate::outbox::push, "parcel", &vec![9; 100_000]).unwrap();
}

#[tokio::test]
async fn a_file_held_by_another_process_is_busy() {
    let disk = closed_store().await;
    let mut other = raw(&disk.path()).await;
    sqlx::raw_sql("PRAGMA locking_mode = EXCLUSIVE; BEGIN EXCLUSIVE")
        .execute(&mut other)
        .await
        .unwrap();
    let refused = disk.open(StoreOptions::default()).await.unwrap_err();
    assert!(matches!(refused, StoreError::Busy), "{refused:?}");
    other.close().await.unwrap();
    disk.store().await;
}

#[cfg(unix)]
#[tokio::test]
async fn the_files_are_for_their_owner_only() {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = |path: &Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    let disk = Disk::new();
    let store = disk.store().await;
    for name in disk.files().keys() {
        assert_eq!(mode(&disk.0.path().join(name)), 0o600, "{name}");
    }
    assert!(disk.files().contains_key("identity.db-wal"));
    store.close().await;

    for (loose, tight) in [(0o644, 0o600), (0o666, 0o600), (0o777, 0o700), (0o600, 0o600)] {
        std::fs::set_permissions(disk.path(), std::fs::Permissions::from_mode(loose)).unwrap();
        let store = disk.store().await;
        assert_eq!(mode(&disk.path()), tight, "{loose:o}");
        for name in disk.files().keys() {
            assert_eq!(mode(&disk.0.path().join(name)) & 0o077, 0, "{name} after {loose:o}");
        }
        store.close().await;
    }
}

#[tokio::test]
async fn a_row_that_does_not_read_back_is_named() {
    let disk = closed_store().await;
    let store = disk.store().await;
    commit!(store, throttles::put, &[0; 32], &Throttle::default()).unwrap();
    store.close().await;
    alter(&disk.path(), "UPDATE throttles SET throttle = '{}'").await;
    alter(&disk.path(), "UPDATE accounts SET name = '<script>'").await;
    let store = disk.store().await;
    let mut reader = store.read().await.unwrap();
    let refused = throttles::get(&mut reader, &[0; 32]).await.unwrap_err();
    assert!(matches!(refused, StoreError::Row { table: "throttles" }), "{refused:?}");
    let refused = accounts::by_id(&mut reader, &account_id(1)).await.unwrap_err();
    assert!(matches!(refused, StoreError::Row { table: "accounts" }), "{refused:?}");
    let page = events::page(&mut reader, &account_id(1), &crate::EventFilter::default(), None, 5).await;
    assert_eq!(page.unwrap(), [], "the other tables still read");
}
