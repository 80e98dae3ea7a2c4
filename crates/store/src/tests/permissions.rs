//! Groups, roles, policies and the organization: what is attached to whom, and what a decision reads of it.

use std::time::Duration;

use vestibule_identity::ids::{GroupId, PolicyId, RoleId};
use vestibule_identity::names::{GroupName, Path, PolicyName, RoleName};
use vestibule_identity::user::IamUser;

use super::*;
use crate::{
    Bearing, ControlPolicyRow, GroupRow, PolicyRow, ResourceRow, RoleRow, Tx, UnitRow, accounts, control_policies,
    groups, organization, permissions, policies, resources, roles, users,
};

fn group(name: &str) -> GroupRow {
    GroupRow {
        id: GroupId::stored(format!("AGPA{name}")),
        account: account_id(1),
        name: GroupName::parse(name).unwrap(),
        created_at: at(20),
    }
}

fn policy(name: &str, account: Option<u32>) -> PolicyRow {
    PolicyRow {
        id: PolicyId::stored(format!("ANPA{name}")),
        account: account.map(account_id),
        path: Path::root(),
        name: PolicyName::parse(name).unwrap(),
        description: String::new(),
        default_version: 1,
        latest_version: 1,
        created_at: at(21),
        updated_at: at(21),
    }
}

fn role(name: &str) -> RoleRow {
    RoleRow {
        id: RoleId::stored(format!("AROA{name}")),
        account: account_id(1),
        path: Path::parse("/service-role/").unwrap(),
        name: RoleName::parse(name).unwrap(),
        description: "For tests".to_owned(),
        trust_policy: "{}".to_owned(),
        max_session: Duration::from_hours(1),
        created_at: at(22),
        last_used_at: None,
    }
}

fn resource(arn: &str, parent: Option<&str>) -> ResourceRow {
    ResourceRow {
        arn: arn.to_owned(),
        account: account_id(1),
        service: "s3".to_owned(),
        kind: if parent.is_some() { "object" } else { "bucket" }.to_owned(),
        parent: parent.map(ToOwned::to_owned),
        name: arn.rsplit([':', '/']).next().unwrap().to_owned(),
        region: "eu-west-1".to_owned(),
        details: [("tag:Team".to_owned(), "red".to_owned())].into(),
        content: parent.map(|_| "Dear Alice".to_owned()),
        sealed: parent.map(|_| vec![1, 2]),
        policy: Some("{}".to_owned()),
        created_at: at(28),
    }
}

/// A row in every table of permissions, about a user of account 1.
pub(super) async fn fill(tx: &mut Tx, user: &IamUser) {
    let staff = group("Staff");
    groups::insert(tx, &staff).await.unwrap();
    assert!(groups::add_member(tx, &staff.id, &user.id).await.unwrap());
    roles::insert(tx, &role("Auditor")).await.unwrap();
    let (own, aws) = (policy("Own", Some(1)), policy("FromAws", None));
    policies::insert(tx, &own, "own").await.unwrap();
    policies::insert(tx, &aws, "aws").await.unwrap();
    assert!(policies::attach(tx, staff.id.as_str(), &own.arn()).await.unwrap());
    policies::put_inline(tx, user.id.as_str(), &PolicyName::parse("Mine").unwrap(), "mine")
        .await
        .unwrap();
    policies::set_boundary(tx, user.id.as_str(), Some(&aws.arn()))
        .await
        .unwrap();
    let root = UnitRow {
        id: "r-1".to_owned(),
        parent_id: None,
        name: "Root".to_owned(),
    };
    organization::create(tx, "o-1", &account_id(1), &root, at(23))
        .await
        .unwrap();
    organization::place_account(tx, &account_id(1), "r-1", at(24))
        .await
        .unwrap();
    let control = ControlPolicyRow {
        id: "p-1".to_owned(),
        kind: "service".to_owned(),
        name: "Guard".to_owned(),
        description: String::new(),
        document: "guard".to_owned(),
        is_aws: false,
    };
    control_policies::insert(tx, &control, at(25)).await.unwrap();
    assert!(control_policies::attach(tx, "r-1", "p-1").await.unwrap());
    resources::insert(tx, &resource("arn:aws:s3:::letters", None))
        .await
        .unwrap();
    for statement in [
        "INSERT INTO tags (owner, key, key_folded, value) SELECT id, 'Team', 'team', 'red' FROM users",
        "INSERT INTO access_keys (id, account_id, user_id, sealed, is_active, created_at, changed_at) SELECT 'AKIA1', account_id, id, x'00', 1, 26, 26 FROM users",
        "INSERT INTO credential_reports (account_id, generated_at, csv) SELECT account_id, 28, 'user' FROM users",
        "INSERT INTO identity_providers (arn, account_id, kind, name, audiences, thumbprints, created_at) SELECT 'arn', account_id, 'oidc', 'idp', '[]', '[]', 29 FROM users",
        "INSERT INTO delegated_administrators (account_id, service, enabled_at) SELECT account_id, 'sso.amazonaws.com', 27 FROM users",
    ] {
        sqlx::query(statement).execute(tx.connection()).await.unwrap();
    }
}

async fn filled() -> (Disk, Store, IamUser) {
    let disk = Disk::new();
    let store = disk.store().await;
    let alice = user(1, 1, "Alice");
    let mut tx = store.write().await.unwrap();
    accounts::insert(&mut tx, &account(1)).await.unwrap();
    users::insert(&mut tx, &alice).await.unwrap();
    fill(&mut tx, &alice).await;
    tx.commit().await.unwrap();
    (disk, store, alice)
}

#[tokio::test]
async fn a_decision_reads_what_is_attached_to_a_user_and_their_groups() {
    let (_disk, store, alice) = filled().await;
    let texts = read!(store, permissions::of_user, &alice.id);
    let read: Vec<_> = texts
        .iter()
        .map(|one| (one.bearing, one.document.as_str(), one.via.as_deref()))
        .collect();
    assert_eq!(
        read,
        [
            (Bearing::Attached, "own", Some("Staff")),
            (Bearing::Boundary, "aws", None),
            (Bearing::Inline, "mine", None),
        ]
    );
    commit!(store, groups::remove_member, &group("Staff").id, &alice.id).unwrap();
    commit!(store, policies::set_boundary, alice.id.as_str(), None).unwrap();
    let left = read!(store, permissions::of_user, &alice.id);
    assert_eq!(left.len(), 1, "{left:?}");
}

#[tokio::test]
async fn levels_come_from_the_root_down_and_an_empty_one_is_a_level_too() {
    let (_disk, store, _) = filled().await;
    let levels = read!(store, permissions::control_of, &account_id(1));
    let read: Vec<_> = levels
        .iter()
        .map(|one| (one.height, one.target.as_str(), one.document.as_deref()))
        .collect();
    assert_eq!(read, [(1, "r-1", Some("guard")), (0, account_id(1).as_str(), None)]);
}

#[tokio::test]
async fn what_belonged_to_a_user_goes_with_the_user() {
    let (_disk, store, alice) = filled().await;
    commit!(store, users::delete, &alice.id).unwrap();
    assert!(read!(store, permissions::of_user, &alice.id).is_empty());
    assert!(read!(store, policies::inline_of, alice.id.as_str()).is_empty());
    assert!(read!(store, policies::boundary_of, alice.id.as_str()).is_none());
    assert!(read!(store, groups::members, &group("Staff").id).is_empty());
    // The group keeps its own.
    assert_eq!(read!(store, policies::attached_to, "AGPAStaff").len(), 1);
}

#[tokio::test]
async fn a_name_is_taken_in_any_case() {
    let (_disk, store, _) = filled().await;
    let clash = |result: Result<(), crate::StoreError>| matches!(result, Err(crate::StoreError::Conflict));
    let again = |name: &str, id: &str| GroupRow {
        id: GroupId::stored(id.to_owned()),
        ..group(name)
    };
    assert!(clash(commit!(store, groups::insert, &again("STAFF", "AGPA2"))));
    let again = RoleRow {
        id: RoleId::stored("AROA2".to_owned()),
        ..role("AUDITOR")
    };
    assert!(clash(commit!(store, roles::insert, &again)));
}

#[tokio::test]
async fn what_is_attached_to_a_unit_goes_with_it_and_the_policy_stays() {
    let (_disk, store, _) = filled().await;
    let mut tx = store.write().await.unwrap();
    let unit = UnitRow {
        id: "ou-1-2".to_owned(),
        parent_id: Some("r-1".to_owned()),
        name: "Unit".to_owned(),
    };
    organization::insert_unit(&mut tx, &unit, at(30)).await.unwrap();
    assert!(control_policies::attach(&mut tx, "ou-1-2", "p-1").await.unwrap());
    assert!(!control_policies::attach(&mut tx, "ou-1-2", "p-1").await.unwrap());
    assert_eq!(
        control_policies::targets_of(&mut tx, "p-1").await.unwrap(),
        ["ou-1-2", "r-1"]
    );
    let attached = control_policies::attached_to(&mut tx, "ou-1-2", "service")
        .await
        .unwrap();
    assert_eq!(attached.len(), 1);
    assert!(
        control_policies::attached_to(&mut tx, "ou-1-2", "resource")
            .await
            .unwrap()
            .is_empty()
    );
    organization::delete_unit(&mut tx, "ou-1-2").await.unwrap();
    assert_eq!(control_policies::targets_of(&mut tx, "p-1").await.unwrap(), ["r-1"]);
    assert!(control_policies::by_id(&mut tx, "p-1").await.unwrap().is_some());
    control_policies::detach_kind(&mut tx, "service").await.unwrap();
    assert!(control_policies::targets_of(&mut tx, "p-1").await.unwrap().is_empty());
    control_policies::delete(&mut tx, "p-1").await.unwrap();
    assert!(control_policies::by_id(&mut tx, "p-1").await.unwrap().is_none());
}

#[tokio::test]
async fn resources_read_as_they_were_written_by_region_and_by_what_they_are_in() {
    let (_disk, store, _) = filled().await;
    let bucket = "arn:aws:s3:::letters";
    let one = resource("arn:aws:s3:::letters/one", Some(bucket));
    let two = resource("arn:aws:s3:::letters/two", Some(bucket));
    commit!(store, resources::insert, &two).unwrap();
    commit!(store, resources::insert, &one).unwrap();
    let clash = commit!(store, resources::insert, &one);
    assert!(matches!(clash, Err(crate::StoreError::Conflict)));
    assert_eq!(read!(store, resources::by_arn, &one.arn), Some(one.clone()));
    assert_eq!(read!(store, resources::by_arn, "arn:aws:s3:::other"), None);
    assert_eq!(read!(store, resources::inside, bucket), [one, two]);
    for (account, region, found) in [
        (1, None, 1),
        (1, Some("eu-west-1"), 1),
        (1, Some("us-east-1"), 0),
        (2, None, 0),
    ] {
        let account = account_id(account);
        let rows = read!(store, resources::of_kind, &account, "s3", "bucket", region);
        assert_eq!(rows.len(), found, "{region:?}");
    }
}
