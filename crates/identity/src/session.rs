//! Console sessions.
//!
//! ```text
//!   Live ── sign-out, replaced, password changed, ended by its owner, store rolled back, 12 hours ──► Ended
//! ```

use std::collections::BTreeMap;
use std::time::Duration;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::identity_center::ids::{DirectoryUserId, PermissionSetId};
use crate::ids::TemporaryKeyId;
use crate::principal::Principal;

/// How long a console session lasts.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_use_switch-role-console.html>
pub const CONSOLE_SESSION: Duration = Duration::from_hours(12);

/// The role that a console session acts as, for a while.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RoleSession {
    /// The role's session.
    pub principal: Principal,
    /// The id of its temporary key.
    pub key: TemporaryKeyId,
    /// When it began.
    pub started_at: Timestamp,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// What the account menu calls it.
    pub display_name: String,
    /// The colour that the account menu gives it, six hexadecimal digits.
    pub color: Option<String>,
    /// Session tags that came along by transitivity: `aws:PrincipalTag/…`.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// Which of them go along once more.
    #[serde(default)]
    pub transitive: Vec<String>,
    /// Who was at the beginning of the chain: `aws:SourceIdentity`.
    #[serde(default)]
    pub source_identity: Option<String>,
}

/// Who let a person into a role from outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub enum FederatedBy {
    /// IAM Identity Center, through a permission set.
    IdentityCenter {
        /// The person.
        user: DirectoryUserId,
        /// The permission set.
        permission_set: PermissionSetId,
    },
    /// A SAML 2.0 identity provider (`AssumeRoleWithSAML`).
    Saml {
        /// The provider's ARN.
        provider: String,
        /// Whom it vouched for, as it calls them.
        subject: String,
    },
    /// An OpenID Connect provider (`AssumeRoleWithWebIdentity`).
    WebIdentity {
        /// The provider's ARN.
        provider: String,
        /// Whom it vouched for, as it calls them.
        subject: String,
    },
    /// An identity broker of the company, with credentials that it got from STS.
    Broker,
}

impl FederatedBy {
    /// Whether an identity provider that IAM knows vouched, as `aws:FederatedProvider` and records tell.
    #[must_use]
    pub fn provider(&self) -> Option<&str> {
        match self {
            Self::Saml { provider, .. } | Self::WebIdentity { provider, .. } => Some(provider),
            Self::IdentityCenter { .. } | Self::Broker => None,
        }
    }
}

/// How a session came about that began with temporary credentials. Its principal is a role's session or a federated user.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Federation {
    /// Who let the person in.
    pub by: FederatedBy,
    /// The address that the person came from, and goes back to when the session is over (`Issuer`). None: to the sign-in
    /// page.
    pub issuer: Option<String>,
    /// The id of the session's temporary key.
    pub key: TemporaryKeyId,
    /// When the credentials were issued that opened the session, if that was before it began: `aws:TokenIssueTime`.
    #[serde(default)]
    pub issued_at: Option<Timestamp>,
    /// Session tags: `aws:PrincipalTag/…`, over those of the role.
    #[serde(default)]
    pub tags: BTreeMap<String, String>,
    /// Which of them go along when the session assumes a role.
    #[serde(default)]
    pub transitive: Vec<String>,
    /// `aws:SourceIdentity`; it can never be changed.
    #[serde(default)]
    pub source_identity: Option<String>,
    /// Condition keys that outlive the assumption, such as `saml:sub` (facts 2.4).
    #[serde(default)]
    pub context: BTreeMap<String, String>,
    /// Session policies, as documents: what the session may do is also in each kind of them.
    #[serde(default)]
    pub session_policies: Vec<String>,
}

/// Keys of tags are the same in any case, in every script: so does the policy engine read them.
#[must_use]
pub fn is_same_tag(one: &str, other: &str) -> bool {
    one == other || one.to_lowercase() == other.to_lowercase()
}

impl Federation {
    /// Without tags, source identity, context and session policies.
    #[must_use]
    pub fn new(by: FederatedBy, issuer: Option<String>, key: TemporaryKeyId) -> Self {
        Self {
            by,
            issuer,
            key,
            issued_at: None,
            tags: BTreeMap::new(),
            transitive: Vec::new(),
            source_identity: None,
            context: BTreeMap::new(),
            session_policies: Vec::new(),
        }
    }

    /// The tags that go along when the session assumes a role.
    #[must_use]
    pub fn transitive_tags(&self) -> BTreeMap<String, String> {
        let along = |key: &String| self.transitive.iter().any(|one| is_same_tag(one, key));
        self.tags
            .iter()
            .filter(|(key, _)| along(key))
            .map(|(key, value)| (key.clone(), value.clone()))
            .collect()
    }
}

impl RoleSession {
    /// Whether it counts now.
    #[must_use]
    pub fn is_live_at(&self, now: Timestamp) -> bool {
        self.started_at <= now && now < self.expires_at
    }
}

/// Why a session ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum EndReason {
    /// The person signed out.
    SignedOut,
    /// Twelve hours are over.
    Expired,
    /// The same browser authenticated again.
    Replaced,
    /// The password was changed or reset.
    PasswordChanged,
    /// A second factor was taken away.
    MfaChanged,
    /// The store went back in time: nobody knows any more what was ended.
    StoreRolledBack,
    /// The password was recovered.
    PasswordRecovered,
    /// Its owner ended it from another session.
    EndedByUser,
    /// The user or the password is gone.
    CredentialRemoved,
    /// It began in a simulated future that was left.
    ClockMovedBack,
    /// An administrator ended it, or disabled the person.
    EndedByAdministrator,
}

/// Whether a session counts now.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SessionState {
    /// It does.
    Live,
    /// Its time is over, but nobody has noted that yet.
    Expired,
    /// It ended, or has not begun.
    Ended,
}

/// When a session began, when it runs out and whether it was ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Span {
    /// When it began.
    pub created_at: Timestamp,
    /// When it runs out.
    pub expires_at: Timestamp,
    /// Whether it was ended.
    pub ended: bool,
}

impl Span {
    /// The session's state now. One from the future (the clock was moved back) does not count.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> SessionState {
        if self.ended || self.created_at > now {
            SessionState::Ended
        } else if now >= self.expires_at {
            SessionState::Expired
        } else {
            SessionState::Live
        }
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn lives_from_its_beginning_to_its_end() {
        let at = |second| Timestamp::from_second(second).unwrap();
        let span = Span {
            created_at: at(100),
            expires_at: at(200),
            ended: false,
        };
        assert_eq!(span.state_at(at(99)), SessionState::Ended);
        assert_eq!(span.state_at(at(100)), SessionState::Live);
        assert_eq!(span.state_at(at(199)), SessionState::Live);
        assert_eq!(span.state_at(at(200)), SessionState::Expired);
        assert_eq!(Span { ended: true, ..span }.state_at(at(150)), SessionState::Ended);
    }
}
