//! What a use case knows of the browser that asks, and what it may tell that browser's cookie jar.

use vestibule_credentials::token::{SelectorValidator, Token};
use vestibule_identity::clock::Entropy;
use vestibule_identity::names::AccountId;

use crate::answers::RecentRole;
use crate::organization::fresh_id;

/// Names one of several sessions of a browser, in its cookie and in addresses: `<account>-<8 characters>` (facts 1.7).
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct SessionLabel(String);

impl SessionLabel {
    /// A new one.
    pub(crate) fn generate(entropy: &dyn Entropy, account: &AccountId) -> Self {
        Self(fresh_id(entropy, &format!("{account}-"), 8))
    }

    /// Reads one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let (account, suffix) = text.split_once('-')?;
        let fits = account.len() == 12
            && account.bytes().all(|byte| byte.is_ascii_digit())
            && suffix.len() == 8
            && suffix
                .bytes()
                .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit());
        fits.then(|| Self(text.to_owned()))
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// One of several sessions of a browser.
#[derive(Debug)]
pub struct LabelledSession {
    /// Its name.
    pub label: SessionLabel,
    /// Its token.
    pub token: Token,
}

/// The browser that asks. Cookies that do not parse count as absent.
#[derive(Debug, Default)]
pub struct Caller {
    /// For events and the session list.
    pub source_ip: String,
    /// For events and the session list.
    pub user_agent: String,
    /// The console session that the request is about.
    pub session: Option<Token>,
    /// Which of several sessions that is; none for a browser with one.
    pub label: Option<SessionLabel>,
    /// Multi-session is on in this browser.
    pub multi_session: bool,
    /// All sessions of a browser in which it is on.
    pub sessions: Vec<LabelledSession>,
    /// The remembered-account cookie.
    pub remembered: Option<SelectorValidator>,
    /// The cookie of an unfinished sign-in.
    pub attempt: Option<Token>,
    /// The roles that this browser switched to, newest first.
    pub recent_roles: Vec<RecentRole>,
    /// The session of the access portal.
    pub portal: Option<Token>,
    /// The cookie of an unfinished sign-in at the portal.
    pub portal_attempt: Option<Token>,
    /// "This is a trusted device".
    pub trusted: Option<Token>,
    /// Marks the browser that a tool's sign-in came by.
    pub consent: Option<Token>,
    /// The user name that this browser remembers for the portal; never authentication.
    pub portal_user: Option<String>,
    /// The session of the application whose page it is.
    pub application: Option<Token>,
    /// The cookie of a sign-in that the application began.
    pub application_attempt: Option<Token>,
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
    /// A new session beside the others; it becomes the one that addresses without a label are about.
    SetLabelledSession {
        /// Its name.
        label: SessionLabel,
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// One of several sessions is over.
    ClearLabelledSession(SessionLabel),
    /// Multi-session is on; addresses without a label are about this session.
    SetMultiSession(Option<SessionLabel>),
    /// Multi-session is off.
    ClearMultiSession,
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
    /// A new session of the access portal.
    SetPortalSession {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// Signed out of the portal.
    ClearPortalSession,
    /// A sign-in at the portal goes on.
    SetPortalAttempt {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// The sign-in at the portal is over.
    ClearPortalAttempt,
    /// This browser is trusted.
    SetTrusted {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// A tool's sign-in came by this browser.
    SetConsent {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// Remember this user name for the portal.
    SetPortalUser {
        /// As typed.
        user_name: String,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// Forget it.
    ClearPortalUser,
    /// A new session of an application.
    SetApplication {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// Signed out of the application.
    ClearApplication,
    /// An application began a sign-in.
    SetApplicationAttempt {
        /// The token; the store has only its hash.
        token: Token,
        /// Lifetime in seconds.
        seconds: i64,
    },
    /// That sign-in is over.
    ClearApplicationAttempt,
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
