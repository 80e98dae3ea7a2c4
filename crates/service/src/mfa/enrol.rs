//! Who registers a device: someone who is signed in, a root user who cannot get in without one, or a person of the
//! identity store, at their portal or on the way into it.

use serde_json::{Value, json};
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::ids::virtual_mfa_arn;
use vestibule_identity::mfa::{DeviceOwner, MOST_DEVICES, MfaKind, SessionMfa};
use vestibule_identity::names::{DeviceName, UserName};
use vestibule_identity::principal::Principal;
use vestibule_identity::sign_in::Attempt;
use vestibule_store::{MfaDeviceRow, Tx, accounts, attempts, mfa_devices};

use super::judge::Site;
use super::person::Person;
use crate::answers::MfaEnrolled;
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError, mfa};

/// Where a device is registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// On Security credentials, signed in.
    Session,
    /// As part of signing in.
    SignIn,
    /// On the portal's page of MFA devices.
    Portal,
    /// As part of signing in at the portal.
    PortalSignIn,
}

/// Who registers.
pub(crate) enum Who {
    /// Someone of an account.
    Principal {
        principal: Principal,
        account: Box<Account>,
        live: Option<Box<Live>>,
    },
    /// A person of the identity store.
    Person(Box<Person>),
}

/// The person who registers.
pub(crate) struct Enroller<'a> {
    pub(crate) who: Who,
    /// The browser's token that this stands on: of the session, or of the attempt.
    pub(crate) token: &'a Token,
}

impl Enroller<'_> {
    /// Whose device it becomes.
    pub(crate) fn owner(&self) -> Result<DeviceOwner, ServiceError> {
        match &self.who {
            Who::Principal { principal, .. } => DeviceOwner::of(principal).ok_or(ServiceError::RoleHasNone),
            Who::Person(person) => Ok(person.owner()),
        }
    }

    /// The site whose keys are asked.
    pub(crate) fn site(&self) -> Site {
        match &self.who {
            Who::Principal { .. } => Site::Console,
            Who::Person(person) => Site::portal(&person.instance),
        }
    }

    /// `AccountName` of the documented URI: the user's name, else the account id.
    pub(crate) fn shown_in_apps(&self) -> String {
        match &self.who {
            Who::Principal { principal, account, .. } => user_name(principal)
                .map_or(account.id.as_str(), |name| name.as_str())
                .to_owned(),
            Who::Person(person) => person.user.user_name.as_str().to_owned(),
        }
    }

    /// `user @ account`, for the key's own list.
    pub(crate) fn shown_on_keys(&self) -> String {
        match &self.who {
            Who::Principal { principal, account, .. } => {
                let shown = account
                    .alias
                    .as_ref()
                    .map_or(account.id.as_str(), |alias| alias.as_str());
                match user_name(principal) {
                    Some(name) => format!("{name} @ {shown}"),
                    None => account.email.as_str().to_owned(),
                }
            }
            Who::Person(person) => person.shown(),
        }
    }
}

/// The user's name; none for root.
pub(crate) fn user_name(principal: &Principal) -> Option<&UserName> {
    match principal {
        Principal::Root { .. } | Principal::AssumedRole { .. } | Principal::FederatedUser { .. } => None,
        Principal::IamUser { name, .. } => Some(name),
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
                let who = Who::Principal {
                    principal: live.own()?.clone(),
                    account: Box::new(live.account.clone()),
                    live: Some(Box::new(live)),
                };
                Ok(Enroller { who, token })
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
                let who = Who::Principal {
                    principal,
                    account: Box::new(account),
                    live: None,
                };
                Ok(Enroller { who, token })
            }
            Place::Portal => {
                let token = caller.portal.as_ref().ok_or(ServiceError::NotSignedIn)?;
                let person = self.person_at_portal(tx, caller).await?;
                Ok(Enroller {
                    who: Who::Person(Box::new(person)),
                    token,
                })
            }
            Place::PortalSignIn => {
                let (person, token) = self.person_signing_in(tx, caller).await?;
                Ok(Enroller {
                    who: Who::Person(Box::new(person)),
                    token,
                })
            }
        }
    }

    /// Whether one more device of this kind and name fits: as many as there may be, and no two of one name.
    pub(crate) async fn room_for(
        &self,
        tx: &mut Tx,
        enroller: &Enroller<'_>,
        kind: MfaKind,
        name: &DeviceName,
    ) -> Result<(), ServiceError> {
        let devices = mfa::assigned_of(tx, &enroller.owner()?).await?;
        match &enroller.who {
            Who::Principal { .. } if devices.len() >= MOST_DEVICES => return Err(ServiceError::MfaLimitExceeded),
            Who::Principal { .. } => {}
            Who::Person(person) => person.room_for(kind, &devices)?,
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
        let shown = mfa::view(device).ok_or(ServiceError::AttemptExpired)?;
        let name = match &enroller.who {
            Who::Principal { principal, .. } => mfa::recorded_name(principal),
            Who::Person(person) => person.user.user_name.as_str(),
        };
        let parameters = json!({ "userName": name, "serialNumber": device.serial });
        self.record_enrolment(&mut tx, caller, &enroller, "EnableMFADevice", parameters, Value::Null)
            .await?;
        let mut body = MfaEnrolled {
            device: shown,
            step: None,
            portal_step: None,
        };
        let mut cookies = Vec::new();
        match &enroller.who {
            Who::Principal { live: Some(_), .. } => {}
            Who::Principal { account, .. } => {
                // Password and device were both proved in this sign-in.
                attempts::take(&mut tx, &enroller.token.hash().0)
                    .await?
                    .ok_or(ServiceError::AttemptExpired)?;
                let answer = self.finish_root(&mut tx, caller, account, Some(&used), now).await?;
                body.step = Some(answer.body);
                cookies = answer.cookies;
            }
            Who::Person(person) => {
                if let Some(answer) = self
                    .person_registered(&mut tx, caller, person, device, used, now)
                    .await?
                {
                    body.portal_step = Some(answer.body);
                    cookies = answer.cookies;
                }
            }
        }
        self.commit(tx).await?;
        Ok(Answer { body, cookies })
    }

    /// An IAM call about one's own device; persons of the identity store leave records of their own.
    pub(crate) async fn record_enrolment(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        enroller: &Enroller<'_>,
        event: &str,
        parameters: Value,
        response: Value,
    ) -> Result<(), ServiceError> {
        let Who::Principal {
            principal,
            account,
            live,
        } = &enroller.who
        else {
            return Ok(());
        };
        match live {
            Some(live) => self.record_act(tx, caller, live, event, parameters, response).await,
            None => {
                self.record_during_sign_in(tx, caller, principal, account, event, parameters, response)
                    .await
            }
        }
    }

    /// Forgets devices that were never proved: adding another one replaces them (facts 4.2).
    pub(crate) async fn drop_unassigned(&self, tx: &mut Tx, owner: &DeviceOwner) -> Result<(), ServiceError> {
        for device in mfa_devices::of_owner(tx, owner).await? {
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
