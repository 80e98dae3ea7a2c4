//! The demo application as a SAML service provider.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use uuid::Uuid;
use vestibule_saml::{Expected, InResponseTo, TrustedKey, Verified, verify};
use vestibule_store::identity_center::application_visits;

use super::{Remembered, SKEW, Visit, application, is_oidc};
use crate::addresses;
use crate::answers::{ApplicationClaim, ApplicationRedirect};
use crate::identity_center::applications::ApplicationRefusal;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::rollback::is_own_assertion_void;
use crate::{Service, ServiceError};

/// How old a response may be.
const OLDEST: std::time::Duration = std::time::Duration::from_mins(5);

impl Service {
    /// The assertion consumer service: takes what the browser posts.
    ///
    /// # Errors
    /// [`ApplicationRefusal`], which names the rule.
    pub async fn application_saml(
        &self,
        caller: &Caller,
        id: &str,
        saml_response: &str,
        relay_state: &str,
    ) -> Result<Answer<ApplicationRedirect>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let row = application(&mut tx, id).await?;
        if is_oidc(&row) {
            return Err(ApplicationRefusal::Protocol.into());
        }
        let packed: String = saml_response.split_ascii_whitespace().collect();
        let bytes = BASE64.decode(packed).map_err(|_| ApplicationRefusal::NotBase64)?;
        let issuer = addresses::saml_issuer(&the_instance(&mut tx).await?, &row.id);
        let written_down = self.signing_key(&row)?;
        let trusted =
            TrustedKey::from_certificate(written_down.certificate()).map_err(|_| ServiceError::ApplicationKey)?;
        let expected = Expected {
            trusted: std::slice::from_ref(&trusted),
            issuer: &issuer,
            audiences: &[&addresses::application_audience(&row.id)],
            destinations: &[&addresses::application_acs(&row.id)],
            in_response_to: InResponseTo::Nothing,
            now,
            skew: SKEW,
            oldest: OLDEST,
        };
        let verified = verify(&bytes, &expected).map_err(ApplicationRefusal::Saml)?;
        // What is over by the simulated clock may come back with the machine's.
        let over = now.min(self.time.wall());
        let is_new = application_visits::take_assertion(
            &mut tx,
            &row.id,
            &verified.assertion_id,
            verified.not_on_or_after,
            over,
        )
        .await?;
        if !is_new || is_own_assertion_void(&mut tx, verified.issued_at).await? {
            return Err(ApplicationRefusal::Replayed.into());
        }
        let visit = Visit {
            application: &row.id,
            portal_session: portal_session(&verified),
            code_hash: None,
            told: remembered(verified),
        };
        let cookie = self.begin_application_session(&mut tx, caller, visit, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(ApplicationRedirect {
            address: landing(&addresses::application(&row.id), relay_state),
        })
        .with(cookie))
    }
}

/// Relay state leads to the application's own pages and nowhere else.
fn landing(home: &str, relay_state: &str) -> String {
    if relay_state.starts_with(home) {
        relay_state.to_owned()
    } else {
        home.to_owned()
    }
}

/// The issuer's session, which its index names. One that names none is over at once.
fn portal_session(verified: &Verified) -> Uuid {
    verified
        .session_index
        .as_deref()
        .and_then(|index| Uuid::parse_str(index.trim_start_matches('_')).ok())
        .unwrap_or(Uuid::nil())
}

fn remembered(verified: Verified) -> Remembered {
    Remembered {
        subject: verified.subject.value,
        subject_format: Some(verified.subject.format),
        issuer: verified.issuer,
        claims: verified
            .attributes
            .into_iter()
            .map(|attribute| ApplicationClaim {
                name: attribute.name,
                values: attribute.values,
            })
            .collect(),
        checks: [
            "The response has the one shape that is allowed, and exactly one assertion.",
            "The signature is the issuer's, by the certificate in its metadata. It covers what is shown here.",
            "Issuer, audience, destination and recipient are as expected.",
            "It is in time, and was not used before.",
        ]
        .map(str::to_owned)
        .to_vec(),
    }
}
