//! Responses in the shapes of real providers: a right one that is refused is the second worst that can happen.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;

use super::{ACS, AUDIENCE, ISSUER, at, judged, key};
use crate::names::{ASSERTION, DSIG, EXC_C14N};
use crate::response::sign_element;
use crate::signature::canonical;
use crate::text::time;
use crate::tree::Tree;
use crate::{Refusal, Verified};

const PROTOCOL: &str = "urn:oasis:names:tc:SAML:2.0:protocol";

/// A response as products write it: default namespaces, prefixes of their own, spaces, optional parts.
pub(super) fn document() -> String {
    let acs = ACS.replace('&', "&amp;");
    let (now, from, until) = (time(at(0)), time(at(-300)), time(at(300)));
    let (now, from, until) = (now.replace(".000Z", "Z"), from.replace(".000Z", ".1234567Z"), until);
    format!(
        "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"no\"?>\n\
         <samlp:Response xmlns:samlp=\"{PROTOCOL}\" ID=\"_r\" Version=\"2.0\" IssueInstant=\"{now}\" Destination=\"{acs}\" \
         Consent=\"urn:oasis:names:tc:SAML:2.0:consent:unspecified\">\n\
         <Issuer xmlns=\"{ASSERTION}\" Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:entity\">{ISSUER}</Issuer>\n\
         <samlp:Status><samlp:StatusCode Value=\"urn:oasis:names:tc:SAML:2.0:status:Success\"/>\
         <samlp:StatusMessage>fine</samlp:StatusMessage></samlp:Status>\n\
         <Assertion xmlns=\"{ASSERTION}\" xmlns:xs=\"http://www.w3.org/2001/XMLSchema\" ID=\"_a\" Version=\"2.0\" IssueInstant=\"{now}\">\n\
         <Issuer>{ISSUER}</Issuer>\
         <Subject><NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\" NameQualifier=\"{ISSUER}\" \
         SPNameQualifier=\"{AUDIENCE}\">\n  mary  \n</NameID>\
         <SubjectConfirmation Method=\"urn:oasis:names:tc:SAML:2.0:cm:bearer\">\
         <SubjectConfirmationData Address=\"192.0.2.1\" NotOnOrAfter=\"{until}\" Recipient=\"{acs}\"/></SubjectConfirmation></Subject>\
         <Conditions NotBefore=\"{from}\" NotOnOrAfter=\"{until}\"><AudienceRestriction><Audience>urn:first</Audience>\
         <Audience>{AUDIENCE}</Audience></AudienceRestriction><OneTimeUse/><ProxyRestriction Count=\"0\"/></Conditions>\
         <AuthnStatement AuthnInstant=\"{now}\" SessionIndex=\"_s\"><SubjectLocality Address=\"192.0.2.1\" DNSName=\"desk\"/>\
         <AuthnContext><AuthnContextClassRef>urn:oasis:names:tc:SAML:2.0:ac:classes:Password</AuthnContextClassRef>\
         <AuthnContextDeclRef>urn:x</AuthnContextDeclRef><AuthenticatingAuthority>urn:up</AuthenticatingAuthority>\
         </AuthnContext></AuthnStatement>\
         <AttributeStatement><Attribute Name=\"urn:oid:1.3.6.1.4.1.5923.1.1.1.10\" FriendlyName=\"eduPersonTargetedID\">\
         <AttributeValue><NameID Format=\"urn:oasis:names:tc:SAML:2.0:nameid-format:persistent\">target</NameID></AttributeValue>\
         </Attribute><Attribute Name=\"count\"><AttributeValue xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:type=\"xs:integer\">3</AttributeValue><AttributeValue xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\" \
         xsi:nil=\"true\"/></Attribute></AttributeStatement>\
         </Assertion>\n</samlp:Response>\n"
    )
}

fn check(xml: &str) -> Verified {
    let verified = judged(xml).unwrap();
    assert_eq!(verified.subject.value, "mary");
    assert_eq!(verified.subject.name_qualifier.as_deref(), Some(ISSUER));
    assert_eq!(verified.subject.sp_name_qualifier.as_deref(), Some(AUDIENCE));
    assert_eq!(verified.attributes[0].values, ["target"]);
    assert_eq!(verified.attributes[1].values, ["3", ""]);
    assert_eq!(verified.audience, AUDIENCE);
    verified
}

#[test]
fn optional_parts_are_taken() {
    for id in ["_a", "_r"] {
        check(&sign_element(&document(), id, &key(7)).unwrap());
    }
    let both = sign_element(&sign_element(&document(), "_a", &key(7)).unwrap(), "_r", &key(7)).unwrap();
    check(&both);
}

#[test]
fn whatever_key_info_says_is_passed_over() {
    let xml = sign_element(&document(), "_a", &key(7)).unwrap();
    let start = xml.find("<ds:KeyInfo>").unwrap();
    let end = xml.find("</ds:KeyInfo>").unwrap() + 13;
    let info = &xml[start..end];
    for other in [
        "",
        "<ds:KeyInfo><ds:KeyName>one</ds:KeyName></ds:KeyInfo>",
        "<ds:KeyInfo><ds:KeyValue><ds:RSAKeyValue><ds:Modulus>AQAB</ds:Modulus><ds:Exponent>AQAB</ds:Exponent>\
         </ds:RSAKeyValue></ds:KeyValue></ds:KeyInfo>",
        "<ds:KeyInfo><ds:KeyValue><k:ECKeyValue xmlns:k=\"http://www.w3.org/2009/xmldsig11#\"><k:NamedCurve \
         URI=\"urn:oid:1.2.840.10045.3.1.7\"/><k:PublicKey>AQAB&#13;\nAQAB</k:PublicKey></k:ECKeyValue></ds:KeyValue></ds:KeyInfo>",
        "<ds:KeyInfo><ds:X509Data><ds:X509SubjectName>CN=x</ds:X509SubjectName><ds:X509IssuerSerial>\
         <ds:X509IssuerName>CN=x</ds:X509IssuerName><ds:X509SerialNumber>1</ds:X509SerialNumber></ds:X509IssuerSerial>\
         <ds:X509SKI>AQAB</ds:X509SKI><ds:X509Certificate>AQAB</ds:X509Certificate></ds:X509Data></ds:KeyInfo>",
    ] {
        check(&xml.replace(info, other));
    }
    // Another key's certificate does not make it trusted, nor its own untrusted.
    check(&xml.replace(
        &BASE64.encode(key(7).certificate()),
        &BASE64.encode(key(9).certificate()),
    ));
    let more = "<ds:X509Data><ds:X509CRL>AQAB</ds:X509CRL><k:X509Digest xmlns:k=\"http://www.w3.org/2009/xmldsig11#\" \
                Algorithm=\"http://www.w3.org/2001/04/xmlenc#sha256\">AQAB</k:X509Digest>";
    check(&xml.replace(info, &info.replace("<ds:X509Data>", more)));
    let elsewhere = info.replace(
        "<ds:X509Data>",
        "<ds:RetrievalMethod URI=\"https://evil\"/><ds:X509Data>",
    );
    assert_eq!(judged(&xml.replace(info, &elsewhere)).unwrap_err().code(), "structure");
}

/// pysaml2 writes `Id="Signature1"`, others number parts of it. No other element may have that name.
#[test]
fn a_signature_may_have_an_id_of_its_own() {
    let xml = sign_element(&document(), "_r", &key(7)).unwrap();
    let with = |from: &str, to: &str| judged(&xml.replacen(from, to, 1));
    let signature = "<ds:Signature ";
    let numbered = xml.replacen(signature, "<ds:Signature Id=\"Signature1\" ", 1);
    check(&numbered);
    for taken in ["_r", "_a"] {
        let refusal = with(signature, &format!("<ds:Signature Id=\"{taken}\" ")).unwrap_err();
        assert_eq!(refusal, Refusal::Ids, "{taken}");
    }
    for odd in ["ID", "id", "xml:id"] {
        let refusal = with(signature, &format!("<ds:Signature {odd}=\"x\" ")).unwrap_err();
        assert_eq!(refusal.code(), "attribute-name", "{odd}");
    }
    for part in ["SignatureValue", "KeyInfo"] {
        let part = format!("<ds:{part}");
        check(&xml.replacen(&part, &format!("{part} Id=\"x\""), 1));
        let refusal = with(&part, &format!("{part} Id=\"_a\"")).unwrap_err();
        assert_eq!(refusal, Refusal::Ids, "{part}");
    }
    // That is signed, and was not there.
    for part in ["<ds:SignedInfo", "<ds:Reference"] {
        let refusal = with(part, &format!("{part} Id=\"x\"")).unwrap_err();
        assert_eq!(refusal.code(), "signature", "{part}");
    }
    let refusal = with("<ds:DigestValue", "<ds:DigestValue Id=\"x\"").unwrap_err();
    assert_eq!(refusal.code(), "attribute-name");
    // Nothing is signed that refers to a signature.
    let refusal = judged(&numbered.replacen("URI=\"#_r\"", "URI=\"#Signature1\"", 1)).unwrap_err();
    assert_eq!(refusal.code(), "signature-shape");
}

/// Namespaces that products declare and do not use (IBM's `fim`), and attributes in them: AD FS says who claimed first, Shibboleth
/// how a value is written. Elements in them stay outside.
#[test]
fn namespaces_may_be_declared_for_nothing() {
    let declared = document().replacen(
        "<samlp:Response ",
        "<samlp:Response xmlns:enc=\"http://www.w3.org/2001/04/xmlenc#\" xmlns:md=\"urn:oasis:names:tc:SAML:2.0:metadata\" \
         xmlns:x500=\"urn:oasis:names:tc:SAML:2.0:profiles:attribute:X500\" xmlns:fim=\"urn:ibm:names:ITFIM:saml\" ",
        1,
    );
    let claimed = declared.replace(
        "<Attribute ",
        "<Attribute xmlns:a=\"http://schemas.xmlsoap.org/ws/2009/09/identity/claims\" \
         a:OriginalIssuer=\"http://fs.example/adfs/services/trust\" a:Name=\"other\" x500:Encoding=\"LDAP\" ",
    );
    for id in ["_a", "_r"] {
        check(&sign_element(&declared, id, &key(7)).unwrap());
        let verified = check(&sign_element(&claimed, id, &key(7)).unwrap());
        assert_eq!(verified.attributes[1].name, "count");
    }
    for (from, to, code) in [
        ("<Subject>", "<Subject x500:Encoding=\"LDAP\">", "attribute-name"),
        ("<Attribute ", "<Attribute x500:ID=\"_a\" ", "attribute-name"),
        ("<Attribute ", "<Attribute xml:id=\"_a\" ", "attribute-name"),
        ("<Attribute ", "<Attribute samlp:Name=\"n\" ", "attribute-name"),
        ("<OneTimeUse/>", "<OneTimeUse/><md:Extensions/>", "namespace"),
        ("<OneTimeUse/>", "<OneTimeUse/><enc:EncryptedData/>", "namespace"),
        ("<OneTimeUse/>", "<OneTimeUse/><fim:Condition/>", "namespace"),
    ] {
        let signed = sign_element(&declared.replacen(from, to, 1), "_r", &key(7)).unwrap();
        assert_eq!(judged(&signed).unwrap_err().code(), code, "{to}");
    }
}

/// Space that XML does not know is part of a name.
#[test]
fn only_the_space_of_xml_is_left_out() {
    let named = document().replace("  mary  ", " \u{a0}mary\u{2003}\t");
    let verified = judged(&sign_element(&named, "_r", &key(7)).unwrap()).unwrap();
    assert_eq!(verified.subject.value, "\u{a0}mary\u{2003}");
}

/// `InclusiveNamespaces`, as OpenSAML writes it: namespaces of prefixes in values are signed along.
#[test]
fn inclusive_prefixes_are_taken() {
    let list = format!("<ec:InclusiveNamespaces xmlns:ec=\"{EXC_C14N}\" PrefixList=\"xs\"/>");
    let xml = document();
    let tree = Tree::parse(&xml).unwrap();
    let assertion = tree.first(tree.root().unwrap(), (ASSERTION, "Assertion")).unwrap();
    let digest = crate::signature::digest(&canonical(&tree, assertion, None, &["xs"]).unwrap());
    let plain = sign_element(&xml, "_a", &key(7)).unwrap();
    let start = plain.find("<ds:SignedInfo>").unwrap();
    let end = plain.find("</ds:SignedInfo>").unwrap() + 16;
    let old = plain.find("<ds:DigestValue>").unwrap() + 16..plain.find("</ds:DigestValue>").unwrap();
    let transform = format!("<ds:Transform Algorithm=\"{EXC_C14N}\"/>");
    let info = plain[start..end].replace(&plain[old], &digest).replace(
        &transform,
        &format!("{}>{list}</ds:Transform>", transform.trim_end_matches("/>")),
    );
    let alone = format!("<ds:Signature xmlns:ds=\"{DSIG}\">{info}</ds:Signature>");
    let signed_info = Tree::parse(&alone).unwrap();
    let node = signed_info
        .first(signed_info.root().unwrap(), (DSIG, "SignedInfo"))
        .unwrap();
    let value = BASE64.encode(key(7).sign(&canonical(&signed_info, node, None, &[]).unwrap()).unwrap());
    let to = plain.find("</ds:SignatureValue>").unwrap();
    check(&format!(
        "{}{info}<ds:SignatureValue>{value}{}",
        &plain[..start],
        &plain[to..]
    ));
}

/// Parts that stay outside: a signature over them holds, and they are refused all the same.
#[test]
fn what_may_hide_something_is_refused_though_it_is_signed() {
    let xml = document();
    for (from, to, refusal) in [
        ("<OneTimeUse/>", "<OneTimeUse/><Condition/>", "structure"),
        ("<Subject>", "<Subject><BaseID/>", "structure"),
        ("<AuthnStatement ", "<Advice/><AuthnStatement ", "structure"),
        (
            "<AuthnContextDeclRef>urn:x</AuthnContextDeclRef>",
            "<AuthnContextDecl/>",
            "structure",
        ),
        (
            "<AuthnStatement ",
            "<AuthnStatement AuthnInstant=\"2026-11-18T11:06:40Z\"/><AuthnStatement ",
            "structure",
        ),
        ("\">target<", "\">words<Issuer/><", "structure"),
        ("<AttributeValue><NameID", "<AttributeValue>words<NameID", "structure"),
        ("<Attribute ", "<EncryptedAttribute/><Attribute ", "encrypted"),
    ] {
        assert!(xml.contains(from), "{from}");
        let signed = sign_element(&xml.replacen(from, to, 1), "_a", &key(7)).unwrap();
        assert_eq!(judged(&signed).unwrap_err().code(), refusal, "{to}");
    }
}

/// Profiles 4.1.4.2 and AWS: what an assertion must say, though it is signed.
#[test]
fn an_assertion_that_says_too_little_is_refused() {
    let xml = document();
    let between = |from: &str, to: &str| {
        let start = xml.find(from).unwrap();
        let end = start + xml[start..].find(to).unwrap() + to.len();
        xml[start..end].to_owned()
    };
    let confirmation = between("<SubjectConfirmation ", "</SubjectConfirmation>");
    let end_of_data = format!(" NotOnOrAfter=\"{}\" Recipient", time(at(300)));
    let cases = [
        (
            between("<NameID ", "</NameID>"),
            String::new(),
            Refusal::Missing("NameID"),
        ),
        ("\n  mary  \n".to_owned(), " ".to_owned(), Refusal::Missing("NameID")),
        (confirmation.clone(), String::new(), Refusal::ConfirmationCount(0)),
        (
            confirmation.clone(),
            format!("{confirmation}{confirmation}"),
            Refusal::ConfirmationCount(2),
        ),
        (
            "cm:bearer".to_owned(),
            "cm:holder-of-key".to_owned(),
            Refusal::Confirmation,
        ),
        (
            "<SubjectConfirmationData ".to_owned(),
            format!("<SubjectConfirmationData NotBefore=\"{}\" ", time(at(0))),
            Refusal::Confirmation,
        ),
        (
            end_of_data,
            " Recipient".to_owned(),
            Refusal::Missing("NotOnOrAfter of SubjectConfirmationData"),
        ),
        (
            between("<AudienceRestriction>", "</AudienceRestriction>"),
            String::new(),
            Refusal::Missing("AudienceRestriction"),
        ),
        (
            between("<Conditions ", "</Conditions>"),
            String::new(),
            Refusal::Missing("AudienceRestriction"),
        ),
        (
            "<OneTimeUse/>".to_owned(),
            "<AudienceRestriction><Audience>urn:other</Audience></AudienceRestriction>".to_owned(),
            Refusal::Audience {
                found: "urn:other".to_owned(),
                expected: AUDIENCE.to_owned(),
            },
        ),
        (
            between("<AuthnStatement ", "</AuthnStatement>"),
            String::new(),
            Refusal::Missing("AuthnStatement"),
        ),
        (
            ".1234567Z".to_owned(),
            " yesterday".to_owned(),
            Refusal::Time("NotBefore"),
        ),
    ];
    for (from, to, refusal) in cases {
        assert!(xml.contains(&from), "{from}");
        let signed = sign_element(&xml.replacen(&from, &to, 1), "_a", &key(7)).unwrap();
        assert_eq!(judged(&signed), Err(refusal), "{from}");
    }
    let recipient = format!(" Recipient=\"{}\"", ACS.replace('&', "&amp;"));
    let signed = sign_element(&xml.replace(&recipient, ""), "_a", &key(7)).unwrap();
    assert_eq!(judged(&signed), Err(Refusal::Missing("Recipient")));
    // A signed response says where it was sent.
    let destination = format!(" Destination=\"{}\"", ACS.replace('&', "&amp;"));
    let without = xml.replace(&destination, "");
    check(&sign_element(&without, "_a", &key(7)).unwrap());
    assert_eq!(
        judged(&sign_element(&without, "_r", &key(7)).unwrap()),
        Err(Refusal::Missing("Destination"))
    );
}

/// Time zones and fractions.
#[test]
fn times_are_read_as_xml_writes_them() {
    use crate::text::read_time;
    let noon = Some("2026-11-25T12:00:00Z".parse().unwrap());
    for text in [
        "2026-11-25T12:00:00Z",
        "2026-11-25T12:00:00",
        "2026-11-25T12:00:00.0000000Z",
        "2026-11-25T12:00:00.000",
        "2026-11-25T14:00:00+02:00",
        " 2026-11-25T12:00:00Z ",
    ] {
        assert_eq!(read_time(text), noon, "{text}");
    }
    for text in [
        "",
        "now",
        "2026-11-25",
        "12:00:00Z",
        "2026-11-25 12:00:00Z",
        "2026-11-25T12:00:00Z[UTC]",
        "2026-02-30T12:00:00Z",
        "20261125T120000Z",
        "2026-11-25T99:00:00Z",
        "T",
        "1795608000",
    ] {
        assert_eq!(read_time(text), None, "{text}");
    }
}
