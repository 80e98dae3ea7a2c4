//! A machine with a clock moved by hand, a person at its window, and browsers with cookies in plain sight.
#![allow(
    dead_code,
    missing_docs,
    unreachable_pub,
    clippy::unwrap_used,
    clippy::expect_used,
    clippy::panic,
    clippy::indexing_slicing,
    clippy::missing_panics_doc,
    clippy::must_use_candidate,
    clippy::future_not_send,
    reason = "shared by tests, each of which uses some of it"
)]

pub mod aws;
#[cfg(unix)]
pub mod crash;
pub mod devices;
pub mod door;
pub mod oauth;
pub mod policies;
pub mod portal;
pub mod portal_factors;
pub mod story;

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::{Duration, SystemTime};

use axum::Router;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tempfile::TempDir;
use tower::ServiceExt as _;
use vestibule_credentials::password::HashCost;
use vestibule_identity::testing::{ManualClock, SeededEntropy};
use vestibule_service::StoreOptions;
use vestibule_web::desktop::{Desktop, DesktopRequest};
use vestibule_web::world::{World, WorldParts};

pub const SESSION: &str = "__Host-console-session";
pub const REMEMBERED: &str = "__Host-remembered-account";
pub const ATTEMPT: &str = "__Host-sign-in-attempt";

pub const MANAGEMENT: &str = "anycompany";
pub const MANAGEMENT_ROOT: &str = "root@anycompany.example";
pub const FINANCE_ROOT: &str = "finance-root@anycompany.example";
pub const SANDBOX: &str = "anycompany-sandbox";
pub const SANDBOX_ROOT: &str = "sandbox-root@anycompany.example";

pub const CHEAP: HashCost = HashCost {
    memory_kib: 64,
    iterations: 1,
    parallelism: 1,
};

static SEED: AtomicU64 = AtomicU64::new(1);

/// Some randomness that no other part of this test draws.
pub fn entropy() -> Arc<SeededEntropy> {
    let own = u64::from(std::process::id()) << 32;
    Arc::new(SeededEntropy::new(own + SEED.fetch_add(1, Ordering::Relaxed)))
}

/// A folder and a clock; whatever is started on it shares both.
pub struct Machine {
    temp: Option<TempDir>,
    pub folder: PathBuf,
    pub clock: Arc<ManualClock>,
    pub store: StoreOptions,
}

impl Machine {
    pub fn new() -> Self {
        let temp = tempfile::tempdir().unwrap();
        Self {
            folder: temp.path().to_owned(),
            temp: Some(temp),
            clock: Arc::new(ManualClock::at("2026-03-01T12:00:00Z")),
            store: StoreOptions::default(),
        }
    }

    /// On a folder that someone else looks after.
    pub fn on(folder: &Path) -> Self {
        Self {
            temp: None,
            folder: folder.to_owned(),
            clock: Arc::new(ManualClock::at("2026-03-01T12:00:00Z")),
            store: StoreOptions::default(),
        }
    }

    /// A machine whose folder is a copy of this one's. A store that was dropped closes in its own time and takes its log along: a
    /// copy counts when nothing moved while it was made.
    pub fn copy(&self) -> Self {
        loop {
            let before = self.files();
            let copy = Self::new();
            let whole = before.keys().all(
                |name| match std::fs::copy(self.folder.join(name), copy.folder.join(name)) {
                    Ok(_) => true,
                    Err(error) if error.kind() == std::io::ErrorKind::NotFound => false,
                    Err(error) => panic!("{}: {error}", name.display()),
                },
            );
            if whole && self.files() == before {
                return copy;
            }
        }
    }

    /// The files of the folder, by length and last change.
    fn files(&self) -> BTreeMap<OsString, (u64, SystemTime)> {
        let entries = std::fs::read_dir(&self.folder).unwrap().map(Result::unwrap);
        entries
            .filter_map(|entry| {
                let about = entry.metadata().ok()?;
                Some((entry.file_name(), (about.len(), about.modified().unwrap())))
            })
            .collect()
    }

    pub fn parts(&self) -> WorldParts {
        WorldParts {
            folder: self.folder.clone(),
            downloads: None,
            time: self.clock.clone(),
            entropy: entropy(),
            hash_cost: Some(CHEAP),
            store: self.store.clone(),
        }
    }

    pub async fn person(&self) -> Person {
        Person {
            desktop: Desktop::start(self.parts()).await,
        }
    }

    pub async fn world(&self) -> World {
        World::open(self.parts()).await.unwrap()
    }

    /// A browser of its own, with the service in another process as far as the store can tell.
    pub async fn browser(&self) -> Browser {
        Browser::of(&self.world().await)
    }

    /// A browser in which the root user of this e-mail address is signed in.
    pub async fn root(&self, email: &str) -> Browser {
        let world = self.world().await;
        let password = password_of(&world, email).await;
        let mut browser = Browser::of(&world);
        browser.sign_in_root(email, &password).await;
        browser
    }

    pub fn pass(&self, seconds: u64) {
        self.clock.pass(Duration::from_secs(seconds));
    }
}

impl Default for Machine {
    fn default() -> Self {
        Self::new()
    }
}

pub async fn password_of(world: &World, sign_in_name: &str) -> String {
    use secrecy::ExposeSecret as _;
    let entries = world.desk.passwords().await.unwrap();
    let entry = entries
        .iter()
        .find(|entry| entry.sign_in_name == sign_in_name)
        .unwrap_or_else(|| panic!("no entry for {sign_in_name}"));
    let password = world.desk.reveal_password(entry.id).await.unwrap().unwrap();
    password.expose_secret().to_owned()
}

/// An answer, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub set_cookies: Vec<String>,
}

impl Answer {
    fn new(status: u16, text: &str, set_cookies: Vec<String>) -> Self {
        Self {
            status,
            body: serde_json::from_str(text).unwrap_or(Value::Null),
            set_cookies,
        }
    }

    pub fn text(&self, field: &str) -> &str {
        self.body[field]
            .as_str()
            .unwrap_or_else(|| panic!("{field} in {self:?}"))
    }

    pub fn is(&self, status: u16, code: &str) -> bool {
        self.status == status && self.body["code"] == code
    }

    pub fn stepped_to(&self, step: &str) -> bool {
        self.status == 200 && self.body["step"] == step
    }

    #[track_caller]
    pub fn must_step(&self, step: &str) {
        assert!(self.stepped_to(step), "expected step {step}, got {self:?}");
    }

    #[track_caller]
    pub fn must_refuse(&self, status: u16, code: &str) {
        assert!(self.is(status, code), "expected {status} {code}, got {self:?}");
    }

    #[track_caller]
    pub fn must_blame(&self, field: &str) {
        self.must_refuse(422, "INVALID_INPUT");
        assert_eq!(self.body["field"], field, "{self:?}");
    }

    #[track_caller]
    pub fn must_wait(&self, seconds: u32) {
        self.must_refuse(429, "TOO_MANY_ATTEMPTS");
        assert_eq!(self.body["retryAfterSeconds"], seconds, "{self:?}");
    }
}

/// What a person does, whether through the window or a bare browser.
#[allow(async_fn_in_trait, reason = "tests await it where they stand")]
pub trait Signs {
    async fn send(&mut self, method: &str, path: &str, body: &Value) -> Answer;

    async fn get(&mut self, path: &str) -> Answer {
        self.send("GET", path, &Value::Null).await
    }

    async fn post(&mut self, path: &str, body: Value) -> Answer {
        self.send("POST", path, &body).await
    }

    async fn put(&mut self, path: &str, body: Value) -> Answer {
        self.send("PUT", path, &body).await
    }

    async fn delete(&mut self, path: &str) -> Answer {
        self.send("DELETE", path, &Value::Null).await
    }

    async fn iam(&mut self, account: &str, user: &str, password: &str) -> Answer {
        self.iam_form(account, user, password, false, None).await
    }

    async fn iam_remembered(&mut self, account: &str, user: &str, password: &str) -> Answer {
        self.iam_form(account, user, password, true, None).await
    }

    async fn iam_form(
        &mut self,
        account: &str,
        user: &str,
        password: &str,
        remember: bool,
        region: Option<&str>,
    ) -> Answer {
        let form = json!({
            "account": account, "userName": user, "password": password, "remember": remember, "region": region,
        });
        self.post("/api/sign-in/iam-user", form).await
    }

    async fn root_email(&mut self, email: &str) -> Answer {
        self.post("/api/sign-in/root/email", json!({ "email": email })).await
    }

    async fn root_password(&mut self, password: &str) -> Answer {
        self.post("/api/sign-in/root/password", json!({ "password": password }))
            .await
    }

    /// E-mail address, security check if one is asked for, password.
    async fn root(&mut self, email: &str, password: &str) -> Answer {
        let step = self.root_email(email).await;
        let step = self.pass_check(step).await;
        step.must_step("root-password");
        let answer = self.root_password(password).await;
        self.put_mfa_off(answer).await
    }

    /// "Remind me later"; any other step stays as it is.
    async fn put_mfa_off(&mut self, step: Answer) -> Answer {
        if !step.stepped_to("mfa-reminder") {
            return step;
        }
        self.post("/api/sign-in/mfa/skip", json!({})).await
    }

    async fn sign_in_root(&mut self, email: &str, password: &str) {
        self.root(email, password).await.must_step("signed-in");
    }

    async fn check(&mut self, answer: &str) -> Answer {
        self.post("/api/sign-in/security-check", json!({ "answer": answer }))
            .await
    }

    /// Answers the question of a security check; any other step stays as it is.
    async fn pass_check(&mut self, step: Answer) -> Answer {
        if !step.stepped_to("security-check") {
            return step;
        }
        let answer = answer_to(&step.body["challenge"]);
        self.check(&answer.to_string()).await
    }

    async fn new_password(&mut self, current: &str, new: &str) -> Answer {
        let form = json!({ "currentPassword": current, "newPassword": new, "confirmPassword": new });
        self.post("/api/sign-in/new-password", form).await
    }

    async fn change_password(&mut self, current: &str, new: &str) -> Answer {
        let form = json!({ "currentPassword": current, "newPassword": new, "confirmPassword": new });
        self.post("/api/security-credentials/password", form).await
    }

    async fn sign_out(&mut self) -> Answer {
        self.post("/api/sign-out", json!({})).await
    }

    async fn signed_in(&mut self) -> bool {
        let view = self.get("/api/session").await;
        assert_eq!(view.status, 200, "{view:?}");
        view.body["status"] == "signed-in"
    }

    /// The account's id, for someone who is signed in to it.
    async fn account_id(&mut self) -> String {
        let view = self.get("/api/session").await;
        view.body["identity"]["accountId"].as_str().unwrap().to_owned()
    }

    /// The account's newest events, newest first; for its root user.
    async fn events(&mut self) -> Vec<Value> {
        let page = self.get("/api/events?limit=200").await;
        assert_eq!(page.status, 200, "{page:?}");
        page.body["events"].as_array().unwrap().clone()
    }
}

/// The number that answers "What is three plus four?".
pub fn answer_to(challenge: &Value) -> usize {
    let words = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten",
    ];
    let question = challenge["question"].as_str().unwrap();
    question
        .trim_end_matches('?')
        .split_whitespace()
        .filter_map(|word| words.iter().position(|number| *number == word))
        .sum()
}

/// A person at the window.
pub struct Person {
    pub desktop: Desktop,
}

impl Signs for Person {
    async fn send(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        self.raw(
            method,
            path,
            if body.is_null() {
                String::new()
            } else {
                body.to_string()
            },
        )
        .await
    }
}

impl Person {
    /// A body as it is.
    pub async fn raw(&self, method: &str, path: &str, body: String) -> Answer {
        let request = DesktopRequest {
            method: method.to_owned(),
            path: path.to_owned(),
            headers: vec![("user-agent".to_owned(), "Vestibule test".to_owned())],
            body,
        };
        let answer = self.desktop.handle(request).await;
        let leaked = answer
            .headers
            .iter()
            .any(|(name, _)| name.eq_ignore_ascii_case("set-cookie"));
        assert!(!leaked, "a cookie reached the page: {:?}", answer.headers);
        Answer::new(answer.status, &answer.body, Vec::new())
    }

    /// What the password manager knows.
    pub async fn entry(&mut self, sign_in_name: &str) -> Value {
        let list = self.get("/desk/passwords").await;
        let entries = list.body["entries"].as_array().unwrap();
        let found = entries.iter().find(|entry| entry["signInName"] == sign_in_name);
        found.unwrap_or_else(|| panic!("{sign_in_name} in {entries:?}")).clone()
    }

    pub async fn password(&mut self, sign_in_name: &str) -> String {
        let id = self.entry(sign_in_name).await["id"].as_i64().unwrap();
        let revealed = self.post(&format!("/desk/passwords/{id}/reveal"), json!({})).await;
        revealed.text("password").to_owned()
    }

    /// Alias or id that the password manager has for this user.
    pub async fn account(&mut self, sign_in_name: &str) -> String {
        self.entry(sign_in_name).await["account"].as_str().unwrap().to_owned()
    }

    /// The newest mail with its links.
    pub async fn newest_mail(&mut self) -> Answer {
        let list = self.get("/desk/mail").await;
        let id = list.body["messages"][0]["id"].as_i64().expect("a message");
        self.get(&format!("/desk/mail/{id}")).await
    }

    pub async fn advance(&mut self, seconds: u64) {
        let moved = self.post("/world/clock", json!({ "advanceSeconds": seconds })).await;
        assert_eq!(moved.status, 200, "{moved:?}");
    }
}

/// A browser whose cookies lie open.
pub struct Browser {
    router: Router,
    pub jar: BTreeMap<String, String>,
    /// Which of several sessions requests are about, as the page's address says.
    pub about: Option<String>,
}

impl Browser {
    pub fn of(world: &World) -> Self {
        Self {
            router: world.served(),
            jar: BTreeMap::new(),
            about: None,
        }
    }

    /// Another browser of the same service.
    pub fn another(&self) -> Self {
        Self {
            router: self.router.clone(),
            jar: BTreeMap::new(),
            about: None,
        }
    }

    /// One request with this `Cookie` header; the jar is neither read nor changed.
    pub async fn replay(&self, method: &str, path: &str, cookies: &str, body: &Value) -> Answer {
        let mut request = Request::builder().method(method).uri(path);
        request = request.header("content-type", "application/json");
        if !cookies.is_empty() {
            request = request.header("cookie", cookies);
        }
        if let Some(label) = &self.about {
            request = request.header("x-console-session", label);
        }
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let request = request.body(Body::from(text)).unwrap();
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let set_cookies = response
            .headers()
            .get_all("set-cookie")
            .iter()
            .map(|value| value.to_str().unwrap().to_owned())
            .collect();
        let status = response.status().as_u16();
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Answer::new(status, std::str::from_utf8(&bytes).unwrap(), set_cookies)
    }

    /// Whether this `Cookie` header stands for a live session.
    pub async fn lives(&self, cookies: &str) -> bool {
        let view = self.replay("GET", "/api/session", cookies, &Value::Null).await;
        assert_eq!(view.status, 200, "{view:?}");
        view.body["status"] == "signed-in"
    }

    pub fn header(&self) -> String {
        let pairs: Vec<String> = self.jar.iter().map(|(name, value)| format!("{name}={value}")).collect();
        pairs.join("; ")
    }

    pub fn session_cookie(&self) -> String {
        format!("{SESSION}={}", self.jar[SESSION])
    }
}

impl Signs for Browser {
    async fn send(&mut self, method: &str, path: &str, body: &Value) -> Answer {
        let answer = self.replay(method, path, &self.header(), body).await;
        for text in &answer.set_cookies {
            let cookie = cookie::Cookie::parse(text.as_str()).unwrap();
            assert!(
                cookie.secure() == Some(true) && cookie.http_only() == Some(true),
                "{text}"
            );
            assert!(cookie.path() == Some("/") && cookie.domain().is_none(), "{text}");
            if cookie.max_age().is_some_and(cookie::time::SignedDuration::is_zero) {
                self.jar.remove(cookie.name());
            } else {
                self.jar.insert(cookie.name().to_owned(), cookie.value().to_owned());
            }
        }
        answer
    }
}
