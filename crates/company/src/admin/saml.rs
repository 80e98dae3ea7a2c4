//! SAML settings, session tags, certificates.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_saml::TrustedKey;
use vestibule_saml::key::pem;

use super::input;
use crate::keys::{self, CompanyKeyAlgorithm, CompanyKeyState, KeyRow, Purpose};
use crate::saml::claims::{self, SessionTag};
use crate::saml::{ENTITY_ID, SIGN_ON};
use crate::settings::{self, IdentityCenterSettings, SamlSettings};
use crate::{Caller, Company, CompanyError, Tx, stored_time};

/// A certificate.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyCertificate {
    /// Its id.
    pub id: String,
    /// What kind of key it has.
    pub algorithm: CompanyKeyAlgorithm,
    /// Whether it signs.
    pub state: CompanyKeyState,
    /// Since when.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// Whose it says it is.
    pub subject: String,
    /// Until when it says it is good.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub valid_until: Option<Timestamp>,
    /// SHA-256 of it, in pairs of hexadecimal digits.
    pub fingerprint: String,
    /// Itself.
    pub pem: String,
}

/// The page of SAML.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlAdministration {
    /// The company's name as identity provider; metadata is at this address.
    pub entity_id: String,
    /// Where requests come.
    pub sign_on: String,
    /// To the AWS console.
    pub settings: SamlSettings,
    /// To IAM Identity Center.
    pub identity_center: IdentityCenterSettings,
    /// Session tags.
    pub tags: Vec<SessionTag>,
    /// Published certificates, the active one first.
    pub certificates: Vec<CompanyCertificate>,
}

/// Session tags; those that are not here go.
#[derive(Debug, Clone, Deserialize, ToSchema)]
pub struct SessionTagsForm {
    /// At most 50.
    pub tags: Vec<SessionTag>,
}

/// What kind of key.
#[derive(Debug, Clone, Copy, Deserialize, ToSchema)]
pub struct NewKeyForm {
    /// Kind.
    pub algorithm: CompanyKeyAlgorithm,
}

fn certificate(row: &KeyRow) -> Result<CompanyCertificate, CompanyError> {
    let der = row.certificate.as_deref().ok_or(CompanyError::Corrupt)?;
    let key = TrustedKey::from_certificate(der).map_err(|_| CompanyError::Corrupt)?;
    let facts = key.facts();
    Ok(CompanyCertificate {
        id: row.id.clone(),
        algorithm: row.algorithm(),
        state: row.state(),
        created_at: stored_time(row.created_at),
        subject: facts.subject.clone(),
        valid_until: facts.until,
        fingerprint: key.fingerprint().to_owned(),
        pem: pem(der),
    })
}

async fn page(tx: &mut Tx) -> Result<SamlAdministration, CompanyError> {
    let certificates: Result<_, _> = keys::published(tx, Purpose::Saml)
        .await?
        .iter()
        .map(certificate)
        .collect();
    Ok(SamlAdministration {
        entity_id: ENTITY_ID.to_owned(),
        sign_on: SIGN_ON.to_owned(),
        settings: settings::get(tx).await?,
        identity_center: settings::get(tx).await?,
        tags: claims::tags(tx).await?,
        certificates: certificates?,
    })
}

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html>
fn checked(form: &SamlSettings) -> Result<SamlSettings, CompanyError> {
    if form
        .session_seconds
        .is_some_and(|seconds| !(900..=43_200).contains(&seconds))
    {
        return Err(CompanyError::invalid(
            "sessionSeconds",
            "From 900 to 43200 seconds, or not at all.",
        ));
    }
    Ok(SamlSettings {
        audience: input::name("audience", &form.audience)?,
        acs: input::address("acs", &form.acs, false)?,
        relay_state: input::address("relayState", &form.relay_state, true)?,
        ..form.clone()
    })
}

/// Keys of 1 to 128 characters, each once: <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_session-tags.html>
fn checked_tags(tags: &[SessionTag]) -> Result<(), CompanyError> {
    let mut keys: Vec<String> = tags.iter().map(|tag| tag.key.to_lowercase()).collect();
    keys.sort();
    keys.dedup();
    let right = |key: &str| {
        (1..=128).contains(&key.chars().count())
            && !key.to_lowercase().starts_with("aws:")
            && key
                .chars()
                .all(|letter| letter.is_alphanumeric() || " _.:/=+-@".contains(letter))
    };
    if keys.len() != tags.len() || tags.len() > 50 || !tags.iter().all(|tag| right(&tag.key)) {
        return Err(CompanyError::invalid(
            "tags",
            "At most 50 tags, each key once, with 1 to 128 letters, digits, spaces and _ . : / = + - @, and not beginning with aws:.",
        ));
    }
    Ok(())
}

impl Company {
    /// The page of SAML.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`], [`CompanyError::AccessDenied`].
    pub async fn saml_administration(&self, caller: &Caller) -> Result<SamlAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        page(&mut tx).await
    }

    /// Changes what the console is told.
    ///
    /// # Errors
    /// A field error; those of [`saml_administration`](Self::saml_administration).
    pub async fn set_saml(&self, caller: &Caller, form: SamlSettings) -> Result<SamlAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        settings::set(&mut tx, &checked(&form)?).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Changes where Identity Center is, as its own page says it.
    ///
    /// # Errors
    /// As [`set_saml`](Self::set_saml).
    pub async fn set_identity_center(
        &self,
        caller: &Caller,
        form: IdentityCenterSettings,
    ) -> Result<SamlAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        let acs = input::address("acs", &form.acs, true)?;
        let audience = if acs.is_empty() {
            input::text("audience", &form.audience)?
        } else {
            input::name("audience", &form.audience)?
        };
        settings::set(
            &mut tx,
            &IdentityCenterSettings {
                audience,
                acs,
                user_name: form.user_name,
            },
        )
        .await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Changes the session tags.
    ///
    /// # Errors
    /// As [`set_saml`](Self::set_saml).
    pub async fn set_session_tags(
        &self,
        caller: &Caller,
        form: &SessionTagsForm,
    ) -> Result<SamlAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        checked_tags(&form.tags)?;
        claims::set_tags(&mut tx, &form.tags).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Adds the next certificate: published, and not signing yet.
    ///
    /// # Errors
    /// Those of [`saml_administration`](Self::saml_administration).
    pub async fn add_certificate(&self, caller: &Caller, form: NewKeyForm) -> Result<SamlAdministration, CompanyError> {
        self.administrator(&mut self.begin().await?, caller).await?;
        let fresh = self.fresh_key(form.algorithm).await?;
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        self.keep_key(&mut tx, Purpose::Saml, &fresh, CompanyKeyState::Next, self.now())
            .await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Lets a certificate's key sign from now on.
    ///
    /// # Errors
    /// [`CompanyError::NoSuchEntity`]; those of [`saml_administration`](Self::saml_administration).
    pub async fn activate_certificate(&self, caller: &Caller, id: &str) -> Result<SamlAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        keys::activate(&mut tx, Purpose::Saml, id).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }

    /// Takes a certificate out of the metadata.
    ///
    /// # Errors
    /// [`CompanyError::DeleteConflict`] for the one that signs; those of
    /// [`activate_certificate`](Self::activate_certificate).
    pub async fn remove_certificate(&self, caller: &Caller, id: &str) -> Result<SamlAdministration, CompanyError> {
        let mut tx = self.begin().await?;
        self.administrator(&mut tx, caller).await?;
        keys::remove(&mut tx, Purpose::Saml, id).await?;
        let page = page(&mut tx).await?;
        tx.commit().await?;
        Ok(page)
    }
}
