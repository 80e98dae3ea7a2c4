//! The people of the identity store: the list, and adding one (facts 1.3).
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/addusers.html>

use std::collections::BTreeMap;

use secrecy::ExposeSecret as _;
use serde_json::{Value, json};
use vestibule_identity::event::IDENTITY_STORE;
use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId};
use vestibule_identity::identity_center::names::DirectoryUserName;
use vestibule_identity::identity_center::person::{self, PersonError};
use vestibule_identity::names::EmailAddress;
use vestibule_store::identity_center::{DirectoryUserRow, Source, directory_pages, directory_users};
use vestibule_store::{StoreError, Tx};

use super::{CenterRefusal, HIDDEN, PAGE, arn};
use crate::answers::{CenterUser, CenterUserAdded, CenterUserPage};
use crate::authorize::Action;
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
pub(crate) const MOST_USERS: u32 = 200_000;
/// In the console; the API and SCIM take longer ones (facts 1.3).
const LONGEST_USER_NAME: usize = 100;

/// How somebody who is added comes by a password.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FirstPassword {
    /// By a mail with instructions.
    Invite,
    /// By a one-time password that the administrator hands over.
    OneTime,
    /// Not at all, as people whom the API or SCIM makes.
    None,
}

/// Somebody to add.
#[derive(Debug)]
pub struct NewPerson {
    /// Cannot be changed later.
    pub user_name: String,
    /// First name.
    pub given_name: String,
    /// Last name.
    pub family_name: String,
    /// What lists show.
    pub display_name: String,
    /// Primary address.
    pub email: String,
    /// Further attributes.
    pub attributes: BTreeMap<String, String>,
    /// Groups to put the person into, by id.
    pub groups: Vec<String>,
    /// How the person comes by a password.
    pub password: FirstPassword,
}

pub(super) fn entry(user: &DirectoryUserRow) -> CenterUser {
    CenterUser {
        id: user.id.as_str().to_owned(),
        user_name: user.user_name.as_str().to_owned(),
        display_name: user.display_name.clone(),
        email: user.email.as_str().to_owned(),
        enabled: user.enabled,
        created_by: user.created_by.clone(),
    }
}

/// A name of the person's page, for the field that it is in.
pub(super) fn named(field: &'static str, text: &str) -> Result<String, ServiceError> {
    person::name(text).map_err(|error| wrong(field, error))
}

pub(super) fn wrong(field: &'static str, error: PersonError) -> ServiceError {
    ServiceError::invalid(field, error.to_string().as_str())
}

/// The store's conflict, in the words of the identity store.
pub(super) fn taken(error: StoreError, entity: Entity, name: &str) -> ServiceError {
    match error {
        StoreError::Conflict => ServiceError::AlreadyExists {
            entity,
            name: name.to_owned(),
        },
        other => other.into(),
    }
}

impl Service {
    /// People whose user name, display name or address begins with `find`.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], and an account that does not administer the instance.
    pub async fn center_users(
        &self,
        caller: &Caller,
        find: &str,
        after: Option<&str>,
    ) -> Result<CenterUserPage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        self.may_center(&mut reader, &live, Action::ListDirectoryUsers, "*")
            .await?;
        let (users, next) = directory_pages::users(&mut reader, find, after, PAGE).await?;
        Ok(CenterUserPage {
            users: users.iter().map(entry).collect(),
            next,
        })
    }

    /// Adds somebody, with groups and a way to a first password, in one step.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::AlreadyExists`] for user name and address, [`ServiceError::NoSuchEntity`] for a
    /// group, the quota, and who may not.
    pub async fn center_add_user(
        &self,
        caller: &Caller,
        person: NewPerson,
    ) -> Result<Answer<CenterUserAdded>, ServiceError> {
        let fresh = match person.password {
            FirstPassword::OneTime => Some(self.one_time_password_by(caller).await?),
            FirstPassword::Invite | FirstPassword::None => None,
        };
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let resource = arn::identity_store(&the_instance(&mut tx).await?);
        let center = self
            .may_center(&mut tx, &live, Action::CreateDirectoryUser, &resource)
            .await?;
        if center.instance.source == Source::External && person.password != FirstPassword::None {
            return Err(CenterRefusal::ExternalSource.into());
        }
        let user = self.read_person(&center.instance.store, &person)?;
        if directory_users::count(&mut tx).await? >= MOST_USERS {
            return Err(ServiceError::LimitReached(
                "The number of users has reached the limit of 200,000.".to_owned(),
            ));
        }
        insert(&mut tx, &user).await?;
        let parameters = json!({
            "identityStoreId": center.instance.store, "userName": HIDDEN, "name": HIDDEN, "displayName": HIDDEN,
            "emails": HIDDEN, "passwordMode": mode(person.password),
        });
        let response = json!({ "identityStoreId": center.instance.store, "userId": user.id });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            IDENTITY_STORE,
            "CreateUser",
            parameters,
            response,
        )
        .await?;
        for group in &person.groups {
            let group = DirectoryGroupId::stored(group.clone());
            self.join_center(&mut tx, caller, &live, &center, &group, &user.id)
                .await?;
        }
        match (&fresh, person.password) {
            (Some(fresh), _) => self.set_one_time_password(&mut tx, &user, fresh).await?,
            (None, FirstPassword::Invite) => self.send_invitation(&mut tx, &center.instance, &user).await?,
            (None, _) => {}
        }
        self.commit(tx).await?;
        Ok(Answer::new(CenterUserAdded {
            id: user.id.as_str().to_owned(),
            user_name: user.user_name.as_str().to_owned(),
            one_time_password: fresh.map(|fresh| fresh.password.expose_secret().to_owned()),
        }))
    }

    /// What was typed, as a row.
    fn read_person(
        &self,
        store: &vestibule_identity::identity_center::ids::IdentityStoreId,
        person: &NewPerson,
    ) -> Result<DirectoryUserRow, ServiceError> {
        let now = self.now();
        let user_name =
            DirectoryUserName::parse(&person.user_name).map_err(|error| ServiceError::invalid("userName", error))?;
        if user_name.as_str().len() > LONGEST_USER_NAME {
            return Err(ServiceError::invalid(
                "userName",
                "A user name has at most 100 characters here.",
            ));
        }
        Ok(DirectoryUserRow {
            user_name,
            given_name: named("givenName", &person.given_name)?,
            family_name: named("familyName", &person.family_name)?,
            display_name: named("displayName", &person.display_name)?,
            email: EmailAddress::parse(&person.email).map_err(|error| ServiceError::invalid("email", error))?,
            attributes: person::attributes(&person.attributes).map_err(|error| wrong("attributes", error))?,
            id: DirectoryUserId::generate(store, &*self.entropy),
            email_verified: false,
            enabled: true,
            external_id: None,
            created_by: "manual".to_owned(),
            created_at: now,
            updated_at: now,
            signed_in_at: None,
        })
    }
}

fn mode(password: FirstPassword) -> Value {
    match password {
        FirstPassword::Invite => json!("EMAIL"),
        FirstPassword::OneTime => json!("OTP"),
        FirstPassword::None => Value::Null,
    }
}

/// Says which of the two that must be unique is taken.
async fn insert(tx: &mut Tx, user: &DirectoryUserRow) -> Result<(), ServiceError> {
    if directory_users::by_user_name(tx, &user.user_name).await?.is_some() {
        return Err(ServiceError::AlreadyExists {
            entity: Entity::DirectoryUser,
            name: user.user_name.as_str().to_owned(),
        });
    }
    directory_users::insert(tx, user)
        .await
        .map_err(|error| taken(error, Entity::DirectoryUser, user.email.as_str()))
}
