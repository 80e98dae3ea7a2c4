//! Access keys, tags, group sizes and counts.

use vestibule_identity::ids::{AccessKeyId, GroupId};
use vestibule_identity::names::GroupName;

use super::*;
use crate::{AccessKeyRow, GroupRow, KeyUse, access_keys, accounts, counts, credential_reports, groups, tags, users};

fn key(id: &str, user: Option<&IamUser>) -> AccessKeyRow {
    AccessKeyRow {
        id: AccessKeyId::stored(id.to_owned()),
        account: account_id(1),
        user: user.map(|user| user.id.clone()),
        sealed: vec![1, 2, 3],
        is_active: true,
        created_at: at(30),
        changed_at: at(30),
        last_used: None,
    }
}

async fn with_alice() -> (Disk, Store, IamUser) {
    let disk = Disk::new();
    let store = disk.store().await;
    let alice = user(1, 1, "Alice");
    commit!(store, accounts::insert, &account(1)).unwrap();
    commit!(store, users::insert, &alice).unwrap();
    (disk, store, alice)
}

#[tokio::test]
async fn keys_belong_to_a_user_or_to_root_and_go_with_the_user() {
    let (_disk, store, alice) = with_alice().await;
    let (own, roots) = (key("AKIAB", Some(&alice)), key("AKIAA", None));
    for row in [&own, &roots] {
        commit!(store, access_keys::insert, row).unwrap();
    }
    assert!(matches!(
        commit!(store, access_keys::insert, &own),
        Err(StoreError::Conflict)
    ));
    let used = KeyUse {
        at: at(32),
        service: "s3".to_owned(),
        region: "us-east-1".to_owned(),
    };
    commit!(store, access_keys::set_active, &own.id, false, at(31)).unwrap();
    commit!(store, access_keys::set_last_used, &own.id, &used).unwrap();
    let expected = AccessKeyRow {
        is_active: false,
        changed_at: at(31),
        last_used: Some(used),
        ..own.clone()
    };
    let account = account_id(1);
    assert_eq!(
        read!(store, access_keys::of_owner, &account, Some(&alice.id)),
        std::slice::from_ref(&expected)
    );
    assert_eq!(
        read!(store, access_keys::of_owner, &account, None),
        std::slice::from_ref(&roots)
    );
    assert_eq!(
        read!(store, access_keys::of_account, &account),
        [roots.clone(), expected]
    );
    assert_eq!(read!(store, counts::of_account, &account).root_access_keys, 1);
    commit!(store, users::delete, &alice.id).unwrap();
    commit!(store, access_keys::delete, &roots.id).unwrap();
    assert!(read!(store, access_keys::of_account, &account).is_empty());
    assert!(!format!("{own:?}").contains("sealed: [1"), "{own:?}");
}

#[tokio::test]
async fn a_tag_is_the_same_in_any_case() {
    let (_disk, store, alice) = with_alice().await;
    let owner = alice.id.as_str();
    for (key, value) in [("Team", "red"), ("cost", "1"), ("TEAM", "blue"), ("Größe", "ä")] {
        commit!(store, tags::set, owner, key, value).unwrap();
    }
    let expected =
        [("cost", "1"), ("Größe", "ä"), ("TEAM", "blue")].map(|(key, value)| (key.to_owned(), value.to_owned()));
    assert_eq!(read!(store, tags::of_owner, owner), expected);
    assert!(commit!(store, tags::remove, owner, "team").unwrap());
    assert!(!commit!(store, tags::remove, owner, "team").unwrap());
    assert!(commit!(store, tags::remove, owner, "GRÖSSE").is_ok_and(|gone| !gone));
    commit!(store, users::delete, &alice.id).unwrap();
    assert!(read!(store, tags::of_owner, owner).is_empty());
}

#[tokio::test]
async fn groups_are_renamed_unless_the_name_is_taken() {
    let (_disk, store, alice) = with_alice().await;
    let group = |name: &str| GroupRow {
        id: GroupId::stored(format!("AGPA{name}")),
        account: account_id(1),
        name: GroupName::parse(name).unwrap(),
        created_at: at(20),
    };
    let (staff, ops) = (group("Staff"), group("Ops"));
    for row in [&staff, &ops] {
        commit!(store, groups::insert, row).unwrap();
    }
    commit!(store, groups::add_member, &staff.id, &alice.id).unwrap();
    let name = |text: &str| GroupName::parse(text).unwrap();
    assert!(matches!(
        commit!(store, groups::rename, &ops.id, &name("STAFF")),
        Err(StoreError::Conflict)
    ));
    commit!(store, groups::rename, &staff.id, &name("STAFF")).unwrap();
    let found = read!(store, groups::by_name, &account_id(1), &name("staff"));
    assert_eq!(found.unwrap().name, name("STAFF"));
    let sizes = read!(store, groups::sizes, &account_id(1));
    assert_eq!(sizes, [("AGPAStaff".to_owned(), 1)].into_iter().collect());
    let counted = read!(store, counts::of_account, &account_id(1));
    assert_eq!((counted.users, counted.groups, counted.roles), (1, 2, 0));
}

#[tokio::test]
async fn the_newest_report_replaces_the_one_before() {
    let (_disk, store, _) = with_alice().await;
    let account = account_id(1);
    assert!(read!(store, credential_reports::get, &account).is_none());
    for (time, text) in [(at(1), "first"), (at(2), "second")] {
        commit!(store, credential_reports::put, &account, time, text).unwrap();
        let report = read!(store, credential_reports::get, &account);
        assert_eq!(report, Some((time, text.to_owned())));
    }
}
