//! What comes between the password and the portal (facts 1.4).
//!
//! ```text
//!   password was right ──► in                       never, trusted browser, or allowed without a device
//!           ├────────────► one of the devices ──► in   (`challenge`)
//!           ├────────────► register one ──► in         (`mfa::person`)
//!           ├────────────► code by mail ──► in         (`mail_code`)
//!           └────────────► blocked
//! ```

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::event::{CredentialType, Outcome, SignInEvent, SignInFacts, sign_in_step};
use vestibule_identity::identity_center::attempt::{CodePurpose, Course, PortalAttempt};
use vestibule_identity::identity_center::prompt::{Prompt, Situation, decide};
use vestibule_identity::identity_center::settings::Settings;
use vestibule_identity::mfa::{DeviceOwner, MfaKind, SessionMfa};
use vestibule_store::identity_center::{DirectoryUserRow, InstanceRow, Source, portal_attempts};
use vestibule_store::{MfaDeviceRow, Reads, Tx};

use crate::addresses;
use crate::answers::PortalStep;
use crate::identity_center::the_instance;
use crate::mfa::{assigned_of, choice};
use crate::request::{Answer, Caller, CookieChange};
use crate::{Service, ServiceError};

/// Wrong codes after which the page suggests a resynchronization, as everywhere.
const SUGGEST_RESYNC: u32 = 3;

/// The second factor that was given.
#[derive(Debug, Clone)]
pub(crate) enum Second {
    /// None was asked for.
    None,
    /// A device of the person's.
    Device(SessionMfa),
    /// A code in a mail.
    MailCode,
}

impl Second {
    /// What the session says of it: only devices make it one with MFA.
    pub(super) fn device(&self) -> Option<SessionMfa> {
        match self {
            Self::Device(used) => Some(used.clone()),
            Self::None | Self::MailCode => None,
        }
    }

    /// What the records say of it.
    pub(super) fn credential(&self) -> Option<CredentialType> {
        match self {
            Self::None => None,
            Self::MailCode => Some(CredentialType::EmailOtp),
            Self::Device(used) => Some(credential(used.kind)),
        }
    }
}

/// `CredentialType` of a device.
pub(crate) fn credential(kind: MfaKind) -> CredentialType {
    match kind {
        MfaKind::Passkey => CredentialType::Webauthn,
        MfaKind::Virtual | MfaKind::Hardware => CredentialType::Totp,
    }
}

impl Service {
    /// Password and whatever goes with it are done: what the person meets. The caller commits.
    pub(super) async fn ask_second_factor(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        course: &Course,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let instance = the_instance(tx).await?;
        let settings = &instance.settings;
        let (prompt, devices) = self.prompt_for(tx, caller, &instance, user, now).await?;
        match prompt {
            Prompt::Enter => self.enter_portal(tx, caller, user, &Second::None, course, now).await,
            Prompt::Challenge { .. } => {
                let mut kinds: Vec<CredentialType> = Vec::new();
                for kind in devices.iter().map(|device| credential(device.kind)) {
                    if !kinds.contains(&kind) {
                        kinds.push(kind);
                    }
                }
                self.record_challenge(tx, caller, user, &kinds, None, course).await?;
                let attempt = PortalAttempt::Mfa {
                    user: user.id.clone(),
                    wrong_codes: 0,
                    course: course.clone(),
                };
                let token = Token::generate(&*self.entropy);
                let cookie = self.keep_portal_attempt(tx, &token, &attempt, now).await?;
                Ok(Answer::new(challenge_step(settings, user, &devices, 0)).with(cookie))
            }
            Prompt::Register => {
                let allowed: Vec<CredentialType> = [MfaKind::Passkey, MfaKind::Virtual]
                    .into_iter()
                    .filter(|kind| settings.allows(*kind))
                    .map(credential)
                    .collect();
                self.record_challenge(tx, caller, user, &allowed, Some(true), course)
                    .await?;
                let attempt = PortalAttempt::Register {
                    user: user.id.clone(),
                    course: course.clone(),
                };
                let token = Token::generate(&*self.entropy);
                let cookie = self.keep_portal_attempt(tx, &token, &attempt, now).await?;
                Ok(Answer::new(register_step(settings, user)).with(cookie))
            }
            Prompt::EmailCode => {
                self.ask_mail_code(tx, caller, user, CodePurpose::SecondFactor, course, now)
                    .await
            }
            Prompt::Block => self.block(tx, caller, &instance, user, course).await,
        }
    }

    /// What the rules of now ask of a person in this browser, and their devices that count.
    pub(crate) async fn prompt_for(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        instance: &InstanceRow,
        user: &DirectoryUserRow,
        now: Timestamp,
    ) -> Result<(Prompt, Vec<MfaDeviceRow>), ServiceError> {
        let settings = &instance.settings;
        let devices = usable(tx, user, settings).await?;
        let situation = Situation {
            mode: settings.prompt,
            without_device: settings.without_device,
            has_device: !devices.is_empty(),
            may_register: settings.allow_apps || settings.allow_keys,
            trusted: self.trusts(tx, caller, user, now).await?,
            external: instance.source == Source::External,
        };
        Ok((decide(&situation), devices))
    }

    /// The step of an attempt that waits for a second factor or a code; `None` where it waits for something else.
    pub(super) async fn second_factor_step(
        &self,
        tx: &mut Tx,
        attempt: &PortalAttempt,
    ) -> Result<Option<PortalStep>, ServiceError> {
        let settings = the_instance(tx).await?.settings;
        Ok(match attempt {
            PortalAttempt::Mfa { wrong_codes, .. } => {
                let user = self.attempting(tx, attempt).await?;
                let devices = usable(tx, &user, &settings).await?;
                Some(challenge_step(&settings, &user, &devices, *wrong_codes))
            }
            PortalAttempt::Register { .. } => Some(register_step(&settings, &self.attempting(tx, attempt).await?)),
            PortalAttempt::MailCode { purpose, .. } => {
                let user = self.attempting(tx, attempt).await?;
                Some(super::mail_code::mail_code_step(&user, *purpose))
            }
            PortalAttempt::UserName { .. }
            | PortalAttempt::SecurityCheck { .. }
            | PortalAttempt::External { .. }
            | PortalAttempt::NewPassword { .. } => None,
        })
    }

    /// The sign-in ends here; `UserAuthentication` says that it failed, and that a device was wanting.
    async fn block(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        instance: &InstanceRow,
        user: &DirectoryUserRow,
        course: &Course,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        if let Some(token) = &caller.portal_attempt {
            portal_attempts::delete(tx, &token.hash().0).await?;
        }
        let facts = SignInFacts {
            event: SignInEvent::UserAuthentication,
            workflow: course.workflow,
            credentials: &[if course.mailed {
                CredentialType::EmailOtp
            } else {
                CredentialType::Password
            }],
            user_name: Some(user.user_name.as_str()),
            login_to: &addresses::portal(instance),
            enrollment_required: Some(true),
            outcome: Outcome::Failure,
        };
        let record = sign_in_step(&self.portal_context(caller, instance), &facts);
        self.record(tx, &record).await?;
        Ok(Answer::new(PortalStep::Blocked).with(CookieChange::ClearPortalAttempt))
    }
}

/// The person's devices of the types that are allowed, oldest first.
pub(super) async fn usable(
    connection: &mut impl Reads,
    user: &DirectoryUserRow,
    settings: &Settings,
) -> Result<Vec<MfaDeviceRow>, ServiceError> {
    let mut devices = assigned_of(connection, &DeviceOwner::DirectoryUser(user.id.clone())).await?;
    devices.retain(|device| settings.allows(device.kind));
    Ok(devices)
}

pub(super) fn challenge_step(
    settings: &Settings,
    user: &DirectoryUserRow,
    devices: &[MfaDeviceRow],
    wrong_codes: u32,
) -> PortalStep {
    let has_clock = devices.iter().any(|device| device.kind != MfaKind::Passkey);
    PortalStep::Mfa {
        user_name: user.user_name.as_str().to_owned(),
        devices: devices.iter().map(choice).collect(),
        may_trust: settings.may_trust(),
        suggest_resync: wrong_codes >= SUGGEST_RESYNC && has_clock,
    }
}

fn register_step(settings: &Settings, user: &DirectoryUserRow) -> PortalStep {
    PortalStep::Register {
        user_name: user.user_name.as_str().to_owned(),
        allow_keys: settings.allow_keys,
        allow_apps: settings.allow_apps,
    }
}
