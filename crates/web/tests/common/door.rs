//! What a person does at the access portal's door.

use serde_json::{Value, json};

use super::{Answer, MANAGEMENT_ROOT, Person, Signs, answer_to};

pub const MINUTES: u64 = 60;
pub const HOURS: u64 = 60 * MINUTES;

pub async fn name(person: &mut impl Signs, name: &str) -> Answer {
    let form = json!({ "userName": name, "remember": false });
    person.post("/api/portal/sign-in/user-name", form).await
}

pub async fn password(person: &mut impl Signs, password: &str) -> Answer {
    person
        .post("/api/portal/sign-in/password", json!({ "password": password }))
        .await
}

pub async fn sign_in(person: &mut impl Signs, who: &str, with: &str) -> Answer {
    name(person, who).await.must_step("password");
    password(person, with).await
}

pub async fn code(person: &mut impl Signs, code: &str) -> Answer {
    person
        .post("/api/portal/sign-in/mail-code", json!({ "code": code }))
        .await
}

pub async fn choose(person: &mut impl Signs, new: &str) -> Answer {
    let form = json!({ "newPassword": new, "confirmPassword": new });
    person.post("/api/portal/sign-in/new-password", form).await
}

pub async fn forgot(person: &mut impl Signs) -> Answer {
    person.post("/api/portal/sign-in/forgot-password", json!({})).await
}

pub async fn answer(person: &mut impl Signs, answer: &str) -> Answer {
    let form = json!({ "answer": answer });
    person.post("/api/portal/sign-in/security-check", form).await
}

pub async fn attempt(person: &mut impl Signs) -> Answer {
    person.get("/api/portal/attempt").await
}

pub async fn look(person: &mut impl Signs, token: &str) -> Answer {
    person.get(&format!("/api/portal/link?token={token}")).await
}

pub async fn use_link(person: &mut impl Signs, token: &str, new: &str) -> Answer {
    let form = json!({ "token": token, "newPassword": new, "confirmPassword": new });
    person.post("/api/portal/link", form).await
}

/// Who is signed in at the portal; `null` for nobody.
pub async fn inside(person: &mut impl Signs, portal: &str) -> Value {
    let page = person
        .get(&format!("/api/portal?address=https://{portal}.awsapps.com/start"))
        .await;
    assert_eq!(page.status, 200, "{page:?}");
    page.body["signedIn"].clone()
}

/// The portal that the password manager has for everyone.
pub async fn portal(person: &mut Person) -> String {
    person.account("mary").await
}

/// From the user name to the answer that a mail was sent, if anybody is to have it.
pub async fn ask(person: &mut impl Signs, who: &str) -> Answer {
    name(person, who).await.must_step("password");
    let check = forgot(person).await;
    check.must_step("security-check");
    let right = answer_to(&check.body["challenge"]).to_string();
    answer(person, &right).await
}

pub async fn mails(person: &mut Person) -> usize {
    person.get("/desk/mail").await.body["messages"]
        .as_array()
        .unwrap()
        .len()
}

/// The six digits of the newest mail.
pub async fn digits(person: &mut Person) -> String {
    let mail = person.newest_mail().await;
    code_in(mail.text("body")).to_owned()
}

/// The one code in a mail. Digits of a directory's id, which stands there too, are none.
pub fn code_in(body: &str) -> &str {
    let words = body.split(|character: char| !character.is_ascii_alphanumeric());
    let is_code = |word: &&str| word.len() == 6 && word.bytes().all(|byte| byte.is_ascii_digit());
    let found: Vec<&str> = words.filter(is_code).collect();
    assert_eq!(found.len(), 1, "{body}");
    found[0]
}

/// The token of the newest mail's link.
pub async fn token(person: &mut Person, page: &str) -> String {
    let mail = person.newest_mail().await;
    let address = mail.body["links"][0]["address"].as_str().unwrap();
    let (before, token) = address.split_once("?token=").unwrap();
    let portal = portal(person).await;
    assert_eq!(before, format!("https://{portal}.awsapps.com/start#/{page}"));
    assert!(!mail.text("body").contains(token));
    token.to_owned()
}

pub fn wrong(code: &str) -> &'static str {
    if code == "000000" { "111111" } else { "000000" }
}

/// The instance's records since `from`, oldest first: name, credential, outcome.
pub async fn records(person: &mut Person, skip: usize) -> Vec<String> {
    let root = person.password(MANAGEMENT_ROOT).await;
    person.sign_in_root(MANAGEMENT_ROOT, &root).await;
    let events = person.events().await;
    person.sign_out().await;
    let portal = events.iter().rev().filter(|event| {
        let source = event["record"]["eventSource"].as_str().unwrap();
        source.starts_with("sso") || event["record"]["eventType"] == "AwsServiceEvent"
    });
    portal
        .skip(skip)
        .map(|event| {
            let record = &event["record"];
            let name = record["eventName"].as_str().unwrap();
            let mut line = name.to_owned();
            if let Some(credential) = record["additionalEventData"]["CredentialType"].as_str() {
                line = format!("{line} {credential}");
            }
            if let Some(outcome) = record["serviceEventDetails"][name].as_str() {
                line = format!("{line} {outcome}");
            }
            line
        })
        .collect()
}

/// The root user of the management account, in a browser of its own. What it has mailed is there for a person whose window
/// is opened afterwards.
pub struct Administrator(super::Browser);

impl Administrator {
    pub async fn of(machine: &super::Machine) -> Self {
        Self(machine.root(MANAGEMENT_ROOT).await)
    }

    /// The id of a person.
    pub async fn id(&mut self, user_name: &str) -> String {
        let page = self.0.get("/api/identity-center/users").await;
        let users = page.body["users"].as_array().unwrap();
        let user = users.iter().find(|user| user["userName"] == user_name);
        user.unwrap_or_else(|| panic!("{user_name} in {users:?}"))["id"]
            .as_str()
            .unwrap()
            .to_owned()
    }

    /// Adds somebody; `password` is `invite`, `one-time` or `none`.
    pub async fn add(&mut self, user_name: &str, password: &str) -> Answer {
        let form = json!({
            "userName": user_name, "givenName": "Jane", "familyName": "Doe", "displayName": "Jane Doe",
            "email": format!("{user_name}@anycompany.example"), "password": password,
        });
        let added = self.0.post("/api/identity-center/users", form).await;
        assert_eq!(added.status, 200, "{added:?}");
        added
    }

    /// Something about a person that answers 204 or 200.
    pub async fn act(&mut self, method: &str, user_name: &str, what: &str, body: Value) -> Answer {
        let id = self.id(user_name).await;
        let done = self
            .0
            .send(method, &format!("/api/identity-center/users/{id}{what}"), &body)
            .await;
        assert!(done.status < 300, "{done:?}");
        done
    }

    pub async fn enable(&mut self, user_name: &str, enabled: bool) {
        self.act("PUT", user_name, "/enabled", json!({ "enabled": enabled }))
            .await;
    }

    /// A setting of the instance.
    pub async fn set(&mut self, what: &str, body: Value) {
        let done = self.0.put(&format!("/api/identity-center/{what}"), body).await;
        assert!(done.status < 300, "{done:?}");
    }
}
