//! A company's identity provider in the hands of a test, and a portal that it signs people in to.
#![allow(unreachable_pub, reason = "shared by tests")]

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::clock::TimeSource as _;
use vestibule_saml::{Binding, Fault, IdpDocument, IdpMetadata, Signed, SigningKey, key, post};

use crate::common::{Answer, Browser, MANAGEMENT_ROOT, Machine, Signs as _};
pub use crate::saml_company::Says;
use crate::saml_company::write;

pub const ISSUER: &str = "https://idp.example/saml/metadata";
pub const SIGN_IN: &str = "https://idp.example/saml/sso";
pub const EMAIL: &str = "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress";
pub const MARY: &str = "mary@anycompany.example";

/// A key of the company's; the same number is the same key.
pub fn key(number: u8) -> SigningKey {
    let scalar = [number; 32];
    let at = |second| Timestamp::from_second(second).unwrap();
    let certificate = key::self_signed(
        &scalar,
        "CN=idp.example,O=AnyCompany",
        7,
        at(1_600_000_000),
        at(1_900_000_000),
    )
    .unwrap();
    SigningKey::p256(&scalar, certificate).unwrap()
}

pub fn pem(number: u8) -> String {
    key::pem(key(number).certificate())
}

pub fn metadata(numbers: &[u8]) -> String {
    let keys: Vec<SigningKey> = numbers.iter().map(|number| key(*number)).collect();
    let certificates: Vec<&[u8]> = keys.iter().map(SigningKey::certificate).collect();
    IdpMetadata::write(&IdpDocument {
        entity_id: ISSUER,
        certificates: &certificates,
        sign_on: &[(Binding::Post, SIGN_IN)],
        name_id_formats: &[EMAIL],
        valid_until: None,
    })
}

/// The portal and its administrator.
pub struct Company {
    pub machine: Machine,
    pub root: Browser,
    /// What the wizard shows.
    pub portal: Value,
    next: u32,
}

impl Company {
    /// The directory is still the source; mary, saanvi and a few more have user names that are addresses.
    pub async fn before() -> Self {
        let machine = Machine::new();
        let mut root = machine.root(MANAGEMENT_ROOT).await;
        for (name, enabled) in [(MARY, true), ("saanvi@anycompany.example", false)] {
            let form = json!({
                "userName": name, "givenName": "Jane", "familyName": "Doe", "displayName": "Jane Doe",
                "email": format!("of-{name}"), "password": "none",
            });
            let added = root.post("/api/identity-center/users", form).await;
            assert_eq!(added.status, 200, "{added:?}");
            if !enabled {
                let path = format!("/api/identity-center/users/{}/enabled", added.text("id"));
                root.put(&path, json!({ "enabled": false })).await;
            }
        }
        let portal = root.get("/api/identity-center/source").await;
        assert_eq!(portal.status, 200, "{portal:?}");
        Self {
            machine,
            root,
            portal: portal.body["serviceProvider"].clone(),
            next: 0,
        }
    }

    /// The company signs people in, with key 7.
    pub async fn connected() -> Self {
        let mut company = Self::before().await;
        let connected = company.connect(&[7]).await;
        assert_eq!(connected.status, 204, "{connected:?}");
        company
    }

    pub async fn connect(&mut self, keys: &[u8]) -> Answer {
        let form = json!({ "provider": { "by": "metadata", "metadata": metadata(keys) }, "confirm": "ACCEPT" });
        self.root.put("/api/identity-center/source/external", form).await
    }

    pub async fn disconnect(&mut self) -> Answer {
        let form = json!({ "confirm": "ACCEPT" });
        self.root.put("/api/identity-center/source/directory", form).await
    }

    pub fn portal(&self, field: &str) -> String {
        self.portal[field].as_str().unwrap().to_owned()
    }

    /// The first name of the portal's host.
    pub fn portal_name(&self) -> String {
        let address = self.portal("signInUrl");
        address
            .strip_prefix("https://")
            .unwrap()
            .split('.')
            .next()
            .unwrap()
            .to_owned()
    }

    /// A right response about mary, which answers nothing.
    pub fn says(&mut self) -> Says {
        self.next += 1;
        Says {
            name: MARY.to_owned(),
            format: EMAIL.to_owned(),
            in_response_to: None,
            issuer: ISSUER.to_owned(),
            audience: self.portal("issuer"),
            destination: self.portal("acsUrl"),
            attributes: Vec::new(),
            issued: 0,
            lasts: 300,
            session: None,
            signed: Signed::Assertion,
            key: 7,
            assertion: format!("_a{}", self.next),
        }
    }

    fn now(&self) -> i64 {
        self.machine.clock.wall().as_second()
    }

    pub fn signed(&self, says: &Says) -> String {
        write(self.now(), says, None)
    }

    pub fn faulty(&self, says: &Says, fault: Fault<'_>) -> String {
        write(self.now(), says, Some(fault))
    }

    /// A new browser at the portal.
    pub fn browser(&self) -> Browser {
        self.root.another()
    }

    /// Who is signed in at the portal in this browser.
    pub async fn inside(&self, browser: &mut Browser) -> Value {
        let page = browser
            .get(&format!(
                "/api/portal?address=https://{}.awsapps.com/start",
                self.portal_name()
            ))
            .await;
        assert_eq!(page.status, 200, "{page:?}");
        page.body["signedIn"].clone()
    }

    /// The newest record of this name, in the management account.
    pub async fn record(&mut self, name: &str) -> Value {
        let page = self.root.get(&format!("/api/events?name={name}&limit=1")).await;
        assert_eq!(page.status, 200, "{page:?}");
        page.body["events"][0]["record"].clone()
    }

    /// Posts a response where the portal takes it.
    pub async fn post(&self, browser: &mut Browser, xml: &str, relay_state: &str) -> Answer {
        self.post_to(browser, xml, relay_state, &self.portal("acsUrl")).await
    }

    pub async fn post_to(&self, browser: &mut Browser, xml: &str, relay_state: &str, address: &str) -> Answer {
        let form = json!({ "samlResponse": post::encode(xml), "relayState": relay_state, "address": address });
        browser.post("/api/portal/saml", form).await
    }

    /// Signs mary in by the company, from its side.
    pub async fn enter(&mut self, browser: &mut Browser) {
        let says = self.says();
        let landed = self.post(browser, &self.signed(&says), "").await;
        assert_eq!(landed.status, 200, "{landed:?}");
    }
}

/// Begins at the portal: the answer, and the request's id.
pub async fn begin(browser: &mut Browser, destination: &str) -> (Answer, String) {
    let form = json!({ "destination": destination });
    let asked = browser.post("/api/portal/sign-in/external", form).await;
    assert_eq!(asked.status, 200, "{asked:?}");
    let xml = post::decode(asked.text("samlRequest")).unwrap();
    let request = vestibule_saml::AuthnRequest::parse(&xml).unwrap();
    (asked, request.id)
}
