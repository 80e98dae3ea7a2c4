//! What one party of the simulated world sends to another: HTTP, and nothing else.
//!
//! Nobody holds another party's store or code. The composing layer decides whom an address reaches; in the app that is a
//! router in the same process, and no socket.

use std::fmt::Debug;

use async_trait::async_trait;

/// A request to an address of the simulated internet.
#[derive(Clone, PartialEq, Eq)]
pub struct Request {
    /// HTTP method.
    pub method: &'static str,
    /// Absolute address, `https://…`.
    pub url: String,
    /// Headers. No cookies: servers have no browser.
    pub headers: Vec<(String, String)>,
    /// Body, perhaps empty.
    pub body: String,
}

/// Headers and body may hold secrets.
impl Debug for Request {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let place = self.url.split(['?', '#']).next().unwrap_or_default();
        write!(formatter, "{} {place}", self.method)
    }
}

impl Request {
    /// A request without body.
    #[must_use]
    pub fn get(url: impl Into<String>) -> Self {
        Self {
            method: "GET",
            url: url.into(),
            headers: Vec::new(),
            body: String::new(),
        }
    }

    /// A request with a body of this type.
    #[must_use]
    pub fn post(url: impl Into<String>, content_type: &str, body: impl Into<String>) -> Self {
        Self {
            method: "POST",
            url: url.into(),
            headers: vec![("content-type".to_owned(), content_type.to_owned())],
            body: body.into(),
        }
    }

    /// One more header.
    #[must_use]
    pub fn header(mut self, name: &str, value: impl Into<String>) -> Self {
        self.headers.push((name.to_owned(), value.into()));
        self
    }
}

/// What came back.
#[derive(Clone, PartialEq, Eq)]
pub struct Response {
    /// HTTP status.
    pub status: u16,
    /// Headers.
    pub headers: Vec<(String, String)>,
    /// Body text.
    pub body: String,
}

/// The body may hold secrets.
impl Debug for Response {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "status {}", self.status)
    }
}

/// Nobody answers at the address.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("nobody answers at this address")]
pub struct Unreachable;

/// The simulated internet.
#[async_trait]
pub trait Network: Send + Sync + Debug {
    /// Sends a request and waits for the answer.
    ///
    /// # Errors
    /// [`Unreachable`].
    async fn send(&self, request: Request) -> Result<Response, Unreachable>;
}

/// A network that leads nowhere, for whoever is opened alone.
#[derive(Debug, Clone, Copy)]
pub struct NoNetwork;

#[async_trait]
impl Network for NoNetwork {
    async fn send(&self, _: Request) -> Result<Response, Unreachable> {
        Err(Unreachable)
    }
}
