//! The inside of the key: passkey-rs's CTAP authenticator with our own store and our own finger.

use std::pin::pin;
use std::task::{Context, Poll, Waker};

use passkey_authenticator::{
    Authenticator, CredentialStore, DiscoverabilitySupport, StoreInfo, UiHint, UserCheck, UserValidationMethod,
};
use passkey_crypto::iana::Algorithm;
use passkey_crypto::rust_crypto::RustCryptoBackend;
use passkey_types::Passkey;
use passkey_types::ctap2::make_credential::{Options, PublicKeyCredentialRpEntity, PublicKeyCredentialUserEntity};
use passkey_types::ctap2::{Aaguid, Ctap2Error, StatusCode};
use passkey_types::webauthn::{AuthenticatorTransport, PublicKeyCredentialDescriptor};

use super::KeyError;

pub(super) type Inside = Authenticator<Pocket, Person, RustCryptoBackend>;

/// A key with these credentials, in this person's hand.
pub(super) fn inside(credentials: Vec<Passkey>, verified: bool) -> Result<Inside, KeyError> {
    let mut inside = Authenticator::new(
        Aaguid::new_empty(),
        Pocket { credentials },
        Person { verified },
        RustCryptoBackend,
    )
    .transports(vec![AuthenticatorTransport::Usb]);
    inside.set_make_credentials_with_signature_counter(true);
    inside
        .set_algorithms(&[Algorithm::ES256])
        .map_err(|_| KeyError::Algorithm)?;
    Ok(inside)
}

/// Drives a future that never waits.
pub(super) fn at_once<T>(future: impl Future<Output = Result<T, StatusCode>>) -> Result<T, KeyError> {
    match pin!(future).poll(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(result) => result.map_err(|status| refusal(&status)),
        Poll::Pending => Err(KeyError::Refused),
    }
}

fn refusal(status: &StatusCode) -> KeyError {
    match status {
        StatusCode::Known(Ctap2Error::NoCredentials) => KeyError::NoCredential,
        StatusCode::Known(Ctap2Error::CredentialExcluded) => KeyError::Excluded,
        StatusCode::Known(Ctap2Error::UnsupportedAlgorithm) => KeyError::Algorithm,
        _ => KeyError::Refused,
    }
}

/// The credentials for the time of one command. The stores that come with the library hand out a credential to any
/// relying party that knows its id; this one does not.
pub(super) struct Pocket {
    pub(super) credentials: Vec<Passkey>,
}

#[async_trait::async_trait]
impl CredentialStore for Pocket {
    type PasskeyItem = Passkey;

    async fn find_credentials(
        &self,
        ids: Option<&[PublicKeyCredentialDescriptor]>,
        rp_id: &str,
        user_handle: Option<&[u8]>,
    ) -> Result<Vec<Passkey>, StatusCode> {
        let wanted = |credential: &Passkey| {
            let listed = ids.is_none_or(|ids| ids.iter().any(|wanted| wanted.id == credential.credential_id));
            let of_user = user_handle.is_none_or(|wanted| {
                let handle = credential.user_handle.as_ref();
                handle.is_some_and(|handle| handle.as_slice() == wanted)
            });
            credential.rp_id == rp_id && listed && of_user
        };
        let found: Vec<_> = self
            .credentials
            .iter()
            .filter(|credential| wanted(credential))
            .cloned()
            .collect();
        if found.is_empty() {
            return Err(Ctap2Error::NoCredentials.into());
        }
        Ok(found)
    }

    async fn save_credential(
        &mut self,
        credential: Passkey,
        _user: PublicKeyCredentialUserEntity,
        _rp: PublicKeyCredentialRpEntity,
        _options: Options,
    ) -> Result<(), StatusCode> {
        self.credentials.push(credential);
        Ok(())
    }

    async fn update_credential(&mut self, updated: &Passkey) -> Result<(), StatusCode> {
        let same = |kept: &&mut Passkey| kept.credential_id == updated.credential_id;
        match self.credentials.iter_mut().find(same) {
            Some(kept) => {
                kept.counter = updated.counter;
                Ok(())
            }
            None => Err(Ctap2Error::NoCredentials.into()),
        }
    }

    async fn get_info(&self) -> StoreInfo {
        StoreInfo {
            discoverability: DiscoverabilitySupport::ForcedDiscoverable,
        }
    }
}

/// Who holds the key. That the person touched it is why the command runs at all; the PIN was checked before.
pub(super) struct Person {
    verified: bool,
}

#[async_trait::async_trait]
impl UserValidationMethod for Person {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        _hint: UiHint<'a, Passkey>,
        presence: bool,
        verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        Ok(UserCheck {
            presence,
            verification: verification && self.verified,
        })
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(self.verified)
    }
}
