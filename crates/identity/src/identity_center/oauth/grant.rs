//! How a client may get tokens.

use std::time::Duration;

use serde::{Deserialize, Serialize};

/// An access token of a client that asked for scopes (`[sso-session]`).
/// <https://docs.aws.amazon.com/cli/latest/userguide/sso-configure-profile-token.html>
pub const ACCESS_TOKEN: Duration = Duration::from_hours(1);
/// An access token of a client that asked for none: the old configuration's, which is never refreshed.
/// <https://docs.aws.amazon.com/cli/latest/userguide/sso-configure-profile-legacy.html>
pub const LEGACY_ACCESS_TOKEN: Duration = Duration::from_hours(8);
/// A code is exchanged within this time (ASVS 10.4.3; RFC 6749 4.1.2 has ten minutes at most).
pub const CODE: Duration = Duration::from_mins(1);
/// A client's registration. AWS documents no time; about 90 days were seen.
pub const REGISTRATION: Duration = Duration::from_hours(90 * 24);
/// A consent page, and a device's sign-in (`expiresIn` of `StartDeviceAuthorization`).
pub const REQUEST: Duration = Duration::from_mins(10);

/// A way to get tokens. `CreateTokenWithIAM` has more.
/// <https://docs.aws.amazon.com/singlesignon/latest/OIDCAPIReference/API_RegisterClient.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum GrantType {
    /// A code, with PKCE.
    #[serde(rename = "authorization_code")]
    AuthorizationCode,
    /// A device's code.
    #[serde(rename = "urn:ietf:params:oauth:grant-type:device_code")]
    DeviceCode,
    /// A refresh token.
    #[serde(rename = "refresh_token")]
    RefreshToken,
}

impl GrantType {
    const ALL: [Self; 3] = [Self::AuthorizationCode, Self::DeviceCode, Self::RefreshToken];

    /// As requests spell it.
    #[must_use]
    pub fn word(self) -> &'static str {
        match self {
            Self::AuthorizationCode => "authorization_code",
            Self::DeviceCode => "urn:ietf:params:oauth:grant-type:device_code",
            Self::RefreshToken => "refresh_token",
        }
    }

    /// Reads one.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.word() == text)
    }
}
