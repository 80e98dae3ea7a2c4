//! Who may administer Identity Center: the management account, and the member that is its delegated administrator.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/delegated-admin.html>

use vestibule_identity::identity_center::ids::{DirectoryGroupId, DirectoryUserId, PermissionSetId};
use vestibule_identity::names::AccountId;
use vestibule_store::identity_center::assignments::Assignee;
use vestibule_store::identity_center::{InstanceRow, assignments};
use vestibule_store::{Reads, organization};

use super::CenterRefusal;
use crate::authorize::{Action, Asker, Question};
use crate::identity_center::the_instance;
use crate::session::Live;
use crate::{Service, ServiceError};

/// The service principal that is delegated.
pub(crate) const SERVICE_PRINCIPAL: &str = "sso.amazonaws.com";

/// The instance, as somebody administers it who may.
pub(crate) struct Center {
    pub(crate) instance: InstanceRow,
    /// Not from the management account: some things are not theirs.
    pub(crate) is_delegate: bool,
}

impl Center {
    /// What is in the management account is not a delegate's to give or take.
    pub(crate) fn may_touch(&self, account: &AccountId) -> Result<(), ServiceError> {
        if self.is_delegate && *account == self.instance.account {
            return Err(CenterRefusal::OfManagement.into());
        }
        Ok(())
    }

    /// Deleting a person or group takes what is assigned to them; a delegate may not take what is the management account's.
    pub(crate) async fn may_delete(
        &self,
        connection: &mut impl Reads,
        assignee: &Assignee,
    ) -> Result<(), ServiceError> {
        if self.is_delegate && assignments::reaches(connection, assignee, &self.instance.account).await? {
            return Err(CenterRefusal::OfManagement.into());
        }
        Ok(())
    }
}

/// ARNs of what policies may name.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsidentitystore.html#awsidentitystore-resources-for-iam-policies>
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsiamidentitycenter.html#awsiamidentitycenter-resources-for-iam-policies>
pub(crate) mod arn {
    use super::{AccountId, DirectoryGroupId, DirectoryUserId, InstanceRow, PermissionSetId};

    pub(crate) fn identity_store(instance: &InstanceRow) -> String {
        format!(
            "arn:aws:identitystore::{}:identitystore/{}",
            instance.account, instance.store
        )
    }

    pub(crate) fn user(user: &DirectoryUserId) -> String {
        format!("arn:aws:identitystore:::user/{user}")
    }

    pub(crate) fn group(group: &DirectoryGroupId) -> String {
        format!("arn:aws:identitystore:::group/{group}")
    }

    pub(crate) fn permission_set(instance: &InstanceRow, set: &PermissionSetId) -> String {
        set.arn(&instance.id)
    }

    pub(crate) fn account(account: &AccountId) -> String {
        format!("arn:aws:sso:::account/{account}")
    }
}

impl Service {
    /// Asks the policies first, as everywhere, and then whether the account administers the instance at all.
    pub(crate) async fn may_center_ask(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        question: Question<'_>,
    ) -> Result<Center, ServiceError> {
        self.authorize(connection, &Asker::of(live), question).await?;
        let instance = the_instance(connection).await?;
        if live.account.id == instance.account {
            return Ok(Center {
                instance,
                is_delegate: false,
            });
        }
        let own = live.account.id.as_str();
        let is_delegate = organization::delegations(connection)
            .await?
            .iter()
            .any(|(account, service)| account == own && service == SERVICE_PRINCIPAL);
        if is_delegate {
            Ok(Center { instance, is_delegate })
        } else {
            Err(CenterRefusal::NotAdministrator.into())
        }
    }

    /// The same for an action on one resource without further keys.
    pub(crate) async fn may_center(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        action: Action,
        resource: &str,
    ) -> Result<Center, ServiceError> {
        self.may_center_ask(connection, live, Question::new(action, resource))
            .await
    }
}
