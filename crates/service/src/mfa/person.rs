//! A person of the identity store who registers a device: its types, how many there may be, and what follows.

use serde_json::{Value, json};
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::event::{self, Outcome};
use vestibule_identity::identity_center::attempt::{Course, PortalAttempt};
use vestibule_identity::identity_center::prompt::Prompt;
use vestibule_identity::identity_center::settings::{MOST_APPS, MOST_KEYS};
use vestibule_identity::mfa::{DeviceOwner, MfaKind, SessionMfa};
use vestibule_identity::names::DeviceName;
use vestibule_store::identity_center::{DirectoryUserRow, InstanceRow, Source, portal_attempts};
use vestibule_store::{MfaDeviceRow, Tx};

use crate::answers::PortalStep;
use crate::identity_center::external::ExternalRefusal;
use crate::identity_center::portal::second_factor::{Second, credential};
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

/// The person, and the sign-in that the registration is part of, if it is.
pub(crate) struct Person {
    pub(crate) instance: InstanceRow,
    pub(crate) user: DirectoryUserRow,
    course: Option<Course>,
}

impl Person {
    pub(crate) fn owner(&self) -> DeviceOwner {
        DeviceOwner::DirectoryUser(self.user.id.clone())
    }

    /// `user @ portal`, for a key's own list.
    pub(crate) fn shown(&self) -> String {
        let portal = self.instance.alias.as_deref().unwrap_or(self.instance.store.as_str());
        format!("{} @ {portal}", self.user.user_name.as_str())
    }

    /// Two apps and six keys at most, and of the types that are allowed (facts 1.4).
    pub(crate) fn room_for(&self, kind: MfaKind, devices: &[MfaDeviceRow]) -> Result<(), ServiceError> {
        if !self.instance.settings.allows(kind) {
            return Err(ServiceError::MfaTypeNotAllowed);
        }
        let most = match kind {
            MfaKind::Passkey => MOST_KEYS,
            MfaKind::Virtual | MfaKind::Hardware => MOST_APPS,
        };
        if devices.iter().filter(|device| device.kind == kind).count() >= most {
            return Err(ServiceError::PortalMfaLimit { kind, most });
        }
        Ok(())
    }
}

impl Service {
    /// The person on the portal's page of MFA devices, if the administrator shows it to them.
    pub(crate) async fn person_at_portal(&self, tx: &mut Tx, caller: &Caller) -> Result<Person, ServiceError> {
        let live = self.live_portal_in(tx, caller).await?;
        if live.instance.source == Source::External {
            return Err(ExternalRefusal::Elsewhere.into());
        }
        if !live.instance.settings.shows_devices() {
            return Err(ServiceError::DevicesNotShown);
        }
        Ok(Person {
            instance: live.instance,
            user: live.user,
            course: None,
        })
    }

    /// The person whose sign-in waits for a device.
    pub(crate) async fn person_signing_in<'a>(
        &self,
        tx: &mut Tx,
        caller: &'a Caller,
    ) -> Result<(Person, &'a Token), ServiceError> {
        let now = self.now();
        let (token, attempt) = self.portal_attempt_of(tx, caller, now).await?;
        let user = self.attempting(tx, &attempt).await?;
        let PortalAttempt::Register { course, .. } = attempt else {
            return Err(ServiceError::AttemptExpired);
        };
        let person = Person {
            instance: the_instance(tx).await?,
            user,
            course: Some(course),
        };
        // A device that was registered meanwhile is asked for, and the rules may be others by now: whoever signs in again meets
        // them.
        let (prompt, _) = self.prompt_for(tx, caller, &person.instance, &person.user, now).await?;
        if prompt != Prompt::Register {
            return Err(ServiceError::AttemptExpired);
        }
        Ok((person, token))
    }

    /// Records the registration; where it was part of signing in, the person is in. The caller commits.
    pub(super) async fn person_registered(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        person: &Person,
        device: &MfaDeviceRow,
        used: SessionMfa,
        now: Timestamp,
    ) -> Result<Option<Answer<PortalStep>>, ServiceError> {
        let event = match device.kind {
            MfaKind::Passkey => "CompleteWebAuthnDeviceRegistration",
            MfaKind::Virtual | MfaKind::Hardware => "CompleteVirtualMfaDeviceRegistration",
        };
        self.record_device_call(tx, caller, person, event, device).await?;
        let Some(course) = &person.course else {
            return Ok(None);
        };
        if let Some(token) = &caller.portal_attempt {
            portal_attempts::delete(tx, &token.hash().0).await?;
        }
        let kind = credential(used.kind);
        self.record_credential(tx, caller, Some(&person.user), kind, Outcome::Success, course)
            .await?;
        let entered = self
            .enter_portal(tx, caller, &person.user, &Second::Device(used), course, now)
            .await?;
        Ok(Some(entered))
    }

    /// A call of the directory about a person's own device.
    pub(crate) async fn record_device_call(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        person: &Person,
        event: &str,
        device: &MfaDeviceRow,
    ) -> Result<(), ServiceError> {
        let about = json!({ "mfaDeviceId": device.id, "mfaDeviceName": device.name });
        self.record_directory(tx, caller, person, event, about).await
    }

    /// A key is asked for; there is no device yet.
    pub(super) async fn record_key_registration(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        person: &Person,
        name: &DeviceName,
    ) -> Result<(), ServiceError> {
        let about = json!({ "mfaDeviceName": name });
        self.record_directory(tx, caller, person, "StartWebAuthnDeviceRegistration", about)
            .await
    }

    async fn record_directory(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        person: &Person,
        event: &str,
        mut parameters: Value,
    ) -> Result<(), ServiceError> {
        if let Some(fields) = parameters.as_object_mut() {
            fields.insert("identityStoreId".to_owned(), json!(person.instance.store));
            fields.insert("userId".to_owned(), json!(person.user.id));
        }
        let context = self.portal_context(caller, &person.instance);
        let record = event::directory_call(&context, event, person.user.user_name.as_str(), parameters);
        self.record(tx, &record).await
    }
}
