//! Namespaces, algorithms and formats, as the standards spell them.

/// SAML protocol.
pub(crate) const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";
/// SAML assertions.
pub(crate) const ASSERTION: &str = "urn:oasis:names:tc:SAML:2.0:assertion";
/// SAML metadata.
pub(crate) const METADATA: &str = "urn:oasis:names:tc:SAML:2.0:metadata";
/// XML signatures.
pub(crate) const DSIG: &str = "http://www.w3.org/2000/09/xmldsig#";
/// Keys on curves, in XML signatures 1.1.
pub(crate) const DSIG11: &str = "http://www.w3.org/2009/xmldsig11#";
/// Exclusive canonical XML: namespace of its parameter, and the algorithm.
pub(crate) const EXC_C14N: &str = "http://www.w3.org/2001/10/xml-exc-c14n#";
/// Types of attribute values.
pub(crate) const SCHEMA: &str = "http://www.w3.org/2001/XMLSchema";
/// `xml:lang`, `xml:id`.
pub(crate) const XML: &str = "http://www.w3.org/XML/1998/namespace";
/// `xsi:type`.
pub(crate) const SCHEMA_INSTANCE: &str = "http://www.w3.org/2001/XMLSchema-instance";

/// The signature is left out of what it signs.
pub(crate) const ENVELOPED: &str = "http://www.w3.org/2000/09/xmldsig#enveloped-signature";
/// Digest.
pub(crate) const SHA256: &str = "http://www.w3.org/2001/04/xmlenc#sha256";
/// RSA, PKCS #1 1.5.
pub(crate) const RSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#rsa-sha256";
/// ECDSA.
pub(crate) const ECDSA_SHA256: &str = "http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256";

/// Whoever holds the assertion is its subject.
pub(crate) const BEARER: &str = "urn:oasis:names:tc:SAML:2.0:cm:bearer";
/// A status: success.
pub(crate) const SUCCESS: &str = "urn:oasis:names:tc:SAML:2.0:status:Success";
/// An attribute's name is a URI.
pub(crate) const URI_NAME: &str = "urn:oasis:names:tc:SAML:2.0:attrname-format:uri";
/// How the person signed in, if nobody says.
pub(crate) const UNSPECIFIED_CONTEXT: &str = "urn:oasis:names:tc:SAML:2.0:ac:classes:unspecified";

/// Messages in a form that the browser posts (Bindings 3.5).
pub const HTTP_POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
/// Messages in the query of an address (Bindings 3.4).
pub const HTTP_REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

/// AWS sign-in as a service provider: its entity id, which is the audience. Facts 2.1 of federation.
pub const AWS_ENTITY: &str = "urn:amazon:webservices";
/// Where AWS sign-in takes responses; regions have one each.
pub const AWS_ACS: &str = "https://signin.aws.amazon.com/saml";
