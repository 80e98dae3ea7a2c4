//! The portal's page of accounts for a person with 1,000 accounts and 5 permission sets in each, in an organization of
//! 7,000 accounts and 200,000 people. `npm run bench` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::disallowed_methods,
    reason = "a measuring program"
)]

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use vestibule_credentials::password::HashCost;
use vestibule_credentials::seal::SealKey;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::{Account, AccountStatus};
use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId, PermissionSetId};
use vestibule_identity::identity_center::names::{DirectoryGroupName, DirectoryUserName, PermissionSetName};
use vestibule_identity::names::{AccountId, AccountName, EmailAddress};
use vestibule_identity::testing::{ManualClock, SeededEntropy};
use vestibule_service::identity_center::portal::AccountsQuery;
use vestibule_service::{Caller, Service, ServiceParts, StoreOptions};
use vestibule_store::identity_center::assignments::Assignee;
use vestibule_store::identity_center::{
    AssignmentRow, DirectoryGroupRow, DirectoryUserRow, InstanceRow, NewPortalSession, PermissionSetRow, assignments,
    directory_groups, directory_users, instance, permission_sets, portal_sessions,
};
use vestibule_store::{Store, Tx, accounts};

const ACCOUNTS: u32 = 7_000;
const PEOPLE: u32 = 200_000;
const OWN: u32 = 1_000;
const SETS: u32 = 5;
const ROUNDS: usize = 101;
const AT: Timestamp = Timestamp::UNIX_EPOCH;

fn parts() -> ServiceParts {
    ServiceParts {
        time: Arc::new(ManualClock::at("2026-03-01T12:00:00Z")),
        entropy: Arc::new(SeededEntropy::new(1)),
        key: SealKey::new([1; 32]),
        hash_cost: Some(HashCost {
            memory_kib: 64,
            iterations: 1,
            parallelism: 1,
        }),
        store: StoreOptions::default(),
        network: Arc::new(vestibule_identity::network::NoNetwork),
    }
}

async fn make_accounts(tx: &mut Tx) -> Vec<AccountId> {
    let mut made = Vec::new();
    for number in 0..ACCOUNTS {
        let id = AccountId::parse(&format!("{}", 300_000_000_000_u64 + u64::from(number) * 7)).unwrap();
        let account = Account {
            id: id.clone(),
            name: AccountName::parse(&format!("Workload {:05}", number * 7919 % 100_000)).unwrap(),
            email: EmailAddress::parse(&format!("root-{number}@bench.example")).unwrap(),
            alias: None,
            status: AccountStatus::Active,
            is_management: false,
            created_at: AT,
        };
        accounts::insert(tx, &account).await.unwrap();
        made.push(id);
    }
    made
}

async fn make_sets(tx: &mut Tx) -> Vec<PermissionSetId> {
    let mut made = Vec::new();
    for number in 0..SETS {
        let id = PermissionSetId::stored(format!("ps-{number:016}"));
        let set = PermissionSetRow {
            id: id.clone(),
            name: PermissionSetName::parse(&format!("Bench{number}")).unwrap(),
            description: "What it is for".to_owned(),
            session: Duration::from_hours(1),
            relay_state: String::new(),
            inline_policy: None,
            boundary: None,
            created_at: AT,
            updated_at: AT,
        };
        permission_sets::insert(tx, &set).await.unwrap();
        made.push(id);
    }
    made
}

async fn make_people(tx: &mut Tx, row: &InstanceRow) -> Vec<DirectoryUserId> {
    let entropy = SeededEntropy::new(2);
    let mut made = Vec::new();
    for number in 0..PEOPLE {
        let user = DirectoryUserRow {
            id: DirectoryUserId::generate(&row.store, &entropy),
            user_name: DirectoryUserName::parse(&format!("person{number}")).unwrap(),
            display_name: format!("Person {number}"),
            given_name: "Person".to_owned(),
            family_name: number.to_string(),
            email: EmailAddress::parse(&format!("person{number}@bench.example")).unwrap(),
            email_verified: true,
            enabled: true,
            attributes: BTreeMap::new(),
            external_id: None,
            created_by: "manual".to_owned(),
            created_at: AT,
            updated_at: AT,
            signed_in_at: None,
        };
        directory_users::insert(tx, &user).await.unwrap();
        made.push(user.id);
    }
    made
}

/// Ten groups of 1,000 people; every account is assigned to one of them, and the person is in some.
async fn assign(
    tx: &mut Tx,
    row: &InstanceRow,
    ids: &[AccountId],
    sets: &[PermissionSetId],
    people: &[DirectoryUserId],
) {
    let entropy = SeededEntropy::new(3);
    let mut groups = Vec::new();
    for number in 0..10_usize {
        let group = DirectoryGroupRow {
            id: DirectoryGroupId::generate(&row.store, &entropy),
            name: DirectoryGroupName::parse(&format!("Group {number}")).unwrap(),
            description: String::new(),
            external_id: None,
            created_by: "manual".to_owned(),
            created_at: AT,
            updated_at: AT,
        };
        directory_groups::insert(tx, &group).await.unwrap();
        for person in people.iter().skip(1 + number * 1_000).take(1_000) {
            directory_groups::add_member(tx, &group.id, person, AT).await.unwrap();
        }
        groups.push(group.id);
    }
    let own = groups.first().unwrap();
    let person = people.first().unwrap();
    directory_groups::add_member(tx, own, person, AT).await.unwrap();
    for (number, account) in (0_u32..).zip(ids) {
        for (place, set) in sets.iter().enumerate() {
            // Some directly, some by the group, some both ways.
            let assignees = if number >= OWN {
                vec![Assignee::Group(
                    groups.get(1 + (number as usize + place) % 9).unwrap().clone(),
                )]
            } else if place == 0 {
                vec![Assignee::User(person.clone())]
            } else if place == 1 {
                vec![Assignee::User(person.clone()), Assignee::Group(own.clone())]
            } else {
                vec![Assignee::Group(own.clone())]
            };
            for assignee in assignees {
                let row = AssignmentRow {
                    account: account.clone(),
                    permission_set: set.clone(),
                    assignee,
                };
                assignments::insert(tx, &row, AT).await.unwrap();
            }
        }
    }
}

async fn fill(path: &Path) -> Token {
    let options = StoreOptions {
        anchor_key: parts().key.derive("store-anchor"),
        ..StoreOptions::default()
    };
    let store = Store::open(path, options).await.unwrap();
    let mut tx = store.write().await.unwrap();
    let row = instance::get(&mut tx).await.unwrap().unwrap();
    let ids = make_accounts(&mut tx).await;
    let sets = make_sets(&mut tx).await;
    let people = make_people(&mut tx, &row).await;
    assign(&mut tx, &row, &ids, &sets, &people).await;
    let token = Token::generate(&SeededEntropy::new(4));
    let now: Timestamp = "2026-03-01T12:00:00Z".parse().unwrap();
    let session = NewPortalSession {
        id: uuid::Uuid::from_u128(1),
        token_hash: token.hash().0,
        user: people.first().unwrap().clone(),
        mfa: None,
        tags: std::collections::BTreeMap::new(),
        created_at: now,
        expires_at: now.saturating_add(Duration::from_hours(8)).unwrap(),
        source_ip: String::new(),
        user_agent: String::new(),
    };
    portal_sessions::insert(&mut tx, &session).await.unwrap();
    tx.commit().await.unwrap();
    store.close().await;
    token
}

async fn measure(service: &Service, caller: &Caller, name: &str, search: &str, page: u32, total: u32) {
    let mut times = Vec::new();
    for _ in 0..ROUNDS {
        let query = AccountsQuery {
            search: search.to_owned(),
            page,
        };
        let start = Instant::now();
        let answer = service.portal_accounts(caller, query).await.unwrap();
        times.push(start.elapsed());
        assert_eq!(answer.total, total, "{name}");
        assert!(answer.accounts.iter().all(|account| account.permission_sets.len() == 5));
    }
    times.sort();
    println!(
        "portal accounts, {name}: {:.2?}, slowest {:.2?} (aim 10 ms)",
        times.get(ROUNDS / 2).unwrap(),
        times.last().unwrap(),
    );
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("identity.db");
    Service::open(&path, parts()).await.unwrap().close().await;
    let start = Instant::now();
    let token = fill(&path).await;
    println!(
        "{ACCOUNTS} accounts, {PEOPLE} people, {} assignments written in {:.1?}",
        ACCOUNTS * SETS,
        start.elapsed()
    );
    let service = Service::open(&path, parts()).await.unwrap();
    let caller = Caller {
        portal: Some(token),
        ..Caller::default()
    };
    measure(&service, &caller, "first page of 1,000", "", 1, OWN).await;
    measure(&service, &caller, "last page of 1,000", "", 20, OWN).await;
    measure(&service, &caller, "searched by id", "300000000007", 1, 1).await;
}
