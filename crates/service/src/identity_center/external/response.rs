//! The portal's assertion consumer service: the person comes back from the company.
//!
//! ```text
//!   response ──► rules of SAML, by the stored certificates ──► taken once ──► NameID = user name, enabled ──► in
//! ```
//!
//! A response answers the request that this browser waits for, or none: the provider may begin, too.

use std::time::Duration;

use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::{CredentialType, external_sign_in_failure};
use vestibule_identity::identity_center::attempt::Course;
use vestibule_saml::{Expected, InResponseTo, TrustedKey, Verified, judge, post, unverified};
use vestibule_store::identity_center::{InstanceRow, Source, external_providers, portal_attempts};
use vestibule_store::{Tx, saml_assertions};

use super::admit::{Halt, admit};
use super::report::{Own, Sheet, recorded};
use super::request::{Pending, landing, pending};
use super::service_provider::{acs, entity_id};
use super::{ExternalRefusal, ExternalRefused};
use crate::answers::PortalLanding;
use crate::identity_center::portal::Entered;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller, CookieChange};
use crate::rollback::is_assertion_void;
use crate::{Service, ServiceError};

/// By how much the company's clock may differ.
const SKEW: Duration = Duration::from_mins(5);
/// How old a response may be: five minutes, by a clock that differs.
const OLDEST: Duration = Duration::from_mins(10);
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
const LONGEST: usize = 50_000;

/// What the browser posts.
pub struct SamlForm {
    /// `SAMLResponse`.
    pub saml_response: String,
    /// `RelayState`, perhaps empty. It counts where the provider began.
    pub relay_state: String,
    /// Where it was posted to.
    pub address: String,
}

/// A response on its way in.
struct Arrival<'a> {
    instance: &'a InstanceRow,
    issuer: &'a str,
    form: &'a SamlForm,
    now: Timestamp,
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
        let provider = match instance.source {
            Source::External => external_providers::get(&mut tx).await?,
            Source::Directory => None,
        };
        let issuer = provider.ok_or(ExternalRefusal::NotExternal)?.issuer;
        if !acs(&instance).contains(&form.address) {
            return Err(ServiceError::NoSuchPortal);
        }
        let waits = pending(&mut tx, caller, now).await?;
        let request = waits.as_ref().map(|waits| waits.request.clone());
        let mut sheet = Sheet::default();
        let arrival = Arrival {
            instance: &instance,
            issuer: &issuer,
            form: &form,
            now,
        };
        match self.arrive(&mut tx, caller, &arrival, waits, &mut sheet).await {
            Ok((address, cookies)) => {
                self.commit(tx).await?;
                let body = PortalLanding { address };
                Ok(Answer { body, cookies })
            }
            Err(Halt::Fault(error)) => Err(error),
            Err(Halt::Refused(refusal)) => {
                let report = sheet.whole(&issuer);
                let context = self.portal_context(caller, &instance);
                let message = refusal.recorded(request.as_deref());
                let record = external_sign_in_failure(&context, message, recorded(&report));
                self.record(&mut tx, &record).await?;
                self.commit(tx).await?;
                let report = Some(report);
                Err(ServiceError::External(Box::new(ExternalRefused { refusal, report })))
            }
        }
    }

    /// Everything that is asked, and in; where to.
    async fn arrive(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        arrival: &Arrival<'_>,
        waits: Option<Pending>,
        sheet: &mut Sheet,
    ) -> Result<(String, Vec<CookieChange>), Halt> {
        let (verified, answers) = self.verified_response(tx, arrival, waits, sheet).await?;
        let admitted = admit(tx, arrival.instance, &verified, arrival.now, sheet).await?;
        let (address, course) = if let Some(asked) = answers {
            (asked.landing, asked.course)
        } else {
            let course = Course {
                workflow: random_uuid(&*self.entropy),
                remember: false,
                mailed: false,
            };
            (landing(arrival.instance, &arrival.form.relay_state), course)
        };
        let entered = Entered {
            credentials: vec![CredentialType::ExternalIdp],
            mfa: None,
            until: verified.session_until,
            tags: admitted.tags,
            course: &course,
        };
        let entered = self
            .open_portal(tx, caller, &admitted.user, entered, arrival.now)
            .await?;
        Ok((address, entered.cookies))
    }

    /// The rules of SAML. An assertion that passes is used up, whoever it is about.
    async fn verified_response(
        &self,
        tx: &mut Tx,
        arrival: &Arrival<'_>,
        waits: Option<Pending>,
        sheet: &mut Sheet,
    ) -> Result<(Verified, Option<Pending>), Halt> {
        let bytes = readable(&arrival.form.saml_response).inspect_err(|why| sheet.unreadable(why.to_string()))?;
        let mut trusted = Vec::new();
        for row in external_providers::certificates(tx).await? {
            let key = TrustedKey::from_certificate(&row.certificate).map_err(|_| ServiceError::StoredCertificate)?;
            trusted.push(key);
        }
        // Whether it is an answer is its own claim; which one it must be is not.
        let is_answer = unverified(&bytes).is_some_and(|claims| claims.in_response_to.is_some());
        let answers = waits.filter(|_| is_answer);
        let audience = entity_id(arrival.instance);
        let expected = Expected {
            trusted: &trusted,
            issuer: arrival.issuer,
            audiences: &[audience.as_str()],
            destinations: &[arrival.form.address.as_str()],
            in_response_to: answers
                .as_ref()
                .map_or(InResponseTo::Nothing, |asked| InResponseTo::Request(&asked.request)),
            now: arrival.now,
            skew: SKEW,
            oldest: OLDEST,
        };
        let report = judge(&bytes, &expected);
        sheet.judged(&report);
        let verified = report.verdict.map_err(ExternalRefusal::Saml)?;
        if let Some(asked) = &answers {
            portal_attempts::delete(tx, &asked.token.hash().0).await?;
        }
        // What is over by the simulated clock may come back with the machine's.
        let over = arrival.now.min(self.time.wall());
        let keeper = format!("{audience} {}", arrival.issuer);
        let until = verified.not_on_or_after;
        let is_void = is_assertion_void(tx, verified.issued_at).await?;
        if is_void || !saml_assertions::take(tx, &keeper, &verified.assertion_id, until, over).await? {
            sheet.failed(Own::Once, "it was used before");
            return Err(ExternalRefusal::Replayed.into());
        }
        sheet.passed(Own::Once, "it was not used before");
        Ok((verified, answers))
    }
}

fn readable(field: &str) -> Result<Vec<u8>, ExternalRefusal> {
    let bytes = post::decode(field).map_err(ExternalRefusal::Saml)?;
    if bytes.len() > LONGEST {
        return Err(ExternalRefusal::TooLong);
    }
    Ok(bytes)
}
