//! Judging codes and answers of keys. Everything here happens inside the caller's one transaction.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use std::time::Duration;
use uuid::Uuid;
use vestibule_credentials::token::Token;
use vestibule_credentials::totp::{self, Code};
use vestibule_credentials::webauthn::{RelyingParty, client_origin};
use vestibule_identity::Timestamp;
use vestibule_identity::mfa::SessionMfa;
use vestibule_identity::mfa::totp::{StepRefusal, TotpState, WIDE, WINDOW};
use vestibule_identity::principal::Principal;
use vestibule_store::{MfaDeviceRow, MfaSecret, Tx, ceremonies, mfa_devices, totp_steps};

use crate::addresses::{RP_ID, RP_NAME, is_own_origin};
use crate::error::KeyRefusal;
use crate::{Service, ServiceError};

/// A ceremony must be answered within five minutes (WebAuthn Level 3 section 15.1's upper bound, facts W3).
const CEREMONY_LIFETIME: Duration = Duration::from_mins(5);

/// What a ceremony is for, and the relying party's state of it.
#[derive(Debug, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "kebab-case")]
pub(crate) enum Ceremony {
    /// A key is registered under this name.
    Register { name: String, state: String },
    /// A key proves itself.
    Authenticate { state: String },
}

/// The relying party that every page of the service is.
pub(crate) fn relying_party() -> RelyingParty {
    RelyingParty::new(RP_ID, RP_NAME)
}

/// The site that the browser says it was on, if it is one of ours.
pub(crate) fn own_origin(credential: &Value) -> Result<String, KeyRefusal> {
    client_origin(credential)
        .filter(|origin| is_own_origin(origin))
        .ok_or(KeyRefusal::ForeignSite)
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
    pub(crate) fn user_handle(&self, owner: &Principal) -> Uuid {
        let name = match owner {
            Principal::Root { account } => account.as_str(),
            Principal::IamUser { user, .. } => user.as_str(),
            Principal::AssumedRole { role, .. } => role.as_str(),
        };
        let derived = self.key.derive(&format!("webauthn-user/{name}"));
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

    /// Keeps a ceremony with the sign-in attempt or session that started it.
    pub(crate) async fn keep_ceremony(
        &self,
        tx: &mut Tx,
        owner: &Token,
        ceremony: &Ceremony,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let oldest = now.saturating_sub(CEREMONY_LIFETIME).unwrap_or(now);
        ceremonies::delete_before(tx, oldest).await?;
        ceremonies::put(tx, &owner.hash().0, &serde_json::to_string(ceremony)?, now).await?;
        Ok(())
    }

    /// Takes the ceremony away and commits that, before its answer is looked at: no answer is judged twice.
    pub(crate) async fn take_ceremony(&self, owner: &Token, now: Timestamp) -> Result<Ceremony, ServiceError> {
        let mut tx = self.store.write().await?;
        let taken = ceremonies::take(&mut tx, &owner.hash().0).await?;
        self.commit(tx).await?;
        let (text, started) = taken.ok_or(KeyRefusal::NoCeremony)?;
        let end = started.saturating_add(CEREMONY_LIFETIME).unwrap_or(started);
        if started > now || now >= end {
            return Err(KeyRefusal::NoCeremony.into());
        }
        Ok(serde_json::from_str(&text)?)
    }
}
