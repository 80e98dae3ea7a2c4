//! ID tokens, with the faults that are on.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value, json};
use utoipa::ToSchema;
use vestibule_credentials::id_token::IssuerKey;
use vestibule_identity::Timestamp;

use super::{ISSUER, active};
use crate::faults::{self, Fault};
use crate::keys::{CompanyKeyAlgorithm, KeyRow};
use crate::people::PersonRow;
use crate::saml::log::{Issued, IssuedKind};
use crate::settings::{self, Setting};
use crate::{Company, CompanyError, Tx};

/// By how much the fault about time is off, in seconds.
const FAR: i64 = 10 * 60;

/// How ID tokens are made.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct OidcSettings {
    /// What kind of key signs.
    pub algorithm: CompanyKeyAlgorithm,
    /// How long a token is good, in seconds: 60 to 86400.
    pub token_seconds: u32,
    /// For whom tokens of contractors are.
    pub contractor_audience: String,
    /// Which role contractors ask for.
    pub contractor_role: String,
}

impl Default for OidcSettings {
    fn default() -> Self {
        Self {
            algorithm: CompanyKeyAlgorithm::P256,
            token_seconds: 3600,
            contractor_audience: "sts.amazonaws.com".to_owned(),
            contractor_role: String::new(),
        }
    }
}

impl Setting for OidcSettings {
    const NAME: &'static str = "oidc";
}

/// What a token is to say.
pub(crate) struct Claims {
    /// About whom: a user name, or a build.
    pub(crate) subject: String,
    /// For whom; with several, the first is the one it was issued to (`azp`).
    pub(crate) audiences: Vec<String>,
    /// The rest.
    pub(crate) others: Map<String, Value>,
}

impl Claims {
    /// What is said of a person who signed in.
    pub(crate) fn of(person: &PersonRow, mfa: bool, signed_in_at: Timestamp, audiences: Vec<String>) -> Self {
        let methods: &[&str] = if mfa { &["pwd", "otp"] } else { &["pwd"] };
        let mut others = Map::new();
        others.insert("auth_time".to_owned(), signed_in_at.as_second().into());
        others.insert("amr".to_owned(), json!(methods));
        others.insert("name".to_owned(), person.display_name().into());
        others.insert("email".to_owned(), person.email.clone().into());
        Self {
            subject: person.user_name.clone(),
            audiences,
            others,
        }
    }
}

/// A token, and what it says.
pub(crate) struct IdToken {
    pub(crate) text: String,
    pub(crate) claims: Map<String, Value>,
    pub(crate) expires_at: Timestamp,
}

impl Company {
    pub(crate) fn issuer_key(&self, row: &KeyRow) -> Result<IssuerKey, CompanyError> {
        let secret = self.secret_of(row)?;
        match row.algorithm() {
            CompanyKeyAlgorithm::P256 => IssuerKey::from_scalar(&secret),
            CompanyKeyAlgorithm::Rsa2048 => IssuerKey::from_rsa_pkcs8(&secret),
        }
        .map_err(|_| CompanyError::Key)
    }

    /// Sees to it that the key is there that tokens are signed with; before a transaction that issues one.
    pub(crate) async fn prepare_tokens(&self) -> Result<(), CompanyError> {
        let settings: OidcSettings = settings::get(&mut self.begin().await?).await?;
        self.ensure_token_key(settings.algorithm).await
    }

    /// Issues a token and notes it down. The caller commits.
    pub(crate) async fn issue_token(&self, tx: &mut Tx, said: Claims) -> Result<IdToken, CompanyError> {
        let settings: OidcSettings = settings::get(tx).await?;
        let faults: Vec<Fault> = faults::on(tx)
            .await?
            .into_iter()
            .filter(|fault| fault.is_of_tokens())
            .collect();
        let row = active(tx, settings.algorithm).await?.ok_or(CompanyError::Key)?;
        let now = self.now();
        let lifetime = i64::from(settings.token_seconds);
        let issued_at = if faults.contains(&Fault::TokenExpired) {
            now.as_second() - lifetime - FAR
        } else {
            now.as_second()
        };
        let user_name = said.subject.clone();
        let audience = said.audiences.join(" ");
        let claims = written(said, issued_at, issued_at + lifetime, &faults);
        let text = self
            .issuer_key(&row)?
            .sign(&row.id, &claims)
            .map_err(|_| CompanyError::Key)?;
        let issued = Issued {
            kind: IssuedKind::IdToken,
            user_name: &user_name,
            audience: &audience,
            faults: &faults,
            text: &text,
        };
        self.log_issued(tx, &issued, now).await?;
        Ok(IdToken {
            text,
            claims,
            expires_at: Timestamp::from_second(issued_at + lifetime).unwrap_or(now),
        })
    }
}

/// OpenID Connect Core 2: `aud` is a text or a list; with a list, `azp` says to whom the token was issued.
fn written(said: Claims, issued_at: i64, expires_at: i64, faults: &[Fault]) -> Map<String, Value> {
    let issuer = if faults.contains(&Fault::TokenIssuer) {
        "https://another-issuer.example"
    } else {
        ISSUER
    };
    let audiences = if faults.contains(&Fault::TokenAudience) {
        vec!["another-audience".to_owned()]
    } else {
        said.audiences
    };
    let mut claims = Map::new();
    claims.insert("iss".to_owned(), issuer.into());
    claims.insert("sub".to_owned(), said.subject.into());
    match audiences.as_slice() {
        [only] => {
            claims.insert("aud".to_owned(), only.clone().into());
        }
        several => {
            claims.insert("aud".to_owned(), json!(several));
            claims.insert("azp".to_owned(), json!(several.first()));
        }
    }
    claims.insert("iat".to_owned(), issued_at.into());
    claims.insert("exp".to_owned(), expires_at.into());
    claims.extend(said.others);
    claims
}
