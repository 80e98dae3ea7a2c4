//! Permission sets, and who has them in which account.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetsconcept.html>
//!
//! - `sets`: list, look at, create, change, delete; `predefined`: those that AWS suggests.
//! - `permissions`: what a set permits, read and checked; `change`: changing that.
//! - `accounts`: the organization's accounts with what is provisioned in them.
//! - `assign`: giving and taking.
//! - `provisioned`: a set's roles, brought up to date; what became of requests.
//! - `who`: who has access to what.

mod accounts;
mod assign;
mod change;
mod permissions;
mod predefined;
mod provisioned;
mod sets;
mod who;

pub use assign::{AssignmentForm, Principal};
pub use sets::{NewPermissionSet, SetChange};
use vestibule_identity::identity_center::ids::PermissionSetId;
use vestibule_store::Reads;
use vestibule_store::identity_center::assignments::Assignee;
use vestibule_store::identity_center::{InstanceRow, Page, PermissionSetRow, permission_sets, provisioned_roles};

use super::admin::{Center, CenterRefusal, arn};
use crate::answers::PrincipalKind;
use crate::{Entity, ServiceError};

/// Rows on one page of a list.
const PAGE: u32 = 50;

/// Which part of a list somebody asks for.
#[derive(Debug, Default)]
pub struct ListPart {
    /// A part of the name, in any case.
    pub search: String,
    /// From 1.
    pub page: u32,
}

impl ListPart {
    pub(in crate::identity_center) fn page(&self) -> Page {
        Page {
            search: self.search.chars().take(100).collect(),
            from: self.page.saturating_sub(1).saturating_mul(PAGE),
            size: PAGE,
        }
    }
}

/// How many pages so many rows are.
pub(in crate::identity_center) fn pages(total: u32) -> u32 {
    total.div_ceil(PAGE).max(1)
}

/// Of a set that may not exist.
fn arn_of(instance: &InstanceRow, id: &str) -> String {
    let shown = id.chars().take(64).collect();
    arn::permission_set(instance, &PermissionSetId::stored(shown))
}

/// A set by its id.
async fn the_set(connection: &mut impl Reads, id: &str) -> Result<PermissionSetRow, ServiceError> {
    let missing = || ServiceError::NoSuchEntity {
        entity: Entity::PermissionSet,
        name: id.chars().take(64).collect(),
    };
    permission_sets::by_id(connection, &PermissionSetId::stored(id.to_owned()))
        .await?
        .ok_or_else(missing)
}

/// A delegate cannot change, delete or assign what is provisioned in the management account (facts 1.8).
async fn is_closed(connection: &mut impl Reads, center: &Center, set: &PermissionSetId) -> Result<bool, ServiceError> {
    if !center.is_delegate {
        return Ok(false);
    }
    let there = provisioned_roles::get(connection, &center.instance.account, set).await?;
    Ok(there.is_some())
}

async fn must_be_open(connection: &mut impl Reads, center: &Center, set: &PermissionSetId) -> Result<(), ServiceError> {
    if is_closed(connection, center, set).await? {
        return Err(CenterRefusal::OfManagement.into());
    }
    Ok(())
}

fn kind_of(assignee: &Assignee) -> PrincipalKind {
    match assignee {
        Assignee::User(_) => PrincipalKind::User,
        Assignee::Group(_) => PrincipalKind::Group,
    }
}
