//! What is wrong with a document: AWS's words, and plainer ones for an editor.
//!
//! AWS documents that a malformed document is refused, not in which words. These are the words that people meet
//! (`MalformedPolicyDocument`, many public reports); where nobody wrote one down, *ours* says so below.

use std::fmt;

use super::kind::Kind;
use super::path::{Path, Position};

/// One fault. Which words it has depends on the kind of policy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fault {
    /// Not JSON; what the parser says.
    NotJson(String),
    /// More characters than the quota.
    TooLong {
        /// The quota's name.
        quota: &'static str,
        /// How many are allowed.
        limit: usize,
    },
    /// The document is no object.
    NotAnObject,
    /// A value of the wrong JSON type; what is wanted.
    WrongType(&'static str),
    /// A key that comes twice in one object.
    DuplicateKey(String),
    /// An element that the language does not have.
    UnknownElement(String),
    /// A version that the language does not have.
    UnknownVersion,
    /// A version too old for this kind of policy, or none.
    VersionTooOld,
    /// No statement.
    NoStatement,
    /// An element that must be there.
    Missing(&'static str),
    /// An element that this kind of policy may not have.
    Prohibited(&'static str),
    /// Two elements that exclude each other.
    Exclusive(&'static str, &'static str),
    /// Neither Allow nor Deny.
    UnknownEffect(String),
    /// Not alphanumeric.
    InvalidSid,
    /// Two statements with one Sid.
    DuplicateSid,
    /// An action without its service.
    NoVendor,
    /// An action with more than one colon.
    TooManyColons,
    /// An action's service with other characters than letters, digits, `-` and `.`.
    InvalidVendor(String),
    /// An action that a trust policy may not have.
    NotAssumeRole,
    /// A resource that is neither an ARN nor `*`.
    NotAnArn(String),
    /// An ARN of another partition; the partition, and the ARN as AWS repeats it.
    Partition(String, String),
    /// An ARN without a service.
    VendorNotQualified,
    /// An ARN that is too short.
    ShortArn,
    /// An ARN of IAM or S3 with a region.
    Region {
        /// `iam` or `s3`.
        service: &'static str,
        /// The ARN.
        resource: String,
    },
    /// An ARN of IAM that names none of its kinds of resources.
    IamPath,
    /// A policy variable before the fifth colon.
    MisplacedVariable,
    /// Not a principal; its type and value.
    InvalidPrincipal(String, String),
    /// A condition operator that the language does not have.
    UnknownOperator(String),
    /// A value that the operator cannot compare; what is wanted.
    InvalidValue(&'static str),
    /// A trusted issuer gives tokens to everybody, and the policy has no condition on this key.
    IssuerCondition(String),
    /// A rule of control policies.
    Control(&'static str),
}

/// The kinds of resources that an IAM ARN may name.
pub(crate) const IAM_PATHS: [&str; 13] = [
    "user/",
    "federated-user/",
    "role/",
    "group/",
    "instance-profile/",
    "mfa/",
    "server-certificate/",
    "policy/",
    "sms-mfa/",
    "saml-provider/",
    "oidc-provider/",
    "report/",
    "access-report/",
];

/// A fault and where it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// What is wrong.
    pub fault: Fault,
    /// The kind of policy that the document was read as.
    pub kind: Kind,
    /// Where: the way from the top of the document.
    pub path: Path,
    /// Where: line and column, where they are known.
    pub position: Option<Position>,
}

impl Problem {
    /// The API's error code; for too long control policies *ours*, after Organizations' `ConstraintViolationException`.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self.fault {
            Fault::TooLong { .. } if !self.kind.is_control() => "LimitExceeded",
            Fault::TooLong { .. } => "ConstraintViolation",
            _ => "MalformedPolicyDocument",
        }
    }

    /// The order in which AWS looks for faults: the first one is what the API says.
    pub(super) fn stage(&self) -> u8 {
        match self.fault {
            Fault::NotJson(_) => 0,
            Fault::VersionTooOld => 2,
            Fault::ShortArn | Fault::MisplacedVariable | Fault::InvalidValue(_) => 3,
            Fault::DuplicateSid | Fault::InvalidSid => 4,
            Fault::Missing("Action") => 5,
            Fault::Missing("Resource") => 6,
            Fault::NotAnArn(_)
            | Fault::Partition(..)
            | Fault::VendorNotQualified
            | Fault::Region { .. }
            | Fault::IamPath => 7,
            Fault::NoVendor | Fault::TooManyColons | Fault::InvalidVendor(_) => 8,
            Fault::TooLong { .. } => 9,
            _ => 1,
        }
    }

    /// AWS's words.
    #[must_use]
    pub fn message(&self) -> String {
        if let Fault::TooLong { quota, limit } = &self.fault {
            return format!("Cannot exceed quota for {quota}: {limit}");
        }
        if self.kind.is_control() {
            // https://docs.aws.amazon.com/organizations/latest/APIReference/API_CreatePolicy.html
            return "The provided policy document does not meet the requirements of the specified policy type.".into();
        }
        if self.kind.is_identity() {
            self.identity_message()
        } else {
            self.resource_message()
        }
    }

    fn identity_message(&self) -> String {
        match &self.fault {
            Fault::VersionTooOld => "Policy document must be version 2012-10-17 or greater.".into(),
            Fault::Prohibited("Principal" | "NotPrincipal") => "Policy document should not specify a principal.".into(),
            Fault::ShortArn | Fault::MisplacedVariable | Fault::InvalidValue(_) => {
                "The policy failed legacy parsing".into()
            }
            Fault::DuplicateSid => "Statement IDs (SID) in a single policy must be unique.".into(),
            Fault::InvalidSid => {
                "Statement IDs (SID) must be alpha-numeric. Check that your input satisfies the regular \
                                  expression [0-9A-Za-z]*"
                    .into()
            }
            Fault::Missing("Action") => "Policy statement must contain actions.".into(),
            Fault::Missing("Resource") => "Policy statement must contain resources.".into(),
            _ => self
                .shared_message()
                .unwrap_or_else(|| "Syntax errors in policy.".into()),
        }
    }

    fn resource_message(&self) -> String {
        match &self.fault {
            Fault::NotJson(_) | Fault::NotAnObject => "This policy contains invalid Json".into(),
            Fault::UnknownVersion | Fault::VersionTooOld => "The policy must contain a valid version string".into(),
            Fault::NoStatement => "Could not parse the policy: Statement is empty!".into(),
            Fault::DuplicateSid => "The Statement Ids in the policy are not unique".into(),
            Fault::Missing(element) => format!("Missing required field {element}"),
            Fault::Prohibited("NotResource") => "AssumeRole policy must not contain resources.".into(),
            Fault::Prohibited("NotPrincipal") => "AssumeRole policy must not contain NotPrincipal field.".into(),
            Fault::Prohibited(element) => format!("Has prohibited field {element}"),
            Fault::UnknownEffect(effect) => format!("Invalid effect: {effect}"),
            Fault::InvalidPrincipal(kind, value) => format!("Invalid principal in policy: \"{kind}\":\"{value}\""),
            Fault::NotAssumeRole => "AssumeRole policy may only specify STS AssumeRole actions.".into(),
            Fault::IssuerCondition(key) => format!("The trust policy must evaluate the condition key {key}."),
            _ => self
                .shared_message()
                .unwrap_or_else(|| "Syntax error in policy.".into()),
        }
    }

    fn shared_message(&self) -> Option<String> {
        Some(match &self.fault {
            Fault::NoVendor => "Actions/Conditions must be prefaced by a vendor, e.g., iam, sdb, ec2, etc.".into(),
            Fault::TooManyColons => "Actions/Condition can contain only one colon.".into(),
            Fault::InvalidVendor(vendor) => format!("Vendor {vendor} is not valid"),
            Fault::NotAnArn(resource) => format!("Resource {resource} must be in ARN format or \"*\"."),
            Fault::Partition(partition, arn) => {
                format!("Partition \"{partition}\" is not valid for resource \"{arn}\".")
            }
            Fault::VendorNotQualified => "Resource vendor must be fully qualified and cannot contain regexes.".into(),
            Fault::Region {
                service: "iam",
                resource,
            } => format!("IAM resource {resource} cannot contain region information."),
            Fault::Region { resource, .. } => format!("Resource {resource} can not contain region information."),
            Fault::IamPath => {
                format!(
                    "IAM resource path must either be \"*\" or start with {}.",
                    IAM_PATHS.join(", ")
                )
            }
            _ => return None,
        })
    }

    /// What is wrong, in plainer words than AWS's. *Ours.*
    #[must_use]
    pub fn detail(&self) -> String {
        match &self.fault {
            Fault::NotJson(detail) => format!("This is not JSON: {detail}."),
            Fault::TooLong { limit, .. } => format!("The policy is longer than {limit} characters."),
            Fault::NotAnObject => "A policy is a JSON object.".into(),
            Fault::WrongType(wanted) | Fault::InvalidValue(wanted) => format!("This must be {wanted}."),
            Fault::DuplicateKey(key) => format!("The key {key} is here twice."),
            Fault::UnknownElement(name) => format!("Policies have no element {name}; names are case-sensitive."),
            Fault::UnknownVersion => "The version is 2012-10-17 or 2008-10-17.".into(),
            Fault::VersionTooOld => "This kind of policy needs \"Version\": \"2012-10-17\".".into(),
            Fault::NoStatement => "A policy needs at least one statement.".into(),
            Fault::Missing(element) => format!("The statement needs {element}."),
            Fault::Prohibited(element) => format!("This kind of policy has no {element}."),
            Fault::Exclusive(one, other) => format!("{one} and {other} exclude each other."),
            Fault::UnknownEffect(_) => "Effect is Allow or Deny, in exactly these letters.".into(),
            Fault::InvalidSid => "A Sid has letters and digits only.".into(),
            Fault::DuplicateSid => "Another statement has this Sid.".into(),
            Fault::NoVendor => "An action is written service:name, or *.".into(),
            Fault::TooManyColons => "An action has one colon.".into(),
            Fault::InvalidVendor(vendor) => {
                format!("No service has the prefix {vendor}; wildcards go after the colon.")
            }
            Fault::NotAssumeRole => "A trust policy has only actions of sts.".into(),
            Fault::NotAnArn(_) => "A resource is an ARN, or *.".into(),
            Fault::Partition(..) => "This ARN must begin with arn:aws:.".into(),
            Fault::VendorNotQualified => "This ARN needs a service, without wildcards.".into(),
            Fault::ShortArn => "An ARN has six parts: arn:aws:service:region:account:resource.".into(),
            Fault::Region { .. } => "ARNs of this service have no region.".into(),
            Fault::IamPath => "This names no kind of IAM resource, such as user/ or role/.".into(),
            Fault::MisplacedVariable => "Policy variables go after the fifth colon of an ARN.".into(),
            Fault::InvalidPrincipal(..) => "This is no principal; part of a name cannot be a wildcard.".into(),
            Fault::UnknownOperator(name) => format!("There is no condition operator {name}."),
            Fault::IssuerCondition(key) => format!(
                "Anybody can get tokens of this issuer: a condition on {key} must say whose are meant, with more than wildcards."
            ),
            Fault::Control(rule) => (*rule).into(),
        }
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(&self.message())
    }
}

/// A document that was refused.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{first}")]
pub struct MalformedPolicy {
    /// What the API says.
    pub first: Box<Problem>,
    /// What else is wrong, for an editor; at most 99.
    pub others: Vec<Problem>,
}

impl MalformedPolicy {
    /// All problems, that of the API first.
    pub fn problems(&self) -> impl Iterator<Item = &Problem> {
        std::iter::once(&*self.first).chain(&self.others)
    }
}
