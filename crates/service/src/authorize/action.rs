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
