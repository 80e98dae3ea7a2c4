//! A new role.

use std::time::Duration;

use serde_json::{Value, json};
use vestibule_identity::identity_center::ids::AWS_RESERVED;
use vestibule_identity::ids::{RoleId, role_arn};
use vestibule_identity::names::{Path, RoleName};
use vestibule_store::{RoleRow, StoreError, Tx, policies, roles, tags as tag_rows};

use super::{recorded, trust};
use crate::answers::{RoleSummary, Tag};
use crate::authorize::{Action, Asker, Question};
use crate::request::Caller;
use crate::session::Live;
use crate::tags::{keys_of_request, read};
use crate::{Entity, Service, ServiceError};

/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MOST_ROLES: usize = 1000;
/// How the roles of permission sets begin, folded.
const RESERVED_NAME: &str = "awsreservedsso_";
/// Managed policies of one role.
const MOST_POLICIES: usize = 10;
/// One hour to twelve (facts 1.8).
const DURATIONS: std::ops::RangeInclusive<u64> = 3600..=43200;

/// A role to create.
#[derive(Debug)]
pub struct NewRole {
    /// Its name.
    pub role_name: String,
    /// Its path; `/` if absent.
    pub path: Option<String>,
    /// What it is for.
    pub description: String,
    /// Who may assume it.
    pub trust_policy: String,
    /// The longest session.
    pub max_session_seconds: u64,
    /// Managed policies to attach.
    pub policy_arns: Vec<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

pub(super) fn duration(seconds: u64) -> Result<Duration, ServiceError> {
    if DURATIONS.contains(&seconds) {
        Ok(Duration::from_secs(seconds))
    } else {
        Err(ServiceError::invalid(
            "maxSessionSeconds",
            "The maximum session duration is between 1 hour and 12 hours.",
        ))
    }
}

/// `[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*`, at most 1000 (IAM API, `roleDescriptionType`).
pub(super) fn description(text: &str) -> Result<String, ServiceError> {
    let text = text.trim();
    let allowed = |one: char| matches!(one, '\t' | '\n' | '\r' | ' '..='~' | '\u{a1}'..='\u{ff}');
    if text.chars().count() <= 1000 && text.chars().all(allowed) {
        Ok(text.to_owned())
    } else {
        Err(ServiceError::invalid(
            "description",
            "A description has at most 1000 printable characters of Latin-1.",
        ))
    }
}

impl Service {
    /// Creates a role, with tags and policies.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::MalformedPolicy`], [`ServiceError::AlreadyExists`],
    /// [`ServiceError::LimitExceeded`], [`ServiceError::NoSuchEntity`] for a policy, [`ServiceError::AccessDenied`].
    pub async fn create_role(&self, caller: &Caller, new: NewRole) -> Result<RoleSummary, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let name = RoleName::parse(new.role_name.trim()).map_err(|error| ServiceError::invalid("roleName", error))?;
        let path = new
            .path
            .as_deref()
            .map(str::trim)
            .filter(|path| !path.is_empty())
            .unwrap_or("/");
        let path = Path::parse(path).map_err(|error| ServiceError::invalid("path", error))?;
        if path.as_str().starts_with(AWS_RESERVED) {
            return Err(ServiceError::invalid(
                "path",
                "The path /aws-reserved/ is for roles that AWS makes.",
            ));
        }
        if name.folded().starts_with(RESERVED_NAME) {
            let words = "Names that begin with AWSReservedSSO_ are for roles that IAM Identity Center makes.";
            return Err(ServiceError::invalid("roleName", words));
        }
        let wanted_tags = read(&new.tags)?;
        let arn = role_arn(&live.account.id, &path, &name);
        for action in [Action::CreateRole, Action::TagRole] {
            if action == Action::CreateRole || !wanted_tags.is_empty() {
                let question = Question::new(action, &arn).with(keys_of_request(&wanted_tags));
                self.authorize(&mut tx, &Asker::of(&live), question).await?;
            }
        }
        trust::check(&mut tx, &new.trust_policy).await?;
        let now = self.now();
        let role = RoleRow {
            id: RoleId::generate(&*self.entropy),
            account: live.account.id.clone(),
            path,
            name,
            description: description(&new.description)?,
            trust_policy: new.trust_policy,
            max_session: duration(new.max_session_seconds)?,
            created_at: now,
            last_used_at: None,
        };
        if roles::of_account(&mut tx, &live.account.id).await?.len() >= MOST_ROLES {
            return Err(ServiceError::LimitExceeded {
                quota: "RolesPerAccount",
                limit: MOST_ROLES,
            });
        }
        match roles::insert(&mut tx, &role).await {
            Err(StoreError::Conflict) => {
                return Err(ServiceError::AlreadyExists {
                    entity: Entity::Role,
                    name: role.name.as_str().to_owned(),
                });
            }
            other => other?,
        }
        for (key, value) in &wanted_tags {
            tag_rows::set(&mut tx, role.id.as_str(), key, value).await?;
        }
        let shown: Vec<Value> = wanted_tags
            .iter()
            .map(|(key, value)| json!({ "key": key, "value": value }))
            .collect();
        let parameters = json!({
            "roleName": role.name.as_str(),
            "path": role.path.as_str(),
            "description": role.description,
            "maxSessionDuration": role.max_session.as_secs(),
            "assumeRolePolicyDocument": role.trust_policy,
            "tags": shown,
        });
        self.record_act(&mut tx, caller, &live, "CreateRole", parameters, recorded(&role))
            .await?;
        self.attach_to_new_role(&mut tx, caller, &live, &role, &new.policy_arns)
            .await?;
        self.commit(tx).await?;
        Ok(super::summary(&role))
    }

    async fn attach_to_new_role(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        role: &RoleRow,
        arns: &[String],
    ) -> Result<(), ServiceError> {
        if arns.len() > MOST_POLICIES {
            return Err(ServiceError::LimitExceeded {
                quota: "PoliciesPerRole",
                limit: MOST_POLICIES,
            });
        }
        let role_arn = role.arn();
        for arn in arns {
            let question = Question::new(Action::AttachRolePolicy, &role_arn).key("iam:PolicyARN", arn.as_str());
            self.authorize(tx, &Asker::of(live), question).await?;
            let policy = policies::by_arn(tx, arn).await?;
            let usable = policy.is_some_and(|policy| policy.account.is_none_or(|own| own == live.account.id));
            if !usable {
                return Err(ServiceError::NoSuchEntity {
                    entity: Entity::AttachablePolicy,
                    name: arn.chars().take(256).collect(),
                });
            }
            policies::attach(tx, role.id.as_str(), arn).await?;
            let parameters = json!({ "roleName": role.name.as_str(), "policyArn": arn });
            self.record_act(tx, caller, live, "AttachRolePolicy", parameters, Value::Null)
                .await?;
        }
        Ok(())
    }
}
