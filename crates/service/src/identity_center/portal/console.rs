//! From the portal into the console of an account (facts 1.6, 1.7).

use vestibule_identity::account::AccountStatus;
use vestibule_identity::event::{Outcome, portal_call};
use vestibule_identity::identity_center::names::PermissionSetName;
use vestibule_identity::ids::TemporaryKeyId;
use vestibule_identity::names::AccountId;
use vestibule_identity::principal::Principal;
use vestibule_identity::session::{FederatedBy, Federation, is_same_tag};
use vestibule_store::identity_center::{PermissionSetRow, assignments, permission_sets, provisioned_roles};
use vestibule_store::{Reads, RoleRow, accounts, roles};

use super::LivePortal;
use crate::addresses;
use crate::answers::PortalConsole;
use crate::federation::Entry;
use crate::request::{Answer, Caller};
use crate::{Service, ServiceError};

/// Which console.
#[derive(Debug)]
pub struct OpenConsole {
    /// The account.
    pub account_id: String,
    /// The permission set's name.
    pub role_name: String,
    /// Where to; the permission set's relay state, or console home, if this is no address of the console.
    pub destination: String,
}

/// A permission set that the person has in an account, with its role there.
pub(crate) struct Granted {
    pub(crate) account: AccountId,
    pub(crate) set: PermissionSetRow,
    pub(crate) role: RoleRow,
}

impl Service {
    /// A link into the console, good once and for 15 minutes.
    ///
    /// # Errors
    /// [`ServiceError::NoPortalAccess`] for whatever is not assigned or does not exist, [`ServiceError::NotSignedIn`].
    pub async fn portal_console(
        &self,
        caller: &Caller,
        form: OpenConsole,
    ) -> Result<Answer<PortalConsole>, ServiceError> {
        let now = self.now();
        let mut tx = self.store.write().await?;
        let live = self.live_portal_in(&mut tx, caller).await?;
        let granted = granted(&mut tx, &live, &form.account_id, &form.role_name).await?;
        let principal = principal(&live, &granted)?;
        let issuer = addresses::portal(&live.instance);
        let entry = Entry {
            federation: Federation {
                tags: session_tags(&live),
                issued_at: Some(now),
                ..Federation::new(
                    FederatedBy::IdentityCenter {
                        user: live.user.id.clone(),
                        permission_set: granted.set.id.clone(),
                    },
                    Some(issuer.clone()),
                    TemporaryKeyId::generate(&*self.entropy),
                )
            },
            principal,
            seconds: granted.set.session.as_secs(),
            until: None,
        };
        let token = self.issue_sign_in_token(&mut tx, &entry, now).await?;
        self.record_federate(&mut tx, caller, &live, &granted).await?;
        self.commit(tx).await?;
        let destination = [form.destination.as_str(), granted.set.relay_state.as_str()]
            .into_iter()
            .find(|address| addresses::is_console(address))
            .unwrap_or(addresses::CONSOLE_HOME);
        Ok(Answer::new(PortalConsole {
            address: addresses::federation(&token.reveal(), &issuer, destination),
        }))
    }

    async fn record_federate(
        &self,
        tx: &mut vestibule_store::Tx,
        caller: &Caller,
        live: &LivePortal,
        granted: &Granted,
    ) -> Result<(), ServiceError> {
        let details = serde_json::json!({
            "role_name": granted.set.name, "account_id": granted.account,
        });
        let context = self.portal_context(caller, &live.instance);
        let record = portal_call(
            &context,
            "Federate",
            live.user.user_name.as_str(),
            Outcome::Success,
            serde_json::Value::Null,
            details,
        );
        self.record(tx, &record).await
    }
}

/// The permission set, if the person has it in this account now, and the account is not closed.
pub(crate) async fn granted(
    connection: &mut impl Reads,
    live: &LivePortal,
    account: &str,
    role_name: &str,
) -> Result<Granted, ServiceError> {
    let no = || ServiceError::NoPortalAccess;
    let account = AccountId::parse(account).map_err(|_| no())?;
    let name = PermissionSetName::parse(role_name).map_err(|_| no())?;
    let set = permission_sets::by_name(connection, &name).await?.ok_or_else(no)?;
    let is_granted = assignments::of_user_in(connection, &live.user.id, &account)
        .await?
        .iter()
        .any(|grant| grant.permission_set == set.id);
    if !is_granted {
        return Err(no());
    }
    accounts::by_id(connection, &account)
        .await?
        .filter(|account| account.status == AccountStatus::Active)
        .ok_or_else(no)?;
    let provisioned = provisioned_roles::get(connection, &account, &set.id)
        .await?
        .ok_or_else(no)?;
    let role = roles::by_id(connection, &provisioned.role).await?.ok_or_else(no)?;
    Ok(Granted { account, set, role })
}

/// The role's session, named after the person.
pub(crate) fn principal(live: &LivePortal, granted: &Granted) -> Result<Principal, ServiceError> {
    let session = live.user.user_name.session_name().ok_or(ServiceError::NoPortalAccess)?;
    Ok(Principal::AssumedRole {
        account: granted.account.clone(),
        role: granted.role.id.clone(),
        path: granted.role.path.clone(),
        name: granted.role.name.clone(),
        session,
    })
}

/// Attributes for access control, as session tags. What is chosen here replaces what the company's identity provider sent along.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/configure-abac.html>
pub(crate) fn session_tags(live: &LivePortal) -> std::collections::BTreeMap<String, String> {
    let Some(mapping) = &live.instance.settings.access_control_attributes else {
        return std::collections::BTreeMap::new();
    };
    let mut tags = live.session.tags.clone();
    for (key, source) in mapping {
        tags.retain(|known, _| !is_same_tag(known, key));
        if let Some(value) = attribute(live, source) {
            tags.insert(key.clone(), value);
        }
    }
    tags
}

/// The value of `${path:userName}` and its like.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/attributemappingsconcept.html>
fn attribute(live: &LivePortal, source: &str) -> Option<String> {
    let path = source.strip_prefix("${path:")?.strip_suffix('}')?;
    let user = &live.user;
    let value = match path {
        "userName" => user.user_name.as_str(),
        "displayName" => &user.display_name,
        "name.givenName" => &user.given_name,
        "name.familyName" => &user.family_name,
        "emails[primary eq true].value" => user.email.as_str(),
        other => user.attributes.get(other.rsplit('.').next().unwrap_or(other))?,
    };
    (!value.is_empty()).then(|| value.to_owned())
}
