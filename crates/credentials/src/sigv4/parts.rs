//! The one place where a request carries its signature, header or query, and what must be signed.

use std::collections::BTreeSet;

use super::{ALGORITHM, STAMP, Unreadable, Wire, headers, incomplete, shown};

/// The parts of the one place where a request may carry its signature.
pub(super) struct Parts {
    pub(super) credential: Option<String>,
    pub(super) signed_headers: Option<String>,
    pub(super) signature: Option<String>,
    pub(super) stamp: Option<String>,
    pub(super) lifetime: Option<u32>,
    pub(super) session_token: Option<String>,
}

pub(super) fn of_header(wire: &Wire<'_>, value: &str) -> Result<Parts, Unreadable> {
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

pub(super) fn of_query(query: &[(String, String)]) -> Result<Parts, Unreadable> {
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

pub(super) fn check_signed(wire: &Wire<'_>, signed: &[String]) -> Result<(), Unreadable> {
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

/// The `Date` header's form as the string to sign has it.
fn of_http_date(text: &str) -> Option<String> {
    let time = jiff::fmt::rfc2822::parse(text).ok()?.timestamp();
    Some(time.strftime(STAMP).to_string())
}
