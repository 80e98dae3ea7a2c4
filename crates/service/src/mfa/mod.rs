//! Second factors: registering, resynchronizing and removing devices, and judging what they answer.
//!
//! - `judge`: codes and answers of keys, for registration and sign-in alike; `ceremonies`: what keys were asked.
//! - `enrol`: who registers, signed in or as part of signing in; `person`: people of the access portal.
//! - `virtual_device`, `hardware`, `passkey`: one file for each kind of device.
//! - `devices`: the list, resynchronization, removal by the owner or an administrator.
//!
//! The challenge at sign-in is in `sign_in::mfa`.

pub(crate) mod ceremonies;
mod devices;
mod enrol;
mod hardware;
pub(crate) mod judge;
mod passkey;
pub(crate) mod person;
mod virtual_device;

pub use enrol::Place;
pub(crate) use enrol::taken;

use secrecy::SecretString;
use vestibule_credentials::totp::{Code, Seed};
use vestibule_identity::mfa::{DeviceOwner, MfaKind};
use vestibule_identity::principal::Principal;
use vestibule_store::{MfaDeviceRow, MfaSecret, Reads, mfa_devices};

use crate::answers::{MfaChoice, MfaDevice};
use crate::{Service, ServiceError};

/// Two codes that follow each other, as typed.
#[derive(Debug)]
pub struct TwoCodes {
    /// The first.
    pub code1: SecretString,
    /// The next one.
    pub code2: SecretString,
}

impl TwoCodes {
    pub(crate) fn read(&self) -> Result<(Code, Code), ServiceError> {
        Ok((read_code("code1", &self.code1)?, read_code("code2", &self.code2)?))
    }
}

/// Six digits as typed, or a field error.
pub(crate) fn read_code(field: &'static str, typed: &SecretString) -> Result<Code, ServiceError> {
    use secrecy::ExposeSecret;
    Code::parse(typed.expose_secret())
        .map_err(|_| ServiceError::invalid(field, "Enter the six digits that your device shows."))
}

/// Devices that are assigned, oldest first.
pub(crate) async fn assigned(
    connection: &mut impl Reads,
    owner: &Principal,
) -> Result<Vec<MfaDeviceRow>, ServiceError> {
    let mut devices = mfa_devices::of_principal(connection, owner).await?;
    devices.retain(|device| device.enabled_at.is_some());
    Ok(devices)
}

/// The same of anyone who has devices.
pub(crate) async fn assigned_of(
    connection: &mut impl Reads,
    owner: &DeviceOwner,
) -> Result<Vec<MfaDeviceRow>, ServiceError> {
    let mut devices = mfa_devices::of_owner(connection, owner).await?;
    devices.retain(|device| device.enabled_at.is_some());
    Ok(devices)
}

/// A device for its owner or an administrator; `None` while it is not assigned.
pub(crate) fn view(device: &MfaDeviceRow) -> Option<MfaDevice> {
    Some(MfaDevice {
        id: device.id.to_string(),
        kind: device.kind,
        name: device.name.as_str().to_owned(),
        serial: device.serial.clone(),
        enabled_at: device.enabled_at?,
        in_sync: match &device.secret {
            MfaSecret::Totp { state, .. } => state.map(|state| state.in_sync),
            MfaSecret::Passkey { .. } => None,
        },
    })
}

/// A device to choose at sign-in.
pub(crate) fn choice(device: &MfaDeviceRow) -> MfaChoice {
    MfaChoice {
        id: device.id.to_string(),
        kind: device.kind,
        name: device.name.as_str().to_owned(),
    }
}

/// Kinds of the devices, each once.
pub(crate) fn kinds(devices: &[MfaDeviceRow]) -> Vec<MfaKind> {
    let mut kinds: Vec<MfaKind> = Vec::new();
    for device in devices {
        if !kinds.contains(&device.kind) {
            kinds.push(device.kind);
        }
    }
    kinds
}

/// `userName` of MFA records; root's is fixed (facts 4.1).
pub(crate) fn recorded_name(owner: &Principal) -> &str {
    match owner {
        Principal::Root { .. } => "AWS ROOT USER",
        Principal::IamUser { name, .. } => name.as_str(),
        Principal::AssumedRole { session, .. } => session.as_str(),
        Principal::FederatedUser { name, .. } => name.as_str(),
    }
}

impl Service {
    /// Seals a seed for the serial number it belongs to.
    pub(crate) fn seal_seed(&self, serial: &str, seed: &Seed) -> Result<Vec<u8>, ServiceError> {
        Ok(self.key.seal(&place(serial), seed.bytes(), &*self.entropy)?)
    }

    /// Opens a sealed seed.
    pub(crate) fn open_seed(&self, serial: &str, sealed: &[u8]) -> Result<Seed, ServiceError> {
        let bytes = self.key.open(&place(serial), sealed)?;
        Seed::from_bytes(&bytes).map_err(|_| ServiceError::Seal(vestibule_credentials::seal::SealError))
    }
}

fn place(serial: &str) -> String {
    format!("totp/{}", mfa_devices::folded(serial))
}
