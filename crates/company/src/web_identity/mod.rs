//! A role by an ID token: contractors, and builds.
//! <https://docs.aws.amazon.com/STS/latest/APIReference/API_AssumeRoleWithWebIdentity.html>

pub mod builds;

use secrecy::ExposeSecret as _;
use serde::{Deserialize, Serialize};
use serde_json::Value;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::network::Request;

use crate::aws::{self, Credentials};
use crate::oidc::token::{Claims, OidcSettings};
use crate::portal::CONTRACTORS;
use crate::session::Live;
use crate::{Caller, Company, CompanyError, Tx, people, settings};

/// A contractor's page.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct WebIdentityPage {
    /// Who the token will be about (`sub`).
    pub subject: String,
    /// For whom (`aud`).
    pub audience: String,
    /// From whom (`iss`).
    pub issuer: String,
    /// Which role is asked for.
    pub role_arn: String,
    /// What the session will be called.
    pub session_name: String,
}

/// An ID token, shown to whom it is about.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct IssuedToken {
    /// The token.
    pub token: String,
    /// What it says.
    pub claims: Value,
    /// Until when.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for IssuedToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("IssuedToken([REDACTED])")
    }
}

/// Which role to ask for.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct AssumeForm {
    /// The role's ARN.
    pub role_arn: String,
}

/// Short-term credentials, shown once.
#[derive(Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyCredentials {
    /// `ASIA…`.
    pub access_key_id: String,
    /// Secret.
    pub secret_access_key: String,
    /// Secret, too.
    pub session_token: String,
    /// Until when, as AWS writes it.
    pub expires_at: String,
    /// Who they are.
    pub arn: String,
}

impl std::fmt::Debug for CompanyCredentials {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "CompanyCredentials({})", self.access_key_id)
    }
}

impl From<Credentials> for CompanyCredentials {
    fn from(credentials: Credentials) -> Self {
        Self {
            access_key_id: credentials.access_key_id,
            secret_access_key: credentials.secret.expose_secret().to_owned(),
            session_token: credentials.session_token.expose_secret().to_owned(),
            expires_at: credentials.expires_at,
            arn: credentials.arn,
        }
    }
}

impl Company {
    async fn contractor(&self, tx: &mut Tx, caller: &Caller) -> Result<Live, CompanyError> {
        let live = self.live(tx, caller).await?;
        if people::is_in(tx, &live.person.id, CONTRACTORS).await? {
            Ok(live)
        } else {
            Err(CompanyError::AccessDenied("This page is for contractors."))
        }
    }

    /// What a contractor may get.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`]; [`CompanyError::AccessDenied`] for everybody else.
    pub async fn web_identity(&self, caller: &Caller) -> Result<WebIdentityPage, CompanyError> {
        let mut tx = self.begin().await?;
        let live = self.contractor(&mut tx, caller).await?;
        let settings: OidcSettings = settings::get(&mut tx).await?;
        Ok(WebIdentityPage {
            session_name: live.person.user_name.clone(),
            subject: live.person.user_name,
            audience: settings.contractor_audience,
            issuer: crate::oidc::ISSUER.to_owned(),
            role_arn: settings.contractor_role,
        })
    }

    /// An ID token for a contractor.
    ///
    /// # Errors
    /// As [`web_identity`](Self::web_identity).
    pub async fn web_identity_token(&self, caller: &Caller) -> Result<IssuedToken, CompanyError> {
        self.prepare_tokens().await?;
        let mut tx = self.begin().await?;
        let live = self.contractor(&mut tx, caller).await?;
        let settings: OidcSettings = settings::get(&mut tx).await?;
        let audiences = vec![settings.contractor_audience];
        let claims = Claims::of(&live.person, live.mfa, live.begun_at, audiences);
        let token = self.issue_token(&mut tx, claims).await?;
        tx.commit().await?;
        Ok(IssuedToken {
            token: token.text,
            claims: Value::Object(token.claims),
            expires_at: token.expires_at,
        })
    }

    /// A contractor's role by a new ID token. The secrets are in the answer and nowhere else.
    ///
    /// # Errors
    /// As [`web_identity`](Self::web_identity), and what AWS says.
    pub async fn web_identity_assume(
        &self,
        caller: &Caller,
        form: AssumeForm,
    ) -> Result<CompanyCredentials, CompanyError> {
        let page = self.web_identity(caller).await?;
        let token = self.web_identity_token(caller).await?;
        let credentials = self
            .assume_with(&form.role_arn, &page.session_name, &token.token)
            .await?;
        Ok(credentials.into())
    }

    /// `AssumeRoleWithWebIdentity`; not in a transaction, as AWS asks us for our keys meanwhile.
    async fn assume_with(&self, role_arn: &str, session_name: &str, token: &str) -> Result<Credentials, CompanyError> {
        let body = aws::form(
            "AssumeRoleWithWebIdentity",
            &[
                ("RoleArn", role_arn),
                ("RoleSessionName", session_name),
                ("WebIdentityToken", token),
            ],
        );
        aws::ask(&*self.network, Request::post(aws::STS, aws::FORM, body)).await
    }
}
