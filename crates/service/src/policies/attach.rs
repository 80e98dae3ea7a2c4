//! What users, groups and roles have, and attaching and detaching managed policies.

use serde_json::{Value, json};
use vestibule_identity::ids::{UserId, group_arn};
use vestibule_store::{Reads, groups, policies};

use super::holder::{Found, Holder};
use super::{POLICIES_PER_HOLDER, Uses, missing, policy_arn, visible};
use crate::answers::{GroupPolicies, HolderPolicies, Holders, PolicyView};
use crate::authorize::{Action, Asker, Question};
use crate::error::Denial;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

impl Service {
    /// The policies of a user, group or role: those parts that may be seen.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`] if no part may, [`ServiceError::NoSuchEntity`].
    pub async fn holder_policies(
        &self,
        caller: &Caller,
        kind: Holders,
        name: &str,
    ) -> Result<HolderPolicies, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let holder = Holder::of(&mut reader, &live, kind, name).await?;
        let asker = Asker::of(&live);
        let acts = holder.acts();
        let attached_denied = self
            .judge(&mut reader, &asker, holder.question(acts.list_attached))
            .await?;
        let inline_denied = self
            .judge(&mut reader, &asker, holder.question(acts.list_inline))
            .await?;
        if let (Some(denial), true) = (&attached_denied, inline_denied.is_some()) {
            return Err(ServiceError::AccessDenied(Box::new(denial.clone())));
        }
        let found = holder.found()?;
        let uses = Uses::of(&mut reader, &live.account.id).await?;
        let mut answer = HolderPolicies {
            arn: holder.arn.clone(),
            attached: None,
            inline: None,
            by_group: None,
            boundary: None,
            denials: Vec::new(),
        };
        if attached_denied.is_none() {
            answer.attached = Some(attached(&mut reader, &uses, &found.id).await?);
        }
        if inline_denied.is_none() {
            answer.inline = Some(inline_names(&mut reader, &found.id).await?);
        }
        answer.denials.extend(attached_denied);
        answer.denials.extend(inline_denied);
        if kind == Holders::Users {
            match self.by_group(&mut reader, &live, &uses, &holder, found).await? {
                Ok(groups) => answer.by_group = Some(groups),
                Err(denial) => answer.denials.push(denial),
            }
        }
        let of_itself = match kind {
            Holders::Users => Some(Action::GetUser),
            Holders::Groups => None,
            Holders::Roles => Some(Action::GetRole),
        };
        if let Some(action) = of_itself {
            match self.judge(&mut reader, &asker, holder.question(action)).await? {
                None => {
                    let boundary = policies::boundary_of(&mut reader, &found.id).await?;
                    answer.boundary = boundary.map(|row| uses.view(row));
                }
                Some(denial) => answer.denials.push(denial),
            }
        }
        Ok(answer)
    }

    /// What a user has from groups, all of which must be seen.
    async fn by_group(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        uses: &Uses,
        holder: &Holder,
        member: &Found,
    ) -> Result<Result<Vec<GroupPolicies>, Denial>, ServiceError> {
        let asker = Asker::of(live);
        let question = holder.question(Action::ListGroupsForUser);
        if let Some(denial) = self.judge(connection, &asker, question).await? {
            return Ok(Err(denial));
        }
        let mut by_group = Vec::new();
        for group in groups::of_user(connection, &UserId::stored(member.id.clone())).await? {
            let arn = group_arn(&live.account.id, &group.name);
            for action in [Action::ListAttachedGroupPolicies, Action::ListGroupPolicies] {
                let question = Question::new(action, &arn);
                if let Some(denial) = self.judge(connection, &asker, question).await? {
                    return Ok(Err(denial));
                }
            }
            by_group.push(GroupPolicies {
                attached: attached(connection, uses, group.id.as_str()).await?,
                inline: inline_names(connection, group.id.as_str()).await?,
                group_name: group.name.as_str().to_owned(),
            });
        }
        Ok(Ok(by_group))
    }

    /// Attaches a managed policy; twice is once.
    ///
    /// # Errors
    /// [`ServiceError::LimitExceeded`] with ten, [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn attach_policy(
        &self,
        caller: &Caller,
        kind: Holders,
        name: &str,
        arn: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let arn = policy_arn(arn)?;
        let mut tx = self.store.write().await?;
        let holder = Holder::of(&mut tx, &live, kind, name).await?;
        let acts = holder.acts();
        let question = holder.question(acts.attach.0).key("iam:PolicyARN", arn);
        self.authorize(&mut tx, &Asker::of(&live), question).await?;
        let found = holder.changeable()?;
        if visible(&mut tx, &live, arn).await?.is_none() {
            return Err(missing(Entity::AttachablePolicy, arn));
        }
        let present = policies::attached_to(&mut tx, &found.id).await?;
        if present.len() >= POLICIES_PER_HOLDER && present.iter().all(|row| row.arn() != arn) {
            return Err(ServiceError::LimitExceeded {
                quota: acts.attached_quota,
                limit: POLICIES_PER_HOLDER,
            });
        }
        policies::attach(&mut tx, &found.id, arn).await?;
        let parameters = json!({ acts.parameter: found.name, "policyArn": arn });
        self.finish(tx, caller, &live, acts.attach.1, parameters, Value::Null)
            .await
    }

    /// Detaches a managed policy.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`] also when it is not attached, [`ServiceError::AccessDenied`].
    pub async fn detach_policy(
        &self,
        caller: &Caller,
        kind: Holders,
        name: &str,
        arn: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let arn = policy_arn(arn)?;
        let mut tx = self.store.write().await?;
        let holder = Holder::of(&mut tx, &live, kind, name).await?;
        let acts = holder.acts();
        let question = holder.question(acts.detach.0).key("iam:PolicyARN", arn);
        self.authorize(&mut tx, &Asker::of(&live), question).await?;
        let found = holder.changeable()?;
        if !policies::detach(&mut tx, &found.id, arn).await? {
            return Err(missing(Entity::Policy, arn));
        }
        let parameters = json!({ acts.parameter: found.name, "policyArn": arn });
        self.finish(tx, caller, &live, acts.detach.1, parameters, Value::Null)
            .await
    }
}

async fn attached(connection: &mut impl Reads, uses: &Uses, owner: &str) -> Result<Vec<PolicyView>, ServiceError> {
    let rows = policies::attached_to(connection, owner).await?;
    Ok(rows.into_iter().map(|row| uses.view(row)).collect())
}

async fn inline_names(connection: &mut impl Reads, owner: &str) -> Result<Vec<String>, ServiceError> {
    let rows = policies::inline_of(connection, owner).await?;
    Ok(rows.into_iter().map(|(name, _)| name.as_str().to_owned()).collect())
}
