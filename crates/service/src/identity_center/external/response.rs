//! The portal's assertion consumer service: the person comes back from the company.
//!
//! ```text
//!   response ──► rules of SAML, by the stored certificates ──► taken once ──► NameID = user name, enabled ──► in
//! ```
//!
//! A response answers the request that this browser waits for, or none: the provider may begin, too.

use std::collections::BTreeMap;
use std::time::Duration;

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::{CredentialType, external_sign_in_failure};
use vestibule_identity::identity_center::attempt::Course;
use vestibule_identity::identity_center::names::DirectoryUserName;
use vestibule_identity::names::EmailAddress;
use vestibule_saml::{Expected, InResponseTo, Outcome, Refusal, Report, TrustedKey, Verified, judge, post, unverified};
use vestibule_store::identity_center::{
    DirectoryUserRow, InstanceRow, Source, directory_users, external_providers, portal_attempts,
};
use vestibule_store::{Tx, saml_assertions};

use super::request::{Pending, landing, pending};
use super::service_provider::{acs, entity_id};
use super::{EMAIL_FORMAT, ExternalRefusal, attributes};
use crate::answers::PortalLanding;
use crate::identity_center::portal::Entered;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

/// By how much the company's clock may differ.
const SKEW: Duration = Duration::from_mins(5);
/// How old a response may be.
const OLDEST: Duration = Duration::from_mins(5);
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
const LONGEST: usize = 50_000;

/// What the browser posts.
#[derive(Debug)]
pub struct SamlForm {
    /// `SAMLResponse`.
    pub saml_response: String,
    /// `RelayState`, perhaps empty. It counts where the provider began.
    pub relay_state: String,
    /// Where it was posted to.
    pub address: String,
}

/// Who comes, by the rules of SAML.
struct Arrival {
    verified: Verified,
    /// The request that is answered.
    answers: Option<Pending>,
}

impl Service {
    /// Takes the provider's answer.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchPortal`] at an address that is none of the portal's, [`ExternalRefusal`].
    pub async fn portal_saml(&self, caller: &Caller, form: SamlForm) -> Result<Answer<PortalLanding>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let instance = the_instance(&mut tx).await?;
        if instance.source != Source::External {
            return Err(ExternalRefusal::NotExternal.into());
        }
        if !acs(&instance).contains(&form.address) {
            return Err(ServiceError::NoSuchPortal);
        }
        let waits = pending(&mut tx, caller, now).await?;
        let request = waits.as_ref().map(|waits| waits.request.clone());
        let mut checks = Value::Null;
        let arrived = self.arrive(&mut tx, &instance, &form, waits, now, &mut checks).await?;
        let admitted = match arrived {
            Ok(arrival) => admit(&mut tx, &instance, arrival, now).await?,
            Err(refusal) => Err(refusal),
        };
        let refusal = match admitted {
            Ok((user, arrival, tags)) => {
                let course = match &arrival.answers {
                    Some(asked) => asked.course.clone(),
                    None => Course {
                        workflow: random_uuid(&*self.entropy),
                        remember: false,
                        mailed: false,
                    },
                };
                let entered = Entered {
                    credentials: vec![CredentialType::ExternalIdp],
                    mfa: None,
                    until: arrival.verified.session_until,
                    tags,
                    course: &course,
                };
                let cookies = self.open_portal(&mut tx, caller, &user, entered, now).await?.cookies;
                self.commit(tx).await?;
                let address = match arrival.answers {
                    Some(asked) => asked.landing,
                    None => landing(&instance, &form.relay_state),
                };
                return Ok(Answer {
                    body: PortalLanding { address },
                    cookies,
                });
            }
            Err(refusal) => refusal,
        };
        let context = self.portal_context(caller, &instance);
        let record = external_sign_in_failure(&context, refusal.recorded(request.as_deref()), checks);
        self.record(&mut tx, &record).await?;
        self.commit(tx).await?;
        Err(refusal.into())
    }

    /// The rules of SAML. An assertion that passes is used up, whoever it is about.
    async fn arrive(
        &self,
        tx: &mut Tx,
        instance: &InstanceRow,
        form: &SamlForm,
        waits: Option<Pending>,
        now: Timestamp,
        checks: &mut Value,
    ) -> Result<Result<Arrival, ExternalRefusal>, ServiceError> {
        let provider = external_providers::get(tx).await?.ok_or(ExternalRefusal::NotExternal)?;
        let mut trusted = Vec::new();
        for row in external_providers::certificates(tx).await? {
            let key = TrustedKey::from_certificate(&row.certificate).map_err(|_| ServiceError::StoredCertificate)?;
            trusted.push(key);
        }
        let bytes = match post::decode(&form.saml_response) {
            Ok(bytes) => bytes,
            Err(refusal) => return Ok(Err(ExternalRefusal::Saml(refusal))),
        };
        if bytes.len() > LONGEST {
            return Ok(Err(ExternalRefusal::TooLong));
        }
        // Whether it is an answer is its own claim; which one it must be is not.
        let is_answer = unverified(&bytes).is_some_and(|claims| claims.in_response_to.is_some());
        let answers = waits.filter(|_| is_answer);
        let audience = entity_id(instance);
        let expected = Expected {
            trusted: &trusted,
            issuer: &provider.issuer,
            audiences: &[audience.as_str()],
            destinations: &[form.address.as_str()],
            in_response_to: answers
                .as_ref()
                .map_or(InResponseTo::Nothing, |asked| InResponseTo::Request(&asked.request)),
            now,
            skew: SKEW,
            oldest: OLDEST,
        };
        let report = judge(&bytes, &expected);
        *checks = lines(&report);
        let verified = match report.verdict {
            Ok(verified) => verified,
            Err(refusal) => return Ok(Err(ExternalRefusal::Saml(refusal))),
        };
        // What is over by the simulated clock may come back with the machine's.
        let over = now.min(self.time.wall());
        let key = format!("{audience} {}", provider.issuer);
        let is_new = saml_assertions::take(tx, &key, &verified.assertion_id, verified.not_on_or_after, over).await?;
        if let Some(asked) = &answers {
            portal_attempts::delete(tx, &asked.token.hash().0).await?;
        }
        Ok(if is_new {
            Ok(Arrival { verified, answers })
        } else {
            Err(ExternalRefusal::Replayed)
        })
    }
}

/// Whom it is about, if they may come in.
async fn admit(
    tx: &mut Tx,
    instance: &InstanceRow,
    arrival: Arrival,
    now: Timestamp,
) -> Result<Result<(DirectoryUserRow, Arrival, BTreeMap<String, String>), ExternalRefusal>, ServiceError> {
    let subject = &arrival.verified.subject;
    if subject.format != EMAIL_FORMAT {
        return Ok(Err(ExternalRefusal::NameIdFormat(subject.format.clone())));
    }
    let name = subject.value.as_str();
    if !EmailAddress::parse(name).is_ok_and(|address| address.as_str() == name) {
        return Ok(Err(ExternalRefusal::NameIdAddress(name.to_owned())));
    }
    // Exactly the user name, in case as well (facts 1.8).
    let user = match DirectoryUserName::parse(name) {
        Ok(parsed) => directory_users::by_user_name(tx, &parsed).await?,
        Err(_) => None,
    };
    let Some(user) = user.filter(|user| user.user_name.as_str() == name) else {
        return Ok(Err(ExternalRefusal::NoSuchUser(name.to_owned())));
    };
    if !user.enabled {
        return Ok(Err(ExternalRefusal::Disabled(name.to_owned())));
    }
    if arrival.verified.session_until.is_some_and(|until| until <= now) {
        return Ok(Err(ExternalRefusal::Saml(Refusal::Expired)));
    }
    // Nothing is passed on while attributes for access control are off.
    let tags = match instance.settings.access_control_attributes {
        Some(_) => match attributes::tags(&arrival.verified.attributes) {
            Ok(tags) => tags,
            Err(refusal) => return Ok(Err(refusal)),
        },
        None => BTreeMap::new(),
    };
    Ok(Ok((user, arrival, tags)))
}

/// How each check went, for the record.
fn lines(report: &Report) -> Value {
    let word = |outcome: &Outcome| match outcome {
        Outcome::Passed(found) => json!({ "result": "passed", "found": found }),
        Outcome::Failed(refusal) => json!({ "result": "failed", "why": refusal.to_string() }),
        Outcome::NotReached | Outcome::LeftOut => json!({ "result": "not reached" }),
    };
    let checks: serde_json::Map<String, Value> = report
        .lines
        .iter()
        .map(|line| (line.check.code().to_owned(), word(&line.outcome)))
        .collect();
    json!({ "SamlChecks": checks })
}
