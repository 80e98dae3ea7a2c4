//! Holds a response against the provider that it names: by the certificates in the provider's metadata and nothing else.

use std::time::Duration;

use vestibule_identity::Timestamp;
use vestibule_identity::event::REGIONS;
use vestibule_saml::{
    AWS_ACS, AWS_ENTITY, Attribute, Check, Expected, IdpMetadata, InResponseTo, NameId, Outcome, Refusal, Report,
    Unverified, Verified, judge, unverified,
};
use vestibule_store::{ProviderRow, Reads, identity_providers as providers};

use super::inspect::no_role;
use super::refusal::SamlRefusal;
use super::roles::pairs;
use super::sheet::{Found, Sheet};
use crate::{Service, ServiceError, addresses};

/// By how much the provider's clock may differ. AWS documents nothing.
pub(super) const SKEW: Duration = Duration::from_mins(1);
/// How old an assertion may be: AWS redeems it within five minutes.
/// <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithSAML.html>
pub(super) const OLDEST: Duration = Duration::from_mins(5);
/// Providers that are looked for, and those whose certificates are tried: more than one only where a response names several.
const MOST_LOOKED_FOR: usize = 64;
const MOST_TRIED: usize = 8;

/// A response as it came.
#[derive(Debug, Clone, Copy)]
pub(super) struct Sent<'a> {
    /// XML.
    pub(super) bytes: &'a [u8],
    /// The endpoint that it was posted to; every one where none was, as in the API.
    pub(super) endpoints: &'a [&'a str],
    /// Which request it may answer.
    pub(super) in_response_to: InResponseTo<'a>,
    /// Now.
    pub(super) now: Timestamp,
}

/// What became of it.
#[derive(Debug)]
pub(super) struct Weighed {
    /// The provider that it was held against.
    pub(super) provider: Option<ProviderRow>,
    pub(super) sheet: Sheet,
    pub(super) verdict: Verdict,
}

#[derive(Debug)]
pub(super) enum Verdict {
    /// Its claims may be believed.
    Held(Box<Verified>),
    /// Refused.
    Refused {
        refusal: SamlRefusal,
        /// What was signed nevertheless; none if the signature does not hold.
        signed: Option<Box<Said>>,
    },
}

/// What the provider said and signed. It may be too old, or for somebody else: whether it lets anybody in is the verdict.
#[derive(Debug, Clone)]
pub(super) struct Said {
    pub(super) assertion_id: String,
    pub(super) subject: NameId,
    pub(super) issuer: String,
    pub(super) recipient: String,
    pub(super) attributes: Vec<Attribute>,
    /// When the provider's own session ends.
    pub(super) session_until: Option<Timestamp>,
}

impl From<&Verified> for Said {
    fn from(verified: &Verified) -> Self {
        Self {
            assertion_id: verified.assertion_id.clone(),
            subject: verified.subject.clone(),
            issuer: verified.issuer.clone(),
            recipient: verified.recipient.clone(),
            attributes: verified.attributes.clone(),
            session_until: verified.session_until,
        }
    }
}

impl Service {
    /// Holds a response against the providers that it names, or against the one that is asked for: the first that signed it
    /// is the one.
    pub(super) async fn weigh(
        &self,
        connection: &mut impl Reads,
        sent: &Sent<'_>,
        wanted: Option<&str>,
    ) -> Result<Weighed, ServiceError> {
        let claims = unverified(sent.bytes);
        let arns = match wanted {
            Some(arn) => vec![arn.to_owned()],
            None => named(claims.as_ref()),
        };
        let mut best: Option<Weighed> = None;
        let mut tried = 0;
        for arn in arns.iter().take(MOST_LOOKED_FOR) {
            let row = providers::by_arn(connection, arn).await?;
            let Some(row) = row.filter(|row| row.is_saml) else {
                continue;
            };
            let weighed = hold(row, sent, claims.as_ref());
            if matches!(weighed.verdict, Verdict::Held(_)) {
                return Ok(weighed);
            }
            // Of those that did not sign it, the one that it says it is from tells most.
            let is_issuer = |one: &Weighed| {
                !matches!(
                    &one.verdict,
                    Verdict::Refused {
                        refusal: SamlRefusal::Issuer,
                        ..
                    }
                )
            };
            if best.as_ref().is_none_or(|best| is_issuer(&weighed) && !is_issuer(best)) {
                best = Some(weighed);
            }
            tried += 1;
            if tried >= MOST_TRIED {
                break;
            }
        }
        Ok(best.unwrap_or_else(|| nobody(sent, claims.as_ref(), arns.first().map(String::as_str))))
    }

    /// Whether the provider is what it was when the response was held against it.
    pub(super) async fn still_holds(
        &self,
        connection: &mut impl Reads,
        weighed: &Weighed,
    ) -> Result<bool, ServiceError> {
        let Some(row) = &weighed.provider else {
            return Ok(false);
        };
        Ok(providers::by_arn(connection, &row.arn).await?.as_ref() == Some(row))
    }
}

/// Providers by the claims, each once.
fn named(claims: Option<&Unverified>) -> Vec<String> {
    let mut arns: Vec<String> = Vec::new();
    for pair in claims.map(|claims| pairs(&claims.attributes)).unwrap_or_default() {
        if !arns.contains(&pair.provider) {
            arns.push(pair.provider);
        }
    }
    arns
}

fn hold(row: ProviderRow, sent: &Sent<'_>, claims: Option<&Unverified>) -> Weighed {
    let metadata = match IdpMetadata::parse(row.metadata.as_deref().unwrap_or_default()) {
        Ok(metadata) => metadata,
        Err(error) => {
            let words = format!("The metadata of {} cannot be used: {error}.", row.arn);
            return Weighed {
                sheet: Sheet::begin(Some(&row.arn), Found::Wrong(words), None),
                provider: Some(row),
                verdict: Verdict::Refused {
                    refusal: SamlRefusal::Issuer,
                    signed: None,
                },
            };
        }
    };
    let audiences: Vec<&str> = [AWS_ENTITY, AWS_ACS]
        .into_iter()
        .chain(sent.endpoints.iter().copied().filter(|one| *one != AWS_ACS))
        .collect();
    let report = judge(
        sent.bytes,
        &Expected {
            trusted: &metadata.keys,
            issuer: &metadata.entity_id,
            audiences: &audiences,
            destinations: sent.endpoints,
            in_response_to: sent.in_response_to,
            now: sent.now,
            skew: SKEW,
            oldest: OLDEST,
        },
    );
    let verdict = match &report.verdict {
        Ok(verified) => Verdict::Held(Box::new(verified.clone())),
        Err(_) => refused(&report, claims, &metadata.entity_id),
    };
    // What a provider is called is told to whoever brings something that it signed.
    let found = match &verdict {
        Verdict::Held(_) | Verdict::Refused { signed: Some(_), .. } => {
            Found::There(format!("{}, whose issuer is {}.", row.arn, metadata.entity_id))
        }
        Verdict::Refused {
            refusal: SamlRefusal::Issuer,
            signed: None,
        } => {
            let issuer = claims.and_then(|claims| claims.issuer.as_deref()).unwrap_or("nobody");
            Found::Wrong(format!(
                "{} is of another issuer. The response says that it is from {issuer}.",
                row.arn
            ))
        }
        Verdict::Refused { signed: None, .. } => Found::There(format!("{}.", row.arn)),
    };
    Weighed {
        sheet: Sheet::begin(Some(&row.arn), found, Some(&report)),
        provider: Some(row),
        verdict,
    }
}

fn refused(report: &Report, claims: Option<&Unverified>, issuer: &str) -> Verdict {
    let failed = report
        .lines
        .iter()
        .find(|line| matches!(line.outcome, Outcome::Failed(_)))
        .map_or(Check::Shape, |line| line.check);
    let signed = signed(report, claims);
    // Of a response from somebody else AWS says so, though its signature cannot hold either.
    let is_foreign = claims.and_then(|claims| claims.issuer.as_deref()) != Some(issuer);
    let refusal = match SamlRefusal::of(failed) {
        SamlRefusal::Signature if is_foreign && signed.is_none() => SamlRefusal::Issuer,
        other => other,
    };
    Verdict::Refused { refusal, signed }
}

/// The claims, if the signature holds: it covers the one assertion that there is, and the gate lets nothing in that could be
/// read in two ways.
fn signed(report: &Report, claims: Option<&Unverified>) -> Option<Box<Said>> {
    let passed = |check| {
        let line = report.lines.iter().find(|line| line.check == check)?;
        match &line.outcome {
            Outcome::Passed(detail) => Some(detail),
            _ => None,
        }
    };
    passed(Check::Signature)?;
    passed(Check::Certificate)?;
    let claims = claims?;
    Some(Box::new(Said {
        assertion_id: passed(Check::OneAssertion)?.clone(),
        subject: claims.subject.clone().unwrap_or_default(),
        issuer: claims.issuer.clone().unwrap_or_default(),
        recipient: claims.recipients.first().cloned().unwrap_or_default(),
        attributes: claims.attributes.clone(),
        session_until: None,
    }))
}

/// No provider that it names is there; what can be said without one is said.
fn nobody(sent: &Sent<'_>, claims: Option<&Unverified>, arn: Option<&str>) -> Weighed {
    let issuer = claims.and_then(|claims| claims.issuer.clone()).unwrap_or_default();
    let report = judge(
        sent.bytes,
        &Expected {
            trusted: &[],
            issuer: &issuer,
            audiences: &[AWS_ENTITY],
            destinations: sent.endpoints,
            in_response_to: sent.in_response_to,
            now: sent.now,
            skew: SKEW,
            oldest: OLDEST,
        },
    );
    let first = report
        .lines
        .iter()
        .find(|line| matches!(line.outcome, Outcome::Failed(_)))
        .map_or(Check::Shape, |line| line.check);
    let is_readable = !matches!(
        first,
        Check::Encoding | Check::Shape | Check::Status | Check::OneAssertion
    );
    let (refusal, sheet) = match arn {
        Some(arn) if is_readable => {
            let found = Found::Wrong(format!("There is no {arn}."));
            (SamlRefusal::NoProvider, Sheet::begin(Some(arn), found, Some(&report)))
        }
        None if is_readable => {
            let mut sheet = Sheet::begin(None, Found::NotLookedFor, Some(&report));
            let attributes = claims.map(|claims| claims.attributes.as_slice()).unwrap_or_default();
            let fault = no_role(attributes);
            sheet.note(&fault);
            // Unsigned, or signed in another way, it is refused for that.
            let refusal = match first {
                Check::Signed | Check::Algorithm => SamlRefusal::of(first),
                _ => fault.refusal,
            };
            (refusal, sheet)
        }
        _ => (
            SamlRefusal::of(first),
            Sheet::begin(None, Found::NotLookedFor, Some(&report)),
        ),
    };
    Weighed {
        provider: None,
        sheet,
        verdict: Verdict::Refused { refusal, signed: None },
    }
}

/// All endpoints: the API is not told where a response was posted, so that its recipient may be any of them.
pub(super) fn every_endpoint() -> Vec<String> {
    let regional = REGIONS.iter().map(|region| addresses::saml_endpoint(region));
    std::iter::once(AWS_ACS.to_owned()).chain(regional).collect()
}

/// What the sign-in endpoints answer to a field that is not base64.
pub(super) fn unreadable() -> Weighed {
    Weighed {
        provider: None,
        sheet: Sheet::unreadable(&Refusal::NotBase64),
        verdict: Verdict::Refused {
            refusal: SamlRefusal::Response,
            signed: None,
        },
    }
}
