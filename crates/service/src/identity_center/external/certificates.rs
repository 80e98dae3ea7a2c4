//! The provider's certificates. To rotate: import the new one, let the provider change over, delete the old one.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/rotatesamlcert.html>

use serde_json::{Value, json};
use uuid::Uuid;
use vestibule_identity::Timestamp;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::SSO_DIRECTORY;
use vestibule_saml::{TrustedKey, key::KeyKind};
use vestibule_store::identity_center::{ExternalCertificateRow, external_providers};
use vestibule_store::{StoreError, Tx};

use super::provider::read_certificate;
use crate::answers::{CenterCertificate, CertificateState};
use crate::authorize::Action;
use crate::identity_center::admin::CenterRefusal;
use crate::request::{Answer, Caller};
use crate::{Entity, Service, ServiceError};

/// Every one may be tried at a sign-in. AWS documents no number.
const MOST: usize = 10;
/// Yellow from here on, as at AWS for the certificates of applications.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/samlcertexpirationindicators.html>
const SOON: std::time::Duration = std::time::Duration::from_hours(90 * 24);

impl Service {
    /// Imports a certificate beside those that are there.
    ///
    /// # Errors
    /// A field error, [`ServiceError::AlreadyExists`], the quota, [`CenterRefusal::DirectorySource`], and who may not.
    pub async fn center_import_certificate(
        &self,
        caller: &Caller,
        certificate: &str,
    ) -> Result<Answer<CenterCertificate>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::ImportExternalCertificate, "*")
            .await?;
        the_provider(&mut tx).await?;
        let key = read_certificate(certificate)?;
        if external_providers::certificates(&mut tx).await?.len() >= MOST {
            return Err(ServiceError::LimitReached(format!(
                "An identity provider has at most {MOST} certificates. Delete an old one first."
            )));
        }
        let row = row(self, &key, now);
        external_providers::add_certificate(&mut tx, &center.instance.id, &row)
            .await
            .map_err(|error| taken(error, &key))?;
        let parameters = json!({ "directoryId": center.instance.store, "certificateUse": "SIGNING" });
        let response = json!({ "certificateId": row.id });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO_DIRECTORY,
            "ImportExternalIdPCertificate",
            parameters,
            response,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(view(&row, &key, now)))
    }

    /// Deletes a certificate; responses signed with its key are refused from then on. One stays.
    ///
    /// # Errors
    /// [`CenterRefusal::LastCertificate`], [`ServiceError::NoSuchEntity`], [`CenterRefusal::DirectorySource`], and who may
    /// not.
    pub async fn center_delete_certificate(&self, caller: &Caller, id: Uuid) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let center = self
            .may_center(&mut tx, &live, Action::DeleteExternalCertificate, "*")
            .await?;
        the_provider(&mut tx).await?;
        if !external_providers::delete_certificate(&mut tx, id).await? {
            return Err(ServiceError::NoSuchEntity {
                entity: Entity::Certificate,
                name: id.to_string(),
            });
        }
        if external_providers::certificates(&mut tx).await?.is_empty() {
            return Err(CenterRefusal::LastCertificate.into());
        }
        let parameters = json!({ "directoryId": center.instance.store, "certificateId": id });
        self.record_act_of(
            &mut tx,
            caller,
            &live,
            SSO_DIRECTORY,
            "DeleteExternalIdPCertificate",
            parameters,
            Value::Null,
        )
        .await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }
}

/// There is a provider.
pub(super) async fn the_provider(
    tx: &mut Tx,
) -> Result<vestibule_store::identity_center::ExternalProviderRow, ServiceError> {
    external_providers::get(tx)
        .await?
        .ok_or_else(|| CenterRefusal::DirectorySource.into())
}

pub(super) fn row(service: &Service, key: &TrustedKey, now: Timestamp) -> ExternalCertificateRow {
    ExternalCertificateRow {
        id: random_uuid(&*service.entropy),
        certificate: key.certificate().to_vec(),
        imported_at: now,
    }
}

fn taken(error: StoreError, key: &TrustedKey) -> ServiceError {
    match error {
        StoreError::Conflict => ServiceError::AlreadyExists {
            entity: Entity::Certificate,
            name: key.fingerprint().to_owned(),
        },
        other => other.into(),
    }
}

pub(super) fn view(row: &ExternalCertificateRow, key: &TrustedKey, now: Timestamp) -> CenterCertificate {
    let facts = key.facts();
    let state = match (facts.from, facts.until) {
        (Some(from), _) if now < from => CertificateState::NotYet,
        (_, Some(until)) if now >= until => CertificateState::Expired,
        (_, Some(until)) if until.saturating_sub(SOON).is_ok_and(|from| now >= from) => CertificateState::Soon,
        _ => CertificateState::Valid,
    };
    CenterCertificate {
        id: row.id.to_string(),
        fingerprint: key.fingerprint().to_owned(),
        subject: facts.subject.clone(),
        issuer: facts.issuer.clone(),
        serial: facts.serial.clone(),
        valid_from: facts.from,
        valid_until: facts.until,
        key: match facts.key {
            KeyKind::P256 => "ECDSA P-256".to_owned(),
            KeyKind::Rsa { bits } => format!("RSA {bits}"),
        },
        imported_at: row.imported_at,
        state,
    }
}
