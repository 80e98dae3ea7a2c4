//! One person of the identity store: details, changes, switching off, deleting.

use std::collections::BTreeMap;

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::event::{IDENTITY_STORE, SSO_DIRECTORY};
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::identity_center::person::{self, ATTRIBUTES};
use vestibule_identity::mfa::DeviceOwner;
use vestibule_identity::names::EmailAddress;
use vestibule_identity::session::EndReason;
use vestibule_store::identity_center::assignments::Assignee;
use vestibule_store::identity_center::{
    DirectoryUserRow, directory_passwords, directory_users, portal_attempts, portal_sessions,
};
use vestibule_store::{Reads, Tx, mfa_devices};

use super::users::{named, taken, wrong};
use super::{CenterRefusal, HIDDEN, arn};
use crate::answers::{CenterPassword, CenterUserDetails};
use crate::authorize::Action;
use crate::identity_center::credentials;
use crate::identity_center::external::is_provisioned;
use crate::identity_center::portal::devices::forget_device;
use crate::identity_center::provision::remove_unassigned;
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// What can be changed of a person. The user name cannot.
#[derive(Debug)]
pub struct PersonForm {
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// What lists show.
    pub display_name: String,
    /// Primary address; another one must be verified again.
    pub email: String,
    /// All further attributes.
    pub attributes: BTreeMap<String, String>,
}

/// The person of this id.
pub(super) async fn the_user(
    connection: &mut impl Reads,
    id: &DirectoryUserId,
) -> Result<DirectoryUserRow, ServiceError> {
    directory_users::by_id(connection, id)
        .await?
        .ok_or_else(|| ServiceError::NoSuchEntity {
            entity: Entity::DirectoryUser,
            name: id.as_str().to_owned(),
        })
}

impl Service {
    /// A person.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_user(&self, caller: &Caller, id: &str) -> Result<CenterUserDetails, ServiceError> {
        let live = self.live(caller).await?;
        let id = DirectoryUserId::stored(id.to_owned());
        let mut reader = self.store.read().await?;
        let center = self
            .may_center(&mut reader, &live, Action::DescribeDirectoryUser, "*")
            .await?;
        let user = the_user(&mut reader, &id).await?;
        let provisioned = is_provisioned(&mut reader, &center.instance, &user.created_by).await?;
        let password = match directory_passwords::get(&mut reader, &id).await? {
            None => CenterPassword::None,
            Some(row) if row.one_time => CenterPassword::OneTime,
            Some(_) => CenterPassword::Chosen,
        };
        Ok(CenterUserDetails {
            id: id.as_str().to_owned(),
            arn: arn::user(&id),
            user_name: user.user_name.as_str().to_owned(),
            display_name: user.display_name,
            given_name: user.given_name,
            family_name: user.family_name,
            email: user.email.as_str().to_owned(),
            email_verified: user.email_verified,
            enabled: user.enabled,
            attributes: user.attributes,
            known_attributes: ATTRIBUTES.iter().map(|name| (*name).to_owned()).collect(),
            created_by: user.created_by,
            provisioned,
            external_id: user.external_id,
            created_at: user.created_at,
            updated_at: user.updated_at,
            signed_in_at: user.signed_in_at,
            password,
        })
    }

    /// Changes a person.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::AlreadyExists`] for the address, [`CenterRefusal::Provisioned`],
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_update_user(
        &self,
        caller: &Caller,
        id: &str,
        form: PersonForm,
    ) -> Result<Answer<()>, ServiceError> {
        let id = DirectoryUserId::stored(id.to_owned());
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::UpdateDirectoryUser, &arn::user(&id))
            .await?;
        let user = the_user(&mut tx, &id).await?;
        if is_provisioned(&mut tx, &center.instance, &user.created_by).await? {
            return Err(CenterRefusal::Provisioned.into());
        }
        let email = EmailAddress::parse(&form.email).map_err(|error| ServiceError::invalid("email", error))?;
        let moved = email.folded() != user.email.folded();
        let changed = DirectoryUserRow {
            given_name: named("givenName", &form.given_name)?,
            family_name: named("familyName", &form.family_name)?,
            display_name: named("displayName", &form.display_name)?,
            attributes: person::attributes(&form.attributes).map_err(|error| wrong("attributes", error))?,
            email_verified: user.email_verified && !moved,
            email,
            updated_at: self.now(),
            ..user
        };
        directory_users::update(&mut tx, &changed)
            .await
            .map_err(|error| taken(error, Entity::DirectoryUser, changed.email.as_str()))?;
        if moved {
            credentials::forget_mailed(&mut tx, &id).await?;
        }
        let parameters = json!({
            "identityStoreId": center.instance.store, "userId": id, "operations": HIDDEN,
        });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            IDENTITY_STORE,
            "UpdateUser",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Lets a person in again, or no more. Who is switched off is signed out of the portal at once, and what is under way
    /// at its door ends. Console sessions and credentials live to their own end (facts 1.5).
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_set_user_enabled(
        &self,
        caller: &Caller,
        id: &str,
        enabled: bool,
    ) -> Result<Answer<()>, ServiceError> {
        let id = DirectoryUserId::stored(id.to_owned());
        let (action, event_name) = if enabled {
            (Action::EnableDirectoryUser, "EnableUser")
        } else {
            (Action::DisableDirectoryUser, "DisableUser")
        };
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self.may_center(&mut tx, &live, action, "*").await?;
        let user = the_user(&mut tx, &id).await?;
        let changed = DirectoryUserRow {
            enabled,
            updated_at: now,
            ..user
        };
        directory_users::update(&mut tx, &changed).await?;
        if !enabled {
            sign_out_everywhere(&mut tx, &id, now).await?;
        }
        let parameters = json!({ "identityStoreId": center.instance.store, "userId": id });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO_DIRECTORY,
            event_name,
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Deletes a person with everything that is theirs in the identity store, and what was assigned to them.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], and who may not.
    pub async fn center_delete_user(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let id = DirectoryUserId::stored(id.to_owned());
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::DeleteDirectoryUser, &arn::user(&id))
            .await?;
        let user = the_user(&mut tx, &id).await?;
        center.may_delete(&mut tx, &Assignee::User(id.clone())).await?;
        forget(&mut tx, &user, self.now()).await?;
        let parameters = json!({ "identityStoreId": center.instance.store, "userId": id });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            IDENTITY_STORE,
            "DeleteUser",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

/// Whoever is switched off is signed out of the portal at once, and what is under way at its door ends.
pub(crate) async fn sign_out_everywhere(tx: &mut Tx, id: &DirectoryUserId, now: Timestamp) -> Result<(), ServiceError> {
    portal_sessions::end_all_of(tx, id, None, now, EndReason::EndedByAdministrator).await?;
    portal_attempts::delete_of(tx, id).await?;
    Ok(())
}

/// Deletes a person with everything that is theirs, and what was assigned to them.
pub(crate) async fn forget(tx: &mut Tx, user: &DirectoryUserRow, now: Timestamp) -> Result<(), ServiceError> {
    // Sessions of applications outlive those of the portal, and end by when these did.
    sign_out_everywhere(tx, &user.id, now).await?;
    for device in mfa_devices::of_owner(tx, &DeviceOwner::DirectoryUser(user.id.clone())).await? {
        forget_device(tx, &device).await?;
    }
    directory_users::delete(tx, &user.id).await?;
    remove_unassigned(tx, None).await?;
    // Somebody else may get the name.
    credentials::clear_by_name(tx, user).await
}
