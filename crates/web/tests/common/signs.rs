//! What a person does, and what is answered.

use serde_json::{Value, json};

/// An answer, whole.
#[derive(Debug, Clone, PartialEq)]
pub struct Answer {
    pub status: u16,
    pub body: Value,
    pub set_cookies: Vec<String>,
}

impl Answer {
    pub fn new(status: u16, text: &str, set_cookies: Vec<String>) -> Self {
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
