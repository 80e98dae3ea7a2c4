//! Policies embedded in a user, group or role.

use serde_json::{Value, json};
use vestibule_identity::names::PolicyName;
use vestibule_policy::{Document, Kind, Limits};
use vestibule_store::{Reads, policies};

use super::holder::{Found, Holder};
use super::missing;
use crate::answers::{Holders, InlinePolicy};
use crate::authorize::Asker;
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// An embedded policy to save.
#[derive(Debug)]
pub struct NewInline {
    /// Its name.
    pub policy_name: String,
    /// What it shall say.
    pub document: String,
    /// What it was read as before; none for a new one.
    pub expected: Option<String>,
}

impl Service {
    /// What an embedded policy says.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn inline_policy(
        &self,
        caller: &Caller,
        kind: Holders,
        name: &str,
        policy: &str,
    ) -> Result<InlinePolicy, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let holder = Holder::of(&mut reader, &live, kind, name).await?;
        let question = holder.question(holder.acts().get_inline);
        self.authorize(&mut reader, &Asker::of(&live), question).await?;
        let found = holder.found()?;
        let no_inline = || missing(holder.acts().no_inline, policy);
        let policy_name = PolicyName::parse(policy).map_err(|_| no_inline())?;
        let document = policies::inline(&mut reader, &found.id, &policy_name)
            .await?
            .ok_or_else(no_inline)?;
        Ok(InlinePolicy {
            policy_name: policy_name.as_str().to_owned(),
            document,
        })
    }

    /// Creates or changes an embedded policy.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::MalformedPolicy`], [`ServiceError::LimitReached`] with all embedded policies
    /// together too long, [`ServiceError::AlreadyExists`] and [`ServiceError::ConcurrentModification`] when it is not what
    /// was expected, [`ServiceError::AccessDenied`].
    pub async fn put_inline_policy(
        &self,
        caller: &Caller,
        kind: Holders,
        name: &str,
        new: NewInline,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let policy = PolicyName::parse(&new.policy_name).map_err(|error| ServiceError::invalid("policyName", error))?;
        let limits = Limits {
            // All of them together have a quota, asked about below.
            characters: usize::MAX,
            ..Kind::Inline.limits()
        };
        let read = Document::parse_within(&new.document, Kind::Inline, limits);
        let mut tx = self.store.write().await?;
        let holder = Holder::of(&mut tx, &live, kind, name).await?;
        let acts = holder.acts();
        let question = holder.question(acts.put_inline.0);
        self.authorize(&mut tx, &Asker::of(&live), question).await?;
        let found = holder.changeable()?;
        read?;
        must_fit(&mut tx, &holder, found, &policy, &new.document, limits).await?;
        let present = policies::inline(&mut tx, &found.id, &policy).await?;
        match (&present, &new.expected) {
            (Some(_), None) => {
                return Err(ServiceError::AlreadyExists {
                    entity: Entity::Policy,
                    name: policy.as_str().to_owned(),
                });
            }
            (present, expected) if present != expected => return Err(ServiceError::ConcurrentModification),
            _ => {}
        }
        policies::put_inline(&mut tx, &found.id, &policy, &new.document).await?;
        let parameters = json!({
            acts.parameter: found.name, "policyName": policy.as_str(), "policyDocument": new.document,
        });
        self.finish(tx, caller, &live, acts.put_inline.1, parameters, Value::Null)
            .await
    }

    /// Deletes an embedded policy.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn delete_inline_policy(
        &self,
        caller: &Caller,
        kind: Holders,
        name: &str,
        policy: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let holder = Holder::of(&mut tx, &live, kind, name).await?;
        let acts = holder.acts();
        let question = holder.question(acts.delete_inline.0);
        self.authorize(&mut tx, &Asker::of(&live), question).await?;
        let found = holder.changeable()?;
        let policy_name = PolicyName::parse(policy).map_err(|_| missing(acts.no_inline, policy))?;
        if !policies::delete_inline(&mut tx, &found.id, &policy_name).await? {
            return Err(missing(acts.no_inline, policy));
        }
        let parameters = json!({ acts.parameter: found.name, "policyName": policy_name.as_str() });
        self.finish(tx, caller, &live, acts.delete_inline.1, parameters, Value::Null)
            .await
    }
}

/// All embedded policies of one holder share a quota.
async fn must_fit(
    connection: &mut impl Reads,
    holder: &Holder,
    found: &Found,
    policy: &PolicyName,
    document: &str,
    limits: Limits,
) -> Result<(), ServiceError> {
    let mut total = limits.count(document);
    for (name, text) in policies::inline_of(connection, &found.id).await? {
        if name != *policy {
            total = total.saturating_add(limits.count(&text));
        }
    }
    let acts = holder.acts();
    if total > acts.inline_limit {
        return Err(ServiceError::LimitReached(format!(
            "Maximum policy size of {} bytes exceeded for {} {}",
            acts.inline_limit, acts.word, found.name
        )));
    }
    Ok(())
}
