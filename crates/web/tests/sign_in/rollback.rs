//! A store that went back in time lets nobody in until what came back with it is worth nothing.

use crate::common::story::{story, with_store_of};
use crate::common::{Answer, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs as _, password_of};
use serde_json::{Value, json};

const WINDOW: u64 = 180;
const LOG: &str = "identity.db-wal";
const ANCHOR: &str = "identity.anchor";
/// Inside the first page of the log, past the two headers: further on there may be what an earlier round left behind.
const IN_THE_LOG: usize = 32 + 24 + 100;

fn retry_after(answer: &Answer) -> u64 {
    answer.must_refuse(503, "STORE_ROLLED_BACK");
    answer.body["retryAfterSeconds"].as_u64().unwrap()
}

async fn retry(person: &mut Person) -> Answer {
    person.post("/world/retry", json!({})).await
}

async fn accept(person: &mut Person) -> Answer {
    person.post("/world/accept-rollback", json!({})).await
}

#[tokio::test]
async fn an_older_copy_would_bring_everything_back() {
    let story = story().await;
    let then = story.then.world().await;
    let browser = Browser::of(&then);
    assert!(browser.lives(&story.session).await);
    let body = json!({ "password": story.root_password });
    let finished = browser
        .replay("POST", "/api/sign-in/root/password", &story.attempt, &body)
        .await;
    finished.must_step("mfa-reminder");
    let page = browser
        .replay("GET", "/api/sign-in", &story.remembered, &Value::Null)
        .await;
    assert_eq!(page.body["remembered"], true);
    let look = browser
        .replay("GET", &format!("/api/recovery?token={}", story.link), "", &Value::Null)
        .await;
    assert_eq!(look.status, 200);
}

/// Something that happens to a folder.
type Harm<'a> = Box<dyn Fn(&Machine) + 'a>;

#[tokio::test]
async fn each_way_of_going_back_lets_nobody_in() {
    let story = story().await;
    let log = std::fs::read(story.now.folder.join(LOG)).unwrap();
    let stranger = Machine::new();
    let theirs = stranger.world().await;
    let put = |machine: &Machine, name: &str, bytes: &[u8]| std::fs::write(machine.folder.join(name), bytes).unwrap();
    let remove = |machine: &Machine, name: &str| std::fs::remove_file(machine.folder.join(name)).unwrap();
    let ways: Vec<(&str, Harm<'_>)> = vec![
        ("the log is deleted", Box::new(|machine| remove(machine, LOG))),
        (
            "the log is cut",
            Box::new(|machine| put(machine, LOG, &log[..IN_THE_LOG])),
        ),
        (
            "a bit of the log is flipped",
            Box::new(|machine| {
                let mut bytes = log.clone();
                bytes[IN_THE_LOG] ^= 4;
                put(machine, LOG, &bytes);
            }),
        ),
        ("the anchor is deleted", Box::new(|machine| remove(machine, ANCHOR))),
        ("the anchor is empty", Box::new(|machine| put(machine, ANCHOR, b""))),
        (
            "the anchor is another installation's",
            Box::new(|machine| {
                put(machine, ANCHOR, &std::fs::read(stranger.folder.join(ANCHOR)).unwrap());
            }),
        ),
        (
            "the key is another one",
            Box::new(|machine| remove(machine, "identity.key")),
        ),
    ];
    let mut harmed: Vec<(&str, Machine)> = ways
        .iter()
        .map(|(what, harm)| {
            let machine = story.now.copy();
            harm(&machine);
            (*what, machine)
        })
        .collect();
    harmed.push(("an older copy of the store", story.rolled_back()));
    for (what, machine) in harmed {
        let mut person = machine.person().await;
        for (method, path) in [
            ("GET", "/api/session"),
            ("POST", "/api/sign-in/iam-user"),
            ("GET", "/desk/passwords"),
            ("GET", "/world"),
            ("POST", "/world/new"),
            ("POST", "/world/retry"),
        ] {
            let answer = person.send(method, path, &json!({})).await;
            assert_eq!(retry_after(&answer), WINDOW, "{what}: {method} {path}");
            assert!(answer.text("message").len() > 40, "{answer:?}");
        }
    }
    theirs.close().await;

    // None of these is going back.
    let whole = story.now.copy();
    remove(&whole, "identity.db-shm");
    assert_eq!(
        whole.person().await.get("/api/session").await.status,
        200,
        "the index of the log"
    );
    let behind = story.now.copy();
    put(&behind, ANCHOR, &std::fs::read(story.then.folder.join(ANCHOR)).unwrap());
    assert_eq!(
        behind.person().await.get("/api/session").await.status,
        200,
        "an older anchor"
    );
    assert_eq!(
        story.now.copy().person().await.get("/api/session").await.status,
        200,
        "a kill"
    );
}

#[tokio::test]
async fn after_the_wait_it_opens_and_what_came_back_is_void() {
    let story = story().await;
    let machine = story.rolled_back();
    let mut person = machine.person().await;
    assert_eq!(retry_after(&person.get("/api/session").await), WINDOW);
    machine.pass(60);
    assert_eq!(retry_after(&person.get("/api/session").await), WINDOW - 60);
    assert_eq!(retry_after(&retry(&mut person).await), WINDOW - 60);
    machine.pass(WINDOW - 61);
    assert_eq!(retry_after(&retry(&mut person).await), 1);
    machine.pass(1);
    assert_eq!(
        retry_after(&person.get("/api/session").await),
        0,
        "only when it is asked for"
    );
    assert_eq!(retry(&mut person).await.status, 204);
    story.must_be_void(&machine, &mut person).await;
    person.desktop.close().await;
    assert!(machine.person().await.signed_in().await, "it goes on from there");
}

#[tokio::test]
async fn who_does_not_wait_gives_everything_up() {
    let story = story().await;
    let machine = story.rolled_back();
    let mut person = machine.person().await;
    assert_eq!(retry_after(&person.get("/api/session").await), WINDOW);
    assert_eq!(accept(&mut person).await.status, 204);
    story.must_be_void(&machine, &mut person).await;
    // Accepting twice ends nobody's session.
    assert_eq!(accept(&mut person).await.status, 204);
    assert!(person.signed_in().await);

    // The same copy put back once more is noticed once more.
    let again = with_store_of(&machine, &story.then);
    let mut person = again.person().await;
    assert_eq!(retry_after(&person.get("/api/session").await), WINDOW);
    assert_eq!(accept(&mut person).await.status, 204);
    story.must_be_void(&again, &mut person).await;
}

#[tokio::test]
async fn neither_a_restart_nor_a_clock_shortens_the_wait_or_begins_it_anew() {
    let story = story().await;
    let machine = story.rolled_back();
    let mut person = machine.person().await;
    machine.pass(100);
    assert_eq!(retry_after(&retry(&mut person).await), WINDOW - 100);
    drop(person);
    let mut person = machine.person().await;
    assert_eq!(
        retry_after(&person.get("/api/session").await),
        WINDOW - 100,
        "a restart"
    );
    machine.clock.jump_wall(3_600);
    assert_eq!(retry_after(&retry(&mut person).await), WINDOW - 100, "forward");
    machine.clock.jump_wall(-7_200);
    assert_eq!(retry_after(&retry(&mut person).await), WINDOW - 100, "back");
    machine.pass(WINDOW - 100);
    assert_eq!(retry(&mut person).await.status, 204);

    // Restarted with a clock that was set back, the wait is the whole one and no longer.
    let machine = story.rolled_back();
    drop(machine.person().await);
    machine.clock.jump_wall(-86_400);
    let mut person = machine.person().await;
    assert_eq!(retry_after(&person.get("/api/session").await), WINDOW);
    machine.pass(WINDOW);
    assert_eq!(retry(&mut person).await.status, 204);

    // Closed all the while, it opens by itself, and what came back is void.
    let machine = story.rolled_back();
    drop(machine.person().await);
    machine.pass(WINDOW);
    let mut person = machine.person().await;
    story.must_be_void(&machine, &mut person).await;
}

#[tokio::test]
async fn the_right_store_put_back_opens_at_once_and_loses_nothing() {
    let story = story().await;
    let now = story.now.world().await;
    let mut alice = Browser::of(&now);
    let password = password_of(&now, "alice").await;
    alice.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    let right = story.now.copy();
    let machine = with_store_of(&right, &story.then);
    let mut person = machine.person().await;
    assert_eq!(retry_after(&person.get("/api/session").await), WINDOW);
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("identity.db{suffix}");
        let _ = std::fs::remove_file(machine.folder.join(&name));
        std::fs::copy(right.folder.join(&name), machine.folder.join(&name)).unwrap();
    }
    assert_eq!(retry(&mut person).await.status, 204);
    let world = machine.world().await;
    assert!(Browser::of(&world).lives(&alice.session_cookie()).await);
}

#[tokio::test]
async fn a_new_world_and_starting_over_set_the_anchor_anew() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let first = machine.copy();
    assert_eq!(person.post("/world/new", json!({})).await.status, 204);
    person.desktop.close().await;
    let mut person = machine.person().await;
    assert_eq!(person.get("/world").await.status, 200);
    // The world before is an older store like any other.
    let back = with_store_of(&machine, &first);
    let mut person = back.person().await;
    assert_eq!(retry_after(&person.get("/world").await), WINDOW);

    assert_eq!(person.post("/world/start-over", json!({})).await.status, 204);
    let kept = std::fs::read_dir(&back.folder)
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("aside"))
        .collect::<Vec<_>>();
    for part in [
        "identity.db.aside",
        "identity.anchor.aside",
        "identity.key.aside",
        "desk.db.aside",
    ] {
        assert!(kept.iter().any(|name| name.starts_with(part)), "{part} in {kept:?}");
    }
    let alice = person.password("alice").await;
    person.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
    person.desktop.close().await;
    assert!(back.copy().person().await.signed_in().await);
}

#[tokio::test]
async fn the_desk_went_on_and_still_hears_from_the_store_that_went_back() {
    let story = story().await;
    let machine = story.rolled_back();
    let mut person = machine.person().await;
    assert_eq!(accept(&mut person).await.status, 204);
    let before = person.get("/desk/mail").await.body["messages"]
        .as_array()
        .unwrap()
        .len();
    person.root_email(MANAGEMENT_ROOT).await.must_step("root-password");
    let check = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    person.pass_check(check).await.must_step("recovery-sent");
    let after = person.get("/desk/mail").await.body["messages"]
        .as_array()
        .unwrap()
        .len();
    assert_eq!(after, before + 1, "the mail arrived");

    // So does everything of a new world, even where nothing was left of the old one.
    let empty = story.now.copy();
    for suffix in ["", "-wal", "-shm"] {
        std::fs::remove_file(empty.folder.join(format!("identity.db{suffix}"))).unwrap();
    }
    let mut person = empty.person().await;
    assert_eq!(retry_after(&person.get("/world").await), WINDOW);
    assert_eq!(accept(&mut person).await.status, 204);
    let alice = person.password("alice").await;
    person.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
}

#[tokio::test]
async fn simulated_time_does_not_go_back_with_the_store() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let then = machine.copy();
    person.advance(12 * 3_600).await;
    let now = machine.copy();
    for wait in [false, true] {
        let back = with_store_of(&now, &then);
        let mut person = back.person().await;
        let opened = if wait {
            back.pass(WINDOW);
            retry(&mut person).await
        } else {
            accept(&mut person).await
        };
        assert_eq!(opened.status, 204);
        let world = person.get("/world").await;
        assert_eq!(world.body["clock"]["offsetSeconds"], 12 * 3_600, "{world:?}");
        assert_eq!(world.body["clock"]["isReal"], false);
    }

    // Without an anchor, nothing is known but what the store says.
    let back = with_store_of(&now, &then);
    std::fs::remove_file(back.folder.join(ANCHOR)).unwrap();
    let mut person = back.person().await;
    assert_eq!(accept(&mut person).await.status, 204);
    assert_eq!(person.get("/world").await.body["clock"]["isReal"], true);
}

#[tokio::test]
async fn only_a_store_that_went_back_is_accepted() {
    let story = story().await;
    let file = story.now.folder.join("identity.db");
    std::fs::write(&file, b"no database at all").unwrap();
    let mut person = story.now.person().await;
    accept(&mut person).await.must_refuse(503, "STORE_CORRUPT");
    // An older copy that takes the damaged one's place meanwhile was not accepted by anyone.
    let older = story.rolled_back();
    for suffix in ["", "-wal", "-shm"] {
        let name = format!("identity.db{suffix}");
        std::fs::copy(older.folder.join(&name), story.now.folder.join(&name)).unwrap();
    }
    assert_eq!(retry_after(&accept(&mut person).await), WINDOW);
    assert_eq!(accept(&mut person).await.status, 204);
    story.must_be_void(&story.now, &mut person).await;
}
