//! Authenticator apps (facts 4.2): a seed shown once, then two consecutive codes.

use serde_json::json;
use vestibule_credentials::totp::{self, Seed};
use vestibule_identity::clock::random_uuid;
use vestibule_identity::identity_center::ids::person_device_arn;
use vestibule_identity::ids::{root_mfa_arn, virtual_mfa_arn};
use vestibule_identity::mfa::MfaKind;
use vestibule_identity::names::DeviceName;
use vestibule_identity::principal::Principal;
use vestibule_store::{MfaDeviceRow, MfaSecret, StoreError, Tx, mfa_devices, totp_steps};

use super::enrol::{Enroller, Place, Who, taken};
use super::{TwoCodes, judge};
use crate::answers::{MfaEnrolled, VirtualDevice};
use crate::request::{Answer, Caller};
use crate::throttle::{self, ThrottleKey};
use crate::{Entity, Service, ServiceError};

impl Service {
    /// Makes a virtual device that waits for its codes. Asking again replaces it, with another seed.
    ///
    /// # Errors
    /// A field error for the name, [`ServiceError::AlreadyExists`], [`ServiceError::MfaLimitExceeded`],
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`], [`ServiceError::AttemptExpired`].
    pub async fn create_virtual_mfa(
        &self,
        caller: &Caller,
        place: Place,
        device_name: &str,
    ) -> Result<Answer<VirtualDevice>, ServiceError> {
        use secrecy::ExposeSecret;
        let name = DeviceName::parse(device_name).map_err(|error| ServiceError::invalid("deviceName", error))?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let enroller = self.enroller(&mut tx, caller, place, Some(&name)).await?;
        self.room_for(&mut tx, &enroller, MfaKind::Virtual, &name).await?;
        let owner = enroller.owner()?;
        self.drop_unassigned(&mut tx, &owner).await?;
        let serial = self.virtual_serial(&mut tx, &enroller, &name).await?;
        let seed = Seed::generate(&*self.entropy);
        let device = MfaDeviceRow {
            id: random_uuid(&*self.entropy),
            owner: owner.clone(),
            kind: MfaKind::Virtual,
            name: name.clone(),
            serial: serial.clone(),
            secret: MfaSecret::Totp {
                sealed: self.seal_seed(&serial, &seed)?,
                state: None,
            },
            created_at: now,
            enabled_at: None,
        };
        match mfa_devices::insert(&mut tx, &device).await {
            Err(StoreError::Conflict) => return Err(taken(&name)),
            other => other?,
        }
        // The seed that had these steps, and these wrong codes, is gone.
        totp_steps::forget(&mut tx, &serial).await?;
        throttle::clear(&mut tx, ThrottleKey::device(&serial)).await?;
        throttle::clear(&mut tx, ThrottleKey::enrolment(&owner, &serial)).await?;
        let parameters = json!({ "virtualMFADeviceName": name.as_str() });
        let response = json!({ "virtualMFADevice": { "serialNumber": serial } });
        self.record_enrolment(
            &mut tx,
            caller,
            &enroller,
            "CreateVirtualMFADevice",
            parameters,
            response,
        )
        .await?;
        if let Who::Person(person) = &enroller.who {
            self.record_device_call(&mut tx, caller, person, "StartVirtualMfaDeviceRegistration", &device)
                .await?;
        }
        self.commit(tx).await?;
        Ok(Answer::new(VirtualDevice {
            otpauth: totp::otpauth_uri(&seed, name.as_str(), &enroller.shown_in_apps())
                .expose_secret()
                .to_owned(),
            secret: seed.base32().to_string(),
            name: name.as_str().to_owned(),
            serial,
        }))
    }

    /// Assigns the virtual device of this name with two consecutive codes. Old ones attach it out of sync.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::NoSuchEntity`] when there is none waiting, the code refusals, the throttle.
    pub async fn enable_virtual_mfa(
        &self,
        caller: &Caller,
        place: Place,
        device_name: &str,
        codes: TwoCodes,
    ) -> Result<Answer<MfaEnrolled>, ServiceError> {
        let name = DeviceName::parse(device_name).map_err(|error| ServiceError::invalid("deviceName", error))?;
        let codes = codes.read()?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let enroller = self.enroller(&mut tx, caller, place, None).await?;
        self.room_for(&mut tx, &enroller, MfaKind::Virtual, &name).await?;
        let owner = enroller.owner()?;
        let waiting = mfa_devices::of_owner(&mut tx, &owner).await?;
        let mut device = waiting
            .into_iter()
            .find(|device| device.enabled_at.is_none() && device.name == name)
            .ok_or_else(|| ServiceError::NoSuchEntity {
                entity: Entity::MfaDevice,
                name: name.as_str().to_owned(),
            })?;
        let key = ThrottleKey::enrolment(&owner, &device.serial);
        throttle::reserve(&mut tx, key, now).await?;
        let MfaSecret::Totp { sealed, .. } = &device.secret else {
            return Err(ServiceError::MfaCodeInvalid { field: "code1" });
        };
        let judged = self
            .judge_two_codes(&mut tx, &device.serial, sealed, &codes, None, now)
            .await;
        let state = match judged {
            Ok(state) => state,
            Err(refusal) => {
                self.commit(tx).await?;
                return Err(refusal);
            }
        };
        throttle::clear(&mut tx, key).await?;
        mfa_devices::set_totp(&mut tx, device.id, &state, Some(now)).await?;
        device.enabled_at = Some(now);
        if let MfaSecret::Totp { state: known, .. } = &mut device.secret {
            *known = Some(state);
        }
        let used = judge::used(&device, now, false);
        self.finish_enrolment(tx, caller, enroller, &device, used, now).await
    }

    /// The ARN of a new virtual device; root's first one has a name of its own (facts 4.1), which nobody else gets. A
    /// device that was never proved frees its name, whosever it is (facts 4.2).
    async fn virtual_serial(
        &self,
        tx: &mut Tx,
        enroller: &Enroller<'_>,
        name: &DeviceName,
    ) -> Result<String, ServiceError> {
        let (principal, account) = match &enroller.who {
            Who::Principal { principal, account, .. } => (principal, account),
            Who::Person(person) => {
                return Ok(person_device_arn(
                    &person.instance.account,
                    &person.user.id,
                    &*self.entropy,
                ));
            }
        };
        let classic = root_mfa_arn(&account.id);
        let named = virtual_mfa_arn(&account.id, name);
        match principal {
            Principal::Root { .. } if mfa_devices::by_serial(tx, &classic).await?.is_none() => return Ok(classic),
            Principal::IamUser { .. } if mfa_devices::folded(&named) == classic => return Err(taken(name)),
            _ => {}
        }
        if let Some(abandoned) = mfa_devices::by_serial(tx, &named).await?
            && abandoned.enabled_at.is_none()
        {
            mfa_devices::delete(tx, abandoned.id).await?;
        }
        Ok(named)
    }
}
