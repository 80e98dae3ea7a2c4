//! Judging codes and answers of keys. Everything here happens inside the caller's one transaction.

use serde_json::Value;
use uuid::Uuid;
use vestibule_credentials::totp::{self, Code};
use vestibule_credentials::webauthn::{RelyingParty, client_origin};
use vestibule_identity::Timestamp;
use vestibule_identity::mfa::totp::{StepRefusal, TotpState, WIDE, WINDOW};
use vestibule_identity::mfa::{DeviceOwner, SessionMfa};
use vestibule_store::identity_center::InstanceRow;
use vestibule_store::{MfaDeviceRow, MfaSecret, Tx, mfa_devices, totp_steps};

use crate::addresses::{PORTAL_RP_ID, PORTAL_RP_NAME, RP_ID, RP_NAME, SIGN_IN_ORIGIN, is_own_origin, portal_origin};
use crate::error::KeyRefusal;
use crate::{Service, ServiceError};

/// The site that keys are registered for and asked by.
pub(crate) enum Site {
    /// Sign-in pages and consoles.
    Console,
    /// The access portal, by the first names of its host.
    Portal { names: Vec<String> },
}

impl Site {
    /// The portal of an instance. Its addresses outside `awsapps.com` are another site to a key, so none is used there.
    pub(crate) fn portal(instance: &InstanceRow) -> Self {
        let names = std::iter::once(instance.store.as_str().to_owned())
            .chain(instance.alias.clone())
            .collect();
        Self::Portal { names }
    }

    /// The relying party that every page of the site is.
    pub(crate) fn relying_party(&self) -> RelyingParty {
        match self {
            Self::Console => RelyingParty::new(RP_ID, RP_NAME),
            Self::Portal { .. } => RelyingParty::new(PORTAL_RP_ID, PORTAL_RP_NAME),
        }
    }

    /// The origin that ceremonies are made for unless the browser says otherwise.
    pub(crate) fn origin(&self) -> String {
        match self {
            Self::Console => SIGN_IN_ORIGIN.to_owned(),
            Self::Portal { names } => portal_origin(names.first().map_or("", String::as_str)),
        }
    }

    /// The origin that the browser says it was at, if it is one of ours.
    pub(crate) fn own_origin(&self, credential: &Value) -> Result<String, KeyRefusal> {
        client_origin(credential)
            .filter(|origin| match self {
                Self::Console => is_own_origin(origin),
                Self::Portal { names } => names.iter().any(|name| portal_origin(name) == *origin),
            })
            .ok_or(KeyRefusal::ForeignSite)
    }
}

/// The keys among the devices, as the library takes them.
pub(crate) fn keys(devices: &[MfaDeviceRow]) -> Vec<String> {
    devices
        .iter()
        .filter_map(|device| match &device.secret {
            MfaSecret::Passkey { credential, .. } => Some(credential.clone()),
            MfaSecret::Totp { .. } => None,
        })
        .collect()
}

/// Judges a key's answer: the device that answered, its new row, and whether it verified the person.
pub(crate) fn judge_key(
    site: &Site,
    devices: &[MfaDeviceRow],
    state: &str,
    credential: Value,
) -> Result<(MfaDeviceRow, String, bool), KeyRefusal> {
    let origin = site.own_origin(&credential)?;
    let proved = site
        .relying_party()
        .finish_authentication(&origin, state, credential, &keys(devices))?;
    let device = devices.iter().find(|device| {
        matches!(&device.secret, MfaSecret::Passkey { credential_id, .. } if *credential_id == proved.credential_id)
    });
    match device {
        Some(device) => Ok((device.clone(), proved.key, proved.user_verified)),
        None => Err(KeyRefusal::NoCeremony),
    }
}

/// What a session says of a device that was just used.
pub(crate) fn used(device: &MfaDeviceRow, now: Timestamp, user_verified: bool) -> SessionMfa {
    SessionMfa {
        serial: device.serial.clone(),
        kind: device.kind,
        at: now,
        user_verified,
    }
}

impl Service {
    /// The person's handle in ceremonies: the same for all of their keys, and telling nothing.
    pub(crate) fn user_handle(&self, owner: &DeviceOwner) -> Uuid {
        let derived = self.key.derive(&format!("webauthn-user/{}", owner.id()));
        let mut bytes = [0; 16];
        for (to, from) in bytes.iter_mut().zip(derived) {
            *to = from;
        }
        Uuid::from_bytes(bytes)
    }

    /// Judges a code of an assigned device and takes its step, once for ever.
    pub(crate) async fn judge_code(
        &self,
        tx: &mut Tx,
        device: &MfaDeviceRow,
        code: &Code,
        now: Timestamp,
    ) -> Result<SessionMfa, ServiceError> {
        let invalid = ServiceError::MfaCodeInvalid { field: "code" };
        let MfaSecret::Totp {
            sealed,
            state: Some(state),
        } = &device.secret
        else {
            return Err(invalid);
        };
        let seed = self.open_seed(&device.serial, sealed)?;
        let step_now = totp::step_at(now);
        let Some(step) = totp::matching_step(&seed, code, state.expected(step_now), WINDOW) else {
            return Err(invalid);
        };
        let accepted = match state.accept(step, step_now) {
            Ok(accepted) => accepted,
            Err(StepRefusal::OutsideWindow) => return Err(invalid),
            Err(StepRefusal::Used) => return Err(ServiceError::MfaCodeUsed { field: "code" }),
        };
        if !totp_steps::use_step(tx, &device.serial, step).await? {
            return Err(ServiceError::MfaCodeUsed { field: "code" });
        }
        mfa_devices::set_totp(tx, device.id, &accepted, None).await?;
        Ok(used(device, now, false))
    }

    /// Finds two codes that follow each other within the wide window, for enrolment and resynchronization, and takes
    /// both steps.
    pub(crate) async fn judge_two_codes(
        &self,
        tx: &mut Tx,
        serial: &str,
        sealed: &[u8],
        codes: &(Code, Code),
        state: Option<TotpState>,
        now: Timestamp,
    ) -> Result<TotpState, ServiceError> {
        let invalid = ServiceError::MfaCodeInvalid { field: "code1" };
        let used = ServiceError::MfaCodeUsed { field: "code1" };
        let seed = self.open_seed(serial, sealed)?;
        let step_now = totp::step_at(now);
        let Some(first) = totp::consecutive_pair(&seed, &codes.0, &codes.1, step_now, WIDE) else {
            return Err(invalid);
        };
        let judged = match state {
            Some(state) => state.resync(first, step_now),
            None => TotpState::attach(first, step_now),
        };
        let judged = match judged {
            Ok(judged) => judged,
            Err(StepRefusal::OutsideWindow) => return Err(invalid),
            Err(StepRefusal::Used) => return Err(used),
        };
        // A token that was someone else's before remembers what was used then. A device that goes on knows it by its own
        // state, which follows when the clock is moved back.
        if state.is_none() {
            let latest = totp_steps::latest_until(tx, serial, step_now.saturating_add(WIDE)).await?;
            if latest.is_some_and(|latest| first <= latest) {
                return Err(used);
            }
        }
        for step in [first, first.saturating_add(1)] {
            if !totp_steps::use_step(tx, serial, step).await? {
                return Err(used);
            }
        }
        Ok(judged)
    }
}
