//! Judging a response check by check, so that a person sees all that is wrong with it.
//!
//! Until a signature holds, the first check that fails is the last one: what follows would be about words that anybody may have
//! written. After that, every check is made.

use std::fmt;

use crate::gate;
use crate::reading::{self, Reader};
use crate::refusal::Refusal;
use crate::response::NameId;
use crate::signature::{Held, signatures};
use crate::tree::Tree;
use crate::verify::{Expected, Verified};

/// One rule, or a few that belong together, in the order in which they are asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Check {
    /// Size, UTF-8, and no markup but elements and text.
    Encoding,
    /// Well-formed, and nothing but what a response has; no ID twice.
    Shape,
    /// The provider says that it succeeded.
    Status,
    /// Exactly one assertion, in the response.
    OneAssertion,
    /// A signature is there, on the assertion or the response, in the one shape that is allowed.
    Signed,
    /// Canonical form, digest and signature are made as allowed.
    Algorithm,
    /// What is there is what was signed, and the signature is somebody's.
    Signature,
    /// Whose: one of the provider's certificates.
    Certificate,
    /// The provider's name, on the assertion and, where it has one, on the response.
    Issuer,
    /// Where the response was sent.
    Destination,
    /// Which request it answers.
    InResponseTo,
    /// For whom it is.
    Audience,
    /// Exactly one subject confirmation, for the bearer, with an end.
    Confirmation,
    /// Where the assertion was to be taken.
    Recipient,
    /// Whom it is about.
    NameId,
    /// How and when the person signed in.
    Authentication,
    /// Not issued in the future.
    Issued,
    /// Not issued too long ago.
    Age,
    /// Valid already.
    NotBefore,
    /// Valid still: assertion, confirmation, and the provider's session.
    Expiry,
}

impl Check {
    /// All of them, in order.
    pub const ALL: [Self; 20] = [
        Self::Encoding,
        Self::Shape,
        Self::Status,
        Self::OneAssertion,
        Self::Signed,
        Self::Algorithm,
        Self::Signature,
        Self::Certificate,
        Self::Issuer,
        Self::Destination,
        Self::InResponseTo,
        Self::Audience,
        Self::Confirmation,
        Self::Recipient,
        Self::NameId,
        Self::Authentication,
        Self::Issued,
        Self::Age,
        Self::NotBefore,
        Self::Expiry,
    ];

    /// A name that stays, for programs.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Self::Encoding => "encoding",
            Self::Shape => "shape",
            Self::Status => "status",
            Self::OneAssertion => "one-assertion",
            Self::Signed => "signed",
            Self::Algorithm => "algorithm",
            Self::Signature => "signature",
            Self::Certificate => "certificate",
            Self::Issuer => "issuer",
            Self::Destination => "destination",
            Self::InResponseTo => "in-response-to",
            Self::Audience => "audience",
            Self::Confirmation => "confirmation",
            Self::Recipient => "recipient",
            Self::NameId => "name-id",
            Self::Authentication => "authentication",
            Self::Issued => "issued",
            Self::Age => "age",
            Self::NotBefore => "not-before",
            Self::Expiry => "expiry",
        }
    }

    /// Words for people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Self::Encoding => "Size and encoding",
            Self::Shape => "Shape of the document",
            Self::Status => "Status",
            Self::OneAssertion => "Exactly one assertion",
            Self::Signed => "Signature is there",
            Self::Algorithm => "Algorithms",
            Self::Signature => "Signature",
            Self::Certificate => "Certificate",
            Self::Issuer => "Issuer",
            Self::Destination => "Destination",
            Self::InResponseTo => "Request that is answered",
            Self::Audience => "Audience",
            Self::Confirmation => "Subject confirmation",
            Self::Recipient => "Recipient",
            Self::NameId => "NameID",
            Self::Authentication => "Authentication statement",
            Self::Issued => "Not issued in the future",
            Self::Age => "Not issued too long ago",
            Self::NotBefore => "Valid already",
            Self::Expiry => "Not expired",
        }
    }

    fn place(self) -> usize {
        self as usize
    }
}

impl fmt::Display for Check {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        formatter.write_str(self.words())
    }
}

/// How a check went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Outcome {
    /// It holds; with what was found.
    Passed(String),
    /// It does not.
    Failed(Refusal),
    /// An earlier check failed, without which this one means nothing.
    NotReached,
    /// [`inspect`] was asked not to make it.
    LeftOut,
}

/// A check and how it went.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Line {
    /// The check.
    pub check: Check,
    /// How it went.
    pub outcome: Outcome,
}

/// What became of a response.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Report {
    /// Every check, in order.
    pub lines: Vec<Line>,
    /// What may be believed; or the first check that failed.
    pub verdict: Result<Verified, Refusal>,
}

/// What became of a response of which not everything was asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Inspection {
    /// Every check, in order.
    pub lines: Vec<Line>,
    /// Whom it is about, by a signature that holds; not enough to let anybody in.
    pub verdict: Result<NameId, Refusal>,
}

/// What [`inspect`] may leave out. The signature is never left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LeaveOut {
    /// Who issued it.
    Issuer,
    /// Where it was sent.
    Destination,
    /// Which request it answers.
    InResponseTo,
    /// For whom it is.
    Audience,
    /// Where it was to be taken.
    Recipient,
    /// All times.
    Time,
}

impl LeaveOut {
    fn covers(self, check: Check) -> bool {
        match self {
            Self::Issuer => check == Check::Issuer,
            Self::Destination => check == Check::Destination,
            Self::InResponseTo => check == Check::InResponseTo,
            Self::Audience => check == Check::Audience,
            Self::Recipient => check == Check::Recipient,
            Self::Time => matches!(check, Check::Issued | Check::Age | Check::NotBefore | Check::Expiry),
        }
    }
}

/// Judges a response as it came (XML, after base64). That it is taken once is left to the caller.
///
/// [`verify`](crate::verify::verify) is this without the lines.
#[must_use]
pub fn judge(bytes: &[u8], expected: &Expected<'_>) -> Report {
    let (lines, verdict) = run(bytes, expected, &[]);
    Report { lines, verdict }
}

/// Judges a response for a tool that does not know everything which a relying party knows. Never to let somebody in.
#[must_use]
pub fn inspect(bytes: &[u8], expected: &Expected<'_>, without: &[LeaveOut]) -> Inspection {
    let (lines, verdict) = run(bytes, expected, without);
    Inspection {
        lines,
        verdict: verdict.map(|verified| verified.subject),
    }
}

fn run(bytes: &[u8], expected: &Expected<'_>, without: &[LeaveOut]) -> (Vec<Line>, Result<Verified, Refusal>) {
    let mut ledger = Ledger::new(without);
    let verdict = ledger.whole(bytes, expected);
    (ledger.lines, verdict)
}

/// The lines as they are written.
pub(crate) struct Ledger<'w> {
    lines: Vec<Line>,
    without: &'w [LeaveOut],
    failed: Option<Refusal>,
}

impl<'w> Ledger<'w> {
    fn new(without: &'w [LeaveOut]) -> Self {
        Self {
            lines: Check::ALL
                .iter()
                .map(|check| Line {
                    check: *check,
                    outcome: Outcome::NotReached,
                })
                .collect(),
            without,
            failed: None,
        }
    }

    /// Writes down how a check went, and gives back what it found.
    pub(crate) fn take<T>(&mut self, check: Check, result: Result<(T, String), Refusal>) -> Option<T> {
        let is_left_out = self.without.iter().any(|one| one.covers(check));
        let (outcome, value) = match result {
            _ if is_left_out => (Outcome::LeftOut, None),
            Ok((value, detail)) => (Outcome::Passed(detail), Some(value)),
            Err(refusal) => {
                self.failed.get_or_insert_with(|| refusal.clone());
                (Outcome::Failed(refusal), None)
            }
        };
        if let Some(line) = self.lines.get_mut(check.place()) {
            line.outcome = outcome;
        }
        value
    }

    /// A check without which the others mean nothing.
    fn must<T>(&mut self, check: Check, result: Result<(T, String), Refusal>) -> Result<T, Refusal> {
        let refusal = result.as_ref().err().cloned();
        match (self.take(check, result), refusal) {
            (Some(value), _) => Ok(value),
            (None, Some(refusal)) => Err(refusal),
            // Only what comes after the signature can be left out.
            (None, None) => Err(Refusal::NotXml),
        }
    }

    /// The first check that failed.
    pub(crate) fn failed(&self) -> Option<Refusal> {
        self.failed.clone()
    }

    fn whole(&mut self, bytes: &[u8], expected: &Expected<'_>) -> Result<Verified, Refusal> {
        let text = self.must(
            Check::Encoding,
            gate::text(bytes).map(|text| (text, format!("{} bytes of UTF-8", text.len()))),
        )?;
        let tree = Tree::parse(text);
        let shape = tree.as_ref().map_err(Clone::clone).and_then(|tree| {
            gate::shape(tree).map(|response| ((tree, response), "a response, and nothing else in it".to_owned()))
        });
        let (tree, response) = self.must(Check::Shape, shape)?;
        self.must(
            Check::Status,
            gate::status(tree, response).map(|()| ((), "Success".to_owned())),
        )?;
        let assertion = self.must(
            Check::OneAssertion,
            gate::assertion(tree, response).map(|assertion| {
                let id = tree.attribute(assertion, "ID").unwrap_or_default();
                (assertion, id.to_owned())
            }),
        )?;
        let held = self.signature(tree, response, assertion, expected)?;
        let covered = Covered::parse(&held)?;
        let reader = Reader {
            outer: tree,
            response,
            tree: &covered.tree,
            assertion: covered.assertion,
            expected,
        };
        reading::read(&reader, &held, self)
    }

    fn signature(
        &mut self,
        tree: &Tree<'_>,
        response: uppsala::NodeId,
        assertion: uppsala::NodeId,
        expected: &Expected<'_>,
    ) -> Result<Held, Refusal> {
        let found = self.must(Check::Signed, signatures(tree, response, assertion))?;
        let found = self.must(Check::Algorithm, found.algorithms(tree))?;
        let covered = found
            .covered(tree)
            .and_then(|covered| found.made_by(tree, covered, expected));
        match covered {
            Ok(held) => {
                let detail = match held.signed {
                    crate::response::Signed::Assertion => "the assertion, as it was signed",
                    crate::response::Signed::Response => "the response, as it was signed",
                    crate::response::Signed::Both => "the assertion and the response, as they were signed",
                };
                self.must(Check::Signature, Ok(((), detail.to_owned())))?;
                let detail = held.certificate.clone();
                self.must(Check::Certificate, Ok((held, detail)))
            }
            // It is somebody's signature, only not the provider's.
            Err(refusal @ (Refusal::UntrustedKey { .. } | Refusal::UnknownIssuer(_))) => {
                self.must(Check::Signature, Ok(((), "as it was signed".to_owned())))?;
                self.must(Check::Certificate, Err(refusal))
            }
            Err(refusal) => self.must(Check::Signature, Err(refusal)),
        }
    }
}

/// From here on there is only what the signature covers.
struct Covered<'c> {
    tree: Tree<'c>,
    assertion: uppsala::NodeId,
}

impl<'c> Covered<'c> {
    fn parse(held: &'c Held) -> Result<Self, Refusal> {
        let text = std::str::from_utf8(&held.covered).map_err(|_| Refusal::NotUtf8)?;
        let tree = Tree::parse(text)?;
        let root = tree.root()?;
        let name = (crate::names::ASSERTION, "Assertion");
        let assertion = match held.signed {
            crate::response::Signed::Response => tree.only(root, name).ok_or(Refusal::AssertionCount(0))?,
            crate::response::Signed::Assertion | crate::response::Signed::Both => root,
        };
        Ok(Self { tree, assertion })
    }
}
