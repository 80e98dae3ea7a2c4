//! Two who submit the same at the same moment: one is let in, whichever, and the other is told why not.
//!
//! Each of the two has a process of its own as far as the store can tell; they share only the file.

use crate::common::devices::{
    App, Key, add_app, add_key, ask_key, challenged, create, enable, finish_key, listed, offered, signed_in, start_key,
    step_now, try_code, try_key,
};
use crate::common::{Answer, Browser, MANAGEMENT, Machine, Signs as _, password_of};
use serde_json::json;

const LABS_ROOT: &str = "labs-root@anycompany.example";
const ROUNDS: u64 = 12;

/// Exactly one of them, and the words for the other.
#[track_caller]
fn one_of(answers: [&Answer; 2], won: impl Fn(&Answer) -> bool, status: u16, code: &str) {
    let winners = answers.iter().filter(|answer| won(answer)).count();
    let losers = answers.iter().filter(|answer| answer.is(status, code)).count();
    assert_eq!((winners, losers), (1, 1), "{answers:?}");
}

fn signed(answer: &Answer) -> bool {
    answer.stepped_to("signed-in")
}

async fn sessions(browser: &mut Browser) -> usize {
    let view = browser.get("/api/security-credentials").await;
    view.body["sessions"].as_array().unwrap().len()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_code_in_two_browsers() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let app = add_app(&machine, &mut alice, "phone").await;
    let (mut first, _, password) = challenged(&machine, MANAGEMENT, "alice").await;
    let (mut second, ..) = challenged(&machine, MANAGEMENT, "alice").await;
    for round in 0..ROUNDS {
        for browser in [&mut first, &mut second] {
            browser.sign_out().await;
            browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
        }
        let code = app.code(step_now(&machine));
        let (one, two) = tokio::join!(
            try_code(&mut first, &app.id, &code),
            try_code(&mut second, &app.id, &code)
        );
        one_of([&one, &two], signed, 422, "MFA_CODE_USED");
        assert_eq!(
            (first.signed_in().await, second.signed_in().await),
            (signed(&one), signed(&two)),
            "round {round}"
        );
        // Hers, and the winner's.
        assert_eq!(sessions(&mut alice).await, 2, "round {round}");
        machine.pass(30);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn the_same_code_twice_in_one_browser() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let app = add_app(&machine, &mut alice, "phone").await;
    let world = [machine.world().await, machine.world().await];
    let password = password_of(&world[0], "alice").await;
    for round in 0..ROUNDS {
        let mut browser = Browser::of(&world[0]);
        browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
        let mut twin = Browser::of(&world[1]);
        twin.jar = browser.jar.clone();
        let code = app.code(step_now(&machine));
        let (one, two) = tokio::join!(
            try_code(&mut browser, &app.id, &code),
            try_code(&mut twin, &app.id, &code)
        );
        // The attempt is over with the first of them.
        one_of([&one, &two], signed, 409, "ATTEMPT_EXPIRED");
        assert_eq!(sessions(&mut alice).await, usize::try_from(round).unwrap() + 2);
        machine.pass(30);
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_wrong_codes_are_both_counted_and_a_right_one_wins_once() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let app = add_app(&machine, &mut alice, "phone").await;
    let (first, _, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let (second, _, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let (headers, wrong) = ([first.header(), second.header()], app.wrong(step_now(&machine)));
    let mut tasks = tokio::task::JoinSet::new();
    for turn in 0..20 {
        let mut browser = if turn % 2 == 0 {
            first.another()
        } else {
            second.another()
        };
        let header = headers[turn % 2].clone();
        let (device, wrong) = (app.id.clone(), wrong.clone());
        tasks.spawn(async move {
            browser.jar = header
                .split("; ")
                .filter_map(|pair| pair.split_once('='))
                .map(|(name, value)| (name.to_owned(), value.to_owned()))
                .collect();
            try_code(&mut browser, &device, &wrong).await
        });
    }
    let answers = tasks.join_all().await;
    let judged = answers
        .iter()
        .filter(|answer| answer.is(422, "MFA_CODE_INVALID"))
        .count();
    let waited = answers
        .iter()
        .filter(|answer| answer.is(429, "TOO_MANY_ATTEMPTS"))
        .count();
    assert_eq!((judged, waited), (5, 15), "{answers:?}");
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_answers_to_one_ceremony() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let world = [machine.world().await, machine.world().await];
    let password = password_of(&world[0], "alice").await;
    let mut key = Key::default();
    add_key(&mut alice, &mut key, "key").await;
    for round in 0..ROUNDS {
        // At registration: the same answer twice.
        let mut twin = Browser::of(&world[1]);
        twin.jar = alice.jar.clone();
        let options = start_key(&mut alice, &format!("key-{round}")).await;
        let answer = Key::default().register(&options);
        let (one, two) = tokio::join!(finish_key(&mut alice, &answer), finish_key(&mut twin, &answer));
        one_of([&one, &two], |answer| answer.status == 200, 422, "MFA_REFUSED");
        let devices = listed(&mut alice).await;
        assert_eq!(devices.len(), 2, "round {round}");
        let path = format!(
            "/api/mfa/devices/{}/deactivate",
            devices.iter().find(|device| device["name"] != "key").unwrap()["id"]
                .as_str()
                .unwrap()
        );
        assert_eq!(alice.post(&path, json!({ "password": password })).await.status, 204);

        // At sign-in: two different answers of the key, and two that are one.
        for same in [true, false] {
            let mut browser = Browser::of(&world[0]);
            browser.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
            let mut twin = Browser::of(&world[1]);
            twin.jar = browser.jar.clone();
            let options = ask_key(&mut browser).await;
            let first = key.answer(&options);
            let second = if same { first.clone() } else { key.answer(&options) };
            let (one, two) = tokio::join!(try_key(&mut browser, &first), try_key(&mut twin, &second));
            // The loser finds no ceremony, or no attempt any more.
            let winners = [&one, &two].iter().filter(|answer| signed(answer)).count();
            let losers = [&one, &two]
                .iter()
                .filter(|answer| answer.is(422, "MFA_REFUSED") || answer.is(409, "ATTEMPT_EXPIRED"))
                .count();
            assert_eq!((winners, losers), (1, 1), "{one:?} {two:?}");
        }
    }
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_registrations_with_the_same_codes() {
    let machine = Machine::new();
    let mut first = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut second = signed_in(&machine, MANAGEMENT, "alice").await;
    for round in 0..7 {
        let app = App::shown(&create(&mut first, &format!("app-{round}")).await);
        let form = app.form(step_now(&machine) - 1);
        let (one, two) = tokio::join!(enable(&mut first, form.clone()), enable(&mut second, form));
        one_of(
            [&one, &two],
            |answer| answer.status == 200,
            409,
            "ENTITY_ALREADY_EXISTS",
        );
        assert_eq!(listed(&mut first).await.len(), round + 1);
    }
    // There is room for one: of two keys, one fits.
    let (mut mine, mut yours) = (Key::default(), Key::default());
    let one = mine.register(&start_key(&mut first, "key-1").await);
    let two = yours.register(&start_key(&mut second, "key-2").await);
    let (one, two) = tokio::join!(finish_key(&mut first, &one), finish_key(&mut second, &two));
    one_of([&one, &two], |answer| answer.status == 200, 409, "MFA_LIMIT_EXCEEDED");
    assert_eq!(listed(&mut first).await.len(), 8);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn two_root_users_who_register_to_get_in() {
    let machine = Machine::new();
    let world = [machine.world().await, machine.world().await];
    let password = password_of(&world[0], LABS_ROOT).await;
    let mut browsers = [Browser::of(&world[0]), Browser::of(&world[1])];
    let mut answers = Vec::new();
    for (browser, name) in browsers.iter_mut().zip(["one", "two"]) {
        browser.root(LABS_ROOT, &password).await.must_step("enrol-mfa");
        let path = "/api/mfa/sign-in/passkey/start";
        let start = browser.post(path, json!({ "deviceName": name })).await;
        answers.push(json!({ "credential": Key::default().register(&start.body["options"]) }));
    }
    let path = "/api/mfa/sign-in/passkey/finish";
    let [first, second] = &mut browsers;
    let (one, two) = tokio::join!(
        first.post(path, answers[0].clone()),
        second.post(path, answers[1].clone())
    );
    one_of([&one, &two], |answer| answer.status == 200, 409, "ATTEMPT_EXPIRED");
    assert!(first.signed_in().await != second.signed_in().await);
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_code_of_a_device_that_is_being_removed() {
    let machine = Machine::new();
    for _ in 0..4 {
        let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
        let app = add_app(&machine, &mut alice, "phone").await;
        let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
        offered(&step, "virtual");
        let mut root = machine.root(crate::common::MANAGEMENT_ROOT).await;
        let path = format!("/api/users/alice/mfa/{}", app.id);
        let code = app.code(step_now(&machine));
        let (removed, answer) = tokio::join!(root.delete(&path), try_code(&mut browser, &app.id, &code));
        assert_eq!(removed.status, 204, "{removed:?}");
        assert!(signed(&answer) || answer.is(409, "ATTEMPT_EXPIRED"), "{answer:?}");
        // A session that began before the removal ended with it.
        assert!(!browser.signed_in().await && !alice.signed_in().await);
    }
}
