//! Reading metadata that a stranger may have written.

use jiff::Timestamp;
use uppsala::{NodeId, NodeKind};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{Binding, IdpMetadata, METADATA_LENGTH, MetadataError, SignOn};
use crate::key::{KeyError, TrustedKey, ends_of_chains};
use crate::names::{DSIG, HTTP_POST, HTTP_REDIRECT, METADATA, PROTOCOL};
use crate::text::read_time;
use crate::tree::{Tree, count_tags};

/// Deeper than the metadata of any product.
const DEEPEST: u32 = 32;
/// AD FS describes all its claims: a thousand. More is a federation.
const MOST_TAGS: usize = 20_000;
/// Metadata 2.2.1.
const LONGEST_ENTITY_ID: usize = 1024;
/// Keys of one provider; every one may be tried.
const MOST_KEYS: usize = 16;
const MOST_ADDRESSES: usize = 64;

pub(super) fn read(text: &str) -> Result<IdpMetadata, MetadataError> {
    let tree = document(text)?;
    let root = tree.root().map_err(|_| MetadataError::NotXml)?;
    let entity = entity(&tree, root)?;
    let entity_id = tree
        .attribute(entity, "entityID")
        .map(str::trim)
        .filter(|id| (1..=LONGEST_ENTITY_ID).contains(&id.chars().count()))
        .ok_or(MetadataError::EntityId)?;
    let descriptor = descriptor(&tree, entity)?;
    let texts = |name| -> Vec<String> {
        tree.all(descriptor, (METADATA, name))
            .into_iter()
            .take(MOST_ADDRESSES)
            .map(|node| tree.text(node))
            .collect()
    };
    Ok(IdpMetadata {
        entity_id: entity_id.to_owned(),
        keys: keys(&tree, descriptor)?,
        sign_on: addresses(&tree, descriptor)?,
        name_id_formats: texts("NameIDFormat"),
        valid_until: valid_until(&tree, &[root, entity, descriptor])?,
        wants_signed_requests: matches!(
            tree.attribute(descriptor, "WantAuthnRequestsSigned"),
            Some("true" | "1")
        ),
    })
}

fn document(text: &str) -> Result<Tree<'_>, MetadataError> {
    // A character has four bytes at most: most texts need not be counted.
    let most = *METADATA_LENGTH.end();
    if text.len() > most && text.chars().count() > most {
        return Err(MetadataError::TooLarge);
    }
    if text.starts_with('\u{feff}') {
        return Err(MetadataError::Encoding);
    }
    if let Some((declaration, _)) = text.strip_prefix("<?xml").and_then(|rest| rest.split_once("?>")) {
        let lower = declaration.to_ascii_lowercase();
        if lower.contains("encoding") && !lower.contains("utf-8") && !lower.contains("ascii") {
            return Err(MetadataError::Encoding);
        }
    }
    if text.contains("<!DOCTYPE") {
        return Err(MetadataError::ForbiddenMarkup);
    }
    if count_tags(text).is_none_or(|tags| tags > MOST_TAGS) {
        return Err(MetadataError::TooLarge);
    }
    let tree = Tree::parse_within(text, DEEPEST).map_err(|_| MetadataError::NotXml)?;
    let is_instruction = |node| matches!(tree.0.node_kind(node), Some(NodeKind::ProcessingInstruction(_)));
    if tree.0.descendants(tree.0.root()).into_iter().any(is_instruction) {
        return Err(MetadataError::ForbiddenMarkup);
    }
    Ok(tree)
}

/// The one entity, wherever it stands: a second one is not for anybody to find who reads otherwise.
fn entity(tree: &Tree<'_>, root: NodeId) -> Result<NodeId, MetadataError> {
    let name = (METADATA, "EntityDescriptor");
    if !tree.is(root, name) && !tree.is(root, (METADATA, "EntitiesDescriptor")) {
        return Err(MetadataError::NotMetadata);
    }
    let all: Vec<NodeId> = tree
        .0
        .descendants(tree.0.root())
        .into_iter()
        .filter(|node| tree.is(*node, name))
        .collect();
    let [one] = all.as_slice() else {
        return Err(MetadataError::Entities(all.len()));
    };
    let mut above = tree.0.parent(*one);
    while let Some(node) = above.filter(|node| *node != tree.0.root()) {
        if !tree.is(node, (METADATA, "EntitiesDescriptor")) {
            return Err(MetadataError::NotMetadata);
        }
        above = tree.0.parent(node);
    }
    Ok(*one)
}

fn descriptor(tree: &Tree<'_>, entity: NodeId) -> Result<NodeId, MetadataError> {
    let speaks = |node: &NodeId| {
        tree.attribute(*node, "protocolSupportEnumeration")
            .is_some_and(|list| list.split_ascii_whitespace().any(|one| one == PROTOCOL))
    };
    let all: Vec<NodeId> = tree
        .all(entity, (METADATA, "IDPSSODescriptor"))
        .into_iter()
        .filter(speaks)
        .collect();
    match all.as_slice() {
        [one] => Ok(*one),
        other => Err(MetadataError::Descriptors(other.len())),
    }
}

fn keys(tree: &Tree<'_>, descriptor: NodeId) -> Result<Vec<TrustedKey>, MetadataError> {
    let mut keys: Vec<TrustedKey> = Vec::new();
    for key in tree.all(descriptor, (METADATA, "KeyDescriptor")) {
        if !matches!(tree.attribute(key, "use"), None | Some("signing")) {
            continue;
        }
        for info in tree.all(key, (DSIG, "KeyInfo")) {
            for data in tree.all(info, (DSIG, "X509Data")) {
                for der in ends_of_chains(&certificates(tree, data)?) {
                    let key = TrustedKey::from_certificate(&der)?;
                    if keys.iter().all(|known| known.certificate() != key.certificate()) {
                        keys.push(key);
                    }
                    if keys.len() > MOST_KEYS {
                        return Err(MetadataError::TooLarge);
                    }
                }
            }
        }
    }
    if keys.is_empty() {
        return Err(MetadataError::NoKeys);
    }
    Ok(keys)
}

fn certificates(tree: &Tree<'_>, data: NodeId) -> Result<Vec<Vec<u8>>, MetadataError> {
    tree.all(data, (DSIG, "X509Certificate"))
        .into_iter()
        .map(|node| {
            let packed: String = tree.text(node).split_ascii_whitespace().collect();
            BASE64.decode(packed).map_err(|_| KeyError::Certificate.into())
        })
        .collect()
}

fn addresses(tree: &Tree<'_>, descriptor: NodeId) -> Result<Vec<SignOn>, MetadataError> {
    let mut addresses = Vec::new();
    for node in tree.all(descriptor, (METADATA, "SingleSignOnService")) {
        let binding = match tree.attribute(node, "Binding") {
            Some(HTTP_POST) => Binding::Post,
            Some(HTTP_REDIRECT) => Binding::Redirect,
            _ => continue,
        };
        let location = tree.attribute(node, "Location").unwrap_or_default().trim();
        // A browser is sent there: it must not be a script.
        let lower = location.get(..8).unwrap_or(location).to_ascii_lowercase();
        let is_web = lower.starts_with("https://") || lower.starts_with("http://");
        if !is_web || location.chars().any(|one| one.is_whitespace() || one.is_control()) {
            return Err(MetadataError::Location(location.chars().take(200).collect()));
        }
        if addresses.len() < MOST_ADDRESSES {
            addresses.push(SignOn {
                binding,
                location: location.to_owned(),
            });
        }
    }
    Ok(addresses)
}

/// The earliest of those that are given.
fn valid_until(tree: &Tree<'_>, nodes: &[NodeId]) -> Result<Option<Timestamp>, MetadataError> {
    let mut earliest: Option<Timestamp> = None;
    for text in nodes.iter().filter_map(|node| tree.attribute(*node, "validUntil")) {
        let until = read_time(text).ok_or(MetadataError::Time)?;
        earliest = Some(earliest.map_or(until, |known| known.min(until)));
    }
    Ok(earliest)
}
