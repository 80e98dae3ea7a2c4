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
    /// The subject is confirmed by something else than possession, or for another recipient.
    #[error("the subject is not confirmed for this recipient")]
    Confirmation,
    /// Answers another request, or one that was not made.
    #[error("the response does not answer the request that was made")]
    InResponseTo,
    /// Too early.
    #[error("the response is not valid yet; the clocks may differ")]
    NotYetValid,
    /// Too late.
    #[error("the response has expired; the clocks may differ")]
    Expired,
}
