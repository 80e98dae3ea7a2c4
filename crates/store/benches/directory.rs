//! Pages of an identity store of 200,000 people against one of 200. `npm run bench` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring program"
)]

use std::collections::BTreeMap;
use std::time::{Duration, Instant};

use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId};
use vestibule_identity::identity_center::names::{DirectoryGroupName, DirectoryUserName};
use vestibule_identity::names::EmailAddress;
use vestibule_store::identity_center::{
    DirectoryGroupRow, DirectoryUserRow, directory_groups, directory_pages, directory_users,
};
use vestibule_store::{Store, StoreOptions};

const ROUNDS: u32 = 501;
const PAGE: u32 = 50;

fn everyone() -> DirectoryGroupId {
    DirectoryGroupId::stored("everyone".to_owned())
}

fn person(number: u32) -> DirectoryUserRow {
    let first = ["mary", "mark", "anna", "alan", "bob", "carol", "erin"][number as usize % 7];
    let last = ["smith", "major", "miller", "adams", "evans"][number as usize % 5];
    DirectoryUserRow {
        id: DirectoryUserId::stored(format!("9067642c8d-{number:032x}")),
        user_name: DirectoryUserName::parse(&format!("{}{last}{number}", &first[..1])).unwrap(),
        display_name: format!("{first} {last}"),
        given_name: first.to_owned(),
        family_name: last.to_owned(),
        email: EmailAddress::parse(&format!("{first}.{last}{number}@bench.example")).unwrap(),
        email_verified: true,
        enabled: true,
        attributes: BTreeMap::new(),
        external_id: None,
        created_by: "scim".to_owned(),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
        signed_in_at: None,
    }
}

async fn filled(folder: &std::path::Path, count: u32) -> Store {
    let store = Store::open(&folder.join(format!("{count}.db")), StoreOptions::default())
        .await
        .unwrap();
    let mut tx = store.write().await.unwrap();
    let group = DirectoryGroupRow {
        id: everyone(),
        name: DirectoryGroupName::parse("Everyone").unwrap(),
        description: String::new(),
        external_id: None,
        created_by: "manual".to_owned(),
        created_at: Timestamp::UNIX_EPOCH,
        updated_at: Timestamp::UNIX_EPOCH,
    };
    directory_groups::insert(&mut tx, &group).await.unwrap();
    for number in 0..count {
        let user = person(number);
        directory_users::insert(&mut tx, &user).await.unwrap();
        directory_groups::add_member(&mut tx, &group.id, &user.id, Timestamp::UNIX_EPOCH)
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    store
}

/// The median of each kind of page: all, deep in all, by user name, by display name, members.
async fn medians(store: &Store) -> Vec<(&'static str, Duration)> {
    let mut reader = store.read().await.unwrap();
    let deep = "1mmajor1\u{1f}mmajor1";
    let mut found = Vec::new();
    for (what, find, after) in [
        ("first page", "", None),
        ("a page in the middle", "", Some(deep)),
        ("by user name", "m", None),
        ("by display name", "mary", None),
        ("by address", "erin.evans1", None),
    ] {
        let mut times = Vec::new();
        for _ in 0..ROUNDS {
            let start = Instant::now();
            directory_pages::users(&mut reader, find, after, PAGE).await.unwrap();
            times.push(start.elapsed());
        }
        found.push((what, median(times)));
    }
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let start = Instant::now();
        directory_pages::members(&mut reader, &everyone(), "", Some("mmajor1"), PAGE)
            .await
            .unwrap();
        times.push(start.elapsed());
    }
    found.push(("members in the middle", median(times)));
    found
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap()
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let few = medians(&filled(folder.path(), 200).await).await;
    let many = medians(&filled(folder.path(), 200_000).await).await;
    for ((what, few), (_, many)) in few.into_iter().zip(many) {
        let ratio = many.as_secs_f64() / few.as_secs_f64();
        println!("{what} of 200,000 people / of 200: {many:.2?} / {few:.2?} = {ratio:.3}");
    }
}
