//! What the desktop shell holds: the world, the routers and the cookie jar in between.
//!
//! A request of the page comes in without cookies, gets those of the desk's jar, goes through the router, and leaves its
//! `Set-Cookie` in the jar: cookies never reach the page. No socket is involved.

use std::borrow::Cow;
use std::sync::Arc;
use std::time::Duration;

use axum::Router;
use axum::body::Body;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, SET_COOKIE, USER_AGENT};
use http::{Method, Request, StatusCode};
use http_body_util::BodyExt as _;
use serde::{Deserialize, Serialize};
use tokio::sync::RwLock;
use tower::ServiceExt as _;
use vestibule_company::{CompanyError, CompanyErrorCode};
use vestibule_service::rollback::{RollbackWait, whole_seconds};
use vestibule_service::{ErrorBody, ErrorCode, ServiceError, store_code, store_words};

use crate::answer::Refused;
use crate::caller::SESSION_HEADER;
use crate::in_process;
use crate::world::{KeyError, OpenError, World, WorldParts, put_aside, store_error};

/// The site whose cookies the jar keeps: sign-in and console share it, as one service answers for both.
pub const SITE: &str = "https://signin.aws.amazon.com";

/// The site of the access portal, whatever name its address has: consoles do not get its cookies, nor it theirs.
pub const PORTAL_SITE: &str = "https://portal.awsapps.com";

/// The company's site.
pub const COMPANY_SITE: &str = vestibule_company::ADDRESS;

/// A request of the page.
#[derive(Deserialize)]
pub struct DesktopRequest {
    /// HTTP method.
    pub method: String,
    /// Path and query.
    pub path: String,
    /// Headers; cookies are ignored.
    #[serde(default)]
    pub headers: Vec<(String, String)>,
    /// Body text, perhaps empty.
    #[serde(default)]
    pub body: String,
}

/// The answer to the page, without cookies.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DesktopResponse {
    /// HTTP status.
    pub status: u16,
    /// Headers, without `Set-Cookie`.
    pub headers: Vec<(String, String)>,
    /// Body text.
    pub body: String,
}

enum State {
    Open { world: Arc<World>, router: Router },
    Failed(Failure),
}

/// Why nothing is open.
struct Failure {
    body: ErrorBody,
    /// For a store that went back: when the danger window has passed, by the monotonic clock.
    until: Option<Duration>,
}

/// What a person does about a failure.
#[derive(Clone, Copy, PartialEq, Eq)]
enum WayOut {
    Retry,
    AcceptRollback,
    StartOver,
}

/// The whole app but its window.
pub struct Desktop {
    parts: WorldParts,
    state: RwLock<State>,
}

impl std::fmt::Debug for Desktop {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Desktop")
            .field("folder", &self.parts.folder)
            .finish_non_exhaustive()
    }
}

impl Desktop {
    /// Opens the world. A store that cannot be opened is answered to every request, so that the window can say so.
    pub async fn start(parts: WorldParts) -> Self {
        let state = open(&parts, RollbackWait::AsRecorded).await;
        Self {
            parts,
            state: RwLock::new(state),
        }
    }

    /// Answers a request of the page.
    pub async fn handle(&self, request: DesktopRequest) -> DesktopResponse {
        match (request.method.as_str(), request.path.as_str()) {
            ("POST", "/world/retry") => self.reopen(WayOut::Retry).await,
            ("POST", "/world/accept-rollback") => self.reopen(WayOut::AcceptRollback).await,
            ("POST", "/world/start-over") => self.reopen(WayOut::StartOver).await,
            _ => match &*self.state.read().await {
                State::Failed(failure) => self.unavailable(failure),
                State::Open { world, router } => dispatch(world, router.clone(), request).await,
            },
        }
    }

    /// Lets the stores go, at the end of the app. Nothing depends on it: what was answered is on the disk already.
    pub async fn close(&self) {
        if let State::Open { world, .. } = &*self.state.read().await {
            world.close().await;
        }
    }

    async fn reopen(&self, way: WayOut) -> DesktopResponse {
        let mut state = self.state.write().await;
        if let State::Failed(failure) = &*state {
            // A store that is only in the way of something else is not given up.
            let hopeless = matches!(
                failure.body.code,
                ErrorCode::StoreCorrupt | ErrorCode::StoreNewer | ErrorCode::StoreRolledBack
            );
            if way == WayOut::StartOver && hopeless {
                let mark = self.parts.time.wall().as_second().to_string();
                if put_aside(&self.parts.folder, &mark).is_err() {
                    return self.unavailable(failure);
                }
            }
            // What was not shown to anyone is not accepted by anyone.
            let wait = match failure.until {
                Some(_) if way == WayOut::AcceptRollback => RollbackWait::Waived,
                Some(until) => RollbackWait::Left(until.saturating_sub(self.parts.time.monotonic())),
                None => RollbackWait::AsRecorded,
            };
            *state = open(&self.parts, wait).await;
        }
        match &*state {
            State::Failed(failure) => self.unavailable(failure),
            State::Open { .. } => response(StatusCode::NO_CONTENT, String::new()),
        }
    }

    fn unavailable(&self, failure: &Failure) -> DesktopResponse {
        let mut body = failure.body.clone();
        if let Some(until) = failure.until {
            body.retry_after_seconds = Some(whole_seconds(until.saturating_sub(self.parts.time.monotonic())));
        }
        refuse(StatusCode::SERVICE_UNAVAILABLE, &body)
    }
}

async fn open(parts: &WorldParts, wait: RollbackWait) -> State {
    match World::open_after(parts.clone(), wait).await {
        Ok(world) => {
            let world = Arc::new(world);
            let (own_routes, _) = in_process::router().split_for_parts();
            let router = world
                .served()
                .merge(own_routes.with_state(Arc::clone(&world)))
                .fallback(not_found);
            State::Open { world, router }
        }
        Err(error) => {
            tracing::error!(%error, "the world cannot be opened");
            let until = match &error {
                OpenError::Service(ServiceError::RolledBack { left }) => {
                    Some(parts.time.monotonic().saturating_add(*left))
                }
                _ => None,
            };
            State::Failed(Failure {
                body: open_failure(error),
                until,
            })
        }
    }
}

async fn not_found() -> Refused {
    Refused(error_body(
        ErrorCode::MalformedRequest,
        "There is nothing at this path.",
    ))
}

fn open_failure(error: OpenError) -> ErrorBody {
    if let Some(store) = store_error(&error) {
        return error_body(store_code(store), store_words(store));
    }
    match error {
        OpenError::Desk(error) => Refused::from(error).0,
        OpenError::Company(error) => company_failure(&error),
        OpenError::Service(error @ ServiceError::RolledBack { .. }) => error.body(),
        OpenError::Key(KeyError::Damaged) => error_body(
            ErrorCode::StoreCorrupt,
            "A key file of the data folder is damaged and was left untouched; what it sealed cannot be read without it. You can put a whole copy back and try again, or put everything aside and start a new world.",
        ),
        OpenError::Service(_) | OpenError::Key(KeyError::Io(_)) => error_body(
            ErrorCode::StoreUnavailable,
            "The data folder cannot be used. Nothing was changed. Check the folder and try again.",
        ),
    }
}

/// Why company.db is not open, in the codes of the pages that say so.
fn company_failure(error: &CompanyError) -> ErrorBody {
    let code = match error.code() {
        CompanyErrorCode::StoreCorrupt => ErrorCode::StoreCorrupt,
        CompanyErrorCode::StoreReadOnly => ErrorCode::StoreReadOnly,
        CompanyErrorCode::StoreFull => ErrorCode::StoreFull,
        CompanyErrorCode::StoreNewer => ErrorCode::StoreNewer,
        _ => ErrorCode::StoreUnavailable,
    };
    error_body(code, &error.body().message)
}

fn error_body(code: ErrorCode, message: &str) -> ErrorBody {
    ErrorBody {
        code,
        message: message.to_owned(),
        field: None,
        retry_after_seconds: None,
        challenge: None,
        denial: None,
        problems: None,
        report: None,
    }
}

async fn dispatch(world: &World, router: Router, request: DesktopRequest) -> DesktopResponse {
    let of_browser = request.path.starts_with("/api/") || request.path.starts_with("/company/");
    let site = site_of(&request.path);
    let Some(request) = build(world, request, of_browser.then_some(&*site)).await else {
        return refuse(
            StatusCode::BAD_REQUEST,
            &error_body(
                ErrorCode::MalformedRequest,
                "The request could not be read. Nothing was changed.",
            ),
        );
    };
    let changes = request.method() != Method::GET;
    let answer = match router.oneshot(request).await {
        Ok(answer) => answer,
        Err(never) => match never {},
    };
    let (parts, body) = answer.into_parts();
    if of_browser {
        let set: Vec<&str> = parts
            .headers
            .get_all(SET_COOKIE)
            .iter()
            .filter_map(|value| value.to_str().ok())
            .collect();
        if !set.is_empty()
            && let Err(error) = world.desk.store_cookies(&site, &set).await
        {
            tracing::error!(%error, "cookies could not be kept");
        }
    }
    if changes {
        world.deliver().await;
    }
    let bytes = body
        .collect()
        .await
        .map(http_body_util::Collected::to_bytes)
        .unwrap_or_default();
    let text = String::from_utf8(bytes.to_vec()).unwrap_or_default();
    response(parts.status, text)
}

/// Whose cookies a request carries. Every application has a site of its own.
fn site_of(path: &str) -> Cow<'static, str> {
    if path.starts_with("/company/") {
        return COMPANY_SITE.into();
    }
    if path.starts_with("/api/portal") {
        return PORTAL_SITE.into();
    }
    let application = path
        .strip_prefix("/api/application/")
        .and_then(|rest| rest.split(['/', '?']).next())
        .filter(|id| !id.is_empty() && id.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'));
    match application {
        Some(id) => format!("https://{id}.apps.anycompany.example").into(),
        None => SITE.into(),
    }
}

async fn build(world: &World, request: DesktopRequest, site: Option<&str>) -> Option<Request<Body>> {
    let method = Method::from_bytes(request.method.as_bytes()).ok()?;
    let mut builder = Request::builder()
        .method(method)
        .uri(&request.path)
        .header(CONTENT_TYPE, "application/json");
    for (name, value) in &request.headers {
        if name.eq_ignore_ascii_case(USER_AGENT.as_str()) {
            builder = builder.header(USER_AGENT, value);
        }
        if name.eq_ignore_ascii_case(SESSION_HEADER) {
            builder = builder.header(SESSION_HEADER, value);
        }
    }
    if let Some(site) = site
        && let Ok(Some(cookies)) = world.desk.cookie_header(site).await
    {
        builder = builder.header(COOKIE, cookies);
    }
    builder.body(Body::from(request.body)).ok()
}

fn refuse(status: StatusCode, body: &ErrorBody) -> DesktopResponse {
    response(status, serde_json::to_string(body).unwrap_or_default())
}

fn response(status: StatusCode, body: String) -> DesktopResponse {
    DesktopResponse {
        status: status.as_u16(),
        headers: vec![
            (CONTENT_TYPE.as_str().to_owned(), "application/json".to_owned()),
            (CACHE_CONTROL.as_str().to_owned(), "no-store".to_owned()),
        ],
        body,
    }
}
