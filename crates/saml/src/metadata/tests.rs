#![allow(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::too_many_lines,
    reason = "tests"
)]

use std::fmt::Write as _;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use jiff::Timestamp;
use proptest::prelude::*;

use super::{Binding, IdpDocument, IdpMetadata, METADATA_LENGTH, MetadataError, SpDocument, sp_metadata};
use crate::key::{KeyError, KeyKind, self_signed};
use crate::names::{DSIG, METADATA, PROTOCOL};

const RSA2048: &[u8] = include_bytes!("../../tests/rsa2048.cer");
const RSA1024: &[u8] = include_bytes!("../../tests/rsa1024.cer");
const POST: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-POST";
const REDIRECT: &str = "urn:oasis:names:tc:SAML:2.0:bindings:HTTP-Redirect";

fn at(seconds: i64) -> Timestamp {
    Timestamp::from_second(seconds).unwrap()
}

fn certificate(byte: u8) -> Vec<u8> {
    self_signed(&[byte; 32], "CN=idp,O=AnyCompany", 7, at(0), at(2_000_000_000)).unwrap()
}

fn key(attributes: &str, der: &[u8]) -> String {
    format!(
        "<KeyDescriptor{attributes}><ds:KeyInfo xmlns:ds=\"{DSIG}\"><ds:X509Data><ds:X509Certificate>\n{}\n\
         </ds:X509Certificate></ds:X509Data></ds:KeyInfo></KeyDescriptor>",
        BASE64.encode(der)
    )
}

fn idp(inside: &str) -> String {
    format!(
        "<EntityDescriptor xmlns=\"{METADATA}\" entityID=\"https://idp.example/saml\">\
         <IDPSSODescriptor protocolSupportEnumeration=\"{PROTOCOL}\">{inside}</IDPSSODescriptor></EntityDescriptor>"
    )
}

fn refused(text: &str) -> MetadataError {
    IdpMetadata::parse(text).unwrap_err()
}

#[test]
fn what_is_written_is_read() {
    let (old, new) = (certificate(7), certificate(8));
    let text = IdpMetadata::write(&IdpDocument {
        entity_id: "https://portal.anycompany.example/saml?a=1&b=2",
        certificates: &[&old, &new],
        sign_on: &[
            (Binding::Post, "https://portal.anycompany.example/sso"),
            (Binding::Redirect, "https://portal.anycompany.example/sso?x=1&y=2"),
        ],
        name_id_formats: &["urn:oasis:names:tc:SAML:2.0:nameid-format:persistent"],
        valid_until: Some(at(1_900_000_000)),
    });
    assert!(METADATA_LENGTH.contains(&text.chars().count()));
    let read = IdpMetadata::parse(&text).unwrap();
    assert_eq!(read.entity_id, "https://portal.anycompany.example/saml?a=1&b=2");
    assert_eq!(read.keys.len(), 2);
    assert_eq!(read.keys[0].certificate(), old);
    assert_eq!(read.keys[1].certificate(), new);
    assert_eq!(read.keys[0].facts().key, KeyKind::P256);
    assert_eq!(read.keys[0].facts().subject, "CN=idp,O=AnyCompany");
    assert_eq!(read.keys[0].facts().until, Some(at(2_000_000_000)));
    assert_eq!(read.keys[0].fingerprint().len(), 95);
    assert_eq!(
        read.sign_on(Binding::Post),
        Some("https://portal.anycompany.example/sso")
    );
    assert_eq!(
        read.sign_on(Binding::Redirect),
        Some("https://portal.anycompany.example/sso?x=1&y=2")
    );
    assert_eq!(read.name_id_formats.len(), 1);
    assert_eq!(read.valid_until, Some(at(1_900_000_000)));
    assert!(!read.wants_signed_requests);
}

#[test]
fn a_service_provider_is_described() {
    let aws = sp_metadata(&SpDocument::aws());
    assert!(aws.contains("entityID=\"urn:amazon:webservices\""));
    assert!(aws.contains("Location=\"https://signin.aws.amazon.com/saml\" index=\"1\" isDefault=\"true\""));
    // It is nobody who vouches for people.
    assert_eq!(refused(&aws), MetadataError::Descriptors(0));
}

/// The shapes of real products: their foreign parts are passed over.
#[test]
fn metadata_of_real_products_is_taken() {
    let signing = key(" use=\"signing\"", RSA2048);
    let encryption = key(" use=\"encryption\"", RSA1024);
    let plain = key("", RSA2048);
    let sso = format!(
        "<SingleSignOnService Binding=\"{REDIRECT}\" Location=\"https://idp.example/r\"/>\
         <SingleSignOnService Binding=\"{POST}\" Location=\"https://idp.example/p\"/>\
         <SingleSignOnService Binding=\"urn:oasis:names:tc:SAML:2.0:bindings:SOAP\" Location=\"https://idp.example/s\"/>"
    );
    let signature = format!("<ds:Signature xmlns:ds=\"{DSIG}\"><ds:SignedInfo/></ds:Signature>");
    let okta = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?><md:EntityDescriptor entityID=\"http://www.okta.com/exk1\" \
         xmlns:md=\"{METADATA}\"><md:IDPSSODescriptor WantAuthnRequestsSigned=\"false\" \
         protocolSupportEnumeration=\"{PROTOCOL}\">{}</md:IDPSSODescriptor></md:EntityDescriptor>",
        format!("{signing}{sso}")
            .replace("<KeyD", "<md:KeyD")
            .replace("</KeyD", "</md:KeyD")
            .replace("<Single", "<md:Single")
    );
    let federation = "xmlns:fed=\"http://docs.oasis-open.org/wsfed/federation/200706\" \
         xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\"";
    let role = format!(
        "<RoleDescriptor xsi:type=\"fed:ApplicationServiceType\" {federation} \
         protocolSupportEnumeration=\"http://docs.oasis-open.org/ws-sx/ws-trust/200512 {PROTOCOL}\">{}\
         <fed:ClaimTypesRequested><auth:ClaimType xmlns:auth=\"http://docs.oasis-open.org/wsfed/authorization/200706\" \
         Uri=\"x\"><auth:DisplayName>E-Mail</auth:DisplayName></auth:ClaimType></fed:ClaimTypesRequested></RoleDescriptor>",
        key(" use=\"signing\"", RSA1024)
    );
    let adfs = format!(
        "<EntityDescriptor ID=\"_1\" entityID=\"http://adfs.example/adfs/services/trust\" xmlns=\"{METADATA}\">{signature}{role}\
         <SPSSODescriptor protocolSupportEnumeration=\"{PROTOCOL}\"/>\
         <IDPSSODescriptor protocolSupportEnumeration=\"{PROTOCOL}\">{encryption}{signing}\
         <SingleLogoutService Binding=\"{POST}\" Location=\"https://idp.example/o\"/>{sso}\
         <Attribute xmlns=\"urn:oasis:names:tc:SAML:2.0:assertion\" Name=\"mail\"/></IDPSSODescriptor>\
         <ContactPerson contactType=\"support\"/></EntityDescriptor>"
    );
    let keycloak = format!(
        "<md:EntitiesDescriptor xmlns=\"{METADATA}\" xmlns:md=\"{METADATA}\" Name=\"urn:keycloak\">{}</md:EntitiesDescriptor>",
        idp(&format!(
            "{}{sso}",
            signing.replace("<ds:X509Data>", "<ds:KeyName>kid</ds:KeyName><ds:X509Data>")
        ))
    );
    let shibboleth = format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<!-- edit me -->\n{}",
        idp(&format!(
            "<Extensions><shibmd:Scope xmlns:shibmd=\"urn:mace:shibboleth:metadata:1.0\" regexp=\"false\">x</shibmd:Scope>\
             </Extensions><!-- first -->{plain}<NameIDFormat>urn:mace:shibboleth:1.0:nameIdentifier</NameIDFormat>{sso}"
        ))
        .replace("entityID", "validUntil=\"2030-01-01T00:00:00\" entityID")
    );
    let entra = adfs.replace("<SPSSODescriptor", "<!-- claims --><SPSSODescriptor");
    for (name, text) in [
        ("okta", okta),
        ("adfs", adfs),
        ("keycloak", keycloak),
        ("shibboleth", shibboleth),
        ("entra", entra),
    ] {
        let read = IdpMetadata::parse(&text)
            .map_err(|error| format!("{name}: {error}"))
            .unwrap();
        assert_eq!(read.keys.len(), 1, "{name}");
        assert_eq!(read.keys[0].certificate(), RSA2048, "{name}");
        assert_eq!(read.sign_on(Binding::Post), Some("https://idp.example/p"), "{name}");
        assert_eq!(read.sign_on.len(), 2, "{name}");
    }
}

#[test]
fn certificates_that_vouch_for_others_are_not_trusted() {
    // `CN=idp` in the name of the other one's issuer is made by hand: nothing here makes chains.
    let leaf = certificate(7);
    let chain = |second: &[u8]| {
        idp(&key("", &leaf).replace(
            "</ds:X509Data>",
            &format!(
                "<ds:X509Certificate>{}</ds:X509Certificate></ds:X509Data>",
                BASE64.encode(second)
            ),
        ))
    };
    // Two that sign themselves: both.
    assert_eq!(IdpMetadata::parse(&chain(&certificate(8))).unwrap().keys.len(), 2);
    // The same one twice: once.
    assert_eq!(IdpMetadata::parse(&chain(&leaf)).unwrap().keys.len(), 1);
}

#[test]
fn bad_metadata_is_refused_by_name() {
    let good = idp(&key("", RSA2048));
    assert!(IdpMetadata::parse(&good).is_ok());
    let with = |from: &str, to: &str| {
        assert!(good.contains(from), "{from}");
        good.replacen(from, to, 1)
    };
    let entity = &good;
    let repeated = {
        // An extension block with basicConstraints twice, in a certificate that is otherwise as it was.
        let der = certificate(7);
        repeat_extension(&der)
    };
    let cases: &[(&str, String, MetadataError)] = &[
        ("nothing", String::new(), MetadataError::NotXml),
        ("words", "metadata".to_owned(), MetadataError::NotXml),
        ("cut", good[..good.len() - 9].to_owned(), MetadataError::NotXml),
        ("mark", format!("\u{feff}{good}"), MetadataError::Encoding),
        (
            "utf-16",
            format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{good}"),
            MetadataError::Encoding,
        ),
        (
            "bomb",
            format!("<!DOCTYPE x [<!ENTITY a \"aaaa\"><!ENTITY b \"&a;&a;\">]>{good}"),
            MetadataError::ForbiddenMarkup,
        ),
        (
            "external",
            format!("<!DOCTYPE x SYSTEM \"file:///etc/passwd\">{good}"),
            MetadataError::ForbiddenMarkup,
        ),
        (
            "instruction",
            format!("<?xml-stylesheet href=\"x\"?>{good}"),
            MetadataError::ForbiddenMarkup,
        ),
        ("a response", "<Response/>".to_owned(), MetadataError::NotMetadata),
        (
            "in something else",
            format!("<a>{good}</a>"),
            MetadataError::NotMetadata,
        ),
        (
            "two",
            format!("<EntitiesDescriptor xmlns=\"{METADATA}\">{entity}{entity}</EntitiesDescriptor>"),
            MetadataError::Entities(2),
        ),
        (
            "one hidden in the other",
            with(
                "<KeyDescriptor>",
                &format!("<Extensions>{entity}</Extensions><KeyDescriptor>"),
            ),
            MetadataError::Entities(2),
        ),
        (
            "one hidden in a stranger",
            format!("<EntitiesDescriptor xmlns=\"{METADATA}\"><Extensions>{entity}</Extensions></EntitiesDescriptor>"),
            MetadataError::NotMetadata,
        ),
        (
            "no name",
            with("entityID=\"https://idp.example/saml\"", ""),
            MetadataError::EntityId,
        ),
        (
            "empty name",
            with("https://idp.example/saml", " "),
            MetadataError::EntityId,
        ),
        (
            "long name",
            with("https://idp.example/saml", &"x".repeat(1025)),
            MetadataError::EntityId,
        ),
        (
            "another protocol",
            with(PROTOCOL, "urn:oasis:names:tc:SAML:1.1:protocol"),
            MetadataError::Descriptors(0),
        ),
        (
            "two roles",
            with(
                "</EntityDescriptor>",
                &format!("<IDPSSODescriptor protocolSupportEnumeration=\"{PROTOCOL}\"/></EntityDescriptor>"),
            ),
            MetadataError::Descriptors(2),
        ),
        ("no keys", idp(""), MetadataError::NoKeys),
        (
            "keys for encryption only",
            idp(&key(" use=\"encryption\"", RSA2048)),
            MetadataError::NoKeys,
        ),
        (
            "a key without certificate",
            idp(&format!(
                "<KeyDescriptor><ds:KeyInfo xmlns:ds=\"{DSIG}\"><ds:KeyValue/></ds:KeyInfo></KeyDescriptor>"
            )),
            MetadataError::NoKeys,
        ),
        (
            "a weak key",
            idp(&key("", RSA1024)),
            MetadataError::Certificate(KeyError::TooShort),
        ),
        (
            "a weak key beside a good one",
            idp(&format!("{}{}", key("", RSA2048), key("", RSA1024))),
            MetadataError::Certificate(KeyError::TooShort),
        ),
        (
            "an extension twice",
            idp(&key("", &repeated)),
            MetadataError::Certificate(KeyError::RepeatedExtension),
        ),
        (
            "no certificate",
            idp(&key("", b"certificate")),
            MetadataError::Certificate(KeyError::Certificate),
        ),
        (
            "no base64",
            with("<ds:X509Certificate>", "<ds:X509Certificate>!"),
            MetadataError::Certificate(KeyError::Certificate),
        ),
        (
            "a script",
            idp(&format!(
                "{}<SingleSignOnService Binding=\"{POST}\" Location=\"javascript:alert(1)\"/>",
                key("", RSA2048)
            )),
            MetadataError::Location("javascript:alert(1)".to_owned()),
        ),
        (
            "no time",
            with("entityID", "validUntil=\"tomorrow\" entityID"),
            MetadataError::Time,
        ),
        (
            "deep",
            format!("{}{}", "<a>".repeat(33), "</a>".repeat(33)),
            MetadataError::NotXml,
        ),
        (
            "many",
            format!("<a>{}</a>", "<b/>".repeat(20_000)),
            MetadataError::TooLarge,
        ),
        ("long", "x".repeat(10_000_001), MetadataError::TooLarge),
        ("many attributes", many_attributes(), MetadataError::TooLarge),
        ("NUL", with("https://idp", "\0https://idp"), MetadataError::NotXml),
    ];
    for (name, text, expected) in cases {
        assert_eq!(refused(text), *expected, "{name}");
    }
}

fn many_attributes() -> String {
    let mut text = String::from("<a ");
    for number in 0..100_000 {
        write!(text, "a{number}=\"\" ").unwrap();
    }
    text + "/>"
}

/// Puts an extension block, which has one extension twice, where the certificate has none.
fn repeat_extension(der: &[u8]) -> Vec<u8> {
    use x509_cert::Certificate;
    use x509_cert::der::{Decode as _, Encode as _};
    let certificate = Certificate::from_der(der).unwrap();
    assert!(certificate.tbs_certificate().extensions().is_none());
    let tbs = certificate.tbs_certificate().to_der().unwrap();
    // SEQUENCE { 2.5.29.19, OCTET STRING { SEQUENCE {} } }
    let one = [0x30, 0x09, 0x06, 0x03, 0x55, 0x1d, 0x13, 0x04, 0x02, 0x30, 0x00];
    let both = [&one[..], &one[..]].concat();
    let block = [&[0xa3, 24, 0x30, 22][..], &both].concat();
    let content = [&tbs[header(&tbs)..], &block].concat();
    let rest = &der[header(der) + tbs.len()..];
    sequence(&[&sequence(&content), rest].concat())
}

fn header(der: &[u8]) -> usize {
    match der[1] {
        0x82 => 4,
        0x81 => 3,
        _ => 2,
    }
}

fn sequence(content: &[u8]) -> Vec<u8> {
    let length = content.len().to_be_bytes();
    let head: &[u8] = match content.len() {
        0..128 => &[0x30, length[7]],
        128..256 => &[0x30, 0x81, length[7]],
        _ => &[0x30, 0x82, length[6], length[7]],
    };
    [head, content].concat()
}

#[test]
fn large_metadata_is_read_and_hostile_metadata_costs_nothing() {
    let large = format!("{}<!--{}-->", idp(&key("", RSA2048)), "x".repeat(9_000_000));
    assert!(IdpMetadata::parse(&large).is_ok());
    let quotes = format!("<a b=\"{}", "<".repeat(1_000_000));
    assert!(IdpMetadata::parse(&quotes).is_err());
    assert_eq!(refused(&"<!--".repeat(1_000_000)), MetadataError::NotXml);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(300))]

    /// Whatever is changed: it is refused, or every key in it is one of those that were written.
    #[test]
    fn a_changed_byte_brings_no_other_key(place in 0usize..10_000, byte in 0x20u8..0x7f) {
        let text = idp(&key("", RSA2048));
        let mut bytes = text.into_bytes();
        let place = place % bytes.len();
        bytes[place] = byte;
        if let Ok(read) = IdpMetadata::parse(std::str::from_utf8(&bytes).unwrap()) {
            // A changed byte of the certificate is another certificate: it is the administrator's document.
            prop_assert_eq!(read.keys.len(), 1);
        }
    }

    #[test]
    fn garbage_is_refused(text in "\\PC{0,200}") {
        prop_assert!(IdpMetadata::parse(&text).is_err());
    }
}
