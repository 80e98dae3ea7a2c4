//! What a response may look like at all.
//!
//! The schema allows much more. What is left out here (extensions, advice, encrypted parts, objects in signatures, elements of
//! foreign namespaces, comments) is where a second assertion was ever hidden from one reader and shown to another.

use uppsala::{NodeId, NodeKind};

use crate::names::{ASSERTION, DSIG, DSIG11, EXC_C14N, PROTOCOL, SCHEMA, SCHEMA_INSTANCE, XML};
use crate::refusal::Refusal;
use crate::tree::{Name, Tree, count_tags};

/// Bytes of the largest response.
pub const LARGEST: usize = 256 * 1024;
/// More attributes, and as many namespaces, than any element of a response has.
const MOST_ATTRIBUTES: usize = 16;
/// Longer than any prefix with its namespace. Each is looked at again in every element.
const LONGEST_NAMESPACE: usize = 512;
/// More prefixes, and more bytes of them, than any `InclusiveNamespaces` lists. Canonical XML looks for each of them in every
/// element, before anybody can know who signed it.
const MOST_PREFIXES: usize = 16;
const LONGEST_PREFIXES: usize = 256;

const NAMESPACES: &[&str] = &[PROTOCOL, ASSERTION, DSIG, DSIG11, EXC_C14N, SCHEMA, SCHEMA_INSTANCE];
/// These have their prefixes, and no others (Namespaces in XML 1.0, 3).
const RESERVED: &[&str] = &[XML, "http://www.w3.org/2000/xmlns/"];

/// The bytes as text that has nothing but elements and text in it.
pub(crate) fn text(bytes: &[u8]) -> Result<&str, Refusal> {
    if bytes.len() > LARGEST {
        return Err(Refusal::TooLarge { limit: LARGEST });
    }
    let text = std::str::from_utf8(bytes).map_err(|_| Refusal::NotUtf8)?;
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let body = match text.strip_prefix("<?xml") {
        Some(rest) if rest.starts_with([' ', '\t', '\r', '\n']) => {
            let (declaration, body) = rest.split_once("?>").ok_or(Refusal::NotXml)?;
            let lower = declaration.to_ascii_lowercase();
            if lower.contains("encoding") && !lower.contains("utf-8") {
                return Err(Refusal::NotUtf8);
            }
            body
        }
        _ => text,
    };
    // Neither can stand in the text or attributes of well-formed XML.
    if body.contains("<!") || body.contains("<?") {
        return Err(Refusal::ForbiddenMarkup);
    }
    if count_tags(text).is_none() {
        return Err(Refusal::AttributeName("after many others".to_owned()));
    }
    Ok(text)
}

/// Holds a whole document against the gate, and gives back the response.
pub(crate) fn shape(tree: &Tree<'_>) -> Result<NodeId, Refusal> {
    let response = tree.root()?;
    if !tree.is(response, (PROTOCOL, "Response")) || tree.attribute(response, "Version") != Some("2.0") {
        return Err(Refusal::NotAResponse);
    }
    let mut ids = Vec::new();
    walk(tree, response, &mut ids)?;
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    if ids.len() != count {
        return Err(Refusal::Ids);
    }
    Ok(response)
}

/// The one assertion.
pub(crate) fn assertion(tree: &Tree<'_>, response: NodeId) -> Result<NodeId, Refusal> {
    let assertions = tree.all(response, (ASSERTION, "Assertion"));
    let [assertion] = assertions.as_slice() else {
        return Err(Refusal::AssertionCount(assertions.len()));
    };
    if tree.attribute(*assertion, "Version") != Some("2.0") {
        return Err(Refusal::NotAResponse);
    }
    Ok(*assertion)
}

/// The provider says that it succeeded.
pub(crate) fn status(tree: &Tree<'_>, response: NodeId) -> Result<(), Refusal> {
    let code = tree
        .only(response, (PROTOCOL, "Status"))
        .and_then(|status| tree.only(status, (PROTOCOL, "StatusCode")))
        .ok_or(Refusal::Missing("Status"))?;
    match tree.attribute(code, "Value") {
        Some(crate::names::SUCCESS) => Ok(()),
        Some(other) => {
            let second = tree
                .first(code, (PROTOCOL, "StatusCode"))
                .and_then(|inner| tree.attribute(inner, "Value"));
            Err(Refusal::Status(second.unwrap_or(other).to_owned()))
        }
        None => Err(Refusal::Missing("Status")),
    }
}

fn walk<'t>(tree: &'t Tree<'_>, node: NodeId, ids: &mut Vec<&'t str>) -> Result<(), Refusal> {
    let Some(name) = tree.name(node) else {
        return Ok(());
    };
    attributes(tree, node, name, ids)?;
    // A name in a value stands there alone.
    let holds_text = is_leaf(name) && !tree.0.children_iter(node).any(|child| tree.name(child).is_some());
    for child in tree.0.children_iter(node) {
        match tree.0.node_kind(child) {
            Some(NodeKind::Element(_)) => {
                let Some(inner) = tree.name(child) else {
                    continue;
                };
                if !NAMESPACES.contains(&inner.0) {
                    return Err(Refusal::Namespace(inner.0.to_owned()));
                }
                if let Some(words) = encrypted(inner) {
                    return Err(Refusal::Encrypted(words));
                }
                if !may_hold(name, inner) {
                    return Err(Refusal::Structure {
                        element: inner.1.to_owned(),
                        parent: name.1.to_owned(),
                    });
                }
                walk(tree, child, ids)?;
            }
            Some(NodeKind::Text(_)) => {
                if !holds_text && tree.is_words(child) {
                    return Err(Refusal::Structure {
                        element: "text".to_owned(),
                        parent: name.1.to_owned(),
                    });
                }
            }
            _ => return Err(Refusal::ForbiddenMarkup),
        }
    }
    Ok(())
}

fn attributes<'t>(tree: &'t Tree<'_>, node: NodeId, name: Name<'_>, ids: &mut Vec<&'t str>) -> Result<(), Refusal> {
    let Some(element) = tree.0.element(node) else {
        return Ok(());
    };
    if element.attributes.len() > MOST_ATTRIBUTES || element.namespace_declarations.len() > MOST_ATTRIBUTES {
        return Err(Refusal::AttributeName(format!("{}'s many", name.1)));
    }
    for (prefix, uri) in &element.namespace_declarations {
        // Products declare namespaces that they use nowhere, or in attributes only. Nothing is read in them.
        let is_absolute = uri.contains(':');
        if !is_absolute || RESERVED.contains(&uri.as_ref()) || prefix.len() + uri.len() > LONGEST_NAMESPACE {
            let shown: String = uri.chars().take(LONGEST_NAMESPACE).collect();
            return Err(Refusal::Namespace(shown));
        }
    }
    if name == (EXC_C14N, "InclusiveNamespaces") {
        let list = tree.attribute(node, "PrefixList").unwrap_or_default();
        if list.len() > LONGEST_PREFIXES || list.split_ascii_whitespace().count() > MOST_PREFIXES {
            return Err(Refusal::AttributeName("PrefixList, as long as it is,".to_owned()));
        }
    }
    let has_id = matches!(name, (PROTOCOL, "Response") | (ASSERTION, "Assertion"));
    if has_id {
        let id = tree
            .attribute(node, "ID")
            .filter(|id| !id.is_empty())
            .ok_or(Refusal::Ids)?;
        ids.push(id);
    }
    // Parts of signatures are numbered by some (pysaml2). Nothing refers to them, and nothing else may have that name.
    let may_be_numbered = name.0 == DSIG
        && matches!(
            name.1,
            "Signature" | "SignedInfo" | "Reference" | "SignatureValue" | "KeyInfo"
        );
    let numbered = may_be_numbered.then(|| tree.attribute(node, "Id")).flatten();
    ids.extend(numbered);
    for attribute in &element.attributes {
        let local = attribute.name.local_name.as_ref();
        let odd = match attribute.name.namespace_uri.as_deref() {
            None | Some("") => {
                local.eq_ignore_ascii_case("id") && !(has_id && local == "ID") && !(numbered.is_some() && local == "Id")
            }
            Some(SCHEMA_INSTANCE) => local != "type" && local != "nil",
            // AD FS says there who said it first, Shibboleth how it is encoded.
            Some(space) => {
                name != (ASSERTION, "Attribute")
                    || NAMESPACES.contains(&space)
                    || RESERVED.contains(&space)
                    || local.eq_ignore_ascii_case("id")
            }
        };
        // Other elements' names for an ID let a reference point past the one that is read.
        if odd || local == "AssertionID" || local == "ResponseID" {
            return Err(Refusal::AttributeName(attribute.name.prefixed_name().into_owned()));
        }
    }
    Ok(())
}

fn encrypted(name: Name<'_>) -> Option<&'static str> {
    match name {
        (ASSERTION, "EncryptedAssertion") => Some("the assertion"),
        (ASSERTION, "EncryptedID") => Some("the NameID"),
        (ASSERTION, "EncryptedAttribute") => Some("an attribute"),
        _ => None,
    }
}

/// Elements that hold text and nothing else.
fn is_leaf(name: Name<'_>) -> bool {
    matches!(
        name,
        (
            ASSERTION,
            "Issuer"
                | "NameID"
                | "Audience"
                | "AuthnContextClassRef"
                | "AuthnContextDeclRef"
                | "AuthenticatingAuthority"
                | "AttributeValue"
        ) | (PROTOCOL, "StatusMessage")
            | (DSIG11, "PublicKey" | "X509Digest")
            | (
                DSIG,
                "DigestValue"
                    | "SignatureValue"
                    | "X509Certificate"
                    | "X509SubjectName"
                    | "X509IssuerName"
                    | "X509SerialNumber"
                    | "X509SKI"
                    | "X509CRL"
                    | "KeyName"
                    | "Modulus"
                    | "Exponent"
            )
    )
}

/// The whole grammar of a response.
fn may_hold(parent: Name<'_>, child: Name<'_>) -> bool {
    let (space, name) = child;
    match parent {
        (PROTOCOL, "Response") => match space {
            PROTOCOL => name == "Status",
            ASSERTION => matches!(name, "Issuer" | "Assertion"),
            DSIG => name == "Signature",
            _ => false,
        },
        (PROTOCOL, "Status") => space == PROTOCOL && matches!(name, "StatusCode" | "StatusMessage"),
        (PROTOCOL, "StatusCode") => child == (PROTOCOL, "StatusCode"),
        (ASSERTION, "Assertion") => match space {
            ASSERTION => matches!(
                name,
                "Issuer" | "Subject" | "Conditions" | "AuthnStatement" | "AttributeStatement"
            ),
            DSIG => name == "Signature",
            _ => false,
        },
        (ASSERTION, "Subject") => space == ASSERTION && matches!(name, "NameID" | "SubjectConfirmation"),
        (ASSERTION, "SubjectConfirmation") => child == (ASSERTION, "SubjectConfirmationData"),
        (ASSERTION, "Conditions") => {
            space == ASSERTION && matches!(name, "AudienceRestriction" | "OneTimeUse" | "ProxyRestriction")
        }
        (ASSERTION, "AudienceRestriction" | "ProxyRestriction") => child == (ASSERTION, "Audience"),
        (ASSERTION, "AuthnStatement") => space == ASSERTION && matches!(name, "SubjectLocality" | "AuthnContext"),
        (ASSERTION, "AuthnContext") => {
            space == ASSERTION
                && matches!(
                    name,
                    "AuthnContextClassRef" | "AuthnContextDeclRef" | "AuthenticatingAuthority"
                )
        }
        (ASSERTION, "AttributeStatement") => child == (ASSERTION, "Attribute"),
        (ASSERTION, "Attribute") => child == (ASSERTION, "AttributeValue"),
        // eduPersonTargetedID. It is the value's text, and no name of the subject.
        (ASSERTION, "AttributeValue") => child == (ASSERTION, "NameID"),
        (DSIG, "Signature") => space == DSIG && matches!(name, "SignedInfo" | "SignatureValue" | "KeyInfo"),
        (DSIG, "SignedInfo") => {
            space == DSIG && matches!(name, "CanonicalizationMethod" | "SignatureMethod" | "Reference")
        }
        (DSIG, "Reference") => space == DSIG && matches!(name, "Transforms" | "DigestMethod" | "DigestValue"),
        (DSIG, "Transforms") => child == (DSIG, "Transform"),
        (DSIG, "Transform" | "CanonicalizationMethod") => child == (EXC_C14N, "InclusiveNamespaces"),
        // Nothing of it is trusted.
        (DSIG, "KeyInfo") => space == DSIG && matches!(name, "X509Data" | "KeyName" | "KeyValue"),
        (DSIG, "KeyValue") => child == (DSIG, "RSAKeyValue") || child == (DSIG11, "ECKeyValue"),
        (DSIG11, "ECKeyValue") => space == DSIG11 && matches!(name, "NamedCurve" | "PublicKey"),
        (DSIG, "RSAKeyValue") => space == DSIG && matches!(name, "Modulus" | "Exponent"),
        (DSIG, "X509Data") => {
            child == (DSIG11, "X509Digest")
                || space == DSIG
                    && matches!(
                        name,
                        "X509Certificate" | "X509SubjectName" | "X509IssuerSerial" | "X509SKI" | "X509CRL"
                    )
        }
        (DSIG, "X509IssuerSerial") => space == DSIG && matches!(name, "X509IssuerName" | "X509SerialNumber"),
        _ => false,
    }
}
