//! Roles to switch to: one that is open, one behind MFA, one in another account, and one that the console cannot reach.

use std::time::Duration;

use serde_json::{Value, json};
use vestibule_identity::account::Account;
use vestibule_identity::ids::RoleId;
use vestibule_identity::names::{AccountId, NameError, Path, PolicyName, RoleName};
use vestibule_identity::user::IamUser;
use vestibule_store::{RoleRow, Tx, policies, roles};

use crate::{Service, ServiceError};

/// Who may ask for the roles below.
const SWITCHERS: [&str; 2] = ["alice", "ivan"];

struct RolePlan {
    in_management: bool,
    name: &'static str,
    description: &'static str,
    hours: u64,
    /// The trust policy's condition.
    condition: fn() -> Option<Value>,
    policies: &'static [&'static str],
}

const ROLES: [RolePlan; 4] = [
    RolePlan {
        in_management: true,
        name: "ReadOnly",
        description: "Looks at everything in the management account.",
        hours: 1,
        condition: || None,
        policies: &["arn:aws:iam::aws:policy/ReadOnlyAccess"],
    },
    RolePlan {
        in_management: true,
        name: "Admin",
        description: "Administers the management account. Trusts only sessions that began with MFA.",
        hours: 1,
        condition: || Some(json!({ "Bool": { "aws:MultiFactorAuthPresent": "true" } })),
        policies: &["arn:aws:iam::aws:policy/AdministratorAccess"],
    },
    RolePlan {
        in_management: false,
        name: "Auditor",
        description: "Lets the management account audit this one.",
        hours: 4,
        condition: || None,
        policies: &[
            "arn:aws:iam::aws:policy/SecurityAudit",
            "arn:aws:iam::aws:policy/AWSCloudTrail_ReadOnlyAccess",
        ],
    },
    RolePlan {
        in_management: false,
        name: "PartnerAccess",
        description: "For a partner's software. Demands an external ID, which the console cannot give.",
        hours: 1,
        condition: || Some(json!({ "StringEquals": { "sts:ExternalId": "anycompany-4711" } })),
        policies: &["arn:aws:iam::aws:policy/job-function/ViewOnlyAccess"],
    },
];

fn trust(management: &AccountId, plan: &RolePlan) -> Value {
    let mut statement = json!({
        "Effect": "Allow",
        "Principal": { "AWS": format!("arn:aws:iam::{management}:root") },
        "Action": "sts:AssumeRole",
    });
    if let (Some(condition), Value::Object(fields)) = ((plan.condition)(), &mut statement) {
        fields.insert("Condition".to_owned(), condition);
    }
    json!({ "Version": "2012-10-17", "Statement": [statement] })
}

fn row(service: &Service, owner: &Account, management: &AccountId, plan: &RolePlan) -> Result<RoleRow, NameError> {
    Ok(RoleRow {
        id: RoleId::generate(&*service.entropy),
        account: owner.id.clone(),
        path: Path::root(),
        name: RoleName::parse(plan.name)?,
        description: plan.description.to_owned(),
        trust_policy: format!("{:#}", trust(management, plan)),
        max_session: Duration::from_hours(plan.hours),
        created_at: owner.created_at,
        last_used_at: None,
    })
}

/// Makes the roles, and lets two users ask for them.
pub(super) async fn settle(
    service: &Service,
    tx: &mut Tx,
    accounts: &[&Account],
    users: &[&IamUser],
) -> Result<(), ServiceError> {
    let wrong = |error: NameError| ServiceError::invalid("world", error);
    let management = accounts.iter().find(|account| account.is_management);
    let finance = accounts
        .iter()
        .find(|account| account.name.as_str().ends_with("Finance"));
    let (Some(management), Some(finance)) = (management, finance) else {
        return Ok(());
    };
    let mut arns = Vec::new();
    for plan in &ROLES {
        let owner = if plan.in_management { management } else { finance };
        let row = row(service, owner, &management.id, plan).map_err(wrong)?;
        roles::insert(tx, &row).await?;
        for arn in plan.policies {
            policies::attach(tx, row.id.as_str(), arn).await?;
        }
        arns.push(row.arn());
    }
    let name = PolicyName::parse("SwitchToRoles").map_err(wrong)?;
    let may = json!({
        "Version": "2012-10-17",
        "Statement": [{ "Sid": "SwitchToRoles", "Effect": "Allow", "Action": "sts:AssumeRole", "Resource": arns }],
    });
    for user in users {
        if user.account == management.id && SWITCHERS.contains(&user.name.as_str()) {
            policies::put_inline(tx, user.id.as_str(), &name, &format!("{may:#}")).await?;
        }
    }
    Ok(())
}
