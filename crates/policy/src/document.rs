//! Policy documents: read once, checked, and kept in the form in which they decide.
//!
//! The language: <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html>. Two of its corners are
//! refused although AWS lets them through, because a policy that cannot mean what it says should not be saved: a JSON key
//! that comes twice, and a value that its operator cannot compare.

mod check;
mod clauses;
mod fault;
mod index;
mod json;
mod kind;
mod locate;
mod parse;
mod path;
mod print;

pub use self::fault::{Fault, MalformedPolicy, Problem};
pub use self::kind::{Kind, Limits};
pub use self::path::{Path, Position, Step};

use self::index::Index;
use crate::statement::Statement;

/// The version of the language.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default)]
pub enum Version {
    /// `2008-10-17`, also when no version is given: `${…}` is plain text.
    /// <https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_version.html>
    #[default]
    V2008,
    /// `2012-10-17`
    V2012,
}

/// What a statement does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Effect {
    /// It allows.
    Allow,
    /// It denies, whatever else allows.
    Deny,
}

/// A policy document that was accepted. Two are equal if they say the same, however it is written.
#[derive(Debug, Clone)]
pub struct Document {
    kind: Kind,
    version: Version,
    id: Option<Box<str>>,
    statements: Vec<Statement>,
    index: Index,
    /// As it was written, without white space.
    text: Box<str>,
}

impl PartialEq for Document {
    fn eq(&self, other: &Self) -> bool {
        (self.kind, self.version, &self.id) == (other.kind, other.version, &other.id)
            && self.statements == other.statements
    }
}

impl Document {
    /// Reads a document and checks it as that kind of policy, within the kind's own limits.
    ///
    /// # Errors
    /// Everything that is wrong with it; first what AWS would say.
    pub fn parse(text: &str, kind: Kind) -> Result<Self, MalformedPolicy> {
        Self::parse_within(text, kind, kind.limits())
    }

    /// The same with other limits.
    ///
    /// # Errors
    /// Everything that is wrong with it; first what AWS would say.
    pub fn parse_within(text: &str, kind: Kind, limits: Limits) -> Result<Self, MalformedPolicy> {
        parse::parse(text, kind, limits)
    }

    /// `FullAWSAccess` and `RCPFullAWSAccess`: what Organizations attaches everywhere at first.
    #[must_use]
    pub fn full_access(kind: Kind) -> Self {
        let names_anyone = kind.principal() != kind::Presence::Prohibited;
        let principal = if names_anyone { r#""Principal":"*","# } else { "" };
        let statement = format!(r#"{{"Effect":"Allow",{principal}"Action":"*","Resource":"*"}}"#);
        let text = format!(r#"{{"Version":"2012-10-17","Statement":[{statement}]}}"#);
        let statements = vec![Statement::allow_everything(names_anyone)];
        Self::assemble(kind, Version::V2012, None, statements, text.into())
    }

    fn assemble(
        kind: Kind,
        version: Version,
        id: Option<Box<str>>,
        statements: Vec<Statement>,
        text: Box<str>,
    ) -> Self {
        Self {
            kind,
            version,
            id,
            index: Index::new(&statements),
            statements,
            text,
        }
    }

    /// The kind that it was read as.
    #[must_use]
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The version of the language.
    #[must_use]
    pub fn version(&self) -> Version {
        self.version
    }

    /// The Id element.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// The number of statements.
    #[must_use]
    pub fn len(&self) -> usize {
        self.statements.len()
    }

    /// Never: a document has a statement.
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.statements.is_empty()
    }

    /// The statements that may speak of an action (both parts in lower case), with their places.
    pub(crate) fn about(&self, service: &str, name: &str) -> impl Iterator<Item = (usize, &Statement)> {
        let places = self.index.places(service, name);
        places.filter_map(|place| Some((place, self.statements.get(place)?)))
    }

    /// A statement by its place.
    pub(crate) fn statement(&self, place: usize) -> Option<&Statement> {
        self.statements.get(place)
    }
}

#[cfg(test)]
mod tests;
