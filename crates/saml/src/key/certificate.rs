//! What a certificate says of itself. None of it is believed: it is for people to tell certificates apart.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use x509_cert::Certificate;
use x509_cert::time::Time;

/// The kind of a key.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum KeyKind {
    /// ECDSA on the curve P-256.
    P256,
    /// RSA.
    Rsa {
        /// Length of its modulus.
        bits: u32,
    },
}

/// What a certificate says of itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CertificateFacts {
    /// Whose it is (RFC 4514).
    pub subject: String,
    /// Who made it.
    pub issuer: String,
    /// Its number, in hexadecimal digits.
    pub serial: String,
    /// Its dates, which nobody holds against it; AWS does not either.
    pub from: Option<Timestamp>,
    /// When it ends.
    pub until: Option<Timestamp>,
    /// Its key.
    pub key: KeyKind,
}

impl CertificateFacts {
    pub(super) fn of(certificate: &Certificate, key: KeyKind) -> Self {
        let inside = certificate.tbs_certificate();
        let time = |time: Time| Timestamp::from_second(i64::try_from(time.to_unix_duration().as_secs()).ok()?).ok();
        Self {
            subject: inside.subject().to_string(),
            issuer: inside.issuer().to_string(),
            serial: hex(inside.serial_number().as_bytes(), ""),
            from: time(inside.validity().not_before),
            until: time(inside.validity().not_after),
            key,
        }
    }
}

pub(super) fn hex(bytes: &[u8], between: &str) -> String {
    bytes
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect::<Vec<_>>()
        .join(between)
}

/// A certificate as PEM.
#[must_use]
pub fn pem(der: &[u8]) -> String {
    let text = BASE64.encode(der);
    let mut lines = String::from("-----BEGIN CERTIFICATE-----\n");
    let mut rest = text.as_str();
    while !rest.is_empty() {
        let (line, after) = rest.split_at(rest.len().min(64));
        lines.push_str(line);
        lines.push('\n');
        rest = after;
    }
    lines.push_str("-----END CERTIFICATE-----\n");
    lines
}
