//! What AWS Organizations and centralized root access refuse besides what policies deny.
//!
//! The words are those of the API's exceptions and their reasons:
//! <https://docs.aws.amazon.com/organizations/latest/APIReference/API_DetachPolicy.html> and its neighbours.

use crate::ErrorCode;

/// A refusal by a rule of the organization.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum OrganizationRefusal {
    /// `AccessDeniedException`: not the management account, and nothing was delegated.
    #[error("You don't have permissions to access this resource.")]
    NotManagement,
    /// `OrganizationalUnitNotEmptyException`
    #[error(
        "The specified OU is not empty. Move all accounts to another root or to other OUs, remove all child OUs, and try the operation again."
    )]
    UnitNotEmpty,
    /// `ConstraintViolationException`, `OU_DEPTH_LIMIT_EXCEEDED`
    #[error(
        "You attempted to create an OU tree that is too many levels deep. There can be five levels below the root."
    )]
    TooDeep,
    /// The root has its name and stays.
    #[error("The root cannot be renamed or deleted.")]
    RootStays,
    /// `DuplicateAccountException`
    #[error("That account is already present in the specified destination.")]
    AlreadyThere,
    /// `ConstraintViolationException`, `CANNOT_CLOSE_MANAGEMENT_ACCOUNT`
    #[error("You attempted to close the management account.")]
    ManagementCloses,
    /// `AccountAlreadyClosedException`
    #[error("You attempted to close an account that is already closed.")]
    AlreadyClosed,
    /// `ConstraintViolationException`, `CANNOT_REGISTER_MASTER_AS_DELEGATED_ADMINISTRATOR`
    #[error(
        "You attempted to register the management account of the organization as a delegated administrator for an AWS service integrated with Organizations."
    )]
    ManagementDelegates,
    /// `AccountAlreadyRegisteredException`
    #[error("The specified account is already a delegated administrator for this AWS service.")]
    AlreadyDelegated,
    /// `ConstraintViolationException`, `MAX_DELEGATED_ADMINISTRATORS_FOR_SERVICE_LIMIT_EXCEEDED`
    #[error(
        "You attempted to exceed the number of delegated administrators that you can register for the service principal: 1."
    )]
    OneDelegate,
    /// `AccountNotRegisteredException`
    #[error("The specified account is not a delegated administrator for this AWS service.")]
    NotDelegated,
    /// `PolicyInUseException`
    #[error(
        "The policy is attached to one or more entities. You must detach it from all roots, OUs, and accounts before performing this operation."
    )]
    PolicyInUse,
    /// `InvalidInputException`, `IMMUTABLE_POLICY`
    #[error("You specified a policy that is managed by AWS and can't be modified.")]
    Immutable,
    /// `DuplicatePolicyAttachmentException`
    #[error("The selected policy is already attached to the specified target.")]
    AlreadyAttached,
    /// `PolicyNotAttachedException`
    #[error("The policy isn't attached to the specified target in the specified root.")]
    NotAttached,
    /// `ConstraintViolationException`, `MIN_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED`
    #[error(
        "You attempted to detach a policy from an entity that would cause the entity to have fewer than the minimum number of policies of a certain type required. At least one must stay attached."
    )]
    LastPolicy,
    /// <https://docs.aws.amazon.com/organizations/latest/userguide/orgs_manage_policies_rcps.html>
    #[error("RCPFullAWSAccess is attached everywhere and cannot be detached.")]
    RcpFullAccessStays,
    /// `ConstraintViolationException`, `MAX_POLICY_TYPE_ATTACHMENT_LIMIT_EXCEEDED`
    #[error(
        "You attempted to exceed the number of policies of a certain type that can be attached to an entity at one time: 5."
    )]
    TooManyAttached,
    /// `PolicyTypeNotEnabledException`
    #[error("The specified policy type isn't currently enabled in this root.")]
    TypeOff,
    /// `PolicyTypeAlreadyEnabledException`
    #[error("The specified policy type is already enabled in the specified root.")]
    TypeOn,
    /// STS, `AssumeRoot`: "You cannot use root user credentials to make this call."
    #[error("You cannot use root user credentials to make this call. Sign in as an IAM user, or act in a role.")]
    RootAssumesRoot,
    /// `AssumeRoot` is about members.
    #[error("The target principal must be the root user of a member account.")]
    TargetNotMember,
    /// `RootCredentialsManagement` is off.
    #[error("Root credentials management is not enabled in this organization.")]
    RootCredentialsManagementOff,
    /// Recovery is allowed already.
    #[error("The root user of this account may recover its password already.")]
    RecoveryAllowed,
    /// The account's root user may not recover a password (facts 2.7). The words are ours: AWS documents the rule only.
    #[error(
        "Password recovery is disabled for this root user: its organization manages root access centrally. Contact your AWS Organizations administrator."
    )]
    RecoveryOff,
}

impl OrganizationRefusal {
    pub(crate) fn code(self) -> ErrorCode {
        match self {
            Self::NotManagement | Self::RootAssumesRoot | Self::RootCredentialsManagementOff | Self::RecoveryOff => {
                ErrorCode::AccessDenied
            }
            Self::UnitNotEmpty | Self::PolicyInUse => ErrorCode::DeleteConflict,
            Self::TooDeep | Self::TooManyAttached | Self::OneDelegate => ErrorCode::LimitExceeded,
            Self::AlreadyThere | Self::AlreadyDelegated | Self::AlreadyAttached => ErrorCode::EntityAlreadyExists,
            Self::NotDelegated | Self::NotAttached => ErrorCode::NoSuchEntity,
            Self::RootStays
            | Self::ManagementCloses
            | Self::AlreadyClosed
            | Self::ManagementDelegates
            | Self::Immutable
            | Self::LastPolicy
            | Self::RcpFullAccessStays
            | Self::TypeOff
            | Self::TypeOn
            | Self::TargetNotMember
            | Self::RecoveryAllowed => ErrorCode::ConstraintViolation,
        }
    }
}
