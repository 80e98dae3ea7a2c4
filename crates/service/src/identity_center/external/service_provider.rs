//! What an identity provider is told about the portal (facts 1.1).

use sha2::{Digest as _, Sha256};
use uuid::Uuid;
use vestibule_saml::{SpDocument, sp_metadata};
use vestibule_store::identity_center::InstanceRow;

use super::EMAIL_FORMAT;
use crate::addresses;
use crate::answers::CenterServiceProvider;

/// The portal's name in SAML, which is the audience. The form is that of requests that people have shown.
pub(super) fn entity_id(instance: &InstanceRow) -> String {
    format!(
        "https://{}.signin.aws.amazon.com/platform/saml/{}",
        instance.home_region, instance.store
    )
}

/// The assertion consumer service, by each of its addresses; the first is the default.
pub(super) fn acs(instance: &InstanceRow) -> [String; 3] {
    let region = &instance.home_region;
    let id = acs_id(instance);
    [
        format!("https://{region}.signin.aws/platform/saml/acs/{id}"),
        format!("https://{region}.sso.signin.aws/platform/saml/acs/{id}"),
        format!("https://{region}.signin.aws.amazon.com/platform/saml/acs/{id}"),
    ]
}

/// It never changes, and is no secret: it need not be stored.
fn acs_id(instance: &InstanceRow) -> Uuid {
    let digest: [u8; 32] = Sha256::digest(format!("saml-acs {}", instance.id)).into();
    let mut bytes = [0; 16];
    bytes.iter_mut().zip(digest).for_each(|(to, from)| *to = from);
    uuid::Builder::from_random_bytes(bytes).into_uuid()
}

/// For the page, and to download.
pub(super) fn view(instance: &InstanceRow) -> CenterServiceProvider {
    let issuer = entity_id(instance);
    let [acs, dual_stack, older] = acs(instance);
    let metadata = sp_metadata(&SpDocument {
        entity_id: &issuer,
        acs: &[&acs, &dual_stack],
        name_id_formats: &[EMAIL_FORMAT],
    });
    CenterServiceProvider {
        sign_in_url: addresses::portal(instance),
        acs_url: acs,
        other_acs_urls: vec![dual_stack, older],
        issuer,
        metadata,
    }
}
