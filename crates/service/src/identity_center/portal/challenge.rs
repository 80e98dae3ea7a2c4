//! One of the person's devices is asked for. A wrong answer keeps the attempt; each device has a throttle of its own.

use secrecy::SecretString;
use serde_json::Value;
use uuid::Uuid;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::event::{CredentialType, Outcome};
use vestibule_identity::identity_center::attempt::{Course, PortalAttempt};
use vestibule_identity::mfa::SessionMfa;
use vestibule_store::identity_center::{DirectoryUserRow, InstanceRow, portal_attempts};
use vestibule_store::{MfaDeviceRow, Tx, mfa_devices};

use super::second_factor::{Second, challenge_step, credential, usable};
use crate::answers::{CeremonyOptions, PortalStep};
use crate::error::KeyRefusal;
use crate::identity_center::the_instance;
use crate::mfa::ceremonies::Ceremony;
use crate::mfa::judge::{Site, judge_key, keys, used};
use crate::mfa::{TwoCodes, read_code};
use crate::request::{Answer, Caller};
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

/// A person at the challenge.
struct Challenged<'a> {
    token: &'a Token,
    instance: InstanceRow,
    user: DirectoryUserRow,
    devices: Vec<MfaDeviceRow>,
    wrong_codes: u32,
    course: Course,
}

impl Service {
    /// A code of one of the person's apps. With `trust`, the browser is trusted from then on, where that may be chosen.
    ///
    /// # Errors
    /// A field error, [`ServiceError::MfaCodeInvalid`], [`ServiceError::MfaCodeUsed`], [`ServiceError::AttemptExpired`],
    /// the throttle; the attempt goes on.
    pub async fn portal_mfa_code(
        &self,
        caller: &Caller,
        device: &str,
        code: SecretString,
        trust: bool,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let code = read_code("code", &code)?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let person = self.challenged_person(&mut tx, caller, now).await?;
        let device = find(&person.devices, device)?.clone();
        let key = ThrottleKey::device(&device.serial);
        let judged = match throttle::reserve(&mut tx, key, now).await {
            Ok(_) => self.judge_code(&mut tx, &device, &code, now).await,
            Err(refusal) => Err(refusal),
        };
        match judged {
            Ok(mfa) => {
                throttle::clear(&mut tx, key).await?;
                self.pass(tx, caller, &person, mfa, trust, now).await
            }
            Err(refusal) => {
                self.refuse(tx, caller, &person, CredentialType::Totp).await?;
                Err(refusal)
            }
        }
    }

    /// Two consecutive codes set the clock of an app. They do not sign in (`RESYNC_TOTP`).
    ///
    /// # Errors
    /// Field errors, the code refusals, [`ServiceError::AttemptExpired`], the throttle.
    pub async fn resync_at_portal(
        &self,
        caller: &Caller,
        device: &str,
        codes: TwoCodes,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let codes = codes.read()?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let person = self.challenged_person(&mut tx, caller, now).await?;
        let device = find(&person.devices, device)?;
        let judged = self.resync_device(&mut tx, device, &codes, now).await;
        let outcome = if judged.is_ok() {
            Outcome::Success
        } else {
            Outcome::Failure
        };
        self.record_credential(
            &mut tx,
            caller,
            Some(&person.user),
            CredentialType::ResyncTotp,
            outcome,
            &person.course,
        )
        .await?;
        if let Err(refusal) = judged {
            self.commit(tx).await?;
            return Err(refusal);
        }
        let attempt = person.attempt(0);
        let cookie = self.keep_portal_attempt(&mut tx, person.token, &attempt, now).await?;
        self.commit(tx).await?;
        let step = challenge_step(&person.instance.settings, &person.user, &person.devices, 0);
        Ok(Answer::new(step).with(cookie))
    }

    /// Starts a ceremony with all of the person's keys.
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`]; [`ServiceError::MfaRefused`] without a key.
    pub async fn start_portal_passkey(&self, caller: &Caller) -> Result<Answer<CeremonyOptions>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let person = self.challenged_person(&mut tx, caller, now).await?;
        let site = Site::portal(&person.instance);
        let (options, state) = site
            .relying_party()
            .start_authentication(&site.origin(), &keys(&person.devices))
            .map_err(KeyRefusal::from)?;
        self.ceremonies
            .keep(person.token, Ceremony::Authenticate { state }, now);
        Ok(Answer::new(CeremonyOptions { options }))
    }

    /// Judges a key's answer. The ceremony is gone before it is looked at.
    ///
    /// # Errors
    /// [`ServiceError::MfaRefused`] with the reason; the attempt goes on.
    pub async fn finish_portal_passkey(
        &self,
        caller: &Caller,
        answer: Value,
        trust: bool,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let person = self.challenged_person(&mut tx, caller, now).await?;
        let judged = match self.ceremonies.take(person.token, now) {
            Ok(Ceremony::Authenticate { state }) => {
                judge_key(&Site::portal(&person.instance), &person.devices, &state, answer)
            }
            Ok(Ceremony::Register { .. }) => Err(KeyRefusal::NoCeremony),
            Err(refusal) => Err(refusal),
        };
        match judged {
            Ok((device, key, verified)) => {
                mfa_devices::set_credential(&mut tx, device.id, &key).await?;
                let mfa = used(&device, now, verified);
                self.pass(tx, caller, &person, mfa, trust, now).await
            }
            Err(refusal) => {
                self.refuse(tx, caller, &person, CredentialType::Webauthn).await?;
                Err(refusal.into())
            }
        }
    }

    /// The device is proved: in. Commits.
    async fn pass(
        &self,
        mut tx: Tx,
        caller: &Caller,
        person: &Challenged<'_>,
        mfa: SessionMfa,
        trust: bool,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let (user, course) = (&person.user, &person.course);
        portal_attempts::delete(&mut tx, &person.token.hash().0).await?;
        let kind = credential(mfa.kind);
        self.record_credential(&mut tx, caller, Some(user), kind, Outcome::Success, course)
            .await?;
        let answer = self
            .enter_portal(&mut tx, caller, user, &Second::Device(mfa), course, now)
            .await?;
        let answer = if trust && person.instance.settings.may_trust() {
            let cookie = self.trust(&mut tx, caller, user, now).await?;
            answer.with(cookie)
        } else {
            answer
        };
        self.commit(tx).await?;
        Ok(answer)
    }

    /// Records the failure, counts it and goes on. Commits.
    async fn refuse(
        &self,
        mut tx: Tx,
        caller: &Caller,
        person: &Challenged<'_>,
        kind: CredentialType,
    ) -> Result<(), ServiceError> {
        self.record_credential(
            &mut tx,
            caller,
            Some(&person.user),
            kind,
            Outcome::Failure,
            &person.course,
        )
        .await?;
        let attempt = person.attempt(person.wrong_codes.saturating_add(1));
        self.change_portal_attempt(&mut tx, person.token, &attempt).await?;
        self.commit(tx).await
    }

    /// The person behind this browser's attempt; one whose devices are all gone starts again.
    async fn challenged_person<'a>(
        &self,
        tx: &mut Tx,
        caller: &'a Caller,
        now: Timestamp,
    ) -> Result<Challenged<'a>, ServiceError> {
        let (token, attempt) = self.portal_attempt_of(tx, caller, now).await?;
        let user = self.attempting(tx, &attempt).await?;
        let PortalAttempt::Mfa {
            wrong_codes, course, ..
        } = attempt
        else {
            return Err(ServiceError::AttemptExpired);
        };
        let instance = the_instance(tx).await?;
        let devices = usable(tx, &user, &instance.settings).await?;
        if devices.is_empty() {
            return Err(ServiceError::AttemptExpired);
        }
        Ok(Challenged {
            token,
            instance,
            user,
            devices,
            wrong_codes,
            course,
        })
    }
}

impl Challenged<'_> {
    fn attempt(&self, wrong_codes: u32) -> PortalAttempt {
        PortalAttempt::Mfa {
            user: self.user.id.clone(),
            wrong_codes,
            course: self.course.clone(),
        }
    }
}

/// One of the person's own devices; codes of anyone else's are never looked at.
fn find<'a>(devices: &'a [MfaDeviceRow], id: &str) -> Result<&'a MfaDeviceRow, ServiceError> {
    let invalid = ServiceError::MfaCodeInvalid { field: "code" };
    let Ok(id) = Uuid::try_parse(id) else {
        return Err(invalid);
    };
    devices.iter().find(|device| device.id == id).ok_or(invalid)
}
