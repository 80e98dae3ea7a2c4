//! Signing in. `iam_user` and `root` are the two classic ways; `security_check` and `new_password` are what may come
//! between a credential and the console; `mfa` is the second factor, `root_mfa` and `alternative` what becomes of a root
//! user who has none or lost it.

mod alternative;
mod iam_user;
mod mfa;
mod new_password;
mod picture;
mod root;
pub(crate) mod root_mfa;
mod security_check;

use secrecy::SecretString;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::names::{AccountAlias, AccountRef};
use vestibule_identity::sign_in::{ATTEMPT_LIFETIME, Attempt};
use vestibule_store::{Tx, accounts, attempts};

use crate::answers::{SignInPage, SignInStep};
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::{Service, ServiceError};

/// The IAM user form as typed.
#[derive(Debug)]
pub struct IamSignIn {
    /// 12-digit id (dashes allowed) or alias.
    pub account: String,
    /// IAM user name.
    pub user_name: String,
    /// Password.
    pub password: SecretString,
    /// Remember this account in this browser.
    pub remember: bool,
    /// Region of a regional sign-in address.
    pub region: Option<String>,
}

/// A password change as typed.
#[derive(Debug)]
pub struct NewPassword {
    /// The password now.
    pub current: SecretString,
    /// The new password.
    pub new: SecretString,
    /// The new password again.
    pub confirm: SecretString,
}

impl Service {
    /// Which sign-in page an address leads to. `account` is the alias or id in the address's host.
    ///
    /// # Errors
    /// Store failures only.
    pub async fn sign_in_page(
        &self,
        caller: &Caller,
        account: Option<&str>,
    ) -> Result<Answer<SignInPage>, ServiceError> {
        let recalled = self.recall(caller).await?;
        let mut reader = self.store.read().await?;
        let page = match account {
            None => match &recalled.who {
                Some((remembered, user_name)) => SignInPage::IamUser {
                    account: Some(display_ref(remembered)),
                    user_name: Some(user_name.as_str().to_owned()),
                    account_fixed: true,
                    remembered: true,
                },
                None => SignInPage::Chooser,
            },
            Some(typed) => match AccountRef::parse(typed) {
                // An id is never confirmed or denied; an alias without an account is a dead address (facts 1.6).
                Ok(named) => {
                    let known = accounts::by_ref(&mut reader, &named).await?;
                    if let (AccountRef::Alias(alias), None) = (&named, &known) {
                        SignInPage::UnknownAccount {
                            account: alias.as_str().to_owned(),
                        }
                    } else {
                        let user_name = recalled.who.as_ref().and_then(|(account, name)| {
                            let same = known.as_ref().is_some_and(|known| known.id == account.id);
                            same.then(|| name.as_str().to_owned())
                        });
                        SignInPage::IamUser {
                            account: Some(named.to_string()),
                            remembered: user_name.is_some(),
                            user_name,
                            account_fixed: true,
                        }
                    }
                }
                Err(_) => SignInPage::UnknownAccount {
                    account: typed.chars().take(AccountAlias::MAX_LENGTH).collect(),
                },
            },
        };
        let answer = Answer::new(page);
        Ok(if recalled.stale_cookie {
            answer.with(CookieChange::ClearRemembered)
        } else {
            answer
        })
    }

    /// Where an unfinished sign-in stands, for a page that is loaded again. A picture is drawn anew.
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`] without a live attempt of this browser.
    pub async fn sign_in_attempt(&self, caller: &Caller) -> Result<Answer<SignInStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let step = match attempt {
            Attempt::RootEmailGiven { email, .. } => SignInStep::RootPassword {
                email: email.as_str().to_owned(),
            },
            Attempt::RootSecurityCheck {
                purpose,
                account,
                email,
                ..
            } => {
                return self.ask_security_check(tx, token, purpose, account, email, now).await;
            }
            Attempt::IamMustChangePassword {
                account, user, reason, ..
            } => self.new_password_step(&mut tx, &account, &user, reason).await?,
            Attempt::Mfa { given, wrong_codes } => self.mfa_step(&mut tx, token, given, wrong_codes).await?,
            Attempt::RootMfaReminder { account, email } => self.reminder_step(&mut tx, &account, &email, now).await?,
            Attempt::RootEnrolMfa { account, email } => self.enrol_step(&mut tx, &account, &email, now).await?,
            Attempt::AlternativeMail { email, .. } => SignInStep::AlternativeMail {
                email: email.as_str().to_owned(),
            },
            Attempt::AlternativePhone { email, .. } => alternative::phone_step(&email),
            Attempt::AlternativeCall {
                email, call, verified, ..
            } => self.call_step(&email, call, verified),
        };
        Ok(Answer::new(step))
    }

    /// The live attempt that this browser's cookie stands for.
    pub(crate) async fn attempt_of<'a>(
        &self,
        tx: &mut Tx,
        caller: &'a Caller,
        now: Timestamp,
    ) -> Result<(&'a Token, Attempt), ServiceError> {
        let token = caller.attempt.as_ref().ok_or(ServiceError::AttemptExpired)?;
        let (attempt, expires_at) = attempts::get(tx, &token.hash().0)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        if !is_live(expires_at, now) {
            return Err(ServiceError::AttemptExpired);
        }
        Ok((token, attempt))
    }

    /// Stores the next state of a sign-in without prolonging it.
    async fn change_attempt(&self, tx: &mut Tx, token: &Token, attempt: &Attempt) -> Result<(), ServiceError> {
        if let Some((_, expires_at)) = attempts::get(tx, &token.hash().0).await? {
            attempts::put(tx, &token.hash().0, attempt, expires_at).await?;
        }
        Ok(())
    }

    /// Stores the next state of a sign-in under `token` and says so to the browser.
    async fn keep_attempt(
        &self,
        tx: &mut Tx,
        token: &Token,
        attempt: &Attempt,
        now: Timestamp,
    ) -> Result<CookieChange, ServiceError> {
        let expires_at = now.saturating_add(ATTEMPT_LIFETIME).unwrap_or(now);
        attempts::delete_expired(tx, now).await?;
        attempts::put(tx, &token.hash().0, attempt, expires_at).await?;
        Ok(CookieChange::SetAttempt {
            token: token.clone(),
            seconds: seconds(ATTEMPT_LIFETIME),
        })
    }
}

/// Whether an attempt goes on, here or at the portal. From the future: the clock was moved back. Too old: left alone too
/// long.
pub(crate) fn is_live(expires_at: Timestamp, now: Timestamp) -> bool {
    let started = expires_at.checked_sub(ATTEMPT_LIFETIME).unwrap_or(expires_at);
    started <= now && now < expires_at
}

/// Alias if the account has one, else its id.
fn display_ref(account: &Account) -> String {
    account
        .alias
        .as_ref()
        .map_or_else(|| account.id.to_string(), |alias| alias.as_str().to_owned())
}
