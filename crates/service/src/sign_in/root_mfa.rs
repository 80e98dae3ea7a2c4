//! A root user without a second factor (facts 2.4): a reminder for 35 days, then a device is part of signing in.

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::event::{self, EventIdentity};
use vestibule_identity::mfa::SessionMfa;
use vestibule_identity::mfa::root::{self, RootMfa};
use vestibule_identity::names::{AccountId, EmailAddress};
use vestibule_identity::principal::Principal;
use vestibule_identity::sign_in::Attempt;
use vestibule_store::{Reads, Tx, accounts, attempts};

use crate::addresses;
use crate::answers::SignInStep;
use crate::request::{Answer, Caller, CookieChange};
use crate::{Service, ServiceError};

/// How long the root user may still put a device off, judged from the first sign-in.
pub(crate) async fn grace(
    connection: &mut impl Reads,
    account: &AccountId,
    now: Timestamp,
) -> Result<RootMfa, ServiceError> {
    let first = accounts::root_first_sign_in(connection, account).await?;
    Ok(root::judge(first.unwrap_or(now), now))
}

impl Service {
    /// The reminder, or the wizard, after a right password, under a new token. The caller commits.
    pub(super) async fn ask_root_to_enrol(
        &self,
        tx: &mut Tx,
        account: &Account,
        email: EmailAddress,
        grace: RootMfa,
        now: Timestamp,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        if accounts::root_first_sign_in(tx, &account.id).await?.is_none() {
            accounts::set_root_first_sign_in(tx, &account.id, now).await?;
        }
        let account = account.id.clone();
        let shown = email.as_str().to_owned();
        let (attempt, step) = match grace {
            RootMfa::MayWait { days_left } => (
                Attempt::RootMfaReminder { account, email },
                SignInStep::MfaReminder {
                    email: shown,
                    days_left,
                },
            ),
            RootMfa::Required => (
                Attempt::RootEnrolMfa { account, email },
                SignInStep::EnrolMfa {
                    email: shown,
                    days_left: None,
                },
            ),
        };
        let token = Token::generate(&*self.entropy);
        let cookie = self.keep_attempt(tx, &token, &attempt, now).await?;
        Ok(Answer::new(step).with(cookie))
    }

    /// "Remind me later".
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`], also once it cannot be put off any more.
    pub async fn skip_root_mfa(&self, caller: &Caller) -> Result<Answer<SignInStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let Attempt::RootMfaReminder { account, .. } = attempt else {
            return Err(ServiceError::AttemptExpired);
        };
        if grace(&mut tx, &account, now).await? == RootMfa::Required {
            return Err(ServiceError::AttemptExpired);
        }
        let account = accounts::by_id(&mut tx, &account)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        // A device that was registered meanwhile is asked for.
        let principal = Principal::Root {
            account: account.id.clone(),
        };
        if !crate::mfa::assigned(&mut tx, &principal).await?.is_empty() {
            return Err(ServiceError::AttemptExpired);
        }
        attempts::take(&mut tx, &token.hash().0)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        let answer = self.finish_root(&mut tx, caller, &account, None, now).await?;
        self.commit(tx).await?;
        Ok(answer)
    }

    /// From the reminder to the wizard.
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`].
    pub async fn enrol_root_mfa(&self, caller: &Caller) -> Result<Answer<SignInStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let (Attempt::RootMfaReminder { account, email } | Attempt::RootEnrolMfa { account, email }) = attempt else {
            return Err(ServiceError::AttemptExpired);
        };
        let step = self.enrol_step(&mut tx, &account, &email, now).await?;
        let attempt = Attempt::RootEnrolMfa { account, email };
        let cookie = self.keep_attempt(&mut tx, token, &attempt, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(step).with(cookie))
    }

    /// The reminder as a step.
    pub(super) async fn reminder_step(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<SignInStep, ServiceError> {
        Ok(match grace(tx, account, now).await? {
            RootMfa::MayWait { days_left } => SignInStep::MfaReminder {
                email: email.as_str().to_owned(),
                days_left,
            },
            RootMfa::Required => return Err(ServiceError::AttemptExpired),
        })
    }

    /// The wizard as a step.
    pub(super) async fn enrol_step(
        &self,
        tx: &mut Tx,
        account: &AccountId,
        email: &EmailAddress,
        now: Timestamp,
    ) -> Result<SignInStep, ServiceError> {
        let days_left = match grace(tx, account, now).await? {
            RootMfa::MayWait { days_left } => Some(days_left),
            RootMfa::Required => None,
        };
        Ok(SignInStep::EnrolMfa {
            email: email.as_str().to_owned(),
            days_left,
        })
    }

    /// Everything a completed root sign-in leaves behind: event and session. The caller commits.
    pub(crate) async fn finish_root(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        account: &Account,
        mfa: Option<&SessionMfa>,
        now: Timestamp,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let principal = Principal::Root {
            account: account.id.clone(),
        };
        let identity = EventIdentity::of(&principal, account);
        let context = self.root_event_context(caller, &account.id);
        let serial = mfa.map(|mfa| mfa.serial.as_str());
        let record = event::console_login_success(&context, &identity, serial, addresses::LOGIN_TO);
        self.record(tx, &record).await?;
        let session = self.open_session(tx, caller, &principal, mfa, now).await?;
        Ok(Answer::new(SignInStep::SignedIn {
            destination: addresses::CONSOLE_HOME.to_owned(),
        })
        .with(session)
        .with(CookieChange::ClearAttempt))
    }
}
