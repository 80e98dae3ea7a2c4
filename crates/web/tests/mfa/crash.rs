//! Killed before and after each commit of what devices take part in: a code that was answered is used, a device that was
//! answered is there, and what was not answered happened whole or not at all.

use crate::common::crash::{Story, Trap, at_every_commit, say, say_answer, template};
use crate::common::devices::{
    App, Key, add_key, ask_key, create, enable, listed, offered, start_key, step_now, try_code, try_key,
};
use crate::common::{Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs, password_of};
use serde_json::{Value, json};
use vestibule_credentials::security_key::KeyMaterial;

/// Not a test of its own: what the children run.
#[test]
fn child() {
    crate::common::crash::child(None, run);
}

/// Registers an app whose codes of now are still good: with the two steps before.
async fn early_app(machine: &Machine, person: &mut impl Signs) -> App {
    let shown = create(person, "phone").await;
    let mut app = App::shown(&shown);
    let enrolled = enable(person, app.form(step_now(machine) - 2)).await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    app.id = enrolled.body["device"]["id"].as_str().unwrap().into();
    say(&format!("secret {}", shown.text("secret")));
    say(&format!("device {}", app.id));
    app
}

async fn go(person: &mut impl Signs, what: &str) -> crate::common::Answer {
    person.post(&format!("/api/sign-in/mfa/{what}"), Value::Null).await
}

async fn run(flow: &str, machine: &Machine, trap: &Trap) {
    let mut person = machine.person().await;
    let now = step_now(machine);
    let root = flow == "deactivate" || flow == "alternative";
    let password = person.password(if root { MANAGEMENT_ROOT } else { "alice" }).await;
    if root {
        person.sign_in_root(MANAGEMENT_ROOT, &password).await;
    } else {
        person.iam(MANAGEMENT, "alice", &password).await.must_step("signed-in");
    }
    match flow {
        "enrol" => {
            trap.arm();
            let shown = create(&mut person, "phone").await;
            say_answer(&shown);
            let app = App::shown(&shown);
            say(&format!("secret {}", shown.text("secret")));
            say_answer(&enable(&mut person, app.form(now - 1)).await);
        }
        "enrol-key" => {
            trap.arm();
            let options = start_key(&mut person, "key").await;
            let mut key = Key::default();
            let form = json!({ "credential": key.register(&options) });
            say(&format!("key {}", serde_json::to_string(&key.held).unwrap()));
            say_answer(&person.post("/api/mfa/session/passkey/finish", form).await);
        }
        "code" => {
            let app = early_app(machine, &mut person).await;
            person.sign_out().await;
            trap.arm();
            let step = person.iam(MANAGEMENT, "alice", &password).await;
            say_answer(&step);
            let device = offered(&step, "virtual");
            for _ in 0..2 {
                say("asked");
                say_answer(&try_code(&mut person, &device, &app.wrong(now)).await);
            }
            say("right");
            say_answer(&try_code(&mut person, &device, &app.code(now)).await);
        }
        "key" => {
            let mut key = Key::default();
            add_key(&mut person, &mut key, "key").await;
            person.sign_out().await;
            say(&format!("key {}", serde_json::to_string(&key.held).unwrap()));
            trap.arm();
            say_answer(&person.iam(MANAGEMENT, "alice", &password).await);
            let answer = key.answer(&ask_key(&mut person).await);
            say_answer(&try_key(&mut person, &answer).await);
        }
        "resync" => {
            let app = early_app(machine, &mut person).await;
            trap.arm();
            let form = json!({ "code1": app.code(now + 30), "code2": app.code(now + 31) });
            let path = format!("/api/mfa/devices/{}/resync", app.id);
            say_answer(&person.post(&path, form).await);
        }
        "deactivate" => {
            let mut other = machine.root(MANAGEMENT_ROOT).await;
            say(&format!("other {}", other.session_cookie()));
            let app = early_app(machine, &mut person).await;
            assert!(other.signed_in().await);
            trap.arm();
            let path = format!("/api/mfa/devices/{}/deactivate", app.id);
            say_answer(&person.post(&path, json!({ "password": password })).await);
        }
        "alternative" => {
            early_app(machine, &mut person).await;
            person.sign_out().await;
            trap.arm();
            say_answer(&person.root(MANAGEMENT_ROOT, &password).await);
            lose_the_phone(&mut person, say_answer).await;
        }
        other => unreachable!("{other}"),
    }
}

/// The whole way in without a device, from the challenge.
async fn lose_the_phone(person: &mut Person, told: impl Fn(&crate::common::Answer)) {
    told(&go(person, "alternative/start").await);
    let mail = person.newest_mail().await;
    let address = mail.body["links"][0]["address"].as_str().unwrap();
    let form = json!({ "token": address.split_once("token=").unwrap().1 });
    told(&person.post("/api/sign-in/mfa/alternative/verify", form).await);
    let step = go(person, "alternative/call").await;
    told(&step);
    let phone = person.get("/desk/phone").await;
    let path = format!("/desk/phone/calls/{}/digits", phone.body["calls"][0]["id"]);
    let typed = person.post(&path, json!({ "digits": step.text("digits") })).await;
    assert_eq!(typed.text("state"), "accepted", "{typed:?}");
    told(&go(person, "alternative/finish").await);
}

/// The app of which the child told the secret.
fn told_app(story: &Story) -> App {
    let seed = vestibule_credentials::totp::Seed::from_base32(story.told("secret")).unwrap();
    App {
        id: String::new(),
        name: "phone".to_owned(),
        serial: String::new(),
        seed,
    }
}

fn told_key(story: &Story) -> Key {
    let held: Vec<KeyMaterial> = serde_json::from_str(story.told("key")).unwrap();
    Key { held, ..Key::default() }
}

/// Records of the management account, whose root user has no device here.
async fn recorded(machine: &Machine, query: &str) -> usize {
    let mut root = machine.browser().await;
    let world = machine.world().await;
    let password = password_of(&world, MANAGEMENT_ROOT).await;
    root.sign_in_root(MANAGEMENT_ROOT, &password).await;
    let page = root.get(&format!("/api/events?limit=200&{query}")).await;
    page.body["events"].as_array().unwrap().len()
}

/// Alice's right password in a browser of its own: the step.
async fn alice(machine: &Machine) -> (Browser, crate::common::Answer) {
    let world = machine.world().await;
    let password = password_of(&world, "alice").await;
    let mut browser = Browser::of(&world);
    let step = browser.iam(MANAGEMENT, "alice", &password).await;
    (browser, step)
}

#[tokio::test]
async fn registering_an_app() {
    let template = template().await;
    at_every_commit(
        "enrol",
        || template.copy(),
        async |machine, story| {
            let now = step_now(machine);
            let records = recorded(machine, "name=EnableMFADevice").await;
            let (mut browser, step) = alice(machine).await;
            let assigned = step.stepped_to("mfa");
            assert_eq!(records, usize::from(assigned), "{step:?}");
            if story.count("answered 200") == 2 {
                assert!(assigned, "an answered registration holds");
            }
            if assigned {
                let app = told_app(story);
                let device = offered(&step, "virtual");
                try_code(&mut browser, &device, &app.code(now))
                    .await
                    .must_refuse(422, "MFA_CODE_USED");
                try_code(&mut browser, &device, &app.code(now + 1))
                    .await
                    .must_step("signed-in");
            } else {
                // Begun or not, it can be begun again.
                step.must_step("signed-in");
                assert!(listed(&mut browser).await.is_empty());
                let app = App::shown(&create(&mut browser, "phone").await);
                assert_eq!(enable(&mut browser, app.form(now - 1)).await.status, 200);
            }
        },
    )
    .await;
}

#[tokio::test]
async fn registering_a_key() {
    let template = template().await;
    at_every_commit(
        "enrol-key",
        || template.copy(),
        async |machine, story| {
            let records = recorded(machine, "name=EnableMFADevice").await;
            let (mut browser, step) = alice(machine).await;
            let assigned = step.stepped_to("mfa");
            assert_eq!(records, usize::from(assigned), "{step:?}");
            if story.count("answered 200") == 1 {
                assert!(assigned, "an answered registration holds");
            }
            if assigned {
                let answer = told_key(story).answer(&ask_key(&mut browser).await);
                try_key(&mut browser, &answer).await.must_step("signed-in");
            } else {
                step.must_step("signed-in");
                add_key(&mut browser, &mut Key::default(), "key").await;
            }
        },
    )
    .await;
}

#[tokio::test]
async fn signing_in_with_a_code() {
    let template = template().await;
    at_every_commit(
        "code",
        || template.copy(),
        async |machine, story| {
            let now = step_now(machine);
            let answered = story.count("answered 200 signed-in");
            let (asked, refused) = (story.count("asked"), story.count("answered 422 MFA_CODE_INVALID"));
            let mut person = machine.person().await;
            let in_window = person.signed_in().await;
            let successes = recorded(machine, "name=ConsoleLogin&userName=alice&outcome=success").await - 1;
            let failures = recorded(machine, "name=ConsoleLogin&userName=alice&outcome=failure").await;
            assert!(successes >= answered && successes <= story.count("right"));
            assert!(
                (refused..=asked).contains(&failures),
                "{failures} of {refused}..={asked}"
            );
            if answered == 1 {
                assert!(in_window, "an answered sign-in holds");
            }
            let (mut browser, step) = alice(machine).await;
            let device = offered(&step, "virtual");
            let app = told_app(story);
            if successes == 1 {
                try_code(&mut browser, &device, &app.code(now))
                    .await
                    .must_refuse(422, "MFA_CODE_USED");
                // Success cleared the count; that one began another.
                for _ in 0..4 {
                    try_code(&mut browser, &device, &app.wrong(now))
                        .await
                        .must_refuse(422, "MFA_CODE_INVALID");
                }
            } else {
                // What is recorded is counted, and the other way round.
                for _ in failures..5 {
                    try_code(&mut browser, &device, &app.wrong(now))
                        .await
                        .must_refuse(422, "MFA_CODE_INVALID");
                }
            }
            let next = app.code(now + 1);
            try_code(&mut browser, &device, &next).await.must_wait(30);
            machine.pass(30);
            try_code(&mut browser, &device, &next).await.must_step("signed-in");
            let view = browser.get("/api/security-credentials").await;
            // The one that the app was registered in was signed out.
            assert_eq!(view.body["sessions"].as_array().unwrap().len(), successes + 1);
        },
    )
    .await;
}

#[tokio::test]
async fn signing_in_with_a_key() {
    let template = template().await;
    at_every_commit(
        "key",
        || template.copy(),
        async |machine, story| {
            let answered = story.count("answered 200 signed-in");
            let mut person = machine.person().await;
            let in_window = person.signed_in().await;
            let successes = recorded(machine, "name=ConsoleLogin&userName=alice&outcome=success").await - 1;
            assert!(successes >= answered && successes <= 1);
            if answered == 1 {
                assert!(in_window, "an answered sign-in holds");
            }
            // The key as it was before: its next answer has the counter that was perhaps stored.
            let mut key = told_key(story);
            let (mut browser, step) = alice(machine).await;
            offered(&step, "passkey");
            let answer = key.answer(&ask_key(&mut browser).await);
            let first = try_key(&mut browser, &answer).await;
            if successes == 1 {
                first.must_refuse(422, "MFA_REFUSED");
                assert!(first.text("message").contains("there may be a copy"), "{first:?}");
                let answer = key.answer(&ask_key(&mut browser).await);
                try_key(&mut browser, &answer).await.must_step("signed-in");
            } else {
                first.must_step("signed-in");
            }
        },
    )
    .await;
}

#[tokio::test]
async fn synchronizing() {
    let template = template().await;
    at_every_commit(
        "resync",
        || template.copy(),
        async |machine, story| {
            let now = step_now(machine);
            let records = recorded(machine, "name=ResyncMFADevice").await;
            if story.count("answered 204") == 1 {
                assert_eq!(records, 1, "an answered synchronization holds");
            }
            let (mut browser, step) = alice(machine).await;
            let device = offered(&step, "virtual");
            let app = told_app(story);
            let (right, wrong) = if records == 1 { (now + 32, now) } else { (now, now + 32) };
            try_code(&mut browser, &device, &app.code(wrong))
                .await
                .must_refuse(422, "MFA_CODE_INVALID");
            try_code(&mut browser, &device, &app.code(right))
                .await
                .must_step("signed-in");
        },
    )
    .await;
}

#[tokio::test]
async fn removing_a_device() {
    let template = template().await;
    at_every_commit(
        "deactivate",
        || template.copy(),
        async |machine, story| {
            let mut person = machine.person().await;
            assert!(person.signed_in().await, "this session goes on");
            let gone = listed(&mut person).await.is_empty();
            if story.count("answered 204") == 1 {
                assert!(gone, "an answered removal holds");
            }
            for name in ["DeactivateMFADevice", "DeleteVirtualMFADevice"] {
                let page = person.get(&format!("/api/events?name={name}")).await;
                let records = page.body["events"].as_array().unwrap().len();
                assert_eq!(records, usize::from(gone), "{name}");
            }
            let mail = person.get("/desk/mail").await;
            assert_eq!(mail.body["messages"].as_array().unwrap().len(), usize::from(gone));
            let other = machine.browser().await;
            assert_eq!(other.lives(story.told("other")).await, !gone);
            if !gone {
                let path = format!("/api/mfa/devices/{}/deactivate", story.told("device"));
                let password = person.password(MANAGEMENT_ROOT).await;
                assert_eq!(person.post(&path, json!({ "password": password })).await.status, 204);
            }
        },
    )
    .await;
}

#[tokio::test]
async fn the_way_in_without_a_device() {
    let template = template().await;
    at_every_commit(
        "alternative",
        || template.copy(),
        async |machine, story| {
            let mut person = machine.person().await;
            let in_window = person.signed_in().await;
            if story.count("answered 200 signed-in") == 1 {
                assert!(in_window, "an answered sign-in holds");
            }
            // Wherever it broke off, it can be gone again from the start, and the device is as good as before.
            let password = person.password(MANAGEMENT_ROOT).await;
            let step = person.root(MANAGEMENT_ROOT, &password).await;
            let device = offered(&step, "virtual");
            let code = told_app(story).code(step_now(machine));
            let mut other = machine.browser().await;
            other.root(MANAGEMENT_ROOT, &password).await.must_step("mfa");
            try_code(&mut other, &device, &code).await.must_step("signed-in");
            lose_the_phone(&mut person, |answer| assert_eq!(answer.status, 200, "{answer:?}")).await;
            assert!(person.signed_in().await);
            // A record for each session: the registration's, which was signed out, two here, and the child's if it got so
            // far.
            let page = person
                .get("/api/events?limit=200&name=ConsoleLogin&outcome=success")
                .await;
            let records = page.body["events"].as_array().unwrap().len();
            let view = person.get("/api/security-credentials").await;
            let live = view.body["sessions"].as_array().unwrap().len();
            assert_eq!(
                live,
                records - 1 - usize::from(in_window),
                "the window's own was replaced"
            );
            assert!(records == 4 || (records == 3 && !in_window), "{records}");
        },
    )
    .await;
}
