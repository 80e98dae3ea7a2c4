//! Applications, as an administrator has them (`sso-admin` API: `CreateApplication` and its like).
//!
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/customermanagedapps-saml2-setup.html>

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::event::SSO;
use vestibule_identity::identity_center::application::{ApplicationSignIn, AttributeMapping, EXPRESSIONS, check};
use vestibule_identity::identity_center::ids::ApplicationId;
use vestibule_identity::identity_center::names::ApplicationName;
use vestibule_saml::key::pem;
use vestibule_store::identity_center::{ApplicationRow, InstanceRow, applications};
use vestibule_store::{Reads, StoreError};

use super::form::{description, first_mappings, first_sign_in, sign_in};
use crate::addresses;
use crate::answers::{
    ApplicationAddresses, ApplicationDetails, ApplicationList, ApplicationProtocol, ApplicationSummary, protocol,
};
use crate::authorize::Action;
use crate::identity_center::admin::Center;
use crate::identity_center::the_instance;
use crate::request::Caller;
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

/// Accounts and applications of an instance (facts 1.8).
const MOST_APPLICATIONS: usize = 7_000;

/// An application to add. It begins with what its demo page expects.
#[derive(Debug)]
pub struct NewApplication {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// How it is signed in to.
    pub protocol: ApplicationProtocol,
}

/// What of an application may change.
#[derive(Debug)]
pub struct ApplicationChange {
    /// Its name.
    pub name: String,
    /// What it is for.
    pub description: String,
    /// Whether people may sign in to it.
    pub enabled: bool,
    /// Only who is assigned may.
    pub requires_assignment: bool,
    /// How it is signed in to; the protocol stays.
    pub sign_in: ApplicationSignIn,
    /// What it is told.
    pub attributes: Vec<AttributeMapping>,
    /// What was read before.
    pub expected: Timestamp,
}

impl Service {
    /// All applications.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], and an account that does not administer the instance.
    pub async fn applications(&self, caller: &Caller) -> Result<ApplicationList, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let instance = the_instance(&mut reader).await?.id.arn();
        self.may_center(&mut reader, &live, Action::ListApplications, &instance)
            .await?;
        let rows = applications::all(&mut reader).await?;
        Ok(ApplicationList {
            applications: rows.iter().map(summary).collect(),
        })
    }

    /// An application.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn application(&self, caller: &Caller, id: &str) -> Result<ApplicationDetails, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let (center, row) = self
            .may_application(&mut reader, &live, Action::DescribeApplication, id)
            .await?;
        self.application_details(&center.instance, row)
    }

    /// Adds a customer managed application.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::AlreadyExists`], [`ServiceError::LimitExceeded`], [`ServiceError::AccessDenied`].
    pub async fn create_application(
        &self,
        caller: &Caller,
        new: NewApplication,
    ) -> Result<ApplicationSummary, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let instance = the_instance(&mut tx).await?.id.arn();
        let center = self
            .may_center(&mut tx, &live, Action::CreateApplication, &instance)
            .await?;
        if usize::try_from(applications::count(&mut tx).await?).unwrap_or(usize::MAX) >= MOST_APPLICATIONS {
            return Err(ServiceError::LimitExceeded {
                quota: "ApplicationsPerInstance",
                limit: MOST_APPLICATIONS,
            });
        }
        let row = self.new_application(&new, now)?;
        saved(applications::insert(&mut tx, &row).await, &row)?;
        let parameters = json!({
            "instanceArn": instance, "name": row.name, "description": row.description,
            "portalOptions": { "visibility": "ENABLED" },
        });
        let response = json!({ "applicationArn": arn(&center.instance, &row.id) });
        self.record_act_of(&mut tx, caller, &live, SSO, "CreateApplication", parameters, response)
            .await?;
        self.commit(tx).await?;
        Ok(summary(&row))
    }

    /// The row of a new application, with a key of its own.
    pub(crate) fn new_application(&self, new: &NewApplication, now: Timestamp) -> Result<ApplicationRow, ServiceError> {
        let id = ApplicationId::generate(&*self.entropy);
        Ok(ApplicationRow {
            name: ApplicationName::parse(&new.name).map_err(|error| ServiceError::invalid("name", error))?,
            description: description(&new.description)?,
            enabled: true,
            requires_assignment: true,
            sign_in: first_sign_in(new.protocol, &id),
            attributes: first_mappings(new.protocol),
            sealed_key: self.new_application_key(&id)?,
            created_at: now,
            updated_at: now,
            id,
        })
    }

    /// Changes an application.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::ConcurrentModification`], [`ServiceError::AlreadyExists`],
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn update_application(
        &self,
        caller: &Caller,
        id: &str,
        change: ApplicationChange,
    ) -> Result<ApplicationDetails, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let (center, mut row) = self
            .may_application(&mut tx, &live, Action::UpdateApplication, id)
            .await?;
        if row.updated_at != change.expected {
            return Err(ServiceError::ConcurrentModification);
        }
        row.name = ApplicationName::parse(&change.name).map_err(|error| ServiceError::invalid("name", error))?;
        row.description = description(&change.description)?;
        row.enabled = change.enabled;
        if protocol(&change.sign_in) != protocol(&row.sign_in) {
            return Err(ServiceError::invalid(
                "protocol",
                "The protocol of an application stays.",
            ));
        }
        row.sign_in = sign_in(change.sign_in)?;
        check(&change.attributes).map_err(|error| ServiceError::Invalid {
            field: "attributes",
            message: error.to_string(),
        })?;
        row.attributes = change.attributes;
        let resource = arn(&center.instance, &row.id);
        if row.requires_assignment != change.requires_assignment {
            self.may_center(&mut tx, &live, Action::PutApplicationAssignmentConfiguration, &resource)
                .await?;
            row.requires_assignment = change.requires_assignment;
            let parameters = json!({ "applicationArn": resource, "assignmentRequired": row.requires_assignment });
            let name = "PutApplicationAssignmentConfiguration";
            self.record_act_of(&mut tx, caller, &live, SSO, name, parameters, Value::Null)
                .await?;
        }
        // Later than what was read, so that a second change of the same instant is noticed.
        let millis = now.as_millisecond().max(row.updated_at.as_millisecond() + 1);
        row.updated_at = Timestamp::from_millisecond(millis).unwrap_or(now);
        saved(applications::update(&mut tx, &row).await, &row)?;
        let parameters = json!({
            "applicationArn": resource, "name": row.name, "description": row.description,
            "status": if row.enabled { "ENABLED" } else { "DISABLED" },
        });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO,
            "UpdateApplication",
            parameters,
            Value::Null,
        )
        .await?;
        let details = self.application_details(&center.instance, row)?;
        self.commit(tx).await?;
        Ok(details)
    }

    /// Deletes an application. Sessions in it end at once: it is the simulator's own page.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn delete_application(&self, caller: &Caller, id: &str) -> Result<(), ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let (center, row) = self
            .may_application(&mut tx, &live, Action::DeleteApplication, id)
            .await?;
        applications::delete(&mut tx, &row.id).await?;
        let parameters = json!({ "applicationArn": arn(&center.instance, &row.id) });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO,
            "DeleteApplication",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await
    }

    /// May the session do this to the application, and is there one? Who may not is not told.
    pub(super) async fn may_application(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        id: &str,
    ) -> Result<(Center, ApplicationRow), ServiceError> {
        let id = ApplicationId::stored(id.to_owned());
        let resource = arn(&the_instance(connection).await?, &id);
        let center = self.may_center(connection, live, action, &resource).await?;
        let row = applications::by_id(connection, &id)
            .await?
            .ok_or_else(|| ServiceError::NoSuchEntity {
                entity: Entity::Application,
                name: id.as_str().chars().take(64).collect(),
            })?;
        Ok((center, row))
    }

    fn application_details(
        &self,
        instance: &InstanceRow,
        row: ApplicationRow,
    ) -> Result<ApplicationDetails, ServiceError> {
        Ok(ApplicationDetails {
            application: summary(&row),
            arn: arn(instance, &row.id),
            expressions: EXPRESSIONS.iter().map(|one| (*one).to_owned()).collect(),
            issuer: match protocol(&row.sign_in) {
                ApplicationProtocol::Saml => addresses::saml_issuer(instance, &row.id),
                ApplicationProtocol::Oidc => addresses::token_issuer(instance),
            },
            certificate: pem(self.signing_key(&row)?.certificate()),
            jwks: serde_json::to_string_pretty(&self.application_jwks(&row)?)?,
            own: ApplicationAddresses {
                home: addresses::application(&row.id),
                acs: addresses::application_acs(&row.id),
                audience: addresses::application_audience(&row.id),
                start: addresses::application_start(&row.id),
                callback: addresses::application_callback(&row.id),
            },
            updated_at: row.updated_at,
            sign_in: row.sign_in,
            attributes: row.attributes,
        })
    }
}

pub(super) fn arn(instance: &InstanceRow, id: &ApplicationId) -> String {
    id.arn(&instance.account, &instance.id)
}

fn summary(row: &ApplicationRow) -> ApplicationSummary {
    ApplicationSummary {
        id: row.id.as_str().to_owned(),
        name: row.name.as_str().to_owned(),
        description: row.description.clone(),
        protocol: protocol(&row.sign_in),
        enabled: row.enabled,
        requires_assignment: row.requires_assignment,
    }
}

fn saved(result: Result<(), StoreError>, row: &ApplicationRow) -> Result<(), ServiceError> {
    match result {
        Err(StoreError::Conflict) => Err(ServiceError::AlreadyExists {
            entity: Entity::Application,
            name: row.name.as_str().to_owned(),
        }),
        other => Ok(other?),
    }
}
