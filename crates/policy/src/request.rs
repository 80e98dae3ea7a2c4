//! What is asked.

use crate::context::Context;
use crate::principal::Principal;

/// An action, `service:Name`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Action {
    name: String,
    folded: String,
    colon: usize,
}

/// Text that is no action.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("an action is written service:Name")]
pub struct NotAnAction;

impl Action {
    /// Reads `service:Name`.
    ///
    /// # Errors
    /// Without exactly one colon and something on both sides of it, or with a wildcard.
    pub fn parse(name: &str) -> Result<Self, NotAnAction> {
        let folded = name.to_ascii_lowercase();
        let (service, action) = folded.split_once(':').ok_or(NotAnAction)?;
        if service.is_empty() || action.is_empty() || action.contains(':') || name.contains(['*', '?']) {
            return Err(NotAnAction);
        }
        let colon = service.len();
        Ok(Self {
            name: name.to_owned(),
            folded,
            colon,
        })
    }

    /// As written.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.name
    }

    /// Service and name, in lower case.
    pub(crate) fn parts(&self) -> (&str, &str) {
        let service = self.folded.get(..self.colon).unwrap_or_default();
        let name = self.folded.get(self.colon.saturating_add(1)..).unwrap_or_default();
        (service, name)
    }
}

/// A request to be decided.
#[derive(Debug, Clone, Copy)]
pub struct Request<'a> {
    /// Who asks.
    pub principal: &'a Principal,
    /// For what.
    pub action: &'a Action,
    /// On what: an ARN, or `*` where the action names no resource.
    pub resource: &'a str,
    /// What else is known, the principal's own keys (`Principal::context`) included.
    pub context: &'a Context,
    /// Whose the resource is.
    pub accounts: Accounts<'a>,
}

/// The accounts that a request touches, beside the principal's.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Accounts<'a> {
    /// The account that owns the resource.
    pub resource: &'a str,
    /// The organization's management account, which control policies do not bind; none outside an organization.
    pub management: Option<&'a str>,
}
