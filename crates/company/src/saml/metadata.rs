//! What an administrator of AWS is given: names, addresses, certificates.

use vestibule_saml::metadata::{Binding, IdpDocument, IdpMetadata};

use super::{ENTITY_ID, SIGN_ON};
use crate::keys::{self, Purpose};
use crate::{Company, CompanyError};

impl Company {
    /// The metadata: public, as metadata is. Every certificate that is not removed is in it, the one that signs first.
    ///
    /// # Errors
    /// Store failures.
    pub async fn metadata(&self) -> Result<String, CompanyError> {
        let mut tx = self.begin().await?;
        let keys = keys::published(&mut tx, Purpose::Saml).await?;
        let certificates: Vec<&[u8]> = keys.iter().filter_map(|key| key.certificate.as_deref()).collect();
        Ok(IdpMetadata::write(&IdpDocument {
            entity_id: ENTITY_ID,
            certificates: &certificates,
            sign_on: &[(Binding::Post, SIGN_ON)],
            name_id_formats: &[
                "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
                "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
            ],
            valid_until: None,
        }))
    }
}
