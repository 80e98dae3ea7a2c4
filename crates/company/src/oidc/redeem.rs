//! The token endpoint: a code is exchanged for an ID token, once.

use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::{Deserialize, Serialize};
use sha2::{Digest as _, Sha256};
use utoipa::ToSchema;
use vestibule_credentials::token::Token;

use super::clients;
use super::code::Granted;
use super::token::{Claims, OidcSettings};
use crate::{Company, CompanyError, Tx, people, settings};

/// What the client posts (`application/x-www-form-urlencoded`).
#[derive(Deserialize, Default)]
pub struct TokenForm {
    /// Must be `authorization_code`.
    #[serde(default)]
    pub grant_type: String,
    /// The code.
    #[serde(default)]
    pub code: String,
    /// As it was asked for.
    #[serde(default)]
    pub redirect_uri: String,
    /// Who asked.
    #[serde(default)]
    pub client_id: String,
    /// What the challenge was made of.
    #[serde(default)]
    pub code_verifier: String,
}

impl std::fmt::Debug for TokenForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "TokenForm of {}", self.client_id)
    }
}

/// What the client gets.
#[derive(Serialize, ToSchema)]
pub struct TokenAnswer {
    /// Opens nothing here: there is nothing that it could open.
    pub access_token: String,
    /// `Bearer`.
    pub token_type: String,
    /// Seconds.
    pub expires_in: u32,
    /// Who signed in.
    pub id_token: String,
}

impl std::fmt::Debug for TokenAnswer {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("TokenAnswer([REDACTED])")
    }
}

/// Codes of RFC 6749 5.2.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum OauthError {
    /// Something is missing or cannot be read.
    InvalidRequest,
    /// Nobody of this name.
    InvalidClient,
    /// The code was used, is over, or is somebody else's.
    InvalidGrant,
    /// Another grant.
    UnsupportedGrantType,
    /// A defect.
    ServerError,
}

/// Why there is no token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct OauthRefusal {
    /// What kind.
    pub error: OauthError,
    /// Words.
    pub error_description: String,
}

fn refusal(error: OauthError, words: &str) -> OauthRefusal {
    OauthRefusal {
        error,
        error_description: words.to_owned(),
    }
}

impl From<CompanyError> for OauthRefusal {
    fn from(error: CompanyError) -> Self {
        tracing::error!(%error, "a token could not be issued");
        refusal(OauthError::ServerError, "Something went wrong on our side.")
    }
}

impl From<sqlx::Error> for OauthRefusal {
    fn from(error: sqlx::Error) -> Self {
        CompanyError::from(error).into()
    }
}

/// OpenID Connect Core 3.1.3.6: the left half of the hash of the access token.
fn half_hash(access_token: &str) -> String {
    let digest = Sha256::digest(access_token);
    URL_SAFE_NO_PAD.encode(digest.get(..16).unwrap_or_default())
}

impl Company {
    /// Exchanges a code. Whatever is wrong with the request, the code is gone afterwards.
    ///
    /// # Errors
    /// [`OauthRefusal`].
    pub async fn oauth_token(&self, form: &TokenForm) -> Result<TokenAnswer, OauthRefusal> {
        if form.grant_type != "authorization_code" {
            return Err(refusal(
                OauthError::UnsupportedGrantType,
                "Only authorization codes are taken.",
            ));
        }
        self.prepare_tokens().await?;
        let mut tx = self.begin().await?;
        if clients::get(&mut tx, &form.client_id).await?.is_none() {
            return Err(refusal(
                OauthError::InvalidClient,
                "No client of this ID is known here.",
            ));
        }
        let granted = self.take_code(&mut tx, form).await?;
        let Some(granted) = granted else {
            tx.commit().await?;
            return Err(refusal(
                OauthError::InvalidGrant,
                "The code was used, is too old, or does not belong to this request.",
            ));
        };
        let answer = self.token_answer(&mut tx, form, granted).await;
        tx.commit().await?;
        answer
    }

    /// The code's grant, if everything of the request fits it.
    async fn take_code(&self, tx: &mut Tx, form: &TokenForm) -> Result<Option<Granted>, CompanyError> {
        let Some(code) = Token::parse(&form.code) else {
            return Ok(None);
        };
        let now = self.now().as_millisecond();
        let row: Option<(String, i64, i64)> =
            sqlx::query_as("DELETE FROM codes WHERE hash = ?1 RETURNING state, begun_at, expires_at")
                .bind(code.hash().0.as_slice())
                .fetch_optional(&mut **tx)
                .await?;
        let Some((state, begun_at, expires_at)) = row else {
            return Ok(None);
        };
        let granted: Granted = serde_json::from_str(&state)?;
        let request = &granted.request;
        let fits = begun_at <= now
            && now < expires_at
            && request.client == form.client_id
            && request.redirect_uri == form.redirect_uri
            && request.challenge.is_answered_by(&form.code_verifier);
        Ok(fits.then_some(granted))
    }

    async fn token_answer(&self, tx: &mut Tx, form: &TokenForm, granted: Granted) -> Result<TokenAnswer, OauthRefusal> {
        let gone = || refusal(OauthError::InvalidGrant, "The person may not sign in any more.");
        let person = people::by_id(tx, &granted.person)
            .await?
            .filter(|person| person.enabled)
            .ok_or_else(gone)?;
        let client = clients::get(tx, &form.client_id).await?.ok_or_else(gone)?;
        let settings: OidcSettings = settings::get(tx).await?;
        let access_token = Token::generate(&*self.entropy).reveal();
        let mut audiences = vec![client.id];
        audiences.extend(client.audiences);
        let signed_in_at = vestibule_identity::Timestamp::from_second(granted.signed_in_at).unwrap_or_default();
        let mut claims = Claims::of(&person, granted.mfa, signed_in_at, audiences);
        if let Some(nonce) = granted.request.nonce {
            claims.others.insert("nonce".to_owned(), nonce.into());
        }
        claims
            .others
            .insert("at_hash".to_owned(), half_hash(&access_token).into());
        let token = self.issue_token(tx, claims).await?;
        Ok(TokenAnswer {
            access_token,
            token_type: "Bearer".to_owned(),
            expires_in: settings.token_seconds,
            id_token: token.text,
        })
    }
}
