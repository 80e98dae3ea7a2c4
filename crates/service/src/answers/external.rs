//! What pages about the external identity provider draw, and where the portal's sign-in goes then.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use super::IdentitySource;

/// Where people come from, and what connects both sides.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterSource {
    /// The source now.
    pub source: IdentitySource,
    /// What a provider is told about the portal.
    pub service_provider: CenterServiceProvider,
    /// The provider, while it is the source.
    pub provider: Option<CenterProvider>,
    /// Automatic provisioning, while it is on.
    pub provisioning: Option<CenterProvisioning>,
}

/// The portal as a service provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterServiceProvider {
    /// AWS access portal sign-in URL.
    pub sign_in_url: String,
    /// IAM Identity Center Assertion Consumer Service (ACS) URL.
    pub acs_url: String,
    /// Others that are as good.
    pub other_acs_urls: Vec<String>,
    /// IAM Identity Center issuer URL, the entity id.
    pub issuer: String,
    /// The metadata file.
    pub metadata: String,
}

/// The company's identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterProvider {
    /// IdP issuer URL.
    pub issuer: String,
    /// IdP sign-in URL.
    pub sign_in_url: String,
    /// Since when it is the source.
    #[schema(value_type = String, format = "date-time")]
    pub connected_at: Timestamp,
    /// When something about it changed.
    #[schema(value_type = String, format = "date-time")]
    pub updated_at: Timestamp,
    /// Oldest first.
    pub certificates: Vec<CenterCertificate>,
}

/// A certificate of the identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterCertificate {
    /// Opaque id.
    pub id: String,
    /// SHA-256.
    pub fingerprint: String,
    /// Whose it says it is.
    pub subject: String,
    /// Who it says made it.
    pub issuer: String,
    /// Its number.
    pub serial: String,
    /// Its dates, which nobody holds against it.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub valid_from: Option<Timestamp>,
    /// When it ends.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub valid_until: Option<Timestamp>,
    /// Its key, in words.
    pub key: String,
    /// When it was imported.
    #[schema(value_type = String, format = "date-time")]
    pub imported_at: Timestamp,
    /// What its dates say now.
    pub state: CertificateState,
}

/// What a certificate's dates say now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum CertificateState {
    /// Not valid yet.
    NotYet,
    /// Valid.
    Valid,
    /// Valid for less than 90 days.
    Soon,
    /// Over.
    Expired,
}

/// A form that the browser posts to the identity provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalSamlRequest {
    /// Where to.
    pub address: String,
    /// `SAMLRequest`.
    pub saml_request: String,
    /// `RelayState`.
    pub relay_state: String,
}

/// The identity provider's answer was taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalLanding {
    /// The page of the portal that the sign-in led to.
    pub address: String,
}

/// Automatic provisioning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CenterProvisioning {
    /// SCIM endpoint.
    pub endpoint: String,
    /// Since when.
    #[schema(value_type = String, format = "date-time")]
    pub enabled_at: Timestamp,
    /// Access tokens, oldest first.
    pub tokens: Vec<ScimTokenView>,
    /// How many there may be.
    pub most_tokens: usize,
}

/// An access token.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScimTokenView {
    /// Opaque id.
    pub id: String,
    /// When it was made.
    #[schema(value_type = String, format = "date-time")]
    pub created_at: Timestamp,
    /// When it ends.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
    /// When it was last used.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub last_used_at: Option<Timestamp>,
    /// What its end says now.
    pub state: ScimTokenState,
}

/// What an access token's end says now.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ScimTokenState {
    /// Good for more than 90 days.
    Active,
    /// It ends within 90 days.
    Expiring,
    /// Over.
    Expired,
}

/// A new access token. It is in here and nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ScimNewToken {
    /// SCIM endpoint.
    pub endpoint: String,
    /// The token's id.
    pub token_id: String,
    /// The token; shown this one time.
    pub access_token: String,
    /// When it ends.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
}

impl std::fmt::Debug for ScimNewToken {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("ScimNewToken")
            .field("token_id", &self.token_id)
            .finish_non_exhaustive()
    }
}
