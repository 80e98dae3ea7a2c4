//! What pages about applications are told.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::application::{ApplicationSignIn, AttributeMapping};

/// How an application is signed in to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ApplicationProtocol {
    /// SAML 2.0.
    Saml,
    /// OpenID Connect.
    Oidc,
}

pub(crate) fn protocol(sign_in: &ApplicationSignIn) -> ApplicationProtocol {
    match sign_in {
        ApplicationSignIn::Saml { .. } => ApplicationProtocol::Saml,
        ApplicationSignIn::Oidc { .. } => ApplicationProtocol::Oidc,
    }
}

/// A tile of the portal.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalApplication {
    /// `apl-…`
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How it is signed in to.
    pub protocol: ApplicationProtocol,
}

/// The tiles.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalApplications {
    /// In name order.
    pub applications: Vec<PortalApplication>,
}

/// What follows a click on a tile.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum ApplicationEntry {
    /// A form that the browser posts.
    Saml {
        /// The application's name.
        name: String,
        /// Where to.
        acs: String,
        /// `SAMLResponse`, base64.
        #[serde(rename = "samlResponse")]
        saml_response: String,
        /// `RelayState`.
        #[serde(rename = "relayState")]
        relay_state: String,
        /// The response for people to read, if they asked.
        xml: Option<String>,
    },
    /// Where the application begins.
    Oidc {
        /// The application's name.
        name: String,
        /// Where to.
        address: String,
    },
}

/// Where to go next.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationRedirect {
    /// An address.
    pub address: String,
}

/// Something that an application was told.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationClaim {
    /// What.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
}

/// Who is signed in to an application, as it knows them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationVisitor {
    /// Who it is.
    pub subject: String,
    /// What kind of name that is (SAML).
    pub subject_format: Option<String>,
    /// Who said so.
    pub issuer: String,
    /// Everything else that was said.
    pub claims: Vec<ApplicationClaim>,
    /// What was checked, in words.
    pub checks: Vec<String>,
    /// When the session began.
    #[schema(value_type = String, format = "date-time")]
    pub began_at: Timestamp,
    /// When the portal was last asked whether the person is still signed in there.
    #[schema(value_type = String, format = "date-time")]
    pub refreshed_at: Timestamp,
    /// When it is asked again, or the session ends.
    #[schema(value_type = String, format = "date-time")]
    pub until: Timestamp,
    /// The portal session is over: this one ends, too.
    pub is_ending: bool,
}

/// An application's own page.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationPage {
    /// Its name.
    pub name: String,
    /// How it is signed in to.
    pub protocol: ApplicationProtocol,
    /// Its address.
    pub address: String,
    /// Who is signed in.
    pub signed_in: Option<ApplicationVisitor>,
    /// A session ended because the portal session had.
    pub has_ended: bool,
}

/// An application in the administrator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationSummary {
    /// `apl-…`
    pub id: String,
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How it is signed in to.
    pub protocol: ApplicationProtocol,
    /// Whether people may sign in to it.
    pub enabled: bool,
    /// Only who is assigned may.
    pub requires_assignment: bool,
}

/// The administrator's list.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationList {
    /// In name order.
    pub applications: Vec<ApplicationSummary>,
}

/// Who is assigned to an application.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationAssignee {
    /// `user` or `group`.
    pub kind: String,
    /// Their id.
    pub id: String,
    /// User name, or the group's name.
    pub name: String,
    /// Display name, or the group's description.
    pub detail: String,
}

/// A page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationAssigneePage {
    /// Groups first, each in name order.
    pub assigned: Vec<ApplicationAssignee>,
    /// How many there are on all pages.
    pub total: u32,
    /// How many pages.
    pub pages: u32,
}

/// An application, for its administrator.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationDetails {
    /// The application.
    pub application: ApplicationSummary,
    /// Its ARN.
    pub arn: String,
    /// How it is signed in to.
    pub sign_in: ApplicationSignIn,
    /// What it is told.
    pub attributes: Vec<AttributeMapping>,
    /// What a mapping's value may be.
    pub expressions: Vec<String>,
    /// Who signs what it is told.
    pub issuer: String,
    /// The certificate of the key that signs, PEM (SAML).
    pub certificate: String,
    /// The public key, JWKS (OpenID Connect).
    pub jwks: String,
    /// The demo application's own addresses: home, and what to give as ACS URL and audience, or start and redirect.
    pub own: ApplicationAddresses,
    /// For a change: what was read.
    #[schema(value_type = String, format = "date-time")]
    pub updated_at: Timestamp,
}

/// What the demo application expects.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct ApplicationAddresses {
    /// Its page.
    pub home: String,
    /// SAML: assertion consumer service.
    pub acs: String,
    /// SAML: audience.
    pub audience: String,
    /// OpenID Connect: where a sign-in begins.
    pub start: String,
    /// OpenID Connect: redirect address.
    pub callback: String,
}
