//! A user's tags.

use serde_json::{Value, json};
use vestibule_store::tags;

use super::{named_user, views_of_tags};
use crate::answers::{Tag, TagList};
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::tags::{keys_of_removal, keys_of_request, read, recorded};
use crate::{Service, ServiceError};

impl Service {
    /// A user's tags.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn user_tags(&self, caller: &Caller, user_name: &str) -> Result<TagList, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let user = self
            .may_on_user(&mut reader, &live, Action::ListUserTags, user_name)
            .await?;
        let tags = views_of_tags(tags::of_owner(&mut reader, user.id.as_str()).await?);
        Ok(TagList { tags })
    }

    /// Makes a user's tags these: sets what is new or different, and removes what is not among them. `expected` is what
    /// the editor had read.
    ///
    /// # Errors
    /// A field error for `tags`, [`ServiceError::ConcurrentModification`], [`ServiceError::LimitExceeded`],
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn set_user_tags(
        &self,
        caller: &Caller,
        user_name: &str,
        wanted: &[Tag],
        expected: &[Tag],
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let wanted = read(wanted)?;
        let expected: Vec<(String, String)> = expected
            .iter()
            .map(|tag| (tag.key.clone(), tag.value.clone()))
            .collect();
        // The difference is that of the editor's own two lists, so that asking tells nothing of what the user has.
        let fresh: Vec<_> = wanted.iter().filter(|tag| !expected.contains(tag)).cloned().collect();
        let stays = |key: &str| {
            wanted
                .iter()
                .any(|(other, _)| other.to_lowercase() == key.to_lowercase())
        };
        let gone: Vec<String> = expected
            .iter()
            .map(|(key, _)| key.clone())
            .filter(|key| !stays(key))
            .collect();
        if !gone.is_empty() {
            let keys = vec![keys_of_removal(gone.iter().cloned())];
            self.may_on_user_with(&mut tx, &live, Action::UntagUser, user_name, keys)
                .await?;
        }
        if !fresh.is_empty() || gone.is_empty() {
            let keys = keys_of_request(&fresh);
            self.may_on_user_with(&mut tx, &live, Action::TagUser, user_name, keys)
                .await?;
        }
        let user = named_user(&mut tx, &live, user_name).await?;
        let owner = user.id.as_str();
        if tags::of_owner(&mut tx, owner).await? != expected {
            return Err(ServiceError::ConcurrentModification);
        }
        if !gone.is_empty() {
            for key in &gone {
                tags::remove(&mut tx, owner, key).await?;
            }
            let parameters = json!({ "userName": user.name.as_str(), "tagKeys": gone });
            self.record_act(&mut tx, caller, &live, "UntagUser", parameters, Value::Null)
                .await?;
        }
        if !fresh.is_empty() {
            for (key, value) in &fresh {
                tags::set(&mut tx, owner, key, value).await?;
            }
            let parameters = json!({ "userName": user.name.as_str(), "tags": recorded(&fresh) });
            self.record_act(&mut tx, caller, &live, "TagUser", parameters, Value::Null)
                .await?;
        }
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}
