//! What a use case knows of the browser that asks, and what it may tell that browser's cookie jar.

use vestibule_credentials::token::{SelectorValidator, Token};

use crate::answers::RecentRole;

/// The browser that asks. Cookies that do not parse count as absent.
#[derive(Debug, Default)]
pub struct Caller {
    /// For events and the session list.
    pub source_ip: String,
    /// For events and the session list.
    pub user_agent: String,
    /// The console session cookie.
    pub session: Option<Token>,
    /// The remembered-account cookie.
    pub remembered: Option<SelectorValidator>,
    /// The cookie of an unfinished sign-in.
    pub attempt: Option<Token>,
    /// The roles that this browser switched to, newest first.
    pub recent_roles: Vec<RecentRole>,
}

/// A change to the browser's cookies that goes with an answer.
#[derive(Debug)]
pub enum CookieChange {
    /// A new console session.
    SetSession {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// Signed out.
    ClearSession,
    /// Remember this account and user.
    SetRemembered {
        /// Selector and validator; the store has only the validator's hash.
        cookie: SelectorValidator,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// Forget the account.
    ClearRemembered,
    /// A sign-in goes on.
    SetAttempt {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// The sign-in is over.
    ClearAttempt,
    /// The roles that this browser switched to.
    SetRecentRoles {
        /// As `crate::switch_role::recent` writes it.
        value: String,
        /// Lifetime in seconds.
        seconds: i64,
    },
}

/// A lifetime as cookies count it.
pub(crate) fn seconds(lifetime: std::time::Duration) -> i64 {
    i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX)
}

/// An answer with its cookies.
#[derive(Debug)]
pub struct Answer<T> {
    /// What to show.
    pub body: T,
    /// What to remember.
    pub cookies: Vec<CookieChange>,
}

impl<T> Answer<T> {
    /// An answer that changes no cookie.
    pub fn new(body: T) -> Self {
        Self {
            body,
            cookies: Vec::new(),
        }
    }

    /// Adds a cookie change.
    #[must_use]
    pub fn with(mut self, change: CookieChange) -> Self {
        self.cookies.push(change);
        self
    }
}
