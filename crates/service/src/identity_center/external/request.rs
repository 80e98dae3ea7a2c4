//! The portal sends a person to the company's identity provider (facts 1.2).
//!
//! The request is bound to the browser by the cookie of its sign-in, which knows where the sign-in leads to. So the relay
//! state that goes along says nothing, and nothing that comes back in it is believed.

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::identity_center::attempt::{Course, PortalAttempt};
use vestibule_saml::{AuthnRequest, post};
use vestibule_store::Tx;
use vestibule_store::identity_center::{InstanceRow, Source, external_providers, portal_attempts};

use super::service_provider::{acs, entity_id};
use super::{EMAIL_FORMAT, ExternalRefusal};
use crate::addresses;
use crate::answers::PortalSamlRequest;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::sign_in::is_live;
use crate::{Service, ServiceError};

/// A request that this browser's sign-in waits for.
pub(super) struct Pending {
    pub(super) token: Token,
    pub(super) request: String,
    pub(super) landing: String,
    pub(super) course: Course,
}

impl Service {
    /// Begins a sign-in at the company: the form that the browser posts there. `destination` is the page of the portal
    /// that it leads to; the portal's home where it leads elsewhere.
    ///
    /// # Errors
    /// [`ExternalRefusal::NotExternal`].
    pub async fn portal_external(
        &self,
        caller: &Caller,
        destination: &str,
    ) -> Result<Answer<PortalSamlRequest>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let instance = the_instance(&mut tx).await?;
        let provider = match instance.source {
            Source::External => external_providers::get(&mut tx).await?,
            Source::Directory => None,
        };
        let provider = provider.ok_or(ExternalRefusal::NotExternal)?;
        let request = format!("aws_{}", Token::generate(&*self.entropy).reveal());
        let workflow = random_uuid(&*self.entropy);
        let xml = write(&instance, &provider.sign_in_url, &request, now);
        let attempt = PortalAttempt::External {
            request,
            landing: landing(&instance, destination),
            course: Course {
                workflow,
                remember: false,
                mailed: false,
            },
        };
        // What this browser was in the middle of is over.
        if let Some(old) = &caller.portal_attempt {
            portal_attempts::delete(&mut tx, &old.hash().0).await?;
        }
        let token = Token::generate(&*self.entropy);
        let cookie = self.keep_portal_attempt(&mut tx, &token, &attempt, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(PortalSamlRequest {
            address: provider.sign_in_url,
            saml_request: post::encode(&xml),
            // At most 80 bytes (Bindings 3.5.3).
            relay_state: workflow.to_string(),
        })
        .with(cookie))
    }
}

/// What this browser waits for; nothing for one that did not ask, or too long ago.
pub(super) async fn pending(tx: &mut Tx, caller: &Caller, now: Timestamp) -> Result<Option<Pending>, ServiceError> {
    let Some(token) = &caller.portal_attempt else {
        return Ok(None);
    };
    let found = portal_attempts::get(tx, &token.hash().0).await?;
    Ok(match found.filter(|(_, expires_at)| is_live(*expires_at, now)) {
        Some((
            PortalAttempt::External {
                request,
                landing,
                course,
            },
            _,
        )) => Some(Pending {
            token: token.clone(),
            request,
            landing,
            course,
        }),
        _ => None,
    })
}

/// A page of this portal, or its home.
pub(super) fn landing(instance: &InstanceRow, named: &str) -> String {
    /// Longer than any page's address.
    const LONGEST: usize = 4096;
    let is_plain = named.len() <= LONGEST && !named.chars().any(|one| one.is_control() || one.is_whitespace());
    if is_plain && addresses::is_portal(instance, named) {
        named.to_owned()
    } else {
        addresses::portal(instance)
    }
}

/// As Identity Center writes it; unsigned.
fn write(instance: &InstanceRow, destination: &str, id: &str, now: Timestamp) -> String {
    let [acs, ..] = acs(instance);
    let request = AuthnRequest {
        id: id.to_owned(),
        issuer: entity_id(instance),
        destination: Some(destination.to_owned()),
        acs: Some(acs),
        issued_at: now,
        name_id_format: Some(EMAIL_FORMAT.to_owned()),
        force_authn: false,
        is_passive: false,
    };
    request.write()
}
