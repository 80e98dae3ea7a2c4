//! The roles that permission sets are in accounts: `AWSReservedSSO_…`, which only AWS may change (facts 1.7).

use std::time::Duration;

use serde_json::json;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{reserved_path, reserved_role_name, service_provider_name};
use vestibule_identity::ids::RoleId;
use vestibule_identity::names::{AccountId, PolicyName};
use vestibule_store::identity_center::{
    InstanceRow, PermissionSetRow, ProvisionedRow, permission_sets, provisioned_roles,
};
use vestibule_store::{RoleRow, Tx, policies, roles};

use crate::{Service, ServiceError};

/// Every provisioned role allows the longest session; the permission set's own duration is what counts.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/howtosessionduration.html>
const LONGEST_SESSION: Duration = Duration::from_hours(12);
/// What AWS calls the inline policy of a permission set in its roles.
const INLINE: &str = "AwsSSOInlinePolicy";

/// Whom the role trusts: the service's own SAML provider in that account.
fn trust(instance: &InstanceRow, account: &AccountId) -> String {
    let provider = service_provider_name(&instance.id);
    let document = json!({
        "Version": "2012-10-17",
        "Statement": [{
            "Effect": "Allow",
            "Principal": { "Federated": format!("arn:aws:iam::{account}:saml-provider/{provider}") },
            "Action": ["sts:AssumeRoleWithSAML", "sts:TagSession"],
            "Condition": { "StringEquals": { "SAML:aud": "https://signin.aws.amazon.com/saml" } },
        }],
    });
    format!("{document:#}")
}

/// Provisions a permission set in an account as it is now: makes its role, or brings the one that is there up to date.
pub(crate) async fn provision(
    service: &Service,
    tx: &mut Tx,
    instance: &InstanceRow,
    set: &PermissionSetRow,
    account: &AccountId,
    now: Timestamp,
) -> Result<RoleId, ServiceError> {
    let existing = provisioned_roles::get(tx, account, &set.id).await?;
    let role = if let Some(row) = existing {
        row.role
    } else {
        let wrong = |error| ServiceError::invalid("permissionSet", error);
        let row = RoleRow {
            id: RoleId::generate(&*service.entropy),
            account: account.clone(),
            path: reserved_path(&instance.home_region).map_err(wrong)?,
            name: reserved_role_name(&set.name, &*service.entropy).map_err(wrong)?,
            description: set.description.clone(),
            trust_policy: trust(instance, account),
            max_session: LONGEST_SESSION,
            created_at: now,
            last_used_at: None,
        };
        roles::insert(tx, &row).await?;
        row.id
    };
    give(tx, set, account, &role).await?;
    let row = ProvisionedRow {
        account: account.clone(),
        permission_set: set.id.clone(),
        role: role.clone(),
        outdated: false,
        provisioned_at: now,
    };
    provisioned_roles::put(tx, &row).await?;
    Ok(role)
}

/// The policy's ARN in this account: one of the customer's own is named by path and name.
pub(crate) fn policy_in(account: &AccountId, policy: &str) -> String {
    if policy.starts_with("arn:") {
        policy.to_owned()
    } else {
        format!("arn:aws:iam::{account}:policy{policy}")
    }
}

/// Gives the role exactly what the set has.
async fn give(tx: &mut Tx, set: &PermissionSetRow, account: &AccountId, role: &RoleId) -> Result<(), ServiceError> {
    let owner = role.as_str();
    let wanted: Vec<String> = permission_sets::attached(tx, &set.id)
        .await?
        .iter()
        .map(|policy| policy_in(account, policy))
        .collect();
    for policy in policies::attached_to(tx, owner).await? {
        let arn = policy.arn();
        if !wanted.contains(&arn) {
            policies::detach(tx, owner, &arn).await?;
        }
    }
    for arn in &wanted {
        policies::attach(tx, owner, arn).await?;
    }
    let inline = PolicyName::parse(INLINE).map_err(|error| ServiceError::invalid("inlinePolicy", error))?;
    match &set.inline_policy {
        Some(document) => policies::put_inline(tx, owner, &inline, document).await?,
        None => {
            policies::delete_inline(tx, owner, &inline).await?;
        }
    }
    let boundary = set.boundary.as_ref().map(|policy| policy_in(account, policy));
    policies::set_boundary(tx, owner, boundary.as_deref()).await?;
    Ok(())
}
