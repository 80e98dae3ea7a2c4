//! Where a sign-in stands, and who is signed in, as pages show it.

use serde::Serialize;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;

use crate::faults::Fault;
use crate::saml::CompanyHop;

/// Where a sign-in stands.
#[derive(Clone, Serialize, ToSchema)]
#[serde(tag = "step", rename_all = "kebab-case")]
pub enum CompanyStep {
    /// Ask for the user name.
    UserName {
        /// Who waits for the person to be signed in, by its address.
        #[serde(rename = "waitingFor")]
        waiting_for: Option<String>,
    },
    /// Ask for the password.
    Password {
        /// As typed.
        #[serde(rename = "userName")]
        user_name: String,
    },
    /// Ask for a code of the authenticator app.
    Code {
        /// As the company spells it.
        #[serde(rename = "userName")]
        user_name: String,
    },
    /// Set an authenticator app up: scan the code or type the key, then give two codes in a row.
    Enrol {
        /// As the company spells it.
        #[serde(rename = "userName")]
        user_name: String,
        /// The text of the QR code.
        otpauth: String,
        /// The key in Base32.
        secret: String,
    },
    /// Signed in.
    SignedIn {
        /// Where to go.
        next: CompanyHop,
    },
}

impl std::fmt::Debug for CompanyStep {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(match self {
            Self::UserName { .. } => "UserName",
            Self::Password { .. } => "Password",
            Self::Code { .. } => "Code",
            Self::Enrol { .. } => "Enrol",
            Self::SignedIn { .. } => "SignedIn",
        })
    }
}

/// Whoever is signed in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyIdentity {
    /// User name.
    pub user_name: String,
    /// Name.
    pub display_name: String,
    /// E-mail address.
    pub email: String,
    /// Department.
    pub department: String,
    /// Title.
    pub title: String,
    /// Names of groups.
    pub groups: Vec<String>,
    /// Whether single sign-on may be administered.
    pub is_administrator: bool,
    /// Whether a code was given.
    pub mfa: bool,
    /// When the session ends.
    #[schema(value_type = String, format = "date-time")]
    pub expires_at: Timestamp,
}

/// What every page of the company shows.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct CompanyPage {
    /// The company's name.
    pub name: String,
    /// Whoever is signed in.
    pub identity: Option<CompanyIdentity>,
    /// Faults that are on: a banner for everybody who is signed in.
    pub faults: Vec<Fault>,
    /// Where the sign-in stands, for whoever is not signed in.
    pub step: Option<CompanyStep>,
}
