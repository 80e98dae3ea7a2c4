//! Who may administer the organization: the management account, and members as far as it delegates.
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html>

use vestibule_identity::names::AccountId;
use vestibule_policy::{Attached, Kind};
use vestibule_store::{ControlPolicyRow, OrganizationRow, Reads, organization, permissions};

use super::{OrganizationRefusal, PolicyKind};
use crate::authorize::{Action, Asker, Question};
use crate::session::Live;
use crate::{Service, ServiceError};

/// The organization with the ARNs of what is in it.
/// <https://docs.aws.amazon.com/service-authorization/latest/reference/list_awsorganizations.html#awsorganizations-resources-for-iam-policies>
pub(crate) struct Organization {
    pub(crate) row: OrganizationRow,
    pub(crate) management: AccountId,
}

impl Organization {
    /// The organization; every world has one.
    pub(crate) async fn load(connection: &mut impl Reads) -> Result<Self, ServiceError> {
        let row = permissions::organization(connection)
            .await?
            .ok_or(ServiceError::NoWorld)?;
        let management = AccountId::parse(&row.management_account).map_err(|_| ServiceError::NoWorld)?;
        Ok(Self { row, management })
    }

    fn arn_of(&self, kind: &str) -> String {
        format!("arn:aws:organizations::{}:{kind}/{}", self.management, self.row.id)
    }

    pub(crate) fn arn(&self) -> String {
        self.arn_of("organization")
    }

    pub(crate) fn account_arn(&self, account: &str) -> String {
        format!("{}/{account}", self.arn_of("account"))
    }

    /// Of the root or a unit.
    pub(crate) fn unit_arn(&self, unit: &str) -> String {
        let kind = if unit.starts_with("r-") { "root" } else { "ou" };
        format!("{}/{unit}", self.arn_of(kind))
    }

    /// Of the root, a unit or an account.
    pub(crate) fn target_arn(&self, target: &str) -> String {
        if target.starts_with("r-") || target.starts_with("ou-") {
            self.unit_arn(target)
        } else {
            self.account_arn(target)
        }
    }

    pub(crate) fn policy_arn(&self, policy: &ControlPolicyRow) -> String {
        let kind = PolicyKind::stored(&policy.kind).in_arns();
        if policy.is_aws {
            format!("arn:aws:organizations::aws:policy/{kind}/{}", policy.id)
        } else {
            self.named_policy_arn(kind, &policy.id)
        }
    }

    /// Of a policy that may not exist.
    pub(crate) fn named_policy_arn(&self, kind: &str, id: &str) -> String {
        format!("{}/{kind}/{id}", self.arn_of("policy"))
    }

    pub(crate) fn is_on(&self, kind: PolicyKind) -> bool {
        match kind {
            PolicyKind::Service => self.row.service_control_on,
            PolicyKind::Resource => self.row.resource_control_on,
        }
    }
}

impl Service {
    /// Asks the policies first, and then the rule of Organizations that only the management account administers: whoever
    /// is of another account needs to be a delegated administrator to read, and the delegation policy for more.
    pub(crate) async fn may_organize(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        organization: &Organization,
        question: Question<'_>,
    ) -> Result<(), ServiceError> {
        let asker = Asker::of(live);
        self.authorize(connection, &asker, question.clone()).await?;
        if live.account.id == organization.management {
            return Ok(());
        }
        let delegations = organization::delegations(connection).await?;
        let is_delegated = delegations
            .iter()
            .any(|(account, _)| account == live.account.id.as_str());
        if is_delegated && question.action().reads_organization() {
            return Ok(());
        }
        if let Some(text) = &organization.row.delegation_policy {
            let document = self.documents.compiled(text, Kind::Resource)?;
            let policy = Attached::new("that the organization delegates by", document);
            let question = question.of_account(&organization.management).beside(Some(&policy));
            if self.judge(connection, &asker, question).await?.is_none() {
                return Ok(());
            }
        }
        Err(OrganizationRefusal::NotManagement.into())
    }

    /// The same for an action on one resource without further keys.
    pub(crate) async fn may_organize_on(
        &self,
        connection: &mut impl Reads,
        live: &Live,
        organization: &Organization,
        action: Action,
        resource: &str,
    ) -> Result<(), ServiceError> {
        self.may_organize(connection, live, organization, Question::new(action, resource))
            .await
    }
}
