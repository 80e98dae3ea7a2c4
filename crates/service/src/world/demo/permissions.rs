//! What the demo people may do: they are in the group `Staff` of their account, whose policy lets everyone manage their own
//! credentials (facts 4.7, the allowing half of `Force_MFA`).

use vestibule_identity::Timestamp;
use vestibule_identity::account::Account;
use vestibule_identity::ids::{GroupId, PolicyId};
use vestibule_identity::names::{GroupName, NameError, Path, PolicyName};
use vestibule_identity::user::IamUser;
use vestibule_store::{ControlPolicyRow, GroupRow, PolicyRow, Tx, control_policies, groups, policies};

use crate::{Service, ServiceError};

const MANAGE_OWN: &str = include_str!("staff.json");
const SANDBOX: &str = include_str!("sandbox.json");

/// The account's `Staff`, and the policy they share.
fn staff(service: &Service, account: &Account) -> Result<(GroupRow, PolicyRow), NameError> {
    let created_at = account.created_at;
    let group = GroupRow {
        id: GroupId::generate(&*service.entropy),
        account: account.id.clone(),
        name: GroupName::parse("Staff")?,
        created_at,
    };
    let policy = PolicyRow {
        id: PolicyId::generate(&*service.entropy),
        account: Some(account.id.clone()),
        path: Path::root(),
        name: PolicyName::parse("ManageOwnCredentials")?,
        description: "Lets users manage their own password, access keys and MFA devices.".to_owned(),
        default_version: 1,
        latest_version: 1,
        created_at,
        updated_at: created_at,
    };
    Ok((group, policy))
}

/// Puts the account's users into `Staff`.
pub(super) async fn settle<'a>(
    service: &Service,
    tx: &mut Tx,
    account: &Account,
    users: impl Iterator<Item = &'a IamUser> + Send,
) -> Result<(), ServiceError> {
    let (group, policy) = staff(service, account).map_err(|error| ServiceError::invalid("world", error))?;
    groups::insert(tx, &group).await?;
    policies::insert(tx, &policy, MANAGE_OWN).await?;
    policies::attach(tx, group.id.as_str(), &policy.arn()).await?;
    for user in users {
        groups::add_member(tx, &group.id, &user.id).await?;
    }
    Ok(())
}

/// The organization: the management account at the root, the others in units.
pub(super) async fn organize(
    service: &Service,
    tx: &mut Tx,
    accounts: &[&Account],
    now: Timestamp,
) -> Result<(), ServiceError> {
    let Some(management) = accounts.iter().find(|account| account.is_management) else {
        return Ok(());
    };
    let entropy = &*service.entropy;
    let root = crate::organization::found(tx, entropy, &management.id, now).await?;
    let workloads = crate::organization::add_unit(tx, entropy, &root, "Workloads", now).await?;
    let sandbox = crate::organization::add_unit(tx, entropy, &root, "Sandbox", now).await?;
    for account in accounts {
        let unit = if account.is_management {
            &root
        } else if account.name.as_str().ends_with("Finance") {
            &workloads
        } else {
            &sandbox
        };
        crate::organization::join(tx, &account.id, unit, now).await?;
    }
    restrict(tx, &sandbox, now).await
}

/// A service control policy restricts even the root user of a member account: nobody in Sandbox makes users or keys.
async fn restrict(tx: &mut Tx, unit: &str, now: Timestamp) -> Result<(), ServiceError> {
    let policy = ControlPolicyRow {
        id: "p-sandbox1".to_owned(),
        kind: "service".to_owned(),
        name: "DenyUsersAndKeys".to_owned(),
        description: "Nobody creates IAM users or access keys, not even the root user.".to_owned(),
        document: SANDBOX.to_owned(),
        is_aws: false,
    };
    control_policies::insert(tx, &policy, now).await?;
    control_policies::attach(tx, unit, &policy.id).await?;
    Ok(())
}
