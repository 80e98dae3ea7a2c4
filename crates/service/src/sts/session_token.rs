//! `GetSessionToken`: a user's or root user's own session, with a second factor if there is a code (facts 2.7). It needs no
//! permission: it authenticates.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_GetSessionToken.html>

use std::time::Duration;

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::event::{StsFacts, recorded_credentials};
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{FederatedBy, Federation};
use vestibule_store::{StsCall, Tx};

use super::answers::IssuedCredentials;
use super::issue::NewCredentials;
use super::parameters::{Checked, Parameters};
use super::second_factor::SecondFactor;
use super::signature::{SignedRequest, Signer};
use super::{DEFAULT_OWN_SECONDS, LONGEST_OF_ROOT, OWN_SECONDS, StsError, facts};
use crate::Service;
use crate::request::Caller;

/// How long a session lasts that has no role; a root user's is cut to an hour.
pub(super) fn own_lifetime(signer: &Signer, asked: Option<u64>) -> Duration {
    let seconds = asked.unwrap_or(DEFAULT_OWN_SECONDS);
    Duration::from_secs(match signer.principal {
        Principal::Root { .. } => seconds.min(LONGEST_OF_ROOT),
        _ => seconds,
    })
}

impl Service {
    /// Gives a session of one's own.
    ///
    /// # Errors
    /// [`StsError`]
    pub async fn get_session_token(
        &self,
        caller: &Caller,
        request: &SignedRequest,
        parameters: &Parameters,
    ) -> Result<IssuedCredentials, StsError> {
        let now = self.now();
        let (mut tx, signer) = self.signed(request, now).await?;
        let mut checked = Checked::new(parameters);
        let seconds = checked.seconds("DurationSeconds", OWN_SECONDS);
        let second_factor = SecondFactor::read(&mut checked);
        checked.finish()?;
        let mut asked = serde_json::Map::new();
        if let Some(seconds) = seconds {
            asked.insert("durationSeconds".to_owned(), json!(seconds));
        }
        if let Some(serial) = &second_factor.serial {
            asked.insert("serialNumber".to_owned(), json!(serial));
        }
        let asked = if asked.is_empty() {
            Value::Null
        } else {
            Value::Object(asked)
        };
        let given = self.own_session(&mut tx, &signer, seconds, &second_factor, now).await;
        let facts = match &given {
            Ok(credentials) => StsFacts {
                response: json!({
                    "credentials": recorded_credentials(&credentials.key, credentials.expires_at),
                }),
                ..facts("GetSessionToken", asked, None)
            },
            Err(StsError::Service(_)) => return given,
            Err(refusal) => facts("GetSessionToken", asked, Some((refusal.code(), refusal.message()))),
        };
        self.record_sts(&mut tx, caller, &signer, facts).await?;
        self.commit(tx).await?;
        given
    }

    async fn own_session(
        &self,
        tx: &mut Tx,
        signer: &Signer,
        seconds: Option<u64>,
        second_factor: &SecondFactor,
        now: Timestamp,
    ) -> Result<IssuedCredentials, StsError> {
        if signer.session.is_some() {
            let words = "Cannot call GetSessionToken with session credentials";
            return Err(StsError::AccessDenied(words.to_owned()));
        }
        let mfa_at = self.second_factor(tx, signer, second_factor, now).await?;
        let new = NewCredentials {
            call: StsCall::GetSessionToken,
            principal: signer.principal.clone(),
            federation: Federation::new(FederatedBy::Broker, None, TemporaryKeyId::generate(&*self.entropy)),
            mfa_at,
            chained: false,
            lifetime: own_lifetime(signer, seconds),
        };
        Ok(self.issue_temporary(tx, new, now).await?)
    }
}
