//! Identifiers of the instance and what is in it, and ARNs.
//!
//! Shapes: `InstanceArn`, `IdentityStoreId`, `PermissionSetArn`, `PrincipalId` of the `sso-admin` API 2020-07-20 and
//! `ResourceId` of `identitystore` 2020-06-15.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::clock::{Entropy, random_bytes, random_uuid};
use crate::names::{AccountId, NameError, Path, RoleName};

use super::names::PermissionSetName;

macro_rules! id {
    ($(#[$meta:meta])* $name:ident) => {
        $(#[$meta])*
        #[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(String);

        impl $name {
            /// One read back from the store, or named by somebody: it may belong to nothing.
            #[must_use]
            pub fn stored(text: String) -> Self {
                Self(text)
            }

            /// The id as text.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
                formatter.write_str(&self.0)
            }
        }
    };
}

id!(
    /// An instance: `ssoins-` and 16 hexadecimal digits.
    InstanceId
);
id!(
    /// An identity store: `d-` and 10 hexadecimal digits. It names the portal, too.
    IdentityStoreId
);
id!(
    /// A person of the identity store: 10 hexadecimal digits, `-`, a UUID.
    DirectoryUserId
);
id!(
    /// A group of the identity store: 10 hexadecimal digits, `-`, a UUID.
    DirectoryGroupId
);
id!(
    /// A permission set: `ps-` and 16 hexadecimal digits.
    PermissionSetId
);
id!(
    /// An application: `apl-` and 16 hexadecimal digits.
    ApplicationId
);

fn hex<const BYTES: usize>(entropy: &dyn Entropy) -> String {
    use std::fmt::Write as _;
    random_bytes::<BYTES>(entropy)
        .iter()
        .fold(String::with_capacity(BYTES * 2), |mut text, byte| {
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Of people and groups: the digits of the store's id, and a UUID.
fn in_store(store: &IdentityStoreId, entropy: &dyn Entropy) -> String {
    format!("{}-{}", store.0.trim_start_matches("d-"), random_uuid(entropy))
}

impl InstanceId {
    /// A new one.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(format!("ssoins-{}", hex::<8>(entropy)))
    }

    /// `arn:aws:sso:::instance/ssoins-…`.
    #[must_use]
    pub fn arn(&self) -> String {
        format!("arn:aws:sso:::instance/{self}")
    }
}

impl IdentityStoreId {
    /// A new one.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(format!("d-{}", hex::<5>(entropy)))
    }
}

impl DirectoryUserId {
    /// A new one.
    #[must_use]
    pub fn generate(store: &IdentityStoreId, entropy: &dyn Entropy) -> Self {
        Self(in_store(store, entropy))
    }
}

impl DirectoryGroupId {
    /// A new one.
    #[must_use]
    pub fn generate(store: &IdentityStoreId, entropy: &dyn Entropy) -> Self {
        Self(in_store(store, entropy))
    }
}

impl PermissionSetId {
    /// A new one.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(format!("ps-{}", hex::<8>(entropy)))
    }

    /// `arn:aws:sso:::permissionSet/ssoins-…/ps-…`.
    #[must_use]
    pub fn arn(&self, instance: &InstanceId) -> String {
        format!("arn:aws:sso:::permissionSet/{instance}/{self}")
    }
}

impl ApplicationId {
    /// A new one.
    #[must_use]
    pub fn generate(entropy: &dyn Entropy) -> Self {
        Self(format!("apl-{}", hex::<8>(entropy)))
    }

    /// `arn:aws:sso::<management account>:application/ssoins-…/apl-…`.
    #[must_use]
    pub fn arn(&self, account: &AccountId, instance: &InstanceId) -> String {
        format!("arn:aws:sso::{account}:application/{instance}/{self}")
    }
}

/// A person's MFA device. AWS publishes no name of these; ours has the person's id, and not the name that it may change.
#[must_use]
pub fn person_device_arn(account: &AccountId, user: &DirectoryUserId, entropy: &dyn Entropy) -> String {
    format!("arn:aws:identitystore::{account}:mfa/{user}/{}", random_uuid(entropy))
}

/// Roles below this path are AWS's.
pub const AWS_RESERVED: &str = "/aws-reserved/";
/// Where permission sets' roles stand.
pub const RESERVED_PATH: &str = "/aws-reserved/sso.amazonaws.com/";

/// Where a permission set's role stands: the home region is part of the path, unless it is us-east-1.
/// <https://docs.aws.amazon.com/singlesignon/latest/userguide/referencingpermissionsets.html>
///
/// # Errors
/// [`NameError::Path`] for a region that cannot be part of one.
pub fn reserved_path(home_region: &str) -> Result<Path, NameError> {
    if home_region == "us-east-1" {
        Path::parse(RESERVED_PATH)
    } else {
        Path::parse(&format!("{RESERVED_PATH}{home_region}/"))
    }
}

/// `AWSReservedSSO_<permission set>_<16 hexadecimal digits>`: new digits whenever the role is made again.
///
/// # Errors
/// [`NameError::RoleName`], which the lengths of both parts exclude.
pub fn reserved_role_name(set: &PermissionSetName, entropy: &dyn Entropy) -> Result<RoleName, NameError> {
    RoleName::parse(&format!("AWSReservedSSO_{set}_{}", hex::<8>(entropy)))
}

/// The SAML provider that the service keeps in each account: `AWSSSO_<16 hexadecimal digits>_DO_NOT_DELETE`, the same
/// digits as the instance's.
#[must_use]
pub fn service_provider_name(instance: &InstanceId) -> String {
    format!("AWSSSO_{}_DO_NOT_DELETE", instance.0.trim_start_matches("ssoins-"))
}

#[cfg(test)]
mod tests {
    #![allow(clippy::unwrap_used, reason = "tests")]
    use super::*;
    use crate::testing::SeededEntropy;

    #[test]
    fn ids_have_the_documented_shapes() {
        let entropy = SeededEntropy::new(1);
        let store = IdentityStoreId::generate(&entropy);
        let user = DirectoryUserId::generate(&store, &entropy);
        assert_eq!(store.as_str().len(), 12);
        assert!(user.as_str().starts_with(&store.as_str()[2..]));
        assert_eq!(user.as_str().len(), 10 + 1 + 36);
        assert_eq!(InstanceId::generate(&entropy).as_str().len(), 23);
        assert_eq!(PermissionSetId::generate(&entropy).as_str().len(), 19);
    }

    #[test]
    fn the_longest_set_still_makes_a_role_name() {
        let entropy = SeededEntropy::new(1);
        let set = PermissionSetName::parse(&"a".repeat(32)).unwrap();
        let name = reserved_role_name(&set, &entropy).unwrap();
        assert_eq!(name.as_str().len(), 64);
        assert_ne!(name, reserved_role_name(&set, &entropy).unwrap());
    }

    #[test]
    fn the_path_has_the_home_region_unless_it_is_the_first() {
        assert_eq!(
            reserved_path("us-east-1").unwrap().as_str(),
            "/aws-reserved/sso.amazonaws.com/"
        );
        assert_eq!(
            reserved_path("eu-west-1").unwrap().as_str(),
            "/aws-reserved/sso.amazonaws.com/eu-west-1/"
        );
    }
}
