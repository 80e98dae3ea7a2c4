//! What a person may enter: accounts, and the permission sets in each.

use std::collections::BTreeMap;

use vestibule_store::accounts;
use vestibule_store::identity_center::assignments;

use crate::answers::{PortalAccount, PortalAccounts};
use crate::request::Caller;
use crate::{Service, ServiceError};

impl Service {
    /// The person's accounts with their permission sets.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`].
    pub async fn portal_accounts(&self, caller: &Caller) -> Result<PortalAccounts, ServiceError> {
        let live = self.live_portal(caller).await?;
        let mut reader = self.store.read().await?;
        let mut by_account: BTreeMap<String, PortalAccount> = BTreeMap::new();
        for grant in assignments::of_user(&mut reader, &live.user.id).await? {
            if let Some(account) = by_account.get_mut(grant.account.as_str()) {
                account.permission_sets.push(grant.name);
                continue;
            }
            if let Some(account) = accounts::by_id(&mut reader, &grant.account).await? {
                let shown = PortalAccount {
                    id: account.id.as_str().to_owned(),
                    name: account.name.as_str().to_owned(),
                    email: account.email.as_str().to_owned(),
                    permission_sets: vec![grant.name],
                };
                by_account.insert(shown.id.clone(), shown);
            }
        }
        Ok(PortalAccounts {
            accounts: by_account.into_values().collect(),
        })
    }
}
