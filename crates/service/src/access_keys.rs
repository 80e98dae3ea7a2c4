//! Long-term access keys: a user's own, another user's, and the root user's (facts 2.8). The secret is sealed, and told once.

use secrecy::ExposeSecret;
use serde_json::{Value, json};
use vestibule_credentials::access_key::new_secret;
use vestibule_identity::ids::AccessKeyId;
use vestibule_identity::principal::Principal;
use vestibule_identity::user::IamUser;
use vestibule_store::{AccessKeyRow, Reads, Tx, access_keys, users};

use crate::answers::{AccessKeyList, AccessKeyView, KeyLastUse, NewAccessKey};
use crate::authorize::Action;
use crate::events::shown_date;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::users::missing;
use crate::{Entity, Service, ServiceError};

/// Keys of one owner; inactive ones count.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MOST_KEYS: usize = 2;

/// Whose keys.
#[derive(Debug, Clone, Copy)]
pub enum KeysOf<'a> {
    /// Of whoever is signed in.
    Own,
    /// Of this user.
    User(&'a str),
}

/// The owner, found and allowed.
struct Owner(Option<IamUser>);

impl Owner {
    /// `userName` of a record; the root user's calls have none.
    fn parameters(&self, key: Option<&str>) -> Value {
        let mut fields = serde_json::Map::new();
        if let Some(user) = &self.0 {
            fields.insert("userName".to_owned(), json!(user.name.as_str()));
        }
        if let Some(key) = key {
            fields.insert("accessKeyId".to_owned(), json!(key));
        }
        if fields.is_empty() {
            Value::Null
        } else {
            Value::Object(fields)
        }
    }

    async fn keys(&self, connection: &mut impl Reads, live: &Live) -> Result<Vec<AccessKeyRow>, ServiceError> {
        let user = self.0.as_ref().map(|user| &user.id);
        Ok(access_keys::of_owner(connection, &live.account.id, user).await?)
    }

    async fn key(&self, connection: &mut impl Reads, live: &Live, id: &str) -> Result<AccessKeyRow, ServiceError> {
        let keys = self.keys(connection, live).await?;
        keys.into_iter()
            .find(|key| key.id.as_str() == id)
            .ok_or_else(|| missing(Entity::AccessKey, id))
    }
}

/// A key as pages show it.
pub(crate) fn key_view(key: &AccessKeyRow, sees_last_use: bool) -> AccessKeyView {
    AccessKeyView {
        id: key.id.as_str().to_owned(),
        is_active: key.is_active,
        created_at: key.created_at,
        last_use: match &key.last_used {
            _ if !sees_last_use => KeyLastUse::Denied,
            None => KeyLastUse::Never,
            Some(used) => KeyLastUse::Used {
                at: used.at,
                service: used.service.clone(),
                region: used.region.clone(),
            },
        },
    }
}

/// Where a secret is sealed for.
pub(crate) fn place(id: &AccessKeyId) -> String {
    format!("access-key/{id}")
}

impl Service {
    /// Someone's keys, oldest first.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::RoleHasNone`], [`ServiceError::AccessDenied`].
    pub async fn access_keys(&self, caller: &Caller, of: KeysOf<'_>) -> Result<AccessKeyList, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let owner = self.key_owner(&mut reader, &live, of, Action::ListAccessKeys).await?;
        let last_use = self
            .key_owner(&mut reader, &live, of, Action::GetAccessKeyLastUsed)
            .await;
        let sees_last_use = match last_use {
            Ok(_) => true,
            Err(ServiceError::AccessDenied(_)) => false,
            Err(other) => return Err(other),
        };
        let keys = owner.keys(&mut reader, &live).await?;
        Ok(AccessKeyList {
            keys: keys.iter().map(|key| key_view(key, sees_last_use)).collect(),
            limit: MOST_KEYS,
        })
    }

    /// Makes a key. The secret is in the answer and never again.
    ///
    /// # Errors
    /// [`ServiceError::LimitExceeded`], [`ServiceError::NoSuchEntity`], [`ServiceError::RoleHasNone`],
    /// [`ServiceError::AccessDenied`].
    pub async fn create_access_key(&self, caller: &Caller, of: KeysOf<'_>) -> Result<NewAccessKey, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let owner = self.key_owner(&mut tx, &live, of, Action::CreateAccessKey).await?;
        if owner.keys(&mut tx, &live).await?.len() >= MOST_KEYS {
            return Err(ServiceError::LimitExceeded {
                quota: "AccessKeysPerUser",
                limit: MOST_KEYS,
            });
        }
        let now = self.now();
        let id = AccessKeyId::generate(&*self.entropy);
        let secret = new_secret(&*self.entropy);
        let sealed = self
            .key
            .seal(&place(&id), secret.expose_secret().as_bytes(), &*self.entropy)?;
        let key = AccessKeyRow {
            id,
            account: live.account.id.clone(),
            user: owner.0.as_ref().map(|user| user.id.clone()),
            sealed,
            is_active: true,
            created_at: now,
            changed_at: now,
            last_used: None,
        };
        access_keys::insert(&mut tx, &key).await?;
        let mut made = owner.parameters(Some(key.id.as_str()));
        if let Value::Object(fields) = &mut made {
            fields.insert("status".to_owned(), json!("Active"));
            fields.insert("createDate".to_owned(), json!(shown_date(now)));
        }
        let parameters = owner.parameters(None);
        self.record_act(
            &mut tx,
            caller,
            &live,
            "CreateAccessKey",
            parameters,
            json!({ "accessKey": made }),
        )
        .await?;
        self.commit(tx).await?;
        Ok(NewAccessKey {
            key: key_view(&key, true),
            secret: secret.expose_secret().to_owned(),
        })
    }

    /// Activates or deactivates a key.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::RoleHasNone`], [`ServiceError::AccessDenied`].
    pub async fn set_access_key_active(
        &self,
        caller: &Caller,
        of: KeysOf<'_>,
        id: &str,
        is_active: bool,
    ) -> Result<Answer<()>, ServiceError> {
        let (mut tx, live, owner, key) = self.key_to_change(caller, of, id, Action::UpdateAccessKey).await?;
        access_keys::set_active(&mut tx, &key.id, is_active, self.now()).await?;
        let mut parameters = owner.parameters(Some(id));
        if let Value::Object(fields) = &mut parameters {
            let status = if is_active { "Active" } else { "Inactive" };
            fields.insert("status".to_owned(), json!(status));
        }
        self.finish(tx, caller, &live, "UpdateAccessKey", parameters, Value::Null)
            .await
    }

    /// Deletes a key. The API deletes an active one, too; the console wants it deactivated first, so that whoever still
    /// uses it is heard before there is no way back (facts 2.8).
    ///
    /// # Errors
    /// [`ServiceError::DeleteConflict`] for an active key, [`ServiceError::NoSuchEntity`], [`ServiceError::RoleHasNone`],
    /// [`ServiceError::AccessDenied`].
    pub async fn delete_access_key(
        &self,
        caller: &Caller,
        of: KeysOf<'_>,
        id: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let (mut tx, live, owner, key) = self.key_to_change(caller, of, id, Action::DeleteAccessKey).await?;
        if key.is_active {
            return Err(ServiceError::DeleteConflict(
                "Deactivate the access key before you delete it.",
            ));
        }
        access_keys::delete(&mut tx, &key.id).await?;
        let parameters = owner.parameters(Some(id));
        self.finish(tx, caller, &live, "DeleteAccessKey", parameters, Value::Null)
            .await
    }

    async fn key_to_change(
        &self,
        caller: &Caller,
        of: KeysOf<'_>,
        id: &str,
        action: Action,
    ) -> Result<(Tx, Live, Owner, AccessKeyRow), ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let owner = self.key_owner(&mut tx, &live, of, action).await?;
        let key = owner.key(&mut tx, &live, id).await?;
        Ok((tx, live, owner, key))
    }

    /// Asks about the owner's keys; then says who it is.
    async fn key_owner(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        of: KeysOf<'_>,
        action: Action,
    ) -> Result<Owner, ServiceError> {
        let name = match of {
            KeysOf::User(name) => name.to_owned(),
            KeysOf::Own => match live.own()? {
                root @ Principal::Root { .. } => {
                    self.may(connection, live, action, &root.arn()).await?;
                    return Ok(Owner(None));
                }
                Principal::IamUser { user, .. } => users::by_id(connection, user)
                    .await?
                    .map(|user| user.name.as_str().to_owned())
                    .ok_or(ServiceError::NotSignedIn)?,
                Principal::AssumedRole { .. } | Principal::FederatedUser { .. } => {
                    return Err(ServiceError::RoleHasNone);
                }
            },
        };
        let user = self.may_on_user(connection, live, action, &name).await?;
        Ok(Owner(Some(user)))
    }
}
