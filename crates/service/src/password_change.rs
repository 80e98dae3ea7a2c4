//! Changing a password that one knows: the checks shared by Security credentials and the forced change at sign-in.

use secrecy::{ExposeSecret, SecretString};
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::event::{self, EventIdentity};
use vestibule_identity::ids::UserId;
use vestibule_identity::password_policy::{
    AccountPasswordPolicy, PasswordContext, PasswordViolations, root_password_rules,
};
use vestibule_identity::principal::Principal;
use vestibule_identity::session::EndReason;
use vestibule_identity::user::IamUser;
use vestibule_store::{PasswordRow, Tx, account_password_policies, login_profiles, password_history, root_passwords};

use crate::request::Caller;
use crate::sign_in::NewPassword;
use crate::throttle::{self, ThrottleKey};
use crate::{Service, ServiceError};

/// Whose password.
pub(crate) struct Subject {
    pub(crate) principal: Principal,
    pub(crate) account: Account,
    user: Option<UserId>,
    key: ThrottleKey,
}

impl Subject {
    pub(crate) fn iam(account: &Account, user: &IamUser) -> Self {
        Self {
            principal: Principal::IamUser {
                account: account.id.clone(),
                user: user.id.clone(),
                name: user.name.clone(),
            },
            account: account.clone(),
            user: Some(user.id.clone()),
            key: ThrottleKey::user(account.id.as_str(), &user.name),
        }
    }

    /// Of whoever is signed in.
    ///
    /// # Errors
    /// [`ServiceError::RoleHasNone`].
    pub(crate) fn of(principal: &Principal, account: &Account) -> Result<Self, ServiceError> {
        let (user, key) = match principal {
            Principal::Root { .. } => (None, ThrottleKey::root(&account.email.folded())),
            Principal::IamUser { user, name, .. } => (Some(user.clone()), ThrottleKey::user(account.id.as_str(), name)),
            Principal::AssumedRole { .. } | Principal::FederatedUser { .. } => {
                return Err(ServiceError::RoleHasNone);
            }
        };
        Ok(Self {
            principal: principal.clone(),
            account: account.clone(),
            user,
            key,
        })
    }
}

/// Why a change is refused; each caller has its own words for it.
pub(crate) enum Refusal {
    WrongPassword,
    Policy(PasswordViolations),
    Reused,
}

/// What was found out about a wished change.
pub(crate) struct Judged {
    pub(crate) policy: AccountPasswordPolicy,
    pub(crate) old_phc: String,
    /// The hash of the new password, or why there is none.
    pub(crate) fresh: Result<String, Refusal>,
}

/// Field errors of the three-field form.
pub(crate) fn read_form(form: &NewPassword) -> Result<(), ServiceError> {
    if form.current.expose_secret().is_empty() {
        return Err(ServiceError::invalid("currentPassword", "Enter your current password."));
    }
    read_new(&form.new, &form.confirm)
}

/// Field errors of a new password and its confirmation.
pub(crate) fn read_new(new: &SecretString, confirm: &SecretString) -> Result<(), ServiceError> {
    if new.expose_secret().is_empty() {
        return Err(ServiceError::invalid("newPassword", "Enter a new password."));
    }
    if new.expose_secret() != confirm.expose_secret() {
        return Err(ServiceError::invalid(
            "confirmPassword",
            "The new passwords do not match.",
        ));
    }
    Ok(())
}

impl Service {
    /// Asks for the password again before something that a stolen session must not do (OWASP ASVS 7.5.1). Counts the try;
    /// commits.
    pub(crate) async fn authenticate_again(
        &self,
        mut tx: Tx,
        subject: &Subject,
        password: SecretString,
    ) -> Result<(), ServiceError> {
        if password.expose_secret().is_empty() {
            return Err(ServiceError::invalid("password", "Enter your password."));
        }
        throttle::reserve(&mut tx, subject.key, self.now()).await?;
        let row = match &subject.user {
            Some(user) => login_profiles::get(&mut tx, user).await?,
            None => root_passwords::get(&mut tx, &subject.account.id).await?,
        };
        self.commit(tx).await?;
        if !self.hashing.verify(password, row.map(|row| row.phc)).await? {
            return Err(ServiceError::invalid("password", "The password is not right."));
        }
        let mut tx = self.store.write().await?;
        throttle::clear(&mut tx, subject.key).await?;
        self.commit(tx).await
    }

    /// Counts the try, verifies the present password and judges the new one. Commits the count; writes nothing else.
    pub(crate) async fn judge_change(
        &self,
        mut tx: Tx,
        subject: &Subject,
        form: &NewPassword,
    ) -> Result<Judged, ServiceError> {
        throttle::reserve(&mut tx, subject.key, self.now()).await?;
        let policy = account_password_policies::get(&mut tx, &subject.account.id).await?;
        let row = match &subject.user {
            Some(user) => login_profiles::get(&mut tx, user).await?,
            None => root_passwords::get(&mut tx, &subject.account.id).await?,
        };
        let depth = if subject.user.is_some() {
            policy.reuse_depth()
        } else {
            0
        };
        let history = match &subject.user {
            Some(user) if depth > 0 => password_history::recent(&mut tx, user, u32::from(depth)).await?,
            _ => Vec::new(),
        };
        self.commit(tx).await?;

        let old_phc = row.map(|row| row.phc);
        let matched = self.hashing.verify(form.current.clone(), old_phc.clone()).await?;
        let Some(old_phc) = old_phc.filter(|_| matched) else {
            return Ok(Judged {
                policy,
                old_phc: String::new(),
                fresh: Err(Refusal::WrongPassword),
            });
        };
        let fresh = self.judge_new(subject, &policy, &form.new, history).await?;
        Ok(Judged { policy, old_phc, fresh })
    }

    async fn judge_new(
        &self,
        subject: &Subject,
        policy: &AccountPasswordPolicy,
        new: &SecretString,
        history: Vec<String>,
    ) -> Result<Result<String, Refusal>, ServiceError> {
        let account_name = subject.account.name.as_str();
        let context = PasswordContext {
            account_name,
            email: subject.account.email.as_str(),
        };
        let rules = if subject.user.is_some() {
            policy.check(new.expose_secret(), &context)
        } else {
            root_password_rules::check(new.expose_secret(), &context)
        };
        if let Err(violations) = rules {
            return Ok(Err(Refusal::Policy(violations)));
        }
        for old in history {
            if self.hashing.verify(new.clone(), Some(old)).await? {
                return Ok(Err(Refusal::Reused));
            }
        }
        Ok(Ok(self.hashing.hash(new.clone()).await?))
    }

    /// Writes a judged change: the hash, the history, a cleared throttle, ended sessions and the event.
    #[expect(clippy::too_many_arguments, reason = "one change's facts, used in one transaction")]
    pub(crate) async fn write_change(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        subject: &Subject,
        old_phc: &str,
        phc: String,
        keep_session: Option<uuid::Uuid>,
        now: Timestamp,
    ) -> Result<(), ServiceError> {
        let row = PasswordRow {
            phc,
            changed_at: now,
            created_at: now,
            reset_required: false,
        };
        let context = self.root_event_context(caller, &subject.account.id);
        let record = if let Some(user) = &subject.user {
            let present = login_profiles::get(tx, user).await?;
            let present = present.filter(|present| present.phc == old_phc);
            let present = present.ok_or(ServiceError::AuthenticationFailed)?;
            password_history::push(tx, user, &row.phc, now).await?;
            let row = PasswordRow {
                created_at: present.created_at,
                ..row
            };
            login_profiles::set(tx, user, &row).await?;
            event::api_call(
                &context,
                "ChangePassword",
                &EventIdentity::of(&subject.principal, &subject.account),
                None,
                serde_json::Value::Null,
                serde_json::Value::Null,
            )
        } else {
            let present = root_passwords::get(tx, &subject.account.id).await?;
            if present.is_none_or(|present| present.phc != old_phc) {
                return Err(ServiceError::AuthenticationFailed);
            }
            root_passwords::set(tx, &subject.account.id, &row).await?;
            event::password_updated(&context, &EventIdentity::of(&subject.principal, &subject.account))
        };
        throttle::clear(tx, subject.key).await?;
        self.end_everything_of(tx, &subject.principal, keep_session, EndReason::PasswordChanged)
            .await?;
        self.record(tx, &record).await
    }
}
