//! The canonical request, and the signature that a secret makes of it.

use std::fmt::Write as _;

use hmac::{Hmac, KeyInit as _, Mac as _};
use sha2::{Digest as _, Sha256};
use subtle::ConstantTimeEq as _;

use super::{ALGORITHM, Claim, Wire, headers};

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
    pub(super) fn canonical(&self, wire: &Wire<'_>) -> Option<String> {
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

pub(super) fn encoded(text: &str) -> String {
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

pub(super) fn mac(key: &[u8], text: &str) -> Vec<u8> {
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

pub(super) fn hex(bytes: &[u8]) -> String {
    bytes.iter().fold(String::new(), |mut text, byte| {
        let _ = write!(text, "{byte:02x}");
        text
    })
}
