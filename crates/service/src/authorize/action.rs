//! Every act that use cases ask about.

use vestibule_policy::Action as Parsed;

use crate::ServiceError;

macro_rules! actions {
    ($($variant:ident => $name:literal,)+) => {
        /// An action, as use cases name it.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
        pub(crate) enum Action {
            $(#[doc = $name] $variant,)+
        }

        impl Action {
            /// All of them, for the matrix of who may do what.
            #[cfg(test)]
            pub(crate) const ALL: &'static [Self] = &[$(Self::$variant),+];

            /// As policies spell it.
            pub(crate) fn name(self) -> &'static str {
                match self {
                    $(Self::$variant => $name,)+
                }
            }
        }
    };
}

actions! {
    ChangePassword => "iam:ChangePassword",
    CreateAccountAlias => "iam:CreateAccountAlias",
    DeleteAccountAlias => "iam:DeleteAccountAlias",
    ListAccountAliases => "iam:ListAccountAliases",
    UpdateAccountPasswordPolicy => "iam:UpdateAccountPasswordPolicy",
    DeleteAccountPasswordPolicy => "iam:DeleteAccountPasswordPolicy",
    CreateUser => "iam:CreateUser",
    DeleteUser => "iam:DeleteUser",
    ListUsers => "iam:ListUsers",
    CreateLoginProfile => "iam:CreateLoginProfile",
    UpdateLoginProfile => "iam:UpdateLoginProfile",
    DeleteLoginProfile => "iam:DeleteLoginProfile",
    LookupEvents => "cloudtrail:LookupEvents",
    ListMfaDevices => "iam:ListMFADevices",
    CreateVirtualMfaDevice => "iam:CreateVirtualMFADevice",
    EnableMfaDevice => "iam:EnableMFADevice",
    ResyncMfaDevice => "iam:ResyncMFADevice",
    DeactivateMfaDevice => "iam:DeactivateMFADevice",
    DeleteVirtualMfaDevice => "iam:DeleteVirtualMFADevice",

    // The consoles that only show.
    S3ListAllMyBuckets => "s3:ListAllMyBuckets",
    S3ListBucket => "s3:ListBucket",
    S3GetBucketLocation => "s3:GetBucketLocation",
    S3GetBucketPolicy => "s3:GetBucketPolicy",
    S3GetObject => "s3:GetObject",
    Ec2DescribeInstances => "ec2:DescribeInstances",
    Ec2DescribeSecurityGroups => "ec2:DescribeSecurityGroups",
    Ec2DescribeVolumes => "ec2:DescribeVolumes",
    LambdaListFunctions => "lambda:ListFunctions",
    LambdaGetFunctionConfiguration => "lambda:GetFunctionConfiguration",
    LambdaGetFunction => "lambda:GetFunction",
    LambdaGetPolicy => "lambda:GetPolicy",
    DynamoDbListTables => "dynamodb:ListTables",
    DynamoDbDescribeTable => "dynamodb:DescribeTable",
    DynamoDbScan => "dynamodb:Scan",
    RdsDescribeDbInstances => "rds:DescribeDBInstances",
    SnsListTopics => "sns:ListTopics",
    SnsGetTopicAttributes => "sns:GetTopicAttributes",
    SnsListSubscriptionsByTopic => "sns:ListSubscriptionsByTopic",
    SqsListQueues => "sqs:ListQueues",
    SqsGetQueueAttributes => "sqs:GetQueueAttributes",
    SqsReceiveMessage => "sqs:ReceiveMessage",
    KmsListKeys => "kms:ListKeys",
    KmsDescribeKey => "kms:DescribeKey",
    KmsGetKeyPolicy => "kms:GetKeyPolicy",
    SecretsListSecrets => "secretsmanager:ListSecrets",
    SecretsDescribeSecret => "secretsmanager:DescribeSecret",
    SecretsGetSecretValue => "secretsmanager:GetSecretValue",
    SecretsGetResourcePolicy => "secretsmanager:GetResourcePolicy",
    CloudWatchDescribeAlarms => "cloudwatch:DescribeAlarms",
    LogsDescribeLogGroups => "logs:DescribeLogGroups",
    LogsFilterLogEvents => "logs:FilterLogEvents",
    CloudFormationListStacks => "cloudformation:ListStacks",
    CloudFormationDescribeStacks => "cloudformation:DescribeStacks",
    CloudFormationGetTemplate => "cloudformation:GetTemplate",
    Route53ListHostedZones => "route53:ListHostedZones",
    Route53GetHostedZone => "route53:GetHostedZone",
    Route53ListResourceRecordSets => "route53:ListResourceRecordSets",

    // People: users, groups, access keys, reports.
    GetUser => "iam:GetUser",
    GetLoginProfile => "iam:GetLoginProfile",
    ListUserTags => "iam:ListUserTags",
    TagUser => "iam:TagUser",
    UntagUser => "iam:UntagUser",
    ListGroupsForUser => "iam:ListGroupsForUser",
    AddUserToGroup => "iam:AddUserToGroup",
    RemoveUserFromGroup => "iam:RemoveUserFromGroup",
    ListGroups => "iam:ListGroups",
    GetGroup => "iam:GetGroup",
    CreateGroup => "iam:CreateGroup",
    UpdateGroup => "iam:UpdateGroup",
    DeleteGroup => "iam:DeleteGroup",
    ListAccessKeys => "iam:ListAccessKeys",
    GetAccessKeyLastUsed => "iam:GetAccessKeyLastUsed",
    CreateAccessKey => "iam:CreateAccessKey",
    UpdateAccessKey => "iam:UpdateAccessKey",
    DeleteAccessKey => "iam:DeleteAccessKey",
    GetAccountSummary => "iam:GetAccountSummary",
    GenerateCredentialReport => "iam:GenerateCredentialReport",
    GetCredentialReport => "iam:GetCredentialReport",

    // What is attached to whom.
    ListAttachedUserPolicies => "iam:ListAttachedUserPolicies",
    ListUserPolicies => "iam:ListUserPolicies",
    GetUserPolicy => "iam:GetUserPolicy",
    AttachUserPolicy => "iam:AttachUserPolicy",
    DetachUserPolicy => "iam:DetachUserPolicy",
    PutUserPolicy => "iam:PutUserPolicy",
    DeleteUserPolicy => "iam:DeleteUserPolicy",
    ListAttachedGroupPolicies => "iam:ListAttachedGroupPolicies",
    AttachGroupPolicy => "iam:AttachGroupPolicy",
    DetachGroupPolicy => "iam:DetachGroupPolicy",
    DeleteGroupPolicy => "iam:DeleteGroupPolicy",

    // Policies.
    ListPolicies => "iam:ListPolicies",
    GetPolicy => "iam:GetPolicy",
    GetPolicyVersion => "iam:GetPolicyVersion",
    ListPolicyVersions => "iam:ListPolicyVersions",
    ListEntitiesForPolicy => "iam:ListEntitiesForPolicy",
    CreatePolicy => "iam:CreatePolicy",
    DeletePolicy => "iam:DeletePolicy",
    CreatePolicyVersion => "iam:CreatePolicyVersion",
    SetDefaultPolicyVersion => "iam:SetDefaultPolicyVersion",
    DeletePolicyVersion => "iam:DeletePolicyVersion",
    PutUserPermissionsBoundary => "iam:PutUserPermissionsBoundary",
    DeleteUserPermissionsBoundary => "iam:DeleteUserPermissionsBoundary",
    ListGroupPolicies => "iam:ListGroupPolicies",
    GetGroupPolicy => "iam:GetGroupPolicy",
    PutGroupPolicy => "iam:PutGroupPolicy",
    ListAttachedRolePolicies => "iam:ListAttachedRolePolicies",
    ListRolePolicies => "iam:ListRolePolicies",
    GetRolePolicy => "iam:GetRolePolicy",
    PutRolePolicy => "iam:PutRolePolicy",
    PutRolePermissionsBoundary => "iam:PutRolePermissionsBoundary",
    DeleteRolePermissionsBoundary => "iam:DeleteRolePermissionsBoundary",
    SimulatePrincipalPolicy => "iam:SimulatePrincipalPolicy",

    // Roles and identity providers.
    AssumeRole => "sts:AssumeRole",
    AssumeRoleWithSaml => "sts:AssumeRoleWithSAML",
    AssumeRoleWithWebIdentity => "sts:AssumeRoleWithWebIdentity",
    TagSession => "sts:TagSession",
    SetSourceIdentity => "sts:SetSourceIdentity",
    GetFederationToken => "sts:GetFederationToken",
    ListRoles => "iam:ListRoles",
    GetRole => "iam:GetRole",
    CreateRole => "iam:CreateRole",
    UpdateRole => "iam:UpdateRole",
    UpdateAssumeRolePolicy => "iam:UpdateAssumeRolePolicy",
    DeleteRole => "iam:DeleteRole",
    TagRole => "iam:TagRole",
    UntagRole => "iam:UntagRole",
    AttachRolePolicy => "iam:AttachRolePolicy",
    DetachRolePolicy => "iam:DetachRolePolicy",
    DeleteRolePolicy => "iam:DeleteRolePolicy",
    ListOpenIdConnectProviders => "iam:ListOpenIDConnectProviders",
    GetOpenIdConnectProvider => "iam:GetOpenIDConnectProvider",
    CreateOpenIdConnectProvider => "iam:CreateOpenIDConnectProvider",
    DeleteOpenIdConnectProvider => "iam:DeleteOpenIDConnectProvider",
    AddClientId => "iam:AddClientIDToOpenIDConnectProvider",
    RemoveClientId => "iam:RemoveClientIDFromOpenIDConnectProvider",
    UpdateThumbprint => "iam:UpdateOpenIDConnectProviderThumbprint",
    ListSamlProviders => "iam:ListSAMLProviders",
    GetSamlProvider => "iam:GetSAMLProvider",
    CreateSamlProvider => "iam:CreateSAMLProvider",
    UpdateSamlProvider => "iam:UpdateSAMLProvider",
    DeleteSamlProvider => "iam:DeleteSAMLProvider",

    // AWS Organizations and centralized root access.
    DescribeOrganization => "organizations:DescribeOrganization",
    ListRoots => "organizations:ListRoots",
    ListAccounts => "organizations:ListAccounts",
    ListOrganizationalUnitsForParent => "organizations:ListOrganizationalUnitsForParent",
    CreateOrganizationalUnit => "organizations:CreateOrganizationalUnit",
    UpdateOrganizationalUnit => "organizations:UpdateOrganizationalUnit",
    DeleteOrganizationalUnit => "organizations:DeleteOrganizationalUnit",
    MoveAccount => "organizations:MoveAccount",
    CreateAccount => "organizations:CreateAccount",
    CloseAccount => "organizations:CloseAccount",
    ListDelegatedAdministrators => "organizations:ListDelegatedAdministrators",
    RegisterDelegatedAdministrator => "organizations:RegisterDelegatedAdministrator",
    DeregisterDelegatedAdministrator => "organizations:DeregisterDelegatedAdministrator",
    ListControlPolicies => "organizations:ListPolicies",
    DescribeControlPolicy => "organizations:DescribePolicy",
    CreateControlPolicy => "organizations:CreatePolicy",
    UpdateControlPolicy => "organizations:UpdatePolicy",
    DeleteControlPolicy => "organizations:DeletePolicy",
    AttachControlPolicy => "organizations:AttachPolicy",
    DetachControlPolicy => "organizations:DetachPolicy",
    ListPoliciesForTarget => "organizations:ListPoliciesForTarget",
    ListTargetsForPolicy => "organizations:ListTargetsForPolicy",
    EnablePolicyType => "organizations:EnablePolicyType",
    DisablePolicyType => "organizations:DisablePolicyType",
    DescribeDelegationPolicy => "organizations:DescribeResourcePolicy",
    PutDelegationPolicy => "organizations:PutResourcePolicy",
    DeleteDelegationPolicy => "organizations:DeleteResourcePolicy",

    ListOrganizationsFeatures => "iam:ListOrganizationsFeatures",
    EnableRootCredentialsManagement => "iam:EnableOrganizationsRootCredentialsManagement",
    DisableRootCredentialsManagement => "iam:DisableOrganizationsRootCredentialsManagement",
    EnableRootSessions => "iam:EnableOrganizationsRootSessions",
    DisableRootSessions => "iam:DisableOrganizationsRootSessions",
    AssumeRoot => "sts:AssumeRoot",

    // IAM Identity Center: the instance and its people.
    DescribeInstance => "sso:DescribeInstance",
    ListProvisioningTenants => "sso-directory:ListProvisioningTenants",
    CreateProvisioningTenant => "sso-directory:CreateProvisioningTenant",
    DeleteProvisioningTenant => "sso-directory:DeleteProvisioningTenant",
    ListBearerTokens => "sso-directory:ListBearerTokens",
    CreateBearerToken => "sso-directory:CreateBearerToken",
    DeleteBearerToken => "sso-directory:DeleteBearerToken",
    ListExternalProviders => "sso-directory:ListExternalIdPConfigurationsForDirectory",
    GetServiceProvider => "sso-directory:GetAWSSPConfigurationForDirectory",
    CreateExternalProvider => "sso-directory:CreateExternalIdPConfigurationForDirectory",
    UpdateExternalProvider => "sso-directory:UpdateExternalIdPConfigurationForDirectory",
    DeleteExternalProvider => "sso-directory:DeleteExternalIdPConfigurationForDirectory",
    EnableExternalProvider => "sso-directory:EnableExternalIdPConfigurationForDirectory",
    DisableExternalProvider => "sso-directory:DisableExternalIdPConfigurationForDirectory",
    ImportExternalCertificate => "sso-directory:ImportExternalIdPCertificate",
    DeleteExternalCertificate => "sso-directory:DeleteExternalIdPCertificate",
    UpdateSsoConfiguration => "sso:UpdateSSOConfiguration",
    PutMfaDeviceManagement => "sso:PutMfaDeviceManagementForDirectory",
    CreateAccessControlAttributes => "sso:CreateInstanceAccessControlAttributeConfiguration",
    UpdateAccessControlAttributes => "sso:UpdateInstanceAccessControlAttributeConfiguration",
    DeleteAccessControlAttributes => "sso:DeleteInstanceAccessControlAttributeConfiguration",
    CreateDirectoryAlias => "sso-directory:CreateAlias",
    ListDirectoryUsers => "sso-directory:SearchUsers",
    DescribeDirectoryUser => "sso-directory:DescribeUser",
    CreateDirectoryUser => "identitystore:CreateUser",
    UpdateDirectoryUser => "identitystore:UpdateUser",
    DeleteDirectoryUser => "identitystore:DeleteUser",
    EnableDirectoryUser => "sso-directory:EnableUser",
    DisableDirectoryUser => "sso-directory:DisableUser",
    UpdateDirectoryPassword => "sso-directory:UpdatePassword",
    ListDirectoryMfaDevices => "sso-directory:ListMfaDevicesForUser",
    UpdateDirectoryMfaDevice => "sso-directory:UpdateMfaDeviceForUser",
    DeleteDirectoryMfaDevice => "sso-directory:DeleteMfaDeviceForUser",
    ListDirectorySessions => "identitystore-auth:ListSessions",
    DeleteDirectorySession => "identitystore-auth:BatchDeleteSession",
    ListDirectoryGroups => "sso-directory:SearchGroups",
    DescribeDirectoryGroup => "sso-directory:DescribeGroup",
    CreateDirectoryGroup => "identitystore:CreateGroup",
    UpdateDirectoryGroup => "identitystore:UpdateGroup",
    DeleteDirectoryGroup => "identitystore:DeleteGroup",
    ListDirectoryMemberships => "sso-directory:ListMembersInGroup",
    ListMembershipsOfMember => "sso-directory:ListGroupsForUser",
    CreateDirectoryMembership => "identitystore:CreateGroupMembership",
    DeleteDirectoryMembership => "identitystore:DeleteGroupMembership",

    // IAM Identity Center: permission sets and who has them.
    ListPermissionSets => "sso:ListPermissionSets",
    DescribePermissionSet => "sso:DescribePermissionSet",
    CreatePermissionSet => "sso:CreatePermissionSet",
    UpdatePermissionSet => "sso:UpdatePermissionSet",
    DeletePermissionSet => "sso:DeletePermissionSet",
    ListManagedPoliciesInPermissionSet => "sso:ListManagedPoliciesInPermissionSet",
    ListCustomerManagedPolicyReferencesInPermissionSet => "sso:ListCustomerManagedPolicyReferencesInPermissionSet",
    GetInlinePolicyForPermissionSet => "sso:GetInlinePolicyForPermissionSet",
    GetPermissionsBoundaryForPermissionSet => "sso:GetPermissionsBoundaryForPermissionSet",
    AttachManagedPolicyToPermissionSet => "sso:AttachManagedPolicyToPermissionSet",
    DetachManagedPolicyFromPermissionSet => "sso:DetachManagedPolicyFromPermissionSet",
    AttachCustomerManagedPolicyReferenceToPermissionSet => "sso:AttachCustomerManagedPolicyReferenceToPermissionSet",
    DetachCustomerManagedPolicyReferenceFromPermissionSet => "sso:DetachCustomerManagedPolicyReferenceFromPermissionSet",
    PutInlinePolicyToPermissionSet => "sso:PutInlinePolicyToPermissionSet",
    DeleteInlinePolicyFromPermissionSet => "sso:DeleteInlinePolicyFromPermissionSet",
    PutPermissionsBoundaryToPermissionSet => "sso:PutPermissionsBoundaryToPermissionSet",
    DeletePermissionsBoundaryFromPermissionSet => "sso:DeletePermissionsBoundaryFromPermissionSet",
    ProvisionPermissionSet => "sso:ProvisionPermissionSet",
    ListAccountsForProvisionedPermissionSet => "sso:ListAccountsForProvisionedPermissionSet",
    ListPermissionSetsProvisionedToAccount => "sso:ListPermissionSetsProvisionedToAccount",
    CreateAccountAssignment => "sso:CreateAccountAssignment",
    DeleteAccountAssignment => "sso:DeleteAccountAssignment",
    ListAccountAssignments => "sso:ListAccountAssignments",
    ListAccountAssignmentsForPrincipal => "sso:ListAccountAssignmentsForPrincipal",
    ListAccountAssignmentCreationStatus => "sso:ListAccountAssignmentCreationStatus",
    ListAccountAssignmentDeletionStatus => "sso:ListAccountAssignmentDeletionStatus",
    ListPermissionSetProvisioningStatus => "sso:ListPermissionSetProvisioningStatus",
    // Its applications.
    ListApplications => "sso:ListApplications",
    DescribeApplication => "sso:DescribeApplication",
    CreateApplication => "sso:CreateApplication",
    UpdateApplication => "sso:UpdateApplication",
    DeleteApplication => "sso:DeleteApplication",
    PutApplicationAssignmentConfiguration => "sso:PutApplicationAssignmentConfiguration",
    CreateApplicationAssignment => "sso:CreateApplicationAssignment",
    DeleteApplicationAssignment => "sso:DeleteApplicationAssignment",
    ListApplicationAssignments => "sso:ListApplicationAssignments",
}

/// Services whose resources resource control policies govern.
/// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html#rcp-supported-services>
const UNDER_RESOURCE_CONTROL: &[&str] = &["dynamodb", "ecr", "kms", "logs", "s3", "secretsmanager", "sqs", "sts"];

impl Action {
    /// Whether resource control policies bear on it.
    pub(super) fn is_governed_by_resource_control(self) -> bool {
        let service = self.name().split(':').next().unwrap_or_default();
        UNDER_RESOURCE_CONTROL.contains(&service)
    }

    /// Whether STS is who does it.
    pub(super) fn is_of_sts(self) -> bool {
        self.name().starts_with("sts:")
    }

    /// Whether it only looks at the organization, as delegated administrators of any service may.
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_delegate_policies.html>
    pub(crate) fn reads_organization(self) -> bool {
        let verb = self.name().strip_prefix("organizations:").unwrap_or_default();
        verb.starts_with("List") || verb.starts_with("Describe")
    }

    /// As the policy engine reads it.
    pub(crate) fn parsed(self) -> Result<Parsed, ServiceError> {
        Parsed::parse(self.name()).map_err(|_| ServiceError::UnknownAction { name: self.name() })
    }
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;

    #[test]
    fn every_action_can_be_asked_about() {
        for action in Action::ALL {
            assert_eq!(action.parsed().unwrap().as_str(), action.name());
        }
    }
}
