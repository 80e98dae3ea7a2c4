//! Random steps against a small model: which codes let in, which steps are spent, who must wait.

use std::collections::BTreeSet;
use std::sync::OnceLock;

use crate::common::devices::{App, create, enable, listed, offered, try_code};
use crate::common::{Answer, MANAGEMENT, MANAGEMENT_ROOT, Machine, Person, Signs as _};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::json;

const WINDOW: i64 = 1;
const WIDE: i64 = 120;
const LIMIT: u32 = 100;
const SESSION_SECONDS: i64 = 12 * 3600;
/// 2026-03-01T12:00:00Z.
const START: i64 = 1_772_366_400;

#[derive(Debug, Clone)]
enum Step {
    /// The password, and the code of so many steps beside that of now.
    Code(i64),
    Wrong,
    /// A code that let in before.
    Replay(prop::sample::Index),
    /// Two codes that end so many steps beside now; at sign-in or in a session if there is one.
    Resync(i64),
    /// The password, and nothing more.
    Abandon,
    Pass(u32),
    /// Wrong codes an hour apart; never so many that root's 35 days without a device pass.
    Hammer(u32),
    SetBack(u32),
    Restart,
    Switch,
    Advance(u32),
    Real,
    /// Taken away by root, and registered anew with codes that end so many steps beside now.
    Replace(i64),
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let seconds = prop_oneof![0u32..40, 25u32..100, 100u32..4_000, 40_000u32..50_000];
    let near = -3i64..=3;
    let far = prop_oneof![-3i64..=3, -125i64..=125];
    prop::collection::vec(
        prop_oneof![
            9 => near.prop_map(Step::Code),
            4 => Just(Step::Wrong),
            3 => any::<prop::sample::Index>().prop_map(Step::Replay),
            4 => far.clone().prop_map(Step::Resync),
            1 => Just(Step::Abandon),
            7 => seconds.prop_map(Step::Pass),
            1 => (5u32..20).prop_map(Step::Hammer),
            1 => (0u32..100_000).prop_map(Step::SetBack),
            2 => Just(Step::Restart),
            3 => Just(Step::Switch),
            3 => (0u32..2_000).prop_map(Step::Advance),
            3 => Just(Step::Real),
            1 => far.prop_map(Step::Replace),
        ],
        1..40,
    )
}

/// What a code must be answered.
#[derive(Debug, PartialEq, Clone, Copy)]
enum Expected {
    In,
    Invalid,
    Used,
    Wait(i64),
    Disabled,
}

#[derive(Debug)]
struct Model {
    now: i64,
    wall: i64,
    failures: u32,
    last: i64,
    /// Every step of this seed that was accepted, ever.
    accepted: BTreeSet<i64>,
    latest: i64,
    drift: i64,
    /// When the session began, and by which device.
    session: Option<i64>,
}

impl Model {
    fn step(&self) -> i64 {
        (START + self.now).div_euclid(30)
    }

    /// The throttle's word, if it has one.
    fn throttled(&self) -> Option<Expected> {
        let wait = match self.failures {
            0..=4 => 0,
            5..=11 => 30 << (self.failures - 5),
            _ => 3600,
        };
        match self.last + wait - self.now {
            _ if self.failures >= LIMIT => Some(Expected::Disabled),
            left if left > 0 && wait > 0 => Some(Expected::Wait(left)),
            _ => None,
        }
    }

    fn failed(&mut self) {
        if self.throttled().is_none() {
            self.failures += 1;
            self.last = self.now;
        }
    }

    fn cleared(&mut self) {
        self.failures = 0;
    }

    /// A code of this step at sign-in.
    fn judge(&mut self, step: Option<i64>) -> Expected {
        if let Some(throttled) = self.throttled() {
            return throttled;
        }
        let verdict = match step {
            Some(step) if (step - self.step() - self.drift).abs() <= WINDOW => {
                if step <= self.latest || self.accepted.contains(&step) {
                    Expected::Used
                } else {
                    Expected::In
                }
            }
            _ => Expected::Invalid,
        };
        match (verdict, step) {
            (Expected::In, Some(step)) => {
                assert!(self.accepted.insert(step), "no step is accepted twice");
                self.latest = step;
                self.drift = (step - self.step()).clamp(-WIDE, WIDE);
                self.cleared();
                self.session = Some(self.now);
            }
            _ => self.failed(),
        }
        verdict
    }

    /// Two codes, the second of this step; for a device that goes on.
    fn resync(&mut self, second: i64) -> Expected {
        if let Some(throttled) = self.throttled() {
            return throttled;
        }
        let first = second - 1;
        let verdict = if !self.wide(second) {
            Expected::Invalid
        } else if first <= self.latest || [first, second].iter().any(|step| self.accepted.contains(step)) {
            Expected::Used
        } else {
            Expected::In
        };
        if verdict == Expected::In {
            self.take(second);
            self.cleared();
        } else {
            self.failed();
        }
        verdict
    }

    fn wide(&self, second: i64) -> bool {
        (second - self.step()).abs() <= WIDE && (second - 1 - self.step()).abs() <= WIDE
    }

    fn take(&mut self, second: i64) {
        self.accepted.extend([second - 1, second]);
        self.latest = second;
        self.drift = second - self.step();
    }

    fn lives(&self) -> bool {
        self.session
            .is_some_and(|begun| begun <= self.now && self.now < begun + SESSION_SECONDS)
    }

    fn pass(&mut self, seconds: i64) {
        self.now += seconds;
        self.wall += seconds;
    }

    fn real(&mut self) {
        self.now = self.wall;
        self.last = self.last.min(self.now);
        self.session = self.session.filter(|begun| *begun <= self.now);
        self.latest = self.latest.min(self.step() + self.drift - WINDOW - 1);
    }
}

struct Real {
    machine: Machine,
    people: Vec<Person>,
    turn: usize,
    password: String,
    app: App,
}

impl Real {
    /// Alice with an app, registered with the codes of the step before and this one.
    async fn start(two_writers: bool) -> Self {
        let machine = template().copy();
        let mut people = vec![machine.person().await];
        if two_writers {
            people.push(machine.person().await);
        }
        let password = people[0].password("alice").await;
        let app = register(&mut people[0], &password, START.div_euclid(30)).await;
        Self {
            machine,
            people,
            turn: 0,
            password,
            app,
        }
    }

    fn person(&mut self) -> &mut Person {
        &mut self.people[self.turn]
    }

    /// To the challenge; whoever was signed in here still is.
    async fn challenge(&mut self) -> Result<(), TestCaseError> {
        let password = self.password.clone();
        let step = self.person().iam(MANAGEMENT, "alice", &password).await;
        prop_assert!(step.stepped_to("mfa"), "{:?}", step);
        prop_assert_eq!(offered(&step, "virtual"), self.app.id.clone());
        Ok(())
    }

    async fn code(&mut self, code: &str) -> Result<Answer, TestCaseError> {
        self.challenge().await?;
        let device = self.app.id.clone();
        Ok(try_code(self.person(), &device, code).await)
    }

    /// The step that the code of this one is taken for. Six digits are few: a step that may be used can have the same.
    fn taken_for(&self, step: i64, model: &Model) -> i64 {
        let (code, expected) = (self.app.code(step), model.step() + model.drift);
        let near = [expected, expected - WINDOW, expected + WINDOW];
        near.into_iter()
            .find(|near| self.app.code(*near) == code)
            .unwrap_or(step)
    }

    async fn restart(&mut self) {
        // What was told is saved with any commit; a machine clock that was set back is then no matter.
        crate::common::devices::delivered(self.person()).await;
        let turn = self.turn;
        drop(self.people.remove(turn));
        let again = self.machine.person().await;
        self.people.insert(turn, again);
    }
}

/// Registers alice's app with two codes, the second of this step, in the session that she must have.
async fn register(person: &mut Person, password: &str, second: i64) -> App {
    person.iam(MANAGEMENT, "alice", password).await.must_step("signed-in");
    let mut app = App::shown(&create(person, "phone").await);
    let enrolled = enable(person, app.form(second - 1)).await;
    assert_eq!(enrolled.status, 200, "{enrolled:?}");
    app.id = enrolled.body["device"]["id"].as_str().unwrap().into();
    person.sign_out().await;
    app
}

fn agrees(answer: &Answer, expected: Expected, done: &str) -> Result<(), TestCaseError> {
    match expected {
        Expected::In => prop_assert!(answer.stepped_to(done), "{:?}", answer),
        Expected::Invalid => prop_assert!(answer.is(422, "MFA_CODE_INVALID"), "{:?}", answer),
        Expected::Used => prop_assert!(answer.is(422, "MFA_CODE_USED"), "{:?}", answer),
        Expected::Disabled => prop_assert!(answer.is(403, "CREDENTIAL_DISABLED"), "{:?}", answer),
        Expected::Wait(seconds) => {
            prop_assert!(answer.is(429, "TOO_MANY_ATTEMPTS"), "{:?}", answer);
            prop_assert_eq!(answer.body["retryAfterSeconds"].as_i64(), Some(seconds));
        }
    }
    Ok(())
}

async fn wrong(real: &mut Real, model: &mut Model) -> Result<(), TestCaseError> {
    let code = real.app.wrong(model.step() + model.drift);
    let answer = real.code(&code).await?;
    agrees(&answer, model.judge(None), "signed-in")
}

async fn resync(real: &mut Real, model: &mut Model, second: i64) -> Result<(), TestCaseError> {
    let mut form = json!({ "code1": real.app.code(second - 1), "code2": real.app.code(second) });
    if model.lives() {
        let path = format!("/api/mfa/devices/{}/resync", real.app.id);
        let answer = real.person().post(&path, form).await;
        return match model.resync(second) {
            Expected::In => {
                prop_assert_eq!(answer.status, 204, "{:?}", answer);
                Ok(())
            }
            refused => agrees(&answer, refused, ""),
        };
    }
    real.challenge().await?;
    form["deviceId"] = json!(real.app.id);
    let answer = real.person().post("/api/sign-in/mfa/resync", form).await;
    agrees(&answer, model.resync(second), "mfa")
}

async fn replace(real: &mut Real, model: &mut Model, beside: i64) -> Result<(), TestCaseError> {
    let mut elsewhere = crate::common::Browser::of(&real.machine.world().await);
    let root = real.person().password(MANAGEMENT_ROOT).await;
    elsewhere.sign_in_root(MANAGEMENT_ROOT, &root).await;
    let path = format!("/api/users/alice/mfa/{}", real.app.id);
    prop_assert_eq!(elsewhere.delete(&path).await.status, 204);
    let lived = model.lives();
    prop_assert!(!real.person().signed_in().await, "{}", lived);
    *model = Model {
        failures: 0,
        accepted: BTreeSet::new(),
        session: None,
        ..*model
    };
    let second = model.step() + beside;
    let second = if model.wide(second) { second } else { model.step() };
    let password = real.password.clone();
    real.app = register(real.person(), &password, second).await;
    model.take(second);
    Ok(())
}

/// A world at rest, to copy.
fn template() -> &'static Machine {
    static TEMPLATE: OnceLock<Machine> = OnceLock::new();
    TEMPLATE.get_or_init(|| {
        std::thread::spawn(|| {
            let machine = Machine::new();
            runtime().block_on(async { machine.world().await.close().await });
            machine
        })
        .join()
        .unwrap()
    })
}

fn runtime() -> tokio::runtime::Runtime {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap()
}

async fn agree(steps: Vec<Step>, two_writers: bool) -> Result<(), TestCaseError> {
    let mut real = Real::start(two_writers).await;
    let mut model = Model {
        now: 0,
        wall: 0,
        failures: 0,
        last: 0,
        accepted: BTreeSet::new(),
        latest: 0,
        drift: 0,
        session: None,
    };
    model.take(model.step());
    for step in steps {
        match step {
            Step::Code(beside) => {
                let step = model.step() + beside;
                let meant = real.taken_for(step, &model);
                let answer = real.code(&real.app.code(step)).await?;
                agrees(&answer, model.judge(Some(meant)), "signed-in")?;
            }
            Step::Wrong => wrong(&mut real, &mut model).await?,
            Step::Replay(which) => {
                let used: Vec<i64> = model.accepted.iter().copied().collect();
                let step = *which.get(&used);
                let meant = real.taken_for(step, &model);
                let answer = real.code(&real.app.code(step)).await?;
                let expected = model.judge(Some(meant));
                prop_assert!(expected != Expected::In || meant != step);
                agrees(&answer, expected, "signed-in")?;
            }
            Step::Resync(beside) => {
                let second = model.step() + beside;
                resync(&mut real, &mut model, second).await?;
            }
            Step::Abandon => real.challenge().await?,
            Step::Hammer(times) => {
                for _ in 0..times {
                    real.machine.pass(3600);
                    model.pass(3600);
                    wrong(&mut real, &mut model).await?;
                }
            }
            Step::Replace(beside) => replace(&mut real, &mut model, beside).await?,
            Step::Restart => real.restart().await,
            Step::SetBack(seconds) => {
                real.machine.clock.jump_wall(-i64::from(seconds));
                model.wall -= i64::from(seconds);
            }
            Step::Switch => real.turn = (real.turn + 1) % real.people.len(),
            Step::Advance(seconds) if !two_writers => {
                real.person().advance(u64::from(seconds)).await;
                model.now += i64::from(seconds);
            }
            Step::Real if !two_writers => {
                let clock = real.person().post("/world/clock/real", json!({})).await;
                prop_assert_eq!(clock.status, 200);
                model.real();
            }
            Step::Pass(seconds) | Step::Advance(seconds) => {
                real.machine.pass(u64::from(seconds));
                model.pass(i64::from(seconds));
            }
            Step::Real => {}
        }
        let lives = real.person().signed_in().await;
        prop_assert_eq!(lives, model.lives(), "{:?}", &model);
        if lives {
            let view = real.person().get("/api/session").await;
            prop_assert_eq!(
                &view.body["sessionMfa"]["serial"],
                &json!(real.app.serial),
                "{:?}",
                view
            );
            prop_assert_eq!(listed(real.person()).await.len(), 1);
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_writer_and_a_person_who_moves_the_clock(steps in steps()) {
        runtime().block_on(agree(steps, false))?;
    }

    #[test]
    fn two_writers_on_one_folder(steps in steps()) {
        runtime().block_on(agree(steps, true))?;
    }
}
