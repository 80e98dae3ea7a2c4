//! Roles as an administrator sees them: list, details, and what changes them.
//!
//! - `create`: the wizard.
//! - `change`: description and duration, the trust policy, deletion.
//! - `trust`: which trust policies are accepted; `shared_issuers`: what they must say of issuers that everybody uses.
//! - `tags`: tags.

mod change;
mod create;
mod shared_issuers;
mod tags;
mod trust;

use serde_json::{Value, json};
use vestibule_identity::identity_center::ids::AWS_RESERVED;
use vestibule_identity::ids::role_arn;
use vestibule_identity::names::{AccountId, Path, RoleName};
use vestibule_store::{Reads, RoleRow, roles, tags as tag_rows};

pub use change::{RoleChange, TrustChange};
pub use create::NewRole;
pub(crate) use trust::names_provider;

use crate::answers::{RoleDetails, RoleList, RoleSummary, Tag};
use crate::authorize::{Action, Asker, Question};
use crate::request::Caller;
use crate::session::Live;
use crate::tags::keys_of_resource;
use crate::{Entity, Service, ServiceError};

type Keys = Vec<(String, Vec<String>)>;

impl Service {
    /// All roles of the account, in name order.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn roles(&self, caller: &Caller) -> Result<RoleList, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let all = format!("arn:aws:iam::{}:role/", live.account.id);
        self.may(&mut reader, &live, Action::ListRoles, &all).await?;
        let rows = roles::of_account(&mut reader, &live.account.id).await?;
        Ok(RoleList {
            roles: rows.iter().map(summary).collect(),
        })
    }

    /// A role.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn role(&self, caller: &Caller, name: &str) -> Result<RoleDetails, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let role = self
            .may_on_role(&mut reader, &live, Action::GetRole, name, Vec::new())
            .await?;
        let tags = views_of_tags(tag_rows::of_owner(&mut reader, role.id.as_str()).await?);
        let account = live
            .account
            .alias
            .as_ref()
            .map_or(live.account.id.as_str(), |alias| alias.as_str());
        Ok(RoleDetails {
            role: summary(&role),
            trust_policy: role.trust_policy,
            tags,
            switch_account: account.to_owned(),
        })
    }

    /// Asks about a role, existing or not, with the keys of its tags; then says which role it is.
    pub(crate) async fn may_on_role(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        name: &str,
        keys: Keys,
    ) -> Result<RoleRow, ServiceError> {
        let found = named(connection, &live.account.id, name).await?;
        let resource = found
            .as_ref()
            .map_or_else(|| unknown_arn(&live.account.id, name), RoleRow::arn);
        let mut all = keys;
        if let Some(role) = &found {
            all.extend(keys_of_resource(
                &tag_rows::of_owner(connection, role.id.as_str()).await?,
            ));
        }
        let question = Question::new(action, &resource).with(all);
        self.authorize(connection, &Asker::of(live), question).await?;
        found.ok_or_else(|| missing(name))
    }

    /// The same for an act that changes the role: those on the path `/aws-reserved/` are AWS's, whoever asks (facts 1.7).
    pub(super) async fn may_change_role(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        name: &str,
        keys: Keys,
    ) -> Result<RoleRow, ServiceError> {
        let role = self.may_on_role(connection, live, action, name, keys).await?;
        must_not_be_reserved(&role)?;
        Ok(role)
    }
}

/// Refuses to change what is AWS's.
pub(crate) fn must_not_be_reserved(role: &RoleRow) -> Result<(), ServiceError> {
    if role.path.as_str().starts_with(AWS_RESERVED) {
        Err(ServiceError::ProtectedRole(role.name.as_str().to_owned()))
    } else {
        Ok(())
    }
}

async fn named(connection: &mut impl Reads, account: &AccountId, name: &str) -> Result<Option<RoleRow>, ServiceError> {
    match RoleName::parse(name) {
        Ok(name) => Ok(roles::by_name(connection, account, &name).await?),
        Err(_) => Ok(None),
    }
}

fn unknown_arn(account: &AccountId, name: &str) -> String {
    let shown: String = name.chars().take(64).collect();
    RoleName::parse(&shown).map_or_else(
        |_| format!("arn:aws:iam::{account}:role/{shown}"),
        |name| role_arn(account, &Path::root(), &name),
    )
}

fn missing(name: &str) -> ServiceError {
    ServiceError::NoSuchEntity {
        entity: Entity::Role,
        name: name.chars().take(64).collect(),
    }
}

fn views_of_tags(tags: Vec<(String, String)>) -> Vec<Tag> {
    tags.into_iter().map(|(key, value)| Tag { key, value }).collect()
}

fn summary(role: &RoleRow) -> RoleSummary {
    RoleSummary {
        role_name: role.name.as_str().to_owned(),
        path: role.path.as_str().to_owned(),
        arn: role.arn(),
        role_id: role.id.as_str().to_owned(),
        description: role.description.clone(),
        trusted_entities: trust::entities(&role.trust_policy),
        max_session_seconds: role.max_session.as_secs(),
        created_at: role.created_at,
        last_used_at: role.last_used_at,
    }
}

/// A role as records show it.
fn recorded(role: &RoleRow) -> Value {
    json!({ "role": {
        "path": role.path.as_str(),
        "roleName": role.name.as_str(),
        "roleId": role.id.as_str(),
        "arn": role.arn(),
        "maxSessionDuration": role.max_session.as_secs(),
        "assumeRolePolicyDocument": role.trust_policy,
    }})
}
