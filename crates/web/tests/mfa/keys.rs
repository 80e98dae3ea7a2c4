//! Passkeys and security keys: a ceremony is answered once, in time, by the browser that began it, for the site itself.

use crate::common::devices::{
    Key, SITE, add_key, ask_key, challenged, finish_key, listed, offered, signed_in, start_key, try_key,
};
use crate::common::{Answer, Browser, MANAGEMENT, MANAGEMENT_ROOT, Machine, Signs as _, password_of};
use serde_json::{Value, json};
use vestibule_credentials::security_key::{self, Faults};

const LABS_ROOT: &str = "labs-root@anycompany.example";
const NO_CEREMONY: &str = "already used or is too old";

#[track_caller]
fn must_refuse_key(answer: &Answer, words: &str) {
    answer.must_refuse(422, "MFA_REFUSED");
    assert!(answer.text("message").contains(words), "{words}: {answer:?}");
}

#[tokio::test]
async fn a_key_is_registered_once_over_all_people() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut key = Key::default();
    let options = start_key(&mut alice, "key").await;
    let first = key.register(&options);
    let enrolled = finish_key(&mut alice, &first).await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    let device = &enrolled.body["device"];
    let id = alice.account_id().await;
    let serial = device["serial"].as_str().unwrap();
    let start = format!("arn:aws:iam::{id}:u2f/user/alice/key-");
    assert!(
        serial.strip_prefix(&start).is_some_and(|rest| rest.len() == 26),
        "{serial}"
    );
    assert_eq!(
        (&device["kind"], &device["inSync"]),
        (&json!("passkey"), &Value::Null),
        "{device}"
    );

    // The same credential under someone else's challenge: nothing is signed at registration without attestation.
    let mut erin = signed_in(&machine, MANAGEMENT, "erin").await;
    for (browser, words) in [
        (&mut erin, "registered already"),
        (&mut alice, "registered for you already"),
    ] {
        let options = start_key(browser, "copy").await;
        let mut forged = Key::default().register(&options);
        let client_data = forged["response"]["clientDataJSON"].take();
        forged = first.clone();
        forged["response"]["clientDataJSON"] = client_data;
        must_refuse_key(&finish_key(browser, &forged).await, words);
        // Her own key is welcome.
        add_key(browser, &mut Key::default(), "own").await;
    }
    assert_eq!((listed(&mut erin).await.len(), listed(&mut alice).await.len()), (1, 2));
}

#[tokio::test]
async fn only_the_services_own_sites_may_ask() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    for (number, site) in [
        SITE,
        "https://anycompany.signin.aws.amazon.com",
        "https://console.aws.amazon.com",
        "https://us-east-1.console.aws.amazon.com",
    ]
    .into_iter()
    .enumerate()
    {
        let options = start_key(&mut alice, &format!("key-{number}")).await;
        let (answer, _) = security_key::register(site, &options, &[], false).unwrap();
        assert_eq!(finish_key(&mut alice, &answer).await.status, 200, "{site}");
    }
    // A site under the relying party's name that is not one of the pages.
    for site in ["https://aws.amazon.com", "https://evil.aws.amazon.com"] {
        let options = start_key(&mut alice, "key").await;
        let (answer, _) = security_key::register(site, &options, &[], false).unwrap();
        must_refuse_key(&finish_key(&mut alice, &answer).await, "a site that is not ours");
    }
    assert_eq!(listed(&mut alice).await.len(), 4);
}

#[tokio::test]
async fn a_ceremony_is_answered_once_in_five_minutes_in_its_browser() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut elsewhere = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut key = Key::default();

    // No ceremony at all; one that is too old; the last moment is in time.
    let options = start_key(&mut alice, "key").await;
    let answer = key.register(&options);
    must_refuse_key(&finish_key(&mut elsewhere, &answer).await, NO_CEREMONY);
    machine.pass(300);
    must_refuse_key(&finish_key(&mut alice, &answer).await, NO_CEREMONY);
    let options = start_key(&mut alice, "key").await;
    let answer = key.register(&options);
    machine.pass(299);
    // Another browser with a ceremony of its own, or a newer one of the same: another challenge.
    start_key(&mut elsewhere, "key").await;
    must_refuse_key(&finish_key(&mut elsewhere, &answer).await, "belongs to another attempt");
    assert_eq!(finish_key(&mut alice, &answer).await.status, 200);
    must_refuse_key(&finish_key(&mut alice, &answer).await, NO_CEREMONY);
    let old = start_key(&mut alice, "second").await;
    start_key(&mut alice, "second").await;
    let answer = Key::default().register(&old);
    must_refuse_key(&finish_key(&mut alice, &answer).await, "belongs to another attempt");
    assert_eq!(listed(&mut alice).await.len(), 1);

    // The same at the challenge.
    let (mut first, _, password) = challenged(&machine, MANAGEMENT, "alice").await;
    let mut second = first.another();
    second.iam(MANAGEMENT, "alice", &password).await.must_step("mfa");
    let answer = {
        let options = ask_key(&mut first).await;
        key.held.retain(|held| allowed(&options, held.credential_id()));
        key.answer(&options)
    };
    must_refuse_key(&try_key(&mut second, &answer).await, NO_CEREMONY);
    ask_key(&mut second).await;
    must_refuse_key(&try_key(&mut second, &answer).await, "belongs to another attempt");
    machine.pass(300);
    must_refuse_key(&try_key(&mut first, &answer).await, NO_CEREMONY);
    let answer = key.answer(&ask_key(&mut first).await);
    try_key(&mut first, &answer).await.must_step("signed-in");
    // Played again by whoever recorded it.
    ask_key(&mut second).await;
    must_refuse_key(&try_key(&mut second, &answer).await, "belongs to another attempt");
}

/// Whether the options let a credential answer.
fn allowed(options: &Value, credential_id: &[u8]) -> bool {
    let shown = serde_json::to_string(options).unwrap();
    let material = json!(base64url(credential_id));
    shown.contains(material.as_str().unwrap())
}

fn base64url(bytes: &[u8]) -> String {
    let alphabet = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let mut text = String::new();
    for chunk in bytes.chunks(3) {
        let bits = chunk.iter().fold(0u32, |bits, byte| (bits << 8) | u32::from(*byte)) << (8 * (3 - chunk.len()));
        for place in 0..=chunk.len() {
            text.push(char::from(alphabet[(bits >> (18 - 6 * place)) as usize & 63]));
        }
    }
    text
}

async fn labs_root(machine: &Machine, browser: &mut Browser) {
    let world = machine.world().await;
    let password = password_of(&world, LABS_ROOT).await;
    browser.root(LABS_ROOT, &password).await.must_step("enrol-mfa");
}

#[tokio::test]
async fn a_ceremony_of_a_sign_in_is_none_of_a_session() {
    let machine = Machine::new();
    // One browser with a session of alice and a sign-in of root under way.
    let mut browser = signed_in(&machine, MANAGEMENT, "alice").await;
    labs_root(&machine, &mut browser).await;
    // The second time each place has a ceremony of its own: the answer is to another challenge.
    for (begun, ended, words) in [
        ("sign-in", "session", NO_CEREMONY),
        ("session", "sign-in", "belongs to another attempt"),
    ] {
        let start = browser
            .post(
                &format!("/api/mfa/{begun}/passkey/start"),
                json!({ "deviceName": "key" }),
            )
            .await;
        let credential = Key::default().register(&start.body["options"]);
        let form = json!({ "credential": credential });
        let path = format!("/api/mfa/{ended}/passkey/finish");
        must_refuse_key(&browser.post(&path, form).await, words);
    }
    assert!(listed(&mut browser).await.is_empty(), "alice has none");
    browser.get("/api/sign-in/attempt").await.must_step("enrol-mfa");
    let path = "/api/mfa/sign-in/passkey/start";
    let start = browser.post(path, json!({ "deviceName": "key" })).await;
    let form = json!({ "credential": Key::default().register(&start.body["options"]) });
    let enrolled = browser.post("/api/mfa/sign-in/passkey/finish", form).await;
    assert_eq!(enrolled.body["step"]["step"], "signed-in", "{enrolled:?}");
    let view = browser.get("/api/session").await;
    assert_eq!(view.body["identity"]["email"], LABS_ROOT);
    assert_eq!(view.body["sessionMfa"]["kind"], "passkey");
}

#[tokio::test]
async fn a_session_says_whether_the_key_knew_its_person() {
    let machine = Machine::new();
    for (user, verifies) in [("alice", false), ("erin", true)] {
        let mut person = signed_in(&machine, MANAGEMENT, user).await;
        let mut key = Key {
            verifies,
            ..Key::default()
        };
        let device = add_key(&mut person, &mut key, "key").await;
        let (mut browser, _, _) = challenged(&machine, MANAGEMENT, user).await;
        let answer = key.answer(&ask_key(&mut browser).await);
        try_key(&mut browser, &answer).await.must_step("signed-in");
        for path in ["/api/session", "/api/security-credentials"] {
            assert_eq!(
                browser.get(path).await.body["sessionMfa"],
                json!({
                    "serial": device["serial"], "kind": "passkey", "at": "2026-03-01T12:00:00Z",
                    "userVerified": verifies,
                }),
            );
        }
        // A key that verified its person at registration is held to it.
        if verifies {
            key.verifies = false;
            let (mut browser, _, _) = challenged(&machine, MANAGEMENT, user).await;
            let answer = key.answer(&ask_key(&mut browser).await);
            must_refuse_key(&try_key(&mut browser, &answer).await, "did not verify you");
        }
    }
}

#[tokio::test]
async fn what_a_key_does_wrong_is_said_clearly_and_the_sign_in_goes_on() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut key = Key::default();
    add_key(&mut alice, &mut key, "key").await;
    let mut erin = signed_in(&machine, MANAGEMENT, "erin").await;
    let mut foreign = Key::default();
    add_key(&mut erin, &mut foreign, "key").await;

    let (mut browser, _, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let faults = |cloned_counter, no_presence, other_origin| Faults {
        cloned_counter,
        no_presence,
        other_origin,
    };
    for (faults, words) in [
        (faults(true, false, false), "there may be a copy of it"),
        (faults(false, true, false), "nobody touched it"),
        (faults(false, false, true), "a site that is not ours"),
    ] {
        key.faults = faults;
        let answer = key.answer(&ask_key(&mut browser).await);
        must_refuse_key(&try_key(&mut browser, &answer).await, words);
    }
    key.faults = Faults::default();
    // Someone else's key, made to answer.
    let mut options = ask_key(&mut browser).await;
    options.as_object_mut().unwrap().remove("allowCredentials");
    must_refuse_key(
        &try_key(&mut browser, &foreign.answer(&options)).await,
        "not registered for you",
    );
    // A key has no clock that one could synchronize.
    let step = browser.get("/api/sign-in/attempt").await;
    step.must_step("mfa");
    assert_eq!(step.body["suggestResync"], false, "{step:?}");
    let answer = key.answer(&ask_key(&mut browser).await);
    try_key(&mut browser, &answer).await.must_step("signed-in");
}

#[tokio::test]
async fn an_answer_with_one_character_changed_is_refused() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let mut key = Key::default();
    add_key(&mut alice, &mut key, "key").await;
    let (mut browser, _, _) = challenged(&machine, MANAGEMENT, "alice").await;
    let alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    for field in ["clientDataJSON", "authenticatorData", "signature", "userHandle"] {
        for place in (0..).step_by(7) {
            let mut answer = key.answer(&ask_key(&mut browser).await);
            let Some(text) = answer["response"][field].as_str().map(str::to_owned) else {
                break;
            };
            let Some(old) = text.chars().nth(place) else { break };
            // The highest bit of six, which counts in the last character too.
            let changed = alphabet
                .chars()
                .nth(alphabet.find(old).unwrap() ^ 32)
                .unwrap()
                .to_string();
            let mut text = text;
            text.replace_range(place..=place, &changed);
            answer["response"][field] = json!(text);
            let refused = try_key(&mut browser, &answer).await;
            assert!(refused.is(422, "MFA_REFUSED"), "{field} at {place}: {refused:?}");
        }
    }
    for nonsense in [json!(null), json!({}), json!([]), json!("x"), json!({ "response": {} })] {
        ask_key(&mut browser).await;
        try_key(&mut browser, &nonsense).await.must_refuse(422, "MFA_REFUSED");
    }
    let answer = key.answer(&ask_key(&mut browser).await);
    try_key(&mut browser, &answer).await.must_step("signed-in");
}

#[tokio::test]
async fn a_key_that_was_taken_away_lets_nobody_in() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, "alice").await;
    let (mut lost, mut kept) = (Key::default(), Key::default());
    let device = add_key(&mut alice, &mut lost, "lost").await;
    add_key(&mut alice, &mut kept, "kept").await;
    let (mut browser, step, _) = challenged(&machine, MANAGEMENT, "alice").await;
    offered(&step, "passkey");
    let answer = lost.answer(&ask_key(&mut browser).await);
    let mut root = machine.root(MANAGEMENT_ROOT).await;
    let path = format!("/api/users/alice/mfa/{}", device["id"].as_str().unwrap());
    assert_eq!(root.delete(&path).await.status, 204);
    // What is taken away ends the sign-ins under way; in a new one the key is nobody's.
    try_key(&mut browser, &answer).await.must_refuse(409, "ATTEMPT_EXPIRED");
    let (mut browser, ..) = challenged(&machine, MANAGEMENT, "alice").await;
    let mut options = ask_key(&mut browser).await;
    options["allowCredentials"] = json!([]);
    let stale = lost.answer(&options);
    must_refuse_key(&try_key(&mut browser, &stale).await, "not registered for you");
    let answer = kept.answer(&ask_key(&mut browser).await);
    try_key(&mut browser, &answer).await.must_step("signed-in");
}
