//! Responses as they should not be: for an identity provider that teaches what goes wrong.
//!
//! What a [`Draft`] can say wrongly (another audience, an end in the past, a role's name in the wrong case) needs nothing from
//! here, nor does an old key. These are the faults of the document itself. Every one is refused by [`crate::verify()`].

use crate::key::SigningKey;
use crate::names::{ASSERTION, PROTOCOL};
use crate::response::{Attribute, Draft, NameId, NotSignable, Signed, sign, write};
use crate::tree::Tree;

/// What is wrong with the document.
#[derive(Debug, Clone, Copy)]
pub enum Fault<'a> {
    /// Nobody signed it.
    Unsigned,
    /// The provider sends the assertion twice, with an ID each, and both are signed.
    TwoAssertions,
    /// Signature wrapping: a forged assertion stands before the signed one, for whoever verifies one and reads the other
    /// (<https://www.usenix.org/conference/usenixsecurity12/technical-sessions/presentation/somorovsky>).
    Wrapped(Forged<'a>),
    /// A comment in the name, which no signature covers: whoever reads up to it reads another name (CVE-2017-11428 and others).
    CommentInName,
}

/// What a forged assertion says.
#[derive(Debug, Clone, Copy)]
pub struct Forged<'a> {
    /// Whom it is about.
    pub subject: &'a NameId,
    /// What else it says.
    pub attributes: &'a [Attribute],
}

/// Writes a response with a fault in it. Where there is a signature it is the assertion's.
///
/// # Errors
/// [`NotSignable`].
pub fn sign_faulty(draft: &Draft<'_>, key: &SigningKey, fault: Fault<'_>) -> Result<String, NotSignable> {
    let draft = Draft {
        signed: Signed::Assertion,
        ..draft.clone()
    };
    match fault {
        Fault::Unsigned => Ok(write(&draft)),
        Fault::TwoAssertions => {
            let id = second_id(&draft);
            let second = sign(
                &Draft {
                    assertion_id: &id,
                    ..draft.clone()
                },
                key,
            )?;
            insert(&sign(&draft, key)?, assertion(&second)?, Place::After)
        }
        Fault::Wrapped(forged) => {
            let id = second_id(&draft);
            let second = write(&Draft {
                assertion_id: &id,
                subject: forged.subject,
                attributes: forged.attributes,
                ..draft.clone()
            });
            insert(&sign(&draft, key)?, assertion(&second)?, Place::Before)
        }
        Fault::CommentInName => comment(&sign(&draft, key)?),
    }
}

fn second_id(draft: &Draft<'_>) -> String {
    format!("{}-2", draft.assertion_id)
}

#[derive(Clone, Copy)]
enum Place {
    Before,
    After,
}

/// The assertion's text.
fn assertion(xml: &str) -> Result<&str, NotSignable> {
    let range = range(xml)?;
    xml.get(range).ok_or(NotSignable)
}

fn range(xml: &str) -> Result<std::ops::Range<usize>, NotSignable> {
    let tree = Tree::parse(xml).map_err(|_| NotSignable)?;
    let response = tree.root().map_err(|_| NotSignable)?;
    tree.first(response, (ASSERTION, "Assertion"))
        .filter(|_| tree.is(response, (PROTOCOL, "Response")))
        .and_then(|assertion| tree.0.node_range(assertion))
        .ok_or(NotSignable)
}

fn insert(xml: &str, other: &str, place: Place) -> Result<String, NotSignable> {
    let range = range(xml)?;
    let at = match place {
        Place::Before => range.start,
        Place::After => range.end,
    };
    let (before, after) = xml.split_at_checked(at).ok_or(NotSignable)?;
    Ok(format!("{before}{other}{after}"))
}

/// Before the `@` of an address, or at the end of another name.
fn comment(xml: &str) -> Result<String, NotSignable> {
    let open = xml.find("<saml2:NameID").ok_or(NotSignable)?;
    let rest = xml.get(open..).ok_or(NotSignable)?;
    let begin = open + rest.find('>').ok_or(NotSignable)? + 1;
    let end = open + rest.find("</saml2:NameID>").ok_or(NotSignable)?;
    let name = xml.get(begin..end).ok_or(NotSignable)?;
    let at = begin + name.find('@').unwrap_or(name.len());
    let (before, after) = xml.split_at_checked(at).ok_or(NotSignable)?;
    Ok(format!("{before}<!-- -->{after}"))
}
