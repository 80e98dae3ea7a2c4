//! A forgotten password (facts 1.3): a security check, then a mail with a link, whether somebody has the user name or not.

use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::attempt::{Course, PortalAttempt};
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_store::Tx;
use vestibule_store::identity_center::{Source, directory_users, portal_attempts};

use crate::answers::PortalStep;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller, CookieChange};
use crate::throttle::{self, ThrottleKey};
use crate::world::{self, SecurityCheck};
use crate::{Service, ServiceError};

/// The name as typed, whose it is, and the sign-in.
type Asked = (String, Option<DirectoryUserId>, Course);

impl Service {
    /// Forgot password, from the password page.
    ///
    /// # Errors
    /// The throttle, [`ServiceError::AttemptExpired`].
    pub async fn forgot_portal_password(&self, caller: &Caller) -> Result<Answer<PortalStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.portal_attempt_of(&mut tx, caller, now).await?;
        let PortalAttempt::UserName {
            user_name,
            user,
            course,
        } = attempt
        else {
            return Err(ServiceError::AttemptExpired);
        };
        if let Err(wait) = throttle::reserve_for_ever(&mut tx, ThrottleKey::forgotten(&user_name), now).await {
            return self.commit_throttled(tx, Err(wait)).await;
        }
        let asked = (user_name, user, course);
        if world::security_check(&mut tx).await? == SecurityCheck::Off {
            return self.mail_reset(tx, token, asked).await;
        }
        self.ask_portal_check(tx, token, asked, now).await
    }

    /// Judges the answer to the picture.
    ///
    /// # Errors
    /// [`ServiceError::SecurityCheckFailed`] with a new picture, [`ServiceError::AttemptExpired`].
    pub async fn answer_portal_check(&self, caller: &Caller, answer: &str) -> Result<Answer<PortalStep>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (token, attempt) = self.portal_attempt_of(&mut tx, caller, now).await?;
        let PortalAttempt::SecurityCheck {
            user_name,
            user,
            answer_hashes,
            course,
        } = attempt
        else {
            return Err(ServiceError::AttemptExpired);
        };
        let asked = (user_name, user, course);
        if self.passes_check(token, answer, &answer_hashes)? {
            return self.mail_reset(tx, token, asked).await;
        }
        match self.ask_portal_check(tx, token, asked, now).await?.body {
            PortalStep::SecurityCheck { challenge } => Err(ServiceError::SecurityCheckFailed {
                challenge: Box::new(challenge),
            }),
            _ => Err(ServiceError::AttemptExpired),
        }
    }

    /// Draws a picture, keeps its answers with the attempt and asks for it. Commits.
    pub(super) async fn ask_portal_check(
        &self,
        mut tx: Tx,
        token: &Token,
        (user_name, user, course): Asked,
        now: Timestamp,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let (challenge, answer_hashes) = self.draw_check(token);
        let attempt = PortalAttempt::SecurityCheck {
            user_name,
            user,
            answer_hashes,
            course,
        };
        let cookie = self.keep_portal_attempt(&mut tx, token, &attempt, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(PortalStep::SecurityCheck { challenge }).with(cookie))
    }

    /// The mail, if there is somebody who may have it; the answer is the same. Commits.
    async fn mail_reset(
        &self,
        mut tx: Tx,
        token: &Token,
        (user_name, user, _): Asked,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        portal_attempts::delete(&mut tx, &token.hash().0).await?;
        let instance = the_instance(&mut tx).await?;
        let person = match user {
            Some(id) => directory_users::by_id(&mut tx, &id).await?,
            None => None,
        };
        if let Some(person) = person.filter(|person| person.enabled && instance.source == Source::Directory) {
            self.send_reset_link(&mut tx, &instance, &person).await?;
        }
        self.commit(tx).await?;
        Ok(Answer::new(PortalStep::MailSent { user_name }).with(CookieChange::ClearPortalAttempt))
    }
}
