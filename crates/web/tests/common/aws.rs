//! A tool of a developer or a broker: it has keys, and signs with AWS's own signer.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aws_credential_types::Credentials;
use aws_sigv4::http_request::{SignableBody, SignableRequest, SignatureLocation, SigningSettings, sign};
use aws_sigv4::sign::v4;
use axum::Router;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use serde_json::json;
use tower::ServiceExt as _;
use vestibule_identity::clock::TimeSource as _;
use vestibule_identity::testing::ManualClock;
use vestibule_web::world::World;

use super::{Machine, Signs};

pub const HOST: &str = "sts.amazonaws.com";
const FORM: &str = "application/x-www-form-urlencoded; charset=utf-8";

/// Keys to sign with; those of nobody by default.
#[derive(Debug, Clone, Default)]
pub struct Keys {
    pub id: String,
    pub secret: String,
    pub token: Option<String>,
}

/// What came back, with the parts of its XML that a test asks for.
#[derive(Debug, Clone)]
pub struct Called {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Called {
    /// The text of the first element of this name.
    pub fn text(&self, name: &str) -> &str {
        self.find(name).unwrap_or_else(|| panic!("no {name} in {self:?}"))
    }

    pub fn find(&self, name: &str) -> Option<&str> {
        let (_, rest) = self.body.split_once(&format!("<{name}>"))?;
        Some(rest.split_once(&format!("</{name}>"))?.0)
    }

    #[track_caller]
    pub fn ok(self) -> Self {
        assert_eq!(self.status, 200, "{self:?}");
        self
    }

    #[track_caller]
    pub fn must_refuse(&self, status: u16, code: &str, words: &str) {
        let said = (self.status, self.find("Code"), self.find("Message").unwrap_or_default());
        assert_eq!((said.0, said.1), (status, Some(code)), "{self:?}");
        assert!(said.2.contains(words), "{words} in {self:?}");
        assert_eq!(self.text("Type"), "Sender");
    }

    pub fn keys(&self) -> Keys {
        Keys {
            id: self.text("AccessKeyId").to_owned(),
            secret: self.text("SecretAccessKey").to_owned(),
            token: Some(self.text("SessionToken").to_owned()),
        }
    }

    pub fn header(&self, name: &str) -> Option<&str> {
        let found = self.headers.iter().find(|(known, _)| known == name);
        found.map(|(_, value)| value.as_str())
    }
}

/// A request before it is sent, for a test to change.
#[derive(Debug, Clone)]
pub struct Draft {
    pub method: String,
    pub path: String,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

#[derive(Clone)]
pub struct Tool {
    router: Router,
    clock: Arc<ManualClock>,
    pub keys: Keys,
    pub region: String,
    pub service: String,
    /// Seconds by which the tool's clock is wrong.
    pub skew: i64,
}

impl Tool {
    pub fn of(machine: &Machine, world: &World, keys: Keys) -> Self {
        Self {
            router: world.served(),
            clock: machine.clock.clone(),
            keys,
            region: "us-east-1".to_owned(),
            service: "sts".to_owned(),
            skew: 0,
        }
    }

    pub fn with(&self, keys: Keys) -> Self {
        Self { keys, ..self.clone() }
    }

    fn time(&self) -> SystemTime {
        let seconds = self.clock.wall().as_second() + self.skew;
        SystemTime::UNIX_EPOCH + Duration::from_secs(u64::try_from(seconds).unwrap())
    }

    fn signed(&self, method: &str, url: &str, headers: &[(&str, &str)], body: &str, expires: Option<u64>) -> Draft {
        let keys = &self.keys;
        let credentials = Credentials::new(&keys.id, &keys.secret, keys.token.clone(), None, "test");
        let identity = credentials.into();
        let mut settings = SigningSettings::default();
        if let Some(seconds) = expires {
            settings.signature_location = SignatureLocation::QueryParams;
            settings.expires_in = Some(Duration::from_secs(seconds));
        }
        let parameters = v4::SigningParams::builder()
            .identity(&identity)
            .region(&self.region)
            .name(&self.service)
            .time(self.time())
            .settings(settings)
            .build()
            .unwrap()
            .into();
        let signable = SignableRequest::new(
            method,
            url,
            headers.iter().copied(),
            SignableBody::Bytes(body.as_bytes()),
        )
        .unwrap();
        let (instructions, _) = sign(signable, &parameters).unwrap().into_parts();
        let mut all: Vec<(String, String)> = headers
            .iter()
            .map(|(name, value)| ((*name).to_owned(), (*value).to_owned()))
            .collect();
        all.extend(
            instructions
                .headers()
                .map(|(name, value)| (name.to_owned(), value.to_owned())),
        );
        let mut url = url::Url::parse(url).unwrap();
        for (name, value) in instructions.params() {
            url.query_pairs_mut().append_pair(name, value);
        }
        let query = url.query().map_or_else(String::new, |query| format!("?{query}"));
        Draft {
            method: method.to_owned(),
            path: format!("{}{query}", url.path()),
            headers: all,
            body: body.to_owned(),
        }
    }

    /// A signed call.
    pub fn draft(&self, action: &str, parameters: &[(&str, &str)]) -> Draft {
        self.draft_at(HOST, action, parameters)
    }

    pub fn draft_at(&self, host: &str, action: &str, parameters: &[(&str, &str)]) -> Draft {
        let headers = [("host", host), ("content-type", FORM)];
        self.signed(
            "POST",
            &format!("https://{host}/"),
            &headers,
            &form(action, parameters),
            None,
        )
    }

    /// An address that is good for so many seconds.
    pub fn presigned(&self, action: &str, seconds: u64) -> Draft {
        let url = format!("https://{HOST}/?{}", form(action, &[]));
        self.signed("GET", &url, &[("host", HOST)], "", Some(seconds))
    }

    pub async fn send(&self, draft: &Draft) -> Called {
        let mut request = Request::builder().method(draft.method.as_str()).uri(&draft.path);
        for (name, value) in &draft.headers {
            request = request.header(name, value);
        }
        let request = request.body(Body::from(draft.body.clone())).unwrap();
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let (parts, body) = response.into_parts();
        let bytes = body.collect().await.unwrap().to_bytes();
        Called {
            status: parts.status.as_u16(),
            headers: parts
                .headers
                .iter()
                .map(|(name, value)| (name.as_str().to_owned(), value.to_str().unwrap().to_owned()))
                .collect(),
            body: String::from_utf8(bytes.to_vec()).unwrap(),
        }
    }

    /// A call that nobody signs.
    pub async fn unsigned(&self, action: &str, parameters: &[(&str, &str)]) -> Called {
        let draft = Draft {
            method: "POST".to_owned(),
            path: "/".to_owned(),
            headers: vec![
                ("host".to_owned(), HOST.to_owned()),
                ("content-type".to_owned(), FORM.to_owned()),
            ],
            body: form(action, parameters),
        };
        self.send(&draft).await
    }

    pub async fn call(&self, action: &str, parameters: &[(&str, &str)]) -> Called {
        self.send(&self.draft(action, parameters)).await
    }

    pub async fn assume(&self, role: &str, more: &[(&str, &str)]) -> Called {
        let mut parameters = vec![("RoleArn", role), ("RoleSessionName", "tool")];
        parameters.retain(|(name, _)| !more.iter().any(|(other, _)| other == name));
        parameters.extend_from_slice(more);
        self.call("AssumeRole", &parameters).await
    }

    /// `Arn` of `GetCallerIdentity`.
    pub async fn arn(&self) -> String {
        self.call("GetCallerIdentity", &[]).await.ok().text("Arn").to_owned()
    }

    /// `getSigninToken` for these keys.
    pub async fn signin(&self, keys: &Keys, duration: Option<&str>) -> Called {
        let session = json!({
            "sessionId": keys.id, "sessionKey": keys.secret, "sessionToken": keys.token.clone().unwrap_or_default(),
        });
        self.signin_with(&session.to_string(), duration).await
    }

    pub async fn signin_with(&self, session: &str, duration: Option<&str>) -> Called {
        let mut query = url::form_urlencoded::Serializer::new(String::new());
        query
            .append_pair("Action", "getSigninToken")
            .append_pair("Session", session);
        if let Some(seconds) = duration {
            query.append_pair("SessionDuration", seconds);
        }
        self.get(&format!("/federation?{}", query.finish()), &[]).await
    }

    pub async fn get(&self, path: &str, headers: &[(&str, &str)]) -> Called {
        let mut all = vec![("host".to_owned(), "signin.aws.amazon.com".to_owned())];
        all.extend(
            headers
                .iter()
                .map(|(name, value)| ((*name).to_owned(), (*value).to_owned())),
        );
        let draft = Draft {
            method: "GET".to_owned(),
            path: path.to_owned(),
            headers: all,
            body: String::new(),
        };
        self.send(&draft).await
    }
}

/// The token of an answer.
pub fn signin_token(called: &Called) -> String {
    assert_eq!(called.status, 200, "{called:?}");
    let body: serde_json::Value = serde_json::from_str(&called.body).unwrap();
    body["SigninToken"].as_str().unwrap().to_owned()
}

pub fn form(action: &str, parameters: &[(&str, &str)]) -> String {
    let mut form = url::form_urlencoded::Serializer::new(String::new());
    form.append_pair("Action", action).append_pair("Version", "2011-06-15");
    for (name, value) in parameters {
        form.append_pair(name, value);
    }
    form.finish()
}

/// Makes a key for whoever is signed in, or for a user.
pub async fn keys_of(who: &mut impl Signs, user: Option<&str>) -> Keys {
    let path = match user {
        Some(user) => format!("/api/users/{user}/access-keys"),
        None => "/api/access-keys".to_owned(),
    };
    let made = who.post(&path, json!({})).await;
    assert_eq!(made.status, 200, "{made:?}");
    Keys {
        id: made.body["key"]["id"].as_str().unwrap().to_owned(),
        secret: made.text("secret").to_owned(),
        token: None,
    }
}
