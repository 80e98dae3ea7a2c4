//! IAM users and the list of them.

use proptest::prelude::*;

use super::*;
use crate::users::{by_id, by_name, delete, insert, page, set_password_last_used};
use crate::{PasswordRow, login_profiles, password_history};

fn password(phc: &str) -> PasswordRow {
    PasswordRow {
        phc: phc.to_owned(),
        created_at: at(10),
        changed_at: at(20),
        reset_required: true,
    }
}

#[tokio::test]
async fn a_name_is_unique_in_its_account_whatever_its_case() {
    let (_disk, store) = with_accounts().await;
    commit!(store, insert, &user(1, 1, "Alice")).unwrap();
    for taken in ["Alice", "alice", "ALICE"] {
        let refused = commit!(store, insert, &user(2, 1, taken)).unwrap_err();
        assert!(matches!(refused, StoreError::Conflict), "{taken}: {refused:?}");
        let found = read!(store, by_name, &account_id(1), &user_name(taken)).unwrap();
        assert_eq!(found, user(1, 1, "Alice"), "its own case is kept");
    }
    let refused = commit!(store, insert, &user(1, 1, "bob")).unwrap_err();
    assert!(matches!(refused, StoreError::Conflict), "the id is taken: {refused:?}");

    commit!(store, insert, &user(2, 2, "alice")).unwrap();
    commit!(store, insert, &user(3, 1, "alice2")).unwrap();
    assert_eq!(
        read!(store, by_name, &account_id(2), &user_name("ALICE")),
        Some(user(2, 2, "alice"))
    );
    assert_eq!(
        read!(store, by_id, &user(3, 1, "alice2").id),
        Some(user(3, 1, "alice2"))
    );
    assert_eq!(
        read!(store, by_name, &account_id(1), &user_name("al_ce")),
        None,
        "no pattern"
    );
    assert!(
        commit!(store, insert, &user(4, 9, "nobody")).is_err(),
        "no user without an account"
    );
}

#[tokio::test]
async fn a_deleted_user_leaves_nothing_and_the_name_is_free() {
    let (_disk, store) = with_accounts().await;
    let (alice, bob) = (user(1, 1, "alice"), user(2, 1, "bob"));
    for user in [&alice, &bob] {
        commit!(store, insert, user).unwrap();
        commit!(store, login_profiles::set, &user.id, &password("phc")).unwrap();
        commit!(store, password_history::push, &user.id, "phc", at(5)).unwrap();
    }
    commit!(store, delete, &alice.id).unwrap();
    assert_eq!(read!(store, by_id, &alice.id), None);
    assert_eq!(read!(store, login_profiles::get, &alice.id), None);
    assert_eq!(
        read!(store, password_history::recent, &alice.id, 24),
        Vec::<String>::new()
    );
    assert_eq!(read!(store, by_id, &bob.id), Some(bob.clone()));
    assert_eq!(read!(store, login_profiles::get, &bob.id), Some(password("phc")));
    assert_eq!(read!(store, password_history::recent, &bob.id, 24), ["phc"]);
    commit!(store, insert, &user(3, 1, "ALICE")).unwrap();
}

#[tokio::test]
async fn the_last_use_is_noted_for_one_user() {
    let (_disk, store) = with_accounts().await;
    let (alice, bob) = (user(1, 1, "alice"), user(2, 1, "bob"));
    for user in [&alice, &bob] {
        commit!(store, insert, user).unwrap();
    }
    commit!(store, set_password_last_used, &alice.id, at(77)).unwrap();
    assert_eq!(read!(store, by_id, &alice.id).unwrap().password_last_used, Some(at(77)));
    assert_eq!(read!(store, by_id, &bob.id).unwrap().password_last_used, None);
}

#[tokio::test]
async fn the_list_shows_passwords_and_no_other_account() {
    let (_disk, store) = with_accounts().await;
    let (with, without, other) = (user(1, 1, "with"), user(2, 1, "without"), user(3, 2, "with"));
    for user in [&with, &without, &other] {
        commit!(store, insert, user).unwrap();
    }
    commit!(store, login_profiles::set, &with.id, &password("mine")).unwrap();
    commit!(store, login_profiles::set, &other.id, &password("other")).unwrap();
    let list = read!(store, page, &account_id(1), None, None, 10);
    assert_eq!(
        list,
        [
            crate::UserRow {
                user: with,
                password: Some(password("mine"))
            },
            crate::UserRow {
                user: without,
                password: None
            }
        ]
    );
    assert_eq!(read!(store, page, &account_id(1), Some("WITHO"), None, 10).len(), 1);
    assert_eq!(read!(store, page, &account_id(1), Some("with%"), None, 10), []);
    // The sign that lower-cases to an ASCII k is no k in a user name.
    commit!(store, insert, &user(4, 1, "kim")).unwrap();
    assert_eq!(read!(store, page, &account_id(1), Some("\u{212a}im"), None, 10), []);
    assert_eq!(read!(store, page, &account_id(1), Some("KIM"), None, 10).len(), 1);
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, ..ProptestConfig::default() })]

    // The model: sort all folded names, keep those with the prefix, cut into pages.
    #[test]
    fn pages_show_every_matching_name_once_and_in_order(
        names in prop::collection::btree_set("[aAbBzZ0_+=,.@-]{1,4}", 0..25),
        prefix in "[aAbB0_.]{0,2}",
        limit in 1u32..7,
    ) {
        let shown = tokio::runtime::Runtime::new().unwrap().block_on(async {
            let (_disk, store) = with_accounts().await;
            let mut tx = store.write().await.unwrap();
            for (number, name) in (0..).zip(&names) {
                match insert(&mut tx, &user(number, 1, name)).await {
                    Ok(()) | Err(StoreError::Conflict) => {}
                    Err(other) => unreachable!("{other:?}"),
                }
                insert(&mut tx, &user(1_000 + number, 2, &format!("a{number}"))).await.unwrap();
            }
            tx.commit().await.unwrap();
            let mut shown: Vec<String> = Vec::new();
            loop {
                let rows = read!(store, page, &account_id(1), Some(&prefix), shown.last().map(String::as_str), limit);
                assert!(rows.len() <= limit as usize);
                if rows.is_empty() {
                    return shown;
                }
                shown.extend(rows.iter().map(|row| row.user.name.folded()));
            }
        });
        let folded: std::collections::BTreeSet<String> = names.iter().map(|name| name.to_ascii_lowercase()).collect();
        let prefix = prefix.to_ascii_lowercase();
        let expected: Vec<String> = folded.into_iter().filter(|name| name.starts_with(&prefix)).collect();
        prop_assert_eq!(shown, expected);
    }
}
