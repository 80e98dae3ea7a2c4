//! What a person signs in with, as an administrator sees it: password, MFA devices, sessions of the portal.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/resetpassword-accessportal.html>

use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use uuid::Uuid;
use vestibule_identity::event::{IDENTITY_STORE_AUTH, SSO_DIRECTORY};
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::mfa::DeviceOwner;
use vestibule_identity::names::DeviceName;
use vestibule_identity::session::EndReason;
use vestibule_store::identity_center::{
    PortalSessionRow, Source, directory_passwords, portal_attempts, portal_sessions,
};
use vestibule_store::{MfaDeviceRow, Tx, mfa_devices};

use super::CenterRefusal;
use super::person::the_user;
use crate::answers::{CenterPasswordReset, CenterSession, CenterSessions, UserMfa};
use crate::authorize::Action;
use crate::identity_center::portal::devices::forget_device;
use crate::mfa;
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// How an administrator gives somebody a new password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NewPassword {
    /// The person chooses it behind a link in a mail.
    ByMail,
    /// A one-time password, handed over.
    OneTime,
}

fn session(row: PortalSessionRow) -> CenterSession {
    CenterSession {
        id: row.id.to_string(),
        created_at: row.span.created_at,
        expires_at: row.span.expires_at,
        last_seen_at: row.last_seen_at,
        source_ip: row.source_ip,
        user_agent: row.user_agent,
        mfa: row.mfa,
    }
}

/// A session of this person by its id, ended or not.
async fn session_of(tx: &mut Tx, user: &DirectoryUserId, name: &str) -> Result<Uuid, ServiceError> {
    let missing = || ServiceError::NoSuchEntity {
        entity: Entity::Session,
        name: name.chars().take(64).collect(),
    };
    let id = Uuid::parse_str(name).map_err(|_| missing())?;
    portal_sessions::by_id(tx, id)
        .await?
        .filter(|session| session.user == *user)
        .map(|session| session.id)
        .ok_or_else(missing)
}

/// An assigned device of this person.
async fn device(tx: &mut Tx, user: &DirectoryUserId, id: Uuid) -> Result<MfaDeviceRow, ServiceError> {
    mfa_devices::of_owner(tx, &DeviceOwner::DirectoryUser(user.clone()))
        .await?
        .into_iter()
        .find(|device| device.id == id && device.enabled_at.is_some())
        .ok_or_else(|| ServiceError::NoSuchEntity {
            entity: Entity::MfaDevice,
            name: id.to_string(),
        })
}

impl Service {
    /// Resets a password: by mail, the old one works until another is chosen; a one-time password takes its place at once.
    ///
    /// # Errors
    /// [`CenterRefusal::ExternalSource`], [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_reset_password(
        &self,
        caller: &Caller,
        id: &str,
        how: NewPassword,
    ) -> Result<Answer<CenterPasswordReset>, ServiceError> {
        let fresh = match how {
            NewPassword::OneTime => Some(self.one_time_password_by(caller).await?),
            NewPassword::ByMail => None,
        };
        let id = DirectoryUserId::stored(id.to_owned());
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::UpdateDirectoryPassword, "*")
            .await?;
        if center.instance.source == Source::External {
            return Err(CenterRefusal::ExternalSource.into());
        }
        let user = the_user(&mut tx, &id).await?;
        match &fresh {
            Some(fresh) => self.set_one_time_password(&mut tx, &user, fresh).await?,
            None => self.send_reset_link(&mut tx, &center.instance, &user).await?,
        }
        let mode = if fresh.is_some() { "OTP" } else { "EMAIL" };
        let parameters = json!({ "identityStoreId": center.instance.store, "userId": id, "passwordMode": mode });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO_DIRECTORY,
            "UpdatePassword",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(CenterPasswordReset {
            one_time_password: fresh.map(|fresh| fresh.password.expose_secret().to_owned()),
        }))
    }

    /// Sends the invitation again, to somebody without a password; the one before is worth nothing from then on.
    ///
    /// # Errors
    /// [`CenterRefusal::NotPending`], [`CenterRefusal::ExternalSource`], [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_invite_again(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let id = DirectoryUserId::stored(id.to_owned());
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::UpdateDirectoryPassword, "*")
            .await?;
        if center.instance.source == Source::External {
            return Err(CenterRefusal::ExternalSource.into());
        }
        let user = the_user(&mut tx, &id).await?;
        if directory_passwords::get(&mut tx, &id).await?.is_some() {
            return Err(CenterRefusal::NotPending.into());
        }
        self.send_invitation(&mut tx, &center.instance, &user).await?;
        let parameters = json!({ "identityStoreId": center.instance.store, "userId": id, "passwordMode": "EMAIL" });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO_DIRECTORY,
            "UpdatePassword",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// A person's live sessions at the portal.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_sessions(&self, caller: &Caller, id: &str) -> Result<CenterSessions, ServiceError> {
        let live = self.live(caller).await?;
        let id = DirectoryUserId::stored(id.to_owned());
        let mut reader = self.store.read().await?;
        self.may_center(&mut reader, &live, Action::ListDirectorySessions, "*")
            .await?;
        the_user(&mut reader, &id).await?;
        let sessions = portal_sessions::live_of(&mut reader, &id, self.now()).await?;
        Ok(CenterSessions {
            sessions: sessions.into_iter().map(session).collect(),
        })
    }

    /// Ends sessions of a person at the portal at once. What they had opened from it lives to its own end (facts 1.5).
    /// Of one that ended meanwhile nothing is left to do.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`] for what never was a session of this person, and who may not; then none is ended.
    pub async fn center_delete_sessions(
        &self,
        caller: &Caller,
        id: &str,
        sessions: &[String],
    ) -> Result<Answer<()>, ServiceError> {
        let id = DirectoryUserId::stored(id.to_owned());
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::DeleteDirectorySession, "*")
            .await?;
        the_user(&mut tx, &id).await?;
        for name in sessions {
            let session = session_of(&mut tx, &id, name).await?;
            portal_sessions::end(&mut tx, session, now, EndReason::EndedByAdministrator).await?;
        }
        let parameters = json!({
            "identityStoreId": center.instance.store, "userId": id, "sessionIds": sessions,
        });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            IDENTITY_STORE_AUTH,
            "BatchDeleteSession",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// A person's MFA devices.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_devices(&self, caller: &Caller, id: &str) -> Result<UserMfa, ServiceError> {
        let live = self.live(caller).await?;
        let id = DirectoryUserId::stored(id.to_owned());
        let mut reader = self.store.read().await?;
        self.may_center(&mut reader, &live, Action::ListDirectoryMfaDevices, "*")
            .await?;
        the_user(&mut reader, &id).await?;
        let devices = mfa_devices::of_owner(&mut reader, &DeviceOwner::DirectoryUser(id)).await?;
        Ok(UserMfa {
            devices: devices.iter().filter_map(mfa::view).collect(),
        })
    }

    /// Gives a person's device another name.
    ///
    /// # Errors
    /// A field error, [`ServiceError::AlreadyExists`], [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_rename_device(
        &self,
        caller: &Caller,
        id: &str,
        device_id: Uuid,
        name: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let id = DirectoryUserId::stored(id.to_owned());
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::UpdateDirectoryMfaDevice, "*")
            .await?;
        let name = DeviceName::parse(name).map_err(|error| ServiceError::invalid("name", error))?;
        let device = device(&mut tx, &id, device_id).await?;
        let others = mfa_devices::of_owner(&mut tx, &DeviceOwner::DirectoryUser(id.clone())).await?;
        if others
            .iter()
            .any(|other| other.id != device.id && other.name.folded() == name.folded())
        {
            return Err(ServiceError::AlreadyExists {
                entity: Entity::MfaDevice,
                name: name.as_str().to_owned(),
            });
        }
        mfa_devices::rename(&mut tx, device.id, &name).await?;
        let parameters = json!({
            "identityStoreId": center.instance.store, "userId": id, "deviceId": device.id, "deviceName": name.as_str(),
        });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO_DIRECTORY,
            "UpdateMfaDeviceForUser",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Takes a person's device away. Their sessions of the portal end, as when they do it themselves, and sign-ins under way.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_delete_device(
        &self,
        caller: &Caller,
        id: &str,
        device_id: Uuid,
    ) -> Result<Answer<()>, ServiceError> {
        let id = DirectoryUserId::stored(id.to_owned());
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::DeleteDirectoryMfaDevice, "*")
            .await?;
        let device = device(&mut tx, &id, device_id).await?;
        forget_device(&mut tx, &device).await?;
        portal_sessions::end_all_of(&mut tx, &id, None, self.now(), EndReason::MfaChanged).await?;
        portal_attempts::delete_of(&mut tx, &id).await?;
        let parameters = json!({ "identityStoreId": center.instance.store, "userId": id, "deviceId": device.id });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO_DIRECTORY,
            "DeleteMfaDeviceForUser",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}
