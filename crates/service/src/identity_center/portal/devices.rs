//! The portal's page of MFA devices: the person's own, where the administrator shows it (facts 1.4). Registering is in
//! `crate::mfa`.

use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::mfa::MfaKind;
use vestibule_identity::names::DeviceName;
use vestibule_identity::session::EndReason;
use vestibule_store::identity_center::{portal_attempts, portal_sessions};
use vestibule_store::{MfaDeviceRow, Tx, mfa_devices, totp_steps};

use crate::addresses;
use crate::answers::PortalDevices;
use crate::mfa::person::Person;
use crate::mfa::{assigned_of, taken, view};
use crate::parcels::Parcel;
use crate::request::{Answer, Caller};
use crate::throttle::{self, ThrottleKey};
use crate::{Entity, Service, ServiceError};

/// Sender of mail about devices, as of other mail about signing in (facts 1.3).
const FROM: &str = "no-reply@login.awsapps.com";

impl Service {
    /// The person's devices, and what may be registered.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`]; [`ServiceError::DevicesNotShown`] where the administrator looks after them.
    pub async fn portal_devices(&self, caller: &Caller) -> Result<PortalDevices, ServiceError> {
        let mut tx = self.store.write().await?;
        let person = self.person_at_portal(&mut tx, caller).await?;
        let devices = assigned_of(&mut tx, &person.owner()).await?;
        Ok(PortalDevices {
            devices: devices.iter().filter_map(view).collect(),
            allow_keys: person.instance.settings.allow_keys,
            allow_apps: person.instance.settings.allow_apps,
        })
    }

    /// Gives one of the person's devices another name.
    ///
    /// # Errors
    /// A field error, [`ServiceError::AlreadyExists`], [`ServiceError::NoSuchEntity`], those of the page.
    pub async fn rename_portal_device(
        &self,
        caller: &Caller,
        id: Uuid,
        device_name: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let name = DeviceName::parse(device_name).map_err(|error| ServiceError::invalid("deviceName", error))?;
        let mut tx = self.store.write().await?;
        let (person, mut device, others) = self.own_device(&mut tx, caller, id).await?;
        if others.iter().any(|other| other.name.folded() == name.folded()) {
            return Err(taken(&name));
        }
        mfa_devices::rename(&mut tx, device.id, &name).await?;
        device.name = name;
        self.record_device_call(&mut tx, caller, &person, "UpdateMfaDeviceForUser", &device)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Deletes one of the person's devices. Tells them by mail, and ends their other sessions and sign-ins under way.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], those of the page.
    pub async fn delete_portal_device(&self, caller: &Caller, id: Uuid) -> Result<Answer<()>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let keep = self.live_portal_in(&mut tx, caller).await?.session.id;
        let (person, device, _) = self.own_device(&mut tx, caller, id).await?;
        forget_device(&mut tx, &device).await?;
        self.record_device_call(&mut tx, caller, &person, "DeleteMfaDeviceForUser", &device)
            .await?;
        portal_sessions::end_all_of(&mut tx, &person.user.id, Some(keep), now, EndReason::MfaChanged).await?;
        portal_attempts::delete_of(&mut tx, &person.user.id).await?;
        self.post(&mut tx, &removal_mail(&person, &device, now)).await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// One of the person's assigned devices, and the others.
    async fn own_device(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        id: Uuid,
    ) -> Result<(Person, MfaDeviceRow, Vec<MfaDeviceRow>), ServiceError> {
        let person = self.person_at_portal(tx, caller).await?;
        let (mut found, others): (Vec<_>, Vec<_>) = assigned_of(tx, &person.owner())
            .await?
            .into_iter()
            .partition(|device| device.id == id);
        let device = found.pop().ok_or_else(|| ServiceError::NoSuchEntity {
            entity: Entity::MfaDevice,
            name: id.to_string(),
        })?;
        Ok((person, device, others))
    }
}

/// Deletes a device of a person, with its throttle and the codes that were used.
pub(crate) async fn forget_device(tx: &mut Tx, device: &MfaDeviceRow) -> Result<(), ServiceError> {
    mfa_devices::delete(tx, device.id).await?;
    throttle::clear(tx, ThrottleKey::device(&device.serial)).await?;
    if device.kind == MfaKind::Virtual {
        totp_steps::forget(tx, &device.serial).await?;
    }
    Ok(())
}

fn removal_mail(person: &Person, device: &MfaDeviceRow, now: Timestamp) -> Parcel {
    Parcel::Mail {
        from: FROM.to_owned(),
        to: person.user.email.as_str().to_owned(),
        subject: "An MFA device was removed".to_owned(),
        body: format!(
            "Hello {},\n\nyour MFA device {} was removed at {}.\n\nIf you did not do this, choose a new password and tell your administrator.",
            person.user.display_name,
            device.name,
            addresses::portal(&person.instance),
        ),
        links: Vec::new(),
        sent_at: now,
    }
}
