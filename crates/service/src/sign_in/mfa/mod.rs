//! The second factor at sign-in (facts 4.5): password first, then one of the person's devices.
//!
//! A wrong code keeps the attempt. Each device has a throttle of its own, as passwords do. The failure is recorded with
//! `MFAUsed` (facts 6.4).

mod passkey;

use secrecy::SecretString;
use uuid::Uuid;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::event::{self, EventContext, FailureIdentity};
use vestibule_identity::mfa::{MfaKind, SessionMfa, mfa_type};
use vestibule_identity::names::EmailAddress;
use vestibule_identity::principal::Principal;
use vestibule_identity::sign_in::{Attempt, PasswordGiven};
use vestibule_identity::user::IamUser;
use vestibule_store::{MfaDeviceRow, Reads, Tx, accounts, attempts, challenges, mfa_devices, users};

use super::iam_user::IamEntry;
use super::{display_ref, is_live};
use crate::addresses;
use crate::answers::SignInStep;
use crate::mfa::{TwoCodes, choice, kinds, read_code};
use crate::request::{Answer, Caller};
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

/// Wrong codes after which the page suggests a resynchronization. AWS says only "several" (facts 4.5).
const SUGGEST_RESYNC: u32 = 3;

/// A person at the challenge.
pub(super) struct Challenged<'a> {
    token: &'a Token,
    given: PasswordGiven,
    wrong_codes: u32,
    account: Account,
    user: Option<IamUser>,
    principal: Principal,
    devices: Vec<MfaDeviceRow>,
}

impl Service {
    /// Asks for a second factor after a right password, under a new token. The caller commits.
    pub(super) async fn ask_mfa(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        given: PasswordGiven,
        now: Timestamp,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let token = Token::generate(&*self.entropy);
        let person = self.person(tx, &token, given, 0).await?;
        if let (Some(user), Some(kind)) = (&person.user, mfa_type(&kinds(&person.devices))) {
            let context = self.mfa_context(tx, caller, &person, now).await?;
            let record = event::check_mfa(&context, &user.id, &user.name, kind);
            self.record(tx, &record).await?;
        }
        let attempt = Attempt::Mfa {
            given: person.given.clone(),
            wrong_codes: 0,
        };
        let cookie = self.keep_attempt(tx, &token, &attempt, now).await?;
        Ok(Answer::new(step(&person)).with(cookie))
    }

    /// The challenge again, for a page that is loaded anew.
    pub(super) async fn mfa_step(
        &self,
        tx: &mut Tx,
        token: &Token,
        given: PasswordGiven,
        wrong_codes: u32,
    ) -> Result<SignInStep, ServiceError> {
        Ok(step(&self.person(tx, token, given, wrong_codes).await?))
    }

    /// A code of one of the person's devices.
    ///
    /// # Errors
    /// A field error, [`ServiceError::MfaCodeInvalid`], [`ServiceError::MfaCodeUsed`], [`ServiceError::AttemptExpired`],
    /// the throttle; the attempt goes on.
    pub async fn sign_in_mfa_code(
        &self,
        caller: &Caller,
        device: &str,
        code: SecretString,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let code = read_code("code", &code)?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let person = self.challenged(&mut tx, caller, now).await?;
        let device = find(&person.devices, device)?.clone();
        let key = ThrottleKey::device(&device.serial);
        let judged = match throttle::reserve(&mut tx, key, now).await {
            Ok(_) => self.judge_code(&mut tx, &device, &code, now).await,
            Err(refusal) => Err(refusal),
        };
        match judged {
            Ok(mfa) => {
                throttle::clear(&mut tx, key).await?;
                let answer = self.pass_mfa(&mut tx, caller, person, &mfa, now).await?;
                self.commit(tx).await?;
                Ok(answer)
            }
            Err(refusal) => {
                self.refuse_mfa(tx, caller, person, now).await?;
                Err(refusal)
            }
        }
    }

    /// "Re-sync with our servers": two consecutive codes. It does not sign in.
    ///
    /// # Errors
    /// Field errors, the code refusals, [`ServiceError::AttemptExpired`], the throttle.
    pub async fn resync_at_sign_in(
        &self,
        caller: &Caller,
        device: &str,
        codes: TwoCodes,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let codes = codes.read()?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let person = self.challenged(&mut tx, caller, now).await?;
        let device = find(&person.devices, device)?;
        if let Err(refusal) = self.resync_device(&mut tx, device, &codes, now).await {
            self.commit(tx).await?;
            return Err(refusal);
        }
        let parameters = serde_json::json!({
            "userName": crate::mfa::recorded_name(&person.principal),
            "serialNumber": device.serial,
        });
        self.record_during_sign_in(
            &mut tx,
            caller,
            &person.principal,
            &person.account,
            "ResyncMFADevice",
            parameters,
            serde_json::Value::Null,
        )
        .await?;
        let attempt = Attempt::Mfa {
            given: person.given.clone(),
            wrong_codes: 0,
        };
        let cookie = self.keep_attempt(&mut tx, person.token, &attempt, now).await?;
        self.commit(tx).await?;
        let person = Challenged {
            wrong_codes: 0,
            ..person
        };
        Ok(Answer::new(step(&person)).with(cookie))
    }

    /// Everything is proved: a new password if one is due, else the console.
    async fn pass_mfa(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        person: Challenged<'_>,
        mfa: &SessionMfa,
        now: Timestamp,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        attempts::delete(tx, &person.token.hash().0).await?;
        match (person.given, &person.user) {
            (
                PasswordGiven::IamUser {
                    region,
                    remember,
                    change,
                    ..
                },
                Some(user),
            ) => {
                let entry = IamEntry {
                    account: &person.account,
                    user,
                    region: region.as_deref(),
                    remember,
                    mfa: Some(mfa),
                };
                match change {
                    Some(reason) => self.ask_new_password(tx, &entry, reason, now).await,
                    None => self.finish_iam(tx, caller, &entry, now).await,
                }
            }
            _ => self.finish_root(tx, caller, &person.account, Some(mfa), now).await,
        }
    }

    /// Records the failure, counts it and goes on. Commits.
    async fn refuse_mfa(
        &self,
        mut tx: Tx,
        caller: &Caller,
        person: Challenged<'_>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let context = self.mfa_context(&mut tx, caller, &person, now).await?;
        let identity = match &person.user {
            Some(user) => FailureIdentity::IamUser {
                user: user.id.clone(),
                name: user.name.clone(),
            },
            None => FailureIdentity::Root,
        };
        let record = event::console_login_failure(&context, &identity, true, addresses::LOGIN_TO);
        self.record(&mut tx, &record).await?;
        let attempt = Attempt::Mfa {
            given: person.given,
            wrong_codes: person.wrong_codes.saturating_add(1),
        };
        // The browser's cookie keeps its time; the attempt itself is not prolonged by failures.
        self.change_attempt(&mut tx, person.token, &attempt).await?;
        self.commit(tx).await
    }

    async fn mfa_context(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        person: &Challenged<'_>,
        now: Timestamp,
    ) -> Result<EventContext, ServiceError> {
        match &person.given {
            PasswordGiven::Root { .. } => Ok(self.root_event_context(caller, &person.account.id)),
            PasswordGiven::IamUser { region, .. } => {
                let had_cookie = self.remembers(tx, caller, now).await?;
                Ok(self.iam_event_context(caller, &person.account, had_cookie, region.as_deref()))
            }
        }
    }

    /// The person behind this browser's attempt. Where more follows from it, `connection` is the transaction's.
    async fn challenged<'a>(
        &self,
        connection: &mut impl Reads,
        caller: &'a Caller,
        now: Timestamp,
    ) -> Result<Challenged<'a>, ServiceError> {
        let token = caller.attempt.as_ref().ok_or(ServiceError::AttemptExpired)?;
        let found = challenges::get(connection, &token.hash().0)
            .await?
            .filter(|found| is_live(found.expires_at, now))
            .ok_or(ServiceError::AttemptExpired)?;
        let Attempt::Mfa { given, wrong_codes } = found.attempt else {
            return Err(ServiceError::AttemptExpired);
        };
        let account = found.account.ok_or(ServiceError::AttemptExpired)?;
        Challenged::new(token, given, wrong_codes, account, found.user, found.devices)
    }

    /// Loads the person; one whose devices are all gone starts again, and is asked for the password alone then.
    async fn person<'a>(
        &self,
        tx: &mut Tx,
        token: &'a Token,
        given: PasswordGiven,
        wrong_codes: u32,
    ) -> Result<Challenged<'a>, ServiceError> {
        let (account, user) = match &given {
            PasswordGiven::Root { account, .. } => (account, None),
            PasswordGiven::IamUser { account, user, .. } => {
                let user = users::by_id(tx, user).await?.ok_or(ServiceError::AttemptExpired)?;
                (account, Some(user))
            }
        };
        let account = accounts::by_id(tx, account)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        let devices = mfa_devices::of_principal(tx, &principal_of(&account, user.as_ref())).await?;
        Challenged::new(token, given, wrong_codes, account, user, devices)
    }
}

impl<'a> Challenged<'a> {
    fn new(
        token: &'a Token,
        given: PasswordGiven,
        wrong_codes: u32,
        account: Account,
        user: Option<IamUser>,
        mut devices: Vec<MfaDeviceRow>,
    ) -> Result<Self, ServiceError> {
        devices.retain(|device| device.enabled_at.is_some());
        let is_user = matches!(given, PasswordGiven::IamUser { .. });
        if devices.is_empty() || is_user != user.is_some() {
            return Err(ServiceError::AttemptExpired);
        }
        Ok(Self {
            principal: principal_of(&account, user.as_ref()),
            token,
            given,
            wrong_codes,
            account,
            user,
            devices,
        })
    }
}

fn principal_of(account: &Account, user: Option<&IamUser>) -> Principal {
    match user {
        None => Principal::Root {
            account: account.id.clone(),
        },
        Some(user) => Principal::IamUser {
            account: account.id.clone(),
            user: user.id.clone(),
            name: user.name.clone(),
        },
    }
}

fn step(person: &Challenged<'_>) -> SignInStep {
    let email = match &person.given {
        PasswordGiven::Root { email, .. } => Some(email),
        PasswordGiven::IamUser { .. } => None,
    };
    let has_clock = person.devices.iter().any(|device| device.kind != MfaKind::Passkey);
    SignInStep::Mfa {
        user_name: person.user.as_ref().map(|user| user.name.as_str().to_owned()),
        email: email.map(EmailAddress::to_string),
        account: person.user.as_ref().map(|_| display_ref(&person.account)),
        devices: person.devices.iter().map(choice).collect(),
        alternative_factors: email.is_some(),
        suggest_resync: person.wrong_codes >= SUGGEST_RESYNC && has_clock,
    }
}

/// One of the person's own devices; codes of anyone else's are never looked at.
fn find<'a>(devices: &'a [MfaDeviceRow], id: &str) -> Result<&'a MfaDeviceRow, ServiceError> {
    let id = Uuid::try_parse(id).map_err(|_| ServiceError::MfaCodeInvalid { field: "code" })?;
    devices
        .iter()
        .find(|device| device.id == id)
        .ok_or(ServiceError::MfaCodeInvalid { field: "code" })
}
