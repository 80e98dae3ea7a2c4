//! What a hostile person sends: each refused, by name.

use std::fmt::Write as _;
use std::time::Instant;

use super::{AUDIENCE, ISSUER, judged, response};
use crate::{Signed, post};

/// The pieces of a signed response.
struct Pieces {
    whole: String,
    /// The response without what is in it, and its end.
    open: String,
    status: String,
    signature: String,
    /// The signed element: with its signature, and without.
    signed: String,
    bare: String,
    /// An assertion that nobody signed.
    evil: String,
}

const CLOSE: &str = "</saml2p:Response>";

fn between<'t>(text: &'t str, from: &str, to: &str) -> &'t str {
    let start = text.find(from).unwrap();
    let end = start + text[start..].find(to).unwrap() + to.len();
    &text[start..end]
}

fn pieces(signed: Signed) -> Pieces {
    let whole = response(signed, |_| {});
    let signature = between(&whole, "<ds:Signature ", "</ds:Signature>").to_owned();
    let assertion = between(&whole, "<saml2:Assertion", "</saml2:Assertion>");
    let element = if signed == Signed::Response {
        whole.as_str()
    } else {
        assertion
    };
    Pieces {
        open: between(&whole, "<saml2p:Response", "</saml2:Issuer>").to_owned(),
        status: between(&whole, "<saml2p:Status>", "</saml2p:Status>").to_owned(),
        signed: element.to_owned(),
        bare: element.replace(&signature, ""),
        evil: assertion
            .replace(&signature, "")
            .replace("mary@", "root@")
            .replace("_a1", "_evil"),
        signature,
        whole,
    }
}

impl Pieces {
    /// The response with other assertions in it.
    fn holding(&self, inside: &str) -> String {
        let Self { open, status, .. } = self;
        format!("{open}{status}{inside}{CLOSE}")
    }

    /// The forged assertion with something behind its issuer.
    fn evil_with(&self, inside: &str) -> String {
        self.evil
            .replacen("</saml2:Issuer>", &format!("</saml2:Issuer>{inside}"), 1)
    }

    fn signature_with(&self, inside: &str) -> String {
        self.signature
            .replace("</ds:Signature>", &format!("{inside}</ds:Signature>"))
    }
}

/// <https://www.usenix.org/conference/usenixsecurity12/technical-sessions/presentation/somorovsky>, in the numbering of the
/// tool SAML Raider.
pub(super) fn wrappings() -> Vec<(&'static str, String, &'static str)> {
    let outer = pieces(Signed::Response);
    let evil_response = |inside: &str| {
        outer
            .open
            .replace("_r1", "_evil-response")
            .replacen("</saml2:Issuer>", &format!("</saml2:Issuer>{inside}"), 1)
            + &outer.status
            + &outer.evil
            + CLOSE
    };
    let p = pieces(Signed::Assertion);
    let object = |inside: &str| format!("<ds:Object>{inside}</ds:Object>");
    vec![
        (
            "xsw 1: the signed response in the signature of a forged one",
            evil_response(&outer.signature_with(&outer.bare)),
            "structure",
        ),
        (
            "xsw 2: the signed response before its signature in a forged one",
            evil_response(&format!("{}{}", outer.bare, outer.signature)),
            "structure",
        ),
        (
            "xsw 3: a forged assertion before the signed one",
            p.holding(&format!("{}{}", p.evil, p.signed)),
            "assertion-count",
        ),
        (
            "xsw 4: the signed assertion in a forged one",
            p.holding(&p.evil_with(&p.signed)),
            "structure",
        ),
        (
            "xsw 5: the signature in the forged assertion, the signed one behind it",
            p.holding(&format!("{}{}", p.evil_with(&p.signature), p.bare)),
            "assertion-count",
        ),
        (
            "xsw 6: the signed assertion in the signature of a forged one",
            p.holding(&p.evil_with(&p.signature_with(&p.bare))),
            "structure",
        ),
        (
            "xsw 7: a forged assertion in extensions",
            p.holding(&format!(
                "<saml2p:Extensions>{}</saml2p:Extensions>{}",
                p.evil, p.signed
            )),
            "structure",
        ),
        (
            "xsw 8: the signed assertion in an object of the signature of a forged one",
            p.holding(&p.evil_with(&p.signature_with(&object(&p.bare)))),
            "structure",
        ),
        (
            "in the advice of a forged assertion",
            p.holding(&p.evil_with(&format!("<saml2:Advice>{}</saml2:Advice>", p.signed))),
            "structure",
        ),
        (
            "in an attribute value of a forged assertion",
            p.holding(&p.evil.replace(">one<", &format!(">{}<", p.signed))),
            "structure",
        ),
        (
            "in the confirmation of a forged assertion",
            p.holding(&p.evil.replace(
                "</saml2:SubjectConfirmation>",
                &format!("{}</saml2:SubjectConfirmation>", p.signed),
            )),
            "structure",
        ),
        (
            "in the status",
            p.whole.replace(
                "</saml2p:Status>",
                &format!("<saml2p:StatusDetail>{}</saml2p:StatusDetail></saml2p:Status>", p.evil),
            ),
            "structure",
        ),
        (
            "a response in a response",
            format!("{}{}{CLOSE}", p.open, p.whole),
            "structure",
        ),
        (
            "the forged assertion alone, with the signature of the other",
            p.holding(&p.evil_with(&p.signature)),
            "signature-shape",
        ),
        (
            "the same with its ID",
            p.holding(&p.evil_with(&p.signature).replace("_evil", "_a1")),
            "digest",
        ),
        (
            "the signature moved to the response",
            p.whole.replace(&p.signature, "").replacen(
                "<saml2p:Status>",
                &format!("{}<saml2p:Status>", p.signature),
                1,
            ),
            "signature-shape",
        ),
        (
            "the signature of the assertion in its subject",
            p.whole.replace(&p.signature, "").replacen(
                "<saml2:Subject>",
                &format!("<saml2:Subject>{}", p.signature),
                1,
            ),
            "structure",
        ),
        (
            "two assertions of the same ID",
            p.holding(&format!("{}{}", p.evil.replace("_evil", "_a1"), p.signed)),
            "ids",
        ),
    ]
}

#[test]
fn signature_wrapping_is_refused_in_every_position() {
    for (name, forged, code) in wrappings() {
        assert_eq!(judged(&forged).unwrap_err().code(), code, "{name}");
    }
}

/// One place of the signed response changed.
pub(super) fn changes() -> Vec<(&'static str, String, &'static str)> {
    let p = pieces(Signed::Assertion);
    let xml = p.whole.clone();
    let with = |from: &str, to: &str| {
        assert!(xml.contains(from), "{from}");
        xml.replacen(from, to, 1)
    };
    let digest = between(&xml, "<ds:DigestValue>", "</ds:DigestValue>");
    let info = between(&xml, "<ds:SignedInfo>", "</ds:SignedInfo>");
    let value = between(&xml, "<ds:SignatureValue>", "</ds:SignatureValue>");
    let digest_word = &digest[16..24];
    let transform = "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"/>";
    let listing = |prefixes: &str| {
        format!(
            "{}><ec:InclusiveNamespaces xmlns:ec=\"http://www.w3.org/2001/10/xml-exc-c14n#\" PrefixList=\"{prefixes}\"/></ds:Transform>",
            transform.trim_end_matches("/>")
        )
    };
    let evil_info = info.replace(digest_word, "AAAAAAAA");
    vec![
        ("name changed", with("mary@anycompany", "root@anycompany"), "digest"),
        ("value changed", with(">two<", ">admin<"), "digest"),
        (
            "audience changed",
            with(&format!(">{AUDIENCE}<"), ">https://evil<"),
            "digest",
        ),
        (
            "issuer of the assertion changed",
            xml.replace(ISSUER, "https://evil"),
            "digest",
        ),
        ("no signature", with(&p.signature, ""), "not-signed"),
        (
            "two signatures",
            with(&p.signature, &format!("{0}{0}", p.signature)),
            "signature-shape",
        ),
        (
            "comment in the name",
            with("mary@anycompany", "mary<!-- -->@anycompany"),
            "forbidden-markup",
        ),
        (
            "cdata in the name",
            with("mary@", "<![CDATA[mary@]]>"),
            "forbidden-markup",
        ),
        (
            "instruction in the name",
            with("mary@", "mary<?x y?>@"),
            "forbidden-markup",
        ),
        (
            "element in the name",
            with("mary@", "<saml2:Issuer/>mary@"),
            "structure",
        ),
        (
            "comment in the digest",
            with(digest, &digest.replace(digest_word, &format!("<!---->{digest_word}"))),
            "forbidden-markup",
        ),
        (
            "cdata in the digest",
            with(
                digest,
                &digest.replace(digest_word, &format!("<![CDATA[{digest_word}]]>")),
            ),
            "forbidden-markup",
        ),
        (
            "comment in the signature",
            with("<ds:SignatureValue>", "<ds:SignatureValue><!-- -->"),
            "forbidden-markup",
        ),
        (
            "two SignedInfo, the good one first",
            with(info, &format!("{info}{evil_info}")),
            "signature-shape",
        ),
        (
            "two SignedInfo, the good one last",
            with(info, &format!("{evil_info}{info}")),
            "signature-shape",
        ),
        (
            "two DigestValue",
            with(digest, &format!("{digest}{digest}")),
            "signature-shape",
        ),
        (
            "two SignatureValue",
            with(value, &format!("{value}{value}")),
            "signature-shape",
        ),
        (
            "two references",
            with("</ds:Reference>", "</ds:Reference><ds:Reference URI=\"#_a1\"/>"),
            "signature-shape",
        ),
        (
            "no reference",
            with(between(&xml, "<ds:Reference", "</ds:Reference>"), ""),
            "signature-shape",
        ),
        (
            "empty SignatureValue",
            with(value, "<ds:SignatureValue></ds:SignatureValue>"),
            "signature",
        ),
        (
            "cut SignatureValue",
            with("</ds:SignatureValue>", "A</ds:SignatureValue>"),
            "signature-shape",
        ),
        ("zeros as SignatureValue", with(value, &zeros()), "signature"),
        ("empty reference", with("URI=\"#_a1\"", "URI=\"\""), "signature-shape"),
        ("no reference's address", with(" URI=\"#_a1\"", ""), "signature-shape"),
        (
            "reference elsewhere",
            with("URI=\"#_a1\"", "URI=\"#_r1\""),
            "signature-shape",
        ),
        (
            "reference by pointer",
            with("URI=\"#_a1\"", "URI=\"#xpointer(id('_a1'))\""),
            "signature-shape",
        ),
        (
            "reference outside",
            with("URI=\"#_a1\"", "URI=\"file:///etc/passwd\""),
            "signature-shape",
        ),
        ("sha-1 digest", with("xmlenc#sha256", "xmldsig#sha1"), "algorithm"),
        (
            "sha-1 signature",
            with("2001/04/xmldsig-more#ecdsa-sha256", "2000/09/xmldsig#rsa-sha1"),
            "algorithm",
        ),
        (
            "hmac",
            with("xmldsig-more#ecdsa-sha256", "xmldsig-more#hmac-sha256"),
            "algorithm",
        ),
        (
            "no algorithm",
            with("http://www.w3.org/2001/04/xmldsig-more#ecdsa-sha256", "none"),
            "algorithm",
        ),
        (
            "rsa for ecdsa",
            with("xmldsig-more#ecdsa-sha256", "xmldsig-more#rsa-sha256"),
            "signature",
        ),
        (
            "inclusive canonical form",
            with(
                "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                "<ds:CanonicalizationMethod Algorithm=\"http://www.w3.org/TR/2001/REC-xml-c14n-20010315\"",
            ),
            "algorithm",
        ),
        (
            "canonical form with comments",
            with(
                "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#\"",
                "<ds:Transform Algorithm=\"http://www.w3.org/2001/10/xml-exc-c14n#WithComments\"",
            ),
            "algorithm",
        ),
        (
            "xslt",
            with(
                "http://www.w3.org/2000/09/xmldsig#enveloped-signature",
                "http://www.w3.org/TR/1999/REC-xslt-19991116",
            ),
            "algorithm",
        ),
        (
            "a third transform",
            with(
                "<ds:Transforms>",
                "<ds:Transforms><ds:Transform Algorithm=\"http://www.w3.org/TR/1999/REC-xpath-19991116\"/>",
            ),
            "signature-shape",
        ),
        ("same id twice", with("ID=\"_r1\"", "ID=\"_a1\""), "ids"),
        ("no id", with(" ID=\"_r1\"", ""), "ids"),
        (
            "another id attribute",
            with("<saml2:Subject>", "<saml2:Subject Id=\"_a1\">"),
            "attribute-name",
        ),
        (
            "xml:id",
            with("<saml2:Subject>", "<saml2:Subject xml:id=\"_a1\">"),
            "attribute-name",
        ),
        (
            "id of SAML 1",
            with("ID=\"_r1\"", "ID=\"_r1\" ResponseID=\"_a1\""),
            "attribute-name",
        ),
        (
            "id with a prefix",
            with("ID=\"_r1\"", "ID=\"_r1\" saml2p:ID=\"_a1\""),
            "attribute-name",
        ),
        (
            "attribute in a foreign namespace",
            with("<saml2:Subject>", "<saml2:Subject xmlns:x=\"urn:x\" x:y=\"1\">"),
            "attribute-name",
        ),
        (
            "id in a foreign namespace",
            with("<saml2:Attribute ", "<saml2:Attribute xmlns:x=\"urn:x\" x:Id=\"_a1\" "),
            "attribute-name",
        ),
        (
            "name in the namespace of assertions",
            with("<saml2:Attribute ", "<saml2:Attribute saml2:Name=\"x\" "),
            "attribute-name",
        ),
        (
            "namespace longer than any",
            with(
                "<saml2:Subject>",
                &format!("<saml2:Subject xmlns:x=\"urn:{}\">", "x".repeat(512)),
            ),
            "namespace",
        ),
        (
            "more prefixes than any",
            with(transform, &listing(&"p ".repeat(17))),
            "attribute-name",
        ),
        (
            "longer prefixes than any",
            with(transform, &listing(&"p".repeat(257))),
            "attribute-name",
        ),
        ("prefixes", with(transform, &listing("xs xsi")), "digest"),
        (
            "many prefixes in many elements",
            with(transform, &listing(&"p1234 ".repeat(20_000))).replacen(
                "<saml2:Attribute ",
                &format!("{}<saml2:Attribute ", "<saml2:Attribute Name=\"n\"/>".repeat(3_000)),
                1,
            ),
            "attribute-name",
        ),
        (
            "relative namespace",
            with("<saml2:Subject>", "<saml2:Subject xmlns:x=\"1\">"),
            "namespace",
        ),
        (
            "the assertion in a foreign namespace",
            xml.replace("urn:oasis:names:tc:SAML:2.0:assertion\" xmlns:xs", "urn:x\" xmlns:xs"),
            "namespace",
        ),
        (
            "encrypted",
            p.holding("<saml2:EncryptedAssertion xmlns:saml2=\"urn:oasis:names:tc:SAML:2.0:assertion\"/>"),
            "encrypted",
        ),
        ("no assertion", p.holding(""), "assertion-count"),
        ("failed", with("status:Success", "status:Responder"), "status"),
        ("no status", with(&p.status, ""), "missing"),
        ("SAML 1.1", with("Version=\"2.0\"", "Version=\"1.1\""), "not-a-response"),
        (
            "a request",
            xml.replace("saml2p:Response", "saml2p:AuthnRequest"),
            "not-a-response",
        ),
        (
            "document type",
            format!("<!DOCTYPE x [<!ENTITY e \"root\">]>{xml}"),
            "forbidden-markup",
        ),
        ("entity bomb", bomb(&xml), "forbidden-markup"),
        (
            "external entity",
            format!(
                "<!DOCTYPE x [<!ENTITY e SYSTEM \"file:///etc/passwd\">]>{}",
                xml.replace("mary@", "&e;@")
            ),
            "forbidden-markup",
        ),
        ("unknown entity", with("mary@", "&mary;@"), "not-xml"),
        ("cut", xml[..xml.len() - 20].to_owned(), "not-xml"),
        ("twice", format!("{xml}{xml}"), "not-xml"),
        ("nothing", String::new(), "not-xml"),
        ("an open element", "<response>".to_owned(), "not-xml"),
        ("NUL", with("mary@", "mary\0@"), "not-xml"),
        ("NUL as a reference", with("mary@", "mary&#0;@"), "not-xml"),
        (
            "attribute twice",
            with("ID=\"_r1\"", "ID=\"_r1\" ID=\"_a1\""),
            "not-xml",
        ),
        (
            "utf-16 in name",
            format!("<?xml version=\"1.0\" encoding=\"UTF-16\"?>{xml}"),
            "not-utf8",
        ),
        ("deep", with("mary@", &"<saml2:NameID>".repeat(100_000 / 14)), "not-xml"),
        ("ten megabytes", with("mary@", &"m".repeat(10_000_000)), "too-large"),
        (
            "many attributes",
            with("<saml2:Subject>", &many_attributes()),
            "attribute-name",
        ),
        (
            "many namespaces",
            with("<saml2:Subject>", &many_namespaces()),
            "attribute-name",
        ),
        (
            "destination",
            with(
                "Destination=\"https://app.example/saml/acs",
                "Destination=\"https://evil.example/acs",
            ),
            "destination",
        ),
    ]
}

fn zeros() -> String {
    format!("<ds:SignatureValue>{}==</ds:SignatureValue>", "A".repeat(86))
}

fn bomb(xml: &str) -> String {
    let mut text = String::from("<!DOCTYPE x [<!ENTITY a0 \"aaaaaaaaaa\">");
    for level in 1..10 {
        let below = format!("&a{};", level - 1).repeat(10);
        write!(text, "<!ENTITY a{level} \"{below}\">").unwrap();
    }
    text + "]>" + &xml.replace("mary@", "&a9;@")
}

fn many_attributes() -> String {
    let mut text = String::from("<saml2:Subject");
    for number in 0..20_000 {
        write!(text, " a{number}=\"\"").unwrap();
    }
    text + ">"
}

fn many_namespaces() -> String {
    let mut text = String::from("<saml2:Subject");
    for number in 0..5_000 {
        write!(text, " xmlns:a{number}=\"urn:x\"").unwrap();
    }
    text + ">"
}

#[test]
fn what_was_changed_after_it_was_signed_is_refused() {
    for (name, forged, code) in changes() {
        assert_eq!(judged(&forged).unwrap_err().code(), code, "{name}");
    }
    let xml = response(Signed::Assertion, |_| {});
    // What does not change the meaning is believed: a declaration, space between elements that nobody signed.
    assert!(judged(&format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{xml}")).is_ok());
    assert!(judged(&xml.replace("<saml2p:Status>", "\n  <saml2p:Status>")).is_ok());
    assert!(judged(&format!("\u{feff}{xml}")).is_ok());
}

/// Measured by what is right, as machines differ, and by many of it, as whatever else the machine does meets those too.
#[test]
fn a_refusal_takes_no_time() {
    let right = response(Signed::Assertion, |_| {});
    let start = now();
    for _ in 0..100 {
        assert!(judged(&right).is_ok());
    }
    let hundred = start.elapsed();
    for (name, forged, _) in wrappings().into_iter().chain(changes()) {
        let least = (0..3)
            .map(|_| {
                let start = now();
                assert!(judged(&forged).is_err(), "{name}");
                start.elapsed()
            })
            .min()
            .unwrap();
        assert!(least < hundred, "{name}: {least:?}, a hundred right ones {hundred:?}");
    }
}

#[allow(clippy::disallowed_methods, reason = "a measurement")]
fn now() -> Instant {
    Instant::now()
}

#[test]
fn a_form_brings_base64() {
    let xml = response(Signed::Assertion, |_| {});
    let field = post::encode(&xml);
    assert_eq!(post::decode(&field).unwrap(), xml.as_bytes());
    let lines: Vec<&str> = field
        .as_bytes()
        .chunks(76)
        .map(|line| std::str::from_utf8(line).unwrap())
        .collect();
    assert_eq!(post::decode(&lines.join("\r\n")).unwrap(), xml.as_bytes());
    assert_eq!(
        post::decode(&field[..field.len() - 1]).unwrap_err().code(),
        "not-base64"
    );
    assert_eq!(post::decode("SAML!").unwrap_err().code(), "not-base64");
    assert_eq!(post::decode(&"A".repeat(1 << 20)).unwrap_err().code(), "too-large");
}

#[test]
fn utf_16_is_refused() {
    let xml = response(Signed::Assertion, |_| {});
    let wide: Vec<u8> = xml.encode_utf16().flat_map(u16::to_le_bytes).collect();
    let marked: Vec<u8> = [0xff, 0xfe].into_iter().chain(wide.iter().copied()).collect();
    assert!(super::verify_bytes(&wide).is_err());
    assert_eq!(super::verify_bytes(&marked).unwrap_err().code(), "not-utf8");
}
