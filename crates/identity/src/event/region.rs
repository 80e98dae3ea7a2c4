//! The region that a sign-in is recorded in.

/// Regions with a sign-in address of their own.
pub const REGIONS: &[&str] = &[
    "us-east-1",
    "us-east-2",
    "us-west-1",
    "us-west-2",
    "af-south-1",
    "ap-east-1",
    "ap-northeast-1",
    "ap-northeast-2",
    "ap-northeast-3",
    "ap-south-1",
    "ap-south-2",
    "ap-southeast-1",
    "ap-southeast-2",
    "ap-southeast-3",
    "ap-southeast-4",
    "ca-central-1",
    "eu-central-1",
    "eu-central-2",
    "eu-north-1",
    "eu-south-1",
    "eu-south-2",
    "eu-west-1",
    "eu-west-2",
    "eu-west-3",
    "il-central-1",
    "me-central-1",
    "me-south-1",
    "sa-east-1",
];

/// Who signs in, as far as the region rule cares.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SignInKind {
    /// Always us-east-1.
    Root,
    /// Follows the cookie and the address.
    IamUser,
}

/// The region a sign-in is recorded in: root always us-east-1; IAM users in the address's region if it has one,
/// else us-east-2 with the account alias cookie and us-east-1 without.
#[must_use]
pub fn sign_in_region(kind: SignInKind, alias_cookie: bool, regional: Option<&str>) -> &str {
    match (kind, regional) {
        (SignInKind::IamUser, Some(region)) => region,
        (SignInKind::IamUser, None) if alias_cookie => "us-east-2",
        (SignInKind::IamUser, None) | (SignInKind::Root, _) => "us-east-1",
    }
}
