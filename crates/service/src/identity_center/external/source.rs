//! Which identity source it is, and changing it.
//!
//! People, groups, memberships and assignments stay, and so do sessions that have begun. Passwords stay as well: they are no
//! way in while the company signs people in, and are one again afterwards. Who came from the company has none.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source-considerations.html>

use serde_json::{Value, json};
use vestibule_identity::Timestamp;
use vestibule_identity::event::SSO_DIRECTORY;
use vestibule_saml::TrustedKey;
use vestibule_store::identity_center::{
    ExternalProviderRow, InstanceRow, Source, external_providers, instance, portal_attempts, scim,
};
use vestibule_store::{Reads, Tx};

use super::certificates::{row, the_provider, view};
use super::provider::{Provider, ProviderForm};
use super::{provisioning, service_provider};
use crate::answers::{CenterProvider, CenterSource, IdentitySource};
use crate::authorize::Action;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Service, ServiceError};

/// What is typed to confirm.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/manage-your-identity-source-change.html>
const CONFIRMED: &str = "ACCEPT";

fn confirm(typed: &str) -> Result<(), ServiceError> {
    if typed.trim() == CONFIRMED {
        Ok(())
    } else {
        Err(ServiceError::invalid("confirm", "Type ACCEPT to confirm."))
    }
}

impl Service {
    /// The source, what a provider is told about the portal, and the provider.
    ///
    /// # Errors
    /// Who may not.
    pub async fn center_source(&self, caller: &Caller) -> Result<CenterSource, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        for action in [
            Action::ListExternalProviders,
            Action::ListProvisioningTenants,
            Action::ListBearerTokens,
        ] {
            self.may_center(&mut reader, &live, action, "*").await?;
        }
        let center = self
            .may_center(&mut reader, &live, Action::GetServiceProvider, "*")
            .await?;
        let provider = match external_providers::get(&mut reader).await? {
            Some(row) => Some(provider_view(&mut reader, row, self.now()).await?),
            None => None,
        };
        Ok(CenterSource {
            source: IdentitySource::of(center.instance.source),
            service_provider: service_provider::view(&center.instance),
            provider,
            provisioning: provisioning::view(&mut reader, &center.instance, self.now()).await?,
        })
    }

    /// From now on the company signs people in; or another company than before.
    ///
    /// # Errors
    /// Field errors, and who may not.
    pub async fn center_use_external(
        &self,
        caller: &Caller,
        form: ProviderForm,
        typed: &str,
    ) -> Result<Answer<()>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        self.may_center(&mut tx, &live, Action::CreateExternalProvider, "*")
            .await?;
        let center = self
            .may_center(&mut tx, &live, Action::EnableExternalProvider, "*")
            .await?;
        let provider = form.read()?;
        confirm(typed)?;
        let created = ExternalProviderRow {
            issuer: provider.issuer.clone(),
            sign_in_url: provider.sign_in_url.clone(),
            connected_at: now,
            updated_at: now,
        };
        self.write_provider(&mut tx, &center.instance, &created, &provider)
            .await?;
        instance::set_source(&mut tx, Source::External).await?;
        // Whoever is in the middle of signing in with a password ends there.
        portal_attempts::delete_all(&mut tx).await?;
        let created = json!({ "directoryId": center.instance.store, "externalIdpConfiguration": named(&provider) });
        self.record_source(
            &mut tx,
            caller,
            &live,
            "CreateExternalIdPConfigurationForDirectory",
            created,
        )
        .await?;
        let enabled = json!({ "directoryId": center.instance.store });
        self.record_source(
            &mut tx,
            caller,
            &live,
            "EnableExternalIdPConfigurationForDirectory",
            enabled,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// Changes what is known of the provider: where it is, what it is called, its certificates.
    ///
    /// # Errors
    /// Field errors, [`DirectorySource`](crate::identity_center::admin::CenterRefusal::DirectorySource), and who may not.
    pub async fn center_update_provider(
        &self,
        caller: &Caller,
        form: ProviderForm,
    ) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::UpdateExternalProvider, "*")
            .await?;
        let known = the_provider(&mut tx).await?;
        let provider = form.read()?;
        let changed = ExternalProviderRow {
            issuer: provider.issuer.clone(),
            sign_in_url: provider.sign_in_url.clone(),
            updated_at: self.now(),
            ..known
        };
        self.write_provider(&mut tx, &center.instance, &changed, &provider)
            .await?;
        let parameters = json!({ "directoryId": center.instance.store, "externalIdpConfiguration": named(&provider) });
        self.record_source(
            &mut tx,
            caller,
            &live,
            "UpdateExternalIdPConfigurationForDirectory",
            parameters,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// From now on the Identity Center directory signs people in again. The provider is forgotten.
    ///
    /// # Errors
    /// A field error, [`DirectorySource`](crate::identity_center::admin::CenterRefusal::DirectorySource) where it does already, and who may not.
    pub async fn center_use_directory(&self, caller: &Caller, typed: &str) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        self.may_center(&mut tx, &live, Action::DisableExternalProvider, "*")
            .await?;
        let center = self
            .may_center(&mut tx, &live, Action::DeleteExternalProvider, "*")
            .await?;
        the_provider(&mut tx).await?;
        confirm(typed)?;
        external_providers::delete(&mut tx).await?;
        // Nobody provisions into the directory.
        scim::delete_tenant(&mut tx).await?;
        instance::set_source(&mut tx, Source::Directory).await?;
        portal_attempts::delete_all(&mut tx).await?;
        for event in [
            "DisableExternalIdPConfigurationForDirectory",
            "DeleteExternalIdPConfigurationForDirectory",
        ] {
            let parameters = json!({ "directoryId": center.instance.store });
            self.record_source(&mut tx, caller, &live, event, parameters).await?;
        }
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    async fn write_provider(
        &self,
        tx: &mut Tx,
        instance: &InstanceRow,
        row_of_provider: &ExternalProviderRow,
        provider: &Provider,
    ) -> Result<(), ServiceError> {
        let now = self.now();
        external_providers::set(tx, &instance.id, row_of_provider).await?;
        external_providers::delete_certificates(tx).await?;
        for key in &provider.keys {
            external_providers::add_certificate(tx, &instance.id, &row(self, key, now)).await?;
        }
        Ok(())
    }

    async fn record_source(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        event: &str,
        parameters: Value,
    ) -> Result<(), ServiceError> {
        self.record_act_of(tx, caller, live, SSO_DIRECTORY, event, parameters, Value::Null)
            .await
    }
}

fn named(provider: &Provider) -> Value {
    json!({ "issuerUrl": provider.issuer, "loginUrl": provider.sign_in_url })
}

async fn provider_view(
    connection: &mut impl Reads,
    row: ExternalProviderRow,
    now: Timestamp,
) -> Result<CenterProvider, ServiceError> {
    let mut certificates = Vec::new();
    for row in external_providers::certificates(connection).await? {
        let key = TrustedKey::from_certificate(&row.certificate).map_err(|_| ServiceError::StoredCertificate)?;
        certificates.push(view(&row, &key, now));
    }
    Ok(CenterProvider {
        issuer: row.issuer,
        sign_in_url: row.sign_in_url,
        connected_at: row.connected_at,
        updated_at: row.updated_at,
        certificates,
    })
}

impl IdentitySource {
    pub(crate) fn of(source: Source) -> Self {
        match source {
            Source::Directory => Self::Directory,
            Source::External => Self::External,
        }
    }
}
