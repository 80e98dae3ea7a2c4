use secrecy::ExposeSecret as _;
use serde_json::json;

use super::{Home, must_blame};
use crate::Desk;
use crate::phone::{CallState, NUMBER, typed_digits};

async fn ring(desk: &Desk, home: &Home, number: i64) -> i64 {
    let parcel = json!({
        "kind": "phone-call", "call": format!("planted-call-{number}"), "from": "Amazon Web Services", "to": NUMBER,
        "sentAt": home.now(),
    });
    desk.receive(number, &parcel.to_string()).await.unwrap();
    desk.calls().await.unwrap()[0].id
}

async fn states(desk: &Desk) -> Vec<CallState> {
    let calls = desk.calls().await.unwrap();
    calls.iter().map(|call| call.state).collect()
}

async fn token(desk: &Desk, id: i64) -> Option<String> {
    let token = desk.call_token(id).await.unwrap()?;
    Some(token.expose_secret().to_owned())
}

#[tokio::test]
async fn a_call_rings_and_takes_digits_once() {
    let home = Home::new();
    let desk = home.desk().await;
    for (number, accepted, state) in [(1, false, CallState::Refused), (2, true, CallState::Accepted)] {
        let id = ring(&desk, &home, number).await;
        let call = desk.calls().await.unwrap()[0].clone();
        assert_eq!((call.from.as_str(), call.to.as_str()), ("Amazon Web Services", NUMBER));
        assert_eq!((call.started_at, call.state), (home.now(), CallState::Ringing));
        assert!(call.words.contains("6 digits"), "{call:?}");

        assert_eq!(token(&desk, id).await, Some(format!("planted-call-{number}")));
        let answered = desk.note_digits(id, accepted).await.unwrap().unwrap();
        assert_eq!(answered.state, state);
        assert_ne!(answered.words, call.words);
        must_blame(desk.call_token(id).await, "digits");
        for again in [false, true] {
            assert_eq!(desk.note_digits(id, again).await.unwrap(), None);
        }
    }
    home.pass(3600);
    desk.close().await;
    let kept = states(&home.desk().await).await;
    assert_eq!(kept, [CallState::Accepted, CallState::Refused]);
}

#[tokio::test]
async fn hanging_up_ends_a_call_and_then_takes_it_off_the_list() {
    let home = Home::new();
    let desk = home.desk().await;
    let id = ring(&desk, &home, 1).await;
    desk.hang_up(id).await.unwrap();
    assert_eq!(states(&desk).await, [CallState::Ended]);
    must_blame(desk.call_token(id).await, "digits");
    desk.hang_up(id).await.unwrap();
    assert_eq!(states(&desk).await, []);
    assert_eq!(token(&desk, id).await, None);
    desk.hang_up(id).await.unwrap();

    let id = ring(&desk, &home, 2).await;
    desk.note_digits(id, true).await.unwrap();
    desk.hang_up(id).await.unwrap();
    assert_eq!(states(&desk).await, [CallState::Ended]);
}

#[tokio::test]
async fn the_line_is_held_for_five_minutes_of_the_simulated_clock() {
    let home = Home::new();
    let desk = home.desk().await;
    let id = ring(&desk, &home, 1).await;
    home.pass(300);
    assert_eq!(states(&desk).await, [CallState::Ringing]);
    home.pass(1);
    assert_eq!(states(&desk).await, [CallState::Ended]);
    must_blame(desk.call_token(id).await, "digits");
    desk.hang_up(id).await.unwrap();
    assert_eq!(states(&desk).await, []);
    // Back to real time: a call from next month does not ring until then.
    let id = ring(&desk, &home, 2).await;
    home.clock.jump_wall(-30 * 86400);
    must_blame(desk.call_token(id).await, "digits");
}

#[tokio::test]
async fn one_line_one_call() {
    let home = Home::new();
    let desk = home.desk().await;
    let first = ring(&desk, &home, 1).await;
    let second = ring(&desk, &home, 2).await;
    assert_eq!(states(&desk).await, [CallState::Ringing, CallState::Ended]);
    must_blame(desk.call_token(first).await, "digits");
    assert_eq!(token(&desk, second).await.as_deref(), Some("planted-call-2"));
}

#[tokio::test]
async fn the_token_of_a_call_is_sealed_and_never_shown() {
    let home = Home::new();
    let desk = home.desk().await;
    ring(&desk, &home, 1).await;
    home.wrote("Amazon Web Services");
    home.never_wrote(b"planted-call");
    let shown = serde_json::to_string(&desk.calls().await.unwrap()).unwrap();
    assert!(!shown.contains("planted-call"), "{shown}");
}

#[test]
fn digits_are_six() {
    for (typed, digits) in [("123456", "123456"), (" 123 456\n", "123456"), ("000000", "000000")] {
        assert_eq!(typed_digits(typed).unwrap(), digits);
    }
    for typed in [
        "",
        "12345",
        "1234567",
        "12345a",
        "１２３４５６",
        "123-456",
        "+12345",
        "12345\0",
    ] {
        must_blame(typed_digits(typed), "digits");
    }
}
