//! Who is calling: the cookies and headers a use case may know of.

use std::convert::Infallible;

use axum::extract::FromRequestParts;
use cookie::Cookie;
use http::header::{COOKIE, USER_AGENT};
use http::request::Parts;
use vestibule_credentials::token::{SelectorValidator, Token};
use vestibule_service::switch_role::recent;
use vestibule_service::{Caller, LabelledSession, SessionLabel};

/// The console session (12 hours).
pub const SESSION_COOKIE: &str = "__Host-console-session";
/// Which account and user to ask for; never authentication.
pub const REMEMBERED_COOKIE: &str = "__Host-remembered-account";
/// A sign-in that is not finished.
pub const ATTEMPT_COOKIE: &str = "__Host-sign-in-attempt";
/// Before the label of one of several sessions.
pub const LABELLED_SESSION_COOKIE: &str = "__Host-console-session-";
/// Multi-session is on; the label that addresses without one are about. Never authentication.
pub const MULTI_SESSION_COOKIE: &str = "__Host-multi-session";
/// Which session of a browser with several an address names. It counts only together with that session's cookie.
pub const SESSION_HEADER: &str = "x-console-session";
/// More cookies than sessions there can be are not looked at.
const MOST_SESSIONS: usize = 8;

/// The roles that this browser switched to; never authentication.
pub const RECENT_ROLES_COOKIE: &str = "__Host-recent-roles";

/// The session of the access portal.
pub const PORTAL_COOKIE: &str = "__Host-portal-session";
/// A sign-in at the portal that is not finished.
pub const PORTAL_ATTEMPT_COOKIE: &str = "__Host-portal-attempt";
/// "This is a trusted device".
pub const TRUSTED_COOKIE: &str = "__Host-trusted-device";
/// Marks a browser that a tool's sign-in came by; never authentication.
pub const CONSENT_COOKIE: &str = "__Host-portal-consent";
/// The user name that the portal asks for; never authentication.
pub const PORTAL_USER_COOKIE: &str = "__Host-portal-user";
/// The session of a demo application, on its own site.
pub const APPLICATION_COOKIE: &str = "__Host-application-session";
/// A sign-in that a demo application began, on its own site.
pub const APPLICATION_ATTEMPT_COOKIE: &str = "__Host-application-attempt";
/// Longest user name that a cookie may carry.
const LONGEST_USER_NAME: usize = 128;

/// Longest user agent kept in sessions and events.
const USER_AGENT_LIMIT: usize = 512;

/// Extractor for the caller. Garbage, truncated and foreign cookies count as no cookie.
#[derive(Debug)]
pub struct From(pub Caller);

impl<S: Send + Sync> FromRequestParts<S> for From {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Self, Self::Rejection> {
        let mut caller = Caller {
            source_ip: "127.0.0.1".to_owned(),
            user_agent: parts
                .headers
                .get(USER_AGENT)
                .and_then(|value| value.to_str().ok())
                .map(|text| text.chars().take(USER_AGENT_LIMIT).collect())
                .unwrap_or_default(),
            session: None,
            label: None,
            multi_session: false,
            sessions: Vec::new(),
            remembered: None,
            attempt: None,
            recent_roles: Vec::new(),
            portal: None,
            portal_attempt: None,
            trusted: None,
            consent: None,
            portal_user: None,
            application: None,
            application_attempt: None,
        };
        let headers = parts.headers.get_all(COOKIE);
        let cookies = headers
            .iter()
            .filter_map(|value| value.to_str().ok())
            .flat_map(Cookie::split_parse)
            .filter_map(Result::ok);
        let mut newest = None;
        for cookie in cookies {
            if let Some(label) = cookie.name().strip_prefix(LABELLED_SESSION_COOKIE) {
                if let (Some(label), Some(token)) = (SessionLabel::parse(label), Token::parse(cookie.value()))
                    && caller.sessions.len() < MOST_SESSIONS
                {
                    caller.sessions.push(LabelledSession { label, token });
                }
                continue;
            }
            match cookie.name() {
                MULTI_SESSION_COOKIE => {
                    caller.multi_session = true;
                    newest = SessionLabel::parse(cookie.value());
                }
                SESSION_COOKIE => caller.session = Token::parse(cookie.value()),
                REMEMBERED_COOKIE => caller.remembered = SelectorValidator::parse(cookie.value()),
                RECENT_ROLES_COOKIE => caller.recent_roles = recent::read(cookie.value()),
                ATTEMPT_COOKIE => caller.attempt = Token::parse(cookie.value()),
                PORTAL_COOKIE => caller.portal = Token::parse(cookie.value()),
                PORTAL_ATTEMPT_COOKIE => caller.portal_attempt = Token::parse(cookie.value()),
                TRUSTED_COOKIE => caller.trusted = Token::parse(cookie.value()),
                CONSENT_COOKIE => caller.consent = Token::parse(cookie.value()),
                APPLICATION_COOKIE => caller.application = Token::parse(cookie.value()),
                APPLICATION_ATTEMPT_COOKIE => caller.application_attempt = Token::parse(cookie.value()),
                PORTAL_USER_COOKIE => {
                    caller.portal_user = Some(cookie.value().to_owned())
                        .filter(|name| !name.is_empty() && name.len() <= LONGEST_USER_NAME);
                }
                _ => {}
            }
        }
        if caller.multi_session {
            let named = match parts.headers.get(SESSION_HEADER) {
                Some(value) => value.to_str().ok().and_then(SessionLabel::parse),
                None => newest,
            };
            let found = caller
                .sessions
                .iter()
                .find(|session| Some(&session.label) == named.as_ref());
            caller.session = found.map(|session| session.token.clone());
            caller.label = found.map(|session| session.label.clone());
        } else {
            caller.sessions.clear();
        }
        Ok(Self(caller))
    }
}
