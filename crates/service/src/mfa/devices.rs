//! Devices that are assigned: resynchronization, and removal by the owner or an administrator (facts 4.6).

use secrecy::SecretString;
use serde_json::{Value, json};
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::ids::{user_arn, virtual_mfa_arn};
use vestibule_identity::mfa::MfaKind;
use vestibule_identity::names::UserName;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::EndReason;
use vestibule_store::{MfaDeviceRow, MfaSecret, Tx, mfa_devices, totp_steps, users};

use super::{TwoCodes, assigned, recorded_name, view};
use crate::answers::UserMfa;
use crate::authorize::Action;
use crate::parcels::Parcel;
use crate::password_change::Subject;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::throttle::{self, ThrottleKey};
use crate::{Entity, Service, ServiceError};

/// Sender of mail about MFA devices (facts 2.2: addresses ending `@signin.aws`).
const FROM: &str = "no-reply@signin.aws";

impl Service {
    /// Follows a device's clock again, by two consecutive codes within an hour. Not for passkeys, which have no clock.
    ///
    /// # Errors
    /// Field errors, the code refusals, [`ServiceError::NoSuchEntity`], the throttle.
    pub async fn resync_mfa(&self, caller: &Caller, id: Uuid, codes: TwoCodes) -> Result<Answer<()>, ServiceError> {
        let codes = codes.read()?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        self.may(&mut tx, &live, Action::ResyncMfaDevice, &live.own()?.arn())
            .await?;
        let device = owned(&mut tx, live.own()?, id).await?;
        let judged = self.resync_device(&mut tx, &device, &codes, now).await;
        if judged.is_ok() {
            let parameters = json!({
                "userName": recorded_name(live.own()?),
                "serialNumber": device.serial,
            });
            self.record_act(&mut tx, caller, &live, "ResyncMFADevice", parameters, Value::Null)
                .await?;
        }
        self.commit(tx).await?;
        judged.map(Answer::new)
    }

    /// Judges the two codes under the device's throttle; the caller commits either way.
    pub(crate) async fn resync_device(
        &self,
        tx: &mut Tx,
        device: &MfaDeviceRow,
        codes: &(vestibule_credentials::totp::Code, vestibule_credentials::totp::Code),
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let MfaSecret::Totp {
            sealed,
            state: Some(state),
        } = &device.secret
        else {
            return Err(ServiceError::MfaCodeInvalid { field: "code1" });
        };
        let key = ThrottleKey::device(&device.serial);
        throttle::reserve(tx, key, now).await?;
        let state = self
            .judge_two_codes(tx, &device.serial, sealed, codes, Some(*state), now)
            .await?;
        mfa_devices::set_totp(tx, device.id, &state, None).await?;
        throttle::clear(tx, key).await
    }

    /// Removes one's own device. Asks for the password again, tells root's mailbox, and ends one's other sessions.
    ///
    /// # Errors
    /// A field error for a wrong password, [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`], the throttle.
    pub async fn deactivate_mfa(
        &self,
        caller: &Caller,
        id: Uuid,
        password: SecretString,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::DeactivateMfaDevice, &live.own()?.arn())
            .await?;
        owned(&mut tx, live.own()?, id).await?;
        let subject = Subject::of(live.own()?, &live.account)?;
        self.authenticate_again(tx, &subject, password).await?;

        let now = self.now();
        let mut tx = self.store.write().await?;
        // The session may have ended while the hash was worked out.
        let live = self.live_in(&mut tx, caller).await?;
        let device = owned(&mut tx, live.own()?, id).await?;
        self.remove_device(&mut tx, caller, &live, live.own()?, &device).await?;
        let keep = Some(live.session.id);
        self.end_everything_of(&mut tx, live.own()?, keep, EndReason::MfaChanged)
            .await?;
        if matches!(live.principal(), Principal::Root { .. }) {
            self.post(&mut tx, &removal_mail(&live.account, &device, now)).await?;
        }
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// A user's devices, for an administrator.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NoSuchEntity`], [`ServiceError::NotSignedIn`].
    pub async fn user_mfa(&self, caller: &Caller, user_name: &str) -> Result<UserMfa, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let (user, arn) = named(&mut reader, &live.account, user_name).await?;
        self.may(&mut reader, &live, Action::ListMfaDevices, &arn).await?;
        let user = user.ok_or_else(|| no_user(user_name))?;
        let devices = assigned(&mut reader, &user).await?;
        Ok(UserMfa {
            devices: devices.iter().filter_map(view).collect(),
        })
    }

    /// Takes a user's device away, for someone who lost it. Ends the user's sessions.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], also for one's own, [`ServiceError::NoSuchEntity`], [`ServiceError::NotSignedIn`].
    pub async fn deactivate_user_mfa(
        &self,
        caller: &Caller,
        user_name: &str,
        id: Uuid,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let (user, arn) = named(&mut tx, &live.account, user_name).await?;
        self.may(&mut tx, &live, Action::DeactivateMfaDevice, &arn).await?;
        let user = user.ok_or_else(|| no_user(user_name))?;
        if &user == live.principal() {
            // One's own goes by the password, on Security credentials.
            return Err(ServiceError::OwnDevice);
        }
        let device = owned(&mut tx, &user, id).await?;
        self.remove_device(&mut tx, caller, &live, &user, &device).await?;
        self.end_everything_of(&mut tx, &user, None, EndReason::MfaChanged)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Deletes a device and records what the console calls for it.
    pub(crate) async fn remove_device(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        owner: &Principal,
        device: &MfaDeviceRow,
    ) -> Result<(), ServiceError> {
        mfa_devices::delete(tx, device.id).await?;
        throttle::clear(tx, ThrottleKey::device(&device.serial)).await?;
        let parameters = json!({ "userName": recorded_name(owner), "serialNumber": device.serial });
        self.record_act(tx, caller, live, "DeactivateMFADevice", parameters, Value::Null)
            .await?;
        if device.kind == MfaKind::Virtual {
            let arn = virtual_mfa_arn(&live.account.id, &device.name);
            self.may(tx, live, Action::DeleteVirtualMfaDevice, &arn).await?;
            totp_steps::forget(tx, &device.serial).await?;
            let parameters = json!({ "serialNumber": device.serial });
            self.record_act(tx, caller, live, "DeleteVirtualMFADevice", parameters, Value::Null)
                .await?;
        }
        Ok(())
    }
}

/// An assigned device of this owner.
async fn owned(tx: &mut Tx, owner: &Principal, id: Uuid) -> Result<MfaDeviceRow, ServiceError> {
    assigned(tx, owner)
        .await?
        .into_iter()
        .find(|device| device.id == id)
        .ok_or_else(|| ServiceError::NoSuchEntity {
            entity: Entity::MfaDevice,
            name: id.to_string(),
        })
}

/// The user of this name, and the ARN that a decision about it is asked for, whether it exists or not.
async fn named(
    connection: &mut impl vestibule_store::Reads,
    account: &Account,
    user_name: &str,
) -> Result<(Option<Principal>, String), ServiceError> {
    let Ok(name) = UserName::parse(user_name) else {
        return Err(no_user(user_name));
    };
    let user = users::by_name(connection, &account.id, &name).await?;
    let arn = user_arn(&account.id, user.as_ref().map_or(&name, |user| &user.name));
    let principal = user.map(|user| Principal::IamUser {
        account: user.account,
        user: user.id,
        name: user.name,
    });
    Ok((principal, arn))
}

fn no_user(user_name: &str) -> ServiceError {
    ServiceError::NoSuchEntity {
        entity: Entity::User,
        name: user_name.chars().take(UserName::MAX_LENGTH).collect(),
    }
}

fn removal_mail(account: &Account, device: &MfaDeviceRow, now: Timestamp) -> Parcel {
    Parcel::Mail {
        from: FROM.to_owned(),
        to: account.email.as_str().to_owned(),
        subject: "An MFA device was removed from your root user".to_owned(),
        body: format!(
            "The MFA device {} ({}) was removed from the root user of {} ({}).\n\nIf you did not do this, choose a new root password now and register a device.",
            device.name,
            device.serial,
            account.name,
            account.id.dashed()
        ),
        links: Vec::new(),
        sent_at: now,
    }
}
