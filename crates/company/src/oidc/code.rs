//! The authorization endpoint: a request of a client, and the code that answers it.
//!
//! RFC 6749 4.1, RFC 7636, OpenID Connect Core 3.1.2. A request from an unknown client, or with an address that is not
//! registered letter for letter, is refused here and never sent on (RFC 6749 4.1.2.1, ASVS 10.4.1).

use std::collections::{BTreeMap, BTreeSet};
use std::time::Duration;

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::IntoParams;
use vestibule_credentials::pkce::Challenge;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;

use super::clients;
use crate::request::Answer;
use crate::saml::CompanyHop;
use crate::session::{self, Live};
use crate::sign_in::attempt::{Attempt, Stage, Waiting};
use crate::{Caller, Company, CompanyError, Tx};

/// A code is good for a minute (ASVS 10.4.3).
const LIFETIME: Duration = Duration::from_mins(1);

/// What stands in the address. All of it comes from outside. What has no value is not there (RFC 6749 3.1).
#[derive(Debug, Clone, Default, IntoParams)]
#[into_params(parameter_in = Query)]
pub struct AuthorizeQuery {
    /// Must be `code`.
    #[param(required = false)]
    pub response_type: String,
    /// Who asks.
    #[param(required = false)]
    pub client_id: String,
    /// Where the answer goes.
    #[param(required = false)]
    pub redirect_uri: String,
    /// Must have `openid`.
    #[param(required = false)]
    pub scope: String,
    /// The client's own mark.
    pub state: Option<String>,
    /// Goes into the token.
    pub nonce: Option<String>,
    /// SHA-256 of what the client will show.
    #[param(required = false)]
    pub code_challenge: String,
    /// Must be `S256`.
    #[param(required = false)]
    pub code_challenge_method: String,
    /// `none`: nobody may be asked. `login` or `select_account`: the person signs in whoever is signed in already.
    pub prompt: Option<String>,
    /// The person must have signed in within so many seconds.
    pub max_age: Option<String>,
    /// Which of these came more than once, which none may (RFC 6749 3.1). The last of them counts.
    #[param(ignore)]
    pub repeated: BTreeSet<String>,
}

impl AuthorizeQuery {
    /// Reads the query of an address. What the company does not know is passed over.
    #[must_use]
    pub fn read(query: &str) -> Self {
        let mut said = BTreeMap::new();
        let mut repeated = BTreeSet::new();
        for (name, value) in url::form_urlencoded::parse(query.as_bytes()) {
            if said.insert(name.to_string(), value.into_owned()).is_some() {
                repeated.insert(name.into_owned());
            }
        }
        let mut known = BTreeSet::new();
        let mut take = |name: &'static str| {
            known.insert(name);
            said.remove(name).filter(|value| !value.is_empty())
        };
        let mut read = Self {
            response_type: take("response_type").unwrap_or_default(),
            client_id: take("client_id").unwrap_or_default(),
            redirect_uri: take("redirect_uri").unwrap_or_default(),
            scope: take("scope").unwrap_or_default(),
            state: take("state"),
            nonce: take("nonce"),
            code_challenge: take("code_challenge").unwrap_or_default(),
            code_challenge_method: take("code_challenge_method").unwrap_or_default(),
            prompt: take("prompt"),
            max_age: take("max_age"),
            repeated: BTreeSet::new(),
        };
        repeated.retain(|name| known.contains(name.as_str()));
        read.repeated = repeated;
        read
    }
}

/// How far a client leaves it to the company whether the person signs in now (Core 3.1.2.1).
#[derive(Debug, Clone, Copy)]
struct Wish {
    /// `prompt=none`.
    silent: bool,
    /// `prompt=login`.
    afresh: bool,
    /// Seconds.
    oldest: Option<u64>,
}

impl Wish {
    /// Nothing for what is no wish: `none` beside something else, an age that is no number.
    fn read(query: &AuthorizeQuery) -> Option<Self> {
        let words: Vec<&str> = query.prompt.iter().flat_map(|prompt| prompt.split(' ')).collect();
        let oldest = match &query.max_age {
            Some(text) => Some(text.parse().ok()?),
            None => None,
        };
        let silent = words.contains(&"none");
        (!silent || words.len() == 1).then(|| Self {
            silent,
            afresh: words.contains(&"login") || words.contains(&"select_account"),
            oldest,
        })
    }

    /// Whether a sign-in is recent enough.
    fn takes(self, live: &Live, now: Timestamp) -> bool {
        let age = u64::try_from(now.as_second().saturating_sub(live.begun_at.as_second())).unwrap_or(0);
        !self.afresh && self.oldest.is_none_or(|oldest| age <= oldest)
    }
}

/// A request that may be answered.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct AuthorizeRequest {
    pub(crate) client: String,
    pub(crate) redirect_uri: String,
    pub(crate) state: Option<String>,
    pub(crate) nonce: Option<String>,
    pub(crate) challenge: Challenge,
}

/// What a code stands for.
#[derive(Debug, Serialize, Deserialize)]
pub(super) struct Granted {
    pub(super) request: AuthorizeRequest,
    pub(super) person: String,
    pub(super) mfa: bool,
    /// Seconds since 1970.
    pub(super) signed_in_at: i64,
}

/// Longest texts of a client that are carried along.
const LONGEST: usize = 2048;

enum Judged {
    Right(AuthorizeRequest, Wish),
    /// The client is told.
    Wrong(&'static str),
}

fn judge(query: &AuthorizeQuery) -> Judged {
    if !query.repeated.is_empty() {
        return Judged::Wrong("invalid_request");
    }
    if query.response_type != "code" {
        return Judged::Wrong("unsupported_response_type");
    }
    if !query.scope.split(' ').any(|scope| scope == "openid") {
        return Judged::Wrong("invalid_scope");
    }
    let fits = |text: &Option<String>| text.as_ref().is_none_or(|text| text.len() <= LONGEST);
    if query.code_challenge_method != "S256" || !fits(&query.state) || !fits(&query.nonce) {
        return Judged::Wrong("invalid_request");
    }
    match (Challenge::parse(&query.code_challenge), Wish::read(query)) {
        (Some(challenge), Some(wish)) => {
            let request = AuthorizeRequest {
                client: query.client_id.clone(),
                redirect_uri: query.redirect_uri.clone(),
                state: query.state.clone(),
                nonce: query.nonce.clone(),
                challenge,
            };
            Judged::Right(request, wish)
        }
        _ => Judged::Wrong("invalid_request"),
    }
}

fn redirect(to: &str, pairs: &[(&str, &str)], state: Option<&str>) -> Result<CompanyHop, CompanyError> {
    let refused = |_| CompanyError::RequestRefused("The client's address is no address.".to_owned());
    let mut address = Url::parse(to).map_err(refused)?;
    {
        let mut query = address.query_pairs_mut();
        for (name, value) in pairs {
            query.append_pair(name, value);
        }
        if let Some(state) = state {
            query.append_pair("state", state);
        }
        // RFC 9207: so that a client with several issuers knows whose answer it is.
        query.append_pair("iss", super::ISSUER);
    }
    Ok(CompanyHop::Redirect {
        address: address.into(),
    })
}

impl Company {
    /// A client sends the browser here. Whoever is signed in is sent back with a code; others sign in first.
    ///
    /// # Errors
    /// [`CompanyError::RequestRefused`] for an unknown client or address.
    pub async fn oauth_authorize(
        &self,
        caller: &Caller,
        query: &AuthorizeQuery,
    ) -> Result<Answer<CompanyHop>, CompanyError> {
        let now = self.now();
        let mut tx = self.begin().await?;
        if ["client_id", "redirect_uri"]
            .iter()
            .any(|name| query.repeated.contains(*name))
        {
            return Err(CompanyError::RequestRefused(
                "The application named itself, or where it wants to be answered, more than once.".to_owned(),
            ));
        }
        let client = clients::get(&mut tx, &query.client_id).await?.ok_or_else(|| {
            CompanyError::RequestRefused("No application of this client ID is known here.".to_owned())
        })?;
        if !client.redirect_uris.contains(&query.redirect_uri) {
            return Err(CompanyError::RequestRefused(
                "The application asked to be answered at an address that is not registered for it.".to_owned(),
            ));
        }
        let told = |error| {
            let hop = redirect(&query.redirect_uri, &[("error", error)], query.state.as_deref())?;
            Ok(Answer::new(hop))
        };
        let (request, wish) = match judge(query) {
            Judged::Right(request, wish) => (request, wish),
            Judged::Wrong(error) => return told(error),
        };
        let live = session::find(&mut tx, caller, now).await?;
        let is_in = live.is_some();
        let answer = match live.filter(|live| wish.takes(live, now)) {
            Some(live) => Answer::new(self.answer_oidc(&mut tx, &live, &request).await?),
            None if wish.silent => return told("login_required"),
            None => {
                let attempt = Attempt {
                    stage: Stage::Begun,
                    waiting: Some(Waiting::Oidc(request)),
                    afresh: is_in,
                };
                let cookie = self.keep_attempt(&mut tx, caller, &attempt, None, now).await?;
                Answer::new(CompanyHop::SignIn {}).with(cookie)
            }
        };
        tx.commit().await?;
        Ok(answer)
    }

    /// A code for the client.
    pub(crate) async fn answer_oidc(
        &self,
        tx: &mut Tx,
        live: &Live,
        request: &AuthorizeRequest,
    ) -> Result<CompanyHop, CompanyError> {
        let now = self.now();
        let code = Token::generate(&*self.entropy);
        let granted = Granted {
            request: request.clone(),
            person: live.person.id.clone(),
            mfa: live.mfa,
            signed_in_at: live.begun_at.as_second(),
        };
        sqlx::query("DELETE FROM codes WHERE expires_at <= ?1")
            .bind(now.as_millisecond())
            .execute(&mut **tx)
            .await?;
        sqlx::query("INSERT INTO codes (hash, state, begun_at, expires_at) VALUES (?1, ?2, ?3, ?4)")
            .bind(code.hash().0.as_slice())
            .bind(serde_json::to_string(&granted)?)
            .bind(now.as_millisecond())
            .bind(now.saturating_add(LIFETIME).unwrap_or(now).as_millisecond())
            .execute(&mut **tx)
            .await?;
        redirect(
            &request.redirect_uri,
            &[("code", &code.reveal())],
            request.state.as_deref(),
        )
    }
}
