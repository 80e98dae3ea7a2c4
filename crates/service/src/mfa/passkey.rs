//! Passkeys and security keys (facts 4.3): a WebAuthn registration ceremony (Level 3 section 7.1).

use serde_json::Value;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::identity_center::ids::person_device_arn;
use vestibule_identity::ids::passkey_arn;
use vestibule_identity::mfa::MfaKind;
use vestibule_identity::names::DeviceName;
use vestibule_store::{MfaDeviceRow, MfaSecret, StoreError};

use super::ceremonies::Ceremony;
use super::enrol::{Place, Who, user_name};
use super::judge;
use crate::answers::{CeremonyOptions, MfaEnrolled};
use crate::error::KeyRefusal;
use crate::mfa::assigned_of;
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
        self.room_for(&mut tx, &enroller, MfaKind::Passkey, &name).await?;
        let owner = enroller.owner()?;
        let registered: Vec<Vec<u8>> = assigned_of(&mut tx, &owner)
            .await?
            .into_iter()
            .filter_map(|device| match device.secret {
                MfaSecret::Passkey { credential_id, .. } => Some(credential_id),
                MfaSecret::Totp { .. } => None,
            })
            .collect();
        let site = enroller.site();
        let (options, state) = site
            .relying_party()
            .start_registration(
                &site.origin(),
                self.user_handle(&owner),
                &enroller.shown_on_keys(),
                &registered,
            )
            .map_err(KeyRefusal::from)?;
        let ceremony = Ceremony::Register {
            name: name.as_str().to_owned(),
            state,
        };
        self.ceremonies.keep(enroller.token, ceremony, now);
        if let Who::Person(person) = &enroller.who {
            self.record_key_registration(&mut tx, caller, person, &name).await?;
            self.commit(tx).await?;
        }
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
        let enroller = self.enroller(&mut tx, caller, place, None).await?;
        let (token, site) = (enroller.token, enroller.site());
        drop(tx);
        let Ceremony::Register { name, state } = self.ceremonies.take(token, now)? else {
            return Err(KeyRefusal::NoCeremony.into());
        };
        let name = DeviceName::parse(&name).map_err(|error| ServiceError::invalid("deviceName", error))?;
        let origin = site.own_origin(&credential)?;
        let registered = site
            .relying_party()
            .finish_registration(&origin, &state, credential)
            .map_err(KeyRefusal::from)?;

        let mut tx = self.store.write().await?;
        let enroller = self.enroller(&mut tx, caller, place, None).await?;
        self.room_for(&mut tx, &enroller, MfaKind::Passkey, &name).await?;
        let owner = enroller.owner()?;
        self.drop_unassigned(&mut tx, &owner).await?;
        let device = MfaDeviceRow {
            id: random_uuid(&*self.entropy),
            owner,
            kind: MfaKind::Passkey,
            serial: match &enroller.who {
                Who::Principal { principal, account, .. } => {
                    passkey_arn(&account.id, user_name(principal), &name, &*self.entropy)
                }
                Who::Person(person) => person_device_arn(&person.instance.account, &person.user.id, &*self.entropy),
            },
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
