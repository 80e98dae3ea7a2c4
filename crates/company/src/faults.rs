//! Teaching faults: mistakes that an identity provider can make, switched on to be found on the other side.
//!
//! Switched on, they are in whatever is issued from then on, and everybody who is signed in sees that they are.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::{Company, CompanyError, Tx};

/// A mistake.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Fault {
    /// The response is not signed at all.
    Unsigned,
    /// Signed with a key that is not in the metadata any more.
    OldKey,
    /// Meant for another relying party.
    WrongAudience,
    /// Meant for another address.
    WrongRecipient,
    /// Over ten minutes ago.
    Expired,
    /// Issued ten minutes from now.
    Future,
    /// The previous response once more.
    Replayed,
    /// The roles' names in the wrong case.
    RoleCase,
    /// Two assertions in one response.
    TwoAssertions,
    /// Without `RoleSessionName`.
    NoSessionName,
    /// A session duration that no role allows.
    OverLong,
    /// The signed assertion moved aside, and another one in its place (signature wrapping).
    Wrapped,
    /// ID tokens: expired ten minutes ago.
    TokenExpired,
    /// ID tokens: for another audience.
    TokenAudience,
    /// ID tokens: from another issuer.
    TokenIssuer,
}

impl Fault {
    /// Every one, in the order of the page.
    pub const ALL: [Self; 15] = [
        Self::Unsigned,
        Self::OldKey,
        Self::WrongAudience,
        Self::WrongRecipient,
        Self::Expired,
        Self::Future,
        Self::Replayed,
        Self::RoleCase,
        Self::TwoAssertions,
        Self::NoSessionName,
        Self::OverLong,
        Self::Wrapped,
        Self::TokenExpired,
        Self::TokenAudience,
        Self::TokenIssuer,
    ];

    /// Whether it is a mistake in ID tokens, not in SAML responses.
    #[must_use]
    pub fn is_of_tokens(self) -> bool {
        matches!(self, Self::TokenExpired | Self::TokenAudience | Self::TokenIssuer)
    }

    /// As the store and the API spell it.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Unsigned => "unsigned",
            Self::OldKey => "old-key",
            Self::WrongAudience => "wrong-audience",
            Self::WrongRecipient => "wrong-recipient",
            Self::Expired => "expired",
            Self::Future => "future",
            Self::Replayed => "replayed",
            Self::RoleCase => "role-case",
            Self::TwoAssertions => "two-assertions",
            Self::NoSessionName => "no-session-name",
            Self::OverLong => "over-long",
            Self::Wrapped => "wrapped",
            Self::TokenExpired => "token-expired",
            Self::TokenAudience => "token-audience",
            Self::TokenIssuer => "token-issuer",
        }
    }

    /// What it does, for the page.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Unsigned => "SAML responses are not signed.",
            Self::OldKey => "SAML responses are signed with a key that was removed from the metadata.",
            Self::WrongAudience => "SAML responses name another audience.",
            Self::WrongRecipient => "SAML responses name another recipient.",
            Self::Expired => "SAML responses expired ten minutes ago.",
            Self::Future => "SAML responses are issued ten minutes from now.",
            Self::Replayed => "The person's previous SAML response is sent once more.",
            Self::RoleCase => "The names of roles are in the wrong case.",
            Self::TwoAssertions => "SAML responses have two assertions.",
            Self::NoSessionName => "SAML responses have no RoleSessionName.",
            Self::OverLong => "The session is to last 24 hours, which no role allows.",
            Self::Wrapped => "A forged assertion stands where the signed one was; that one is moved aside.",
            Self::TokenExpired => "ID tokens expired ten minutes ago.",
            Self::TokenAudience => "ID tokens are for another audience.",
            Self::TokenIssuer => "ID tokens name another issuer.",
        }
    }
}

/// Those that are on, in the order of the page.
pub(crate) async fn on(tx: &mut Tx) -> Result<Vec<Fault>, CompanyError> {
    let names: Vec<String> = sqlx::query_scalar("SELECT name FROM faults")
        .fetch_all(&mut **tx)
        .await?;
    Ok(Fault::ALL
        .into_iter()
        .filter(|fault| names.iter().any(|name| name == fault.name()))
        .collect())
}

/// Switches exactly these on.
pub(crate) async fn set(tx: &mut Tx, faults: &[Fault]) -> Result<(), CompanyError> {
    sqlx::query("DELETE FROM faults").execute(&mut **tx).await?;
    for fault in faults {
        sqlx::query("INSERT INTO faults (name) VALUES (?1) ON CONFLICT DO NOTHING")
            .bind(fault.name())
            .execute(&mut **tx)
            .await?;
    }
    Ok(())
}

impl Company {
    /// Which faults are on.
    ///
    /// # Errors
    /// Store failures.
    pub async fn faults_on(&self) -> Result<Vec<Fault>, CompanyError> {
        on(&mut self.begin().await?).await
    }
}
