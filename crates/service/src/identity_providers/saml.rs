//! SAML providers: their metadata, what it says, and new metadata.
//!
//! <https://docs.aws.amazon.com/IAM/latest/UserGuide/id_roles_providers_create_saml.html>, facts 2.2 and 2.3 of federation.

use std::time::Duration;

use serde_json::{Value, json};
use sha2::{Digest as _, Sha256};
use vestibule_saml::key::KeyKind;
use vestibule_saml::metadata::METADATA_LENGTH;
use vestibule_saml::{AWS_ACS, IdpMetadata, TrustedKey};
use vestibule_store::{ProviderRow, identity_providers as providers};

use super::{must_not_be_aws, view};
use crate::answers::{IdentityProvider, SamlCertificate, SamlProviderDetails};
use crate::authorize::Action;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// Longer ones are left out of records, as CloudTrail leaves out what is longer than 100 KB.
/// <https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html>
const LONGEST_RECORDED: usize = 100 * 1024;
/// Days of a hundred years.
const CENTURY: Duration = Duration::from_hours(36_524 * 24);

/// What to change of a SAML provider.
#[derive(Debug, Default)]
pub struct SamlChange {
    /// New metadata.
    pub metadata: Option<String>,
    /// `AssertionEncryptionMode`
    pub encryption_mode: Option<String>,
    /// `AddPrivateKey` is there.
    pub adds_private_key: bool,
    /// `RemovePrivateKey` is there.
    pub removes_private_key: bool,
}

impl Service {
    /// Gives a SAML provider new metadata, as when its keys change.
    ///
    /// # Errors
    /// Field errors, [`ServiceError::EncryptionNotOffered`], [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn update_saml_provider(
        &self,
        caller: &Caller,
        arn: &str,
        change: SamlChange,
    ) -> Result<IdentityProvider, ServiceError> {
        let text = change.accepted()?;
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let row = self
            .may_on_provider(
                &mut tx,
                &live,
                arn,
                Action::UpdateSamlProvider,
                Action::UpdateSamlProvider,
            )
            .await?;
        must_not_be_aws(&row.name)?;
        providers::set_metadata(&mut tx, &row.arn, &text).await?;
        let parameters = json!({ "sAMLProviderArn": row.arn, "sAMLMetadataDocument": recorded(Some(&text)) });
        let response = json!({ "sAMLProviderArn": row.arn });
        self.record_act(&mut tx, caller, &live, "UpdateSAMLProvider", parameters, response)
            .await?;
        self.commit(tx).await?;
        Ok(view(&row))
    }
}

impl SamlChange {
    /// The new metadata.
    fn accepted(self) -> Result<String, ServiceError> {
        if self.adds_private_key && self.removes_private_key {
            return Err(ServiceError::invalid(
                "addPrivateKey",
                "Unable to add and remove private keys in the same request.",
            ));
        }
        if self.removes_private_key {
            return Err(ServiceError::invalid(
                "removePrivateKey",
                "Failed to remove private key.",
            ));
        }
        let mode = self.encryption_mode.as_deref().unwrap_or("Allowed");
        if !["Allowed", "Required"].contains(&mode) {
            return Err(ServiceError::invalid(
                "assertionEncryptionMode",
                "The mode is Allowed or Required.",
            ));
        }
        if self.adds_private_key || mode == "Required" {
            return Err(ServiceError::EncryptionNotOffered);
        }
        let text = self.metadata.ok_or_else(|| {
            ServiceError::invalid("metadata", "Unable to update identity provider. No updates were given.")
        })?;
        metadata(text)
    }
}

/// 1 to 128 of `[\w._-]` (IAM API, `SAMLProviderNameType`).
pub(super) fn name(name: &str) -> Result<String, ServiceError> {
    let legal = |byte: u8| byte.is_ascii_alphanumeric() || b"._-".contains(&byte);
    if (1..=128).contains(&name.len()) && name.bytes().all(legal) {
        Ok(name.to_owned())
    } else {
        Err(ServiceError::invalid(
            "name",
            "A provider name has 1 to 128 letters, digits and the characters . _ -",
        ))
    }
}

/// Metadata that somebody can sign in by. The text is kept as it is.
pub(super) fn metadata(text: String) -> Result<String, ServiceError> {
    let wrong = |words: &str| ServiceError::invalid("metadata", words);
    if !METADATA_LENGTH.contains(&text.chars().count()) {
        return Err(wrong("A metadata document has 1,000 to 10,000,000 characters."));
    }
    match IdpMetadata::parse(&text) {
        Ok(_) => Ok(text),
        Err(error) => Err(wrong(&format!("Could not parse metadata: {error}."))),
    }
}

/// As records show it.
pub(super) fn recorded(metadata: Option<&str>) -> Value {
    match metadata {
        Some(text) if text.len() > LONGEST_RECORDED => json!({ "omitted": true, "originalSize": text.len() }),
        other => json!(other),
    }
}

/// What is known of a SAML provider.
pub(super) fn details(row: &ProviderRow) -> SamlProviderDetails {
    let read = IdpMetadata::parse(row.metadata.as_deref().unwrap_or_default()).ok();
    let addresses = read.iter().flat_map(|metadata| &metadata.sign_on);
    SamlProviderDetails {
        provider_id: provider_id(row),
        certificates: read
            .iter()
            .flat_map(|metadata| &metadata.keys)
            .map(certificate)
            .collect(),
        sign_on_addresses: addresses.map(|one| one.location.clone()).collect(),
        valid_until: row.created_at.saturating_add(CENTURY).unwrap_or(row.created_at),
        metadata_valid_until: read.as_ref().and_then(|metadata| metadata.valid_until),
        issuer: read.map(|metadata| metadata.entity_id),
        assertion_encryption_mode: "Allowed".to_owned(),
        sign_in_address: AWS_ACS.to_owned(),
    }
}

fn certificate(key: &TrustedKey) -> SamlCertificate {
    let facts = key.facts();
    SamlCertificate {
        fingerprint: key.fingerprint().to_owned(),
        subject: facts.subject.clone(),
        serial: facts.serial.clone(),
        key: match facts.key {
            KeyKind::P256 => "ECDSA P-256".to_owned(),
            KeyKind::Rsa { bits } => format!("RSA {bits}"),
        },
        from: facts.from,
        until: facts.until,
    }
}

/// `SAMLProviderUUID`, 22 to 64 of `[A-Z0-9]` in the form that IAM shows. Ours is made of what never changes of a provider.
pub(super) fn provider_id(row: &ProviderRow) -> String {
    let digest = Sha256::digest(format!("{} {}", row.arn, row.created_at));
    let letters = digest.iter().take(10).map(|byte| format!("{byte:02X}"));
    format!("SAMLSP{}", letters.collect::<String>())
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn what_of_encryption_is_refused() {
        let change = |change: SamlChange| change.accepted().unwrap_err();
        for (given, field) in [
            (SamlChange::default(), "metadata"),
            (
                SamlChange {
                    adds_private_key: true,
                    removes_private_key: true,
                    ..SamlChange::default()
                },
                "addPrivateKey",
            ),
            (
                SamlChange {
                    removes_private_key: true,
                    ..SamlChange::default()
                },
                "removePrivateKey",
            ),
            (
                SamlChange {
                    encryption_mode: Some("required".to_owned()),
                    ..SamlChange::default()
                },
                "assertionEncryptionMode",
            ),
        ] {
            assert!(matches!(change(given), ServiceError::Invalid { field: found, .. } if found == field));
        }
        for given in [
            SamlChange {
                encryption_mode: Some("Required".to_owned()),
                ..SamlChange::default()
            },
            SamlChange {
                adds_private_key: true,
                ..SamlChange::default()
            },
        ] {
            assert!(matches!(change(given), ServiceError::EncryptionNotOffered));
        }
    }

    #[test]
    fn names_and_lengths() {
        assert_eq!(name("Any_Company-1.x").unwrap(), "Any_Company-1.x");
        for wrong in ["", "a b", "a/b", &"x".repeat(129)] {
            assert!(name(wrong).is_err(), "{wrong}");
        }
        assert!(metadata("x".repeat(999)).is_err());
        assert!(metadata(format!("\u{feff}{}", "x".repeat(1000))).is_err());
        assert!(metadata("<".repeat(1000)).is_err());
    }
}
