//! Root user sign-in: e-mail address, perhaps a security check, password (facts 1.2, 2.2).
//!
//! The first step reveals whether an account exists, as AWS does; the second explains nothing.

use secrecy::{ExposeSecret, SecretString};
use vestibule_credentials::token::Token;
use vestibule_identity::event::{self, FailureIdentity};
use vestibule_identity::names::EmailAddress;
use vestibule_identity::principal::Principal;
use vestibule_identity::sign_in::{Attempt, CheckPurpose, PasswordGiven, PasswordVerdict, RootOutcome, judge_root};
use vestibule_store::{PasswordRow, accounts, attempts, root_passwords, throttles};

use super::root_mfa;
use crate::addresses;
use crate::answers::SignInStep;
use crate::mfa;
use crate::request::{Answer, Caller};
use crate::throttle::{self, ThrottleKey};
use crate::world::{self, SecurityCheck};
use crate::{Service, ServiceError};

impl Service {
    /// The first step: which root user?
    ///
    /// # Errors
    /// A field error for something that is no e-mail address; [`ServiceError::AccountDoesNotExist`].
    pub async fn sign_in_root_email(&self, email: &str) -> Result<Answer<SignInStep>, ServiceError> {
        if email.trim().is_empty() {
            return Err(ServiceError::invalid("email", "Enter the root user's email address."));
        }
        let email = EmailAddress::parse(email).map_err(|error| ServiceError::invalid("email", error))?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let account = accounts::by_email(&mut tx, &email).await?;
        let key = ThrottleKey::root(&email.folded());
        let throttle = throttles::get(&mut tx, &key.0).await?.unwrap_or_default();
        let token = Token::generate(&*self.entropy);
        let check = match world::security_check(&mut tx).await? {
            SecurityCheck::Always => true,
            SecurityCheck::AfterFailures => throttle.wants_security_check(),
            SecurityCheck::Off => false,
        };
        if check {
            let account = account.map(|known| known.id);
            return self
                .ask_security_check(tx, &token, CheckPurpose::SignIn, account, email, now)
                .await;
        }
        let Some(account) = account else {
            throttles::put(&mut tx, &key.0, &throttle.reserve(now)).await?;
            self.commit(tx).await?;
            return Err(ServiceError::AccountDoesNotExist);
        };
        let step = SignInStep::RootPassword {
            email: email.as_str().to_owned(),
        };
        let attempt = Attempt::RootEmailGiven {
            account: account.id,
            email,
        };
        let cookie = self.keep_attempt(&mut tx, &token, &attempt, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(step).with(cookie))
    }

    /// The second step: the password.
    ///
    /// # Errors
    /// [`ServiceError::AuthenticationFailed`] without explanation, the throttle's refusals,
    /// [`ServiceError::AccountSuspended`] after a right password only. After a failure the attempt may stand at a
    /// security check: ask [`Service::sign_in_attempt`].
    pub async fn sign_in_root_password(
        &self,
        caller: &Caller,
        password: SecretString,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        if password.expose_secret().is_empty() {
            return Err(ServiceError::invalid("password", "Enter your password."));
        }
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let Attempt::RootEmailGiven { account, email } = attempt else {
            return Err(ServiceError::AttemptExpired);
        };
        let known = accounts::by_id(&mut tx, &account)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        let principal = Principal::Root {
            account: known.id.clone(),
        };
        self.has_room(&mut tx, caller, Some(&principal)).await?;
        let key = ThrottleKey::root(&email.folded());
        let context = self.root_event_context(caller, &known.id);
        let failure = FailureIdentity::Root;
        let reserved = match throttle::reserve(&mut tx, key, now).await {
            Ok(reserved) => reserved,
            Err(refusal) => {
                let record = event::console_login_failure(&context, &failure, false, addresses::LOGIN_TO);
                self.record(&mut tx, &record).await?;
                self.commit(tx).await?;
                return Err(refusal);
            }
        };
        let row = root_passwords::get(&mut tx, &known.id).await?;
        self.commit(tx).await?;

        let phc = row.map(|row| row.phc);
        let matched = self.hashing.verify(password.clone(), phc.clone()).await?;
        let rehashed = match &phc {
            Some(old) if matched && self.hashing.needs_rehash(old) => Some(self.hashing.hash(password).await?),
            _ => None,
        };

        let now = self.now();
        let mut tx = self.store.write().await?;
        let row = root_passwords::get(&mut tx, &known.id).await?;
        let verdict = match (&row, &phc) {
            (Some(row), Some(tried)) if matched && row.phc == *tried => PasswordVerdict::Matched,
            _ => PasswordVerdict::Wrong,
        };
        let context = self.root_event_context(caller, &known.id);
        let principal = Principal::Root {
            account: known.id.clone(),
        };
        let has_mfa = !mfa::assigned(&mut tx, &principal).await?.is_empty();
        let grace = root_mfa::grace(&mut tx, &known.id, now).await?;
        let outcome = judge_root(known.status, verdict, has_mfa, grace);
        match outcome {
            RootOutcome::Refused => {
                let checks = world::security_check(&mut tx).await?;
                if checks != SecurityCheck::Off && reserved.wants_security_check() {
                    let next = Attempt::RootSecurityCheck {
                        purpose: CheckPurpose::SignIn,
                        account: Some(known.id.clone()),
                        email,
                        answer_hashes: Vec::new(),
                    };
                    self.keep_attempt(&mut tx, token, &next, now).await?;
                }
                let record = event::console_login_failure(&context, &failure, false, addresses::LOGIN_TO);
                self.record(&mut tx, &record).await?;
                self.commit(tx).await?;
                Err(ServiceError::AuthenticationFailed)
            }
            RootOutcome::AccountSuspended => {
                throttle::clear(&mut tx, key).await?;
                let record = event::console_login_failure(&context, &failure, false, addresses::LOGIN_TO);
                self.record(&mut tx, &record).await?;
                self.commit(tx).await?;
                Err(ServiceError::AccountSuspended)
            }
            RootOutcome::Mfa | RootOutcome::WithoutMfa(_) => {
                throttle::clear(&mut tx, key).await?;
                attempts::take(&mut tx, &token.hash().0)
                    .await?
                    .ok_or(ServiceError::AttemptExpired)?;
                if let (Some(phc), Some(row)) = (rehashed, row) {
                    root_passwords::set(&mut tx, &known.id, &PasswordRow { phc, ..row }).await?;
                }
                let answer = if let RootOutcome::WithoutMfa(grace) = outcome {
                    self.ask_root_to_enrol(&mut tx, &known, email, grace, now).await?
                } else {
                    let account = known.id.clone();
                    let given = PasswordGiven::Root { account, email };
                    self.ask_mfa(&mut tx, caller, given, now).await?
                };
                self.commit(tx).await?;
                Ok(answer)
            }
        }
    }
}
