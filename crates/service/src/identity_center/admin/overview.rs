//! The instance as a whole.

use vestibule_identity::names::AccountId;
use vestibule_store::identity_center::{InstanceRow, directory_groups, directory_users};
use vestibule_store::{Reads, accounts, organization};

use super::gate::SERVICE_PRINCIPAL;
use crate::addresses;
use crate::answers::{CenterDelegate, CenterPortal, CenterView, IdentitySource};
use crate::authorize::Action;
use crate::request::Caller;
use crate::{Service, ServiceError};

impl Service {
    /// The instance, its addresses and its settings.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], and an account that does not administer it.
    pub async fn identity_center(&self, caller: &Caller) -> Result<CenterView, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let center = self
            .may_center(&mut reader, &live, Action::DescribeInstance, "*")
            .await?;
        let instance = center.instance;
        Ok(CenterView {
            instance_id: instance.id.as_str().to_owned(),
            instance_arn: instance.id.arn(),
            identity_store_id: instance.store.as_str().to_owned(),
            management_account_id: instance.account.as_str().to_owned(),
            region: instance.home_region.clone(),
            portal: portals(&instance),
            source: IdentitySource::of(instance.source),
            users: directory_users::count(&mut reader).await?,
            groups: directory_groups::count(&mut reader).await?,
            is_delegate: center.is_delegate,
            delegate: delegate(&mut reader).await?,
            alias: instance.alias,
            settings: instance.settings,
        })
    }
}

/// Every family of addresses (facts 1.1).
fn portals(instance: &InstanceRow) -> CenterPortal {
    let InstanceRow {
        id, store, home_region, ..
    } = instance;
    CenterPortal {
        start: addresses::portal(instance),
        classic: format!("https://{store}.awsapps.com/start"),
        ipv4: format!("https://{id}.{home_region}.portal.amazonaws.com"),
        dual_stack: format!("https://{id}.portal.{home_region}.app.aws"),
        issuer: format!("https://identitycenter.amazonaws.com/{id}"),
    }
}

async fn delegate(connection: &mut impl Reads) -> Result<Option<CenterDelegate>, ServiceError> {
    let all = organization::delegations(connection).await?;
    let Some((id, _)) = all.into_iter().find(|(_, service)| service == SERVICE_PRINCIPAL) else {
        return Ok(None);
    };
    let name = match AccountId::parse(&id) {
        Ok(account) => accounts::by_id(connection, &account).await?,
        Err(_) => None,
    };
    Ok(Some(CenterDelegate {
        name: name.map(|account| account.name.as_str().to_owned()).unwrap_or_default(),
        account_id: id,
    }))
}
