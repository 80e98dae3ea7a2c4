//! What a response claims before anything is verified: to find the provider whose keys are to be tried, and to show it to
//! whoever debugs. Nobody may be believed to be anybody for it.

use crate::gate;
use crate::names::{ASSERTION, PROTOCOL};
use crate::reading;
use crate::response::{Attribute, NameId};
use crate::tree::Tree;

/// What a response claims. NOT VERIFIED: anybody may have written it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Unverified {
    /// ID of the response.
    pub response_id: Option<String>,
    /// Which request it says it answers.
    pub in_response_to: Option<String>,
    /// Where it says it was sent.
    pub destination: Option<String>,
    /// Who it says issued it: the assertion's issuer, or the response's.
    pub issuer: Option<String>,
    /// When it says it was issued, as it is written.
    pub issued_at: Option<String>,
    /// Its audiences.
    pub audiences: Vec<String>,
    /// Its recipients.
    pub recipients: Vec<String>,
    /// Whom it says it is about.
    pub subject: Option<NameId>,
    /// What else it says.
    pub attributes: Vec<Attribute>,
}

/// Reads the claims of a response. Nothing for what is no response at all.
///
/// Of several assertions the first is read.
#[must_use]
pub fn unverified(bytes: &[u8]) -> Option<Unverified> {
    let tree = Tree::parse(gate::text(bytes).ok()?).ok()?;
    let root = tree.root().ok()?;
    if !tree.is(root, (PROTOCOL, "Response")) {
        return None;
    }
    let of_root = |name| tree.attribute(root, name).map(str::to_owned);
    let assertion = tree.first(root, (ASSERTION, "Assertion"));
    let issuer = assertion
        .and_then(|assertion| tree.first(assertion, (ASSERTION, "Issuer")))
        .or_else(|| tree.first(root, (ASSERTION, "Issuer")))
        .map(|issuer| tree.text(issuer));
    let subject = assertion.and_then(|assertion| tree.first(assertion, (ASSERTION, "Subject")));
    let recipients = subject.map(|subject| {
        tree.all(subject, (ASSERTION, "SubjectConfirmation"))
            .into_iter()
            .flat_map(|one| tree.all(one, (ASSERTION, "SubjectConfirmationData")))
            .filter_map(|data| tree.attribute(data, "Recipient").map(str::to_owned))
            .collect()
    });
    Some(Unverified {
        response_id: of_root("ID"),
        in_response_to: of_root("InResponseTo"),
        destination: of_root("Destination"),
        issuer,
        issued_at: assertion
            .and_then(|assertion| tree.attribute(assertion, "IssueInstant").map(str::to_owned))
            .or_else(|| of_root("IssueInstant")),
        audiences: assertion
            .map(|assertion| reading::audiences(&tree, assertion).concat())
            .unwrap_or_default(),
        recipients: recipients.unwrap_or_default(),
        subject: subject
            .and_then(|subject| tree.first(subject, (ASSERTION, "NameID")))
            .map(|name| reading::name_id(&tree, name)),
        attributes: assertion
            .map(|assertion| reading::attributes(&tree, assertion))
            .unwrap_or_default(),
    })
}

/// Who issued a response, before anything is verified: to find the provider whose keys are to be tried.
#[must_use]
pub fn claimed_issuer(bytes: &[u8]) -> Option<String> {
    unverified(bytes)?.issuer
}
