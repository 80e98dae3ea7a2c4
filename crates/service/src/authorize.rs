//! The one place that answers "may this principal do this?".
//!
//! Until policies are evaluated here, the rules are those of an account without any policy: the root user may do
//! everything, and an IAM user only what the account's password policy grants (facts 3.2, `AllowUsersToChangePassword`)
//! and the documented self-service policy for one's own MFA devices (facts 4.7, the allowing half of `Force_MFA`).

use vestibule_identity::ids::user_arn;
use vestibule_identity::password_policy::AccountPasswordPolicy;
use vestibule_identity::principal::Principal;

use crate::ServiceError;

/// The IAM actions that use cases ask for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Action {
    ChangePassword,
    CreateAccountAlias,
    DeleteAccountAlias,
    ListAccountAliases,
    UpdateAccountPasswordPolicy,
    DeleteAccountPasswordPolicy,
    CreateUser,
    DeleteUser,
    ListUsers,
    CreateLoginProfile,
    UpdateLoginProfile,
    DeleteLoginProfile,
    LookupEvents,
    ListMfaDevices,
    CreateVirtualMfaDevice,
    EnableMfaDevice,
    ResyncMfaDevice,
    DeactivateMfaDevice,
    DeleteVirtualMfaDevice,
}

impl Action {
    /// As policies spell it.
    pub(crate) fn name(self) -> &'static str {
        match self {
            Self::ChangePassword => "iam:ChangePassword",
            Self::CreateAccountAlias => "iam:CreateAccountAlias",
            Self::DeleteAccountAlias => "iam:DeleteAccountAlias",
            Self::ListAccountAliases => "iam:ListAccountAliases",
            Self::UpdateAccountPasswordPolicy => "iam:UpdateAccountPasswordPolicy",
            Self::DeleteAccountPasswordPolicy => "iam:DeleteAccountPasswordPolicy",
            Self::CreateUser => "iam:CreateUser",
            Self::DeleteUser => "iam:DeleteUser",
            Self::ListUsers => "iam:ListUsers",
            Self::CreateLoginProfile => "iam:CreateLoginProfile",
            Self::UpdateLoginProfile => "iam:UpdateLoginProfile",
            Self::DeleteLoginProfile => "iam:DeleteLoginProfile",
            Self::LookupEvents => "cloudtrail:LookupEvents",
            Self::ListMfaDevices => "iam:ListMFADevices",
            Self::CreateVirtualMfaDevice => "iam:CreateVirtualMFADevice",
            Self::EnableMfaDevice => "iam:EnableMFADevice",
            Self::ResyncMfaDevice => "iam:ResyncMFADevice",
            Self::DeactivateMfaDevice => "iam:DeactivateMFADevice",
            Self::DeleteVirtualMfaDevice => "iam:DeleteVirtualMFADevice",
        }
    }
}

/// What the decision may depend on besides the principal.
#[derive(Debug)]
pub(crate) struct Context<'a> {
    /// The account's password policy.
    pub(crate) password_policy: &'a AccountPasswordPolicy,
    /// The console attaches `IAMUserChangePassword` to a user it asks to reset (facts 3.3).
    pub(crate) reset_required: bool,
}

/// Allows, or refuses in AWS's words (facts 7.2).
pub(crate) fn authorize(
    principal: &Principal,
    action: Action,
    resource: &str,
    context: &Context<'_>,
) -> Result<(), ServiceError> {
    let allowed = match principal {
        Principal::Root { .. } => true,
        Principal::IamUser { account, name, .. } => {
            let own = resource == user_arn(account, name);
            match action {
                Action::ChangePassword => {
                    own && (context.password_policy.users_may_change_own() || context.reset_required)
                }
                Action::ListMfaDevices
                | Action::EnableMfaDevice
                | Action::ResyncMfaDevice
                | Action::DeactivateMfaDevice => own,
                // Of one's own: use cases name no device of anyone else here.
                Action::CreateVirtualMfaDevice | Action::DeleteVirtualMfaDevice => {
                    resource.starts_with(&format!("arn:aws:iam::{account}:mfa/"))
                }
                _ => false,
            }
        }
    };
    if allowed {
        return Ok(());
    }
    Err(ServiceError::AccessDenied {
        arn: principal.arn(),
        action: action.name(),
        resource: resource.to_owned(),
    })
}
