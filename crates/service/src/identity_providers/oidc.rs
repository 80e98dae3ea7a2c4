//! `OpenID` providers: for whom their tokens may be, and thumbprints.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_oidc.html>

use serde_json::{Value, json};
use vestibule_store::{ProviderRow, Reads, identity_providers as providers};

use super::{must_not_be_aws, read_audiences, read_thumbprints, view};
use crate::answers::IdentityProvider;
use crate::authorize::Action;
use crate::request::Caller;
use crate::session::Live;
use crate::{Entity, Service, ServiceError};

/// What an `OpenID` provider is to have.
#[derive(Debug)]
pub struct OidcChange {
    /// Client ids.
    pub audiences: Vec<String>,
    /// Thumbprints.
    pub thumbprints: Vec<String>,
}

/// What differs from what there is.
struct Difference {
    added: Vec<String>,
    removed: Vec<String>,
    thumbprints: bool,
}

impl Difference {
    fn of(row: &ProviderRow, audiences: &[String], thumbprints: &[String]) -> Self {
        let missing = |from: &[String], wanted: &[String]| -> Vec<String> {
            wanted.iter().filter(|one| !from.contains(one)).cloned().collect()
        };
        Self {
            added: missing(&row.audiences, audiences),
            removed: missing(audiences, &row.audiences),
            thumbprints: row.thumbprints != thumbprints,
        }
    }

    /// What must be allowed: each kind of change is a call of its own.
    fn actions(&self) -> Vec<Action> {
        let mut actions = Vec::new();
        if !self.added.is_empty() {
            actions.push(Action::AddClientId);
        }
        if !self.removed.is_empty() {
            actions.push(Action::RemoveClientId);
        }
        if self.thumbprints || actions.is_empty() {
            actions.push(Action::UpdateThumbprint);
        }
        actions
    }
}

impl Service {
    /// Sets audiences and thumbprints.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::LimitExceeded`], [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn update_oidc_provider(
        &self,
        caller: &Caller,
        arn: &str,
        change: OidcChange,
    ) -> Result<IdentityProvider, ServiceError> {
        let audiences = read_audiences(&change.audiences)?;
        let thumbprints = read_thumbprints(&change.thumbprints)?;
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let (row, difference) = self
            .oidc_to_change(&mut tx, &live, arn, &audiences, &thumbprints)
            .await?;
        must_not_be_aws(&row.name)?;
        providers::set_oidc(&mut tx, &row.arn, &audiences, &thumbprints).await?;
        let calls = difference
            .added
            .iter()
            .map(|id| ("AddClientIDToOpenIDConnectProvider", json!({ "clientID": id })))
            .chain(
                difference
                    .removed
                    .iter()
                    .map(|id| ("RemoveClientIDFromOpenIDConnectProvider", json!({ "clientID": id }))),
            )
            .chain(difference.thumbprints.then(|| {
                let parameters = json!({ "thumbprintList": thumbprints });
                ("UpdateOpenIDConnectProviderThumbprint", parameters)
            }));
        for (event, mut parameters) in calls {
            if let Value::Object(fields) = &mut parameters {
                fields.insert("openIDConnectProviderArn".to_owned(), json!(row.arn));
            }
            self.record_act(&mut tx, caller, &live, event, parameters, Value::Null)
                .await?;
        }
        self.commit(tx).await?;
        Ok(view(&row))
    }

    /// Asks about everything that differs; of a provider that is not there, about all that could.
    async fn oidc_to_change(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        arn: &str,
        audiences: &[String],
        thumbprints: &[String],
    ) -> Result<(ProviderRow, Difference), ServiceError> {
        let shown: String = arn.chars().take(512).collect();
        let row = providers::by_arn(connection, arn).await?;
        let found = row
            .filter(|row| row.account == live.account.id && !row.is_saml)
            .map(|row| {
                let difference = Difference::of(&row, audiences, thumbprints);
                (row, difference)
            });
        let actions = match &found {
            Some((_, difference)) => difference.actions(),
            None => vec![Action::AddClientId, Action::RemoveClientId, Action::UpdateThumbprint],
        };
        for action in actions {
            self.may(connection, live, action, &shown).await?;
        }
        found.ok_or(ServiceError::NoSuchEntity {
            entity: Entity::IdentityProvider,
            name: shown,
        })
    }
}
