//! IAM users as an administrator sees them.
//!
//! - `create`: the wizard: details, permissions, tags.
//! - `password`: console passwords.
//! - `tags`: tags.
//! - `delete`: everything that stands on a user goes with it.

mod create;
mod delete;
mod password;
mod tags;

pub(crate) use create::attachable;
pub use create::{NewUser, NewUserPermissions};
pub use password::ConsolePassword;

use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::ids::user_arn;
use vestibule_identity::lockout::TryVerdict;
use vestibule_identity::names::UserName;
use vestibule_identity::password_policy::{AccountPasswordPolicy, PasswordFreshness};
use vestibule_identity::principal::Principal;
use vestibule_identity::user::IamUser;
use vestibule_store::{
    PasswordRow, Reads, access_keys, account_password_policies, groups, policies, tags as tag_rows, throttles, users,
};

use crate::access_keys::key_view;
use crate::answers::{ConsoleAccess, Tag, UserDetails, UserPage, UserView};
use crate::authorize::{Action, Asker, Question};
use crate::mfa;
use crate::request::Caller;
use crate::session::Live;
use crate::tags::keys_of_resource;
use crate::throttle::ThrottleKey;
use crate::{Entity, Service, ServiceError};

/// Users on one page of the list.
const PAGE: u32 = 50;

impl Service {
    /// A page of users in name order; `search` is the beginning of a name, `after` the `next` of the page before. A column
    /// that the caller may not see of a user is absent.
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
            let view = self
                .user_view(&mut reader, &live, &policy, &row.user, row.password.as_ref(), now)
                .await?;
            views.push(view);
        }
        Ok(UserPage { users: views, next })
    }

    /// A user's page: what `GetUser` says.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn user(&self, caller: &Caller, user_name: &str) -> Result<UserDetails, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let user = self.may_on_user(&mut reader, &live, Action::GetUser, user_name).await?;
        let boundary = policies::boundary_of(&mut reader, user.id.as_str()).await?;
        Ok(UserDetails {
            user_name: user.name.as_str().to_owned(),
            user_id: user.id.as_str().to_owned(),
            arn: user_arn(&live.account.id, &user.name),
            created_at: user.created_at,
            password_last_used_at: user.password_last_used,
            boundary_arn: boundary.map(|policy| policy.arn()),
            is_self: principal(&live.account, &user) == *live.principal(),
        })
    }

    /// Asks about a user, existing or not, with the keys of its tags; then says which user it is.
    pub(crate) async fn may_on_user(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        user_name: &str,
    ) -> Result<IamUser, ServiceError> {
        self.may_on_user_with(connection, live, action, user_name, Vec::new())
            .await
    }

    /// As [`may_on_user`](Self::may_on_user), with more condition keys.
    pub(crate) async fn may_on_user_with(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        user_name: &str,
        keys: Vec<(String, Vec<String>)>,
    ) -> Result<IamUser, ServiceError> {
        let user = match UserName::parse(user_name) {
            Ok(name) => users::by_name(connection, &live.account.id, &name).await?,
            Err(_) => None,
        };
        let Some(user) = user else {
            // A refusal does not tell whether it exists.
            let resource = named_resource(live, user_name);
            let question = Question::new(action, &resource).with(keys);
            self.authorize(connection, &Asker::of(live), question).await?;
            return Err(missing(Entity::User, user_name));
        };
        let resource = user_arn(&live.account.id, &user.name);
        let of_resource = keys_of_resource(&tag_rows::of_owner(connection, user.id.as_str()).await?);
        let question = Question::new(action, &resource).with(of_resource).with(keys);
        self.authorize(connection, &Asker::of(live), question).await?;
        Ok(user)
    }

    /// Whether the caller may see this of something that has these tags.
    pub(crate) async fn sees(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        resource: &str,
        tags: &[(String, String)],
    ) -> Result<bool, ServiceError> {
        let question = Question::new(action, resource).with(keys_of_resource(tags));
        Ok(self.judge(connection, &Asker::of(live), question).await?.is_none())
    }

    async fn user_view(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        policy: &AccountPasswordPolicy,
        user: &IamUser,
        password: Option<&PasswordRow>,
        now: Timestamp,
    ) -> Result<UserView, ServiceError> {
        let account = &live.account;
        let arn = user_arn(&account.id, &user.name);
        let tags = tag_rows::of_owner(connection, user.id.as_str()).await?;
        let mut view = UserView {
            user_name: user.name.as_str().to_owned(),
            user_id: user.id.as_str().to_owned(),
            created_at: user.created_at,
            console_access: console_access(connection, account, policy, user, password, now).await?,
            groups: None,
            mfa: None,
            access_keys: None,
            password_changed_at: password.map(|row| row.changed_at),
            password_last_used_at: user.password_last_used,
            arn,
        };
        if self
            .sees(connection, live, Action::ListGroupsForUser, &view.arn, &tags)
            .await?
        {
            let count = groups::of_user(connection, &user.id).await?.len();
            view.groups = Some(count);
        }
        if self
            .sees(connection, live, Action::ListMfaDevices, &view.arn, &tags)
            .await?
        {
            let devices = mfa::assigned(connection, &principal(account, user)).await?;
            view.mfa = Some(mfa::kinds(&devices));
        }
        if self
            .sees(connection, live, Action::ListAccessKeys, &view.arn, &tags)
            .await?
        {
            let keys = access_keys::of_owner(connection, &account.id, Some(&user.id)).await?;
            let last_used = self
                .sees(connection, live, Action::GetAccessKeyLastUsed, &view.arn, &tags)
                .await?;
            view.access_keys = Some(keys.iter().map(|key| key_view(key, last_used)).collect());
        }
        Ok(view)
    }
}

pub(crate) fn principal(account: &Account, user: &IamUser) -> Principal {
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

pub(crate) async fn named_user(
    connection: &mut impl Reads,
    live: &Live,
    user_name: &str,
) -> Result<IamUser, ServiceError> {
    let name = UserName::parse(user_name).map_err(|_| missing(Entity::User, user_name))?;
    users::by_name(connection, &live.account.id, &name)
        .await?
        .ok_or_else(|| missing(Entity::User, user_name))
}

pub(crate) fn missing(entity: Entity, name: &str) -> ServiceError {
    ServiceError::NoSuchEntity {
        entity,
        name: name.chars().take(UserName::MAX_LENGTH).collect(),
    }
}

fn views_of_tags(tags: Vec<(String, String)>) -> Vec<Tag> {
    tags.into_iter().map(|(key, value)| Tag { key, value }).collect()
}

async fn console_access(
    connection: &mut impl Reads,
    account: &Account,
    policy: &AccountPasswordPolicy,
    user: &IamUser,
    password: Option<&PasswordRow>,
    now: Timestamp,
) -> Result<ConsoleAccess, ServiceError> {
    let key = ThrottleKey::user(account.id.as_str(), &user.name);
    let disabled = throttles::get(connection, &key.0)
        .await?
        .is_some_and(|throttle| throttle.may_try(now) == TryVerdict::Disabled);
    Ok(match password {
        None => ConsoleAccess::None,
        Some(_) if disabled => ConsoleAccess::Disabled,
        Some(row) if row.reset_required => ConsoleAccess::ResetRequired,
        Some(row) => match policy.freshness(row.changed_at, now) {
            PasswordFreshness::Expired | PasswordFreshness::HardExpired => ConsoleAccess::Expired,
            PasswordFreshness::Fresh | PasswordFreshness::ExpiresSoon { .. } => ConsoleAccess::Enabled,
        },
    })
}
