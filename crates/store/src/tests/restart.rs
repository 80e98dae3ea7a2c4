//! What is committed is there after a restart and after a kill; a wipe takes all of it.

use uuid::Uuid;
use vestibule_identity::lockout::Throttle;
use vestibule_identity::names::AccountRef;
use vestibule_identity::password_policy::PasswordPolicy;
use vestibule_identity::recovery::RecoveryLink;
use vestibule_identity::remembered::RememberedAccount;

use super::*;
use crate::sessions::NewSession;
use crate::{
    EventFilter, PasswordRow, Tx, WorldRow, account_password_policies, accounts, attempts, events, groups,
    login_profiles, mfa_devices, organization, outbox, password_history, permissions, phone_calls, policies,
    recovery_links, remembered, roles, root_passwords, sessions, throttles, totp_steps, users, world,
};

/// Writes to every table.
async fn fill(tx: &mut Tx) {
    let row = WorldRow {
        id: Uuid::from_bytes([7; 16]),
        created_at: at(1),
        hash_cost: "{}".to_owned(),
    };
    world::create(tx, &row).await.unwrap();
    world::set_setting(tx, "clock", "forward").await.unwrap();
    accounts::insert(tx, &account(1)).await.unwrap();
    accounts::set_alias(tx, &account_id(1), Some(&alias("any-company")))
        .await
        .unwrap();
    let policy = PasswordPolicy::default();
    account_password_policies::set(tx, &account_id(1), Some(&policy))
        .await
        .unwrap();
    let password = PasswordRow {
        phc: "phc".to_owned(),
        created_at: at(2),
        changed_at: at(3),
        reset_required: true,
    };
    root_passwords::set(tx, &account_id(1), &password).await.unwrap();
    let alice = user(1, 1, "Alice");
    users::insert(tx, &alice).await.unwrap();
    login_profiles::set(tx, &alice.id, &password).await.unwrap();
    password_history::push(tx, &alice.id, "phc", at(3)).await.unwrap();
    throttles::put(tx, &[1; 32], &Throttle::default().reserve(at(4)))
        .await
        .unwrap();
    attempts::put(tx, &[2; 32], &super::tokens::attempt(1), at(900))
        .await
        .unwrap();
    let session = NewSession {
        id: Uuid::from_bytes([3; 16]),
        token_hash: [3; 32],
        principal: principal(&alice),
        mfa: None,
        federation: None,
        created_at: at(5),
        expires_at: at(800),
        source_ip: "127.0.0.1".to_owned(),
        user_agent: "Browser/1".to_owned(),
    };
    sessions::insert(tx, &session).await.unwrap();
    let family = RememberedAccount::start(account_id(1), user_name("Alice"), [4; 32], at(6));
    remembered::put(tx, &[4; 16], &family).await.unwrap();
    let link = RecoveryLink::issue(account_id(1), at(7));
    recovery_links::insert(tx, &[5; 32], &link).await.unwrap();
    events::append(tx, &super::events::let_in(1, "Alice", 8)).await.unwrap();
    outbox::push(tx, "parcel", b"sealed").await.unwrap();
    accounts::set_root_first_sign_in(tx, &account_id(1), at(9))
        .await
        .unwrap();
    for device in super::mfa::devices(&alice) {
        mfa_devices::insert(tx, &device).await.unwrap();
    }
    totp_steps::deliver_token(tx, "VEST00000001", b"sealed").await.unwrap();
    assert!(totp_steps::use_step(tx, "VEST00000001", 7).await.unwrap());
    phone_calls::put(tx, &[7; 32], &[2; 32], at(11)).await.unwrap();
    super::permissions::fill(tx, &alice).await;
    super::center::fill(tx).await;
}

/// Everything [`fill`] wrote, as it reads now.
async fn everything(store: &Store) -> Vec<String> {
    let mut reader = store.read().await.unwrap();
    let alice = user(1, 1, "alice");
    macro_rules! shown {
        ($($call:path $(, $argument:expr)*);* $(;)?) => {
            vec![$(format!("{:?}", $call(&mut reader $(, $argument)*).await.unwrap())),*]
        };
    }
    shown![
        world::get;
        world::setting, "clock";
        accounts::by_ref, &AccountRef::Alias(alias("any-company"));
        account_password_policies::get, &account_id(1);
        root_passwords::get, &account_id(1);
        users::by_name, &account_id(1), &alice.name;
        login_profiles::get, &alice.id;
        password_history::recent, &alice.id, 24;
        throttles::get, &[1; 32];
        attempts::get, &[2; 32];
        sessions::by_token, &[3; 32];
        remembered::by_selector, &[4; 16];
        recovery_links::by_token, &[5; 32];
        events::page, &account_id(1), &EventFilter::default(), None, 10;
        outbox::pending;
        accounts::root_first_sign_in, &account_id(1);
        mfa_devices::of_principal, &principal(&alice);
        totp_steps::token, "vest00000001";
        totp_steps::latest_until, "VEST00000001", 100;
        permissions::of_user, &alice.id;
        permissions::organization;
        permissions::control_of, &account_id(1);
        groups::of_user, &alice.id;
        roles::of_account, &account_id(1);
        policies::of_account, &account_id(1);
        policies::boundary_of, alice.id.as_str();
        organization::units;
    ]
}

async fn filled() -> (Disk, Store, Vec<String>) {
    let disk = Disk::new();
    let store = disk.store().await;
    let mut tx = store.write().await.unwrap();
    fill(&mut tx).await;
    let counts = row_counts(&mut tx).await;
    assert!(
        counts.values().all(|count| *count > 0),
        "a table is not filled: {counts:?}"
    );
    tx.commit().await.unwrap();
    let written = everything(&store).await;
    assert!(
        written.iter().all(|shown| shown != "None" && shown != "[]"),
        "{written:?}"
    );
    (disk, store, written)
}

#[tokio::test]
async fn a_restart_keeps_everything() {
    let (disk, store, written) = filled().await;
    store.close().await;
    assert_eq!(everything(&disk.store().await).await, written);
}

#[tokio::test]
async fn a_kill_keeps_what_was_committed_and_nothing_else() {
    let (disk, store, written) = filled().await;
    let mut unfinished = store.write().await.unwrap();
    accounts::insert(&mut unfinished, &account(2)).await.unwrap();
    // What another process finds on the disk at this moment, the log included.
    let killed = Disk::new();
    for (name, bytes) in disk.files() {
        if !name.ends_with("-shm") {
            std::fs::write(killed.0.path().join(name), bytes).unwrap();
        }
    }
    drop(unfinished);
    let found = killed.store().await;
    assert_eq!(everything(&found).await, written);
    assert_eq!(read!(found, accounts::by_id, &account_id(2)), None);
}

#[tokio::test]
async fn a_wipe_leaves_no_row_and_a_new_world_can_be_made() {
    let (_disk, store, written) = filled().await;
    let mut tx = store.write().await.unwrap();
    world::wipe(&mut tx).await.unwrap();
    let counts = row_counts(&mut tx).await;
    assert!(counts.values().all(|count| *count == 0), "{counts:?}");
    fill(&mut tx).await;
    tx.commit().await.unwrap();
    let anew = everything(&store).await;
    // Positions of events and parcels go on; all else is as at first.
    let same = |shown: &Vec<String>| shown[..13].to_vec();
    assert_eq!(same(&anew), same(&written));
}
