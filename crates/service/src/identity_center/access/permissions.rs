//! What a permission set permits: between what pages say and what is kept.
//! <https://docs.aws.amazon.com/singlesignon/latest/userguide/permissionsetcustom.html>

use vestibule_identity::identity_center::ids::PermissionSetId;
use vestibule_identity::names::{Path, PolicyName};
use vestibule_policy::{Document, Kind, Limits};
use vestibule_store::identity_center::{PermissionSetRow, permission_sets};
use vestibule_store::{Reads, policies};

use crate::answers::{CustomerPolicy, SetBoundary, SetPermissions};
use crate::{Entity, ServiceError};

/// Managed policies of one set, AWS's and the customer's together.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/limits.html>
const MOST_POLICIES: usize = 25;
/// The inline policy as it is typed, with white space. Same source.
const MOST_INLINE_BYTES: usize = 32_768;

/// What a set permits, as it is kept: policies by ARN, or by path and name.
pub(super) struct Content {
    pub(super) policies: Vec<String>,
    pub(super) inline: Option<String>,
    pub(super) boundary: Option<String>,
}

/// One of the customer's own is kept by path and name.
pub(super) fn is_aws(policy: &str) -> bool {
    policy.starts_with("arn:")
}

/// Path and name of a policy that is kept so.
pub(super) fn path_and_name(policy: &str) -> CustomerPolicy {
    let at = policy.rfind('/').map_or(0, |at| at + 1);
    let (path, name) = policy.split_at_checked(at).unwrap_or(("/", policy));
    CustomerPolicy {
        path: path.to_owned(),
        name: name.to_owned(),
    }
}

/// What a set permits now.
pub(super) async fn of_set(
    connection: &mut impl Reads,
    set: &PermissionSetRow,
) -> Result<SetPermissions, ServiceError> {
    let (aws, customer): (Vec<String>, Vec<String>) = permission_sets::attached(connection, &set.id)
        .await?
        .into_iter()
        .partition(|policy| is_aws(policy));
    Ok(SetPermissions {
        aws_policies: aws,
        customer_policies: customer.iter().map(|policy| path_and_name(policy)).collect(),
        inline_policy: set.inline_policy.clone(),
        boundary: set.boundary.as_deref().map(boundary_view),
    })
}

/// What is kept of a set now.
pub(super) async fn kept(connection: &mut impl Reads, set: &PermissionSetRow) -> Result<Content, ServiceError> {
    Ok(Content {
        policies: attached(connection, &set.id).await?,
        inline: set.inline_policy.clone(),
        boundary: set.boundary.clone(),
    })
}

async fn attached(connection: &mut impl Reads, set: &PermissionSetId) -> Result<Vec<String>, ServiceError> {
    Ok(permission_sets::attached(connection, set).await?)
}

fn boundary_view(kept: &str) -> SetBoundary {
    if is_aws(kept) {
        SetBoundary::Aws { arn: kept.to_owned() }
    } else {
        let CustomerPolicy { path, name } = path_and_name(kept);
        SetBoundary::Customer { path, name }
    }
}

/// Reads what a page wants a set to permit. Policies of AWS must exist; the customer's are looked for in each account, when
/// the set is provisioned there.
pub(super) async fn read(connection: &mut impl Reads, wanted: &SetPermissions) -> Result<Content, ServiceError> {
    let mut all: Vec<String> = Vec::new();
    for arn in &wanted.aws_policies {
        all.push(of_aws(connection, arn).await?);
    }
    for policy in &wanted.customer_policies {
        all.push(of_customer("customerPolicies", &policy.path, &policy.name)?);
    }
    all.sort();
    all.dedup();
    if all.len() > MOST_POLICIES {
        return Err(ServiceError::LimitExceeded {
            quota: "ManagedPoliciesPerPermissionSet",
            limit: MOST_POLICIES,
        });
    }
    let inline = wanted.inline_policy.as_deref().filter(|text| !text.trim().is_empty());
    if let Some(document) = inline {
        let limits = Limits {
            bytes: MOST_INLINE_BYTES,
            ..Kind::Inline.limits()
        };
        Document::parse_within(document, Kind::Inline, limits)?;
    }
    let boundary = match &wanted.boundary {
        None => None,
        Some(SetBoundary::Aws { arn }) => Some(of_aws(connection, arn).await?),
        Some(SetBoundary::Customer { path, name }) => Some(of_customer("boundary", path, name)?),
    };
    Ok(Content {
        policies: all,
        inline: inline.map(str::to_owned),
        boundary,
    })
}

async fn of_aws(connection: &mut impl Reads, arn: &str) -> Result<String, ServiceError> {
    match policies::by_arn(connection, arn).await? {
        Some(policy) if policy.account.is_none() => Ok(arn.to_owned()),
        _ => Err(ServiceError::NoSuchEntity {
            entity: Entity::AttachablePolicy,
            name: arn.chars().take(256).collect(),
        }),
    }
}

fn of_customer(field: &'static str, path: &str, name: &str) -> Result<String, ServiceError> {
    let path = match path.trim() {
        "" => "/",
        path => path,
    };
    let path = Path::parse(path).map_err(|error| ServiceError::invalid(field, error))?;
    let name = PolicyName::parse(name.trim()).map_err(|error| ServiceError::invalid(field, error))?;
    Ok(format!("{}{}", path.as_str(), name.as_str()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_customers_policy_is_kept_by_path_and_name() {
        let kept = of_customer("customerPolicies", "/team/red/", "Boundary").unwrap_or_default();
        assert_eq!(kept, "/team/red/Boundary");
        let back = path_and_name(&kept);
        assert_eq!((back.path.as_str(), back.name.as_str()), ("/team/red/", "Boundary"));
        assert_eq!(path_and_name("/Plain").path, "/");
        assert!(of_customer("customerPolicies", "team", "Boundary").is_err());
        assert!(of_customer("customerPolicies", "/", "two words").is_err());
    }
}
