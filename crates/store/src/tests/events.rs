//! Event records and the outbox.

use uuid::Uuid;
use vestibule_identity::event::{
    EventContext, EventIdentity, EventRecord, FailureIdentity, HIDDEN, Outcome, console_login_failure,
    console_login_success, password_updated,
};

use super::*;
use crate::events::{EventFilter, EventRow, append, page};
use crate::outbox;

fn context(account: u32, second: i64) -> EventContext {
    EventContext {
        time: at(second),
        event_id: Uuid::nil(),
        region: "us-east-1".to_owned(),
        source_ip: "127.0.0.1".to_owned(),
        user_agent: "Browser/1".to_owned(),
        account: account_id(account),
        host: "signin.aws.amazon.com".to_owned(),
    }
}

pub(super) fn let_in(number: u32, name: &str, second: i64) -> EventRecord {
    let who = EventIdentity::of(&principal(&user(1, number, name)), &account(number));
    console_login_success(&context(number, second), &who, None, "https://console.aws.amazon.com/")
}

fn refused(number: u32, second: i64) -> EventRecord {
    let who = FailureIdentity::UnknownUser;
    console_login_failure(&context(number, second), &who, false, "https://console.aws.amazon.com/")
}

fn root_changed(number: u32, second: i64) -> EventRecord {
    let who = EventIdentity::of(&root(number), &account(number));
    password_updated(&context(number, second), &who)
}

async fn with(records: &[EventRecord]) -> (Disk, Store) {
    let disk = Disk::new();
    let store = disk.store().await;
    for record in records {
        commit!(store, append, record).unwrap();
    }
    (disk, store)
}

#[tokio::test]
async fn a_record_reads_back_whole_in_its_accounts_history_only() {
    let record = let_in(1, "alice", 100);
    let (_disk, store) = with(std::slice::from_ref(&record)).await;
    let rows = read!(store, page, &account_id(1), &EventFilter::default(), None, 10);
    let expected = EventRow {
        seq: rows[0].seq,
        time: at(100),
        name: "ConsoleLogin".to_owned(),
        user_name: Some("alice".to_owned()),
        outcome: Outcome::Success,
        json: serde_json::to_string(&record).unwrap(),
    };
    assert_eq!(rows, [expected]);
    assert_eq!(
        read!(store, page, &account_id(2), &EventFilter::default(), None, 10),
        []
    );
}

#[tokio::test]
async fn pages_go_back_in_the_order_of_writing_whatever_the_clock_said() {
    let times = [500, 100, 300, 300, 200, 900, 1];
    let mut records: Vec<EventRecord> = Vec::new();
    for second in times {
        records.push(let_in(1, "alice", second));
        records.push(let_in(2, "noise", second));
    }
    let (_disk, store) = with(&records).await;
    for limit in 1..9 {
        let mut seen: Vec<EventRow> = Vec::new();
        loop {
            let before = seen.last().map(|row| row.seq);
            let rows = read!(store, page, &account_id(1), &EventFilter::default(), before, limit);
            if rows.is_empty() {
                break;
            }
            assert!(rows.len() <= limit as usize);
            seen.extend(rows);
        }
        let seconds: Vec<i64> = seen.iter().rev().map(|row| row.time.as_second()).collect();
        assert_eq!(seconds, times, "in pages of {limit}");
        assert!(seen.windows(2).all(|pair| pair[0].seq > pair[1].seq));
    }
}

#[tokio::test]
async fn every_filter_keeps_what_it_names_and_nothing_else() {
    let (_disk, store) = with(&[
        let_in(1, "alice", 100),
        refused(1, 200),
        root_changed(1, 300),
        let_in(1, "bob", 400),
        let_in(2, "alice", 100),
    ])
    .await;
    let all = EventFilter::default;
    let text = |text: &str| Some(text.to_owned());
    let cases: Vec<(&str, EventFilter, Vec<i64>)> = vec![
        ("all", all(), vec![400, 300, 200, 100]),
        (
            "name",
            EventFilter {
                name: text("ConsoleLogin"),
                ..all()
            },
            vec![400, 200, 100],
        ),
        (
            "part of a name",
            EventFilter {
                name: text("Console"),
                ..all()
            },
            vec![],
        ),
        (
            "user",
            EventFilter {
                user_name: text("alice"),
                ..all()
            },
            vec![100],
        ),
        (
            "root",
            EventFilter {
                user_name: text("root"),
                ..all()
            },
            vec![300],
        ),
        (
            "hidden name",
            EventFilter {
                user_name: text(HIDDEN),
                ..all()
            },
            vec![200],
        ),
        (
            "pattern",
            EventFilter {
                user_name: text("%"),
                ..all()
            },
            vec![],
        ),
        (
            "successes",
            EventFilter {
                outcome: Some(Outcome::Success),
                ..all()
            },
            vec![400, 300, 100],
        ),
        (
            "failures",
            EventFilter {
                outcome: Some(Outcome::Failure),
                ..all()
            },
            vec![200],
        ),
        (
            "from",
            EventFilter {
                from: Some(at(200)),
                ..all()
            },
            vec![400, 300, 200],
        ),
        (
            "to",
            EventFilter {
                to: Some(at(300)),
                ..all()
            },
            vec![300, 200, 100],
        ),
        (
            "both ends",
            EventFilter {
                from: Some(at(201)),
                to: Some(at(399)),
                ..all()
            },
            vec![300],
        ),
        (
            "all together",
            EventFilter {
                name: text("ConsoleLogin"),
                user_name: text("bob"),
                outcome: Some(Outcome::Success),
                from: Some(at(400)),
                to: Some(at(400)),
            },
            vec![400],
        ),
    ];
    for (what, filter, expected) in cases {
        let rows = read!(store, page, &account_id(1), &filter, None, 10);
        let seconds: Vec<i64> = rows.iter().map(|row| row.time.as_second()).collect();
        assert_eq!(seconds, expected, "{what}");
    }
}

#[tokio::test]
async fn parcels_wait_in_order_until_each_is_handed_over() {
    let disk = Disk::new();
    let store = disk.store().await;
    assert_eq!(read!(store, outbox::pending), []);
    let first = commit!(store, outbox::push, "parcel", b"one").unwrap();
    let second = commit!(store, outbox::push, "parcel", b"two").unwrap();
    assert!(first > 0 && second > first);
    let parcel = |number, text: &str| (number, "parcel".to_owned(), text.as_bytes().to_vec());
    assert_eq!(
        read!(store, outbox::pending),
        [parcel(first, "one"), parcel(second, "two")]
    );
    let third = commit!(store, outbox::push, "parcel", b"three").unwrap();
    commit!(store, outbox::delete_through, first).unwrap();
    commit!(store, outbox::delete_through, first).unwrap();
    assert_eq!(
        read!(store, outbox::pending),
        [parcel(second, "two"), parcel(third, "three")]
    );
    commit!(store, outbox::delete_through, third).unwrap();
    assert_eq!(read!(store, outbox::pending), []);
}

#[tokio::test]
async fn a_number_that_was_handed_over_is_never_given_again() {
    let disk = Disk::new();
    let store = disk.store().await;
    let first = commit!(store, outbox::push, "parcel", b"one").unwrap();
    commit!(store, outbox::delete_through, first).unwrap();
    let second = commit!(store, outbox::push, "parcel", b"two").unwrap();
    assert!(second > first, "after a hand-over");
    commit!(store, crate::world::wipe).unwrap();
    store.close().await;
    let store = disk.store().await;
    let third = commit!(store, outbox::push, "parcel", b"three").unwrap();
    assert!(
        third > second,
        "in a new world: receivers ignore numbers they have seen"
    );
}
