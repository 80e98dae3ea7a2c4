//! Whom a response is about, if they may come in.

use std::collections::BTreeMap;

use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::names::DirectoryUserName;
use vestibule_saml::{NameId, Refusal, Verified};
use vestibule_store::identity_center::{DirectoryUserRow, InstanceRow, directory_users};
use vestibule_store::{StoreError, Tx};

use super::report::{Own, Sheet};
use super::{EMAIL_FORMAT, ExternalRefusal, attributes};
use crate::ServiceError;

/// Why it goes no further.
pub(super) enum Halt {
    /// A rule: the person is told, and it is recorded.
    Refused(ExternalRefusal),
    /// A fault of ours.
    Fault(ServiceError),
}

impl From<ExternalRefusal> for Halt {
    fn from(refusal: ExternalRefusal) -> Self {
        Self::Refused(refusal)
    }
}

impl From<ServiceError> for Halt {
    fn from(error: ServiceError) -> Self {
        Self::Fault(error)
    }
}

impl From<StoreError> for Halt {
    fn from(error: StoreError) -> Self {
        Self::Fault(error.into())
    }
}

/// Somebody who may come in.
pub(super) struct Admitted {
    pub(super) user: DirectoryUserRow,
    /// What the provider says about them for access control.
    pub(super) tags: BTreeMap<String, String>,
}

/// Asks what the portal asks besides SAML.
pub(super) async fn admit(
    tx: &mut Tx,
    instance: &InstanceRow,
    verified: &Verified,
    now: Timestamp,
    sheet: &mut Sheet,
) -> Result<Admitted, Halt> {
    let user = match person(tx, &verified.subject).await {
        Ok(user) => user,
        Err(Halt::Refused(refusal)) => {
            sheet.failed(Own::User, refusal.to_string());
            return Err(refusal.into());
        }
        Err(fault) => return Err(fault),
    };
    let name = user.user_name.as_str();
    sheet.passed(Own::User, name);
    if !user.enabled {
        sheet.failed(Own::Enabled, "it is disabled");
        return Err(ExternalRefusal::Disabled(name.to_owned()).into());
    }
    sheet.passed(Own::Enabled, "it is enabled");
    // The rules of SAML allow for clocks that differ; a session that is over cannot begin.
    if verified.session_until.is_some_and(|until| until <= now) {
        return Err(ExternalRefusal::Saml(Refusal::Expired).into());
    }
    // Nothing is passed on while attributes for access control are off.
    if instance.settings.access_control_attributes.is_none() {
        return Ok(Admitted {
            user,
            tags: BTreeMap::new(),
        });
    }
    match attributes::tags(&verified.attributes) {
        Ok(tags) => {
            sheet.passed(Own::Attributes, format!("{} for access control", tags.len()));
            Ok(Admitted { user, tags })
        }
        Err(refusal) => {
            sheet.failed(Own::Attributes, refusal.to_string());
            Err(refusal.into())
        }
    }
}

/// The `NameID` is an address, and a user name exactly, in case as well (facts 1.8).
async fn person(tx: &mut Tx, subject: &NameId) -> Result<DirectoryUserRow, Halt> {
    if subject.format != EMAIL_FORMAT {
        return Err(ExternalRefusal::NameIdFormat(subject.format.clone()).into());
    }
    let name = subject.value.as_str();
    if !is_address(name) {
        return Err(ExternalRefusal::NameIdAddress(name.to_owned()).into());
    }
    let user = match DirectoryUserName::parse(name) {
        Ok(parsed) => directory_users::by_user_name(tx, &parsed).await?,
        Err(_) => None,
    };
    user.filter(|user| user.user_name.as_str() == name)
        .ok_or_else(|| ExternalRefusal::NoSuchUser(name.to_owned()).into())
}

/// As RFC 2822 writes an address, without what no user name has in it.
fn is_address(name: &str) -> bool {
    name.split_once('@')
        .is_some_and(|(local, host)| !local.is_empty() && !host.is_empty() && !host.contains('@'))
        && !name.chars().any(|one| one.is_whitespace() || one.is_control())
}
