//! Judging SAML responses without a world: for a program that is given files, and nothing that signs anybody in.
//!
//! It is the gate of `vestibule-saml` with what AWS sign-in expects, where nobody says otherwise.

use std::borrow::Cow;
use std::time::Duration;

use jiff::Timestamp;
use serde::Serialize;
use thiserror::Error;
use vestibule_identity::event::REGIONS;
use vestibule_saml::post::LARGEST;
use vestibule_saml::{
    AWS_ACS, AWS_ENTITY, Expected, IdpMetadata, InResponseTo, Inspection, KeyError, LeaveOut, MetadataError, Outcome,
    Refusal, TrustedKey, inspect, post, unverified,
};

use crate::addresses;

/// How old a response may be (facts 2.1 of federation).
const OLDEST: Duration = Duration::from_mins(5);
/// By how much clocks may differ, if nobody says: as for every provider of this world.
pub const SKEW: Duration = Duration::from_mins(1);
/// Bytes of a file: more than twice what a response may have, in any of its forms.
pub const LONGEST: usize = 1 << 20;

/// Why nothing can be judged.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProviderError {
    /// Not text, and no certificate in DER.
    #[error("it is neither metadata nor a certificate in PEM or DER")]
    Unreadable,
    /// Metadata that cannot be used.
    #[error(transparent)]
    Metadata(#[from] MetadataError),
    /// A certificate that cannot be used.
    #[error(transparent)]
    Certificate(#[from] KeyError),
}

/// A check that can be left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Without(LeaveOut);

impl Without {
    /// By its name; nothing for a name that there is not.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Some(Self(match name {
            "issuer" => LeaveOut::Issuer,
            "destination" => LeaveOut::Destination,
            "in-response-to" => LeaveOut::InResponseTo,
            "audience" => LeaveOut::Audience,
            "recipient" => LeaveOut::Recipient,
            "time" => LeaveOut::Time,
            _ => return None,
        }))
    }
}

/// Whose responses are judged: metadata of a provider, or its certificates alone.
#[derive(Debug)]
pub struct Provider {
    /// None, where all that were given are too short.
    keys: Vec<TrustedKey>,
    issuer: Option<String>,
}

impl Provider {
    /// Reads metadata, or certificates as PEM, or one as base64 or DER. A byte order mark and space around it do no harm.
    /// Whatever a certificate with too short a key signed is refused for that.
    ///
    /// # Errors
    /// [`ProviderError`].
    pub fn read(bytes: &[u8]) -> Result<Self, ProviderError> {
        let keys = match std::str::from_utf8(bytes).map(bare) {
            Ok(text) if text.starts_with('<') => {
                let metadata = IdpMetadata::parse(text)?;
                return Ok(Self {
                    keys: metadata.keys,
                    issuer: Some(metadata.entity_id),
                });
            }
            Ok("") => return Err(ProviderError::Unreadable),
            Ok(text) => TrustedKey::from_bundle(text)?,
            Err(_) => match TrustedKey::from_certificate(bytes) {
                Ok(key) => vec![key],
                Err(KeyError::TooShort) => Vec::new(),
                Err(KeyError::Certificate) => return Err(ProviderError::Unreadable),
                Err(other) => return Err(other.into()),
            },
        };
        Ok(Self { keys, issuer: None })
    }
}

/// What responses are held against. What is empty is as AWS sign-in expects it.
#[derive(Debug, Default)]
pub struct Expectations {
    /// Audiences.
    pub audiences: Vec<String>,
    /// Where it was posted.
    pub recipients: Vec<String>,
    /// The issuer; of metadata its own.
    pub issuer: Option<String>,
    /// The request; without one the check is left out, since nobody knows who began.
    pub in_response_to: Option<String>,
    /// What is left out.
    pub without: Vec<Without>,
    /// By how much clocks may differ.
    pub skew: Option<Duration>,
}

/// What became of one response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Judgement {
    /// `accepted` or `refused`.
    pub verdict: Word,
    /// Whom it is about, if it was accepted.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub name_id: Option<String>,
    /// The first check that failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Reason>,
    /// All checks.
    pub checks: Vec<Checked>,
    /// What it claims, whoever wrote it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub unverified: Option<Claims>,
}

/// The verdict.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Word {
    /// Every check that was made passed.
    Accepted,
    /// One did not.
    Refused,
}

/// Why.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Reason {
    /// A name that stays.
    pub code: &'static str,
    /// Words for people.
    pub words: String,
}

impl From<&Refusal> for Reason {
    fn from(refusal: &Refusal) -> Self {
        Self {
            code: refusal.code(),
            words: refusal.to_string(),
        }
    }
}

/// A check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Checked {
    /// Its name.
    pub check: &'static str,
    /// `passed`, `failed`, `not-reached` or `left-out`.
    pub outcome: &'static str,
    /// What was found.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub detail: Option<String>,
    /// Why it failed.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub refusal: Option<Reason>,
}

/// What a response claims. NOT VERIFIED.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Claims {
    /// Who it says issued it.
    pub issuer: Option<String>,
    /// When it says so.
    pub issued_at: Option<String>,
    /// Whom it says it is about.
    pub name_id: Option<String>,
    /// Its audiences.
    pub audiences: Vec<String>,
    /// Its recipients.
    pub recipients: Vec<String>,
    /// What else it says.
    pub attributes: Vec<(String, Vec<String>)>,
}

/// Judges a response: XML, or what a form carries. `now` is the relying party's clock.
#[must_use]
pub fn judge(provider: &Provider, expectations: &Expectations, file: &[u8], now: Timestamp) -> Judgement {
    let xml = match message(file) {
        Ok(xml) => xml,
        Err(refusal) => return unreadable(&refusal),
    };
    let regional: Vec<String> = REGIONS.iter().map(|region| addresses::saml_endpoint(region)).collect();
    let destinations: Vec<&str> = match expectations.recipients.as_slice() {
        [] => std::iter::once(AWS_ACS)
            .chain(regional.iter().map(String::as_str))
            .collect(),
        given => given.iter().map(String::as_str).collect(),
    };
    // AWS takes its entity id, and the sign-in address as well (facts 2.1 of federation).
    let audiences: Vec<&str> = match expectations.audiences.as_slice() {
        [] => std::iter::once(AWS_ENTITY)
            .chain(destinations.iter().copied())
            .collect(),
        given => given.iter().map(String::as_str).collect(),
    };
    let issuer = expectations.issuer.as_deref().or(provider.issuer.as_deref());
    let mut without: Vec<LeaveOut> = expectations.without.iter().map(|one| one.0).collect();
    if issuer.is_none() {
        without.push(LeaveOut::Issuer);
    }
    if expectations.in_response_to.is_none() {
        without.push(LeaveOut::InResponseTo);
    }
    let request = expectations.in_response_to.as_deref();
    let inspection = inspect(
        &xml,
        &Expected {
            trusted: &provider.keys,
            issuer: issuer.unwrap_or_default(),
            audiences: &audiences,
            destinations: &destinations,
            in_response_to: request.map_or(InResponseTo::Nothing, InResponseTo::Request),
            now,
            skew: expectations.skew.unwrap_or(SKEW),
            oldest: OLDEST,
        },
        &without,
    );
    judgement(told_of_weakness(inspection, provider), claims(&xml))
}

/// Without a single key the issuer would be unknown; here its keys are, and are too short.
fn told_of_weakness(mut inspection: Inspection, provider: &Provider) -> Inspection {
    if !provider.keys.is_empty() {
        return inspection;
    }
    let told = |refusal: &mut Refusal| {
        if matches!(refusal, Refusal::UnknownIssuer(_)) {
            *refusal = Refusal::WeakKey;
        }
    };
    for line in &mut inspection.lines {
        if let Outcome::Failed(refusal) = &mut line.outcome {
            told(refusal);
        }
    }
    if let Err(refusal) = &mut inspection.verdict {
        told(refusal);
    }
    inspection
}

/// Without byte order mark, and without space around it.
fn bare(text: &str) -> &str {
    text.strip_prefix('\u{feff}').unwrap_or(text).trim_ascii()
}

/// XML as it is; else what a form carries: base64, alone or as the field `SAMLResponse`, perhaps as a form writes it.
fn message(file: &[u8]) -> Result<Vec<u8>, Refusal> {
    if file.len() > LONGEST {
        return Err(Refusal::TooLarge { limit: LARGEST });
    }
    let text = std::str::from_utf8(file).map(bare).map_err(|_| Refusal::NotUtf8)?;
    if text.starts_with('<') {
        return Ok(text.as_bytes().to_vec());
    }
    if text.is_empty() {
        return Err(Refusal::NotXml);
    }
    let is_form = text.starts_with("SAMLResponse=") || text.contains("&SAMLResponse=");
    let form = match text {
        form if is_form => Cow::Borrowed(form),
        // The field's value as the browser sent it.
        value if value.contains('%') => Cow::Owned(format!("SAMLResponse={value}")),
        field => return post::decode(field),
    };
    let field = url::form_urlencoded::parse(form.as_bytes()).find(|(name, _)| name == "SAMLResponse");
    // Whoever copied it by hand wrote the plus signs of base64 as they are.
    post::decode(&field.map(|(_, value)| value.replace(' ', "+")).unwrap_or_default())
}

fn unreadable(refusal: &Refusal) -> Judgement {
    Judgement {
        verdict: Word::Refused,
        name_id: None,
        refusal: Some(refusal.into()),
        checks: Vec::new(),
        unverified: None,
    }
}

fn judgement(inspection: Inspection, unverified: Option<Claims>) -> Judgement {
    let checks = inspection
        .lines
        .into_iter()
        .map(|line| {
            let (outcome, detail, refusal) = match line.outcome {
                Outcome::Passed(detail) => ("passed", Some(detail), None),
                Outcome::Failed(refusal) => ("failed", None, Some(Reason::from(&refusal))),
                Outcome::NotReached => ("not-reached", None, None),
                Outcome::LeftOut => ("left-out", None, None),
            };
            Checked {
                check: line.check.code(),
                outcome,
                detail,
                refusal,
            }
        })
        .collect();
    let (verdict, name_id, refusal) = match inspection.verdict {
        Ok(name) => (Word::Accepted, Some(name.value), None),
        Err(refusal) => (Word::Refused, None, Some(Reason::from(&refusal))),
    };
    Judgement {
        verdict,
        name_id,
        refusal,
        checks,
        unverified,
    }
}

fn claims(xml: &[u8]) -> Option<Claims> {
    let claims = unverified(xml)?;
    Some(Claims {
        issuer: claims.issuer,
        issued_at: claims.issued_at,
        name_id: claims.subject.map(|name| name.value),
        audiences: claims.audiences,
        recipients: claims.recipients,
        attributes: claims
            .attributes
            .into_iter()
            .map(|attribute| (attribute.name, attribute.values))
            .collect(),
    })
}
