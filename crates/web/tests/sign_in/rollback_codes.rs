//! A code that was used stays used when the store goes back to before.

use crate::common::devices::{App, add_app, challenged, offered, signed_in, step_now, try_code};
use crate::common::story::with_store_of;
use crate::common::{Answer, MANAGEMENT, Machine, Person, Signs as _};
use serde_json::json;

const WINDOW: u64 = 180;
const HALF_A_DAY: u64 = 12 * 3_600;
const ALICE: &str = "alice";

/// A folder before and after alice used a code, the machine's time gone on.
struct Used {
    then: Machine,
    now: Machine,
    app: App,
    step: i64,
}

/// With the clock moved forward before or after she did.
async fn used(forward_before: bool, forward_after: bool) -> Used {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, ALICE).await;
    let app = add_app(&machine, &mut alice, "phone").await;
    let then = machine.copy();
    let mut person = machine.person().await;
    let mut step = step_now(&machine);
    if forward_before {
        person.advance(HALF_A_DAY).await;
        step += i64::try_from(HALF_A_DAY).unwrap() / 30;
    }
    sign_in(&machine, &app, step).await.must_step("signed-in");
    sign_in(&machine, &app, step).await.must_refuse(422, "MFA_CODE_USED");
    if forward_after {
        person.advance(HALF_A_DAY).await;
    }
    Used {
        then,
        now: machine.copy(),
        app,
        step,
    }
}

/// The password, and the code of this step.
async fn sign_in(machine: &Machine, app: &App, step: i64) -> Answer {
    let (mut browser, challenge, _) = challenged(machine, MANAGEMENT, ALICE).await;
    try_code(&mut browser, &offered(&challenge, "virtual"), &app.code(step)).await
}

impl Used {
    async fn rolled_back(&self) -> (Machine, Person) {
        let back = with_store_of(&self.now, &self.then);
        // As late as the machine was when the code was used.
        back.pass(30);
        let mut person = back.person().await;
        person.get("/world").await.must_refuse(503, "STORE_ROLLED_BACK");
        (back, person)
    }
}

#[tokio::test]
async fn an_older_copy_would_take_the_code_again() {
    let used = used(false, false).await;
    used.then.pass(30);
    sign_in(&used.then, &used.app, used.step).await.must_step("signed-in");
}

#[tokio::test]
async fn who_does_not_wait_gives_up_every_code_of_the_window_and_no_later_one() {
    let used = used(false, false).await;
    let (back, mut person) = used.rolled_back().await;
    assert_eq!(person.post("/world/accept-rollback", json!({})).await.status, 204);
    for step in [used.step - 1, used.step, used.step + 1] {
        sign_in(&back, &used.app, step).await.must_refuse(422, "MFA_CODE_USED");
    }
    back.pass(WINDOW);
    let last = step_now(&back);
    sign_in(&back, &used.app, last).await.must_refuse(422, "MFA_CODE_USED");
    back.pass(60);
    sign_in(&back, &used.app, last + 1).await.must_step("signed-in");
    sign_in(&back, &used.app, last + 1)
        .await
        .must_refuse(422, "MFA_CODE_USED");
    sign_in(&back, &used.app, last + 2).await.must_step("signed-in");
}

#[tokio::test]
async fn after_the_wait_the_next_code_is_good_and_the_old_one_is_not() {
    let used = used(false, false).await;
    let (back, mut person) = used.rolled_back().await;
    back.pass(WINDOW + 30);
    assert_eq!(person.post("/world/retry", json!({})).await.status, 204);
    let now = step_now(&back);
    sign_in(&back, &used.app, used.step)
        .await
        .must_refuse(422, "MFA_CODE_INVALID");
    sign_in(&back, &used.app, now).await.must_step("signed-in");
}

#[tokio::test]
async fn moving_the_clock_brings_no_code_back() {
    // Used in real time, before the clock was moved: it is moved back to there.
    let early = used(false, true).await;
    let (back, mut person) = early.rolled_back().await;
    assert_eq!(person.post("/world/accept-rollback", json!({})).await.status, 204);
    assert_eq!(person.post("/world/clock/real", json!({})).await.status, 200);
    sign_in(&back, &early.app, early.step)
        .await
        .must_refuse(422, "MFA_CODE_USED");

    // Used in simulated time: the clock is moved back and to there again.
    let late = used(true, false).await;
    let (back, mut person) = late.rolled_back().await;
    assert_eq!(person.post("/world/accept-rollback", json!({})).await.status, 204);
    sign_in(&back, &late.app, late.step)
        .await
        .must_refuse(422, "MFA_CODE_USED");
    assert_eq!(person.post("/world/clock/real", json!({})).await.status, 200);
    person.advance(HALF_A_DAY).await;
    sign_in(&back, &late.app, late.step)
        .await
        .must_refuse(422, "MFA_CODE_USED");
}

#[tokio::test]
async fn two_old_codes_do_not_turn_a_device_back_to_them() {
    let machine = Machine::new();
    let mut alice = signed_in(&machine, MANAGEMENT, ALICE).await;
    let app = add_app(&machine, &mut alice, "phone").await;
    let then = machine.copy();
    let step = step_now(&machine);
    for later in 0..3 {
        sign_in(&machine, &app, step + later).await.must_step("signed-in");
        machine.pass(30);
    }
    let pair = [step, step + 1].map(|step| app.code(step));
    let turned = |back: Machine| {
        let pair = pair.clone();
        async move {
            let (mut browser, challenge, _) = challenged(&back, MANAGEMENT, ALICE).await;
            let device = offered(&challenge, "virtual");
            let form = json!({ "deviceId": device, "code1": pair[0], "code2": pair[1] });
            browser.post("/api/sign-in/mfa/resync", form).await
        }
    };
    // This is what the older copy would have allowed: then the third code would have been good once more.
    let older = then.copy();
    older.pass(1_200);
    turned(older).await.must_step("mfa");

    let back = with_store_of(&machine.copy(), &then);
    back.pass(1_200);
    let mut person = back.person().await;
    assert_eq!(person.post("/world/accept-rollback", json!({})).await.status, 204);
    turned(back).await.must_refuse(422, "MFA_CODE_USED");
}
