//! A relying party asks who the person is: the request waits until the person is signed in.
//!
//! SAML profiles 4.1, by HTTP-POST. Only a relying party that an administrator set up is answered, and only where it was
//! said that its responses go.

use std::time::Duration;

use serde::Deserialize;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_saml::{AuthnRequest, post};

use super::issue::Letter;
use super::{CompanyHop, SIGN_ON};
use crate::request::Answer;
use crate::session::{self, Live};
use crate::settings::{self, IdentityCenterSettings};
use crate::sign_in::attempt::{Attempt, Stage, Waiting};
use crate::{Caller, Company, CompanyError, Tx};

/// Requests that are older, or this far in the future, are not answered.
const OLDEST: Duration = Duration::from_mins(10);
/// Longest mark of a relying party that is carried along.
const LONGEST_RELAY_STATE: usize = 2048;

/// The form that the browser brings.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignOnRequest {
    /// `SAMLRequest`: base64.
    pub saml_request: String,
    /// `RelayState`.
    #[serde(default)]
    pub relay_state: String,
}

fn refused(words: impl std::fmt::Display) -> CompanyError {
    CompanyError::RequestRefused(format!("The request to sign in cannot be answered: {words}."))
}

/// What may be answered.
fn judge(form: &SignOnRequest, known: &IdentityCenterSettings, now: Timestamp) -> Result<AuthnRequest, CompanyError> {
    let bytes = post::decode(&form.saml_request).map_err(refused)?;
    let request = AuthnRequest::parse(&bytes).map_err(refused)?;
    if known.acs.is_empty() || request.issuer != known.audience {
        return Err(refused(format_args!(
            "{} is no relying party that is set up here",
            request.issuer
        )));
    }
    if request.destination.as_ref().is_some_and(|to| to != SIGN_ON) {
        return Err(refused("it is meant for another address"));
    }
    if request.acs.as_ref().is_some_and(|acs| *acs != known.acs) {
        return Err(refused(
            "it wants the response at an address that is not registered for this relying party",
        ));
    }
    let age = now.as_second().abs_diff(request.issued_at.as_second());
    if age > OLDEST.as_secs() {
        return Err(refused("it is too old, or the clocks differ"));
    }
    if form.relay_state.len() > LONGEST_RELAY_STATE {
        return Err(refused("its RelayState is too long"));
    }
    Ok(request)
}

impl Company {
    /// Takes a relying party's request. Whoever is signed in is answered; others sign in first.
    ///
    /// # Errors
    /// [`CompanyError::RequestRefused`], which says what is wrong.
    pub async fn sign_on(&self, caller: &Caller, form: SignOnRequest) -> Result<Answer<CompanyHop>, CompanyError> {
        let now = self.now();
        let mut tx = self.begin().await?;
        let known: IdentityCenterSettings = settings::get(&mut tx).await?;
        let request = judge(&form, &known, now)?;
        let live = session::find(&mut tx, caller, now)
            .await?
            .filter(|_| !request.force_authn);
        let answer = match live {
            Some(live) => {
                let hop = self.answer_saml(&mut tx, &live, &request.id, &form.relay_state).await?;
                Answer::new(hop)
            }
            None if request.is_passive => return Err(refused("nobody is signed in, and nobody may be asked")),
            None => {
                let attempt = Attempt {
                    stage: Stage::Begun,
                    waiting: Some(Waiting::Saml {
                        request: request.id,
                        issuer: request.issuer,
                        relay_state: form.relay_state,
                    }),
                    afresh: request.force_authn,
                };
                let cookie = self.keep_attempt(&mut tx, caller, &attempt, None, now).await?;
                Answer::new(CompanyHop::SignIn {}).with(cookie)
            }
        };
        tx.commit().await?;
        Ok(answer)
    }

    /// A response to Identity Center's request.
    pub(crate) async fn answer_saml(
        &self,
        tx: &mut Tx,
        live: &Live,
        request: &str,
        relay_state: &str,
    ) -> Result<CompanyHop, CompanyError> {
        let letter = Letter {
            in_response_to: Some(request.to_owned()),
            relay_state: relay_state.to_owned(),
            ..Letter::to_identity_center(tx, &live.person).await?
        };
        let form = self.issue(tx, live, letter).await?;
        Ok(CompanyHop::Form { form })
    }
}
