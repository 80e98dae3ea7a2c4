//! A request for authentication: a service provider asks, an identity provider answers.
//!
//! Core 3.4.1, by the binding HTTP-POST. Requests are not signed: what they ask for, the provider was told in metadata, and
//! nothing in them is believed beyond that.

use std::fmt::Write as _;

use jiff::Timestamp;
use thiserror::Error;
use uppsala::{NodeId, NodeKind};

use crate::gate;
use crate::names::{ASSERTION, DSIG, HTTP_POST, PROTOCOL};
use crate::text::{escape, read_time, time};
use crate::tree::Tree;

/// A request for authentication.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuthnRequest {
    /// Unique, and a name in XML: the response names it.
    pub id: String,
    /// Who asks: the service provider's entity id.
    pub issuer: String,
    /// Where it was sent: the identity provider's address.
    pub destination: Option<String>,
    /// Where the response is to be sent. The identity provider holds it against what it knows of the service provider.
    pub acs: Option<String>,
    /// When.
    pub issued_at: Timestamp,
    /// The format of name that is wanted.
    pub name_id_format: Option<String>,
    /// The person signs in again, session or not.
    pub force_authn: bool,
    /// Nobody is asked anything: there is a session, or the answer is no.
    pub is_passive: bool,
}

/// Why a request is refused.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum RequestError {
    /// Too large, no text, markup that has no place in it, or not well-formed.
    #[error("the request is not a document that can be read: {0}")]
    Unreadable(crate::Refusal),
    /// Something else.
    #[error("the document is not a SAML 2.0 request for authentication")]
    NotARequest,
    /// Something stands where it may not.
    #[error("{0} has no place in a request")]
    Structure(String),
    /// Something that must be there is not, or cannot be read.
    #[error("{0} is missing or cannot be read")]
    Missing(&'static str),
    /// The answer is wanted by another way than the browser's form.
    #[error("responses are sent by HTTP-POST only")]
    Binding,
}

impl AuthnRequest {
    /// Writes it.
    #[must_use]
    pub fn write(&self) -> String {
        let mut text = format!(
            "<samlp:AuthnRequest xmlns:samlp=\"{PROTOCOL}\" xmlns:saml=\"{ASSERTION}\" ID=\"{}\" Version=\"2.0\" \
             IssueInstant=\"{}\" ProtocolBinding=\"{HTTP_POST}\"",
            escape(&self.id),
            time(self.issued_at),
        );
        for (name, value) in [
            ("Destination", &self.destination),
            ("AssertionConsumerServiceURL", &self.acs),
        ] {
            if let Some(value) = value {
                let _ = write!(text, " {name}=\"{}\"", escape(value));
            }
        }
        for (name, value) in [("ForceAuthn", self.force_authn), ("IsPassive", self.is_passive)] {
            if value {
                let _ = write!(text, " {name}=\"true\"");
            }
        }
        let _ = write!(text, "><saml:Issuer>{}</saml:Issuer>", escape(&self.issuer));
        if let Some(format) = &self.name_id_format {
            let _ = write!(
                text,
                "<samlp:NameIDPolicy AllowCreate=\"true\" Format=\"{}\"/>",
                escape(format)
            );
        }
        text.push_str("</samlp:AuthnRequest>");
        text
    }

    /// Reads a request as it came (XML, after base64).
    ///
    /// A signature on it is passed over, as are the contexts that it wishes for.
    ///
    /// # Errors
    /// [`RequestError`].
    pub fn parse(bytes: &[u8]) -> Result<Self, RequestError> {
        let text = gate::text(bytes).map_err(RequestError::Unreadable)?;
        let tree = Tree::parse(text).map_err(RequestError::Unreadable)?;
        let root = tree.root().map_err(RequestError::Unreadable)?;
        if !tree.is(root, (PROTOCOL, "AuthnRequest")) || tree.attribute(root, "Version") != Some("2.0") {
            return Err(RequestError::NotARequest);
        }
        shape(&tree, root)?;
        if tree
            .attribute(root, "ProtocolBinding")
            .is_some_and(|binding| binding != HTTP_POST)
        {
            return Err(RequestError::Binding);
        }
        let text_of = |name| tree.attribute(root, name).map(str::to_owned);
        let flag = |name| matches!(tree.attribute(root, name), Some("true" | "1"));
        Ok(Self {
            id: text_of("ID")
                .filter(|id| is_id(id))
                .ok_or(RequestError::Missing("ID"))?,
            issuer: tree
                .only(root, (ASSERTION, "Issuer"))
                .map(|issuer| tree.text(issuer))
                .filter(|issuer| !issuer.is_empty())
                .ok_or(RequestError::Missing("Issuer"))?,
            destination: text_of("Destination"),
            acs: text_of("AssertionConsumerServiceURL"),
            issued_at: tree
                .attribute(root, "IssueInstant")
                .and_then(read_time)
                .ok_or(RequestError::Missing("IssueInstant"))?,
            name_id_format: tree
                .only(root, (PROTOCOL, "NameIDPolicy"))
                .and_then(|policy| tree.attribute(policy, "Format"))
                .map(str::to_owned),
            force_authn: flag("ForceAuthn"),
            is_passive: flag("IsPassive"),
        })
    }
}

/// The response repeats it: a short name of letters that no XML stumbles over.
fn is_id(id: &str) -> bool {
    let starts = id
        .chars()
        .next()
        .is_some_and(|first| first == '_' || first.is_ascii_alphabetic());
    starts
        && id.len() <= 256
        && id
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || b"_-.".contains(&byte))
}

fn shape(tree: &Tree<'_>, root: NodeId) -> Result<(), RequestError> {
    for child in tree.0.children_iter(root) {
        let name = match tree.0.node_kind(child) {
            Some(NodeKind::Element(_)) => tree.name(child),
            Some(NodeKind::Text(text)) if text.trim().is_empty() => continue,
            _ => None,
        };
        match name {
            Some(
                (ASSERTION, "Issuer") | (PROTOCOL, "NameIDPolicy" | "RequestedAuthnContext") | (DSIG, "Signature"),
            ) => {}
            Some((_, other)) => return Err(RequestError::Structure(other.to_owned())),
            None => return Err(RequestError::Structure("text".to_owned())),
        }
    }
    let issuers = tree.all(root, (ASSERTION, "Issuer"));
    let has_elements = issuers
        .iter()
        .any(|issuer| tree.0.children_iter(*issuer).any(|child| tree.name(child).is_some()));
    if has_elements {
        return Err(RequestError::Structure("an element in Issuer".to_owned()));
    }
    Ok(())
}
