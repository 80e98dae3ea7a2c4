//! Permissions boundaries of users and roles.

use serde_json::{Value, json};
use vestibule_store::policies;

use super::holder::Holder;
use super::{missing, policy_arn, visible};
use crate::answers::Holders;
use crate::authorize::{Action, Asker};
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// Kinds of those who can have a boundary, as paths name them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Deserialize, utoipa::ToSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Bounded {
    /// Users.
    Users,
    /// Roles.
    Roles,
}

/// A boundary to set.
#[derive(Debug)]
pub struct NewBoundary {
    /// The policy.
    pub policy_arn: String,
    /// The boundary that was read before, if there was one.
    pub expected: Option<String>,
}

struct Acts {
    put: (Action, &'static str),
    delete: (Action, &'static str),
}

impl Bounded {
    fn acts(self) -> Acts {
        match self {
            Self::Users => Acts {
                put: (Action::PutUserPermissionsBoundary, "PutUserPermissionsBoundary"),
                delete: (Action::DeleteUserPermissionsBoundary, "DeleteUserPermissionsBoundary"),
            },
            Self::Roles => Acts {
                put: (Action::PutRolePermissionsBoundary, "PutRolePermissionsBoundary"),
                delete: (Action::DeleteRolePermissionsBoundary, "DeleteRolePermissionsBoundary"),
            },
        }
    }

    fn holders(self) -> Holders {
        match self {
            Self::Users => Holders::Users,
            Self::Roles => Holders::Roles,
        }
    }
}

impl Service {
    /// Sets a permissions boundary.
    ///
    /// # Errors
    /// [`ServiceError::ConcurrentModification`], [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn put_boundary(
        &self,
        caller: &Caller,
        bounded: Bounded,
        name: &str,
        new: NewBoundary,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let arn = policy_arn(&new.policy_arn)?;
        let mut tx = self.store.write().await?;
        let holder = Holder::of(&mut tx, &live, bounded.holders(), name).await?;
        let (action, event) = bounded.acts().put;
        // The boundary to be, not the one that is.
        let question = holder.question_about_boundary(action, vec![arn.to_owned()]);
        self.authorize(&mut tx, &Asker::of(&live), question).await?;
        let found = holder.changeable()?;
        if visible(&mut tx, &live, arn).await?.is_none() {
            return Err(missing(Entity::AttachablePolicy, arn));
        }
        if holder.boundary != new.expected {
            return Err(ServiceError::ConcurrentModification);
        }
        policies::set_boundary(&mut tx, &found.id, Some(arn)).await?;
        let parameters = json!({ holder.acts().parameter: found.name, "permissionsBoundary": arn });
        self.finish(tx, caller, &live, event, parameters, Value::Null).await
    }

    /// Removes a permissions boundary.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`] also without a boundary, [`ServiceError::AccessDenied`].
    pub async fn delete_boundary(
        &self,
        caller: &Caller,
        bounded: Bounded,
        name: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let live = self.live(caller).await?;
        let mut tx = self.store.write().await?;
        let holder = Holder::of(&mut tx, &live, bounded.holders(), name).await?;
        let (action, event) = bounded.acts().delete;
        self.authorize(&mut tx, &Asker::of(&live), holder.question(action))
            .await?;
        let found = holder.changeable()?;
        if holder.boundary.is_none() {
            return Err(missing(Entity::Boundary, &found.name));
        }
        policies::set_boundary(&mut tx, &found.id, None).await?;
        let parameters = json!({ holder.acts().parameter: found.name });
        self.finish(tx, caller, &live, event, parameters, Value::Null).await
    }
}
