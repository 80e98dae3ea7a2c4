//! A set's roles in accounts, brought up to date; and what became of requests.

use serde_json::json;
use vestibule_identity::clock::random_uuid;
use vestibule_identity::event::SSO;
use vestibule_store::Tx;
use vestibule_store::identity_center::provisioning_requests::{self as requests, NewRequest};
use vestibule_store::identity_center::{PermissionSetRow, RequestKind, RequestRow, provisioned_roles};

use super::{ListPart, PAGE, arn_of, must_be_open, pages, the_set};
use crate::answers::{ProvisionedAccount, ProvisionedPage, RequestKindView, RequestPage, RequestView};
use crate::authorize::Action;
use crate::identity_center::provision::{missing_policy_words, refresh};
use crate::identity_center::the_instance;
use crate::request::{Answer, Caller};
use crate::session::Live;
use crate::{Service, ServiceError};

impl Service {
    /// The accounts that a set is provisioned in.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`].
    pub async fn provisioned_accounts(
        &self,
        caller: &Caller,
        id: &str,
        part: &ListPart,
    ) -> Result<ProvisionedPage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        let instance = the_instance(&mut reader).await?;
        let arn = arn_of(&instance, id);
        let action = Action::ListAccountsForProvisionedPermissionSet;
        self.may_center(&mut reader, &live, action, &arn).await?;
        let set = the_set(&mut reader, id).await?;
        let (rows, total) = provisioned_roles::page_of_set(&mut reader, &set.id, &part.page()).await?;
        let accounts = rows.into_iter().map(|row| ProvisionedAccount {
            account_id: row.account_id,
            account_name: row.account,
            role_name: row.role,
            is_outdated: row.outdated,
            failure: row.missing_policy.as_deref().map(missing_policy_words),
            principals: row.principals,
        });
        Ok(ProvisionedPage {
            accounts: accounts.collect(),
            total,
            pages: pages(total),
        })
    }

    /// Brings a set's roles up to date, everywhere: for accounts that lacked a policy and have it by now.
    ///
    /// # Errors
    /// [`ServiceError::NoSuchEntity`], [`ServiceError::AccessDenied`], and what is not a delegate's.
    pub async fn provision_permission_set(&self, caller: &Caller, id: &str) -> Result<Answer<()>, ServiceError> {
        let mut tx = self.store.write().await?;
        let live = self.live_in(&mut tx, caller).await?;
        let instance = the_instance(&mut tx).await?;
        let arn = arn_of(&instance, id);
        let center = self
            .may_center(&mut tx, &live, Action::ProvisionPermissionSet, &arn)
            .await?;
        let set = the_set(&mut tx, id).await?;
        must_be_open(&mut tx, &center, &set.id).await?;
        self.provision_everywhere(&mut tx, caller, &live, &set).await?;
        self.commit(tx).await?;
        Ok(Answer::new(()))
    }

    /// The set was changed: its roles follow, but for accounts that lack a policy. Who may not provision has changed the
    /// set all the same, and its roles are outdated.
    pub(super) async fn provision_everywhere(
        &self,
        tx: &mut Tx,
        caller: &Caller,
        live: &Live,
        set: &PermissionSetRow,
    ) -> Result<(), ServiceError> {
        let before = provisioned_roles::of_set(tx, &set.id).await?.len();
        if before == 0 {
            return Ok(());
        }
        let instance = the_instance(tx).await?;
        let arn = set.id.arn(&instance.id);
        match self.may_center(tx, live, Action::ProvisionPermissionSet, &arn).await {
            Ok(_) => {}
            Err(ServiceError::AccessDenied(_)) => {
                provisioned_roles::mark_outdated(tx, &set.id).await?;
                return Ok(());
            }
            Err(other) => return Err(other),
        }
        let now = self.now();
        refresh(tx, set, None, now).await?;
        let missing: Vec<String> = provisioned_roles::of_set(tx, &set.id)
            .await?
            .into_iter()
            .filter_map(|row| row.missing_policy)
            .collect();
        let failure = missing.first().map(|arn| {
            let (failed, words) = (missing.len(), missing_policy_words(arn));
            format!("{failed} of {before} accounts: {words}")
        });
        let request_id = random_uuid(&*self.entropy).to_string();
        let request = NewRequest {
            request_id: &request_id,
            kind: RequestKind::Provision,
            account: None,
            set: &set.id,
            set_name: set.name.as_str(),
            principal: None,
            failure: failure.as_deref(),
        };
        requests::insert(tx, &request, now).await?;
        let parameters = json!({
            "instanceArn": instance.id.arn(), "permissionSetArn": arn, "targetType": "ALL_PROVISIONED_ACCOUNTS",
        });
        let response = json!({ "permissionSetProvisioningStatus": {
            "status": "IN_PROGRESS", "requestId": request_id,
        }});
        self.record_act_of(tx, caller, live, SSO, "ProvisionPermissionSet", parameters, response)
            .await
    }

    /// What became of requests, newest first.
    ///
    /// # Errors
    /// [`ServiceError::AccessDenied`], and an account that does not administer the instance.
    pub async fn provisioning_requests(&self, caller: &Caller, page: u32) -> Result<RequestPage, ServiceError> {
        let live = self.live(caller).await?;
        let mut reader = self.store.read().await?;
        for action in [
            Action::ListAccountAssignmentCreationStatus,
            Action::ListAccountAssignmentDeletionStatus,
            Action::ListPermissionSetProvisioningStatus,
        ] {
            self.may_center(&mut reader, &live, action, "*").await?;
        }
        let from = page.saturating_sub(1).saturating_mul(PAGE);
        let (rows, total) = requests::page(&mut reader, from, PAGE).await?;
        Ok(RequestPage {
            requests: rows.into_iter().map(view).collect(),
            total,
            pages: pages(total),
        })
    }
}

pub(super) fn view(row: RequestRow) -> RequestView {
    RequestView {
        request_id: row.request_id,
        kind: match row.kind {
            RequestKind::Assign => RequestKindView::Assign,
            RequestKind::Remove => RequestKindView::Remove,
            RequestKind::Provision => RequestKindView::Provision,
        },
        account: row.account,
        permission_set: row.permission_set,
        principal: row.principal,
        failure: row.failure,
        at: row.at,
    }
}
