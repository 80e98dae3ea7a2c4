//! AWS Signature Version 4, as a service checks it: what a request claims, and whether a secret made its signature.
//!
//! What stands in the headers or in the query says who signed, when, and for whom; [`read`] takes it apart. Whether that may
//! be (the time, the scope, the key) is the caller's to judge; [`Claim::fits`] says whether the signature is the secret's.
//! Two things are stricter than AWS: a header that is listed as signed must be there, and every `x-amz-*` header must be
//! listed, so that nobody adds one on the way.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

mod canonical;
mod parts;

use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;

pub use canonical::pairs;
pub use parts::is_signing;
use parts::{check_signed, of_header, of_query};

/// The one algorithm.
pub const ALGORITHM: &str = "AWS4-HMAC-SHA256";
const STAMP: &str = "%Y%m%dT%H%M%SZ";

/// A request as it came over the wire.
#[derive(Clone, Copy)]
pub struct Wire<'a> {
    /// HTTP method.
    pub method: &'a str,
    /// Path, percent-encoded as it came.
    pub path: &'a str,
    /// Query without the question mark, percent-encoded as it came.
    pub query: &'a str,
    /// Headers with their names in lower case, in their order.
    pub headers: &'a [(String, String)],
    /// Body.
    pub body: &'a [u8],
}

/// Headers and body may hold secrets.
impl std::fmt::Debug for Wire<'_> {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} {}", self.method, self.path)
    }
}

/// What a signature is good for, apart from the key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scope {
    /// `YYYYMMDD`
    pub date: String,
    /// For example `us-east-1`.
    pub region: String,
    /// For example `sts`.
    pub service: String,
    /// `aws4_request`
    pub terminator: String,
}

/// What a request says of its signature.
#[derive(Clone)]
pub struct Claim {
    /// The id of the access key.
    pub key_id: String,
    /// The scope.
    pub scope: Scope,
    /// When it was signed, as the string to sign has it.
    pub stamp: String,
    /// The same as a time.
    pub time: Timestamp,
    /// `X-Amz-Expires` of a presigned address, in seconds; none: the signature is in the headers.
    pub lifetime: Option<u32>,
    /// `X-Amz-Security-Token`.
    pub session_token: Option<String>,
    signed_headers: Vec<String>,
    signature: String,
}

/// Token and signature are worth something.
impl std::fmt::Debug for Claim {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "{} at {}", self.key_id, self.stamp)
    }
}

/// Why a request claims nothing that could be checked.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Unreadable {
    /// Nobody signed it.
    #[error("Request is missing Authentication Token")]
    Missing,
    /// Something is missing or written wrongly.
    #[error("{0}")]
    Incomplete(String),
    /// Something that must be signed is not.
    #[error("{0}")]
    Unsigned(String),
    /// The query is not percent-encoded text.
    #[error("The query string contains a syntax error.")]
    Query,
}

fn incomplete(words: impl Into<String>) -> Unreadable {
    Unreadable::Incomplete(words.into())
}

/// Reads what a request claims.
///
/// # Errors
/// [`Unreadable`].
pub fn read(wire: &Wire<'_>) -> Result<Claim, Unreadable> {
    let query = pairs(wire.query).ok_or(Unreadable::Query)?;
    let in_query = query.iter().any(|(name, _)| is_signing(name));
    let parts = match (headers(wire, "authorization").as_slice(), in_query) {
        ([], false) => return Err(Unreadable::Missing),
        ([], true) => of_query(&query)?,
        ([one], false) => of_header(wire, one)?,
        ([..], true) => {
            return Err(incomplete(
                "A request is signed in its header or in its query, not in both.",
            ));
        }
        ([..], false) => return Err(incomplete("There is more than one Authorization header.")),
    };
    let place = if in_query {
        "AWS query-string parameters must include 'X-Amz-"
    } else {
        "Authorization header requires '"
    };
    let needed = |part: Option<String>, name: &str| part.ok_or_else(|| incomplete(format!("{place}{name}'.")));
    let credential = needed(parts.credential, "Credential")?;
    let signed_headers = needed(parts.signed_headers, "SignedHeaders")?;
    let signature = needed(parts.signature, "Signature")?;
    let stamp = needed(parts.stamp, "Date")?;
    let time = time_of(&stamp).ok_or_else(|| {
        incomplete(format!(
            "Date must be in ISO-8601 'basic format'. Got '{}'.",
            shown(&stamp)
        ))
    })?;
    let elements: Vec<&str> = credential.split('/').collect();
    let [key_id, date, region, service, terminator] = elements.as_slice() else {
        return Err(incomplete(format!(
            "Credential must have exactly 5 slash-delimited elements, e.g. keyid/date/region/service/term, got '{}'",
            shown(&credential)
        )));
    };
    let signed_headers: Vec<String> = signed_headers.split(';').map(str::to_owned).collect();
    check_signed(wire, &signed_headers)?;
    Ok(Claim {
        key_id: (*key_id).to_owned(),
        scope: Scope {
            date: (*date).to_owned(),
            region: (*region).to_owned(),
            service: (*service).to_owned(),
            terminator: (*terminator).to_owned(),
        },
        stamp,
        time,
        lifetime: parts.lifetime,
        session_token: parts.session_token,
        signed_headers,
        signature,
    })
}

fn headers<'a>(wire: &Wire<'a>, name: &str) -> Vec<&'a str> {
    let named = wire.headers.iter().filter(|(known, _)| known == name);
    named.map(|(_, value)| value.as_str()).collect()
}

fn time_of(stamp: &str) -> Option<Timestamp> {
    // `20260301T120000Z`, and nothing that only reads alike.
    let time = TimeZone::UTC
        .to_timestamp(DateTime::strptime(STAMP, stamp).ok()?)
        .ok()?;
    (time.strftime(STAMP).to_string() == stamp).then_some(time)
}

/// A time as signatures write it.
#[must_use]
pub fn stamp(time: Timestamp) -> String {
    time.strftime(STAMP).to_string()
}

fn shown(text: &str) -> String {
    text.chars().filter(|one| !one.is_control()).take(200).collect()
}

#[cfg(test)]
mod tests;
