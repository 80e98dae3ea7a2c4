//! Whatever happens to a refresh token: the latest one works while its portal session lives, and one that was used takes
//! everything back.

use crate::common::oauth::{Tool, at_the_portal};
use crate::common::{Browser, Machine, Signs as _};
use proptest::prelude::*;
use secrecy::SecretString;
use serde_json::Value;
use vestibule_service::identity_center::oauth::Tokens;
use vestibule_web::world::World;

#[derive(Debug, Clone, Copy)]
enum Step {
    /// Uses the latest refresh token.
    Refresh,
    /// Uses one that was replaced.
    Replay(usize),
    /// Gives a token back.
    Revoke,
    Pass(u64),
    SignOut,
    /// A second opening of the same folder.
    Restart,
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => Just(Step::Refresh),
        1 => (0usize..8).prop_map(Step::Replay),
        1 => Just(Step::Revoke),
        4 => prop_oneof![1u64..600, 3000u64..4000, 10_000u64..20_000].prop_map(Step::Pass),
        1 => Just(Step::SignOut),
        1 => Just(Step::Restart),
    ]
}

/// What must be so.
struct Model {
    now: u64,
    session_ends: u64,
    revoked: bool,
    access: Vec<(SecretString, u64)>,
    used: Vec<SecretString>,
    current: SecretString,
}

impl Model {
    fn session_lives(&self) -> bool {
        self.now < self.session_ends
    }

    fn take(&mut self, tokens: Tokens) {
        let until = self.now + u64::try_from(tokens.expires_in).unwrap();
        self.access.push((tokens.access_token, until));
        let replaced = std::mem::replace(&mut self.current, tokens.refresh_token.unwrap());
        self.used.push(replaced);
    }
}

const SESSION: u64 = 8 * 3600;

struct Real {
    machine: Machine,
    world: World,
    tool: Tool,
    mary: Browser,
}

async fn agree(steps: Vec<Step>) -> Result<(), TestCaseError> {
    let machine = Machine::new();
    let world = machine.world().await;
    let tool = Tool::cli(&world).await;
    let mut mary = at_the_portal(&world, "mary").await;
    let first = tool.tokens(&mut mary).await;
    let mut model = Model {
        now: 0,
        session_ends: SESSION,
        revoked: false,
        access: vec![(first.access_token, 3600)],
        used: Vec::new(),
        current: first.refresh_token.unwrap(),
    };
    let mut real = Real {
        machine,
        world,
        tool,
        mary,
    };
    for step in steps {
        act(&mut real, &mut model, step).await?;
        let holds = model.session_lives() && !model.revoked;
        for (token, until) in &model.access {
            let tokens = Tokens {
                access_token: token.clone(),
                expires_in: 0,
                refresh_token: None,
            };
            prop_assert_eq!(
                real.tool.lives(&tokens).await,
                holds && model.now < *until,
                "{:?}",
                step
            );
        }
    }
    Ok(())
}

async fn act(real: &mut Real, model: &mut Model, step: Step) -> Result<(), TestCaseError> {
    match step {
        Step::Refresh => {
            let expected = model.session_lives() && !model.revoked;
            let answer = real.tool.refresh(&model.current).await;
            prop_assert_eq!(answer.is_ok(), expected);
            if let Ok(tokens) = answer {
                prop_assert_eq!(
                    tokens.expires_in,
                    i64::try_from((model.session_ends - model.now).min(3600)).unwrap()
                );
                model.take(tokens);
            }
        }
        Step::Replay(which) => {
            if let Some(token) = model.used.get(which % model.used.len().max(1)) {
                prop_assert!(real.tool.refresh(token).await.is_err());
                model.revoked = true;
            }
        }
        Step::Revoke => {
            prop_assert!(real.tool.revoke(&model.access[0].0).await.is_ok());
            model.revoked = true;
        }
        Step::Pass(seconds) => {
            real.machine.pass(seconds);
            model.now += seconds;
        }
        Step::SignOut => {
            real.mary.post("/api/portal/sign-out", Value::Null).await;
            model.session_ends = model.session_ends.min(model.now);
        }
        Step::Restart => {
            real.world.close().await;
            real.world = real.machine.world().await;
            real.tool.service = std::sync::Arc::clone(&real.world.service);
            let jar = std::mem::take(&mut real.mary.jar);
            real.mary = Browser::of(&real.world);
            real.mary.jar = jar;
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 16, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn one_refresh_token_lives_at_a_time(steps in prop::collection::vec(step(), 1..24)) {
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
        runtime.block_on(agree(steps))?;
    }
}
