//! IAM users as an administrator sees them: list, create, console passwords, delete.

use secrecy::{ExposeSecret, SecretString};
use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::clock::Entropy;
use vestibule_identity::ids::{UserId, user_arn};
use vestibule_identity::lockout::TryVerdict;
use vestibule_identity::names::UserName;
use vestibule_identity::password_policy::{AccountPasswordPolicy, PasswordContext, PasswordFreshness};
use vestibule_identity::principal::Principal;
use vestibule_identity::session::EndReason;
use vestibule_identity::user::IamUser;
use vestibule_store::{
    PasswordRow, Reads, StoreError, Tx, account_password_policies, login_profiles, password_history, throttles, users,
};

use crate::addresses;
use crate::answers::{ConsoleAccess, CreatedUser, PasswordSet, UserPage, UserView};
use crate::authorize::Action;
use crate::mfa;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::throttle::{self, ThrottleKey};
use crate::{Entity, Service, ServiceError};

/// Users on one page of the list.
const PAGE: u32 = 50;

/// A console password to set.
#[derive(Debug)]
pub struct ConsolePassword {
    /// The password, or `None` to generate one that meets the account's policy.
    pub password: Option<SecretString>,
    /// The user must choose a new one at next sign-in.
    pub reset_required: bool,
}

/// A user to create.
#[derive(Debug)]
pub struct NewUser {
    /// IAM user name.
    pub user_name: String,
    /// Console access, if any.
    pub console: Option<ConsolePassword>,
}

/// A password that met the policy: its hash, and the words to show once if it was generated.
struct Ready {
    phc: String,
    generated: Option<SecretString>,
    reset_required: bool,
}

impl Service {
    /// A page of users in name order; `search` is the beginning of a name, `after` the `next` of the page before.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn users(
        &self,
        caller: &Caller,
        search: Option<&str>,
        after: Option<&str>,
    ) -> Result<UserPage, ServiceError> {
        let live = self.live(caller).await?;
        let now = self.now();
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::ListUsers, &users_resource(&live))
            .await?;
        let policy = account_password_policies::get(&mut reader, &live.account.id).await?;
        let search = search.map(str::trim).filter(|text| !text.is_empty());
        let mut rows = users::page(&mut reader, &live.account.id, search, after, PAGE + 1).await?;
        let more = rows.len() > usize::try_from(PAGE).unwrap_or(usize::MAX);
        if more {
            rows.pop();
        }
        let next = rows.last().filter(|_| more).map(|row| row.user.name.folded());
        let mut views = Vec::with_capacity(rows.len());
        for row in rows {
            views.push(
                view(
                    &mut reader,
                    &live.account,
                    &policy,
                    &row.user,
                    row.password.as_ref(),
                    now,
                )
                .await?,
            );
        }
        Ok(UserPage { users: views, next })
    }

    /// Creates a user, with or without console access.
    ///
    /// # Errors
    /// Field errors for the name and the password, [`ServiceError::AlreadyExists`], [`ServiceError::AccessDenied`].
    pub async fn create_user(&self, caller: &Caller, new: NewUser) -> Result<CreatedUser, ServiceError> {
        let live = self.live(caller).await?;
        let name = UserName::parse(&new.user_name).map_err(|error| ServiceError::invalid("userName", error))?;
        let resource = user_arn(&live.account.id, &name);
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::CreateUser, &resource).await?;
        let policy = account_password_policies::get(&mut reader, &live.account.id).await?;
        if users::by_name(&mut reader, &live.account.id, &name).await?.is_some() {
            return Err(exists(Entity::User, &name));
        }
        if new.console.is_some() {
            self.may(&mut reader, &live, Action::CreateLoginProfile, &resource)
                .await?;
        }
        drop(reader);
        let ready = match new.console {
            Some(console) => Some(self.ready(&live.account, &policy, console).await?),
            None => None,
        };

        let now = self.now();
        let user = IamUser {
            id: UserId::generate(&*self.entropy),
            account: live.account.id.clone(),
            name: name.clone(),
            created_at: now,
            password_last_used: None,
        };
        let mut tx = self.store.write().await?;
        match users::insert(&mut tx, &user).await {
            Err(StoreError::Conflict) => return Err(exists(Entity::User, &name)),
            other => other?,
        }
        let created = json!({ "user": {
            "path": "/", "userName": name.as_str(), "userId": user.id.as_str(), "arn": resource,
        }});
        let parameters = json!({ "userName": name.as_str() });
        self.record_act(&mut tx, caller, &live, "CreateUser", parameters, created)
            .await?;
        let row = match &ready {
            Some(ready) => Some(
                self.put_password(&mut tx, caller, &live, &user, ready, None, now)
                    .await?,
            ),
            None => None,
        };
        let view = view(&mut tx, &live.account, &policy, &user, row.as_ref(), now).await?;
        self.commit(tx).await?;
        Ok(CreatedUser {
            user: view,
            password: ready.and_then(|ready| shown(ready.generated)),
            sign_in_url: addresses::account_sign_in(&live.account),
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
        let resource = named_resource(&live, user_name);
        self.may(&mut reader, &live, Action::UpdateLoginProfile, &resource)
            .await?;
        let policy = account_password_policies::get(&mut reader, &live.account.id).await?;
        let user = named_user(&mut reader, &live, user_name).await?;
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
        let resource = named_resource(&live, user_name);
        self.may(&mut tx, &live, Action::DeleteLoginProfile, &resource).await?;
        let user = named_user(&mut tx, &live, user_name).await?;
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

    /// Deletes a user with password and sessions.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn delete_user(&self, caller: &Caller, user_name: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let resource = named_resource(&live, user_name);
        self.may(&mut tx, &live, Action::DeleteUser, &resource).await?;
        let user = named_user(&mut tx, &live, user_name).await?;
        let principal = principal(&live.account, &user);
        self.end_everything_of(&mut tx, &principal, None, EndReason::CredentialRemoved)
            .await?;
        throttle::clear(&mut tx, ThrottleKey::user(live.account.id.as_str(), &user.name)).await?;
        users::delete(&mut tx, &user.id).await?;
        let parameters = json!({ "userName": user.name.as_str() });
        self.finish(tx, caller, &live, "DeleteUser", parameters, Value::Null)
            .await
    }

    /// Checks or generates the password and hashes it.
    async fn ready(
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
    async fn put_password(
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

fn shown(generated: Option<SecretString>) -> Option<String> {
    generated.map(|password| password.expose_secret().to_owned())
}

fn principal(account: &Account, user: &IamUser) -> Principal {
    Principal::IamUser {
        account: account.id.clone(),
        user: user.id.clone(),
        name: user.name.clone(),
    }
}

fn users_resource(live: &Live) -> String {
    format!("arn:aws:iam::{}:user/", live.account.id)
}

/// The resource of an act on a user, existing or not, so that a refusal does not tell which.
fn named_resource(live: &Live, user_name: &str) -> String {
    let shown: String = user_name.chars().take(UserName::MAX_LENGTH).collect();
    format!("arn:aws:iam::{}:user/{shown}", live.account.id)
}

async fn named_user(connection: &mut impl Reads, live: &Live, user_name: &str) -> Result<IamUser, ServiceError> {
    let name = UserName::parse(user_name).map_err(|_| missing(Entity::User, user_name))?;
    users::by_name(connection, &live.account.id, &name)
        .await?
        .ok_or_else(|| missing(Entity::User, user_name))
}

fn missing(entity: Entity, name: &str) -> ServiceError {
    ServiceError::NoSuchEntity {
        entity,
        name: name.chars().take(UserName::MAX_LENGTH).collect(),
    }
}

fn exists(entity: Entity, name: &UserName) -> ServiceError {
    ServiceError::AlreadyExists {
        entity,
        name: name.as_str().to_owned(),
    }
}

async fn view(
    connection: &mut impl Reads,
    account: &Account,
    policy: &AccountPasswordPolicy,
    user: &IamUser,
    password: Option<&PasswordRow>,
    now: Timestamp,
) -> Result<UserView, ServiceError> {
    let principal = Principal::IamUser {
        account: account.id.clone(),
        user: user.id.clone(),
        name: user.name.clone(),
    };
    let key = ThrottleKey::user(account.id.as_str(), &user.name);
    let disabled = throttles::get(connection, &key.0)
        .await?
        .is_some_and(|throttle| throttle.may_try(now) == TryVerdict::Disabled);
    let console_access = match password {
        None => ConsoleAccess::None,
        Some(_) if disabled => ConsoleAccess::Disabled,
        Some(row) if row.reset_required => ConsoleAccess::ResetRequired,
        Some(row) => match policy.freshness(row.changed_at, now) {
            PasswordFreshness::Expired | PasswordFreshness::HardExpired => ConsoleAccess::Expired,
            PasswordFreshness::Fresh | PasswordFreshness::ExpiresSoon { .. } => ConsoleAccess::Enabled,
        },
    };
    Ok(UserView {
        user_name: user.name.as_str().to_owned(),
        user_id: user.id.as_str().to_owned(),
        arn: user_arn(&account.id, &user.name),
        created_at: user.created_at,
        console_access,
        mfa: mfa::kinds(&mfa::assigned(connection, &principal).await?),
        password_changed_at: password.map(|row| row.changed_at),
        password_last_used_at: user.password_last_used,
    })
}
