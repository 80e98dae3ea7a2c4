//! The simulated browser's cookie jar.
//!
//! RFC 6265bis as far as it is needed: host-only and domain cookies, paths, `Secure`, `Max-Age` before `Expires`, the
//! `__Host-` and `__Secure-` prefixes. Expiry follows the simulated clock, which is why no library's jar is used.

use cookie::{Cookie, Expiration};
use serde::Serialize;
use sqlx::sqlite::SqliteArguments;
use sqlx::{Arguments as _, AssertSqlSafe, Encode, FromRow, Sqlite, Type};
use url::Url;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use crate::{Desk, DeskError};

/// Longest cookie kept, name and value together.
const LONGEST: usize = 4096;

/// A cookie as its owner sees it: never with its value.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CookieView {
    /// Name.
    pub name: String,
    /// Host it belongs to.
    pub domain: String,
    /// Path it is sent under.
    pub path: String,
    /// When it goes; `null` when the app is closed.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub expires_at: Option<Timestamp>,
    /// Kept from the page's scripts.
    pub http_only: bool,
    /// Sent over TLS only.
    pub secure: bool,
    /// `SameSite`.
    pub same_site: Option<String>,
}

#[derive(FromRow)]
struct Row {
    name: String,
    domain: String,
    path: String,
    sealed: Vec<u8>,
    expires_at: Option<i64>,
    http_only: bool,
    secure: bool,
    same_site: Option<String>,
}

/// What one answer does to the jar: statements, and the values of all their `?`.
#[derive(Default)]
struct Changes {
    text: String,
    values: SqliteArguments,
}

impl Changes {
    fn bind<'t, T: Encode<'t, Sqlite> + Type<Sqlite>>(&mut self, value: T) -> Result<&mut Self, DeskError> {
        self.values.add(value).map_err(sqlx::Error::Encode)?;
        Ok(self)
    }
}

impl Desk {
    /// The `Cookie` header for a site, if any cookie is for it.
    ///
    /// # Errors
    /// Store failures; a cookie that does not open is left out.
    pub async fn cookie_header(&self, site: &str) -> Result<Option<String>, DeskError> {
        let Ok(url) = Url::parse(site) else { return Ok(None) };
        let host = url.host_str().unwrap_or_default();
        let mut header = String::new();
        for row in self.live_cookies().await? {
            let matches =
                row.domain == host && path_matches(url.path(), &row.path) && (!row.secure || url.scheme() == "https");
            if !matches {
                continue;
            }
            let Ok(value) = self.key.open(&place(&row.name, &row.domain, &row.path), &row.sealed) else {
                continue;
            };
            if !header.is_empty() {
                header.push_str("; ");
            }
            header.push_str(&row.name);
            header.push('=');
            header.push_str(std::str::from_utf8(&value).unwrap_or_default());
        }
        Ok((!header.is_empty()).then_some(header))
    }

    /// Keeps, replaces or drops cookies as a response says. What breaks the rules is ignored, as in a browser.
    ///
    /// # Errors
    /// Store failures.
    pub async fn store_cookies(&self, site: &str, set_cookie: &[&str]) -> Result<(), DeskError> {
        let Ok(url) = Url::parse(site) else { return Ok(()) };
        // All in one go: the way to SQLite's thread and back takes longer than a statement.
        let mut changes = Changes::default();
        for text in set_cookie {
            if let Ok(cookie) = Cookie::parse(*text)
                && acceptable(&cookie, &url)
            {
                self.keep(&mut changes, &cookie, url.host_str().unwrap_or_default())?;
            }
        }
        if !changes.text.is_empty() {
            sqlx::query_with(AssertSqlSafe(changes.text), changes.values)
                .execute(&self.jar)
                .await?;
        }
        Ok(())
    }

    fn keep(&self, changes: &mut Changes, cookie: &Cookie<'_>, host: &str) -> Result<(), DeskError> {
        let now = self.clock.now();
        let (name, path) = (
            cookie.name(),
            cookie.path().filter(|path| path.starts_with('/')).unwrap_or("/"),
        );
        let expires_at = expiry(cookie, now);
        if expires_at.is_some_and(|at| at <= now) {
            changes
                .text
                .push_str("DELETE FROM cookies WHERE name = ? AND domain = ? AND path = ?;");
            return changes.bind(name)?.bind(host)?.bind(path).map(|_| ());
        }
        let sealed = self
            .key
            .seal(&place(name, host, path), cookie.value().as_bytes(), &*self.entropy)?;
        changes.text.push_str("INSERT OR REPLACE INTO cookies (name, domain, path, sealed, expires_at, http_only, secure, same_site) VALUES (?, ?, ?, ?, ?, ?, ?, ?);");
        changes
            .bind(name)?
            .bind(host)?
            .bind(path)?
            .bind(sealed)?
            .bind(expires_at.map(Timestamp::as_millisecond))?
            .bind(cookie.http_only().unwrap_or(false))?
            .bind(cookie.secure().unwrap_or(false))?
            .bind(cookie.same_site().map(|same_site| same_site.to_string()))
            .map(|_| ())
    }

    /// The jar, by name. Expired cookies are gone.
    ///
    /// # Errors
    /// Store failures.
    pub async fn cookies(&self) -> Result<Vec<CookieView>, DeskError> {
        let rows = self.live_cookies().await?;
        Ok(rows
            .into_iter()
            .map(|row| CookieView {
                expires_at: row.expires_at.and_then(|at| Timestamp::from_millisecond(at).ok()),
                name: row.name,
                domain: row.domain,
                path: row.path,
                http_only: row.http_only,
                secure: row.secure,
                same_site: row.same_site,
            })
            .collect())
    }

    /// Deletes one cookie.
    ///
    /// # Errors
    /// Store failures.
    pub async fn delete_cookie(&self, name: &str, domain: &str, path: &str) -> Result<(), DeskError> {
        sqlx::query("DELETE FROM cookies WHERE name = ?1 AND domain = ?2 AND path = ?3")
            .bind(name)
            .bind(domain)
            .bind(path)
            .execute(&self.pool)
            .await?;
        Ok(())
    }

    /// Deletes all cookies.
    ///
    /// # Errors
    /// Store failures.
    pub async fn clear_cookies(&self) -> Result<(), DeskError> {
        sqlx::query("DELETE FROM cookies").execute(&self.pool).await?;
        Ok(())
    }

    async fn live_cookies(&self) -> Result<Vec<Row>, DeskError> {
        Ok(
            sqlx::query_as("SELECT * FROM cookies WHERE expires_at IS NULL OR expires_at > ?1 ORDER BY name")
                .bind(self.clock.now().as_millisecond())
                .fetch_all(&self.jar)
                .await?,
        )
    }
}

fn place(name: &str, domain: &str, path: &str) -> String {
    format!("cookie/{domain}{path}/{name}")
}

fn expiry(cookie: &Cookie<'_>, now: Timestamp) -> Option<Timestamp> {
    if let Some(age) = cookie.max_age() {
        let at = now.as_second().saturating_add(age.whole_seconds());
        return Some(Timestamp::from_second(at).unwrap_or(Timestamp::MAX));
    }
    match cookie.expires()? {
        Expiration::Session => None,
        Expiration::DateTime(at) => Timestamp::from_second(at.unix_timestamp()).ok(),
    }
}

/// RFC 6265bis sections 4.1.3 and 5.7: prefixes, size, and no cookies for other hosts.
fn acceptable(cookie: &Cookie<'_>, url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let secure = cookie.secure().unwrap_or(false);
    let name = cookie.name().to_ascii_lowercase();
    let foreign = cookie
        .domain()
        .is_some_and(|domain| domain.trim_start_matches('.') != host);
    let legal_host =
        !name.starts_with("__host-") || (secure && cookie.domain().is_none() && cookie.path() == Some("/"));
    let legal_secure = !name.starts_with("__secure-") || secure;
    let legal_transport = !secure || url.scheme() == "https";
    !name.is_empty()
        && !foreign
        && legal_host
        && legal_secure
        && legal_transport
        && cookie.name().len() + cookie.value().len() <= LONGEST
}

/// RFC 6265 section 5.1.4.
fn path_matches(request: &str, cookie: &str) -> bool {
    request == cookie
        || request
            .strip_prefix(cookie)
            .is_some_and(|rest| cookie.ends_with('/') || rest.starts_with('/'))
}
