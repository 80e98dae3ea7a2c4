//! AWS's managed policies, as far as the simulation needs them: by their real names, shortened to the services that exist
//! here. <https://docs.aws.amazon.com/aws-managed-policy/latest/reference/policy-list.html>

use vestibule_identity::Timestamp;
use vestibule_identity::ids::PolicyId;
use vestibule_identity::names::{NameError, Path, PolicyName};
use vestibule_store::{PolicyRow, Tx, policies};

use crate::{Service, ServiceError};

/// A managed policy of AWS.
struct AwsPolicy {
    path: &'static str,
    name: &'static str,
    description: &'static str,
    document: &'static str,
}

macro_rules! aws {
    ($path:literal, $name:literal, $description:literal) => {
        AwsPolicy {
            path: $path,
            name: $name,
            description: $description,
            document: include_str!(concat!("aws_policies/", $name, ".json")),
        }
    };
}

const POLICIES: &[AwsPolicy] = &[
    aws!(
        "/",
        "AdministratorAccess",
        "Provides full access to AWS services and resources."
    ),
    aws!(
        "/",
        "PowerUserAccess",
        "Provides full access to AWS services and resources, but does not allow management of Users and groups."
    ),
    aws!(
        "/",
        "ReadOnlyAccess",
        "Provides read-only access to AWS services and resources."
    ),
    aws!(
        "/job-function/",
        "ViewOnlyAccess",
        "Provides permissions to view resources and basic metadata across AWS services, but not the data in them."
    ),
    aws!(
        "/job-function/",
        "Billing",
        "Grants permissions for billing and cost management."
    ),
    aws!(
        "/job-function/",
        "DataScientist",
        "Grants permissions to AWS data analytics services."
    ),
    aws!(
        "/job-function/",
        "DatabaseAdministrator",
        "Grants full access permissions to AWS services and actions required to set up and configure AWS database services."
    ),
    aws!(
        "/job-function/",
        "NetworkAdministrator",
        "Grants full access permissions to AWS services and actions required to set up and configure AWS network resources."
    ),
    aws!(
        "/job-function/",
        "SupportUser",
        "Grants permissions to troubleshoot and resolve issues in an AWS account."
    ),
    aws!(
        "/job-function/",
        "SystemAdministrator",
        "Grants full access permissions necessary for resources required for application and development operations."
    ),
    aws!(
        "/",
        "SecurityAudit",
        "Grants access to read security configuration metadata."
    ),
    aws!("/", "IAMFullAccess", "Provides full access to IAM."),
    aws!("/", "IAMReadOnlyAccess", "Provides read only access to IAM."),
    aws!(
        "/",
        "IAMUserChangePassword",
        "Provides the ability for an IAM user to change their own password."
    ),
    aws!(
        "/",
        "IAMSelfManageServiceSpecificCredentials",
        "Allows an IAM user to manage their own service-specific credentials."
    ),
    aws!("/", "AmazonS3FullAccess", "Provides full access to Amazon S3."),
    aws!("/", "AmazonEC2FullAccess", "Provides full access to Amazon EC2."),
    aws!(
        "/",
        "AmazonDynamoDBFullAccess",
        "Provides full access to Amazon DynamoDB."
    ),
    aws!("/", "AWSLambda_FullAccess", "Provides full access to AWS Lambda."),
    aws!("/", "AmazonSQSFullAccess", "Provides full access to Amazon SQS."),
    aws!("/", "AmazonSNSFullAccess", "Provides full access to Amazon SNS."),
    aws!("/", "AmazonRDSFullAccess", "Provides full access to Amazon RDS."),
    aws!("/", "AmazonS3ReadOnlyAccess", "Provides read only access to Amazon S3."),
    aws!(
        "/",
        "AmazonEC2ReadOnlyAccess",
        "Provides read only access to Amazon EC2."
    ),
    aws!(
        "/",
        "AmazonDynamoDBReadOnlyAccess",
        "Provides read only access to Amazon DynamoDB."
    ),
    aws!(
        "/",
        "CloudWatchReadOnlyAccess",
        "Provides read only access to Amazon CloudWatch."
    ),
    aws!(
        "/",
        "AWSCloudTrail_ReadOnlyAccess",
        "Provides read only access to AWS CloudTrail."
    ),
    aws!(
        "/",
        "AWSCloudTrail_FullAccess",
        "Provides full access to AWS CloudTrail."
    ),
    aws!(
        "/",
        "AWSOrganizationsFullAccess",
        "Provides full access to AWS Organizations."
    ),
    aws!(
        "/",
        "AWSOrganizationsReadOnlyAccess",
        "Provides read-only access to AWS Organizations."
    ),
    aws!(
        "/",
        "AWSSSOMasterAccountAdministrator",
        "Provides access within IAM Identity Center to manage the organization's accounts and permission sets."
    ),
    aws!(
        "/",
        "AWSManagementConsoleBasicUserAccess",
        "Allows the basic features of the AWS Management Console."
    ),
    aws!(
        "/root-task/",
        "IAMAuditRootUserCredentials",
        "Allows to look at the credentials of the root user."
    ),
    aws!(
        "/root-task/",
        "IAMDeleteRootUserCredentials",
        "Allows to delete the credentials of the root user."
    ),
    aws!(
        "/root-task/",
        "IAMCreateRootUserPassword",
        "Allows password recovery of the root user."
    ),
    aws!(
        "/root-task/",
        "S3UnlockBucketPolicy",
        "Allows to delete a bucket policy that denies everyone."
    ),
    aws!(
        "/root-task/",
        "SQSUnlockQueuePolicy",
        "Allows to change a queue policy that denies everyone."
    ),
];

/// Writes AWS's policies into a new world.
pub(super) async fn settle(service: &Service, tx: &mut Tx, now: Timestamp) -> Result<(), ServiceError> {
    for policy in POLICIES {
        let row = row(policy, PolicyId::generate(&*service.entropy), now)
            .map_err(|error| ServiceError::invalid("world", error))?;
        policies::insert(tx, &row, policy.document).await?;
    }
    Ok(())
}

fn row(policy: &AwsPolicy, id: PolicyId, now: Timestamp) -> Result<PolicyRow, NameError> {
    Ok(PolicyRow {
        id,
        account: None,
        path: Path::parse(policy.path)?,
        name: PolicyName::parse(policy.name)?,
        description: policy.description.to_owned(),
        default_version: 1,
        latest_version: 1,
        created_at: now,
        updated_at: now,
    })
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use vestibule_policy::{Document, Kind};

    #[test]
    fn every_policy_is_well_formed() {
        for policy in POLICIES {
            row(policy, PolicyId::stored("ANPA".to_owned()), Timestamp::UNIX_EPOCH).unwrap();
            Document::parse(policy.document, Kind::Managed).unwrap();
        }
    }
}
