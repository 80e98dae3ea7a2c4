//! People and groups of the identity store, found and paged.

use std::collections::BTreeMap;

use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId};
use vestibule_identity::identity_center::names::{DirectoryGroupName, DirectoryUserName};

use super::*;
use crate::identity_center::{DirectoryGroupRow, DirectoryUserRow, directory_groups, directory_pages, directory_users};

pub(super) fn person(user_name: &str, display: &str, email: &str) -> DirectoryUserRow {
    DirectoryUserRow {
        id: DirectoryUserId::stored(format!("id-{user_name}")),
        user_name: DirectoryUserName::parse(user_name).unwrap(),
        display_name: display.to_owned(),
        given_name: "G".to_owned(),
        family_name: "F".to_owned(),
        email: EmailAddress::parse(email).unwrap(),
        email_verified: false,
        enabled: true,
        attributes: BTreeMap::new(),
        external_id: None,
        created_by: "manual".to_owned(),
        created_at: at(1),
        updated_at: at(1),
        signed_in_at: None,
    }
}

pub(super) fn group(name: &str) -> DirectoryGroupRow {
    DirectoryGroupRow {
        id: DirectoryGroupId::stored(format!("id-{name}")),
        name: DirectoryGroupName::parse(name).unwrap(),
        description: String::new(),
        external_id: None,
        created_by: "manual".to_owned(),
        created_at: at(1),
        updated_at: at(1),
    }
}

/// Everything that a search finds, page by page, as user names.
async fn all(store: &Store, find: &str, limit: u32) -> Vec<String> {
    let mut found = Vec::new();
    let mut after = None;
    loop {
        let (users, next) = read!(store, directory_pages::users, find, after.as_deref(), limit);
        assert!(users.len() <= limit as usize);
        assert!(next.is_none() || users.len() == limit as usize);
        found.extend(users.into_iter().map(|user| user.user_name.as_str().to_owned()));
        let Some(next) = next else { return found };
        after = Some(next);
    }
}

#[tokio::test]
async fn everyone_is_found_once_by_user_name_then_display_name_then_address() {
    let disk = Disk::new();
    let store = disk.store().await;
    for (user_name, display, email) in [
        ("mary", "Mary Major", "mary@example.com"),
        ("Marcus", "Zed", "marcus@example.com"),
        ("a1", "Martha", "a1@example.com"),
        ("a2", "martha", "mar.other@example.com"),
        ("a3", "Zoë", "maria@example.com"),
        ("a4", "Ünal", "a4@example.com"),
        ("zz", "Zed", "zz@example.com"),
    ] {
        commit!(store, directory_users::insert, &person(user_name, display, email)).unwrap();
    }
    for limit in [1, 2, 3, 50] {
        assert_eq!(
            all(&store, "MAR", limit).await,
            ["Marcus", "mary", "a1", "a2", "a3"],
            "{limit}"
        );
        assert_eq!(
            all(&store, "", limit).await,
            ["a1", "a2", "a3", "a4", "Marcus", "mary", "zz"],
            "{limit}"
        );
    }
    assert_eq!(all(&store, "ünal", 1).await, ["a4"]);
    assert_eq!(all(&store, "zed", 1).await, ["Marcus", "zz"]);
    assert!(all(&store, "nobody", 1).await.is_empty());
    assert!(all(&store, "%", 1).await.is_empty());
    // A place that nobody wrote is the beginning.
    let (users, _) = read!(store, directory_pages::users, "", Some("nonsense"), 50);
    assert_eq!(users.len(), 7);
    // The last person of a page may be gone by the next.
    let (_, next) = read!(store, directory_pages::users, "mar", None, 2);
    commit!(
        store,
        directory_users::delete,
        &DirectoryUserId::stored("id-mary".to_owned())
    )
    .unwrap();
    let (users, _) = read!(store, directory_pages::users, "mar", next.as_deref(), 2);
    assert_eq!(users[0].user_name.as_str(), "a1");
}

#[tokio::test]
async fn pages_of_many_people_walk_an_index() {
    let disk = Disk::new();
    let store = disk.store().await;
    for query in [
        "SELECT id FROM directory_users WHERE user_name_folded >= 'aa' AND user_name_folded < 'b' ORDER BY user_name_folded LIMIT 50",
        "SELECT id FROM directory_users INDEXED BY directory_users_by_display WHERE display_folded < 'b' AND (display_folded, user_name_folded) >= ('aa', 'x') AND NOT (user_name_folded >= 'a' AND user_name_folded < 'b') ORDER BY display_folded, user_name_folded LIMIT 50",
        "SELECT id FROM directory_users INDEXED BY directory_users_by_email WHERE email_folded < 'b' AND (email_folded, user_name_folded) >= ('aa', 'x') AND NOT (user_name_folded >= 'a' AND user_name_folded < 'b') AND NOT (display_folded >= 'a' AND display_folded < 'b') ORDER BY email_folded, user_name_folded LIMIT 50",
        "SELECT directory_users.* FROM directory_memberships CROSS JOIN directory_users ON id = user_id WHERE group_id = 'g' AND member_folded >= 'aa' AND member_folded < 'b' ORDER BY member_folded LIMIT 50",
        "SELECT * FROM directory_groups WHERE name_folded >= 'aa' AND name_folded < 'b' ORDER BY name_folded LIMIT 50",
        // What provisioning asks.
        "SELECT * FROM directory_users WHERE user_name_folded = ?1",
        "SELECT * FROM directory_users WHERE email_folded = ?1",
        "SELECT * FROM directory_users WHERE external_id = ?1",
        "SELECT * FROM directory_groups WHERE name_folded = ?1",
        "SELECT * FROM directory_groups WHERE external_id = ?1",
        "SELECT directory_groups.* FROM directory_memberships JOIN directory_groups ON id = group_id WHERE user_id = ?1",
        "SELECT id, tenant_id, created_at, expires_at, last_used_at FROM scim_tokens WHERE token_hash = ?1",
        "SELECT profile FROM scim_profiles WHERE user_id = ?1",
    ] {
        let mut reader = store.read().await.unwrap();
        let plan: Vec<(i64, i64, i64, String)> = sqlx::query_as(AssertSqlSafe(format!("EXPLAIN QUERY PLAN {query}")))
            .fetch_all(reader.ready().await.unwrap())
            .await
            .unwrap();
        let words: Vec<String> = plan.into_iter().map(|(.., words)| words).collect();
        let walks = words.iter().all(|words| words.starts_with("SEARCH"));
        assert!(walks, "{query}: {words:?}");
    }
}

#[tokio::test]
async fn members_come_in_the_order_of_their_user_names() {
    let disk = Disk::new();
    let store = disk.store().await;
    let (team, other) = (group("Team"), group("Team two"));
    commit!(store, directory_groups::insert, &team).unwrap();
    commit!(store, directory_groups::insert, &other).unwrap();
    assert!(matches!(
        commit!(
            store,
            directory_groups::insert,
            &DirectoryGroupRow {
                id: DirectoryGroupId::stored("x".to_owned()),
                ..group("TEAM")
            }
        ),
        Err(StoreError::Conflict)
    ));
    for name in ["carol", "Alice", "bob", "al"] {
        let row = person(name, name, &format!("{name}@example.com"));
        commit!(store, directory_users::insert, &row).unwrap();
        assert!(commit!(store, directory_groups::add_member, &team.id, &row.id, at(2)).unwrap());
        assert!(!commit!(store, directory_groups::add_member, &team.id, &row.id, at(2)).unwrap());
    }
    let names = |users: Vec<DirectoryUserRow>| -> Vec<String> {
        users
            .into_iter()
            .map(|user| user.user_name.as_str().to_owned())
            .collect()
    };
    let (users, next) = read!(store, directory_pages::members, &team.id, "", None, 3);
    assert_eq!(names(users), ["al", "Alice", "bob"]);
    let (users, end) = read!(store, directory_pages::members, &team.id, "", next.as_deref(), 3);
    assert_eq!((names(users), end), (vec!["carol".to_owned()], None));
    let (users, _) = read!(store, directory_pages::members, &team.id, "AL", None, 3);
    assert_eq!(names(users), ["al", "Alice"]);
    let (users, _) = read!(store, directory_pages::members, &other.id, "", None, 3);
    assert!(users.is_empty());
    let (groups, next) = read!(store, directory_pages::groups, "team", None, 1);
    assert_eq!((groups[0].name.as_str(), next.as_deref()), ("Team", Some("team")));
    let (groups, next) = read!(store, directory_pages::groups, "team", next.as_deref(), 1);
    assert_eq!((groups[0].name.as_str(), next), ("Team two", None));
    commit!(store, directory_groups::delete, &team.id).unwrap();
    let alice = DirectoryUserId::stored("id-Alice".to_owned());
    assert!(read!(store, directory_groups::of_user, &alice).is_empty());
}
