//! The demo application as an OpenID Connect relying party.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vestibule_credentials::id_token::{self, ExpectedToken};
use vestibule_credentials::token::Token;
use vestibule_store::identity_center::application_visits;

use super::{Remembered, SKEW, Visit, application, is_oidc};
use crate::addresses;
use crate::answers::{ApplicationClaim, ApplicationRedirect};
use crate::identity_center::applications::{ApplicationRefusal, Redeemed};
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::{Service, ServiceError};

/// How long a sign-in may take.
const ATTEMPT: Duration = Duration::from_mins(10);

/// A sign-in that the application began.
#[derive(Serialize, Deserialize)]
struct Begun {
    state: String,
    nonce: String,
    verifier: String,
}

/// What comes back to the redirect address.
#[derive(Debug)]
pub struct Callback {
    /// The code; empty with an error.
    pub code: String,
    /// As it was sent.
    pub state: String,
    /// The error; empty with a code.
    pub error: String,
}

impl Service {
    /// Begins a sign-in: an address to go to, and a cookie that knows it again.
    ///
    /// # Errors
    /// [`ApplicationRefusal::Protocol`], [`ServiceError::NoSuchEntity`].
    pub async fn application_start(&self, id: &str) -> Result<Answer<ApplicationRedirect>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let row = application(&mut tx, id).await?;
        if !is_oidc(&row) {
            return Err(ApplicationRefusal::Protocol.into());
        }
        let random = || Token::generate(&*self.entropy).reveal();
        let begun = Begun {
            state: random(),
            nonce: random(),
            verifier: random(),
        };
        let attempt = Token::generate(&*self.entropy);
        let until = now.checked_add(ATTEMPT).unwrap_or(now);
        application_visits::put_code(
            &mut tx,
            &attempt.hash().0,
            &row.id,
            &serde_json::to_string(&begun)?,
            until,
            now,
        )
        .await?;
        let instance = the_instance(&mut tx).await?;
        self.commit(tx).await?;
        let query = url::form_urlencoded::Serializer::new(String::new())
            .append_pair("client_id", row.id.as_str())
            .append_pair("redirect_uri", &addresses::application_callback(&row.id))
            .append_pair("response_type", "code")
            .append_pair("scope", "openid profile email")
            .append_pair("state", &begun.state)
            .append_pair("nonce", &begun.nonce)
            .append_pair("code_challenge", &challenge(&begun.verifier))
            .append_pair("code_challenge_method", "S256")
            .finish();
        Ok(Answer::new(ApplicationRedirect {
            address: format!("{}#/authorize?{query}", addresses::portal(&instance)),
        })
        .with(CookieChange::SetApplicationAttempt {
            token: attempt,
            seconds: seconds(ATTEMPT),
        }))
    }

    /// The redirect address: exchanges the code, and verifies the ID token.
    ///
    /// # Errors
    /// [`ApplicationRefusal`], which names the rule.
    pub async fn application_callback(
        &self,
        caller: &Caller,
        id: &str,
        callback: Callback,
    ) -> Result<Answer<ApplicationRedirect>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let row = application(&mut tx, id).await?;
        let not_begun = || ServiceError::from(ApplicationRefusal::NotBegun);
        let attempt = caller.application_attempt.as_ref().ok_or_else(not_begun)?;
        let (begun, until) = application_visits::take_code(&mut tx, &attempt.hash().0, &row.id, now)
            .await?
            .ok_or_else(not_begun)?;
        // A code of the issuer's, say, is no sign-in that began here.
        let Ok(begun) = serde_json::from_str::<Begun>(&begun) else {
            self.commit(tx).await?;
            return Err(not_begun());
        };
        let since = until.checked_sub(ATTEMPT).unwrap_or(until);
        if begun.state != callback.state || now < since || until <= now {
            // The sign-in that was begun stays taken: whoever sends a wrong state does not get to try again.
            self.commit(tx).await?;
            return Err(not_begun());
        }
        if !callback.error.is_empty() {
            self.commit(tx).await?;
            return Err(ApplicationRefusal::SentBack(callback.error.chars().take(64).collect()).into());
        }
        let redirect_uri = addresses::application_callback(&row.id);
        let instance = the_instance(&mut tx).await?;
        let keys = self.application_jwks(&row)?;
        let issuer = addresses::token_issuer(&instance);
        let redeemed = self
            .redeem_application_code(&mut tx, &row, &callback.code, &begun.verifier, &redirect_uri, now)
            .await;
        let Redeemed { id_token, code_hash } = match redeemed {
            Ok(redeemed) => redeemed,
            Err(refusal) => {
                self.commit(tx).await?;
                return Err(refusal);
            }
        };
        let expected = ExpectedToken {
            keys: &keys,
            issuer: &issuer,
            audience: row.id.as_str(),
            nonce: &begun.nonce,
            now,
            skew: SKEW,
        };
        let claims = match id_token::verify(&id_token, &expected) {
            Ok(claims) => claims,
            Err(refusal) => {
                // The code stays spent.
                self.commit(tx).await?;
                return Err(ApplicationRefusal::Token(refusal).into());
            }
        };
        let visit = Visit {
            application: &row.id,
            portal_session: portal_session(&claims),
            code_hash: Some(code_hash),
            told: remembered(&claims, issuer),
        };
        let cookie = self.begin_application_session(&mut tx, caller, visit, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(ApplicationRedirect {
            address: addresses::application(&row.id),
        })
        .with(cookie)
        .with(CookieChange::ClearApplicationAttempt))
    }
}

fn challenge(verifier: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(verifier))
}

/// The issuer's session, by name. One that has none is over at once.
fn portal_session(claims: &Map<String, Value>) -> Uuid {
    claims
        .get("sid")
        .and_then(Value::as_str)
        .and_then(|sid| Uuid::parse_str(sid).ok())
        .unwrap_or(Uuid::nil())
}

fn remembered(claims: &Map<String, Value>, issuer: String) -> Remembered {
    let shown = |value: &Value| match value {
        Value::String(text) => vec![text.clone()],
        Value::Array(all) => all
            .iter()
            .map(|one| one.as_str().map_or_else(|| one.to_string(), str::to_owned))
            .collect(),
        other => vec![other.to_string()],
    };
    Remembered {
        subject: claims.get("sub").and_then(Value::as_str).unwrap_or_default().to_owned(),
        subject_format: None,
        issuer,
        claims: claims
            .iter()
            .map(|(name, value)| ApplicationClaim {
                name: name.clone(),
                values: shown(value),
            })
            .collect(),
        checks: [
            "The code came back to the browser that asked for it, and was exchanged with the verifier of that request.",
            "The ID token is signed with ES256, by a key of the issuer.",
            "Issuer, audience and nonce are as expected.",
            "It is in time.",
        ]
        .map(str::to_owned)
        .to_vec(),
    }
}
