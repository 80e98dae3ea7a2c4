//! Permission sets, who has them, and the roles that they are, in an organization of many accounts.

use std::time::Duration;

use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId, PermissionSetId};
use vestibule_identity::identity_center::names::{DirectoryGroupName, PermissionSetName};
use vestibule_identity::ids::{PolicyId, RoleId};
use vestibule_identity::names::{Path, PolicyName, RoleName};

use super::directory::person;
use super::*;
use crate::identity_center::assignments::Assignee;
use crate::identity_center::{
    AssignmentRow, DirectoryGroupRow, Page, PermissionSetRow, ProvisionedRow, access, assignments, directory_groups,
    directory_users, permission_sets, provisioned_roles,
};
use crate::{PolicyRow, RoleRow, UnitRow, accounts, organization, policies, roles};

const ROOT: &str = "r-root";
const PROD: &str = "ou-root-prod0000";

fn set(name: &str) -> PermissionSetRow {
    PermissionSetRow {
        id: PermissionSetId::stored(format!("ps-{name}")),
        name: PermissionSetName::parse(name).unwrap(),
        description: format!("{name} for tests"),
        session: Duration::from_hours(1),
        relay_state: String::new(),
        inline_policy: None,
        boundary: None,
        created_at: at(1),
        updated_at: at(1),
    }
}

fn group(number: u32) -> DirectoryGroupRow {
    DirectoryGroupRow {
        id: DirectoryGroupId::stored(format!("group-{number:04}")),
        name: DirectoryGroupName::parse(&format!("Group {number:04}")).unwrap(),
        description: String::new(),
        external_id: None,
        created_by: "manual".to_owned(),
        created_at: at(1),
        updated_at: at(1),
    }
}

fn role(number: u32) -> RoleRow {
    RoleRow {
        id: RoleId::stored(format!("AROA{number:017}")),
        account: account_id(number),
        path: Path::parse("/aws-reserved/sso.amazonaws.com/").unwrap(),
        name: RoleName::parse(&format!("AWSReservedSSO_Team_{number:016x}")).unwrap(),
        description: String::new(),
        trust_policy: "{}".to_owned(),
        max_session: Duration::from_hours(12),
        created_at: at(1),
        last_used_at: None,
    }
}

fn policy(number: u32, name: &str) -> PolicyRow {
    PolicyRow {
        id: PolicyId::stored(format!("ANPA{name}{number}")),
        account: (number > 0).then(|| account_id(number)),
        path: Path::root(),
        name: PolicyName::parse(name).unwrap(),
        description: String::new(),
        default_version: 1,
        latest_version: 1,
        created_at: at(1),
        updated_at: at(1),
    }
}

fn part(search: &str, from: u32) -> Page {
    Page {
        search: search.to_owned(),
        from,
        size: 50,
    }
}

fn assigned(account: u32, set: &PermissionSetRow, group: &DirectoryGroupRow) -> AssignmentRow {
    AssignmentRow {
        account: account_id(account),
        permission_set: set.id.clone(),
        assignee: Assignee::Group(group.id.clone()),
    }
}

/// An organization of so many accounts, of which every tenth stands under a unit.
async fn organization_of(count: u32) -> (Disk, Store) {
    let disk = Disk::new();
    let store = disk.store().await;
    let mut tx = store.write().await.unwrap();
    for number in 1..=count {
        accounts::insert(&mut tx, &account(number)).await.unwrap();
    }
    let root = UnitRow {
        id: ROOT.to_owned(),
        parent_id: None,
        name: "Root".to_owned(),
    };
    organization::create(&mut tx, "o-test", &account_id(1), &root, at(1))
        .await
        .unwrap();
    let unit = UnitRow {
        id: PROD.to_owned(),
        parent_id: Some(ROOT.to_owned()),
        name: "Prod".to_owned(),
    };
    organization::insert_unit(&mut tx, &unit, at(1)).await.unwrap();
    for number in 1..=count {
        let unit = if number.is_multiple_of(10) { PROD } else { ROOT };
        organization::place_account(&mut tx, &account_id(number), unit, at(1))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    (disk, store)
}

#[tokio::test]
async fn seven_thousand_accounts_are_paged_and_searched() {
    let (_disk, store) = organization_of(7000).await;
    let (rows, total) = read!(store, access::accounts, &part("", 0), None);
    assert_eq!((rows.len(), total), (50, 7000));
    let (last, _) = read!(store, access::accounts, &part("", 6990), None);
    assert_eq!(last.len(), 10);
    let (none, total) = read!(store, access::accounts, &part("", 7000), None);
    assert_eq!((none.len(), total), (0, 7000));
    let (rows, total) = read!(store, access::accounts, &part("ACCOUNT 69", 0), None);
    assert_eq!((rows.len(), total), (50, 111));
    let (rows, _) = read!(store, access::accounts, &part(account_id(4711).as_str(), 0), None);
    assert_eq!(rows[0].name, "Account 4711");
    let (rows, _) = read!(store, access::accounts, &part("root-4711@", 0), None);
    assert_eq!(rows.len(), 1);
    let (rows, total) = read!(store, access::accounts, &part("", 0), Some(PROD));
    assert!(rows.iter().all(|row| row.unit_id == PROD));
    assert_eq!(total, 700);
    let mut counted = read!(store, access::accounts_of_units);
    counted.sort();
    assert_eq!(counted, [(PROD.to_owned(), 700), (ROOT.to_owned(), 6300)]);
    assert!(read!(store, access::account, "000000000000").is_none());
}

#[tokio::test]
async fn five_thousand_groups_of_one_account_are_paged() {
    let (_disk, store) = organization_of(1).await;
    let team = set("Team");
    let mut tx = store.write().await.unwrap();
    permission_sets::insert(&mut tx, &team).await.unwrap();
    for number in 0..5000 {
        let group = group(number);
        directory_groups::insert(&mut tx, &group).await.unwrap();
        assignments::insert(&mut tx, &assigned(1, &team, &group), at(1))
            .await
            .unwrap();
    }
    tx.commit().await.unwrap();
    let (rows, total) = read!(store, access::of_account, &account_id(1), &part("", 4960));
    assert_eq!((rows.len(), total), (40, 5000));
    assert_eq!(rows[39].name, "Group 4999");
    assert_eq!(rows[39].permission_sets, [(team.id.clone(), "Team".to_owned())]);
    let (rows, total) = read!(store, access::of_account, &account_id(1), &part("group 471", 0));
    assert_eq!((rows.len(), total), (10, 10));
    let one = Assignee::Group(group(7).id);
    let (rows, total) = read!(store, access::of_assignee, &one, &part("", 0));
    assert_eq!((rows[0].permission_set.as_str(), total), ("Team", 1));
    let nobody = Assignee::User(DirectoryUserId::stored("nobody".to_owned()));
    assert_eq!(
        read!(store, access::of_assignee, &nobody, &part("", 0)),
        (Vec::new(), 0)
    );
    assert_eq!(read!(store, assignments::name_of, &nobody), None);
    assert_eq!(read!(store, assignments::name_of, &one), Some("Group 0007".to_owned()));
}

#[tokio::test]
async fn whoever_is_assigned_is_found_and_ordered_whatever_the_case_of_a_letter() {
    let (_disk, store) = organization_of(1).await;
    let team = set("Team");
    let mary = person("Mary", "Mary Major", "mary@acme.example");
    let mut tx = store.write().await.unwrap();
    permission_sets::insert(&mut tx, &team).await.unwrap();
    directory_users::insert(&mut tx, &mary).await.unwrap();
    for name in ["Österreich", "Ärzte", "ärzte im Dienst", "Zoo"] {
        let group = directory::group(name);
        directory_groups::insert(&mut tx, &group).await.unwrap();
        assignments::insert(&mut tx, &assigned(1, &team, &group), at(1))
            .await
            .unwrap();
    }
    let to_mary = AssignmentRow {
        assignee: Assignee::User(mary.id.clone()),
        ..assigned(1, &team, &group(1))
    };
    assignments::insert(&mut tx, &to_mary, at(1)).await.unwrap();
    tx.commit().await.unwrap();
    for (search, found) in [
        ("Ärzte", &["Ärzte", "ärzte im Dienst"][..]),
        ("ärzte", &["Ärzte", "ärzte im Dienst"]),
        ("ÄRZTE IM", &["ärzte im Dienst"]),
        ("öster", &["Österreich"]),
        ("zO", &["Zoo"]),
        ("maR", &["Mary"]),
        // Groups first, each in the order of names as they are compared.
        ("", &["Zoo", "Ärzte", "ärzte im Dienst", "Österreich", "Mary"]),
    ] {
        let (rows, total) = read!(store, access::of_account, &account_id(1), &part(search, 0));
        let names: Vec<&str> = rows.iter().map(|row| row.name.as_str()).collect();
        assert_eq!(
            (&names[..], total),
            (found, u32::try_from(found.len()).unwrap()),
            "{search}"
        );
        let has_team = |row: &access::AssignedHere| row.permission_sets == [(team.id.clone(), "Team".to_owned())];
        assert!(rows.iter().all(has_team), "{rows:?}");
    }
}

#[tokio::test]
async fn roles_follow_their_set_but_where_an_account_lacks_a_policy() {
    let (_disk, store) = organization_of(3).await;
    let (team, staff) = (set("Team"), group(1));
    let inline = PolicyName::parse("Inline").unwrap();
    let mut tx = store.write().await.unwrap();
    permission_sets::insert(&mut tx, &team).await.unwrap();
    directory_groups::insert(&mut tx, &staff).await.unwrap();
    policies::insert(&mut tx, &policy(0, "Everywhere"), "{}").await.unwrap();
    for number in [1, 2] {
        policies::insert(&mut tx, &policy(number, "Own"), "{}").await.unwrap();
    }
    for number in [1, 2, 3] {
        roles::insert(&mut tx, &role(number)).await.unwrap();
        let row = ProvisionedRow {
            account: account_id(number),
            permission_set: team.id.clone(),
            role: role(number).id,
            outdated: true,
            provisioned_at: at(1),
            missing_policy: None,
        };
        provisioned_roles::insert(&mut tx, &row).await.unwrap();
        assignments::insert(&mut tx, &assigned(number, &team, &staff), at(1))
            .await
            .unwrap();
    }
    let mut changed = team.clone();
    changed.inline_policy = Some("{\"a\":1}".to_owned());
    changed.boundary = Some("/Own".to_owned());
    permission_sets::update(&mut tx, &changed).await.unwrap();
    for attached in ["arn:aws:iam::aws:policy/Everywhere", "/Own"] {
        permission_sets::attach(&mut tx, &team.id, attached).await.unwrap();
    }
    provisioned_roles::refresh(&mut tx, &team.id, None, &inline, at(9))
        .await
        .unwrap();
    tx.commit().await.unwrap();

    let missing = format!("arn:aws:iam::{}:policy/Own", account_id(3));
    let lacking = read!(store, provisioned_roles::missing_policy, &account_id(3), &team.id);
    assert_eq!(lacking.as_deref(), Some(missing.as_str()));
    assert_eq!(
        read!(store, provisioned_roles::missing_policy, &account_id(1), &team.id),
        None
    );
    let rows = read!(store, provisioned_roles::of_set, &team.id);
    let states: Vec<(bool, Option<&str>)> = rows
        .iter()
        .map(|row| (row.outdated, row.missing_policy.as_deref()))
        .collect();
    assert_eq!(states, [(false, None), (false, None), (true, Some(missing.as_str()))]);
    for number in [1, 2] {
        let role = role(number).id;
        let attached = read!(store, policies::attached_to, role.as_str());
        assert_eq!(attached.len(), 2);
        assert_eq!(read!(store, policies::inline_of, role.as_str()).len(), 1);
        let bounded = read!(store, policies::boundary_of, role.as_str()).unwrap();
        assert_eq!(bounded.account, Some(account_id(number)));
        let row = read!(store, roles::by_id, &role).unwrap();
        assert_eq!(row.description, "Team for tests");
    }
    let untouched = role(3).id;
    assert!(read!(store, policies::attached_to, untouched.as_str()).is_empty());
    assert_eq!(read!(store, permission_sets::page, &part("tea", 0)).0[0].outdated, 1);

    // Less is less, too; and only where it was asked for.
    let mut tx = store.write().await.unwrap();
    permission_sets::detach(&mut tx, &team.id, "/Own").await.unwrap();
    permission_sets::update(&mut tx, &team).await.unwrap();
    provisioned_roles::refresh(&mut tx, &team.id, Some(&account_id(3)), &inline, at(10))
        .await
        .unwrap();
    tx.commit().await.unwrap();
    assert_eq!(read!(store, policies::attached_to, untouched.as_str()).len(), 1);
    assert_eq!(read!(store, policies::attached_to, role(1).id.as_str()).len(), 2);
    commit!(store, provisioned_roles::refresh, &team.id, None, &inline, at(11)).unwrap();
    for number in [1, 2, 3] {
        let role = role(number).id;
        assert_eq!(read!(store, policies::attached_to, role.as_str()).len(), 1);
        assert!(read!(store, policies::inline_of, role.as_str()).is_empty());
        assert!(read!(store, policies::boundary_of, role.as_str()).is_none());
    }

    // With its last assignment a role goes; the others stay.
    commit!(store, assignments::delete, &assigned(2, &team, &staff)).unwrap();
    let gone = commit!(store, provisioned_roles::delete_unassigned, Some(&account_id(1))).unwrap();
    assert_eq!(gone, 0);
    let gone = commit!(store, provisioned_roles::delete_unassigned, None).unwrap();
    assert_eq!(gone, 1);
    assert!(read!(store, roles::by_id, &role(2).id).is_none());
    let (rows, total) = read!(store, provisioned_roles::page_of_set, &team.id, &part("", 0));
    assert_eq!((rows.len(), total, rows[0].principals), (2, 2, 1));
}
