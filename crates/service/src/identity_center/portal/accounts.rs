//! What a person may enter: accounts, and the permission sets in each.

use vestibule_store::identity_center::{EnteredPage, portal_accounts};

use crate::answers::{PortalAccount, PortalAccounts, PortalPermissionSet};
use crate::request::Caller;
use crate::{Service, ServiceError};

/// Accounts on a page of the list.
const PAGE: u32 = 50;
/// Longest text that is searched for.
const LONGEST_SEARCH: usize = 128;

/// Which accounts.
#[derive(Debug, Default)]
pub struct AccountsQuery {
    /// Part of an id, a name or an address.
    pub search: String,
    /// Which page, from 1; after the last one it is the first again.
    pub page: u32,
}

impl Service {
    /// The person's accounts with their permission sets, as they are now.
    ///
    /// # Errors
    /// [`ServiceError::NotSignedIn`].
    pub async fn portal_accounts(&self, caller: &Caller, query: AccountsQuery) -> Result<PortalAccounts, ServiceError> {
        let live = self.live_portal(caller).await?;
        let search: String = query
            .search
            .trim()
            .to_lowercase()
            .chars()
            .take(LONGEST_SEARCH)
            .collect();
        let asked = query.page.max(1);
        let mut reader = self.store.read().await?;
        let skipped = (asked - 1).saturating_mul(PAGE);
        let mut shown = asked;
        let mut found = portal_accounts::page(&mut reader, &live.user.id, &search, PAGE, skipped).await?;
        if found.accounts.is_empty() && asked > 1 {
            shown = 1;
            found = portal_accounts::page(&mut reader, &live.user.id, &search, PAGE, 0).await?;
        }
        let EnteredPage { accounts, total } = found;
        Ok(PortalAccounts {
            accounts: accounts
                .into_iter()
                .map(|account| PortalAccount {
                    id: account.id,
                    name: account.name,
                    email: account.email,
                    permission_sets: account
                        .sets
                        .into_iter()
                        .map(|(name, description)| PortalPermissionSet { name, description })
                        .collect(),
                })
                .collect(),
            total,
            page: shown,
            pages: total.div_ceil(PAGE),
        })
    }
}
