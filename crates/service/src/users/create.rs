//! Creating a user as the console's wizard does: details, permissions, tags, all or nothing.

use serde_json::{Value, json};
use vestibule_identity::ids::{UserId, user_arn};
use vestibule_identity::names::UserName;
use vestibule_identity::user::IamUser;
use vestibule_store::{Reads, StoreError, Tx, account_password_policies, groups, policies, tags as tag_rows, users};

use super::password::{ConsolePassword, shown};
use crate::addresses;
use crate::answers::{CreatedUser, Tag};
use crate::authorize::{Action, Asker, Question};
use crate::events::shown_date;
use crate::groups::MOST_GROUPS_PER_USER;
use crate::request::Caller;
use crate::session::Live;
use crate::tags::{keys_of_request, read, recorded};
use crate::{Entity, Service, ServiceError};

/// Managed policies attached to one user.
/// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const MOST_POLICIES_PER_USER: usize = 10;

/// A user to create.
#[derive(Debug)]
pub struct NewUser {
    /// IAM user name.
    pub user_name: String,
    /// Console access, if any.
    pub console: Option<ConsolePassword>,
    /// What the user may do from the start.
    pub permissions: NewUserPermissions,
    /// The policy that bounds what the user may ever do, by ARN.
    pub boundary: Option<String>,
    /// Tags.
    pub tags: Vec<Tag>,
}

/// Where a new user's permissions come from.
#[derive(Debug)]
pub enum NewUserPermissions {
    /// These; maybe none.
    Given {
        /// Membership of these groups.
        groups: Vec<String>,
        /// These managed policies, by ARN.
        policies: Vec<String>,
    },
    /// Everything of this user: groups, attached and inline policies, boundary.
    CopyOf(String),
}

/// What is given to a new user, known by name and not yet asked about.
#[derive(Default)]
struct Given {
    groups: Vec<String>,
    policies: Vec<String>,
    inline: Vec<(vestibule_identity::names::PolicyName, String)>,
    boundary: Option<String>,
}

impl Service {
    /// Creates a user, with or without console access.
    ///
    /// # Errors
    /// Field errors for the name, the password and the tags, [`ServiceError::AlreadyExists`],
    /// [`ServiceError::NoSuchEntity`] for a group or policy, [`ServiceError::AccessDenied`].
    pub async fn create_user(&self, caller: &Caller, new: NewUser) -> Result<CreatedUser, ServiceError> {
        let live = self.live(caller).await?;
        let name = UserName::parse(&new.user_name).map_err(|error| ServiceError::invalid("userName", error))?;
        let tags = read(&new.tags)?;
        let resource = user_arn(&live.account.id, &name);
        let mut reader = self.store.read().await?;
        let given = self.given(&mut reader, &live, new.permissions, new.boundary).await?;
        let asker = Asker::of(&live);
        let question = Question::new(Action::CreateUser, &resource)
            .with(keys_of_request(&tags))
            .with(bounded_by(given.boundary.as_deref()));
        self.authorize(&mut reader, &asker, question).await?;
        if !tags.is_empty() {
            let question = Question::new(Action::TagUser, &resource).with(keys_of_request(&tags));
            self.authorize(&mut reader, &asker, question).await?;
        }
        let policy = account_password_policies::get(&mut reader, &live.account.id).await?;
        if users::by_name(&mut reader, &live.account.id, &name).await?.is_some() {
            return Err(exists(&name));
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
            Err(StoreError::Conflict) => return Err(exists(&name)),
            other => other?,
        }
        for (key, value) in &tags {
            tag_rows::set(&mut tx, user.id.as_str(), key, value).await?;
        }
        if let Some(boundary) = &given.boundary {
            policies::set_boundary(&mut tx, user.id.as_str(), Some(boundary)).await?;
        }
        let mut parameters = json!({ "userName": name.as_str() });
        if let Value::Object(fields) = &mut parameters {
            if !tags.is_empty() {
                fields.insert("tags".to_owned(), recorded(&tags).into());
            }
            if let Some(boundary) = &given.boundary {
                fields.insert("permissionsBoundary".to_owned(), json!(boundary));
            }
        }
        let created = json!({ "user": {
            "path": "/", "userName": name.as_str(), "userId": user.id.as_str(), "arn": resource,
            "createDate": shown_date(now),
        }});
        self.record_act(&mut tx, caller, &live, "CreateUser", parameters, created)
            .await?;
        let row = match &ready {
            Some(ready) => Some(
                self.put_password(&mut tx, caller, &live, &user, ready, None, now)
                    .await?,
            ),
            None => None,
        };
        self.give(&mut tx, caller, &live, &user, &given).await?;
        let view = self
            .user_view(&mut tx, &live, &policy, &user, row.as_ref(), now)
            .await?;
        self.commit(tx).await?;
        Ok(CreatedUser {
            user: view,
            password: ready.and_then(|ready| shown(ready.generated)),
            sign_in_url: addresses::account_sign_in(&live.account),
        })
    }

    /// What the wizard asked to give. Copying reads the other user, which must be allowed.
    async fn given(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        permissions: NewUserPermissions,
        boundary: Option<String>,
    ) -> Result<Given, ServiceError> {
        let mut given = Given {
            boundary,
            ..Given::default()
        };
        match permissions {
            NewUserPermissions::Given { groups, policies } => {
                given.groups = groups;
                given.policies = policies;
            }
            NewUserPermissions::CopyOf(other) => {
                for action in [
                    Action::ListGroupsForUser,
                    Action::ListAttachedUserPolicies,
                    Action::ListUserPolicies,
                    Action::GetUserPolicy,
                ] {
                    self.may_on_user(connection, live, action, &other).await?;
                }
                let other = self.may_on_user(connection, live, Action::GetUser, &other).await?;
                let owner = other.id.as_str();
                given.groups = groups::of_user(connection, &other.id)
                    .await?
                    .into_iter()
                    .map(|group| group.name.as_str().to_owned())
                    .collect();
                given.policies = policies::attached_to(connection, owner)
                    .await?
                    .iter()
                    .map(vestibule_store::PolicyRow::arn)
                    .collect();
                given.inline = policies::inline_of(connection, owner).await?;
                let copied = policies::boundary_of(connection, owner).await?;
                given.boundary = given.boundary.or_else(|| copied.map(|policy| policy.arn()));
            }
        }
        if given.groups.len() > MOST_GROUPS_PER_USER {
            return Err(ServiceError::LimitExceeded {
                quota: "GroupsPerUser",
                limit: MOST_GROUPS_PER_USER,
            });
        }
        if given.policies.len() > MOST_POLICIES_PER_USER {
            return Err(ServiceError::LimitExceeded {
                quota: "PoliciesPerUser",
                limit: MOST_POLICIES_PER_USER,
            });
        }
        if let Some(boundary) = &given.boundary {
            attachable(connection, live, boundary).await?;
        }
        Ok(given)
    }

    /// Gives each thing as a call of its own.
    async fn give(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        user: &IamUser,
        given: &Given,
    ) -> Result<(), ServiceError> {
        let name = user.name.as_str();
        let arn = user_arn(&live.account.id, &user.name);
        let bounds = bounded_by(given.boundary.as_deref());
        for group in &given.groups {
            let group = self.may_on_group(tx, live, Action::AddUserToGroup, group).await?;
            if groups::add_member(tx, &group.id, &user.id).await? {
                let parameters = json!({ "groupName": group.name.as_str(), "userName": name });
                self.record_act(tx, caller, live, "AddUserToGroup", parameters, Value::Null)
                    .await?;
            }
        }
        for policy in &given.policies {
            let question = Question::new(Action::AttachUserPolicy, &arn)
                .key("iam:PolicyARN", policy.as_str())
                .with(bounds.clone());
            self.authorize(tx, &Asker::of(live), question).await?;
            attachable(tx, live, policy).await?;
            if policies::attach(tx, user.id.as_str(), policy).await? {
                let parameters = json!({ "userName": name, "policyArn": policy });
                self.record_act(tx, caller, live, "AttachUserPolicy", parameters, Value::Null)
                    .await?;
            }
        }
        for (policy, document) in &given.inline {
            let question = Question::new(Action::PutUserPolicy, &arn).with(bounds.clone());
            self.authorize(tx, &Asker::of(live), question).await?;
            policies::put_inline(tx, user.id.as_str(), policy, document).await?;
            let parameters = json!({ "userName": name, "policyName": policy.as_str(), "policyDocument": document });
            self.record_act(tx, caller, live, "PutUserPolicy", parameters, Value::Null)
                .await?;
        }
        Ok(())
    }
}

/// The condition key of calls about a user who has, or is to have, a permissions boundary.
pub(super) fn bounded_by(boundary: Option<&str>) -> Vec<(String, Vec<String>)> {
    let key = |arn: &str| ("iam:PermissionsBoundary".to_owned(), vec![arn.to_owned()]);
    boundary.map(key).into_iter().collect()
}

/// A managed policy that this account can use: AWS's or its own.
pub(crate) async fn attachable(connection: &mut impl Reads, live: &Live, arn: &str) -> Result<(), ServiceError> {
    let policy = policies::by_arn(connection, arn).await?;
    let usable = policy.is_some_and(|policy| policy.account.is_none_or(|account| account == live.account.id));
    if usable {
        Ok(())
    } else {
        Err(ServiceError::NoSuchEntity {
            entity: Entity::AttachablePolicy,
            name: arn.chars().take(300).collect(),
        })
    }
}

fn exists(name: &UserName) -> ServiceError {
    ServiceError::AlreadyExists {
        entity: Entity::User,
        name: name.as_str().to_owned(),
    }
}
