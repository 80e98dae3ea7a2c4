//! What a person is asked before a tool gets anything, and their answer.
//!
//! A request belongs to the browser that it came by and, once opened, to the portal session that opened it: whoever else
//! has its address can do nothing with it (RFC 9700 4.7, RFC 8628 5.4).

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::oauth::grant::CODE;
use vestibule_store::Tx;
use vestibule_store::identity_center::oauth::{ClientRow, CodeRow, RequestRow, codes, devices, requests};

use super::ConsentRefusal;
use super::authorize::{Asks, answer_to};
use super::clients::{effective_scopes, live_client};
use crate::answers::{OauthConsent, OauthDecision, OauthScope};
use crate::identity_center::portal::LivePortal;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// A request with what stands behind it.
struct Asked {
    id: Token,
    row: RequestRow,
    asks: Asks,
    client: ClientRow,
}

impl Service {
    /// Opens a consent page. From now on it is this portal session's.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`], [`ConsentRefusal`].
    pub async fn oauth_open_consent(&self, caller: &Caller, request: &str) -> Result<OauthConsent, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_portal_in(&mut tx, caller).await?;
        let asked = asked(&mut tx, caller, &live, request, now).await?;
        requests::bind(&mut tx, &asked.row.id_hash, live.session.id).await?;
        self.commit(tx).await?;
        let leads_to = match &asked.asks {
            Asks::Code { redirect, .. } => Some(redirect.authority()),
            Asks::Device { .. } => None,
        };
        Ok(view(
            &asked.client,
            &asked.id,
            &live,
            leads_to,
            None,
            asked.row.expires_at,
        ))
    }

    /// Allows what is asked for, or not. Once.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`], [`ConsentRefusal`]; whoever did not open the page cannot answer.
    pub async fn oauth_decide(
        &self,
        caller: &Caller,
        request: &str,
        allow: bool,
    ) -> Result<OauthDecision, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_portal_in(&mut tx, caller).await?;
        let asked = asked(&mut tx, caller, &live, request, now).await?;
        if asked.row.session != Some(live.session.id) {
            return Err(ConsentRefusal::Foreign.into());
        }
        requests::delete(&mut tx, &asked.row.id_hash).await?;
        let address = match asked.asks {
            Asks::Code {
                redirect,
                state,
                challenge,
            } => {
                let code = Token::generate(&*self.entropy);
                let revealed = code.reveal();
                let answer = if allow {
                    let row = CodeRow {
                        client: asked.client.id,
                        session: live.session.id,
                        redirect: redirect.clone(),
                        challenge: serde_json::to_string(&challenge)?,
                        issued_at: now,
                        expires_at: now.saturating_add(CODE).unwrap_or(now),
                        spent: false,
                        grant: None,
                    };
                    codes::insert(&mut tx, &code.hash().0, &row).await?;
                    ("code", revealed.as_str())
                } else {
                    ("error", "access_denied")
                };
                Some(answer_to(&redirect, answer, state.as_deref()))
            }
            Asks::Device { device } => {
                let row = devices::get(&mut tx, &device).await?.ok_or(ConsentRefusal::Gone)?;
                let flow = row.flow.decide(live.session.id, allow).ok_or(ConsentRefusal::Gone)?;
                if row.expires_at <= now {
                    return Err(ConsentRefusal::Gone.into());
                }
                devices::set_flow(&mut tx, &device, &flow).await?;
                None
            }
        };
        self.commit(tx).await?;
        Ok(OauthDecision {
            allowed: allow,
            address,
        })
    }
}

/// The request, if this browser and this person may see it.
async fn asked(
    tx: &mut Tx,
    caller: &Caller,
    live: &LivePortal,
    request: &str,
    now: Timestamp,
) -> Result<Asked, ServiceError> {
    let id = Token::parse(request).ok_or(ConsentRefusal::Gone)?;
    let row = requests::get(tx, &id.hash().0)
        .await?
        .filter(|row| row.asked_at <= now && now < row.expires_at)
        .ok_or(ConsentRefusal::Gone)?;
    let browser = caller.consent.as_ref().map(|token| token.hash().0);
    let is_other = row.session.is_some_and(|session| session != live.session.id);
    if browser != Some(row.browser_hash) || is_other {
        return Err(ConsentRefusal::Foreign.into());
    }
    let client = live_client(tx, &row.client, now).await?.ok_or(ConsentRefusal::Gone)?;
    let asks = serde_json::from_str(&row.asks)?;
    Ok(Asked { id, row, asks, client })
}

/// A consent page.
pub(super) fn view(
    client: &ClientRow,
    request: &Token,
    live: &LivePortal,
    leads_to: Option<String>,
    user_code: Option<String>,
    expires_at: Timestamp,
) -> OauthConsent {
    let scope = |scope: &vestibule_identity::identity_center::oauth::scope::Scope| OauthScope {
        name: scope.as_str().to_owned(),
        words: scope.words().to_owned(),
    };
    OauthConsent {
        request: request.reveal(),
        client_name: client.name.clone(),
        scopes: effective_scopes(client).iter().map(scope).collect(),
        user_name: live.user.user_name.as_str().to_owned(),
        leads_to,
        user_code,
        expires_at,
    }
}
