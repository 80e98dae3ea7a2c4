//! Passkeys and security keys (facts 4.3): a WebAuthn registration ceremony (Level 3 section 7.1).

use serde_json::Value;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::ids::passkey_arn;
use vestibule_identity::mfa::MfaKind;
use vestibule_identity::names::DeviceName;
use vestibule_store::{MfaDeviceRow, MfaSecret, StoreError};

use super::ceremonies::Ceremony;
use super::enrol::{Enroller, Place};
use super::judge::{self, own_origin, relying_party};
use crate::addresses::SIGN_IN_ORIGIN;
use crate::answers::{CeremonyOptions, MfaEnrolled};
use crate::error::KeyRefusal;
use crate::mfa::assigned;
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

impl Service {
    /// Starts registering a key; an earlier start of this browser is forgotten.
    ///
    /// # Errors
    /// A field error for the name, [`ServiceError::AlreadyExists`], [`ServiceError::MfaLimitExceeded`],
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`], [`ServiceError::AttemptExpired`].
    pub async fn start_passkey_registration(
        &self,
        caller: &Caller,
        place: Place,
        device_name: &str,
    ) -> Result<Answer<CeremonyOptions>, ServiceError> {
        let name = DeviceName::parse(device_name).map_err(|error| ServiceError::invalid("deviceName", error))?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let enroller = self.enroller(&mut tx, caller, place, None).await?;
        self.room_for(&mut tx, &enroller, &name).await?;
        let registered: Vec<Vec<u8>> = assigned(&mut tx, &enroller.principal)
            .await?
            .into_iter()
            .filter_map(|device| match device.secret {
                MfaSecret::Passkey { credential_id, .. } => Some(credential_id),
                MfaSecret::Totp { .. } => None,
            })
            .collect();
        let handle = self.user_handle(&enroller.principal);
        let shown = shown_name(&enroller);
        let (options, state) = relying_party()
            .start_registration(SIGN_IN_ORIGIN, handle, &shown, &registered)
            .map_err(KeyRefusal::from)?;
        let ceremony = Ceremony::Register {
            name: name.as_str().to_owned(),
            state,
        };
        self.ceremonies.keep(enroller.token, ceremony, now);
        Ok(Answer::new(CeremonyOptions { options }))
    }

    /// Judges the key's answer and assigns it.
    ///
    /// # Errors
    /// [`ServiceError::MfaRefused`] with the reason; those of the start.
    pub async fn finish_passkey_registration(
        &self,
        caller: &Caller,
        place: Place,
        credential: Value,
    ) -> Result<Answer<MfaEnrolled>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let token = self.enroller(&mut tx, caller, place, None).await?.token;
        drop(tx);
        let Ceremony::Register { name, state } = self.ceremonies.take(token, now)? else {
            return Err(KeyRefusal::NoCeremony.into());
        };
        let name = DeviceName::parse(&name).map_err(|error| ServiceError::invalid("deviceName", error))?;
        let origin = own_origin(&credential)?;
        let registered = relying_party()
            .finish_registration(&origin, &state, credential)
            .map_err(KeyRefusal::from)?;

        let mut tx = self.store.write().await?;
        let enroller = self.enroller(&mut tx, caller, place, None).await?;
        self.room_for(&mut tx, &enroller, &name).await?;
        self.drop_unassigned(&mut tx, &enroller.principal).await?;
        let device = MfaDeviceRow {
            id: random_uuid(&*self.entropy),
            owner: enroller.owner()?,
            kind: MfaKind::Passkey,
            serial: passkey_arn(&enroller.account.id, enroller.user_name(), &name, &*self.entropy),
            name,
            secret: MfaSecret::Passkey {
                credential_id: registered.credential_id,
                credential: registered.key,
            },
            created_at: now,
            enabled_at: Some(now),
        };
        match vestibule_store::mfa_devices::insert(&mut tx, &device).await {
            Err(StoreError::Conflict) => return Err(KeyRefusal::Registered.into()),
            other => other?,
        }
        let used = judge::used(&device, now, registered.user_verified);
        self.finish_enrolment(tx, caller, enroller, &device, used, now).await
    }
}

/// `user @ account`, for the key's own list.
fn shown_name(enroller: &Enroller<'_>) -> String {
    let account = &enroller.account;
    let shown = account
        .alias
        .as_ref()
        .map_or(account.id.as_str(), |alias| alias.as_str());
    match enroller.user_name() {
        Some(name) => format!("{name} @ {shown}"),
        None => account.email.as_str().to_owned(),
    }
}
