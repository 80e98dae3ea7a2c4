//! The SAML inspector: a response that somebody pasted, held against a provider as a sign-in would, without signing anybody in
//! and without taking it. *Ours*: AWS has no such page.

use vestibule_identity::Timestamp;
use vestibule_saml::{AWS_ACS, Attribute, InResponseTo, Unverified, unverified};
use vestibule_store::{ProviderRow, Reads};

use super::admit::{Case, Lasting};
use super::claims::{self, PREFIX};
use super::refusal::SamlRefusal;
use super::roles::{Pair, pairs};
use super::sheet::{Fault, Own, Sheet};
use super::weigh::{Said, Sent, Verdict, Weighed};
use super::{decoded, keys};
use crate::answers::{SamlAttribute, SamlInspectedRole, SamlInspection};
use crate::authorize::Action;
use crate::request::Caller;
use crate::{Service, ServiceError, addresses};

/// Roles whose trust policies are asked; a response that names more is no use to anybody.
const MOST_ROLES: usize = 50;

/// What is looked at.
pub struct Inspect {
    /// `SAMLResponse`, base64; or the XML itself.
    pub response: String,
    /// The provider's ARN.
    pub provider: String,
    /// The endpoint that it is meant for; the global one if none is given.
    pub address: Option<String>,
}

/// A response is a credential as long as nobody took it.
impl std::fmt::Debug for Inspect {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "Inspect against {}", self.provider)
    }
}

impl Service {
    /// Judges a response against a provider that the caller may read.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`], a field error for an address that is none of the
    /// sign-in endpoints.
    pub async fn inspect_saml(&self, caller: &Caller, form: Inspect) -> Result<SamlInspection, ServiceError> {
        let live = self.live(caller).await?;
        let endpoint = form.address.as_deref().unwrap_or(AWS_ACS);
        if !addresses::is_saml_endpoint(endpoint) {
            return Err(ServiceError::invalid("address", "SAML responses are not taken there."));
        }
        let mut reader = self.store.read().await?;
        let row = self
            .may_on_provider(
                &mut reader,
                &live,
                &form.provider,
                Action::GetSamlProvider,
                Action::GetSamlProvider,
            )
            .await?;
        let text = form.response.trim();
        let bytes = if text.starts_with('<') {
            Some(text.as_bytes().to_vec())
        } else {
            decoded(text)
        };
        let Some(bytes) = bytes else {
            return Ok(nothing(super::unreadable(), Vec::new(), None, None));
        };
        let sent = Sent {
            bytes: &bytes,
            endpoints: &[endpoint],
            in_response_to: InResponseTo::Nothing,
            now: self.now(),
        };
        let claims = unverified(&bytes);
        let weighed = self.weigh(&mut reader, &sent, Some(&row.arn)).await?;
        let attributes = attributes(claims.as_ref());
        let xml = claims
            .as_ref()
            .and_then(|_| std::str::from_utf8(&bytes).ok())
            .map(vestibule_saml::pretty);
        let Weighed {
            provider: Some(provider),
            mut sheet,
            verdict,
        } = weighed
        else {
            return Ok(nothing(weighed, attributes, claims.as_ref(), xml));
        };
        let (said, refusal) = match verdict {
            Verdict::Refused { signed: None, refusal } => {
                let weighed = Weighed {
                    provider: Some(provider),
                    sheet,
                    verdict: Verdict::Refused { signed: None, refusal },
                };
                return Ok(nothing(weighed, attributes, claims.as_ref(), xml));
            }
            Verdict::Refused {
                signed: Some(said),
                refusal,
            } => (*said, Some(refusal)),
            Verdict::Held(verified) => {
                let said = Said::from(&*verified);
                match self.not_used(&mut reader, &verified, &provider, &mut sheet).await? {
                    Ok(()) => (said, None),
                    Err(fault) => {
                        sheet.note(&fault);
                        (said, Some(fault.refusal))
                    }
                }
            }
        };
        // Whatever is wrong with the response, its roles can be asked: it was signed.
        let pairs = pairs(&said.attributes);
        let refusal = match named(&pairs, &said.attributes) {
            Ok(words) => {
                sheet.passed_because(Own::RolePair, words);
                refusal
            }
            Err(fault) => {
                sheet.note(&fault);
                Some(refusal.unwrap_or(fault.refusal))
            }
        };
        let roles = self
            .inspected(&mut reader, caller, &provider, &said, &pairs, sent.now)
            .await?;
        let (answer, would_sign_in) = answer(refusal.as_ref(), &roles);
        let mut report = sheet.whole();
        // What follows is asked of each role.
        report
            .checks
            .retain(|check| !Own::OF_ROLE.iter().any(|own| own.code() == check.name));
        Ok(SamlInspection {
            report,
            is_signed: true,
            subject: Some(said.subject.value.clone()),
            xml,
            attributes,
            roles,
            answer,
            would_sign_in,
        })
    }

    /// Every role that the response names, as a sign-in with it would be judged.
    async fn inspected(
        &self,
        connection: &mut impl Reads,
        caller: &Caller,
        provider: &ProviderRow,
        said: &Said,
        pairs: &[Pair],
        now: Timestamp,
    ) -> Result<Vec<SamlInspectedRole>, ServiceError> {
        let mut roles = Vec::new();
        for pair in pairs.iter().take(MOST_ROLES) {
            let mut sheet = Sheet::default();
            // What another account's policies say is not for this administrator to see.
            let judged = if pair.provider == provider.arn {
                let case = Case {
                    provider,
                    said,
                    pair,
                    lasting: Lasting::AsAsserted,
                    now,
                };
                self.admit_by_saml(connection, caller, &case, &mut sheet)
                    .await?
                    .map(|_| ())
            } else {
                let words = format!("It is held against {} at sign-in, and not here.", pair.provider);
                Err(Fault::new(Own::Role, SamlRefusal::NotAuthorized, words))
            };
            let refusal = judged.err().map(|fault| {
                sheet.note(&fault);
                fault.refusal.page_words()
            });
            roles.push(SamlInspectedRole {
                role: pair.role.clone(),
                provider: pair.provider.clone(),
                checks: sheet.into_checks(&Own::OF_ROLE),
                refusal,
            });
        }
        Ok(roles)
    }
}

/// The roles, in words.
fn named(pairs: &[Pair], attributes: &[Attribute]) -> Result<Vec<String>, Fault> {
    if pairs.is_empty() {
        return Err(no_role(attributes));
    }
    Ok(pairs
        .iter()
        .map(|pair| format!("{}, {}.", pair.role, pair.provider))
        .collect())
}

/// What a sign-in would show, and whether anybody would get in.
fn answer(refusal: Option<&SamlRefusal>, roles: &[SamlInspectedRole]) -> (String, bool) {
    let would = roles.iter().any(|role| role.refusal.is_none());
    match (refusal, roles) {
        (Some(refusal), _) => (refusal.page_words(), false),
        (None, [one]) => {
            let words = one.refusal.clone();
            (words.unwrap_or_else(|| "The console opens.".to_owned()), would)
        }
        (None, several) => (format!("The page to choose one of {} roles.", several.len()), would),
    }
}

/// Of a response that nobody signed whose words count here.
fn nothing(
    weighed: Weighed,
    attributes: Vec<SamlAttribute>,
    claims: Option<&Unverified>,
    xml: Option<String>,
) -> SamlInspection {
    let answer = match &weighed.verdict {
        Verdict::Refused { refusal, .. } => refusal.page_words(),
        Verdict::Held(_) => SamlRefusal::Response.page_words(),
    };
    SamlInspection {
        report: weighed.sheet.whole(),
        is_signed: false,
        subject: claims.and_then(|claims| Some(claims.subject.as_ref()?.value.clone())),
        xml,
        attributes,
        roles: Vec::new(),
        answer,
        would_sign_in: false,
    }
}

fn attributes(claims: Option<&Unverified>) -> Vec<SamlAttribute> {
    let attributes = claims.iter().flat_map(|claims| &claims.attributes);
    attributes.map(attribute).collect()
}

/// Without a role nobody gets in; names that are almost right are pointed out.
pub(super) fn no_role(attributes: &[Attribute]) -> Fault {
    let mut words = vec!["There is no attribute Role with a role and its provider.".to_owned()];
    words.extend(suspects(attributes));
    Fault {
        check: Own::RolePair,
        refusal: SamlRefusal::Response,
        words,
    }
}

/// What is almost an attribute that AWS knows, in words.
fn suspects(attributes: &[Attribute]) -> Vec<String> {
    let almost = |attribute: &Attribute| match known(&attribute.name) {
        Known::Almost(words) => Some(format!("{}: {words}", attribute.name)),
        Known::For(_) | Known::Nothing => None,
    };
    attributes.iter().filter_map(almost).collect()
}

/// What AWS makes of an attribute's name; what it does not know is passed over by AWS without a word.
fn attribute(attribute: &Attribute) -> SamlAttribute {
    let name = attribute.name.as_str();
    let (note, is_suspect) = match known(name) {
        Known::For(words) => (Some(words), false),
        Known::Almost(words) => (Some(words), true),
        Known::Nothing => (None, false),
    };
    SamlAttribute {
        name: name.to_owned(),
        values: attribute.values.clone(),
        note,
        is_suspect,
    }
}

enum Known {
    For(String),
    Almost(String),
    Nothing,
}

const NAMES: [(&str, &str); 5] = [
    ("Role", "Roles, each with its provider."),
    ("RoleSessionName", "The name of the session."),
    ("SessionDuration", "How long the console session lasts, in seconds."),
    ("SourceIdentity", "aws:SourceIdentity of the session."),
    (
        "TransitiveTagKeys",
        "Session tags that go along when the session assumes a role.",
    ),
];
const TAG: &str = "PrincipalTag:";

fn known(name: &str) -> Known {
    if let Some(key) = keys::mapped(name) {
        return Known::For(format!("The condition key saml:{key} of trust policies."));
    }
    if let Some(short) = name.strip_prefix(PREFIX) {
        if let Some((_, words)) = NAMES.iter().find(|(known, _)| *known == short) {
            return Known::For((*words).to_owned());
        }
        if let Some(key) = short.strip_prefix(TAG) {
            return Known::For(format!("The session tag aws:PrincipalTag/{key}."));
        }
    }
    let last = name.rsplit(['/', '#']).next().unwrap_or(name);
    let almost = NAMES.iter().find(|(known, _)| known.eq_ignore_ascii_case(last));
    if let Some((right, _)) = almost {
        return Known::Almost(format!(
            "AWS does not know this name. {PREFIX}{right} is meant? Names and their prefix count with their capitals."
        ));
    }
    let is_tag = last
        .get(..TAG.len())
        .is_some_and(|begin| begin.eq_ignore_ascii_case(TAG));
    if is_tag {
        return Known::Almost(format!(
            "AWS does not know this name. Session tags are called {PREFIX}{TAG}<key>, with their capitals."
        ));
    }
    if name.strip_prefix(claims::PREFIX).is_some() {
        return Known::Almost("AWS does not know this name, and passes it over.".to_owned());
    }
    Known::Nothing
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_are_almost_right() {
        let is = |name: &str| match known(name) {
            Known::For(_) => "for",
            Known::Almost(_) => "almost",
            Known::Nothing => "nothing",
        };
        for (name, expected) in [
            ("https://aws.amazon.com/SAML/Attributes/Role", "for"),
            ("https://aws.amazon.com/SAML/Attributes/PrincipalTag:department", "for"),
            ("urn:oid:1.3.6.1.4.1.5923.1.1.1.1", "for"),
            ("https://aws.amazon.com/SAML/Attributes/role", "almost"),
            ("https://aws.amazon.com/saml/attributes/Role", "almost"),
            ("http://aws.amazon.com/SAML/Attributes/RoleSessionName", "almost"),
            ("Role", "almost"),
            (
                "https://aws.amazon.com/SAML/Attributes/principaltag:department",
                "almost",
            ),
            ("https://aws.amazon.com/SAML/Attributes/Groups", "almost"),
            ("groups", "nothing"),
            ("", "nothing"),
        ] {
            assert_eq!(is(name), expected, "{name}");
        }
    }
}
