//! Account settings: the alias (facts 1.6) and the password policy (facts 3.2).

use serde_json::{Value, json};
use vestibule_identity::names::AccountAlias;
use vestibule_identity::password_policy::{AccountPasswordPolicy, PasswordPolicy};
use vestibule_store::{StoreError, Tx, account_password_policies, accounts};

use crate::addresses;
use crate::answers::AccountView;
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

impl Service {
    /// The page.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn account(&self, caller: &Caller) -> Result<AccountView, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::ListAccountAliases, "*").await?;
        let account = &live.account;
        let policy = account_password_policies::get(&mut reader, &account.id).await?;
        Ok(AccountView {
            account_id: account.id.as_str().to_owned(),
            account_id_dashed: account.id.dashed(),
            name: account.name.as_str().to_owned(),
            email: Some(account.email.as_str().to_owned()),
            alias: account.alias.as_ref().map(|alias| alias.as_str().to_owned()),
            is_management: account.is_management,
            sign_in_url: addresses::account_sign_in(account),
            sign_in_url_with_id: addresses::account_sign_in_with_id(account),
            password_policy: match policy {
                AccountPasswordPolicy::AwsDefault => None,
                AccountPasswordPolicy::Custom(policy) => Some(policy),
            },
        })
    }

    /// Sets the alias; it replaces the old one, whose address stops working.
    ///
    /// # Errors
    /// A field error for a name that breaks the rules, [`ServiceError::AlreadyExists`], [`ServiceError::AccessDenied`].
    pub async fn set_account_alias(&self, caller: &Caller, alias: &str) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::CreateAccountAlias, "*").await?;
        let alias = AccountAlias::parse(alias.trim()).map_err(|error| ServiceError::invalid("alias", error))?;
        match accounts::set_alias(&mut tx, &live.account.id, Some(&alias)).await {
            Err(StoreError::Conflict) => {
                return Err(ServiceError::AlreadyExists {
                    entity: Entity::AccountAlias,
                    name: alias.as_str().to_owned(),
                });
            }
            other => other?,
        }
        let parameters = json!({ "accountAlias": alias.as_str() });
        self.finish(tx, caller, &live, "CreateAccountAlias", parameters, Value::Null)
            .await
    }

    /// Deletes the alias; its address fails from then on.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`] when there is none, [`ServiceError::AccessDenied`].
    pub async fn delete_account_alias(&self, caller: &Caller) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::DeleteAccountAlias, "*").await?;
        let Some(alias) = &live.account.alias else {
            return Err(ServiceError::NoSuchEntity {
                entity: Entity::AccountAlias,
                name: String::new(),
            });
        };
        accounts::set_alias(&mut tx, &live.account.id, None).await?;
        let parameters = json!({ "accountAlias": alias.as_str() });
        self.finish(tx, caller, &live, "DeleteAccountAlias", parameters, Value::Null)
            .await
    }

    /// Sets the whole custom password policy. An empty one is weaker than none (facts 3.2), as in AWS.
    ///
    /// # Errors
    /// A field error for a value out of range, [`ServiceError::AccessDenied`].
    pub async fn set_password_policy(
        &self,
        caller: &Caller,
        policy: PasswordPolicy,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::UpdateAccountPasswordPolicy, "*")
            .await?;
        policy
            .validate()
            .map_err(|error| ServiceError::invalid(error.field(), error))?;
        account_password_policies::set(&mut tx, &live.account.id, Some(&policy)).await?;
        let parameters = serde_json::to_value(&policy)?;
        self.finish(
            tx,
            caller,
            &live,
            "UpdateAccountPasswordPolicy",
            parameters,
            Value::Null,
        )
        .await
    }

    /// Goes back to the AWS default.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`] when the default applies already, [`ServiceError::AccessDenied`].
    pub async fn delete_password_policy(&self, caller: &Caller) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        self.may(&mut tx, &live, Action::DeleteAccountPasswordPolicy, "*")
            .await?;
        let present = account_password_policies::get(&mut tx, &live.account.id).await?;
        if present == AccountPasswordPolicy::AwsDefault {
            return Err(ServiceError::NoSuchEntity {
                entity: Entity::PasswordPolicy,
                name: String::new(),
            });
        }
        account_password_policies::set(&mut tx, &live.account.id, None).await?;
        self.finish(
            tx,
            caller,
            &live,
            "DeleteAccountPasswordPolicy",
            Value::Null,
            Value::Null,
        )
        .await
    }

    /// Records an administrative act and commits it.
    pub(crate) async fn finish(
        &self,
        mut tx: Tx,
        caller: &Caller,
        live: &Live,
        event_name: &str,
        parameters: Value,
        response: Value,
    ) -> Result<Answer<()>, ServiceError> {
        self.record_act(&mut tx, caller, live, event_name, parameters, response)
            .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}
