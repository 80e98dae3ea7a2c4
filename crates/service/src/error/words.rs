//! Words and codes of failures.

use vestibule_identity::mfa::MfaKind;
use vestibule_store::StoreError;

use super::{Entity, ErrorCode};

/// Of a code that is not the device's.
pub(super) fn code_invalid(field: &str) -> &'static str {
    if field == "code" {
        "Your authentication information is incorrect. Please try again."
    } else {
        "Authentication code for device is not valid. Either the code that you entered is not valid or you're not using a supported MFA device. Enter two codes that follow each other."
    }
}

/// Of a person of the access portal who has as many devices of a kind as there may be.
pub(super) fn portal_mfa_limit(kind: MfaKind, most: usize) -> String {
    let what = match kind {
        MfaKind::Passkey => "security keys and passkeys",
        MfaKind::Virtual | MfaKind::Hardware => "authenticator apps",
    };
    format!("You can have at most {most} {what}. Delete one first.")
}

/// The code of a store failure.
#[must_use]
pub fn store_code(error: &StoreError) -> ErrorCode {
    match error {
        StoreError::Corrupt => ErrorCode::StoreCorrupt,
        StoreError::ReadOnly => ErrorCode::StoreReadOnly,
        StoreError::Full => ErrorCode::StoreFull,
        StoreError::Newer { .. } => ErrorCode::StoreNewer,
        StoreError::WentBack => ErrorCode::StoreRolledBack,
        StoreError::Busy => ErrorCode::StoreBusy,
        _ => ErrorCode::StoreUnavailable,
    }
}

/// What a store failure means to the person.
#[must_use]
pub fn store_words(error: &StoreError) -> &'static str {
    match store_code(error) {
        ErrorCode::StoreCorrupt => {
            "The identity store is damaged and was left untouched. You can try again, or put it aside and start a new world."
        }
        ErrorCode::StoreReadOnly => {
            "The identity store cannot be written, so nobody can sign in: every attempt must be recorded. Make the data folder writable and try again."
        }
        ErrorCode::StoreFull => {
            "The disk is full, so the attempt could not be recorded and was refused. Nothing was changed. Free some space and try again."
        }
        ErrorCode::StoreNewer => {
            "The identity store was written by a newer version of Vestibule and was left untouched. Open it with that version, or put it aside and start a new world."
        }
        ErrorCode::StoreRolledBack => {
            "The identity store is older than what Vestibule last wrote: part of it was lost, or an older copy was put in its place. Codes that were used and sessions that were ended may count again, so nobody is let in yet."
        }
        ErrorCode::StoreBusy => {
            "Another program is using the identity store. Nothing was changed. Try again in a moment."
        }
        _ => "The identity store could not be read. Nothing was changed. Check the data folder and try again.",
    }
}

pub(super) fn wait_words(seconds: u32) -> String {
    match seconds {
        0 | 1 => "1 second".to_owned(),
        2..=119 => format!("{seconds} seconds"),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

pub(super) fn already_exists(entity: Entity, name: &str) -> String {
    match entity {
        Entity::AccountAlias => format!("The account alias {name} already exists."),
        Entity::LoginProfile => format!("Login Profile for user {name} already exists."),
        Entity::MfaDevice => format!("MFADevice entity at the same path and name already exists: {name}."),
        Entity::Group => format!("Group with name {name} already exists."),
        Entity::Role => format!("Role with name {name} already exists."),
        Entity::Policy
        | Entity::AttachablePolicy
        | Entity::PolicyVersion
        | Entity::UserPolicy
        | Entity::GroupPolicy
        | Entity::RolePolicy
        | Entity::Boundary => {
            format!("A policy called {name} already exists. Duplicate names are not allowed.")
        }
        Entity::IdentityProvider => format!("Provider with url or name {name} already exists."),
        Entity::OrganizationalUnit => format!("An OU with the same name already exists: {name}."),
        Entity::Application => format!("An application with the same name already exists: {name}."),
        Entity::ControlPolicy => format!("A policy with the same name already exists: {name}."),
        Entity::PermissionSet => format!("PermissionSet with name {name} already exists."),
        Entity::DirectoryUser => format!("Duplicate UserName or Email: {name}."),
        Entity::Certificate => format!("The certificate {name} was imported already."),
        Entity::Provisioning => "Automatic provisioning is enabled already.".to_owned(),
        Entity::DirectoryGroup => format!("Duplicate GroupDisplayName: {name}."),
        Entity::PortalAlias => format!("The portal has the name {name} already, and it cannot be changed."),
        Entity::User
        | Entity::PasswordPolicy
        | Entity::Session
        | Entity::AccessKey
        | Entity::Account
        | Entity::PolicyTarget
        | Entity::DelegationPolicy
        | Entity::ConsoleService
        | Entity::AccessControlAttributes
        | Entity::ScimToken
        | Entity::Resource => {
            format!("User with name {name} already exists.")
        }
    }
}

pub(super) fn does_not_exist(entity: Entity, name: &str) -> String {
    match entity {
        Entity::AccountAlias => "This account has no alias.".to_owned(),
        Entity::User => format!("The user with name {name} cannot be found."),
        Entity::LoginProfile => format!("Login Profile for User {name} cannot be found."),
        Entity::PasswordPolicy => "The account has no custom password policy; the AWS default applies.".to_owned(),
        Entity::MfaDevice => format!("MFA device {name} cannot be found."),
        Entity::Group => format!("The group with name {name} cannot be found."),
        Entity::Role => format!("The role with name {name} cannot be found."),
        Entity::Policy => format!("Policy {name} was not found."),
        Entity::AttachablePolicy | Entity::PolicyVersion => {
            format!("Policy {name} does not exist or is not attachable.")
        }
        Entity::UserPolicy => format!("The user policy with name {name} cannot be found."),
        Entity::GroupPolicy => format!("The group policy with name {name} cannot be found."),
        Entity::RolePolicy => format!("The role policy with name {name} cannot be found."),
        Entity::Boundary => format!("{name} has no permissions boundary."),
        Entity::AccessKey => format!("The Access Key with id {name} cannot be found."),
        Entity::Session => "This session has already ended.".to_owned(),
        Entity::IdentityProvider => format!("The identity provider {name} cannot be found."),
        Entity::Account => format!(
            "We can't find an AWS account with the AccountId {name} that you specified. Or, the account whose credentials you used to make this request isn't a member of an organization."
        ),
        Entity::OrganizationalUnit => {
            format!("We can't find an OU with the OrganizationalUnitId {name} that you specified.")
        }
        Entity::ControlPolicy => format!("We can't find a policy with the PolicyId {name} that you specified."),
        Entity::PolicyTarget => {
            format!("We can't find a root, OU, or account with the TargetId {name} that you specified.")
        }
        Entity::DelegationPolicy => "We can't find a resource policy of this organization.".to_owned(),
        Entity::PermissionSet => format!("The permission set {name} cannot be found."),
        Entity::Application => format!("The application {name} cannot be found."),
        Entity::ConsoleService => format!("There is no service {name} here."),
        Entity::Resource => format!("The resource {name} does not exist."),
        Entity::DirectoryUser => format!("USER not found: {name}."),
        Entity::Certificate => format!("The certificate {name} cannot be found."),
        Entity::Provisioning => "Automatic provisioning is not enabled.".to_owned(),
        Entity::ScimToken => format!("The access token {name} cannot be found."),
        Entity::DirectoryGroup => format!("GROUP not found: {name}."),
        Entity::PortalAlias => "The portal has no name of its own.".to_owned(),
        Entity::AccessControlAttributes => "Attributes for access control are not enabled.".to_owned(),
    }
}
