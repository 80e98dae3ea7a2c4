//! Why a response is refused.

use thiserror::Error;

/// Why a response is refused. Every variant is one rule; the words are for whoever set the connection up.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum Refusal {
    /// More bytes than a response may have.
    #[error("the response is larger than {limit} bytes")]
    TooLarge {
        /// The most there may be.
        limit: usize,
    },
    /// The form's field is not base64.
    #[error("the response is not base64")]
    NotBase64,
    /// Not text.
    #[error("the response is not UTF-8")]
    NotUtf8,
    /// A document type, comment, CDATA section or processing instruction.
    #[error("the response has a document type, comment, CDATA section or processing instruction")]
    ForbiddenMarkup,
    /// Not well-formed.
    #[error("the response is not well-formed XML")]
    NotXml,
    /// Not a SAML 2.0 response.
    #[error("the document is not a SAML 2.0 response")]
    NotAResponse,
    /// Something stands where it may not.
    #[error("{element} is not allowed in {parent}")]
    Structure {
        /// What stands there.
        element: String,
        /// Where.
        parent: String,
    },
    /// A namespace that has no place here.
    #[error("the namespace {0} has no place in a response")]
    Namespace(String),
    /// An attribute that has no place here.
    #[error("the attribute {0} has no place in a response")]
    AttributeName(String),
    /// Two elements have the same ID, or one has none.
    #[error("IDs are missing or not unique")]
    Ids,
    /// Encrypted assertions, names and attributes are not taken.
    #[error("{0} is encrypted: nothing is decrypted here. Have the identity provider send its assertions unencrypted")]
    Encrypted(&'static str),
    /// None, or several.
    #[error("a response has exactly one assertion; this has {0}")]
    AssertionCount(usize),
    /// The provider says that it failed.
    #[error("the identity provider answered with status {0}")]
    Status(String),
    /// Nobody signed it.
    #[error("neither the response nor the assertion is signed")]
    NotSigned,
    /// The signature is not of the one shape that is allowed.
    #[error("the signature is malformed: {0}")]
    SignatureShape(&'static str),
    /// An algorithm that is not allowed.
    #[error("the algorithm {0} is not allowed")]
    Algorithm(String),
    /// What was signed is not what is there.
    #[error("the digest does not match: the response was changed after it was signed")]
    Digest,
    /// No trusted key made this signature.
    #[error("the signature was not made with a trusted key")]
    Signature,
    /// Somebody signed it properly who is not trusted: another provider, or this one with a key that is not in its metadata.
    #[error(
        "the response is signed with the certificate {fingerprint}, which is not one of the identity provider's certificates"
    )]
    UntrustedKey {
        /// SHA-256 of the certificate that the response brings along.
        fingerprint: String,
    },
    /// The response brings a certificate along whose key is too short.
    #[error("the response is signed with an RSA key of less than 2048 bits")]
    WeakKey,
    /// There are no keys to verify with: nobody knows this issuer.
    #[error("no identity provider is known for the issuer {0}")]
    UnknownIssuer(String),
    /// Something that must be there is not.
    #[error("{0} is missing")]
    Missing(&'static str),
    /// A time that cannot be read.
    #[error("{0} is not a time")]
    Time(&'static str),
    /// From somebody else.
    #[error("the issuer is {found}, not {expected}")]
    Issuer {
        /// Who issued it.
        found: String,
        /// Who was expected.
        expected: String,
    },
    /// For somebody else.
    #[error("the audience is {found}, not {expected}")]
    Audience {
        /// For whom.
        found: String,
        /// Who reads it.
        expected: String,
    },
    /// Sent elsewhere.
    #[error("the response is meant for {found}, not for {expected}")]
    Destination {
        /// Where to.
        found: String,
        /// Where it came.
        expected: String,
    },
    /// To be taken elsewhere.
    #[error("the assertion is meant for the recipient {found}, not for {expected}")]
    Recipient {
        /// Where to.
        found: String,
        /// Where it came.
        expected: String,
    },
    /// None, or several.
    #[error("an assertion has exactly one SubjectConfirmation; this has {0}")]
    ConfirmationCount(usize),
    /// The subject is confirmed by something else than possession, or from a time on.
    #[error("the subject is not confirmed by the bearer method")]
    Confirmation,
    /// Answers another request, or one that was not made.
    #[error("the response does not answer the request that was made")]
    InResponseTo,
    /// Issued later than now.
    #[error("the assertion was issued in the future; the clocks may differ")]
    IssuedInFuture,
    /// Issued too long ago, whatever it says of its end.
    #[error("the assertion was issued more than {minutes} minutes ago; the clocks may differ")]
    TooOld {
        /// How long it may take.
        minutes: u64,
    },
    /// Too early.
    #[error("the assertion is not valid yet; the clocks may differ")]
    NotYetValid,
    /// Too late.
    #[error("the assertion has expired; the clocks may differ")]
    Expired,
}

impl Refusal {
    /// A name that stays, for programs.
    #[must_use]
    pub fn code(&self) -> &'static str {
        match self {
            Self::TooLarge { .. } => "too-large",
            Self::NotBase64 => "not-base64",
            Self::NotUtf8 => "not-utf8",
            Self::ForbiddenMarkup => "forbidden-markup",
            Self::NotXml => "not-xml",
            Self::NotAResponse => "not-a-response",
            Self::Structure { .. } => "structure",
            Self::Namespace(_) => "namespace",
            Self::AttributeName(_) => "attribute-name",
            Self::Ids => "ids",
            Self::Encrypted(_) => "encrypted",
            Self::AssertionCount(_) => "assertion-count",
            Self::Status(_) => "status",
            Self::NotSigned => "not-signed",
            Self::SignatureShape(_) => "signature-shape",
            Self::Algorithm(_) => "algorithm",
            Self::Digest => "digest",
            Self::Signature => "signature",
            Self::UntrustedKey { .. } => "untrusted-key",
            Self::WeakKey => "weak-key",
            Self::UnknownIssuer(_) => "unknown-issuer",
            Self::Missing(_) => "missing",
            Self::Time(_) => "time",
            Self::Issuer { .. } => "issuer",
            Self::Audience { .. } => "audience",
            Self::Destination { .. } => "destination",
            Self::Recipient { .. } => "recipient",
            Self::ConfirmationCount(_) => "confirmation-count",
            Self::Confirmation => "confirmation",
            Self::InResponseTo => "in-response-to",
            Self::IssuedInFuture => "issued-in-future",
            Self::TooOld { .. } => "too-old",
            Self::NotYetValid => "not-yet-valid",
            Self::Expired => "expired",
        }
    }
}
