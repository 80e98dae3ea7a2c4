//! What an administrator enters about the identity provider.

use vestibule_saml::{Binding, IdpMetadata, TrustedKey};

use crate::ServiceError;

/// The provider's metadata, or what matters of it by hand.
#[derive(Debug)]
pub enum ProviderForm {
    /// The file that was downloaded from the provider.
    Metadata(String),
    /// Field by field.
    ByHand {
        /// Where it takes requests, by POST.
        sign_in_url: String,
        /// Its entity id.
        issuer: String,
        /// PEM, or base64 alone.
        certificate: String,
    },
}

/// The same, read.
pub(super) struct Provider {
    pub(super) issuer: String,
    pub(super) sign_in_url: String,
    pub(super) keys: Vec<TrustedKey>,
}

/// SAML metadata 2.0, 2.2.1.
const LONGEST_ISSUER: usize = 1024;

impl ProviderForm {
    pub(super) fn read(self) -> Result<Provider, ServiceError> {
        match self {
            Self::Metadata(text) => of_metadata(text.trim()),
            Self::ByHand {
                sign_in_url,
                issuer,
                certificate,
            } => {
                let issuer = issuer.trim();
                if issuer.is_empty() || issuer.chars().count() > LONGEST_ISSUER || issuer.chars().any(char::is_control)
                {
                    return Err(ServiceError::invalid(
                        "issuer",
                        "Enter the identity provider's issuer: 1 to 1,024 printable characters.",
                    ));
                }
                Ok(Provider {
                    issuer: issuer.to_owned(),
                    sign_in_url: address(&sign_in_url)?,
                    keys: vec![read_certificate(&certificate)?],
                })
            }
        }
    }
}

fn of_metadata(text: &str) -> Result<Provider, ServiceError> {
    let wrong = |words: String| ServiceError::invalid("metadata", words.as_str());
    let metadata = IdpMetadata::parse(text).map_err(|error| wrong(sentence(&error.to_string())))?;
    // The page posts requests; nothing here packs them into an address.
    let sign_in_url = metadata
        .sign_on(Binding::Post)
        .ok_or_else(|| wrong("The metadata names no SingleSignOnService with the HTTP-POST binding.".to_owned()))?;
    Ok(Provider {
        sign_in_url: sign_in_url.to_owned(),
        issuer: metadata.entity_id,
        keys: metadata.keys,
    })
}

/// A certificate as people paste it.
pub(super) fn read_certificate(text: &str) -> Result<TrustedKey, ServiceError> {
    TrustedKey::from_text(text.trim())
        .map_err(|error| ServiceError::invalid("certificate", sentence(&error.to_string()).as_str()))
}

fn address(text: &str) -> Result<String, ServiceError> {
    let text = text.trim();
    let is_web = url::Url::parse(text).is_ok_and(|url| matches!(url.scheme(), "https" | "http") && url.has_host());
    if is_web && text.len() <= 2048 {
        Ok(text.to_owned())
    } else {
        Err(ServiceError::invalid(
            "signInUrl",
            "Enter the address of the identity provider's sign-in page, with https://.",
        ))
    }
}

/// Words of the SAML crate, as a page shows them.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    let first: String = characters
        .next()
        .map(|one| one.to_uppercase().collect())
        .unwrap_or_default();
    format!("{first}{}.", characters.as_str())
}
