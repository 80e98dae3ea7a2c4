//! Where a tool sends a browser for a code: `https://oidc.<region>.amazonaws.com/authorize` (facts 3.3).
//!
//! Without a known client and a redirect that it registered the browser goes nowhere; with them, every other fault is told
//! to the tool (RFC 6749 4.1.2.1).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use vestibule_credentials::pkce::Challenge;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::oauth::grant::{GrantType, REQUEST};
use vestibule_identity::identity_center::oauth::redirect::LoopbackUri;
use vestibule_store::Tx;
use vestibule_store::identity_center::oauth::{self, ClientRow, RequestRow, requests};

use super::ConsentRefusal;
use super::clients::live_client;
use crate::addresses;
use crate::answers::OauthRedirect;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::{Service, ServiceError};

/// Longest query that is looked at, and longest `state`.
const LONGEST_QUERY: usize = 8 * 1024;
const LONGEST_STATE: usize = 1024;

/// What a consent page is for.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "for", rename_all = "kebab-case")]
pub(super) enum Asks {
    /// A code.
    Code {
        /// Where to.
        redirect: LoopbackUri,
        /// What the tool wants back with it.
        state: Option<String>,
        /// What the tool must answer.
        challenge: Challenge,
    },
    /// A device.
    Device {
        /// SHA-256 of its code.
        device: [u8; 32],
    },
}

/// Parameters, each at most once.
struct Parameters(BTreeMap<String, Option<String>>);

impl Parameters {
    fn read(query: &str) -> Self {
        let mut found = BTreeMap::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            let twice = found.contains_key(&*name);
            found.insert(name.into_owned(), (!twice).then(|| value.into_owned()));
        }
        Self(found)
    }

    /// The value; `None` where it is missing or there are two (RFC 6749 3.1).
    fn get(&self, name: &str) -> Option<&str> {
        self.0.get(name)?.as_deref()
    }

    fn any_twice(&self) -> bool {
        self.0.values().any(Option::is_none)
    }
}

impl Service {
    /// A tool's sign-in arrives in a browser. `query` is that of the address.
    ///
    /// # Errors
    /// [`ConsentRefusal::Authorization`].
    pub async fn oauth_authorize(&self, caller: &Caller, query: &str) -> Result<Answer<OauthRedirect>, ServiceError> {
        let refuse = ConsentRefusal::Authorization;
        if query.len() > LONGEST_QUERY {
            return Err(refuse("This address is too long. Start the sign-in again in the tool.").into());
        }
        let said = Parameters::read(query);
        let now = self.now();
        let mut tx = self.store.write().await?;
        let instance = the_instance(&mut tx).await?;
        let client = live_client(&mut tx, said.get("client_id").unwrap_or_default(), now).await?.ok_or(refuse(
            "The tool that sent you here is not registered, or its registration has expired. Start the sign-in again in the tool.",
        ))?;
        let redirect = said
            .get("redirect_uri")
            .and_then(LoopbackUri::parse)
            .filter(|asked| client.registration.redirects.iter().any(|known| known.allows(asked)))
            .ok_or(refuse(
                "The address that the answer should be sent to is not one that the tool registered. Nothing was sent.",
            ))?;
        let state = said.get("state").map(str::to_owned);
        let challenge = match judge(&said, &client) {
            Ok(challenge) => challenge,
            Err(error) => {
                let known = state.filter(|state| state.len() <= LONGEST_STATE);
                let address = answer_to(&redirect, ("error", error), known.as_deref());
                return Ok(Answer::new(OauthRedirect { address }));
            }
        };
        oauth::sweep(&mut tx, now).await?;
        let browser = caller
            .consent
            .clone()
            .unwrap_or_else(|| Token::generate(&*self.entropy));
        let asks = Asks::Code {
            redirect,
            state,
            challenge,
        };
        let request = self.ask(&mut tx, &client, &asks, &browser, None, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(OauthRedirect {
            address: addresses::consent(&instance, &request.reveal()),
        })
        .with(CookieChange::SetConsent {
            token: browser,
            seconds: seconds(REQUEST),
        }))
    }

    /// Keeps what a person is to be asked; its id.
    pub(super) async fn ask(
        &self,
        tx: &mut Tx,
        client: &ClientRow,
        asks: &Asks,
        browser: &Token,
        session: Option<uuid::Uuid>,
        now: Timestamp,
    ) -> Result<Token, ServiceError> {
        let id = Token::generate(&*self.entropy);
        let request = RequestRow {
            id_hash: id.hash().0,
            client: client.id.clone(),
            asks: serde_json::to_string(asks)?,
            browser_hash: browser.hash().0,
            session,
            asked_at: now,
            expires_at: now.saturating_add(REQUEST).unwrap_or(now),
        };
        requests::insert(tx, &request).await?;
        Ok(id)
    }
}

/// What the tool hears, or its challenge.
fn judge(said: &Parameters, client: &ClientRow) -> Result<Challenge, &'static str> {
    if said.any_twice() || said.get("state").is_some_and(|state| state.len() > LONGEST_STATE) {
        return Err("invalid_request");
    }
    match said.get("response_type") {
        Some("code") => {}
        Some(_) => return Err("unsupported_response_type"),
        None => return Err("invalid_request"),
    }
    if !client.registration.grant_types.contains(&GrantType::AuthorizationCode) {
        return Err("unauthorized_client");
    }
    // Without a method it would be `plain` (RFC 7636 4.3), which proves nothing to whoever read the address.
    if said.get("code_challenge_method") != Some("S256") {
        return Err("invalid_request");
    }
    let challenge = said
        .get("code_challenge")
        .and_then(Challenge::parse)
        .ok_or("invalid_request")?;
    // The tool spells it `scopes`. Tokens have what was registered, so nothing else may be asked for.
    let asked = said.get("scopes").or(said.get("scope")).unwrap_or_default();
    let registered = |name: &str| client.registration.scopes.iter().any(|scope| scope.as_str() == name);
    if asked.split_whitespace().any(|name| !registered(name)) {
        return Err("invalid_scope");
    }
    Ok(challenge)
}

/// The redirect with an answer.
pub(super) fn answer_to(redirect: &LoopbackUri, (name, value): (&str, &str), state: Option<&str>) -> String {
    let mut query = url::form_urlencoded::Serializer::new(String::new());
    query.append_pair(name, value);
    if let Some(state) = state {
        query.append_pair("state", state);
    }
    redirect.with_query(&query.finish())
}
