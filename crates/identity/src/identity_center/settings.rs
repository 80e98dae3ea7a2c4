//! What an administrator sets for everyone who signs in at the portal.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

/// When a second factor is asked for.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/how-to-configure-mfa-device-enforcement.html>
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum PromptMode {
    /// Every time they sign in. The default of today; pages of 2022 named context-aware.
    #[default]
    AlwaysOn,
    /// Only when their sign-in context changes.
    ContextAware,
    /// Never.
    Never,
}

/// What meets a person without a device, where one would be asked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum WithoutDevice {
    /// They register one at sign-in.
    #[default]
    Register,
    /// They get a one-time password by mail.
    EmailCode,
    /// Their sign-in is blocked.
    Block,
    /// They are let in.
    Allow,
}

/// Shortest and longest portal session, in minutes.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/user-session-duration-prereqs-considerations.html>
pub const SESSION_MINUTES: std::ops::RangeInclusive<u32> = 15..=129_600;

/// Devices of one person: authenticator apps.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/mfa-getting-started.html>
pub const MOST_APPS: usize = 2;
/// Devices of one person: security keys and passkeys.
pub const MOST_KEYS: usize = 6;

/// The instance's settings.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_excessive_bools, reason = "the page's own checkboxes")]
pub struct Settings {
    /// When a second factor is asked for.
    pub prompt: PromptMode,
    /// Security keys, built-in authenticators and passkeys may be registered.
    pub allow_keys: bool,
    /// Authenticator apps may be registered.
    pub allow_apps: bool,
    /// What meets a person without a device.
    pub without_device: WithoutDevice,
    /// People may add and manage their own devices.
    pub manage_own_devices: bool,
    /// How long a portal session lasts, in minutes: 15 to 129,600.
    pub session_minutes: u32,
    /// People who were made without a password get a one-time password by mail when they sign in first.
    pub send_email_otp: bool,
    /// Attributes for access control: a session tag's key, and the attribute that gives its value
    /// (`${path:userName}`). `None` while they are off.
    pub access_control_attributes: Option<BTreeMap<String, String>>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            prompt: PromptMode::default(),
            allow_keys: true,
            allow_apps: true,
            without_device: WithoutDevice::default(),
            manage_own_devices: true,
            session_minutes: 8 * 60,
            send_email_otp: false,
            access_control_attributes: None,
        }
    }
}

impl Settings {
    /// How long a portal session lasts.
    #[must_use]
    pub fn session(&self) -> Duration {
        Duration::from_mins(u64::from(self.session_minutes))
    }
}
