//! Verifying a response: the gate, the signature, and then only what was signed.
//!
//! Rules: SAML profiles 2.0, 4.1.4.3 and 4.1.4.5; OWASP SAML cheat sheet; ASVS 6.8.

use std::time::Duration;

use jiff::Timestamp;
use uppsala::NodeId;

use crate::gate;
use crate::key::TrustedKey;
use crate::names::{ASSERTION, BEARER, PROTOCOL};
use crate::refusal::Refusal;
use crate::response::{Attribute, NameId, Signed};
use crate::signature::verified;
use crate::tree::Tree;

/// Which request a response must answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum InResponseTo<'a> {
    /// None: the provider began.
    Nothing,
    /// This one.
    Request(&'a str),
}

/// What a relying party holds a response against.
#[derive(Debug, Clone, Copy)]
pub struct Expected<'a> {
    /// Keys of the provider.
    pub trusted: &'a [TrustedKey],
    /// The provider's entity id.
    pub issuer: &'a str,
    /// The relying party's own name.
    pub audience: &'a str,
    /// Where the response came in.
    pub destination: &'a str,
    /// Which request it answers.
    pub in_response_to: InResponseTo<'a>,
    /// The relying party's clock.
    pub now: Timestamp,
    /// By how much the clocks may differ; 5 minutes at most are looked at.
    pub skew: Duration,
    /// How old a response may be, whatever it says of itself; AWS takes five minutes.
    pub oldest: Duration,
}

/// What a response says, all of it under the signature.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// What was signed.
    pub signed: Signed,
    /// Whoever relies on it remembers this until [`not_on_or_after`](Self::not_on_or_after) and takes it once.
    pub assertion_id: String,
    /// Until when the assertion is good, with the difference of clocks that was allowed.
    pub not_on_or_after: Timestamp,
    /// Who says so.
    pub issuer: String,
    /// Whom it is about.
    pub subject: NameId,
    /// What else it says.
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

/// Clocks that differ by more are wrong.
const MOST_SKEW: Duration = Duration::from_mins(5);

/// Verifies a response as it came (XML, after base64).
///
/// # Errors
/// [`Refusal`], which names the first rule that it breaks.
pub fn verify(bytes: &[u8], expected: &Expected<'_>) -> Result<Verified, Refusal> {
    let text = gate::text(bytes)?;
    let tree = Tree::parse(text)?;
    let passed = gate::pass(&tree)?;
    let of_response = verified(&tree, passed.response, expected.trusted)?;
    let of_assertion = verified(&tree, passed.assertion, expected.trusted)?;
    let (signed, covered) = match (&of_response, &of_assertion) {
        (None, None) => return Err(Refusal::NotSigned),
        (None, Some(covered)) => (Signed::Assertion, covered),
        (Some(covered), None) => (Signed::Response, covered),
        (Some(_), Some(covered)) => (Signed::Both, covered),
    };
    envelope(&tree, passed.response, of_response.is_some(), expected)?;

    // From here on there is only what the signature covers.
    let covered = std::str::from_utf8(covered).map_err(|_| Refusal::NotUtf8)?;
    let tree = Tree::parse(covered)?;
    let root = tree.root()?;
    let assertion = match signed {
        Signed::Response => tree
            .only(root, (ASSERTION, "Assertion"))
            .ok_or(Refusal::AssertionCount(0))?,
        Signed::Assertion | Signed::Both => root,
    };
    Reader {
        tree: &tree,
        assertion,
        expected,
    }
    .read(signed)
}

/// The response around the assertion. Not signed, it may still not contradict what is expected.
fn envelope(tree: &Tree<'_>, response: NodeId, is_signed: bool, expected: &Expected<'_>) -> Result<(), Refusal> {
    match tree.attribute(response, "Destination") {
        Some(found) if found != expected.destination => {
            return Err(Refusal::Destination {
                found: found.to_owned(),
                expected: expected.destination.to_owned(),
            });
        }
        // Bindings 3.5.5.2: a signed message posted by a browser says where to.
        None if is_signed => return Err(Refusal::Missing("Destination")),
        _ => {}
    }
    if let Some(issuer) = tree.first(response, (ASSERTION, "Issuer")) {
        same_issuer(tree.text(issuer), expected)?;
    }
    answers(tree.attribute(response, "InResponseTo"), expected)
}

fn same_issuer(found: String, expected: &Expected<'_>) -> Result<(), Refusal> {
    if found == expected.issuer {
        Ok(())
    } else {
        Err(Refusal::Issuer {
            found,
            expected: expected.issuer.to_owned(),
        })
    }
}

fn answers(found: Option<&str>, expected: &Expected<'_>) -> Result<(), Refusal> {
    let fits = match expected.in_response_to {
        InResponseTo::Nothing => found.is_none(),
        InResponseTo::Request(id) => found == Some(id),
    };
    fits.then_some(()).ok_or(Refusal::InResponseTo)
}

struct Reader<'r> {
    tree: &'r Tree<'r>,
    assertion: NodeId,
    expected: &'r Expected<'r>,
}

impl Reader<'_> {
    fn read(&self, signed: Signed) -> Result<Verified, Refusal> {
        let issuer = self.part(self.assertion, "Issuer")?;
        same_issuer(self.tree.text(issuer), self.expected)?;
        let issued = self
            .time(self.assertion, "IssueInstant", "IssueInstant")?
            .ok_or(Refusal::Missing("IssueInstant"))?;
        self.begun(issued)?;
        self.not_over(later(issued, self.expected.oldest))?;
        let subject = self.part(self.assertion, "Subject")?;
        let confirmed_until = self.confirmation(subject)?;
        let valid_until = self.conditions()?;
        let name = self.part(subject, "NameID")?;
        let statement = self.tree.only(self.assertion, (ASSERTION, "AuthnStatement"));
        let of_statement = |name| statement.and_then(|node| self.tree.attribute(node, name));
        let session_until = match statement {
            Some(node) => self.time(node, "SessionNotOnOrAfter", "SessionNotOnOrAfter")?,
            None => None,
        };
        if let Some(until) = session_until {
            self.not_over(until)?;
        }
        let authenticated_at = match statement {
            Some(node) => self.time(node, "AuthnInstant", "AuthnInstant")?,
            None => return Err(Refusal::Missing("AuthnStatement")),
        };
        Ok(Verified {
            signed,
            assertion_id: self.tree.attribute(self.assertion, "ID").unwrap_or_default().to_owned(),
            not_on_or_after: later(confirmed_until.min(valid_until), self.skew()),
            issuer: self.expected.issuer.to_owned(),
            subject: NameId {
                format: self.tree.attribute(name, "Format").unwrap_or_default().to_owned(),
                value: self.tree.text(name),
            },
            attributes: self.attributes(),
            authenticated_at,
            session_index: of_statement("SessionIndex").map(str::to_owned),
            session_until,
            context: statement
                .and_then(|node| self.tree.first(node, (ASSERTION, "AuthnContext")))
                .and_then(|node| self.tree.first(node, (ASSERTION, "AuthnContextClassRef")))
                .map(|node| self.tree.text(node)),
        })
    }

    fn skew(&self) -> Duration {
        self.expected.skew.min(MOST_SKEW)
    }

    fn part(&self, parent: NodeId, name: &'static str) -> Result<NodeId, Refusal> {
        self.tree.only(parent, (ASSERTION, name)).ok_or(Refusal::Missing(name))
    }

    fn time(&self, node: NodeId, name: &str, words: &'static str) -> Result<Option<Timestamp>, Refusal> {
        self.tree
            .attribute(node, name)
            .map(|text| text.parse().map_err(|_| Refusal::Time(words)))
            .transpose()
    }

    fn begun(&self, from: Timestamp) -> Result<(), Refusal> {
        if from <= later(self.expected.now, self.skew()) {
            Ok(())
        } else {
            Err(Refusal::NotYetValid)
        }
    }

    fn not_over(&self, until: Timestamp) -> Result<(), Refusal> {
        if self.expected.now < later(until, self.skew()) {
            Ok(())
        } else {
            Err(Refusal::Expired)
        }
    }

    /// One bearer confirmation for this recipient, in time, for this request.
    fn confirmation(&self, subject: NodeId) -> Result<Timestamp, Refusal> {
        let mut why = Refusal::Confirmation;
        for confirmation in self.tree.all(subject, (ASSERTION, "SubjectConfirmation")) {
            if self.tree.attribute(confirmation, "Method") != Some(BEARER) {
                continue;
            }
            let Some(data) = self.tree.only(confirmation, (ASSERTION, "SubjectConfirmationData")) else {
                continue;
            };
            match self.bearer(data) {
                Ok(until) => return Ok(until),
                Err(refusal) => why = refusal,
            }
        }
        Err(why)
    }

    fn bearer(&self, data: NodeId) -> Result<Timestamp, Refusal> {
        let recipient = self
            .tree
            .attribute(data, "Recipient")
            .ok_or(Refusal::Missing("Recipient"))?;
        if recipient != self.expected.destination {
            return Err(Refusal::Destination {
                found: recipient.to_owned(),
                expected: self.expected.destination.to_owned(),
            });
        }
        answers(self.tree.attribute(data, "InResponseTo"), self.expected)?;
        // Profiles 4.1.4.2: a bearer confirmation has an end, and no beginning.
        if self.tree.attribute(data, "NotBefore").is_some() {
            return Err(Refusal::Confirmation);
        }
        let until = self
            .time(data, "NotOnOrAfter", "NotOnOrAfter")?
            .ok_or(Refusal::Missing("NotOnOrAfter"))?;
        self.not_over(until)?;
        Ok(until)
    }

    fn conditions(&self) -> Result<Timestamp, Refusal> {
        let conditions = self.part(self.assertion, "Conditions")?;
        if let Some(from) = self.time(conditions, "NotBefore", "NotBefore")? {
            self.begun(from)?;
        }
        let until = self
            .time(conditions, "NotOnOrAfter", "NotOnOrAfter")?
            .ok_or(Refusal::Missing("NotOnOrAfter"))?;
        self.not_over(until)?;
        let restrictions = self.tree.all(conditions, (ASSERTION, "AudienceRestriction"));
        if restrictions.is_empty() {
            return Err(Refusal::Missing("AudienceRestriction"));
        }
        // Core 2.5.1.4: every restriction must hold.
        for restriction in restrictions {
            let audiences: Vec<String> = self
                .tree
                .all(restriction, (ASSERTION, "Audience"))
                .into_iter()
                .map(|audience| self.tree.text(audience))
                .collect();
            if !audiences.iter().any(|audience| audience == self.expected.audience) {
                return Err(Refusal::Audience {
                    found: audiences.join(", "),
                    expected: self.expected.audience.to_owned(),
                });
            }
        }
        Ok(until)
    }

    fn attributes(&self) -> Vec<Attribute> {
        let statements = self.tree.all(self.assertion, (ASSERTION, "AttributeStatement"));
        statements
            .into_iter()
            .flat_map(|statement| self.tree.all(statement, (ASSERTION, "Attribute")))
            .map(|attribute| Attribute {
                name: self.tree.attribute(attribute, "Name").unwrap_or_default().to_owned(),
                values: self
                    .tree
                    .all(attribute, (ASSERTION, "AttributeValue"))
                    .into_iter()
                    .map(|value| self.tree.text(value))
                    .collect(),
            })
            .collect()
    }
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}

/// Who issued a response, before anything is verified: to find the provider whose keys are to be tried.
#[must_use]
pub fn claimed_issuer(bytes: &[u8]) -> Option<String> {
    let tree = Tree::parse(gate::text(bytes).ok()?).ok()?;
    let root = tree.root().ok()?;
    if !tree.is(root, (PROTOCOL, "Response")) {
        return None;
    }
    let issuer = tree.first(root, (ASSERTION, "Issuer")).or_else(|| {
        let assertion = tree.first(root, (ASSERTION, "Assertion"))?;
        tree.first(assertion, (ASSERTION, "Issuer"))
    })?;
    Some(tree.text(issuer))
}
