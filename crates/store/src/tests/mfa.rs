//! Second factors: rows, the one use of a step, and calls.

use uuid::Uuid;
use vestibule_identity::mfa::totp::TotpState;
use vestibule_identity::mfa::{DeviceOwner, MfaKind};
use vestibule_identity::names::DeviceName;

use super::*;
use crate::{MfaDeviceRow, MfaSecret, accounts, mfa_devices, phone_calls, totp_steps, users};

fn device(number: u8, owner: &IamUser, serial: &str, kind: MfaKind, secret: MfaSecret) -> MfaDeviceRow {
    MfaDeviceRow {
        id: Uuid::from_bytes([number; 16]),
        owner: DeviceOwner::IamUser {
            account: owner.account.clone(),
            user: owner.id.clone(),
        },
        kind,
        name: DeviceName::parse(&format!("device-{number}")).unwrap(),
        serial: serial.to_owned(),
        secret,
        created_at: at(i64::from(number)),
        enabled_at: Some(at(50)),
    }
}

fn totp(last_step: i64) -> MfaSecret {
    MfaSecret::Totp {
        sealed: b"sealed seed".to_vec(),
        state: Some(TotpState {
            last_step,
            drift: -2,
            in_sync: true,
        }),
    }
}

fn passkey(id: u8) -> MfaSecret {
    MfaSecret::Passkey {
        credential_id: vec![id; 20],
        credential: "{}".to_owned(),
    }
}

/// One of each kind.
pub(super) fn devices(owner: &IamUser) -> [MfaDeviceRow; 3] {
    [
        device(
            1,
            owner,
            "arn:aws:iam::111122220001:mfa/device-1",
            MfaKind::Virtual,
            totp(5),
        ),
        device(2, owner, "VEST00000001", MfaKind::Hardware, totp(7)),
        device(
            3,
            owner,
            "arn:aws:iam::111122220001:u2f/user/alice/device-3",
            MfaKind::Passkey,
            passkey(9),
        ),
    ]
}

async fn with_people() -> (Disk, Store, IamUser, IamUser) {
    let disk = Disk::new();
    let store = disk.store().await;
    let (alice, bob) = (user(1, 1, "alice"), user(2, 1, "bob"));
    commit!(store, accounts::insert, &account(1)).unwrap();
    commit!(store, users::insert, &alice).unwrap();
    commit!(store, users::insert, &bob).unwrap();
    (disk, store, alice, bob)
}

#[tokio::test]
async fn devices_read_back_as_written_and_belong_to_one_person() {
    let (_disk, store, alice, bob) = with_people().await;
    let written = devices(&alice);
    for device in &written {
        commit!(store, mfa_devices::insert, device).unwrap();
    }
    assert_eq!(read!(store, mfa_devices::of_principal, &principal(&alice)), written);
    assert_eq!(read!(store, mfa_devices::of_principal, &principal(&bob)), []);
    let root = Principal::Root { account: account_id(1) };
    assert_eq!(read!(store, mfa_devices::of_principal, &root), []);
    let found = read!(store, mfa_devices::by_serial, "vest00000001").unwrap();
    assert_eq!(found, written[1]);
    assert!(!format!("{found:?}").contains("sealed seed"));

    commit!(store, users::delete, &alice.id).unwrap();
    assert_eq!(read!(store, mfa_devices::by_serial, "VEST00000001"), None);
}

#[tokio::test]
async fn a_serial_number_and_a_credential_belong_to_one_device_of_all_users() {
    let (_disk, store, alice, bob) = with_people().await;
    for device in devices(&alice) {
        commit!(store, mfa_devices::insert, &device).unwrap();
    }
    for taken in [
        device(4, &bob, "vest00000001", MfaKind::Hardware, totp(0)),
        device(
            5,
            &bob,
            "arn:aws:iam::111122220001:u2f/user/bob/other",
            MfaKind::Passkey,
            passkey(9),
        ),
    ] {
        let refused = commit!(store, mfa_devices::insert, &taken).unwrap_err();
        assert!(matches!(refused, StoreError::Conflict), "{refused:?}");
    }
    let free = device(6, &bob, "VEST00000002", MfaKind::Hardware, totp(0));
    commit!(store, mfa_devices::insert, &free).unwrap();
    commit!(store, mfa_devices::delete, Uuid::from_bytes([2; 16])).unwrap();
    let again = device(7, &bob, "VEST00000001", MfaKind::Hardware, totp(0));
    commit!(store, mfa_devices::insert, &again).unwrap();
}

#[tokio::test]
async fn a_device_without_a_clock_is_not_assigned_until_it_has_one() {
    let (_disk, store, alice, _) = with_people().await;
    let waiting = MfaDeviceRow {
        enabled_at: None,
        secret: MfaSecret::Totp {
            sealed: b"sealed seed".to_vec(),
            state: None,
        },
        ..device(
            1,
            &alice,
            "arn:aws:iam::111122220001:mfa/phone",
            MfaKind::Virtual,
            totp(0),
        )
    };
    commit!(store, mfa_devices::insert, &waiting).unwrap();
    assert_eq!(
        read!(store, mfa_devices::of_principal, &principal(&alice)),
        std::slice::from_ref(&waiting)
    );
    let state = TotpState {
        last_step: 8,
        drift: 1,
        in_sync: false,
    };
    commit!(store, mfa_devices::set_totp, waiting.id, &state, Some(at(60))).unwrap();
    let later = TotpState { last_step: 9, ..state };
    commit!(store, mfa_devices::set_totp, waiting.id, &later, None).unwrap();
    let found = read!(store, mfa_devices::by_serial, &waiting.serial).unwrap();
    assert_eq!(found.enabled_at, Some(at(60)));
    let MfaSecret::Totp { state: Some(kept), .. } = found.secret else {
        unreachable!("a clock");
    };
    assert_eq!(kept, later);

    commit!(store, mfa_devices::map_all_totp, |state| state.re_anchor(0)).unwrap();
    let found = read!(store, mfa_devices::by_serial, &waiting.serial).unwrap();
    assert!(matches!(found.secret, MfaSecret::Totp { state: Some(state), .. } if state.last_step < 9));
}

#[tokio::test]
async fn of_all_who_try_a_step_one_gets_it() {
    let (_disk, store, ..) = with_people().await;
    let store = std::sync::Arc::new(store);
    let mut running = Vec::new();
    for _ in 0..8 {
        let store = std::sync::Arc::clone(&store);
        running.push(tokio::spawn(async move {
            commit!(store, totp_steps::use_step, "Serial", 77).unwrap()
        }));
    }
    let mut won = 0;
    for task in running {
        won += usize::from(task.await.unwrap());
    }
    assert_eq!(won, 1);
    assert!(!commit!(store, totp_steps::use_step, "SERIAL", 77).unwrap());
    assert!(commit!(store, totp_steps::use_step, "serial", 78).unwrap());
    assert!(commit!(store, totp_steps::use_step, "other", 77).unwrap());
    assert_eq!(read!(store, totp_steps::latest_until, "serial", 100), Some(78));
    assert_eq!(read!(store, totp_steps::latest_until, "serial", 77), Some(77));
    assert_eq!(read!(store, totp_steps::latest_until, "serial", 76), None);
    commit!(store, totp_steps::forget, "serial").unwrap();
    assert!(commit!(store, totp_steps::use_step, "serial", 77).unwrap());
}

#[tokio::test]
async fn a_call_is_answered_once_and_a_newer_one_ends_it() {
    let (_disk, store, ..) = with_people().await;
    commit!(store, phone_calls::put, &[1; 32], &[9; 32], at(10)).unwrap();
    commit!(store, phone_calls::put, &[2; 32], &[9; 32], at(20)).unwrap();
    assert_eq!(commit!(store, phone_calls::take, &[1; 32]).unwrap(), None);
    assert_eq!(
        commit!(store, phone_calls::take, &[2; 32]).unwrap(),
        Some(([9; 32], at(20)))
    );
    assert_eq!(commit!(store, phone_calls::take, &[2; 32]).unwrap(), None);
}
