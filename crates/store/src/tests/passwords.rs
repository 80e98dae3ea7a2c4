//! Console passwords, root passwords and the history against reuse.

use super::*;
use crate::{PasswordRow, login_profiles, password_history, root_passwords};

fn row(phc: &str, changed: i64, reset_required: bool) -> PasswordRow {
    PasswordRow {
        phc: phc.to_owned(),
        created_at: at(100),
        changed_at: at(changed),
        reset_required,
    }
}

async fn alice_and_bob() -> (Disk, Store, UserId, UserId) {
    let (disk, store) = with_accounts().await;
    let (alice, bob) = (user(1, 1, "alice"), user(2, 1, "bob"));
    for user in [&alice, &bob] {
        commit!(store, crate::users::insert, user).unwrap();
    }
    (disk, store, alice.id, bob.id)
}

#[tokio::test]
async fn a_console_password_is_set_replaced_and_removed_once() {
    let (_disk, store, alice, bob) = alice_and_bob().await;
    assert_eq!(read!(store, login_profiles::get, &alice), None);
    commit!(store, login_profiles::set, &alice, &row("one", 200, true)).unwrap();
    commit!(store, login_profiles::set, &bob, &row("bobs", 200, false)).unwrap();
    assert_eq!(read!(store, login_profiles::get, &alice), Some(row("one", 200, true)));
    commit!(store, login_profiles::set, &alice, &row("two", 300, false)).unwrap();
    assert_eq!(read!(store, login_profiles::get, &alice), Some(row("two", 300, false)));
    assert!(commit!(store, login_profiles::delete, &alice).unwrap());
    assert!(!commit!(store, login_profiles::delete, &alice).unwrap());
    assert_eq!(read!(store, login_profiles::get, &alice), None);
    assert_eq!(read!(store, login_profiles::get, &bob), Some(row("bobs", 200, false)));
    let nobody = UserId::stored("AIDANOBODY".to_owned());
    assert!(commit!(store, login_profiles::set, &nobody, &row("x", 1, false)).is_err());
}

#[tokio::test]
async fn a_root_password_is_its_accounts() {
    let (_disk, store) = with_accounts().await;
    assert_eq!(read!(store, root_passwords::get, &account_id(1)), None);
    commit!(store, root_passwords::set, &account_id(1), &row("one", 200, false)).unwrap();
    commit!(store, root_passwords::set, &account_id(2), &row("other", 200, false)).unwrap();
    commit!(store, root_passwords::set, &account_id(1), &row("two", 300, true)).unwrap();
    assert_eq!(
        read!(store, root_passwords::get, &account_id(1)),
        Some(row("two", 300, true))
    );
    assert_eq!(
        read!(store, root_passwords::get, &account_id(2)),
        Some(row("other", 200, false))
    );
    assert!(commit!(store, root_passwords::set, &account_id(9), &row("x", 1, false)).is_err());
}

#[test]
fn a_password_row_does_not_print_its_hash() {
    let printed = format!("{:?}", row("$argon2id$canary", 5, false));
    assert!(!printed.contains("canary"), "{printed}");
    assert!(printed.contains("changed_at"), "{printed}");
}

#[tokio::test]
async fn history_is_newest_first_per_user_and_no_longer_than_the_api_allows() {
    let (_disk, store, alice, bob) = alice_and_bob().await;
    commit!(store, password_history::push, &bob, "bobs", at(0)).unwrap();
    for number in 0..30 {
        commit!(
            store,
            password_history::push,
            &alice,
            &format!("phc-{number}"),
            at(number)
        )
        .unwrap();
    }
    assert_eq!(read!(store, password_history::recent, &alice, 2), ["phc-29", "phc-28"]);
    let all = read!(store, password_history::recent, &alice, 1_000);
    assert_eq!(all.len(), 24);
    assert_eq!(all.last().map(String::as_str), Some("phc-6"));
    assert_eq!(read!(store, password_history::recent, &alice, 0), Vec::<String>::new());
    assert_eq!(read!(store, password_history::recent, &bob, 24), ["bobs"]);
}

#[tokio::test]
async fn a_hash_at_another_cost_replaces_the_latest_only() {
    let (_disk, store, alice, bob) = alice_and_bob().await;
    commit!(store, password_history::replace_latest, &alice, "nothing to replace").unwrap();
    assert_eq!(read!(store, password_history::recent, &alice, 24), Vec::<String>::new());
    for phc in ["old", "new"] {
        commit!(store, password_history::push, &alice, phc, at(0)).unwrap();
    }
    commit!(store, password_history::push, &bob, "bobs", at(0)).unwrap();
    commit!(store, password_history::replace_latest, &alice, "new, dearer").unwrap();
    assert_eq!(
        read!(store, password_history::recent, &alice, 24),
        ["new, dearer", "old"]
    );
    assert_eq!(read!(store, password_history::recent, &bob, 24), ["bobs"]);
}
