//! What an administrator sets for everyone who signs in at the portal.

use std::collections::BTreeMap;
use std::time::Duration;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use super::person::ATTRIBUTES;

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
#[schema(as = CenterSettings)]
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

/// Most attributes for access control.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
pub const MOST_ATTRIBUTES: usize = 50;
/// Longest tag key (IAM API, `tagKeyType`).
const LONGEST_KEY: usize = 128;

/// What is wrong with settings.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum SettingsError {
    /// Out of range.
    #[error("A session lasts 15 minutes to 90 days (129,600 minutes).")]
    SessionMinutes,
    /// Nothing could be registered.
    #[error("Choose at least one type of device.")]
    NoDeviceType,
    /// More than fifty.
    #[error("There can be at most 50 attributes.")]
    TooManyAttributes,
    /// A key that cannot be a tag's.
    #[error(
        "A key has 1 to 128 letters, digits, spaces and the characters _ . : / = + - @, and does not begin with aws:."
    )]
    AttributeKey,
    /// Nothing that a person has.
    #[error("A value is one of the attributes of a person, for example ${{path:enterprise.department}}.")]
    AttributeSource,
}

/// The attributes that can be asked for by `${path:…}` besides those of [`ATTRIBUTES`].
const OWN: &[&str] = &[
    "userName",
    "displayName",
    "name.givenName",
    "name.familyName",
    "emails[primary eq true].value",
];

/// Whether a text can be the key of a session tag.
#[must_use]
pub fn is_tag_key(key: &str) -> bool {
    let legal = |character: char| character.is_alphanumeric() || " _.:/=+-@".contains(character);
    (1..=LONGEST_KEY).contains(&key.chars().count())
        && key.trim() == key
        && key.chars().all(legal)
        && !key.to_lowercase().starts_with("aws:")
}

/// Checks attributes for access control.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/configure-abac.html>
///
/// # Errors
/// The first rule that is broken.
pub fn check_access_attributes(attributes: &BTreeMap<String, String>) -> Result<(), SettingsError> {
    if attributes.len() > MOST_ATTRIBUTES {
        return Err(SettingsError::TooManyAttributes);
    }
    for (key, source) in attributes {
        if !is_tag_key(key) {
            return Err(SettingsError::AttributeKey);
        }
        let path = source
            .strip_prefix("${path:")
            .and_then(|rest| rest.strip_suffix('}'))
            .ok_or(SettingsError::AttributeSource)?;
        let last = path.rsplit('.').next().unwrap_or(path);
        if !OWN.contains(&path) && !ATTRIBUTES.contains(&last) {
            return Err(SettingsError::AttributeSource);
        }
    }
    Ok(())
}

impl Settings {
    /// How long a portal session lasts.
    #[must_use]
    pub fn session(&self) -> Duration {
        Duration::from_mins(u64::from(self.session_minutes))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn attributes_are_tags_of_what_a_person_has() {
        let one =
            |key: &str, source: &str| check_access_attributes(&BTreeMap::from([(key.to_owned(), source.to_owned())]));
        assert_eq!(one("CostCenter", "${path:enterprise.costCenter}"), Ok(()));
        assert_eq!(one("Who", "${path:userName}"), Ok(()));
        assert_eq!(one("aws:Who", "${path:userName}"), Err(SettingsError::AttributeKey));
        assert_eq!(one("", "${path:userName}"), Err(SettingsError::AttributeKey));
        assert_eq!(one("a*b", "${path:userName}"), Err(SettingsError::AttributeKey));
        assert_eq!(one("Shoe", "${path:shoe}"), Err(SettingsError::AttributeSource));
        assert_eq!(one("Shoe", "userName"), Err(SettingsError::AttributeSource));
        let many = (0..51)
            .map(|at| (format!("k{at}"), "${path:title}".to_owned()))
            .collect();
        assert_eq!(check_access_attributes(&many), Err(SettingsError::TooManyAttributes));
    }
}
