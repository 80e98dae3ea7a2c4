//! Writing a response, and signing it.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use thiserror::Error;
use uppsala::dom::XmlWriteOptions;

use crate::key::SigningKey;
use crate::names::{
    ASSERTION, BEARER, DSIG, ENVELOPED, EXC_C14N, PROTOCOL, SCHEMA, SCHEMA_INSTANCE, SHA256, SUCCESS,
    UNSPECIFIED_CONTEXT, URI_NAME,
};
use crate::signature::{canonical, digest};
use crate::text::{escape, time};
use crate::tree::Tree;

/// Whom an assertion is about.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct NameId {
    /// What kind of name, a URI. Empty when it is not said, which means `unspecified` (Core 8.3.1).
    pub format: String,
    /// The name.
    pub value: String,
    /// Within what the name is unique.
    pub name_qualifier: Option<String>,
    /// Within what else: the relying party or a group of them.
    pub sp_name_qualifier: Option<String>,
}

/// What an assertion says about its subject.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attribute {
    /// Its name.
    pub name: String,
    /// Its values.
    pub values: Vec<String>,
}

/// What the signature covers.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Signed {
    /// The assertion.
    #[default]
    Assertion,
    /// The response, and the assertion in it.
    Response,
    /// The assertion, and the response around it.
    Both,
}

/// A response to be.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// Unique, and a name in XML: `_` and hexadecimal digits.
    pub response_id: &'a str,
    /// The same for the assertion.
    pub assertion_id: &'a str,
    /// The request that is answered; none for one that nobody made.
    pub in_response_to: Option<&'a str>,
    /// Who says so.
    pub issuer: &'a str,
    /// Where it is sent to (the assertion consumer service).
    pub destination: &'a str,
    /// Who is to believe it.
    pub audience: &'a str,
    /// Whom it is about.
    pub subject: &'a NameId,
    /// What else is said.
    pub attributes: &'a [Attribute],
    /// Now.
    pub issued_at: Timestamp,
    /// Valid from; a little before now, for clocks that differ.
    pub not_before: Timestamp,
    /// Valid until.
    pub not_on_or_after: Timestamp,
    /// When the person signed in.
    pub authenticated_at: Timestamp,
    /// The issuer's session.
    pub session_index: &'a str,
    /// When that session ends, if the relying party is to know.
    pub session_until: Option<Timestamp>,
    /// What is signed.
    pub signed: Signed,
}

/// A response could not be signed: an id that is no XML name, or a text that XML cannot carry.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Error)]
#[error("the response cannot be written as XML")]
pub struct NotSignable;

/// Writes and signs a response.
///
/// # Errors
/// [`NotSignable`].
pub fn sign(draft: &Draft<'_>, key: &SigningKey) -> Result<String, NotSignable> {
    let xml = write(draft);
    let xml = match draft.signed {
        Signed::Response => xml,
        Signed::Assertion | Signed::Both => sign_element(&xml, draft.assertion_id, key)?,
    };
    match draft.signed {
        Signed::Assertion => Ok(xml),
        Signed::Response | Signed::Both => sign_element(&xml, draft.response_id, key),
    }
}

/// The response without signature.
pub(crate) fn write(draft: &Draft<'_>) -> String {
    let instant = time(draft.issued_at);
    let destination = escape(draft.destination);
    let issuer = escape(draft.issuer);
    let until = time(draft.not_on_or_after);
    let answers = draft
        .in_response_to
        .map(|id| format!(" InResponseTo=\"{}\"", escape(id)))
        .unwrap_or_default();
    let session_until = draft
        .session_until
        .map(|at| format!(" SessionNotOnOrAfter=\"{}\"", time(at)))
        .unwrap_or_default();
    format!(
        "<saml2p:Response xmlns:saml2p=\"{PROTOCOL}\" Destination=\"{destination}\" ID=\"{response_id}\"{answers} IssueInstant=\"{instant}\" Version=\"2.0\">\
         <saml2:Issuer xmlns:saml2=\"{ASSERTION}\">{issuer}</saml2:Issuer>\
         <saml2p:Status><saml2p:StatusCode Value=\"{SUCCESS}\"/></saml2p:Status>\
         <saml2:Assertion xmlns:saml2=\"{ASSERTION}\" xmlns:xs=\"{SCHEMA}\" ID=\"{assertion_id}\" IssueInstant=\"{instant}\" Version=\"2.0\">\
         <saml2:Issuer>{issuer}</saml2:Issuer>\
         <saml2:Subject><saml2:NameID Format=\"{format}\"{qualifiers}>{name}</saml2:NameID>\
         <saml2:SubjectConfirmation Method=\"{BEARER}\">\
         <saml2:SubjectConfirmationData{answers} NotOnOrAfter=\"{until}\" Recipient=\"{destination}\"/>\
         </saml2:SubjectConfirmation></saml2:Subject>\
         <saml2:Conditions NotBefore=\"{from}\" NotOnOrAfter=\"{until}\">\
         <saml2:AudienceRestriction><saml2:Audience>{audience}</saml2:Audience></saml2:AudienceRestriction>\
         </saml2:Conditions>\
         <saml2:AuthnStatement AuthnInstant=\"{authenticated}\" SessionIndex=\"{session}\"{session_until}>\
         <saml2:AuthnContext><saml2:AuthnContextClassRef>{UNSPECIFIED_CONTEXT}</saml2:AuthnContextClassRef></saml2:AuthnContext>\
         </saml2:AuthnStatement>{attributes}</saml2:Assertion></saml2p:Response>",
        response_id = escape(draft.response_id),
        assertion_id = escape(draft.assertion_id),
        format = escape(&draft.subject.format),
        qualifiers = qualifiers(draft.subject),
        name = escape(&draft.subject.value),
        from = time(draft.not_before),
        audience = escape(draft.audience),
        authenticated = time(draft.authenticated_at),
        session = escape(draft.session_index),
        attributes = attributes(draft.attributes),
    )
}

fn qualifiers(name: &NameId) -> String {
    let mut text = String::new();
    for (attribute, value) in [
        ("NameQualifier", &name.name_qualifier),
        ("SPNameQualifier", &name.sp_name_qualifier),
    ] {
        if let Some(value) = value {
            let _ = write!(text, " {attribute}=\"{}\"", escape(value));
        }
    }
    text
}

fn attributes(attributes: &[Attribute]) -> String {
    if attributes.is_empty() {
        return String::new();
    }
    let mut text = String::from("<saml2:AttributeStatement>");
    for attribute in attributes {
        let _ = write!(
            text,
            "<saml2:Attribute Name=\"{}\" NameFormat=\"{URI_NAME}\">",
            escape(&attribute.name)
        );
        for value in &attribute.values {
            let _ = write!(
                text,
                "<saml2:AttributeValue xmlns:xsi=\"{SCHEMA_INSTANCE}\" xsi:type=\"xs:string\">{}</saml2:AttributeValue>",
                escape(value)
            );
        }
        text.push_str("</saml2:Attribute>");
    }
    text.push_str("</saml2:AttributeStatement>");
    text
}

/// Puts a signature behind the issuer of the element with this ID.
pub(crate) fn sign_element(xml: &str, id: &str, key: &SigningKey) -> Result<String, NotSignable> {
    let tree = Tree::parse(xml).map_err(|_| NotSignable)?;
    let element = with_id(&tree, id).ok_or(NotSignable)?;
    let issuer = tree.first(element, (ASSERTION, "Issuer")).ok_or(NotSignable)?;
    let at = tree.0.node_range(issuer).ok_or(NotSignable)?.end;
    let (before, after) = xml.split_at_checked(at).ok_or(NotSignable)?;
    let digest = digest(&canonical(&tree, element, None, &[]).map_err(|_| NotSignable)?);
    let info = format!(
        "<ds:SignedInfo><ds:CanonicalizationMethod Algorithm=\"{EXC_C14N}\"/>\
         <ds:SignatureMethod Algorithm=\"{method}\"/>\
         <ds:Reference URI=\"#{id}\"><ds:Transforms><ds:Transform Algorithm=\"{ENVELOPED}\"/>\
         <ds:Transform Algorithm=\"{EXC_C14N}\"/></ds:Transforms>\
         <ds:DigestMethod Algorithm=\"{SHA256}\"/><ds:DigestValue>{digest}</ds:DigestValue></ds:Reference></ds:SignedInfo>",
        method = key.algorithm(),
    );
    // Exclusive: what stands around it does not change its canonical form.
    let alone = format!("<ds:Signature xmlns:ds=\"{DSIG}\">{info}</ds:Signature>");
    let signed_info = Tree::parse(&alone).map_err(|_| NotSignable)?;
    let node = signed_info
        .root()
        .ok()
        .and_then(|root| signed_info.first(root, (DSIG, "SignedInfo")))
        .ok_or(NotSignable)?;
    let bytes = canonical(&signed_info, node, None, &[]).map_err(|_| NotSignable)?;
    let value = BASE64.encode(key.sign(&bytes).ok_or(NotSignable)?);
    let certificate = BASE64.encode(key.certificate());
    Ok(format!(
        "{before}<ds:Signature xmlns:ds=\"{DSIG}\">{info}<ds:SignatureValue>{value}</ds:SignatureValue>\
         <ds:KeyInfo><ds:X509Data><ds:X509Certificate>{certificate}</ds:X509Certificate></ds:X509Data></ds:KeyInfo>\
         </ds:Signature>{after}"
    ))
}

fn with_id(tree: &Tree<'_>, id: &str) -> Option<uppsala::NodeId> {
    let response = tree.root().ok()?;
    std::iter::once(response)
        .chain(tree.first(response, (ASSERTION, "Assertion")))
        .find(|node| tree.attribute(*node, "ID") == Some(id))
}

/// The same document with one element a line, for people to read. What is not XML stays as it is.
#[must_use]
pub fn pretty(xml: &str) -> String {
    match Tree::parse(xml) {
        Ok(tree) => tree.0.to_xml_with_options(&XmlWriteOptions::pretty("  ")),
        Err(_) => xml.to_owned(),
    }
}
