//! OpenID Connect for applications: a code for who is signed in at the portal, and an ID token for the code.
//!
//! OpenID Connect Core 1.0 section 3.1, RFC 6749 section 4.1, RFC 7636, RFC 9700 section 2.1.

use std::time::Duration;

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::application::{ApplicationSignIn, SESSION};
use vestibule_identity::identity_center::ids::ApplicationId;
use vestibule_identity::session::SessionState;
use vestibule_store::Tx;
use vestibule_store::identity_center::{
    ApplicationRow, application_visits, applications, directory_users, portal_sessions,
};

use super::ApplicationRefusal;
use super::entry::with_query;
use super::told::state;
use crate::addresses;
use crate::answers::ApplicationRedirect;
use crate::identity_center::portal::LivePortal;
use crate::identity_center::the_instance;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// How long a code is good.
const CODE_LIFETIME: Duration = Duration::from_mins(1);
/// Longest that an application may make us carry.
const LONGEST: usize = 512;

/// An authorization request, as it stands in the address.
#[derive(Debug)]
pub struct AuthorizeApplication {
    /// The application.
    pub client_id: String,
    /// Where the code goes.
    pub redirect_uri: String,
    /// `code`.
    pub response_type: String,
    /// `openid` and more.
    pub scope: String,
    /// Given back as it came.
    pub state: String,
    /// Goes into the ID token.
    pub nonce: String,
    /// Of the verifier.
    pub code_challenge: String,
    /// `S256`.
    pub code_challenge_method: String,
}

/// What a code stands for.
#[derive(Serialize, Deserialize)]
struct Code {
    redirect_uri: String,
    challenge: String,
    portal_session: Uuid,
    claims: Map<String, Value>,
}

/// What a code was exchanged for.
pub(crate) struct Redeemed {
    pub(crate) id_token: String,
    pub(crate) code_hash: [u8; 32],
}

impl Service {
    /// Answers an application's question who is at the browser: an address to go back to, with a code or an error.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`]; [`ApplicationRefusal::Request`] where sending the browser back would not be safe.
    pub async fn portal_authorize_application(
        &self,
        caller: &Caller,
        form: AuthorizeApplication,
    ) -> Result<ApplicationRedirect, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_portal_in(&mut tx, caller).await?;
        let id = ApplicationId::stored(form.client_id.clone());
        let row = applications::by_id(&mut tx, &id)
            .await?
            .ok_or(ApplicationRefusal::Request("no application has this client_id"))?;
        let ApplicationSignIn::Oidc { redirect_uris, .. } = &row.sign_in else {
            return Err(ApplicationRefusal::Request("the application does not use OpenID Connect").into());
        };
        // RFC 9700 section 2.1: compared exactly.
        if !redirect_uris.contains(&form.redirect_uri) {
            return Err(ApplicationRefusal::Request("the redirect_uri is not one of the application's").into());
        }
        let back = |name: &str, value: &str| ApplicationRedirect {
            address: with_query(&form.redirect_uri, &[(name, value), ("state", &form.state)]),
        };
        if let Some(error) = fault(&form) {
            return Ok(back("error", error));
        }
        if applications::one_of_user(&mut tx, &live.user.id, &id).await?.is_none() {
            return Ok(back("error", "access_denied"));
        }
        let code = Token::generate(&*self.entropy);
        let stored = Code {
            redirect_uri: form.redirect_uri.clone(),
            challenge: form.code_challenge.clone(),
            portal_session: live.session.id,
            claims: claims(&mut tx, &row, &live, &form.nonce).await?,
        };
        let until = now.checked_add(CODE_LIFETIME).unwrap_or(now);
        application_visits::put_code(
            &mut tx,
            &code.hash().0,
            &id,
            &serde_json::to_string(&stored)?,
            until,
            now,
        )
        .await?;
        self.record_application(&mut tx, caller, &live, &row).await?;
        self.commit(tx).await?;
        Ok(back("code", &code.reveal()))
    }

    /// The token endpoint. A code that is used a second time takes back what it gave (RFC 6749 section 4.1.2); the caller
    /// commits in either case.
    pub(crate) async fn redeem_application_code(
        &self,
        tx: &mut Tx,
        row: &ApplicationRow,
        code: &str,
        verifier: &str,
        redirect_uri: &str,
        now: Timestamp,
    ) -> Result<Redeemed, ServiceError> {
        let refused = || ServiceError::from(ApplicationRefusal::Code);
        let code_hash = Token::parse(code).ok_or_else(refused)?.hash().0;
        let Some((stored, until)) = application_visits::take_code(tx, &code_hash, &row.id, now).await? else {
            application_visits::end_of_code(tx, &code_hash).await?;
            return Err(refused());
        };
        let stored: Code = serde_json::from_str(&stored).map_err(|_| refused())?;
        let challenge = URL_SAFE_NO_PAD.encode(Sha256::digest(verifier));
        // One of the future was issued before the clock was moved back.
        let issued = until.checked_sub(CODE_LIFETIME).unwrap_or(until);
        if now < issued || until <= now || stored.redirect_uri != redirect_uri || stored.challenge != challenge {
            return Err(refused());
        }
        if !may_still_enter(tx, stored.portal_session, &row.id, now).await? {
            return Err(refused());
        }
        let mut claims = stored.claims;
        let expires = now.checked_add(SESSION).unwrap_or(now);
        claims.insert("iat".to_owned(), json!(now.as_second()));
        claims.insert("exp".to_owned(), json!(expires.as_second()));
        claims.insert("sid".to_owned(), json!(stored.portal_session));
        let id_token = self
            .issuer_key(row)?
            .sign(row.id.as_str(), &claims)
            .map_err(|_| ServiceError::ApplicationKey)?;
        Ok(Redeemed { id_token, code_hash })
    }

    /// The keys that an application finds at `jwks_uri`.
    pub(crate) fn application_jwks(&self, row: &ApplicationRow) -> Result<Value, ServiceError> {
        Ok(self.issuer_key(row)?.jwks(row.id.as_str()))
    }
}

/// Between code and token somebody may have been signed out, disabled, or have lost the application.
async fn may_still_enter(
    tx: &mut Tx,
    session: Uuid,
    application: &ApplicationId,
    now: Timestamp,
) -> Result<bool, ServiceError> {
    let session = portal_sessions::by_id(tx, session).await?;
    let Some(session) = session.filter(|row| row.span.state_at(now) == SessionState::Live) else {
        return Ok(false);
    };
    let user = directory_users::by_id(tx, &session.user).await?;
    Ok(user.is_some_and(|user| user.enabled)
        && applications::one_of_user(tx, &session.user, application)
            .await?
            .is_some())
}

/// What is wrong with a request whose application is known (RFC 6749 section 4.1.2.1).
fn fault(form: &AuthorizeApplication) -> Option<&'static str> {
    let is_challenge = form.code_challenge.len() == 43
        && URL_SAFE_NO_PAD
            .decode(&form.code_challenge)
            .is_ok_and(|bytes| bytes.len() == 32);
    let too_long = form.state.len() > LONGEST || form.nonce.len() > LONGEST;
    if form.response_type != "code" {
        Some("unsupported_response_type")
    } else if !form.scope.split(' ').any(|scope| scope == "openid") {
        Some("invalid_scope")
    } else if form.code_challenge_method != "S256" || !is_challenge || form.nonce.is_empty() || too_long {
        Some("invalid_request")
    } else {
        None
    }
}

/// Claims that no mapping may give.
const OWN: &[&str] = &["iss", "sub", "aud", "exp", "iat", "nonce", "auth_time", "sid"];

async fn claims(
    tx: &mut Tx,
    row: &ApplicationRow,
    live: &LivePortal,
    nonce: &str,
) -> Result<Map<String, Value>, ServiceError> {
    let statement = state(tx, row, live).await?;
    let instance = the_instance(tx).await?;
    let mut claims = Map::new();
    claims.insert("iss".to_owned(), json!(addresses::token_issuer(&instance)));
    claims.insert("sub".to_owned(), json!(statement.subject));
    claims.insert("aud".to_owned(), json!(row.id.as_str()));
    claims.insert("auth_time".to_owned(), json!(live.session.span.created_at.as_second()));
    claims.insert("nonce".to_owned(), json!(nonce));
    for (name, values) in statement.attributes {
        if OWN.contains(&name.as_str()) {
            continue;
        }
        let value = match values.as_slice() {
            [one] if name != "groups" => json!(one),
            many => json!(many),
        };
        claims.insert(name, value);
    }
    Ok(claims)
}
