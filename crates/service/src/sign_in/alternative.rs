//! A root user without the device (facts 2.5): a verification mail, then a phone call in which the person types the six
//! digits that the page shows.
//!
//! ```text
//!   Mfa ── send ──► AlternativeMail ── link ──► AlternativePhone ── call ──► AlternativeCall ── digits ──► verified ──► in
//!                     ▲──┘ resend                     ▲──────────────── wrong digits: call again ──┘
//! ```
//!
//! The session that follows began without a second factor, and says so.

use secrecy::{ExposeSecret, SecretString};
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::names::{AccountId, EmailAddress};
use vestibule_identity::sign_in::{ATTEMPT_LIFETIME, Attempt, PasswordGiven};
use vestibule_store::{Tx, accounts, attempts, phone_calls};

use crate::addresses;
use crate::answers::SignInStep;
use crate::parcels::{MailLink, Parcel};
use crate::request::{Answer, Caller};
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

/// Sender of the verification mail (facts 2.2).
const FROM: &str = "recover-mfa-no-reply@verify.signin.aws";
/// Who calls, as the phone shows it.
const CALLER: &str = "AWS (simulated)";
/// The number on file of every root user; 555-01xx numbers are kept for fiction.
const PHONE: &str = "+1 206 555 0100";
const MASKED_PHONE: &str = "+1 *** *** 0100";
const DIGITS: usize = 6;

impl Service {
    /// "Sign in using alternative factors", and "Resend the email": a link that works once, in this sign-in only.
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`], also for IAM users, who have no alternative factors.
    pub async fn start_alternative(&self, caller: &Caller) -> Result<Answer<SignInStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let (Attempt::Mfa {
            given: PasswordGiven::Root { account, email },
            ..
        }
        | Attempt::AlternativeMail { account, email, .. }) = attempt
        else {
            return Err(ServiceError::AttemptExpired);
        };
        let known = self.root_account(&mut tx, &account).await?;
        let link = Token::generate(&*self.entropy);
        self.post(&mut tx, &verification_mail(&known, &link, now)).await?;
        let attempt = Attempt::AlternativeMail {
            account,
            email: email.clone(),
            link_hash: link.hash().0,
        };
        let cookie = self.keep_attempt(&mut tx, token, &attempt, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(SignInStep::AlternativeMail {
            email: email.as_str().to_owned(),
        })
        .with(cookie))
    }

    /// The link of the verification mail, opened in the browser that signs in.
    ///
    /// # Errors
    /// [`ServiceError::RecoveryLinkInvalid`] for another sign-in's link or an older one, [`ServiceError::RecoveryLinkUsed`],
    /// [`ServiceError::AttemptExpired`].
    pub async fn verify_alternative(
        &self,
        caller: &Caller,
        link: &SecretString,
    ) -> Result<Answer<SignInStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let (account, email, link_hash) = match attempt {
            Attempt::AlternativeMail {
                account,
                email,
                link_hash,
            } => (account, email, link_hash),
            Attempt::AlternativePhone { .. } | Attempt::AlternativeCall { .. } => {
                return Err(ServiceError::RecoveryLinkUsed);
            }
            _ => return Err(ServiceError::AttemptExpired),
        };
        let given = Token::parse(link.expose_secret()).ok_or(ServiceError::RecoveryLinkInvalid)?;
        // Hashes of 256 random bits: comparing them tells nothing by its timing.
        if given.hash().0 != link_hash {
            return Err(ServiceError::RecoveryLinkInvalid);
        }
        let step = phone_step(&email);
        let attempt = Attempt::AlternativePhone { account, email };
        let cookie = self.keep_attempt(&mut tx, token, &attempt, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(step).with(cookie))
    }

    /// "Call me now": the phone rings, and the page shows six digits. A newer call ends an older one.
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`]; the throttle after many calls that were answered wrongly.
    pub async fn call_phone(&self, caller: &Caller) -> Result<Answer<SignInStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        let (Attempt::AlternativePhone { account, email } | Attempt::AlternativeCall { account, email, .. }) = attempt
        else {
            return Err(ServiceError::AttemptExpired);
        };
        self.root_account(&mut tx, &account).await?;
        // Counted before the call, cleared by the right digits.
        throttle::reserve(&mut tx, ThrottleKey::phone(&account), now).await?;
        let call_token = Token::generate(&*self.entropy);
        let expires_at = now.saturating_add(ATTEMPT_LIFETIME).unwrap_or(now);
        phone_calls::put(&mut tx, &call_token.hash().0, &token.hash().0, expires_at).await?;
        let parcel = Parcel::PhoneCall {
            call: call_token.reveal(),
            from: CALLER.to_owned(),
            to: PHONE.to_owned(),
            sent_at: now,
        };
        self.post(&mut tx, &parcel).await?;
        let call = random_uuid(&*self.entropy);
        let step = self.call_step(&email, call, false);
        let attempt = Attempt::AlternativeCall {
            account,
            email,
            call,
            verified: false,
        };
        let cookie = self.keep_attempt(&mut tx, token, &attempt, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(step).with(cookie))
    }

    /// The telephone network: digits typed into a phone that rings. Says whether they were those on the page. A call is
    /// answered once.
    ///
    /// # Errors
    /// Store failures only; a call that rings no more is not accepted.
    pub async fn phone_digits(&self, call: &str, digits: &str) -> Result<bool, ServiceError> {
        let Some(call_token) = Token::parse(call) else {
            return Ok(false);
        };
        let now = self.now();
        let mut tx = self.store.write().await?;
        let taken = phone_calls::take(&mut tx, &call_token.hash().0).await?;
        let mut accepted = false;
        if let Some((attempt_hash, expires_at)) = taken
            && now < expires_at
            && let Some((attempt, ends)) = attempts::get(&mut tx, &attempt_hash).await?
            && now < ends
            && let Attempt::AlternativeCall {
                account,
                email,
                call,
                verified: false,
            } = attempt
        {
            accepted = typed(digits) == self.digits(call);
            let next = if accepted {
                throttle::clear(&mut tx, ThrottleKey::phone(&account)).await?;
                Attempt::AlternativeCall {
                    account,
                    email,
                    call,
                    verified: true,
                }
            } else {
                Attempt::AlternativePhone { account, email }
            };
            attempts::put(&mut tx, &attempt_hash, &next, ends).await?;
        }
        self.commit(tx).await?;
        Ok(accepted)
    }

    /// "Sign in to the console", once the digits were typed.
    ///
    /// # Errors
    /// [`ServiceError::PhoneRefused`] before that, [`ServiceError::AttemptExpired`].
    pub async fn finish_alternative(&self, caller: &Caller) -> Result<Answer<SignInStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.attempt_of(&mut tx, caller, now).await?;
        match attempt {
            Attempt::AlternativeCall {
                account,
                verified: true,
                ..
            } => {
                let account = self.root_account(&mut tx, &account).await?;
                attempts::take(&mut tx, &token.hash().0)
                    .await?
                    .ok_or(ServiceError::AttemptExpired)?;
                let answer = self.finish_root(&mut tx, caller, &account, None, now).await?;
                self.commit(tx).await?;
                Ok(answer)
            }
            Attempt::AlternativeCall { .. } | Attempt::AlternativePhone { .. } => Err(ServiceError::PhoneRefused),
            _ => Err(ServiceError::AttemptExpired),
        }
    }

    /// The call as a step. The digits follow from the call and are stored nowhere.
    pub(super) fn call_step(&self, email: &EmailAddress, call: uuid::Uuid, verified: bool) -> SignInStep {
        SignInStep::AlternativeCall {
            email: email.as_str().to_owned(),
            phone: MASKED_PHONE.to_owned(),
            digits: self.digits(call),
            verified,
        }
    }

    fn digits(&self, call: uuid::Uuid) -> String {
        self.key
            .derive(&format!("phone-digits/{call}"))
            .iter()
            .take(DIGITS)
            .map(|byte| char::from(b'0' + byte % 10))
            .collect()
    }

    async fn root_account(&self, tx: &mut Tx, id: &AccountId) -> Result<Account, ServiceError> {
        accounts::by_id(tx, id).await?.ok_or(ServiceError::AttemptExpired)
    }
}

/// The phone as a step.
pub(super) fn phone_step(email: &EmailAddress) -> SignInStep {
    SignInStep::AlternativePhone {
        email: email.as_str().to_owned(),
        phone: MASKED_PHONE.to_owned(),
    }
}

fn typed(digits: &str) -> String {
    digits
        .chars()
        .filter(|character| !character.is_whitespace())
        .take(DIGITS + 1)
        .collect()
}

fn verification_mail(account: &Account, link: &Token, now: Timestamp) -> Parcel {
    Parcel::Mail {
        from: FROM.to_owned(),
        to: account.email.as_str().to_owned(),
        subject: "Verify your email address to sign in without your MFA device".to_owned(),
        body: format!(
            "Someone with the root password of {} ({}) wants to sign in without the MFA device.\n\nOpen the link below in the same browser to go on. It works once, while that sign-in lasts.\n\nIf this was not you, your password is known to someone else: choose a new one now.",
            account.name,
            account.id.dashed()
        ),
        links: vec![MailLink {
            label: "Verify your email address".to_owned(),
            address: format!("{}{}", addresses::MFA_RECOVERY, link.reveal()),
        }],
        sent_at: now,
    }
}
