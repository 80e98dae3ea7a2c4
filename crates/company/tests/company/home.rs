//! A company in a folder of its own, what it handed to its people, and a network that answers as told.

use std::collections::VecDeque;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use async_trait::async_trait;
use serde_json::Value;
use tempfile::TempDir;
use vestibule_company::demo::DemoAccounts;
use vestibule_company::parcels::Courier;
use vestibule_company::sign_in::CompanyStep;
use vestibule_company::{Answer, Caller, Company, CompanyError, CompanyParts, CookieChange};
use vestibule_credentials::password::HashCost;
use vestibule_credentials::seal::SealKey;
use vestibule_credentials::totp::{Seed, code_at, step_at};
use vestibule_identity::clock::Clock as _;
use vestibule_identity::network::{Network, Request, Response, Unreachable};
use vestibule_identity::testing::{ManualClock, SeededEntropy};

pub(crate) const MANAGEMENT: &str = "111122223333";
pub(crate) const FINANCE: &str = "444455556666";

/// Answers in order, and remembers what it was asked.
#[derive(Debug, Default)]
pub(crate) struct Told {
    pub(crate) asked: Mutex<Vec<Request>>,
    pub(crate) answers: Mutex<VecDeque<Response>>,
}

impl Told {
    pub(crate) fn answer(&self, status: u16, body: &str) {
        self.answers.lock().unwrap().push_back(Response {
            status,
            headers: Vec::new(),
            body: body.to_owned(),
        });
    }

    pub(crate) fn asked(&self) -> Vec<Request> {
        std::mem::take(&mut *self.asked.lock().unwrap())
    }
}

#[async_trait]
impl Network for Told {
    async fn send(&self, request: Request) -> Result<Response, Unreachable> {
        self.asked.lock().unwrap().push(request);
        self.answers.lock().unwrap().pop_front().ok_or(Unreachable)
    }
}

#[derive(Default)]
struct Bag(Mutex<Vec<Value>>);

#[async_trait]
impl Courier for Bag {
    async fn bring(&self, _: &str, _: i64, parcel: &str) -> bool {
        self.0.lock().unwrap().push(serde_json::from_str(parcel).unwrap());
        true
    }
}

pub(crate) struct Home {
    pub(crate) folder: TempDir,
    pub(crate) clock: Arc<ManualClock>,
    pub(crate) network: Arc<Told>,
    pub(crate) company: Company,
    bag: Bag,
}

async fn open(folder: &TempDir, clock: &Arc<ManualClock>, network: Arc<dyn Network>, seed: u64) -> Company {
    let parts = CompanyParts {
        key: SealKey::new([7; 32]),
        clock: clock.clone(),
        entropy: Arc::new(SeededEntropy::new(seed)),
        network,
        hash_cost: HashCost {
            memory_kib: 64,
            iterations: 1,
            parallelism: 1,
        },
    };
    Company::open(&folder.path().join("company.db"), parts).await.unwrap()
}

impl Home {
    pub(crate) async fn new() -> Self {
        let network = Arc::new(Told::default());
        Self::on_network(network.clone(), network).await
    }

    /// A company that reaches others by this network.
    pub(crate) async fn on_network(network: Arc<dyn Network>, told: Arc<Told>) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let clock = Arc::new(ManualClock::at("2026-03-01T12:00:00Z"));
        let company = open(&folder, &clock, network, 7).await;
        let home = Self {
            folder,
            clock,
            network: told,
            company,
            bag: Bag::default(),
        };
        home.company.settle_demo(&accounts("one")).await.unwrap();
        home
    }

    /// The company is closed and opened again.
    pub(crate) async fn restart(&mut self) {
        self.company.close().await;
        self.company = open(&self.folder, &self.clock, self.network.clone(), 8).await;
    }

    /// What was handed over, all of it so far.
    pub(crate) async fn parcels(&self) -> Vec<Value> {
        self.company.deliver(&self.bag).await.unwrap();
        self.bag.0.lock().unwrap().clone()
    }

    /// The latest password of somebody.
    pub(crate) async fn password(&self, user: &str) -> String {
        let parcels = self.parcels().await;
        let found = parcels.iter().rev().find(|parcel| parcel["signInName"] == user);
        found.unwrap()["password"].as_str().unwrap().to_owned()
    }

    /// The seed that somebody was handed.
    pub(crate) async fn seed(&self, user: &str) -> Seed {
        let parcels = self.parcels().await;
        let found = parcels.iter().rev().find_map(|parcel| {
            let uri = parcel["otpauth"].as_str()?;
            uri.contains(&format!("/{user}@")).then(|| uri.to_owned())
        });
        let uri = found.unwrap();
        Seed::from_base32(uri.split_once("secret=").unwrap().1).unwrap()
    }

    pub(crate) fn step(&self) -> i64 {
        step_at(self.clock.now())
    }

    pub(crate) fn pass(&self, seconds: u64) {
        self.clock.pass(Duration::from_secs(seconds));
    }

    /// A browser in which somebody is signed in with a code. A minute passes, so that the next code is another one.
    pub(crate) async fn signed_in(&self, user: &str) -> Caller {
        let mut browser = Caller::default();
        follow(
            &self.company.give_user_name(&browser, user).await.unwrap(),
            &mut browser,
        );
        let password = self.password(user).await.into();
        let step = self.company.give_password(&browser, password).await.unwrap();
        follow(&step, &mut browser);
        let done = if let CompanyStep::Enrol { secret, .. } = &step.body {
            let seed = Seed::from_base32(secret).unwrap();
            let [first, second] = [0, 1].map(|later| code_at(&seed, self.step() + later).into());
            self.company.enrol(&browser, first, second).await.unwrap()
        } else {
            let code = code_at(&self.seed(user).await, self.step()).into();
            self.company.give_code(&browser, code).await.unwrap()
        };
        follow(&done, &mut browser);
        assert!(matches!(done.body, CompanyStep::SignedIn { .. }), "{:?}", done.body);
        self.pass(60);
        browser
    }
}

pub(crate) fn accounts(world: &str) -> DemoAccounts {
    DemoAccounts {
        world: world.to_owned(),
        management: MANAGEMENT.to_owned(),
        finance: FINANCE.to_owned(),
    }
}

/// Keeps the cookies of an answer.
pub(crate) fn follow<T>(answer: &Answer<T>, browser: &mut Caller) {
    for cookie in &answer.cookies {
        match cookie {
            CookieChange::SetSession { token, .. } => browser.session = Some(token.clone()),
            CookieChange::SetAttempt { token, .. } => browser.attempt = Some(token.clone()),
            CookieChange::ClearSession => browser.session = None,
            CookieChange::ClearAttempt => browser.attempt = None,
        }
    }
}

#[track_caller]
pub(crate) fn refused<T: std::fmt::Debug>(result: Result<T, CompanyError>) -> CompanyError {
    result.expect_err("this must be refused")
}
