//! The second factor: whole requests against the bare work inside them. `npm run bench` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::similar_names,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::too_many_lines,
    reason = "a measuring program"
)]

use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use serde_json::{Value, json};
use vestibule_credentials::password::HashCost;
use vestibule_credentials::security_key::{self, Faults, KeyMaterial};
use vestibule_credentials::totp::{Seed, code_at, step_at};
use vestibule_credentials::webauthn::RelyingParty;
use vestibule_identity::testing::ManualClock;
use vestibule_service::{CommitPoint, StoreOptions};
use vestibule_web::desktop::{Desktop, DesktopRequest};
use vestibule_web::system::SystemEntropy;
use vestibule_web::world::WorldParts;

const ROUNDS: usize = 101;
const SITE: &str = "https://signin.aws.amazon.com";

/// A hash that costs next to nothing: passwords are not what is measured.
const CHEAP: HashCost = HashCost {
    memory_kib: 64,
    iterations: 1,
    parallelism: 1,
};

/// How long the store's commits took since the last look: what the disk costs is not the service's work.
#[derive(Default)]
struct Commits(Mutex<(Option<Instant>, Duration)>);

impl Commits {
    fn note(&self, point: CommitPoint) {
        let mut inner = self.0.lock().unwrap();
        match point {
            CommitPoint::Before => inner.0 = Some(Instant::now()),
            CommitPoint::After => {
                let took = inner.0.take().unwrap().elapsed();
                inner.1 += took;
            }
        }
    }

    fn taken(&self) -> Duration {
        std::mem::take(&mut self.0.lock().unwrap().1)
    }
}

struct Window(Desktop);

impl Window {
    async fn ask(&self, method: &str, path: &str, body: &Value) -> (Duration, Value) {
        let request =
            json!({ "method": method, "path": path, "headers": [["user-agent", "bench"]], "body": body.to_string() });
        let request: DesktopRequest = serde_json::from_value(request).unwrap();
        let start = Instant::now();
        let answer = self.0.handle(request).await;
        let took = start.elapsed();
        assert!(answer.status < 300, "{path}: {}", answer.body);
        (took, serde_json::from_str(&answer.body).unwrap_or_default())
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        self.ask("POST", path, &body).await.1
    }

    async fn password(&self) -> Value {
        let entries = self.ask("GET", "/desk/passwords", &json!({})).await.1;
        let entries = entries["entries"].as_array().unwrap();
        let alice = entries.iter().find(|entry| entry["signInName"] == "alice").unwrap();
        let reveal = format!("/desk/passwords/{}/reveal", alice["id"]);
        let password = self.post(&reveal, json!({})).await["password"].clone();
        json!({ "account": alice["account"], "userName": "alice", "password": password, "remember": false })
    }
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap()
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let clock = Arc::new(ManualClock::at("2026-03-01T12:00:00Z"));
    let commits = Arc::new(Commits::default());
    let noted = Arc::clone(&commits);
    let window = Window(
        Desktop::start(WorldParts {
            folder: folder.path().to_owned(),
            downloads: None,
            time: clock.clone(),
            entropy: Arc::new(SystemEntropy),
            hash_cost: Some(CHEAP),
            store: StoreOptions {
                commit_hook: Some(Arc::new(move |point| noted.note(point))),
                ..StoreOptions::default()
            },
        })
        .await,
    );
    let now = || {
        use vestibule_identity::clock::TimeSource;
        step_at(clock.wall())
    };
    let alice = window.password().await;
    window.post("/api/sign-in/iam-user", alice.clone()).await;
    let shown = window
        .post("/api/mfa/session/virtual", json!({ "deviceName": "phone" }))
        .await;
    let seed = Seed::from_base32(shown["secret"].as_str().unwrap()).unwrap();
    let (one, two) = (code_at(&seed, now() - 1), code_at(&seed, now()));
    let form = json!({ "deviceName": "phone", "code1": one, "code2": two });
    let enrolled = window.post("/api/mfa/session/virtual/enable", form).await;
    let device = enrolled["device"]["id"].clone();
    let start = window
        .post("/api/mfa/session/passkey/start", json!({ "deviceName": "key" }))
        .await;
    let (answer, material) = security_key::register(SITE, &start["options"], &[], false).unwrap();
    window
        .post("/api/mfa/session/passkey/finish", json!({ "credential": answer }))
        .await;
    let mut keys = vec![material];

    let (mut step, mut commit, mut beyond) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        clock.pass(Duration::from_secs(30));
        window.post("/api/sign-in/iam-user", alice.clone()).await;
        let form = json!({ "deviceId": device, "code": code_at(&seed, now()) });
        commits.taken();
        let (took, answer) = window.ask("POST", "/api/sign-in/mfa/code", &form).await;
        assert_eq!(answer["step"], "signed-in");
        let committing = commits.taken();
        step.push(took);
        commit.push(committing);
        beyond.push(took.saturating_sub(committing));
    }
    println!(
        "an MFA step with a code: {:.2?}, of which its one commit {:.2?}; beyond it {:.2?} (aim: under 1 ms)",
        median(step),
        median(commit),
        median(beyond)
    );

    // A sign-in with a key, start and finish, against the library's own work for both.
    let site = RelyingParty::new("aws.amazon.com", "Amazon Web Services (simulated)");
    let (stored, mut own) = registered(&site);
    let (mut ceremony, mut beyond, mut bare) = (Vec::new(), Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        window.post("/api/sign-in/iam-user", alice.clone()).await;
        commits.taken();
        let (began, start) = window.ask("POST", "/api/sign-in/mfa/passkey/start", &json!({})).await;
        let form = json!({ "credential": touched(&start["options"], &mut keys) });
        let (ended, answer) = window.ask("POST", "/api/sign-in/mfa/passkey/finish", &form).await;
        assert_eq!(answer["step"], "signed-in");
        ceremony.push(began + ended);
        beyond.push((began + ended).saturating_sub(commits.taken()));

        let start = Instant::now();
        let (options, state) = site.start_authentication(SITE, &stored).unwrap();
        let began = start.elapsed();
        let answer = touched(&options, &mut own);
        let start = Instant::now();
        site.finish_authentication(SITE, &state, answer, &stored).unwrap();
        bare.push(began + start.elapsed());
    }
    let (ceremony, beyond, bare) = (median(ceremony), median(beyond), median(bare));
    let ratio = |whole: Duration| whole.as_secs_f64() / bare.as_secs_f64();
    println!(
        "a sign-in ceremony with a key / bare verification: {ceremony:.2?} / {bare:.2?} = {:.3}; without its one commit {beyond:.2?} = {:.3}",
        ratio(ceremony),
        ratio(beyond)
    );

    // What the wizard asks before it can draw a QR code; each start replaces the device before.
    let (mut request, mut beyond) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        commits.taken();
        let form = json!({ "deviceName": "spare" });
        let (took, _) = window.ask("POST", "/api/mfa/session/virtual", &form).await;
        request.push(took);
        beyond.push(took.saturating_sub(commits.taken()));
    }
    println!(
        "the request behind a QR code: {:.2?}; beyond its one commit {:.2?}",
        median(request),
        median(beyond)
    );
}

fn touched(options: &Value, keys: &mut [KeyMaterial]) -> Value {
    security_key::authenticate(SITE, options, keys, false, Faults::default())
        .unwrap()
        .0
}

/// A key of the library alone.
fn registered(site: &RelyingParty) -> (Vec<String>, Vec<KeyMaterial>) {
    let (options, state) = site.start_registration(SITE, uuid::Uuid::nil(), "alice", &[]).unwrap();
    let (answer, material) = security_key::register(SITE, &options, &[], false).unwrap();
    let made = site.finish_registration(SITE, &state, answer).unwrap();
    (vec![made.key], vec![material])
}
