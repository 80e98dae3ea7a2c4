//! A security key in software, with the part of the browser that talks to it.
//!
//! The authenticator is passkey-rs's; the browser's part is here, because the faults that people learn from (a copied
//! key, a key that signs untouched, a look-alike site) are ones that no client library lets happen. Its keys are
//! random by the library's own system randomness.

mod authenticator;
mod material;

use passkey_crypto::iana::{Algorithm, EnumI64 as _};
use passkey_crypto::{PublicKeyT as _, rust_crypto::RustCryptoPublicKey};
use passkey_types::Bytes;
use passkey_types::ctap2::{Flags, get_assertion, make_credential};
use passkey_types::encoding::base64url;
use passkey_types::webauthn::{
    AuthenticatedPublicKeyCredential, AuthenticationExtensionsClientOutputs, AuthenticatorAssertionResponse,
    AuthenticatorAttachment, AuthenticatorAttestationResponse, AuthenticatorTransport, ClientDataType,
    CreatedPublicKeyCredential, PublicKeyCredentialCreationOptions, PublicKeyCredentialParameters,
    PublicKeyCredentialRequestOptions, PublicKeyCredentialType, UserVerificationRequirement,
};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest as _, Sha256};
use url::Url;

pub use crate::origin::origin_may_use;
use authenticator::{at_once, inside};
pub use material::KeyMaterial;

/// The counter that a new credential is registered with: one whose counter is zero for ever cannot show that it was
/// copied (WebAuthn Level 3 section 6.1.1).
const FIRST_COUNTER: u32 = 1;

/// passkey-rs is made for passkeys that are synced, and always says so. A key in the hand has no backup.
const BACKED_UP: Flags = Flags::BE.union(Flags::BS);

/// Why the key did not answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum KeyError {
    /// The site that asks is not a site of the relying party.
    #[error("the site that asks may not use this service's keys")]
    Origin,
    /// What was asked cannot be read.
    #[error("the request to the security key cannot be read")]
    Options,
    /// The key holds nothing for this request.
    #[error("the security key is not registered here")]
    NoCredential,
    /// The key is registered already.
    #[error("the security key is registered already")]
    Excluded,
    /// The site insists on a person whom the key has verified.
    #[error("the site asks for the PIN of the security key")]
    VerificationRequired,
    /// The relying party takes no algorithm that the key has.
    #[error("the security key has none of the algorithms that the site takes")]
    Algorithm,
    /// A stored credential cannot be used.
    #[error("a credential of the security key cannot be read")]
    Material,
    /// The key refused for another reason.
    #[error("the security key refused")]
    Refused,
}

/// What a key does wrong, so that one can see it refused.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Faults {
    /// Signs as a copy does whose counter stood still.
    pub cloned_counter: bool,
    /// Signs though nobody touched it.
    pub no_presence: bool,
    /// Signs for a look-alike site: the host of the real one with `.example` after it.
    pub other_origin: bool,
}

/// Makes a credential: the answer for the site (`RegistrationResponseJSON`) and what the key keeps. `options` is what
/// is inside `publicKey`; `verified` says that the key's PIN was typed.
///
/// # Errors
/// [`KeyError`].
pub fn register(
    origin: &str,
    options: &Value,
    existing: &[KeyMaterial],
    verified: bool,
) -> Result<(Value, KeyMaterial), KeyError> {
    let options = PublicKeyCredentialCreationOptions::deserialize(options).map_err(|_| KeyError::Options)?;
    let rp_id = own_rp_id(origin, options.rp.id.clone())?;
    let requirement = options
        .authenticator_selection
        .map(|selection| selection.user_verification);
    let uv = verification(requirement.unwrap_or_default(), verified)?;
    let excluded = options.exclude_credentials.unwrap_or_default();
    // The authenticator would only ask for a touch and then make a second credential.
    let is_excluded = |key: &KeyMaterial| {
        key.rp_id() == rp_id
            && excluded
                .iter()
                .any(|excluded| excluded.id.as_slice() == key.credential_id())
    };
    if existing.iter().any(is_excluded) {
        return Err(KeyError::Excluded);
    }
    let mut pub_key_cred_params = options.pub_key_cred_params;
    if pub_key_cred_params.is_empty() {
        pub_key_cred_params = PublicKeyCredentialParameters::default_algorithms();
    }
    let client_data = client_data(ClientDataType::Create, &options.challenge, origin)?;
    let mut inside = inside(Vec::new(), verified)?;
    let mut made = at_once(inside.make_credential(make_credential::Request {
        client_data_hash: hash(&client_data),
        rp: make_credential::PublicKeyCredentialRpEntity {
            id: rp_id,
            name: Some(options.rp.name),
        },
        user: options.user,
        pub_key_cred_params,
        exclude_list: None,
        extensions: None,
        options: make_credential::Options { rk: true, up: true, uv },
        pin_auth: None,
        pin_protocol: None,
    }))?;
    // Nothing is signed over it: the attestation is "none".
    made.auth_data.counter = Some(FIRST_COUNTER);
    made.auth_data.flags.remove(BACKED_UP);
    let passkey = inside.store_mut().credentials.pop().ok_or(KeyError::Refused)?;
    let material = KeyMaterial::new(passkey, FIRST_COUNTER)?;
    let public_key = made
        .auth_data
        .attested_credential_data
        .as_ref()
        .and_then(|attested| RustCryptoPublicKey::der_from_cose_key(&attested.key).ok())
        .ok_or(KeyError::Refused)?;
    let credential = CreatedPublicKeyCredential {
        id: base64url(material.credential_id()),
        raw_id: material.credential_id().into(),
        ty: PublicKeyCredentialType::PublicKey,
        response: AuthenticatorAttestationResponse {
            client_data_json: client_data.into(),
            authenticator_data: made.auth_data.to_vec().into(),
            public_key: Some(public_key.into()),
            public_key_algorithm: Algorithm::ES256.to_i64(),
            attestation_object: made.as_webauthn_bytes(),
            transports: Some(vec![AuthenticatorTransport::Usb]),
        },
        authenticator_attachment: Some(AuthenticatorAttachment::CrossPlatform),
        client_extension_results: AuthenticationExtensionsClientOutputs::default(),
    };
    Ok((
        serde_json::to_value(credential).map_err(|_| KeyError::Refused)?,
        material,
    ))
}

/// Proves a credential: the answer for the site (`AuthenticationResponseJSON`) and which of the keys was used; its
/// counter has grown. `options` is what is inside `publicKey`; `verified` says that the key's PIN was typed.
///
/// # Errors
/// [`KeyError`].
pub fn authenticate(
    origin: &str,
    options: &Value,
    keys: &mut [KeyMaterial],
    verified: bool,
    faults: Faults,
) -> Result<(Value, usize), KeyError> {
    let options = PublicKeyCredentialRequestOptions::deserialize(options).map_err(|_| KeyError::Options)?;
    let rp_id = own_rp_id(origin, options.rp_id)?;
    let uv = verification(options.user_verification, verified)?;
    let told_origin = if faults.other_origin {
        look_alike(origin)?
    } else {
        origin.to_owned()
    };
    let client_data = client_data(ClientDataType::Get, &options.challenge, &told_origin)?;
    let lent = keys
        .iter()
        .map(|key| {
            let counter = if faults.cloned_counter {
                key.counter().checked_sub(1)
            } else {
                Some(key.counter())
            };
            // The authenticator counts on without looking at the end.
            let counter = counter
                .filter(|counter| *counter < u32::MAX)
                .ok_or(KeyError::Material)?;
            key.lend(counter)
        })
        .collect::<Result<_, _>>()?;
    let client_data_hash = hash(&client_data);
    let mut answer = at_once(inside(lent, verified)?.get_assertion(get_assertion::Request {
        rp_id,
        client_data_hash: client_data_hash.clone(),
        allow_list: options.allow_credentials,
        extensions: None,
        options: get_assertion::Options {
            up: !faults.no_presence,
            uv,
        },
        pin_auth: None,
        pin_protocol: None,
    }))?;
    let credential_id = answer.credential.ok_or(KeyError::Refused)?.id;
    let (used, key) = keys
        .iter_mut()
        .enumerate()
        .find(|(_, key)| key.credential_id() == credential_id.as_slice())
        .ok_or(KeyError::Refused)?;
    answer.auth_data.flags.remove(BACKED_UP);
    let authenticator_data = answer.auth_data.to_vec();
    let signature = key.sign(&[authenticator_data.as_slice(), client_data_hash.as_slice()].concat())?;
    key.set_counter(answer.auth_data.counter.ok_or(KeyError::Refused)?);
    let credential = AuthenticatedPublicKeyCredential {
        id: base64url(&credential_id),
        raw_id: credential_id,
        ty: PublicKeyCredentialType::PublicKey,
        response: AuthenticatorAssertionResponse {
            client_data_json: client_data.into(),
            authenticator_data: authenticator_data.into(),
            signature: signature.into(),
            user_handle: answer.user.map(|user| user.id),
            attestation_object: None,
        },
        authenticator_attachment: Some(AuthenticatorAttachment::CrossPlatform),
        client_extension_results: AuthenticationExtensionsClientOutputs::default(),
    };
    Ok((serde_json::to_value(credential).map_err(|_| KeyError::Refused)?, used))
}

/// The relying party's id, if the site may use it; the site's own host if none is named.
fn own_rp_id(origin: &str, rp_id: Option<String>) -> Result<String, KeyError> {
    let host = || Url::parse(origin).ok()?.domain().map(str::to_owned);
    let rp_id = rp_id.or_else(host).ok_or(KeyError::Origin)?;
    if origin_may_use(origin, &rp_id) {
        Ok(rp_id)
    } else {
        Err(KeyError::Origin)
    }
}

/// Whether the key is asked to verify its person.
fn verification(requirement: UserVerificationRequirement, verified: bool) -> Result<bool, KeyError> {
    match requirement {
        UserVerificationRequirement::Discouraged => Ok(false),
        UserVerificationRequirement::Preferred => Ok(verified),
        UserVerificationRequirement::Required if verified => Ok(true),
        UserVerificationRequirement::Required => Err(KeyError::VerificationRequired),
    }
}

/// What the browser writes down, in the order of WebAuthn Level 3 section 5.8.1.1.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct ClientData<'a> {
    #[serde(rename = "type")]
    kind: ClientDataType,
    challenge: String,
    origin: &'a str,
    cross_origin: bool,
}

fn client_data(kind: ClientDataType, challenge: &[u8], origin: &str) -> Result<Vec<u8>, KeyError> {
    serde_json::to_vec(&ClientData {
        kind,
        challenge: base64url(challenge),
        origin,
        cross_origin: false,
    })
    .map_err(|_| KeyError::Options)
}

fn hash(client_data: &[u8]) -> Bytes {
    Sha256::digest(client_data).to_vec().into()
}

fn look_alike(origin: &str) -> Result<String, KeyError> {
    let mut url = Url::parse(origin).map_err(|_| KeyError::Origin)?;
    let host = format!("{}.example", url.domain().ok_or(KeyError::Origin)?);
    url.set_host(Some(&host)).map_err(|_| KeyError::Origin)?;
    Ok(url.origin().ascii_serialization())
}

#[cfg(test)]
mod tests;
