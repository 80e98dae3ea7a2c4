//! XML signatures in the one shape that there is here: enveloped, exclusive canonical XML, SHA-256.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bergshamra_c14n::{C14nMode, canonicalize_doc};
use bergshamra_xml::NodeSet;
use sha2::{Digest as _, Sha256};
use uppsala::NodeId;

use crate::key::TrustedKey;
use crate::names::{DSIG, ECDSA_SHA256, ENVELOPED, EXC_C14N, RSA_SHA256, SHA256};
use crate::refusal::Refusal;
use crate::tree::Tree;

/// The canonical bytes of an element, without its signature.
pub(crate) fn canonical(
    tree: &Tree<'_>,
    element: NodeId,
    without: Option<NodeId>,
    prefixes: &[&str],
) -> Result<Vec<u8>, Refusal> {
    let mut nodes = NodeSet::tree_without_comments(element, &tree.0);
    if let Some(signature) = without {
        nodes = nodes.subtract(&NodeSet::tree_with_comments(signature, &tree.0));
    }
    canonicalize_doc(&tree.0, C14nMode::Exclusive, Some(&nodes), prefixes).map_err(|_| Refusal::NotXml)
}

/// Base64 SHA-256.
pub(crate) fn digest(bytes: &[u8]) -> String {
    BASE64.encode(Sha256::digest(bytes))
}

/// Judges the signature that stands in `element`, and returns the bytes that it covers: the element without it.
/// Nothing if there is none.
pub(crate) fn verified(tree: &Tree<'_>, element: NodeId, trusted: &[TrustedKey]) -> Result<Option<Vec<u8>>, Refusal> {
    let signatures = tree.all(element, (DSIG, "Signature"));
    let signature = match signatures.as_slice() {
        [] => return Ok(None),
        [one] => *one,
        _ => return Err(Refusal::SignatureShape("more than one signature")),
    };
    let part = |parent, name, words| tree.only(parent, (DSIG, name)).ok_or(Refusal::SignatureShape(words));
    let info = part(signature, "SignedInfo", "one SignedInfo")?;
    let method = part(info, "CanonicalizationMethod", "one CanonicalizationMethod")?;
    expect_algorithm(tree, method, EXC_C14N)?;
    let reference = part(info, "Reference", "one Reference")?;
    let id = tree.attribute(element, "ID").unwrap_or_default();
    if id.is_empty() || tree.attribute(reference, "URI") != Some(format!("#{id}").as_str()) {
        return Err(Refusal::SignatureShape("the reference is to the element it stands in"));
    }
    let transforms = part(reference, "Transforms", "one Transforms")?;
    let both = tree.all(transforms, (DSIG, "Transform"));
    let &[enveloped, exclusive] = both.as_slice() else {
        return Err(Refusal::SignatureShape("two transforms"));
    };
    expect_algorithm(tree, enveloped, ENVELOPED)?;
    expect_algorithm(tree, exclusive, EXC_C14N)?;
    expect_algorithm(tree, part(reference, "DigestMethod", "one DigestMethod")?, SHA256)?;

    let covered = canonical(tree, element, Some(signature), &prefixes(tree, exclusive))?;
    let stated = packed(tree, part(reference, "DigestValue", "one DigestValue")?);
    if stated != digest(&covered) {
        return Err(Refusal::Digest);
    }
    let algorithm = tree
        .attribute(part(info, "SignatureMethod", "one SignatureMethod")?, "Algorithm")
        .unwrap_or_default();
    if algorithm != RSA_SHA256 && algorithm != ECDSA_SHA256 {
        return Err(Refusal::Algorithm(algorithm.to_owned()));
    }
    let value = packed(tree, part(signature, "SignatureValue", "one SignatureValue")?);
    let value = BASE64.decode(value).map_err(|_| Refusal::Signature)?;
    let signed = canonical(tree, info, None, &prefixes(tree, method))?;
    if trusted.iter().any(|key| key.verifies(algorithm, &signed, &value)) {
        Ok(Some(covered))
    } else {
        Err(Refusal::Signature)
    }
}

fn expect_algorithm(tree: &Tree<'_>, node: NodeId, expected: &str) -> Result<(), Refusal> {
    let found = tree.attribute(node, "Algorithm").unwrap_or_default();
    if found == expected {
        Ok(())
    } else {
        Err(Refusal::Algorithm(found.to_owned()))
    }
}

/// Prefixes that exclusive canonical XML treats as inclusive.
fn prefixes<'t>(tree: &'t Tree<'_>, transform: NodeId) -> Vec<&'t str> {
    tree.first(transform, (EXC_C14N, "InclusiveNamespaces"))
        .and_then(|list| tree.attribute(list, "PrefixList"))
        .map(|list| list.split_ascii_whitespace().collect())
        .unwrap_or_default()
}

fn packed(tree: &Tree<'_>, node: NodeId) -> String {
    tree.text(node).split_ascii_whitespace().collect()
}
