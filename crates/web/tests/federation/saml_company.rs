//! A company in the hands of a test whose people enter the console by SAML, and the account that trusts it.
#![allow(unreachable_pub, reason = "shared by the tests of this room")]

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::clock::TimeSource as _;
use vestibule_saml::{AWS_ACS, AWS_ENTITY, Attribute, Draft, Fault, NameId, Signed, post, sign, sign_faulty};

use crate::common::{Answer, Browser, FINANCE_ROOT, MANAGEMENT_ROOT, Machine, Signs as _};
use crate::external_company::{ISSUER, key, metadata};

pub const PREFIX: &str = "https://aws.amazon.com/SAML/Attributes/";
pub const PERSISTENT: &str = "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent";
pub const PROVIDER: &str = "Corp";

/// What a response says; a test changes what it is about.
#[derive(Clone)]
pub struct Says {
    pub name: String,
    pub format: String,
    pub in_response_to: Option<String>,
    pub issuer: String,
    pub audience: String,
    pub destination: String,
    /// Whole names with their values.
    pub attributes: Vec<(String, Vec<String>)>,
    /// Seconds from now.
    pub issued: i64,
    pub lasts: i64,
    pub session: Option<i64>,
    pub signed: Signed,
    pub key: u8,
    pub assertion: String,
}

impl Says {
    /// Sets an attribute that AWS knows, or takes it away.
    pub fn set(&mut self, name: &str, values: &[&str]) {
        let name = format!("{PREFIX}{name}");
        self.attributes.retain(|(known, _)| *known != name);
        if !values.is_empty() {
            let values = values.iter().map(|&value| value.to_owned()).collect();
            self.attributes.push((name, values));
        }
    }

    /// The same with an attribute.
    pub fn with(mut self, name: &str, values: &[&str]) -> Self {
        self.set(name, values);
        self
    }
}

/// The management account with the provider `Corp` and its administrator.
pub struct Company {
    pub machine: Machine,
    pub root: Browser,
    pub account: String,
    next: u32,
}

pub fn provider_arn(account: &str) -> String {
    format!("arn:aws:iam::{account}:saml-provider/{PROVIDER}")
}

pub fn role_arn(account: &str, name: &str) -> String {
    format!("arn:aws:iam::{account}:role/{name}")
}

/// The wizard's trust policy.
pub fn trust(account: &str) -> Value {
    trust_with(
        account,
        &json!("sts:AssumeRoleWithSAML"),
        &json!({ "StringEquals": { "SAML:aud": AWS_ACS } }),
    )
}

pub fn trust_with(account: &str, actions: &Value, condition: &Value) -> Value {
    json!({ "Version": "2012-10-17", "Statement": [{
        "Effect": "Allow", "Principal": { "Federated": provider_arn(account) }, "Action": actions, "Condition": condition,
    }] })
}

pub async fn make_provider(root: &mut Browser, keys: &[u8]) -> Answer {
    let form = json!({ "kind": "saml", "name": PROVIDER, "metadata": metadata(keys) });
    root.post("/api/identity-providers", form).await
}

pub async fn make_role(root: &mut Browser, name: &str, seconds: u64, trust: &Value) {
    let form = json!({
        "roleName": name, "path": null, "description": "By SAML", "trustPolicy": trust.to_string(),
        "maxSessionSeconds": seconds, "policyArns": ["arn:aws:iam::aws:policy/ReadOnlyAccess"], "tags": [],
    });
    let made = root.post("/api/roles", form).await;
    assert_eq!(made.status, 200, "{made:?}");
}

/// A right response about carla, for the role `Reader` of the account; the number makes it another one.
pub fn right(account: &str, number: u32) -> Says {
    let says = Says {
        name: "carla-7f3a".to_owned(),
        format: PERSISTENT.to_owned(),
        in_response_to: None,
        issuer: ISSUER.to_owned(),
        audience: AWS_ENTITY.to_owned(),
        destination: AWS_ACS.to_owned(),
        attributes: Vec::new(),
        issued: 0,
        lasts: 300,
        session: None,
        signed: Signed::Assertion,
        key: 7,
        assertion: format!("_a{number}"),
    };
    let pair = format!("{},{}", role_arn(account, "Reader"), provider_arn(account));
    says.with("Role", &[&pair])
        .with("RoleSessionName", &["carla@anycompany.example"])
}

/// As the company would write and sign it at this second.
pub fn write(now: i64, says: &Says, fault: Option<Fault<'_>>) -> String {
    let at = |seconds: i64| Timestamp::from_second(now + seconds).unwrap();
    let attributes: Vec<Attribute> = says
        .attributes
        .iter()
        .map(|(name, values)| Attribute {
            name: name.clone(),
            values: values.clone(),
        })
        .collect();
    let subject = NameId {
        format: says.format.clone(),
        value: says.name.clone(),
        ..NameId::default()
    };
    let draft = Draft {
        response_id: &says.assertion.replace('a', "r"),
        assertion_id: &says.assertion,
        in_response_to: says.in_response_to.as_deref(),
        issuer: &says.issuer,
        destination: &says.destination,
        audience: &says.audience,
        subject: &subject,
        attributes: &attributes,
        issued_at: at(says.issued),
        not_before: at(says.issued),
        not_on_or_after: at(says.issued + says.lasts),
        authenticated_at: at(says.issued),
        session_index: "_s1",
        session_until: says.session.map(at),
        signed: says.signed,
    };
    match fault {
        Some(fault) => sign_faulty(&draft, &key(says.key), fault).unwrap(),
        None => sign(&draft, &key(says.key)).unwrap(),
    }
}

impl Company {
    /// The provider signs with key 7; the role `Reader` trusts it as the wizard does.
    pub async fn new() -> Self {
        let machine = Machine::new();
        let mut root = machine.root(MANAGEMENT_ROOT).await;
        let account = root.account_id().await;
        let made = make_provider(&mut root, &[7]).await;
        assert_eq!(made.status, 200, "{made:?}");
        make_role(&mut root, "Reader", 3600, &trust(&account)).await;
        Self {
            machine,
            root,
            account,
            next: 0,
        }
    }

    /// The Finance account, with the same provider and a role `Reader`; its root user.
    pub async fn with_finance(&self) -> (Browser, String) {
        let mut root = self.machine.root(FINANCE_ROOT).await;
        let account = root.account_id().await;
        assert_eq!(make_provider(&mut root, &[7]).await.status, 200);
        make_role(&mut root, "Reader", 3600, &trust(&account)).await;
        (root, account)
    }

    pub fn pair(&self, role: &str) -> String {
        format!("{},{}", role_arn(&self.account, role), provider_arn(&self.account))
    }

    /// A right response about carla, for the role `Reader`.
    pub fn says(&mut self) -> Says {
        self.next += 1;
        right(&self.account, self.next)
    }

    pub fn written(&self, says: &Says, fault: Option<Fault<'_>>) -> String {
        write(self.machine.clock.wall().as_second(), says, fault)
    }

    /// A new browser.
    pub fn browser(&self) -> Browser {
        self.root.another()
    }

    /// Posts a response to the sign-in endpoint, from a new browser.
    pub async fn enter(&self, says: &Says) -> (Browser, Answer) {
        let mut browser = self.browser();
        let answer = post_to(&mut browser, &self.written(says, None), None).await;
        (browser, answer)
    }

    /// The newest records of this name in the management account, newest first.
    pub async fn records(&mut self, name: &str) -> Vec<Value> {
        records(&mut self.root, name).await
    }
}

pub async fn records(root: &mut Browser, name: &str) -> Vec<Value> {
    let page = root.get(&format!("/api/events?name={name}&limit=50")).await;
    assert_eq!(page.status, 200, "{page:?}");
    let events = page.body["events"].as_array().unwrap().iter();
    events.map(|event| event["record"].clone()).collect()
}

/// Posts a response, perhaps with the role that was chosen.
pub async fn post_to(browser: &mut Browser, xml: &str, role: Option<&str>) -> Answer {
    let form = json!({ "samlResponse": post::encode(xml), "relayState": "", "roleIndex": role });
    browser.post("/api/saml", form).await
}

/// How the check of this name went.
#[track_caller]
pub fn check<'a>(answer: &'a Answer, name: &str) -> &'a Value {
    let checks = answer.body["report"]["checks"].as_array().unwrap();
    let found = checks.iter().find(|check| check["name"] == name);
    found.unwrap_or_else(|| panic!("{name} in {checks:?}"))
}
