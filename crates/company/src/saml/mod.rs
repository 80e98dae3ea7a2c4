//! SAML: responses to AWS that nobody asked for, and answers to whoever asks.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml_assertions.html>

pub(crate) mod claims;
mod issue;
pub(crate) mod log;
mod metadata;
mod sign_on;

use serde::Serialize;
use utoipa::ToSchema;

use crate::{Caller, Company, CompanyError};

pub use log::{IssuedDetails, IssuedKind, IssuedSummary};
pub use sign_on::SignOnRequest;

use issue::Letter;

/// The company's name as identity provider; its metadata is there.
pub const ENTITY_ID: &str = "https://sso.anycompany.example/saml/metadata";
/// Where requests of relying parties come.
pub const SIGN_ON: &str = "https://sso.anycompany.example/saml/sso";

/// A form that the browser posts on.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlForm {
    /// Where to.
    pub action: String,
    /// `SAMLResponse`: base64.
    pub saml_response: String,
    /// `RelayState`, perhaps empty.
    pub relay_state: String,
}

impl std::fmt::Debug for SamlForm {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "SamlForm to {}", self.action)
    }
}

/// Where the browser goes next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum CompanyHop {
    /// The company's portal.
    Portal {},
    /// The company's sign-in page; whoever asked is answered afterwards.
    SignIn {},
    /// A form is posted on.
    Form {
        /// The form.
        form: SamlForm,
    },
    /// Another address.
    Redirect {
        /// Absolute.
        address: String,
    },
}

impl Company {
    /// A response to the AWS console, that nobody asked for.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`]; [`CompanyError::AccessDenied`] for somebody without a role.
    pub async fn open_console(&self, caller: &Caller) -> Result<SamlForm, CompanyError> {
        let mut tx = self.begin().await?;
        let live = self.live(&mut tx, caller).await?;
        let letter = Letter::to_console(&mut tx, &live.person).await?;
        let form = self.issue(&mut tx, &live, letter).await?;
        tx.commit().await?;
        Ok(form)
    }

    /// A response to IAM Identity Center, that nobody asked for.
    ///
    /// # Errors
    /// [`CompanyError::NotSignedIn`]; [`CompanyError::NotConfigured`] until an administrator set it up.
    pub async fn open_identity_center(&self, caller: &Caller) -> Result<SamlForm, CompanyError> {
        let mut tx = self.begin().await?;
        let live = self.live(&mut tx, caller).await?;
        let letter = Letter::to_identity_center(&mut tx, &live.person).await?;
        let form = self.issue(&mut tx, &live, letter).await?;
        tx.commit().await?;
        Ok(form)
    }
}
