//! Accounts, their aliases, policies and root passwords.

use vestibule_identity::names::AccountRef;
use vestibule_identity::password_policy::{AccountPasswordPolicy, PasswordPolicy};

use super::*;
use crate::accounts::{by_email, by_id, by_ref, insert, set_alias};
use crate::{account_password_policies, world};

#[tokio::test]
async fn an_account_reads_back_by_every_name() {
    let disk = Disk::new();
    let store = disk.store().await;
    let written = Account {
        alias: Some(alias("any-company")),
        status: AccountStatus::Suspended,
        email: email("Root@AnyCompany.example"),
        ..account(1)
    };
    commit!(store, insert, &written).unwrap();
    commit!(store, insert, &account(2)).unwrap();
    let found = Some(written);
    assert_eq!(read!(store, by_id, &account_id(1)), found);
    assert_eq!(read!(store, by_ref, &AccountRef::Id(account_id(1))), found);
    assert_eq!(read!(store, by_ref, &AccountRef::Alias(alias("any-company"))), found);
    for typed in [
        "Root@AnyCompany.example",
        "root@anycompany.example",
        "ROOT@ANYCOMPANY.EXAMPLE",
    ] {
        assert_eq!(read!(store, by_email, &email(typed)), found, "{typed}");
    }
    assert_eq!(read!(store, by_id, &account_id(2)), Some(account(2)));
    assert_eq!(read!(store, by_id, &account_id(3)), None);
    assert_eq!(read!(store, by_email, &email("root@anycompany.exampl")), None);
    assert_eq!(
        read!(store, by_ref, &AccountRef::Alias(alias("any-compan"))),
        None,
        "an alias counts whole"
    );
}

#[tokio::test]
async fn id_email_and_alias_are_unique() {
    let disk = Disk::new();
    let store = disk.store().await;
    let first = Account {
        alias: Some(alias("any-company")),
        ..account(1)
    };
    commit!(store, insert, &first).unwrap();
    for (what, second) in [
        (
            "id",
            Account {
                id: first.id.clone(),
                ..account(2)
            },
        ),
        (
            "e-mail address",
            Account {
                email: first.email.clone(),
                ..account(2)
            },
        ),
        (
            "e-mail address in another case",
            Account {
                email: email("ROOT-1@Example.com"),
                ..account(2)
            },
        ),
        (
            "alias",
            Account {
                alias: first.alias.clone(),
                ..account(2)
            },
        ),
    ] {
        let refused = commit!(store, insert, &second).unwrap_err();
        assert!(matches!(refused, StoreError::Conflict), "{what}: {refused:?}");
        assert_eq!(read!(store, by_id, &account_id(2)), None, "{what}");
    }
    commit!(store, insert, &account(2)).unwrap();
    commit!(store, insert, &account(3)).unwrap();
    assert_eq!(read!(store, by_id, &account_id(1)), Some(first));
}

#[tokio::test]
async fn an_alias_is_taken_freed_and_taken_again() {
    let (_disk, store) = with_accounts().await;
    let named = AccountRef::Alias(alias("any-company"));
    commit!(store, set_alias, &account_id(1), Some(&alias("any-company"))).unwrap();
    assert_eq!(read!(store, by_ref, &named).unwrap().id, account_id(1));

    let refused = commit!(store, set_alias, &account_id(2), Some(&alias("any-company"))).unwrap_err();
    assert!(matches!(refused, StoreError::Conflict), "{refused:?}");
    assert_eq!(read!(store, by_id, &account_id(2)).unwrap().alias, None);
    commit!(store, set_alias, &account_id(1), Some(&alias("any-company"))).unwrap();

    commit!(store, set_alias, &account_id(1), Some(&alias("other"))).unwrap();
    assert_eq!(read!(store, by_ref, &named), None, "the old alias leads nowhere");
    commit!(store, set_alias, &account_id(2), Some(&alias("any-company"))).unwrap();
    assert_eq!(read!(store, by_ref, &named).unwrap().id, account_id(2));
    commit!(store, set_alias, &account_id(2), None).unwrap();
    assert_eq!(read!(store, by_ref, &named), None);
    assert_eq!(
        read!(store, by_id, &account_id(1)).unwrap().alias,
        Some(alias("other")),
        "the other account keeps its own"
    );
}

#[tokio::test]
async fn a_custom_policy_is_one_accounts_until_it_is_removed() {
    let (_disk, store) = with_accounts().await;
    let policy = PasswordPolicy {
        minimum_password_length: 14,
        hard_expiry: true,
        max_password_age: 90,
        ..PasswordPolicy::default()
    };
    let of = async |number| read!(store, account_password_policies::get, &account_id(number));
    assert_eq!(of(1).await, AccountPasswordPolicy::AwsDefault);
    commit!(store, account_password_policies::set, &account_id(1), Some(&policy)).unwrap();
    assert_eq!(of(1).await, AccountPasswordPolicy::Custom(policy.clone()));
    assert_eq!(of(2).await, AccountPasswordPolicy::AwsDefault);
    let other = PasswordPolicy {
        require_symbols: true,
        ..PasswordPolicy::default()
    };
    commit!(store, account_password_policies::set, &account_id(1), Some(&other)).unwrap();
    assert_eq!(of(1).await, AccountPasswordPolicy::Custom(other));
    commit!(store, account_password_policies::set, &account_id(1), None).unwrap();
    assert_eq!(of(1).await, AccountPasswordPolicy::AwsDefault);
    assert!(
        commit!(store, account_password_policies::set, &account_id(9), Some(&policy)).is_err(),
        "no policy without an account"
    );
}

#[tokio::test]
async fn settings_are_written_over() {
    let disk = Disk::new();
    let store = disk.store().await;
    assert_eq!(read!(store, world::setting, "clock"), None);
    commit!(store, world::set_setting, "clock", "1").unwrap();
    commit!(store, world::set_setting, "clock", "2").unwrap();
    commit!(store, world::set_setting, "Clock", "3").unwrap();
    assert_eq!(read!(store, world::setting, "clock").as_deref(), Some("2"));
    assert_eq!(read!(store, world::setting, "Clock").as_deref(), Some("3"));
}
