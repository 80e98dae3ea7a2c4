//! The throttle: NIST SP 800-63B-4 section 3.2.2, as the window sees it.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::common::{FINANCE_ROOT, MANAGEMENT, MANAGEMENT_ROOT, Machine, SANDBOX, Signs, password_of};
use serde_json::json;
use vestibule_service::CommitPoint;

const WRONG: &str = "Not-The-Password-1";
const LADDER: [u32; 9] = [30, 60, 120, 240, 480, 960, 1920, 3600, 3600];

/// Fails four times for free and then climbs the ladder: before each wait is over nothing is looked at.
async fn climb<P: Signs>(machine: &Machine, person: &mut P, account: &str, user: &str, right: Option<&str>) {
    for _ in 0..5 {
        person
            .iam(account, user, WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
    }
    for wait in LADDER {
        for password in [WRONG, right.unwrap_or("anything")] {
            person.iam(account, user, password).await.must_wait(wait);
        }
        machine.pass(u64::from(wait) - 1);
        person
            .iam(account, user, right.unwrap_or("anything"))
            .await
            .must_wait(1);
        assert!(!person.signed_in().await);
        machine.pass(1);
        person
            .iam(account, user, WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
    }
}

#[tokio::test]
async fn waits_grow_and_the_right_password_waits_too() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    climb(&machine, &mut person, MANAGEMENT, "alice", Some(&alice)).await;
    person.iam(MANAGEMENT, "alice", &alice).await.must_wait(3600);
    machine.pass(3600);
    person.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
    // Success clears: four free failures again.
    for _ in 0..4 {
        person
            .iam(MANAGEMENT, "alice", WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
    }
    person.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
}

#[tokio::test]
async fn names_that_do_not_exist_wait_in_the_same_way() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    climb(&machine, &mut person, "no-such-account", "alice", None).await;
    climb(&machine, &mut person, "999900001111", "alice", None).await;
    climb(&machine, &mut person, MANAGEMENT, "mallory", None).await;
    climb(&machine, &mut person, MANAGEMENT, "dave", None).await;
    let heidi = person.password("heidi").await;
    climb(&machine, &mut person, SANDBOX, "heidi", Some(&heidi)).await;
}

#[tokio::test]
async fn a_waiting_answer_says_the_same_for_every_name() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let mut answers = Vec::new();
    for (account, user) in [
        (MANAGEMENT, "alice"),
        (MANAGEMENT, "mallory"),
        ("no-such-account", "alice"),
    ] {
        for _ in 0..5 {
            person.iam(account, user, WRONG).await;
        }
        answers.push(person.iam(account, user, WRONG).await);
    }
    answers[0].must_wait(30);
    assert_eq!(answers[0], answers[1]);
    assert_eq!(answers[0], answers[2]);
}

#[tokio::test]
async fn id_alias_and_case_are_one_credential_and_others_are_not_touched() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    let erin = person.password("erin").await;
    person.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
    let id = person.account_id().await;
    let dashed = format!("{}-{}-{}", &id[..4], &id[4..8], &id[8..]);
    for (account, user) in [
        (MANAGEMENT, "alice"),
        ("ANYCOMPANY", "ALICE"),
        (&id, "Alice"),
        (&dashed, " alice "),
        (&id, "aLiCe"),
    ] {
        person
            .iam(account, user, WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
    }
    for (account, user) in [
        (MANAGEMENT, "alice"),
        ("AnyCompany", "Alice"),
        (&id, "alice"),
        (&dashed, "ALICE"),
    ] {
        person.iam(account, user, &alice).await.must_wait(30);
    }
    person.iam(MANAGEMENT, "erin", &erin).await.must_step("signed-in");
    machine.pass(30);
    person.iam(&dashed, "Alice", &alice).await.must_step("signed-in");
}

#[tokio::test]
async fn a_wait_survives_a_restart_and_both_moves_of_the_clock() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let frank = person.password("frank").await;
    let finance = person.account("frank").await;
    for _ in 0..7 {
        person.iam(&finance, "frank", WRONG).await;
        machine.pass(0);
    }
    // Five counted, two came too early.
    person.iam(&finance, "frank", &frank).await.must_wait(30);
    drop(person);
    let mut person = machine.person().await;
    person.iam(&finance, "frank", &frank).await.must_wait(30);

    machine.clock.jump_wall(-7 * 24 * 3600);
    person.iam(&finance, "frank", &frank).await.must_wait(30);
    drop(person);
    let mut person = machine.person().await;
    person.iam(&finance, "frank", &frank).await.must_wait(30);
    machine.clock.jump_wall(7 * 24 * 3600);

    person.advance(29).await;
    person.iam(&finance, "frank", &frank).await.must_wait(1);
    person.advance(1).await;
    person
        .iam(&finance, "frank", WRONG)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    person.iam(&finance, "frank", &frank).await.must_wait(60);
    // Back to real time: the wait starts over, it never grows beyond the ladder.
    person.post("/world/clock/real", json!({})).await;
    person.iam(&finance, "frank", &frank).await.must_wait(60);
    machine.pass(60);
    person.iam(&finance, "frank", &frank).await.must_step("signed-in");
}

#[tokio::test]
async fn two_processes_on_one_folder_count_together() {
    let machine = Machine::new();
    let mut first = machine.person().await;
    let mut second = machine.person().await;
    let alice = first.password("alice").await;
    for _ in 0..2 {
        first
            .iam(MANAGEMENT, "alice", WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
        second
            .iam(MANAGEMENT, "alice", WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
    }
    second
        .iam(MANAGEMENT, "alice", WRONG)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    first.iam(MANAGEMENT, "alice", &alice).await.must_wait(30);
    second.iam(MANAGEMENT, "alice", &alice).await.must_wait(30);
    machine.pass(30);
    second.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
    first
        .iam(MANAGEMENT, "alice", WRONG)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
}

#[tokio::test]
async fn attempts_at_the_same_moment_are_all_counted() {
    let machine = Machine::new();
    let first = machine.browser().await;
    let second = machine.browser().await;
    let mut tasks = tokio::task::JoinSet::new();
    for turn in 0..20 {
        let mut browser = if turn % 2 == 0 {
            first.another()
        } else {
            second.another()
        };
        tasks.spawn(async move { browser.iam(MANAGEMENT, "alice", WRONG).await });
    }
    let answers = tasks.join_all().await;
    let judged = answers
        .iter()
        .filter(|answer| answer.is(401, "AUTHENTICATION_FAILED"))
        .count();
    let refused = answers
        .iter()
        .filter(|answer| answer.is(429, "TOO_MANY_ATTEMPTS"))
        .count();
    assert_eq!((judged, refused), (5, 15), "{answers:?}");
}

#[tokio::test]
async fn a_hundred_failures_disable_until_an_administrator_sets_a_password() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let frank = person.password("frank").await;
    let finance = person.account("frank").await;
    for _ in 0..99 {
        person
            .iam(&finance, "frank", WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
        machine.pass(3600);
    }
    // 99 failures and an hour: the owner is still let in; this copy of the folder shows it.
    let mut copy = machine.copy();
    copy.clock = machine.clock.clone();
    copy.person()
        .await
        .iam(&finance, "frank", &frank)
        .await
        .must_step("signed-in");

    person
        .iam(&finance, "frank", WRONG)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    machine.pass(365 * 24 * 3600);
    person
        .iam(&finance, "frank", &frank)
        .await
        .must_refuse(403, "CREDENTIAL_DISABLED");
    drop(person);
    let mut person = machine.person().await;
    person
        .iam(&finance, "FRANK", &frank)
        .await
        .must_refuse(403, "CREDENTIAL_DISABLED");
    assert!(!person.signed_in().await);

    let mut root = machine.root(FINANCE_ROOT).await;
    let users = root.get("/api/users?search=frank").await;
    assert_eq!(users.body["users"][0]["consoleAccess"], "disabled");
    let reset = root
        .put(
            "/api/users/frank/password",
            json!({ "password": null, "resetRequired": false }),
        )
        .await;
    let password = reset.text("password").to_owned();
    person
        .iam(&finance, "frank", &frank)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    person.iam(&finance, "frank", &password).await.must_step("signed-in");
}

#[tokio::test]
async fn a_name_without_an_account_is_disabled_alike() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    for _ in 0..100 {
        person
            .iam("no-such-account", "x", WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
        machine.pass(3600);
    }
    person
        .iam("no-such-account", "x", WRONG)
        .await
        .must_refuse(403, "CREDENTIAL_DISABLED");
}

#[tokio::test]
async fn root_waits_and_a_disabled_root_comes_back_by_recovery() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let right = person.password(MANAGEMENT_ROOT).await;
    for _ in 0..5 {
        person
            .root(MANAGEMENT_ROOT, WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
    }
    person.root(MANAGEMENT_ROOT, &right).await.must_wait(30);
    person.root("ROOT@anycompany.example", &right).await.must_wait(30);
    machine.pass(30);
    for _ in 5..100 {
        person
            .root(MANAGEMENT_ROOT, WRONG)
            .await
            .must_refuse(401, "AUTHENTICATION_FAILED");
        machine.pass(3600);
    }
    person
        .root(MANAGEMENT_ROOT, &right)
        .await
        .must_refuse(403, "CREDENTIAL_DISABLED");
    assert!(!person.signed_in().await);

    let step = person.root_email(MANAGEMENT_ROOT).await;
    person.pass_check(step).await.must_step("root-password");
    let step = person.post("/api/sign-in/root/forgot-password", json!({})).await;
    person.pass_check(step).await.must_step("recovery-sent");
    let mail = person.newest_mail().await;
    let address = mail.body["links"][0]["address"].as_str().unwrap();
    let token = address.split_once("token=").unwrap().1;
    let form = json!({ "token": token, "newPassword": "Recovered-1", "confirmPassword": "Recovered-1" });
    assert_eq!(person.post("/api/recovery", form).await.status, 204);
    person
        .root(MANAGEMENT_ROOT, &right)
        .await
        .must_refuse(401, "AUTHENTICATION_FAILED");
    person.root(MANAGEMENT_ROOT, "Recovered-1").await.must_step("signed-in");
}

#[tokio::test]
async fn changing_ones_own_password_is_throttled_with_the_same_counter() {
    let machine = Machine::new();
    let mut person = machine.person().await;
    let alice = person.password("alice").await;
    person.iam(MANAGEMENT, "alice", &alice).await.must_step("signed-in");
    for _ in 0..5 {
        person
            .change_password(WRONG, "a brand new 1")
            .await
            .must_blame("currentPassword");
    }
    person.change_password(&alice, "a brand new 1").await.must_wait(30);
    let mut elsewhere = machine.browser().await;
    elsewhere.iam(MANAGEMENT, "alice", &alice).await.must_wait(30);
    machine.pass(30);
    assert_eq!(person.change_password(&alice, "a brand new 1").await.status, 204);
}

/// All of the runtime's one blocking thread is taken, so whatever wants to hash waits; throttled attempts do not.
#[test]
fn throttled_attempts_do_no_hash_work() {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .max_blocking_threads(1)
        .build()
        .unwrap();
    runtime.block_on(async {
        let mut machine = Machine::new();
        let commits = Arc::new(AtomicUsize::new(0));
        let counted = Arc::clone(&commits);
        machine.store.commit_hook = Some(Arc::new(move |point| {
            if point == CommitPoint::After {
                counted.fetch_add(1, Ordering::SeqCst);
            }
        }));
        let world = machine.world().await;
        let alice = password_of(&world, "alice").await;
        let erin = password_of(&world, "erin").await;
        let mut browser = crate::common::Browser::of(&world);
        for user in ["alice", "mallory"] {
            for _ in 0..5 {
                browser.iam(MANAGEMENT, user, WRONG).await;
            }
        }

        let (release, held) = std::sync::mpsc::channel::<()>();
        let blocker = tokio::task::spawn_blocking(move || held.recv());
        let before = commits.load(Ordering::SeqCst);
        let mut another = browser.another();
        let honest = tokio::spawn(async move { another.iam(MANAGEMENT, "erin", &erin).await });
        // Until her attempt is counted; from there the hash is next.
        while commits.load(Ordering::SeqCst) == before {
            tokio::task::yield_now().await;
        }
        for _ in 0..50 {
            browser.iam(MANAGEMENT, "alice", &alice).await.must_wait(30);
            browser.iam(MANAGEMENT, "mallory", WRONG).await.must_wait(30);
        }
        assert!(!honest.is_finished(), "an attempt that is judged needs the thread");
        assert_eq!(
            commits.load(Ordering::SeqCst),
            before + 1 + 100,
            "one record for each, nothing else"
        );
        release.send(()).unwrap();
        blocker.await.unwrap().unwrap();
        honest.await.unwrap().must_step("signed-in");
    });
}
