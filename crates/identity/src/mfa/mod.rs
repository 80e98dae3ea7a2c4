//! Second factors: what a device is, and what a session says of it.
//!
//! - [`totp`]: when a time-based code is accepted, and how a device's clock is followed.
//! - [`root`]: how long a root user may put off having a device.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_mfa.html>

pub mod root;
pub mod totp;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::identity_center::ids::DirectoryUserId;
use crate::ids::UserId;
use crate::names::AccountId;
use crate::principal::Principal;

/// Devices of one IAM user or root user, of any mix.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/enable-mfa-for-root.html>
pub const MOST_DEVICES: usize = 8;

/// Whose device it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum DeviceOwner {
    /// An account's root user.
    Root(AccountId),
    /// An IAM user.
    IamUser {
        /// The account.
        account: AccountId,
        /// The user.
        user: UserId,
    },
    /// A person of the identity store.
    DirectoryUser(DirectoryUserId),
}

impl DeviceOwner {
    /// The owner that a principal is; roles have no devices.
    #[must_use]
    pub fn of(principal: &Principal) -> Option<Self> {
        match principal {
            Principal::Root { account } => Some(Self::Root(account.clone())),
            Principal::IamUser { account, user, .. } => Some(Self::IamUser {
                account: account.clone(),
                user: user.clone(),
            }),
            Principal::AssumedRole { .. } | Principal::FederatedUser { .. } => None,
        }
    }

    /// The owner's own id: of the account whose root user it is, or of the person.
    #[must_use]
    pub fn id(&self) -> &str {
        match self {
            Self::Root(account) => account.as_str(),
            Self::IamUser { user, .. } => user.as_str(),
            Self::DirectoryUser(user) => user.as_str(),
        }
    }
}

/// What kind of device.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum MfaKind {
    /// An authenticator app (TOTP).
    Virtual,
    /// A hardware TOTP token.
    Hardware,
    /// A passkey or security key (WebAuthn).
    Passkey,
}

/// The devices a person has, as `CheckMfa` names them in `MfaType`; `None` without any. The value for hardware tokens is
/// undocumented.
#[must_use]
pub fn mfa_type(kinds: &[MfaKind]) -> Option<&'static str> {
    let first = kinds.first()?;
    if kinds.iter().any(|kind| kind != first) {
        return Some("Multiple MFA Devices");
    }
    Some(match first {
        MfaKind::Virtual => "Virtual MFA",
        MfaKind::Hardware => "Hardware MFA",
        MfaKind::Passkey => "U2F MFA",
    })
}

/// The second factor that a session began with. It never changes during the session.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct SessionMfa {
    /// The device's serial number or ARN.
    pub serial: String,
    /// Its kind.
    pub kind: MfaKind,
    /// When it was used.
    #[schema(value_type = String, format = "date-time")]
    pub at: Timestamp,
    /// Of a passkey: whether it also verified the person (PIN, fingerprint), not only their presence.
    pub user_verified: bool,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_kind_is_named_and_a_mix_is_multiple() {
        use MfaKind::{Hardware, Passkey, Virtual};
        assert_eq!(mfa_type(&[]), None);
        assert_eq!(mfa_type(&[Virtual, Virtual]), Some("Virtual MFA"));
        assert_eq!(mfa_type(&[Passkey]), Some("U2F MFA"));
        assert_eq!(mfa_type(&[Hardware]), Some("Hardware MFA"));
        assert_eq!(mfa_type(&[Virtual, Passkey]), Some("Multiple MFA Devices"));
    }
}
