//! Who registers a device: someone who is signed in, or a root user who cannot get in without one.

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::ids::virtual_mfa_arn;
use vestibule_identity::mfa::{DeviceOwner, MOST_DEVICES, SessionMfa};
use vestibule_identity::names::{DeviceName, UserName};
use vestibule_identity::principal::Principal;
use vestibule_identity::sign_in::Attempt;
use vestibule_store::{MfaDeviceRow, Tx, accounts, attempts, mfa_devices};

use crate::answers::MfaEnrolled;
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError, mfa};

/// Where a device is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Place {
    /// On Security credentials, signed in.
    Session,
    /// As part of signing in.
    SignIn,
}

/// The person who registers.
pub(crate) struct Enroller<'a> {
    pub(crate) principal: Principal,
    pub(crate) account: Account,
    /// The browser's token that this stands on: of the session, or of the attempt.
    pub(crate) token: &'a Token,
    pub(crate) live: Option<Live>,
}

impl Enroller<'_> {
    /// Whose device it becomes.
    pub(crate) fn owner(&self) -> Result<DeviceOwner, ServiceError> {
        DeviceOwner::of(&self.principal).ok_or(ServiceError::RoleHasNone)
    }

    /// The user's name; none for root.
    pub(crate) fn user_name(&self) -> Option<&UserName> {
        match &self.principal {
            Principal::Root { .. } | Principal::AssumedRole { .. } => None,
            Principal::IamUser { name, .. } => Some(name),
        }
    }
}

impl Service {
    /// Finds out who registers, and that they may.
    pub(crate) async fn enroller<'a>(
        &self,
        tx: &mut Tx,
        caller: &'a Caller,
        place: Place,
        device: Option<&DeviceName>,
    ) -> Result<Enroller<'a>, ServiceError> {
        match place {
            Place::Session => {
                let token = caller.session.as_ref().ok_or(ServiceError::NotSignedIn)?;
                let live = self.live_in(tx, caller).await?;
                let own = live.own()?.arn();
                self.may(tx, &live, Action::EnableMfaDevice, &own).await?;
                if let Some(device) = device {
                    let arn = virtual_mfa_arn(&live.account.id, device);
                    self.may(tx, &live, Action::CreateVirtualMfaDevice, &arn).await?;
                }
                Ok(Enroller {
                    principal: live.own()?.clone(),
                    account: live.account.clone(),
                    token,
                    live: Some(live),
                })
            }
            Place::SignIn => {
                let (token, attempt) = self.attempt_of(tx, caller, self.now()).await?;
                let Attempt::RootEnrolMfa { account, .. } = attempt else {
                    return Err(ServiceError::AttemptExpired);
                };
                let account = accounts::by_id(tx, &account)
                    .await?
                    .ok_or(ServiceError::AttemptExpired)?;
                let principal = Principal::Root {
                    account: account.id.clone(),
                };
                // A device that was registered meanwhile is asked for.
                if !mfa::assigned(tx, &principal).await?.is_empty() {
                    return Err(ServiceError::AttemptExpired);
                }
                Ok(Enroller {
                    principal,
                    account,
                    token,
                    live: None,
                })
            }
        }
    }

    /// Whether one more device of this name fits: eight at most, and no two of one name.
    pub(crate) async fn room_for(
        &self,
        tx: &mut Tx,
        enroller: &Enroller<'_>,
        name: &DeviceName,
    ) -> Result<(), ServiceError> {
        let devices = mfa::assigned(tx, &enroller.principal).await?;
        if devices.len() >= MOST_DEVICES {
            return Err(ServiceError::MfaLimitExceeded);
        }
        if devices.iter().any(|device| device.name.folded() == name.folded()) {
            return Err(taken(name));
        }
        Ok(())
    }

    /// Everything an assigned device leaves behind: the record, and the rest of the sign-in it was part of. Commits.
    pub(crate) async fn finish_enrolment(
        &self,
        mut tx: Tx,
        caller: &Caller,
        enroller: Enroller<'_>,
        device: &MfaDeviceRow,
        used: SessionMfa,
        now: Timestamp,
    ) -> Result<Answer<MfaEnrolled>, ServiceError> {
        self.record_mfa(&mut tx, caller, &enroller, "EnableMFADevice", &device.serial)
            .await?;
        let shown = mfa::view(device).ok_or(ServiceError::AttemptExpired)?;
        if enroller.live.is_some() {
            self.commit(tx).await?;
            return Ok(Answer::new(MfaEnrolled {
                device: shown,
                step: None,
            }));
        }
        // Password and device were both proved in this sign-in.
        attempts::take(&mut tx, &enroller.token.hash().0)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        let answer = self
            .finish_root(&mut tx, caller, &enroller.account, Some(&used), now)
            .await?;
        self.commit(tx).await?;
        Ok(Answer {
            body: MfaEnrolled {
                device: shown,
                step: Some(answer.body),
            },
            cookies: answer.cookies,
        })
    }

    /// An IAM call about one's own device.
    pub(crate) async fn record_mfa(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        enroller: &Enroller<'_>,
        event: &str,
        serial: &str,
    ) -> Result<(), ServiceError> {
        let parameters = serde_json::json!({
            "userName": mfa::recorded_name(&enroller.principal),
            "serialNumber": serial,
        });
        let none = serde_json::Value::Null;
        if let Some(live) = &enroller.live {
            return self.record_act(tx, caller, live, event, parameters, none).await;
        }
        let (principal, account) = (&enroller.principal, &enroller.account);
        self.record_during_sign_in(tx, caller, principal, account, event, parameters, none)
            .await
    }

    /// Forgets devices that were never proved: adding another one replaces them (facts 4.2).
    pub(crate) async fn drop_unassigned(&self, tx: &mut Tx, owner: &Principal) -> Result<(), ServiceError> {
        for device in mfa_devices::of_principal(tx, owner).await? {
            if device.enabled_at.is_none() {
                mfa_devices::delete(tx, device.id).await?;
            }
        }
        Ok(())
    }
}

pub(crate) fn taken(name: &DeviceName) -> ServiceError {
    ServiceError::AlreadyExists {
        entity: Entity::MfaDevice,
        name: name.as_str().to_owned(),
    }
}
