//! What the use cases answer about second factors.

use serde::Serialize;
use serde_json::Value;
use utoipa::ToSchema;
use vestibule_identity::Timestamp;
use vestibule_identity::mfa::MfaKind;

use super::{PortalStep, SignInStep};

/// A device as its owner or an administrator sees it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct MfaDevice {
    /// Opaque id.
    pub id: String,
    /// Its kind.
    pub kind: MfaKind,
    /// Its name.
    pub name: String,
    /// ARN or serial number.
    pub serial: String,
    /// When it was assigned.
    #[schema(value_type = String, format = "date-time")]
    pub enabled_at: Timestamp,
    /// Whether its clock is known to agree; `null` for passkeys, which have none.
    pub in_sync: Option<bool>,
}

/// A device to choose at sign-in.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MfaChoice {
    /// Opaque id.
    pub id: String,
    /// Its kind.
    pub kind: MfaKind,
    /// Its name.
    pub name: String,
}

/// A virtual device that waits for its first two codes. The secret is in here and nowhere else.
#[derive(Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct VirtualDevice {
    /// Its name.
    pub name: String,
    /// Its ARN.
    pub serial: String,
    /// The seed in Base32, for typing.
    pub secret: String,
    /// The `otpauth://` URI, for a QR code.
    pub otpauth: String,
}

impl std::fmt::Debug for VirtualDevice {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("VirtualDevice")
            .field("serial", &self.serial)
            .finish_non_exhaustive()
    }
}

/// A device that was assigned.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct MfaEnrolled {
    /// The device.
    pub device: MfaDevice,
    /// What follows, when it was registered as part of signing in.
    pub step: Option<SignInStep>,
    /// The same at the access portal.
    #[serde(rename = "portalStep", skip_serializing_if = "Option::is_none")]
    pub portal_step: Option<PortalStep>,
}

/// A person's devices, on the portal's page of them.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
pub struct PortalDevices {
    /// Oldest first.
    pub devices: Vec<MfaDevice>,
    /// Security keys and passkeys may be registered.
    pub allow_keys: bool,
    /// Authenticator apps may be registered.
    pub allow_apps: bool,
}

/// What the browser's `navigator.credentials` takes.
#[derive(Debug, Clone, PartialEq, Serialize, ToSchema)]
pub struct CeremonyOptions {
    /// `PublicKeyCredentialCreationOptionsJSON` or `PublicKeyCredentialRequestOptionsJSON`.
    #[schema(value_type = Object)]
    pub options: Value,
}

/// A user's devices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, ToSchema)]
pub struct UserMfa {
    /// Oldest first.
    pub devices: Vec<MfaDevice>,
}
