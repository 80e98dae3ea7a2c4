//! Random steps against a small model: who is let in, who must wait, whose session lives.

use std::sync::OnceLock;

use crate::common::{Machine, Person, Signs as _};
use proptest::prelude::*;
use proptest::test_runner::TestCaseError;
use serde_json::json;

const SESSION_SECONDS: i64 = 12 * 3600;
const LIMIT: u32 = 100;

#[derive(Debug, Clone)]
enum Step {
    Right,
    Wrong,
    /// A wrong password for someone else.
    Elsewhere,
    /// Wrong passwords an hour apart.
    Hammer(u32),
    Pass(u32),
    /// The machine's clock is set back; simulated time goes on.
    SetBack(u32),
    SignOut,
    Restart,
    /// The other process on the same folder takes over (two writers).
    Switch,
    /// The person moves the simulated clock (one writer).
    Advance(u32),
    /// And back to real time (one writer).
    Real,
}

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let seconds = prop_oneof![0u32..70, 0u32..4_000, 40_000u32..50_000];
    prop::collection::vec(
        prop_oneof![
            5 => Just(Step::Right),
            9 => Just(Step::Wrong),
            1 => Just(Step::Elsewhere),
            1 => (10u32..60).prop_map(Step::Hammer),
            6 => seconds.clone().prop_map(Step::Pass),
            1 => (0u32..100_000).prop_map(Step::SetBack),
            2 => Just(Step::SignOut),
            2 => Just(Step::Restart),
            3 => Just(Step::Switch),
            2 => seconds.prop_map(Step::Advance),
            1 => Just(Step::Real),
        ],
        1..40,
    )
}

/// What an attempt must be answered.
#[derive(Debug, PartialEq)]
enum Expected {
    Judged,
    Wait(i64),
    Disabled,
}

/// Consecutive failures, the time of the last, and one session.
#[derive(Debug)]
struct Model {
    now: i64,
    wall: i64,
    failures: u32,
    last: i64,
    session: Option<i64>,
}

impl Model {
    fn expects(&self) -> Expected {
        let wait = match self.failures {
            0..=4 => 0,
            5..=11 => 30 << (self.failures - 5),
            _ => 3600,
        };
        match self.last + wait - self.now {
            _ if self.failures >= LIMIT => Expected::Disabled,
            left if left > 0 && wait > 0 => Expected::Wait(left),
            _ => Expected::Judged,
        }
    }

    fn failed(&mut self) {
        if self.expects() == Expected::Judged {
            self.failures += 1;
            self.last = self.now;
        }
    }

    fn passed(&mut self) {
        if self.expects() == Expected::Judged {
            self.failures = 0;
            self.session = Some(self.now);
        }
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
    }
}

struct Real {
    machine: Machine,
    people: Vec<Person>,
    turn: usize,
    account: String,
    password: String,
}

impl Real {
    async fn start(two_writers: bool) -> Self {
        let machine = template().copy();
        let mut people = vec![machine.person().await];
        if two_writers {
            people.push(machine.person().await);
        }
        let account = people[0].account("frank").await;
        let password = people[0].password("frank").await;
        Self {
            machine,
            people,
            turn: 0,
            account,
            password,
        }
    }

    fn person(&mut self) -> &mut Person {
        &mut self.people[self.turn]
    }

    async fn attempt(&mut self, right: bool, expected: Expected) -> Result<(), TestCaseError> {
        let password = if right {
            self.password.clone()
        } else {
            "wrong".to_owned()
        };
        let account = self.account.clone();
        let answer = self.person().iam(&account, "frank", &password).await;
        match expected {
            Expected::Judged if right => prop_assert!(answer.stepped_to("signed-in"), "{:?}", answer),
            Expected::Judged => prop_assert!(answer.is(401, "AUTHENTICATION_FAILED"), "{:?}", answer),
            Expected::Disabled => prop_assert!(answer.is(403, "CREDENTIAL_DISABLED"), "{:?}", answer),
            Expected::Wait(seconds) => {
                prop_assert!(answer.is(429, "TOO_MANY_ATTEMPTS"), "{:?}", answer);
                prop_assert_eq!(answer.body["retryAfterSeconds"].as_i64(), Some(seconds));
            }
        }
        Ok(())
    }

    async fn restart(&mut self) {
        // What was told is saved with any commit; a machine clock that was set back is then no matter.
        let saved = self
            .person()
            .put("/world/settings", json!({ "securityCheck": "after-failures" }))
            .await;
        assert_eq!(saved.status, 200, "{saved:?}");
        let turn = self.turn;
        drop(self.people.remove(turn));
        let again = self.machine.person().await;
        self.people.insert(turn, again);
    }
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
        session: None,
    };
    for step in steps {
        match step {
            Step::Right => {
                real.attempt(true, model.expects()).await?;
                model.passed();
            }
            Step::Wrong => {
                real.attempt(false, model.expects()).await?;
                model.failed();
            }
            Step::Elsewhere => {
                real.person().iam("nobody-at-all", "frank", "wrong").await;
            }
            Step::Hammer(times) => {
                for _ in 0..times {
                    real.machine.pass(3600);
                    model.pass(3600);
                    real.attempt(false, model.expects()).await?;
                    model.failed();
                }
            }
            Step::SignOut => {
                // A cookie that has expired is not sent, but it goes from the jar: no clock brings its session back.
                model.session = None;
                let answer = real.person().sign_out().await;
                prop_assert_eq!(answer.status, 200);
            }
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
