//! The roles that permission sets are in accounts: `AWSReservedSSO_…`, which only AWS may change (facts 1.7).

use std::time::Duration;

use serde_json::json;
use vestibule_identity::Timestamp;
use vestibule_identity::identity_center::ids::{reserved_path, reserved_role_name, service_provider_name};
use vestibule_identity::ids::RoleId;
use vestibule_identity::names::{AccountId, PolicyName};
use vestibule_store::identity_center::{InstanceRow, PermissionSetRow, ProvisionedRow, provisioned_roles};
use vestibule_store::{ProviderRow, RoleRow, Tx, identity_providers, roles};

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

/// Permission sets that are provisioned in one account.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
const MOST_SETS: u32 = 500;

/// How provisioning ended.
pub(crate) enum Provisioned {
    /// The role is what the set is.
    Done,
    /// The account has no such policy; nothing was changed.
    Missing(String),
    /// The account has as many sets as it may; nothing was changed.
    Full,
}

impl Provisioned {
    /// Why it failed, as the status of a request says.
    pub(crate) fn failure(&self) -> Option<String> {
        match self {
            Self::Done => None,
            Self::Missing(arn) => Some(missing_policy_words(arn)),
            Self::Full => Some(format!(
                "The number of permission sets provisioned in this account has reached the limit of {MOST_SETS}."
            )),
        }
    }
}

/// What IAM says of a policy that is not there, as Identity Center passes it on.
pub(crate) fn missing_policy_words(arn: &str) -> String {
    format!("Received a 404 status error: Policy {arn} does not exist or is not attachable.")
}

/// Provisions a permission set in an account as it is now: makes its role, or brings the one that is there up to date.
pub(crate) async fn provision(
    service: &Service,
    tx: &mut Tx,
    instance: &InstanceRow,
    set: &PermissionSetRow,
    account: &AccountId,
    now: Timestamp,
) -> Result<Provisioned, ServiceError> {
    if let Some(missing) = provisioned_roles::missing_policy(tx, account, &set.id).await? {
        return Ok(Provisioned::Missing(missing));
    }
    if provisioned_roles::get(tx, account, &set.id).await?.is_none() {
        if provisioned_roles::count_of_account(tx, account).await? >= MOST_SETS {
            return Ok(Provisioned::Full);
        }
        vouch(tx, instance, account, now).await?;
        make_role(service, tx, instance, set, account, now).await?;
    }
    refresh(tx, set, Some(account), now).await?;
    Ok(Provisioned::Done)
}

/// Makes the roles of a set what it is now, everywhere or in one account.
pub(crate) async fn refresh(
    tx: &mut Tx,
    set: &PermissionSetRow,
    account: Option<&AccountId>,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let inline = PolicyName::parse(INLINE).map_err(|error| ServiceError::invalid("inlinePolicy", error))?;
    provisioned_roles::refresh(tx, &set.id, account, &inline, now).await?;
    Ok(())
}

async fn make_role(
    service: &Service,
    tx: &mut Tx,
    instance: &InstanceRow,
    set: &PermissionSetRow,
    account: &AccountId,
    now: Timestamp,
) -> Result<(), ServiceError> {
    let wrong = |error| ServiceError::invalid("permissionSet", error);
    let role = RoleRow {
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
    roles::insert(tx, &role).await?;
    let row = ProvisionedRow {
        account: account.clone(),
        permission_set: set.id.clone(),
        role: role.id,
        outdated: true,
        provisioned_at: now,
        missing_policy: None,
    };
    provisioned_roles::insert(tx, &row).await?;
    Ok(())
}

/// The service keeps a SAML provider of its own in each account that it makes roles in.
async fn vouch(tx: &mut Tx, instance: &InstanceRow, account: &AccountId, now: Timestamp) -> Result<(), ServiceError> {
    let name = service_provider_name(&instance.id);
    let arn = format!("arn:aws:iam::{account}:saml-provider/{name}");
    if identity_providers::by_arn(tx, &arn).await?.is_some() {
        return Ok(());
    }
    let provider = ProviderRow {
        arn,
        account: account.clone(),
        is_saml: true,
        name,
        audiences: Vec::new(),
        thumbprints: Vec::new(),
        metadata: Some(metadata(instance)),
        created_at: now,
    };
    identity_providers::insert(tx, &provider).await?;
    Ok(())
}

/// Its issuer only: nobody else signs in through it, so it lists no certificate.
fn metadata(instance: &InstanceRow) -> String {
    let issuer = format!("https://identitycenter.amazonaws.com/{}", instance.id);
    format!(
        "<EntityDescriptor xmlns=\"urn:oasis:names:tc:SAML:2.0:metadata\" entityID=\"{issuer}\"><IDPSSODescriptor protocolSupportEnumeration=\"urn:oasis:names:tc:SAML:2.0:protocol\"/></EntityDescriptor>"
    )
}

/// Deletes the roles whose last assignment went, everywhere or in one account: made again, they have new names (facts
/// 1.7). Whoever takes assignments away, also by deleting a person or a group, calls this before committing.
pub(crate) async fn remove_unassigned(tx: &mut Tx, account: Option<&AccountId>) -> Result<(), ServiceError> {
    provisioned_roles::delete_unassigned(tx, account).await?;
    Ok(())
}
