//! OpenID Connect settings, keys, clients; and builds.

use serde::{Deserialize, Serialize};
use url::Url;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use super::input;
use super::saml::NewKeyForm;
use crate::keys::{self, CompanyKeyAlgorithm, CompanyKeyState, Purpose};
use crate::oidc::token::OidcSettings;
use crate::oidc::{ISSUER, OidcClient, clients};
use crate::web_identity::builds::{self, BuildJob};
use crate::{Caller, Company, CompanyError, Tx, settings, stored_time};

/// A key that signs ID tokens.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct TokenKey {
    /// `kid`.
    pub id: String,
    /// Its kind.
    pub algorithm: CompanyKeyAlgorithm,
    /// Whether it signs.
    pub state: CompanyKeyState,
    /// Since when.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
}

/// The page of OpenID Connect.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct OidcAdministration {
    /// Who tokens are from; discovery is below it.
    pub issuer: String,
    /// How tokens are made.
    pub settings: OidcSettings,
    /// Published keys.
    pub keys: Vec<TokenKey>,
    /// Clients.
    pub clients: Vec<OidcClient>,
    /// Build jobs.
    pub builds: Vec<BuildJob>,
}

/// What is said of a client.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ClientForm {
    /// Its name.
    pub name: String,
    /// Where codes may be sent, letter for letter.
    pub redirect_uris: Vec<String>,
    /// For whom its tokens are besides itself.
    #[serde(default)]
    pub audiences: Vec<String>,
}

/// What is said of a build.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct BuildForm {
    /// Its name.
    pub name: String,
    /// `organization/repository`.
    pub repository: String,
    /// The branch, as git spells it.
    pub git_ref: String,
    /// For whom its token is.
    pub audience: String,
    /// Which role it asks for.
    pub role_arn: String,
}

async fn page(tx: &mut Tx) -> Result<OidcAdministration, CompanyError> {
    let keys = keys::published(tx, Purpose::Oidc).await?;
    Ok(OidcAdministration {
        issuer: ISSUER.to_owned(),
        settings: settings::get(tx).await?,
        keys: keys
            .into_iter()
            .map(|row| TokenKey {
                algorithm: row.algorithm(),
                state: row.state(),
                created_at: stored_time(row.created_at),
                id: row.id,
            })
            .collect(),
        clients: clients::all(tx).await?,
        builds: builds::jobs(tx).await?,
    })
}

fn identifier(field: &'static str, typed: &str) -> Result<String, CompanyError> {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if typed.is_empty() || typed.len() > 128 || !typed.bytes().all(legal) {
        return Err(CompanyError::invalid(
            field,
            "An ID has 1 to 128 letters, digits, and . _ -",
        ));
    }
    Ok(typed.to_owned())
}

/// Absolute, without a fragment (RFC 6749 3.1.2), and encrypted unless it stays on the machine (RFC 8252 8.3).
fn redirect_uri(typed: &str) -> Result<String, CompanyError> {
    let is_right = Url::parse(typed).is_ok_and(|url| {
        let is_local = url.scheme() == "http" && matches!(url.host_str(), Some("127.0.0.1" | "[::1]"));
        url.fragment().is_none() && url.has_host() && (url.scheme() == "https" || is_local)
    });
    if !is_right || typed.len() > 2048 {
        return Err(CompanyError::invalid(
            "redirectUris",
            "Each is an address that begins with https:// (http:// only for this machine), without #.",
        ));
    }
    Ok(typed.to_owned())
}

fn checked_client(id: &str, form: &ClientForm) -> Result<OidcClient, CompanyError> {
    let redirect_uris: Result<Vec<_>, _> = form.redirect_uris.iter().map(|one| redirect_uri(one.trim())).collect();
    let audiences: Result<Vec<_>, _> = form.audiences.iter().map(|one| input::name("audiences", one)).collect();
    let client = OidcClient {
        id: identifier("id", id)?,
        name: input::name("name", &form.name)?,
        redirect_uris: redirect_uris?,
        audiences: audiences?,
    };
    if client.redirect_uris.is_empty() {
        return Err(CompanyError::invalid("redirectUris", "At least one address is needed."));
    }
    Ok(client)
}

fn checked(form: &OidcSettings) -> Result<OidcSettings, CompanyError> {
    if !(60..=86_400).contains(&form.token_seconds) {
        return Err(CompanyError::invalid("tokenSeconds", "From 60 to 86400 seconds."));
    }
    let contractor_role = if form.contractor_role.trim().is_empty() {
        String::new()
    } else {
        input::arn("contractorRole", &form.contractor_role, "role")?
    };
    Ok(OidcSettings {
        contractor_audience: input::name("contractorAudience", &form.contractor_audience)?,
        contractor_role,
        algorithm: form.algorithm,
        token_seconds: form.token_seconds,
    })
}

impl Company {
    /// The page of OpenID Connect.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn oidc_administration(&self, caller: &Caller) -> Result<OidcAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        page(&mut tx).await
    }

    /// Changes how tokens are made. The first choice of RSA makes a key.
    ///
    /// # Errors
    /// A field error; those of [`oidc_administration`](Self::oidc_administration).
    pub async fn set_oidc(&self, caller: &Caller, form: OidcSettings) -> Result<OidcAdministration, CompanyError> {
        self.administrator(&mut self.begin().await?, caller).await?;
        let form = checked(&form)?;
        self.ensure_token_key(form.algorithm).await?;
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        settings::set(&mut tx, &form).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Adds the next key: published, and not signing yet.
    ///
    /// # Errors
    /// Those of [`oidc_administration`](Self::oidc_administration).
    pub async fn add_token_key(&self, caller: &Caller, form: NewKeyForm) -> Result<OidcAdministration, CompanyError> {
        self.administrator(&mut self.begin().await?, caller).await?;
        let fresh = self.fresh_key(form.algorithm).await?;
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        self.keep_key(&mut tx, Purpose::Oidc, &fresh, CompanyKeyState::Next, self.now())
            .await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Lets a key sign from now on; the one of its kind before it stays published.
    ///
    /// # Errors
    /// [`CompanyError::NoSuchEntity`]; those of [`oidc_administration`](Self::oidc_administration).
    pub async fn activate_token_key(&self, caller: &Caller, id: &str) -> Result<OidcAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        keys::activate(&mut tx, Purpose::Oidc, id).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Takes a key out of what is published: tokens that it signed verify no more.
    ///
    /// # Errors
    /// [`CompanyError::DeleteConflict`] for one that signs; those of [`activate_token_key`](Self::activate_token_key).
    pub async fn remove_token_key(&self, caller: &Caller, id: &str) -> Result<OidcAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        keys::remove(&mut tx, Purpose::Oidc, id).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Registers a client, or changes it.
    ///
    /// # Errors
    /// A field error; those of [`oidc_administration`](Self::oidc_administration).
    pub async fn put_client(
        &self,
        caller: &Caller,
        id: &str,
        form: &ClientForm,
    ) -> Result<OidcAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        clients::put(&mut tx, &checked_client(id, form)?).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Forgets a client.
    ///
    /// # Errors
    /// [`CompanyError::NoSuchEntity`]; those of [`oidc_administration`](Self::oidc_administration).
    pub async fn delete_client(&self, caller: &Caller, id: &str) -> Result<OidcAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        clients::delete(&mut tx, id).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Adds a build job, or changes it.
    ///
    /// # Errors
    /// A field error; those of [`oidc_administration`](Self::oidc_administration).
    pub async fn put_build(
        &self,
        caller: &Caller,
        id: &str,
        form: &BuildForm,
    ) -> Result<OidcAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let job = BuildJob {
            id: identifier("id", id)?,
            name: input::name("name", &form.name)?,
            repository: input::name("repository", &form.repository)?,
            git_ref: input::name("gitRef", &form.git_ref)?,
            audience: input::name("audience", &form.audience)?,
            role_arn: input::arn("roleArn", &form.role_arn, "role")?,
        };
        builds::put(&mut tx, &job).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }
}
