//! AWS Signature Version 4, as a service checks it: what a request claims, and whether a secret made its signature.
//!
//! What stands in the headers or in the query says who signed, when, and for whom; [`read`] takes it apart. Whether that may
//! be (the time, the scope, the key) is the caller's to judge; [`Claim::fits`] says whether the signature is the secret's.
//! Two things are stricter than AWS: a header that is listed as signed must be there, and every `x-amz-*` header must be
//! listed, so that nobody adds one on the way.
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_sigv-create-signed-request.html>

use std::collections::BTreeSet;
use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::TimeZone;
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

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

/// The parts of the one place where a request may carry its signature.
struct Parts {
    credential: Option<String>,
    signed_headers: Option<String>,
    signature: Option<String>,
    stamp: Option<String>,
    lifetime: Option<u32>,
    session_token: Option<String>,
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

fn of_header(wire: &Wire<'_>, value: &str) -> Result<Parts, Unreadable> {
    let rest = value
        .strip_prefix(ALGORITHM)
        .filter(|rest| rest.starts_with(' '))
        .ok_or_else(|| {
            let algorithm = value.split(' ').next().unwrap_or_default();
            incomplete(format!("Unsupported AWS 'algorithm': '{}'.", shown(algorithm)))
        })?;
    let (mut credential, mut signed_headers, mut signature) = (None, None, None);
    for part in rest.split(',').map(str::trim) {
        let place = match part.split_once('=') {
            Some(("Credential", value)) => (&mut credential, value),
            Some(("SignedHeaders", value)) => (&mut signed_headers, value),
            Some(("Signature", value)) => (&mut signature, value),
            _ => {
                return Err(incomplete(
                    "The Authorization header has a part that it should not have.",
                ));
            }
        };
        if place.0.replace(place.1.to_owned()).is_some() {
            return Err(incomplete("The Authorization header says something twice."));
        }
    }
    let one = |name: &str| match headers(wire, name).as_slice() {
        [] => None,
        values => Some(values.join(",")),
    };
    let stamp = one("x-amz-date").or_else(|| one("date").map(|text| of_http_date(&text).unwrap_or(text)));
    Ok(Parts {
        credential,
        signed_headers,
        signature,
        stamp,
        lifetime: None,
        session_token: one("x-amz-security-token"),
    })
}

fn of_query(query: &[(String, String)]) -> Result<Parts, Unreadable> {
    let one = |name: &str| {
        let mut values = query.iter().filter(|(key, _)| key == name).map(|(_, value)| value);
        match (values.next(), values.next()) {
            (value, None) => Ok(value.cloned()),
            (_, Some(_)) => Err(incomplete(format!("{name} is there twice."))),
        }
    };
    match one("X-Amz-Algorithm")?.as_deref() {
        Some(ALGORITHM) => {}
        Some(other) => return Err(incomplete(format!("Unsupported AWS 'algorithm': '{}'.", shown(other)))),
        None => {
            return Err(incomplete(
                "AWS query-string parameters must include 'X-Amz-Algorithm'.",
            ));
        }
    }
    // A week at most; 15 minutes where nothing is said.
    let lifetime = match one("X-Amz-Expires")? {
        None => 900,
        Some(text) => text
            .parse()
            .ok()
            .filter(|seconds| (1..=604_800).contains(seconds))
            .ok_or_else(|| incomplete("X-Amz-Expires is a number of seconds, 1 to 604800."))?,
    };
    Ok(Parts {
        credential: one("X-Amz-Credential")?,
        signed_headers: one("X-Amz-SignedHeaders")?,
        signature: one("X-Amz-Signature")?,
        stamp: one("X-Amz-Date")?,
        lifetime: Some(lifetime),
        session_token: one("X-Amz-Security-Token")?,
    })
}

/// Whether a parameter of the query is about the signature.
#[must_use]
pub fn is_signing(name: &str) -> bool {
    matches!(
        name,
        "X-Amz-Algorithm"
            | "X-Amz-Credential"
            | "X-Amz-Date"
            | "X-Amz-Expires"
            | "X-Amz-SignedHeaders"
            | "X-Amz-Signature"
            | "X-Amz-Security-Token"
    )
}

fn check_signed(wire: &Wire<'_>, signed: &[String]) -> Result<(), Unreadable> {
    let unsigned = |words: String| Err(Unreadable::Unsigned(words));
    let names: BTreeSet<&str> = signed.iter().map(String::as_str).collect();
    if names.len() != signed.len() || !names.iter().copied().eq(signed.iter().map(String::as_str)) {
        return Err(incomplete("SignedHeaders are sorted, and each is there once."));
    }
    if !names.contains("host") {
        return unsigned("'Host' or ':authority' must be a 'SignedHeader' in the AWS Authorization.".to_owned());
    }
    for name in &names {
        if headers(wire, name).is_empty() {
            return unsigned(format!("The header '{}' was signed, and is not there.", shown(name)));
        }
    }
    let added = wire
        .headers
        .iter()
        .find(|(name, _)| name.starts_with("x-amz-") && !names.contains(name.as_str()));
    match added {
        Some((name, _)) => unsigned(format!(
            "There were headers present in the request which were not signed: '{}'.",
            shown(name)
        )),
        None => Ok(()),
    }
}

impl Claim {
    /// Whether this secret made the signature. It takes the same time for every wrong one.
    #[must_use]
    pub fn fits(&self, wire: &Wire<'_>, secret: &[u8]) -> bool {
        let Some(canonical) = self.canonical(wire) else {
            return false;
        };
        let scope = &self.scope;
        let to_sign = format!(
            "{ALGORITHM}\n{}\n{}/{}/{}/{}\n{}",
            self.stamp,
            scope.date,
            scope.region,
            scope.service,
            scope.terminator,
            hex(&Sha256::digest(canonical.as_bytes()))
        );
        let mut first = b"AWS4".to_vec();
        first.extend_from_slice(secret);
        let mut key = mac(&first, &scope.date);
        for part in [&scope.region, &scope.service, &scope.terminator] {
            key = mac(&key, part);
        }
        let expected = hex(&mac(&key, &to_sign));
        zeroize(&mut first);
        bool::from(expected.as_bytes().ct_eq(self.signature.as_bytes()))
    }

    /// The canonical request; none for a query that cannot be read, or a body other than the header says.
    fn canonical(&self, wire: &Wire<'_>) -> Option<String> {
        let body = hex(&Sha256::digest(wire.body));
        if let [said] = headers(wire, "x-amz-content-sha256").as_slice()
            && *said != body
        {
            return None;
        }
        let mut query: Vec<(String, String)> = pairs(wire.query)?
            .into_iter()
            .filter(|(name, _)| name != "X-Amz-Signature")
            .map(|(name, value)| (encoded(&name), encoded(&value)))
            .collect();
        query.sort();
        let query: Vec<String> = query.iter().map(|(name, value)| format!("{name}={value}")).collect();
        let mut text = format!("{}\n{}\n{}\n", wire.method, path(wire.path), query.join("&"));
        for name in &self.signed_headers {
            let values: Vec<String> = headers(wire, name).iter().map(|value| squeezed(value)).collect();
            text.push_str(name);
            text.push(':');
            text.push_str(&values.join(","));
            text.push('\n');
        }
        text.push('\n');
        text.push_str(&self.signed_headers.join(";"));
        text.push('\n');
        text.push_str(&body);
        Some(text)
    }
}

/// The parameters of a query, in their order; none if the percent-encoding is wrong. A plus is a plus: whoever signs writes
/// a space as `%20`, and both must read the same.
#[must_use]
pub fn pairs(query: &str) -> Option<Vec<(String, String)>> {
    query
        .split('&')
        .filter(|part| !part.is_empty())
        .map(|part| {
            let (name, value) = part.split_once('=').unwrap_or((part, ""));
            Some((decoded(name)?, decoded(value)?))
        })
        .collect()
}

fn headers<'a>(wire: &Wire<'a>, name: &str) -> Vec<&'a str> {
    let named = wire.headers.iter().filter(|(known, _)| known == name);
    named.map(|(_, value)| value.as_str()).collect()
}

/// Without spaces around it, and with one where there were several.
fn squeezed(value: &str) -> String {
    value
        .split([' ', '\t'])
        .filter(|word| !word.is_empty())
        .collect::<Vec<_>>()
        .join(" ")
}

/// Normalized, and encoded once more than it came (every service but S3).
fn path(raw: &str) -> String {
    let mut parts: Vec<&str> = Vec::new();
    for part in raw.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()),
            other => parts.push(other),
        }
    }
    let mut text = String::new();
    for part in &parts {
        text.push('/');
        text.push_str(&encoded(part));
    }
    // RFC 3986 5.2.4: what ends in a dot ends in the folder.
    if parts.is_empty() || matches!(raw.rsplit('/').next(), Some("" | "." | "..")) {
        text.push('/');
    }
    text
}

fn encoded(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || b"-_.~".contains(&byte) {
            out.push(char::from(byte));
        } else {
            // Writing to a string cannot fail.
            let _ = write!(out, "%{byte:02X}");
        }
    }
    out
}

fn decoded(text: &str) -> Option<String> {
    let mut bytes = text.bytes();
    let mut out = Vec::with_capacity(text.len());
    while let Some(byte) = bytes.next() {
        if byte == b'%' {
            let digit = |byte: Option<u8>| char::from(byte?).to_digit(16);
            let value = digit(bytes.next())? * 16 + digit(bytes.next())?;
            out.push(u8::try_from(value).ok()?);
        } else {
            out.push(byte);
        }
    }
    String::from_utf8(out).ok()
}

fn time_of(stamp: &str) -> Option<Timestamp> {
    // `20260301T120000Z`, and nothing that only reads alike.
    let time = TimeZone::UTC
        .to_timestamp(DateTime::strptime(STAMP, stamp).ok()?)
        .ok()?;
    (time.strftime(STAMP).to_string() == stamp).then_some(time)
}

/// The `Date` header's form as the string to sign has it.
fn of_http_date(text: &str) -> Option<String> {
    let time = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(time.strftime(STAMP).to_string())
}

/// A time as signatures write it.
#[must_use]
pub fn stamp(time: Timestamp) -> String {
    time.strftime(STAMP).to_string()
}

fn shown(text: &str) -> String {
    text.chars().filter(|one| !one.is_control()).take(200).collect()
}

fn mac(key: &[u8], text: &str) -> Vec<u8> {
    // HMAC takes keys of any length (RFC 2104).
    let Ok(mut mac) = Hmac::<Sha256>::new_from_slice(key) else {
        return Vec::new();
    };
    mac.update(text.as_bytes());
    mac.finalize().into_bytes().to_vec()
}

fn zeroize(bytes: &mut Vec<u8>) {
    secrecy::zeroize::Zeroize::zeroize(bytes);
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}

#[cfg(test)]
mod tests;
