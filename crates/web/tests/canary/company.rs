//! The company: signing in there, and everything that it vouches with.

use serde_json::{Value, json};
use vestibule_credentials::totp::{Seed, code_at};
use vestibule_saml::post;
use vestibule_web::desktop::{COMPANY_SITE, DesktopRequest};
use vestibule_web::world::World;

use crate::common::aws::{Draft, Keys, Tool};
use crate::common::devices::step_now;
use crate::common::{Answer, MANAGEMENT_ROOT, Machine, Person, Signs as _};
use crate::console::keep_cookies;
use crate::secrets::Secrets;

/// The pair of RFC 7636 appendix B.
const VERIFIER: &str = "dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk";
const CHALLENGE: &str = "E9Melhoa2OwvFrEMTJguCHaoeK1t8URWbuGJSstw-cM";
const CALLBACK: &str = "https://wiki.anycompany.example/callback";

/// What a response says.
pub(crate) fn xml(response: &str) -> String {
    String::from_utf8(post::decode(response).unwrap()).unwrap()
}

/// Somebody at the company's pages.
pub(crate) struct Visit<'a> {
    pub(crate) machine: &'a Machine,
    pub(crate) person: &'a mut Person,
    pub(crate) window: &'a World,
    pub(crate) secrets: &'a mut Secrets,
}

impl Visit<'_> {
    async fn keep_cookies(&mut self) {
        if let Some(header) = self.window.desk.cookie_header(COMPANY_SITE).await.unwrap() {
            self.secrets.cookies(&header);
        }
        keep_cookies(self.secrets, self.window).await;
    }

    async fn post(&mut self, path: &str, body: Value) -> Answer {
        let answer = self.person.post(&format!("/company/api/{path}"), body).await;
        self.keep_cookies().await;
        answer
    }

    async fn put(&mut self, path: &str, body: Value) -> Answer {
        self.person.put(&format!("/company/api/{path}"), body).await
    }

    /// Codes of the desk's app, this one and the next.
    async fn codes(&mut self, user: &str) -> [String; 2] {
        let screen = self.person.get("/desk/authenticator").await;
        let account = format!("{user}@sso.anycompany.example");
        let entries = screen.body["entries"].as_array().unwrap();
        let entry = entries
            .iter()
            .find(|entry| entry["account"] == account.as_str())
            .unwrap();
        ["code", "nextCode"].map(|name| {
            let digits = entry[name].as_str().unwrap().to_owned();
            self.secrets.digits("a code at the company", &digits);
            digits
        })
    }

    async fn up_to_the_code(&mut self, user: &str) -> Answer {
        let password = self.person.password(user).await;
        self.secrets.add("a password of the company", &password);
        self.post("sign-in/user-name", json!({ "userName": user }))
            .await
            .must_step("password");
        self.post("sign-in/password", json!({ "password": password })).await
    }

    /// Password and code of somebody who has an app.
    pub(crate) async fn sign_in(&mut self, user: &str) {
        self.up_to_the_code(user).await.must_step("code");
        let [code, _] = self.codes(user).await;
        self.post("sign-in/code", json!({ "code": code }))
            .await
            .must_step("signed-in");
    }

    pub(crate) async fn sign_out(&mut self) {
        assert_eq!(self.post("sign-out", json!({})).await.status, 204);
    }

    /// Wrong and right, and what is no form at all.
    pub(crate) async fn refusals(&mut self) {
        for typed in [
            "Wrong-At-The-Company-1",
            "Malformed-At-The-Company",
            "In-The-Wrong-Box-1",
        ] {
            self.secrets.add("something typed at the company", typed);
        }
        for name in ["In-The-Wrong-Box-1", "dario"] {
            self.post("sign-in/user-name", json!({ "userName": name }))
                .await
                .must_step("password");
            self.post("sign-in/password", json!({ "password": "Wrong-At-The-Company-1" }))
                .await
                .must_refuse(401, "AUTHENTICATION_FAILED");
        }
        for body in [
            r#"{"password":["Malformed-At-The-Company"]}"#,
            r#"{"passwort":"Malformed-At-The-Company"}"#,
            r#"{"Malformed-At-The-Company":"#,
        ] {
            let path = "/company/api/sign-in/password";
            let refused = self.person.raw("POST", path, body.to_owned()).await;
            refused.must_refuse(400, "MALFORMED_REQUEST");
        }
        self.up_to_the_code("dario").await.must_step("code");
        let [right, _] = self.codes("dario").await;
        let wrong = if right == "271828" { "314159" } else { "271828" };
        self.secrets.digits("a wrong code at the company", wrong);
        self.post("sign-in/code", json!({ "code": wrong }))
            .await
            .must_refuse(422, "CODE_INVALID");
        self.post("sign-in/code", json!({ "code": right }))
            .await
            .must_step("signed-in");
        self.sign_out().await;
    }

    /// A contractor sets an app up, gets a token, and credentials for it.
    pub(crate) async fn contractor(&mut self) -> String {
        let step = self.up_to_the_code("gita").await;
        step.must_step("enrol");
        let seed = Seed::from_base32(step.text("secret")).unwrap();
        self.secrets.seed("a seed of the company", &seed);
        let now = step_now(self.machine);
        let [first, second] = [now, now + 1].map(|step| code_at(&seed, step));
        for digits in [&first, &second] {
            self.secrets.digits("a code of the new app", digits);
        }
        let otpauth = json!({ "otpauth": step.text("otpauth") });
        assert_eq!(self.person.post("/desk/authenticator", otpauth).await.status, 200);
        let backwards = json!({ "firstCode": second, "secondCode": first });
        self.post("sign-in/enrol", backwards)
            .await
            .must_refuse(422, "CODE_INVALID");
        let form = json!({ "firstCode": first, "secondCode": second });
        self.post("sign-in/enrol", form).await.must_step("signed-in");

        let issued = self.post("web-identity/token", json!({})).await;
        let token = issued.text("token").to_owned();
        self.secrets.web_token("a contractor's token", &token);
        let page = self.person.get("/company/api/web-identity").await;
        let role = page.text("roleArn").to_owned();
        let assumed = self.post("web-identity/assume", json!({ "roleArn": role })).await;
        self.secrets
            .add("a contractor's secret key", assumed.text("secretAccessKey"));
        self.secrets
            .add("a contractor's session token", assumed.text("sessionToken"));
        let other = role.replace("CompanyContractor", "CompanyBuild");
        let refused = self.post("web-identity/assume", json!({ "roleArn": other })).await;
        refused.must_refuse(502, "REMOTE_REFUSED");
        self.sign_out().await;
        token
    }

    /// Into the console by an assertion; once more, and altered. Another one, for a tool.
    pub(crate) async fn assertions(&mut self) -> String {
        self.sign_in("carla").await;
        let form = self.assertion().await;
        let landed = self.console(&form).await;
        landed.must_step("signed-in");
        self.console(&form).await.must_refuse(403, "SAML_REFUSED");
        let xml = xml(&form);
        let altered = post::encode(&xml.replace("carla", "hugo"));
        self.secrets.add("an altered response", &altered);
        self.console(&altered).await.must_refuse(403, "SAML_REFUSED");
        self.assertion().await
    }

    async fn assertion(&mut self) -> String {
        let form = self.post("portal/aws-console", json!({})).await;
        let response = form.text("samlResponse").to_owned();
        let xml = xml(&response);
        self.secrets.add("a response", &response);
        let (_, rest) = xml.split_once("SignatureValue>").unwrap();
        self.secrets
            .add("an assertion's signature", rest.split_once('<').unwrap().0);
        response
    }

    async fn console(&mut self, response: &str) -> Answer {
        let form = json!({ "samlResponse": response, "relayState": "" });
        let answer = self.person.post("/api/saml", form).await;
        self.keep_cookies().await;
        answer
    }

    /// An application of the company's gets a code and a token.
    pub(crate) async fn openid(&mut self) {
        self.secrets.add("a code's verifier", VERIFIER);
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("response_type", "code")
            .append_pair("client_id", "wiki")
            .append_pair("redirect_uri", CALLBACK)
            .append_pair("scope", "openid email")
            .append_pair("state", "planted-state")
            .append_pair("nonce", "planted-nonce")
            .append_pair("code_challenge", CHALLENGE)
            .append_pair("code_challenge_method", "S256")
            .finish();
        let hop = self.person.get(&format!("/company/oauth/authorize?{query}")).await;
        let address = url::Url::parse(hop.text("address")).unwrap();
        let code = address.query_pairs().find(|(name, _)| name == "code");
        let code = code.unwrap_or_else(|| panic!("a code in {address}")).1;
        self.secrets.add("an authorization code", &code);
        let answer = self.redeem(&code).await;
        let body: Value = serde_json::from_str(&answer).unwrap();
        let text = |name: &str| body[name].as_str().unwrap().to_owned();
        self.secrets.web_token("an ID token", &text("id_token"));
        self.secrets.add("an access token", &text("access_token"));
        assert!(self.redeem(&code).await.contains("invalid_grant"), "it is good once");
    }

    async fn redeem(&mut self, code: &str) -> String {
        let body = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("grant_type", "authorization_code")
            .append_pair("code", code)
            .append_pair("redirect_uri", CALLBACK)
            .append_pair("client_id", "wiki")
            .append_pair("code_verifier", VERIFIER)
            .finish();
        let keys = Keys::default();
        let draft = Draft {
            method: "POST".to_owned(),
            path: "/company/oauth/token".to_owned(),
            headers: vec![(
                "content-type".to_owned(),
                "application/x-www-form-urlencoded".to_owned(),
            )],
            body,
        };
        Tool::of(self.machine, self.window, keys).send(&draft).await.body
    }

    /// Builds, the broker's links, and keys that an administrator types.
    pub(crate) async fn administrator(&mut self) {
        self.sign_in("hugo").await;
        for (build, outcome) in [("shop-main", "assumed"), ("shop-try", "refused")] {
            let run = self.post(&format!("builds/{build}/run"), json!({})).await;
            assert_eq!(run.text("outcome"), outcome);
        }
        let link = self.post("broker/link", json!({})).await;
        let address = url::Url::parse(link.text("address")).unwrap();
        let token = address.query_pairs().find(|(name, _)| name == "SigninToken").unwrap().1;
        self.secrets.add("a sign-in token of the broker's", &token);
        let form = json!({ "signinToken": token, "destination": "", "issuer": "" });
        let landed = self.person.post("/api/federation/login", form.clone()).await;
        assert_eq!(landed.status, 200, "{landed:?}");
        self.keep_cookies().await;
        let again = self.person.post("/api/federation/login", form).await;
        again.must_refuse(410, "SIGN_IN_TOKEN_INVALID");

        let page = self.person.get("/company/api/admin/broker").await;
        let mut settings = page.body["settings"].clone();
        settings["secretAccessKey"] = json!("Typed-Secret-Of-The-Broker");
        self.secrets.add("the broker's key", "Typed-Secret-Of-The-Broker");
        assert_eq!(self.put("admin/broker", settings).await.status, 200);
        let refused = self.post("broker/link", json!({})).await;
        refused.must_refuse(502, "REMOTE_REFUSED");
        self.sign_out().await;
    }

    /// The company becomes the portal's identity source and provisions it; mary's successor is whoever it says.
    pub(crate) async fn provisioning(&mut self) {
        let request = DesktopRequest {
            method: "GET".to_owned(),
            path: "/company/saml/metadata".to_owned(),
            headers: Vec::new(),
            body: String::new(),
        };
        let metadata = self.person.desktop.handle(request).await.body;
        let password = self.person.password(MANAGEMENT_ROOT).await;
        self.secrets.add("the root user's password", &password);
        self.person.sign_in_root(MANAGEMENT_ROOT, &password).await;
        self.keep_cookies().await;
        let source = self.person.get("/api/identity-center/source").await;
        let relying = source.body["serviceProvider"].clone();
        let form = json!({ "provider": { "by": "metadata", "metadata": metadata }, "confirm": "ACCEPT" });
        let used = self.person.put("/api/identity-center/source/external", form).await;
        assert_eq!(used.status, 204, "{used:?}");
        let made = self.person.post("/api/identity-center/provisioning", json!({})).await;
        self.secrets.add("a provisioning token", made.text("accessToken"));

        self.sign_in("hugo").await;
        let center = json!({ "audience": relying["issuer"], "acs": relying["acsUrl"], "userName": "email" });
        assert_eq!(self.put("admin/saml/identity-center", center).await.status, 200);
        for (token, outcome) in [
            ("a-token-that-is-not-it", "failed"),
            (made.text("accessToken"), "created"),
        ] {
            self.secrets.add("a provisioning token that was typed", token);
            let scim = json!({ "endpoint": made.body["endpoint"], "token": token, "automatic": false });
            assert_eq!(self.put("admin/scim", scim).await.status, 200);
            let pushed = self.post("admin/scim/provision", json!({})).await;
            let results = pushed.body["records"].to_string();
            assert_eq!(results.contains("\"created\""), outcome == "created", "{results}");
        }
        self.sign_out().await;

        self.sign_in("elena").await;
        let form = self.post("portal/identity-center", json!({})).await;
        let response = form.text("samlResponse").to_owned();
        self.secrets.add("a response to the portal", &response);
        let form = json!({ "samlResponse": response, "relayState": "", "address": form.body["action"] });
        let landed = self.person.post("/api/portal/saml", form).await;
        assert_eq!(landed.status, 200, "{landed:?}");
        self.keep_cookies().await;
        self.sign_out().await;
    }
}
