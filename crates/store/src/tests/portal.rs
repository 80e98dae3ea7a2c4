//! What people may enter, and what they were given.

use std::time::Duration;

use vestibule_identity::identity_center::ids::PermissionSetId;
use vestibule_identity::identity_center::names::PermissionSetName;
use vestibule_identity::ids::{RoleId, TemporaryKeyId};
use vestibule_identity::names::RoleName;

use super::directory::{group, person};
use super::*;
use crate::identity_center::assignments::Assignee;
use crate::identity_center::{
    AssignmentRow, IssuedBy, Page, PermissionSetRow, RoleCredentialRow, assignments, directory_groups, directory_users,
    permission_sets, portal_accounts, role_credentials,
};

fn set(name: &str) -> PermissionSetRow {
    PermissionSetRow {
        id: PermissionSetId::stored(format!("ps-{name}")),
        name: PermissionSetName::parse(name).unwrap(),
        description: format!("For {name}"),
        session: Duration::from_hours(1),
        relay_state: String::new(),
        inline_policy: None,
        boundary: None,
        created_at: at(1),
        updated_at: at(1),
    }
}

async fn assign(store: &Store, number: u32, set: &PermissionSetRow, assignee: &Assignee) {
    let row = AssignmentRow {
        account: account_id(number),
        permission_set: set.id.clone(),
        assignee: assignee.clone(),
    };
    commit!(store, assignments::insert, &row, at(1)).unwrap();
}

/// Mary, directly and through a group, in accounts 1 to 4, of which 4 is suspended; account 5 is somebody else's.
async fn filled() -> (Disk, Store) {
    let disk = Disk::new();
    let store = disk.store().await;
    for number in 1..=5 {
        let mut account = account(number);
        if number == 4 {
            account.status = AccountStatus::Suspended;
        }
        commit!(store, crate::accounts::insert, &account).unwrap();
    }
    let (mary, wei) = (
        person("mary", "Mary", "mary@example.com"),
        person("wei", "Wei", "wei@example.com"),
    );
    let staff = group("Staff");
    commit!(store, directory_users::insert, &mary).unwrap();
    commit!(store, directory_users::insert, &wei).unwrap();
    commit!(store, directory_groups::insert, &staff).unwrap();
    commit!(store, directory_groups::add_member, &staff.id, &mary.id, at(1)).unwrap();
    let (read, admin) = (set("Read"), set("admin"));
    commit!(store, permission_sets::insert, &read).unwrap();
    commit!(store, permission_sets::insert, &admin).unwrap();
    let (user, group) = (Assignee::User(mary.id), Assignee::Group(staff.id));
    assign(&store, 1, &read, &user).await;
    assign(&store, 1, &read, &group).await;
    assign(&store, 1, &admin, &group).await;
    assign(&store, 2, &read, &group).await;
    assign(&store, 3, &admin, &user).await;
    assign(&store, 4, &admin, &user).await;
    assign(&store, 5, &admin, &Assignee::User(wei.id)).await;
    (disk, store)
}

async fn shown(store: &Store, search: &str, limit: u32, offset: u32) -> (Vec<(String, Vec<String>)>, u32) {
    let mary = person("mary", "Mary", "mary@example.com").id;
    let page = read!(store, portal_accounts::page, &mary, search, limit, offset);
    let accounts = page
        .accounts
        .into_iter()
        .map(|account| (account.name, account.sets.into_iter().map(|(name, _)| name).collect()))
        .collect();
    (accounts, page.total)
}

#[tokio::test]
async fn accounts_come_once_with_every_set_once() {
    let (_disk, store) = filled().await;
    let (all, total) = shown(&store, "", 50, 0).await;
    let sets = |names: &[&str]| names.iter().map(|name| (*name).to_owned()).collect::<Vec<_>>();
    let expected = [
        ("Account 1".to_owned(), sets(&["admin", "Read"])),
        ("Account 2".to_owned(), sets(&["Read"])),
        ("Account 3".to_owned(), sets(&["admin"])),
    ];
    assert_eq!((all.as_slice(), total), (expected.as_slice(), 3));
    // Pages of one are the same, one after the other.
    for offset in 0..3 {
        let (one, total) = shown(&store, "", 1, offset).await;
        assert_eq!((one.as_slice(), total), (&all[offset as usize..=offset as usize], 3));
    }
    assert_eq!(shown(&store, "", 1, 3).await, (Vec::new(), 0));
}

#[tokio::test]
async fn a_search_looks_in_id_name_and_address() {
    let (_disk, store) = filled().await;
    for (search, names) in [
        ("account 2", vec!["Account 2"]),
        ("root-3@", vec!["Account 3"]),
        (account_id(1).as_str(), vec!["Account 1"]),
        ("account", vec!["Account 1", "Account 2", "Account 3"]),
        // Suspended, somebody else's, and patterns.
        ("root-4@", vec![]),
        ("root-5@", vec![]),
        ("%", vec![]),
        ("_", vec![]),
        ("'", vec![]),
    ] {
        let (found, total) = shown(&store, search, 50, 0).await;
        let found: Vec<&str> = found.iter().map(|(name, _)| name.as_str()).collect();
        assert_eq!(found, names, "{search}");
        assert_eq!(total as usize, names.len(), "{search}");
    }
}

#[tokio::test]
async fn no_one_elses_assignments_are_read() {
    let (_disk, store) = filled().await;
    let plan: Vec<(i64, i64, i64, String)> =
        sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {}", portal_accounts::PAGE)))
            .bind("id-mary")
            .bind("")
            .bind(50)
            .bind(0)
            .fetch_all(store.read().await.unwrap().connection())
            .await
            .unwrap();
    let of_assignments: Vec<&str> = plan
        .iter()
        .map(|(.., line)| line.as_str())
        .filter(|line| line.contains(" assignments "))
        .collect();
    assert_eq!(of_assignments.len(), 2, "{plan:#?}");
    for line in of_assignments {
        assert!(line.contains("principal_kind=? AND principal_id=?"), "{line}");
    }
}

fn credentials(number: u8, from: i64, to: i64) -> RoleCredentialRow {
    RoleCredentialRow {
        key: TemporaryKeyId::stored(format!("ASIA{number:016}")),
        account: account_id(9),
        role: RoleId::stored("AROA".to_owned()),
        role_name: RoleName::parse("AWSReservedSSO_Read_0123456789abcdef").unwrap(),
        permission_set: PermissionSetId::stored("ps-1".to_owned()),
        user: person("mary", "Mary", "mary@example.com").id,
        user_name: "mary".to_owned(),
        tags: BTreeMap::from([("department".to_owned(), "Platform".to_owned())]),
        sealed: vec![number; 40],
        token_hash: [number; 32],
        issued_by: if number.is_multiple_of(2) {
            IssuedBy::Cli
        } else {
            IssuedBy::Portal
        },
        issued_at: at(from),
        expires_at: at(to),
    }
}

fn page(search: &str, from: u32, size: u32) -> Page {
    Page {
        search: search.to_owned(),
        from,
        size,
    }
}

#[tokio::test]
async fn credentials_stand_on_nothing_and_are_found_newest_first() {
    let disk = Disk::new();
    let store = disk.store().await;
    // No account, role, set or person is there.
    for number in 1..=4 {
        let row = credentials(number, i64::from(number) * 100, i64::from(number) * 100 + 50);
        commit!(store, role_credentials::insert, &row).unwrap();
        assert_eq!(read!(store, role_credentials::by_key, &row.key), Some(row));
    }
    let mary = credentials(1, 0, 0).user;
    let listed = |rows: Vec<RoleCredentialRow>| rows.iter().map(|row| row.token_hash[0]).collect::<Vec<u8>>();
    let all = page("", 0, 10);
    let (rows, total) = read!(store, role_credentials::of_user, &mary, at(500), &all);
    assert_eq!((listed(rows), total), (vec![4, 3, 2, 1], 4));
    let row = credentials(1, 100, 150);
    for (second, counts) in [(99, false), (100, true), (149, true), (150, false)] {
        assert_eq!(row.counts_at(at(second)), counts, "{second}");
    }
    commit!(store, role_credentials::delete_expired, at(251)).unwrap();
    let (rows, total) = read!(store, role_credentials::of_user, &mary, at(500), &all);
    assert_eq!((listed(rows), total), (vec![4, 3], 2));
    assert!(!format!("{row:?}").contains("sealed"));
    let again = commit!(store, role_credentials::insert, &credentials(3, 0, 1));
    assert!(again.is_err(), "a key has one owner");
}

#[tokio::test]
async fn what_counts_comes_before_all_that_was_issued_since_and_expired() {
    let disk = Disk::new();
    let store = disk.store().await;
    // Two that last long, then many of a tool that took new ones all the time; of those the last two count.
    for number in 1..=250 {
        let from = i64::from(number) * 10;
        let lasts = if number <= 2 { 10_000 } else { 15 };
        commit!(
            store,
            role_credentials::insert,
            &credentials(number, from, from + lasts)
        )
        .unwrap();
    }
    let mary = credentials(1, 0, 0).user;
    let listed = |rows: Vec<RoleCredentialRow>| rows.iter().map(|row| row.token_hash[0]).collect::<Vec<u8>>();
    for (from, found) in [(0, [250, 249, 2]), (3, [1, 248, 247]), (247, [5, 4, 3])] {
        let part = page("", from, 3);
        let (rows, total) = read!(store, role_credentials::of_user, &mary, at(2501), &part);
        assert_eq!((listed(rows), total), (found.to_vec(), 250));
    }
    // When the clock stands before the last of them, that one does not count yet.
    let part = page("", 0, 4);
    let (rows, _) = read!(store, role_credentials::of_user, &mary, at(2494), &part);
    assert_eq!(listed(rows), [249, 248, 2, 1]);
    for (search, found) in [
        ("asia0000000000000017", vec![17]),
        ("READ_0123", vec![250, 249, 2]),
        (account_id(9).as_str(), vec![250, 249, 2]),
        ("Öö", vec![]),
    ] {
        let part = page(search, 0, 3);
        let (rows, _) = read!(store, role_credentials::of_user, &mary, at(2501), &part);
        assert_eq!(listed(rows), found, "{search}");
    }
}
