//! A company's provisioning system in the hands of a test: it has a token, and speaks to the documented address.
#![allow(unreachable_pub, reason = "shared by tests")]

use axum::Router;
use axum::body::Body;
use http::Request;
use http_body_util::BodyExt as _;
use serde_json::{Value, json};
use tower::ServiceExt as _;

use super::external_company::Company;
use crate::common::{Machine, Signs as _};

pub const PROVISIONING: &str = "/api/identity-center/provisioning";
pub const USER: &str = "urn:ietf:params:scim:schemas:core:2.0:User";
pub const GROUP: &str = "urn:ietf:params:scim:schemas:core:2.0:Group";
pub const ENTERPRISE: &str = "urn:ietf:params:scim:schemas:extension:enterprise:2.0:User";

/// An answer of the endpoint.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Value,
    pub kind: Option<String>,
}

impl Reply {
    #[track_caller]
    pub fn must(self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        self.body
    }

    /// A refusal in the form of RFC 7644 3.12.
    #[track_caller]
    pub fn must_refuse(&self, status: u16, scim_type: Option<&str>) {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.body["status"], status.to_string(), "{self:?}");
        assert_eq!(
            self.body["schemas"],
            json!(["urn:ietf:params:scim:api:messages:2.0:Error"])
        );
        assert_eq!(self.body["scimType"].as_str(), scim_type, "{self:?}");
        assert!(self.body["detail"].as_str().is_some_and(|text| !text.is_empty()));
    }
}

/// Somebody with a token.
#[derive(Clone)]
pub struct Client {
    router: Router,
    pub tenant: String,
    pub token: String,
}

impl Client {
    /// Provisioning is on, and this is its first token.
    pub async fn of(company: &mut Company) -> Self {
        let made = company.root.post(PROVISIONING, json!({})).await;
        assert_eq!(made.status, 200, "{made:?}");
        Self::with(&company.machine, made.text("endpoint"), made.text("accessToken")).await
    }

    pub async fn with(machine: &Machine, endpoint: &str, token: &str) -> Self {
        let tenant = endpoint
            .split(".amazonaws.com/")
            .nth(1)
            .unwrap()
            .split('/')
            .next()
            .unwrap();
        Self {
            router: machine.world().await.served(),
            tenant: tenant.to_owned(),
            token: token.to_owned(),
        }
    }

    pub async fn send(&self, method: &str, path: &str, body: &Value) -> Reply {
        let text = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let authorization = format!("Bearer {}", self.token);
        self.raw(method, path, &[("authorization", &authorization)], text).await
    }

    pub async fn raw(&self, method: &str, path: &str, headers: &[(&str, &str)], body: String) -> Reply {
        let mut request = Request::builder()
            .method(method)
            .uri(format!("/{}/scim/v2/{path}", self.tenant))
            .header("content-type", "application/scim+json")
            .header("user-agent", "provisioning test");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let request = request.body(Body::from(body)).unwrap();
        let response = match self.router.clone().oneshot(request).await {
            Ok(response) => response,
            Err(never) => match never {},
        };
        let status = response.status().as_u16();
        let kind = response
            .headers()
            .get("content-type")
            .map(|value| value.to_str().unwrap().to_owned());
        let bytes = response.into_body().collect().await.unwrap().to_bytes();
        Reply {
            status,
            body: serde_json::from_slice(&bytes).unwrap_or(Value::Null),
            kind,
        }
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send("GET", path, &Value::Null).await
    }

    /// By a filter, which is part of the address.
    pub async fn find(&self, list: &str, filter: &str) -> Reply {
        let encoded = filter
            .bytes()
            .fold(String::new(), |text, byte| format!("{text}%{byte:02X}"));
        self.get(&format!("{list}?filter={encoded}")).await
    }

    #[allow(clippy::needless_pass_by_value, reason = "written where it is sent")]
    pub async fn patch(&self, path: &str, operations: Value) -> Reply {
        let body = json!({
            "schemas": ["urn:ietf:params:scim:api:messages:2.0:PatchOp"], "Operations": operations,
        });
        self.send("PATCH", path, &body).await
    }

    /// Somebody new; their id.
    pub async fn user(&self, name: &str) -> String {
        let made = self.send("POST", "Users", &person(name)).await.must(201);
        made["id"].as_str().unwrap().to_owned()
    }

    /// A new group; its id.
    pub async fn group(&self, name: &str, members: &[&str]) -> String {
        let members: Vec<Value> = members.iter().map(|id| json!({ "value": id })).collect();
        let body = json!({ "displayName": name, "members": members });
        let made = self.send("POST", "Groups", &body).await.must(201);
        made["id"].as_str().unwrap().to_owned()
    }
}

/// A person as a provider sends them.
pub fn person(name: &str) -> Value {
    json!({
        "schemas": [USER],
        "userName": name,
        "externalId": format!("ext-{name}"),
        "name": { "givenName": "Barbara", "familyName": "Jensen" },
        "displayName": "Babs Jensen",
        "emails": [{ "value": format!("mail-{name}"), "type": "work", "primary": true }],
        "active": true,
    })
}
