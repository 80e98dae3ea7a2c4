//! Codes in a mail, wherever a sign-in at the portal asks for one (`EMAIL_OTP`, facts 1.3, 1.4): six digits, for ten
//! minutes, once; a newer mail replaces an older one. How long a code lives and how often it may be tried is ours.

use secrecy::{ExposeSecret, SecretString};
use std::time::Duration;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_index;
use vestibule_identity::event::{CredentialType, Outcome, SignInEvent, SignInFacts, sign_in_step};
use vestibule_identity::identity_center::attempt::{CodePurpose, Course, PortalAttempt};
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::identity_center::prompt::Prompt;
use vestibule_store::Tx;
use vestibule_store::identity_center::{DirectoryUserRow, InstanceRow, directory_users, portal_attempts};

use super::second_factor::Second;
use crate::addresses;
use crate::answers::PortalStep;
use crate::identity_center::the_instance;
use crate::parcels::Parcel;
use crate::request::{Answer, Caller};
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

/// Sender of mail about signing in (facts 1.3).
const FROM: &str = "no-reply@login.awsapps.com";
const LIFETIME: Duration = Duration::from_mins(10);
/// Wrong codes after which a code is worth nothing.
const MOST_WRONG: u32 = 5;
const DIGITS: usize = 6;

impl Service {
    /// Mails a code and asks for it, under a new token. The caller commits, also when this refuses.
    ///
    /// # Errors
    /// The throttle, after many mails that nobody answered.
    pub(super) async fn ask_mail_code(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        purpose: CodePurpose,
        course: &Course,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let token = Token::generate(&*self.entropy);
        self.mail_code(tx, caller, &token, user, purpose, course, now).await
    }

    /// The code that was mailed.
    ///
    /// # Errors
    /// [`ServiceError::MailCodeInvalid`], [`ServiceError::MailCodeExpired`], the throttle; the attempt goes on.
    /// [`ServiceError::AttemptExpired`].
    pub async fn portal_mail_code(
        &self,
        caller: &Caller,
        code: SecretString,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let typed: String = code.expose_secret().chars().filter(|c| !c.is_whitespace()).collect();
        if typed.is_empty() {
            return Err(ServiceError::invalid("code", "Enter the code from the mail."));
        }
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.portal_attempt_of(&mut tx, caller, now).await?;
        let user = self.attempting(&mut tx, &attempt).await?;
        let PortalAttempt::MailCode {
            purpose,
            code_hash,
            sent_at,
            wrong_codes,
            course,
            ..
        } = &attempt
        else {
            return Err(ServiceError::AttemptExpired);
        };
        let key = ThrottleKey::mail_code(&user.id);
        let refusal = match throttle::reserve(&mut tx, key, now).await {
            Err(refusal) => Some(refusal),
            Ok(_) if *wrong_codes >= MOST_WRONG || !lives(*sent_at, now) => Some(ServiceError::MailCodeExpired),
            // Keyed hashes: comparing them tells nothing by its timing.
            Ok(_) if self.code_hash(token, &typed) != *code_hash => Some(ServiceError::MailCodeInvalid),
            Ok(_) => None,
        };
        let outcome = refusal.as_ref().map_or(Outcome::Success, |_| Outcome::Failure);
        self.record_credential(&mut tx, caller, Some(&user), CredentialType::EmailOtp, outcome, course)
            .await?;
        if let Some(refusal) = refusal {
            let judged = matches!(refusal, ServiceError::MailCodeInvalid);
            let next = PortalAttempt::MailCode {
                user: user.id,
                purpose: *purpose,
                code_hash: *code_hash,
                sent_at: *sent_at,
                wrong_codes: wrong_codes.saturating_add(u32::from(judged)),
                course: course.clone(),
            };
            self.change_portal_attempt(&mut tx, token, &next).await?;
            self.commit(tx).await?;
            return Err(refusal);
        }
        clear_throttles(&mut tx, &user.id).await?;
        portal_attempts::delete(&mut tx, &token.hash().0).await?;
        let answer = self
            .after_mail_code(&mut tx, caller, &user, *purpose, course, now)
            .await?;
        self.commit(tx).await?;
        Ok(answer)
    }

    /// "Resend code": the code before is worth nothing any more.
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`], the throttle.
    pub async fn resend_portal_code(&self, caller: &Caller) -> Result<Answer<PortalStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.portal_attempt_of(&mut tx, caller, now).await?;
        let user = self.attempting(&mut tx, &attempt).await?;
        let PortalAttempt::MailCode { purpose, course, .. } = &attempt else {
            return Err(ServiceError::AttemptExpired);
        };
        let asked = self
            .mail_code(&mut tx, caller, token, &user, *purpose, course, now)
            .await;
        self.commit(tx).await?;
        asked
    }

    /// What a right code leads to. The caller commits.
    async fn after_mail_code(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        purpose: CodePurpose,
        course: &Course,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        // Whoever reads the mail has the address.
        let user = &self.verified(tx, caller, user).await?;
        match purpose {
            CodePurpose::SecondFactor => {
                let instance = the_instance(tx).await?;
                match self.prompt_for(tx, caller, &instance, user, now).await?.0 {
                    Prompt::EmailCode | Prompt::Enter => {
                        self.enter_portal(tx, caller, user, &Second::MailCode, course, now)
                            .await
                    }
                    // Since the mail was sent, a device was registered, or the administrator asks for more.
                    Prompt::Challenge { .. } | Prompt::Register | Prompt::Block => {
                        self.ask_second_factor(tx, caller, user, course, now).await
                    }
                }
            }
            CodePurpose::FirstSignIn | CodePurpose::VerifyAddress => {
                self.after_first_factor(tx, caller, user, course, now).await
            }
        }
    }

    /// The person behind an attempt, unless they were disabled or deleted meanwhile.
    pub(crate) async fn attempting(
        &self,
        tx: &mut Tx,
        attempt: &PortalAttempt,
    ) -> Result<DirectoryUserRow, ServiceError> {
        let user = attempt.user().ok_or(ServiceError::AttemptExpired)?;
        directory_users::by_id(tx, user)
            .await?
            .filter(|user| user.enabled)
            .ok_or(ServiceError::AttemptExpired)
    }

    /// Stores the next state of an attempt, which failures do not prolong.
    pub(super) async fn change_portal_attempt(
        &self,
        tx: &mut Tx,
        token: &Token,
        attempt: &PortalAttempt,
    ) -> Result<(), ServiceError> {
        let hash = token.hash().0;
        if let Some((_, expires_at)) = portal_attempts::get(tx, &hash).await? {
            portal_attempts::put(tx, &hash, attempt, expires_at).await?;
        }
        Ok(())
    }

    /// A credential is asked for: `CredentialChallenge`.
    pub(super) async fn record_challenge(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        credentials: &[CredentialType],
        enrollment_required: Option<bool>,
        course: &Course,
    ) -> Result<(), ServiceError> {
        let instance = the_instance(tx).await?;
        let facts = SignInFacts {
            event: SignInEvent::CredentialChallenge,
            workflow: course.workflow,
            credentials,
            user_name: Some(user.user_name.as_str()),
            login_to: &addresses::portal(&instance),
            enrollment_required,
            outcome: Outcome::Success,
        };
        let record = sign_in_step(&self.portal_context(caller, &instance), &facts);
        self.record(tx, &record).await
    }

    #[expect(clippy::too_many_arguments, reason = "an attempt's parts")]
    async fn mail_code(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        token: &Token,
        user: &DirectoryUserRow,
        purpose: CodePurpose,
        course: &Course,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        throttle::reserve_for_ever(tx, ThrottleKey::mail_sent(&user.id), now).await?;
        let code = format!("{:0DIGITS$}", random_index(&*self.entropy, 1_000_000));
        let instance = the_instance(tx).await?;
        self.post(tx, &mail(&instance, user, &code, now)).await?;
        self.record_challenge(tx, caller, user, &[CredentialType::EmailOtp], None, course)
            .await?;
        let attempt = PortalAttempt::MailCode {
            user: user.id.clone(),
            purpose,
            code_hash: self.code_hash(token, &code),
            sent_at: now.as_second(),
            wrong_codes: 0,
            course: course.clone(),
        };
        let cookie = self.keep_portal_attempt(tx, token, &attempt, now).await?;
        Ok(Answer::new(mail_code_step(user, purpose)).with(cookie))
    }

    // Codes are short: the key keeps a stolen store from telling them, the token keeps them apart.
    fn code_hash(&self, token: &Token, code: &str) -> [u8; 32] {
        let code: String = code.chars().take(DIGITS + 1).collect();
        self.key.derive(&format!("portal-mail-code/{}/{code}", token.reveal()))
    }
}

/// The step as a page shows it, also when it is loaded anew.
pub(super) fn mail_code_step(user: &DirectoryUserRow, purpose: CodePurpose) -> PortalStep {
    let purpose = match purpose {
        CodePurpose::FirstSignIn => "first-sign-in",
        CodePurpose::SecondFactor => "second-factor",
        CodePurpose::VerifyAddress => "verify-address",
    };
    PortalStep::MailCode {
        sent_to: masked(user.email.as_str()),
        purpose: purpose.to_owned(),
    }
}

/// The person proved themselves, or an administrator vouches for them anew.
pub(crate) async fn clear_throttles(tx: &mut Tx, user: &DirectoryUserId) -> Result<(), ServiceError> {
    throttle::clear(tx, ThrottleKey::mail_code(user)).await?;
    throttle::clear(tx, ThrottleKey::mail_sent(user)).await
}

/// A code of the future was mailed before the clock was moved back.
fn lives(sent_at: i64, now: Timestamp) -> bool {
    let age = now.as_second().saturating_sub(sent_at);
    u64::try_from(age).is_ok_and(|age| age < LIFETIME.as_secs())
}

/// `m***@anycompany.example`.
fn masked(email: &str) -> String {
    match email.split_once('@') {
        Some((local, domain)) => format!("{}***@{domain}", local.chars().take(1).collect::<String>()),
        None => "***".to_owned(),
    }
}

fn mail(instance: &InstanceRow, user: &DirectoryUserRow, code: &str, now: Timestamp) -> Parcel {
    Parcel::Mail {
        from: FROM.to_owned(),
        to: user.email.as_str().to_owned(),
        subject: "Verification code".to_owned(),
        body: format!(
            "Hello {},\n\nyour verification code for {} is {code}.\n\nIt works once, for ten minutes, in the browser in which you are signing in. If you are not signing in, someone knows your user name: tell your administrator.",
            user.display_name,
            addresses::portal(instance),
        ),
        links: Vec::new(),
        sent_at: now,
    }
}

#[cfg(test)]
mod tests {
    use super::masked;

    #[test]
    fn an_address_keeps_its_first_letter_and_its_domain() {
        assert_eq!(masked("mary@anycompany.example"), "m***@anycompany.example");
        assert_eq!(masked("å@example.com"), "å***@example.com");
        assert_eq!(masked("nobody"), "***");
    }
}
