//! Ratios of whole sign-in requests to the bare work inside them. `npm run bench` runs it.
#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::similar_names,
    clippy::print_stdout,
    clippy::disallowed_methods,
    clippy::panic,
    clippy::cast_precision_loss,
    reason = "a measuring program"
)]

use std::sync::Arc;
use std::time::{Duration, Instant};

use secrecy::SecretString;
use serde_json::{Value, json};
use vestibule_credentials::password::{HashCost, PasswordHasher};
use vestibule_service::StoreOptions;
use vestibule_web::desktop::{Desktop, DesktopRequest, DesktopResponse};
use vestibule_web::system::{SystemEntropy, SystemTime};
use vestibule_web::world::WorldParts;

const ROUNDS: usize = 41;
const THROTTLED: u32 = 10_000;

async fn ask(desktop: &Desktop, method: &str, path: &str, body: Value) -> DesktopResponse {
    let request =
        json!({ "method": method, "path": path, "headers": [["user-agent", "bench"]], "body": body.to_string() });
    let request: DesktopRequest = serde_json::from_value(request).unwrap();
    desktop.handle(request).await
}

fn median(mut times: Vec<Duration>) -> Duration {
    times.sort();
    times.get(times.len() / 2).copied().unwrap()
}

#[tokio::main]
async fn main() {
    let folder = tempfile::tempdir().unwrap();
    let cost = HashCost::default();
    let desktop = Desktop::start(WorldParts {
        folder: folder.path().to_owned(),
        downloads: None,
        time: Arc::new(SystemTime::new()),
        entropy: Arc::new(SystemEntropy),
        hash_cost: Some(cost),
        store: StoreOptions::default(),
    })
    .await;
    let entries: Value = serde_json::from_str(&ask(&desktop, "GET", "/desk/passwords", json!({})).await.body).unwrap();
    let alice = entries["entries"]
        .as_array()
        .unwrap()
        .iter()
        .find(|entry| entry["signInName"] == "alice")
        .unwrap();
    let reveal = format!("/desk/passwords/{}/reveal", alice["id"]);
    let password: Value = serde_json::from_str(&ask(&desktop, "POST", &reveal, json!({})).await.body).unwrap();
    let password = password["password"].as_str().unwrap().to_owned();
    let form = |user: &str, password: &str| json!({ "account": alice["account"], "userName": user, "password": password, "remember": false });

    let hasher = PasswordHasher::new(cost, &[1; 32]).unwrap();
    let secret = SecretString::from(password.as_str());
    let phc = hasher.hash(&secret).unwrap();
    let (mut whole, mut bare) = (Vec::new(), Vec::new());
    for _ in 0..ROUNDS {
        let start = Instant::now();
        let answer = ask(&desktop, "POST", "/api/sign-in/iam-user", form("alice", &password)).await;
        whole.push(start.elapsed());
        assert_eq!(answer.status, 200, "{}", answer.body);
        let secret = secret.clone();
        let (hasher, phc) = (&hasher, &phc);
        let start = Instant::now();
        assert!(tokio::task::block_in_place(|| hasher.verify(&secret, phc)).unwrap());
        bare.push(start.elapsed());
    }
    let (whole, bare) = (median(whole), median(bare));
    let ratio = whole.as_secs_f64() / bare.as_secs_f64();
    println!("iam sign-in request / bare Argon2id verification: {whole:.2?} / {bare:.2?} = {ratio:.3}");

    // Ten failures on an account that exists; the rest is refused before any hash.
    while ask(&desktop, "POST", "/api/sign-in/iam-user", form("erin", "wrong"))
        .await
        .status
        != 429
    {}
    let start = Instant::now();
    for _ in 0..THROTTLED {
        let answer = ask(&desktop, "POST", "/api/sign-in/iam-user", form("erin", "wrong")).await;
        assert_eq!(answer.status, 429, "{}", answer.body);
    }
    let throttled = start.elapsed();
    let hashes = bare * THROTTLED;
    let share = 100.0 * throttled.as_secs_f64() / hashes.as_secs_f64();
    println!("{THROTTLED} throttled attempts / {THROTTLED} hashes: {throttled:.2?} / {hashes:.2?} = {share:.2} %");

    // The same work for someone who exists and someone who does not.
    let mut unknown = Vec::new();
    let mut known = Vec::new();
    for round in 0..ROUNDS {
        let start = Instant::now();
        ask(
            &desktop,
            "POST",
            "/api/sign-in/iam-user",
            form(&format!("nobody{round}"), "wrong"),
        )
        .await;
        unknown.push(start.elapsed());
        let user = ["carol", "bob", "dave"].get(round % 3).copied().unwrap();
        let start = Instant::now();
        let answer = ask(&desktop, "POST", "/api/sign-in/iam-user", form(user, "wrong")).await;
        if answer.status == 401 {
            known.push(start.elapsed());
        }
    }
    let (unknown, known) = (median(unknown), median(known));
    println!(
        "refused unknown user / refused known user: {unknown:.2?} / {known:.2?} = {:.3}",
        unknown.as_secs_f64() / known.as_secs_f64()
    );
}
