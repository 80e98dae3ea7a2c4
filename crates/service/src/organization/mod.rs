//! AWS Organizations: the tree of accounts, and the policies that control them.
//!
//! This file founds it: its root, and the policies that AWS attaches everywhere so that nothing is refused until someone
//! wants it refused. <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>
//!
//! - `gate`: who may administer it.
//! - `tree`: looking at it; units.
//! - `accounts`: create, move, close; delegated administrators.
//! - `policies`: service and resource control policies.
//! - `attachments`: what they are attached to, and what is inherited.
//! - `delegation`: the policy by which members administer.
//! - `root_access`: centralized root access.

mod accounts;
mod attachments;
mod delegation;
mod gate;
mod policies;
mod refusal;
mod root_access;
mod tree;

use vestibule_identity::Timestamp;
use vestibule_identity::clock::{Entropy, random_index};
use vestibule_identity::names::AccountId;
use vestibule_store::{ControlPolicyRow, Tx, UnitRow, control_policies, organization};

pub use accounts::NewAccount;
pub(crate) use gate::Organization;
pub use policies::{ControlPolicyText, NewControlPolicy, PolicyKind};
pub use refusal::OrganizationRefusal;

use crate::ServiceError;

/// The service control policy that allows everything.
const SCP_FULL_ACCESS: &str = "FullAWSAccess";
/// The resource control policy that allows everything.
const RCP_FULL_ACCESS: &str = "RCPFullAWSAccess";

const LETTERS: &[u8; 36] = b"abcdefghijklmnopqrstuvwxyz0123456789";

/// `<prefix>` and so many lower-case letters and digits, as the ids of organizations, roots, units and policies are.
pub(crate) fn fresh_id(entropy: &dyn Entropy, prefix: &str, length: usize) -> String {
    let letter = |_| {
        let index = usize::try_from(random_index(entropy, 36)).ok()?;
        LETTERS.get(index).map(|byte| char::from(*byte))
    };
    let random: String = (0..length).filter_map(letter).collect();
    format!("{prefix}{random}")
}

/// Founds the organization around its management account; gives the root's id.
pub(crate) async fn found(
    tx: &mut Tx,
    entropy: &dyn Entropy,
    management: &AccountId,
    now: Timestamp,
) -> Result<String, ServiceError> {
    let root = UnitRow {
        id: fresh_id(entropy, "r-", 4),
        parent_id: None,
        name: "Root".to_owned(),
    };
    organization::create(tx, &fresh_id(entropy, "o-", 10), management, &root, now).await?;
    for (kind, name, description, document) in [
        (
            "service",
            SCP_FULL_ACCESS,
            "Allows access to every operation",
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Action":"*","Resource":"*"}]}"#,
        ),
        (
            "resource",
            RCP_FULL_ACCESS,
            "Allows access to every resource",
            r#"{"Version":"2012-10-17","Statement":[{"Effect":"Allow","Principal":"*","Action":"*","Resource":"*"}]}"#,
        ),
    ] {
        let policy = ControlPolicyRow {
            id: format!("p-{name}"),
            kind: kind.to_owned(),
            name: name.to_owned(),
            description: description.to_owned(),
            document: document.to_owned(),
            is_aws: true,
        };
        control_policies::insert(tx, &policy, now).await?;
    }
    attach_full_access(tx, &root.id, BOTH).await?;
    Ok(root.id)
}

/// A new unit under `parent`, with full access as AWS attaches it; gives its id.
pub(crate) async fn add_unit(
    tx: &mut Tx,
    entropy: &dyn Entropy,
    parent: &str,
    name: &str,
    now: Timestamp,
) -> Result<String, ServiceError> {
    // ou-<root's letters>-<8 to 32 letters>
    let root = organization::units(tx).await?;
    let letters = root.first().map_or("", |root| root.id.trim_start_matches("r-"));
    let unit = UnitRow {
        id: fresh_id(entropy, &format!("ou-{letters}-"), 8),
        parent_id: Some(parent.to_owned()),
        name: name.to_owned(),
    };
    organization::insert_unit(tx, &unit, now).await?;
    let kinds = kinds_on(tx).await?;
    attach_full_access(tx, &unit.id, &kinds).await?;
    Ok(unit.id)
}

/// An account joins under a unit or the root.
pub(crate) async fn join(tx: &mut Tx, account: &AccountId, unit: &str, now: Timestamp) -> Result<(), ServiceError> {
    organization::place_account(tx, account, unit, now).await?;
    let kinds = kinds_on(tx).await?;
    attach_full_access(tx, account.as_str(), &kinds).await
}

const BOTH: &[PolicyKind] = &[PolicyKind::Service, PolicyKind::Resource];

async fn attach_full_access(tx: &mut Tx, target: &str, kinds: &[PolicyKind]) -> Result<(), ServiceError> {
    for kind in kinds {
        let name = match kind {
            PolicyKind::Service => SCP_FULL_ACCESS,
            PolicyKind::Resource => RCP_FULL_ACCESS,
        };
        control_policies::attach(tx, target, &format!("p-{name}")).await?;
    }
    Ok(())
}

/// Those that are switched on: a new unit or account has nothing of the other.
async fn kinds_on(tx: &mut Tx) -> Result<Vec<PolicyKind>, ServiceError> {
    let organization = Organization::load(tx).await?;
    let on = |kind: &PolicyKind| organization.is_on(*kind);
    Ok(BOTH.iter().copied().filter(on).collect())
}
