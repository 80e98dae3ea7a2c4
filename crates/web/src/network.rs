//! The simulated internet: an address of one party reaches that party's router in this process, and no socket.

use std::sync::{PoisonError, RwLock};

use axum::Router;
use axum::body::Body;
use http_body_util::BodyExt as _;
use tower::ServiceExt as _;
use vestibule_identity::network::{Network, Request, Response, Unreachable};

/// Who answers at a host: the path of the router that the host's paths stand under.
fn place_of(host: &str) -> Option<&'static str> {
    let aws = |service: &str| {
        host == format!("{service}.amazonaws.com")
            || host
                .strip_suffix(".amazonaws.com")
                .and_then(|rest| rest.strip_prefix(service)?.strip_prefix('.'))
                .is_some_and(is_region)
    };
    if host == "sso.anycompany.example" {
        return Some("/company");
    }
    let signs_in =
        host == "signin.aws.amazon.com" || host.strip_suffix(".signin.aws.amazon.com").is_some_and(is_region);
    (aws("sts") || aws("scim") || signs_in).then_some("")
}

fn is_region(label: &str) -> bool {
    !label.is_empty()
        && label
            .bytes()
            .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
}

/// The routers of all parties, once there are some. Closing the world takes them away, as they hold it.
#[derive(Default)]
pub struct InProcess {
    router: RwLock<Option<Router>>,
}

impl std::fmt::Debug for InProcess {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("InProcess")
    }
}

impl InProcess {
    /// From now on this router answers.
    pub fn connect(&self, router: Router) {
        *self.router.write().unwrap_or_else(PoisonError::into_inner) = Some(router);
    }

    /// Nobody answers any more.
    pub fn disconnect(&self) {
        *self.router.write().unwrap_or_else(PoisonError::into_inner) = None;
    }
}

#[async_trait::async_trait]
impl Network for InProcess {
    async fn send(&self, request: Request) -> Result<Response, Unreachable> {
        let rest = request.url.strip_prefix("https://").ok_or(Unreachable)?;
        let (host, path) = rest.split_at(rest.find('/').unwrap_or(rest.len()));
        let place = place_of(host).ok_or(Unreachable)?;
        let path = if path.is_empty() { "/" } else { path };
        let router = {
            let held = self.router.read().unwrap_or_else(PoisonError::into_inner);
            held.clone().ok_or(Unreachable)?
        };
        let mut builder = http::Request::builder()
            .method(request.method)
            .uri(format!("{place}{path}"))
            .header(http::header::HOST, host);
        for (name, value) in &request.headers {
            builder = builder.header(name, value);
        }
        let request = builder.body(Body::from(request.body)).map_err(|_| Unreachable)?;
        let answer = match router.oneshot(request).await {
            Ok(answer) => answer,
            Err(never) => match never {},
        };
        let (parts, body) = answer.into_parts();
        let bytes = body.collect().await.map_err(|_| Unreachable)?.to_bytes();
        Ok(Response {
            status: parts.status.as_u16(),
            headers: parts
                .headers
                .iter()
                .filter_map(|(name, value)| Some((name.as_str().to_owned(), value.to_str().ok()?.to_owned())))
                .collect(),
            body: String::from_utf8(bytes.to_vec()).map_err(|_| Unreachable)?,
        })
    }
}
