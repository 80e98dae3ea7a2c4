//! Policies as people write, attach and remove them.
//!
//! - `managed`: the account's policies and AWS's; create, look at, delete.
//! - `versions`: what a policy says, and said before.
//! - `holder`: users, groups and roles as those who have policies.
//! - `attach`, `inline`, `boundary`: what they have.
//! - `check`: what is wrong with a document, while it is written.
//! - `simulate`: what policies would say.

mod attach;
mod boundary;
mod check;
mod holder;
mod inline;
mod managed;
mod simulate;
mod versions;

use std::collections::HashMap;

pub use boundary::{Bounded, NewBoundary};
pub use check::DocumentKind;
pub use inline::NewInline;
pub use managed::{NewPolicy, PolicyFilter, PolicyScope};
pub use versions::{NewDefault, NewVersion};
use vestibule_identity::names::AccountId;
use vestibule_policy::{Document, Kind, MalformedPolicy};
use vestibule_store::{PolicyRow, Reads, policies, policy_holders};

use crate::answers::PolicyView;
use crate::session::Live;
use crate::{Entity, ServiceError};

// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html>
const POLICIES_PER_ACCOUNT: usize = 1500;
const VERSIONS_PER_POLICY: usize = 5;
const POLICIES_PER_HOLDER: usize = 10;

/// An ARN as the API takes it: a policy's, of whatever account.
fn policy_arn(text: &str) -> Result<&str, ServiceError> {
    let ok = (20..=2048).contains(&text.len())
        && text.bytes().all(|byte| byte.is_ascii_graphic())
        && text.starts_with("arn:aws:iam::")
        && text.contains(":policy/");
    if ok {
        Ok(text)
    } else {
        let shown: String = text.chars().take(256).collect();
        Err(ServiceError::Invalid {
            field: "policyArn",
            message: format!("ARN {shown} is not valid."),
        })
    }
}

/// A policy that the account can see: its own or AWS's.
async fn visible(connection: &mut impl Reads, live: &Live, arn: &str) -> Result<Option<PolicyRow>, ServiceError> {
    let row = policies::by_arn(connection, arn).await?;
    Ok(row.filter(|row| row.account.as_ref().is_none_or(|owner| *owner == live.account.id)))
}

async fn named(connection: &mut impl Reads, live: &Live, arn: &str) -> Result<PolicyRow, ServiceError> {
    visible(connection, live, arn)
        .await?
        .ok_or_else(|| missing(Entity::Policy, arn))
}

/// The account's own policy; AWS's cannot be changed.
async fn own(connection: &mut impl Reads, live: &Live, arn: &str) -> Result<PolicyRow, ServiceError> {
    let row = named(connection, live, arn).await?;
    if row.account.is_none() {
        return Err(ServiceError::OutsideAccount);
    }
    Ok(row)
}

fn missing(entity: Entity, name: &str) -> ServiceError {
    ServiceError::NoSuchEntity {
        entity,
        name: name.chars().take(2048).collect(),
    }
}

/// `v3`
fn version_id(version: i64) -> String {
    format!("v{version}")
}

/// The number of `v3`; none of what is no version at all.
fn version_number(id: &str) -> Option<i64> {
    let digits = id.strip_prefix('v')?;
    (digits.bytes().all(|byte| byte.is_ascii_digit()) && !digits.starts_with('0'))
        .then(|| digits.parse().ok())
        .flatten()
}

fn parsed(document: &str, kind: Kind) -> Result<(), MalformedPolicy> {
    Document::parse(document, kind).map(drop)
}

/// How often policies are used: attached, and as boundary.
#[derive(Default)]
struct Uses(HashMap<String, (i64, i64)>);

impl Uses {
    async fn of(connection: &mut impl Reads, account: &AccountId) -> Result<Self, ServiceError> {
        let mut uses = Self::default();
        for row in policy_holders::uses(connection, account).await? {
            let counts = uses.0.entry(row.policy_arn).or_default();
            if row.is_boundary {
                counts.1 = row.uses;
            } else {
                counts.0 = row.uses;
            }
        }
        Ok(uses)
    }

    fn view(&self, row: PolicyRow) -> PolicyView {
        let arn = row.arn();
        let (attachment_count, boundary_count) = self.0.get(&arn).copied().unwrap_or_default();
        PolicyView {
            arn,
            policy_name: row.name.as_str().to_owned(),
            policy_id: row.id.as_str().to_owned(),
            path: row.path.as_str().to_owned(),
            description: row.description,
            is_aws: row.account.is_none(),
            default_version_id: version_id(row.default_version),
            attachment_count,
            boundary_count,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
