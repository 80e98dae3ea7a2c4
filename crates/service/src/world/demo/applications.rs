//! The demo organization's applications: one for each protocol.

use std::collections::BTreeMap;

use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::DirectoryGroupId;
use vestibule_store::Tx;
use vestibule_store::identity_center::applications;
use vestibule_store::identity_center::assignments::Assignee;

use crate::answers::ApplicationProtocol;
use crate::identity_center::applications::NewApplication;
use crate::{Service, ServiceError};

/// Name, description, protocol, groups.
const APPLICATIONS: &[(&str, &str, ApplicationProtocol, &[&str])] = &[
    (
        "Expenses",
        "Travel and expenses. Signed in to with SAML 2.0.",
        ApplicationProtocol::Saml,
        &["Cloud engineers", "Finance"],
    ),
    (
        "Team wiki",
        "What everyone should know. Signed in to with OpenID Connect.",
        ApplicationProtocol::Oidc,
        &["Auditors", "Cloud engineers"],
    ),
];

/// Writes them.
pub(super) async fn settle(
    service: &Service,
    tx: &mut Tx,
    groups: &BTreeMap<&'static str, DirectoryGroupId>,
    since: Timestamp,
) -> Result<(), ServiceError> {
    for (name, description, protocol, assigned) in APPLICATIONS {
        let new = NewApplication {
            name: (*name).to_owned(),
            description: (*description).to_owned(),
            protocol: *protocol,
        };
        let row = service.new_application(&new, since)?;
        applications::insert(tx, &row).await?;
        for group in assigned.iter().filter_map(|name| groups.get(name)) {
            applications::assign(tx, &row.id, &Assignee::Group(group.clone()), since).await?;
        }
    }
    Ok(())
}
