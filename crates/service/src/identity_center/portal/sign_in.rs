//! Signing in at the portal: user name, then password (facts 1.2).
//!
//! Whether somebody has a user name is not told: each is asked for a password, with the same work.

use secrecy::SecretString;
use vestibule_credentials::token::Token;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::{
    CredentialType, EventContext, Outcome, SignInEvent, SignInFacts, portal_call, sign_in_step,
};
use vestibule_identity::identity_center::attempt::{CodePurpose, Course, PortalAttempt};
use vestibule_identity::identity_center::names::DirectoryUserName;
use vestibule_identity::sign_in::ATTEMPT_LIFETIME;
use vestibule_store::Tx;
use vestibule_store::identity_center::{
    DirectoryPasswordRow, DirectoryUserRow, InstanceRow, Source, directory_passwords, directory_users, portal_attempts,
};

use crate::addresses;
use crate::answers::PortalStep;
use crate::identity_center::external::ExternalRefusal;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller, CookieChange, seconds};
use crate::sign_in::is_live;
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

/// The first form.
#[derive(Debug)]
pub struct UserNameForm {
    /// As typed.
    pub user_name: String,
    /// The browser is to remember it.
    pub remember: bool,
}

impl Service {
    /// Takes the user name and asks for the password.
    ///
    /// # Errors
    /// A field error for an empty name, [`ExternalRefusal::Elsewhere`].
    pub async fn portal_user_name(
        &self,
        caller: &Caller,
        form: UserNameForm,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        let typed = form.user_name.trim();
        if typed.is_empty() {
            return Err(ServiceError::invalid("userName", "Enter your user name."));
        }
        let typed: String = typed.chars().take(128).collect();
        let now = self.now();
        let mut tx = self.store.write().await?;
        let instance = the_instance(&mut tx).await?;
        if instance.source == Source::External {
            return Err(ExternalRefusal::Elsewhere.into());
        }
        let user = named(&mut tx, &typed).await?;
        let course = Course {
            workflow: random_uuid(&*self.entropy),
            remember: form.remember,
            mailed: false,
        };
        if let Some(user) = &user
            && self.begins_with_code(&mut tx, &instance, user).await?
        {
            let course = Course { mailed: true, ..course };
            let asked = self
                .ask_mail_code(&mut tx, caller, user, CodePurpose::FirstSignIn, &course, now)
                .await;
            return self.commit_throttled(tx, asked).await;
        }
        let facts = SignInFacts {
            event: SignInEvent::CredentialChallenge,
            workflow: course.workflow,
            credentials: &[CredentialType::Password],
            user_name: user.as_ref().map(|user| user.user_name.as_str()),
            login_to: &addresses::portal(&instance),
            enrollment_required: None,
            outcome: Outcome::Success,
        };
        let record = sign_in_step(&self.portal_context(caller, &instance), &facts);
        self.record(&mut tx, &record).await?;
        let attempt = PortalAttempt::UserName {
            user_name: typed.clone(),
            user: user.map(|user| user.id),
            course,
        };
        let token = Token::generate(&*self.entropy);
        let cookie = self.keep_portal_attempt(&mut tx, &token, &attempt, now).await?;
        self.commit(tx).await?;
        Ok(Answer::new(PortalStep::Password { user_name: typed }).with(cookie))
    }

    /// Takes the password.
    ///
    /// # Errors
    /// [`ServiceError::PortalAuthenticationFailed`] for every wrong combination and for who is disabled, the throttle,
    /// [`ServiceError::AttemptExpired`].
    pub async fn portal_password(
        &self,
        caller: &Caller,
        password: SecretString,
    ) -> Result<Answer<PortalStep>, ServiceError> {
        use secrecy::ExposeSecret;
        if password.expose_secret().is_empty() {
            return Err(ServiceError::invalid("password", "Enter your password."));
        }
        let now = self.now();
        let mut tx = self.store.write().await?;
        let (_, attempt) = self.portal_attempt_of(&mut tx, caller, now).await?;
        let PortalAttempt::UserName { user_name, .. } = attempt else {
            return Err(ServiceError::AttemptExpired);
        };
        let key = ThrottleKey::directory(&user_name);
        let reserved = throttle::reserve(&mut tx, key, now).await;
        let phc = match named(&mut tx, &user_name).await? {
            Some(user) => directory_passwords::get(&mut tx, &user.id).await?.map(|row| row.phc),
            None => None,
        };
        self.commit(tx).await?;
        reserved?;
        let matched = self.hashing.verify(password.clone(), phc.clone()).await?;
        let stronger = match &phc {
            Some(old) if matched && self.hashing.needs_rehash(old) => Some(self.hashing.hash(password).await?),
            _ => None,
        };

        let now = self.now();
        let mut tx = self.store.write().await?;
        // Read again: password or person may have changed while the hash was worked out.
        let (token, attempt) = self.portal_attempt_of(&mut tx, caller, now).await?;
        let PortalAttempt::UserName { course, .. } = attempt else {
            return Err(ServiceError::AttemptExpired);
        };
        let user = named(&mut tx, &user_name).await?.filter(|user| user.enabled);
        let row = match &user {
            Some(user) => directory_passwords::get(&mut tx, &user.id).await?,
            None => None,
        };
        let right = matched && row.is_some() && row.as_ref().map(|row| &row.phc) == phc.as_ref();
        let outcome = if right { Outcome::Success } else { Outcome::Failure };
        self.record_credential(
            &mut tx,
            caller,
            user.as_ref(),
            CredentialType::Password,
            outcome,
            &course,
        )
        .await?;
        let (Some(user), Some(row), true) = (user, row, right) else {
            self.commit(tx).await?;
            return Err(ServiceError::PortalAuthenticationFailed);
        };
        throttle::clear(&mut tx, key).await?;
        if let Some(phc) = stronger {
            directory_passwords::set(&mut tx, &user.id, &DirectoryPasswordRow { phc, ..row }).await?;
        }
        let answer = self.after_first_factor(&mut tx, caller, &user, &course, now).await;
        if answer.is_ok() {
            portal_attempts::delete(&mut tx, &token.hash().0).await?;
        }
        self.commit_throttled(tx, answer).await
    }

    /// Commits what was decided, and also that it must wait.
    pub(super) async fn commit_throttled<T>(&self, tx: Tx, answer: Result<T, ServiceError>) -> Result<T, ServiceError> {
        if matches!(
            answer,
            Ok(_) | Err(ServiceError::TooManyAttempts { .. } | ServiceError::CredentialDisabled)
        ) {
            self.commit(tx).await?;
        }
        answer
    }

    /// The live attempt with credentials of the directory that this browser's cookie stands for. There is none while a
    /// company signs people in.
    pub(crate) async fn portal_attempt_of<'a>(
        &self,
        tx: &mut Tx,
        caller: &'a Caller,
        now: Timestamp,
    ) -> Result<(&'a Token, PortalAttempt), ServiceError> {
        let token = caller.portal_attempt.as_ref().ok_or(ServiceError::AttemptExpired)?;
        let (attempt, expires_at) = portal_attempts::get(tx, &token.hash().0)
            .await?
            .ok_or(ServiceError::AttemptExpired)?;
        if the_instance(tx).await?.source == Source::External {
            return Err(ExternalRefusal::Elsewhere.into());
        }
        if !is_live(expires_at, now) || matches!(attempt, PortalAttempt::External { .. }) {
            return Err(ServiceError::AttemptExpired);
        }
        Ok((token, self.with_name_open(token, attempt)?))
    }

    /// Stores the next state of a sign-in under `token` and says so to the browser.
    pub(crate) async fn keep_portal_attempt(
        &self,
        tx: &mut Tx,
        token: &Token,
        attempt: &PortalAttempt,
        now: Timestamp,
    ) -> Result<CookieChange, ServiceError> {
        let expires_at = now.saturating_add(ATTEMPT_LIFETIME).unwrap_or(now);
        portal_attempts::delete_expired(tx, now).await?;
        let kept = self.with_name_sealed(token, attempt)?;
        portal_attempts::put(tx, &token.hash().0, &kept, expires_at).await?;
        Ok(CookieChange::SetPortalAttempt {
            token: token.clone(),
            seconds: seconds(ATTEMPT_LIFETIME),
        })
    }

    /// Records of the portal are in the instance's account and home region.
    pub(crate) fn portal_context(&self, caller: &Caller, instance: &InstanceRow) -> EventContext {
        EventContext {
            region: instance.home_region.clone(),
            host: format!("{}.awsapps.com", instance.store),
            ..self.root_event_context(caller, &instance.account)
        }
    }

    /// A credential was judged: `CredentialVerification`.
    pub(crate) async fn record_credential(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        user: Option<&DirectoryUserRow>,
        credential: CredentialType,
        outcome: Outcome,
        course: &Course,
    ) -> Result<(), ServiceError> {
        let instance = the_instance(tx).await?;
        let facts = SignInFacts {
            event: SignInEvent::CredentialVerification,
            workflow: course.workflow,
            credentials: &[credential],
            user_name: user.map(|user| user.user_name.as_str()),
            login_to: &addresses::portal(&instance),
            enrollment_required: None,
            outcome,
        };
        let record = sign_in_step(&self.portal_context(caller, &instance), &facts);
        self.record(tx, &record).await
    }

    /// `UserAuthentication` of the whole sign-in, and the portal's `Authenticate`.
    pub(super) async fn record_portal_entry(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        instance: &InstanceRow,
        user: &DirectoryUserRow,
        credentials: &[CredentialType],
        course: &Course,
    ) -> Result<(), ServiceError> {
        let context = self.portal_context(caller, instance);
        let facts = SignInFacts {
            event: SignInEvent::UserAuthentication,
            workflow: course.workflow,
            credentials,
            user_name: Some(user.user_name.as_str()),
            login_to: &addresses::portal(instance),
            enrollment_required: None,
            outcome: Outcome::Success,
        };
        let record = sign_in_step(&context, &facts);
        self.record(tx, &record).await?;
        let context = self.portal_context(caller, instance);
        let none = serde_json::Value::Null;
        let name = user.user_name.as_str();
        let record = portal_call(&context, "Authenticate", name, Outcome::Success, none.clone(), none);
        self.record(tx, &record).await
    }
}

/// A name that breaks the rules is nobody's (people type passwords here).
pub(super) async fn named(tx: &mut Tx, typed: &str) -> Result<Option<DirectoryUserRow>, ServiceError> {
    Ok(match DirectoryUserName::parse(typed) {
        Ok(name) => directory_users::by_user_name(tx, &name).await?,
        Err(_) => None,
    })
}
