//! A sign-in on its way, known by a token of which the store has the hash.
//!
//! ```text
//!   Begun ── user name ──► Password ── right ──► Code ── accepted ──► signed in
//!                              │                  ▲ enrolled before
//!                              └── right, no app ─┴► Enrol ── two codes ──► signed in
//! ```
//!
//! A request of a relying party waits in it, and is answered at the end.

use std::time::Duration;

use serde::{Deserialize, Serialize};
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;

use crate::request::{CookieChange, seconds};
use crate::{Caller, Company, CompanyError, Tx};

/// How long a sign-in may take.
const LIFETIME: Duration = Duration::from_mins(15);

/// How far it is.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "stage", rename_all = "kebab-case")]
pub(crate) enum Stage {
    /// The user name is asked for.
    Begun,
    /// The password is asked for, of somebody or nobody. The user name is sealed beside: it may be a password in the wrong box.
    Password {},
    /// A code is asked for.
    Code {
        /// Whose.
        person: String,
    },
    /// An authenticator app is to be set up; its seed is sealed beside.
    Enrol {
        /// Whose.
        person: String,
    },
}

/// Who waits for the person to be signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "protocol", rename_all = "kebab-case")]
pub(crate) enum Waiting {
    /// A SAML relying party.
    Saml {
        /// The request's id.
        request: String,
        /// Who asks.
        issuer: String,
        /// Its own mark.
        relay_state: String,
    },
    /// An OpenID Connect client.
    Oidc(crate::oidc::AuthorizeRequest),
}

/// A sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Attempt {
    pub(crate) stage: Stage,
    pub(crate) waiting: Option<Waiting>,
    /// Who waits wants the person to sign in now, whoever is signed in already.
    #[serde(default)]
    pub(crate) afresh: bool,
}

impl Attempt {
    /// The same request, further on.
    pub(crate) fn at(&self, stage: Stage) -> Self {
        Self { stage, ..self.clone() }
    }
}

/// The attempt of this browser with what is sealed beside it, if it is not over.
pub(crate) async fn find(
    tx: &mut Tx,
    caller: &Caller,
    now: Timestamp,
) -> Result<Option<(Attempt, Option<Vec<u8>>)>, CompanyError> {
    let Some(token) = &caller.attempt else {
        return Ok(None);
    };
    let row: Option<(String, Option<Vec<u8>>)> = sqlx::query_as(
        "SELECT state, sealed FROM attempts WHERE token_hash = ?1 AND begun_at <= ?2 AND expires_at > ?2",
    )
    .bind(token.hash().0.as_slice())
    .bind(now.as_millisecond())
    .fetch_optional(&mut **tx)
    .await?;
    row.map(|(state, sealed)| Ok((serde_json::from_str(&state)?, sealed)))
        .transpose()
}

pub(crate) async fn delete(tx: &mut Tx, token: &Token) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM attempts WHERE token_hash = ?1")
        .bind(token.hash().0.as_slice())
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// Ends what a person has begun: whoever has the old password goes no further with it.
pub(crate) async fn end_all(tx: &mut Tx, person: &str) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM attempts WHERE json_extract(state, '$.stage.person') = ?1")
        .bind(person)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

/// What is sealed beside a sign-in is sealed for it alone.
pub(super) fn place(token: &Token) -> String {
    token
        .hash()
        .0
        .iter()
        .fold("attempt/".to_owned(), |text, byte| format!("{text}{byte:02x}"))
}

impl Company {
    /// Goes on under a new token; the old one is over. What is `secret` is sealed beside it.
    pub(crate) async fn keep_attempt(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        attempt: &Attempt,
        secret: Option<&[u8]>,
        now: Timestamp,
    ) -> Result<CookieChange, CompanyError> {
        if let Some(old) = &caller.attempt {
            delete(tx, old).await?;
        }
        sqlx::query("DELETE FROM attempts WHERE expires_at <= ?1")
            .bind(now.as_millisecond())
            .execute(&mut **tx)
            .await?;
        let token = Token::generate(&*self.entropy);
        let sealed = match secret {
            Some(secret) => Some(self.key.seal(&place(&token), secret, &*self.entropy)?),
            None => None,
        };
        let expires_at = now.saturating_add(LIFETIME).unwrap_or(now);
        sqlx::query(
            "INSERT INTO attempts (token_hash, state, sealed, begun_at, expires_at) VALUES (?1, ?2, ?3, ?4, ?5)",
        )
        .bind(token.hash().0.as_slice())
        .bind(serde_json::to_string(attempt)?)
        .bind(sealed)
        .bind(now.as_millisecond())
        .bind(expires_at.as_millisecond())
        .execute(&mut **tx)
        .await?;
        Ok(CookieChange::SetAttempt {
            token,
            seconds: seconds(LIFETIME),
        })
    }
}
