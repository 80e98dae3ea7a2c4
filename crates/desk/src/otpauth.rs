//! Reads `otpauth://` addresses, the text of a set-up QR code, and keys as people type them.
//! <https://github.com/google/google-authenticator/wiki/Key-Uri-Format>
//!
//! The app makes the codes that AWS takes: SHA-1, 6 digits, 30 seconds. An address that asks for others is refused by name,
//! since codes that can never match would look like a mistake of the person.

use url::{Url, form_urlencoded};
use vestibule_credentials::totp::Seed;

use crate::names::{LONGEST_LABEL, is_name};

/// What is wrong with an address or a key, in words for the person. Never with what was scanned: it holds the key.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OtpauthError {
    /// Something else was scanned.
    #[error("This is not a code for an authenticator app. Such a code begins with otpauth://totp/.")]
    Foreign,
    /// Counter-based.
    #[error("The type of this code is hotp: codes by counter. This app makes codes by time (totp) only.")]
    Hotp,
    /// No label, or one that is no name.
    #[error("The label of this code does not say whose codes these are.")]
    Label,
    /// An issuer that is no name.
    #[error("The issuer of this code is too long, or is not text.")]
    Issuer,
    /// No secret, or two.
    #[error("This code must have one secret.")]
    OneSecret,
    /// Not Base32.
    #[error("A secret key has only the letters A to Z and the digits 2 to 7. Look for 0 or O, 1 or I, 8 or B.")]
    Secret,
    /// No length that a key can have.
    #[error("This secret key is not whole: it is too short or too long, or letters are missing.")]
    Length,
    /// Other lengths.
    #[error("The digits of this code are not 6. This app makes codes of 6 digits only.")]
    Digits,
    /// Other periods.
    #[error("The period of this code is not 30. This app makes a new code every 30 seconds only.")]
    Period,
    /// Other hashes.
    #[error("The algorithm of this code is not SHA1. This app makes codes with SHA1 only.")]
    Algorithm,
}

/// What an address says.
pub(crate) struct Otpauth {
    pub(crate) issuer: String,
    pub(crate) account: String,
    pub(crate) seed: Seed,
}

impl Otpauth {
    /// Reads an address.
    pub(crate) fn parse(text: &str) -> Result<Self, OtpauthError> {
        let url = Url::parse(text.trim()).map_err(|_| OtpauthError::Foreign)?;
        if url.scheme() != "otpauth" {
            return Err(OtpauthError::Foreign);
        }
        match url.host_str().map(str::to_ascii_lowercase).as_deref() {
            Some("totp") => {}
            Some("hotp") => return Err(OtpauthError::Hotp),
            _ => return Err(OtpauthError::Foreign),
        }
        let label = decoded(url.path().trim_start_matches('/'));
        let (prefix, account) = label.split_once(':').unwrap_or(("", &label));
        let mut issuer = prefix.trim().to_owned();
        let mut seed = None;
        for (name, value) in url.query_pairs() {
            match name.to_ascii_lowercase().as_str() {
                "secret" if seed.is_some() => return Err(OtpauthError::OneSecret),
                "secret" => seed = Some(typed_seed(&value)?),
                "digits" if value != "6" => return Err(OtpauthError::Digits),
                "period" if value != "30" => return Err(OtpauthError::Period),
                "algorithm" if !["SHA1", "SHA-1", "HMACSHA1"].contains(&value.to_ascii_uppercase().as_str()) => {
                    return Err(OtpauthError::Algorithm);
                }
                "issuer" if !value.trim().is_empty() => value.trim().clone_into(&mut issuer),
                _ => {}
            }
        }
        let account = account.trim();
        if !is_name(account, LONGEST_LABEL) {
            return Err(OtpauthError::Label);
        }
        if !issuer.is_empty() && !is_name(&issuer, LONGEST_LABEL) {
            return Err(OtpauthError::Issuer);
        }
        Ok(Self {
            issuer,
            account: account.to_owned(),
            seed: seed.ok_or(OtpauthError::OneSecret)?,
        })
    }
}

/// Reads a key as pages show it and people type it: any case, in groups, with or without padding.
pub(crate) fn typed_seed(text: &str) -> Result<Seed, OtpauthError> {
    // A key that lost a letter is no Base32 either, but its letters are not to blame.
    let legal = |c: char| c.is_ascii_alphabetic() || c.is_whitespace() || "234567-=".contains(c);
    Seed::from_base32(text).map_err(|_| {
        if text.chars().all(legal) {
            OtpauthError::Length
        } else {
            OtpauthError::Secret
        }
    })
}

/// Percent-decoding as the `url` crate has it, for forms: what only a form reads specially is encoded first.
fn decoded(label: &str) -> String {
    let escaped = label.replace('+', "%2B").replace('&', "%26").replace('=', "%3D");
    form_urlencoded::parse(escaped.as_bytes())
        .map(|(name, _)| name.into_owned())
        .next()
        .unwrap_or_default()
}
