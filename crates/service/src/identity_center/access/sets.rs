//! Permission sets: list, look at, create, change, delete.

use std::time::Duration;

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::event::SSO;
use vestibule_identity::identity_center::ids::PermissionSetId;
use vestibule_identity::identity_center::names::PermissionSetName;
use vestibule_store::StoreError;
use vestibule_store::identity_center::permission_sets::ListedSet;
use vestibule_store::identity_center::{
    InstanceRow, PermissionSetRow, assignments, permission_sets, provisioned_roles,
};

use super::permissions::{self, Content};
use super::{ListPart, arn_of, is_closed, must_be_open, pages, the_set};
use crate::addresses;
use crate::answers::{PermissionSetDetails, PermissionSetPage, PermissionSetView, SetPermissions};
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
const MOST_SETS: usize = 3500;
/// One hour to twelve.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html>
const SECONDS: std::ops::RangeInclusive<u64> = 3600..=43200;
/// `sso-admin` API, `PermissionSetDescription` and `RelayState`.
const LONGEST_DESCRIPTION: usize = 700;
const LONGEST_RELAY_STATE: usize = 240;

/// A permission set to create.
#[derive(Debug)]
pub struct NewPermissionSet {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How long a session lasts.
    pub session_seconds: u64,
    /// Where the console opens; blank for console home.
    pub relay_state: String,
    /// What it permits.
    pub permissions: SetPermissions,
}

/// What a permission set is to be.
#[derive(Debug)]
pub struct SetChange {
    /// What it is for.
    pub description: String,
    /// How long a session lasts.
    pub session_seconds: u64,
    /// Where the console opens; blank for console home.
    pub relay_state: String,
    /// When it had been changed last, as the editor had read.
    pub expected: Timestamp,
}

impl Service {
    /// A page of the permission sets.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], and an account that does not administer the instance.
    pub async fn permission_sets(&self, caller: &Caller, part: &ListPart) -> Result<PermissionSetPage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let center = self
            .may_center(&mut reader, &live, Action::ListPermissionSets, "*")
            .await?;
        let (rows, total) = permission_sets::page(&mut reader, &part.page()).await?;
        Ok(PermissionSetPage {
            permission_sets: rows.into_iter().map(|row| view(&center.instance, row)).collect(),
            total,
            pages: pages(total),
        })
    }

    /// A permission set with what it permits; everything that belongs to it is asked about.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn permission_set(&self, caller: &Caller, id: &str) -> Result<PermissionSetDetails, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let instance = crate::identity_center::the_instance(&mut reader).await?;
        let arn = arn_of(&instance, id);
        let center = self
            .may_center(&mut reader, &live, Action::DescribePermissionSet, &arn)
            .await?;
        for action in [
            Action::ListManagedPoliciesInPermissionSet,
            Action::ListCustomerManagedPolicyReferencesInPermissionSet,
            Action::GetInlinePolicyForPermissionSet,
            Action::GetPermissionsBoundaryForPermissionSet,
        ] {
            self.may_center(&mut reader, &live, action, &arn).await?;
        }
        let set = the_set(&mut reader, id).await?;
        let permissions = permissions::of_set(&mut reader, &set).await?;
        let is_closed = is_closed(&mut reader, &center, &set.id).await?;
        let listed = permission_sets::listed(&mut reader, set).await?;
        Ok(PermissionSetDetails {
            permission_set: view(&center.instance, listed),
            permissions,
            is_closed,
        })
    }

    /// Creates a permission set, with what it permits; each step is asked about and recorded.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::AlreadyExists`], [`ServiceError::MalformedPolicy`], [`ServiceError::NoSuchEntity`] for
    /// a policy of AWS, [`ServiceError::LimitExceeded`], [`ServiceError::AccessDenied`].
    pub async fn create_permission_set(
        &self,
        caller: &Caller,
        new: NewPermissionSet,
    ) -> Result<PermissionSetView, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::CreatePermissionSet, "*")
            .await?;
        let name = PermissionSetName::parse(&new.name).map_err(|error| ServiceError::invalid("name", error))?;
        let now = self.now();
        let set = PermissionSetRow {
            id: PermissionSetId::generate(&*self.entropy),
            name,
            description: description(&new.description)?,
            session: session(new.session_seconds)?,
            relay_state: relay_state(&new.relay_state)?,
            inline_policy: None,
            boundary: None,
            created_at: now,
            updated_at: now,
        };
        let content = permissions::read(&mut tx, &new.permissions).await?;
        if permission_sets::count(&mut tx).await? >= MOST_SETS {
            return Err(ServiceError::LimitExceeded {
                quota: "PermissionSets",
                limit: MOST_SETS,
            });
        }
        match permission_sets::insert(&mut tx, &set).await {
            Err(StoreError::Conflict) => {
                return Err(ServiceError::AlreadyExists {
                    entity: Entity::PermissionSet,
                    name: set.name.as_str().to_owned(),
                });
            }
            other => other?,
        }
        let arn = set.id.arn(&center.instance.id);
        let facts = json!({
            "name": set.name, "permissionSetArn": arn, "createdDate": now.to_string(),
            "sessionDuration": iso(set.session),
        });
        let mut parameters = recorded(&center.instance, &set);
        if let Some(object) = parameters.as_object_mut() {
            object.insert("name".to_owned(), json!(set.name));
            object.remove("permissionSetArn");
        }
        let response = json!({ "permissionSet": facts });
        self.record_act_of(&mut tx, caller, &live, SSO, "CreatePermissionSet", parameters, response)
            .await?;
        let nothing = Content {
            policies: Vec::new(),
            inline: None,
            boundary: None,
        };
        let mut made = set;
        self.change_content(&mut tx, caller, &live, &mut made, &nothing, content)
            .await?;
        let shown = permission_sets::listed(&mut tx, made).await?;
        let shown = view(&center.instance, shown);
        self.commit(tx).await?;
        Ok(shown)
    }

    /// Sets description, duration and relay state, and brings the roles up to date. Sessions that have begun keep their end.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::ConcurrentModification`], [`ServiceError::NoSuchEntity`],
    /// [`ServiceError::AccessDenied`], and what is not a delegate's.
    pub async fn update_permission_set(
        &self,
        caller: &Caller,
        id: &str,
        change: SetChange,
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let instance = crate::identity_center::the_instance(&mut tx).await?;
        let arn = arn_of(&instance, id);
        let center = self
            .may_center(&mut tx, &live, Action::UpdatePermissionSet, &arn)
            .await?;
        let mut set = the_set(&mut tx, id).await?;
        must_be_open(&mut tx, &center, &set.id).await?;
        set.description = description(&change.description)?;
        set.session = session(change.session_seconds)?;
        set.relay_state = relay_state(&change.relay_state)?;
        must_be_as_read(&set, change.expected)?;
        set.updated_at = after(set.updated_at, self.now());
        permission_sets::update(&mut tx, &set).await?;
        let parameters = recorded(&instance, &set);
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO,
            "UpdatePermissionSet",
            parameters,
            Value::Null,
        )
        .await?;
        self.provision_everywhere(&mut tx, caller, &live, &set).await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Deletes a permission set that nobody has.
    ///
    /// # Errors
    /// [`ServiceError::InUse`] while it is assigned, [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`], and what
    /// is not a delegate's.
    pub async fn delete_permission_set(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let instance = crate::identity_center::the_instance(&mut tx).await?;
        let arn = arn_of(&instance, id);
        let center = self
            .may_center(&mut tx, &live, Action::DeletePermissionSet, &arn)
            .await?;
        let set = the_set(&mut tx, id).await?;
        must_be_open(&mut tx, &center, &set.id).await?;
        if assignments::any_of_set(&mut tx, &set.id).await?
            || !provisioned_roles::of_set(&mut tx, &set.id).await?.is_empty()
        {
            // `ConflictException`, in the API's words.
            return Err(ServiceError::InUse(format!(
                "Could not delete because PermissionSet with id {arn} has ApplicationProfile associated with it."
            )));
        }
        permission_sets::delete(&mut tx, &set.id).await?;
        let parameters = json!({ "instanceArn": instance.id.arn(), "permissionSetArn": arn });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO,
            "DeletePermissionSet",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

/// Two changes never have one time, so that whoever had read the first notices the second.
pub(super) fn after(last: Timestamp, now: Timestamp) -> Timestamp {
    let next = last.saturating_add(Duration::from_millis(1)).unwrap_or(now);
    now.max(next)
}

pub(super) fn must_be_as_read(set: &PermissionSetRow, expected: Timestamp) -> Result<(), ServiceError> {
    if set.updated_at.as_millisecond() == expected.as_millisecond() {
        Ok(())
    } else {
        Err(ServiceError::ConcurrentModification)
    }
}

fn recorded(instance: &InstanceRow, set: &PermissionSetRow) -> Value {
    json!({
        "instanceArn": instance.id.arn(),
        "permissionSetArn": set.id.arn(&instance.id),
        "description": set.description,
        "sessionDuration": iso(set.session),
        "relayState": set.relay_state,
    })
}

/// ISO 8601, as the API has it.
fn iso(duration: Duration) -> String {
    let minutes = duration.as_secs() / 60;
    match (minutes / 60, minutes % 60) {
        (hours, 0) => format!("PT{hours}H"),
        (hours, minutes) => format!("PT{hours}H{minutes}M"),
    }
}

fn session(seconds: u64) -> Result<Duration, ServiceError> {
    if SECONDS.contains(&seconds) && seconds.is_multiple_of(60) {
        Ok(Duration::from_secs(seconds))
    } else {
        Err(ServiceError::invalid(
            "sessionSeconds",
            "The session duration is between 1 hour and 12 hours, in whole minutes.",
        ))
    }
}

/// `[\u0009\u000A\u000D\u0020-\u007E\u00A1-\u00FF]*`
fn description(text: &str) -> Result<String, ServiceError> {
    let text = text.trim();
    let allowed = |one: char| matches!(one, '\t' | '\n' | '\r' | ' '..='~' | '\u{a1}'..='\u{ff}');
    if text.chars().count() <= LONGEST_DESCRIPTION && text.chars().all(allowed) {
        Ok(text.to_owned())
    } else {
        Err(ServiceError::invalid(
            "description",
            "A description has at most 700 printable characters of Latin-1.",
        ))
    }
}

/// Only into the console: that is where people are sent.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/howtopermrelaystate.html>
fn relay_state(text: &str) -> Result<String, ServiceError> {
    let text = text.trim();
    let is_fine = text.is_empty() || (text.chars().count() <= LONGEST_RELAY_STATE && addresses::is_console(text));
    if is_fine {
        Ok(text.to_owned())
    } else {
        Err(ServiceError::invalid(
            "relayState",
            "The relay state is an address of the console, such as https://us-east-1.console.aws.amazon.com/s3/home, with at most 240 characters.",
        ))
    }
}

pub(super) fn view(instance: &InstanceRow, listed: ListedSet) -> PermissionSetView {
    let set = listed.set;
    PermissionSetView {
        arn: set.id.arn(&instance.id),
        id: set.id.as_str().to_owned(),
        name: set.name.as_str().to_owned(),
        description: set.description,
        session_seconds: set.session.as_secs(),
        relay_state: set.relay_state,
        created_at: set.created_at,
        updated_at: set.updated_at,
        accounts: listed.accounts,
        outdated: listed.outdated,
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn durations_are_1_to_12_hours() {
        for wrong in [0, 3599, 3630, 43_201, 46_800] {
            assert!(session(wrong).is_err(), "{wrong}");
        }
        assert_eq!(iso(session(3600).unwrap()), "PT1H");
        assert_eq!(iso(session(5400).unwrap()), "PT1H30M");
        assert_eq!(iso(session(43_200).unwrap()), "PT12H");
    }

    #[test]
    fn a_relay_state_leads_into_the_console() {
        for right in ["", "https://us-east-1.console.aws.amazon.com/s3/home"] {
            assert_eq!(relay_state(right).unwrap(), right);
        }
        let long = format!("https://console.aws.amazon.com/{}", "a".repeat(240));
        for wrong in [
            "https://example.com",
            "http://console.aws.amazon.com/",
            "https://console.aws.amazon.com.example/",
            long.as_str(),
        ] {
            assert!(relay_state(wrong).is_err(), "{wrong}");
        }
    }

    #[test]
    fn descriptions_have_700_characters_of_latin_1() {
        assert!(description(&"ä".repeat(700)).is_ok());
        assert!(description(&"a".repeat(701)).is_err());
        assert!(description("日本").is_err());
    }

    #[test]
    fn two_changes_have_two_times() {
        let now = Timestamp::from_millisecond(5).unwrap();
        assert_eq!(after(now, now).as_millisecond(), 6);
        assert_eq!(after(now, Timestamp::from_millisecond(9).unwrap()).as_millisecond(), 9);
    }
}
