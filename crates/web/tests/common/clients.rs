//! A person at the window, and a browser whose cookies lie open.

use std::collections::BTreeMap;

use axum::Router;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;
use vestibule_web::desktop::{Desktop, DesktopRequest};
use vestibule_web::world::World;

use super::{Answer, SESSION, Signs};

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
