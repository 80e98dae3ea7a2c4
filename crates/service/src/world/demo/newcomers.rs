//! People of the demo's Identity Center who have no password yet.

use std::collections::BTreeMap;

use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::DirectoryUserId;
use vestibule_identity::identity_center::names::DirectoryUserName;
use vestibule_identity::names::EmailAddress;
use vestibule_store::Tx;
use vestibule_store::identity_center::{DirectoryUserRow, InstanceRow, directory_users};

use super::identity_center::wrong;
use crate::parcels::{CredentialKind, Parcel};
use crate::{Service, ServiceError};

/// Someone whom a provisioning system made.
pub(super) async fn settle(
    service: &Service,
    tx: &mut Tx,
    row: &InstanceRow,
    since: Timestamp,
) -> Result<(), ServiceError> {
    let user = DirectoryUserRow {
        id: DirectoryUserId::generate(&row.store, &*service.entropy),
        user_name: DirectoryUserName::parse("kwaku").map_err(wrong)?,
        display_name: "Kwaku Mensah".to_owned(),
        given_name: "Kwaku".to_owned(),
        family_name: "Mensah".to_owned(),
        email: EmailAddress::parse("kwaku@anycompany.example").map_err(wrong)?,
        email_verified: false,
        enabled: true,
        attributes: BTreeMap::from([("department".to_owned(), "Platform".to_owned())]),
        external_id: Some("7f1c3e9a".to_owned()),
        created_by: "scim".to_owned(),
        created_at: since,
        updated_at: since,
        signed_in_at: None,
    };
    directory_users::insert(tx, &user).await?;
    let parcel = Parcel::Credential {
        identity: CredentialKind::DirectoryUser,
        account: Some(row.store.as_str().to_owned()),
        account_name: "AnyCompany".to_owned(),
        sign_in_name: user.user_name.as_str().to_owned(),
        password: None,
        note: "Has no password; a code by mail lets in the first time, and a password is chosen then.".to_owned(),
        title: format!("{} at the access portal", user.display_name),
        address: crate::addresses::portal(row),
    };
    service.post(tx, &parcel).await
}
