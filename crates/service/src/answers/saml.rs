//! What a browser that posted a SAML response is told, and whoever looks for what is wrong with one.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

/// What becomes of a SAML response that was posted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(tag = "step", rename_all = "kebab-case", rename_all_fields = "camelCase")]
pub enum SamlStep {
    /// Several roles: the person chooses, and the same response is posted again with the role's ARN as `roleIndex`.
    ChooseRole {
        /// In the order in which the response names them.
        accounts: Vec<SamlAccount>,
    },
    /// Signed in.
    SignedIn {
        /// A console address.
        destination: String,
    },
}

/// An account with roles to choose from.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlAccount {
    /// 12 digits.
    pub id: String,
    /// Its alias, if it has one: `Account: <alias> (<id>)`.
    pub alias: Option<String>,
    /// Its roles.
    pub roles: Vec<SamlRole>,
}

/// A role to choose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlRole {
    /// The role's ARN, which is the `roleIndex`.
    pub arn: String,
    /// Its name, without path.
    pub name: String,
}

/// How a check went.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum SamlOutcome {
    /// It holds.
    Passed,
    /// It does not.
    Failed,
    /// It means nothing, since an earlier one failed.
    NotReached,
}

/// One check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlCheck {
    /// A name that stays, as the event has it.
    pub name: String,
    /// What people call it.
    pub title: String,
    /// How it went.
    pub outcome: SamlOutcome,
    /// What was found, or what is wrong; empty where it was not reached.
    pub words: Vec<String>,
}

/// A response, check by check.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlReport {
    /// The provider whose certificates it was held against, an ARN.
    pub provider: Option<String>,
    /// In the order in which they are asked.
    pub checks: Vec<SamlCheck>,
    /// The name of the first that failed.
    pub failed: Option<String>,
}

/// A role that a response names, as an inspection sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlInspectedRole {
    /// The role's ARN.
    pub role: String,
    /// The provider's ARN.
    pub provider: String,
    /// What a sign-in with this role would be asked, in order.
    pub checks: Vec<SamlCheck>,
    /// AWS's words if it were refused; none: it would be let in.
    pub refusal: Option<String>,
}

/// An attribute of a response.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlAttribute {
    /// Its name, as it is written.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
    /// What it is for; or what is wrong with its name.
    pub note: Option<String>,
    /// AWS does not know the name, and something like it.
    pub is_suspect: bool,
}

/// What an inspection found.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlInspection {
    /// The checks of the response itself.
    pub report: SamlReport,
    /// Whether its signature holds. If not, all that follows is only what it claims.
    pub is_signed: bool,
    /// Whom it is about.
    pub subject: Option<String>,
    /// The response, one element a line; none if it cannot be read.
    pub xml: Option<String>,
    /// Its attributes, as they are written.
    pub attributes: Vec<SamlAttribute>,
    /// The roles that it names.
    pub roles: Vec<SamlInspectedRole>,
    /// What a sign-in would show: AWS's words, the page to choose a role, or the console.
    pub answer: String,
    /// Whether that would let somebody in.
    pub would_sign_in: bool,
}

/// A certificate that a SAML provider signs with.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlCertificate {
    /// SHA-256, as `openssl x509 -fingerprint -sha256` writes it.
    pub fingerprint: String,
    /// Whose it says it is.
    pub subject: String,
    /// Its number.
    pub serial: String,
    /// The key's kind and size.
    pub key: String,
    /// From when it says it counts. Nobody holds that against it; neither does AWS.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub from: Option<Timestamp>,
    /// Until when it says it counts.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub until: Option<Timestamp>,
}

/// What is known of a SAML provider.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SamlProviderDetails {
    /// `SAMLProviderUUID`
    pub provider_id: String,
    /// Issuer of its responses: the metadata's `entityID`. None: the metadata cannot be read, so nobody signs in by it.
    pub issuer: Option<String>,
    /// Certificates that responses may be signed with.
    pub certificates: Vec<SamlCertificate>,
    /// Where it begins sign-ins, by its metadata.
    pub sign_on_addresses: Vec<String>,
    /// `ValidUntil`: a hundred years after the provider was created.
    #[schema(value_type = String, format = "date-time")]
    pub valid_until: Timestamp,
    /// `validUntil` of the metadata, which nobody holds against responses; neither does AWS.
    #[schema(value_type = Option<String>, format = "date-time")]
    pub metadata_valid_until: Option<Timestamp>,
    /// `AssertionEncryptionMode`: always `Allowed`, as no private key can be added here.
    pub assertion_encryption_mode: String,
    /// Where its responses are posted.
    pub sign_in_address: String,
}
