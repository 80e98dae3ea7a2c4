//! What a use case knows of the browser that asks, and what it may tell that browser's cookie jar.

use vestibule_credentials::token::Token;

/// The browser that asks. Cookies that do not parse count as absent.
#[derive(Debug, Default)]
pub struct Caller {
    /// The session.
    pub session: Option<Token>,
    /// A sign-in that is not finished.
    pub attempt: Option<Token>,
}

/// A change to the browser's cookies that goes with an answer.
#[derive(Debug)]
pub enum CookieChange {
    /// A new session.
    SetSession {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// Signed out.
    ClearSession,
    /// A sign-in goes on.
    SetAttempt {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// The sign-in is over.
    ClearAttempt,
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

/// A lifetime as cookies count it.
pub(crate) fn seconds(lifetime: std::time::Duration) -> i64 {
    i64::try_from(lifetime.as_secs()).unwrap_or(i64::MAX)
}
