//! Console passwords that an administrator sets, resets and removes.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::clock::Entropy;
use vestibule_identity::password_policy::{AccountPasswordPolicy, PasswordContext};
use vestibule_identity::session::EndReason;
use vestibule_identity::user::IamUser;
use vestibule_store::{PasswordRow, Tx, account_password_policies, login_profiles, password_history};

use super::{missing, named_user, principal};
use crate::answers::{ConsolePasswordView, PasswordSet};
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::throttle::{self, ThrottleKey};
use crate::{Entity, Service, ServiceError};

/// A console password to set.
#[derive(Debug)]
pub struct ConsolePassword {
    /// The password, or `None` to generate one that meets the account's policy.
    pub password: Option<SecretString>,
    /// The user must choose a new one at next sign-in.
    pub reset_required: bool,
}

/// A password that met the policy: its hash, and the words to show once if it was generated.
pub(super) struct Ready {
    phc: String,
    pub(super) generated: Option<SecretString>,
    reset_required: bool,
}

impl Service {
    /// A user's console access.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn user_console_password(
        &self,
        caller: &Caller,
        user_name: &str,
    ) -> Result<ConsolePasswordView, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let user = self
            .may_on_user(&mut reader, &live, Action::GetLoginProfile, user_name)
            .await?;
        let policy = account_password_policies::get(&mut reader, &live.account.id).await?;
        let row = login_profiles::get(&mut reader, &user.id).await?;
        Ok(ConsolePasswordView {
            console_access: super::console_access(&mut reader, &live.account, &policy, &user, row.as_ref(), self.now())
                .await?,
            created_at: row.as_ref().map(|row| row.created_at),
            changed_at: row.as_ref().map(|row| row.changed_at),
        })
    }

    /// Sets or resets a console password; ends the user's sessions and lifts the throttle.
    ///
    /// # Errors
    /// Field errors for the password, [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn set_user_password(
        &self,
        caller: &Caller,
        user_name: &str,
        console: ConsolePassword,
    ) -> Result<PasswordSet, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let user = self
            .may_on_user(&mut reader, &live, Action::UpdateLoginProfile, user_name)
            .await?;
        let policy = account_password_policies::get(&mut reader, &live.account.id).await?;
        drop(reader);
        let ready = self.ready(&live.account, &policy, console).await?;
        let now = self.now();
        let mut tx = self.store.write().await?;
        let user = named_user(&mut tx, &live, user.name.as_str()).await?;
        let present = login_profiles::get(&mut tx, &user.id).await?;
        self.put_password(&mut tx, caller, &live, &user, &ready, present, now)
            .await?;
        let principal = principal(&live.account, &user);
        self.end_everything_of(&mut tx, &principal, None, EndReason::PasswordChanged)
            .await?;
        self.commit(tx).await?;
        Ok(PasswordSet {
            password: shown(ready.generated),
        })
    }

    /// Removes console access; ends the user's sessions.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn remove_user_password(&self, caller: &Caller, user_name: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let user = self
            .may_on_user(&mut tx, &live, Action::DeleteLoginProfile, user_name)
            .await?;
        if !login_profiles::delete(&mut tx, &user.id).await? {
            return Err(missing(Entity::LoginProfile, user_name));
        }
        let principal = principal(&live.account, &user);
        self.end_everything_of(&mut tx, &principal, None, EndReason::CredentialRemoved)
            .await?;
        let parameters = json!({ "userName": user.name.as_str() });
        self.finish(tx, caller, &live, "DeleteLoginProfile", parameters, Value::Null)
            .await
    }

    /// Checks or generates the password and hashes it.
    pub(super) async fn ready(
        &self,
        account: &Account,
        policy: &AccountPasswordPolicy,
        console: ConsolePassword,
    ) -> Result<Ready, ServiceError> {
        let (password, generated) = if let Some(chosen) = console.password {
            let context = PasswordContext {
                account_name: account.name.as_str(),
                email: account.email.as_str(),
            };
            policy.check(chosen.expose_secret(), &context).map_err(|violations| {
                ServiceError::PasswordPolicyViolation {
                    field: "password",
                    message: violations.to_string(),
                }
            })?;
            (chosen, None)
        } else {
            let entropy: &dyn Entropy = &*self.entropy;
            let fresh = SecretString::from(policy.generate(entropy));
            (fresh.clone(), Some(fresh))
        };
        Ok(Ready {
            phc: self.hashing.hash(password).await?,
            generated,
            reset_required: console.reset_required,
        })
    }

    #[expect(clippy::too_many_arguments, reason = "one password's facts, used in one transaction")]
    pub(super) async fn put_password(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        user: &IamUser,
        ready: &Ready,
        present: Option<PasswordRow>,
        now: Timestamp,
    ) -> Result<PasswordRow, ServiceError> {
        let event_name = if present.is_some() {
            "UpdateLoginProfile"
        } else {
            "CreateLoginProfile"
        };
        let row = PasswordRow {
            phc: ready.phc.clone(),
            changed_at: now,
            created_at: present.map_or(now, |present| present.created_at),
            reset_required: ready.reset_required,
        };
        login_profiles::set(tx, &user.id, &row).await?;
        password_history::push(tx, &user.id, &row.phc, now).await?;
        throttle::clear(tx, ThrottleKey::user(live.account.id.as_str(), &user.name)).await?;
        let parameters = json!({
            "userName": user.name.as_str(), "passwordResetRequired": row.reset_required,
        });
        self.record_act(tx, caller, live, event_name, parameters, Value::Null)
            .await?;
        Ok(row)
    }
}

pub(super) fn shown(generated: Option<SecretString>) -> Option<String> {
    generated.map(|password| password.expose_secret().to_owned())
}
