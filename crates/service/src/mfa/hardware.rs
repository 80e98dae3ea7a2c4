//! Hardware TOTP tokens (facts 4.4): the serial number on the back, and two consecutive codes.

use vestibule_identity::clock::random_uuid;
use vestibule_identity::mfa::MfaKind;
use vestibule_identity::names::{DeviceName, SerialNumber};
use vestibule_store::{MfaDeviceRow, MfaSecret, StoreError, mfa_devices, totp_steps};

use super::enrol::Place;
use super::{TwoCodes, judge};
use crate::answers::MfaEnrolled;
use crate::request::{Answer, Caller};
use crate::throttle::{self, ThrottleKey};
use crate::{Entity, Service, ServiceError};

impl Service {
    /// Assigns a delivered token. A serial number that nobody delivered is refused as a wrong code is, so that serial
    /// numbers cannot be tried out.
    ///
    /// # Errors
    /// Field errors, the code refusals, [`ServiceError::AlreadyExists`] for a token that is assigned,
    /// [`ServiceError::MfaLimitExceeded`], the throttle.
    pub async fn enable_hardware_mfa(
        &self,
        caller: &Caller,
        place: Place,
        device_name: &str,
        serial_number: &str,
        codes: TwoCodes,
    ) -> Result<Answer<MfaEnrolled>, ServiceError> {
        let name = DeviceName::parse(device_name).map_err(|error| ServiceError::invalid("deviceName", error))?;
        let serial =
            SerialNumber::parse(serial_number).map_err(|error| ServiceError::invalid("serialNumber", error))?;
        let codes = codes.read()?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let enroller = self.enroller(&mut tx, caller, place, None).await?;
        self.room_for(&mut tx, &enroller, MfaKind::Hardware, &name).await?;
        let owner = enroller.owner()?;
        let key = ThrottleKey::enrolment(&owner, serial.as_str());
        throttle::reserve(&mut tx, key, now).await?;
        let judged = match totp_steps::token(&mut tx, serial.as_str()).await? {
            Some(sealed) => self
                .judge_two_codes(&mut tx, serial.as_str(), &sealed, &codes, None, now)
                .await
                .map(|state| (sealed, state)),
            None => Err(ServiceError::MfaCodeInvalid { field: "code1" }),
        };
        let (sealed, state) = match judged {
            Ok(judged) => judged,
            Err(refusal) => {
                self.commit(tx).await?;
                return Err(refusal);
            }
        };
        throttle::clear(&mut tx, key).await?;
        throttle::clear(&mut tx, ThrottleKey::device(serial.as_str())).await?;
        self.drop_unassigned(&mut tx, &owner).await?;
        let device = MfaDeviceRow {
            id: random_uuid(&*self.entropy),
            owner,
            kind: MfaKind::Hardware,
            name,
            serial: serial.as_str().to_owned(),
            secret: MfaSecret::Totp {
                sealed,
                state: Some(state),
            },
            created_at: now,
            enabled_at: Some(now),
        };
        match mfa_devices::insert(&mut tx, &device).await {
            Err(StoreError::Conflict) => {
                return Err(ServiceError::AlreadyExists {
                    entity: Entity::MfaDevice,
                    name: device.serial,
                });
            }
            other => other?,
        }
        let used = judge::used(&device, now, false);
        self.finish_enrolment(tx, caller, enroller, &device, used, now).await
    }
}
