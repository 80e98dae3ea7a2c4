//! What acts are about.

/// What an act on an entity ran into.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Entity {
    /// An account alias.
    AccountAlias,
    /// An IAM user.
    User,
    /// A user's console password.
    LoginProfile,
    /// A custom password policy.
    PasswordPolicy,
    /// An MFA device.
    MfaDevice,
    /// A group of users.
    Group,
    /// A long-term access key.
    AccessKey,
    /// A managed policy.
    Policy,
    /// A console session.
    Session,
    /// A role.
    Role,
    /// A managed policy that is to be attached.
    AttachablePolicy,
    /// A version of a managed policy.
    PolicyVersion,
    /// A policy embedded in a user.
    UserPolicy,
    /// A policy embedded in a group.
    GroupPolicy,
    /// A policy embedded in a role.
    RolePolicy,
    /// A permissions boundary.
    Boundary,
    /// An OIDC or SAML identity provider.
    IdentityProvider,
    /// An account of the organization.
    Account,
    /// A unit of the organization.
    OrganizationalUnit,
    /// A service or resource control policy.
    ControlPolicy,
    /// What control policies are attached to.
    PolicyTarget,
    /// The organization's resource-based policy.
    DelegationPolicy,
    /// An application of Identity Center.
    Application,
    /// A service of the console.
    ConsoleService,
    /// A permission set of Identity Center.
    PermissionSet,
    /// Something that a service holds.
    Resource,
    /// A person of the identity store.
    DirectoryUser,
    /// A group of the identity store.
    DirectoryGroup,
    /// Automatic provisioning.
    Provisioning,
    /// An access token of automatic provisioning.
    ScimToken,
    /// A certificate of the external identity provider.
    Certificate,
    /// The portal's chosen name.
    PortalAlias,
    /// The attributes for access control.
    AccessControlAttributes,
}
