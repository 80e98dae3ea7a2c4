//! What calls to STS give.

use vestibule_identity::principal::Principal;

pub use super::issue::IssuedCredentials;
pub use super::session_policies::SessionPolicyForm;

/// `AssumedRoleUser`, and likewise `FederatedUser`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AssumedUser {
    /// `AROA…:<session>`, or `<account>:<name>`.
    pub id: String,
    /// Its ARN.
    pub arn: String,
}

impl AssumedUser {
    /// Of a role's session or a federated user.
    pub(crate) fn of(principal: &Principal) -> Self {
        Self {
            id: principal.key().unwrap_or_default(),
            arn: principal.arn(),
        }
    }
}

/// `AssumeRoleResult`
#[derive(Debug)]
pub struct AssumedRole {
    /// The credentials.
    pub credentials: IssuedCredentials,
    /// The session.
    pub user: AssumedUser,
    /// `SourceIdentity`
    pub source_identity: Option<String>,
    /// `PackedPolicySize`, in per cent.
    pub packed: Option<u32>,
}

/// `GetFederationTokenResult`
#[derive(Debug)]
pub struct FederationToken {
    /// The credentials.
    pub credentials: IssuedCredentials,
    /// The federated user.
    pub user: AssumedUser,
    /// `PackedPolicySize`, in per cent.
    pub packed: Option<u32>,
}

/// `GetCallerIdentityResult`
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CallerIdentity {
    /// The unique id, as in `aws:userid`.
    pub user_id: String,
    /// Twelve digits.
    pub account: String,
    /// Its ARN.
    pub arn: String,
}

/// `AssumeRoleWithWebIdentityResult`
#[derive(Debug)]
pub struct AssumedWithWebIdentity {
    /// The credentials.
    pub credentials: IssuedCredentials,
    /// The session.
    pub user: AssumedUser,
    /// `SubjectFromWebIdentityToken`
    pub subject: String,
    /// `Audience`
    pub audience: String,
    /// `Provider`: the provider's ARN.
    pub provider: String,
    /// `SourceIdentity`
    pub source_identity: Option<String>,
    /// `PackedPolicySize`, in per cent.
    pub packed: Option<u32>,
}

/// What `AssumeRoleWithSAML` asks for.
#[derive(Debug)]
pub struct SamlCall {
    /// `RoleArn`
    pub role_arn: String,
    /// `PrincipalArn`: the provider's.
    pub principal_arn: String,
    /// `SAMLAssertion`: a response in base64.
    pub assertion: String,
    /// `DurationSeconds`
    pub duration_seconds: Option<u64>,
    /// Session policies.
    pub policies: SessionPolicyForm,
}

/// `AssumeRoleWithSAMLResult`
#[derive(Debug)]
pub struct AssumedWithSaml {
    /// The credentials.
    pub credentials: IssuedCredentials,
    /// The session.
    pub user: AssumedUser,
    /// `Subject`: the NameID.
    pub subject: String,
    /// `SubjectType`
    pub subject_type: String,
    /// `Issuer`
    pub issuer: String,
    /// `Audience`: the recipient.
    pub audience: String,
    /// `NameQualifier`
    pub name_qualifier: String,
    /// `SourceIdentity`
    pub source_identity: Option<String>,
    /// `PackedPolicySize`, in per cent.
    pub packed: Option<u32>,
}
