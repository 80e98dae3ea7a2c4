//! The IAM dashboard: what the account has, and what one would better change.

use std::collections::BTreeSet;
use std::time::Duration;

use vestibule_store::{access_keys, counts, mfa_devices, users};

use crate::answers::{AccountSummary, Recommendations};
use crate::authorize::Action;
use crate::request::Caller;
use crate::{Service, ServiceError};

/// When to replace a key, as AWS's own checks have it.
/// <https://docs.aws.amazon.com/config/latest/developerguide/access-keys-rotated.html>
const OLD_KEY: Duration = Duration::from_hours(90 * 24);

impl Service {
    /// What `GetAccountSummary` says.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn account_summary(&self, caller: &Caller) -> Result<AccountSummary, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::GetAccountSummary, "*").await?;
        let counted = counts::of_account(&mut reader, &live.account.id).await?;
        Ok(AccountSummary {
            users: counted.users,
            groups: counted.groups,
            roles: counted.roles,
            policies: counted.policies,
            mfa_devices_in_use: counted.mfa_devices_in_use,
            account_mfa_enabled: counted.root_mfa_devices > 0,
            account_access_keys_present: counted.root_access_keys > 0,
        })
    }

    /// Users without a second factor or with old keys. AWS's dashboard shows only one's own; the credential report has the
    /// others', so whoever may read that may read this.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], [`ServiceError::NotSignedIn`].
    pub async fn recommendations(&self, caller: &Caller) -> Result<Recommendations, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        self.may(&mut reader, &live, Action::GetCredentialReport, "*").await?;
        let account = &live.account.id;
        let with_device = mfa_devices::owners(&mut reader, account).await?;
        let now = self.now();
        let old: BTreeSet<String> = access_keys::of_account(&mut reader, account)
            .await?
            .into_iter()
            .filter(|key| key.is_active && now.duration_since(key.created_at).unsigned_abs() > OLD_KEY)
            .filter_map(|key| key.user.map(|user| user.as_str().to_owned()))
            .collect();
        let mut found = Recommendations {
            users_without_mfa: Vec::new(),
            users_with_old_keys: Vec::new(),
        };
        for row in users::page(&mut reader, account, None, None, u32::MAX).await? {
            let name = row.user.name.as_str();
            let id = row.user.id.as_str();
            if row.password.is_some() && !with_device.contains(id) {
                found.users_without_mfa.push(name.to_owned());
            }
            if old.contains(id) {
                found.users_with_old_keys.push(name.to_owned());
            }
        }
        Ok(found)
    }
}
