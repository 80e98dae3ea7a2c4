//! What the signed bytes say, held against what is expected.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use uppsala::NodeId;

use crate::names::{ASSERTION, BEARER};
use crate::refusal::Refusal;
use crate::report::{Check, Ledger};
use crate::response::{Attribute, NameId};
use crate::signature::Held;
use crate::text::{read_time, time};
use crate::tree::Tree;
use crate::verify::{Expected, InResponseTo, Verified};

/// Clocks that differ by more are wrong.
const MOST_SKEW: Duration = Duration::from_mins(5);

/// Something that was read, and words about it for the report.
type Passed<T> = Result<(T, String), Refusal>;

/// Reads the assertion.
pub(crate) struct Reader<'r> {
    /// The document as it came, for what the response around the assertion says. It can only refuse by that.
    pub(crate) outer: &'r Tree<'r>,
    pub(crate) response: NodeId,
    /// The signed bytes.
    pub(crate) tree: &'r Tree<'r>,
    pub(crate) assertion: NodeId,
    pub(crate) expected: &'r Expected<'r>,
}

/// Makes every check, and puts together what may be believed if none failed.
pub(crate) fn read(reader: &Reader<'_>, held: &Held, ledger: &mut Ledger<'_>) -> Result<Verified, Refusal> {
    let expected = reader.expected;
    let issuer = ledger.take(Check::Issuer, reader.issuer());
    ledger.take(Check::Destination, reader.destination(held));
    ledger.take(Check::InResponseTo, reader.request());
    let audience = ledger.take(Check::Audience, reader.audience());
    ledger.take(Check::Confirmation, reader.confirmation());
    let recipient = ledger.take(Check::Recipient, reader.recipient());
    let subject = ledger.take(Check::NameId, reader.subject());
    let authentication = ledger.take(Check::Authentication, reader.authentication());
    let issued_at = ledger.take(Check::Issued, reader.issued());
    ledger.take(Check::Age, reader.age());
    ledger.take(Check::NotBefore, reader.begun());
    let until = ledger.take(Check::Expiry, reader.not_over());
    if let Some(refusal) = ledger.failed() {
        return Err(refusal);
    }
    let (Some(subject), Some(authentication)) = (subject, authentication) else {
        return Err(Refusal::Missing("NameID"));
    };
    // What was left out has no value; then nobody gets this but an inspection.
    Ok(Verified {
        signed: held.signed,
        certificate: held.certificate.clone(),
        assertion_id: reader.attribute(reader.assertion, "ID").unwrap_or_default().to_owned(),
        not_on_or_after: later(until.unwrap_or(expected.now), reader.skew()),
        issued_at: issued_at.unwrap_or(expected.now),
        issuer: issuer.unwrap_or_default(),
        audience: audience.unwrap_or_default(),
        recipient: recipient.unwrap_or_default(),
        subject,
        attributes: attributes(reader.tree, reader.assertion),
        authenticated_at: authentication.at,
        session_index: authentication.session,
        session_until: authentication.until,
        context: authentication.context,
    })
}

/// An authentication statement.
struct Authentication {
    at: Option<Timestamp>,
    until: Option<Timestamp>,
    session: Option<String>,
    context: Option<String>,
}

impl Reader<'_> {
    fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        self.tree.attribute(node, name)
    }

    fn part(&self, parent: NodeId, name: &'static str) -> Result<NodeId, Refusal> {
        self.tree.only(parent, (ASSERTION, name)).ok_or(Refusal::Missing(name))
    }

    fn time(&self, node: NodeId, name: &'static str) -> Result<Option<Timestamp>, Refusal> {
        self.attribute(node, name)
            .map(|text| read_time(text).ok_or(Refusal::Time(name)))
            .transpose()
    }

    fn skew(&self) -> Duration {
        self.expected.skew.min(MOST_SKEW)
    }

    fn issuer(&self) -> Passed<String> {
        let expected = self.expected.issuer;
        let inner = self.tree.text(self.part(self.assertion, "Issuer")?);
        let outer = self.outer.first(self.response, (ASSERTION, "Issuer"));
        let outer = outer.map(|node| self.outer.text(node));
        for found in std::iter::once(&inner).chain(&outer) {
            if found != expected {
                return Err(Refusal::Issuer {
                    found: found.clone(),
                    expected: expected.to_owned(),
                });
            }
        }
        Ok((inner.clone(), inner))
    }

    /// Not signed, the response may still not contradict what is expected.
    fn destination(&self, held: &Held) -> Passed<()> {
        match self.outer.attribute(self.response, "Destination") {
            Some(found) if self.expected.destinations.contains(&found) => Ok(((), found.to_owned())),
            Some(found) => Err(Refusal::Destination {
                found: found.to_owned(),
                expected: any_of(self.expected.destinations),
            }),
            // Bindings 3.5.5.2: a signed message posted by a browser says where to.
            None if held.signed != crate::response::Signed::Assertion => Err(Refusal::Missing("Destination")),
            None => Ok(((), "none is given, and none is needed".to_owned())),
        }
    }

    fn request(&self) -> Passed<()> {
        let outer = self.outer.attribute(self.response, "InResponseTo");
        let inner = self.data().and_then(|data| self.attribute(data, "InResponseTo"));
        match self.expected.in_response_to {
            InResponseTo::Nothing if outer.is_none() && inner.is_none() => {
                Ok(((), "none: the identity provider began".to_owned()))
            }
            InResponseTo::Request(id) if outer == Some(id) && inner == Some(id) => Ok(((), id.to_owned())),
            InResponseTo::Anything if outer.is_none() || inner.is_none() || outer == inner => {
                let words = inner
                    .or(outer)
                    .map_or_else(|| "none".to_owned(), |id| format!("{id}, of whoever asked for it"));
                Ok(((), words))
            }
            _ => Err(Refusal::InResponseTo),
        }
    }

    fn audience(&self) -> Passed<String> {
        let restrictions = audiences(self.tree, self.assertion);
        if restrictions.is_empty() {
            return Err(Refusal::Missing("AudienceRestriction"));
        }
        let mut fitting = None;
        // Core 2.5.1.4: every restriction must hold.
        for restriction in restrictions {
            let found = self
                .expected
                .audiences
                .iter()
                .find(|audience| restriction.iter().any(|one| one == *audience));
            let Some(found) = found else {
                return Err(Refusal::Audience {
                    found: restriction.join(", "),
                    expected: any_of(self.expected.audiences),
                });
            };
            fitting.get_or_insert_with(|| (*found).to_owned());
        }
        let fitting = fitting.unwrap_or_default();
        Ok((fitting.clone(), fitting))
    }

    /// The data of the one subject confirmation.
    fn data(&self) -> Option<NodeId> {
        let subject = self.tree.only(self.assertion, (ASSERTION, "Subject"))?;
        let confirmation = self.tree.only(subject, (ASSERTION, "SubjectConfirmation"))?;
        self.tree.only(confirmation, (ASSERTION, "SubjectConfirmationData"))
    }

    /// Facts 2.1 of federation: exactly one, with an end and a recipient. Profiles 4.1.4.2: for the bearer, with no beginning.
    fn confirmation(&self) -> Passed<()> {
        let subject = self.part(self.assertion, "Subject")?;
        let all = self.tree.all(subject, (ASSERTION, "SubjectConfirmation"));
        let [one] = all.as_slice() else {
            return Err(Refusal::ConfirmationCount(all.len()));
        };
        if self.attribute(*one, "Method") != Some(BEARER) {
            return Err(Refusal::Confirmation);
        }
        let data = self.part(*one, "SubjectConfirmationData")?;
        if self.attribute(data, "NotBefore").is_some() {
            return Err(Refusal::Confirmation);
        }
        let until = self
            .time(data, "NotOnOrAfter")?
            .ok_or(Refusal::Missing("NotOnOrAfter of SubjectConfirmationData"))?;
        Ok(((), format!("for the bearer, until {}", time(until))))
    }

    fn recipient(&self) -> Passed<String> {
        let found = self
            .data()
            .and_then(|data| self.attribute(data, "Recipient"))
            .ok_or(Refusal::Missing("Recipient"))?;
        // Where several are allowed, the response around it has named one already.
        let named = self.outer.attribute(self.response, "Destination");
        let named = named.filter(|one| self.expected.destinations.contains(one));
        let fits = self.expected.destinations.contains(&found) && named.is_none_or(|named| named == found);
        if fits {
            return Ok((found.to_owned(), found.to_owned()));
        }
        Err(Refusal::Recipient {
            found: found.to_owned(),
            expected: named.map_or_else(|| any_of(self.expected.destinations), str::to_owned),
        })
    }

    fn subject(&self) -> Passed<NameId> {
        let subject = self.part(self.assertion, "Subject")?;
        let name = name_id(self.tree, self.part(subject, "NameID")?);
        if name.value.is_empty() {
            return Err(Refusal::Missing("NameID"));
        }
        let words = name.value.clone();
        Ok((name, words))
    }

    fn authentication(&self) -> Passed<Authentication> {
        let statements = self.tree.all(self.assertion, (ASSERTION, "AuthnStatement"));
        let [statement] = statements.as_slice() else {
            return Err(match statements.len() {
                0 => Refusal::Missing("AuthnStatement"),
                _ => Refusal::Structure {
                    element: "a second AuthnStatement".to_owned(),
                    parent: "Assertion".to_owned(),
                },
            });
        };
        let statement = *statement;
        let at = self.time(statement, "AuthnInstant")?;
        let context = self
            .tree
            .first(statement, (ASSERTION, "AuthnContext"))
            .and_then(|node| self.tree.first(node, (ASSERTION, "AuthnContextClassRef")))
            .map(|node| self.tree.text(node));
        let words = at.map_or_else(|| "at a time that is not given".to_owned(), time);
        Ok((
            Authentication {
                at,
                until: self.time(statement, "SessionNotOnOrAfter")?,
                session: self.attribute(statement, "SessionIndex").map(str::to_owned),
                context,
            },
            words,
        ))
    }

    fn instant(&self) -> Result<Timestamp, Refusal> {
        self.time(self.assertion, "IssueInstant")?
            .ok_or(Refusal::Missing("IssueInstant"))
    }

    fn issued(&self) -> Passed<Timestamp> {
        let instant = self.instant()?;
        if instant > later(self.expected.now, self.skew()) {
            return Err(Refusal::IssuedInFuture);
        }
        Ok((instant, self.beside(instant)))
    }

    fn age(&self) -> Passed<()> {
        let last = later(self.instant()?, self.expected.oldest);
        // That clocks may differ does not make it longer.
        if self.expected.now >= last {
            return Err(Refusal::TooOld {
                minutes: self.expected.oldest.as_secs() / 60,
            });
        }
        Ok(((), format!("to be taken until {}", time(last))))
    }

    fn begun(&self) -> Passed<()> {
        let conditions = self.part(self.assertion, "Conditions")?;
        let Some(from) = self.time(conditions, "NotBefore")? else {
            return Ok(((), "it has no beginning".to_owned()));
        };
        if from > later(self.expected.now, self.skew()) {
            return Err(Refusal::NotYetValid);
        }
        Ok(((), self.beside(from)))
    }

    /// Conditions, confirmation and the provider's session: the earliest end of the first two.
    fn not_over(&self) -> Passed<Timestamp> {
        let missing = Refusal::Missing("NotOnOrAfter");
        let conditions = self.part(self.assertion, "Conditions")?;
        let valid = self.time(conditions, "NotOnOrAfter")?.ok_or(missing.clone())?;
        let data = self.data().ok_or(missing.clone())?;
        let confirmed = self.time(data, "NotOnOrAfter")?.ok_or(missing)?;
        for statement in self.tree.all(self.assertion, (ASSERTION, "AuthnStatement")) {
            if let Some(until) = self.time(statement, "SessionNotOnOrAfter")?
                && self.is_over(until)
            {
                return Err(Refusal::Expired);
            }
        }
        let until = valid.min(confirmed);
        if self.is_over(until) {
            return Err(Refusal::Expired);
        }
        Ok((until, self.beside(until)))
    }

    fn is_over(&self, until: Timestamp) -> bool {
        self.expected.now >= later(until, self.skew())
    }

    /// A time, how far from now it is, and by how much clocks may differ.
    fn beside(&self, at: Timestamp) -> String {
        let away: SignedDuration = at.duration_since(self.expected.now);
        let seconds = away.as_secs();
        let (side, seconds) = if seconds < 0 {
            ("ago", seconds.unsigned_abs())
        } else {
            ("from now", seconds.unsigned_abs())
        };
        format!(
            "{}, {seconds} s {side}; clocks may differ by {} s",
            time(at),
            self.skew().as_secs()
        )
    }
}

/// The audiences of every restriction.
pub(crate) fn audiences(tree: &Tree<'_>, assertion: NodeId) -> Vec<Vec<String>> {
    tree.all(assertion, (ASSERTION, "Conditions"))
        .into_iter()
        .flat_map(|conditions| tree.all(conditions, (ASSERTION, "AudienceRestriction")))
        .map(|restriction| {
            tree.all(restriction, (ASSERTION, "Audience"))
                .into_iter()
                .map(|audience| tree.text(audience))
                .collect()
        })
        .collect()
}

pub(crate) fn name_id(tree: &Tree<'_>, name: NodeId) -> NameId {
    let attribute = |attribute| tree.attribute(name, attribute).map(str::to_owned);
    NameId {
        format: attribute("Format").unwrap_or_default(),
        value: tree.text(name),
        name_qualifier: attribute("NameQualifier"),
        sp_name_qualifier: attribute("SPNameQualifier"),
    }
}

pub(crate) fn attributes(tree: &Tree<'_>, assertion: NodeId) -> Vec<Attribute> {
    tree.all(assertion, (ASSERTION, "AttributeStatement"))
        .into_iter()
        .flat_map(|statement| tree.all(statement, (ASSERTION, "Attribute")))
        .map(|attribute| Attribute {
            name: tree.attribute(attribute, "Name").unwrap_or_default().to_owned(),
            values: tree
                .all(attribute, (ASSERTION, "AttributeValue"))
                .into_iter()
                .map(|value| tree.text(value))
                .collect(),
        })
        .collect()
}

/// AWS sign-in has an endpoint in every region: a person reads the first.
fn any_of(names: &[&str]) -> String {
    match names {
        [first, rest @ ..] if rest.len() > 3 => format!("{first} or one of {} others", rest.len()),
        few => few.join(" or "),
    }
}

fn later(at: Timestamp, by: Duration) -> Timestamp {
    at.checked_add(by).unwrap_or(Timestamp::MAX)
}
