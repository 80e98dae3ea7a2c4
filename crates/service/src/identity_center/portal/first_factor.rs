//! What follows a right password, or the first code by mail: verifying the address, choosing a password, then the second
//! factor (facts 1.2).
//!
//! ```text
//!   password ──► address not verified: code by mail ──► one-time: new password ──► second factor
//!   no password, "Send email OTP": code by mail ────────► new password ─────────► second factor
//! ```

use secrecy::SecretString;
use serde_json::json;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::event::directory_call;
use vestibule_identity::identity_center::attempt::{CodePurpose, Course, PortalAttempt};
use vestibule_identity::identity_center::password;
use vestibule_store::Tx;
use vestibule_store::identity_center::{DirectoryUserRow, InstanceRow, Source, directory_passwords, directory_users};

use crate::answers::PortalStep;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

impl Service {
    /// The password or the first code was right: what comes next. The caller commits, also when it must wait.
    pub(super) async fn after_first_factor(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        course: &Course,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        if !user.email_verified {
            return self
                .ask_mail_code(tx, caller, user, CodePurpose::VerifyAddress, course, now)
                .await;
        }
        let password = directory_passwords::get(tx, &user.id).await?;
        if password.is_none_or(|row| row.one_time) {
            let token = Token::generate(&*self.entropy);
            let attempt = PortalAttempt::NewPassword {
                user: user.id.clone(),
                course: course.clone(),
            };
            let cookie = self.keep_portal_attempt(tx, &token, &attempt, now).await?;
            return Ok(Answer::new(new_password_step(user)).with(cookie));
        }
        self.ask_second_factor(tx, caller, user, course, now).await
    }

    /// A password of one's own in place of a one-time one, or of none.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::PasswordPolicyViolation`], [`ServiceError::AttemptExpired`].
    pub async fn portal_new_password(
        &self,
        caller: &Caller,
        new: SecretString,
        confirm: &SecretString,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let mut tx = self.store.write().await?;
        let (user, _) = self.choosing(&mut tx, caller).await?;
        drop(tx);
        let phc = self.fit_directory_password(&user.id, new, confirm).await?;

        let now = self.now();
        let mut tx = self.store.write().await?;
        // Read again: an administrator may have acted while the hash was worked out.
        let (user, course) = self.choosing(&mut tx, caller).await?;
        self.set_directory_password(&mut tx, &user, phc, false).await?;
        self.record_directory_call(&mut tx, caller, &user, "UpdatePassword")
            .await?;
        let answer = self.ask_second_factor(&mut tx, caller, &user, &course, now).await;
        self.commit_throttled(tx, answer).await
    }

    /// Where an unfinished sign-in stands, for a page that is loaded again. A picture is drawn anew.
    ///
    /// # Errors
    /// [`ServiceError::AttemptExpired`] without a live attempt of this browser, or when its person may not sign in any
    /// more.
    pub async fn portal_attempt(&self, caller: &Caller) -> Result<Answer<PortalStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.portal_attempt_of(&mut tx, caller, now).await?;
        let step = match &attempt {
            PortalAttempt::UserName { user_name, .. } => PortalStep::Password {
                user_name: user_name.clone(),
            },
            PortalAttempt::SecurityCheck {
                user_name,
                user,
                course,
                ..
            } => {
                let asked = (user_name.clone(), user.clone(), course.clone());
                return self.ask_portal_check(tx, token, asked, now).await;
            }
            PortalAttempt::External { .. } => return Err(ServiceError::AttemptExpired),
            PortalAttempt::NewPassword { .. } => new_password_step(&self.attempting(&mut tx, &attempt).await?),
            PortalAttempt::MailCode { .. } | PortalAttempt::Mfa { .. } | PortalAttempt::Register { .. } => self
                .second_factor_step(&mut tx, &attempt)
                .await?
                .ok_or(ServiceError::AttemptExpired)?,
        };
        Ok(Answer::new(step))
    }

    /// Whether a sign-in begins with a code by mail: nobody gave this person a password, and the administrator chose to
    /// send codes. <https://docs.aws.amazon.com/singlesignon/latest/userguide/userswithoutpwd.html>
    pub(super) async fn begins_with_code(
        &self,
        tx: &mut Tx,
        instance: &InstanceRow,
        user: &DirectoryUserRow,
    ) -> Result<bool, ServiceError> {
        let asked = instance.settings.send_email_otp && instance.source == Source::Directory && user.enabled;
        Ok(asked && directory_passwords::get(tx, &user.id).await?.is_none())
    }

    /// The address is the person's: that is noted, and recorded the first time. The person with what is true now.
    pub(super) async fn verified(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
    ) -> Result<DirectoryUserRow, ServiceError> {
        if !user.email_verified {
            directory_users::set_email_verified(tx, &user.id).await?;
            self.record_directory_call(tx, caller, user, "VerifyEmail").await?;
        }
        Ok(DirectoryUserRow {
            email_verified: true,
            ..user.clone()
        })
    }

    /// A person did something about their own password or address.
    pub(super) async fn record_directory_call(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: &DirectoryUserRow,
        name: &str,
    ) -> Result<(), ServiceError> {
        let instance = the_instance(tx).await?;
        let context = self.portal_context(caller, &instance);
        let parameters = json!({ "userId": user.id.as_str(), "identityStoreId": instance.store.as_str() });
        let record = directory_call(&context, name, user.user_name.as_str(), parameters);
        self.record(tx, &record).await
    }

    /// Who stands before choosing a password.
    async fn choosing(&self, tx: &mut Tx, caller: &Caller) -> Result<(DirectoryUserRow, Course), ServiceError> {
        let (_, attempt) = self.portal_attempt_of(tx, caller, self.now()).await?;
        let user = self.attempting(tx, &attempt).await?;
        match attempt {
            PortalAttempt::NewPassword { course, .. } => Ok((user, course)),
            _ => Err(ServiceError::AttemptExpired),
        }
    }
}

/// The form for a new password.
fn new_password_step(user: &DirectoryUserRow) -> PortalStep {
    PortalStep::NewPassword {
        user_name: user.user_name.as_str().to_owned(),
        requirements: password::requirements(),
    }
}
