//! The parsed document, read the way the gate and the verifier need it.

use uppsala::{Document, NodeId, NodeKind, Parser};

use crate::refusal::Refusal;

/// Deeper than any response.
const DEEPEST: u32 = 24;
/// More attributes and namespaces than any element of a response or of metadata has. Looking for the same name twice takes the
/// parser the square of their number.
const MOST_ATTRIBUTES: usize = 48;

/// A parsed document.
pub(crate) struct Tree<'a>(pub(crate) Document<'a>);

/// Namespace and local name.
pub(crate) type Name<'t> = (&'t str, &'t str);

impl<'a> Tree<'a> {
    pub(crate) fn parse(text: &'a str) -> Result<Self, Refusal> {
        Self::parse_within(text, DEEPEST)
    }

    pub(crate) fn parse_within(text: &'a str, depth: u32) -> Result<Self, Refusal> {
        Parser::new()
            .with_max_depth(depth)
            .with_forbid_dtd(true)
            .parse(text)
            .map(Self)
            .map_err(|_| Refusal::NotXml)
    }

    pub(crate) fn root(&self) -> Result<NodeId, Refusal> {
        self.0.document_element().ok_or(Refusal::NotXml)
    }

    /// The element's name; nothing for what is no element.
    pub(crate) fn name(&self, node: NodeId) -> Option<Name<'_>> {
        let name = &self.0.element(node)?.name;
        Some((
            name.namespace_uri.as_deref().unwrap_or_default(),
            name.local_name.as_ref(),
        ))
    }

    pub(crate) fn is(&self, node: NodeId, name: Name<'_>) -> bool {
        self.name(node) == Some(name)
    }

    /// Child elements of one name.
    pub(crate) fn all(&self, node: NodeId, name: Name<'_>) -> Vec<NodeId> {
        self.0
            .children(node)
            .into_iter()
            .filter(|child| self.is(*child, name))
            .collect()
    }

    /// The first child element of a name.
    pub(crate) fn first(&self, node: NodeId, name: Name<'_>) -> Option<NodeId> {
        self.all(node, name).into_iter().next()
    }

    /// The one child element of a name.
    pub(crate) fn only(&self, node: NodeId, name: Name<'_>) -> Option<NodeId> {
        match self.all(node, name).as_slice() {
            [one] => Some(*one),
            _ => None,
        }
    }

    /// An attribute without prefix, by its exact name.
    pub(crate) fn attribute(&self, node: NodeId, name: &str) -> Option<&str> {
        self.0
            .element(node)?
            .attributes
            .iter()
            .find(|attribute| attribute.name.namespace_uri.is_none() && attribute.name.local_name == name)
            .map(|attribute| attribute.value.as_ref())
    }

    /// All text inside, without the space around it: XML's four (XML 1.0 2.3), as others are part of a name.
    pub(crate) fn text(&self, node: NodeId) -> String {
        let text = self.0.text_content_deep(node);
        text.trim_matches([' ', '\t', '\r', '\n']).to_owned()
    }

    /// Whether it is text that is not only space.
    pub(crate) fn is_words(&self, node: NodeId) -> bool {
        matches!(self.0.node_kind(node), Some(NodeKind::Text(text)) if !text.trim_matches([' ', '\t', '\r', '\n']).is_empty())
    }
}

/// Counts tags, and refuses elements with too many attributes, before anything is parsed. What is not well-formed may be
/// counted wrongly; the parser stops there.
pub(crate) fn count_tags(text: &str) -> Option<usize> {
    let mut tags = 0;
    let mut rest = text;
    while let Some(start) = rest.find('<') {
        let tag = rest.get(start..).unwrap_or_default();
        tags += 1;
        let past = |end: &str| tag.find(end).map_or(tag.len(), |place| place + end.len());
        let length = match tag.as_bytes() {
            [_, b'!', b'-', b'-', ..] => past("-->"),
            [_, b'!', b'[', ..] => past("]]>"),
            [_, b'?', ..] => past("?>"),
            _ => past_tag(tag)?,
        };
        rest = tag.get(length..).unwrap_or_default();
    }
    Some(tags)
}

/// The length of a tag, if it has not too many attributes.
fn past_tag(tag: &str) -> Option<usize> {
    let mut values = 0;
    let mut place = 0;
    loop {
        let rest = tag.as_bytes().get(place..).unwrap_or_default();
        let Some(next) = rest.iter().position(|byte| matches!(byte, b'"' | b'\'' | b'>')) else {
            return Some(tag.len());
        };
        place += next + 1;
        let quote = match rest.get(next) {
            Some(b'"') => '"',
            Some(b'\'') => '\'',
            _ => return Some(place),
        };
        values += 1;
        if values > MOST_ATTRIBUTES {
            return None;
        }
        let Some(end) = tag.get(place..).and_then(|value| value.find(quote)) else {
            return Some(tag.len());
        };
        place += end + 1;
    }
}
