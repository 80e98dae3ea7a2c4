//! The organization as it is founded: its root, and the policies that AWS attaches everywhere so that nothing is refused
//! until someone wants it refused.
//! <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_scps.html>

use vestibule_identity::Timestamp;
use vestibule_identity::clock::{Entropy, random_index};
use vestibule_identity::names::AccountId;
use vestibule_store::{ControlPolicyRow, Tx, UnitRow, organization};

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
        organization::insert_policy(tx, &policy, now).await?;
    }
    attach_full_access(tx, &root.id).await?;
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
    attach_full_access(tx, &unit.id).await?;
    Ok(unit.id)
}

/// An account joins under a unit or the root.
pub(crate) async fn join(tx: &mut Tx, account: &AccountId, unit: &str, now: Timestamp) -> Result<(), ServiceError> {
    organization::place_account(tx, account, unit, now).await?;
    attach_full_access(tx, account.as_str()).await
}

async fn attach_full_access(tx: &mut Tx, target: &str) -> Result<(), ServiceError> {
    for name in [SCP_FULL_ACCESS, RCP_FULL_ACCESS] {
        organization::attach(tx, target, &format!("p-{name}")).await?;
    }
    Ok(())
}
