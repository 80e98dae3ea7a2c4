//! OpenID Connect: what the company publishes, codes for clients, ID tokens.
//!
//! Clients are public and prove with PKCE that they asked (RFC 7636, `S256` only). ID tokens are ES256 or RS256; nothing
//! else can be issued.

pub(crate) mod clients;
mod code;
mod redeem;
pub(crate) mod token;

use serde_json::{Value, json};

use crate::keys::{self, CompanyKeyAlgorithm, CompanyKeyState, KeyRow, Purpose};
use crate::{ADDRESS, Company, CompanyError, Tx};

pub use clients::OidcClient;
pub use code::AuthorizeQuery;
pub(crate) use code::AuthorizeRequest;
pub use redeem::{OauthError, OauthRefusal, TokenAnswer, TokenForm};
pub use token::OidcSettings;

/// Who ID tokens are from.
pub const ISSUER: &str = ADDRESS;

/// What relying parties read first, at `/.well-known/openid-configuration`.
///
/// AWS wants `id_token` among the response types, although it never asks for one itself: tokens come to builds and
/// contractors without a browser.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html>
#[must_use]
pub fn discovery() -> Value {
    json!({
        "issuer": ISSUER,
        "authorization_endpoint": format!("{ADDRESS}/oauth/authorize"),
        "token_endpoint": format!("{ADDRESS}/oauth/token"),
        "jwks_uri": format!("{ADDRESS}/oauth/jwks"),
        "scopes_supported": ["openid", "profile", "email"],
        "response_types_supported": ["code", "id_token"],
        "response_modes_supported": ["query"],
        "grant_types_supported": ["authorization_code"],
        "subject_types_supported": ["public"],
        "id_token_signing_alg_values_supported": ["ES256", "RS256"],
        "token_endpoint_auth_methods_supported": ["none"],
        "code_challenge_methods_supported": ["S256"],
        "claims_supported": [
            "iss", "sub", "aud", "azp", "exp", "iat", "auth_time", "nonce", "amr", "name", "email",
        ],
    })
}

async fn active(tx: &mut Tx, algorithm: CompanyKeyAlgorithm) -> Result<Option<KeyRow>, CompanyError> {
    Ok(keys::all(tx, Purpose::Oidc)
        .await?
        .into_iter()
        .find(|key| key.state() == CompanyKeyState::Active && key.algorithm() == algorithm))
}

impl Company {
    /// The public keys (RFC 7517): the ones that sign, the next ones, and the old ones until they are removed.
    ///
    /// # Errors
    /// Store failures.
    pub async fn jwks(&self) -> Result<Value, CompanyError> {
        self.ensure_token_key(CompanyKeyAlgorithm::P256).await?;
        let mut tx = self.begin().await?;
        let mut all = Vec::new();
        for row in keys::published(&mut tx, Purpose::Oidc).await? {
            all.push(self.issuer_key(&row)?.jwk(&row.id));
        }
        Ok(json!({ "keys": all }))
    }

    /// Sees to it that there is a key of this kind that signs. One of RSA is made when it is needed first.
    pub(crate) async fn ensure_token_key(&self, algorithm: CompanyKeyAlgorithm) -> Result<(), CompanyError> {
        if active(&mut self.begin().await?, algorithm).await?.is_some() {
            return Ok(());
        }
        let fresh = self.fresh_key(algorithm).await?;
        let mut tx = self.begin().await?;
        // Somebody else may have been faster.
        if active(&mut tx, algorithm).await?.is_none() {
            self.keep_key(&mut tx, Purpose::Oidc, &fresh, CompanyKeyState::Active, self.now())
                .await?;
            tx.commit().await?;
        }
        Ok(())
    }
}
