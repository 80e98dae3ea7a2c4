//! XML signatures in the one shape that there is here: enveloped, exclusive canonical XML, SHA-256.

use std::borrow::Cow;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use bergshamra_c14n::{C14nMode, canonicalize_doc};
use bergshamra_xml::NodeSet;
use sha2::{Digest as _, Sha256};
use uppsala::NodeId;

use crate::key::{KeyError, TrustedKey};
use crate::names::{ASSERTION, DSIG, ECDSA_SHA256, ENVELOPED, EXC_C14N, RSA_SHA256, SHA256};
use crate::refusal::Refusal;
use crate::response::Signed;
use crate::tree::Tree;
use crate::verify::Expected;

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

/// A signature and its parts, where they stand.
#[derive(Debug, Clone, Copy)]
struct Parts {
    /// What it stands in, and signs.
    element: NodeId,
    signature: NodeId,
    info: NodeId,
    canonicalization: NodeId,
    method: NodeId,
    transforms: [NodeId; 2],
    digest_method: NodeId,
    digest_value: NodeId,
    value: NodeId,
}

/// The signatures of a response: one at least.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Found {
    outer: Option<Parts>,
    inner: Option<Parts>,
    response: NodeId,
}

/// A signature that holds.
#[derive(Debug)]
pub(crate) struct Held {
    pub(crate) signed: Signed,
    /// The canonical bytes of the assertion, or of the response if it alone is signed.
    pub(crate) covered: Vec<u8>,
    /// Fingerprint of the certificate whose key made it.
    pub(crate) certificate: String,
}

/// Looks for the signatures and their parts.
pub(crate) fn signatures(tree: &Tree<'_>, response: NodeId, assertion: NodeId) -> Result<(Found, String), Refusal> {
    let found = Found {
        outer: parts(tree, response)?,
        inner: parts(tree, assertion)?,
        response,
    };
    let detail = match (found.outer, found.inner) {
        (None, None) => return Err(Refusal::NotSigned),
        (None, Some(_)) => "of the assertion",
        (Some(_), None) => "of the response",
        (Some(_), Some(_)) => "of the assertion, and of the response",
    };
    Ok((found, detail.to_owned()))
}

fn parts(tree: &Tree<'_>, element: NodeId) -> Result<Option<Parts>, Refusal> {
    let signatures = tree.all(element, (DSIG, "Signature"));
    let signature = match signatures.as_slice() {
        [] => return Ok(None),
        [one] => *one,
        _ => return Err(Refusal::SignatureShape("more than one signature")),
    };
    let part = |parent, name, words| tree.only(parent, (DSIG, name)).ok_or(Refusal::SignatureShape(words));
    let info = part(signature, "SignedInfo", "one SignedInfo")?;
    let reference = part(info, "Reference", "one Reference")?;
    let id = tree.attribute(element, "ID").unwrap_or_default();
    let uri = tree.attribute(reference, "URI").unwrap_or_default();
    if id.is_empty() || uri.strip_prefix('#') != Some(id) {
        return Err(Refusal::SignatureShape("the reference is to the element it stands in"));
    }
    let transforms = part(reference, "Transforms", "one Transforms")?;
    let transforms = tree.all(transforms, (DSIG, "Transform"));
    Ok(Some(Parts {
        element,
        signature,
        info,
        canonicalization: part(info, "CanonicalizationMethod", "one CanonicalizationMethod")?,
        method: part(info, "SignatureMethod", "one SignatureMethod")?,
        transforms: transforms
            .try_into()
            .map_err(|_| Refusal::SignatureShape("two transforms"))?,
        digest_method: part(reference, "DigestMethod", "one DigestMethod")?,
        digest_value: part(reference, "DigestValue", "one DigestValue")?,
        value: part(signature, "SignatureValue", "one SignatureValue")?,
    }))
}

impl Found {
    /// In the order of the document.
    fn both(&self) -> impl Iterator<Item = Parts> {
        self.outer.into_iter().chain(self.inner)
    }

    /// Every algorithm is one of those that are allowed.
    pub(crate) fn algorithms(self, tree: &Tree<'_>) -> Result<(Self, String), Refusal> {
        let mut detail = "";
        for parts in self.both() {
            let [enveloped, exclusive] = parts.transforms;
            expect_algorithm(tree, parts.canonicalization, EXC_C14N)?;
            expect_algorithm(tree, enveloped, ENVELOPED)?;
            expect_algorithm(tree, exclusive, EXC_C14N)?;
            expect_algorithm(tree, parts.digest_method, SHA256)?;
            detail = match parts.algorithm(tree) {
                RSA_SHA256 => "RSA with SHA-256",
                ECDSA_SHA256 => "ECDSA with SHA-256",
                other => return Err(Refusal::Algorithm(other.to_owned())),
            };
        }
        Ok((self, detail.to_owned()))
    }

    /// The canonical bytes that the innermost signature covers. The digest of every signature is held against what it covers.
    pub(crate) fn covered(&self, tree: &Tree<'_>) -> Result<Vec<u8>, Refusal> {
        let mut innermost = Vec::new();
        for parts in self.both() {
            let [_, exclusive] = parts.transforms;
            let covered = canonical(tree, parts.element, Some(parts.signature), &prefixes(tree, exclusive))?;
            if packed(tree, parts.digest_value) != digest(&covered) {
                return Err(Refusal::Digest);
            }
            innermost = covered;
        }
        Ok(innermost)
    }

    /// Every signature was made with a trusted key.
    pub(crate) fn made_by(&self, tree: &Tree<'_>, covered: Vec<u8>, expected: &Expected<'_>) -> Result<Held, Refusal> {
        if expected.trusted.is_empty() {
            let issuer = tree.first(self.response, (ASSERTION, "Issuer"));
            let issuer = issuer.or_else(|| tree.first(self.inner?.element, (ASSERTION, "Issuer")));
            return Err(Refusal::UnknownIssuer(
                issuer.map(|node| tree.text(node)).unwrap_or_default(),
            ));
        }
        let mut certificate = String::new();
        for parts in self.both() {
            parts.made_by(tree, expected.trusted)?.clone_into(&mut certificate);
        }
        Ok(Held {
            signed: match (self.outer, self.inner) {
                (Some(_), Some(_)) => Signed::Both,
                (Some(_), None) => Signed::Response,
                (None, _) => Signed::Assertion,
            },
            covered,
            certificate,
        })
    }
}

impl Parts {
    fn algorithm<'t>(&self, tree: &'t Tree<'_>) -> &'t str {
        tree.attribute(self.method, "Algorithm").unwrap_or_default()
    }

    /// The fingerprint of the trusted certificate whose key made this signature.
    fn made_by<'k>(&self, tree: &Tree<'_>, trusted: &'k [TrustedKey]) -> Result<&'k str, Refusal> {
        let value = BASE64
            .decode(packed(tree, self.value))
            .map_err(|_| Refusal::SignatureShape("SignatureValue is base64"))?;
        let signed = canonical(tree, self.info, None, &prefixes(tree, self.canonicalization))?;
        let algorithm = self.algorithm(tree);
        trusted
            .iter()
            .find(|key| key.verifies(algorithm, &signed, &value))
            .map(TrustedKey::fingerprint)
            .ok_or_else(|| self.stranger(tree, algorithm, &signed, &value))
    }

    /// Why no trusted key made it. The certificate that the response brings along serves to say so, and for nothing else.
    fn stranger(&self, tree: &Tree<'_>, algorithm: &str, signed: &[u8], value: &[u8]) -> Refusal {
        let certificate = tree
            .first(self.signature, (DSIG, "KeyInfo"))
            .and_then(|info| tree.first(info, (DSIG, "X509Data")))
            .and_then(|data| tree.first(data, (DSIG, "X509Certificate")))
            .and_then(|node| BASE64.decode(packed(tree, node)).ok());
        match certificate.map(|der| TrustedKey::from_certificate(&der)) {
            Some(Ok(key)) if key.verifies(algorithm, signed, value) => Refusal::UntrustedKey {
                fingerprint: key.fingerprint().to_owned(),
            },
            Some(Err(KeyError::TooShort)) => Refusal::WeakKey,
            _ => Refusal::Signature,
        }
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
    let text = tree.text(node);
    match crate::text::packed(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(packed) => packed,
    }
}
