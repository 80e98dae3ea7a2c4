//! What an administrator sets, one JSON text a name.

use secrecy::{ExposeSecret as _, SecretString};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::people::PersonAttribute;
use crate::{Company, CompanyError, Tx};

/// Something that is set.
pub(crate) trait Setting: Serialize + DeserializeOwned + Default + Send + Sync {
    /// Its name in the store.
    const NAME: &'static str;
}

pub(crate) async fn get<S: Setting>(tx: &mut Tx) -> Result<S, CompanyError> {
    let text: Option<String> = sqlx::query_scalar("SELECT value FROM settings WHERE name = ?1")
        .bind(S::NAME)
        .fetch_optional(&mut **tx)
        .await?;
    Ok(match text {
        Some(text) => serde_json::from_str(&text)?,
        None => S::default(),
    })
}

pub(crate) async fn set<S: Setting>(tx: &mut Tx, value: &S) -> Result<(), CompanyError> {
    sqlx::query("INSERT INTO settings (name, value) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET value = ?2")
        .bind(S::NAME)
        .bind(serde_json::to_string(value)?)
        .execute(&mut **tx)
        .await?;
    Ok(())
}

impl Company {
    /// A secret that an administrator entered, if one is there.
    pub(crate) async fn secret(&self, tx: &mut Tx, name: &'static str) -> Result<Option<SecretString>, CompanyError> {
        let sealed: Option<Vec<u8>> = sqlx::query_scalar("SELECT sealed FROM secrets WHERE name = ?1")
            .bind(name)
            .fetch_optional(&mut **tx)
            .await?;
        let Some(sealed) = sealed else { return Ok(None) };
        let opened = self.key.open(&format!("secret/{name}"), &sealed)?;
        Ok(std::str::from_utf8(&opened).ok().map(SecretString::from))
    }

    /// Keeps a secret, sealed.
    pub(crate) async fn set_secret(
        &self,
        tx: &mut Tx,
        name: &'static str,
        secret: &SecretString,
    ) -> Result<(), CompanyError> {
        let place = format!("secret/{name}");
        let sealed = self
            .key
            .seal(&place, secret.expose_secret().as_bytes(), &*self.entropy)?;
        sqlx::query("INSERT INTO secrets (name, sealed) VALUES (?1, ?2) ON CONFLICT (name) DO UPDATE SET sealed = ?2")
            .bind(name)
            .bind(sealed)
            .execute(&mut **tx)
            .await?;
        Ok(())
    }
}

/// How people sign in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SignInSettings {
    /// Everybody needs an authenticator app, and sets one up at the first sign-in.
    pub require_code: bool,
}

impl Default for SignInSettings {
    fn default() -> Self {
        Self { require_code: true }
    }
}

impl Setting for SignInSettings {
    const NAME: &'static str = "sign-in";
}

/// What a response's signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SignedElement {
    /// The assertion.
    Assertion,
    /// The response with the assertion in it.
    Response,
    /// Both.
    Both,
}

/// How the subject is named.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum NameIdFormat {
    /// An opaque name that stays.
    Persistent,
    /// The e-mail address.
    Email,
}

/// What the session is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SessionNameSource {
    /// The user name.
    UserName,
    /// The e-mail address.
    Email,
}

/// SAML to the AWS console.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlSettings {
    /// The relying party's name.
    pub audience: String,
    /// Where responses are posted.
    pub acs: String,
    /// Where the person goes then; console home if empty.
    pub relay_state: String,
    /// What is signed.
    pub signed: SignedElement,
    /// How the subject is named.
    pub name_id: NameIdFormat,
    /// What `RoleSessionName` is.
    pub session_name: SessionNameSource,
    /// `SessionDuration` in seconds; not sent if none.
    pub session_seconds: Option<u32>,
    /// Whether `SourceIdentity` is sent: the user name.
    pub source_identity: bool,
    /// Whether `SessionNotOnOrAfter` says when the session here ends.
    pub session_end: bool,
}

impl Default for SamlSettings {
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html>
    fn default() -> Self {
        Self {
            audience: "urn:amazon:webservices".to_owned(),
            acs: "https://signin.aws.amazon.com/saml".to_owned(),
            relay_state: String::new(),
            signed: SignedElement::Assertion,
            name_id: NameIdFormat::Persistent,
            session_name: SessionNameSource::Email,
            session_seconds: Some(3600),
            source_identity: false,
            session_end: false,
        }
    }
}

impl Setting for SamlSettings {
    const NAME: &'static str = "saml";
}

/// SAML to IAM Identity Center, as its page of the external identity provider says it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IdentityCenterSettings {
    /// The relying party's name: its entity id.
    pub audience: String,
    /// Where responses are posted; empty until it is set up.
    pub acs: String,
    /// What people are called there: the subject of responses, and `userName` when they are provisioned.
    pub user_name: PersonAttribute,
}

impl Default for IdentityCenterSettings {
    fn default() -> Self {
        Self {
            audience: String::new(),
            acs: String::new(),
            user_name: PersonAttribute::Email,
        }
    }
}

impl Setting for IdentityCenterSettings {
    const NAME: &'static str = "identity-center";
}
