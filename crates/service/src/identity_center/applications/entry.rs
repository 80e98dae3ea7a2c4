//! Applications in the portal: the tiles, and what follows a click on one (facts 1.6).

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::{Outcome, portal_call};
use vestibule_identity::identity_center::application::{ApplicationSignIn, SESSION};
use vestibule_identity::identity_center::ids::ApplicationId;
use vestibule_saml::{Attribute, Draft, NameId};
use vestibule_store::Tx;
use vestibule_store::identity_center::{ApplicationRow, applications};

use super::told::state;
use crate::addresses;
use crate::answers::{ApplicationEntry, PortalApplication, PortalApplications, protocol};
use crate::identity_center::portal::LivePortal;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// How long a response is good, and how much earlier than now it is, for clocks that differ.
const RESPONSE_LIFETIME: Duration = Duration::from_mins(5);

impl Service {
    /// What the person may sign in to.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`].
    pub async fn portal_applications(&self, caller: &Caller) -> Result<PortalApplications, ServiceError> {
        let live = self.live_portal(caller).await?;
        let mut reader = self.store.read().await?;
        let rows = applications::of_user(&mut reader, &live.user.id).await?;
        Ok(PortalApplications {
            applications: rows
                .iter()
                .map(|row| PortalApplication {
                    id: row.id.as_str().to_owned(),
                    name: row.name.as_str().to_owned(),
                    description: row.description.clone(),
                    protocol: protocol(&row.sign_in),
                })
                .collect(),
        })
    }

    /// Opens an application: what the browser posts or where it goes. With `readable`, the response as XML that people can
    /// read comes along ("You are now in administrator mode").
    ///
    /// # Errors
    /// [`ServiceError::NoPortalAccess`] for what is not assigned, disabled or not there, [`ServiceError::NotSignedIn`].
    pub async fn portal_open_application(
        &self,
        caller: &Caller,
        id: &str,
        readable: bool,
    ) -> Result<ApplicationEntry, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_portal_in(&mut tx, caller).await?;
        let row = applications::one_of_user(&mut tx, &live.user.id, &ApplicationId::stored(id.to_owned()))
            .await?
            .ok_or(ServiceError::NoPortalAccess)?;
        let entry = match &row.sign_in {
            ApplicationSignIn::Saml {
                acs,
                audience,
                relay_state,
            } => {
                let xml = self
                    .saml_response(&mut tx, &live, &row, (acs.as_str(), audience.as_str()), now)
                    .await?;
                self.record_application(&mut tx, caller, &live, &row).await?;
                ApplicationEntry::Saml {
                    name: row.name.as_str().to_owned(),
                    acs: acs.clone(),
                    saml_response: BASE64.encode(&xml),
                    relay_state: relay_state.clone(),
                    xml: readable.then(|| vestibule_saml::pretty(&xml)),
                }
            }
            ApplicationSignIn::Oidc { start_url, .. } => ApplicationEntry::Oidc {
                name: row.name.as_str().to_owned(),
                address: with_query(start_url, &[("iss", &addresses::token_issuer(&live.instance))]),
            },
        };
        self.commit(tx).await?;
        Ok(entry)
    }

    async fn saml_response(
        &self,
        tx: &mut Tx,
        live: &LivePortal,
        row: &ApplicationRow,
        (acs, audience): (&str, &str),
        now: Timestamp,
    ) -> Result<String, ServiceError> {
        let statement = state(tx, row, live).await?;
        let subject = NameId {
            format: statement.format.uri().to_owned(),
            value: statement.subject,
            ..NameId::default()
        };
        let attributes: Vec<Attribute> = statement
            .attributes
            .into_iter()
            .map(|(name, values)| Attribute { name, values })
            .collect();
        let name = || format!("_{}", random_uuid(&*self.entropy));
        let draft = Draft {
            response_id: &name(),
            assertion_id: &name(),
            in_response_to: None,
            issuer: &addresses::saml_issuer(&live.instance, &row.id),
            destination: acs,
            audience,
            subject: &subject,
            attributes: &attributes,
            issued_at: now,
            not_before: now.checked_sub(RESPONSE_LIFETIME).unwrap_or(now),
            not_on_or_after: now.checked_add(RESPONSE_LIFETIME).unwrap_or(now),
            authenticated_at: live.session.span.created_at,
            session_index: &format!("_{}", live.session.id),
            session_until: now.checked_add(SESSION).ok(),
            signed: vestibule_saml::response::Signed::Assertion,
        };
        vestibule_saml::sign(&draft, &self.signing_key(row)?).map_err(|_| ServiceError::ApplicationKey)
    }

    /// `Federate`: an application was told who somebody is.
    pub(super) async fn record_application(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &LivePortal,
        row: &ApplicationRow,
    ) -> Result<(), ServiceError> {
        let details = json!({ "app_id": row.id.as_str() });
        let context = self.portal_context(caller, &live.instance);
        let name = live.user.user_name.as_str();
        let record = portal_call(&context, "Federate", name, Outcome::Success, Value::Null, details);
        self.record(tx, &record).await
    }
}

/// An address with more in its query. What does not parse stays as it is.
pub(super) fn with_query(address: &str, pairs: &[(&str, &str)]) -> String {
    match url::Url::parse(address) {
        Ok(mut url) => {
            url.query_pairs_mut().extend_pairs(pairs);
            url.into()
        }
        Err(_) => address.to_owned(),
    }
}
