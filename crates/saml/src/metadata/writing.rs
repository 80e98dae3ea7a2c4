//! Writing metadata, one element a line.

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;

use super::Binding;
use crate::names::{AWS_ACS, AWS_ENTITY, DSIG, METADATA, PROTOCOL};
use crate::text::{escape, time};

/// An identity provider's metadata to be.
#[derive(Debug, Clone, Copy)]
pub struct IdpDocument<'a> {
    /// Its name.
    pub entity_id: &'a str,
    /// Its certificates (DER): the one that signs, and during a rollover the next one.
    pub certificates: &'a [&'a [u8]],
    /// Where it takes requests.
    pub sign_on: &'a [(Binding, &'a str)],
    /// Formats of names that it gives.
    pub name_id_formats: &'a [&'a str],
    /// Until when the document is good.
    pub valid_until: Option<Timestamp>,
}

/// A service provider's metadata to be.
#[derive(Debug, Clone, Copy)]
pub struct SpDocument<'a> {
    /// Its name, which is the audience.
    pub entity_id: &'a str,
    /// Where it takes responses, by POST; the first is the default.
    pub acs: &'a [&'a str],
    /// Formats of names that it takes.
    pub name_id_formats: &'a [&'a str],
}

impl SpDocument<'static> {
    /// AWS sign-in. <https://signin.aws.amazon.com/static/saml-metadata.xml>
    #[must_use]
    pub fn aws() -> Self {
        Self {
            entity_id: AWS_ENTITY,
            acs: &[AWS_ACS],
            name_id_formats: &[
                "urn:oasis:names:tc:SAML:2.0:nameid-format:transient",
                "urn:oasis:names:tc:SAML:2.0:nameid-format:persistent",
                "urn:oasis:names:tc:SAML:1.1:nameid-format:emailAddress",
                "urn:oasis:names:tc:SAML:1.1:nameid-format:unspecified",
            ],
        }
    }
}

pub(super) fn idp(document: &IdpDocument<'_>) -> String {
    let mut text = open(document.entity_id, document.valid_until);
    let _ = writeln!(
        text,
        "  <md:IDPSSODescriptor WantAuthnRequestsSigned=\"false\" protocolSupportEnumeration=\"{PROTOCOL}\">"
    );
    for certificate in document.certificates {
        let _ = writeln!(
            text,
            "    <md:KeyDescriptor use=\"signing\">\n      \
             <ds:KeyInfo xmlns:ds=\"{DSIG}\">\n        \
             <ds:X509Data>\n          \
             <ds:X509Certificate>{}</ds:X509Certificate>\n        \
             </ds:X509Data>\n      </ds:KeyInfo>\n    </md:KeyDescriptor>",
            BASE64.encode(certificate)
        );
    }
    formats(&mut text, document.name_id_formats);
    for (binding, location) in document.sign_on {
        let _ = writeln!(
            text,
            "    <md:SingleSignOnService Binding=\"{}\" Location=\"{}\"/>",
            binding.uri(),
            escape(location)
        );
    }
    text.push_str("  </md:IDPSSODescriptor>\n</md:EntityDescriptor>\n");
    text
}

/// Writes a service provider's metadata: what an identity provider is told about it.
#[must_use]
pub fn sp_metadata(document: &SpDocument<'_>) -> String {
    let mut text = open(document.entity_id, None);
    let _ = writeln!(
        text,
        "  <md:SPSSODescriptor AuthnRequestsSigned=\"false\" WantAssertionsSigned=\"true\" protocolSupportEnumeration=\"{PROTOCOL}\">"
    );
    formats(&mut text, document.name_id_formats);
    for (index, location) in document.acs.iter().enumerate() {
        let default = if index == 0 { " isDefault=\"true\"" } else { "" };
        let _ = writeln!(
            text,
            "    <md:AssertionConsumerService Binding=\"{}\" Location=\"{}\" index=\"{}\"{default}/>",
            Binding::Post.uri(),
            escape(location),
            index + 1
        );
    }
    text.push_str("  </md:SPSSODescriptor>\n</md:EntityDescriptor>\n");
    text
}

fn open(entity_id: &str, valid_until: Option<Timestamp>) -> String {
    let until = valid_until
        .map(|at| format!(" validUntil=\"{}\"", time(at)))
        .unwrap_or_default();
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n\
         <md:EntityDescriptor xmlns:md=\"{METADATA}\" entityID=\"{}\"{until}>\n",
        escape(entity_id)
    )
}

fn formats(text: &mut String, formats: &[&str]) {
    for format in formats {
        let _ = writeln!(text, "    <md:NameIDFormat>{}</md:NameIDFormat>", escape(format));
    }
}
