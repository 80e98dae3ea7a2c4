//! Sessions of people whom somebody else vouched for, as pages show them.

use serde::Serialize;
use utoipa::ToSchema;

/// Who let a person in from outside.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum FederationKind {
    /// IAM Identity Center, through a permission set.
    IdentityCenter,
    /// A SAML 2.0 identity provider.
    Saml,
    /// An `OpenID` Connect provider.
    WebIdentity,
    /// An identity broker, with credentials that it got from STS.
    Broker,
}

/// How a session came about that somebody else vouched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FederationView {
    /// Who let the person in.
    pub by: FederationKind,
    /// The identity provider's ARN, if IAM knows it.
    pub provider: Option<String>,
    /// Whom it vouched for, as it calls them.
    pub subject: Option<String>,
    /// `aws:SourceIdentity`, of what the session acts as now.
    pub source_identity: Option<String>,
    /// Session tags of what the session acts as now, in key order.
    pub tags: Vec<SessionTag>,
}

/// A tag of a session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionTag {
    /// `aws:PrincipalTag/<key>`
    pub key: String,
    /// Its value.
    pub value: String,
    /// It goes along when the session assumes a role.
    pub is_transitive: bool,
}

/// A session that is over, of a person whom somebody else vouched for.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct FederatedEnd {
    /// Who had let the person in.
    pub by: FederationKind,
    /// Where the person came from, and goes to for another session; none where nobody said.
    pub issuer: Option<String>,
    /// Its time ran out; otherwise it was ended.
    pub expired: bool,
}
