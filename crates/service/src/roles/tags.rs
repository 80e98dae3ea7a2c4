//! A role's tags.

use serde_json::{Value, json};
use vestibule_store::tags as tag_rows;

use super::views_of_tags;
use crate::answers::Tag;
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::tags::{keys_of_removal, keys_of_request, read};
use crate::{Service, ServiceError};

impl Service {
    /// Makes a role's tags these. `expected` is what the editor had read.
    ///
    /// # Errors
    /// A field error for `tags`, [`ServiceError::ConcurrentModification`], [`ServiceError::LimitExceeded`],
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn set_role_tags(
        &self,
        caller: &Caller,
        name: &str,
        wanted: &[Tag],
        expected: &[Tag],
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let wanted = read(wanted)?;
        let role = self
            .may_change_role(&mut tx, &live, Action::TagRole, name, keys_of_request(&wanted))
            .await?;
        let owner = role.id.as_str();
        let present = tag_rows::of_owner(&mut tx, owner).await?;
        if views_of_tags(present.clone()) != expected {
            return Err(ServiceError::ConcurrentModification);
        }
        let stays = |key: &str| {
            wanted
                .iter()
                .any(|(other, _)| other.to_lowercase() == key.to_lowercase())
        };
        let gone: Vec<String> = present
            .iter()
            .map(|(key, _)| key.clone())
            .filter(|key| !stays(key))
            .collect();
        if !gone.is_empty() {
            let keys = vec![keys_of_removal(gone.iter().cloned())];
            self.may_change_role(&mut tx, &live, Action::UntagRole, name, keys)
                .await?;
            for key in &gone {
                tag_rows::remove(&mut tx, owner, key).await?;
            }
            let parameters = json!({ "roleName": role.name.as_str(), "tagKeys": gone });
            self.record_act(&mut tx, caller, &live, "UntagRole", parameters, Value::Null)
                .await?;
        }
        let fresh: Vec<_> = wanted.iter().filter(|tag| !present.contains(tag)).collect();
        if !fresh.is_empty() {
            for (key, value) in &fresh {
                tag_rows::set(&mut tx, owner, key, value).await?;
            }
            let shown: Vec<Value> = fresh
                .iter()
                .map(|(key, value)| json!({ "key": key, "value": value }))
                .collect();
            let parameters = json!({ "roleName": role.name.as_str(), "tags": shown });
            self.record_act(&mut tx, caller, &live, "TagRole", parameters, Value::Null)
                .await?;
        }
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}
