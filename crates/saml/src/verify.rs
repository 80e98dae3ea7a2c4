//! Verifying a response: what a relying party expects, and what it may believe.
//!
//! Rules: SAML profiles 2.0, 4.1.4.3 and 4.1.4.5; OWASP SAML cheat sheet; ASVS 6.8; AWS's own: facts 2.1 of federation.

use std::time::Duration;

use jiff::Timestamp;

use crate::key::TrustedKey;
use crate::refusal::Refusal;
use crate::report::judge;
use crate::response::{Attribute, NameId, Signed};

/// Which request a response must answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InResponseTo<'a> {
    /// None: the provider began.
    Nothing,
    /// This one.
    Request(&'a str),
    /// Any or none: whoever brings the response may have asked for it, and is not the relying party.
    Anything,
}

/// What a relying party holds a response against.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Keys of the provider. None: nobody knows the issuer, and the response is refused for that.
    pub trusted: &'a [TrustedKey],
    /// The provider's entity id.
    pub issuer: &'a str,
    /// The relying party's own names; one of them must be in every audience restriction.
    pub audiences: &'a [&'a str],
    /// Where the response came in: the one endpoint that it was posted to. Who only looks at a response may give several; then
    /// destination and recipient must name the same one.
    pub destinations: &'a [&'a str],
    /// Which request it answers.
    pub in_response_to: InResponseTo<'a>,
    /// The relying party's clock.
    pub now: Timestamp,
    /// By how much the clocks may differ; 5 minutes at most are looked at.
    pub skew: Duration,
    /// How old a response may be by the relying party's clock, whatever it says of itself; AWS takes five minutes.
    pub oldest: Duration,
}

/// What a response says, all of it under the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was signed.
    pub signed: Signed,
    /// SHA-256 of the certificate whose key signed it, as [`TrustedKey::fingerprint`] writes it.
    pub certificate: String,
    /// Whoever relies on it remembers this until [`not_on_or_after`](Self::not_on_or_after) and takes it once.
    pub assertion_id: String,
    /// Until when the assertion is good, with the difference of clocks that was allowed.
    pub not_on_or_after: Timestamp,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// Who says so.
    pub issuer: String,
    /// For whom: the first of the expected audiences that it names.
    pub audience: String,
    /// Where to: the endpoint. AWS's `saml:aud` is this, and not the audience.
    pub recipient: String,
    /// Whom it is about.
    pub subject: NameId,
    /// What else it says. A name may be there several times.
    pub attributes: Vec<Attribute>,
    /// When the person signed in.
    pub authenticated_at: Option<Timestamp>,
    /// The issuer's session.
    pub session_index: Option<String>,
    /// When that session ends.
    pub session_until: Option<Timestamp>,
    /// How the person signed in.
    pub context: Option<String>,
}

/// Verifies a response as it came (XML, after base64). That it is taken once is left to the caller.
///
/// # Errors
/// [`Refusal`], which names the first rule that it breaks.
pub fn verify(bytes: &[u8], expected: &Expected<'_>) -> Result<Verified, Refusal> {
    judge(bytes, expected).verdict
}
